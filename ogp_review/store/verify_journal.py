"""Checks the journal: that it can be read, that rows are what it makes of them, what is kept of its shape.

Finding damage is the task here, so nothing that the journal holds may stop the check: it becomes a sentence.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from ogp_review.domain.operation import Op, OperationRecord, plural
from ogp_review.store import journal, replay, rows
from ogp_review.store import tables as t
from ogp_review.store.journal import Values

_Read = TypeVar("_Read")
_PAGE = 5_000
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, StopIteration, RuntimeError, zlib.error)
"""What reading an entry raises once its bytes are not those that were written."""


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the journal, one sentence each."""
    records, unreadable = _entries(connection)
    yield from unreadable
    try:
        yield from _rows(connection)
    except UNREADABLE:
        found = [*_bodies(connection), *_missing(connection)]
        yield from found
        if not found and not unreadable:
            yield "The journal does not fit together, so staff's work could not be compared with it."
    if not unreadable:
        yield from _heads(connection, records)
        yield from _undone(connection, records)


def _entries(connection: Connection) -> tuple[list[OperationRecord], list[str]]:
    """Every operation that can be read, and a sentence for each that cannot."""
    records: list[OperationRecord] = []
    wrong: list[str] = []
    for row in connection.execute(select(t.operation)):
        record = _read(journal.as_record, row)
        if record is not None and _is_entry(record):
            records.append(record)
        else:
            wrong.append(f"The journal's entry of operation {row.id} ({row.kind}, {row.at}) cannot be read.")
    return records, wrong


def _is_entry(record: OperationRecord) -> bool:
    numbers = all(isinstance(number, int) for number in (record.lamport, *record.parents))
    return numbers and isinstance(record.about, dict)


def _read(read: Callable[[Any], _Read], given: Any) -> _Read | None:
    """What `read` makes of `given`; None where its bytes are not those that were written."""
    try:
        return read(given)
    except UNREADABLE:
        return None


def _rows(connection: Connection) -> Iterator[str]:
    """What the journal makes of every row staff ever wrote is what stands there, and nothing else does."""
    touched = list(connection.execute(select(t.touch.c.row_id).distinct()).scalars())
    held: dict[str, set[int]] = defaultdict(set)
    for start in range(0, len(touched), _PAGE):
        batch = touched[start : start + _PAGE]
        for table, computed in replay.compute(replay.load(connection, batch), batch).items():
            held[table] |= computed.keys()
            yield from _differing(connection, table, {row: values for row, (values, _) in computed.items()})
    for name, staff in t.STAFF_TABLES.items():
        beside = set(connection.execute(select(staff.c.id)).scalars()) - held[name]
        if beside:
            yield f"The journal does not say who wrote {plural(len(beside), 'row')} of {name}."


def _differing(connection: Connection, table: str, computed: dict[int, Values]) -> Iterator[str]:
    there = rows.current(connection, table, computed)
    empty = t.defaults(t.JOURNALED[table])
    for row, values in computed.items():
        now = there.get(row, empty)
        for name in (name for name, value in values.items() if now[name] != value):
            yield f"{table} {row}: {name} is not what the journal says."


def _bodies(connection: Connection) -> Iterator[str]:
    """Writes that cannot be read, or are of a table there is not."""
    for row in connection.execute(select(t.change)):
        if row.table_name not in t.JOURNALED or _read(journal.decode, row.body) is None:
            yield f"What operation {row.operation_id} wrote in {row.table_name} cannot be read."


def _missing(connection: Connection) -> Iterator[str]:
    """Operations that wrote or used rows, and have no entry."""
    there = select(t.operation.c.id)
    chosen = select(t.touch.c.operation_id).where(t.touch.c.operation_id.not_in(there)).distinct()
    for operation in connection.execute(chosen.order_by(t.touch.c.operation_id)).scalars():
        yield f"The journal has no entry of operation {operation}, which wrote in this review."


def _heads(connection: Connection, records: list[OperationRecord]) -> Iterator[str]:
    """The heads kept are the operations that no other names as a parent."""
    named = {parent for record in records for parent in record.parents}
    kept = set(connection.execute(select(t.head.c.operation_id)).scalars())
    if kept != {record.id for record in records} - named:
        yield "The operations kept as the journal's last ones are not those that no other follows."


def _undone(connection: Connection, records: list[OperationRecord]) -> Iterator[str]:
    """An operation is undone when the latest undo or redo of it is an undo."""
    latest: dict[int, OperationRecord] = {}
    for record in sorted(records, key=lambda record: record.stamp):
        if record.target is not None:
            latest[record.target] = record
    c = t.operation.c
    kept = {row.id: row.undone_by for row in connection.execute(select(c.id, c.undone_by))}
    for record in records:
        last = latest.get(record.id)
        undone_by = last.id if last is not None and last.kind == Op.UNDO else None
        if kept[record.id] != undone_by:
            yield f"The journal does not say rightly whether this was undone: {record.sentence}."


def operations(connection: Connection) -> int:
    """How many operations the journal holds."""
    return int(connection.execute(select(func.count()).select_from(t.operation)).scalar_one())
