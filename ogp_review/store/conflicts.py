"""Writes that did not know each other, derived from the journal.

A conflict stays open until an operation that knows both writes writes that column again.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, func, select

from ogp_review.domain.operation import WriteConflict
from ogp_review.store import tables as t
from ogp_review.store.journal import Values
from ogp_review.store.replay import History, load, used_unseen, writes_by_table


def conflicts(connection: Connection) -> list[WriteConflict]:
    """All open conflicts, in a fixed order."""
    shared = select(t.touch.c.row_id).group_by(t.touch.c.row_id).having(func.count() > 1)
    history = load(connection, connection.execute(shared).scalars())
    if history.causality.linear:
        return []
    classes = history.classes()
    found: list[WriteConflict] = []
    for row in sorted({history.aliases.get(row, row) for row in history.touching}):
        members = classes.get(row, {row})
        for table, writes in sorted(writes_by_table(history, members).items()):
            found += _in_columns(history, table, row, writes)
            found += _hidden_but_used(history, table, row, members, writes)
    return found


def _in_columns(
    history: History, table: str, row: int, writes: list[tuple[int, Values]]
) -> list[WriteConflict]:
    by_column: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for operation, written in writes:
        for name, value in written.items():
            by_column[name].append((operation, value))
    found = []
    for name, values in sorted(by_column.items()):
        for other, shown in combinations(_latest(history, values), 2):
            if other[1] != shown[1]:
                found.append(WriteConflict(table, row, name, shown[1], other[1], shown[0], other[0]))
    return found


def _latest(history: History, values: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """The writes of a column that no other write of it knew, the shown one last."""
    knows = history.causality.knows
    return [
        (operation, value)
        for operation, value in values
        if not any(later != operation and knows(later, operation) for later, _ in values)
    ]


def _hidden_but_used(
    history: History, table: str, row: int, members: Iterable[int], writes: list[tuple[int, Values]]
) -> list[WriteConflict]:
    hidden = [(operation, written["hidden"]) for operation, written in writes if "hidden" in written]
    if not hidden or not hidden[-1][1]:
        return []
    users = used_unseen(history, members, writes)
    return [WriteConflict(table, row, "hidden", False, True, user, hidden[-1][0]) for user in users[-1:]]
