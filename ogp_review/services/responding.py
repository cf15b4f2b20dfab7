"""Answer points: draft, send for review, return, approve, publish; and the narratives of the report."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ogp_review.domain.comment import Comment
from ogp_review.domain.draft import WHOLE_DRAFT
from ogp_review.domain.operation import Changes, Op, plural
from ogp_review.domain.point import Point, Unit
from ogp_review.domain.response import Response, State, check_complete, check_step, disposition
from ogp_review.errors import ReviewError
from ogp_review.services.canned import filled
from ogp_review.services.merging import make_points
from ogp_review.services.service import Meant, Service, row_id
from ogp_review.store import codebooks, comments, drafts, points
from ogp_review.store.operation import Operation
from ogp_review.store.storable import storable
from ogp_review.store.texts import write_texts

PARTS = ("heard", "response", "changed")
"""What a narrative says: what we heard, our response, what changed."""


class Responding(Service):
    """Responses and narratives. Each call is one operation.

    A comment that stands in no point can be named instead of a point: answering it makes it one of its own.
    """

    def respond(
        self,
        point: Meant,
        *,
        disposition: str | None = None,
        text: str | None = None,
        proposed_change: str | None = None,
    ) -> int:
        """Draft the reasoned response to a point; what is not given stays as it is.

        What was in review or approved becomes a draft again: an approval holds for the words approved.

        :returns: the id of the point.
        :raises ReviewError: where there is no such point or disposition, or the comment is set aside.
        """
        said = Said(_disposition(disposition), text, proposed_change)
        with self._store.operation(Op.RESPOND, self._person) as op:
            found = self._point(op, point)
            op.sentence = f"Responded to {found.ref}" + (f": {said.disposition}" if said.disposition else "")
            self._answer(op, [found], {found.id: said})
        return found.id

    def respond_all(
        self, points: Meant | Iterable[Meant], *, disposition: str | None = None, text: str | None = None
    ) -> list[int]:
        """Respond to several points, or comments, in one operation; what is not given stays as it is.

        In `text`, {ref}, {paragraph} and {author} are filled in for the lead of each, as `desk.fill` does it.

        :returns: the ids of the points.
        :raises ReviewError: where there is no such point or disposition, or a comment is set aside.
        """
        chosen = _disposition(disposition)
        with self._store.operation(Op.RESPOND, self._person) as op:
            found = self._points(op, points)
            op.sentence = f"Responded to {_named(found)}" + (f": {chosen}" if chosen else "")
            leads = [point.lead for point in found]
            texts = filled(op.connection, text, leads) if text is not None else {}
            said = {point.id: Said(chosen, texts.get(point.lead), None) for point in found}
            self._answer(op, found, said)
        return [point.id for point in found]

    def _answer(self, op: Operation, answered: list[Point], answers: dict[int, "Said"]) -> None:
        before = points.responses(op.connection, self._language, answers)
        written: dict[tuple[int, str], str] = {}
        rows: dict[int, dict[str, Any]] = {}
        for point in answered:
            said, earlier = answers[point.id], before.get(point.id)
            changed = said.differing(point.id, earlier)
            written |= changed
            rows[point.id] = {"disposition": said.disposition} if said.disposition else {}
            if earlier is None or changed or (said.disposition or earlier.disposition) != earlier.disposition:
                rows[point.id] |= {"state": State.DRAFTED.value, "drafted_by": self._person, **_NOT_APPROVED}
        write_texts(op, self._language, written)
        op.change("response", {row: values for row, values in rows.items() if values})

    def submit(self, point: Meant | Iterable[Meant]) -> Changes:
        """Send drafted responses for review: that of a point, or of several in one operation.

        :raises ReviewError: where one is not drafted, has no disposition, or declines without a reason.
        """
        return self._step(
            point, Op.SUBMIT, State.IN_REVIEW, "Sent {} for review", submitted_by=self._person, note=None
        )

    def give_back(self, point: Meant | Iterable[Meant], note: str) -> Changes:
        """Return responses that are in review or approved to their authors, with a note."""
        return self._step(point, Op.RETURN, State.DRAFTED, "Returned {}", note=note, **_NOT_APPROVED)

    def approve(self, point: Meant | Iterable[Meant]) -> Changes:
        """Approve responses that are in review.

        :raises ReviewError: where one is not in review.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._step(
            point, Op.APPROVE, State.APPROVED, "Approved {}", approved_by=self._person, approved_at=now
        )

    def publish(self, point: Meant | Iterable[Meant]) -> Changes:
        """Mark approved responses as published."""
        return self._step(point, Op.PUBLISH, State.PUBLISHED, "Published {}")

    def _step(
        self, meant: Meant | Iterable[Meant], kind: Op, then: State, sentence: str, **values: Any
    ) -> Changes:
        """One step of one or several responses; where one may not take it, none does."""
        with self._store.operation(kind, self._person) as op:
            found = _found(op.connection, _points_meant(op.connection, meant), self._language)
            ids = [point.id for point in found]
            answers = points.responses(op.connection, self._language, ids)
            for point in found:
                response = answers.get(point.id)
                check_step(point.ref, response.state if response else State.TRIAGED, then)
                if then is State.IN_REVIEW and response:
                    check_complete(point.ref, response.disposition, response.text)
            op.sentence = sentence.format(_named(found, "response"))
            op.change("response", {row: {"state": then.value, **values} for row in ids})
        return op.changes

    def decide(self, point: Meant, for_decision: bool = True) -> Changes:
        """Mark a point as one the Steering Committee must decide."""
        with self._store.operation(Op.DECISION, self._person) as op:
            found = self._point(op, point)
            op.sentence = f"{found.ref}: {'for' if for_decision else 'not for'} decision"
            op.change("point", {found.id: {"for_decision": for_decision}})
        return op.changes

    def own(self, point: Meant, owner: str | None) -> Changes:
        """Say who sees to the response to a point."""
        with self._store.operation(Op.ASSIGN, self._person) as op:
            found = self._point(op, point)
            op.sentence = f"{found.ref}: {owner or 'nobody'} sees to it"
            op.change("point", {found.id: {"owner": owner}})
        return op.changes

    def response(self, point: Meant) -> Response | None:
        """The response to a point, if anybody has begun one."""
        with self._store.read() as connection:
            found = _point_id(connection, point)
            return points.responses(connection, self._language, [found]).get(found)

    def narrate(self, about: str, part: str, text: str) -> Changes:
        """Write what the report says of a paragraph ("P12"), a section, a theme or the whole ("draft").

        :param about: "P12", "section 3", "theme Participation/Youth", or "draft" for the report's Summary.
        :param part: heard, response or changed.
        :raises ReviewError: where there is no such paragraph, section, theme or part.
        """
        if part not in PARTS:
            raise ReviewError(f'"{part}" is not a part of a narrative. There are: {", ".join(PARTS)}.')
        with self._store.operation(Op.NARRATIVE, self._person) as op:
            owner, name = self._subject(op.connection, about)
            op.sentence = f"Narrative of {name}: {part}"
            write_texts(op, self._language, {(owner, f"narrative.{part}"): text})
        return op.changes

    def revise(self, paragraph: str, text: str) -> Changes:
        """Write the text a paragraph shall have after the consultation."""
        with self._store.operation(Op.REVISE, self._person) as op:
            row = drafts.place(op.connection, paragraph)
            op.sentence = f"Revised {drafts.labels(op.connection).get(row, paragraph)}"
            write_texts(op, self._language, {(row, "revised"): text})
        return op.changes

    def _subject(self, connection: Any, about: str) -> tuple[int, str]:
        kind, _, rest = about.partition(" ")
        if about == "draft":
            return WHOLE_DRAFT, "the draft"
        if kind == "theme" and rest:
            tag = codebooks.known_tag(connection, rest, self._language)
            return tag.id, tag.path
        if kind == "section" and rest:
            for section in drafts.sections(connection, self._language):
                if section.label.rstrip(".") == rest.rstrip(".") or section.title == rest:
                    return section.id, section.heading
            raise ReviewError(f'There is no section "{rest}".')
        return drafts.place(connection, about), about

    def _point(self, op: Operation, point: Meant) -> Point:
        return self._points(op, point)[0]

    def _points(self, op: Operation, meant: Meant | Iterable[Meant]) -> list[Point]:
        """The points that are meant, each once; comments that stand in none become points of their own."""
        known, units = _points_or_units(op.connection, meant)
        made = make_points(op, [unit for unit in units if unit.point_id is None])
        stands = [made[unit.id] if unit.point_id is None else unit.point_id for unit in units]
        return _found(op.connection, [*known, *stands], self._language)


class Said(NamedTuple):
    """What is answered to a point; None: that stays as it is."""

    disposition: str | None
    text: str | None
    proposed_change: str | None

    def differing(self, point: int, before: Response | None) -> dict[tuple[int, str], str]:
        """The texts that are given and differ from those before, by owner and field."""
        said = {"response": self.text, "proposed_change": self.proposed_change}
        same = {"response": before.text, "proposed_change": before.proposed_change} if before else {}
        written = {name: storable(value) for name, value in said.items() if value is not None}
        return {(point, name): value for name, value in written.items() if same.get(name, "") != value}


_NOT_APPROVED: dict[str, Any] = {"approved_by": None, "approved_at": None}


def _disposition(text: str | None) -> str | None:
    return disposition(text).value if text is not None else None


def _named(found: list[Point], what: str = "point") -> str:
    """ "PT-0001", "4 responses": how a sentence names the points it is about."""
    return found[0].ref if len(found) == 1 else plural(len(found), what)


def _points_or_units(connection: Any, meant: Meant | Iterable[Meant]) -> tuple[list[int], list[Unit]]:
    """Of what is meant, each once: the points, and the comments and excerpts.

    :raises ReviewError: where nothing is meant, or something that is not there.
    """
    several = [meant] if isinstance(meant, int | str | Comment) else meant
    rows = list(dict.fromkeys(row_id(connection, one) for one in several))
    if not rows:
        raise ReviewError("No comment was named.")
    known = comments.point_refs(connection, rows)
    units = comments.find_units(connection, [row for row in rows if row not in known])
    return [row for row in rows if row in known], units


def _points_meant(connection: Any, meant: Meant | Iterable[Meant]) -> list[int]:
    """The points that are meant: themselves, or those in which the comments that are named stand.

    :raises ReviewError: where one is a comment that stands in none.
    """
    known, units = _points_or_units(connection, meant)
    for unit in units:
        if unit.point_id is None:
            raise ReviewError(f"{unit.ref} stands in no point yet. Respond to it, or merge it, first.")
    return [*known, *(unit.point_id for unit in units if unit.point_id is not None)]


def _found(connection: Any, ids: list[int], language: str) -> list[Point]:
    """The points with these ids, each once, in their order.

    :raises ReviewError: where one holds nothing.
    """
    known = {point.id: point for point in points.points(connection, language, ids)}
    for row in ids:
        if row not in known:
            raise ReviewError(f"There is no point with the id {row}.")
    return [known[row] for row in dict.fromkeys(ids)]


def _point_id(connection: Any, point: Meant) -> int:
    """The point that is meant: itself, or the one in which the comment that is named stands."""
    row = row_id(connection, point)
    if comments.point_refs(connection, [row]):
        return row
    unit = comments.find_units(connection, [row], strict=False)
    return unit[0].point_id if unit and unit[0].point_id is not None else row
