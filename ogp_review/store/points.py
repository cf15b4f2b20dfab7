"""Reads of points with their units and responses."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from ogp_review.domain.point import Point, Unit
from ogp_review.domain.response import Disposition, Response, State
from ogp_review.errors import ReviewError
from ogp_review.store import comments as comments_read
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.texts import texts


def units_in(connection: Connection, points: Iterable[int]) -> dict[int, list[Unit]]:
    """The units that stand in each of `points`."""
    wanted = list(points)
    work = select(t.comment_work.c.id).where(among(t.comment_work.c.point_id, wanted, connection))
    passages = select(t.excerpt.c.id).where(
        ~t.excerpt.c.hidden, among(t.excerpt.c.point_id, wanted, connection)
    )
    ids = [*connection.execute(work).scalars(), *connection.execute(passages).scalars()]
    candidates = comments_read.find_units(connection, ids, strict=False)
    found: dict[int, list[Unit]] = defaultdict(list)
    for unit in candidates:
        if unit.point_id is not None:
            found[unit.point_id].append(unit)
    return {
        point: sorted(units, key=lambda unit: (len(unit.ref), unit.ref)) for point, units in found.items()
    }


def points(connection: Connection, language: str, ids: Iterable[int] | None = None) -> list[Point]:
    """Points that show and hold something, by ref. Where the lead has left, the first unit leads."""
    chosen = select(t.point).where(~t.point.c.hidden)
    if ids is not None:
        chosen = chosen.where(among(t.point.c.id, ids, connection))
    rows = connection.execute(chosen).all()
    units = units_in(connection, [row.id for row in rows])
    summaries = texts(connection, ["summary"], language, [row.id for row in rows])
    found = [_point(row, tuple(units[row.id]), summaries) for row in rows if units.get(row.id)]
    return sorted(found, key=lambda point: (len(point.ref), point.ref))


def _point(row: Any, units: tuple[Unit, ...], summaries: dict[tuple[int, str], str]) -> Point:
    ids = {unit.id for unit in units}
    return Point(
        id=row.id,
        ref=row.ref,
        summary=summaries.get((row.id, "summary"), ""),
        lead=row.lead if row.lead in ids else units[0].id,
        units=units,
        place=row.place,
        for_decision=row.for_decision,
        owner=row.owner,
    )


def one_point(connection: Connection, point: int, language: str) -> Point:
    """The point with this id.

    :raises ReviewError: where there is none that holds a unit.
    """
    found = points(connection, language, [point])
    if not found:
        raise ReviewError(f"There is no point with the id {point}.")
    return found[0]


def responses(connection: Connection, language: str, ids: Iterable[int] | None = None) -> dict[int, Response]:
    """The responses to points, by point; points nobody has answered are not among them."""
    chosen = select(t.response, t.point.c.owner).join(t.point, t.point.c.id == t.response.c.id)
    if ids is not None:
        chosen = chosen.where(among(t.response.c.id, ids, connection))
    rows = connection.execute(chosen).all()
    written = texts(connection, ["response", "proposed_change"], language, [row.id for row in rows])
    return {row.id: _response(row, written) for row in rows if row.state is not None}


def _response(row: Any, written: dict[tuple[int, str], str]) -> Response:
    return Response(
        point_id=row.id,
        disposition=Disposition(row.disposition) if row.disposition else None,
        state=State(row.state),
        text=written.get((row.id, "response"), ""),
        proposed_change=written.get((row.id, "proposed_change"), ""),
        owner=row.owner,
        approved_by=row.approved_by,
        note=row.note,
    )
