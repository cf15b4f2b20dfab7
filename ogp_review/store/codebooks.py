"""Reads and writes of the codebook."""

from sqlalchemy import Connection, select

from ogp_review.domain.codebook import SEPARATOR, TAG_COLOURS, Tag, tag_names
from ogp_review.domain.folding import match_key
from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import random_id
from ogp_review.store.operation import Operation
from ogp_review.store.texts import texts, write_texts


def tags(connection: Connection, language: str) -> list[Tag]:
    """The codebook as a list, each tag after its parent, children by name."""
    names = texts(connection, ["name"], language)
    counts = {row.key: row.n for row in connection.execute(select(t.tally).where(t.tally.c.name == "tag"))}
    rows = connection.execute(select(t.tag).where(~t.tag.c.hidden)).all()
    by_id = {row.id: row for row in rows}

    def path(row_id: int, depth: int = 0) -> tuple[str, ...]:
        row = by_id[row_id]
        above = path(row.parent_id, depth + 1) if row.parent_id in by_id and depth < 50 else ()
        return (*above, names.get((row_id, "name"), "?"))

    found = [
        Tag(
            id=row.id,
            path=SEPARATOR.join(path(row.id)),
            name=names.get((row.id, "name"), "?"),
            parent_id=row.parent_id if row.parent_id in by_id else None,
            colour=row.colour,
            definition=row.definition or "",
            example=row.example or "",
            shortcut=row.shortcut,
            retired=row.retired,
            comments=counts.get(str(row.id), 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda tag: ([match_key(name) for name in tag.path.split(SEPARATOR)], tag.id))


def find_tag(connection: Connection, path: str, language: str) -> Tag | None:
    """The tag with this path, however its names are cased or accented."""
    wanted = [match_key(name) for name in tag_names(path)]
    for tag in tags(connection, language):
        if [match_key(name) for name in tag.path.split(SEPARATOR)] == wanted:
            return tag
    return None


def known_tag(connection: Connection, path: str, language: str) -> Tag:
    """:func:`find_tag`, or a sentence that there is none."""
    found = find_tag(connection, path, language)
    if found is None:
        raise ReviewError(f'There is no tag "{path}" in the codebook.')
    return found


def make_tag(op: Operation, path: str, language: str) -> int:
    """The id of the tag with this path; it and those above it are made where they are missing."""
    parent: int | None = None
    names = tag_names(path)
    for depth in range(1, len(names) + 1):
        found = find_tag(op.connection, SEPARATOR.join(names[:depth]), language)
        parent = found.id if found else _make_one(op, parent, names[depth - 1], language)
    assert parent is not None
    return parent


def _make_one(op: Operation, parent: int | None, name: str, language: str) -> int:
    tag = random_id()
    colour = _colour(op.connection, parent)
    op.make("tag", {tag: {"parent_id": parent, "colour": colour, "retired": False}})
    write_texts(op, language, {(tag, "name"): name})
    return tag


def _colour(connection: Connection, parent: int | None) -> str:
    """A child has its parent's colour; roots take the colours in turn."""
    if parent is not None:
        chosen = select(t.tag.c.colour).where(t.tag.c.id == parent)
        return str(connection.execute(chosen).scalar_one())
    roots = connection.execute(select(t.tag.c.id).where(t.tag.c.parent_id.is_(None), ~t.tag.c.hidden)).all()
    return TAG_COLOURS[(len(roots) * 5 + 7) % len(TAG_COLOURS)]


def links(connection: Connection, units: list[int], tag: int) -> list[int]:
    """The links between these units and a tag that show."""
    c = t.tag_link.c
    chosen = select(c.id).where(~c.hidden, c.tag_id == tag, among(c.unit_id, units, connection))
    return list(connection.execute(chosen).scalars())
