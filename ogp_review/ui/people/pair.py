"""Two participants that may be one, side by side with what says so."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from ogp_review.domain.people import CONSENT_WORDS
from ogp_review.i18n import _
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.ui import theme
from ogp_review.ui.people.model import channels, consents
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import words
from ogp_review.ui.widgets import Button, Picture, PlainLabel

_NOTHING = "–"


class PairCard(QFrame):
    """`answered` carries "accept" or "dismiss", and the suggestion."""

    answered = Signal(str, object)

    def __init__(self, suggestion: ParticipantSuggestion, editable: bool) -> None:
        super().__init__()
        self.suggestion = suggestion
        reason = _(suggestion.reason)
        said = _("May be the same person. {sure}: {reason}.").replace(
            "{sure}", words.sure(suggestion.confidence)
        )
        self.question = PlainLabel(said.replace("{reason}", reason), elide=False)
        self.accept = Button(_("Merge these two"), kind="outlined", small=True, key="Y")
        self.dismiss = Button(_("Not the same"), small=True, token="text2", key="N")
        self.accept.clicked.connect(lambda: self.answered.emit("accept", suggestion))
        self.dismiss.clicked.connect(lambda: self.answered.emit("dismiss", suggestion))
        for button in (self.accept, self.dismiss):
            button.setEnabled(editable)
        self.setAccessibleName(self.question.text())
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("bulb", "suggestion", 16))
        head.addWidget(self.question, 1)
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(3)
        table.setColumnStretch(1, 1)
        table.setColumnStretch(2, 1)
        for row, (title, one, other) in enumerate(_facts(self.suggestion)):
            table.addWidget(PlainLabel(title, "meta", "text2"), row, 0)
            same = one == other and one != _NOTHING
            for column, text in ((1, one), (2, other)):
                table.addWidget(PlainLabel(text, weight=600 if same else 400), row, column)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.accept)
        foot.addWidget(self.dismiss)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addLayout(table)
        whole.addLayout(foot)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        painter.setPen(colours.text if colours.contrast else colours.suggestion_on)
        painter.setBrush(colours.suggestion_on)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.end()


def _facts(suggestion: ParticipantSuggestion) -> list[tuple[str, str, str]]:
    one, other = suggestion.first, suggestion.second
    rows = (
        (_("Name"), one.name, other.name),
        (_("Organisation"), one.organisation, other.organisation),
        (_("E-mail, private"), one.email, other.email),
        (_("Stakeholder type"), one.stakeholder, other.stakeholder),
        (_("Country"), one.country, other.country),
        (_("Consent"), *_consent(suggestion)),
        (_("Comments"), channels(one.channels), channels(other.channels)),
    )
    return [
        (title, one_line(here or "") or _NOTHING, one_line(there or "") or _NOTHING)
        for title, here, there in rows
        if here or there
    ]


def _consent(suggestion: ParticipantSuggestion) -> tuple[str, str]:
    """What they answered. That nothing is known of either does not make them one."""
    one, other = (CONSENT_WORDS[who.consent] for who in (suggestion.first, suggestion.second))
    return ("", "") if one == other == "unknown" else (consents()[one], consents()[other])
