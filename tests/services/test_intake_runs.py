"""A source comes to its own consultation, what a page declares counts once, and nothing differs unsaid."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.review import Review, create_review

LONG = "That is a sentence long enough that nobody else will ever have written it like this: number {}."


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


def page(folder: Path, name: str, comments: int = 3, first: int = 0) -> Path:
    """A capture of a page that declares 13 comments on P1 and shows some of them."""
    shown = "".join(f"-\n{LONG.format(number)}\n" for number in range(first, first + comments))
    text = "Discuto\nA draft\nMOST DISCUSSED PARAGRAPHS\n-\nP1 What we promise is\n13 4\n"
    path = folder / name
    path.write_text(f"{text}LATEST COMMENTS\n{shown}", encoding="utf-8")
    return path


def table(folder: Path, name: str, numbers: range) -> Path:
    path = folder / name
    rows = "".join(f"{number},{LONG.format(number)},Ana\n" for number in numbers)
    path.write_text(f"Id,Text,Author\n{rows}", encoding="utf-8")
    return path


def declared(review: Review) -> tuple[int, int]:
    figures = review.stats()["declared"]
    return figures["comments"], figures["votes"]


def warned(outcome: ImportOutcome, words: str) -> list[str]:
    return [warning for warning in outcome.warnings if words in warning]


def test_the_same_page_under_another_name_declares_once(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(page(tmp_path, "page.txt"), consultation="Run A")
    assert declared(review) == (13, 4)
    again = review.intake.import_file(page(tmp_path, "page.txt"), consultation="Run B")
    assert declared(review) == (13, 4)
    assert warned(again, '"Run A" holds this page already')
    later = review.intake.import_file(page(tmp_path, "later.txt", comments=4), consultation="Run C")
    assert later.comments.new == 1 and declared(review) == (13, 4)
    assert later.declared[0]["comments"] == 13


def test_a_page_that_shows_no_comments_is_known_by_what_it_declares(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(page(tmp_path, "page.txt"), consultation="Run A")
    bare = page(tmp_path, "bare.txt", comments=0)
    review.intake.import_file(bare, consultation="Run B")
    assert declared(review) == (13, 4)
    text = bare.read_text("utf-8").replace("13 4", "14 4")
    bare.write_text(text, encoding="utf-8")
    review.intake.import_file(bare, consultation="Run B")
    assert declared(review) == (27, 8), "other figures may be another page's"


def test_another_page_with_comments_of_its_own_declares_its_own(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(page(tmp_path, "one.txt"), consultation="Run A")
    review.intake.import_file(page(tmp_path, "two.txt", first=50), consultation="Run B")
    assert declared(review) == (26, 8)


def test_a_later_capture_under_another_file_name_joins_its_consultation(
    review: Review, tmp_path: Path
) -> None:
    review.intake.import_file(table(tmp_path, "may.csv", range(5)))
    later = review.intake.import_file(table(tmp_path, "june.csv", range(7)))
    assert (later.consultation, later.comments.new, later.comments.unchanged) == ("may", 2, 5)
    assert review.intake.look(table(tmp_path, "july.csv", range(8))).outcome.consultation == "may"  # type: ignore[union-attr]
    named = review.intake.import_file(table(tmp_path, "august.csv", range(9)), consultation="August")
    assert named.consultation == "August", "what a person says holds"
    other = review.intake.import_file(table(tmp_path, "others.csv", range(20, 24)))
    assert other.consultation == "others"


def test_the_very_same_file_is_known_whatever_it_was_called(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("# Draft\n\nP1 More trees.\n\nP2 And benches.\n", encoding="utf-8")
    first = review.intake.import_file(path, as_draft=True, consultation="Spring run")
    copy = tmp_path / "copy of it.md"
    copy.write_bytes(path.read_bytes())
    again = review.intake.import_file(copy, as_draft=True)
    assert (first.paragraphs.new, again.consultation, again.operation) == (2, "Spring run", None)


def test_a_said_language_keeps_a_later_capture_apart(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(table(tmp_path, "may.csv", range(5)), language="en")
    assert (
        review.intake.import_file(table(tmp_path, "mai.csv", range(5)), language="fr").consultation == "mai"
    )


def test_a_said_language_is_that_of_rows_that_say_none(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("Text,Author,Language\nUn,Ana,\nDos,Ben,es\n", encoding="utf-8")
    plain = review.intake.import_file(path)
    assert plain.comments.new == 2
    assert [comment.language for comment in review.comments()] == [None, "es"]
    filled = review.intake.import_file(path, language="fr")
    assert (filled.comments.updated, filled.comments.unchanged) == (1, 1)
    assert [comment.language for comment in review.comments()] == ["fr", "es"]
    assert review.intake.look(path, language="fr").rows[0].language == "fr"
    other = review.intake.import_file(path, language="it", dry_run=True, consultation="comments")
    assert other.comments.new == 0, "saying another language makes no new comments"


def test_a_mail_is_not_said_to_be_in_the_language_of_its_consultation(review: Review) -> None:
    mails = Path(__file__).resolve().parents[1] / "data" / "mail" / "box.mbox"
    review.intake.import_file(mails, language="fr")
    assert {comment.language for comment in review.comments()} == {None}


def test_votes_that_fall_and_texts_that_are_respelt_are_told(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    head = "Id,Text,Author,Votes for,Votes against\n"
    path.write_text(head + "1,More trees,Ana,5,1\n2,Benches,Ben,2,\n", encoding="utf-8")
    review.intake.import_file(path)
    path.write_text(head + "1,more  TREES,Ana,3,4\n2,Benches,Ben,2,\n", encoding="utf-8")
    outcome = review.intake.import_file(path)
    assert warned(outcome, "fallen") == [
        "1 count of votes has fallen at the source; the higher one is kept: C0001 (row 2) 5 for, now 3."
    ]
    assert warned(outcome, "case, accents or spacing") == [
        "1 text differs from before in case, accents or spacing alone; the first one is kept: C0001 (row 2)."
    ]
    first = review.comment("C0001")
    assert (first.text, first.votes_for, first.votes_against) == ("More trees", 5, 4)


def test_many_that_differ_are_one_line(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "comments.csv"
    for votes in (5, 3):
        rows = "".join(f"{n},{LONG.format(n)},{votes}\n" for n in range(30))
        path.write_text(f"Id,Text,Votes for\n{rows}", encoding="utf-8")
        outcome = review.intake.import_file(path)
    [line] = warned(outcome, "fallen")
    assert line.startswith("30 counts of votes have fallen") and line.endswith("and 10 more.")
