"""What stands on the desk while somebody reads and answers: one comment, one point, the points of a place."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ogp_review.domain.comment import Excerpt
from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.operation import Changes, Op
from ogp_review.domain.point import Point, Unit
from ogp_review.domain.response import State
from ogp_review.domain.views import Card, CommentView, Member, ParagraphText, PointLine, PointView, TagMark
from ogp_review.errors import ReviewError
from ogp_review.services.canned import filled
from ogp_review.services.service import Meant, Service, point_meant, units_meant, whole_comments
from ogp_review.store import cards, comments, desk_reads, drafts, points, settings
from ogp_review.store.comments import Names
from ogp_review.store.texts import texts
from ogp_review.store.vocabulary import CANNED

MEMBERS_BESIDE = 50
"""How many members of its point are read with a comment; the Points workspace reads them all."""


class Desk(Service):
    """Reads of one thing with all that stands round it, and the canned responses."""

    def comment(self, comment: Meant) -> CommentView:
        """A comment with its versions, excerpts, notes, translations, place and point.

        Of a large point only the first members stand in it: the lead, and as many more as a reader looks at.

        :raises ReviewError: where there is none.
        """
        with self._store.read() as connection:
            unit = whole_comments(connection, [comment])[0]
            about = desk_reads.about_comment(connection, unit.id)
            if about is None:
                raise ReviewError(f"{unit.ref} does not show: its import was taken back.")
            return self._comment(connection, unit, about)

    def _comment(self, connection: Any, unit: Unit, about: Any) -> CommentView:
        point = points.one_point(connection, unit.point_id, self._language) if unit.point_id else None
        beside = _led(point)[:MEMBERS_BESIDE] if point else []
        shown = self._cards(connection, [unit, *beside])
        card = shown[unit.id]
        labels = drafts.labels(connection)
        passages = self._excerpts(connection, unit)
        words = desk_reads.place_texts(connection, about.place)
        return CommentView(
            card=card,
            text=about.text,
            texts=desk_reads.versions(connection, unit.id, about.text_id),
            submission=desk_reads.same_submission(connection, about.submission_id) or (unit.id,),
            replies=desk_reads.replies(connection, unit.id),
            stakeholder=about.stakeholder,
            country=about.country,
            consultation=about.title or about.name,
            excerpts=passages,
            excerpt_tags=self._marks(connection, [one.id for one in passages]),
            notes=desk_reads.notes_on(connection, [unit.id, *(one.id for one in passages)])
            if card.has_note
            else (),
            translations=desk_reads.translations(connection, unit.id, about.text) if card.translated else (),
            source_place=labels.get(about.paragraph_id),
            place_label=labels.get(about.place, NOT_ASSIGNED_LABEL),
            place_texts=words,
            closed=bool(about.closed),
            point=self._point(connection, point, beside, _Known(shown, labels, {about.place: words}))
            if point
            else None,
            other_points=() if about.set_aside else _others(connection, unit, passages),
            participant=about.participant,
        )

    def _excerpts(self, connection: Any, unit: Unit) -> tuple[Excerpt, ...]:
        if not desk_reads.has_excerpts(connection, unit.id):
            return ()
        return tuple(comments.excerpts(connection, [unit.id], Names(connection, self._language)))

    def point(self, point: Meant) -> PointView:
        """A point with all its members, the lead first, and its response.

        :raises ReviewError: where there is none that holds a unit.
        """
        with self._store.read() as connection:
            row = point_meant(connection, point)
            found = points.one_point(connection, row, self._language)
            units = _led(found)
            known = _Known(self._cards(connection, units), drafts.labels(connection), {})
            return self._point(connection, found, units, known)

    def _point(self, connection: Any, found: Point, units: list[Unit], known: "_Known") -> PointView:
        place = found.place if found.place is not None else _place_of(connection, units[0], known.cards)
        words = known.words.get(place)
        return PointView(
            id=found.id,
            ref=found.ref,
            summary=found.summary,
            lead=found.lead,
            place=place,
            place_label=known.labels.get(place, NOT_ASSIGNED_LABEL),
            place_texts=desk_reads.place_texts(connection, place) if words is None else words,
            members=self._members(connection, units, known.cards),
            response=points.responses(connection, self._language, [found.id]).get(found.id),
            owner=found.owner,
            for_decision=found.for_decision,
            notes=desk_reads.notes_on(connection, [found.id]),
        )

    def _members(self, connection: Any, units: list[Unit], shown: dict[int, Card]) -> tuple[Member, ...]:
        words = desk_reads.unit_texts(connection, units)
        there = [card.id for card in shown.values() if card.translated]
        translated = texts(connection, ["translation"], self._language, there) if there else {}
        return tuple(
            Member(unit, shown[unit.comment_id], words[unit.id], translated.get((unit.id, "translation")))
            for unit in units
            if unit.comment_id in shown
        )

    def _cards(self, connection: Any, units: Iterable[Unit]) -> dict[int, Card]:
        ids = list(dict.fromkeys(unit.comment_id for unit in units))
        return {card.id: card for card in cards.cards(connection, ids, self._language)}

    def _marks(self, connection: Any, excerpts: Sequence[int]) -> dict[int, tuple[TagMark, ...]]:
        linked = desk_reads.excerpt_tags(connection, excerpts) if excerpts else {}
        if not linked:
            return {}
        marks = cards.marks(connection, self._language)
        return {
            excerpt: tuple(mark for row, mark in marks.items() if row in rows)
            for excerpt, rows in linked.items()
        }

    # Points in a list -------------------------------------------------------------------------------------

    def points(
        self, place: int | str | None = None, text: str = "", *, limit: int | None = None
    ) -> list[PointLine]:
        """The points in the order of the draft, then by ref; the whole draft comes after its paragraphs.

        :param place: the id or label of the place where they stand; None: anywhere.
        :param text: words that each stand in the ref, the summary or the label of the paragraph.
        :param limit: how many at most; their words are not read beyond.
        :raises ReviewError: where there is no such place.
        """
        with self._store.read() as connection:
            wanted = drafts.place(connection, place) if isinstance(place, str) else place
            placed = _in_order(connection, wanted)
            if not text.strip():
                return self._lines(connection, placed[:limit])
            lines = self._lines(connection, placed)
        return [line for line in lines if _holds(line, text)][:limit]

    def _lines(self, connection: Any, placed: Sequence["_Placed"]) -> list[PointLine]:
        written = texts(connection, ["summary"], self._language, [one.row.id for one in placed])
        unsaid = [one.lead for one in placed if (one.row.id, "summary") not in written]
        said = desk_reads.beginnings(connection, unsaid)
        return [
            PointLine(
                id=one.row.id,
                ref=one.row.ref,
                summary=written.get((one.row.id, "summary")) or said.get(one.lead, ""),
                place=one.place,
                paragraph=one.label,
                units=one.units,
                state=one.row.state or State.TRIAGED.value,
                disposition=one.row.disposition,
                owner=one.row.owner,
            )
            for one in placed
        ]

    # Canned responses -------------------------------------------------------------------------------------

    def canned(self) -> list[tuple[str, str]]:
        """The canned responses of this review: (name, text), by name."""
        with self._store.read() as connection:
            found = desk_reads.settings_under(connection, CANNED)
        return sorted(found, key=lambda one: match_key(one[0]))

    def save_canned(self, name: str, text: str) -> Changes:
        """Keep a text under a name, to be used again. :meth:`fill` says what stands for {ref} and the like.

        :raises ReviewError: where the name or the text is empty.
        """
        called = " ".join(name.split())
        if not called or not text.strip():
            raise ReviewError("A canned response needs a name and a text.")
        with self._store.operation(Op.SETTING, self._person) as op:
            called = _saved_as(op.connection, called) or called
            op.sentence = f"Saved the canned response {called}"
            settings.set_setting(op, CANNED + called, text)
        return op.changes

    def remove_canned(self, name: str) -> Changes:
        """Take a canned response out of the list.

        :raises ReviewError: where there is none of that name.
        """
        with self._store.operation(Op.SETTING, self._person) as op:
            called = _saved_as(op.connection, name)
            if called is None:
                raise ReviewError(f'There is no canned response "{name}".')
            op.sentence = f"Removed the canned response {called}"
            settings.set_setting(op, CANNED + called, "")
        return op.changes

    def fill(self, text: str, comment: Meant) -> str:
        """A canned text with its fields filled in for a comment: {ref}, {paragraph}, {author}.

        An author who has not agreed to be named is "the participant".

        :raises ReviewError: where there is no such comment.
        """
        with self._store.read() as connection:
            unit = units_meant(connection, [comment])[0]
            return filled(connection, text, [unit.id])[unit.id]


def _saved_as(connection: Any, name: str) -> str | None:
    """How the name of a canned response is written, however it is cased here."""
    saved = desk_reads.settings_under(connection, CANNED)
    return next((one for one, _ in saved if match_key(one) == match_key(name)), None)


class _Known(NamedTuple):
    """What has been read already: cards by comment, labels of places, the words of some places."""

    cards: dict[int, Card]
    labels: dict[int, str]
    words: dict[int, tuple[ParagraphText, ...]]


def _others(connection: Any, unit: Unit, passages: Iterable[Excerpt]) -> tuple[str, ...]:
    """The refs of the points in which excerpts of a comment stand, beside its own."""
    standing = {one.point_id for one in passages if one.point_id is not None} - {unit.point_id}
    if not standing:
        return ()
    return tuple(sorted(comments.point_refs(connection, standing).values(), key=lambda ref: (len(ref), ref)))


def _led(point: Point) -> list[Unit]:
    """The units of a point, the lead first."""
    return sorted(point.units, key=lambda unit: unit.id != point.lead)


def _place_of(connection: Any, unit: Unit, shown: dict[int, Card]) -> int:
    """Where a unit stands: an excerpt can stand elsewhere than its comment."""
    if unit.id in shown:
        return shown[unit.id].place
    return desk_reads.unit_places(connection, [unit.id]).get(unit.id, NOT_ASSIGNED)


class _Placed(NamedTuple):
    """A point with the lead that shows, its place, and how many units stand in it."""

    row: desk_reads.PointRow
    lead: int
    place: int
    label: str | None
    units: int


def _in_order(connection: Any, wanted: int | None) -> list[_Placed]:
    rows = desk_reads.point_rows(connection)
    counts = desk_reads.unit_counts(connection)
    held = [row for row in rows if counts.get(row.id)]
    leads = _leads(connection, [row.id for row in held])
    order = desk_reads.order_of_draft(connection)
    nowhere = (len(order), None)
    ordered = []
    for row in held:
        lead, stands = leads[row.id]
        place = row.place if row.place is not None else stands
        place = place if place in order else NOT_ASSIGNED
        if wanted is None or place == wanted:
            number, label = order.get(place, nowhere)
            ordered.append(
                ((number, len(row.ref), row.ref), _Placed(row, lead, place, label, counts[row.id]))
            )
    ordered.sort(key=lambda one: one[0])
    return [placed for _, placed in ordered]


def _leads(connection: Any, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The lead of each point and its place; where the lead has left, the first unit leads."""
    found = desk_reads.leads(connection)
    left = [row for row in ids if row not in found]
    if left:
        others = {point.id: point.lead for point in points.points(connection, "", left)}
        places = desk_reads.unit_places(connection, list(others.values()))
        found |= {row: (lead, places.get(lead, NOT_ASSIGNED)) for row, lead in others.items()}
    return found


def _holds(line: PointLine, text: str) -> bool:
    said = match_key(f"{line.ref} {line.paragraph or ''} {line.summary}")
    return all(word in said for word in match_key(text).split())
