"""The window's thread never waits for the review: no read or write runs on it, and its lists go on meanwhile.

Nothing is timed here; benchmarks/bench_window.py measures.
"""

import csv
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ogp_review.review import Review, create_review
from ogp_review.services.sample import EDITOR, make_sample
from ogp_review.store.engine import Database
from ogp_review.ui import app, collecting
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.desk import Desk
from ogp_review.ui.main_window import MainWindow
from ogp_review.ui.session import LATER_MS, READERS, Session

PATIENCE_MS = 30_000
MANY = 20_000
FEW = 400


@pytest.fixture
def on_the_windows_thread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where the database was used on the window's thread; it stays empty, or the test says where."""
    found: list[str] = []

    def watched(name: str) -> Callable[..., Any]:
        before = getattr(Database, name)

        @contextmanager
        def use(self: Database) -> Iterator[Any]:
            if threading.current_thread() is threading.main_thread():
                frame: Any = sys._getframe(2)
                while frame is not None and "/ui/" not in frame.f_code.co_filename.replace(os.sep, "/"):
                    frame = frame.f_back
                where = frame.f_code if frame is not None else None
                found.append(f"{name} in {where.co_qualname if where else 'the test itself'}")
            with before(self) as connection:
                yield connection

        return use

    for name in ("reading", "writing"):
        monkeypatch.setattr(Database, name, watched(name))
    return found


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    app.application()
    made = MainWindow()
    made.resize(1440, 900)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stalls") / "sample.ogpr"
    make_sample(path)
    return path


def _open(window: MainWindow, path: Path, qtbot: QtBot) -> Desk:
    window.open_review(str(path), EDITOR)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=PATIENCE_MS)
    assert window.desk is not None
    _rest(window.desk, qtbot)
    return window.desk


def _rest(desk: Desk, qtbot: QtBot) -> None:
    def idle() -> bool:
        session = desk.session
        return not (session.reading or session.writing or desk.jobs.running or desk.triage._after.isActive())

    qtbot.waitUntil(idle, timeout=PATIENCE_MS)


def test_driving_the_window_uses_the_database_on_other_threads_alone(
    on_the_windows_thread: list[str], window: MainWindow, sample: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = _open(window, sample, qtbot)
    view = desk.triage.list.view()
    for step in (
        lambda: QTest.keyClick(view, Qt.Key.Key_J),
        lambda: desk.triage.list.set_filter("is:open"),
        lambda: desk.triage.list.set_form("table"),
        lambda: desk.session.do(
            lambda review: review.tagging.add(desk.triage.list.current_id() or 0, "Seen")
        ),
        lambda: desk.triage.list.select_all(),
        desk.undoing.undo,
        desk.undoing.redo,
        lambda: desk.show_workspace("points"),
        lambda: desk.show_workspace("codebook"),
        lambda: desk.show_workspace("triage"),
        lambda: desk.import_files([str(_table(tmp_path, FEW))]),
        desk.show_outcomes,
        desk.export,
        desk.verify,
        lambda: desk.triage.show_filter("P2"),
    ):
        step()
        _rest(desk, qtbot)
    assert on_the_windows_thread == []


def test_the_watch_sees_what_is_read_on_the_windows_thread(
    review: Review, on_the_windows_thread: list[str]
) -> None:
    on_the_windows_thread.clear()
    assert review.title == "Draft strategy"
    assert [one.split()[0] for one in on_the_windows_thread] == ["reading"]


def test_the_model_never_touches_the_database(
    on_the_windows_thread: list[str], review: Review, qtbot: QtBot, tmp_path: Path
) -> None:
    review.intake.import_file(_table(tmp_path, FEW))
    on_the_windows_thread.clear()
    session = Session(review)
    model = CommentModel(session)
    ids: list[Any] = []
    session.read(lambda one: next(one.browsing.ids("")), ids.append, owner=session)
    qtbot.waitUntil(lambda: bool(ids), timeout=PATIENCE_MS)
    model.reset_ids(ids[0])
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    asked = [
        model.data(model.index(row, column), role) for role in roles for row in (0, 99) for column in (0, 3)
    ]
    assert set(asked) <= {"", None, "Loading"}
    qtbot.waitUntil(lambda: model.known(0) is not None and model.known(99) is not None, timeout=PATIENCE_MS)
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert on_the_windows_thread == []
    review.store.committed.clear()
    session.close()


def test_pages_of_the_list_load_while_a_big_import_is_written(
    window: MainWindow, sample: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "busy.ogpr"
    with create_review(path, person=EDITOR) as made:
        made.intake.import_file(_table(tmp_path, 3_000))
    desk = _open(window, path, qtbot)
    model, view = desk.triage.list.model, desk.triage.list.view()
    writing, ended = threading.Event(), threading.Event()
    big = _table(tmp_path, MANY)

    def bring_in(review: Review, progress: Any) -> None:
        review.intake.import_file(big, consultation="The big one", progress=_Told(progress, writing))
        ended.set()

    desk.jobs.start("Importing", bring_in)
    qtbot.waitUntil(writing.is_set, timeout=PATIENCE_MS)
    loaded = 0
    bar = view.verticalScrollBar()
    for row in range(2_900, 0, -300):
        bar.setValue(round(row / model.rowCount() * bar.maximum()))
        qtbot.waitUntil(
            lambda: ended.is_set() or all(model.known(shown) is not None for shown in model.rows_shown()),
            timeout=PATIENCE_MS,
        )
        loaded += not ended.is_set()
    assert loaded >= 3, "the list stood still until the import had ended"
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=PATIENCE_MS)
    _rest(desk, qtbot)
    qtbot.waitUntil(lambda: model.rowCount() == 3_000 + MANY, timeout=PATIENCE_MS)


def test_what_nobody_waits_for_is_read_after_what_somebody_does(review: Review, qtbot: QtBot) -> None:
    session, order = Session(review), []
    held = threading.Event()
    for name, later in (("counts", True), ("cards", False), ("comment", False)):
        session.read(lambda _review, name=name: order.append(name), print, owner=session, later=later)
    session.read(lambda _review: held.wait(0.05), print, owner=session)
    assert session.reading
    qtbot.waitUntil(lambda: not session.reading, timeout=PATIENCE_MS)
    assert sorted(order[:2]) == ["cards", "comment"]  # either first: they are read side by side
    assert order[2:] == ["counts"]
    session.close()


def test_what_nobody_waits_for_does_not_wait_for_ever(review: Review, qtbot: QtBot) -> None:
    session, told = Session(review), []
    stop = threading.Event()
    session.read(lambda _review: stop.wait(PATIENCE_MS / 1_000), print, owner=session)
    session.read(lambda _review: "counts", told.append, owner=session, later=True)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert not stop.is_set() and LATER_MS < PATIENCE_MS
    stop.set()
    session.close()


def test_what_was_asked_for_again_is_not_read_twice(review: Review, qtbot: QtBot) -> None:
    session, read = Session(review), []
    owner, stop = QObject(), threading.Event()
    for _reader in range(READERS):
        session.read(lambda _review: stop.wait(PATIENCE_MS / 1_000), print, owner=owner)
    for number in range(5):
        session.read(lambda _review, number=number: read.append(number), print, owner=owner, key="comment")
    stop.set()
    qtbot.waitUntil(lambda: not session.reading, timeout=PATIENCE_MS)
    assert read == [4]
    session.close()


def test_the_start_page_needs_neither_store_nor_exporters() -> None:
    code = (
        "import sys; from ogp_review.ui import app; a = app.application(); w = app.MainWindow(); w.show();"
        "a.processEvents(); print(*{'sqlalchemy', 'openpyxl', 'docx', 'lxml'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == []


def test_garbage_is_looked_for_only_while_nothing_is_under_way(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    found: list[int] = []
    monkeypatch.setattr(collecting.gc, "collect", found.append)
    monkeypatch.setattr(collecting, "YOUNG", 0)
    busy = [True]
    try:
        collector = collecting.Collector(lambda: busy[0])
        assert not gc.isenabled()
        collector.look()
        assert found == []
        busy[0] = False
        for _look in range(collecting.OLD_EVERY):
            collector.look()
        assert found == [1] * (collecting.OLD_EVERY - 1) + [2]
    finally:
        gc.enable()


class _Told:
    """Progress that says when comments are being written."""

    def __init__(self, inner: Any, writing: threading.Event) -> None:
        self._inner, self._writing = inner, writing

    def report(self, done: int, total: int | None, what: str) -> None:
        if done:
            self._writing.set()
        self._inner.report(done, total, what)

    def check_cancelled(self) -> None:
        self._inner.check_cancelled()


def _table(folder: Path, rows: int) -> Path:
    path = folder / f"comments-{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("Author", "Text", "Paragraph"))
        table.writerows(
            (f"Person {n % 97}", f"Comment {n} of {rows} on access to information.", f"P{n % 30 + 1}")
            for n in range(rows)
        )
    return path
