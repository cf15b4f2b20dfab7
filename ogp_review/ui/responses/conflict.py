"""Two people changed the same words: both stand here until somebody chooses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui.responses.model import TEXT
from ogp_review.ui.widgets import PlainLabel, button, plain_tooltip


class ConflictPanel(QWidget):
    """Both texts side by side, and three ways on."""

    chosen = Signal(str)
    """mine, theirs or both."""

    def __init__(self) -> None:
        super().__init__()
        self._title = PlainLabel("", role="body", weight=600, token="warning", elide=False)
        self.mine, self.theirs = QPlainTextEdit(), QPlainTextEdit()
        self._whose = PlainLabel("", role="meta", token="text2")
        self._buttons = [
            (button(_("Keep mine"), kind="outlined"), "mine"),
            (button(_("Keep theirs"), kind="outlined"), "theirs"),
            (button(_("Edit"), kind="outlined"), "both"),
        ]
        self._lay_out()

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(12)
        yours = PlainLabel(_("Yours, not saved"), role="meta", token="text2")
        for label, text in ((yours, self.mine), (self._whose, self.theirs)):
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
            side = QVBoxLayout()
            side.setSpacing(4)
            side.addWidget(label)
            side.addWidget(text, 1)
            sides.addLayout(side, 1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for widget, what in self._buttons:
            widget.clicked.connect(lambda _on=False, what=what: self.chosen.emit(what))
            actions.addWidget(widget)
        actions.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._title)
        whole.addLayout(sides, 1)
        whole.addLayout(actions)

    def allow(self, editable: bool, why_not: str) -> None:
        """Let one be chosen, or say why none can be."""
        for widget, _what in self._buttons:
            widget.setEnabled(editable)
            widget.setToolTip("" if editable else plain_tooltip(why_not))

    def show_texts(self, field: str, mine: str, theirs: str, who: str) -> None:
        """Both, and who wrote the other."""
        name = who or _("A colleague")
        what = _("this response") if field == TEXT else _("the proposed change")
        self._title.set_text(_("{who} has changed {what} since.").format(who=name, what=what))
        self._whose.set_text(_("{who}, saved").format(who=name))
        self.mine.setAccessibleName(_("Yours, not saved"))
        self.theirs.setAccessibleName(self._whose.text())
        for shown, text in ((self.mine, mine), (self.theirs, theirs)):
            if shown.toPlainText() != text:
                shown.setPlainText(text)
