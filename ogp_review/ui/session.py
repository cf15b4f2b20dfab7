"""One open review in the window: reads and writes off the window's thread, and tells panels what changed.

Reads run on a small pool, writes one after the other on a thread of their own; answers come back on the
window's thread. A read that was asked for again under the same key, or whose panel has gone, is dropped.
"""

import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ogp_review.domain.views import Committed
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages

T = TypeVar("T")

READERS = 2
"""Of more than these the window's thread gets too small a share of the interpreter to paint in time."""

QUIET_MS = 30
LATER_MS = 300
"""Reads that nobody waits for begin when for QUIET_MS nothing else was read, but after LATER_MS at last."""

WATCH_EVERY_MS = 2_000


class Session(QObject):
    """A review and the threads that work on it. Panels keep a reference and listen to :attr:`changed`."""

    changed = Signal(object)
    """A domain.views.Committed, on the window's thread, after each operation here or in another process."""

    busy = Signal(bool)
    """Whether an operation is being written."""

    _answered = Signal(object)
    _told = Signal(object)

    def __init__(self, review: Review, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.review = review
        self.person = review.person
        self.read_only = review.read_only
        self._numbers = itertools.count(1)
        self._asked: dict[int, Any] = {}
        self._latest: dict[tuple[int, str], int] = {}
        self._writing = self._reading = 0
        self._later: list[Callable[[], None]] = []
        self._urgent: set[int] = set()
        self._held: list[Callable[[], None]] = []
        self._closed = False
        self._reads = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._background = ThreadPoolExecutor(1, thread_name_prefix="later")
        self._writes = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        review.store.committed.append(self._told.emit)
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._overdue = QTimer(self, interval=LATER_MS, singleShot=True)
        for timer in (self._quiet, self._overdue):
            timer.timeout.connect(self._start_later)
        self._expected: int | None = None
        self._blind = False
        self._counting: Future[int] = self._reads.submit(review.store.operations)
        self._watch = QTimer(self, interval=WATCH_EVERY_MS)
        self._watch.timeout.connect(self._look_for_others)
        self._watch.start()

    @property
    def why_not(self) -> str:
        """Why nothing can be written; empty where it can."""
        return _("This review was opened to read only.") if self.read_only else ""

    def may_write(self) -> bool:
        """Whether the review can be written; else it is said why not."""
        if self.read_only:
            messages.bridge.say(self.why_not)
        return not self.read_only

    def _tell(self, committed: Committed) -> None:
        if self._closed:
            return  # it was written while the review was closed: nobody shows it any more
        known = self._known()
        if committed.changes is None:
            self._count()  # before panels read: what others write meanwhile is seen at the next look
        elif known is not None:
            self._expected = known + 1
        self.changed.emit(committed)

    def _count(self) -> None:
        """Count the operations that stand now; whatever is asked for from here on waits for that."""
        self._expected = None
        self._counting = self._reads.submit(self.review.store.operations)

    def _known(self) -> int | None:
        """How many operations panels know of; None where they could not be counted yet."""
        counted = self._counting
        if self._expected is None and counted.done() and not counted.cancelled():
            self._expected = counted.result() if counted.exception() is None else None
        return self._expected

    def read(
        self,
        work: Callable[[Review], T],
        then: Callable[[T], None],
        *,
        owner: QObject,
        key: str = "",
        later: bool = False,
        urgent: bool = False,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work` on a reader's thread and give its answer to `then` on the window's thread.

        The answer is dropped once `owner` is gone, or has asked again under the same `key` (where given).

        :param later: let everything go first that is asked for without it: nobody waits for this.
        :param urgent: what is asked for after it begins when this has been answered: it is looked at, and
            readers side by side take each other's time.
        """
        if self._closed:
            return
        number = next(self._numbers)
        place = (id(owner), key)
        if key:
            self._latest[place] = number

        def wanted() -> bool:
            return shiboken6.isValid(owner) and (not key or self._latest.get(place) == number)

        def start() -> None:
            self._quiet.stop()
            self._reading += 1
            pool = self._background if later else self._reads  # a long one keeps nobody waiting
            asked = self._start(pool, work, then, failed, wanted)
            if urgent:
                self._urgent.add(asked)

        if not later:
            if self._urgent and not urgent:
                self._held.append(start)
            else:
                start()
            return
        self._later.append(start)
        if not self._overdue.isActive():
            self._overdue.start()
        if not self._reading:
            self._quiet.start()

    def _start_later(self) -> None:
        self._overdue.stop()
        waiting, self._later = self._later, []
        for start in waiting:
            start()

    def do(
        self,
        work: Callable[[Review], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `work`, which does one operation, after those that wait already.

        What it changed arrives by :attr:`changed`, in order; a ReviewError becomes a message of the window
        unless `failed` takes it.
        """
        self._writing += 1
        if self._writing == 1:
            self.busy.emit(True)
        self._start(self._writes, work, then or _ignore, failed, None)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Review], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None,
        wanted: Callable[[], bool] | None,
    ) -> int:
        number = next(self._numbers)
        if not self._closed:
            self._asked[number] = (work, then, failed, wanted)
            pool.submit(self._run, number, self._counting)
        return number

    def _run(self, number: int, counting: Future[int]) -> None:
        """On a thread of a pool: what holds widgets is kept by number, so that none is let go of there."""
        answer, problem = None, None
        with suppress(Exception):  # where counting failed, the next look counts
            counting.result()
        try:
            work, _then, _failed, wanted = self._asked[number]
            if wanted is None or wanted():
                answer = work(self.review)
        except Exception as error:
            problem = error
        work = wanted = _then = _failed = None
        if not self._closed:
            self._answered.emit((number, answer, problem))

    def _deliver(self, arrived: Any) -> None:
        number, answer, problem = arrived
        _work, then, failed, wanted = self._asked.pop(number)
        if wanted is None:
            self._writing -= 1
            if not self._writing:
                self.busy.emit(False)
        else:
            self._reading -= 1
            self._let_go(number)
            if not self._reading and self._later:
                self._quiet.start()
        if self._closed or (wanted is not None and not wanted()):
            return
        if problem is None:
            then(answer)
        elif failed is not None:
            failed(problem)
        elif isinstance(problem, ReviewError):
            messages.bridge.problem(str(problem))
        elif not isinstance(problem, Cancelled):
            messages.bridge.bug(problem)

    def _let_go(self, number: int) -> None:
        """Begin what waits, if this was the last answer it waits for."""
        self._urgent.discard(number)
        if self._held and not self._urgent:
            held, self._held = self._held, []
            for start in held:
                start()

    @property
    def writing(self) -> bool:
        """Whether an operation waits or is under way."""
        return self._writing > 0

    @property
    def reading(self) -> bool:
        """Whether an answer is still to come."""
        return self._reading > 0 or bool(self._later) or bool(self._held)

    def _look_for_others(self) -> None:
        """Another process may have written to the review: then everything may have changed."""
        before = self._known()

        def compare(count: int) -> None:
            self._blind = False
            if self._writing or before != self._known():
                return  # what this window wrote meanwhile is not yet counted
            self._expected = count
            if before is not None and count != before:
                self.changed.emit(Committed("exchange", "", "", None))

        if not self._writing:
            self.read(
                lambda review: review.store.operations(),
                compare,
                owner=self,
                key="watch",
                later=True,
                failed=self._cannot_look,
            )

    def _cannot_look(self, error: Exception) -> None:
        """Said once, until it can be looked again: this is tried every two seconds."""
        if self._blind:
            return
        self._blind = True
        if isinstance(error, ReviewError):
            said = _("What others write does not show at the moment. {why}")
            messages.bridge.problem(said.format(why=error))
        else:
            messages.bridge.bug(error)

    def close(self) -> None:
        """Let what is being written finish, then close the review."""
        self._watch.stop()
        self._quiet.stop()
        self._overdue.stop()
        self._writes.shutdown(wait=True)
        self._closed = True
        for pool in (self._reads, self._background):
            pool.shutdown(wait=True, cancel_futures=True)
        if self._told.emit in self.review.store.committed:
            self.review.store.committed.remove(self._told.emit)
        self.review.close()


def _ignore(_answer: object) -> None:
    return None
