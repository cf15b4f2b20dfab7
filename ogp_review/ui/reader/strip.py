"""The suggestion strip: what is proposed, how sure, which words say so; accept or dismiss. Else hidden."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, shortcuts, theme
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader.model import Offer
from ogp_review.ui.widgets import Button, plain_tooltip

_GAP = 8.0


class Question(QWidget):
    """ "Move to **P12**? 98 % sure: “On P12:”." on one line; the evidence is cut where it must be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def put(self, offer: Offer) -> None:
        self._offer = offer
        self.setAccessibleName(one_line(offer.sentence))
        self.setToolTip(plain_tooltip(one_line(offer.sentence)))
        self.update()

    def _pieces(self) -> list[tuple[str, QFont, str]]:
        """The words with their fonts and colours, in order."""
        assert self._offer is not None
        plain, bold, colour = theme.font("body"), theme.font("body", 600), "text"
        offer = self._offer
        return [(offer.before, plain, colour), (offer.bold, bold, colour), (offer.after, plain, colour)]

    def sizeHint(self) -> QSize:
        return QSize(200, round(theme.metrics(theme.font("body")).height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._offer is None:
            return
        painter = QPainter(self)
        paint.crisp(painter)
        left, height = 0.0, float(self.height())
        for text, font, token in self._pieces():
            wide = min(theme.metrics(font).horizontalAdvance(text), max(0.0, self.width() - left))
            colour = theme.current().colour(token)
            paint.draw_elided(painter, QRectF(left, 0, wide + 1, height), text, font, colour)
            left += wide
        rest = QRectF(left + _GAP, 0, self.width() - left - _GAP, height)
        if rest.width() > 24:
            because = one_line(self._offer.because)
            paint.draw_elided(painter, rest, because, theme.font("body"), theme.current().text2)
        painter.end()


class _Bulb(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.icon(painter, QRectF(self.rect()), "bulb", "suggestion", 16)
        painter.end()


class SuggestionStrip(QFrame):
    """Shows one of the offers. `accepted` and `dismissed` carry its suggestion."""

    accepted = Signal(object)
    dismissed = Signal(object)

    turned = Signal()
    """Another offer shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: list[Offer] = []
        self._place = 0
        self.setAccessibleName(_("Suggestion"))
        self.question = Question()
        self.count = Button("", small=True, token="text3")
        self.count.clicked.connect(self.turn)
        self.accept = Button(_("Accept"), kind="outlined", small=True, key=shortcuts.key_of("accept"))
        self.dismiss = Button(_("Dismiss"), small=True, token="text2", key=shortcuts.key_of("dismiss"))
        self.accept.clicked.connect(lambda: self._answer(self.accepted.emit))
        self.dismiss.clicked.connect(lambda: self._answer(self.dismissed.emit))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(_Bulb())
        row.addWidget(self.question, 1)
        for button in (self.count, self.accept, self.dismiss):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def allow(self, editable: bool, why_not: str) -> None:
        """Let suggestions be answered, or say why they cannot be."""
        for one in (self.accept, self.dismiss):
            one.setEnabled(editable)
            one.setToolTip("" if editable else plain_tooltip(why_not))

    def offer(self) -> Offer | None:
        """What it shows now."""
        return self._offers[self._place] if self._offers else None

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show these; the one shown stays, where it is still among them."""
        shown = self.offer()
        self._offers = list(offers)
        there = [one.suggestion for one in self._offers]
        kept = shown is not None and shown.suggestion in there
        self._place = there.index(shown.suggestion) if shown is not None and kept else 0
        self._tell()

    def turn(self) -> None:
        """To the next offer, and round again."""
        if self._offers:
            self._place = (self._place + 1) % len(self._offers)
            self._tell()
            self.turned.emit()

    def _tell(self) -> None:
        offer = self.offer()
        self.setVisible(offer is not None)
        if offer is None:
            return
        self.question.put(offer)
        several = len(self._offers) > 1
        said = _("{place} of {all}").replace("{place}", str(self._place + 1))
        self.count.set_text(said.replace("{all}", str(len(self._offers))))
        self.count.setToolTip(_("The next suggestion"))
        self.count.setVisible(several)

    def _answer(self, tell: Callable[[object], None]) -> None:
        offer = self.offer()
        if offer is not None:
            tell(offer.suggestion)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.current()
        painter.fillRect(self.rect(), colours.suggestion_on)
        painter.fillRect(0, self.height() - 1, self.width(), 1, colours.border)
        painter.end()
