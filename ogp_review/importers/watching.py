"""Reading that looks up every few milliseconds whether it is still wanted, however deep in a parser it is.

Whoever cuts a zip, an XML part, a text or a mailbox into pieces calls :func:`look_up`; whose progress that
is, the registry says once for the source in hand, so that it need not be handed through every parser.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import TypeVar

from ogp_review.progress import Progress

LOOKED_EVERY_S = 0.02
SEARCHED_AT_ONCE = 256 * 1024
LONGEST_MATCH = 16 * 1024
"""Characters."""

T = TypeVar("T")
_END = object()


class _Watch:
    """A progress, asked in moderation."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._next = 0.0

    def look(self) -> None:
        now = perf_counter()
        if now >= self._next:
            self._progress.check_cancelled()
            self._next = now + LOOKED_EVERY_S


_IN_HAND: ContextVar[_Watch | None] = ContextVar("the source in hand", default=None)


def look_up() -> None:
    """Raises Cancelled where the source in hand is no longer wanted. Most calls only look at the clock."""
    watch = _IN_HAND.get()
    if watch is not None:
        watch.look()


def looked_up(item: T) -> T:
    """`item`, after a :func:`look_up`: for parsers that hand out what they find through a function."""
    look_up()
    return item


def matches_of(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds, with looks in between. No match may be longer than LONGEST_MATCH."""
    start = 0
    while start <= len(text):
        look_up()
        end = start + SEARCHED_AT_ONCE
        for found in pattern.finditer(text, start, end + LONGEST_MATCH):
            if found.start() >= end:
                break
            yield found
            end = max(end, found.end())
        start = end


@contextmanager
def watching(progress: Progress | None) -> Iterator[None]:
    """Within it, :func:`look_up` asks `progress`."""
    token = _IN_HAND.set(_Watch(progress) if progress else None)
    try:
        yield
    finally:
        _IN_HAND.reset(token)


def watched(items: Iterator[T], progress: Progress) -> Iterator[T]:
    """The items one by one; `progress` is asked between them, and by :func:`look_up` on the way."""
    watch = _Watch(progress)
    while True:
        watch.look()
        token = _IN_HAND.set(watch)
        try:
            item = next(items, _END)
        finally:
            _IN_HAND.reset(token)
        if item is _END:
            return
        yield item  # type: ignore[misc]
