"""Draws the cards of the list."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.domain.views import Card
from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.comments import words
from ogp_review.ui.comments.card_layout import SIDE, TOP, FirstLine, Laid, explained, lay_out, measures
from ogp_review.ui.comments.model import CommentModel

_Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag
_KEPT = 256
DIMMED = 0.55


class CardDelegate(QStyledItemDelegate):
    """Draws comments as cards, all of one height."""

    def __init__(self, model: CommentModel) -> None:
        super().__init__(model)
        self._model = model
        self._kept: OrderedDict[int, tuple[Laid, int, float]] = OrderedDict()
        self.terms: tuple[str, ...] = ()
        self.many: Callable[[], bool] = lambda: False
        """Whether several are marked, so that checks replace the rings."""
        self.sizes = measures()
        theme.watch.changed.connect(self._remeasure)

    def _remeasure(self) -> None:
        self.sizes = measures()
        self._kept.clear()

    def light(self, terms: tuple[str, ...]) -> None:
        """Words to light in the previews."""
        if terms != self.terms:
            self.terms = terms
            self._kept.clear()

    @property
    def height(self) -> int:
        return self.sizes.height

    def laid(self, row: int, width: float) -> Laid | None:
        """The card at `row` laid out; None while it is being read."""
        card = self._model.card(row)
        if card is None:
            return None
        suggestions = self._model.suggestions.get(card.id, 0)
        found = self._kept.get(card.id)
        if found and found[0].card is card and found[1] == suggestions and found[2] == width:
            return found[0]
        about = self._about(card, row)
        made = lay_out(card, width, self.sizes, suggestions, about, self.terms)
        self._kept[card.id] = (made, suggestions, width)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made

    def _about(self, card: Card, row: int) -> str:
        """The organisation; of a reply that does not stand right under what it answers, whom it answers."""
        if card.parent_id is None:
            return words.organisation(card)
        above = self._model.known(row - 1) if row else None
        beside = above is not None and card.parent_id in (above.id, above.parent_id)
        return words.organisation(card) if beside and card.depth == 1 else words.answers(card)

    def explained(self, row: int, x: float, y: float, width: float) -> str:
        """The tooltip at a place of the card at `row`."""
        laid = self.laid(row, width)
        if laid is None:
            return ""
        return explained(laid, x, y, self._model.suggestions.get(laid.card.id, 0))

    # ---- drawing -----------------------------------------------------------------------------------------

    def _draw(self, painter: QPainter, laid: Laid, width: float, selected: bool) -> None:
        shown = theme.current()
        reason = self._model.reason(laid.card.id)
        if reason:
            painter.setOpacity(DIMMED)
        if laid.hook is not None:
            paint.icon(painter, laid.hook, "reply", "text3", 14)
        paint.ring(painter, laid.ring, laid.card.state, selected and self.many())
        self._draw_first_line(painter, laid.first)
        ink = shown.text if selected else shown.text2
        laid.preview.draw(painter, laid.left, self.sizes.text_top, ink)
        self._draw_badges(painter, laid)
        painter.setOpacity(1.0)
        if reason:
            self._draw_words(painter, laid, reason, "warning")
        elif laid.chips:
            self._draw_chips(painter, laid)
        else:
            self._draw_words(painter, laid, _("No tags yet"), "text3")

    def _draw_first_line(self, painter: QPainter, first: FirstLine) -> None:
        shown, meta = theme.current(), self.sizes.meta
        paint.draw_elided(painter, first.author_rect, first.author, self.sizes.author, shown.text)
        if first.about:
            paint.draw_elided(painter, first.about_rect, first.about, meta, shown.text3)
        if first.date:
            right = Qt.AlignmentFlag.AlignRight
            paint.draw_elided(painter, first.date_rect, first.date, meta, shown.text3, right)

    def _draw_badges(self, painter: QPainter, laid: Laid) -> None:
        for rect, badge in laid.badges:
            paint.badge(
                painter, rect.right(), rect.top(), badge.text, badge.icon, badge.token, badge.outlined
            )

    def _draw_chips(self, painter: QPainter, laid: Laid) -> None:
        right = laid.left
        for rect, mark in laid.chips:
            painter.save()
            if rect.width() < paint.chip_width(mark.name):
                self._draw_narrow_chip(painter, rect, mark.name, mark.colour)
            else:
                paint.chip(painter, rect.left(), rect.top(), mark.name, mark.colour)
            painter.restore()
            right = rect.right()
        if laid.more:
            room = QRectF(right + 6, self.sizes.line4_top, 40, self.sizes.line4)
            paint.draw_elided(painter, room, laid.more, self.sizes.meta, theme.current().text2)

    def _draw_narrow_chip(self, painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
        look = theme.tag_colours(colour)
        painter.setPen(look.text if theme.current().contrast else Qt.PenStyle.NoPen)
        painter.setBrush(look.background)
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        inner = rect.adjusted(7, 0, -7, 0)
        paint.draw_elided(painter, inner, name, paint.chip_font(), look.text, Qt.AlignmentFlag.AlignHCenter)

    def _draw_words(self, painter: QPainter, laid: Laid, said: str, token: str) -> None:
        right = laid.badges[0][0].left() - 6 if laid.badges else laid.right
        room = QRectF(laid.left, self.sizes.line4_top, max(0.0, right - laid.left), self.sizes.line4)
        paint.draw_elided(painter, room, said, self.sizes.meta, theme.current().colour(token))

    def _draw_placeholder(self, painter: QPainter, width: float) -> None:
        """Grey lines where a card is still being read."""
        sizes = self.sizes
        left, right = SIDE + 32.0, width - SIDE - 10.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().hover)
        lines = (
            (TOP, 0.4, sizes.line1),
            (sizes.text_top, 1.0, sizes.text),
            (sizes.text_top + sizes.text, 0.8, sizes.text),
        )
        painter.drawEllipse(QRectF(left - 22, TOP + sizes.line1 / 2 - 7, 14, 14))
        for top, share, high in lines:
            painter.drawRoundedRect(QRectF(left, top + high * 0.2, (right - left) * share, high * 0.6), 4, 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, state = QRectF(option.rect), option.state
        selected = bool(state & _State.State_Selected)
        focused = bool(state & _State.State_Active)
        current = bool(state & _State.State_HasFocus)
        painter.save()
        paint.crisp(painter)
        fill = rect.adjusted(SIDE, 0, -SIDE, 0)
        hovered = bool(state & _State.State_MouseOver)
        paint.row_fill(painter, fill, selected=selected, hovered=hovered, focused=focused, accent_bar=True)
        if current and focused and self.many():
            paint.focus_ring(painter, fill, 8)
        painter.translate(QPointF(rect.topLeft()))
        laid = self.laid(index.row(), rect.width())
        if laid is None:
            self._draw_placeholder(painter, rect.width())
        else:
            self._draw(painter, laid, rect.width(), selected)
        if not selected:
            left = laid.left if laid is not None else SIDE + 32.0
            line = QRectF(left, rect.height() - 1, rect.width() - SIDE - 10 - left, 1)
            painter.fillRect(line, theme.current().border)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self.height)
