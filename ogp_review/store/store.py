"""A review's store: open it, read from it, and write to it by operations alone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.engine import make_url

from ogp_review import settings
from ogp_review.domain.operation import Changes, Op, WriteConflict, plural
from ogp_review.domain.views import Committed
from ogp_review.errors import ReviewError
from ogp_review.store import exchange, schema, undo
from ogp_review.store import tables as t
from ogp_review.store.engine import Database
from ogp_review.store.engine import is_address as is_address
from ogp_review.store.operation import Operation


class Store:
    """One open review. Safe with several threads: each read and operation has its own connection."""

    def __init__(self, target: str, database: Database) -> None:
        self.target = target
        self._database = database
        self.committed: list[Callable[[Committed], None]] = []
        with database.reading() as connection:
            self.review_id = int(_meta(connection, "review_id"))
        self.copy = settings.copy_id(self.review_id, _place(target))

    @classmethod
    def create(cls, target: str) -> "Store":
        """An empty review at `target`, of which this is the first copy.

        :raises ReviewError: where something stands there already, or the place cannot be written.
        """
        store = cls(target, schema.create(target))
        with store._database.writing() as connection:
            connection.execute(update(t.meta).where(t.meta.c.name == "origin").values(value=str(store.copy)))
        return store

    @classmethod
    def open(cls, target: str, *, read_only: bool = False) -> "Store":
        """The review at `target`.

        :raises ReviewError: where it is no review, is from a newer version, or cannot be read.
        """
        return cls(target, schema.open_existing(target, read_only=read_only))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for the store's read functions. It cannot write: that raises."""
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def operation(self, kind: Op, person: str, sentence: str = "") -> Iterator[Operation]:
        """The one write path: everything done in the block is one operation, or is not done at all.

        Those who listen in :attr:`committed` are told once it stands, on the thread that wrote it.
        """
        with self._database.writing() as connection:
            op = Operation(connection, kind, person, self.copy)
            op.sentence = sentence
            yield op
            wrote = op.finish()
            if not wrote:
                transaction = connection.get_transaction()
                if transaction is not None:
                    transaction.rollback()
        if wrote:
            self.tell(Committed(kind, person, op.sentence, op.changes, op.id))

    def tell(self, committed: Committed) -> None:
        """Tell those who listen of an operation that stands."""
        for listener in list(self.committed):
            listener(committed)

    def undo(self, person: str) -> tuple[str, Changes] | None:
        """Take back the last operation of `person`: its sentence and what changed, or None."""
        with self.operation(Op.UNDO, person) as op:
            record = undo.last_done(op.connection, person)
            if record is None:
                return None
            undo.take_back(op, record)
            op.sentence = f"Undid: {record.sentence}"
        return record.sentence, op.changes

    def redo(self, person: str) -> tuple[str, Changes] | None:
        """Do again what `person` took back last; None where there is nothing."""
        with self.operation(Op.REDO, person) as op:
            record = undo.last_undone(op.connection, person)
            if record is None:
                return None
            undo.bring_back(op, record)
            op.sentence = f"Did again: {record.sentence}"
        return record.sentence, op.changes

    def settle(self, person: str, conflict: WriteConflict, value: Any) -> Changes:
        """Write a column on which two copies differ, knowing both writes."""
        with self.operation(Op.SETTLE, person, "Settled a conflict") as op:
            op.change(conflict.table, {conflict.row: {conflict.column: value}}, settling=True)
        return op.changes

    def take_from(self, other: "Store") -> int:
        """Bring in all operations that `other`, a copy of this review, has and this one has not."""
        if other.review_id != self.review_id:
            raise ReviewError(f'"{other.target}" is another review, not a copy of this one.')
        with self.read() as connection:
            mine = exchange.known(connection)
        with other.read() as connection:
            parcel = exchange.pack(connection, exchange.known(connection) - mine)
        with self._database.writing() as connection:
            taken = exchange.take_in(connection, parcel)
        if taken:
            self.tell(Committed("exchange", "", f"Brought in {plural(taken, 'operation')}", None))
        return taken

    def turn(self) -> AbstractContextManager[Any]:
        """The right to write: while it is held, every other thread of this process waits with its own."""
        return self._database.turn

    def take_turns(self, turn: AbstractContextManager[Any]) -> None:
        """Ask `turn` for leave before each operation: it stands for the writers of another process."""
        self._database.turn = turn

    def operations(self) -> int:
        """How many operations the journal holds: it grows with each, whoever writes it."""
        with self.read() as connection:
            return int(connection.execute(select(func.count()).select_from(t.operation)).scalar_one())

    def backup(self, target: Path) -> None:
        """A consistent copy at `target`, while this review is in use.

        :raises ReviewError: where `target` exists or cannot be written, or the review is a shared database.
        """
        if self._database.path is None:
            raise ReviewError("A shared review is backed up on its server, with pg_dump.")
        schema.copy_file(self._database.path, target)

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    def close(self) -> None:
        self._database.close()


def _meta(connection: Connection, name: str) -> str:
    return str(connection.execute(select(t.meta.c.value).where(t.meta.c.name == name)).scalar_one())


def _place(target: str) -> str:
    """Where the review stands, as personal settings know it: an address without its password, or a path."""
    if is_address(target):
        return make_url(target)._replace(password=None).render_as_string()
    return str(Path(target).resolve())
