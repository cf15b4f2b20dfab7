"""The history of one comment, excerpt or point, read from the journal."""

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


def past_of(connection: Connection, row: int) -> list[PastChange]:
    """Everything that was done to a comment, an excerpt or a point, earliest first."""
    ids = _related(connection, row)
    touching = set[int]().union(*journal.touching(connection, ids).values())
    makers = select(t.comment.c.made_by).where(t.comment.c.id == row)
    texts = select(t.comment_text.c.made_by).where(t.comment_text.c.comment_id == row)
    source = {*connection.execute(makers).scalars(), *connection.execute(texts).scalars()}
    undone = set(
        connection.execute(select(t.operation.c.id).where(t.operation.c.undone_by.is_not(None))).scalars()
    )
    return [
        PastChange(record, _columns(journal.writes_of(connection, record.id), ids), record.id in undone)
        for record in journal.records(connection, touching | source)
    ]


def _related(connection: Connection, row: int) -> set[int]:
    """The row, its excerpts, the links, texts and notes that belong to them."""
    passages = select(t.excerpt.c.id).where(t.excerpt.c.comment_id == row)
    ids = {row, *connection.execute(passages).scalars()}
    owned = (
        (t.tag_link, t.tag_link.c.unit_id),
        (t.staff_text, t.staff_text.c.owner),
        (t.note, t.note.c.owner),
    )
    found = set(ids)
    for table, owner in owned:
        found |= set(connection.execute(select(table.c.id).where(among(owner, ids, connection))).scalars())
    return found


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


def people(connection: Connection) -> list[str]:
    """The names of staff that have done anything, by name."""
    chosen = select(t.person.c.name).where(~t.person.c.hidden).order_by(t.person.c.name)
    return list(connection.execute(chosen).scalars())
