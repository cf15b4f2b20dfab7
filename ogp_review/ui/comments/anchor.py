"""Keeps what one looks at where it is while rows come and go above it; all rows are equally high."""

from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractItemView


@dataclass(frozen=True, slots=True)
class Place:
    """The first visible row by its comment, and how far it is scrolled out, in pixels."""

    id: int | None
    offset: int


class Anchor:
    """Moves the scroll bar by as much as the rows before the current (else the first visible) one changed."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self.row_height = 1
        self._after_removal: int | None = None

    def _anchor(self, current: int) -> int:
        """The row that is to stay: the current one where it shows, else the first."""
        value, high = self._view.verticalScrollBar().value(), self._view.viewport().height()
        top = current * self.row_height - value
        if current >= 0 and -self.row_height < top < high:
            return current
        return value // self.row_height

    def inserted(self, first: int, last: int, rows_before: int) -> None:
        """Rows have come; the view's own range is up to date."""
        count = last - first + 1
        current = self._view.currentIndex().row()
        before = current - count if current > last else current
        if rows_before and first <= self._anchor(before) and first < rows_before:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + count * self.row_height)

    def about_to_remove(self, first: int, last: int) -> None:
        value = self._view.verticalScrollBar().value()
        anchor = self._anchor(self._view.currentIndex().row())
        count = last - first + 1
        if anchor > last:
            value -= count * self.row_height
        elif first <= anchor:
            value = min(value, first * self.row_height)
        self._after_removal = value

    def removed(self) -> None:
        """Rows have gone; the view's own range is up to date."""
        if self._after_removal is not None:
            self._view.verticalScrollBar().setValue(self._after_removal)
            self._after_removal = None
