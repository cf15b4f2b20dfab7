"""What the window promises: fields keep their letters, reviews come and go, sizes decide what shows."""

import gc
import os
import stat
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import SIGNAL, QPoint
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QFileDialog
from ui.journeys.conftest import let_go
from ui.journeys.hand import Person

from ogp_review import settings
from ogp_review.review import create_review, open_review
from ogp_review.ui import messages, recent, theme, window_state
from ogp_review.ui.desk import WRITING
from ogp_review.ui.dialogs import KeysModel
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.jobs import Job
from ogp_review.ui.main_window import MENU_FROM, MainWindow
from ogp_review.ui.widgets import Button

Opened = Callable[..., Person]
LETTERS = "jktgxmrdseyn?[]1"
DAMAGED = b"SQLite format 3\x00" + bytes(range(256)) * 40


# Single letters -------------------------------------------------------------------------------------------


def test_letters_typed_into_a_field_are_letters(opened: Opened) -> None:
    person = opened()
    operations, current = person.review.store.operations(), person.current()
    for enter, read in (
        ("Ctrl+F", lambda: person.triage.list.head.line.text()),
        ("R", lambda: person.triage.response.text()),
    ):
        person.press(enter)
        had = read()
        person.type(LETTERS)
        assert read() == had + LETTERS
        assert QApplication.activePopupWidget() is None or enter == "Ctrl+F"
        person.press("Ctrl+Z") if enter == "R" else person.press("Ctrl+A", "Backspace")
        assert read() == had
        person.press("Esc")
        person.settle()
    assert (person.review.store.operations(), person.current()) == (operations, current)


def test_single_letters_can_be_switched_off(opened: Opened) -> None:
    person = opened()
    window_state.set_personal("single_keys", False)
    person.window.actions_.reload_keys()
    current = person.current()
    person.press("J", "T", "X")
    assert QApplication.activePopupWidget() is None
    assert person.current() == current
    person.press("Down")
    assert person.current() != current
    assert "\t" not in person.window.actions_["tag"].text()
    window_state.set_personal("single_keys", True)
    person.window.actions_.reload_keys()
    person.press("K")
    assert person.current() == current
    assert person.window.actions_["tag"].text().endswith("\tT")


def test_the_settings_switch_single_letters_off(opened: Opened) -> None:
    person = opened()

    def untick(dialog: QDialog) -> None:
        box = next(one for one in dialog.findChildren(QCheckBox) if one.text().startswith("Single letters"))
        person.click(box, QPoint(8, box.height() // 2))

    person.in_dialog(untick)
    person.press("Ctrl+,")
    assert settings.load()["single_keys"] is False
    current = person.current()
    person.press("J")
    assert person.current() == current


def test_changed_keys_work_and_the_old_ones_do_not(opened: Opened) -> None:
    person = opened()
    model = KeysModel(person.window.actions_)
    rows = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert model.setData(model.index(rows.index("Next comment"), 0), "Z")
    assert model.setData(model.index(rows.index("Go to or do anything"), 0), "Ctrl+P")
    first = person.current()
    person.press("J")
    assert person.current() == first
    person.press("Z")
    assert person.current() != first
    person.press("Ctrl+P")
    person.popup()
    person.press("Esc", "Ctrl+K")
    person.settle()
    assert QApplication.activePopupWidget() is None


# Undo -----------------------------------------------------------------------------------------------------


def test_nothing_to_undo_is_said_once_it_is_so(opened: Opened) -> None:
    settings.save(settings.load() | {"person": "Nina"})
    person = opened()
    undo = person.window.actions_["undo"]
    assert not undo.isEnabled() and undo.text() == "Undo"
    person.press("1")
    person.settle()
    assert undo.isEnabled() and undo.text().startswith("Undo: Tagged C0001 with")
    person.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    person.settle()
    assert not undo.isEnabled() and undo.text() == "Undo"
    assert person.said() in (
        "There is nothing of yours to undo.",
        "Undid: Tagged C0001 with " + tag(person, "1"),
    )
    person.desk.undoing.undo()
    person.settle()
    assert person.said() == "There is nothing of yours to undo."


def tag(person: Person, key: str) -> str:
    return person.triage.verbs.asking.vocabulary.shortcuts[key] + "."


def test_an_undo_that_is_refused_says_why(opened: Opened, sample: Path) -> None:
    person = opened()
    comment = person.current()
    person.press("G")
    person.answer("P12")
    person.settle()
    with open_review(sample, person="Ana") as other:
        other.triage.move([comment], "P7")
    person.press("Ctrl+Z")
    person.settle()
    assert person.card(comment).paragraph == "P7"
    assert "Ana" in person.said()
    assert person.window.status._message.isVisible()


# Read only ------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(sample: Path) -> Path:
    """A review that cannot be written, as on a stick that is write-protected."""
    sample.chmod(stat.S_IREAD)
    return sample


def test_a_review_that_cannot_be_written_is_read_only(
    opened: Opened, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.access(locked, os.W_OK):  # an administrator may write everything
        monkeypatch.setattr("ogp_review.ui.opening._writable", lambda _path: False)
    person = opened()
    before, current = person.stored(), person.current()
    actions = person.window.actions_
    assert person.desk.session.read_only
    for id_ in WRITING:
        assert not actions[id_].isEnabled(), id_
        assert actions[id_].toolTip() == "This review was opened to read only."
    person.press("T", "X", "1", "Y", "Shift+Y", "Ctrl+Z", "Ctrl+I")
    person.settle()
    assert QApplication.activePopupWidget() is None
    person.drag_is_refused(person.current())
    person.press("J")
    person.settle()
    assert person.current() != current
    person.press("R")
    person.type("not to be kept")
    person.settle()
    actions.reload_keys()
    assert actions["tag"].toolTip() == "This review was opened to read only."
    assert person.stored() == before
    person.window.show_start()
    assert actions["tag"].isEnabled() and actions["tag"].toolTip().startswith("Tag")


# Reviews come and go --------------------------------------------------------------------------------------


def test_closing_leaves_nothing_connected(own_settings: None, qapp: QApplication, sample: Path) -> None:
    signals = [
        (messages.bridge, SIGNAL("said(QString,QString)")),
        (messages.bridge, SIGNAL("had_problem(QString)")),
        (messages.bridge, SIGNAL("had_bug(QString,QString)")),
        (theme.watch, SIGNAL("changed()")),
        (qapp, SIGNAL("focusChanged(QWidget*,QWidget*)")),
    ]
    theme.install(qapp, "light")
    counts = []
    for _round in range(3):
        window = MainWindow()
        window.show()
        person = Person(window)
        window.open_review(str(sample))
        person.until(lambda window=window: window.desk is not None, "the review opens")
        person.settle()
        for id_ in ("points", "codebook", "triage"):
            person.desk.show_workspace(id_)
            person.settle()
        person.desk.export()
        person.settle()
        let_go(window)
        gc.collect()
        counts.append([owner.receivers(signal) for owner, signal in signals])
    assert counts[0] == counts[1] == counts[2]
    assert not list(sample.parent.glob("*-wal"))


def test_a_review_opened_over_another_closes_the_first(opened: Opened, sample: Path, tmp_path: Path) -> None:
    person = opened()
    first = person.desk.session.review
    other = Path(copyfile(sample, tmp_path / "Second.ogpr"))
    person.press("T")
    person.answer("Participation/Youth")
    person.drop_files(person.window, other)
    person.until(lambda: person.desk.session.review is not first, "the second review is shown")
    person.settle()
    assert person.focus() is person.triage.list.view()
    assert not list(tmp_path.glob("Open Government.ogpr-*"))
    with open_review(sample) as again:
        found = again.desk.comment("C0001").card
        assert "Participation/Youth" in [tag.path for tag in found.tags]
    person.press("J", "T")
    person.answer("Participation/Youth")
    person.settle()
    assert "Participation/Youth" in [tag.path for tag in person.card().tags]


def test_a_damaged_file_is_refused_in_a_sentence_on_the_start_page(start: Opened, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ogpr"
    bad.write_bytes(DAMAGED)
    person = start()
    person.drop_files(person.window, bad)
    person.until(lambda: "bad.ogpr" in person.said(), "it is said")
    assert person.window.desk is None
    assert person.window.stack.currentWidget() is person.window.start
    assert person.said().endswith(".")
    assert bad.read_bytes() == DAMAGED


def test_a_review_dropped_on_the_start_page_is_opened(start: Opened, sample: Path) -> None:
    person = start()
    person.drop_files(person.window.start, sample)
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    assert person.window.windowTitle() == "Draft Open Government Strategy 2027–2032 – OGP Review"
    assert recent.load()[0].place == str(sample)


def test_a_file_dropped_on_the_field_of_the_response_is_imported(opened: Opened, tmp_path: Path) -> None:
    source = tmp_path / "one.csv"
    source.write_text("Author,Text\nAna,One more.\n", "utf-8")
    person = opened()
    editor = person.triage.response.editor
    had = editor.text()
    person.press("R")
    person.drop_files(editor.viewport(), source)
    person.until(lambda: isinstance(person.desk.stack.currentWidget(), ImportPage), "the import page")
    person.settle()
    assert editor.text() == had


def test_a_source_dropped_on_the_start_page_begins_a_review(
    start: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = tmp_path / "one.csv", tmp_path / "Strategy"
    source.write_text("Author,Text\nAna,One comment.\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(target), ""))
    person = start()

    def name_it(dialog: QDialog) -> None:
        person.type("Strategy 2031")
        person.press("Return")

    person.in_dialog(name_it)
    person.drop_files(person.window.start, source)
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    page = person.desk.stack.currentWidget()
    assert isinstance(page, ImportPage)
    person.press("Ctrl+Return")
    person.settle()
    assert target.with_suffix(".ogpr").exists()
    assert (person.review.title, person.review.stats()["comments"]) == ("Strategy 2031", 1)
    person.press("Esc")
    person.settle()
    assert person.card().author == "Ana"


def test_files_of_a_review_that_was_not_made_are_forgotten(start: Opened, tmp_path: Path) -> None:
    person = start()
    person.in_dialog(QDialog.reject)
    person.window.take_files([str(tmp_path / "one.csv")])
    assert person.window._waiting == []


def test_columns_of_comment_and_response_meet_after_the_first_import(start: Opened, tmp_path: Path) -> None:
    path, source = tmp_path / "first.ogpr", tmp_path / "first.csv"
    create_review(path, title="First").close()
    source.write_text("Paragraph,Author,Text\nP1,Ana,One comment.\n", "utf-8")
    person = start()
    person.window.open_review(str(path))
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    person.desk.import_files([str(source)])
    person.settle()
    person.press("Ctrl+Return")
    person.settle()
    person.press("Esc")
    person.until(lambda: person.triage.list.current_id() is not None, "a comment is current")
    person.settle()
    reader, response = person.triage.reader.columns, person.triage.response.columns
    person.until(lambda: reader.isVisible() and reader.sizes() == response.sizes(), "they meet")


def test_after_closing_the_start_page_waits_for_the_next(opened: Opened) -> None:
    person = opened()
    person.press("1")
    person.settle()
    person.press("Ctrl+W")
    assert person.window.desk is None
    assert person.focus() is person.window.start.list
    undo = person.window.actions_["undo"]
    assert undo.text() == "Undo" and not undo.isEnabled()
    person.press("Return")
    person.until(lambda: person.window.desk is not None, "the review opens again")
    person.settle()
    assert person.window.actions_["undo"].text().startswith("Undo: Tagged C0001")


def test_closing_while_an_import_runs_writes_all_or_nothing(
    start: Opened, own_settings: None, tmp_path: Path
) -> None:
    path = tmp_path / "big.ogpr"
    create_review(path, title="Big").close()
    source = tmp_path / "big.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("Paragraph,Author,Text\n")
        file.writelines(
            f"P{n % 40},Writer {n},Comment number {n} says something of its own.\n" for n in range(20_000)
        )
    person = start()
    person.window.open_review(str(path))
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    review = person.review
    jobs = person.desk.jobs
    job: Job = jobs.start(
        "Importing",
        lambda review, progress: review.intake.import_file(source, progress=progress),
        brings_in=True,
    )
    person.until(lambda: job.progress.done > 500, "the import is under way")
    assert person.window.status._working.text().startswith("Importing")
    person.in_dialog(lambda dialog: person.press("Return"))  # Wait
    person.window.actions_.trigger("close_review")
    assert person.window.desk is not None and not job.progress.cancelled

    def stop(dialog: QDialog) -> None:
        person.click(next(one for one in dialog.findChildren(Button) if "Stop" in one.accessibleName()))

    person.in_dialog(stop)
    person.window.actions_.trigger("close_review")
    assert job.progress.cancelled and person.window.desk is None
    assert person.said() == "The import was stopped. Nothing of it was kept."
    with open_review(path) as again:
        assert again.stats()["comments"] == 0
        assert again.verify()["ok"]
    assert review is not None and not list(tmp_path.glob("big.ogpr-*"))


def test_typing_that_was_not_saved_is_saved_by_closing(opened: Opened, sample: Path) -> None:
    person = opened()
    person.press("Ctrl+K")
    person.answer("state:new")
    person.settle()
    ref = person.card().ref
    person.press("R")
    person.type("Half a sen")
    person.window.close()
    with open_review(sample) as again:
        point = again.desk.comment(ref).point
        assert point is not None and point.response is not None
        assert point.response.text == "Half a sen"


def test_reopening_restores_where_one_was(opened: Opened, start: Opened, sample: Path) -> None:
    person = opened()
    person.press("Ctrl+K")
    person.answer("lang:en")
    person.settle()
    person.triage.list.set_sort("newest")
    person.settle()
    person.press("J", "J", "J")
    person.settle()
    person.triage.splitter.setSizes([300, 420, 720])
    person.triage.right.setSizes([500, 250])
    person.press("Ctrl+=")
    current, sizes = person.current(), (person.triage.splitter.sizes(), person.triage.right.sizes())
    person.press("Ctrl+2")
    person.settle()
    person.window.close()
    theme.set_reading_size(100)
    again = start()
    again.window.open_review(str(sample))
    again.until(lambda: again.window.desk is not None, "the review opens")
    again.until(lambda: again.desk.stack.currentWidget() is again.desk.points, "the workspace of before")
    assert theme.reading_size() == 110
    again.press("Ctrl+1")
    again.settle()
    again.until(lambda: again.triage.list.current_id() == current, "the comment of before")
    assert again.triage.list.filter_text() == "lang:en"
    assert again.triage.list.listing.question.sort == "newest"
    assert (again.triage.splitter.sizes(), again.triage.right.sizes()) == sizes


# Sizes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "width, height, shown, menu",
    [
        (1440, 900, {"tree", "list", "right", "draft", "change"}, True),
        (1280, 720, {"tree", "list", "right", "draft", "change"}, False),
        (1000, 700, {"list", "right"}, False),
        (720, 450, {"list"}, False),
    ],
)
def test_the_size_decides_what_shows(
    opened: Opened, width: int, height: int, shown: set[str], menu: bool
) -> None:
    person = opened(width, height)
    triage = person.triage
    panes = {
        "tree": triage.tree,
        "list": triage.list,
        "right": triage.right,
        "draft": triage.reader.draft_pane,
        "change": triage.response.proposed,
    }
    assert (person.window.width(), person.window.height()) == (width, height)
    assert {name for name, pane in panes.items() if pane.isVisible()} == shown
    assert person.window.menuBar().isVisible() is menu
    assert triage.tree.narrow is (width < 1360)
    assert triage.response.is_folded() is (height < 640)
    if not menu:
        person.press("Alt")
        assert person.window.menuBar().isVisible()
        person.window.resize(width, MENU_FROM)
        assert person.window.menuBar().isVisible()


@pytest.mark.parametrize("keys", [("Ctrl+K",), ("Ctrl+F",), ("Ctrl+I",), ("Ctrl+2",)])
def test_keys_of_the_window_work_while_the_menu_bar_is_hidden(opened: Opened, keys: tuple[str]) -> None:
    person = opened(1280, 720)
    page, focus = person.desk.stack.currentWidget(), person.focus()
    person.press(*keys)
    person.until(
        lambda: (
            QApplication.activePopupWidget() is not None
            or person.desk.stack.currentWidget() is not page
            or QApplication.focusWidget() is not focus
        ),
        f"{keys} does something",
    )
    if QApplication.activePopupWidget() is not None:
        person.press("Esc")


def test_one_pane_at_a_time(opened: Opened) -> None:
    person = opened(720, 450)
    triage = person.triage
    person.press("J")
    person.settle()
    assert triage.list.isVisible() and not triage.right.isVisible()
    person.press("Return")
    assert triage.right.isVisible() and not triage.list.isVisible()
    assert person.focus() is triage.reader.focus_target()
    first = person.current()
    person.press("J")
    person.settle()
    assert person.current() != first
    assert triage.reader.current() is not None and triage.reader.current().card.id == person.current()  # type: ignore[union-attr]
    person.press("R")
    assert person.focus() is triage.response.editor and triage.response.editor.isVisible()
    person.press("Esc")
    assert triage.list.isVisible() and not triage.right.isVisible()
    assert person.focus() is triage.list.view()
    person.press("R")
    person.settle()
    assert person.focus() is triage.response.editor and triage.response.editor.isVisible()
    person.press("Esc", "Ctrl+B")
    assert triage.tree.isVisible() and not triage.list.isVisible()
    person.press("Ctrl+B")
    assert triage.list.isVisible() and not triage.tree.isVisible()


def test_draft_and_sidebar_come_on_demand_in_a_narrow_window(opened: Opened) -> None:
    person = opened(1000, 700)
    person.press("F")
    assert person.triage.reader.draft_pane.isVisible() and person.triage.response.proposed.isVisible()
    person.press("F")
    assert not person.triage.reader.draft_pane.isVisible()
    person.press("Ctrl+B")
    assert person.triage.tree.isVisible()
    person.press("Ctrl+B")
    assert not person.triage.tree.isVisible()


def test_growing_and_shrinking_goes_through_every_layout_and_back(opened: Opened) -> None:
    person = opened(1440, 900)
    current, sizes = person.current(), person.triage.splitter.sizes()
    for width, height in ((720, 450), (1000, 700), (1280, 720), (1440, 900)):
        person.window.resize(width, height)
        person.settle()
    assert person.triage.splitter.sizes() == sizes
    assert all(pane.isVisible() for pane in (person.triage.tree, person.triage.list, person.triage.right))
    assert person.current() == current
