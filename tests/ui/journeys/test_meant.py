"""What is clicked while the next comment is still being opened is done to neither of the two."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui.journeys.hand import Person

from ogp_review.domain.response import Disposition, State
from ogp_review.ui.chips import _Chip

Opened = Callable[..., Person]
NOTHING = "Another comment is being opened, so nothing was done."


@pytest.fixture
def person(opened: Opened) -> Person:
    """At the first of two comments whose answers wait for approval."""
    person = opened()
    ids = [comment.id for comment in person.review.comments() if not comment.points and not comment.set_aside]
    for comment in ids[:2]:
        point = person.review.responding.respond(comment, disposition="noted", text="Read, and noted.")
        person.review.responding.submit(point)
    person.triage.show_filter("state:in-review")
    person.settle()
    person.triage.list.select_id(ids[0])
    person.settle()
    assert person.triage.response.footer._next.shown_text() == "Approve"
    return person


def states(person: Person) -> dict[str, str]:
    return {comment.ref: comment.state for comment in person.review.comments()}


def test_approve_clicked_at_once_after_j_approves_neither(person: Person) -> None:
    before = states(person)
    approve = person.triage.response.footer._next
    person.press("J")
    QTest.mouseClick(approve, Qt.MouseButton.LeftButton)
    assert person.said() == NOTHING
    person.settle()
    assert states(person) == before
    shown = person.card().ref
    QTest.mouseClick(approve, Qt.MouseButton.LeftButton)
    person.settle()
    assert states(person) == {**before, shown: State.APPROVED}


def test_there_and_back_again_is_the_comment_that_shows(person: Person) -> None:
    shown = person.card().ref
    person.press("J")
    person.press("K")
    QTest.mouseClick(person.triage.response.footer._next, Qt.MouseButton.LeftButton)
    person.settle()
    assert states(person)[shown] == State.APPROVED


def test_a_disposition_and_a_tag_are_not_given_to_the_comment_that_comes(person: Person) -> None:
    person.review.tagging.add([person.current()], "Participation/Youth")
    person.settle()
    person.until(lambda: bool(person.triage.reader.head.chips._chips), "the chip")
    before = person.stored()
    chip = person.triage.reader.head.findChildren(_Chip)[0]
    person.press("J")
    person.triage.response.choose_disposition(Disposition.ACCEPTED.value)
    chip.removed.emit()
    assert person.said() == NOTHING
    person.settle()
    assert person.stored() == before
