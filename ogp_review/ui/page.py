"""A page that covers the workspaces for a while: a head with the way back, a body, and a foot."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets

ROOMY = 1000
"""Width from which a page shows its left as wide as it likes."""


class Side(QScrollArea):
    """The left of a page: what is chosen there stands below each other, and scrolls where it is too high."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("surface", "window")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.setWidget(inside)
        self.fit(ROOMY)

    def fit(self, page: int) -> None:
        """As wide as a page of this width has room for."""
        self.setFixedWidth(self._width if page >= ROOMY else min(self._width, page * 36 // 100))


class Page(QWidget):
    """`closed` when the person goes back; `wants` asks the window for what stands beyond the page."""

    closed = Signal()
    wants = Signal(str, object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self.head = self._band("window")
        self.head.setContentsMargins(16, 6, 20, 6)
        self.head.setSpacing(12)
        back = widgets.button(_("Back"), "chevron-left", kind="flat")
        back.clicked.connect(self.closed)
        self.head.addWidget(back)
        self.head.addWidget(widgets.Hairline(horizontal=False))
        self.title = widgets.PlainLabel(title, role="pane_title", weight=600)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self._whole.addWidget(widgets.Hairline())
        self.body = QHBoxLayout()
        self.body.setSpacing(0)
        self._whole.addLayout(self.body, 1)
        self._whole.addWidget(widgets.Hairline())
        self.foot = self._band("raised")
        self.foot.setContentsMargins(20, 10, 20, 10)
        self.foot.setSpacing(10)

    def _band(self, surface: str) -> QHBoxLayout:
        """A row across the whole page, on a surface of its own."""
        band = QWidget()
        band.setProperty("surface", surface)
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._whole.addWidget(band)
        return QHBoxLayout(band)

    @contextmanager
    def keeping_focus(self) -> Iterator[None]:
        """The focus stays in the page, whatever is hidden or disabled meanwhile, so that its keys work."""
        inside = self._has_focus()
        yield
        if inside and not self._has_focus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for side in self.findChildren(Side):
            side.fit(self.width())

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        return []

    def next_step(self) -> None:
        """What Ctrl+Enter does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.next_step()
        else:
            super().keyPressEvent(event)
