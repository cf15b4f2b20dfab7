"""The members of a point as a list of cards: walked, acted on, shown whole or as differences."""

import time

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.merging.member_delegate import MemberDelegate, row_of
from ogp_review.ui.merging.model import MemberRow, Rows
from ogp_review.ui.merging.staying import staying

_SLICE_S = 0.008
"""So long the rest is measured at a time, between other things."""


class MemberList(QListView):
    """The cards. Up and down walk them; L and Shift+M are the workspace's."""

    acted = Signal(str, object)
    """An action of the table ("lead", "take_out") and the id of the unit on whose card it was chosen."""

    opened = Signal(object)
    """The id of the comment of a card that was opened."""

    def __init__(self, model: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = False
        self.editable = True
        self._rows = model
        self.setModel(model)
        self._drawing = MemberDelegate(self)
        self.setItemDelegate(self._drawing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Members against the lead"))
        self.doubleClicked.connect(self._open)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self.scheduleDelayedItemsLayout)
        theme.watch.changed.connect(self._again.start)
        self._next = 0
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._measure_some)

    def show_whole(self, whole: bool) -> None:
        """Full texts instead of differences; the card in view stays in view."""
        if whole != self.whole:
            self.whole = whole
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()
            self.scrollTo(self.currentIndex())

    def _measure_some(self) -> None:
        """Measure cards for some milliseconds; when all are, put them where they belong."""
        until = time.perf_counter() + _SLICE_S
        rows = self.model().rowCount()
        while self._next < rows and time.perf_counter() < until:
            row = row_of(self.model().index(self._next, 0))
            if row is not None:
                self._drawing.measure(row)
            self._next += 1
        if self._next >= rows:
            self._slices.stop()
            with staying(self, self._rows):
                self._drawing.all_measured()
                self.scheduleDelayedItemsLayout()

    def forget_heights(self) -> None:
        """Call it before so many cards change that they cannot be measured at once."""
        self._drawing.forget()

    def member(self) -> MemberRow | None:
        """The member whose card is current."""
        return row_of(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        row = row_of(index)
        if row is not None:
            self.opened.emit(row.member.card.id)

    def _action(self, event: QMouseEvent) -> tuple[str, QModelIndex]:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or not self.editable:
            return "", index
        return self._drawing.action_at(self.visualRect(index), event.position()), index

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        if self._drawing.estimated:
            self._drawing.estimated = False
            self._next = 0
            self._slices.start()

    def showEvent(self, event: QShowEvent) -> None:
        self._drawing.read_keys()
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._slices.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        action, index = self._action(event)
        row = row_of(index)
        if action and row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            self.acted.emit(action, row.member.unit.id)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shape = Qt.CursorShape.PointingHandCursor if self._action(event)[0] else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Single letters are actions here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again.start()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            self.viewport().update()
        return bool(super().viewportEvent(event))
