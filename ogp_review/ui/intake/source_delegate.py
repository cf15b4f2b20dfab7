"""A source in the list of the import page: its name, and below it in grey what is known of it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.ui import paint, theme

_PADDING = 10
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SourceDelegate(QStyledItemDelegate):
    """The text of an item is two lines: the name, and what is known."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        name, _newline, known = str(index.data()).partition("\n")
        shown = theme.current()
        painter.save()
        paint.crisp(painter)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(shown.text if shown.contrast else Qt.PenStyle.NoPen)
            painter.setBrush(shown.select)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = rect.adjusted(_PADDING, 6, -_PADDING, -6)
        high = inner.height() / 2
        first = QRectF(inner.left(), inner.top(), inner.width(), high)
        paint.draw_elided(painter, first, name, theme.font("body", 500), shown.text, _LEFT)
        second = first.translated(0, high)
        paint.draw_elided(painter, second, known, theme.font("meta"), shown.text3, _LEFT)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, round(2 * theme.metrics(theme.font("body")).height()) + 12)
