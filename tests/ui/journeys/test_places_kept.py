"""Nothing moves by itself: selection, focus, scroll and expansion stay through everything that refreshes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from ui.journeys.hand import Person

from ogp_review.review import open_review
from ogp_review.ui import session

Opened = Callable[..., Person]


@dataclass(frozen=True)
class Places:
    """Where a person is: what is selected, what stands where on the screen, what is folded."""

    current: int
    selected: tuple[int, ...]
    focus: QWidget
    first: int
    offset: int
    sidebar: int
    folded: tuple[int, ...]
    chosen: str
    read_to: int
    sizes: tuple[int, ...]


def places(person: Person) -> Places:
    triage = person.triage
    view = triage.list.view()
    return Places(
        person.current(),
        tuple(triage.list.selected_ids()),
        person.focus(),
        triage.list.all_ids()[view.first_row()],
        view.offset(),
        triage.tree.tree.verticalScrollBar().value(),
        tuple(triage.tree.closed_sections()),
        triage.tree.model.line(triage.tree.tree.currentIndex()).label,
        triage.reader.comment_pane.text.verticalScrollBar().value(),
        tuple(triage.splitter.sizes()),
    )


@pytest.fixture
def amid(opened: Opened) -> Person:
    """Somewhere in the middle: the list and the tree scrolled, a section folded, two comments selected."""
    person = opened(1440, 700)
    tree = person.triage.tree
    tree.close_sections([person.review.sections()[1].id])
    person.settle()
    person.click_card(20)
    view = person.triage.list.view()
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 37)
    tree.tree.verticalScrollBar().setValue(40)
    person.settle()
    assert places(person).offset and places(person).folded and places(person).sidebar
    return person


def test_places_stay_through_tag_and_undo_and_redo(amid: Person) -> None:
    before = places(amid)
    amid.press("T")
    amid.answer("Participation/Youth")
    amid.settle()
    assert places(amid) == before
    for key in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Z"):
        amid.press(key)
        amid.settle()
        assert places(amid) == before


def test_a_selection_of_several_stays(amid: Person) -> None:
    amid.press("Shift+J", "Shift+J")
    amid.settle()
    before = places(amid)
    assert len(before.selected) == 3
    amid.press("T")
    amid.answer("Participation/Youth")
    amid.settle()
    assert places(amid) == before
    amid.press("Ctrl+Z")
    amid.settle()
    assert places(amid) == before


def test_a_tag_put_on_in_the_reader_leaves_reader_and_its_scroll(amid: Person) -> None:
    length = {comment.id: len(comment.text) for comment in amid.review.comments()}
    ids = amid.triage.list.all_ids()
    amid.click_card(max(range(len(ids)), key=lambda row: length[ids[row]]))
    amid.settle()
    amid.window.resize(1440, 500)
    amid.settle()
    amid.press("Return")
    text = amid.triage.reader.comment_pane.text
    text.verticalScrollBar().setValue(text.verticalScrollBar().maximum())
    before = places(amid)
    assert before.read_to > 0
    assert before.focus is text
    amid.press("T")
    amid.answer("Participation/Youth")
    amid.settle()
    assert places(amid) == before


def test_places_stay_while_more_comments_come(amid: Person, tmp_path: Path) -> None:
    before = places(amid)
    rows = "".join(f"P{n % 9 + 1},Writer {n},Comment number {n} by letter.\n" for n in range(300))
    source = tmp_path / "more.csv"
    source.write_text(f"Paragraph,Author,Text\n{rows}", "utf-8")
    ids = amid.triage.list.all_ids()
    amid.desk.jobs.start("Importing", lambda review, progress: review.intake.import_file(source))
    amid.settle()
    assert len(amid.triage.list.all_ids()) == len(ids) + 300
    assert places(amid) == before


def test_places_come_back_when_a_filter_is_set_and_cleared(amid: Person) -> None:
    before = places(amid)
    language = amid.card().language
    amid.press("Ctrl+F")
    amid.type(f"lang:{language}")
    amid.press("Return")
    amid.settle()
    assert amid.triage.list.filter_text() == f"lang:{language}"
    assert amid.current() == before.current
    amid.press("Ctrl+A", "Backspace", "Return", "Esc")
    amid.settle()
    now = places(amid)
    assert amid.triage.list.filter_text() == ""
    assert (now.current, now.selected, now.focus) == (before.current, before.selected, before.focus)
    assert (now.sidebar, now.folded) == (before.sidebar, before.folded)
    view = amid.triage.list.view()
    rect = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(rect)


def test_what_another_process_writes_is_shown_and_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, opened: Opened, sample: Path
) -> None:
    monkeypatch.setattr(session, "WATCH_EVERY_MS", 100)
    person = opened(1440, 700)
    person.click_card(20)
    person.settle()
    person.until(lambda: person.desk.session._expected is not None, "the window has looked once")
    before, comment = places(person), person.current()
    with open_review(sample, person="Ana") as other:
        other.tagging.add([comment], "Seen elsewhere")
        other.triage.move([person.triage.list.all_ids()[0]], "P12")
    chips = person.triage.reader.head.chips
    person.until(
        lambda: "Seen elsewhere" in [chip.mark.path for chip in chips._chips], "the tag in the reader"
    )
    person.settle()
    assert places(person) == before
    model = person.triage.list.model
    card = model.card(model.row_of(comment))
    assert card is not None and "Seen elsewhere" in [tag.path for tag in card.tags]
    assert person.said() == "" or "Seen elsewhere" not in person.said()


def test_a_comment_that_leaves_the_filter_stays_until_one_moves_on(opened: Opened) -> None:
    person = opened()
    person.press("Ctrl+K")
    person.answer("P4")
    person.settle()
    comment, following = person.triage.list.all_ids()[:2]
    person.press("G")
    person.answer("P12")
    person.settle()
    assert person.current() == comment
    assert person.triage.list.all_ids()[:2] == [comment, following]
    person.press("J")
    person.settle()
    assert (person.current(), person.triage.list.all_ids()[0]) == (following, following)


def test_focus_comes_back_from_every_popup(opened: Opened) -> None:
    person = opened()
    view = person.triage.list.view()
    for key in ("T", "G", "X", "A", "V", "E", "H", "Ctrl+K", "D", "M"):
        person.press(key)
        person.popup()
        person.press("Esc")
        person.until(lambda: QApplication.activePopupWidget() is None, f"the popup of {key} closes")
        assert person.focus() is view, f"after {key}"
