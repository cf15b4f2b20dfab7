"""Before and after of every column an operation wrote: what undo, audit, history and sync read.

One row an operation and table holds all its writes, column by column and compressed, so that a bulk tag of n
comments costs little more than its n links. `touch` finds the operations that wrote or used a row.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from ogp_review.domain.operation import OperationRecord
from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert

Values = dict[str, Any]


@dataclass(slots=True)
class Writes:
    """What one operation wrote in one table, by row id.

    `made` holds all columns of rows that were new; `before` and `after` the changed columns of others.
    """

    made: dict[int, Values] = field(default_factory=dict)
    before: dict[int, Values] = field(default_factory=dict)
    after: dict[int, Values] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.made or self.after)

    def ids(self) -> frozenset[int]:
        return frozenset(self.made) | frozenset(self.after)

    def written(self, row: int) -> Values:
        """The columns this operation wrote in `row`, with their new values."""
        return self.made.get(row) or self.after.get(row) or {}


def encode(writes: Writes) -> bytes:
    """`writes` as compressed JSON, rows with the same columns together."""
    body = {
        "made": _columnar(writes.made),
        "before": _columnar(writes.before),
        "after": _columnar(writes.after),
    }
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def decode(body: bytes) -> Writes:
    """What :func:`encode` wrote."""
    read = json.loads(zlib.decompress(body))
    return Writes(_rows(read["made"]), _rows(read["before"]), _rows(read["after"]))


def _columnar(rows: Mapping[int, Values]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, values in rows.items():
        groups[tuple(values)].append(row)
    return [
        {"ids": ids, "columns": {name: _packed([rows[i][name] for i in ids]) for name in names}}
        for names, ids in groups.items()
    ]


def _packed(values: list[Any]) -> Any:
    same = all(value == values[0] for value in values)
    return {"all": values[0]} if same else values


def _rows(groups: list[dict[str, Any]]) -> dict[int, Values]:
    rows: dict[int, Values] = {}
    for group in groups:
        ids = group["ids"]
        columns = {
            name: [packed["all"]] * len(ids) if isinstance(packed, dict) else packed
            for name, packed in group["columns"].items()
        }
        for index, row in enumerate(ids):
            rows[row] = {name: values[index] for name, values in columns.items()}
    return rows


def enter(connection: Connection, record: OperationRecord) -> None:
    """Enter an operation in the journal, before the rows it makes."""
    connection.execute(t.operation.insert(), _as_row(record))


def complete(
    connection: Connection, record: OperationRecord, writes: Mapping[str, Writes], uses: Iterable[int]
) -> None:
    """Say what an entered operation was about, what it wrote, and which rows it wrote or used."""
    row = _as_row(record)
    changed = {"about": row["about"], "target": row["target"]}
    connection.execute(t.operation.update().where(t.operation.c.id == record.id).values(changed))
    bodies = [(record.id, name, encode(rows)) for name, rows in sorted(writes.items()) if rows]
    bulk_insert(connection, t.change, ("operation_id", "table_name", "body"), bodies)
    touched = set(uses).union(*(rows.ids() for rows in writes.values()))
    pairs = [(row_id, record.id) for row_id in sorted(touched)]
    bulk_insert(connection, t.touch, ("row_id", "operation_id"), pairs)


def _as_row(record: OperationRecord) -> Values:
    return {
        "id": record.id,
        "kind": record.kind,
        "person": record.person,
        "copy": record.copy,
        "lamport": record.lamport,
        "parents": json.dumps(list(record.parents)),
        "schema": record.schema,
        "at": record.at,
        "about": json.dumps(record.about, ensure_ascii=False),
        "target": record.target,
    }


def as_record(row: Row[Any]) -> OperationRecord:
    """A row of `operation` as a record."""
    return OperationRecord(
        id=row.id,
        kind=row.kind,
        person=row.person,
        copy=row.copy,
        lamport=row.lamport,
        parents=tuple(json.loads(row.parents)),
        schema=row.schema,
        at=row.at,
        about=json.loads(row.about),
        target=row.target,
    )


def writes_of(connection: Connection, operation: int) -> dict[str, Writes]:
    """What `operation` wrote, by table."""
    rows = connection.execute(
        select(t.change.c.table_name, t.change.c.body).where(t.change.c.operation_id == operation)
    )
    return {row.table_name: decode(row.body) for row in rows}


def touching(connection: Connection, rows: Iterable[int]) -> dict[int, set[int]]:
    """The operations that wrote or used each of `rows`."""
    found: dict[int, set[int]] = defaultdict(set)
    chosen = select(t.touch.c.row_id, t.touch.c.operation_id).where(among(t.touch.c.row_id, rows, connection))
    for row_id, operation in connection.execute(chosen):
        found[row_id].add(operation)
    return found


def records(connection: Connection, operations: Iterable[int]) -> list[OperationRecord]:
    """The entries of `operations`, earliest first."""
    chosen = select(t.operation).where(among(t.operation.c.id, operations, connection))
    return sorted((as_record(row) for row in connection.execute(chosen)), key=lambda record: record.stamp)
