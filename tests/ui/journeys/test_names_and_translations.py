"""In the window, by keys: a translation is written and kept, a view and a canned text get a name."""

from collections.abc import Callable

from ui.journeys.hand import Person

from ogp_review.ui.name_popup import NamePopup
from ogp_review.ui.reader.translating import FIELD

Opened = Callable[..., Person]
SAID = "What is asked for, in other words."


def at_a_spanish_one(person: Person) -> int:
    """The first comment in Spanish that nobody has translated."""
    comment = next(one.id for one in person.review.comments(language="es") if not one.translation)
    person.triage.show_filter("lang:es")
    person.settle()
    person.triage.list.select_id(comment)
    person.settle()
    return comment


def test_a_translation_by_keys(opened: Opened) -> None:
    person = opened()
    comment = at_a_spanish_one(person)
    before = person.review.store.operations()
    person.press("B")
    assert person.triage.reader.comment_pane.beside.none.isVisible()
    person.press("Shift+B")
    person.type(SAID)
    person.press("Ctrl+Return")  # in the window it sends a response
    person.settle()
    assert person.current() == comment and person.card().translated
    assert person.review.store.operations() == before + 1
    assert person.said() == f"Translated {person.card().ref} (en)."
    assert person.focus() is person.triage.reader.comment_pane.text
    person.press("Ctrl+Z")
    person.settle()
    assert not person.card().translated


def test_leaving_for_the_list_or_another_workspace_saves_it(opened: Opened) -> None:
    person = opened()
    comment = at_a_spanish_one(person)
    person.press("Shift+B")
    person.type(SAID)
    person.press("Ctrl+3")
    person.settle()
    assert person.review.desk.comment(comment).translations[0].text == SAID
    assert FIELD not in person.desk.drafts.of(comment)


def test_words_of_the_comment_can_be_looked_up_while_it_is_translated(opened: Opened) -> None:
    person = opened()
    comment = at_a_spanish_one(person)
    before = person.review.store.operations()
    person.press("Shift+B")
    person.type("Half")
    person.triage.reader.comment_pane.text.setFocus()
    person.settle()
    assert person.review.store.operations() == before
    assert person.desk.drafts.of(comment)[FIELD].text == "Half"


def test_it_is_in_the_menu_and_among_the_actions(opened: Opened) -> None:
    person = opened()
    at_a_spanish_one(person)
    offered = [action.objectName() for action in person.window.actions_.children() if action.objectName()]
    assert "translate" in offered and person.window.actions_.does("translate")
    entries = [action.text() for action in person.triage.reader.head.more_menu().actions()]
    assert any(entry.startswith("Translate…") for entry in entries)


def test_a_view_gets_a_name_and_one_that_is_there_is_not_replaced_unasked(opened: Opened) -> None:
    person = opened()

    def save(filter_text: str, *keys: str) -> None:
        person.triage.show_filter(filter_text)
        person.settle()
        person.window.actions_.trigger("save_view")
        person.until(lambda: isinstance(person.popup(), NamePopup), "the name is asked for")
        person.type("In French")
        person.press(*keys)
        person.settle()

    def stored() -> str | None:
        return next((one.filter for one in person.review.browsing.views() if one.name == "In French"), None)

    save("lang:fr", "Return")
    assert stored() == "lang:fr"
    save("lang:fr is:open", "Return", "Esc")
    assert stored() == "lang:fr"
    save("lang:fr is:open", "Return", "Return")
    assert stored() == "lang:fr is:open"


def test_a_canned_text_gets_a_name_on_one_line(opened: Opened) -> None:
    person = opened()
    answered = next(iter(person.review.browsing.ids("state:drafted")))[0]
    person.triage.show_comment(answered)
    person.settle()
    text = person.triage.response.text().strip()
    assert text
    for _time in range(2):
        person.window.actions_.trigger("save_canned")
        person.until(lambda: isinstance(person.popup(), NamePopup), "the name is asked for")
        person.type("Thanks")
        person.press("Return")
        popup = person.popup() if _time else None
        if isinstance(popup, NamePopup):
            assert popup.question.text() == "Replace “Thanks”?"
            person.press("Return")
        person.settle()
    assert [name for name, kept in person.review.desk.canned() if kept.strip() == text] == ["Thanks"]
