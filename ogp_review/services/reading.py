"""What scripts and the command line read of a review: comments by filter, the draft, search, figures."""

from collections.abc import Iterator
from typing import Any

from ogp_review.domain.comment import Comment, Excerpt
from ogp_review.domain.draft import Paragraph, Section
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.operation import Op
from ogp_review.domain.response import State
from ogp_review.errors import ReviewError
from ogp_review.services.service import Meant, Service, row_id
from ogp_review.store import codebooks, comments, drafts, figures, search, settings
from ogp_review.store.comments import CommentFilter, Names
from ogp_review.store.storable import storable


class Reading(Service):
    """Reads. None of them changes anything, save the title."""

    def comments(
        self,
        *,
        place: str | int | None = None,
        section: str | None = None,
        tag: str | None = None,
        **filters: Any,
    ) -> Iterator[Comment]:
        """The comments that match, in the order they came in, read a page at a time."""
        _check_state(filters.get("state"))
        with self._store.read() as connection:
            places = self._places(connection, place, section)
            tags = self._tags(connection, tag)
            names = Names(connection, self._language)
        wanted = CommentFilter(places=places, tags=tags, **filters)
        return self._pages(wanted, names)

    def _pages(self, wanted: CommentFilter, names: Names) -> Iterator[Comment]:
        after = 0
        while True:
            with self._store.read() as connection:
                found = comments.comment_ids(connection, wanted, after)
                page = comments.page(connection, [row for _, row in found], names)
            if not found:
                return
            yield from page
            after = found[-1][0]

    def _places(
        self, connection: Any, place: str | int | None, section: str | None
    ) -> tuple[int, ...] | None:
        if place is None and section is None:
            return None
        chosen: set[int] | None = None
        if place is not None:
            chosen = {place if isinstance(place, int) else drafts.place(connection, place)}
        if section is not None:
            inside = self._in_section(connection, section)
            chosen = inside if chosen is None else chosen & inside
        return tuple(chosen or ())

    def _in_section(self, connection: Any, name: str) -> set[int]:
        sections = drafts.sections(connection, self._language)
        wanted = name.rstrip(".").casefold()
        found = {s.id for s in sections if wanted in (s.label.rstrip(".").casefold(), s.title.casefold())}
        if not found:
            raise ReviewError(f'There is no section "{name}".')
        for section in sections:
            if section.parent_id in found:
                found.add(section.id)
        return {p.id for p in drafts.paragraphs(connection, self._language) if p.section_id in found}

    def _tags(self, connection: Any, tag: str | None) -> tuple[int, ...] | None:
        if tag is None:
            return None
        found = codebooks.known_tag(connection, tag, self._language)
        below = [
            one.id
            for one in codebooks.tags(connection, self._language)
            if one.path.startswith(found.path + "/")
        ]
        return (found.id, *below)

    def comment(self, ref: str) -> Comment:
        """The comment that people see as `ref`."""
        with self._store.read() as connection:
            row = comments.by_ref(connection, ref)
            found = comments.page(connection, [row], Names(connection, self._language))
        if not found:
            raise ReviewError(f"{ref} is not a comment.")
        return found[0]

    def excerpts(self, comment: Meant) -> list[Excerpt]:
        """The excerpts of a comment, in the order of its text."""
        with self._store.read() as connection:
            row = row_id(connection, comment)
            return comments.excerpts(connection, [row], Names(connection, self._language))

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in the order of the draft."""
        with self._store.read() as connection:
            return drafts.paragraphs(connection, self._language)

    def sections(self) -> list[Section]:
        """The sections in the order of the draft."""
        with self._store.read() as connection:
            return drafts.sections(connection, self._language)

    def find(self, ref: str) -> tuple[str, int]:
        """What has this ref: ("comment", its id) or ("point", its id).

        :raises ReviewError: where there is nothing.
        """
        with self._store.read() as connection:
            row = row_id(connection, ref)
            return "point" if comments.point_refs(connection, [row]) else "comment", row

    def ref(self, row: int) -> str:
        """How people see the comment, excerpt or point with this id.

        :raises ReviewError: where there is none.
        """
        with self._store.read() as connection:
            points = comments.point_refs(connection, [row])
            return points[row] if points else comments.find_units(connection, [row])[0].ref

    def search(self, query: str, limit: int = 50) -> dict[str, Any]:
        """The comments that match, best first: the keys of `search --json`."""
        with self._store.read() as connection:
            total = search.total(connection, query)
            hits = search.hits(connection, query, limit)
            labels = drafts.labels(connection)
        return {
            "query": query,
            "total": total,
            "comments": [
                {
                    "id": hit.comment_id,
                    "ref": hit.ref,
                    "paragraph": labels.get(hit.place),
                    "snippet": hit.snippet,
                }
                for hit in hits
            ],
        }

    def stats(self) -> dict[str, Any]:
        """The figures of the review: the keys of `stats --json`."""
        with self._store.read() as connection:
            return {"title": settings.setting(connection, "title"), **figures.stats(connection)}

    def ledger(self) -> Ledger:
        """The account of every comment, from the counts kept; `verify` reads it back from the rows."""
        with self._store.read() as connection:
            return figures.quick_ledger(connection)

    def title(self) -> str:
        with self._store.read() as connection:
            return settings.setting(connection, "title")

    def set_title(self, title: str, *, first: bool = False) -> None:
        """Give the review a title; its `first` one comes with its making and is not undone."""
        with self._store.operation(Op.CREATE if first else Op.SETTING, self._person) as op:
            op.sentence = f"Named the review {storable(title)}"
            settings.set_setting(op, "title", storable(title))


def _check_state(state: str | None) -> None:
    if state is not None and state not in list(State):
        raise ReviewError(f'"{state}" is not a state. There are: {", ".join(State)}.')
