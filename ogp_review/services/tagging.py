"""Say what comments are about: tags, the codebook, and excerpts that are tagged on their own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ogp_review.domain.codebook import SEPARATOR, TAG_COLOURS, Tag, tag_names
from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL
from ogp_review.domain.operation import Changes, Op, plural
from ogp_review.errors import ReviewError
from ogp_review.services.service import Meant, Service, named, units_meant, whole_comments
from ogp_review.store import codebooks, comments, drafts
from ogp_review.store.ids import random_id
from ogp_review.store.texts import write_texts

NamedTag = str | int
"""A tag as scripts name it: its path, or its id, since two copies may have made the same path."""

SHORTCUTS = tuple("123456789")


@dataclass(frozen=True, slots=True)
class TagUse:
    """Where a tag stands: on how many comments (an excerpt counts for its comment), on how many excerpts, and
    the places of these as (id, label, comments), the most used first.
    """

    comments: int
    excerpts: int
    places: tuple[tuple[int, str, int], ...]


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
                codebooks.link_id(unit.id, tag_id): {"unit_id": unit.id, "tag_id": tag_id} for unit in units
            }
            op.make("tag_link", links)
        return op.changes

    def remove(self, tagged: Meant | Iterable[Meant], tag: NamedTag) -> Changes:
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

    def remove_excerpt(self, excerpt: Meant) -> Changes:
        """Take an excerpt away; the comment it is a passage of stays as it is.

        :raises ReviewError: where it is a comment, or stands in a point.
        """
        with self._store.operation(Op.EXCERPT, self._person) as op:
            unit = units_meant(op.connection, [excerpt])[0]
            if unit.id == unit.comment_id:
                raise ReviewError(f"{unit.ref} is a comment. Comments stay; set it aside instead.")
            if unit.point_id is not None:
                ref = comments.point_refs(op.connection, [unit.point_id])[unit.point_id]
                raise ReviewError(f"{unit.ref} stands in {ref}. Take it out of the point first.")
            op.sentence = f"Removed the excerpt {unit.ref}"
            op.hide("tag_link", codebooks.links_on(op.connection, unit.id))
            op.hide("excerpt", [unit.id])
        return op.changes

    # The codebook -----------------------------------------------------------------------------------------

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
        """Say what a tag means and how it looks; it is made where it is missing. "" clears what was said.

        A shortcut is one of the digits 1 to 9, and is taken from the tag that had it.

        :raises ReviewError: where `colour` is none of the twelve, or `shortcut` is no such digit.
        """
        if colour is not None and colour not in TAG_COLOURS:
            raise ReviewError(f'"{colour}" is not a colour of tags. There are: {", ".join(TAG_COLOURS)}.')
        if shortcut and shortcut not in SHORTCUTS:
            raise ReviewError(f'"{shortcut}" is not a shortcut of tags. There are the digits 1 to 9.')
        texts = {"definition": definition, "example": example, "shortcut": shortcut}
        said: dict[str, Any] = {name: value or None for name, value in texts.items() if value is not None}
        said |= {"colour": colour} if colour is not None else {}
        said |= {"retired": retired} if retired is not None else {}
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            op.sentence = f"Defined the tag {tag}"
            row = codebooks.make_tag(op, tag, self._language)
            if shortcut:
                had = codebooks.with_shortcut(op.connection, shortcut)
                op.change("tag", {other: {"shortcut": None} for other in had if other != row})
            op.change("tag", {row: said})
        return op.changes

    def rename(self, tag: NamedTag, name: str) -> Changes:
        """Give a tag another name; it stays where it is in the tree.

        :raises ReviewError: where there is no such tag, the name holds a "/", or is taken beside it.
        """
        named_so = tag_names(name)
        if len(named_so) > 1:
            raise ReviewError(f'"{name}" is a path, not a name. Put the tag under another one instead.')
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            path = SEPARATOR.join((*tag_names(found.path)[:-1], *named_so))
            self._check_free(op.connection, path, found)
            op.sentence = f"Renamed the tag {found.path} to {path}"
            write_texts(op, self._language, {(found.id, "name"): named_so[0]})
        return op.changes

    def nest(self, tag: NamedTag, under: NamedTag | None) -> Changes:
        """Put a tag, with those below it, under another one; None: at the top of the codebook.

        :raises ReviewError: where `under` stands below the tag itself, or has a tag of that name already.
        """
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            above = codebooks.known_tag(op.connection, under, self._language) if under is not None else None
            known = codebooks.tags(op.connection, self._language)
            if above is not None and codebooks.stands_in(above, found, known):
                raise ReviewError(f'"{above.path}" stands under "{found.path}", or is the same tag.')
            path = SEPARATOR.join((above.path, found.name)) if above else found.name
            self._check_free(op.connection, path, found)
            op.sentence = f"Put the tag {found.path} {f'under {above.path}' if above else 'at the top'}"
            op.change("tag", {found.id: {"parent_id": above.id if above else None}})
        return op.changes

    def _check_free(self, connection: Any, path: str, tag: Tag) -> None:
        other = codebooks.find_tag(connection, path, self._language)
        if other is not None and other.id != tag.id:
            raise ReviewError(f'There is a tag "{path}" already. Merge the two instead.')

    def merge(self, tag: NamedTag, into: NamedTag) -> Changes:
        """Put all that hangs on a tag on another one: comments, excerpts, the tags below it. The tag is gone.

        Its definition, example and shortcut go over where the other has none.

        :raises ReviewError: where both are the same, the other stands below it, or is retired.
        """
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            gone = codebooks.known_tag(op.connection, tag, self._language)
            target = codebooks.known_tag(op.connection, into, self._language)
            if gone.id == target.id:
                raise ReviewError("A tag cannot be merged with itself.")
            if codebooks.stands_in(target, gone, codebooks.tags(op.connection, self._language)):
                raise ReviewError(
                    f'"{target.path}" stands under "{gone.path}". Merge them the other way round.'
                )
            if target.retired:
                raise ReviewError(
                    f'The tag "{target.path}" is retired. Take another, or bring it back first.'
                )
            op.sentence = f"Merged the tag {gone.path} into {target.path}"
            codebooks.merge_tag(op, gone, target, self._language)
        return op.changes

    def retire(self, tag: NamedTag, retired: bool = True) -> Changes:
        """Say that a tag takes no new comments, or takes them again; what it stands on stays.

        :raises ReviewError: where there is no such tag.
        """
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            op.sentence = f"{'Retired' if retired else 'Brought back'} the tag {found.path}"
            op.change("tag", {found.id: {"retired": retired}})
        return op.changes

    def delete(self, tag: NamedTag) -> Changes:
        """Take a tag on which nothing hangs out of the codebook.

        :raises ReviewError: where comments, excerpts, other tags or a narrative hang on it.
        """
        with self._store.operation(Op.CODEBOOK, self._person) as op:
            found = codebooks.known_tag(op.connection, tag, self._language)
            known = codebooks.tags(op.connection, self._language)
            hangs = _what_hangs(op.connection, found, known)
            if hangs:
                raise ReviewError(f'The tag "{found.path}" {hangs}. Merge it into another tag, or retire it.')
            op.sentence = f"Deleted the tag {found.path}"
            op.hide("tag", [found.id])
        return op.changes

    def where_used(self, tag: NamedTag) -> TagUse:
        """Where a tag stands, the tags below it not counted.

        :raises ReviewError: where there is no such tag.
        """
        with self._store.read() as connection:
            found = codebooks.known_tag(connection, tag, self._language)
            units = codebooks.units_with(connection, found.id)
            labels = {**drafts.labels(connection), NOT_ASSIGNED: NOT_ASSIGNED_LABEL}
        places = Counter(place for place, _ in {(place, comment) for _, comment, place in units})
        return TagUse(
            comments=len({comment for _, comment, _ in units}),
            excerpts=sum(1 for unit, comment, _ in units if unit != comment),
            places=tuple(
                (place, labels.get(place, NOT_ASSIGNED_LABEL), n) for place, n in places.most_common()
            ),
        )

    def with_below(self) -> dict[int, int]:
        """By id of each tag that has others below it: on how many comments it or one of them stands."""
        with self._store.read() as connection:
            known = codebooks.tags(connection, self._language)
            whole = {tag.id: [tag.id] for tag in known}
            for tag in reversed(known):  # each after its parent, so those below are whole already
                if tag.parent_id is not None:
                    whole[tag.parent_id] += whole[tag.id]
            several = {tag: ids for tag, ids in whole.items() if len(ids) > 1}
            return {tag: codebooks.comments_with(connection, ids) for tag, ids in several.items()}

    def codebook(self) -> list[Tag]:
        """All tags, each after its parent."""
        with self._store.read() as connection:
            return codebooks.tags(connection, self._language)


def _what_hangs(connection: Any, tag: Tag, known: list[Tag]) -> str:
    standing = {comment for _, comment, _ in codebooks.units_with(connection, tag.id)}
    if standing:
        return f"stands on {plural(len(standing), 'comment')}"
    if codebooks.links_of(connection, tag.id):
        return "stands on comments whose import was taken back"
    if any(one.parent_id == tag.id for one in known):
        return "has tags under it"
    return "has a narrative" if codebooks.has_narrative(connection, tag.id) else ""
