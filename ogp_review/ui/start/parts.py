"""The pieces of the start page beside its list: the mark, the first steps, and where files are dropped."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, theme

MARK = 52


class Mark(QWidget):
    """The sign of the program. Its picture has a margin, so it is drawn a little larger than it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        paint.icon(painter, QRectF(self.rect()), "app", "accent", MARK + 4)
        painter.end()


class FirstStep(QAbstractButton):
    """A line of the start page: icon, words, and the key at the right."""

    PAD = 8

    def __init__(self, text: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._key = icon, key
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.watch.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(200, round(theme.metrics(theme.font("body")).height()) + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shown, area = QPainter(self), theme.current(), QRectF(self.rect())
        paint.crisp(painter)
        paint.row_fill(painter, area, hovered=self.underMouse() or self.isDown())
        paint.icon(
            painter, QRectF(area.left() + self.PAD, area.top(), 18, area.height()), self._icon, "accent", 18
        )
        right = area.right() - self.PAD
        if self._key:
            right -= paint.key_hint_width(self._key)
            paint.key_hint(painter, right, area.center().y(), self._key, shown.text3, shown.border)
        words = QRectF(area.left() + 38, area.top(), right - area.left() - 46, area.height())
        paint.draw_elided(painter, words, self.accessibleName(), theme.font("body", 500), shown.text)
        if self.hasFocus():
            paint.focus_ring(painter, area)
        painter.end()


class DropArea(QWidget):
    """Says that files can be dropped; the page takes the drop, and lights this up meanwhile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title_text()}. {kinds_text()}")
        theme.watch.changed.connect(self.updateGeometry)

    def light(self, on: bool) -> None:
        """Show whether what is dragged over the page would be taken."""
        if on != self._lit:
            self._lit = on
            self.update()

    def is_lit(self) -> bool:
        return self._lit

    def sizeHint(self) -> QSize:
        lines = theme.metrics(theme.font("body")).height() + theme.metrics(theme.font("meta")).height()
        return QSize(320, round(lines) + 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shown, area = QPainter(self), theme.current(), QRectF(self.rect())
        paint.crisp(painter)
        pen = QPen(shown.accent if self._lit else shown.control, 2 if self._lit else 1)
        pen.setDashPattern([3, 2] if self._lit else [4, 3])
        painter.setPen(pen)
        painter.setBrush(shown.select if self._lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 10, 10)
        body, meta = theme.font("body", 500), theme.font("meta")
        high, low = theme.metrics(body).height(), theme.metrics(meta).height()
        inner = area.adjusted(12, 0, -12, 0)
        top = area.center().y() - (high + low + 2) / 2
        middle = Qt.AlignmentFlag.AlignHCenter
        upper = QRectF(inner.left(), top, inner.width(), high)
        paint.draw_elided(painter, upper, title_text(), body, shown.text, middle)
        lower = QRectF(inner.left(), top + high + 2, inner.width(), low)
        paint.draw_elided(painter, lower, kinds_text(), meta, shown.text2, middle)
        painter.end()


def title_text() -> str:
    return _("Drop files here to start a review from them")


def kinds_text() -> str:
    return _("Discuto pages, Excel, CSV, Word, e-mail, PDF")
