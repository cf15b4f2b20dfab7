"""The same comments as a table: one row a comment, one column a fact, chosen from the menu of the header."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.comments.anchor import Anchor
from ogp_review.ui.comments.columns import BY_NAME, CARD, COLUMNS
from ogp_review.ui.comments.dragging import drag_of
from ogp_review.ui.comments.keys import ListKeys
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.table_delegate import PADDING, TableDelegate, row_height

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
TEXT = BY_NAME["text"]
TEXT_LEAST = 120
_SORTED_BY = {
    "ref": "ref",
    "paragraph": "paragraph",
    "author": "author",
    "date": "newest",
    "state": "state",
    "votes_for": "votes",
}


class CommentTable(QTableView):
    """Shows a CommentModel as a table."""

    entered = Signal()
    mark_wanted = Signal()
    scrolled = Signal()
    sort_wanted = Signal(str)
    """The order that a click on a header asks for."""

    def __init__(self, model: CommentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawn = TableDelegate(model)
        self.anchor = Anchor(self)
        self.keys = ListKeys()
        self.dragged: Callable[[], Sequence[int]] = list
        self._comments = model
        self._rows = 0
        self._look()
        self.setItemDelegate(self.drawn)
        self.setModel(model)
        self._rows = model.rowCount()
        model.rowsRemoved.connect(self._rows_gone)
        self._set_columns()
        self._measure()
        theme.watch.changed.connect(self._measure)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Comments"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask_columns)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        self.reset_columns()

    def reset_columns(self) -> None:
        """Widths and choice as at the first start."""
        high = theme.metrics(theme.font("body")).height()
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, round(column.ems * high * 0.75) + 2 * PADDING)
            self.setColumnHidden(number, not column.shown)
        self._fill()

    def _resized(self, number: int, _before: int, _now: int) -> None:
        if number != TEXT:
            self._fill()

    def _fill(self) -> None:
        """Give the text of the comments all the width that the other columns leave."""
        if not self.isColumnHidden(TEXT):
            others = sum(self.columnWidth(number) for number in range(len(COLUMNS)) if number != TEXT)
            self.setColumnWidth(TEXT, max(TEXT_LEAST, self.viewport().width() - others))

    def _measure(self) -> None:
        self.anchor.row_height = row_height()
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.horizontalHeader().setFont(theme.font("meta", 600))
        self.viewport().update()

    def _sort_by(self, number: int) -> None:
        name = COLUMNS[number].name
        if name in _SORTED_BY:
            self.sort_wanted.emit(_SORTED_BY[name])

    # ---- columns -----------------------------------------------------------------------------------------

    def columns_menu(self) -> QMenu:
        """Ticks for the columns; the last one left cannot be taken away."""
        menu = QMenu(self)
        left = [number for number in range(1, len(COLUMNS)) if not self.isColumnHidden(number)]
        for number, column in enumerate(COLUMNS):
            if number == CARD:
                continue
            action = menu.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(number in left)
            action.setEnabled(left != [number])
            action.toggled.connect(lambda on, number=number: self.setColumnHidden(number, not on))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(lambda _on=False: self.reset_columns())
        return menu

    def _ask_columns(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def save_columns(self) -> dict[str, Any]:
        """By name: place, width, and whether it shows."""
        header = self.horizontalHeader()
        return {
            column.name: [
                header.visualIndex(number),
                self.columnWidth(number),
                not self.isColumnHidden(number),
            ]
            for number, column in enumerate(COLUMNS)
            if number != CARD
        }

    def restore_columns(self, saved: dict[str, Any]) -> None:
        """Take up what :meth:`save_columns` gave; unknown columns are passed over."""
        header = self.horizontalHeader()
        known = [(found, name) for name, found in saved.items() if name in BY_NAME and len(found) == 3]
        if not any(found[2] for found, _name in known):
            return
        for (place, width, shown), name in sorted(known, key=lambda one: one[0][0]):
            number = BY_NAME[name]
            self.setColumnHidden(number, not shown)
            if shown:
                self.setColumnWidth(number, max(24, int(width)))
            if 0 <= int(place) < header.count():
                header.moveSection(header.visualIndex(number), int(place))

    # ---- geometry ----------------------------------------------------------------------------------------

    def first_row(self) -> int:
        return self.verticalScrollBar().value() // self.anchor.row_height

    def rows_shown(self) -> range:
        """The rows of which something shows."""
        last = (self.verticalScrollBar().value() + self.viewport().height()) // self.anchor.row_height
        return range(self.first_row(), min(self._comments.rowCount(), last + 1))

    def offset(self) -> int:
        return self.verticalScrollBar().value() % self.anchor.row_height

    def scroll_to(self, row: int, offset: int) -> None:
        """Let `row` be the first, `offset` pixels of it scrolled out."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.verticalScrollBar().setValue(row * self.anchor.row_height + offset)

    def _rows_gone(self) -> None:
        self._rows = self._comments.rowCount()
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.anchor.removed()

    # ---- overrides ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def reset(self) -> None:
        super().reset()
        self._rows = self._comments.rowCount()

    def rowsInserted(self, parent: _Index, first: int, last: int) -> None:
        before = self._rows
        self._rows = self._comments.rowCount()
        super().rowsInserted(parent, first, last)
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.anchor.inserted(first, last, before)

    def rowsAboutToBeRemoved(self, parent: _Index, first: int, last: int) -> None:
        self.anchor.about_to_remove(first, last)
        super().rowsAboutToBeRemoved(parent, first, last)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.scrolled.emit()

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        if self.hasFocus():
            option.state |= _State.State_Active
        else:
            option.state &= ~_State.State_Active

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> Any:
        if self.keys.keeps_marks(event):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def setSelectionModel(self, selected: QItemSelectionModel) -> None:
        """The headers get one that stays empty: they would ask every row whether it is selected."""
        super().setSelectionModel(selected)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSelectionModel(QItemSelectionModel(self._comments, header))

    def selectAll(self) -> None:
        self.keys.select_all(self)

    def keyboardSearch(self, search: str) -> None:
        """Letters are actions here, never a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event, self.mark_wanted.emit, self.entered.emit):
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        ids = self.dragged()
        if ids:
            drag_of(self, ids).exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)
