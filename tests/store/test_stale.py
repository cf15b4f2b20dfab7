"""An operation tells of the comments that look different though nothing was written about them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ogp_review.domain.views import Committed
from ogp_review.review import Review
from ogp_review.services.sample import EDITOR, make_sample


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    from ogp_review.review import open_review

    make_sample(tmp_path / "sample.ogpr")
    with open_review(tmp_path / "sample.ogpr", person=EDITOR) as opened:
        yield opened


def _beside(review: Review) -> tuple[int, int, list[Committed]]:
    """Two comments in a point of their own, and what is told from here on."""
    first, second = [one.id for one in review.comments() if not one.points][:2]
    review.merging.merge([first, second], summary="Both", lead=first)
    told: list[Committed] = []
    review.store.committed.append(told.append)
    return first, second, told


def test_setting_a_comment_aside_tells_of_those_beside_it_in_its_point(review: Review) -> None:
    first, second, told = _beside(review)
    assert review.browsing.cards([first])[0].merged == 2
    review.triage.set_aside([second], reason="spam")
    assert review.browsing.cards([first])[0].merged == 1
    assert told[-1].changes is not None
    assert first in told[-1].changes.comments


def test_taking_it_back_tells_of_them_too(review: Review) -> None:
    first, second, told = _beside(review)
    review.triage.set_aside([second], reason="spam")
    review.triage.take_back([second])
    assert told[-1].changes is not None
    assert first in told[-1].changes.comments
