"""The worker's own side: opens the review, does one errand after the other, ends with the window."""

import os
import pickle
import queue
import signal
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from ogp_review.domain.views import Committed
from ogp_review.errors import Cancelled
from ogp_review.workers.talk import (
    Answered,
    Asked,
    Failed,
    GaveBack,
    Granted,
    Place,
    Sent,
    Stop,
    Told,
    Wrote,
)

TELL_EVERY_S = 0.05
NICENESS = 5
"""The window goes first."""


def main(hears: Connection, says: Connection, place: Place) -> None:
    """Work until the window closes its ends, or has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells the whole group; the window decides
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(NICENESS)
    _Worker(hears, says, place).serve()


class _Progress:
    """Of one errand: told on in moderation, and cancelled by what the window says."""

    def __init__(self, says: Connection) -> None:
        self._says = says
        self._next = 0.0
        self.stopped = threading.Event()

    def report(self, done: int, total: int | None, what: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + TELL_EVERY_S
            self._says.send(Told(done, total, what))

    def check_cancelled(self) -> None:
        if self.stopped.is_set():
            raise Cancelled


class _Turn:
    """Leave to write, which the window gives once none of its own writes is under way."""

    def __init__(self, says: Connection) -> None:
        self._says = says
        self._depth = 0
        self.granted = threading.Event()

    def __enter__(self) -> None:
        if not self._depth:
            self.granted.clear()
            self._says.send(Asked())
            self.granted.wait()  # the listener ends this process where the window has gone
        self._depth += 1

    def __exit__(self, *_raised: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._says.send(GaveBack())


class _Worker:
    def __init__(self, hears: Connection, says: Connection, place: Place) -> None:
        self._hears = hears
        self._says = says
        self._place = place
        self._errands: queue.SimpleQueue[Sent] = queue.SimpleQueue()
        self._progress = {0: _Progress(says)}
        self._turn = _Turn(says)
        self._review: Any = None

    def serve(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            sent = self._errands.get()
            self._send(self._outcome(sent))
            self._progress.pop(sent.number, None)

    def _listen(self) -> None:
        """What is half written when the window goes is rolled back by whoever opens the review next."""
        while True:
            try:
                said = self._hears.recv()
            except (EOFError, OSError):
                os._exit(0)
            if isinstance(said, Sent):
                self._progress[said.number] = _Progress(self._says)
                self._errands.put(said)
            elif isinstance(said, Stop) and said.number in self._progress:
                self._progress[said.number].stopped.set()
            elif isinstance(said, Granted):
                self._turn.granted.set()

    def _outcome(self, sent: Sent) -> Answered | Failed:
        try:
            return Answered(sent.errand(self._opened(), self._progress[sent.number]))
        except Exception as problem:
            return Failed(_portable(problem))

    def _opened(self) -> Any:
        from ogp_review.review import open_review

        if self._review is None:
            place = self._place
            self._review = open_review(
                place.target, person=place.person, read_only=place.read_only, language=place.language
            )
            self._review.store.take_turns(self._turn)
            self._review.store.committed.append(self._tell)
        return self._review

    def _tell(self, committed: Committed) -> None:
        """Without what changed: of an import that is everything, and the window looks anew."""
        self._says.send(Wrote(replace(committed, changes=None)))

    def _send(self, outcome: Answered | Failed) -> None:
        try:
            self._says.send(outcome)
        except (pickle.PicklingError, TypeError, AttributeError) as problem:
            self._says.send(Failed(_portable(problem)))


def _portable(problem: Exception) -> Exception:
    """The same error, or one that says the same where it cannot travel, with where it was raised."""
    said = "".join(traceback.format_exception(problem))
    try:
        travelled: Exception = pickle.loads(pickle.dumps(problem))
    except Exception:
        travelled = RuntimeError(f"{type(problem).__name__}: {problem}")
    if not isinstance(travelled, Exception) or str(travelled) != str(problem):
        travelled = RuntimeError(f"{type(problem).__name__}: {problem}")
    travelled.add_note(f"In the worker:\n{said}")
    return travelled
