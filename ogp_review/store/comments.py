"""Reads of comments and their units: pages of a list, by filter, without a query a row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, exists, or_, select

from ogp_review.domain.comment import Comment, Excerpt, excerpt_ref
from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.point import Unit
from ogp_review.errors import ReviewError
from ogp_review.store import codebooks, drafts, people_reads, search
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.texts import texts

PAGE = 1_000
UNKNOWN_LANGUAGE = "und"
"""What stands for the language of comments whose language is not known (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """Which comments: every condition that is given holds. `places` and `tags` are ids, `text` a search."""

    places: tuple[int, ...] | None = None
    tags: tuple[int, ...] | None = None
    language: str | None = None
    channel: str | None = None
    state: str | None = None
    text: str | None = None
    assigned_to: str | None = None
    set_aside: bool | None = None
    ids: tuple[int, ...] | None = None


def comment_ids(
    connection: Connection, wanted: CommentFilter, after: int = 0, limit: int = PAGE
) -> list[tuple[int, int]]:
    """A page of (number, id) of the comments that match, in the order they came in, after number `after`."""
    c = t.comment_state.c
    chosen = select(c.doc, c.id).where(c.visible, c.doc > after).order_by(c.doc).limit(limit)
    for condition in _conditions(connection, wanted):
        chosen = chosen.where(condition)
    return [(row.doc, row.id) for row in connection.execute(chosen)]


def _conditions(connection: Connection, wanted: CommentFilter) -> Iterator[Any]:
    c = t.comment_state.c
    if wanted.ids is not None:
        yield among(c.id, wanted.ids, connection)
    if wanted.places is not None:
        yield among(c.place, wanted.places, connection)
    if wanted.tags is not None:
        yield or_(*(c.tags.contains(f" {tag} ") for tag in wanted.tags))
    for column, value in (
        (c.language, wanted.language),
        (c.channel, wanted.channel),
        (c.state, wanted.state),
    ):
        if value == UNKNOWN_LANGUAGE:
            yield column.is_(None)
        elif value is not None:
            yield column == value
    if wanted.set_aside is not None:
        yield c.set_aside == wanted.set_aside
    if wanted.assigned_to is not None:
        work = t.comment_work.c
        yield c.id.in_(select(work.id).where(work.assigned_to == wanted.assigned_to))
    if wanted.text is not None:
        yield c.doc.in_(search.matching_docs(connection, wanted.text).columns(t.comment_state.c.doc))


class Names:
    """Names that a page of comments shows: labels of places and paths of tags, read once."""

    def __init__(self, connection: Connection, language: str) -> None:
        self.language = language
        self.labels = drafts.labels(connection)
        self.tags = {tag.id: tag.path for tag in codebooks.tags(connection, language)}


def page(connection: Connection, ids: Sequence[int], names: Names) -> list[Comment]:
    """The comments with these ids, in their order."""
    rows = {row.id: row for row in connection.execute(_page_query(connection, ids))}
    points = _point_refs(connection, ids)
    translations = texts(connection, ["translation"], names.language, ids)
    return [_comment(rows[row], points.get(row, ()), translations, names) for row in ids if row in rows]


def with_all_said() -> FromClause:
    """Each comment's state with what its source says, its current text, its author, and staff's work."""
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    said = (
        t.comment_state.join(t.comment, s.id == c.id)
        .join(t.comment_text, s.text_id == t.comment_text.c.id)
        .outerjoin(t.comment_work, w.id == s.id)
    )
    return people_reads.with_author(said, c.participant_id)


def _page_query(connection: Connection, ids: Sequence[int]) -> Select[Any]:
    c, s, w = t.comment.c, t.comment_state.c, t.comment_work.c
    columns = (
        c.id, c.ref, c.parent_id, c.submission_id, c.posted, c.posted_at, c.votes_for, c.votes_against,
        s.place, s.state, s.language, s.channel, s.tags, w.stance, w.set_aside, people_reads.shown("name"),
        people_reads.shown("organisation"), t.comment_text.c.text,
    )  # fmt: skip
    return select(*columns).select_from(with_all_said()).where(among(s.id, ids, connection))


def _comment(
    row: Any, points: Sequence[str], translations: dict[tuple[int, str], str], names: Names
) -> Comment:
    tags = (names.tags.get(int(tag)) for tag in row.tags.split())
    return Comment(
        id=row.id,
        ref=row.ref,
        text=row.text,
        paragraph=names.labels.get(row.place) if row.place != NOT_ASSIGNED else None,
        language=row.language,
        translation=translations.get((row.id, "translation")),
        author=row.name,
        organisation=row.organisation,
        channel=row.channel,
        posted_at=row.posted_at,
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        parent_id=row.parent_id,
        submission_id=row.submission_id,
        tags=tuple(sorted(tag for tag in tags if tag)),
        points=tuple(points),
        stance=row.stance,
        state=row.state,
        set_aside=row.set_aside,
    )


def _point_refs(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    pairs = {(unit.comment_id, unit.point_id) for unit in units(connection, ids) if unit.point_id is not None}
    names = point_refs(connection, {point for _, point in pairs})
    refs: dict[int, list[str]] = defaultdict(list)
    for comment, point in pairs:
        refs[comment].append(names[point])
    return {comment: tuple(sorted(found)) for comment, found in refs.items()}


def point_refs(connection: Connection, points: Iterable[int]) -> dict[int, str]:
    """The refs of those of `points` that show."""
    chosen = select(t.point.c.id, t.point.c.ref).where(~t.point.c.hidden)
    return {
        row.id: row.ref for row in connection.execute(chosen.where(among(t.point.c.id, points, connection)))
    }


def units(connection: Connection, comments: Iterable[int]) -> list[Unit]:
    """The units of these comments: each comment itself, and its excerpts that stand in a point."""
    ids = list(comments)
    found = [
        _whole(row)
        for row in connection.execute(_whole_query().where(among(t.comment.c.id, ids, connection)))
    ]
    passages = connection.execute(_excerpt_query().where(among(t.excerpt.c.comment_id, ids, connection)))
    found += [_passage(row) for row in passages]
    return _standing(connection, found)


def _standing(connection: Connection, found: list[Unit]) -> list[Unit]:
    """Units with the point they stand in, if it shows and their comment is not set aside."""
    there = point_refs(connection, {unit.point_id for unit in found if unit.point_id is not None})
    aside = set_aside(connection, {unit.comment_id for unit in found})
    return [
        unit if unit.point_id in there and unit.comment_id not in aside else _alone(unit) for unit in found
    ]


def _alone(unit: Unit) -> Unit:
    return Unit(unit.id, unit.ref, unit.comment_id, unit.comment_ref, None)


def _whole_query() -> Select[Any]:
    c, w = t.comment.c, t.comment_work.c
    return select(c.id, c.ref, w.point_id).select_from(t.comment.outerjoin(t.comment_work, c.id == w.id))


def _excerpt_query() -> Select[Any]:
    e, c = t.excerpt.c, t.comment.c
    joined = t.excerpt.join(t.comment, e.comment_id == c.id)
    return select(e.id, e.comment_id, e.start, e.stop, e.point_id, c.ref).select_from(joined).where(~e.hidden)


def _whole(row: Any) -> Unit:
    return Unit(row.id, row.ref, row.id, row.ref, row.point_id)


def _passage(row: Any) -> Unit:
    return Unit(row.id, excerpt_ref(row.ref, row.start, row.stop), row.comment_id, row.ref, row.point_id)


def find_units(connection: Connection, ids: Iterable[int], *, strict: bool = True) -> list[Unit]:
    """The units with these ids (comments or excerpts), in the order given.

    :raises ReviewError: where there is none with such an id, unless not `strict`.
    """
    wanted = list(ids)
    joined = connection.execute(select(t.row_alias).where(among(t.row_alias.c.id, wanted, connection)))
    aliases: dict[int, int] = {row.id: row.target for row in joined}
    wanted = [aliases.get(row, row) for row in wanted]
    state = t.comment_state.c
    shown = exists().where(state.id == t.comment.c.id, state.visible)
    whole = _whole_query().where(and_(among(t.comment.c.id, wanted, connection), shown))
    found = {row.id: _whole(row) for row in connection.execute(whole)}
    parts = _excerpt_query().where(among(t.excerpt.c.id, wanted, connection))
    found |= {row.id: _passage(row) for row in connection.execute(parts)}
    for row in wanted if strict else ():
        if row not in found:
            raise ReviewError(f"There is no comment or excerpt with the id {row}.")
    return _standing(connection, [found[row] for row in dict.fromkeys(wanted) if row in found])


def set_aside(connection: Connection, comments: Iterable[int]) -> dict[int, str]:
    """Why each of `comments` that is set aside is."""
    c = t.comment_work.c
    chosen = select(c.id, c.set_aside).where(c.set_aside.is_not(None), among(c.id, comments, connection))
    return {row.id: row.set_aside for row in connection.execute(chosen)}


def by_ref(connection: Connection, ref: str) -> int:
    """The id of the comment or point that people see as `ref`.

    :raises ReviewError: where there is none.
    """
    wanted = ref.strip().upper()
    for table in (t.comment, t.point):
        found = connection.execute(select(table.c.id).where(table.c.ref == wanted)).scalar()
        if found is not None:
            return int(found)
    other = connection.execute(select(t.ref_alias.c.row_id).where(t.ref_alias.c.ref == wanted)).scalar()
    if other is None:
        raise ReviewError(f"There is no comment or point {ref}.")
    return int(other)


def text_of(connection: Connection, comment: int) -> tuple[int, str]:
    """The id and the text of the current version of a comment's source text."""
    s = t.comment_state.c
    joined = t.comment_state.join(t.comment_text, s.text_id == t.comment_text.c.id)
    chosen = select(s.text_id, t.comment_text.c.text).select_from(joined).where(s.id == comment)
    row = connection.execute(chosen).one()
    return row.text_id, row.text


def excerpts(connection: Connection, comments: Iterable[int], names: Names) -> list[Excerpt]:
    """The excerpts of these comments, by comment and position."""
    e = t.excerpt.c
    joined = t.excerpt.join(t.comment_text, e.text_id == t.comment_text.c.id)
    chosen = select(e.id, e.comment_id, e.start, e.stop, e.point_id, t.comment_text.c.text).select_from(
        joined
    )
    rows = connection.execute(
        chosen.where(and_(~e.hidden, among(e.comment_id, comments, connection))).order_by(
            e.comment_id, e.start, e.id
        )
    ).all()
    links = select(t.tag_link.c.unit_id, t.tag_link.c.tag_id).where(
        and_(~t.tag_link.c.hidden, among(t.tag_link.c.unit_id, [row.id for row in rows], connection))
    )
    tags: dict[int, set[str]] = defaultdict(set)
    for unit, tag in connection.execute(links):
        if tag in names.tags:
            tags[unit].add(names.tags[tag])
    return [
        Excerpt(
            row.id,
            row.comment_id,
            row.start,
            row.stop,
            row.text[row.start : row.stop],
            tuple(sorted(tags[row.id])),
            row.point_id,
        )
        for row in rows
    ]


def excerpt_at(connection: Connection, text: int, start: int, stop: int) -> int | None:
    """The excerpt of exactly this passage, if there is one."""
    c = t.excerpt.c
    chosen = select(c.id).where(~c.hidden, c.text_id == text, c.start == start, c.stop == stop)
    found = connection.execute(chosen.order_by(c.id)).scalar()
    return int(found) if found is not None else None
