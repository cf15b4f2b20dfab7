"""Checks a whole review: the database, texts against their digests, the journal, and what is derived."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from ogp_review.store import derived, replay, rows
from ogp_review.store import tables as t
from ogp_review.store.ids import digest

_PAGE = 5_000
_SHOWN = 5


def problems(connection: Connection) -> Iterator[str]:
    """Everything that is not as it should be, one sentence each."""
    yield from _database(connection)
    yield from _texts(connection)
    yield from _journal(connection)
    yield from _derived(connection)
    yield from _index(connection)


def operations(connection: Connection) -> int:
    """How many operations the journal holds."""
    return int(connection.execute(select(func.count()).select_from(t.operation)).scalar_one())


def _database(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"The database file is damaged: {row[0]}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of {row[0]} names a row of {row[2]} that is not there."


def _texts(connection: Connection) -> Iterator[str]:
    c = t.comment_text.c
    last = 0
    while page := connection.execute(
        select(c.id, c.comment_id, c.text, c.digest).where(c.id > last).order_by(c.id).limit(_PAGE)
    ).all():
        altered = [row.comment_id for row in page if digest(row.text) != bytes(row.digest)]
        for comment in altered:
            ref = connection.execute(select(t.comment.c.ref).where(t.comment.c.id == comment)).scalar()
            yield f"The source text of {ref} is not what was imported: its bytes have been altered."
        last = page[-1].id
    without = select(t.comment.c.ref).where(t.comment.c.id.not_in(select(c.id)))
    yield from (f"{ref} has no text." for ref in connection.execute(without).scalars())


def _journal(connection: Connection) -> Iterator[str]:
    """What the journal makes of every row staff ever wrote is what stands there."""
    touched = list(connection.execute(select(t.touch.c.row_id).distinct()).scalars())
    for start in range(0, len(touched), _PAGE):
        batch = touched[start : start + _PAGE]
        history = replay.load(connection, batch)
        for table, computed in replay.compute(history, batch).items():
            there = rows.current(connection, table, computed)
            empty = t.defaults(t.JOURNALED[table])
            for row, (values, _) in computed.items():
                now = there.get(row, empty)
                for name in (name for name, value in values.items() if now[name] != value):
                    yield f"{table} {row}: {name} is not what the journal says."


def _derived(connection: Connection) -> Iterator[str]:
    """State and place of every comment, and all counts, recomputed and compared."""
    counted: Counter[tuple[str, str]] = Counter()
    wrong: list[int] = []
    ids = list(connection.execute(select(t.comment.c.id).order_by(t.comment.c.id)).scalars())
    for start in range(0, len(ids), _PAGE):
        batch = ids[start : start + _PAGE]
        kept = derived.kept(connection, batch)
        for row, state in derived.states(connection, batch).items():
            counted.update(derived.tallied(state))
            if row not in kept or kept[row][0] != state:
                wrong.append(row)
    for row in wrong[:_SHOWN]:
        ref = connection.execute(select(t.comment.c.ref).where(t.comment.c.id == row)).scalar()
        yield f"The state kept of {ref} is not what its sources and staff's work say."
    if len(wrong) > _SHOWN:
        yield f"The same of {len(wrong) - _SHOWN:,} further comments."
    kept_counts = {(row.name, row.key): row.n for row in connection.execute(select(t.tally)) if row.n}
    if kept_counts != dict(counted):
        yield "The counts kept are not those of the comments."


def _index(connection: Connection) -> Iterator[str]:
    """The search index holds exactly the comments that show."""
    name = "rowid" if connection.dialect.name == "sqlite" else "doc"
    source = "search_docsize" if name == "rowid" else "search"
    column = "id" if name == "rowid" else "doc"
    indexed = set(connection.exec_driver_sql(f"SELECT {column} FROM {source}").scalars())
    shown = set(connection.execute(select(t.comment_state.c.doc).where(t.comment_state.c.visible)).scalars())
    if indexed != shown:
        yield f"The search index holds {len(indexed):,} comments, {len(shown):,} show."
