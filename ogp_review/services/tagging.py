"""Say what comments are about: tags, the codebook, and excerpts that are tagged on their own."""

from collections.abc import Iterable

from ogp_review.domain.codebook import TAG_COLOURS, Tag, tag_names
from ogp_review.domain.operation import Changes, Op
from ogp_review.errors import ReviewError
from ogp_review.services.service import Meant, Service, named, units_meant, whole_comments
from ogp_review.store import codebooks, comments
from ogp_review.store.ids import hash_id, random_id
from ogp_review.store.texts import write_texts


class Tagging(Service):
    """Tags and excerpts. Each call is one operation."""

    def add(self, tagged: Meant | Iterable[Meant], tag: str) -> Changes:
        """Tag comments or excerpts with the tag that has this path; it is made where it is missing.

        :raises ReviewError: where the path has an empty name, or the tag is retired.
        """
        with self._store.operation(Op.TAG, self._person) as op:
            units = units_meant(op.connection, tagged)
            found = codebooks.find_tag(op.connection, tag, self._language)
            if found and found.retired:
                raise ReviewError(f'The tag "{found.path}" is retired. Take another, or bring it back first.')
            tag_id = found.id if found else codebooks.make_tag(op, tag, self._language)
            op.sentence = f"Tagged {named(units)} with {found.path if found else '/'.join(tag_names(tag))}"
            links = {
                hash_id("tag_link", unit.id, tag_id): {"unit_id": unit.id, "tag_id": tag_id} for unit in units
            }
            op.make("tag_link", links)
        return op.changes

    def remove(self, tagged: Meant | Iterable[Meant], tag: str) -> Changes:
        """Take a tag off comments or excerpts.

        :raises ReviewError: where there is no such tag.
        """
        with self._store.operation(Op.UNTAG, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            units = units_meant(op.connection, tagged)
            op.sentence = f"Took {found.path} off {named(units)}"
            links = codebooks.links(op.connection, [unit.id for unit in units], found.id)
            op.hide("tag_link", links)
        return op.changes

    def excerpt(self, comment: Meant, start: int, end: int) -> int:
        """Make an excerpt of a comment: code points `start` to `end` (exclusive) of its current source text.

        :returns: its id, which is used like a comment's. The same passage again gives the same excerpt.
        :raises ReviewError: where the range is empty or beyond the text.
        """
        with self._store.operation(Op.EXCERPT, self._person) as op:
            unit = whole_comments(op.connection, [comment])[0]
            text_id, text = comments.text_of(op.connection, unit.id)
            if not 0 <= start < end <= len(text):
                raise ReviewError(
                    f"{unit.ref} has {len(text):,} characters; {start} to {end} is no passage of it."
                )
            there = comments.excerpt_at(op.connection, text_id, start, end)
            if there is not None:
                return there
            made = random_id()
            op.sentence = f"Made an excerpt of {unit.ref}"
            passage = {"comment_id": unit.id, "text_id": text_id, "start": start, "stop": end}
            op.make("excerpt", {made: passage})
        return made

    def excerpt_of(self, comment: Meant, quote: str) -> int:
        """Make an excerpt of the words `quote` of a comment.

        :raises ReviewError: where the comment does not hold them.
        """
        with self._store.read() as connection:
            unit = whole_comments(connection, [comment])[0]
            _, text = comments.text_of(connection, unit.id)
        start = text.find(quote)
        if not quote or start < 0:
            raise ReviewError(f'{unit.ref} does not hold the words "{quote[:60]}".')
        return self.excerpt(unit.id, start, start + len(quote))

    def define(
        self,
        tag: str,
        *,
        colour: str | None = None,
        definition: str | None = None,
        example: str | None = None,
        shortcut: str | None = None,
        retired: bool | None = None,
    ) -> Changes:
        """Say what a tag means and how it looks; it is made where it is missing.

        :raises ReviewError: where `colour` is none of the twelve.
        """
        if colour is not None and colour not in TAG_COLOURS:
            raise ReviewError(f'"{colour}" is not a colour of tags. There are: {", ".join(TAG_COLOURS)}.')
        said = {
            "colour": colour,
            "definition": definition,
            "example": example,
            "shortcut": shortcut,
            "retired": retired,
        }
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            op.sentence = f"Defined the tag {tag}"
            row = codebooks.make_tag(op, tag, self._language)
            op.change("tag", {row: {name: value for name, value in said.items() if value is not None}})
        return op.changes

    def rename(self, tag: str, name: str) -> Changes:
        """Give a tag another name; it stays where it is in the tree.

        :raises ReviewError: where there is no such tag, or the name is taken beside it.
        """
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            path = "/".join((*tag_names(found.path)[:-1], *tag_names(name)))
            other = codebooks.find_tag(op.connection, path, self._language)
            if other is not None and other.id != found.id:
                raise ReviewError(f'There is a tag "{path}" already. Merge the two instead.')
            op.sentence = f"Renamed the tag {found.path} to {path}"
            write_texts(op, self._language, {(found.id, "name"): name})
        return op.changes

    def codebook(self) -> list[Tag]:
        """All tags, each after its parent."""
        with self._store.read() as connection:
            return codebooks.tags(connection, self._language)
