"""The tree of tags as a view: renamed in place, dragged under one another, narrowed by a find field."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from ogp_review.domain.codebook import Tag
from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.codebook.delegate import TagDelegate
from ogp_review.ui.codebook.model import TagTree

_EXPAND_AFTER_MS = 600


class TagView(QTreeView):
    """Shows a TagTree."""

    menu_wanted = Signal(object, QPoint)
    """The id of a tag, or None, and where on the screen its menu goes."""

    delete_wanted = Signal()

    def __init__(self, model: TagTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = model
        self.drawn = TagDelegate(self)
        self._opened: set[int] | None = None
        self.setModel(model)
        self.setItemDelegate(self.drawn)
        self._look()
        model.rowsInserted.connect(self._open_new)
        theme.watch.changed.connect(self.scheduleDelayedItemsLayout)

    def _look(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(_EXPAND_AFTER_MS)
        self.setMouseTracking(True)
        self.setProperty("surface", "window")
        self.setAccessibleName(_("Codebook"))

    def current(self) -> Tag | None:
        return self.tree.tag(self.currentIndex())

    def go_to(self, tag: int) -> bool:
        """Make a tag current and show it; whether it is in the tree."""
        index = self.tree.index_of(tag)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def narrow(self, typed: str) -> int:
        """Show the tags that match and those above them, opened; how many rows there are."""
        if typed and self._opened is None:
            self._opened = {tag.id for tag in self.tree.tags() if self.isExpanded(self.tree.index_of(tag.id))}
        shown = self.tree.matching(typed)
        for tag in self.tree.tags():
            index = self.tree.index_of(tag.id)
            self.setRowHidden(index.row(), index.parent(), tag.id not in shown)
            if typed and tag.id in shown:
                self.expand(index)
        if not typed and self._opened is not None:
            for tag in self.tree.tags():
                self.setExpanded(self.tree.index_of(tag.id), tag.id in self._opened)
            self._opened = None
        return len(shown)

    def end_editing(self) -> None:
        """Take the name that is being typed: a popup must not come back to a field that has gone."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_new(self, above: QModelIndex, first: int, last: int) -> None:
        """What is new is seen: the tag it stands under opens."""
        if above.isValid():
            self.expand(above)

    def _toggle(self, index: QModelIndex) -> None:
        self.setExpanded(index, not self.isExpanded(index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and self.tree.rowCount(index) and event.button() == Qt.MouseButton.LeftButton:
            if self.drawn.chevron(self.visualRect(index), index).adjusted(-4, 0, 4, 0).contains(at):
                self._toggle(index)
                return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        tag = self.tree.tag(index)
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and index.isValid():
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(tag.id if tag else None, at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.state() != QAbstractItemView.State.EditingState:
            self.delete_wanted.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Single letters are actions here."""

    def _show_over(self, index: QModelIndex | None) -> None:
        self.drawn.over = index
        self.viewport().update()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._show_over(self.indexAt(event.position().toPoint()) if event.isAccepted() else None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_over(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Always onto the tag under the mouse, or the top: the order is that of the names."""
        index = self.indexAt(event.position().toPoint())
        self._show_over(None)
        self.tree.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, index)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
