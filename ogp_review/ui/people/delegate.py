"""Draws a person in the list: name, organisation and channels below, how many comments, what waits."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.domain.people import ParticipantLine
from ogp_review.ui import paint, theme
from ogp_review.ui.people.model import PeopleModel, about, name_of
from ogp_review.ui.reader.words import number

_Index = QModelIndex | QPersistentModelIndex
_SIDE, _TOP, _GAP, _MARGIN = 20.0, 7.0, 2.0, 8


class PersonDelegate(QStyledItemDelegate):
    """Rows of one height: two lines."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, PeopleModel):
            return
        painter.save()
        paint.crisp(painter)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        body = rect.adjusted(_MARGIN, 1, -_MARGIN, -1)
        focused = self._view.hasFocus()
        paint.row_fill(painter, body, selected=selected, hovered=hovered, focused=focused, accent_bar=True)
        line = model.line(index.row())
        if line is None:
            _draw_placeholder(painter, rect)
        else:
            _draw(painter, rect, line, model.waiting.get(line.id, 0), selected)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        body, meta = theme.metrics(theme.font("body")), theme.metrics(theme.font("meta"))
        return QSize(0, round(body.lineSpacing() + _GAP + meta.height() + 2 * _TOP))


def _draw(painter: QPainter, rect: QRectF, line: ParticipantLine, waiting: int, selected: bool) -> None:
    colours, first = theme.current(), theme.metrics(theme.font("body")).lineSpacing()
    middle = rect.top() + _TOP + (first - paint.badge_height()) / 2
    right = rect.right() - _SIDE
    right = paint.badge(painter, right, round(middle), number(line.comments), outlined=False).left() - 4
    if waiting:
        right = paint.badge(painter, right, round(middle), number(waiting), "bulb", "suggestion").left() - 4
    if line.merged > 1:
        right = paint.badge(painter, right, round(middle), f"×{number(line.merged)}", "merge").left() - 4
    top = QRectF(rect.left() + _SIDE, rect.top() + _TOP, right - rect.left() - _SIDE - 4, first)
    paint.draw_elided(painter, top, name_of(line), theme.font("body", 600), colours.text)
    meta = theme.font("meta")
    height = theme.metrics(meta).height()
    below = QRectF(rect.left() + _SIDE, top.bottom() + _GAP, rect.width() - 2 * _SIDE, height)
    paint.draw_elided(painter, below, about(line), meta, colours.text2 if selected else colours.text3)


def _draw_placeholder(painter: QPainter, rect: QRectF) -> None:
    hover = theme.current().hover
    painter.fillRect(QRectF(rect.left() + _SIDE, rect.top() + _TOP + 4, 140, 8), hover)
    painter.fillRect(QRectF(rect.left() + _SIDE, rect.top() + _TOP + 24, 90, 6), hover)
