"""Tag, move, respond with a canned text, next: at most eight key presses, typed text aside."""

from collections.abc import Callable

from ui.journeys.hand import Person

Opened = Callable[..., Person]
THANKS = "Thank you. This is covered by P12 already."
MOST = 8


def ready(opened: Opened) -> Person:
    """A canned text is there, and a tag has the key 1."""
    person = opened()
    person.review.desk.save_canned("Covered by P12", THANKS)
    person.review.tagging.define("Fees", shortcut="1")
    person.settle()
    person.press("Ctrl+K")
    person.answer("state:new")
    person.settle()
    assert len(person.triage.list.all_ids()) > 1
    person.presses = 0
    return person


def test_a_comment_is_dealt_with_in_seven_presses(opened: Opened) -> None:
    person = ready(opened)
    comment, [_first, second, *_rest] = person.current(), person.triage.list.all_ids()
    person.press("1", "G")
    person.answer("P12")
    person.press("Shift+R")
    person.answer("covered")
    person.until(lambda: person.triage.response.text() == THANKS, "the text is put in")
    person.press("Esc", "J")
    person.settle()
    assert person.presses == 7 < MOST
    card = person.card(comment)
    assert ([tag.path for tag in card.tags], card.paragraph, card.state) == (["Fees"], "P12", "drafted")
    view = person.review.desk.comment(comment)
    assert view.point is not None and view.point.response is not None
    assert view.point.response.text == THANKS
    assert person.current() == second


def test_keys_pressed_faster_than_anything_is_read_do_the_same(opened: Opened) -> None:
    person = ready(opened)
    first, second, third, *_rest = person.triage.list.all_ids()
    person.press("J", "1", "G")
    person.answer("P12")
    person.press("J", "R")
    person.until(lambda: person.focus() is person.triage.response.editor, "the field of the third")
    person.type("For the third.")
    person.press("Esc")
    person.settle()
    assert [tag.path for tag in person.card(second).tags] == ["Fees"]
    assert (person.card(first).state, person.card(third).state) == ("new", "drafted")


def test_approving_twice_in_a_hurry_skips_nothing(opened: Opened) -> None:
    person = ready(opened)
    first, second, *_rest = person.triage.list.all_ids()
    for comment in (first, second):
        person.review.responding.respond(comment, disposition="noted", text="Thank you.")
        person.review.responding.submit(comment)
    person.settle()
    person.press("Ctrl+Shift+Return", "Ctrl+Shift+Return")
    person.settle()
    states = [person.card(comment).state for comment in (first, second)]
    assert states in (["approved", "approved"], ["approved", "in review"])
    if states[1] == "in review":
        assert person.current() == second


def test_whoever_goes_on_by_himself_is_not_moved_twice(opened: Opened) -> None:
    person = ready(opened)
    first, second, *_rest = person.triage.list.all_ids()
    person.review.responding.respond(first, disposition="noted", text="Thank you.")
    person.settle()
    person.press("Ctrl+Return", "J")
    person.settle()
    assert person.card(first).state == "in review"
    assert person.current() == second
