"""Importing again never hurts: what is new comes in, what is there is recognised, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


def bring(
    review: Review, folder: Path, text: str, *, name: str = "source", run: str = "Run"
) -> ImportOutcome:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return review.intake.import_file(path, consultation=run)


def said(review: Review) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(c.text, c.paragraph, c.author, c.votes_for) for c in review.comments()]


def test_undoing_an_import_brings_the_text_before_back(review: Review, tmp_path: Path) -> None:
    bring(review, tmp_path, "Id,Text\n1,First words here\n")
    outcome = bring(review, tmp_path, "Id,Text\n1,Second words entirely\n")
    assert outcome.comments.updated == 1
    assert review.search("second")["total"] == 1
    review.history.undo()
    assert [c.text for c in review.comments()] == ["First words here"]
    assert (review.search("second")["total"], review.search("first")["total"]) == (0, 1)
    assert bring(review, tmp_path, "Id,Text\n1,Second words entirely\n").comments.updated == 1
    assert [c.text for c in review.comments()] == ["Second words entirely"]
    assert bring(review, tmp_path, "Id,Text\n1,First words here\n").comments.updated == 1
    assert [c.text for c in review.comments()] == ["First words here"], (
        "a source may go back to its first words"
    )


def test_what_two_copies_read_differently_is_all_kept(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            bring(mine, tmp_path, "Id,Text,Author,Paragraph,Votes for\n1,Short text,,,\n", name="a")
            theirs.rename("Later")
            longer = "A quite different and much longer text as Ben got it"
            bring(theirs, tmp_path, f"Id,Text,Author,Paragraph,Votes for\n1,{longer},Zoe,P3,7\n", name="b")
            passage = theirs.tagging.excerpt(next(iter(theirs.comments())).id, 30, 50)
            mine.take_from(theirs)
            theirs.take_from(mine)
            for copy in (mine, theirs):
                [comment] = copy.comments()
                assert (comment.text, comment.author, comment.paragraph, comment.votes_for) == (
                    longer,
                    "Zoe",
                    "P3",
                    7,
                )
                assert [(e.id, e.text) for e in copy.excerpts(comment.id)] == [(passage, longer[30:50])]
                assert copy.search("different")["total"] == 1
                assert copy.verify()["problems"] == []
            assert said(mine) == said(theirs)


def test_the_same_words_at_another_paragraph_are_another_comment(review: Review, tmp_path: Path) -> None:
    bring(review, tmp_path, "Text,Paragraph\nI agree,P1\n")
    outcome = bring(review, tmp_path, "Text,Paragraph\nI agree,P2\nI agree,P1\n")
    assert (outcome.comments.new, outcome.comments.unchanged) == (1, 1)
    assert [place for _, place, _, _ in said(review)] == ["P1", "P2"]


def test_the_order_of_a_source_makes_no_difference(review: Review, tmp_path: Path) -> None:
    rows = ["I agree,P1,5", "I agree,P2,1", "I agree,P3,9", "I agree,P3,2"]
    bring(review, tmp_path, "\n".join(["Text,Paragraph,Votes for", *rows]))
    before = said(review)
    outcome = bring(review, tmp_path, "\n".join(["Text,Paragraph,Votes for", *reversed(rows)]))
    assert (outcome.comments.unchanged, outcome.operation) == (4, None)
    assert said(review) == before


def test_short_words_in_another_consultation_are_another_comment(review: Review, tmp_path: Path) -> None:
    bring(review, tmp_path, "Text\nI agree\n")
    assert bring(review, tmp_path, "Text\nI agree\n", run="Other run").comments.new == 1
    long = "A text so long that nobody else will ever have written it just like this, word for word."
    bring(review, tmp_path, f"Text\n{long}\n")
    assert bring(review, tmp_path, f"Text\n{long}\n", run="Other run").comments.unchanged == 1


def test_nameless_repetitions_are_kept_and_named(review: Review, tmp_path: Path) -> None:
    outcome = bring(review, tmp_path, "Text,Author\nYes,\nYes,\nNo,Ann\nNo,Ann\n")
    assert (outcome.comments.new, outcome.comments.skipped) == (3, 1)
    assert outcome.skipped == [{"where": "row 5", "why": "repeats row 4"}]
    assert any("row 3 as row 2" in warning for warning in outcome.warnings), outcome.warnings
    again = bring(review, tmp_path, "Text,Author\nYes,\nYes,\nNo,Ann\nNo,Ann\n")
    assert (again.comments.unchanged, again.comments.new) == (3, 0)


def test_our_own_export_comes_back_as_nothing_new(review: Review, tmp_path: Path) -> None:
    bring(review, tmp_path, "Id,Text,Author\n1,One,Ann\n2,=SUM(1),Ben\n3,One,Cy\n")
    review.triage.move(["C0002"], "Whole draft")
    review.reporting.export(tmp_path / "own.csv")
    operations = review.verify()["operations"]
    outcome = review.intake.import_file(tmp_path / "own.csv")
    assert (outcome.comments.unchanged, outcome.comments.read) == (3, 3)
    assert review.verify()["operations"] == operations
    review.history.undo()
    assert review.comment("C0002").paragraph is None, "where its source put it is not touched"


CAPTURE = """Discuto
A draft
MOST DISCUSSED PARAGRAPHS
-
P1 What we promise is
2 0
-
P2 Who keeps it is
1 0
LATEST COMMENTS
-
Promises must be paid for.
1. Ways
P1
What we promise is what we keep.
Add/View comments (2)
"""


def test_the_language_of_a_run_may_be_said_later_or_not_again(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(CAPTURE, encoding="utf-8")
    first = review.intake.import_file(path, language="en")
    assert (first.paragraphs.new, first.sections.new, first.comments.new) == (2, 1, 1)
    again = review.intake.import_file(path)
    assert (again.paragraphs.unchanged, again.sections.unchanged, again.operation) == (2, 1, None)
    assert again.language == "en"


def test_sections_of_one_title_stay_apart(review: Review, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    parts = [("1. First part", "Overview", "P1"), ("2. Second part", "Overview", "P2")]
    lines = ["Discuto", "A draft", "LATEST COMMENTS", "-", "Yes."]
    for chapter, title, label in parts:
        lines += [chapter, title, label, f"Text of {label} as it stands.", "Add/View comments (0)", ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    review.intake.import_file(path)
    homes = {section.id: section for section in review.sections()}
    placed = [homes[p.section_id].parent_id for p in review.paragraphs() if p.section_id in homes]
    assert len(set(placed)) == len(placed)


@pytest.mark.parametrize("kind", ["fifo", "device"])
def test_what_is_no_file_is_refused_at_once(review: Review, tmp_path: Path, kind: str) -> None:
    import os

    path = Path("/dev/zero")
    if kind == "fifo":
        path = tmp_path / "pipe"
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(path)
    elif not path.exists():
        pytest.skip("this system has no /dev/zero")
    with pytest.raises(ReviewError):
        review.intake.import_file(path)
