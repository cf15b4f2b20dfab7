"""The history of one comment, excerpt or point, read from the journal."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from ogp_review.domain.operation import OperationRecord
from ogp_review.store import journal
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.journal import Writes


@dataclass(frozen=True, slots=True)
class PastChange:
    """One operation and what it changed of the subject: (table, column) to (before, after)."""

    operation: OperationRecord
    columns: dict[tuple[str, str], tuple[Any, Any]]
    undone: bool


@dataclass(frozen=True, slots=True)
class PastImport:
    """An import that was done: its operation, the name of its source, and the figures of `import --json`."""

    operation: int
    name: str
    person: str
    at: str
    outcome: dict[str, Any]
    undone: bool


def past_of(connection: Connection, row: int) -> list[PastChange]:
    """Everything that was done to a comment, an excerpt or a point, earliest first, each operation once.

    Of a comment that includes what was done to the points its units stand in, and to those they have left
    until they left.
    """
    units = _units(connection, row)
    own = units | _owned(connection, units) | _speakers(connection, units)
    done = {record.id: record for record in _records(connection, own)}
    writes = {operation: journal.writes_of(connection, operation) for operation in done}
    for record in _records_of_sources(connection, units):
        done.setdefault(record.id, record)
    ids = set(own)
    for point, left in _points(connection, units, [(done[one], writes[one]) for one in writes]).items():
        theirs = {point} | _owned(connection, [point])
        ids |= theirs
        for record in _records(connection, theirs):
            if left is None or record.stamp <= left:
                done.setdefault(record.id, record)
    undone = set(
        connection.execute(select(t.operation.c.id).where(t.operation.c.undone_by.is_not(None))).scalars()
    )
    return [
        PastChange(
            record,
            _columns(writes.get(record.id) or journal.writes_of(connection, record.id), ids),
            record.id in undone,
        )
        for record in sorted(done.values(), key=lambda record: record.stamp)
    ]


def _records(connection: Connection, ids: Iterable[int]) -> list[OperationRecord]:
    """The operations that wrote or used any of these rows."""
    return journal.records(connection, set[int]().union(*journal.touching(connection, ids).values()))


def _records_of_sources(connection: Connection, units: set[int]) -> list[OperationRecord]:
    """The imports that brought a comment or a version of its text."""
    c = t.comment_text.c
    makers = select(t.comment.c.made_by).where(among(t.comment.c.id, units, connection))
    texts = select(c.made_by).where(among(c.comment_id, units, connection))
    source = {*connection.execute(makers).scalars(), *connection.execute(texts).scalars()}
    return journal.records(connection, source)


def _units(connection: Connection, row: int) -> set[int]:
    """The row, the ids proved one with it, and its excerpts, hidden or not."""
    same = select(t.row_alias.c.id).where(t.row_alias.c.target == row)
    ids = {row, *connection.execute(same).scalars()}
    passages = select(t.excerpt.c.id).where(among(t.excerpt.c.comment_id, ids, connection))
    return ids | set(connection.execute(passages).scalars())


def _speakers(connection: Connection, units: set[int]) -> set[int]:
    """The participants who said them."""
    chosen = select(t.comment.c.participant_id).where(among(t.comment.c.id, units, connection))
    return {row for row in connection.execute(chosen).scalars() if row is not None}


def _owned(connection: Connection, ids: Iterable[int]) -> set[int]:
    """The links, texts and notes that belong to these rows."""
    owned = (
        (t.tag_link, t.tag_link.c.unit_id),
        (t.staff_text, t.staff_text.c.owner),
        (t.note, t.note.c.owner),
    )
    wanted = list(ids)
    found: set[int] = set()
    for table, owner in owned:
        chosen = select(table.c.id).where(among(owner, wanted, connection))
        found |= set(connection.execute(chosen).scalars())
    return found


def _points(
    connection: Connection, units: set[int], past: Iterable[tuple[OperationRecord, dict[str, Writes]]]
) -> dict[int, tuple[int, int] | None]:
    """The points that units stand in (None), or stood in (the stamp of the operation that took them out)."""
    found: dict[int, tuple[int, int] | None] = {}
    for record, writes in past:
        for left in _left(writes, units):
            found[left] = max(found.get(left) or record.stamp, record.stamp)
    for table in (t.comment_work, t.excerpt):
        chosen = select(table.c.point_id).where(among(table.c.id, units, connection))
        found.update(dict.fromkeys(point for point in connection.execute(chosen).scalars() if point))
    return found


def _left(writes: dict[str, Writes], units: set[int]) -> set[int]:
    """The points that an operation took any of these units out of."""
    before = (
        rows.before.get(unit, {}).get("point_id")
        for table, rows in writes.items()
        if table in ("comment_work", "excerpt")
        for unit in rows.ids() & units
    )
    return {point for point in before if point}


def _columns(writes: dict[str, Writes], ids: set[int]) -> dict[tuple[str, str], tuple[Any, Any]]:
    changed: dict[tuple[str, str], tuple[Any, Any]] = {}
    for table, rows in writes.items():
        for row in rows.ids() & ids:
            before = rows.before.get(row, {})
            for name, value in rows.written(row).items():
                if row in rows.made and (value is None or name == "hidden"):
                    continue
                changed[table, name] = (before.get(name), value)
    return changed


def all_operations(connection: Connection, limit: int) -> list[OperationRecord]:
    """The last operations, latest first."""
    c = t.operation.c
    chosen = select(t.operation).order_by(c.lamport.desc(), c.id.desc()).limit(limit)
    return [journal.as_record(row) for row in connection.execute(chosen)]


def imports(connection: Connection) -> list[PastImport]:
    """The imports, latest first, with what came of each."""
    c = t.intake.c
    chosen = select(t.intake, t.operation.c.person, t.operation.c.at, t.operation.c.lamport)
    joined = chosen.join(t.operation, t.operation.c.id == c.id).where(c.format != "staff")
    rows = connection.execute(joined.order_by(t.operation.c.lamport.desc(), c.id)).all()
    return [
        PastImport(row.id, row.name, row.person, row.at, json.loads(row.outcome), row.hidden) for row in rows
    ]


def people(connection: Connection) -> list[str]:
    """The names of staff that have done anything, by name."""
    chosen = select(t.person.c.name).where(~t.person.c.hidden).order_by(t.person.c.name)
    return list(connection.execute(chosen).scalars())
