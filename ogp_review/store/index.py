"""The full-text index: folded text under the number of its comment, SQLite FTS5 or PostgreSQL tsvector."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ogp_review.domain.folding import folded, words
from ogp_review.store import tables as t
from ogp_review.store.engine import among

if TYPE_CHECKING:
    from ogp_review.store.derived import CommentState

Move = tuple[int, "CommentState | None", "CommentState"]
"""A comment's number, its state before (None: new) and its state now."""

_BATCH = 2_500


def follow(connection: Connection, moves: Sequence[Move]) -> None:
    """Make the index hold exactly the current texts of the comments that show."""
    out = [
        (doc, before.text_id)
        for doc, before, now in moves
        if before is not None and before.visible and (not now.visible or before.text_id != now.text_id)
    ]
    into = [
        (doc, now.text_id)
        for doc, before, now in moves
        if now.visible and (before is None or not before.visible or before.text_id != now.text_id)
    ]
    for batch in _batches(out):
        _remove(connection, batch)
    for batch in _batches(sorted(into)):
        _add(connection, batch)


def add_after(connection: Connection, last: int) -> None:
    """Enter the comments numbered above `last`, whose texts are the first they have."""
    c = t.comment_state.c
    found = connection.execute(select(c.doc, c.text_id).where(c.doc > last).order_by(c.doc))
    pairs = [(row.doc, row.text_id) for row in found]
    for batch in _batches(pairs):
        _add(connection, batch)


def _batches(pairs: Sequence[tuple[int, int]]) -> Iterable[Sequence[tuple[int, int]]]:
    return (pairs[start : start + _BATCH] for start in range(0, len(pairs), _BATCH))


def _folded_texts(connection: Connection, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    chosen = select(t.comment_text.c.id, t.comment_text.c.text).where(
        among(t.comment_text.c.id, [text_id for _, text_id in pairs], connection)
    )
    texts = {row[0]: row[1] for row in connection.execute(chosen)}
    return [(doc, folded(texts[text_id])) for doc, text_id in pairs]


def _add(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    rows = _folded_texts(connection, pairs)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search (rowid, body) VALUES (?, ?)", rows)
    else:
        # The words are told apart here: PostgreSQL would take "2023-2028" its own way. A tsvector
        # holds at most 1 MB of words: a longer text is found by its first 500,000 characters.
        plain = [(doc, " ".join(words(body))[:500_000]) for doc, body in rows]
        connection.exec_driver_sql(
            "INSERT INTO search (doc, body) VALUES (%s, to_tsvector('simple', %s))", plain
        )


def _remove(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """FTS5 without stored content forgets a text only when it is given it once more."""
    if connection.dialect.name == "sqlite":
        rows = _folded_texts(connection, pairs)
        connection.exec_driver_sql("INSERT INTO search (search, rowid, body) VALUES ('delete', ?, ?)", rows)
    else:
        connection.exec_driver_sql("DELETE FROM search WHERE doc = %s", [(doc,) for doc, _ in pairs])
