"""A band over a text: something to know about the comment, and the one thing that can be done about it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ogp_review.ui import paint, theme
from ogp_review.ui.widgets import Button, PlainLabel, plain_tooltip


class Band(QFrame):
    """Hidden while it has nothing to say."""

    acted = Signal()

    def __init__(self, icon: str, token: str = "warning", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self._sentence = PlainLabel(token=token if token == "warning" else "text2")
        self._action = Button("", kind="link", small=True)
        self._action.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 4, 20, 4)
        row.setSpacing(10)
        row.addWidget(self._sentence)
        row.addWidget(self._action)
        row.addStretch(1)
        self.hide()

    def say(self, sentence: str, action: str = "") -> None:
        """Say this; nothing hides the band."""
        self._sentence.set_text(sentence)
        self._action.set_text(action)
        self._action.setVisible(bool(action))
        self.setVisible(bool(sentence))

    def allow(self, editable: bool, why_not: str) -> None:
        """Switch what can be done on or off, saying why."""
        self._action.setEnabled(editable)
        self._action.setToolTip("" if editable else plain_tooltip(why_not))

    def sentence(self) -> str:
        return self._sentence.text()

    def action(self) -> Button:
        return self._action

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        colours = theme.current()
        warned = self._token == "warning"
        painter.fillRect(self.rect(), colours.warning_on if warned else colours.raised)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.border)
        at = QRectF(self.rect())
        at.setLeft(20)
        at.setWidth(16)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            at.moveLeft(self.width() - 36)
        paint.icon(painter, at, self._icon, self._token, 16)
        painter.end()
