"""What the reader and the Points workspace read: one comment with all that is known of it, and points."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, union_all

from ogp_review.domain.draft import WHOLE_DRAFT, WHOLE_DRAFT_LABEL, label_order
from ogp_review.domain.point import Unit
from ogp_review.domain.views import Note, ParagraphText, Translation
from ogp_review.store import people_reads
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import digest
from ogp_review.store.visible import shows

PREVIEW = 200
"""How many characters of a lead's text stand for a summary that nobody has written yet."""

# One comment ----------------------------------------------------------------------------------------------


def about_comment(connection: Connection, comment: int) -> Any:
    """What the source states of a comment beside its text, and whether staff closed it; None: no such one."""
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    joined = (
        t.comment_state.join(t.comment, s.id == c.id)
        .join(t.comment_text, s.text_id == t.comment_text.c.id)
        .join(t.consultation, c.consultation_id == t.consultation.c.id)
        .outerjoin(t.comment_work, w.id == s.id)
    )
    columns = (
        c.submission_id, c.paragraph_id, s.place, s.text_id, s.set_aside, w.closed,
        people_reads.shown("stakeholder"), people_reads.shown("country"), t.comment_text.c.text,
        t.consultation.c.title, t.consultation.c.name,
        people_reads.person_of(c.participant_id).label("participant"),
    )  # fmt: skip
    chosen = (
        select(*columns)
        .select_from(people_reads.with_author(joined, c.participant_id))
        .where(s.id == comment, s.visible)
    )
    return connection.execute(chosen).first()


def versions(connection: Connection, comment: int, current: int) -> tuple[str, ...]:
    """The texts a comment has had at its source, as they came; the `current` one last."""
    c = t.comment_text.c
    chosen = select(c.id, c.text).where(c.comment_id == comment, shows(t.comment_text))
    rows = connection.execute(chosen.order_by(c.version, c.id)).all()
    return tuple(row.text for row in sorted(rows, key=lambda row: row.id == current))


def same_submission(connection: Connection, submission: int | None) -> tuple[int, ...]:
    """The comments of a submission in the order they came in."""
    return () if submission is None else _shown(connection, t.comment.c.submission_id == submission)


def replies(connection: Connection, comment: int) -> tuple[int, ...]:
    """The comments that answer a comment, in the order they came in."""
    same = select(t.row_alias.c.id).where(t.row_alias.c.target == comment)
    named = [comment, *connection.execute(same).scalars()]
    return _shown(connection, among(t.comment.c.parent_id, named, connection))


def _shown(connection: Connection, condition: ColumnElement[bool]) -> tuple[int, ...]:
    s = t.comment_state.c
    found = connection.execute(select(t.comment.c.id).where(condition)).scalars().all()
    if not found:
        return ()
    chosen = select(s.id).where(s.visible, among(s.id, found, connection)).order_by(s.doc)
    return tuple(connection.execute(chosen).scalars())


def notes_on(connection: Connection, owners: Iterable[int]) -> tuple[Note, ...]:
    """The private notes on these rows, earliest first."""
    n, o = t.note.c, t.operation.c
    joined = t.note.join(t.operation, n.made_by == o.id)
    chosen = select(n.id, n.text, n.person, o.at).select_from(joined)
    shown = chosen.where(~n.hidden, among(n.owner, owners, connection)).order_by(o.lamport, o.id, n.id)
    return tuple(Note(row.id, row.text, row.person or "", row.at) for row in connection.execute(shown))


def translations(connection: Connection, comment: int, source: str) -> tuple[Translation, ...]:
    """The translations of a comment, by language; those of an earlier text than `source` are stale."""
    c = t.staff_text.c
    chosen = select(c.language, c.text, c.person, c.source_digest).where(
        ~c.hidden, c.owner == comment, c.field == "translation"
    )
    now = digest(source).hex()
    return tuple(
        Translation(row.language, row.text, row.person or "", row.source_digest not in (None, now))
        for row in connection.execute(chosen.order_by(c.language))
        if row.text
    )


def has_excerpts(connection: Connection, comment: int) -> bool:
    """Whether there is any excerpt of a comment."""
    c = t.excerpt.c
    return (
        connection.execute(select(c.id).where(c.comment_id == comment, ~c.hidden).limit(1)).first()
        is not None
    )


def excerpt_tags(connection: Connection, excerpts: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the tags of each of these excerpts."""
    c = t.tag_link.c
    found: dict[int, list[int]] = defaultdict(list)
    chosen = select(c.unit_id, c.tag_id).where(~c.hidden, among(c.unit_id, excerpts, connection))
    for row in connection.execute(chosen):
        found[row.unit_id].append(row.tag_id)
    return found


def names_agreed(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """Who spoke in these comments, or for whom, if they agreed to be named."""
    c = t.comment.c
    joined = people_reads.with_author(t.comment, c.participant_id)
    named = func.coalesce(people_reads.shown("name"), people_reads.shown("organisation"))
    agreed = people_reads.shown("consent").is_(True)
    chosen = select(c.id, named).select_from(joined)
    rows = connection.execute(chosen.where(agreed, among(c.id, ids, connection)))
    return {comment: name for comment, name in rows.all() if name}


def place_texts(connection: Connection, place: int) -> tuple[ParagraphText, ...]:
    """A paragraph's words by language and version: complete ones before clipped ones, the later before the
    earlier, and what staff revised.
    """
    c = t.paragraph_text.c
    joined = t.paragraph_text.join(t.operation, c.made_by == t.operation.c.id)
    chosen = select(c.language, c.version, c.text, c.complete).select_from(joined)
    shown = chosen.where(c.paragraph_id == place, shows(t.paragraph_text))
    best: dict[tuple[str | None, str], ParagraphText] = {}
    for row in connection.execute(shown.order_by(t.operation.c.lamport, t.operation.c.id)):
        key = (row.language, row.version)
        if key not in best or row.complete or not best[key].complete:
            best[key] = ParagraphText(row.language, row.version, row.text, bool(row.complete))
    for text in _revised(connection, place):
        best[text.language, text.version] = text
    return tuple(sorted(best.values(), key=lambda text: (text.language or "", text.version)))


def _revised(connection: Connection, place: int) -> Iterator[ParagraphText]:
    c = t.staff_text.c
    chosen = select(c.language, c.text).where(~c.hidden, c.owner == place, c.field == "revised")
    for row in connection.execute(chosen):
        if row.text:
            yield ParagraphText(row.language, "revised", row.text, True)


# A point --------------------------------------------------------------------------------------------------


def unit_texts(connection: Connection, units: Iterable[Unit]) -> dict[int, str]:
    """The words of units: of a comment its source text, of an excerpt its passage."""
    s, e, x = t.comment_state.c, t.excerpt.c, t.comment_text.c
    whole, parts = _kinds(units)
    found: dict[int, str] = {}
    if whole:
        chosen = select(s.id, x.text).select_from(t.comment_state.join(t.comment_text, s.text_id == x.id))
        rows = connection.execute(chosen.where(among(s.id, whole, connection)))
        found = {row.id: row.text for row in rows}
    if parts:
        joined = t.excerpt.join(t.comment_text, e.text_id == x.id)
        chosen = select(e.id, e.start, e.stop, x.text).select_from(joined)
        for row in connection.execute(chosen.where(among(e.id, parts, connection))):
            found[row.id] = row.text[row.start : row.stop]
    return found


def _kinds(units: Iterable[Unit]) -> tuple[list[int], list[int]]:
    """The ids of those that are comments, and of those that are excerpts."""
    whole: list[int] = []
    parts: list[int] = []
    for unit in units:
        (whole if unit.id == unit.comment_id else parts).append(unit.id)
    return whole, parts


def unit_places(connection: Connection, units: Sequence[int]) -> dict[int, int]:
    """Where units stand: an excerpt at its own place, or else where its comment stands."""
    s, e = t.comment_state.c, t.excerpt.c
    whole = select(s.id, s.place).where(among(s.id, units, connection))
    joined = t.excerpt.join(t.comment_state, e.comment_id == s.id)
    part = select(e.id, func.coalesce(e.place, s.place).label("place")).select_from(joined)
    rows = connection.execute(union_all(whole, part.where(among(e.id, units, connection))))
    return {row.id: row.place for row in rows}


# Points in a list -----------------------------------------------------------------------------------------


class PointRow(NamedTuple):
    """A point as a list of points needs it, before its words are read."""

    id: int
    ref: str
    lead: int | None
    place: int | None
    owner: str | None
    disposition: str | None
    state: str | None


def point_rows(connection: Connection) -> list[PointRow]:
    """All points that show, whether or not anything stands in them."""
    p, r = t.point.c, t.response.c
    columns = (p.id, p.ref, p.lead, p.place, p.owner, r.disposition, r.state)
    chosen = select(*columns).select_from(t.point.outerjoin(t.response, p.id == r.id)).where(~p.hidden)
    return list(map(PointRow._make, connection.execute(chosen).all()))


def unit_counts(connection: Connection) -> dict[int, int]:
    """How many units stand in each point. Comments that do not show, or are set aside, stand in none."""
    w, e = t.comment_work.c, t.excerpt.c
    stands = and_(t.comment_state.c.visible, ~t.comment_state.c.set_aside)
    whole = select(w.point_id, func.count().label("n")).where(w.point_id.is_not(None), w.set_aside.is_(None))
    part = select(e.point_id, func.count().label("n")).select_from(
        t.excerpt.join(t.comment_state, t.comment_state.c.id == e.comment_id)
    )
    if _something_hidden(connection):
        whole = whole.select_from(t.comment_work.join(t.comment_state, w.id == t.comment_state.c.id))
        whole = whole.where(stands)
    part = part.where(e.point_id.is_not(None), ~e.hidden, stands)
    found: dict[int, int] = defaultdict(int)
    for chosen, point in ((whole, w.point_id), (part, e.point_id)):
        for row, count in connection.execute(chosen.group_by(point)).all():
            found[row] += count
    return found


def _something_hidden(connection: Connection) -> bool:
    """Whether any comment does not show: its import was taken back, or it was proved one with another."""
    gone = or_(exists().where(t.intake.c.hidden), exists().where(t.row_alias.c.id.is_not(None)))
    return bool(connection.execute(select(gone)).scalar())


def leads(connection: Connection) -> dict[int, tuple[int, int]]:
    """Of each point that shows and whose lead stands in it: the lead and its place."""
    p, s, w, e = t.point.c, t.comment_state.c, t.comment_work.c, t.excerpt.c
    stands = and_(s.visible, ~s.set_aside)
    whole = t.point.join(t.comment_work, and_(w.id == p.lead, w.point_id == p.id)).join(
        t.comment_state, and_(s.id == w.id, stands)
    )
    part = t.point.join(t.excerpt, and_(e.id == p.lead, e.point_id == p.id, ~e.hidden)).join(
        t.comment_state, and_(s.id == e.comment_id, stands)
    )
    chosen = union_all(
        select(p.id, p.lead, s.place).select_from(whole).where(~p.hidden),
        select(p.id, p.lead, func.coalesce(e.place, s.place)).select_from(part).where(~p.hidden),
    )
    return {point: (lead, place) for point, lead, place in connection.execute(chosen).all()}


def beginnings(connection: Connection, units: Sequence[int]) -> dict[int, str]:
    """The first words of units, on one line."""
    s, e, x = t.comment_state.c, t.excerpt.c, t.comment_text.c
    whole = select(s.id, func.substr(x.text, 1, PREVIEW)).select_from(
        t.comment_state.join(t.comment_text, s.text_id == x.id)
    )
    rows = connection.execute(whole.where(among(s.id, units, connection))).all()
    there = {unit for unit, _ in rows}
    left = [unit for unit in units if unit not in there]
    if left:
        shown = func.substr(x.text, e.start + 1, e.stop - e.start)
        part = select(e.id, shown).select_from(t.excerpt.join(t.comment_text, e.text_id == x.id))
        rows = [*rows, *connection.execute(part.where(among(e.id, left, connection))).all()]
    return {unit: " ".join(text[:PREVIEW].split()) for unit, text in rows}


def owners(connection: Connection) -> set[str]:
    """Who sees to the response to any point."""
    p = t.point.c
    named = select(p.owner).where(p.owner.is_not(None), ~p.hidden).distinct()
    return {owner for owner in connection.execute(named).scalars() if owner}


def order_of_draft(connection: Connection) -> dict[int, tuple[int, str]]:
    """Each place's position and label, in the order of the draft; the whole draft stands after it."""
    chosen = select(t.paragraph.c.id, t.paragraph.c.label, t.paragraph.c.position).where(shows(t.paragraph))
    rows = sorted(connection.execute(chosen), key=lambda row: (label_order(row.label), row.position))
    found = {row.id: (number, row.label) for number, row in enumerate(rows)}
    return {**found, WHOLE_DRAFT: (len(found), WHOLE_DRAFT_LABEL)}


# Settings -------------------------------------------------------------------------------------------------


def settings_under(connection: Connection, start: str) -> list[tuple[str, str]]:
    """The settings whose names begin with `start` and that say something: (rest of the name, value)."""
    c = t.setting.c
    chosen = select(c.name, c.value).where(c.name.startswith(start, autoescape=True), c.value != "")
    return [(row.name.removeprefix(start), row.value) for row in connection.execute(chosen)]
