"""The last line: what keeps the answer from going on, when it was saved, and the one next step."""

from PySide6.QtCore import QDateTime, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, shortcuts, theme
from ogp_review.ui.responses.model import Step
from ogp_review.ui.widgets import PlainLabel, button, plain_tooltip

_HEIGHT = 50


class Footer(QWidget):
    """It has one filled button at most, and never scrolls away."""

    acted = Signal(str)
    """The action of the filled button: respond, submit, approve; or "return", "compare", "unfold"."""

    def __init__(self) -> None:
        super().__init__()
        self._step = Step()
        self._similar = self._similar_sentence = ""
        self._trouble = ""
        self._folded = ""
        self._open = button("", icon="respond", kind="flat", key=shortcuts.key_of("respond"))
        self._sign = _Sign()
        self._bold = PlainLabel("", role="meta", weight=600, token="warning")
        self._sentence = PlainLabel("", role="meta")
        self._compare = button(_("Compare"), kind="link", small=True)
        self._saved = PlainLabel("", role="meta", token="text3")
        self._return = button(_("Return"), kind="outlined", key=shortcuts.key_of("return"))
        self._next = button("", kind="filled")
        self._lay_out()
        self._open.clicked.connect(lambda: self.acted.emit("unfold"))
        self._compare.clicked.connect(lambda: self.acted.emit("compare"))
        self._return.clicked.connect(lambda: self.acted.emit("return"))
        self._next.clicked.connect(lambda: self.acted.emit(self._step.action))
        self.show_step(Step(), "")

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 1, 12, 0)
        row.setSpacing(8)
        for widget in (self._open, self._sign, self._bold, self._sentence, self._compare):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._saved, self._return, self._next):
            row.addWidget(widget)
        for close in (self._bold, self._compare, self._saved):
            close.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    # What it shows ----------------------------------------------------------------------------------------

    def show_step(self, step: Step, read_only: str) -> None:
        """The step, or why there is none: `read_only` says so."""
        self._step = step
        words = {"respond": _("Respond"), "submit": _("Send for review"), "approve": _("Approve")}
        self._next.set_text(words.get(step.action, ""))
        self._next.set_key(shortcuts.key_of(step.action) if step.action else "")
        self._next.setVisible(bool(step.action))
        self._next.setEnabled(not step.problem and not read_only)
        self._next.setToolTip(plain_tooltip(read_only or step.problem))
        self._return.setVisible(step.returns)
        self._return.setEnabled(not read_only)
        self._return.setToolTip(plain_tooltip(read_only))
        self._say()

    def set_similar(self, ref: str, sentence: str) -> None:
        """A point that says much the same and is answered otherwise; "" where there is none."""
        self._similar = ref
        self._bold.set_text(ref)
        self._similar_sentence = sentence
        self._say()

    def set_saved(self, at: float | None) -> None:
        """When what is typed was last kept (seconds since 1970); None: nothing has been typed."""
        if at is None:
            self._saved.set_text("")
            return
        time = QDateTime.fromSecsSinceEpoch(int(at)).time()
        self._trouble = ""
        self._saved.set_text(_("Saved {time}").format(time=QLocale().toString(time, "HH:mm")))
        self._say()

    def set_trouble(self, sentence: str) -> None:
        """What is typed cannot be kept."""
        self._trouble = sentence
        self._saved.set_text("")
        self._say()

    def set_folded(self, summary: str) -> None:
        """Show `summary` of what is folded away; "" where nothing is."""
        self._folded = summary
        self._say()

    def _say(self) -> None:
        step = self._step
        urgent = self._trouble or step.told or step.problem
        similar = bool(self._similar) and not urgent
        sentence = self._similar_sentence if similar else urgent
        warned = bool(self._trouble or similar or step.warned)
        self._open.set_text(self._folded)
        self._open.setVisible(bool(self._folded))
        self._sign.setVisible(warned)
        self._bold.setVisible(similar)
        self._compare.setVisible(similar)
        self._sentence.set_token("warning" if warned else "text2")
        self._sentence.set_text(sentence)

    def similar(self) -> str:
        """The ref of the point that says much the same."""
        return self._similar

    def sentence(self) -> str:
        return self._sentence.text()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(_HEIGHT, super().sizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = theme.current()
        painter.fillRect(self.rect(), shown.base)
        painter.fillRect(0, 0, self.width(), 1, shown.border)
        painter.end()


class _Sign(QWidget):
    """The warning triangle."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        paint.icon(painter, QRectF(self.rect()), "warning", "warning", 16)
        painter.end()
