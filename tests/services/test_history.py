"""The history of a comment: what was done to it, and to the points its units stand in or stood in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from random_work import write_source

from ogp_review.review import Review, create_review, open_review


@pytest.fixture
def filled(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Ana") as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 6), consultation="Run")
        yield review


def told(review: Review, ref: str) -> list[str]:
    """The sentences of what was done since the import that begins every history."""
    past = review.history.of(ref)
    assert past[0].operation.sentence.startswith("Imported 6 comments")
    stamps = [one.operation.stamp for one in past]
    assert stamps == sorted(set(stamps)), "in order, and each once"
    return [one.operation.sentence for one in past[1:]]


ANSWERED = [
    "Merged 2 comments",
    "Summary of PT-0001",
    "Responded to PT-0001: noted",
    "Sent PT-0001 for review",
    "Approved PT-0001",
]


def answer(review: Review) -> int:
    """C0001 and C0002 stand in a point that is approved."""
    point = review.merging.merge(["C0001", "C0002"])
    review.merging.summarise(point, "More trees.")
    review.responding.respond(point, disposition="noted", text="Thank you.")
    review.responding.submit(point)
    review.responding.approve(point)
    return point


def test_what_was_done_to_its_point_is_its_history(filled: Review) -> None:
    point = answer(filled)
    assert told(filled, "C0001") == told(filled, "C0002") == ANSWERED
    assert told(filled, "C0003") == []
    columns = filled.history.of("C0002")[-1].columns
    assert columns["response", "state"] == ("in review", "approved")
    assert [one.operation.sentence for one in filled.history.of(point)] == ANSWERED


def test_a_comment_that_joins_a_point_later_has_the_whole_of_it(filled: Review) -> None:
    point = answer(filled)
    filled.merging.add(point, ["C0003"])
    filled.responding.publish(point)
    assert told(filled, "C0003") == [*ANSWERED, "Merged C0003 into PT-0001", "Published PT-0001"]


def test_a_point_that_a_comment_left_is_its_history_until_then(filled: Review) -> None:
    point = answer(filled)
    filled.merging.split(point, ["C0002"])
    filled.responding.publish(point)
    assert told(filled, "C0002") == [*ANSWERED, "Took C0002 out of PT-0001"]
    assert told(filled, "C0001")[-1] == "Published PT-0001"
    other = filled.merging.merge(["C0002", "C0004"])
    filled.merging.summarise(other, "Benches.")
    assert told(filled, "C0002")[-2:] == ["Merged 2 comments", "Summary of PT-0002"]


def test_a_comment_that_comes_back_has_all_again(filled: Review) -> None:
    point = answer(filled)
    filled.merging.split(point, ["C0002"])
    filled.responding.publish(point)
    filled.merging.add(point, ["C0002"])
    filled.triage.note("C0002", "Look again.")
    assert told(filled, "C0002")[len(ANSWERED) :] == [
        "Took C0002 out of PT-0001", "Published PT-0001", "Merged C0002 into PT-0001",
        filled.history.all(1)[0].sentence,
    ]  # fmt: skip


def test_the_point_of_an_excerpt_is_history_of_comment_and_excerpt(filled: Review) -> None:
    passage = filled.tagging.excerpt("C0005", 0, 4)
    filled.responding.respond(passage, disposition="noted", text="Thank you.")
    assert told(filled, "C0005")[1:] == ["Responded to PT-0001: noted"]
    assert filled.history.of(passage)[-1].operation.sentence == "Responded to PT-0001: noted"


def test_what_was_undone_is_there_and_says_so(filled: Review) -> None:
    answer(filled)
    filled.history.undo()
    past = filled.history.of("C0001")
    assert [one.operation.sentence for one in past][-2:] == ["Approved PT-0001", "Undid: Approved PT-0001"]
    assert [one.undone for one in past][-2:] == [True, False]


def test_a_merge_taken_back_ends_the_point(filled: Review) -> None:
    filled.merging.merge(["C0001", "C0002"])
    filled.history.undo()
    assert told(filled, "C0002") == ["Merged 2 comments", "Undid: Merged 2 comments"]


def test_what_a_colleague_did_to_the_point_is_in_it(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 6))
        point = mine.merging.merge(["C0001", "C0002"])
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            theirs.responding.respond(point, disposition="noted", text="Thank you.")
            mine.take_from(theirs)
        past = mine.history.of("C0001")[-1].operation
    assert (past.person, past.sentence) == ("Ben", "Responded to PT-0001: noted")
