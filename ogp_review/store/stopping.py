"""Long work on a database hears that it is cancelled: between statements, and in the midst of a long one."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from ogp_review.errors import Cancelled

_STEPS = 4_000
"""Steps of SQLite's machine between two looks: a fraction of a millisecond."""

Hear = Callable[[Connection], None]


@contextmanager
def stoppable(check: Callable[[], None]) -> Iterator[Hear]:
    """Hands out a function that makes a connection call `check`, which raises Cancelled, ever so often.

    What is interrupted becomes Cancelled. It stands within a read, whose connection is used again; and round
    an operation, whose end takes long too.
    """
    stopped: list[BaseException] = []

    def look() -> int:
        """An error within SQLite's own call would be swallowed: the statement is interrupted instead."""
        try:
            check()
        except Cancelled as error:
            stopped.append(error)
        return bool(stopped)

    def hear(connection: Connection) -> None:
        def before(*_statement: Any) -> None:
            check()

        event.listen(connection, "before_cursor_execute", before)
        raw = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite" and raw is not None:
            raw.set_progress_handler(look, _STEPS)
            heard.append(raw)

    heard: list[Any] = []
    try:
        yield hear
    except DBAPIError as error:
        if stopped:
            raise Cancelled from error
        raise
    finally:
        for raw in heard:
            with suppress(sqlite3.ProgrammingError):  # an operation has closed its own
                raw.set_progress_handler(None, _STEPS)
