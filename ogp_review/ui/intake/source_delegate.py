"""A source in the list of the import page: its name, below it how far it is, and a cross to take it out."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.ui import paint, theme

_PADDING = 8
_CROSS = 24
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STAGE = Qt.ItemDataRole.UserRole
_DEPTH = Qt.ItemDataRole.UserRole + 1
_SIGNS = {
    "ready": ("import", "insertion"),
    "nothing new": ("check", "text3"),
    "done": ("check", "insertion"),
    "question": ("help", "warning"),
    "problem": ("warning", "deletion"),
    "importing": ("import", "accent"),
    "waiting": ("waiting", "text3"),
    "reading": ("search", "text3"),
    "kept": ("history", "text3"),
}
_INKS = {"question": "warning", "problem": "deletion", "ready": "text2", "importing": "text2"}
_FIXED = ("kept",)


class SourceDelegate(QStyledItemDelegate):
    """The text of an item is two lines: the name, and what is known."""

    removed = Signal(int)
    """The row whose cross was clicked."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        name, _newline, known = str(index.data()).partition("\n")
        shown, stage = theme.current(), str(index.data(_STAGE))
        painter.save()
        paint.crisp(painter)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint.row_fill(painter, rect.adjusted(0, 1, 0, -1), selected=selected, hovered=hovered)
        left = _PADDING + 16 * int(index.data(_DEPTH) or 0)
        icon, token = _SIGNS.get(stage, ("file", "text3"))
        paint.icon(painter, QRectF(rect.left() + left, rect.top(), 16, rect.height()), icon, token, 16)
        crossed = (selected or hovered) and stage not in _FIXED
        inner = rect.adjusted(left + 25, 6, -_PADDING - (_CROSS if crossed else 0), -6)
        high = inner.height() / 2
        first = QRectF(inner.left(), inner.top(), inner.width(), high)
        paint.draw_elided(painter, first, name, theme.font("body", 500), shown.text, _LEFT)
        ink = shown.colour(_INKS.get(stage, "text3"))
        paint.draw_elided(painter, first.translated(0, high), known, theme.font("meta"), ink, _LEFT)
        if crossed:
            paint.icon(painter, _cross(rect), "close", "text2", 14)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect.adjusted(0, 1, 0, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, row_height())

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            fixed = str(index.data(_STAGE)) in _FIXED
            if not fixed and _cross(QRectF(option.rect)).contains(event.position()):
                self.removed.emit(index.row())
                return True
        return super().editorEvent(event, model, option, index)


def _cross(rect: QRectF) -> QRectF:
    return QRectF(rect.right() - _CROSS - 4, rect.center().y() - _CROSS / 2, _CROSS, _CROSS)


def row_height() -> int:
    return round(theme.metrics(theme.font("body")).height() + theme.metrics(theme.font("meta")).height()) + 16
