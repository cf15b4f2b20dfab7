"""Who spoke, at the window: by key, by a click on the name, by Ctrl+K; undone like all else."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui.journeys.hand import Person

from ogp_review.ui.people import PeoplePage


def page_of(person: Person) -> PeoplePage | None:
    shown = person.desk.stack.currentWidget()
    return shown if isinstance(shown, PeoplePage) else None


def speaking(person: Person) -> int:
    """Go to a comment whose participant is known; who that is."""
    with_author = next(one for one in person.review.comments() if one.author)
    person.triage.show_comment(with_author.id)
    person.settle()
    found = person.review.desk.comment(with_author.id).participant
    assert found is not None
    return found


def test_a_key_shows_who_spoke_and_esc_leads_back(opened: Any) -> None:
    person: Person = opened()
    spoke = speaking(person)
    person.press("W")
    person.until(lambda: page_of(person) is not None, "the page comes")
    page = page_of(person)
    assert page is not None
    person.until(lambda: page.people.current() == spoke, "who said the comment is chosen")
    person.press("J", "Esc")
    person.until(lambda: person.desk.stack.currentWidget() is person.triage, "back in triage")


def test_a_click_on_the_name_does_the_same_and_what_is_changed_there_is_undone(opened: Any) -> None:
    person: Person = opened()
    spoke = speaking(person)
    QTest.mouseClick(person.triage.reader.head.author, Qt.MouseButton.LeftButton)
    person.until(lambda: page_of(person) is not None, "the page comes")
    page = page_of(person)
    assert page is not None
    person.until(lambda: page._person is not None and page._person.view.line.id == spoke, "they show")
    before = person.review.people.one(spoke)
    page.person.fields["country"].setFocus()
    page.person.fields["country"].setText("Atlantis")
    page.people.view.setFocus()
    person.until(lambda: person.review.people.one(spoke).line.country == "Atlantis", "it is written")
    person.press("Ctrl+Z")
    person.until(lambda: person.review.people.one(spoke) == before, "it is undone")
    person.until(lambda: page.person.fields["country"].text() != "Atlantis", "the field follows")


def test_it_is_among_what_can_be_done(opened: Any) -> None:
    person: Person = opened()
    person.press("Ctrl+K")
    person.popup()
    person.type("Who spoke")
    person.press("Return")
    person.until(lambda: page_of(person) is not None, "the page comes")
