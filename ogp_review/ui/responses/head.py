"""The top of the response: what it answers, how far it is, what is decided, who sees to it, canned texts."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint
from ogp_review.ui.responses.disposition import DispositionButton
from ogp_review.ui.responses.model import Subject
from ogp_review.ui.widgets import Button, PlainLabel, button, plain_tooltip

_RING = 14


class StateMark(QWidget):
    """The ring of a state."""

    def __init__(self) -> None:
        super().__init__()
        self._state = "new"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: str) -> None:
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_RING, _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        paint.ring(painter, QRectF(0, 0, _RING, _RING), self._state)
        painter.end()


class _Opener(Button):
    """A flat button that opens something below it."""

    def _parts_width(self) -> float:
        return super()._parts_width() + 12 + 7

    def _draw_parts(self, painter: QPainter, rect: QRectF) -> None:
        arrow = QRectF(rect.right() - self._padding() - 12, rect.top(), 12, rect.height())
        paint.icon(painter, arrow, "chevron-down", self._ink(), 12)
        super()._draw_parts(painter, rect)


class Head(QWidget):
    """Two lines: the title with its state, and the tools."""

    def __init__(self) -> None:
        super().__init__()
        self._title = PlainLabel(_("Response"), role="pane_title", weight=600)
        self._answers = PlainLabel("", role="meta", token="text3")
        self._ring = StateMark()
        self._word = PlainLabel("", role="body", weight=500)
        self.disposition = DispositionButton()
        self.person = button("", icon="person", kind="flat")
        self.canned = _Opener(_("Canned text"))
        self.tools = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._title)
        first.addWidget(self._answers, 1)
        first.addWidget(self._ring)
        first.addWidget(self._word)
        second = QHBoxLayout(self.tools)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(8)
        second.addWidget(self.disposition)
        second.addWidget(self.person)
        second.addStretch(1)
        second.addWidget(self.canned)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(first)
        whole.addWidget(self.tools)

    def show_subject(self, subject: Subject, me: str, editable: bool, why_not: str = "") -> None:
        self._answers.set_text(subject.answers)
        aside = subject.set_aside is not None
        word = _("Set aside") if aside else _(subject.state).capitalize()
        self._ring.set_state("new" if aside else subject.state)
        self._ring.setVisible(not aside)
        self._word.set_text(word)
        self._word.setAccessibleName(_("{word}, state").format(word=word))
        self.tools.setVisible(not aside)
        self.disposition.show_disposition(subject.disposition)
        self.disposition.setEnabled(editable)
        self.canned.setEnabled(editable)
        who = _("You") if subject.person == me else subject.person or _("Nobody yet")
        self.person.set_text(who)
        self.person.setAccessibleName(_("{who} sees to it").format(who=who))
        self.person.setEnabled(editable)
        for tool in (self.disposition, self.person, self.canned):
            tool.setToolTip("" if editable else plain_tooltip(why_not))
