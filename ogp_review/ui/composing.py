"""How a workspace with a list at its left is put together: the same for points and for the codebook."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.ui.widgets import EmptyState, Hairline


def head_line(head: QWidget, named: Sequence[QWidget], said: QWidget, buttons: Sequence[QWidget]) -> None:
    """Lay out what is shown, what is said of it, and what can be done, over a hairline."""
    row = QHBoxLayout()
    row.setContentsMargins(20, 11, 20, 11)
    row.setSpacing(8)
    for widget in named:
        row.addWidget(widget)
    row.addSpacing(2)
    row.addWidget(said, 1)
    for widget in buttons:
        row.addWidget(widget)
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(row)
    column.addWidget(Hairline())


def under_head(page: QWidget, head: QWidget, columns: QWidget) -> None:
    """A head over the columns that show one thing."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(columns, 1)


def share(splitter: QSplitter, sizes: Sequence[int]) -> None:
    """Divide by a hairline; what is over goes to the right."""
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    splitter.setStretchFactor(1, 1)
    splitter.setSizes(list(sizes))


def or_empty(page: QWidget, splitter: QSplitter, none: EmptyState) -> QStackedWidget:
    """The panes, and in their place what is said where there is nothing."""
    pages = QStackedWidget()
    pages.addWidget(splitter)
    pages.addWidget(none)
    whole = QHBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(pages)
    return pages
