"""What intake needs to know of what is there: which rows a source's records are already, by their keys."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from ogp_review.errors import ReviewError
from ogp_review.store import drafts
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import digest
from ogp_review.store.visible import shows

_BATCH = 2_000
"""Few enough that whoever cancels need not wait for one batch to end."""


@dataclass(slots=True)
class Key:
    """A key of a source row: `id` is where it is looked up, `digest` tells it from another with that id."""

    id: int
    digest: bytes
    external: bool


def key(text: str, *, external: bool) -> Key:
    """The key that `text` says."""
    whole = digest(text)
    return Key(int.from_bytes(whole[:8], "big") >> 1, whole, external)


@dataclass(slots=True)
class KnownComment:
    """A comment that is there, with what its sources have said of it so far.

    `texts` are its texts' ids by digest; `current` is the id of the one that shows.
    """

    id: int
    ref: str
    author: str | None
    organisation: str | None
    consultation_id: int
    channel: str
    values: dict[str, Any]
    visible: bool
    current: int
    has_external: bool = False
    texts: dict[bytes, int] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Known:
    """The comments that are there under any of the keys asked for."""

    by_key: dict[int, list[KnownComment]]
    by_id: dict[int, KnownComment]


def state_of_journal(connection: Connection) -> tuple[int, ...]:
    """What changes whenever anything is written."""
    return tuple(sorted(connection.execute(select(t.head.c.operation_id)).scalars()))


def known_comments(
    connection: Connection, keys: Sequence[Key], check: Callable[[], None] = lambda: None
) -> Known:
    """The comments that are there under any of `keys`. `check` is called ever so often, and may raise.

    :raises ReviewError: where the hash of one key meets another key.
    """
    if not connection.execute(select(t.source_key.c.key).limit(1)).first():
        return Known({}, {})
    rows = _key_rows(connection, keys)
    comments = _comments(connection, {row for found in rows.values() for row in found})
    by_key: dict[int, list[KnownComment]] = {}
    for batch in _batches(list(rows)):
        check()
        for found in batch:
            by_key[found] = matches = [comments[row] for row in rows[found] if row in comments]
            for match in matches:
                match.keys.add(found)
    return Known(by_key, comments)


def rows_by_key(connection: Connection, keys: Sequence[Key]) -> dict[int, list[int]]:
    """The rows of any kind that are there under `keys`, by the key's id."""
    return _key_rows(connection, keys)


def standing_rows(connection: Connection, keys: Sequence[Key]) -> dict[int, int]:
    """Of `keys` those that an import brought which has not been taken back, each with its row."""
    c = t.source_key.c
    joined = t.source_key.join(t.operation, c.made_by == t.operation.c.id)
    found: dict[int, int] = {}
    for batch in _batches([one.id for one in keys]):
        chosen = select(c.key, c.row_id).select_from(joined).where(among(c.key, batch, connection))
        for row in connection.execute(chosen.where(t.operation.c.undone_by.is_(None))):
            found[row.key] = row.row_id
    return found


def has_key(connection: Connection, row: int) -> bool:
    """Whether a row is known by any key."""
    chosen = select(t.source_key.c.key).where(t.source_key.c.row_id == row)
    return connection.execute(chosen.limit(1)).first() is not None


def texts_elsewhere(connection: Connection, consultation: int) -> set[int]:
    """The paragraphs of which another consultation has the text."""
    c = t.paragraph_text.c
    other = shows(t.paragraph_text) & (c.consultation_id != consultation)
    return set(connection.execute(select(c.paragraph_id).where(other)).scalars())


def paragraph_labels(connection: Connection) -> dict[int, str]:
    """The labels of all paragraphs that any import ever brought."""
    return {row.id: row.label for row in connection.execute(select(t.paragraph.c.id, t.paragraph.c.label))}


def _key_rows(connection: Connection, keys: Sequence[Key]) -> dict[int, list[int]]:
    digests = {one.id: one.digest for one in keys}
    found: dict[int, list[int]] = defaultdict(list)
    c = t.source_key.c
    for batch in _batches(list(digests)):
        for row in connection.execute(
            select(c.key, c.row_id, c.digest).where(among(c.key, batch, connection))
        ):
            if bytes(row.digest) != digests[row.key]:
                raise ReviewError(
                    "Two different keys have the same hash, so this source cannot be matched safely."
                )
            found[row.key].append(row.row_id)
    return found


def _comments(connection: Connection, ids: set[int]) -> dict[int, KnownComment]:
    aliases: dict[int, int] = {row.id: row.target for row in connection.execute(select(t.row_alias))}
    found: dict[int, KnownComment] = {}
    c, s, p = t.comment.c, t.comment_state.c, t.participant.c
    joined = t.comment.outerjoin(t.comment_state, c.id == s.id).outerjoin(
        t.participant, c.participant_id == p.id
    )
    chosen = select(t.comment, s.visible, s.text_id, p.name, p.organisation).select_from(joined)
    for batch in _batches([aliases.get(row, row) for row in ids]):
        for row in connection.execute(chosen.where(among(c.id, batch, connection))).mappings():
            found[row["id"]] = _known(row)
        external = select(t.source_key.c.row_id).where(t.source_key.c.external)
        held = external.where(among(t.source_key.c.row_id, batch, connection))
        for row_id in connection.execute(held).scalars():
            found[row_id].has_external = True
        texts = select(t.comment_text.c.comment_id, t.comment_text.c.digest, t.comment_text.c.id)
        for comment, told, text_id in connection.execute(
            texts.where(among(t.comment_text.c.comment_id, batch, connection))
        ):
            if comment in found:
                found[comment].texts[bytes(told)] = text_id
    return found | {alias: found[target] for alias, target in aliases.items() if target in found}


def _known(row: Any) -> KnownComment:
    return KnownComment(
        id=row["id"],
        ref=row["ref"],
        author=row["name"],
        organisation=row["organisation"],
        consultation_id=row["consultation_id"],
        channel=row["channel"],
        values={name: row[name] for name in FILLED},
        visible=bool(row["visible"]),
        current=row["text_id"],
    )


def by_refs(connection: Connection, refs: Iterable[str]) -> dict[str, KnownComment]:
    """The comments that are seen as `refs` here: what an export of this very review names."""
    if connection.execute(select(t.comment.c.id).limit(1)).first() is None:
        return {}
    wanted = sorted(set(refs))
    ids: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        chosen = select(t.comment.c.ref, t.comment.c.id).where(
            t.comment.c.ref.in_(wanted[start : start + 500])
        )
        ids |= {row.ref: row.id for row in connection.execute(chosen)}
    comments = _comments(connection, set(ids.values()))
    return {ref: comments[row] for ref, row in ids.items() if row in comments}


FILLED = (
    "submission_id", "participant_id", "parent_id", "paragraph_id", "language", "posted", "posted_at",
    "votes_for", "votes_against", "anchor", "proposal", "folded",
)  # fmt: skip
"""Columns of a comment that a later, richer capture may fill in."""


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


@dataclass(slots=True)
class KnownDraft:
    """What is there of the draft, for intake to compare with: ids, texts and positions."""

    consultations: list[Any]
    sections: set[int]
    section_titles: set[int]
    paragraphs: dict[int, int | None]
    texts: dict[int, list[tuple[str | None, str, bool]]]
    declared: dict[tuple[int, int], tuple[int, int]]
    hidden: set[int]
    next_position: int


_DRAFT = (t.section, t.section_title, t.paragraph, t.paragraph_text, t.consultation)


def known_draft(connection: Connection) -> KnownDraft:
    """All of the draft that any import ever brought; `hidden` are rows whose imports were taken back."""
    c = t.paragraph_text.c
    texts: dict[int, list[tuple[str | None, str, bool]]] = defaultdict(list)
    shown = select(c.paragraph_id, c.language, c.text, c.complete).where(shows(t.paragraph_text))
    for row in connection.execute(shown):
        texts[row.paragraph_id].append((row.language, row.text, row.complete))
    hidden: set[int] = set()
    for table in (*_DRAFT, t.participant, t.submission):
        hidden |= set(connection.execute(select(table.c.id).where(~shows(table))).scalars())
    last = connection.execute(select(func.max(t.section.c.position))).scalar() or 0
    paragraphs = connection.execute(select(t.paragraph.c.id, t.paragraph.c.section_id))
    declared = drafts.declared(connection)
    return KnownDraft(
        consultations=list(connection.execute(select(t.consultation))),
        sections=set(connection.execute(select(t.section.c.id)).scalars()),
        section_titles=set(connection.execute(select(t.section_title.c.id)).scalars()),
        paragraphs={row.id: row.section_id for row in paragraphs},
        texts=texts,
        declared={(row.consultation_id, row.paragraph_id): (row.comments, row.votes) for row in declared},
        hidden=hidden,
        next_position=last + 1,
    )


def known_ids(connection: Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Which of `ids` are rows of `table` already."""
    source = t.metadata.tables[table]
    found: set[int] = set()
    for batch in _batches(list(ids)):
        found |= set(
            connection.execute(select(source.c.id).where(among(source.c.id, batch, connection))).scalars()
        )
    return found


def captured(connection: Connection, consultation: int) -> dict[int, int]:
    """How many comments of a consultation stand at each place."""
    c, s = t.comment.c, t.comment_state.c
    joined = t.comment.join(t.comment_state, c.id == s.id)
    chosen = (
        select(s.place, func.count()).select_from(joined).where(c.consultation_id == consultation, s.visible)
    )
    return {row[0]: row[1] for row in connection.execute(chosen.group_by(s.place))}


def same_source(connection: Connection, told: bytes) -> bool:
    """Whether the very same bytes were imported before and that import stands."""
    chosen = select(t.intake.c.id).where(t.intake.c.digest == told, ~t.intake.c.hidden)
    return connection.execute(chosen).first() is not None


def consultations_of(connection: Connection, told: bytes) -> list[int]:
    """The consultations that the very same bytes were imported into, by imports that stand."""
    chosen = select(t.intake.c.consultation_id).where(t.intake.c.digest == told, ~t.intake.c.hidden)
    return list(connection.execute(chosen.distinct()).scalars()) if told else []
