"""What the pane asks in popups: a disposition, a canned text, the note with which an answer goes back."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from ogp_review.i18n import _
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.note_popup import NotePopup
from ogp_review.ui.responses.answer import Answer
from ogp_review.ui.responses.canned import Canned
from ogp_review.ui.responses.disposition import DispositionMenu
from ogp_review.ui.responses.steps import Steps
from ogp_review.ui.session import Session


class Asking(QObject):
    """Asks about the answer that shows, where it may be worked on and no other is being opened."""

    filled = Signal(str)
    """A canned text, filled in for the comment that shows."""

    def __init__(self, session: Session, drafts: Drafts, answer: Answer, steps: Steps, pane: QWidget) -> None:
        super().__init__(pane)
        self._answer, self._steps = answer, steps
        self.menu = DispositionMenu(pane)
        self.texts = Canned(session, pane)
        self._note = NotePopup(pane, session, drafts)
        self.menu.chosen.connect(steps.choose)
        self.texts.filled.connect(self._fill)

    def disposition(self, anchor: QWidget) -> None:
        """Open the menu under `anchor`; then one letter chooses."""
        subject = self._answer.subject
        if subject is not None and self._answer.editable and self._steps.free():
            self.menu.ask(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)), subject.disposition)

    def canned(self, anchor: QWidget) -> None:
        """Choose among the canned texts."""
        subject = self._answer.subject
        if subject is not None and self._answer.editable and self._steps.free():
            self.texts.ask(anchor, subject.lead)

    def _fill(self, text: str, lead: int) -> None:
        """What has been filled in goes to the comment that it was filled in for, or nowhere."""
        if self._answer.subject is not None and self._answer.subject.lead == lead:
            self.filled.emit(text)
        else:
            messages.bridge.say(_("Not inserted: another comment is shown now."))

    def give_back(self, anchor: QWidget) -> None:
        """Ask for the note, then return it."""
        subject = self._answer.subject
        if subject is not None and self._steps.free():
            title = _("Return {ref} with a note").format(ref=subject.ref)
            self._note.ask(
                anchor,
                title,
                _("Return"),
                lambda note: self._steps.give_back(note, None),
                draft=(subject.owner, "return"),
            )
