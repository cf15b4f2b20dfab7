"""What is derived from sources and staff work: state and place of each comment, counts, the search index.

:func:`refresh` is the one function that writes them, inside the transaction, alike for doing, undoing,
importing and exchanging. They are not journaled; `verify` recomputes them with :func:`states` and compares.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, func, or_, select, text

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.response import STATE_ORDER, State
from ogp_review.store import index
from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert, bulk_update


class CommentState(NamedTuple):
    """A row of `comment_state` without its `doc`. `tags` are ids, each with a space on both sides."""

    id: int
    text_id: int
    visible: bool
    place: int
    state: str
    set_aside: bool
    language: str | None
    channel: str
    is_reply: bool
    points: int
    tags: str


_COLUMNS = (*CommentState._fields, "doc")

# Which comments -------------------------------------------------------------------------------------------


def affected_comments(connection: Connection, rows: Mapping[str, Iterable[int]]) -> set[int]:
    """The comments whose derived state can differ once these rows of these tables have changed."""
    found: set[int] = set(rows.get("comment_work", ())) | set(rows.get("comment", ()))
    points = set(rows.get("point", ())) | set(rows.get("response", ()))
    excerpts = set(rows.get("excerpt", ()))
    imports = set(rows.get("intake", ()))
    if rows.get("tag_link"):
        chosen = select(t.tag_link.c.unit_id).where(among(t.tag_link.c.id, rows["tag_link"], connection))
        units = set(connection.execute(chosen).scalars())
        tagged = _excerpts(connection, units)
        found |= (units - tagged.keys()) | set(tagged.values())
    if excerpts:
        found |= set(_excerpts(connection, excerpts).values())
    if points:
        found |= _in_points(connection, points)
    if rows.get("tag"):
        found |= _with_tags(connection, rows["tag"])
    if imports:
        found |= _brought_by(connection, imports)
    return found


def _excerpts(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    chosen = select(t.excerpt.c.id, t.excerpt.c.comment_id).where(among(t.excerpt.c.id, ids, connection))
    return {row[0]: row[1] for row in connection.execute(chosen)}


def _in_points(connection: Connection, points: Iterable[int]) -> set[int]:
    work = select(t.comment_work.c.id).where(among(t.comment_work.c.point_id, points, connection))
    passages = select(t.excerpt.c.comment_id).where(among(t.excerpt.c.point_id, points, connection))
    return {*connection.execute(work).scalars(), *connection.execute(passages).scalars()}


def _with_tags(connection: Connection, tags: Iterable[int]) -> set[int]:
    units = set(
        connection.execute(
            select(t.tag_link.c.unit_id).where(among(t.tag_link.c.tag_id, tags, connection))
        ).scalars()
    )
    passages = _excerpts(connection, units)
    return (units - passages.keys()) | set(passages.values())


def _brought_by(connection: Connection, imports: Iterable[int]) -> set[int]:
    """The comments whose row or text came, first or again, with one of `imports`."""
    ids = list(imports)
    first = select(t.comment.c.id).where(among(t.comment.c.made_by, ids, connection))
    again = select(t.source_maker.c.row_id).where(among(t.source_maker.c.made_by, ids, connection))
    rows = set(connection.execute(again).scalars())
    text = t.comment_text.c
    brought = or_(among(text.made_by, ids, connection), among(text.id, rows, connection))
    texts = connection.execute(select(text.comment_id).where(brought)).scalars()
    return {*connection.execute(first).scalars(), *rows, *texts}


# What their state is --------------------------------------------------------------------------------------


def hidden_imports(connection: Connection) -> set[int]:
    """The operations whose source rows do not show, because they were taken back."""
    return set(connection.execute(select(t.intake.c.id).where(t.intake.c.hidden)).scalars())


def states(connection: Connection, comments: Iterable[int]) -> dict[int, CommentState]:
    """The derived state of each of `comments`, recomputed from sources and staff work alone."""
    ids = list(comments)
    hidden = hidden_imports(connection)
    extra = _extra_makers(connection, ids) if hidden else {}
    texts = _current_texts(connection, ids, hidden)
    passages = _passages(connection, ids)
    tags = _tags(connection, ids, passages)
    aliases = set(connection.execute(select(t.row_alias.c.id)).scalars())
    base = connection.execute(_base(connection, ids)).all()
    answers = _answers(connection, _points_named(base, passages))
    found = {}
    for row in base:
        (
            row_id,
            made_by,
            paragraph,
            language,
            channel,
            parent,
            place,
            stance,
            aside,
            assigned,
            closed,
            point,
            said,
        ) = row
        own = passages.get(row_id, ())
        points = {passage for _, passage in own if passage in answers}
        worked_on = bool(own) or row_id in tags or not (place is None and stance is None and assigned is None)
        whole = point if point in answers else None
        found[row_id] = CommentState(
            id=row_id,
            text_id=texts.get(row_id, 0),
            visible=not (made_by in hidden and extra.get(row_id, set()) <= hidden) and row_id not in aliases,
            place=place if place is not None else paragraph or NOT_ASSIGNED,
            state=_least(points, whole, bool(closed), answers, worked_on),
            set_aside=aside is not None,
            language=said or language,
            channel=channel,
            is_reply=parent is not None,
            points=len(points) if whole is None else len(points | {whole}),
            tags="".join(f" {tag} " for tag in sorted(tags[row_id])) if row_id in tags else "",
        )
    return found


def _base(connection: Connection, ids: list[int]) -> Select[Any]:
    c, w = t.comment.c, t.comment_work.c
    columns = (c.id, c.made_by, c.paragraph_id, c.language, c.channel, c.parent_id)
    staff = (
        w.place,
        w.stance,
        w.set_aside,
        w.assigned_to,
        w.closed,
        w.point_id,
        w.language.label("staff_language"),
    )
    joined = t.comment.outerjoin(t.comment_work, c.id == w.id)
    return select(*columns, *staff).select_from(joined).where(among(c.id, ids, connection))


def _least(
    points: set[int], whole: int | None, closed: bool, answers: Mapping[int, str], worked_on: bool
) -> str:
    """The least advanced of a comment's units: its excerpts in `points`, and what remains of it."""
    states = [answers[point] for point in points]
    if whole is not None:
        states.append(answers[whole])
    elif not (closed and points):
        states.append(State.TRIAGED.value if worked_on else State.NEW.value)
    return states[0] if len(states) == 1 else min(states, key=lambda state: STATE_ORDER[State(state)])


def _extra_makers(connection: Connection, ids: list[int]) -> dict[int, set[int]]:
    makers: dict[int, set[int]] = defaultdict(set)
    chosen = select(t.source_maker).where(among(t.source_maker.c.row_id, ids, connection))
    for row in connection.execute(chosen):
        makers[row.row_id].add(row.made_by)
    return makers


def _current_texts(connection: Connection, ids: list[int], hidden: set[int]) -> dict[int, int]:
    """The text of each comment that shows: the one brought last by an import that stands, else the first."""
    c = t.comment_text.c
    rows = connection.execute(
        select(c.id, c.comment_id, c.made_by).where(among(c.comment_id, ids, connection))
    ).all()
    again = _extra_makers(connection, [row.id for row in rows])
    operations = {row.made_by for row in rows}.union(*again.values())
    stamps = _stamps(connection, operations)
    best: dict[int, tuple[tuple[bool, int, int], int]] = {}
    for text_id, comment, made_by in rows:
        for maker in (made_by, *again.get(text_id, ())):
            rank = (maker not in hidden, *stamps[maker])
            if comment not in best or rank > best[comment][0]:
                best[comment] = (rank, text_id)
    return {comment: text_id for comment, (_, text_id) in best.items()}


def _stamps(connection: Connection, operations: Iterable[int]) -> dict[int, tuple[int, int]]:
    c = t.operation.c
    chosen = select(c.id, c.lamport).where(among(c.id, operations, connection))
    return {row.id: (row.lamport, row.id) for row in connection.execute(chosen)}


def _passages(connection: Connection, ids: list[int]) -> dict[int, list[tuple[int, int | None]]]:
    found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    c = t.excerpt.c
    chosen = select(c.comment_id, c.id, c.point_id).where(
        and_(~c.hidden, among(c.comment_id, ids, connection))
    )
    for comment, excerpt, point in connection.execute(chosen):
        found[comment].append((excerpt, point))
    return found


def _tags(
    connection: Connection, ids: list[int], passages: Mapping[int, list[tuple[int, int | None]]]
) -> dict[int, set[int]]:
    owner = {excerpt: comment for comment, own in passages.items() for excerpt, _ in own}
    c = t.tag_link.c
    joined = t.tag_link.join(t.tag, and_(c.tag_id == t.tag.c.id, ~t.tag.c.hidden))
    chosen = select(c.unit_id, c.tag_id).select_from(joined).where(~c.hidden)
    found: dict[int, set[int]] = defaultdict(set)
    for unit, tag in connection.execute(chosen.where(among(c.unit_id, [*ids, *owner], connection))):
        found[owner.get(unit, unit)].add(tag)
    return found


def _points_named(base: Iterable[Any], passages: Mapping[int, list[tuple[int, int | None]]]) -> set[int]:
    named = {row.point_id for row in base}
    named.update(point for own in passages.values() for _, point in own)
    return {point for point in named if point is not None}


def _answers(connection: Connection, points: Iterable[int]) -> dict[int, str]:
    """The states of those of `points` that show."""
    joined = t.point.outerjoin(t.response, t.point.c.id == t.response.c.id)
    chosen = select(t.point.c.id, t.response.c.state).select_from(joined).where(~t.point.c.hidden)
    rows = connection.execute(chosen.where(among(t.point.c.id, points, connection)))
    return {row.id: row.state or State.TRIAGED.value for row in rows}


# Keeping it -----------------------------------------------------------------------------------------------


def refresh(connection: Connection, comments: Iterable[int]) -> None:
    """Bring state, counts and search index of `comments` up to date."""
    ids = sorted(comments)
    if not ids:
        return
    before = kept(connection, ids)
    after = states(connection, ids)
    fresh = [state for row, state in after.items() if row not in before]
    changed = [state for row, state in after.items() if row in before and before[row][0] != state]
    docs = {row: doc for row, (_, doc) in before.items()} | _new_docs(connection, fresh)
    _write(connection, fresh, changed, docs)
    _count(connection, [before[state.id][0] for state in changed], [*fresh, *changed])
    moved = {state.id: before[state.id][0] for state in changed}
    index.follow(connection, [(docs[s.id], moved.get(s.id), s) for s in [*fresh, *changed]])


def add_new(connection: Connection, operation: int) -> None:
    """What :func:`refresh` would do for comments that `operation` has just brought, said in SQL: nobody has
    worked on them yet, so they are new, stand where their source says, and count once each.
    """
    last = connection.execute(select(func.max(t.comment_state.c.doc))).scalar() or 0
    names = ", ".join(_COLUMNS)
    place = f"coalesce(paragraph_id, {NOT_ASSIGNED})"
    # The casts make PostgreSQL's booleans of what SQLite keeps as 0 and 1.
    connection.execute(
        text(
            f"INSERT INTO comment_state ({names}) SELECT c.id, x.id, CAST(1 AS BOOLEAN), {place}, :new, "
            "CAST(0 AS BOOLEAN), language, channel, parent_id IS NOT NULL, 0, '', "
            ":last + row_number() OVER (ORDER BY length(ref), ref) FROM comment AS c "
            "JOIN comment_text AS x ON x.comment_id = c.id WHERE c.made_by = :operation"
        ),
        {"new": State.NEW.value, "last": last, "operation": operation},
    )
    for name, key, condition in _NEW_COUNTS:
        connection.execute(
            text(
                f"INSERT INTO tally (name, key, n) SELECT '{name}', {key}, count(*) FROM comment_state "
                f"WHERE doc > :last AND {condition} GROUP BY 2 HAVING count(*) > 0 "
                "ON CONFLICT (name, key) DO UPDATE SET n = tally.n + excluded.n"
            ),
            {"last": last},
        )
    index.add_after(connection, last)


_NEW_COUNTS = (
    ("comments", "''", "true"),
    ("state", f"'{State.NEW.value}'", "true"),
    ("place", f"place || '/{State.NEW.value}'", "true"),
    ("language", "coalesce(language, '')", "true"),
    ("channel", "channel", "true"),
    ("replies", "''", "is_reply"),
)
"""How :func:`tallied` counts a new comment: the name, the key and which comments count."""


def kept(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[CommentState, int]]:
    """The rows of `comment_state` as they stand, with their `doc`."""
    columns = [t.comment_state.c[name] for name in _COLUMNS]
    chosen = select(*columns).where(among(t.comment_state.c.id, ids, connection))
    return {row[0]: (CommentState(*row[:-1]), row[-1]) for row in connection.execute(chosen)}


def _new_docs(connection: Connection, fresh: list[CommentState]) -> dict[int, int]:
    """Numbers for new comments, in the order of their refs: it is the order of their source."""
    last = connection.execute(select(func.max(t.comment_state.c.doc))).scalar() or 0
    if not fresh:
        return {}
    chosen = select(t.comment.c.id, t.comment.c.ref).where(
        among(t.comment.c.id, [state.id for state in fresh], connection)
    )
    ordered = sorted(connection.execute(chosen), key=lambda row: (len(row.ref), row.ref))
    return {row.id: last + number for number, row in enumerate(ordered, 1)}


def _write(
    connection: Connection, fresh: list[CommentState], changed: list[CommentState], docs: Mapping[int, int]
) -> None:
    bulk_insert(connection, t.comment_state, _COLUMNS, [(*state, docs[state.id]) for state in fresh])
    bulk_update(
        connection, t.comment_state, CommentState._fields[1:], [(*state[1:], state.id) for state in changed]
    )


def _count(connection: Connection, gone: list[CommentState], come: list[CommentState]) -> None:
    delta: Counter[tuple[str, str]] = Counter()
    for state in come:
        delta.update(tallied(state))
    for state in gone:
        delta.subtract(tallied(state))
    rows = [{"name": name, "key": key, "n": n} for (name, key), n in sorted(delta.items()) if n]
    if rows:
        connection.execute(
            text(
                "INSERT INTO tally (name, key, n) VALUES (:name, :key, :n) "
                "ON CONFLICT (name, key) DO UPDATE SET n = tally.n + excluded.n"
            ),
            rows,
        )


def tallied(state: CommentState) -> list[tuple[str, str]]:
    """The counts in which a comment takes part."""
    if not state.visible:
        return []
    place = "set aside" if state.set_aside else state.state
    counts = [
        ("comments", ""),
        ("state", place),
        ("place", f"{state.place}/{place}"),
        ("language", state.language or ""),
        ("channel", state.channel),
    ]
    if state.is_reply:
        counts.append(("replies", ""))
    if state.points and not state.set_aside:
        counts.append(("merged", ""))
    counts += [("tag", tag) for tag in state.tags.split()]
    return counts
