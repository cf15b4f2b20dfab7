"""What is typed and is no operation yet: kept in a personal database, so a crash costs a second of typing.

It lies in the data folder of this computer, never in a review. Every window of every process may write to it.
"""

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from ogp_review import settings
from ogp_review.i18n import _
from ogp_review.store.storable import storable

FILE = "drafts.sqlite"
GATHER_SECONDS = 0.5
"""So long keystrokes are gathered before they are written: with the write itself, under a second."""

_BUSY_SECONDS = 5.0
_AGAIN_SECONDS = 2.0
_TABLE = """CREATE TABLE IF NOT EXISTS draft (
    review INTEGER NOT NULL, copy INTEGER NOT NULL, owner INTEGER NOT NULL, field TEXT NOT NULL,
    text TEXT NOT NULL, base TEXT NOT NULL, at REAL NOT NULL, window TEXT NOT NULL,
    PRIMARY KEY (review, copy, owner, field)) WITHOUT ROWID"""
_HERE = "review = ? AND copy = ? AND owner = ? AND field = ?"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text being typed, the text in the review from which it started, and when (seconds since 1970)."""

    text: str
    base: str
    at: float


_Key = tuple[int, str]
_Pending = dict[_Key, tuple[Draft, bool]]
"""By owner and field: the draft, and whether it is kept (True) or forgotten (False)."""


class Drafts(QObject):
    """The drafts of one copy of one review, by owner (the id of a point or comment) and field.

    Reading is from memory; one thread writes. :meth:`close` it, or up to half a second of typing is lost.
    """

    saved = Signal(object, float)
    """An owner whose draft is on the disk, and since when."""

    failed = Signal(str)
    """Why drafts cannot be kept, in a sentence. It is tried again."""

    _wrote = Signal(object)
    _broke = Signal(str)

    def __init__(self, review_id: int, copy: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = (review_id, copy)
        self._path = settings.data_dir() / FILE
        self._window = secrets.token_hex(8)
        self._kept: dict[int, dict[str, Draft]] = {}
        self._pending: _Pending = {}
        self._writing = self._hurry = self._closing = False
        self._turn = threading.Condition()
        self._wrote.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._broke.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._read()
        self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)
        self._thread.start()

    def of(self, owner: int) -> dict[str, Draft]:
        """The drafts of one owner, by field."""
        return dict(self._kept.get(owner, {}))

    def keep(self, owner: int, field: str, text: str, base: str) -> None:
        """Keep what is being typed; `base` is the text in the review from which it started."""
        draft = Draft(storable(text), storable(base), time.time())
        self._kept.setdefault(owner, {})[field] = draft
        self._wait_to_write((owner, field), draft, True)

    def forget(self, owner: int, field: str) -> None:
        """Drop a draft: it has become an operation, or is not wanted. Another window's later one stays."""
        draft = self._kept.get(owner, {}).pop(field, None)
        if draft is not None:
            self._wait_to_write((owner, field), draft, False)

    def flush(self, seconds: float = 10.0) -> bool:
        """Wait until everything is on the disk; whether it is."""
        with self._turn:
            self._hurry = True
            self._turn.notify_all()
            return self._turn.wait_for(lambda: not self._pending and not self._writing, seconds)

    def close(self) -> None:
        """Write what waits, and end."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join()

    def _wait_to_write(self, key: _Key, draft: Draft, kept: bool) -> None:
        with self._turn:
            self._pending[key] = (draft, kept)
            self._turn.notify_all()

    def _tell(self, owners: dict[int, float]) -> None:
        for owner, at in owners.items():
            self.saved.emit(owner, at)

    # On the thread that writes ----------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._pending or self._closing)
                if not self._pending:
                    return
                self._turn.wait_for(lambda: self._hurry or self._closing, GATHER_SECONDS)
                waiting, self._pending, self._writing = self._pending, {}, True
            problem = self._attempt(waiting)
            with self._turn:
                self._writing = False
                if problem and not self._closing:
                    self._pending = {**waiting, **self._pending}
                    self._turn.wait_for(lambda: self._closing, _AGAIN_SECONDS)
                self._hurry = self._hurry and bool(self._pending)
                self._turn.notify_all()

    def _attempt(self, waiting: _Pending) -> str:
        """Write all that waits, in one transaction; what went wrong, or nothing."""
        try:
            with self._writing_to_it() as connection:
                for (owner, field), (draft, kept) in waiting.items():
                    self._put(connection, owner, field, draft, kept)
        except (OSError, sqlite3.Error) as error:
            self._broke.emit(_("What you type is not kept on this computer: {why}.").format(why=error))
            return str(error)
        self._wrote.emit({owner: time.time() for (owner, _field), (_draft, kept) in waiting.items() if kept})
        return ""

    def _put(self, connection: sqlite3.Connection, owner: int, field: str, draft: Draft, kept: bool) -> None:
        here = (*self._place, owner, field)
        if kept:
            values = (*here, draft.text, draft.base, draft.at, self._window)
            connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        else:
            mine = f"DELETE FROM draft WHERE {_HERE} AND (window = ? OR text = ?)"
            connection.execute(mine, (*here, self._window, draft.text))

    @contextmanager
    def _writing_to_it(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            yield connection
            connection.execute("COMMIT")

    # Once, when the review is opened ----------------------------------------------------------------------

    def _read(self) -> None:
        """Take over what is kept; a file that is none of ours is put beside, and a new one begun."""
        if not self._path.is_file():
            return
        try:
            rows = _rows(self._path, self._place)
        except sqlite3.OperationalError:
            rows = []  # no table yet, or locked for longer than anybody waits
        except sqlite3.DatabaseError:
            os.replace(self._path, self._path.with_suffix(".damaged"))
            rows = []
        for owner, field, text, base, at in rows:
            self._kept.setdefault(owner, {})[field] = Draft(text, base, at)


def _rows(path: Path, place: tuple[int, int]) -> list[tuple[int, str, str, str, float]]:
    chosen = "SELECT owner, field, text, base, at FROM draft WHERE review = ? AND copy = ?"
    with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
        return connection.execute(chosen, place).fetchall()
