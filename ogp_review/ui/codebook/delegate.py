"""How a tag looks in the tree: its dot, its name, the key that puts it on, and how many comments carry it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ogp_review.domain.codebook import Tag
from ogp_review.ui import paint, theme
from ogp_review.ui.codebook.model import TagTree

Index = QModelIndex | QPersistentModelIndex
INSET = 8
LEFT = 14
STEP = 16
"""How much further right a tag below another stands."""

_CHEVRON = 16
_DOT = 8
_GAP = 8


class TagDelegate(QStyledItemDelegate):
    """Draws a tag. `over` is where a dragged tag would go."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.over: QModelIndex | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        tag = model.tag(index) if isinstance(model, TagTree) else None
        if tag is None:
            return
        painter.save()
        paint.crisp(painter)
        row = QRectF(option.rect).adjusted(INSET, 0, -INSET, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint.row_fill(
            painter,
            row,
            selected=selected,
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
            focused=True,
        )
        if selected and self._view.hasFocus() and self._view.currentIndex() == index:
            paint.focus_ring(painter, row, 6)
        elif self.over is not None and self.over == index:
            paint.focus_ring(painter, row, 6)
        left = self.chevron(QRect(option.rect), index)
        if option.state & QStyle.StateFlag.State_Children:
            name = "chevron-down" if option.state & QStyle.StateFlag.State_Open else "chevron-right"
            paint.icon(painter, QRectF(left), name, "text3", 12)
        count = f"{model.comments(tag):,}" if isinstance(model, TagTree) else ""
        self._draw_tag(painter, row, float(left.right() + 5), tag, count, selected)
        painter.restore()

    def _draw_tag(
        self, painter: QPainter, row: QRectF, left: float, tag: Tag, count: str, selected: bool
    ) -> None:
        colours = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.text3 if tag.retired else theme.tag_colours(tag.colour).dot)
        painter.drawEllipse(QRectF(left, row.center().y() - _DOT / 2, _DOT, _DOT))
        figures = theme.font("meta", tabular=True)
        right = row.right() - 8
        line = QRectF(right - 60, row.top(), 60, row.height())
        align = Qt.AlignmentFlag.AlignRight
        paint.draw_elided(painter, line, count, figures, colours.text3, align)
        right -= max(30.0, theme.metrics(figures).horizontalAdvance(count) + 8)
        if tag.shortcut:
            right -= paint.key_hint_width(tag.shortcut)
            paint.key_hint(painter, right, row.center().y(), tag.shortcut, colours.text3, colours.border)
            right -= _GAP
        name = QRectF(left + _DOT + _GAP, row.top(), 0, row.height())
        name.setRight(max(name.left(), right))
        ink = colours.text3 if tag.retired else colours.text
        paint.draw_elided(painter, name, tag.name, _font(tag, selected), ink)

    def chevron(self, rect: QRect, index: Index) -> QRect:
        """Where the sign that opens and closes a tag stands."""
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        return QRect(rect.left() + LEFT + depth * STEP, rect.top(), _CHEVRON, rect.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, round(theme.metrics(theme.font("body")).height()) + 11)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        left = self.chevron(QRect(option.rect), index).right() + 5 + _DOT + 2
        editor.setGeometry(QRect(option.rect).adjusted(left - option.rect.left(), 0, -INSET, 0))


def _font(tag: Tag, selected: bool) -> QFont:
    font = theme.font("body", 600 if selected else 400)
    if tag.retired:
        font = QFont(font)
        font.setStrikeOut(True)
    return font
