"""The list of recent reviews: Enter opens, Delete takes off the list, and what is gone can be looked for."""

from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QSizePolicy, QToolTip, QWidget

from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.recent import Recent
from ogp_review.ui.start.delegate import RecentDelegate, link_text, row_height
from ogp_review.ui.start.model import RecentModel
from ogp_review.ui.widgets import plain_tooltip

LEAST_ROWS = 1.5


class RecentList(QListView):
    """Shows a RecentModel."""

    opened = Signal(str)
    sought = Signal(str)
    """The place of a review whose file is to be looked for."""

    removed = Signal(str)

    def __init__(self, model: RecentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = model
        self.drawn = RecentDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.drawn)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_("Recent reviews"))
        for changed in (model.modelReset, model.rowsRemoved, theme.watch.changed):
            changed.connect(self._fit)

    def act(self, index: QModelIndex) -> None:
        """Open a review; look for it where its file is gone."""
        entry = self.recent.entry(index)
        if entry is not None:
            (self.sought if self.recent.is_missing(entry) else self.opened).emit(entry.place)

    def select_first(self) -> None:
        self.setCurrentIndex(self.recent.index(0))

    def _fit(self) -> None:
        """As high as its rows, so that what comes below stands close to them."""
        self.setMaximumHeight(max(1, self.recent.rowCount()) * row_height())
        self.setMinimumHeight(round(min(LEAST_ROWS, self.recent.rowCount()) * row_height()))
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def _link_at(self, event: QMouseEvent) -> Recent | None:
        index = self.indexAt(event.position().toPoint())
        entry = self.recent.entry(index)
        if entry is None or not self.recent.is_missing(entry):
            return None
        row = QRectF(self.visualRect(index))
        return entry if self.drawn.is_link(row, entry, event.position()) else None

    def _remove(self, index: QModelIndex) -> None:
        entry, row = self.recent.entry(index), index.row()
        if entry is not None:
            self.removed.emit(entry.place)
            self.setCurrentIndex(self.recent.index(min(row, self.recent.rowCount() - 1)))

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """What can be done with a review of the list."""
        entry = self.recent.entry(index)
        if entry is None:
            return None
        menu = QMenu(self)
        first = link_text() if self.recent.is_missing(entry) else _("Open")
        menu.addAction(first).triggered.connect(lambda: self.act(index))
        menu.addSeparator()
        menu.addAction(_("Remove from the list")).triggered.connect(lambda: self._remove(index))
        return menu

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = self._link_at(event) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        link = self._link_at(event)
        index = self.indexAt(event.position().toPoint())
        entry = self.recent.entry(index)
        if link is not None:
            self.sought.emit(link.place)
        elif entry is not None and not self.recent.is_missing(entry):
            self.opened.emit(entry.place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        menu = self.menu_for(index)
        if menu is not None:
            where = self.visualRect(index).bottomLeft() if by_key else event.pos()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(where))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            entry = self.recent.entry(index)
            text = plain_tooltip(entry.place) if entry else ""
            QToolTip.showText(event.globalPos(), text, self.viewport(), self.visualRect(index))
            return True
        return super().viewportEvent(event)
