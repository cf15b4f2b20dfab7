"""How a member is drawn: who says it, its words against the lead, and what can be done with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.i18n import _
from ogp_review.ui import paint, shortcuts, theme
from ogp_review.ui.comments import words
from ogp_review.ui.merging.cards import Layouts, draw_facts, estimated_height
from ogp_review.ui.merging.model import MemberRow, Rows

if TYPE_CHECKING:
    from ogp_review.ui.merging.members import MemberList

Index = QModelIndex | QPersistentModelIndex
_PAD = 16
_SPACE = 8
_MEASURED = 60
"""So many cards are measured before they are first seen."""

_LONG = 3_000
"""But none with so many characters: laying one out takes milliseconds."""


class MemberDelegate(QStyledItemDelegate):
    """Draws a member. Of many members the first are measured, the others estimated until all have been.

    Heights change at one moment only, when all are measured: else each layout in between would move cards.
    """

    def __init__(self, view: "MemberList") -> None:
        super().__init__(view)
        self._view = view
        self.layouts = Layouts()
        self.estimated = False
        """Whether a height was given that is only estimated."""
        self._measured: tuple[bool, int] | None = None
        self.keys: dict[str, str] = {}
        self.read_keys()
        theme.watch.changed.connect(self.layouts.clear)
        theme.watch.changed.connect(self.forget)

    def read_keys(self) -> None:
        """The keys as the person has set them: not asked for again in each paint."""
        self.keys = {action: shortcuts.key_of(action) for action in _ACTIONS}

    def text_width(self) -> int:
        return round(self._view.viewport().width() - 2 * _PAD - 1)

    def forget(self) -> None:
        """So many cards are others than before that they are estimated first."""
        self._measured = None

    def measure(self, row: MemberRow) -> None:
        """Lay out a card whose height may only be estimated."""
        self.layouts.height(row, self._view.whole, self.text_width())

    def all_measured(self) -> None:
        """From now on heights are those that were measured."""
        self._measured = (self._view.whole, self.text_width())
        self.estimated = False

    def _height(self, row: MemberRow, number: int) -> float:
        place = (self._view.whole, self.text_width())
        if self._measured == place or (number < _MEASURED and len(row.member.text) < _LONG):
            return self.layouts.height(row, *place)
        self.estimated = True
        return estimated_height(row, *place)

    def _head(self) -> float:
        return theme.metrics(theme.font("body")).height() + theme.metrics(theme.font("meta")).height() + 4

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_of(index)
        if row is None:
            return
        painter.save()
        paint.crisp(painter)
        card = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -_SPACE - 0.5)
        self._draw_card(painter, card, option)
        inner = card.adjusted(_PAD, 12, -_PAD, 0)
        current = self._view.currentIndex().row() == index.row() or bool(
            option.state & QStyle.StateFlag.State_MouseOver
        )
        self._draw_head(painter, inner, row, current)
        layout, _height = self.layouts.of(row, self._view.whole, self.text_width())
        painter.setPen(theme.current().text)
        layout.draw(painter, QPointF(inner.left(), inner.top() + self._head() + 8))
        painter.restore()

    def _draw_card(self, painter: QPainter, card: QRectF, option: QStyleOptionViewItem) -> None:
        colours = theme.current()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = self._view.hasFocus()
        pen = QPen(colours.control if colours.contrast else colours.border, 1)
        if selected:
            pen = QPen(colours.accent if focused else colours.control, 2)
            card = card.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(pen)
        painter.setBrush(colours.base)
        painter.drawRoundedRect(card, 8, 8)

    def _draw_head(self, painter: QPainter, inner: QRectF, row: MemberRow, current: bool) -> None:
        colours, card = theme.current(), row.member.card
        body, meta, bold = theme.font("body"), theme.font("meta"), theme.font("body", 600)
        high = theme.metrics(body).height()
        right = self._draw_actions(painter, inner, high) if current and self._view.editable else inner.right()
        right = self._draw_label(painter, inner, high, right, "" if self._view.whole else row.label)
        name = words.author(card)
        room = max(0.0, right - 12 - inner.left())
        wide = min(room, theme.metrics(bold).horizontalAdvance(name) + 1)
        line = QRectF(inner.left(), inner.top(), wide, high)
        paint.draw_elided(painter, line, name, bold, colours.text)
        rest = QRectF(line.right() + 8, inner.top(), room - wide - 8, high)
        if rest.width() > 30:
            paint.draw_elided(painter, rest, words.organisation(card), meta, colours.text3)
        draw_facts(painter, QRectF(inner.left(), inner.top() + high + 4, inner.width(), 0), row.member)

    def _draw_label(self, painter: QPainter, inner: QRectF, high: float, right: float, label: str) -> float:
        if not label:
            return right
        meta = theme.font("meta")
        left = right - theme.metrics(meta).horizontalAdvance(label) - 2
        if left < inner.left() + 140:
            return right
        paint.draw_elided(
            painter, QRectF(left, inner.top(), right - left, high), label, meta, theme.current().text2
        )
        paint.icon(painter, QRectF(left - 22, inner.top(), 16, high), _label_icon(label), "text2", 14)
        return left - 34

    def _draw_actions(self, painter: QPainter, inner: QRectF, high: float) -> float:
        left = inner.right()
        for action, rect in self.actions(inner, high):
            text, icon = _ACTIONS[action]
            paint.icon(painter, QRectF(rect.left(), rect.top(), 16, high), icon, "text2", 14)
            line = rect.adjusted(21, 0, 0, 0)
            paint.draw_elided(painter, line, _(text), theme.font("meta"), theme.current().text)
            keys = self.keys[action]
            if keys:
                at = rect.right() - paint.key_hint_width(keys)
                colours = theme.current()
                paint.key_hint(painter, at, rect.center().y(), keys, colours.text3, colours.border)
            left = min(left, rect.left())
        return left - 14

    def actions(self, inner: QRectF, high: float) -> Iterator[tuple[str, QRectF]]:
        """Where the actions of a card stand, from the right."""
        right = inner.right()
        for action in reversed(_ACTIONS):
            keys = self.keys[action]
            wide = 21 + theme.metrics(theme.font("meta")).horizontalAdvance(_(_ACTIONS[action][0])) + 2
            wide += paint.key_hint_width(keys) + 6 if keys else 0
            yield action, QRectF(right - wide, inner.top(), wide, high)
            right -= wide + 14

    def action_at(self, rect: QRect, at: QPointF) -> str:
        """The action under the mouse in the card that stands in `rect`, or nothing."""
        inner = QRectF(rect).adjusted(0.5 + _PAD, 12.5, -_PAD - 0.5, 0)
        high = theme.metrics(theme.font("body")).height()
        for action, place in self.actions(inner, high):
            if place.adjusted(-4, -5, 4, 5).contains(at):
                return action
        return ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = row_of(index)
        if row is None:
            return QSize()
        height = self._height(row, index.row())
        return QSize(0, round(12 + self._head() + 8 + height + 12) + _SPACE)


_ACTIONS = {"lead": ("Make lead", "lead"), "take_out": ("Take out", "split")}


def _label_icon(label: str) -> str:
    if label == _("Compared in translation"):
        return "translate"
    return "check" if label == _("The same words") else "info"


def row_of(index: Index) -> MemberRow | None:
    model = index.model()
    row = model.row(index.row()) if isinstance(model, Rows) else None
    return row if isinstance(row, MemberRow) else None
