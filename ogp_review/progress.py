"""What long work is given, so that it can tell how far it is and learn that it is no longer wanted."""

from typing import Protocol


class Progress(Protocol):
    """Told by long work; `check_cancelled` raises `errors.Cancelled` when the person has stopped it."""

    def report(self, done: int, total: int | None, what: str) -> None: ...

    def check_cancelled(self) -> None: ...


class NoProgress:
    """Tells nobody and is never cancelled."""

    def report(self, done: int, total: int | None, what: str) -> None:
        return None

    def check_cancelled(self) -> None:
        return None
