"""The tree itself: keys, the chevron, tooltips and the context menu, and comments dropped on a paragraph."""

import json
import time

from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolTip, QTreeView, QWidget

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.draft_tree import words
from ogp_review.ui.draft_tree.delegate import ICON, LEFT, STEP, TreeDelegate, row_height
from ogp_review.ui.draft_tree.model import Index, TreeModel
from ogp_review.ui.draft_tree.nodes import GROUP, PLACE, SECTION, VIEW, Key, Line, same_filter
from ogp_review.ui.widgets import plain_tooltip

MIME = "application/x-ogp-comments"
"""What is dragged: a JSON list of the ids of comments, as text."""

TYPED_WITHIN_S = 1.0
_EXPAND_AFTER_MS = 600


class TreeView(QTreeView):
    """Shows a TreeModel. `chosen` and `dropped` come from the person only, never from a refresh."""

    chosen = Signal(str)
    entered_list = Signal()
    dropped = Signal(object, object)
    view_menu = Signal(str, QPoint)

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = model
        self.drawn = TreeDelegate(self)
        self.takes_drops = True
        self._quiet = 0
        self._moved = False
        self._shown = ""
        self._typed, self._typed_at = "", 0.0
        self._look()
        self.setModel(model)
        self.setItemDelegate(self.drawn)
        self.expandAll()
        model.rowsInserted.connect(self._open_new)
        for moved in (model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            moved.connect(self._rows_moved)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.clicked.connect(self._choose)
        theme.watch.changed.connect(self.remeasure)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(_EXPAND_AFTER_MS)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("surface", "window")
        self.setAccessibleName(_("Views and draft"))

    # What is shown ------------------------------------------------------------------------------------------

    def show_filter(self, filter_text: str) -> bool:
        """Select the line that stands for a filter, or none; nothing is emitted."""
        self._shown = same_filter(filter_text)
        found = next((line.key for line in self.tree.lines() if self._is(line, self._shown)), None)
        self._quiet += 1
        if found is None:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        elif self.tree.index_of(found) != self.currentIndex():
            self.setCurrentIndex(self.tree.index_of(found))
        self._quiet -= 1
        return found is not None

    def _is(self, line: Line, filter_text: str) -> bool:
        return line.kind != GROUP and same_filter(line.filter) == filter_text

    def before_update(self) -> tuple[Key, int]:
        """What stands at the top and how far it is scrolled out, for :meth:`after_update`."""
        self._quiet += 1
        first = self.indexAt(QPoint(1, 1))
        return self.tree.line(first).key, self.visualRect(first).top()

    def after_update(self, kept: tuple[Key, int]) -> None:
        """Put everything back where it stood."""
        key, top = kept
        self.drawn.measure(self.tree)
        first, bar = self.tree.index_of(key), self.verticalScrollBar()
        if self._moved and first.isValid() and bar.value():
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + self.visualRect(first).top() - top)
        self._moved = False
        self.viewport().update()
        self._quiet -= 1
        self.show_filter(self._shown)

    def _rows_moved(self) -> None:
        self._moved = True

    def content_height(self) -> int:
        """How high all lines are together, none folded."""
        return sum(row_height(line.kind) for line in self.tree.lines())

    def remeasure(self) -> None:
        self.drawn.measure(self.tree)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _open_new(self, above: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            index = self.tree.index(row, 0, above)
            if self.tree.rowCount(index):
                self.expand(index)
                self._open_new(index, 0, self.tree.rowCount(index) - 1)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet:
            self._choose(current)

    def _choose(self, index: QModelIndex) -> None:
        line = self.tree.line(index)
        if index.isValid() and line.kind != GROUP and same_filter(line.filter) != self._shown:
            self._shown = same_filter(line.filter)
            self.chosen.emit(line.filter)

    def _toggle(self, index: QModelIndex) -> None:
        self.setExpanded(index, not self.isExpanded(index))

    def _chevron_at(self, position: QPoint) -> QModelIndex:
        """The section whose chevron stands at `position`; invalid where none does."""
        index = self.indexAt(position)
        line = self.tree.line(index)
        if line.kind != SECTION or not self.tree.rowCount(index):
            return QModelIndex()
        left = LEFT + (line.depth - 1) * STEP - 6
        return index if left <= position.x() < left + ICON + 8 else QModelIndex()

    # Drag and drop ------------------------------------------------------------------------------------------

    def _place_at(self, position: QPoint) -> Line | None:
        line = self.tree.line(self.indexAt(position))
        return line if line.is_place and self.takes_drops else None

    def _show_over(self, key: Key | None, text: str = "") -> None:
        if (key, text) != (self.drawn.over, self.drawn.over_text):
            self.drawn.over, self.drawn.over_text = key, text
            self.viewport().update()

    # Keys ---------------------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Typing goes to the first line whose label, number or name begins so, in closed sections too."""
        now = time.monotonic()
        self._typed = self._typed + search if now - self._typed_at < TYPED_WITHIN_S else search
        self._typed_at = now
        sought = self._typed.casefold()
        for line in self.tree.lines():
            begins = (line.label.casefold(), words.heading(line).casefold(), line.title.casefold())
            if line.kind != GROUP and any(word.startswith(sought) for word in begins):
                self.setCurrentIndex(self.tree.index_of(line.key))
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first line current where none is; that is no choice of the person's."""
        self._quiet += 1
        super().focusInEvent(event)
        self._quiet -= 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            self.entered_list.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._chevron_at(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._chevron_at(event.position().toPoint()).isValid():
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.tree.line(index).kind == SECTION:
            self._toggle(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        line = self.tree.line(index)
        if line.kind == VIEW:
            where = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.view_menu.emit(line.title, self.viewport().mapToGlobal(where))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = plain_tooltip(words.tooltip(self.tree.line(index)))
            area = self.visualRect(index)
            QToolTip.showText(event.globalPos(), text, self.viewport(), area)
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes_drops and dragged_ids(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        line, ids = self._place_at(event.position().toPoint()), dragged_ids(event.mimeData())
        if line is None or not ids:
            self._show_over(None)
            event.ignore()
            return
        text = _("Move {n} to {place}").format(n=words.figure(len(ids)), place=line.label)
        self._show_over(line.key, text)
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_over(None)

    def dropEvent(self, event: QDropEvent) -> None:
        line, ids = self._place_at(event.position().toPoint()), dragged_ids(event.mimeData())
        self._show_over(None)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if line is not None and ids:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped.emit(ids, None if line.key == (PLACE, NOT_ASSIGNED) else line.label)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Nothing: the delegate draws the chevron."""


def dragged_ids(data: QMimeData) -> list[int]:
    """The ids of the comments that are dragged; none where something else is."""
    if not data.hasFormat(MIME):
        return []
    try:
        ids = json.loads(bytes(data.data(MIME).data()))
    except ValueError:
        return []
    return [int(one) for one in ids] if isinstance(ids, list) and all(type(one) is int for one in ids) else []
