"""A page of comments as a list shows them, by a fixed small number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, func, literal, select

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.views import Card, TagMark
from ogp_review.store import codebooks, comments, drafts, people_reads
from ogp_review.store import tables as t
from ogp_review.store.engine import among

PREVIEW = 400
"""How many characters of a text a card holds: enough for its two or three lines."""

DEEPEST = 50
"""How far up a thread is followed: what is not threaded so in a source is an error of the source."""


def marks(connection: Connection, language: str) -> dict[int, TagMark]:
    """Every tag as a chip shows it, by id, in the order of the codebook."""
    return {
        tag.id: TagMark(tag.id, tag.path, tag.name, tag.colour)
        for tag in codebooks.tags(connection, language)
    }


def cards(connection: Connection, ids: Sequence[int], language: str) -> list[Card]:
    """The comments with these ids that show, in their order."""
    rows = {row.id: row for row in connection.execute(_base(connection, ids))}
    threads = _threads(connection, [row.id for row in rows.values() if row.parent_id is not None])
    points = _points(connection, rows)
    about = _About(
        labels=drafts.labels(connection, (row.place for row in rows.values())),
        tags=marks(connection, language) if any(row.tags for row in rows.values()) else {},
        points=points,
        refs=comments.point_refs(connection, {one for found in points.values() for one in found}),
        sizes=_sizes(connection, {one for found in points.values() for one in found}),
        noted=_noted(connection, list(rows)),
        translated=_translated(connection, list(rows)),
        threads=threads,
    )
    return [about.card(rows[row]) for row in ids if row in rows]


def _base(connection: Connection, ids: Sequence[int]) -> Select[Any]:
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    beginning = func.substr(t.comment_text.c.text, 1, PREVIEW).label("beginning")
    columns = (
        s.id, s.place, s.state, s.language, s.channel, s.tags, c.ref, c.parent_id, c.posted_at, c.votes_for,
        c.votes_against, w.stance, w.set_aside, w.assigned_to, w.point_id, people_reads.shown("name"),
        people_reads.shown("organisation"), beginning,
    )  # fmt: skip
    return (
        select(*columns).select_from(comments.with_all_said()).where(s.visible, among(s.id, ids, connection))
    )


def _threads(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Of each comment what it answers (id, author or ref), nearest first, up to one that does not show."""
    if not ids:
        return {}
    c, alias = t.comment.c, t.row_alias
    first = select(c.id.label("reply"), c.parent_id.label("id"), literal(1, Integer).label("step"))
    up = first.where(among(c.id, ids, connection)).cte("up", recursive=True)
    above = t.comment.alias("above")
    further = select(up.c.reply, above.c.parent_id, up.c.step + 1).where(
        above.c.id == up.c.id, above.c.parent_id.is_not(None), up.c.step < DEEPEST
    )
    up = up.union(further)
    joined = (
        up.outerjoin(alias, alias.c.id == up.c.id)
        .join(t.comment, c.id == func.coalesce(alias.c.target, up.c.id))
        .join(t.comment_state, t.comment_state.c.id == c.id)
    )
    by_whom = people_reads.with_author(joined, c.participant_id)
    named = func.coalesce(people_reads.shown("name"), c.ref).label("named")
    chosen = select(up.c.reply, up.c.step, c.id, named).select_from(by_whom).where(t.comment_state.c.visible)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(chosen.order_by(up.c.reply, up.c.step)):
        if row.step == len(found[row.reply]) + 1:
            found[row.reply].append((row.id, row.named))
    return found


def _points(connection: Connection, rows: dict[int, Any]) -> dict[int, set[int]]:
    """The points in which the units of each comment stand. What is set aside stands in none."""
    standing = [row.id for row in rows.values() if row.set_aside is None]
    found: dict[int, set[int]] = defaultdict(set)
    for row in standing:
        if rows[row].point_id is not None:
            found[row].add(rows[row].point_id)
    e = t.excerpt.c
    passages = select(e.comment_id, e.point_id).where(~e.hidden, e.point_id.is_not(None))
    for comment, point in connection.execute(passages.where(among(e.comment_id, standing, connection))):
        found[comment].add(point)
    return found


def _sizes(connection: Connection, points: set[int]) -> dict[int, int]:
    """How many units stand in each of `points`."""
    found: dict[int, int] = defaultdict(int)
    if not points:
        return found
    s, w, e = t.comment_state.c, t.comment_work.c, t.excerpt.c
    whole = select(w.point_id, func.count()).join(t.comment_state, s.id == w.id).group_by(w.point_id)
    parts = select(e.point_id, func.count()).join(t.comment_state, s.id == e.comment_id).group_by(e.point_id)
    there = (s.visible, ~s.set_aside)
    for point, count in connection.execute(whole.where(among(w.point_id, points, connection), *there)):
        found[point] += count
    for point, count in connection.execute(
        parts.where(~e.hidden, among(e.point_id, points, connection), *there)
    ):
        found[point] += count
    return found


def _noted(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those of `ids` on which, or on an excerpt of which, there is a private note."""
    n, e = t.note.c, t.excerpt.c
    whole = select(n.owner).where(~n.hidden, among(n.owner, ids, connection))
    parts = select(e.comment_id).join(t.note, n.owner == e.id)
    passages = parts.where(~n.hidden, ~e.hidden, among(e.comment_id, ids, connection))
    return {*connection.execute(whole).scalars(), *connection.execute(passages).scalars()}


def _translated(connection: Connection, ids: Sequence[int]) -> set[int]:
    c = t.staff_text.c
    chosen = select(c.owner).where(~c.hidden, c.text != "", c.field == "translation")
    return set(connection.execute(chosen.where(among(c.owner, ids, connection))).scalars())


class _About:
    """What stands round a page of comments, read once for all of them."""

    def __init__(
        self,
        *,
        labels: dict[int, str],
        tags: dict[int, TagMark],
        points: dict[int, set[int]],
        refs: dict[int, str],
        sizes: dict[int, int],
        noted: set[int],
        translated: set[int],
        threads: dict[int, list[tuple[int, str]]],
    ) -> None:
        self._labels = labels
        self._tags = tags
        self._order = {tag: position for position, tag in enumerate(tags)}
        self._points = points
        self._refs = refs
        self._sizes = sizes
        self._noted = noted
        self._translated = translated
        self._threads = threads

    def card(self, row: Any) -> Card:
        points = [one for one in self._points.get(row.id, ()) if one in self._refs]
        refs = sorted((self._refs[one] for one in points), key=lambda ref: (len(ref), ref))
        thread = self._threads.get(row.id, [])
        return Card(
            id=row.id,
            ref=row.ref,
            preview=" ".join(row.beginning.split()),
            author=row.name,
            organisation=row.organisation,
            posted_at=row.posted_at,
            language=row.language,
            channel=row.channel,
            place=row.place,
            paragraph=self._labels.get(row.place) if row.place != NOT_ASSIGNED else None,
            state=row.state,
            set_aside=row.set_aside,
            stance=row.stance,
            tags=self._marks(row.tags),
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            points=tuple(refs),
            merged=max((self._sizes[one] for one in points), default=0),
            parent_id=thread[0][0] if thread else None,
            reply_to=thread[0][1] if thread else None,
            depth=len(thread),
            has_note=row.id in self._noted,
            translated=row.id in self._translated,
            assigned_to=row.assigned_to,
        )

    def _marks(self, tags: str) -> tuple[TagMark, ...]:
        known = (int(tag) for tag in tags.split() if int(tag) in self._tags)
        return tuple(self._tags[tag] for tag in sorted(known, key=lambda tag: self._order[tag]))
