"""What can be written in a filter line and chosen in popups: places, tags, languages, people, texts."""

from sqlalchemy import Connection, func, select

from ogp_review.domain.codebook import Tag
from ogp_review.domain.comment import SET_ASIDE_REASONS
from ogp_review.domain.folding import match_key
from ogp_review.domain.operation import Op
from ogp_review.domain.views import TagMark, Vocabulary
from ogp_review.store import codebooks, desk_reads, figures, outline
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.named import people

CANNED = "canned."
RECENT = 30
"""In how many of the last operations of this kind reasons are looked for."""


def vocabulary(connection: Connection, language: str) -> Vocabulary:
    """Everything at once; retired tags are left out."""
    tags = [tag for tag in codebooks.tags(connection, language) if not tag.retired]
    canned = desk_reads.settings_under(connection, CANNED)
    return Vocabulary(
        places=tuple(outline.places(connection, language)),
        tags=tuple(TagMark(tag.id, tag.path, tag.name, tag.colour) for tag in tags),
        languages=_by_number(connection, "language"),
        channels=_by_number(connection, "channel"),
        people=tuple(people(connection)),
        shortcuts=_shortcuts(tags),
        canned=tuple(sorted(canned, key=lambda one: match_key(one[0]))),
        reasons=reasons(connection),
    )


def _by_number(connection: Connection, name: str) -> tuple[str, ...]:
    """What is counted under `name`, the most frequent first."""
    found = figures.tallies(connection, name)
    return tuple(sorted((key for key in found if key), key=lambda key: (-found[key], key)))


def _shortcuts(tags: list[Tag]) -> dict[str, str]:
    """Digits to paths: first those the codebook gives, then the other digits in its order."""
    given = {tag.shortcut: tag.path for tag in reversed(tags) if tag.shortcut in _DIGITS}
    others = (tag.path for tag in tags if tag.shortcut not in _DIGITS)
    shortcuts = {digit: given.get(digit) or next(others, "") for digit in _DIGITS}
    return {digit: path for digit, path in shortcuts.items() if path}


_DIGITS = tuple("123456789")


def reasons(connection: Connection) -> tuple[str, ...]:
    """Why comments were set aside, the last used first, then the usual reasons."""
    o, w, touched = t.operation.c, t.comment_work.c, t.touch.c
    last = (
        select(o.id, o.lamport).where(o.kind == Op.SET_ASIDE.value).order_by(o.lamport.desc()).limit(RECENT)
    )
    operations = {row.id: row.lamport for row in connection.execute(last)}
    chosen = select(touched.operation_id, func.min(w.set_aside)).join(t.comment_work, w.id == touched.row_id)
    rows = connection.execute(
        chosen.where(w.set_aside.is_not(None), among(touched.operation_id, operations, connection)).group_by(
            touched.operation_id
        )
    )
    used = sorted(rows, key=lambda row: operations[row[0]], reverse=True)
    return tuple(dict.fromkeys((*(row[1] for row in used), *SET_ASIDE_REASONS)))
