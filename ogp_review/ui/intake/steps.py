"""The three steps of an import in the head of its page: where one is, and what is behind and before one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, theme

_GAP = 8
_BETWEEN = 40
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Steps(QWidget):
    """Source › Check and map › Import. It shows only; it is no control."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = (_("Source"), _("Check and map"), _("Import"))
        self._current = 0
        self._complete = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch.changed.connect(self.updateGeometry)
        self.show_step(0)

    def show_step(self, current: int, *, complete: bool = False) -> None:
        """Make a step the current one; `complete` where it is done too."""
        self._current, self._complete = current, complete
        said = _("Step {n} of {total}: {name}").format(n=current + 1, total=3, name=self._names[current])
        self.setAccessibleName(f"{said}, {_('done')}" if complete else said)
        self.updateGeometry()
        self.update()

    def current(self) -> int:
        return self._current

    def _font(self, place: int) -> QFont:
        return theme.font("body", 600 if place == self._current else 400)

    def _circle(self) -> float:
        return round(theme.metrics(theme.font("body")).height()) + 2.0

    def _width(self, place: int) -> float:
        words = theme.metrics(self._font(place)).horizontalAdvance(self._names[place])
        return self._circle() + _GAP + float(round(words + 0.5))

    def _is_done(self, place: int) -> bool:
        return place < self._current or (self._complete and place == self._current)

    def _draw_circle(self, painter: QPainter, rect: QRectF, place: int) -> None:
        shown = theme.current()
        done, current = self._is_done(place), place == self._current
        fill = shown.insertion_on if done else shown.accent if current else None
        painter.setPen(
            Qt.PenStyle.NoPen if fill is not None and not shown.contrast else QPen(shown.control, 1)
        )
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if done:
            paint.icon(painter, rect, "check", "insertion", 14)
            return
        ink = shown.on_accent if current else shown.text2
        middle = Qt.AlignmentFlag.AlignCenter
        paint.draw_elided(painter, rect, str(place + 1), theme.font("badge", 600), ink, middle)

    def sizeHint(self) -> QSize:
        wide = sum(self._width(place) for place in range(len(self._names))) + 2 * _BETWEEN
        return QSize(round(wide), round(self._circle()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        shown, left, size = theme.current(), 0.0, self._circle()
        top = (self.height() - size) / 2
        for place, name in enumerate(self._names):
            if place:
                sign = QRectF(left, 0, _BETWEEN, self.height())
                paint.icon(painter, sign, "chevron-right", "text3", 12)
                left += _BETWEEN
            self._draw_circle(painter, QRectF(left, top, size, size), place)
            words = QRectF(left + size + _GAP, 0, self._width(place) - size - _GAP, self.height())
            ink = shown.text if place == self._current else shown.text2
            paint.draw_elided(painter, words, name, self._font(place), ink, _LEFT)
            left += self._width(place)
        painter.end()
