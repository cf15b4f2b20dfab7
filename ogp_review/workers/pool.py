"""The window's side: workers that are started when there is something to do and end when there is not."""

import itertools
import multiprocessing
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from ogp_review.domain.views import Committed
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.progress import Progress
from ogp_review.review import Review
from ogp_review.workers import child
from ogp_review.workers.errands import Errand
from ogp_review.workers.talk import Answered, Asked, Failed, GaveBack, Granted, Place, Sent, Stop, Told, Wrote

IDLE_S = 60.0
"""A worker without work is kept so long: the next errand starts at once."""

STOPPED_AFTER_S = 0.12
"""What is cancelled may end by itself so long; then its process is ended."""

_LOOK_EVERY_S = 0.02
_LOST = (
    "Reading or writing ended before it was finished: the file may be damaged, or this computer is out of "
    "memory. Nothing of it was kept."
)
_TOO_LATE = "It was written before it could be cancelled. Undo takes it back."


class Workers:
    """The workers of one open review. Every method may be called from any thread but the window's own."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._closed = False

    def run(self, errand: Errand, progress: Progress) -> Any:
        """What `errand` answers; raises what it raised.

        :raises Cancelled: within a fifth of a second after the person has stopped it; nothing is kept then.
        """
        try:
            worker = self._take()
        except OSError:  # no process can be started: slower, but done all the same
            return errand(self._review, progress)
        try:
            return worker.run(errand, progress)
        finally:
            self._put_back(worker)

    def warm(self) -> None:
        """Have one ready, since work is likely soon."""
        with suppress(OSError):
            self._put_back(self._take())

    def rest(self) -> None:
        """End those that had nothing to do for a while."""
        with self._lock:
            old = [one for one in self._idle if one.idle_for() > IDLE_S]
            self._idle = [one for one in self._idle if one not in old]
        for one in old:
            one.end()

    def close(self) -> None:
        """End all. Errands under way end as cancelled."""
        with self._lock:
            self._closed = True
            all_of_them = self._idle + self._busy
            self._idle = []
        for one in all_of_them:
            one.end()

    def _take(self) -> "_Worker":
        with self._lock:
            found = self._idle.pop() if self._idle else None
        if found is None or not found.lives:
            found = _Worker(self._review)
        with self._lock:
            self._busy.append(found)
        return found

    def _put_back(self, worker: "_Worker") -> None:
        with self._lock:
            self._busy.remove(worker)
            keep = worker.lives and not self._closed
            if keep:
                self._idle.append(worker)
        if not keep:
            worker.end()


class _Worker:
    """One process."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._numbers = itertools.count(1)
        self._since = time.monotonic()
        place = Place(review.store.target, review.person, review.language, review.read_only)
        context = multiprocessing.get_context("spawn")
        it_hears, self._says = context.Pipe(duplex=False)
        self._hears, it_says = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(
            target=child.main, args=(it_hears, it_says, place), name="OGP Review worker", daemon=True
        )
        try:
            self._process.start()
        finally:
            it_hears.close()
            it_says.close()

    @property
    def lives(self) -> bool:
        return self._process.is_alive()

    def idle_for(self) -> float:
        return time.monotonic() - self._since

    def run(self, errand: Errand, progress: Progress) -> Any:
        number = next(self._numbers)
        try:
            self._says.send(Sent(number, errand))
            ends = self._hears, self._says
            return _Errand(self._review, ends, self._process, progress, number).answer()
        except (EOFError, BrokenPipeError, ConnectionResetError) as gone:
            raise ReviewError(_LOST) from gone
        finally:
            self._since = time.monotonic()

    def end(self) -> None:
        for end in (self._says, self._hears):
            with suppress(OSError):
                end.close()
        self._process.join(_LOOK_EVERY_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class _Errand:
    """One errand under way, with the turn to write where the worker has it."""

    def __init__(
        self,
        review: Review,
        ends: tuple[Connection, Connection],
        process: BaseProcess,
        progress: Progress,
        number: int,
    ) -> None:
        self._review = review
        self._hears, self._says = ends
        self._process = process
        self._progress = progress
        self._number = number
        self._end_at: float | None = None
        self._turn: Any = None
        self._stood = 0
        self._kept = False

    def answer(self) -> Any:
        try:
            while True:
                self._heed_cancel()
                wait([self._hears, self._process.sentinel], timeout=_LOOK_EVERY_S)
                if self._hears.poll():
                    said = self._hears.recv()
                    if isinstance(said, Answered):
                        return said.answer
                    self._hear(said)
                elif not self._process.is_alive():
                    raise EOFError
        finally:
            self._give_back()

    def _heed_cancel(self) -> None:
        now = time.monotonic()
        if self._end_at is None:
            try:
                self._progress.check_cancelled()
            except Cancelled:
                self._end_at = now + STOPPED_AFTER_S
                self._says.send(Stop(self._number))
        elif now > self._end_at:
            self._end()

    def _end(self) -> None:
        """End the process: the database rolls back what was half written, unless it stood already."""
        self._process.kill()
        self._process.join()
        with suppress(EOFError, OSError):
            while self._hears.poll():
                said = self._hears.recv()
                if isinstance(said, Answered | Wrote):
                    self._kept = True
        if self._kept or (self._turn is not None and self._review.store.operations() != self._stood):
            self._review.store.tell(Committed("exchange", "", "", None))
            raise ReviewError(_TOO_LATE)
        raise Cancelled

    def _hear(self, said: Any) -> None:
        match said:
            case Told():
                self._progress.report(said.done, said.total, said.what)
            case Asked():
                self._grant()
            case GaveBack():
                self._give_back()
            case Wrote():
                self._kept = True
                self._review.store.tell(said.committed)
            case Failed():
                raise said.problem

    def _grant(self) -> None:
        turn = self._review.store.turn()
        turn.__enter__()
        self._turn = turn
        self._stood = self._review.store.operations()
        self._says.send(Granted())

    def _give_back(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            turn.__exit__(None, None, None)
