"""Tags and tagged passages that come with a source: what of them is here, and writing many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from ogp_review.domain.codebook import SEPARATOR, tag_names
from ogp_review.domain.folding import match_key
from ogp_review.store import codebooks
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.ids import hash_id, random_id
from ogp_review.store.journal import Values
from ogp_review.store.operation import Operation
from ogp_review.store.texts import write_texts

TagKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Code points `start` to `stop` of one text of a comment."""

    comment: int
    text: int
    start: int
    stop: int

    @property
    def id(self) -> int:
        """The id of the excerpt that an import makes of it: the same in every copy."""
        return hash_id("excerpt", self.text, self.start, self.stop)


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag to be made: its path, with the colour and the definition it comes with."""

    path: str
    colour: str | None
    definition: str


def tag_key(path: str) -> TagKey:
    """What two paths share that differ in no more than case, accents and spacing."""
    return tuple(match_key(name) for name in tag_names(path))


def known_tags(connection: Connection, language: str) -> dict[TagKey, tuple[int, bool]]:
    """The tags of the codebook by their paths: the id, and whether the tag is retired."""
    return {tag_key(tag.path): (tag.id, tag.retired) for tag in codebooks.tags(connection, language)}


def known_passages(connection: Connection, comments: Iterable[int]) -> dict[tuple[int, int, int], int]:
    """The excerpts of comments that show, by text, start and stop."""
    c = t.excerpt.c
    chosen = select(c.text_id, c.start, c.stop, c.id).where(
        ~c.hidden, among(c.comment_id, list(comments), connection)
    )
    return {(row.text_id, row.start, row.stop): row.id for row in connection.execute(chosen.order_by(c.id))}


def settled(connection: Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Rows of `ids` that are here, or that somebody took away; not those whose making was taken back."""
    source: Table = t.metadata.tables[table]
    made = source.join(t.operation, source.c.made_by == t.operation.c.id)
    stands = t.operation.c.undone_by.is_(None)
    chosen = select(source.c.id).select_from(made).where(~source.c.hidden | stands)
    return set(connection.execute(chosen.where(among(source.c.id, list(ids), connection))).scalars())


def make_tags(op: Operation, tags: Sequence[NewTag], language: str) -> None:
    """Make tags in the order given, with those above them where they are missing."""
    if not tags:
        return
    known = {key: row for key, (row, _) in known_tags(op.connection, language).items()}
    colours = {row: colour for row, colour in op.connection.execute(select(t.tag.c.id, t.tag.c.colour))}
    roots = sum(len(key) == 1 for key in known)
    made: dict[int, Values] = {}
    names: dict[tuple[int, str], str] = {}
    for tag in tags:
        above: int | None = None
        path = tag_names(tag.path)
        for depth, name in enumerate(path, 1):
            key = tag_key(SEPARATOR.join(path[:depth]))
            if key not in known:
                row = known[key] = random_id()
                own = tag if depth == len(path) else NewTag("", None, "")
                colours[row] = own.colour or (colours[above] if above else codebooks.root_colour(roots))
                roots += not above
                made[row] = {
                    "parent_id": above,
                    "colour": colours[row],
                    "definition": own.definition or None,
                    "retired": False,
                }
                names[row, "name"] = name
            above = known[key]
    op.make("tag", made)
    write_texts(op, language, names)


def put_on(op: Operation, links: Mapping[int, tuple[int, int]], passages: Iterable[Passage]) -> None:
    """Make excerpts of `passages`, and links between units and tags, by the id of the link."""
    op.make(
        "excerpt",
        {
            one.id: {"comment_id": one.comment, "text_id": one.text, "start": one.start, "stop": one.stop}
            for one in passages
        },
    )
    op.make("tag_link", {row: {"unit_id": unit, "tag_id": tag} for row, (unit, tag) in links.items()})
