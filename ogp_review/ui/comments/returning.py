"""Finding back: which comment is the current one after a new filter or order, and where it is scrolled to."""

from collections.abc import Callable

from ogp_review.ui.comments.card_view import CardView
from ogp_review.ui.comments.differences import Ids, position
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.selecting import Chosen
from ogp_review.ui.comments.table import CommentTable

LATER = 1_000
"""How many rows behind the current one are looked at for one that is still there."""


class Returning:
    """Remembers by ids what is about to go, and puts it back in what has come."""

    def __init__(
        self, model: CommentModel, chosen: Chosen, view: Callable[[], CardView | CommentTable]
    ) -> None:
        self._model, self._chosen, self._view = model, chosen, view
        self._sought: int | None = None
        self._later: list[int] = []
        self._first: int | None = None
        self._offset = 0
        self._top: int | None = None
        self._expected = False

    def expect(self, current: int | None, first: int | None, offset: int) -> None:
        """What the next list is to show: the state of an earlier session."""
        self._sought, self._later, self._first, self._offset = current, [], first, offset
        self._expected = True

    def seek(self, id_: int) -> None:
        """Select this one when it comes."""
        self._sought, self._first = id_, None

    def leave(self, keep: bool) -> None:
        """Note where one is; without `keep` the next list begins at its first row."""
        if self._expected:
            self._expected = False
            return
        self._sought, self._later, self._first, self._top = None, [], None, None
        row = self._chosen.row
        if keep and row >= 0:
            self._sought = self._model.id_at(row)
            self._later = self._model.ids[row + 1 : row + 1 + LATER].tolist()
            self._top = row * self._view().anchor.row_height - self._view().verticalScrollBar().value()

    def come_back(self) -> None:
        """Choose a row in the first chunk of the new list."""
        ids = self._model.ids
        view = self._view()
        view.scroll_to(0, 0)
        if not ids:
            return
        row = position(ids, self._sought) if self._sought is not None else -1
        if row >= 0:
            self._settle(row)
            return
        self._chosen.select_row(self._nearest(ids))
        self._view().scrollTo(self._chosen.selection.currentIndex())

    def _nearest(self, ids: Ids) -> int:
        there = set(ids) if self._later else set()
        found = next((id_ for id_ in self._later if id_ in there), None)
        return position(ids, found) if found is not None else 0

    def _settle(self, row: int) -> None:
        """It is there: select it, where it stood on the screen."""
        view = self._view()
        self._chosen.select_row(row)
        first = position(self._model.ids, self._first) if self._first is not None else -1
        if first >= 0:
            view.scroll_to(first, self._offset)
        elif self._top is not None and 0 <= self._top < view.viewport().height() - view.anchor.row_height:
            view.scroll_to(0, max(0, row * view.anchor.row_height - self._top))
        view.scrollTo(self._chosen.selection.currentIndex())
        self.give_up()

    def look_again(self, ids: Ids) -> None:
        """More has come: perhaps what is sought, unless the person has moved on."""
        if self._sought is not None and position(ids, self._sought) >= 0:
            self._settle(self._model.row_of(self._sought))

    def give_up(self) -> None:
        self._sought, self._later, self._first, self._top = None, [], None, None
