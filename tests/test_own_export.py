"""Our own JSON export read again: it doubles nothing, and tells an empty review what it may know."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.review import Review, create_review

DATA = Path(__file__).resolve().parent / "data"


@pytest.fixture
def worked(review: Review) -> Review:
    """A review with comments of three channels, tagged, one of them in a passage."""
    for name in ("html/small_en.html", "mail/letter_es.eml", "word/marked_up.docx"):
        review.intake.import_file(DATA / name)
    first, second, third, *_ = list(review.comments())
    review.tagging.add([first.id, second.id], "Access/At night")
    review.tagging.add([third.id], "Boats")
    review.tagging.add([review.tagging.excerpt(first.id, 0, 10)], "Words")
    return review


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Review]:
    with create_review(tmp_path / "empty.ogpr", title="Again", person="Ben") as made:
        yield made


def exported(review: Review, folder: Path, edition: str = "committee") -> Path:
    target = folder / f"{edition}.json"
    review.reporting.export(target, edition=edition)
    return target


def counts(outcome: ImportOutcome) -> tuple[int, int, int]:
    return outcome.comments.new, outcome.tags.new, outcome.taggings.new


@pytest.mark.parametrize("edition", ["committee", "public"])
def test_read_into_its_own_review_it_changes_nothing(worked: Review, edition: str, tmp_path: Path) -> None:
    target = exported(worked, tmp_path, edition)
    before = list(worked.comments())
    outcome = worked.intake.import_file(target)
    assert (outcome.operation, counts(outcome)) == (None, (0, 0, 0))
    assert outcome.comments.unchanged == outcome.comments.read == len(before)
    assert list(worked.comments()) == before


def test_what_staff_have_undone_since_is_not_brought_back(worked: Review, tmp_path: Path) -> None:
    target = exported(worked, tmp_path)
    third = list(worked.comments())[2]
    worked.tagging.remove([third.id], "Boats")
    worked.tagging.rename("Boats", "Ships")
    outcome = worked.intake.import_file(target)
    assert (outcome.operation, counts(outcome)) == (None, (0, 0, 0))
    assert list(worked.comments())[2].tags == ()


def test_an_empty_review_gets_comments_people_and_tags(worked: Review, empty: Review, tmp_path: Path) -> None:
    target = exported(worked, tmp_path)
    outcome = empty.intake.import_file(target)
    assert counts(outcome) == (9, 4, 4)
    assert [(c.text, c.author, c.paragraph, c.votes_for, c.votes_against) for c in empty.comments()] == [
        (c.text, c.author, c.paragraph, c.votes_for, c.votes_against) for c in worked.comments()
    ]
    assert next(iter(empty.comments())).tags == ("Access/At night", "Words")
    assert empty.stats()["replies"] == worked.stats()["replies"] == 1
    assert empty.intake.import_file(target).operation is None


def test_the_public_edition_tells_an_empty_review_no_names(
    worked: Review, empty: Review, tmp_path: Path
) -> None:
    empty.intake.import_file(exported(worked, tmp_path, "public"))
    assert {comment.author for comment in empty.comments()} == {None}
    assert empty.stats()["participants"] == 0
