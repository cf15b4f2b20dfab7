"""A list that is brought up to date keeps on screen what stood at its top, where it stood."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QListView

from ogp_review.ui.merging.model import Rows, key_of


@contextmanager
def staying(view: QListView, model: Rows) -> Iterator[None]:
    """Change `model` in the block; afterwards the first row in view stands where it was, if it is there."""
    first = view.indexAt(QPoint(view.viewport().width() // 2, 1))
    row, top = model.row(first.row()), view.visualRect(first).top()
    yield
    index = model.index(model.find(*key_of(row))) if row is not None else first
    if index.isValid():
        view.executeDelayedItemsLayout()
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + view.visualRect(index).top() - top)
