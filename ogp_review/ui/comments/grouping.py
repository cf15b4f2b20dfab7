"""Headings of groups over rows that are all equally high.

A heading that takes room of its own would need the group of every row, which nobody has read; so the name of
a group stands on the hairline over its first card, and that of the first visible card on a line above the
list, where it stays while one scrolls.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ogp_review.domain.views import Card
from ogp_review.i18n import _
from ogp_review.ui.comments import words
from ogp_review.ui.comments.card_view import CardView
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.widgets import Hairline, PlainLabel

_NAMES: dict[str, Callable[[Card], str]] = {
    "paragraph": words.place,
    "author": words.author,
    "state": lambda card: _("Set aside") if card.set_aside else _(card.state).capitalize(),
}


class Grouping:
    """Names the groups of the cards. `heading` is the line above the list."""

    def __init__(self, model: CommentModel, cards: CardView) -> None:
        self._model, self._cards = model, cards
        self.name = "none"
        self._shown = False
        self.heading = QWidget()
        self._words = PlainLabel("", "meta", "text2", 600)
        row = QHBoxLayout()
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self._words)
        column = QVBoxLayout(self.heading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        self.heading.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self.heading.hide()
        model.dataChanged.connect(lambda *_changed: self.update_heading())
        model.modelReset.connect(self.update_heading)

    def set_name(self, name: str, cards: bool) -> None:
        """Group by one of head.GROUPS; a table shows no groups."""
        self.name = name
        self._shown = cards and name in _NAMES
        self._cards.group_of = self._of if self._shown else (lambda _row: None)
        self.update_heading()
        self._cards.viewport().update()

    def _of(self, row: int) -> str | None:
        card = self._model.known(row)
        return _NAMES[self.name](card) if card is not None else None

    def update_heading(self) -> None:
        if self._shown:
            self._words.set_text(self._of(self._cards.first_row()) or "")
        self.heading.setVisible(self._shown and bool(self._model.rowCount()))
