"""The reads of a report: everything at once, in few queries, since a report holds every comment."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from ogp_review.store import people_reads
from ogp_review.store import tables as t
from ogp_review.store.visible import shows


@dataclass(frozen=True, slots=True)
class Who:
    """A participant as they are shown. `consent` is whether they may be named (None: not known)."""

    id: int
    name: str | None
    organisation: str | None
    stakeholder: str | None
    country: str | None
    consent: bool | None


def all_comments(connection: Connection) -> list[Any]:
    """Every comment that shows, in the order they came in, with its source text and what staff said of it."""
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    joined = (
        t.comment_state.join(t.comment, s.id == c.id)
        .join(t.comment_text, s.text_id == t.comment_text.c.id)
        .outerjoin(t.comment_work, w.id == s.id)
        .outerjoin(t.participant_state, t.participant_state.c.id == c.participant_id)
    )
    person = people_reads.person_of(c.participant_id).label("participant_id")
    columns = (
        c.id, c.ref, c.parent_id, person, c.submission_id, c.consultation_id, c.posted, c.posted_at,
        c.votes_for, c.votes_against, c.paragraph_id, s.place, s.state, s.language, s.channel, s.tags,
        s.is_reply, w.stance,
        w.set_aside, w.closed, w.point_id, t.comment_text.c.text, c.proposal,
    )  # fmt: skip
    chosen = select(*columns).select_from(joined).where(s.visible).order_by(s.doc)
    return list(connection.execute(chosen))


def all_excerpts(connection: Connection) -> list[Any]:
    """Every excerpt that stands in a point: id, comment, range, its words, its own place, its point."""
    e, p = t.excerpt.c, t.point.c
    joined = t.excerpt.join(t.comment_text, e.text_id == t.comment_text.c.id).join(
        t.point, e.point_id == p.id
    )
    columns = (e.id, e.comment_id, e.start, e.stop, e.place, e.stance, e.point_id, t.comment_text.c.text)
    chosen = (
        select(*columns).select_from(joined).where(~e.hidden, ~p.hidden).order_by(e.comment_id, e.start, e.id)
    )
    return list(connection.execute(chosen))


def all_points(connection: Connection) -> dict[int, Any]:
    """Every point that shows, with its response, by id."""
    p, r = t.point.c, t.response.c
    columns = (
        p.id, p.ref, p.lead, p.place, p.for_decision, p.owner, r.disposition, r.state, r.approved_by, r.note,
    )  # fmt: skip
    joined = t.point.outerjoin(t.response, p.id == r.id)
    return {row.id: row for row in connection.execute(select(*columns).select_from(joined).where(~p.hidden))}


def all_participants(connection: Connection) -> dict[int, Who]:
    """Everybody who spoke, by id, as staff show them."""
    c, s = t.participant.c, t.participant_state.c
    columns = [
        people_reads.shown(name) for name in ("name", "organisation", "stakeholder", "country", "consent")
    ]
    joined = t.participant.outerjoin(t.participant_state, s.id == c.id)
    chosen = select(c.id, *columns).select_from(joined).where(or_(shows(t.participant), s.id.is_not(None)))
    return {row.id: Who(*row) for row in connection.execute(chosen)}


def tags_of_excerpts(connection: Connection) -> dict[int, set[int]]:
    """The tags of each excerpt that has any."""
    link = t.tag_link.c
    joined = t.tag_link.join(t.excerpt, and_(link.unit_id == t.excerpt.c.id, ~t.excerpt.c.hidden))
    found: dict[int, set[int]] = {}
    for row in connection.execute(select(link.unit_id, link.tag_id).select_from(joined).where(~link.hidden)):
        found.setdefault(row.unit_id, set()).add(row.tag_id)
    return found


def later_versions(connection: Connection) -> int:
    """How many source texts changed at their source after they were first imported."""
    c = t.comment_text.c
    chosen = select(c.comment_id).where(c.version > 1, shows(t.comment_text)).distinct()
    return len(connection.execute(chosen).all())


def review_id(connection: Connection) -> str:
    """What tells this review from any other, in all its copies."""
    chosen = select(t.meta.c.value).where(t.meta.c.name == "review_id")
    return str(connection.execute(chosen).scalar_one())
