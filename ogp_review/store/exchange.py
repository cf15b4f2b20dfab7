"""What two copies of a review give each other: operations, their writes, the source rows they brought.

Taking in is not an operation of its own: two copies that hold the same operations are the same review.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, func, select, text, update

from ogp_review.domain.operation import Op, OperationRecord
from ogp_review.store import derived, journal, people_state, replay, rows
from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert

_Rows = list[dict[str, Any]]


@dataclass
class Parcel:
    """Operations one copy has and the other has not, with all that belongs to them."""

    operations: list[OperationRecord]
    changes: _Rows = field(default_factory=list)
    touches: _Rows = field(default_factory=list)
    sources: dict[str, _Rows] = field(default_factory=dict)


def known(connection: Connection) -> set[int]:
    """The ids of all operations in the journal."""
    return set(connection.execute(select(t.operation.c.id)).scalars())


def pack(connection: Connection, wanted: Iterable[int]) -> Parcel:
    """The operations `wanted` and all that belongs to them."""
    ids = list(wanted)
    parcel = Parcel(journal.records(connection, ids))
    parcel.changes = _all(connection, t.change, t.change.c.operation_id, ids)
    parcel.touches = _all(connection, t.touch, t.touch.c.operation_id, ids)
    for table in t.SOURCE_TABLES:
        parcel.sources[table.name] = _all(connection, table, table.c.made_by, ids)
    extra = [row["row_id"] for row in parcel.sources["source_maker"]]
    for table in t.SOURCE_TABLES:
        if "id" in table.c:
            held = {row["id"] for row in parcel.sources[table.name]}
            further = _all(connection, table, table.c.id, extra)
            parcel.sources[table.name] += [row for row in further if row["id"] not in held]
    return parcel


def _all(connection: Connection, table: Table, column: Any, ids: Iterable[int]) -> _Rows:
    chosen = select(table).where(among(column, ids, connection))
    return [dict(row) for row in connection.execute(chosen).mappings()]


def take_in(connection: Connection, parcel: Parcel) -> int:
    """Add the operations of `parcel` that are not here yet; how many they were."""
    here = known(connection)
    new = [record for record in parcel.operations if record.id not in here]
    if not new:
        return 0
    ids = {record.id for record in new}
    for record in new:
        journal.enter(connection, record)
    _insert(connection, t.change, [row for row in parcel.changes if row["operation_id"] in ids])
    touches = [row for row in parcel.touches if row["operation_id"] in ids]
    _insert(connection, t.touch, touches)
    brought = _take_sources(connection, parcel)
    _join(connection)
    touched = {row["row_id"] for row in touches} | brought
    differing = replay.replay(connection, touched | _aliased(connection))
    _mark_undone(connection, {record.target for record in new if record.target})
    _set_heads(connection)
    differing.setdefault("comment", set()).update(_comments_of(connection, brought), _aliased(connection))
    derived.refresh(connection, derived.affected_comments(connection, differing))
    people_state.refresh(connection)
    return len(new)


def _insert(connection: Connection, table: Table, found: _Rows) -> None:
    if found:
        columns = tuple(found[0])
        bulk_insert(connection, table, columns, [tuple(row[name] for name in columns) for row in found])


# Source rows ----------------------------------------------------------------------------------------------


def _take_sources(connection: Connection, parcel: Parcel) -> set[int]:
    """Add source rows; where both copies brought one, the earlier import's stays, with both makers."""
    stamps = {
        row.id: (row.lamport, row.id)
        for row in connection.execute(select(t.operation.c.id, t.operation.c.lamport))
    }
    brought: set[int] = set()
    for table in t.SOURCE_TABLES:
        given = parcel.sources.get(table.name, [])
        if "id" in table.c:
            brought |= _take_rows(connection, table, given, stamps)
        else:
            _take_pairs(connection, table, given, stamps)
            brought |= {row["row_id"] for row in given}
    return brought


def _take_rows(
    connection: Connection, table: Table, given: _Rows, stamps: Mapping[int, tuple[int, int]]
) -> set[int]:
    here = {row["id"]: row for row in _all(connection, table, table.c.id, [row["id"] for row in given])}
    fresh = [row for row in given if row["id"] not in here]
    _insert(connection, table, fresh)
    for row in given:
        mine = here.get(row["id"])
        if mine is None or mine == row:
            continue
        first, second = sorted((mine, row), key=lambda one: stamps[one["made_by"]])
        if first["made_by"] != second["made_by"]:
            _add_maker(connection, row["id"], second["made_by"])
        whole = {name: _fuller(first[name], second[name]) for name in first}
        whole |= {name: first[name] for name in ("id", "made_by", "ref", "position") if name in first}
        connection.execute(update(table).where(table.c.id == row["id"]).values(whole))
        if first.get("ref") != second.get("ref"):
            _take_pairs(
                connection,
                t.ref_alias,
                [{"ref": second["ref"], "row_id": row["id"], "made_by": second["made_by"]}],
                stamps,
            )
    return {row["id"] for row in given}


def _fuller(one: Any, other: Any) -> Any:
    """What two imports of one row say of a column, whichever of them is taken in first: something before
    nothing, more before less, and "may not be named" before "may".
    """
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, bool):
        return one and other
    if isinstance(one, str):
        return max(one, other, key=lambda text: (len(text), text))
    return max(one, other)


def _add_maker(connection: Connection, row: int, maker: int) -> None:
    statement = text(
        "INSERT INTO source_maker (row_id, made_by) VALUES (:row, :maker) ON CONFLICT DO NOTHING"
    )
    connection.execute(statement, {"row": row, "maker": maker})


def _take_pairs(
    connection: Connection, table: Table, given: _Rows, stamps: Mapping[int, tuple[int, int]]
) -> None:
    """Rows known by their whole key: of two makers the earlier stays."""
    names = [column.name for column in table.primary_key]
    others = [column.name for column in table.c if column.name not in names]
    for row in given:
        matches = [table.c[name] == row[name] for name in names]
        mine = connection.execute(select(table).where(*matches)).mappings().first()
        if mine is None:
            connection.execute(table.insert(), row)
        elif others and stamps[row["made_by"]] < stamps[mine["made_by"]]:
            connection.execute(update(table).where(*matches).values({name: row[name] for name in others}))


# Ids proved one -------------------------------------------------------------------------------------------


def _join(connection: Connection) -> None:
    """Comments that share an external key are one: the smaller id stays, and what named others names it."""
    c = t.source_key.c
    shared = select(c.key).where(c.external).group_by(c.key).having(func.count() > 1)
    groups: dict[int, set[int]] = defaultdict(set)
    for key, row in connection.execute(select(c.key, c.row_id).where(c.key.in_(shared))):
        groups[key].add(row)
    aliases = _joined(groups.values())
    connection.execute(t.row_alias.delete())
    bulk_insert(connection, t.row_alias, ("id", "target"), sorted(aliases.items()))
    for table, column in replay.REFERENCES:
        statement = text(f"UPDATE {table} SET {column} = :target WHERE {column} = :alias")
        if aliases:
            connection.execute(statement, [{"alias": a, "target": b} for a, b in aliases.items()])


def _joined(groups: Iterable[set[int]]) -> dict[int, int]:
    """For each id that goes the one that stays; groups that share an id are one."""
    target: dict[int, int] = {}

    def root(row: int) -> int:
        while target.get(row, row) != row:
            row = target[row]
        return row

    for group in groups:
        roots = {root(row) for row in group}
        target.update({one: min(roots) for one in roots})
    return {row: root(row) for row in target if root(row) != row}


def _aliased(connection: Connection) -> set[int]:
    pairs = connection.execute(select(t.row_alias)).all()
    return {row.id for row in pairs} | {row.target for row in pairs}


# What follows ---------------------------------------------------------------------------------------------


def _mark_undone(connection: Connection, targets: set[int]) -> None:
    """An operation is undone when the latest undo or redo of it is an undo."""
    c = t.operation.c
    latest: dict[int, tuple[str, int]] = {}
    chosen = select(c.target, c.kind, c.id).where(among(c.target, targets, connection))
    for target, kind, operation in connection.execute(chosen.order_by(c.lamport, c.id)):
        latest[target] = (kind, operation)
    for target, (kind, operation) in latest.items():
        undone_by = operation if kind == Op.UNDO else None
        connection.execute(update(t.operation).where(c.id == target).values(undone_by=undone_by))


def _set_heads(connection: Connection) -> None:
    parents: set[int] = set()
    every: set[int] = set()
    for row in connection.execute(select(t.operation.c.id, t.operation.c.parents)):
        every.add(row.id)
        parents.update(json.loads(row.parents))
    connection.execute(t.head.delete())
    bulk_insert(connection, t.head, ("operation_id",), [(row,) for row in sorted(every - parents)])


def _comments_of(connection: Connection, ids: Iterable[int]) -> set[int]:
    direct = set(rows.current(connection, "comment", ids))
    texts = select(t.comment_text.c.comment_id).where(among(t.comment_text.c.id, ids, connection))
    return direct | set(connection.execute(texts).scalars())
