"""What was pasted goes the way of a file: a page, a table, comments, a letter; and leaves nothing behind."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review

PAGE = (Path(__file__).resolve().parents[1] / "data" / "discuto" / "small_en.txt").read_text("utf-8")
WEB = "Comment by Ana on 29th June 2026\nMore trees.\n\nComment by Ben on 30th June 2026\nAnd benches.\n"


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


@pytest.mark.parametrize(
    ("text", "kind", "comments"),
    [
        (PAGE, "discuto-capture", 3),
        (WEB, "pasted-text", 2),
        ("Name\tComment\tParagraph\nAna\tMore trees\tP1\nBen\tBenches\tP2\n", "csv", 2),
        ("Dear all,\n\nmore trees please, said Zoë: ¡ya! 更多的树\n", "pasted-text", 1),
    ],
)
def test_it_is_read_as_what_it_is(text: str, kind: str, comments: int, review: Review) -> None:
    look = review.intake.look_at_text(text)
    assert look.outcome is not None
    done = review.intake.import_text(text)
    assert (look.outcome.format, look.outcome.comments) == (done.format, done.comments)
    assert (done.format, done.comments.new, done.path) == (kind, comments, "pasted text")
    assert review.history.imports()[0].name == "pasted text"
    again = review.intake.import_text(text)
    assert (again.comments.unchanged, again.operation) == (comments, None)
    review.history.undo()
    assert review.stats()["comments"] == 0


def test_it_can_be_given_a_name_and_a_consultation(review: Review) -> None:
    done = review.intake.import_text(WEB, name="From the forum")
    assert (done.consultation, done.path) == ("From the forum", "From the forum")
    named = review.intake.import_text("Something else again.", consultation="Calls", dry_run=True)
    assert named.consultation == "Calls" and named.operation is None


def test_every_newline_and_broken_character_of_a_clipboard_is_taken(review: Review) -> None:
    review.intake.import_text("Text\tAuthor\r\nOne \ud800 tree\tAna\r\n")
    [comment] = review.comments()
    assert (comment.text, comment.author) == ("One \ufffd tree", "Ana")


def test_a_table_without_text_is_a_question_and_nothing_a_sentence(review: Review) -> None:
    look = review.intake.look_at_text("Ref\tOrg\tScore\na1\tPark\t5\n")
    assert look.outcome is None and look.titles == ("Ref", "Org", "Score")
    for empty in ("", " \n\t"):
        with pytest.raises(ReviewError, match="no text to import"):
            review.intake.look_at_text(empty)


def test_nothing_is_left_of_it_on_the_disk(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    review.intake.look_at_text(WEB)
    review.intake.import_text(WEB)
    assert list(folder.iterdir()) == []
