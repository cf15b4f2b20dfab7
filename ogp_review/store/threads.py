"""Replies behind what they answer, in lists of ids that are in the order in which comments came in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from ogp_review.store import tables as t
from ogp_review.store.conditions import Wanted
from ogp_review.store.engine import among

MOST = 500
"""How many replies are shown behind a comment; where it has more, all stand where they came in."""

Row = tuple[int, int]
"""(number, id) of a comment; numbers are in the order in which comments came in."""

Below = Mapping[int, Sequence[int]]
"""Replies by the comment they answer, in order.

Only what came later than what it answers: a source could make two comments answer each other.
"""

_S = t.comment_state.c


def with_replies(connection: Connection, wanted: Wanted, page: Sequence[Row], given: set[int]) -> list[int]:
    """A page, each comment with all replies below it that match. These are remembered in `given`, and what
    is in `given` already is left out.
    """
    fresh = [row for row in page if row[1] not in given]
    below: dict[int, list[int]] = defaultdict(list)
    level = {row: number for number, row in fresh}
    while level:
        replies = _replies(connection, level)
        level = _later(_matching(connection, wanted, replies.keys() - given), replies, level)
        for row in level:
            below[replies[row]].append(row)
        given.update(level)
    return threaded([row for _, row in fresh], below)


def _replies(connection: Connection, comments: Iterable[int]) -> dict[int, int]:
    """What each comment that answers one of `comments` answers; of a comment with very many none is told."""
    c = t.comment.c
    above = select(c.parent_id).where(among(c.parent_id, comments, connection))
    few = above.group_by(c.parent_id).having(func.count() <= MOST)
    chosen = select(c.id, c.parent_id).where(c.parent_id.in_(few))
    return dict(fetched(connection, chosen))


def _matching(connection: Connection, wanted: Wanted, ids: Iterable[int]) -> list[Row]:
    listed = list(ids)
    if not listed:
        return []
    chosen = select(_S.doc, _S.id).where(among(_S.id, listed, connection), *wanted.where)
    return fetched(connection, chosen.order_by(_S.doc))


def fetched(connection: Connection, chosen: Select[Any]) -> list[tuple[Any, Any]]:
    """All pairs at once: a row at a time costs three times as much."""
    rows: Sequence[Any] = connection.execute(chosen).all()
    return list(rows)


def _later(found: Iterable[Row], replies: Mapping[int, int], above: Mapping[int, int]) -> dict[int, int]:
    """The number of each of `found` that came later than what it answers."""
    return {row: number for number, row in found if number > above[replies[row]]}


def threaded(rows: Sequence[int], below: Below) -> list[int]:
    """`rows` with each of `below` behind what it answers, and there only."""
    if not below:
        return list(rows)
    replies = {reply for found in below.values() for reply in found}
    order: list[int] = []
    waiting = [row for row in reversed(rows) if row not in replies]
    while waiting:
        row = waiting.pop()
        order.append(row)
        waiting.extend(reversed(below.get(row, ())))
    return order


def all_threaded(connection: Connection, rows: Sequence[Any]) -> list[int]:
    """The ids of `rows` (id, doc, is_reply), which are all there are, as they came in and threaded."""
    ordered = sorted(rows, key=lambda row: row.doc)
    numbers = {row.id: row.doc for row in ordered}
    c = t.comment.c
    replies = [row.id for row in ordered if row.is_reply]
    chosen = select(c.id, c.parent_id).where(among(c.id, replies, connection))
    above = {row.id: row.parent_id for row in connection.execute(chosen)} if replies else {}
    below: dict[int, list[int]] = defaultdict(list)
    for row in replies:
        if numbers.get(above.get(row, 0), numbers[row]) < numbers[row]:
            below[above[row]].append(row)
    return threaded([row.id for row in ordered], below)
