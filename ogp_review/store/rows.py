"""Reading and writing the rows of journaled tables by id, many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert, bulk_update
from ogp_review.store.journal import Values


def current(connection: Connection, table: str, ids: Iterable[int]) -> dict[int, Values]:
    """The rows with these ids that there are, by id, without `id` and `made_by`."""
    source = t.JOURNALED[table]
    columns = [column for column in source.c if column.name not in ("id", "made_by")]
    rows = connection.execute(select(source.c.id, *columns).where(among(source.c.id, ids, connection)))
    return {row[0]: dict(zip((column.name for column in columns), row[1:], strict=True)) for row in rows}


def update(connection: Connection, table: str, rows: Mapping[int, Values]) -> None:
    """Set the given columns of rows that are there."""
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row, values in rows.items():
        if values:
            by_columns[tuple(values)].append((*values.values(), row))
    for columns, batch in by_columns.items():
        bulk_update(connection, t.JOURNALED[table], columns, batch)


def insert(connection: Connection, table: str, rows: Mapping[int, Values], made_by: int) -> None:
    """Write new rows; columns that are not given are empty."""
    target = t.JOURNALED[table]
    empty = {} if table not in t.WORK_TABLES else t.defaults(target)
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row, values in rows.items():
        whole = {"id": row, **empty, **values}
        if "made_by" in target.c:
            whole["made_by"] = made_by
        by_columns[tuple(whole)].append(tuple(whole.values()))
    for columns, batch in by_columns.items():
        bulk_insert(connection, target, columns, batch)
