"""A look tells what an import would do, row by row, and writes nothing."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ogp_review.domain.looking import MOST_KEPT, Fate, LookedRow
from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Mapping
from ogp_review.review import Review, create_review

DATA = Path(__file__).resolve().parents[1] / "data"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = sorted(
    path.relative_to(SHARED).as_posix()
    for path in SHARED.rglob("*")
    if path.is_file() and "themes" not in path.parts and path.suffix not in (".md", ".xsd")
)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with create_review(tmp_path / "review.ogpr", title="Draft", person="Marta") as made:
        yield made


def table(folder: Path, text: str, name: str = "comments.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def fates(rows: tuple[LookedRow, ...]) -> list[tuple[str, str]]:
    return [(row.where, row.fate.value) for row in rows]


def test_each_row_tells_what_becomes_of_it(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(
        table(tmp_path, "Id,Text,Author,Paragraph\n1,Trees are needed,Ana,P1\n2,Benches too,Ben,P2\n")
    )
    rows = (
        "1,Trees are needed,Ana,P1,3",
        "2,Benches too,Ben,P2,",
        "3,Water for the trees,Cid,p 2,",
        "4,,Dia,P1,",
        "3,Water for the trees,Cid,p 2,",
        "5,Nobody asked us,Eva,,",
    )
    look = review.intake.look(table(tmp_path, "Id,Text,Author,Paragraph,Votes for\n" + "\n".join(rows)))
    assert fates(look.rows) == [
        ("row 2", "updated"), ("row 3", "unchanged"), ("row 4", "new"), ("row 5", "skipped"),
        ("row 6", "skipped"), ("row 7", "new"),
    ]  # fmt: skip
    assert [row.why for row in look.rows if row.fate is Fate.SKIPPED] == ["no text", "repeats row 4"]
    assert [row.ref for row in look.rows] == ["C0001", "C0002", "", "", "", ""]
    new = look.rows[2]
    assert (new.paragraph, new.author, new.text) == ("P2", "Cid", "Water for the trees")
    assert (look.skipped.total, [row.where for row in look.skipped.rows]) == (2, ["row 5", "row 6"])
    assert (look.unplaced.total, [row.where for row in look.unplaced.rows]) == (1, ["row 7"])
    assert look.outcome is not None and look.outcome.operation is None
    assert look.titles == ("Id", "Text", "Author", "Paragraph", "Votes for")


def test_what_is_here_stands_as_it_was_stated_first(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(table(tmp_path, "Id,Text,Author,Paragraph,Date\n1,Trees,Ana,P1,2026-01-02\n"))
    review.triage.move(["C0001"], "Whole draft")
    moved = table(tmp_path, "Id,Text,Paragraph,Language,Date\n1,Trees,P9,fr,2026-05-06\n")
    [row] = review.intake.look(moved).rows
    assert (row.paragraph, row.author, row.language, row.posted_at) == ("P1", "Ana", "fr", "2026-01-02")
    review.intake.import_file(moved)
    [comment] = review.comments()
    assert (comment.author, comment.language, comment.posted_at) == ("Ana", "fr", "2026-01-02")


def test_lists_are_bounded_and_their_totals_are_not(review: Review, tmp_path: Path) -> None:
    count = MOST_KEPT + 20
    lines = [f"Comment {n}," for n in range(count)] + ["," + f"Somebody {n}" for n in range(count)]
    look = review.intake.look(table(tmp_path, "Text,Author\n" + "\n".join(lines) + "\n"), limit=7)
    assert (len(look.rows), len(look.unplaced.rows), look.unplaced.total) == (7, MOST_KEPT, count)
    assert (len(look.skipped.rows), look.skipped.total) == (MOST_KEPT, count)


def test_a_table_without_a_known_column_of_text_is_a_question(review: Review, tmp_path: Path) -> None:
    path = table(tmp_path, "Ref,Org,Score\na1,Park club,5\na2,Town,7\n")
    look = review.intake.look(path)
    assert look.outcome is None and look.rows == ()
    assert look.table is not None and not look.table.has_text
    assert "Say which one it is" in look.problem and look.titles == ("Ref", "Org", "Score")
    with pytest.raises(ReviewError, match="Say which one it is"):
        review.intake.import_file(path)
    answered = review.intake.look(path, mapping={"text": "Org"})
    assert answered.problem == "" and [row.text for row in answered.rows] == ["Park club", "Town"]


def test_what_is_said_and_does_not_fit_is_a_question_too(review: Review, tmp_path: Path) -> None:
    path = table(tmp_path, "Ref,Comment\na1,Trees\n")
    look = review.intake.look(path, mapping={"text": "Remark"})
    assert look.outcome is None and "Remark" in look.problem and look.titles == ("Ref", "Comment")
    with pytest.raises(ReviewError, match="no file"):
        review.intake.look(tmp_path / "gone.csv")
    with pytest.raises(ReviewError, match="not the code of a language"):
        review.intake.look(path, language="no such")


def test_dates_that_can_be_read_both_ways_are_a_question(review: Review, tmp_path: Path) -> None:
    path = table(tmp_path, "Comment,Date\nTrees,03/04/2026\nWater,05/06/2026\n")
    look = review.intake.look(path)
    assert look.table is not None and [one.kind for one in look.table.questions] == ["day_first"]
    for said, day in ((True, "2026-04-03"), (False, "2026-03-04")):
        told = review.intake.look(path, mapping=Mapping(day_first=said))
        assert told.rows[0].posted_at == day
        assert told.table is not None and not told.table.questions


def test_a_repair_is_offered_with_before_and_after(review: Review) -> None:
    look = review.intake.look(DATA / "tables" / "mojibake_es.csv")
    assert look.table is not None
    [question] = [one for one in look.table.questions if one.kind == "repair"]
    before, after = question.examples[0]
    assert before != after
    right = review.intake.look(
        DATA / "tables" / "mojibake_es.csv", mapping=Mapping(repair=str(question.choices[1][0]))
    )
    assert right.rows[0].text != look.rows[0].text


def test_a_draft_shows_its_sections_and_paragraphs(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("# Draft\n\n## Trees\n\nP1 More of them.\n\nP2 Older ones too.\n", encoding="utf-8")
    look = review.intake.look(path, as_draft=True, language="en")
    assert look.draft_total == len(look.draft) and look.outcome is not None
    paragraphs = [piece for piece in look.draft if not piece.is_section]
    assert [(one.label, one.fate) for one in paragraphs] == [("P1", Fate.NEW), ("P2", Fate.NEW)]
    assert any(piece.is_section and "Trees" in piece.text for piece in look.draft)
    review.intake.import_file(path, as_draft=True, language="en")
    again = review.intake.look(path, as_draft=True, language="en")
    assert {piece.fate for piece in again.draft} == {Fate.UNCHANGED}


def test_a_draft_in_another_language_fills_in_what_is_there(review: Review, tmp_path: Path) -> None:
    for language, title, words in (("en", "Trees", "More of them."), ("es", "Árboles", "Más.")):
        path = tmp_path / f"draft_{language}.md"
        path.write_text(f"# Draft\n\n## 1. {title}\n\nP1 {words}\n", encoding="utf-8")
        look = review.intake.look(path, as_draft=True, language=language)
        review.intake.import_file(path, as_draft=True, language=language)
    numbered = [piece.fate for piece in look.draft if piece.label]
    assert numbered == [Fate.UPDATED, Fate.UPDATED]


def test_a_look_writes_nothing_and_can_travel(review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "tables" / "small_fr.csv")
    before = (tmp_path / "review.ogpr").read_bytes()
    for path in sorted(DATA.glob("*/*.*")):
        if path.suffix in (".ogpr", ".py"):
            continue
        try:
            look = review.intake.look(path)
        except ReviewError:
            continue
        assert pickle.loads(pickle.dumps(look)) == look, path.name
    assert (tmp_path / "review.ogpr").read_bytes() == before
    assert len(review.history.imports()) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real sources are not beside this repository")
@pytest.mark.parametrize("name", REAL)
def test_a_look_counts_what_an_import_does(name: str, review: Review) -> None:
    look, problem = _tried(lambda: review.intake.look(SHARED / name))
    done, refused = _tried(lambda: review.intake.import_file(SHARED / name))
    if look is None or look.outcome is None:
        assert (look.problem if look else problem) == refused and done is None
        return
    expected = {**done.as_json()}
    assert look.outcome.as_json() == expected
    assert len(look.rows) == min(100, done.comments.read)
    assert look.skipped.total == done.comments.skipped
    stated = sum(comment.paragraph is None for comment in review.comments())
    assert look.unplaced.total == stated
    again = review.intake.look(SHARED / name)
    assert {row.fate for row in again.rows} <= {Fate.UNCHANGED, Fate.SKIPPED}


def _tried(work: Any) -> tuple[Any, str]:
    try:
        return work(), ""
    except ReviewError as error:
        return None, str(error)
