"""Long work that looks up every few milliseconds whether it is still wanted, however slow its steps are."""

import gc
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

from ogp_review.progress import NoProgress, Progress

LOOKED_EVERY_S = 0.02
T = TypeVar("T")
_lock = threading.Lock()
_holding: list[bool] = []


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the garbage collector off while a source is held in memory.

    With a hundred thousand comments there, one of its rounds stops all threads for a quarter of a second, and
    it would find nothing: what is held is wanted until the end.
    """
    with _lock:
        _holding.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was = _holding.pop(0)
            if not _holding and was:
                gc.enable()
            elif _holding and was:
                _holding[0] = True


class Pace:
    """A progress that is asked as often as one likes and asks the other one in moderation."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress or NoProgress()
        self._next = 0.0

    def report(self, done: int, total: int | None, what: str) -> None:
        self.progress.report(done, total, what)

    def check_cancelled(self) -> None:
        """Raises Cancelled where the work is no longer wanted; most calls only look at the clock."""
        self._due()

    def _due(self) -> bool:
        now = perf_counter()
        if now < self._next:
            return False
        self.progress.check_cancelled()
        self._next = now + LOOKED_EVERY_S
        return True

    def over(self, items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        """The items one by one, telling how far it is."""
        for number, item in enumerate(items):
            if self._due():
                self.progress.report(number, total, what)
            yield item

    def slices(self, items: Sequence[T], size: int, what: str) -> Iterator[Sequence[T]]:
        """The items in slices of at most `size`; of no items one that is empty."""
        for start in range(0, max(len(items), 1), size):
            self.progress.check_cancelled()
            self.progress.report(start, len(items), what)
            yield items[start : start + size]
