"""Reads and writes of the codebook."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, func, select, union, union_all

from ogp_review.domain.codebook import SEPARATOR, TAG_COLOURS, Tag, tag_names
from ogp_review.domain.folding import match_key
from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import hash_id, random_id
from ogp_review.store.operation import Operation
from ogp_review.store.texts import texts, write_texts

NARRATIVES = ("narrative.heard", "narrative.response", "narrative.changed")
"""The texts that the report holds of a theme."""


def tags(connection: Connection, language: str) -> list[Tag]:
    """The codebook as a list, each tag after its parent, children by name."""
    counts = {row.key: row.n for row in connection.execute(select(t.tally).where(t.tally.c.name == "tag"))}
    rows = connection.execute(select(t.tag).where(~t.tag.c.hidden)).all()
    names = texts(connection, ["name"], language, [row.id for row in rows])
    above = _above({row.id: row.parent_id for row in rows})

    def path(row_id: int | None) -> tuple[str, ...]:
        return () if row_id is None else (*path(above[row_id]), names.get((row_id, "name"), "?"))

    found = [
        Tag(
            id=row.id,
            path=SEPARATOR.join(path(row.id)),
            name=names.get((row.id, "name"), "?"),
            parent_id=above[row.id],
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


def _above(parents: dict[int, int | None]) -> dict[int, int | None]:
    """The parent of each tag, where it shows. Two copies can put tags under each other: then the one with the
    smallest id of such a ring stands at the top.
    """
    above = {row: parent if parent in parents else None for row, parent in parents.items()}
    for row in above:
        seen = [row]
        while (parent := above[seen[-1]]) is not None and parent not in seen:
            seen.append(parent)
        if parent is not None:
            above[min(seen[seen.index(parent) :])] = None
    return above


def find_tag(connection: Connection, path: str, language: str) -> Tag | None:
    """The tag with this path, however its names are cased or accented."""
    wanted = [match_key(name) for name in tag_names(path)]
    for tag in tags(connection, language):
        if [match_key(name) for name in tag.path.split(SEPARATOR)] == wanted:
            return tag
    return None


def known_tag(connection: Connection, named: str | int, language: str) -> Tag:
    """:func:`find_tag`, or a sentence that there is none. Two tags may have one path; their ids differ."""
    if isinstance(named, str):
        found = find_tag(connection, named, language)
    else:
        found = next((tag for tag in tags(connection, language) if tag.id == named), None)
    if found is None:
        raise ReviewError(f'There is no tag "{named}" in the codebook.')
    return found


def stands_in(tag: Tag, other: Tag, known: Iterable[Tag]) -> bool:
    """Whether `tag` is `other`, or stands below it, in the codebook `known`."""
    above = {one.id: one.parent_id for one in known}
    row: int | None = tag.id
    while row is not None and row != other.id:
        row = above.get(row)
    return row is not None


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
    return root_colour(len(roots))


def root_colour(roots: int) -> str:
    """The colour of a tag at the top of a codebook that has so many there."""
    return TAG_COLOURS[(roots * 5 + 7) % len(TAG_COLOURS)]


def merge_tag(op: Operation, gone: Tag, into: Tag, language: str) -> None:
    """Put all that hangs on a tag on another, and take the tag out of sight.

    Children with the same name are merged too. What is said of a tag goes over where the other says nothing;
    narratives of both are put one after the other.
    """
    _move_children(op, gone, into, language)
    standing = links_of(op.connection, gone.id)
    op.make("tag_link", {link_id(unit, into.id): {"unit_id": unit, "tag_id": into.id} for unit in standing})
    op.hide("tag_link", standing.values())
    kept = {name: getattr(gone, name) for name in ("definition", "example", "shortcut")}
    op.change("tag", {into.id: {n: said for n, said in kept.items() if said and not getattr(into, n)}})
    _join_narratives(op, gone.id, into.id, language)
    op.hide("tag", [gone.id])


def _move_children(op: Operation, gone: Tag, into: Tag, language: str) -> None:
    known = tags(op.connection, language)
    there = {match_key(one.name): one for one in known if one.parent_id == into.id and one.id != gone.id}
    for child in [one for one in known if one.parent_id == gone.id]:
        same = there.get(match_key(child.name))
        if same is None:
            op.change("tag", {child.id: {"parent_id": into.id}})
        else:
            merge_tag(op, child, same, language)


def _join_narratives(op: Operation, gone: int, into: int, language: str) -> None:
    said = texts(op.connection, NARRATIVES, language, [gone, into])
    joined = {
        (into, field): "\n\n".join(filter(None, (said.get((into, field)), said[gone, field])))
        for field in NARRATIVES
        if (gone, field) in said
    }
    write_texts(op, language, joined)


def link_id(unit: int, tag: int) -> int:
    """The id of the link between a unit and a tag: the same in every copy."""
    return hash_id("tag_link", unit, tag)


def links_of(connection: Connection, tag: int) -> dict[int, int]:
    """The links of a tag that show, by unit."""
    c = t.tag_link.c
    rows = connection.execute(select(c.unit_id, c.id).where(~c.hidden, c.tag_id == tag))
    return {row.unit_id: row.id for row in rows}


def with_shortcut(connection: Connection, shortcut: str) -> list[int]:
    """The tags that show and have this shortcut."""
    c = t.tag.c
    return list(connection.execute(select(c.id).where(~c.hidden, c.shortcut == shortcut)).scalars())


def has_narrative(connection: Connection, tag: int) -> bool:
    """Whether somebody has written what the report says of a theme."""
    c = t.staff_text.c
    written = select(c.id).where(~c.hidden, c.owner == tag, c.field.in_(NARRATIVES), c.text != "")
    return connection.execute(written.limit(1)).first() is not None


def units_with(connection: Connection, tag: int) -> list[tuple[int, int, int]]:
    """Where a tag stands: (unit, its comment, its place), of comments that show."""
    link, e, s = t.tag_link.c, t.excerpt.c, t.comment_state.c
    tagged = and_(~link.hidden, link.tag_id == tag, s.visible)
    whole = select(link.unit_id, s.id, s.place).select_from(
        t.tag_link.join(t.comment_state, link.unit_id == s.id)
    )
    joined = t.tag_link.join(t.excerpt, link.unit_id == e.id).join(t.comment_state, e.comment_id == s.id)
    parts = select(link.unit_id, s.id, func.coalesce(e.place, s.place)).select_from(joined).where(~e.hidden)
    rows = connection.execute(union_all(whole.where(tagged), parts.where(tagged)))
    return [(unit, comment, place) for unit, comment, place in rows.all()]


def comments_with(connection: Connection, tags: Iterable[int]) -> int:
    """On how many comments that show any of these tags stands; an excerpt counts for its comment."""
    link, e, s = t.tag_link.c, t.excerpt.c, t.comment_state.c
    tagged = and_(~link.hidden, among(link.tag_id, tags, connection), s.visible)
    whole = select(s.id).select_from(t.tag_link.join(t.comment_state, link.unit_id == s.id))
    joined = t.tag_link.join(t.excerpt, link.unit_id == e.id).join(t.comment_state, e.comment_id == s.id)
    parts = select(s.id).select_from(joined).where(~e.hidden)
    found = union(whole.where(tagged), parts.where(tagged)).subquery()
    return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def links_on(connection: Connection, unit: int) -> list[int]:
    """The links of a unit that show, whatever the tag."""
    c = t.tag_link.c
    return list(connection.execute(select(c.id).where(~c.hidden, c.unit_id == unit)).scalars())


def links(connection: Connection, units: list[int], tag: int) -> list[int]:
    """The links between these units and a tag that show."""
    c = t.tag_link.c
    chosen = select(c.id).where(~c.hidden, c.tag_id == tag, among(c.unit_id, units, connection))
    return list(connection.execute(chosen).scalars())
