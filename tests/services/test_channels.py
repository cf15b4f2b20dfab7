"""Every channel end to end: what it holds comes in once, whole, and goes out again as one operation."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ogp_review.cli.main import run
from ogp_review.domain.codebook import TAG_COLOURS
from ogp_review.domain.operation import Op
from ogp_review.review import Review, create_review, open_review
from ogp_review.services.intake_codes import SHADES, nearest_colour
from ogp_review.ui.tokens import TAGS

DATA = Path(__file__).resolve().parents[1] / "data"
SOURCES = {
    "discuto/small_en.txt": ("discuto-capture", 3),
    "html/small_en.html": ("discuto-page", 3),
    "json/debate.json": ("json", 5),
    "mail/box.mbox": ("mbox", 4),
    "mail/outlook.msg": ("outlook-msg", 3),
    "mail/letter_es.eml": ("email", 1),
    "pdf/letter.pdf": ("pdf", 3),
    "pdf/notes.pdf": ("pdf", 3),
    "refi/small.qdpx": ("refi-qda", 3),
    "tables/small_fr.csv": ("csv", 2),
    "word/letter_es.docx": ("docx", 2),
    "word/marked_up.docx": ("docx", 5),
}


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_comes_in_whole_once_and_goes_out_again(name: str, review: Review) -> None:
    kind, comments = SOURCES[name]
    dry = review.intake.import_file(DATA / name, dry_run=True)
    done = review.intake.import_file(DATA / name)
    count = done.comments
    assert (done.format, dry.comments) == (kind, count)
    assert count.read == count.new + count.skipped and count.new == comments
    assert len(done.skipped) == count.skipped
    assert review.stats()["comments"] == count.new
    again = review.intake.import_file(DATA / name)
    assert (again.comments.unchanged, again.comments.new, again.operation) == (count.new, 0, None)
    assert len(review.history.imports()) == 1
    review.history.undo()
    assert review.stats()["comments"] == 0
    assert review.tagging.codebook() == []
    back = review.intake.import_file(DATA / name)
    assert back.comments.new == count.new
    assert review.stats()["comments"] == count.new


def rows(review: Review, columns: str) -> list[tuple[str | None, ...]]:
    with review.store.read() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM comment ORDER BY ref")).all()
    return [tuple(row) for row in found]


def test_what_a_marked_up_draft_says_of_a_place_is_kept(review: Review) -> None:
    review.intake.import_file(DATA / "word" / "marked_up.docx")
    found = rows(review, "anchor, proposal, folded")
    assert all(anchor for anchor, _, _ in found)
    assert sum(proposal is not None for _, proposal, _ in found) == 2
    assert sum(folded is not None for _, _, folded in found) == 3


def test_a_richer_source_fills_in_what_stands_beside_a_comment(review: Review, tmp_path: Path) -> None:
    letter = (
        b"From: Zoe <zoe@example.org>\nTo: a@example.org\nSubject: Answer\nMessage-ID: <1@example.org>\n\n%s"
    )
    (tmp_path / "a.eml").write_bytes(letter % b"The park needs more trees.\n")
    review.intake.import_file(tmp_path / "a.eml", consultation="Mails")
    assert rows(review, "folded") == [(None,)]
    (tmp_path / "a.eml").write_bytes(letter % b"The park needs more trees.\n\n-- \nZoe\nClerk\n")
    again = review.intake.import_file(tmp_path / "a.eml", consultation="Mails")
    assert again.comments.updated == 1
    assert "Clerk" in str(rows(review, "folded"))
    review.history.undo()
    assert rows(review, "folded") == [(None,)]


def test_files_that_came_with_a_mail_are_named(review: Review) -> None:
    outcome = review.intake.import_file(DATA / "mail" / "outlook.msg")
    assert outcome.attachments == ["plan.pdf"] == outcome.as_json()["attachments"]
    assert "1 file came with it: plan.pdf. Import it by itself." in outcome.warnings


def test_a_folder_of_mails_is_one_import(review: Review, tmp_path: Path) -> None:
    folder = tmp_path / "Answers by mail"
    folder.mkdir()
    for name in ("letter_es.eml", "reply_fr.eml", "outlook.msg"):
        (folder / name).write_bytes((DATA / "mail" / name).read_bytes())
    outcome = review.intake.import_file(folder)
    assert (outcome.format, outcome.consultation, outcome.comments.new) == ("mail-folder", folder.name, 5)
    assert review.intake.import_file(folder).operation is None


@pytest.mark.parametrize("name", ["word/draft.docx", "draft.md"])
def test_a_draft_brings_paragraphs_and_no_comments(name: str, review: Review, tmp_path: Path) -> None:
    path = DATA / name
    if name == "draft.md":
        path = tmp_path / name
        path.write_text("# Draft\n\n## Ways\n\nWhat we promise.\n\nWho keeps it.\n", encoding="utf-8")
    outcome = review.intake.import_file(path, as_draft=True, language="en")
    assert outcome.comments.read == 0 and outcome.paragraphs.new == len(review.paragraphs()) >= 2
    assert review.intake.import_file(path, as_draft=True, language="en").operation is None


def test_the_command_line_reads_a_draft_and_tells_of_tags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "x.ogpr")
    create_review(path).close()
    assert run(["import", path, str(DATA / "word" / "draft.docx"), "--draft", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"]["format"], told["comments"]["read"]) == ("docx-draft", 0)
    assert run(["import", path, str(PROJECT)]) == 0
    said = capsys.readouterr().out
    assert "tags" in said and "taggings" in said and "letter.pdf. Import it by itself." in said


# Codebooks ------------------------------------------------------------------------------------------------

PROJECT = DATA / "refi" / "small.qdpx"


def tagged(review: Review) -> list[tuple[str, str, int]]:
    return [(tag.path, tag.colour, tag.comments) for tag in review.tagging.codebook()]


def test_codes_come_as_tags_on_comments_and_passages(review: Review) -> None:
    outcome = review.intake.import_file(PROJECT)
    assert (outcome.tags.new, outcome.taggings.new) == (3, 3)
    assert [(path, comments) for path, _, comments in tagged(review)] == [
        ("Harbour", 1), ("Harbour/Boats", 1), ("Harbour/Quay∕Pier", 1),
    ]  # fmt: skip
    passages = [one for comment in review.comments() for one in review.excerpts(comment.id)]
    assert passages and all(one.tags for one in passages)
    assert outcome.as_json()["tags"] == {"read": 3, "new": 3, "unchanged": 0, "skipped": 0}


def test_tags_that_staff_took_off_stay_off(review: Review) -> None:
    review.intake.import_file(PROJECT)
    whole = [comment.id for comment in review.comments(tag="Harbour") if "Harbour/Quay∕Pier" in comment.tags]
    passages = [one for comment in review.comments() for one in review.excerpts(comment.id)]
    review.tagging.define("Harbour", colour="Rose", definition="Ours")
    review.tagging.remove_excerpt(passages[0].id)
    if whole:
        review.tagging.remove(whole, "Harbour/Quay∕Pier")
    before, operations = tagged(review), review.verify()["operations"]
    again = review.intake.import_file(PROJECT)
    assert (again.operation, again.taggings.new, again.changes_something) == (None, 0, False)
    assert (tagged(review), review.verify()["operations"]) == (before, operations)


def test_a_codebook_alone_brings_tags_and_no_consultation(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="Trees" color="#00aa00">'
        '<Description>What grows</Description><Code guid="2" name="Limes"/></Code></Codes></CodeBook>',
        encoding="utf-8",
    )
    dry = review.intake.import_file(path, dry_run=True)
    assert (dry.tags.new, dry.operation, tagged(review)) == (2, None, [])
    outcome = review.intake.import_file(path)
    assert (outcome.tags.new, outcome.changes_something) == (2, True)
    assert tagged(review) == [("Trees", "Green", 0), ("Trees/Limes", "Green", 0)]
    assert review.tagging.codebook()[0].definition == "What grows"
    with review.store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM consultation")).scalar() == 0
    assert review.intake.import_file(path).operation is None
    assert review.history.undo() is not None and tagged(review) == []


def test_a_retired_tag_is_put_on_no_more_comments(review: Review) -> None:
    review.tagging.define("Harbour/Boats")
    review.tagging.retire("Harbour/Boats")
    outcome = review.intake.import_file(PROJECT)
    assert 'The tag "Harbour/Boats" is retired: it was put on no more comments.' in outcome.warnings
    assert outcome.taggings.skipped == 1
    assert ("Harbour/Boats", 0) in [(path, comments) for path, _, comments in tagged(review)]


def test_two_copies_that_import_one_project_hold_its_passages_once(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            for copy in (mine, theirs):
                copy.intake.import_file(PROJECT)
            once = [one.id for comment in mine.comments() for one in mine.excerpts(comment.id)]
            mine.take_from(theirs)
            theirs.take_from(mine)
            for copy in (mine, theirs):
                found = [one.id for comment in copy.comments() for one in copy.excerpts(comment.id)]
                assert (found, copy.verify()["problems"]) == (once, [])


@pytest.mark.parametrize(
    ("colour", "nearest"),
    [("#ff0000", "Red"), ("#0000ff", "Blue"), ("#00ff00", "Green"), ("#808080", "Slate"),
     ("#000000", "Slate"), ("#ff8800", "Orange"), ("#ff00ff", "Plum"), ("#ffff00", "Olive"), (None, None)],
)  # fmt: skip
def test_a_colour_becomes_the_one_it_looks_like(colour: str | None, nearest: str | None) -> None:
    assert nearest_colour(colour) == nearest


def test_the_twelve_are_what_the_window_shows() -> None:
    assert SHADES == {name: TAGS[name][0] for name in TAG_COLOURS}
    assert [nearest_colour(shade) for shade in SHADES.values()] == list(TAG_COLOURS)


# What is suggested ----------------------------------------------------------------------------------------


def test_words_that_a_comment_stands_on_say_its_paragraph(review: Review, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(
        "# Draft\n\nP1 The school street is closed to cars in the morning.\n\n"
        "P2 Benches stand in the shade of the lime trees.\n",
        encoding="utf-8",
    )
    review.intake.import_file(draft, as_draft=True)
    table = tmp_path / "t.json"
    table.write_text('[{"id": 1, "text": "All day, please."}]', encoding="utf-8")
    review.intake.import_file(table)
    assert review.suggesting.paragraphs() == []
    with review.store.operation(Op.IMPORT, "Marta") as op:
        [comment] = review.comments()
        op.change("comment", {comment.id: {"anchor": "closed to cars in the morning"}})
    [offer] = review.suggesting.paragraphs()
    assert (offer.ref, offer.paragraph) == (comment.ref, "P1")
    assert offer.reason == 'it stands on words of P1: "closed to cars in the morning"'
