"""The sample by keyboard alone: from the start page to the exported report, and all of it undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QTableView
from ui.journeys.hand import Person

from ogp_review.ui import recent, theme
from ogp_review.ui.comments.filter_line import FilterLine
from ogp_review.ui.note_popup import NotePopup

Opened = Callable[..., Person]
CSV = """Ref,Paragraph,Author,Language,Date,Text
N1,P12,Ana Torres,en,2026-06-02,"Name the office that answers, and by when."
N2,,Ben Okoro,en,2026-06-03,"On P7: print the summary, too. Not everybody reads on a telephone."
N3,P7,Chantal Mbeki,en,2026-06-03,"A budget for the printing of it."
"""


@pytest.fixture
def second(tmp_path: Path) -> Path:
    path = tmp_path / "by post.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def answers_with(monkeypatch: pytest.MonkeyPatch, name: str, answer: object) -> None:
    """The one thing that is not ours: the dialog of the system that asks for a file."""
    monkeypatch.setattr(QFileDialog, name, lambda *_args, **_more: (answer, ""))


def test_a_review_is_opened_from_the_start_page(start: Opened, sample: Path) -> None:
    recent.remember(str(sample), "Open Government", 0, 69)
    person = start()
    person.press("Return")
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    assert person.focus() is person.triage.list.view()
    assert person.card().ref == "C0001"
    person.press("J")
    assert person.card().ref == "C0002"


def test_everything_by_keyboard_and_back(
    opened: Opened, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    before = person.stored()
    operations = person.review.store.operations()
    bring_in(person, second, monkeypatch)
    tag_move_and_merge(person)
    read_and_note(person)
    respond_and_approve(person)
    after = person.stored()
    export(person, tmp_path, monkeypatch)
    assert person.stored() == after
    done = person.review.store.operations() - operations
    assert person.undo_all(before, lambda: person.press("Ctrl+Z")) == done
    for _step in range(done):
        person.press("Ctrl+Shift+Z")
        person.settle()
    assert person.stored() == after
    assert person.review.verify()["ok"]


def bring_in(person: Person, second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(monkeypatch, "getOpenFileNames", [str(second)])
    person.press("Ctrl+I")
    page = person.desk.stack.currentWidget()
    person.press("Tab")
    for _press in range(12):
        if person.focus() is page.empty.findChild(type(page.left.more)):
            break
        person.press("Tab")
    person.press("Space")
    person.settle()
    assert page._go.shown_text() == "Import 3 comments"
    person.press("Ctrl+Return")
    person.settle()
    assert person.review.stats()["comments"] == 75
    person.press("Esc")
    person.settle()
    assert person.focus() is person.triage.list.view()


def tag_move_and_merge(person: Person) -> None:
    person.press("Ctrl+K")
    person.answer("author:Okoro")
    person.settle()
    assert person.card().author == "Ben Okoro"
    person.press("Y")
    person.settle()
    assert person.card().paragraph == "P7"
    comment = person.current()
    person.press("T")
    person.answer("youth")
    person.press("1")
    person.settle()
    first = person.triage.verbs.asking.vocabulary.shortcuts["1"]
    assert {tag.path for tag in person.card(comment).tags} == {"Participation/Youth", first}
    person.press("G")
    person.answer("P12")
    person.settle()
    assert person.card(comment).paragraph == "P12"
    person.press("Ctrl+K")
    person.answer("P12")
    person.settle()
    person.press("Shift+J", "M")
    person.settle()
    view = person.review.desk.comment(person.triage.list.all_ids()[0])
    assert view.point is not None


def read_and_note(person: Person) -> None:
    person.press("Ctrl+F")
    assert isinstance(person.focus(), FilterLine)
    person.type("-")
    person.press("Backspace", "Ctrl+A")
    person.type("printing author:Mbeki")
    person.press("Return", "Esc")
    person.settle()
    assert [person.card(id_).author for id_ in person.triage.list.all_ids()] == ["Chantal Mbeki"]
    comment = person.current()
    assert person.focus() is person.triage.list.view()
    person.press("E")
    assert isinstance(person.popup(), NotePopup)
    person.type("Ask the printers.")
    person.press("Ctrl+Return")
    person.settle()
    assert [note.text for note in person.review.desk.comment(comment).notes] == ["Ask the printers."]
    person.press("Return", "Ctrl+A", "S")
    person.settle()
    assert [one.text for one in person.review.excerpts(comment)] == ["A budget for the printing of it."]
    person.press("Esc", "X")
    person.answer("outside the scope of this draft")
    person.settle()
    assert person.card(comment).set_aside == "outside the scope of this draft"


def respond_and_approve(person: Person) -> None:
    person.press("Ctrl+K")
    person.answer("P4")
    person.settle()
    while person.card().ref != "C0002":
        person.press("J")
    person.settle()
    first = person.current()
    person.press("R")
    assert isinstance(person.focus(), QPlainTextEdit)
    person.type("Agreed. P4 says now that asking is free.")
    person.press("Esc", "D")
    person.menu()
    person.press("P")
    person.settle()
    person.press("Ctrl+Return")
    person.settle()
    assert person.current() != first
    view = person.review.desk.comment(first)
    assert view.point is not None and view.point.response is not None
    response = view.point.response
    assert (view.card.state, response.disposition) == ("in review", "accepted in part")
    assert response.text.endswith("Agreed. P4 says now that asking is free.")
    person.press("K")
    person.settle()
    person.press("Ctrl+Shift+Return")
    person.settle()
    assert person.card(first).state == "approved"


def export(person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("report.docx", "matrix.xlsx"):
        answers_with(monkeypatch, "getSaveFileName", str(folder / name))
        person.press("Ctrl+E")
        person.settle()
        if name.endswith("xlsx"):
            person.press("Tab", "Tab", "Down")
            person.settle()
        person.press("Ctrl+Return")
        person.until((folder / name).exists, "the document is written")
        person.settle()
        person.press("Esc")
        person.settle()
    assert Document(str(folder / "report.docx")).tables
    sheet = load_workbook(folder / "matrix.xlsx")["Comments"]
    assert sheet.max_row == 76
    assert person.focus() is person.triage.list.view()


def test_every_place_is_reached_by_keyboard(opened: Opened) -> None:
    person = opened()
    person.press("Ctrl+2")
    person.settle()
    assert person.desk.stack.currentWidget() is person.desk.points
    person.press("Ctrl+3")
    person.settle()
    assert person.desk.stack.currentWidget() is person.desk.workspace("codebook")
    person.press("Ctrl+1")
    person.settle()
    assert person.focus() is person.triage.list.view()
    panes = person.triage.panes()
    seen = []
    for _pane in panes:
        person.press("F6")
        seen.append(
            next(pane for pane in panes if pane is person.focus() or pane.isAncestorOf(person.focus()))
        )
    assert seen == [*panes[2:], *panes[:2]]
    person.press("Shift+F6")
    assert person.focus() is panes[0]


@pytest.mark.parametrize("typed, filter_text", [("P12", "P12"), ("tag youth", "tag:Participation/Youth")])
def test_the_palette_goes_to_places_and_tags(opened: Opened, typed: str, filter_text: str) -> None:
    person = opened()
    person.press("Ctrl+K")
    person.answer(typed)
    person.settle()
    assert person.triage.list.filter_text() == filter_text
    assert person.focus() is person.triage.list.view()


def test_the_palette_does_an_action(opened: Opened) -> None:
    person = opened()
    person.press("Ctrl+K")
    person.answer("comments as a table")
    person.settle()
    assert person.triage.list.form() == "table"


def test_the_palette_opens_a_point(opened: Opened) -> None:
    person = opened()
    point = person.review.desk.points()[-1]
    person.press("Ctrl+K")
    person.answer(point.ref)
    person.settle()
    assert person.desk.stack.currentWidget() is person.desk.points
    person.until(lambda: person.desk.points.selected_point() == point.id, "the point is shown")


def test_all_keys_are_shown(opened: Opened) -> None:
    person = opened()
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        model = dialog.findChild(QTableView).model()
        seen.extend(str(model.index(row, 1).data()) for row in range(model.rowCount()))

    person.in_dialog(look)
    person.press("?")
    assert {"Next comment", "Send for review, and next", "Tag with key 9"} <= set(seen)
    assert person.focus() is person.triage.list.view()


@pytest.mark.parametrize("form", ["cards", "table"])
def test_keys_work_on_several_comments_in_list_and_reader(opened: Opened, form: str) -> None:
    person = opened()
    person.triage.list.set_form(form)
    person.press("Space", "J", "Space", "J", "J", "Space")
    person.settle()
    ids = person.triage.list.selected_ids()
    assert [person.triage.list.all_ids().index(id_) for id_ in ids] == [0, 1, 3]
    person.press("Return", "T")
    person.answer("Participation/Youth")
    person.settle()
    for comment in ids:
        assert "Participation/Youth" in [tag.path for tag in person.card(comment).tags]
    person.press("Esc")
    assert person.focus() is person.triage.list.view()
    assert person.triage.list.selected_ids() == ids


def test_a_point_is_answered_from_the_points(opened: Opened) -> None:
    person = opened()
    for words in (" And more.", " And still more."):
        person.press("Ctrl+2")
        person.settle()
        point = person.desk.points.selected_point()
        assert point is not None
        person.press("R")
        person.until(lambda: person.focus() is person.triage.response.editor, "the field of the response")
        person.settle()
        shown = person.review.desk.comment(person.current()).point
        assert shown is not None and shown.id == point
        person.type(words)
        person.press("Esc")
        person.settle()
        response = person.review.responding.response(point)
        assert response is not None and response.text.endswith(words)


def test_a_suggestion_is_dismissed_and_that_is_undone(opened: Opened) -> None:
    person = opened()
    person.until(lambda: bool(person.desk.suggestions.comments()), "the suggestions are there")
    person.press("Ctrl+K")
    person.answer("is:suggested")
    person.settle()
    comment = person.current()
    assert person.triage.reader.strip.isVisible()
    person.press("N")
    person.settle()
    assert comment not in person.desk.suggestions.comments()
    assert person.card(comment).paragraph is None
    person.press("Ctrl+Z")
    person.settle()
    assert comment in person.desk.suggestions.comments()


def test_history_opens_and_the_reading_size_changes(opened: Opened) -> None:
    person = opened()
    person.press("H")
    person.popup()
    person.press("Esc", "Ctrl+=", "Ctrl+=")
    assert theme.reading_size() == 120
    person.press("Ctrl+0")
    assert theme.reading_size() == 100


def test_the_next_that_needs_me(opened: Opened) -> None:
    person = opened()
    mine = person.triage.list.all_ids()[7]
    person.press("A")
    person.popup()
    person.press("Esc")
    person.review.triage.assign([mine], person.review.person)
    person.settle()
    found = {id_ for chunk in person.review.browsing.ids("is:mine is:open") for id_ in chunk}
    person.press("U")
    person.settle()
    assert person.current() in found
