"""The state of staff's rows as a function of the set of operations in the journal.

A column shows its causally latest write; of writes that did not know each other, the one with the higher
(Lamport number, id). A row hidden by somebody who did not know that it was used shows all the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from ogp_review.domain.operation import OperationRecord
from ogp_review.store import journal, rows
from ogp_review.store import tables as t
from ogp_review.store.causality import Causality
from ogp_review.store.journal import Values, Writes

REFERENCES = (
    ("excerpt", "comment_id"), ("tag_link", "unit_id"), ("staff_text", "owner"), ("note", "owner"),
    ("point", "lead"), ("comment", "parent_id"), ("suggestion", "subject"), ("comment_text", "comment_id"),
)  # fmt: skip
"""Columns that can name a comment: where two ids were proved one, they name the one that stays."""


@dataclass
class History:
    """The part of the journal that concerns some rows."""

    records: dict[int, OperationRecord]
    causality: Causality
    writes: dict[int, dict[str, Writes]] = field(default_factory=dict)
    touching: dict[int, set[int]] = field(default_factory=dict)
    aliases: dict[int, int] = field(default_factory=dict)

    def classes(self) -> dict[int, set[int]]:
        """Ids that were proved one, by the id that stays."""
        found: dict[int, set[int]] = defaultdict(set)
        for alias, target in self.aliases.items():
            found[target] |= {alias, target}
        return found


def load(connection: Connection, ids: Iterable[int]) -> History:
    """All that the journal says of the rows with these ids, and of those they were proved one with."""
    every = connection.execute(select(t.operation)).all()
    records = {record.id: record for record in map(journal.as_record, every)}
    aliases = {row.id: row.target for row in connection.execute(select(t.row_alias))}
    history = History(records, Causality(records.values()), aliases=aliases)
    wanted = {aliases.get(row, row) for row in ids}
    for target, members in history.classes().items():
        if target in wanted:
            wanted |= members
    history.touching = journal.touching(connection, wanted)
    for operation in set[int]().union(*history.touching.values()):
        history.writes[operation] = journal.writes_of(connection, operation)
    return history


def replay(connection: Connection, ids: Iterable[int]) -> dict[str, set[int]]:
    """Set the rows with these ids to what the journal makes of them; the ids that differ, by table."""
    wanted = set(ids)
    history = load(connection, wanted)
    computed = compute(history, wanted)
    differing: dict[str, set[int]] = defaultdict(set)
    for table, made in computed.items():
        there = rows.current(connection, table, made)
        empty = t.defaults(t.JOURNALED[table])
        fresh = {row: values for row, (values, _) in made.items() if row not in there}
        changed = {
            row: {name: value for name, value in values.items() if there[row][name] != value}
            for row, (values, _) in made.items()
            if row in there
        }
        by_maker: dict[int, dict[int, Values]] = defaultdict(dict)
        for row, values in fresh.items():
            if table not in t.WORK_TABLES or any(values[name] != empty[name] for name in values):
                by_maker[made[row][1]][row] = values
        for maker, group in by_maker.items():
            rows.insert(connection, table, group, maker)
            differing[table] |= group.keys()
        rows.update(connection, table, changed)
        differing[table] |= {row for row, values in changed.items() if values}
        _set_makers(connection, table, {row: maker for row, (_, maker) in made.items() if row in there})
    return differing


def _set_makers(connection: Connection, table: str, makers: Mapping[int, int]) -> None:
    if table in t.STAFF_TABLES and "made_by" in t.JOURNALED[table].c and makers:
        statement = text(f"UPDATE {table} SET made_by = :maker WHERE id = :row AND made_by <> :maker")
        connection.execute(statement, [{"row": row, "maker": maker} for row, maker in makers.items()])


def compute(history: History, ids: Iterable[int]) -> dict[str, dict[int, tuple[Values, int]]]:
    """The columns that were ever written in these rows, with who made the row, by table and row."""
    computed: dict[str, dict[int, tuple[Values, int]]] = defaultdict(dict)
    classes = history.classes()
    for row in {history.aliases.get(row, row) for row in ids}:
        members = classes.get(row, {row})
        for table, writes in writes_by_table(history, members).items():
            computed[table][row] = (_latest(history, table, members, writes), writes[0][0])
        for gone in members - {row}:
            _leave(history, gone, computed)
    return computed


def _latest(history: History, table: str, members: set[int], writes: list[tuple[int, Values]]) -> Values:
    values: Values = {}
    for _, written in writes:
        values.update(written)
    values = {name: _target(history, table, name, value) for name, value in values.items()}
    if values.get("hidden") and used_unseen(history, members, writes):
        values["hidden"] = False
    return values


def _leave(history: History, gone: int, computed: dict[str, dict[int, tuple[Values, int]]]) -> None:
    """A row whose id was proved another's: what staff said stands there now, what its source said stays."""
    for table, writes in writes_by_table(history, {gone}).items():
        values = _latest(history, table, {gone}, writes)
        if table in t.WORK_TABLES:
            values = t.defaults(t.JOURNALED[table])
        computed[table][gone] = (values, writes[0][0])


def writes_by_table(history: History, members: Iterable[int]) -> dict[str, list[tuple[int, Values]]]:
    """Who wrote what in a row, by table, earliest first."""
    found: dict[str, list[tuple[int, Values]]] = defaultdict(list)
    for member in members:
        for operation in history.touching.get(member, ()):
            for table, writes in history.writes[operation].items():
                written = writes.written(member)
                if written:
                    found[table].append((operation, written))
    for writes_of_table in found.values():
        writes_of_table.sort(key=lambda write: history.records[write[0]].stamp)
    return found


def _target(history: History, table: str, column: str, value: Any) -> Any:
    return history.aliases.get(value, value) if (table, column) in REFERENCES else value


def used_unseen(history: History, members: Iterable[int], writes: list[tuple[int, Values]]) -> list[int]:
    """The operations that wrote or used a row without knowing that it had been hidden, earliest first."""
    hiders = {operation for operation, written in writes if written.get("hidden")}
    last = next(operation for operation, written in reversed(writes) if "hidden" in written)
    touching = set[int]().union(*(history.touching.get(member, set()) for member in members))
    unseen = [other for other in touching - hiders if history.causality.concurrent(last, other)]
    return sorted(unseen, key=lambda operation: history.records[operation].stamp)
