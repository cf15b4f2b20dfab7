"""The list of cards: a QListView whose rows are all of one height, so that nothing grows with their number.

The base class lays out every row again after each change (0.25 s at 100,000 rows, measured), because it
allows rows to differ. Here a row's place is computed; the base class does selecting, keys and dragging.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.comments.anchor import Anchor
from ogp_review.ui.comments.card_layout import SIDE
from ogp_review.ui.comments.delegate import CardDelegate
from ogp_review.ui.comments.dragging import drag_of
from ogp_review.ui.comments.keys import ListKeys
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.widgets import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_Command = QItemSelectionModel.SelectionFlag
_State = QStyle.StateFlag
MARGIN = 6
"""Above the first card and below the last."""


class CardView(QListView):
    """Shows a CommentModel as cards."""

    entered = Signal()
    """Enter was pressed, or a card double-clicked."""

    mark_wanted = Signal()
    scrolled = Signal()

    def __init__(self, model: CommentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawn = CardDelegate(model)
        self.anchor = Anchor(self)
        self.keys = ListKeys()
        self.group_of: Callable[[int], str | None] = lambda _row: None
        """The name of the group of a row; None where there are no groups, or it is not known yet."""
        self.dragged: Callable[[], Sequence[int]] = list
        self._comments = model
        self._rows = 0
        self._hovered = -1
        self._look()
        self.setItemDelegate(self.drawn)
        self.setModel(model)
        model.rowsRemoved.connect(self._rows_gone)
        self._measure()
        theme.watch.changed.connect(self._measure)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Comments"))
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def _measure(self) -> None:
        first, offset = self.first_row(), self.verticalScrollBar().value() - self._top_of(self.first_row())
        self.anchor.row_height = self.drawn.height
        self.updateGeometries()
        if first > 0:
            self.verticalScrollBar().setValue(self._top_of(first) + offset)
        self.viewport().update()

    # ---- geometry ----------------------------------------------------------------------------------------

    def _top_of(self, row: int) -> int:
        return row * self.drawn.height if row else 0

    def first_row(self) -> int:
        """The first row of which something shows."""
        return max(0, self.verticalScrollBar().value() - MARGIN) // self.drawn.height

    def rows_shown(self) -> range:
        """The rows of which something shows."""
        last = (self.verticalScrollBar().value() + self.viewport().height() - MARGIN) // self.drawn.height
        return range(self.first_row(), min(self._comments.rowCount(), last + 1))

    def offset(self) -> int:
        """How far the first row is scrolled out, in pixels."""
        return self.verticalScrollBar().value() - self._top_of(self.first_row())

    def scroll_to(self, row: int, offset: int) -> None:
        """Let `row` be the first, `offset` pixels of it scrolled out."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._top_of(row) + offset)

    def _rect(self, row: int) -> QRect:
        high = self.drawn.height
        top = MARGIN + row * high - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), high)

    def _rows_gone(self) -> None:
        self._rows = self._comments.rowCount()
        self.updateGeometries()
        self.anchor.removed()
        self.viewport().update()

    # ---- drawing -----------------------------------------------------------------------------------------

    def _draw_row(self, painter: QPainter, option: QStyleOptionViewItem, row: int, active: bool) -> None:
        index = self._comments.index(row, 0)
        state = _State.State_Enabled | (_State.State_Active if active else _State.State_None)
        if self.selectionModel().isSelected(index):
            state |= _State.State_Selected
        if row == self.currentIndex().row():
            state |= _State.State_HasFocus
        if row == self._hovered:
            state |= _State.State_MouseOver
        option.rect = self._rect(row)
        option.state = state
        self.drawn.paint(painter, option, index)

    def _draw_group(self, painter: QPainter, row: int) -> None:
        """The name of a group on the hairline over its first card."""
        name, before = self.group_of(row), self.group_of(row - 1)
        if name is None or before is None or name == before:
            return
        font = theme.font("badge", 600)
        measured, rect = theme.metrics(font), self._rect(row)
        width = min(measured.horizontalAdvance(name) + 12, rect.width() - 2 * SIDE - 32)
        high = round(measured.height())
        label = QRectF(SIDE + 26, rect.top() - 1 - high / 2, width, high)
        painter.fillRect(label, theme.current().base)
        ink = theme.current().text2
        paint.draw_elided(painter, label.adjusted(6, 0, -6, 0), name, font, ink)

    # ---- overrides ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        active = self.hasFocus()
        rows = self.rows_shown()
        for row in rows:
            if self._rect(row).intersects(event.rect()):
                self._draw_row(painter, option, row, active)
        for row in rows:
            if row:
                self._draw_group(painter, row)
        painter.end()

    def visualRect(self, index: _Index) -> QRect:
        return self._rect(index.row()) if index.isValid() and index.column() == 0 else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        at = point.y() + self.verticalScrollBar().value() - MARGIN
        row = at // self.drawn.height
        if at < 0 or not 0 <= row < self._comments.rowCount():
            return QModelIndex()
        return self._comments.index(row, 0)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar, high = self.verticalScrollBar(), self.viewport().height()
        whole = self._comments.rowCount() * self.drawn.height + 2 * MARGIN
        bar.setPageStep(max(1, high - self.drawn.height // 2))
        bar.setSingleStep(max(1, self.drawn.height // 3))
        bar.setRange(0, max(0, whole - high))

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        self.scrolled.emit()

    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        bar, high = self.verticalScrollBar(), self.viewport().height()
        top = self._top_of(index.row())
        bottom = top + self.drawn.height + 2 * MARGIN
        self.updateGeometries()
        if hint == _Hint.PositionAtTop or (hint == _Hint.EnsureVisible and top < bar.value()):
            bar.setValue(top)
        elif hint == _Hint.PositionAtBottom or (hint == _Hint.EnsureVisible and bottom > bar.value() + high):
            bar.setValue(bottom - high)
        elif hint == _Hint.PositionAtCenter:
            bar.setValue(top - (high - self.drawn.height) // 2)

    def moveCursor(self, action: _Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows = self._comments.rowCount()
        if not rows:
            return QModelIndex()
        page = max(1, self.viewport().height() // self.drawn.height - 1)
        steps = {
            _Action.MoveUp: -1,
            _Action.MovePrevious: -1,
            _Action.MoveDown: 1,
            _Action.MoveNext: 1,
            _Action.MovePageUp: -page,
            _Action.MovePageDown: page,
            _Action.MoveHome: -rows,
            _Action.MoveEnd: rows,
        }
        row = self.currentIndex().row() + steps.get(action, 0)
        return self._comments.index(min(rows - 1, max(0, row)), 0)

    def setSelection(self, rect: QRect, command: _Command) -> None:
        first, last = self.indexAt(rect.normalized().topLeft()), self.indexAt(rect.normalized().bottomRight())
        if not first.isValid() and not last.isValid():
            self.selectionModel().select(QItemSelection(), command)
            return
        rows = self._comments.rowCount()
        first = first if first.isValid() else self._comments.index(0, 0)
        last = last if last.isValid() else self._comments.index(rows - 1, 0)
        self.selectionModel().select(QItemSelection(first, last), command | _Command.Rows)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where cards are painted anew when these are selected or no longer are: those on screen, of them."""
        shown, region = self.rows_shown(), QRegion()
        for number in range(selection.count()):
            part = selection.at(number)
            first, last = max(part.top(), shown.start), min(part.bottom(), shown.stop - 1)
            if part.isValid() and first <= last:
                region += self._rect(first).united(self._rect(last))
        return region

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._rows = self._comments.rowCount()

    def reset(self) -> None:
        QAbstractItemView.reset(self)
        self._rows = self._comments.rowCount()
        self._hovered = -1
        self.updateGeometries()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        shown = self.rows_shown()
        if last.row() >= shown.start and first.row() < shown.stop:
            self.viewport().update(self._rect(first.row()).united(self._rect(last.row())))

    def rowsInserted(self, parent: _Index, first: int, last: int) -> None:
        before = self._rows
        self._rows = self._comments.rowCount()
        QAbstractItemView.rowsInserted(self, parent, first, last)
        self.updateGeometries()
        self.anchor.inserted(first, last, before)
        self.viewport().update()

    def rowsAboutToBeRemoved(self, parent: _Index, first: int, last: int) -> None:
        self.anchor.about_to_remove(first, last)
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, first, last)

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> _Command:
        if self.keys.keeps_marks(event):
            return _Command.NoUpdate
        return super().selectionCommand(index, event)

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

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter):
            self._hover(self.indexAt(event.position().toPoint()).row())  # type: ignore[attr-defined]
        elif event.type() in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self._hover(-1)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._help(event)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            for changed in (self._hovered, row):
                if changed >= 0:
                    self.viewport().update(self._rect(changed))
            self._hovered = row

    def _help(self, event: QHelpEvent) -> bool:
        index = self.indexAt(event.pos())
        said = ""
        if index.isValid():
            rect = self._rect(index.row())
            at = event.pos() - rect.topLeft()
            said = self.drawn.explained(index.row(), at.x(), at.y(), rect.width())
        QToolTip.showText(event.globalPos(), plain_tooltip(said), self.viewport())
        return True
