"""Which comments look different after an operation though their state, place and tags are the same.

A view that shows them is told by :class:`Changes`; nothing derived depends on it.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from ogp_review.store import people_state
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.journal import Writes


def comments_beside(connection: Connection, writes: Mapping[str, Writes]) -> set[int]:
    """The comments of the points that units joined or left, and those that texts and notes are about."""
    points = _points_of(writes) | _left_standing(connection, writes)
    owners = _owners(connection, writes)
    return (
        _in_points(connection, points | owners)
        | _tagged(connection, owners)
        | _comments(connection, owners)
        | people_state.comments_concerned(connection, writes)
    )


def _points_of(writes: Mapping[str, Writes]) -> set[int]:
    """The points in which units stood before, or stand now, where that was written."""
    found = set()
    for table in ("comment_work", "excerpt"):
        of = writes.get(table)
        for row in of.ids() if of else ():
            for values in (of.before.get(row, {}), of.written(row)) if of else ():
                if values.get("point_id"):
                    found.add(values["point_id"])
    return found


def _left_standing(connection: Connection, writes: Mapping[str, Writes]) -> set[int]:
    """The points of units that were set aside, hidden or brought back: they hold fewer or more now."""
    found: set[int] = set()
    for table, name in ((t.comment_work, "set_aside"), (t.excerpt, "hidden")):
        of = writes.get(table.name)
        rows = [row for row in of.ids() if name in of.written(row)] if of else []
        if rows:
            chosen = select(table.c.point_id).where(
                among(table.c.id, rows, connection), table.c.point_id.is_not(None)
            )
            found |= set(connection.execute(chosen.distinct()).scalars())
    return found


def _owners(connection: Connection, writes: Mapping[str, Writes]) -> set[int]:
    """The rows that the texts and notes written are about."""
    found: set[int] = set()
    for table in (t.staff_text, t.note):
        of = writes.get(table.name)
        if of:
            chosen = select(table.c.owner).where(among(table.c.id, of.ids(), connection))
            found |= set(connection.execute(chosen).scalars())
    return found


def _in_points(connection: Connection, points: Iterable[int]) -> set[int]:
    wanted = list(points)
    if not wanted:
        return set()
    work = select(t.comment_work.c.id).where(among(t.comment_work.c.point_id, wanted, connection))
    passages = select(t.excerpt.c.comment_id).where(among(t.excerpt.c.point_id, wanted, connection))
    return {*connection.execute(work).scalars(), *connection.execute(passages).scalars()}


def _tagged(connection: Connection, tags: Iterable[int]) -> set[int]:
    """The comments that these tags, or excerpts with them, stand on."""
    wanted = list(tags)
    if not wanted:
        return set()
    link = t.tag_link.c
    units = select(link.unit_id).where(~link.hidden, among(link.tag_id, wanted, connection))
    return _comments(connection, connection.execute(units).scalars())


def _comments(connection: Connection, units: Iterable[int]) -> set[int]:
    """The comments among `units`, and those of the excerpts among them."""
    wanted = list(units)
    if not wanted:
        return set()
    whole = select(t.comment_state.c.id).where(among(t.comment_state.c.id, wanted, connection))
    passages = select(t.excerpt.c.comment_id).where(among(t.excerpt.c.id, wanted, connection))
    return {*connection.execute(whole).scalars(), *connection.execute(passages).scalars()}
