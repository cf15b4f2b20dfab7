"""Drives the real window off screen as a person would, and keeps the time of what it paints.

Waiting is done in Qt's own loop, as in the program, so that readers' threads get their turns. A paint counts
from the moment it has ended.
"""

import gc
import json
import math
import os
import sqlite3
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import QAbstractListModel, QEvent, QEventLoop, QModelIndex, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget
from stall_finder import LATE, Finder

from ogp_review.ui import app
from ogp_review.ui.collecting import Collector
from ogp_review.ui.comments.card_view import CardView
from ogp_review.ui.desk import Desk
from ogp_review.ui.main_window import MainWindow

SIZE = (1440, 900)
PATIENCE = 300.0
TICK_MS = 5
LOOK_MS = 1

_painted: list[Callable[[QWidget], None]] = []


def _paint(view: CardView, event: Any, before: Callable[..., None] = CardView.paintEvent) -> None:
    before(view, event)
    for told in list(_painted):
        told(view)


CardView.paintEvent = _paint  # type: ignore[method-assign]


def until(holds: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Let the window live until something holds; the time (perf_counter) at which it was seen."""
    seen, end = [holds()], time.perf_counter() + patience
    if not seen[0]:
        loop, look = QEventLoop(), QTimer(interval=LOOK_MS, timerType=Qt.TimerType.PreciseTimer)

        def see() -> None:
            seen[0] = seen[0] or holds()  # once: it may not hold any more when the loop has ended
            if seen[0] or time.perf_counter() > end:
                loop.quit()

        look.timeout.connect(see)
        look.start()
        loop.exec()
        look.stop()
        if not seen[0]:
            raise TimeoutError(what)
    return time.perf_counter()


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(max(1, round(seconds * 1_000)), loop.quit)
    loop.exec()


def p(share: float, times: list[float]) -> float:
    """A percentile of the times."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


@dataclass
class Opened:
    """Seconds from asking for a review to what then was on screen."""

    card: float
    """The first painted card."""

    usable: float
    """Tree, list and reader are shown."""

    whole: float
    """The ids of all comments are in the list."""


@dataclass
class Stalls:
    """How long the window's loop stood still, by what was being done."""

    longest: dict[str, float] = field(default_factory=dict)
    every: list[tuple[str, float, float, list[str]]] = field(default_factory=list)
    """What was being done, seconds, how much of them the window's thread worked, and what ran then, of each
    gap above :data:`TOLD`. Where the thread hardly worked, it waited for the interpreter or a processor."""

    step: str = ""

    TOLD = 0.05

    def note(self, gap: float, worked: float, ran: Callable[[], list[str]]) -> None:
        """:param ran: what was seen to run since it was last asked."""
        self.longest[self.step] = max(gap, self.longest.get(self.step, 0.0))
        if gap > LATE:
            seen = ran()
            if gap > self.TOLD:
                self.every.append((self.step, gap, worked, seen))

    @property
    def most(self) -> float:
        return max(self.longest.values(), default=0.0)


@contextmanager
def stalls(finding: bool = True) -> Iterator[Stalls]:
    """A timer of 5 ms in the window: what comes later than that is a stall.

    :param finding: look at what runs then; it costs a little of the interpreter's time.
    """
    found, last, worked = Stalls(), [time.perf_counter()], [time.thread_time()]
    finder = Finder(lambda: time.perf_counter() - last[0]) if finding else None

    def tick() -> None:
        now = time.perf_counter()
        work = time.thread_time()
        gap = max(0.0, now - last[0] - TICK_MS / 1_000)
        found.note(gap, work - worked[0], finder.take if finder else list)
        last[0], worked[0] = now, work

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    last[0] = time.perf_counter()
    try:
        yield found
    finally:
        timer.stop()
        if finder is not None:
            finder.close()


class Driver:
    """A main window that is shown; it opens one review after the other."""

    def __init__(self) -> None:
        sys.setswitchinterval(app.SWITCH_EVERY_S)
        self.app: QApplication = app.application()
        self.window = MainWindow()
        self.window.resize(*SIZE)
        self.window.show()
        self.window.opener.load()
        self._collector = Collector(self.window.busy, self.window)
        live(0.5)

    # Opening ----------------------------------------------------------------------------------------------

    def open(self, path: Path, person: str) -> Opened:
        """Open a review, and wait until nothing more comes."""
        gc.collect()
        began, first = time.perf_counter(), [math.inf]

        def painted(view: CardView) -> None:
            if first[0] == math.inf and view.model().rowCount() and self.model.known(0) is not None:
                first[0] = time.perf_counter()

        _painted.append(painted)
        self.window.open_review(str(path), person)
        until(lambda: self.window.desk is not None, "opened")
        usable = until(self._usable, "the window is usable") - began
        whole = until(lambda: self.list.listing.complete, "all ids") - began
        until(lambda: first[0] < math.inf, "a card")
        _painted.remove(painted)
        self.rest()
        return Opened(first[0] - began, max(usable, first[0] - began), whole)

    def _usable(self) -> bool:
        triage = self.desk.triage
        shown = triage.reader.current()
        tree = triage.tree.model.rowCount() > 0 and triage.tree.model.has_paragraphs()
        return tree and shown is not None and shown.card.id == self.list.current_id()

    def rest(self, seconds: float = 0.1) -> None:
        """Wait until the session has nothing to do."""
        quiet = [time.perf_counter()]

        def idle() -> bool:
            session, now = self.desk.session, time.perf_counter()
            if session.writing or session.reading or self.desk.jobs.running:
                quiet[0] = now
            return now - quiet[0] > seconds

        until(idle, "rest")

    def close(self) -> None:
        """Close the review, not the window."""
        self.window.show_start()
        live(0.05)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    @property
    def list(self) -> Any:
        return self.desk.triage.list

    @property
    def model(self) -> Any:
        return self.list.model

    # Doing ------------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, on: QWidget | None = None) -> None:
        """Press a key in the list, or in another widget."""
        QTest.keyClick(on if on is not None else self.list.view(), key)

    def ask(self, key: Qt.Key, typed: str) -> None:
        """Press the key of an action that asks, and type; the popup stays open."""
        self.press(key)
        until(self.chooser.isVisible, "the chooser")
        QTest.keyClicks(self.chooser.field, typed)
        live(0.02)

    def choose(self) -> None:
        """Take what the popup offers first, with Enter."""
        QTest.keyClick(self.chooser.field, Qt.Key.Key_Return)

    @property
    def chooser(self) -> Any:
        """The popup of the actions that ask."""
        return self.desk.triage.verbs.asking._chooser

    def painted_when(self, holds: Callable[[], bool], does: Callable[[], object]) -> float:
        """The seconds from doing something to the end of the paint of the list at which `holds`."""
        at = [math.inf]

        def painted(_view: CardView) -> None:
            if at[0] == math.inf and holds():
                at[0] = time.perf_counter()

        began = time.perf_counter()
        _painted.append(painted)
        try:
            does()
            until(lambda: at[0] < math.inf, "painted")
        finally:
            _painted.remove(painted)
        return at[0] - began

    def jump(self, share: float, gone: Callable[[], bool] = lambda: False) -> float:
        """Jump to a place in the list; the seconds until what is there has been read, or it was `gone`."""
        bar = self.list.view().verticalScrollBar()
        began = time.perf_counter()
        bar.setValue(round(share * bar.maximum()))
        live(0.001)
        until(lambda: gone() or self._screen_known(), "a page")
        return time.perf_counter() - began

    def _screen_known(self) -> bool:
        return all(self.model.known(row) is not None for row in self.model.rows_shown())

    def filtered(self, text: str) -> float:
        """The seconds from a filter to the paint of its first rows."""
        if text == self.list.filter_text():
            return 0.0
        before = self.model.ids

        def shows() -> bool:
            return self.list.filter_text() == text and self.model.ids is not before and self._top_known()

        return self.painted_when(shows, lambda: self.list.set_filter(text))

    def _top_known(self) -> bool:
        return bool(self.model.rowCount()) and self.model.known(0) is not None


def frames(view: QAbstractItemView, far: bool, count: int = 120) -> list[float]:
    """The seconds that each step of scrolling takes to paint: wheel steps, or jumps to anywhere."""
    bar, took = view.verticalScrollBar(), []
    whole = bar.maximum()
    bar.setValue(0)
    live(0.1)
    for number in range(count):
        to = (number * 7919 % 997) * whole // 997 if far else min(whole, bar.value() + 3 * bar.singleStep())
        began = time.perf_counter()
        bar.setValue(to)
        view.viewport().repaint()
        took.append(time.perf_counter() - began)
        live(0.016)
        began = time.perf_counter()
        view.viewport().repaint()
        took.append(time.perf_counter() - began)
    return took


class PlainModel(QAbstractListModel):
    """Ids in an array; a page of texts is read where one is looked at."""

    PAGE = 64

    def __init__(self, connection: sqlite3.Connection, ids: str, texts: str) -> None:
        super().__init__()
        self._connection, self._texts = connection, texts
        self._ids = array("q", (row[0] for row in connection.execute(ids)))
        self._pages: dict[int, list[str]] = {}

    def _page(self, number: int) -> list[str]:
        wanted = self._ids[number * self.PAGE : (number + 1) * self.PAGE].tolist()
        found = dict(self._connection.execute(self._texts, (json.dumps(wanted),)).fetchall())
        return [" ".join(found[id_].split()) for id_ in wanted]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(100, 84)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        number, place = divmod(index.row(), self.PAGE)
        if number not in self._pages:
            self._pages[number] = self._page(number)
        return self._pages[number][place]


class Prototype:
    """The least that shows these comments: Qt's list view and delegate over :class:`PlainModel`."""

    def __init__(self, path: Path, ids: str, texts: str) -> None:
        self._path, self._ids, self._texts = path, ids, texts
        self.view = QListView()

    def first_paint(self) -> float:
        """The seconds until its first rows are painted."""
        began = time.perf_counter()
        self._connection = sqlite3.connect(self._path)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.resize(400, SIZE[1])
        self.model = PlainModel(self._connection, self._ids, self._texts)
        self.view.setModel(self.model)
        self.view.show()
        self.view.viewport().repaint()
        return time.perf_counter() - began

    def close(self) -> None:
        self.view.close()
        self._connection.close()
