"""The left half of the pane: the head, why it came back, and the editor or what stands in its place."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.response import State
from ogp_review.i18n import _
from ogp_review.ui import paint, plain_text, shortcuts, theme
from ogp_review.ui.responses.answer import Answer
from ogp_review.ui.responses.conflict import ConflictPanel
from ogp_review.ui.responses.editor import PlainEditor
from ogp_review.ui.responses.head import Head
from ogp_review.ui.responses.model import Subject
from ogp_review.ui.widgets import PlainLabel, plain_tooltip

_LINES = 3
_BAND, _ABOVE = 12, 6


class ReturnNote(QWidget):
    """Why an answer came back: three lines of it at most, the whole as a tooltip."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.watch.changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text))
        self.updateGeometry()
        self.update()

    def _clamped(self, width: int) -> paint.Clamped:
        return paint.clamp(
            self.accessibleName() or " ", theme.font("body"), max(40, width - 2 * _BAND), _LINES
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._clamped(width).height + 2 * _ABOVE)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        shown = theme.current()
        painter.setPen(Qt.PenStyle.NoPen if not shown.contrast else shown.text)
        painter.setBrush(shown.warning_on)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        self._clamped(self.width()).draw(painter, _BAND, _ABOVE, shown.warning)
        painter.end()


class Left(QWidget):
    """Shows what the Answer holds; the pane connects what somebody does in it."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self.editor = PlainEditor()
        self.conflict = ConflictPanel()
        self._returned = ReturnNote()
        self._aside = PlainLabel("", role="body", token="text2", elide=False)
        self._aside.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._middle = QStackedWidget()
        for page in (self.editor, self.conflict, self._aside):
            self._middle.addWidget(page)
        self.editor.setAccessibleName(_("Response"))
        self.editor.setMinimumHeight(60)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self._returned)
        column.addWidget(self._middle, 1)

    def show_answer(self, answer: Answer, me: str) -> None:
        """Everything but the words in the editor, which tell themselves."""
        subject = answer.subject
        if subject is None:
            return
        self.head.show_subject(subject, me, answer.editable, answer.why_not)
        self.conflict.allow(answer.editable, answer.why_not)
        self.editor.setReadOnly(not answer.editable)
        placeholder = (_("Write the reasoned response."), shortcuts.key_of("respond"))
        self.editor.setPlaceholderText("  ".join(filter(None, placeholder)))
        self._tell_returned(subject, answer.past.returned_by)
        self._tell_middle(subject, answer)

    def _tell_returned(self, subject: Subject, who: str) -> None:
        note = subject.response.note if subject.response and subject.state == State.DRAFTED else None
        said = _("Returned by {who}: {note}") if who else _("Returned: {note}")
        self._returned.set_text(said.format(who=who, note=plain_text.one_line(note)) if note else "")
        self._returned.setVisible(bool(note))

    def _tell_middle(self, subject: Subject, answer: Answer) -> None:
        both = answer.conflict()
        if subject.set_aside is not None:
            why = _("Set aside: needs no response. The reason given: {why}.")
            self._aside.set_text(why.format(why=subject.set_aside))
            self._middle.setCurrentWidget(self._aside)
        elif both is not None:
            self.conflict.show_texts(*both, answer.past.changed_by)
            self._middle.setCurrentWidget(self.conflict)
        else:
            self._middle.setCurrentWidget(self.editor)

    def returned(self) -> str:
        """The note it came back with, as it shows."""
        return self._returned.accessibleName()

    def shows(self, widget: QWidget) -> bool:
        """Whether the editor or the conflict is what shows."""
        return self._middle.currentWidget() is widget

    def focus_target(self) -> QWidget:
        """Where writing goes on."""
        return self.conflict.mine if self.shows(self.conflict) else self.editor
