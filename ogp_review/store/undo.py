"""Undo and redo: new operations that restore, and the reasons why one is refused.

Undo takes back a person's own last operation. It is refused when what that operation wrote has changed since,
or when somebody has built on the rows it made.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, select, update

from ogp_review.domain.operation import Op, OperationRecord
from ogp_review.errors import ReviewError
from ogp_review.store import journal, rows
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.journal import Values, Writes
from ogp_review.store.operation import Operation

_NOT_UNDONE = ("create", "undo", "redo")
_KEPT = frozenset({"person"})


def last_done(connection: Connection, person: str) -> OperationRecord | None:
    """The operation that undo would take back for `person`."""
    return _last(connection, person, undone=False)


def last_undone(connection: Connection, person: str) -> OperationRecord | None:
    """The operation that redo would bring back: none once the person has done something new."""
    candidate = _last(connection, person, undone=True)
    latest = last_done(connection, person)
    if candidate is None:
        return None
    undo = journal.records(connection, [_undone_by(connection, candidate.id)])[0]
    return candidate if latest is None or latest.stamp < undo.stamp else None


def _last(connection: Connection, person: str, *, undone: bool) -> OperationRecord | None:
    c = t.operation.c
    mine = and_(c.person == person, c.kind.not_in(_NOT_UNDONE), c.schema.in_(t.UNDOABLE))
    chosen = select(t.operation).where(mine, c.undone_by.is_not(None) if undone else c.undone_by.is_(None))
    if undone:
        newest_undo = t.operation.alias("u")
        chosen = chosen.join(newest_undo, newest_undo.c.id == c.undone_by)
        chosen = chosen.order_by(newest_undo.c.lamport.desc(), newest_undo.c.id.desc())
    else:
        chosen = chosen.order_by(c.lamport.desc(), c.id.desc())
    row = connection.execute(chosen.limit(1)).first()
    return journal.as_record(row) if row else None


def _undone_by(connection: Connection, operation: int) -> int:
    return int(
        connection.execute(select(t.operation.c.undone_by).where(t.operation.c.id == operation)).scalar_one()
    )


def take_back(op: Operation, record: OperationRecord) -> None:
    """Within the undo operation `op`: restore what operation `record` changed and hide what it made.

    :raises ReviewError: where somebody has changed it or built on it since.
    """
    for table, writes in journal.writes_of(op.connection, record.id).items():
        if table in _KEPT:
            continue
        _check_unchanged(op.connection, record, table, writes)
        op.change(table, {row: {"hidden": True} for row in writes.made})
        op.change(table, writes.before)
    if rows.current(op.connection, "intake", [record.id]):
        _check_unused(op.connection, record, [record.id])
        op.change("intake", {record.id: {"hidden": True}})
    op.target = record.id
    _mark(op.connection, record.id, op.id)


def bring_back(op: Operation, record: OperationRecord) -> None:
    """Within the redo operation `op`: do operation `record` again, which had been taken back.

    :raises ReviewError: where somebody has changed the same since.
    """
    undo = journal.records(op.connection, [_undone_by(op.connection, record.id)])[0]
    for table, writes in journal.writes_of(op.connection, undo.id).items():
        _check_unchanged(op.connection, undo, table, writes)
        op.change(table, writes.before)
    op.target = record.id
    _mark(op.connection, record.id, None)


def _mark(connection: Connection, operation: int, undone_by: int | None) -> None:
    connection.execute(update(t.operation).where(t.operation.c.id == operation).values(undone_by=undone_by))


def _check_unchanged(connection: Connection, record: OperationRecord, table: str, writes: Writes) -> None:
    there = rows.current(connection, table, writes.ids())
    empty = t.defaults(t.JOURNALED[table])
    for row in writes.ids():
        now: Values = there.get(row, empty)
        if any(now[name] != value for name, value in writes.written(row).items()):
            raise _refused(connection, record, [row])
    _check_unused(connection, record, writes.made)


def _check_unused(connection: Connection, record: OperationRecord, made: Iterable[int]) -> None:
    if _since(connection, record, made):
        raise _refused(connection, record, made)


def _since(connection: Connection, record: OperationRecord, ids: Iterable[int]) -> list[OperationRecord]:
    """Operations after `record` that touched `ids` and still stand."""
    c = t.operation.c
    touched = select(t.touch.c.operation_id).where(among(t.touch.c.row_id, ids, connection))
    standing = and_(c.undone_by.is_(None), c.kind.not_in((Op.UNDO, Op.REDO)), c.id != record.id)
    found: Any = connection.execute(select(t.operation).where(c.id.in_(touched), standing))
    later = (journal.as_record(row) for row in found)
    return sorted((one for one in later if one.stamp > record.stamp), key=lambda one: one.stamp)


def _refused(connection: Connection, record: OperationRecord, ids: Iterable[int]) -> ReviewError:
    since = _since(connection, record, ids)
    what = record.sentence[:1].lower() + record.sentence[1:]
    if not since:
        return ReviewError(f"Not undone ({what}): it has been changed since.")
    last = since[-1]
    return ReviewError(f"Not undone ({what}): {last.person} has worked on it since: {last.sentence}.")
