"""Answer points: draft, send for review, return, approve, publish; and the narratives of the report."""

from datetime import UTC, datetime
from typing import Any

from ogp_review.domain.draft import WHOLE_DRAFT
from ogp_review.domain.operation import Changes, Op
from ogp_review.domain.point import Point
from ogp_review.domain.response import Response, State, check_complete, check_step, disposition
from ogp_review.errors import ReviewError
from ogp_review.services.merging import make_point
from ogp_review.services.service import Meant, Service, point_meant, row_id
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
        chosen = _disposition(disposition)
        with self._store.operation(Op.RESPOND, self._person) as op:
            found = self._point(op, point)
            op.sentence = f"Responded to {found.ref}" + (f": {chosen}" if chosen else "")
            before = self._response(op, found)
            said = {"response": text, "proposed_change": proposed_change}
            written = {(found.id, name): storable(value) for name, value in said.items() if value is not None}
            same = {"response": before.text, "proposed_change": before.proposed_change} if before else {}
            changed = {key: value for key, value in written.items() if same.get(key[1], "") != value}
            write_texts(op, self._language, changed)
            moved = before is None or changed or (chosen is not None and chosen != before.disposition)
            values: dict[str, Any] = {} if chosen is None else {"disposition": chosen}
            if moved:
                values |= {"state": State.DRAFTED.value, "drafted_by": self._person, **_NOT_APPROVED}
            op.change("response", {found.id: values} if values else {})
        return found.id

    def submit(self, point: Meant) -> Changes:
        """Send a drafted response for review.

        :raises ReviewError: where it is not drafted, has no disposition, or declines without a reason.
        """
        return self._step(
            point, Op.SUBMIT, State.IN_REVIEW, "Sent {} for review", submitted_by=self._person, note=None
        )

    def give_back(self, point: Meant, note: str) -> Changes:
        """Return a response that is in review or approved to its author, with a note."""
        return self._step(point, Op.RETURN, State.DRAFTED, "Returned {}", note=note, **_NOT_APPROVED)

    def approve(self, point: Meant) -> Changes:
        """Approve a response that is in review.

        :raises ReviewError: where it is not in review.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self._step(
            point, Op.APPROVE, State.APPROVED, "Approved {}", approved_by=self._person, approved_at=now
        )

    def publish(self, point: Meant) -> Changes:
        """Mark an approved response as published."""
        return self._step(point, Op.PUBLISH, State.PUBLISHED, "Published {}")

    def _step(self, point: Meant, kind: Op, then: State, sentence: str, **values: Any) -> Changes:
        with self._store.operation(kind, self._person) as op:
            found = points.one_point(op.connection, point_meant(op.connection, point), self._language)
            response = self._response(op, found)
            check_step(found.ref, response.state if response else State.TRIAGED, then)
            if then is State.IN_REVIEW and response:
                check_complete(found.ref, response.disposition, response.text)
            op.sentence = sentence.format(found.ref)
            op.change("response", {found.id: {"state": then.value, **values}})
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
        row = _point_id(op.connection, point)
        if comments.point_refs(op.connection, [row]):
            return points.one_point(op.connection, row, self._language)
        unit = comments.find_units(op.connection, [row])[0]
        made = unit.point_id if unit.point_id is not None else make_point(op, [unit], unit.id)
        return points.one_point(op.connection, made, self._language)

    def _response(self, op: Operation, point: Point) -> Response | None:
        return points.responses(op.connection, self._language, [point.id]).get(point.id)


_NOT_APPROVED: dict[str, Any] = {"approved_by": None, "approved_at": None}


def _disposition(text: str | None) -> str | None:
    return disposition(text).value if text is not None else None


def _point_id(connection: Any, point: Meant) -> int:
    """The point that is meant: itself, or the one in which the comment that is named stands."""
    row = row_id(connection, point)
    if comments.point_refs(connection, [row]):
        return row
    unit = comments.find_units(connection, [row], strict=False)
    return unit[0].point_id if unit and unit[0].point_id is not None else row
