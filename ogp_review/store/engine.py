"""Opening a review's database: one writer, many readers that cannot write, and errors as sentences."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    column,
    create_engine,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from ogp_review.errors import Conflict, ReviewError

APPLICATION_ID = 0x4F475052
BUSY_SECONDS = 5
SPILL_PAGES = 131_072
"""Changed pages (of 4 KiB) a transaction may hold before it writes to the file, which shuts readers out."""

_NO_ANSWER = "The shared database does not answer. Check the network and the address, then try again."
DAMAGED = "The file of this review is damaged. Keep it, and open a backup or another copy of it."
LACKING = "The shared database lacks a part of this review. Have a backup of it restored on its server."
_SENTENCES = (
    ("database is locked", "Somebody else is writing to this review just now. Try again in a moment."),
    ("database or disk is full", "The disk is full, so nothing was changed. Make room and do it again."),
    ("disk i/o error", "The disk could not be written, so nothing was changed. Check it and do it again."),
    ("attempt to write a readonly database", "This review can only be read here: it is write-protected."),
    ("malformed", DAMAGED),
    ("file is not a database", DAMAGED),
    ("no such table", DAMAGED),
    ("no such column", DAMAGED),
    ("unable to open database file", "Nothing can be written here: its folder is missing or protected."),
    ("could not extend file", "The disk of the database server is full, so nothing was changed."),
    ("connection failed", _NO_ANSWER),
    ("connection refused", _NO_ANSWER),
    ("closed the connection", _NO_ANSWER),
    ("does not exist", LACKING),
)  # fmt: skip


def is_address(target: str) -> bool:
    """Whether `target` names a shared PostgreSQL database rather than a file."""
    return target.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what a database driver says into a sentence; what it does not know goes on as a bug."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error).lower()
        for part, sentence in _SENTENCES:
            if part in said:
                raise (Conflict if "locked" in part else ReviewError)(sentence) from error
        raise


def _sqlite_engine(path: Path, *, writer: bool, read_only: bool) -> Engine:
    mode = "ro" if read_only else "rw"
    address = f"{path.resolve().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool if writer else QueuePool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _WRITER if writer else _READER:
            connection.execute(f"PRAGMA {pragma}")

    if writer:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


_COMMON = ("foreign_keys=ON", "temp_store=MEMORY")
_WRITER = (
    *_COMMON, "journal_mode=DELETE", "synchronous=EXTRA", "cache_size=-65536", f"cache_spill={SPILL_PAGES}",
)  # fmt: skip
_READER = (*_COMMON, "query_only=ON", "cache_size=-16384")


def _postgres_engine(address: str, *, writer: bool) -> Engine:
    url = make_url(address).set(drivername="postgresql+psycopg")
    options = {} if writer else {"options": "-c default_transaction_read_only=on"}
    level = "READ COMMITTED" if writer else "AUTOCOMMIT"
    try:
        return create_engine(url, connect_args=options, isolation_level=level, pool_pre_ping=True)
    except ImportError:
        raise ReviewError(
            "A shared review needs the PostgreSQL driver. Install it with: pip install 'ogp-review[postgres]'"
        ) from None


class OutsideOperation(RuntimeError):
    """Something was to be written outside `store.operation`: a bug."""


class Database:
    """The two engines of a review. Readers autocommit, and the database itself refuses their writes."""

    def __init__(self, target: str, *, read_only: bool = False) -> None:
        self.is_sqlite = not is_address(target)
        self.path = Path(target) if self.is_sqlite else None
        self.read_only = read_only
        self.turn: AbstractContextManager[Any] = threading.RLock()
        self.why_read_only = "This review was opened to read only, so nothing was changed."
        if self.path is not None:
            self._reader = _sqlite_engine(self.path, writer=False, read_only=read_only)
            self._writer = _sqlite_engine(self.path, writer=True, read_only=read_only)
        else:
            self._reader = _postgres_engine(target, writer=False)
            self._writer = _postgres_engine(target, writer=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that can only read. Fetch all and leave: an open read keeps the writer waiting.

        :raises OutsideOperation: where something is written all the same.
        """
        try:
            with self._reader.connect() as connection:
                yield connection
        except DBAPIError as error:
            if any(
                part in str(error.orig).lower() for part in ("readonly database", "read-only transaction")
            ):
                raise OutsideOperation from error
            with sentences():
                raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that nobody else writes beside; threads of this process wait for their turn.

        For the store's own use only.
        """
        if self.read_only:
            raise ReviewError(self.why_read_only)
        with self.turn, sentences(), self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5195345)")
            yield connection

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def among(
    sought: Column[Any] | ColumnElement[Any], ids: Iterable[int], connection: Connection
) -> ColumnElement[bool]:
    """`sought` is one of `ids`, however many there are, as one bound parameter."""
    listed = list(ids)
    if connection.dialect.name == "sqlite":
        values = func.json_each(literal(json.dumps(listed))).table_valued("value")
        return sought.in_(select(column("value")).select_from(values))
    return sought == func.any(literal(listed, ARRAY(BigInteger)))


def bulk_insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write many rows at the speed of the driver. `rows` hold the values of `columns`, in their order."""
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([mark] * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))


def bulk_update(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Set `columns` of many rows at the speed of the driver. `rows` hold their values, then the id."""
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    settings = ", ".join(f'"{name}" = {mark}' for name in columns)
    connection.exec_driver_sql(f'UPDATE "{table.name}" SET {settings} WHERE id = {mark}', list(rows))
