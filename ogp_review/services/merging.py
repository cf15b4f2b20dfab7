"""Merge what says the same into points, and split it again. Nothing that was said is altered by it."""

from collections.abc import Iterable

from ogp_review.domain.operation import Changes, Op, plural
from ogp_review.domain.point import Point, Unit
from ogp_review.domain.response import Response
from ogp_review.errors import ReviewError
from ogp_review.services.near import MOST_NEAR, Near, near_point
from ogp_review.services.service import Meant, Service, by_table, named, point_meant, row_id, units_meant
from ogp_review.store import comments, notes, points
from ogp_review.store.ids import random_id
from ogp_review.store.operation import Operation
from ogp_review.store.texts import write_texts


class Merging(Service):
    """Points. Each call is one operation."""

    def merge(self, merged: Meant | Iterable[Meant], *, summary: str = "", lead: Meant | None = None) -> int:
        """Put comments or excerpts into one new point.

        :param summary: what is being said, once.
        :param lead: the unit that is shown for all; else the first.
        :returns: the id of the point.
        :raises ReviewError: where one is set aside, or the lead is none of them.
        """
        with self._store.operation(Op.MERGE, self._person) as op:
            units = units_meant(op.connection, merged)
            first = row_id(op.connection, lead) if lead is not None else units[0].id
            if first not in {unit.id for unit in units}:
                raise ReviewError("The lead must be one of the comments that are merged.")
            op.sentence = f"Merged {named(units)}"
            point = make_point(op, units, first)
            if summary.strip():
                write_texts(op, self._language, {(point, "summary"): summary})
        return point

    def add(self, point: Meant, added: Meant | Iterable[Meant]) -> Changes:
        """Put comments or excerpts into a point that is there.

        :raises ReviewError: where there is no such point, or one is set aside.
        """
        with self._store.operation(Op.MERGE, self._person) as op:
            into = points.one_point(op.connection, point_meant(op.connection, point), self._language)
            units = units_meant(op.connection, added)
            op.sentence = f"Merged {named(units)} into {into.ref}"
            _put(op, units, into.id)
        return op.changes

    def gather(self, into: Meant, units: Meant | Iterable[Meant]) -> Changes:
        """Put comments or excerpts into a point. A point that is left empty by it is gone, and what was
        answered to it is kept as a private note on this one.

        :raises ReviewError: where there is no such point, or one is set aside.
        """
        with self._store.operation(Op.MERGE, self._person) as op:
            target = points.one_point(op.connection, point_meant(op.connection, into), self._language)
            found = units_meant(op.connection, units)
            op.sentence = f"Merged {named(found)} into {target.ref}"
            _put(op, found, target.id, self._language)
        return op.changes

    def join(self, into: Meant, other: Meant) -> Changes:
        """Put all of one point into another. What was answered to it is kept as a private note on the other.

        :raises ReviewError: where one of them is no point, or both are the same.
        """
        with self._store.operation(Op.MERGE, self._person) as op:
            ids = [point_meant(op.connection, into), point_meant(op.connection, other)]
            if ids[0] == ids[1]:
                raise ReviewError("A point cannot be joined with itself.")
            target, gone = (points.one_point(op.connection, row, self._language) for row in ids)
            op.sentence = f"Joined {gone.ref} with {target.ref}"
            for table, found in by_table(gone.units).items():
                op.change(table, {unit.id: {"point_id": target.id} for unit in found})
            answer = points.responses(op.connection, self._language, [gone.id]).get(gone.id)
            if answer is not None:
                notes.add_note(op, target.id, _answered(gone.ref, answer))
            op.hide("point", [gone.id])
        return op.changes

    def split(self, point: Meant, taken: Meant | Iterable[Meant]) -> Changes:
        """Take comments or excerpts out of a point. A point that holds nothing more is gone.

        :raises ReviewError: where one does not stand in that point.
        """
        with self._store.operation(Op.SPLIT, self._person) as op:
            out_of = points.one_point(op.connection, point_meant(op.connection, point), self._language)
            units = units_meant(op.connection, taken)
            for unit in units:
                if unit.point_id != out_of.id:
                    raise ReviewError(f"{unit.ref} does not stand in {out_of.ref}.")
            op.sentence = f"Took {named(units)} out of {out_of.ref}"
            for table, found in by_table(units).items():
                op.change(table, {unit.id: {"point_id": None} for unit in found})
            _tidy(op, {out_of.id})
        return op.changes

    def take_out(self, taken: Meant | Iterable[Meant]) -> Changes:
        """Take each comment or excerpt out of the point in which it stands; those that stand in none stay.

        :raises ReviewError: where none stands in a point, or a response would be left without a comment.
        """
        with self._store.operation(Op.SPLIT, self._person) as op:
            units = units_meant(op.connection, taken)
            standing = [unit for unit in units if unit.point_id is not None]
            if not standing:
                raise ReviewError(f"{named(units)}: nothing stands in a point.")
            left = {unit.point_id for unit in standing if unit.point_id is not None}
            refs = comments.point_refs(op.connection, left)
            where = refs[min(left)] if len(left) == 1 else plural(len(left), "point")
            op.sentence = f"Took {named(standing)} out of {where}"
            for table, found in by_table(standing).items():
                op.change(table, {unit.id: {"point_id": None} for unit in found})
            _tidy(op, left)
        return op.changes

    def lead(self, point: Meant, lead: Meant) -> Changes:
        """Choose the unit that is shown for all of a point.

        :raises ReviewError: where it does not stand in that point.
        """
        with self._store.operation(Op.LEAD, self._person) as op:
            found = points.one_point(op.connection, point_meant(op.connection, point), self._language)
            unit = units_meant(op.connection, [lead])[0]
            if unit.point_id != found.id:
                raise ReviewError(f"{unit.ref} does not stand in {found.ref}, so it cannot lead it.")
            op.sentence = f"Made {unit.ref} the lead of {found.ref}"
            op.change("point", {found.id: {"lead": unit.id}})
        return op.changes

    def summarise(self, point: Meant, summary: str) -> Changes:
        """Write what is being said, once."""
        with self._store.operation(Op.SUMMARY, self._person) as op:
            found = points.one_point(op.connection, point_meant(op.connection, point), self._language)
            op.sentence = f"Summary of {found.ref}"
            write_texts(op, self._language, {(found.id, "summary"): summary})
        return op.changes

    def point(self, point: Meant) -> Point:
        """A point with its units.

        :raises ReviewError: where there is none.
        """
        with self._store.read() as connection:
            return points.one_point(connection, point_meant(connection, point), self._language)

    def points_of(self, units: Meant | Iterable[Meant]) -> list[Point]:
        """The points in which these comments or excerpts stand, by ref."""
        with self._store.read() as connection:
            found = {unit.point_id for unit in units_meant(connection, units)} - {None}
            return points.points(connection, self._language, [row for row in found if row is not None])

    def near(self, point: Meant, limit: int = MOST_NEAR) -> list[Near]:
        """Comments in no point that may belong to this one: they share rare words with its lead or summary.

        None for a point that is approved or published.

        :raises ReviewError: where there is no such point.
        """
        with self._store.read() as connection:
            return near_point(connection, point_meant(connection, point), self._language, limit)

    def points(self) -> list[Point]:
        """All points, by ref."""
        with self._store.read() as connection:
            return points.points(connection, self._language)


def make_points(op: Operation, units: list[Unit]) -> dict[int, int]:
    """A point for each of these units, in the operation `op`: the ids of the points by unit."""
    if not units:
        return {}
    refs = op.refs("PT-", len(units))
    made = {unit.id: random_id() for unit in units}
    rows = {
        made[unit.id]: {"ref": ref, "lead": unit.id, "for_decision": False}
        for unit, ref in zip(units, refs, strict=True)
    }
    op.make("point", rows)
    _check_not_aside(op, units)
    for table, found in by_table(units).items():
        op.change(table, {unit.id: {"point_id": made[unit.id]} for unit in found})
    return made


def make_point(op: Operation, units: list[Unit], lead: int) -> int:
    """A new point of these units, in the operation `op`."""
    point = random_id()
    [ref] = op.refs("PT-", 1)
    op.make("point", {point: {"ref": ref, "lead": lead, "for_decision": False}})
    _put(op, units, point)
    return point


def gather_into(op: Operation, point: int, units: list[Unit], language: str) -> None:
    """Units into a point that is there, in the operation `op`, as :meth:`Merging.gather` does it."""
    _put(op, units, point, language)


def _check_not_aside(op: Operation, units: list[Unit]) -> None:
    aside = comments.set_aside(op.connection, {unit.comment_id for unit in units})
    for unit in units:
        if unit.comment_id in aside:
            raise ReviewError(
                f"{unit.comment_ref} is set aside ({aside[unit.comment_id]}). Take it back first."
            )


def _put(op: Operation, units: list[Unit], point: int, keeping: str | None = None) -> None:
    """Move units into a point. `keeping`: the language in which answers of emptied points become notes."""
    _check_not_aside(op, units)
    left = {unit.point_id for unit in units if unit.point_id is not None and unit.point_id != point}
    for table, found in by_table(units).items():
        op.change(table, {unit.id: {"point_id": point} for unit in found})
    if keeping is not None:
        _keep_answers(op, left, point, keeping)
    _tidy(op, left)


def _keep_answers(op: Operation, left: set[int], point: int, language: str) -> None:
    """What was answered to points that are empty now becomes private notes on `point`, and they are gone."""
    emptied = left - {one.id for one in points.points(op.connection, language, left)}
    refs = comments.point_refs(op.connection, emptied)
    for row, answer in points.responses(op.connection, language, emptied).items():
        notes.add_note(op, point, _answered(refs[row], answer))
    op.hide("point", emptied)
    left -= emptied


def _answered(ref: str, answer: Response) -> str:
    return f"{ref} was answered ({answer.disposition}, {answer.state}): {answer.text}"


def _tidy(op: Operation, left: set[int]) -> None:
    """After units have left these points: another lead, or no point at all where nothing is left.

    :raises ReviewError: where a response would be left without a comment.
    """
    remaining = {point.id: point for point in points.points(op.connection, "", left)}
    op.change("point", {row: {"lead": point.lead} for row, point in remaining.items()})
    answered = points.responses(op.connection, "", left)
    refs = comments.point_refs(op.connection, left)
    for row in left - remaining.keys():
        if row in answered:
            raise ReviewError(
                f"{refs[row]} has a response and would be left empty. Merge into it, or join the two points."
            )
    op.hide("point", left - remaining.keys())
