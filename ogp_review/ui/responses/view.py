"""The lower half of the reader: response at the left, paragraph as proposed at the right, the next step."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.response import Disposition
from ogp_review.domain.views import CommentView, Committed, PointView, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses.answer import Answer, Then
from ogp_review.ui.responses.asking import Asking
from ogp_review.ui.responses.editor import PlainEditor
from ogp_review.ui.responses.footer import Footer
from ogp_review.ui.responses.left import Left
from ogp_review.ui.responses.model import (
    CHANGE,
    TEXT,
    Subject,
    Typed,
    disposition_word,
    next_step,
    of_comment,
    of_point,
    summary,
)
from ogp_review.ui.responses.past import approved
from ogp_review.ui.responses.redline import Proposed
from ogp_review.ui.responses.steps import Steps
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState

_TALL = 16_777_215
"""Qt's word for no limit of height."""


class ResponsePane(QWidget):
    """Shows one answer at a time, and saves it when somebody leaves it."""

    wants = Signal(str, object)
    """An action beyond the pane: "next", "assign", "compare" with a ref, "back", "show_answer"."""

    folded = Signal(bool)
    """Whether only the last line shows."""

    def __init__(self, session: Session, drafts: Drafts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drafts = drafts
        self._inside = self._low = False
        self.answer = Answer(session, drafts, self)
        self._steps = Steps(session, self.answer)
        self.left = Left()
        self.head, self.editor, self.conflict = self.left.head, self.left.editor, self.left.conflict
        self.proposed = Proposed(session)
        self.footer = Footer()
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self._asking = Asking(session, drafts, self.answer, self._steps, self)
        self._lay_out()
        self._connect()
        self._tell()

    # Composition ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.columns.addWidget(self.left)
        self.columns.addWidget(self.proposed)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        self.columns.setStretchFactor(0, 57)
        self.columns.setStretchFactor(1, 43)
        self._nothing = EmptyState("respond", _("Choose a comment to answer it."))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.columns)
        self._pages.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self.footer)

    def _connect(self) -> None:
        self.answer.replaced.connect(self._put)
        self.answer.changed.connect(self._tell)
        self.answer.gone.connect(self._show_gone)
        self._steps.refused.connect(self._ask_what_is_missing)
        self._steps.moved_on.connect(lambda: self.wants.emit("next", None))
        self.editor.typed.connect(lambda text: self.answer.type(TEXT, text))
        self.proposed.typed.connect(lambda text: self.answer.type(CHANGE, text))
        for editor in (self.editor, self.proposed):
            editor.left.connect(lambda: self.wants.emit("back", None))
        self.head.disposition.clicked.connect(self.ask_disposition)
        self.head.person.clicked.connect(lambda: self.wants.emit("assign", None))
        self.head.canned.clicked.connect(self.ask_canned)
        self._asking.filled.connect(self.insert_canned)
        self.conflict.chosen.connect(self._settle)
        self.footer.acted.connect(self._act)
        self._drafts.saved.connect(self._kept)
        self._drafts.failed.connect(self.footer.set_trouble)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    # What is shown ----------------------------------------------------------------------------------------

    def show(self, *view: CommentView | None) -> None:
        """Show the answer to a comment; None: to none. What was typed for another is saved first.

        Without an argument it is Qt's own: the pane itself shows.
        """
        if not view:
            super().show()
        else:
            self._show(of_comment(view[0]) if view[0] is not None else None)

    def show_point(self, view: PointView | None) -> None:
        """Show the answer to a point."""
        self._show(of_point(view) if view is not None else None)

    def _show(self, subject: Subject | None) -> None:
        before = self.answer.subject
        self.answer.show(subject)
        if subject is None:
            self._nothing.set_state("respond", _("Choose a comment to answer it."))
        else:
            other = before is None or (before.shown, before.by_point) != (subject.shown, subject.by_point)
            if other:
                self.footer.set_saved(None)
                self.footer.set_similar("", "")
            self.proposed.show_subject(
                subject, self.answer.typed(CHANGE), self.answer.editable, other, self.answer.why_not
            )

    def hold(self, held: bool) -> None:
        """While another comment is being opened, no step is taken: it may be meant for either."""
        self._steps.held = held

    def _show_gone(self, sentence: str) -> None:
        """What was shown has left the review; what was typed of it stays among the drafts."""
        self.show(None)
        self._nothing.set_state("info", sentence)

    def refresh(self, committed: Committed) -> None:
        """Take in what an operation changed; neither words being typed nor the cursor move."""
        self.answer.refresh(committed)

    def set_similar(self, ref: str, disposition: Disposition) -> None:
        """Say that another point says much the same and is answered otherwise; "" for none."""
        word = disposition_word(disposition).lower()
        self.footer.set_similar(ref, _("says much the same and is “{word}”.").format(word=word))

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """The canned texts there are."""
        self._asking.texts.texts = vocabulary.canned

    def set_change_visible(self, visible: bool) -> None:
        """Whether the paragraph as proposed stands beside the response."""
        self.proposed.setVisible(visible)

    def _put(self, field: str) -> None:
        words = self.answer.typed(field)
        if field == TEXT:
            self.editor.put(words)
        else:
            self.proposed.put(words)

    def _tell(self) -> None:
        """Head, footer, and which page of the middle shows."""
        subject, answer = self.answer.subject, self.answer
        self._pages.setCurrentWidget(self._nothing if subject is None else self.columns)
        self.footer.setVisible(subject is not None)
        if subject is None:
            return
        self.left.show_answer(answer, self._session.person)
        typed = Typed(answer.typed(TEXT), answer.unsaved, self._inside, answer.conflict() is not None)
        step = next_step(subject, typed, approved(subject, answer.past, self._session.person))
        self.footer.show_step(step, answer.why_not)
        self._tell_folded(subject)

    # What somebody does -----------------------------------------------------------------------------------

    def text(self) -> str:
        """The response as it is typed."""
        return self.answer.typed(TEXT)

    def has_unsaved(self) -> bool:
        """Whether anything typed is no operation yet."""
        return self.answer.unsaved

    def handles_undo(self) -> bool:
        """Whether Ctrl+Z would take back typing here; else it is the window's."""
        focus = QApplication.focusWidget()
        return isinstance(focus, PlainEditor) and self._holds(focus) and focus.handles_undo()

    def focus_target(self) -> QWidget:
        """What F6 goes to."""
        return self.left.focus_target()

    def focus_editor(self) -> None:
        """Go on writing; a folded pane opens, and a hidden one is asked for."""
        if not self.isVisible():
            self.wants.emit("show_answer", None)
        self._fold(False)
        self.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_disposition(self) -> None:
        """Open the menu; then one letter chooses."""
        self._asking.disposition(self.head.disposition if self.head.disposition.isVisible() else self.footer)

    def choose_disposition(self, value: str) -> None:
        """Decide what is done about it, by the name of the disposition: one operation, at once."""
        self._steps.choose(Disposition(value))

    def insert_canned(self, text: str) -> None:
        """Put a text in where the cursor stands, and go on writing."""
        if self.answer.editable:
            self.focus_editor()
            self.editor.insert_paragraph(text)

    def ask_canned(self) -> None:
        """Choose among the canned texts."""
        self._asking.canned(self.head.canned)

    def save(self, then: Then | None = None) -> None:
        """Make one operation of what is typed; `then` once it stands."""
        self.answer.save(then)

    def submit(self, then: Then | None = None) -> None:
        """Save and send for review; then `then`, else the next comment is wanted."""
        self._steps.submit(then)

    def approve(self, then: Then | None = None) -> None:
        """Approve what is in review; then `then`, else the next comment is wanted."""
        self._steps.approve(then)

    def give_back(self, note: str, then: Then | None = None) -> None:
        """Return it to its author with a note."""
        self._steps.give_back(note, then)

    def _act(self, action: str) -> None:
        if action not in ("unfold", "compare") and not self._steps.free():
            return
        acts: dict[str, Callable[[], object]] = {
            "respond": self.focus_editor,
            "unfold": self.focus_editor,
            "submit": self.submit,
            "approve": self.approve,
            "return": lambda: self._asking.give_back(self.footer),
            "compare": lambda: self.wants.emit("compare", self.footer.similar()),
        }
        acts[action]()

    def _settle(self, how: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "mine": self.answer.keep_mine,
            "theirs": self.answer.keep_theirs,
            "both": self.answer.edit_both,
        }
        ways[how]()
        self.focus_editor()

    def _ask_what_is_missing(self) -> None:
        subject = self.answer.subject
        if subject is not None and subject.disposition is None:
            self.ask_disposition()
        else:
            self.focus_editor()

    def _kept(self, owner: int, at: float) -> None:
        subject = self.answer.subject
        typing = self._drafts.of(owner).keys() & {TEXT, CHANGE}
        if subject is not None and typing and owner in (subject.owner, subject.shown):
            self.footer.set_saved(at)

    # Coming and going -------------------------------------------------------------------------------------

    def _holds(self, widget: QWidget | None) -> bool:
        while widget is not None and widget is not self:
            widget = widget.parentWidget()
        return widget is self

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Leaving the pane saves; a popup, or another program, is no leaving."""
        if new is None or new.window().windowType() == Qt.WindowType.Popup:
            return
        inside = self._holds(new)
        if inside == self._inside:
            return
        self._inside = inside
        if not inside:
            self.save()
            self.editor.forget_typing()
            self.proposed.editor.forget_typing()
            self._fold(self._low)
        self._tell()

    # Low windows ------------------------------------------------------------------------------------------

    def fold(self, low: bool) -> None:
        """In a low window only the last line shows, until somebody writes."""
        if low != self._low:
            self._low = low
            self._fold(low and not self._inside)

    def is_folded(self) -> bool:
        return self._pages.isHidden()

    def _fold(self, fold: bool) -> None:
        if fold == self.is_folded():
            return
        self._pages.setVisible(not fold)
        self.setMaximumHeight(self.footer.sizeHint().height() if fold else _TALL)
        if self.answer.subject is not None:
            self._tell_folded(self.answer.subject)
        self.folded.emit(fold)

    def _tell_folded(self, subject: Subject) -> None:
        self.footer.set_folded(summary(subject) if self.is_folded() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().base)
        painter.end()
