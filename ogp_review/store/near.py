"""Comments that have rare words in common with a text: looked up in the search index, so many at most."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from ogp_review.store import search
from ogp_review.store import tables as t
from ogp_review.store.engine import among

MOST = 200
"""A word that stands in more comments than this is not rare, in however large a review."""


class FreeComment(NamedTuple):
    """A comment that stands in no point, and its words."""

    id: int
    doc: int
    text: str


def with_word(connection: Connection, word: str, most: int) -> list[int]:
    """The numbers of the comments that hold a folded word; empty where there are more than `most`."""
    inner = search.matching_docs(connection, f'"{word}"')
    bounded = text(f"SELECT * FROM ({inner.text} LIMIT {most + 1}) AS found")
    found = [int(doc) for doc in connection.execute(bounded, inner.compile().params).scalars()]
    return found if len(found) <= most else []


def free_comments(connection: Connection, docs: Sequence[int]) -> list[FreeComment]:
    """Of these comments those that show, are not set aside, and of which nothing stands in a point."""
    s, x = t.comment_state.c, t.comment_text.c
    joined = t.comment_state.join(t.comment_text, s.text_id == x.id)
    chosen = select(s.id, s.doc, x.text).select_from(joined)
    free = chosen.where(s.visible, ~s.set_aside, s.points == 0, among(s.doc, docs, connection))
    return [FreeComment(row.id, row.doc, row.text) for row in connection.execute(free)]
