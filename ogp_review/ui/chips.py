"""Tags as a flow of small buttons that can be followed, and taken off, by mouse and by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ogp_review.domain.views import TagMark
from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.labels import plain_tooltip

GAP = 6
ROW_GAP = 4
ROLE = "meta"


class _Chip(QToolButton):
    """One tag."""

    removed = Signal()

    def __init__(self, mark: TagMark, removable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = mark
        self._removable = removable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = _("{path}, tag").replace("{path}", mark.path)
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(mark.path))

    def sizeHint(self) -> QSize:
        wide = round(paint.chip_width(self.mark.name, self._removable, ROLE))
        return QSize(wide, max(24, round(paint.chip_height(ROLE))))

    def _on_cross(self, at: QPoint) -> bool:
        return self._removable and at.x() >= self.width() - 22

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._on_cross(at) and self.rect().contains(at) and self.isDown():
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        high = paint.chip_height(ROLE)
        top = round((self.height() - high) / 2)
        rect = paint.chip(painter, 0, top, self.mark.name, self.mark.colour, self._removable, ROLE)
        if self.hasFocus():
            paint.focus_ring(painter, rect, high / 2)
        painter.end()


class ChipFlow(QWidget):
    """Tags side by side, in as many lines as they need; `add_widget` puts a button after the last."""

    removed = Signal(str)
    """The path of a tag that is to be taken off."""

    clicked = Signal(str)
    """The path of a tag that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[_Chip] = []
        self._after: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.watch.changed.connect(self._place)

    def set_tags(self, tags: Sequence[TagMark], removable: bool = False) -> None:
        before = self._chips
        self._chips = [self._made(mark, removable) for mark in tags]
        self._keep_focus(before)
        for chip in before:
            chip.hide()
            chip.deleteLater()
        for widget in self._after:
            widget.raise_()
        self._place()

    def _keep_focus(self, before: Sequence[_Chip]) -> None:
        """From a chip to the same tag, else to what comes to stand in its place."""
        focus = self.window().focusWidget()
        at = next((number for number, chip in enumerate(before) if chip is focus), None)
        if at is not None:
            same = [chip for chip in self._chips if chip.mark.path == before[at].mark.path]
            there = [*same, *self._chips[at:], *self._after, *self._chips[-1:]]
            if there:
                there[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, mark: TagMark, removable: bool) -> _Chip:
        chip = _Chip(mark, removable, self)
        chip.removed.connect(lambda: self.removed.emit(mark.path))
        chip.clicked.connect(lambda: self.clicked.emit(mark.path))
        chip.show()
        return chip

    def add_widget(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._after.append(widget)
        widget.show()
        self._place()

    def _rows(self, width: int) -> list[tuple[QWidget, int, int, QSize]]:
        """Each widget with its left, top and size."""
        placed, left, top, high = [], 0, 0, 0
        for widget in (*self._chips, *(one for one in self._after if not one.isHidden())):
            size = widget.sizeHint()
            if left and left + size.width() > width:
                left, top, high = 0, top + high + ROW_GAP, 0
            placed.append((widget, left, top, size))
            left += size.width() + GAP
            high = max(high, size.height())
        return placed

    def _place(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for widget, left, top, size in self._rows(self.width()):
            wide = min(size.width(), max(24, self.width()))
            widget.setGeometry(self.width() - left - wide if mirrored else left, top, wide, size.height())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((top + size.height() for _w, _left, top, size in self._rows(width)), default=0)

    def sizeHint(self) -> QSize:
        wide = sum(size.width() + GAP for _w, _left, _top, size in self._rows(1 << 20))
        return QSize(max(0, wide - GAP), self.heightForWidth(self.width() or 1 << 20))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.heightForWidth(max(60, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
