"""Choosing what is done about a point: a button with its dot, and a menu in which one letter chooses."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from ogp_review.domain.response import Disposition
from ogp_review.i18n import _
from ogp_review.ui import paint, shortcuts, theme
from ogp_review.ui.responses.model import COLOURS, LETTERS, disposition_word
from ogp_review.ui.widgets import Button

_DOT = 9
_BESIDE_DOT = 8
_RATIO = 2.0


class DispositionMenu(QMenu):
    """The seven, each with its letter."""

    chosen = Signal(object)
    """A Disposition."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._by_key = {ord(letter): one for one, letter in LETTERS.items()}

    def ask(self, at: QPoint, now: Disposition | None) -> None:
        """Open at a point of the screen, with what is chosen now marked."""
        self.clear()
        for one, letter in LETTERS.items():
            action = self.addAction(_dot_icon(COLOURS[one]), f"{disposition_word(one)}\t{letter}")
            action.triggered.connect(lambda _on=False, one=one: self.chosen.emit(one))
            if one is now:
                self.setActiveAction(action)
        self.popup(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self._by_key.get(event.key())
        if one is None or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        self.close()
        self.chosen.emit(one)


class DispositionButton(Button):
    """Shows what is decided; a dashed dot where nothing is."""

    def __init__(self) -> None:
        super().__init__(kind="outlined", key=shortcuts.key_of("disposition"))
        self._disposition: Disposition | None = None
        self.show_disposition(None)

    def show_disposition(self, disposition: Disposition | None) -> None:
        self._disposition = disposition
        self.set_text(disposition_word(disposition))
        chosen = disposition_word(disposition) if disposition else _("none chosen")
        self.setAccessibleName(_("{word}, disposition").format(word=chosen))

    def _dot_width(self) -> int:
        return _DOT + _BESIDE_DOT

    def _draw_parts(self, painter: QPainter, rect: QRectF) -> None:
        dot = QRectF(rect.left() + 11, rect.center().y() - _DOT / 2, _DOT, _DOT)
        _draw_dot(painter, dot, COLOURS[self._disposition] if self._disposition else "")
        super()._draw_parts(painter, rect.adjusted(self._dot_width(), 0, 0, 0))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._dot_width(), 0)


def _draw_dot(painter: QPainter, rect: QRectF, colour: str) -> None:
    painter.save()
    if colour:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag_colours(colour).dot)
    else:
        painter.setPen(theme.current().control)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, 2, 2)
    painter.restore()


def _dot_icon(colour: str) -> QIcon:
    drawn = QPixmap(round(16 * _RATIO), round(16 * _RATIO))
    drawn.fill(Qt.GlobalColor.transparent)
    drawn.setDevicePixelRatio(_RATIO)
    painter = QPainter(drawn)
    paint.crisp(painter)
    _draw_dot(painter, QRectF(3.5, 3.5, _DOT, _DOT), colour)
    painter.end()
    return QIcon(drawn)
