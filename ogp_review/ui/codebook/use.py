"""Where a tag is used: a bar a paragraph, the most used first."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.ui import paint, theme

Place = tuple[int, str, int]
"""Id, label and how many comments."""

_LABEL_MOST = 130
_GAP = 12


class UseBars(QWidget):
    """One line a place; a line is a link to the comments of the tag there."""

    chosen = Signal(object, str)
    """The id and the label of a place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[Place, ...] = ()
        self._colour = "Slate"
        self._at = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.watch.changed.connect(self.updateGeometry)

    def show_places(self, places: tuple[Place, ...], colour: str) -> None:
        self._places, self._colour, self._at = places, colour, 0
        said = [f"{label}, {ngettext('{n} comment', '{n} comments', count)}" for _id, label, count in places]
        self.setAccessibleName(_("Where it is used") + (": " if said else "") + "; ".join(said))
        self.updateGeometry()
        self.update()

    def _line(self) -> int:
        return round(theme.metrics(theme.font("body")).height()) + 10

    def _row_at(self, y: float) -> int:
        row = int(y // self._line())
        return row if 0 <= row < len(self._places) else -1

    def _label_width(self) -> float:
        measured = theme.metrics(theme.font("body", 500))
        widest = max((measured.horizontalAdvance(label) for _id, label, _n in self._places), default=0.0)
        return min(_LABEL_MOST, widest + 1)

    def _draw(self, painter: QPainter, row: int, label: str, count: int, most: int) -> None:
        colours, high = theme.current(), self._line()
        rect = QRectF(0, row * high, self.width(), high)
        if row == self._at and self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(0, 1, 0, -1), 6)
        left, wide = 6.0, self._label_width()
        font = theme.font("body", 500)
        paint.draw_elided(painter, QRectF(left, rect.top(), wide, high), label, font, colours.text2)
        left += wide + _GAP
        figures = theme.font("body", 500, tabular=True)
        room = max(8.0, self.width() - left - theme.metrics(figures).horizontalAdvance(f"{most:,}") - 20)
        length = max(3.0, room * count / most)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag_colours(self._colour).dot)
        painter.drawRoundedRect(QRectF(left, rect.center().y() - 4.5, length, 9), 2, 2)
        at = QRectF(left + length + 8, rect.top(), 80, high)
        paint.draw_elided(painter, at, f"{count:,}", figures, colours.text2)

    def sizeHint(self) -> QSize:
        return QSize(200, self._line() * len(self._places))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        most = max((count for _id, _label, count in self._places), default=1)
        first, last = event.rect().top() // self._line(), event.rect().bottom() // self._line()
        for row, (_id, label, count) in enumerate(self._places[: last + 1]):
            if row >= first:
                self._draw(painter, row, label, count, most)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._row_at(event.position().y()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*self._places[row][:2])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._places:
            self._at = min(len(self._places) - 1, max(0, self._at + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._places:
            self.chosen.emit(*self._places[self._at][:2])
        else:
            super().keyPressEvent(event)
