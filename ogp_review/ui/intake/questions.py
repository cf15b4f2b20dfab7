"""Questions of a source as cards: the sentence, what would come of each answer, and the answers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.intake.asking import Asked
from ogp_review.ui.intake.card import Card

_IN_ONE_LINE = 50
"""Characters of all answers together that stand beside each other."""


class QuestionCard(QWidget):
    """One question. `answered` is the value that was chosen; of several, all that hold."""

    answered = Signal(object)

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked
        self._group = QButtonGroup(self)
        self._group.setExclusive(not asked.several)
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(9)
        self._icon = widgets.Picture("help", "warning" if asked.needed else "suggestion", 16)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(7)
        said = widgets.PlainLabel(asked.text, weight=500, elide=False)
        said.setWordWrap(True)
        column.addWidget(said)
        if asked.examples:
            column.addLayout(_examples(asked.examples))
        column.addLayout(self._choices())
        line.addLayout(column, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Card(inside))
        self.setAccessibleName(asked.text)
        self.show_answer(asked)

    def _choices(self) -> QHBoxLayout | QVBoxLayout:
        beside = sum(len(words) for _value, words in self.asked.choices) <= _IN_ONE_LINE
        layout: QHBoxLayout | QVBoxLayout = QHBoxLayout() if beside else QVBoxLayout()
        layout.setSpacing(20 if beside else 5)
        for number, (_value, words) in enumerate(self.asked.choices):
            kind = QCheckBox if self.asked.several else QRadioButton
            button = kind(words.replace("&", "&&"))
            button.setAccessibleName(words)
            self._group.addButton(button, number)
            layout.addWidget(button)
        if beside:
            layout.addStretch(1)
        self._group.buttonClicked.connect(self._tell)
        return layout

    def buttons(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def show_answer(self, asked: Asked) -> None:
        """Show what was answered so far."""
        self.asked = asked
        self._group.blockSignals(True)
        self._group.setExclusive(False)
        for number, (value, _words) in enumerate(asked.choices):
            holds = value in asked.given if asked.several else asked.is_given and value == asked.given
            self._group.button(number).setChecked(bool(holds))
        self._group.setExclusive(not asked.several)
        self._group.blockSignals(False)

    def _tell(self, _button: QAbstractButton) -> None:
        values = [value for value, _words in self.asked.choices]
        if self.asked.several:
            chosen = (n for n in range(len(values)) if self._group.button(n).isChecked())
            self.answered.emit(tuple(values[n] for n in chosen))
        else:
            self.answered.emit(values[self._group.checkedId()])


def _examples(examples: Sequence[tuple[str, str]]) -> QGridLayout:
    """Before and after, side by side."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(3)
    for row, (before, after) in enumerate(examples):
        was = widgets.PlainLabel(before, token="text2")
        will = widgets.PlainLabel(after, token="text")
        was.setAccessibleName(_("Before: {text}").format(text=before))
        will.setAccessibleName(_("After: {text}").format(text=after))
        grid.addWidget(was, row, 0)
        grid.addWidget(widgets.Picture("arrow-right", "text3", 14), row, 1)
        grid.addWidget(will, row, 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(2, 1)
    return grid


class QuestionList(QWidget):
    """The cards below each other. `answered` is (Asked, value)."""

    answered = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[QuestionCard] = []
        self.after: QWidget | None = None
        """What Tab leaves when it comes here."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_questions(self, asked: Sequence[Asked]) -> None:
        """Show these; cards that read alike stay, with their focus."""
        for card in [card for card in self.cards if not any(card.asked.same(one) for one in asked)]:
            self.cards.remove(card)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, one in enumerate(asked):
            known = next((card for card in self.cards if card.asked.same(one)), None)
            if known is not None:
                known.show_answer(one)
            else:
                self._add(place, one)
        self.setVisible(bool(asked))
        before = self.after
        for button in (button for card in self.cards for button in card.buttons()):
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def _add(self, place: int, one: Asked) -> None:
        card = QuestionCard(one)
        card.answered.connect(lambda value, card=card: self.answered.emit(card.asked, value))
        self.cards.insert(place, card)
        self._column.insertWidget(place, card)

    def focus_open(self) -> bool:
        """Give the focus to the first question that must be answered; whether there is one."""
        for card in self.cards:
            if card.asked.needed and not card.asked.is_given:
                card.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False
