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
from ogp_review.services.browsing import Browsing
from ogp_review.services.sample import EDITOR, make_sample
from ogp_review.store.engine import Database
from ogp_review.ui import app, collecting
from ogp_review.ui.codebook import CodebookWorkspace
from ogp_review.ui.comments import CommentList
from ogp_review.ui.comments.card_view import CardView
from ogp_review.ui.comments.listing import Listing
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.desk import Desk
from ogp_review.ui.main_window import MainWindow
from ogp_review.ui.merging import PointsWorkspace
from ogp_review.ui.reader import Reader
from ogp_review.ui.responses import ResponsePane
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


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is remembered of the window: the list shows all, as cards."""
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path))


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


def test_opening_asks_for_the_list_before_any_panel_is_made_and_shows_it_before_the_others(
    afresh: None, window: MainWindow, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def noted(cls: type, name: str, said: str) -> None:
        before = getattr(cls, name)

        def told(self: Any, *given: Any, **named: Any) -> Any:
            order.append(said)
            return before(self, *given, **named)

        monkeypatch.setattr(cls, name, told)

    noted(Listing, "ask_ahead", "ids asked")
    noted(CommentList, "__init__", "list")
    noted(Reader, "__init__", "reader")
    noted(ResponsePane, "__init__", "response")
    noted(PointsWorkspace, "__init__", "points")
    noted(CodebookWorkspace, "__init__", "codebook")
    painted = CardView.paintEvent

    def paint(view: CardView, event: Any) -> None:
        painted(view, event)
        if view.model().rowCount():
            order.append("cards" if view.model().known(0) is not None else "cards without words")

    monkeypatch.setattr(CardView, "paintEvent", paint)
    desk = _open(window, sample, qtbot)
    qtbot.waitUntil(lambda: desk.triage.reader.current() is not None, timeout=PATIENCE_MS)
    assert [*dict.fromkeys(order)] == ["ids asked", "list", "cards", "reader", "response"]


def test_opening_reads_the_first_cards_once(
    afresh: None, window: MainWindow, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    before = Browsing.cards

    def counted(self: Browsing, ids: Any) -> Any:
        read.extend(ids)
        return before(self, ids)

    monkeypatch.setattr(Browsing, "cards", counted)
    desk = _open(window, sample, qtbot)
    shown = [desk.triage.list.model.ids[row] for row in desk.triage.list.model.rows_shown()]
    assert shown
    assert [read.count(id_) for id_ in shown] == [1] * len(shown)


def test_an_operation_reads_the_card_it_changed_and_no_other(
    afresh: None, window: MainWindow, sample: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = _open(window, sample, qtbot)
    model = desk.triage.list.model
    changed = model.ids[1]
    there = {model.ids[row]: model.known(row) for row in model.rows_shown()}
    read: list[int] = []
    before = Browsing.cards

    def counted(self: Browsing, ids: Any) -> Any:
        read.extend(ids)
        return before(self, ids)

    monkeypatch.setattr(Browsing, "cards", counted)
    stance = "change" if there[changed].stance != "change" else "support"
    desk.session.do(lambda review: review.triage.stance([changed], stance))
    qtbot.waitUntil(lambda: getattr(model.known(1), "stance", None) == stance, timeout=PATIENCE_MS)
    _rest(desk, qtbot)
    assert read == [changed]
    assert all(model.pages.get(id_) is card for id_, card in there.items() if id_ != changed)


def test_while_something_urgent_is_read_the_rest_waits(review: Review, qtbot: QtBot) -> None:
    session, order = Session(review), []
    let_go = threading.Event()

    def urgent(_review: Review) -> None:
        let_go.wait(PATIENCE_MS / 1_000)
        order.append("card")

    session.read(urgent, print, owner=session, urgent=True)
    session.read(lambda _review: order.append("reader"), print, owner=session)
    qtbot.wait(50)
    assert order == [] and session.reading
    let_go.set()
    qtbot.waitUntil(lambda: not session.reading, timeout=PATIENCE_MS)
    assert order == ["card", "reader"]
    session.close()


def test_an_urgent_read_that_fails_keeps_nobody_waiting(review: Review, qtbot: QtBot) -> None:
    session, told, failed = Session(review), [], []
    session.read(lambda _review: 1 // 0, print, owner=session, urgent=True, failed=failed.append)
    session.read(lambda _review: "reader", told.append, owner=session)
    qtbot.waitUntil(lambda: told == ["reader"], timeout=PATIENCE_MS)
    assert len(failed) == 1
    session.close()


def test_moving_on_paints_two_cards_and_not_all(
    afresh: None, window: MainWindow, sample: Path, qtbot: QtBot
) -> None:
    desk = _open(window, sample, qtbot)
    cards, chosen = desk.triage.list.cards, desk.triage.list.chosen
    desk.triage.list.next()
    selected = cards.visualRegionForSelection(chosen.selection.selection()).boundingRect()
    assert selected == cards.visualRect(chosen.selection.currentIndex())
    desk.triage.list.select_all()
    whole = cards.visualRegionForSelection(chosen.selection.selection()).boundingRect()
    assert whole.intersected(cards.viewport().rect()).height() > 3 * selected.height()


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


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[list[Any]]:
    """What is searched and what is left out of later searches, in order; nothing is really."""
    found: list[Any] = []
    monkeypatch.setattr(collecting.gc, "collect", lambda *age: found.append(*age or ("all",)))
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(collecting.gc, name, lambda name=name: found.append(name))
    monkeypatch.setattr(collecting, "YOUNG", 0)
    monkeypatch.setattr(collecting, "MANY", 10**9)
    yield found
    gc.enable()


def test_garbage_is_looked_for_only_while_nothing_is_under_way(searches: list[Any]) -> None:
    busy = [True]
    collector = collecting.Collector(lambda: busy[0])
    assert not gc.isenabled()
    collector.look()
    assert searches == []
    busy[0] = False
    for _look in range(collecting.OLD_EVERY):
        collector.look()
    assert searches == [1] * (collecting.OLD_EVERY - 1) + [2, "freeze"]


def test_so_much_that_a_search_would_be_felt_is_left_until_nobody_looks(
    searches: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [False]
    monkeypatch.setattr(collecting, "_away", lambda: away[0])
    monkeypatch.setattr(collecting, "MANY", 0)
    monkeypatch.setattr(collecting, "DEEP_EVERY", 3)
    collector = collecting.Collector(lambda: False)
    for _look in range(4):
        collector.look()
    assert searches == ["freeze"] * 4
    away[0] = True
    collector.look()
    assert searches[4:] == ["unfreeze", "all", "freeze"]
    collector.look()
    assert searches[7:] == ["freeze"]


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
