"""Find comments and go through them: lists by filter, the tree with its counts, saved views."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ogp_review.domain import filters, lighting
from ogp_review.domain.folding import match_key
from ogp_review.domain.operation import Changes, Op
from ogp_review.domain.views import Card, Outline, PlaceCount, SavedView, Vocabulary
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.services.service import Service
from ogp_review.store import conditions, desk_reads, listing, outline, settings, vocabulary
from ogp_review.store.finder import Asker
from ogp_review.store.listing import CHUNK

VIEW = "view."
"""What the names of the settings that hold saved views begin with."""

Suggested = frozenset[int]
NONE: Suggested = frozenset()


class Browsing(Service):
    """Reads for lists and the tree, and the views that are saved. Any thread may call it.

    Filters are written as `domain.filters` says. What is set aside is left out, unless the filter asks for it
    (is:setaside, state:"set aside") or names a comment by its ref; a comment that is set aside has, for
    filters and counts alike, no other state than that.
    """

    # Lists ------------------------------------------------------------------------------------------------

    def ids(
        self, filter_text: str, sort: str = "oldest", *, suggested: Suggested = NONE, chunk: int = CHUNK
    ) -> "Iterator[array[int]]":
        """The ids of the comments that match, a chunk at a time, a small one first. Each is a short read.

        :param sort: "oldest" is as they came in, replies behind what they answer; "paragraph" the same within
            each place; "newest" by date; "ref", "votes", "author", "state"; "best" for a search.
        :param suggested: the comments that have a suggestion, for is:suggested.
        :raises ReviewError: at once, where the filter names what there is not.
        """
        if sort not in listing.SORTS:
            raise ReviewError(f'"{sort}" is no order of comments. There are: {", ".join(listing.SORTS)}.')
        query = filters.parse(filter_text)
        with self._store.read() as connection:
            in_order = sort in ("oldest", "best")
            wanted = conditions.resolve(connection, query, self._asker(suggested), in_order=in_order)
        return listing.ids(self._store.read, wanted, sort, chunk)

    def count(self, filter_text: str, suggested: Suggested = NONE) -> int:
        """How many comments match.

        :raises ReviewError: where the filter names what there is not.
        """
        query = filters.parse(filter_text)
        with self._store.read() as connection:
            wanted = conditions.resolve(connection, query, self._asker(suggested))
            return listing.count(connection, query, wanted)

    def matching(self, filter_text: str, ids: Iterable[int], suggested: Suggested = NONE) -> frozenset[int]:
        """Those of `ids` that match: after an operation, without going through the whole list again.

        :raises ReviewError: where the filter names what there is not.
        """
        query = filters.parse(filter_text)
        with self._store.read() as connection:
            wanted = conditions.resolve(connection, query, self._asker(suggested), in_order=True)
            return listing.matching(connection, wanted, ids)

    def cards(self, ids: Sequence[int]) -> list[Card]:
        """The comments with these ids that show, in their order. Ask for a page (200) at a time."""
        with self._store.read() as connection:
            return listing.cards(connection, ids, self._language)

    def _asker(self, suggested: Suggested) -> Asker:
        return Asker(self._person, self._language, suggested)

    def terms(self, filter_text: str) -> tuple[str, ...]:
        """The folded words to light in what a filter finds; none where it cannot be read."""
        return filters.terms(filter_text)

    @staticmethod
    def lit(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
        """(start, length) in code points of what to light in `text`."""
        return lighting.lit(text, terms)

    # The tree ---------------------------------------------------------------------------------------------

    def outline(self) -> Outline:
        """Sections and paragraphs with the counts of each place; votes come from :meth:`outline_votes`."""
        with self._store.read() as connection:
            return outline.outline(connection, self._language)

    def counts(self) -> dict[int, PlaceCount]:
        """The counts of :meth:`outline` alone, of the places where there is something to count."""
        with self._store.read() as connection:
            return outline.counts(connection)

    def outline_votes(self) -> dict[int, tuple[int, int]]:
        """Votes for and against the comments at each place. It goes through all comments."""
        with self._store.read() as connection:
            return outline.votes(connection)

    def vocabulary(self) -> Vocabulary:
        """What can be completed in the filter line and chosen in popups."""
        with self._store.read() as connection:
            return vocabulary.vocabulary(connection, self._language)

    # Views ------------------------------------------------------------------------------------------------

    def views(self, suggested: Suggested = NONE, *, counted: bool = True) -> list[SavedView]:
        """The views there always are, then those that were saved, by name; each with its count, if `counted`.

        A view that names what there is no longer has no count.
        """
        with self._store.read() as connection:
            saved = desk_reads.settings_under(connection, VIEW)
        found = [SavedView(name, text) for name, text in sorted(saved, key=lambda one: match_key(one[0]))]
        views = [*_built_in(), *found]
        return [self._counted(view, suggested) for view in views] if counted else views

    def _counted(self, view: SavedView, suggested: Suggested) -> SavedView:
        try:
            return replace(view, count=self.count(view.filter, suggested))
        except ReviewError:
            return view

    def save_view(self, name: str, filter_text: str) -> Changes:
        """Keep a filter under a name, for everybody who works on the review.

        :raises ReviewError: where the name is empty or one of those there always are, or the filter is empty
            or names what there is not.
        """
        called = " ".join(name.split())
        if not called or not filter_text.strip():
            raise ReviewError("A view needs a name and a filter.")
        if match_key(called) in {match_key(view.name) for view in _built_in()}:
            raise ReviewError(f'There always is a view "{called}". Choose another name.')
        query = filters.parse(filter_text)
        with self._store.operation(Op.SETTING, self._person) as op:
            conditions.resolve(op.connection, query, self._asker(NONE))
            called = self._saved_as(op.connection, called) or called
            op.sentence = f"Saved the view {called}"
            settings.set_setting(op, VIEW + called, " ".join(filter_text.split()))
        return op.changes

    def remove_view(self, name: str) -> Changes:
        """Take a saved view out of the list.

        :raises ReviewError: where there is none of that name.
        """
        with self._store.operation(Op.SETTING, self._person) as op:
            called = self._saved_as(op.connection, name)
            if called is None:
                raise ReviewError(f'There is no saved view "{name}".')
            op.sentence = f"Removed the view {called}"
            settings.set_setting(op, VIEW + called, "")
        return op.changes

    def _saved_as(self, connection: Any, name: str) -> str | None:
        """How the name of a saved view is written, however it is cased here."""
        wanted = match_key(name)
        saved = desk_reads.settings_under(connection, VIEW)
        return next((one for one, _filter in saved if match_key(one) == wanted), None)


def _built_in() -> tuple[SavedView, ...]:
    return (
        SavedView(_("My work"), "is:mine", builtin=True, icon="person"),
        SavedView(_("Not tagged"), "is:untagged", builtin=True, icon="untagged"),
        SavedView(_("Suggestions"), "is:suggested", builtin=True, icon="bulb"),
        SavedView(_("Waiting for approval"), 'state:"in review"', builtin=True, icon="waiting"),
        SavedView(_("Set aside"), "is:setaside", builtin=True, icon="archive"),
    )
