"""The sample by mouse alone: tree, cards, chips, buttons, menus, toolbar, and dragging onto the tree."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget
from ui.journeys.hand import Person

from ogp_review.ui.chips import _Chip
from ogp_review.ui.page import Page

Opened = Callable[..., Person]
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def tool(person: Person, name: str) -> QToolButton:
    """A button of the bar under the menu, by its accessible name."""
    found = person.desk.header.findChildren(QToolButton)
    return next(one for one in found if one.accessibleName() == name)


def back(page: QWidget) -> QWidget:
    assert isinstance(page, Page)
    return page.head.itemAt(0).widget()


def test_everything_by_mouse_and_back(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    before = person.stored()
    bring_in(person, tmp_path)
    tag_and_untag(person)
    move_by_dragging(person)
    merge(person)
    set_aside(person)
    respond_and_approve(person)
    export(person, tmp_path / "report.docx", monkeypatch)
    person.undo_all(before, lambda: person.click(tool(person, "Undo")))
    assert person.review.verify()["ok"]
    person.click(tool(person, "Redo"))
    person.settle()
    assert person.review.stats()["comments"] == before["stats"]["comments"] + 1  # type: ignore[index]


def bring_in(person: Person, folder: Path) -> None:
    source = folder / "letter.csv"
    source.write_text("Paragraph,Author,Text\nP4,Ines Duarte,Asking must be free everywhere.\n", "utf-8")
    person.drop_files(person.window, source)
    person.until(lambda: isinstance(person.desk.stack.currentWidget(), Page), "the import page")
    person.settle()
    page = person.desk.stack.currentWidget()
    person.click(page._go)  # type: ignore[attr-defined]
    person.settle()
    person.click(back(page))
    person.settle()


def tag_and_untag(person: Person) -> None:
    person.click_line(person.line("P4"))
    person.settle()
    assert person.triage.list.filter_text() == "P4"
    person.click_card(1)
    person.settle()
    comment = person.current()
    had = person.card(comment).tags
    person.click(person.triage.reader.head.tag)
    person.choose_in_list("Participation/Youth")
    person.settle()
    assert "Participation/Youth" in [tag.path for tag in person.card(comment).tags]
    person.until(lambda: len(person.triage.reader.head.chips._chips) == len(had) + 1, "the chip")
    chip = next(
        one for one in person.triage.reader.head.findChildren(_Chip) if one.mark.path == "Participation/Youth"
    )
    person.click(chip, QPoint(chip.width() - 8, chip.height() // 2))
    person.settle()
    assert person.card(comment).tags == had
    assert person.triage.reader.isAncestorOf(person.focus())
    person.press("K")
    assert person.triage.list.chosen.row == 0, "after a click in the reader no key works"


def move_by_dragging(person: Person) -> None:
    person.click_card(0)
    person.click_card(1, SHIFT)
    person.settle()
    ids = person.triage.list.selected_ids()
    assert len(ids) == 2
    person.drag_to_line(ids, "P12")
    person.settle()
    assert [person.card(id_).paragraph for id_ in ids] == ["P12", "P12"]
    assert person.said() == "Moved 2 comments to P12."
    person.click(person.window.status._undo)
    person.settle()
    assert [person.card(id_).paragraph for id_ in ids] == ["P4", "P4"]
    person.drag_to_line(ids[:1], "Not assigned")
    person.settle()
    assert person.card(ids[0]).paragraph is None


def merge(person: Person) -> None:
    person.click_line(person.line("P12"))
    person.settle()
    person.click_card(0)
    person.click_card(1, CONTROL)
    person.settle()
    ids = person.triage.list.selected_ids()
    person.open_menu_of_card(1)
    person.choose_in_menu("Merge")
    person.settle()
    person.until(lambda: len({person.card(id_).points for id_ in ids}) == 1, "one point")


def set_aside(person: Person) -> None:
    person.click_line(person.line("P7"))
    person.settle()
    person.click_card(0)
    person.settle()
    comment = person.current()
    person.open_menu_of_card(0)
    person.choose_in_menu("Set aside")
    reason = person.triage.verbs.asking.vocabulary.reasons[0]
    person.choose_in_list(reason)
    person.settle()
    assert person.card(comment).set_aside == reason
    assert person.current() != comment


def respond_and_approve(person: Person) -> None:
    comment = person.current()
    pane = person.triage.response
    person.click(pane.head.disposition)
    person.choose_in_menu("Noted")
    person.settle()
    assert person.card(comment).state == "drafted"
    person.click(pane.footer._next)
    person.settle()
    assert person.card(comment).state == "in review"
    person.click_card(person.triage.list.all_ids().index(comment))
    person.settle()
    person.click(pane.footer._next)
    person.settle()
    assert person.card(comment).state == "approved"


def export(person: Person, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(target), ""))
    person.click(tool(person, "Export"))
    person.settle()
    page = person.desk.export_page()
    person.click(page._go)
    person.until(target.exists, "the report is written")
    person.settle()
    assert "Ledger balances" in page.ledger.text()
    assert Document(str(target)).tables
    person.click(back(page))


def test_the_header_shows_what_is_shown(opened: Opened) -> None:
    person = opened()
    person.click(tool(person, "Codebook"))
    person.settle()
    assert person.desk.stack.currentWidget() is person.desk.workspace("codebook")
    person.click(tool(person, "Import"))
    person.settle()
    assert not any(tool(person, name).isChecked() for name in ("Triage", "Points", "Codebook"))
    person.click(tool(person, "Codebook"))
    person.settle()
    assert person.desk.stack.currentWidget() is person.desk.workspace("codebook")
    assert tool(person, "Codebook").isChecked()


def test_a_double_click_leads_into_the_reader(opened: Opened) -> None:
    person = opened()
    view = person.triage.list.view()
    at = view.visualRect(view.model().index(2, 0)).center()
    person.click(view.viewport(), at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    person.settle()
    assert person.focus() is person.triage.reader.focus_target()
    assert person.triage.reader.current() is not None
    assert person.triage.reader.current().card.id == person.triage.list.all_ids()[2]  # type: ignore[union-attr]


def test_the_list_drags_what_is_selected(opened: Opened) -> None:
    person = opened()
    person.click_card(0)
    person.click_card(2, SHIFT)
    person.settle()
    assert list(person.triage.list.view().dragged()) == person.triage.list.all_ids()[:3]


def test_the_words_of_what_was_done_offer_undo(opened: Opened) -> None:
    person = opened()
    person.drag_to_line([person.current()], "P12")
    person.settle()
    status = person.window.status
    assert status._undo.isVisible()
    person.click(status._undo)
    person.settle()
    assert person.said().startswith("Undid: Moved C0001")
    assert person.focus() is person.triage.list.view()
    assert not status._undo.isVisible()


def test_a_comment_is_not_dropped_where_there_is_no_place(opened: Opened) -> None:
    person = opened()
    operations = person.review.store.operations()
    with pytest.raises(AssertionError, match="not taken"):
        person.drag_to_line([person.current()], person.triage.tree.model.lines().__iter__().__next__().label)
    person.settle()
    assert person.review.store.operations() == operations
