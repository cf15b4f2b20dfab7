"""Draws the facts of a comment in the cells of the table: hundreds at each paint, so little is done twice."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.domain.views import Card
from ogp_review.i18n import _
from ogp_review.ui import paint, plain_text, theme
from ogp_review.ui.comments.columns import BY_NAME, COLUMNS
from ogp_review.ui.comments.delegate import DIMMED
from ogp_review.ui.comments.model import CommentModel

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_SELECTED, _ACTIVE = _State.State_Selected, _State.State_Active
_CRISP = QPainter.RenderHint.Antialiasing
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine).value
PADDING = 8


def row_height() -> int:
    return round(theme.metrics(theme.font("body")).height()) + 14


@lru_cache(maxsize=8192)
def _fitted(said: str, width: int, font: str) -> tuple[str, bool]:
    """`said` cut to a width, and whether it runs from the right. `font` is the key of the font it is for."""
    line = plain_text.one_line(said)
    measured = theme.metrics(theme.font("body", tabular=True))
    if measured.horizontalAdvance(line) > width:
        line = measured.elidedText(line, Qt.TextElideMode.ElideRight, width)
    return line, plain_text.direction_of(line) == Qt.LayoutDirection.RightToLeft


class TableDelegate(QStyledItemDelegate):
    """Draws a fact of a comment."""

    def __init__(self, model: CommentModel) -> None:
        super().__init__(model)
        self._model = model
        self.many: Callable[[], bool] = lambda: False

    def _draw(self, painter: QPainter, rect: QRectF, card: Card, name: str, selected: bool) -> None:
        if name == "state":
            paint.ring(painter, QRectF(rect.left(), rect.top(), 14, rect.height()), card.state)
            self._words(painter, rect.adjusted(20, 0, 0, 0), _(card.state).capitalize(), "text2")
        elif name == "tags":
            self._chips(painter, rect, card)
        elif name == "ref":
            if selected and self.many():
                paint.ring(painter, QRectF(rect.left(), rect.top(), 14, rect.height()), card.state, True)
                rect = rect.adjusted(20, 0, 0, 0)
            self._words(painter, rect, card.ref, "text")
        else:
            column = COLUMNS[BY_NAME[name]]
            token = "text" if name in ("author", "text") else "text2"
            self._words(painter, rect, column.text(card), token, column.number)

    def _words(self, painter: QPainter, rect: QRectF, said: str, token: str, number: bool = False) -> None:
        """As paint.draw_elided, but what was cut to which width is kept: a table has hundreds of cells."""
        if not said:
            return
        font = theme.font("body", tabular=True)
        painter.setFont(font)
        painter.setPen(theme.current().colour(token))
        fitted, backwards = _fitted(said, round(rect.width()), font.key())
        painter.drawText(rect, _RIGHT if number != backwards else _LEFT, fitted)

    def _chips(self, painter: QPainter, rect: QRectF, card: Card) -> None:
        left, top = rect.left(), rect.center().y() - paint.chip_height() / 2
        for number, mark in enumerate(card.tags):
            width = paint.chip_width(mark.name)
            if number and left + width > rect.right() - 24:
                rest = QRectF(left, rect.top(), rect.right() - left, rect.height())
                self._words(painter, rest, f"+{len(card.tags) - number}", "text2")
                return
            left = paint.chip(painter, left, top, mark.name, mark.colour).right() + 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        card = self._model.card(index.row())
        shown, rect = theme.current(), QRectF(option.rect)
        if not painter.testRenderHint(_CRISP):
            paint.crisp(painter)
        selected = _SELECTED in option.state
        if selected:
            painter.fillRect(rect, shown.select if _ACTIVE in option.state else shown.hover)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if card is None:
            painter.fillRect(QRectF(inner.left(), rect.center().y() - 4, inner.width() * 0.7, 8), shown.hover)
            return
        name = COLUMNS[index.column()].name
        if card.id not in self._model.departed:
            self._draw(painter, inner, card, name, selected)
        elif name == "text":
            self._words(painter, inner, self._model.reason(card.id), "warning")
        else:
            painter.setOpacity(DIMMED)
            self._draw(painter, inner, card, name, selected)
            painter.setOpacity(1.0)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, row_height())
