"""`kill -9`, SIGTERM and bugs: whatever ends the real window, what was typed and written is there."""

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from ui.journeys.hand import Person
from workers.odd_errands import Bug, Crash

from ogp_review import settings
from ogp_review.review import open_review
from ogp_review.services.sample import EDITOR, make_sample
from ogp_review.ui import app as program
from ogp_review.ui import icon_files, theme
from ogp_review.ui.main_window import MainWindow
from ogp_review.workers import leftovers

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so"),
]

REF = "C0001"
"""A comment of the sample that nobody has answered yet."""

PATIENCE_S = 30.0
LOST_AT_MOST_S = 2.0
WORKER_ENDS_S = 0.5
"""A worker sees at once that its window has gone."""

CHILD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ogp_review.ui import app as program
path, what, other = sys.argv[1:]
app = program.application()
typed = 0

def desk():
    found = [one for one in app.topLevelWidgets() if getattr(one, "desk", None) is not None]
    return found[0].desk if found else None

def then(ready, does):
    timer = QTimer(app, interval=10)
    def look():
        if ready():
            timer.stop()
            does()
    timer.timeout.connect(look)
    timer.start()

def opened():
    return desk() is not None and desk().triage.list.current_id() is not None

def shown():
    view = desk().triage.reader.current()
    return view is not None and view.card.ref == "C0001"

def type_on(field):
    def press():
        global typed
        QTest.keyClicks(field(), f"{typed} ")
        print(typed, time.time(), flush=True)
        typed += 1
    timer = QTimer(app, interval=20)
    timer.timeout.connect(press)
    timer.start()

def respond():
    desk().triage.response.focus_editor()
    type_on(lambda: desk().triage.response.editor)

def note():
    desk().triage.verbs.note()
    type_on(lambda: desk().triage.verbs._note.editor)

def bring_in():
    desk().import_files([other])
    page = desk().stack.currentWidget()
    then(lambda: page._go.isVisible() and page._go.isEnabled(), page.next_step)

def export():
    desk().export()
    desk().export_page().write(other)

def begin():
    if what in ("respond", "note"):
        desk().show_ref("C0001")
        then(shown, {"respond": respond, "note": note}[what])
    else:
        {"import": bring_in, "export": export}[what]()
    print("begun", flush=True)

then(opened, begin)
sys.exit(program.run(path, person="Marta Ilves"))
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture
def review(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample review of this test's own, with settings and temporary files of its own."""
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "settings"))
    (tmp_path / "tmp").mkdir()
    settings.save({"person": EDITOR, "theme": "light", "folder": str(tmp_path)})
    return Path(copyfile(sample, tmp_path / "review.ogpr"))


class Child:
    """The real program in a process of its own; it is gone when the test ends."""

    def __init__(self, review: Path, what: str, other: Path | str = "-") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(review), what, str(other)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(review.parent / "tmp"), "QT_QPA_PLATFORM": "offscreen"},
        )

    def lines(self, number: int) -> list[str]:
        """The next lines it says."""
        assert self._process.stdout is not None
        found = [self._process.stdout.readline() for _line in range(number)]
        assert all(found), self.end()
        return found

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is to be seen of what it does."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert self._process.poll() is None, self.end()
            assert time.monotonic() < end
            time.sleep(0.0005)

    def end(self, asked: int = signal.SIGKILL) -> tuple[int, str, str]:
        """Let it end by a signal; its status, and all that it said and had not been read."""
        if self._process.poll() is None:
            self._process.send_signal(asked)
        said, complained = self._process.communicate(timeout=PATIENCE_S)
        return self._process.returncode, said, complained


@pytest.fixture
def run(review: Path) -> Iterator[Callable[..., Child]]:
    children: list[Child] = []

    def start(what: str, other: Path | str = "-") -> Child:
        children.append(Child(review, what, other))
        children[-1].lines(1)
        return children[-1]

    yield start
    for child in children:
        child.end()


@pytest.fixture
def opened(review: Path, qapp: QApplication) -> Iterator[Callable[[], Person]]:
    """Open the window on the review, in this process."""
    windows: list[MainWindow] = []

    def show() -> Person:
        theme.install(qapp, "light")
        window = MainWindow()
        windows.append(window)
        window.resize(1440, 900)
        window.show()
        window.activateWindow()
        person = Person(window)
        window.open_review(str(review))
        person.until(lambda: window.desk is not None, "the review opens")
        person.until(lambda: person.triage.list.current_id() is not None, "a comment is current")
        person.desk.show_ref(REF)
        person.settle()
        reader = person.triage.reader
        person.until(lambda: (view := reader.current()) is not None and view.card.ref == REF, "it is shown")
        return person

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def verified(review: Path) -> dict[str, Any]:
    """What verify finds, by another process's eyes: the file is opened anew."""
    with open_review(review, read_only=True) as read:
        found = read.verify()
    assert found["ok"] and found["problems"] == []
    return found


def kept(said: list[str], killed: float) -> tuple[str, str]:
    """What must be there of what was typed, and what may be."""
    pairs = [line.split() for line in said]
    pressed = [(pair[0], float(pair[1])) for pair in pairs if len(pair) == 2]
    must = "".join(f"{number} " for number, at in pressed if at < killed - LOST_AT_MOST_S)
    return must, "".join(f"{number} " for number in range(len(pressed) + 5))


def killed_while_typing(child: Child) -> tuple[str, str]:
    said = child.lines(140)
    killed = time.time()
    _status, more, _complained = child.end()
    must, may = kept([*said, *more.splitlines()], killed)
    assert len(must) > 100
    return must, may


# Typing ---------------------------------------------------------------------------------------------------


def test_a_kill_while_a_response_is_typed_loses_two_seconds_at_most(
    run: Callable[..., Child], opened: Callable[[], Person], review: Path
) -> None:
    operations = verified(review)["operations"]
    must, may = killed_while_typing(run("respond"))
    assert verified(review)["operations"] == operations
    person = opened()
    found = person.triage.response.editor.text()
    assert found.startswith(must) and may.startswith(found)
    assert person.triage.response.has_unsaved()
    person.triage.response.save()
    person.settle()
    assert verified(review)["operations"] == operations + 1


def test_a_kill_while_a_private_note_is_typed_loses_two_seconds_at_most(
    run: Callable[..., Child], opened: Callable[[], Person], review: Path
) -> None:
    must, may = killed_while_typing(run("note"))
    verified(review)
    person = opened()
    assert not person.triage.response.has_unsaved(), "a note is no response"
    person.triage.verbs.note()
    popup = person.popup()
    [editor] = popup.findChildren(QPlainTextEdit)
    found = editor.toPlainText()
    assert found.startswith(must) and may.startswith(found)
    person.press("Ctrl+Return")
    person.settle()
    current = person.current()
    assert person.review.desk.comment(current).notes[-1].text == found
    assert person.desk.drafts.flush() and person.desk.drafts.of(current) == {}
    person.triage.verbs.note()
    assert editor.toPlainText() == ""
    person.popup().hide()


# Long work ------------------------------------------------------------------------------------------------


def test_a_kill_during_an_import_leaves_the_review_whole(
    run: Callable[..., Child], review: Path, tmp_path: Path
) -> None:
    verified(review)
    with open_review(review, read_only=True) as read:
        source, comments = tmp_path / "more.csv", read.stats()["comments"]
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Ref", "Author", "Text"))
        rows.writerows((f"x{n}", f"Author {n}", f"Comment {n}: " + "more trees. " * 30) for n in range(4_000))
    journal = review.with_name(f"{review.name}-journal")
    for _try in range(10):
        child = run("import", source)
        child.until(lambda: journal.exists() and journal.stat().st_size > 0)
        child.end()
        time.sleep(WORKER_ENDS_S)
        if journal.exists():
            break
        with open_review(review, person=EDITOR) as read:  # its worker was quicker: then it is in, and whole
            assert read.stats()["comments"] == comments + 4_000 and read.verify()["ok"]
            assert read.history.undo() is not None
    assert journal.exists(), "the kill met no transaction"
    with open_review(review) as read:
        assert read.verify()["problems"] == []
        assert read.stats()["comments"] == comments
        read.tagging.define("After the kill")  # a journal that says nothing yet goes with the next write
    assert sorted(one.name for one in tmp_path.glob("*review.ogpr*")) == ["review.ogpr"]


def test_a_kill_during_an_export_leaves_the_old_file(
    run: Callable[..., Child], opened: Callable[[], Person], review: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "report.docx"
    for _try in range(10):
        target.write_bytes(b"the old report")
        child = run("export", target)
        child.until(lambda: any(folder.glob(leftovers.EXPORTS)))
        child.end()
        time.sleep(WORKER_ENDS_S)
        if target.read_bytes() == b"the old report":
            break
        Document(str(target))  # its worker was quicker than the kill: then the new one is there, and whole
    assert target.read_bytes() == b"the old report"
    verified(review)
    [left] = folder.glob(leftovers.EXPORTS)
    long_ago = time.time() - 2 * leftovers.OLD_S
    os.utime(left, (long_ago, long_ago))
    young = folder / ".ogp-0123456789abcdef.part"
    young.write_bytes(b"somebody writes this now")
    person = opened()
    page = person.desk.export_page()
    person.desk.export()
    person.settle()
    page.write(str(target))
    person.until(lambda: "Written" in page.said.text(), "it is written")
    assert target.read_bytes().startswith(b"PK")
    assert {one.name for one in folder.iterdir()} == {"report.docx", young.name}


def test_nothing_piles_up_by_kills(run: Callable[..., Child], review: Path, tmp_path: Path) -> None:
    seen = []
    for _kill in range(2):
        child = run("respond")
        child.lines(5)
        child.end()
        files = [one for one in (tmp_path / "settings").rglob("*") if one.is_file()]
        names = {one.name for one in files if not one.name.endswith("-journal")}
        seen.append(names | {f"tmp/{one.name}" for one in (tmp_path / "tmp").iterdir()})
    assert seen[0] == seen[1] and not any(name.startswith("tmp/") for name in seen[1])


def test_old_settings_left_half_written_go_and_young_ones_stay(tmp_path: Path) -> None:
    for name, age in (("settings.json.0a1b2c3d", 2 * leftovers.OLD_S), ("settings.json.4e5f6a7b", 1.0)):
        (tmp_path / name).write_text("{")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / "settings.json").write_text("{}")
    leftovers.sweep(tmp_path, leftovers.SETTINGS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["settings.json", "settings.json.4e5f6a7b"]
    leftovers.sweep(tmp_path / "nowhere", leftovers.SETTINGS)


def test_icons_go_elsewhere_where_the_data_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "a file"))
    found = Path(icon_files.coloured.__wrapped__("check", "#123456"))
    assert "#123456" in found.read_text(encoding="utf-8")
    assert found.is_relative_to(tempfile.gettempdir())


# Being asked to end ---------------------------------------------------------------------------------------


def test_sigterm_closes_as_the_window_is_closed(
    run: Callable[..., Child], opened: Callable[[], Person], review: Path
) -> None:
    operations = verified(review)["operations"]
    child = run("respond")
    said = child.lines(40)
    status, more, complained = child.end(signal.SIGTERM)
    assert status == 0, complained
    assert "Traceback" not in complained
    typed = "".join(f"{line.split()[0]} " for line in [*said, *more.splitlines()] if len(line.split()) == 2)
    assert settings.load()["windows"], "sizes and selection are remembered"
    assert verified(review)["operations"] == operations + 1
    person = opened()
    assert person.triage.response.editor.text() == typed
    assert not person.triage.response.has_unsaved()


# Bugs -----------------------------------------------------------------------------------------------------

SORRY = "Something went wrong here. Your work is saved."


def boom(*_arguments: object, **_named: object) -> None:
    raise RuntimeError("boom <img src=x>")


def details(person: Person) -> str:
    """What Details shows."""
    found: list[str] = []
    person.in_dialog(
        lambda dialog: found.extend(one.toPlainText() for one in dialog.findChildren(QPlainTextEdit))
    )
    person.click(person.window.status._more)
    [trace] = found
    return trace


def goes_on(person: Person) -> None:
    """The window still reads, writes and shows."""
    before, operations = person.current(), person.review.store.operations()
    person.window.activateWindow()
    person.triage.list.view().setFocus()
    person.press("J")
    person.settle()
    assert person.current() != before
    person.triage.verbs.move_to([person.current()], "P2")
    person.settle()
    assert person.review.store.operations() == operations + 1
    assert person.card().paragraph == "P2"


@pytest.mark.parametrize("where", ["operation", "reading", "job", "slot"])
def test_a_bug_is_told_and_the_window_goes_on(
    opened: Callable[[], Person], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = opened()
    monkeypatch.setattr(sys, "excepthook", program._show_bug)
    with monkeypatch.context() as broken:
        if where == "operation":
            broken.setattr(type(person.review.triage), "stance", boom)
            person.desk.session.do(lambda review: review.triage.stance([person.current()], "question"))
        elif where == "reading":
            broken.setattr(type(person.review.desk), "comment", boom)
            person.triage.reader.show(person.triage.list.all_ids()[3])
        elif where == "job":
            person.desk.jobs.start("Verifying", boom)
        else:
            person.window.actions_.on("stance", boom)
            person.window.actions_["stance"].trigger()
        person.until(lambda: person.said() == SORRY, "it is told")
        person.settle()
    trace = details(person)
    assert "RuntimeError: boom <img src=x>" in trace and "Traceback" in trace
    goes_on(person)


def test_a_bug_in_a_worker_is_told_with_where_it_was(opened: Callable[[], Person]) -> None:
    person = opened()
    person.desk.jobs.send("Verifying", Bug())
    person.until(lambda: person.said() == SORRY, "it is told")
    person.settle()
    assert "ZeroDivisionError" in details(person) and "odd_errands.py" in details(person)
    goes_on(person)


def test_a_file_that_brings_its_reader_down_brings_down_no_window(opened: Callable[[], Person]) -> None:
    person = opened()
    person.desk.jobs.send("Reading", Crash())
    person.until(lambda: "Nothing of it was kept" in person.said(), "it is told")
    goes_on(person)
