"""What is done with an answer once it is written: decide, send for review, approve, return."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ogp_review.domain.response import Disposition
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages
from ogp_review.ui.responses.answer import Answer, Then
from ogp_review.ui.responses.model import TEXT, Subject, missing
from ogp_review.ui.session import Session


class Steps(QObject):
    """Each is one operation, after what is typed has been saved."""

    refused = Signal()
    """A step was asked for and cannot be done yet."""

    moved_on = Signal()
    """A finishing step stands, and nobody said what comes after it."""

    def __init__(self, session: Session, answer: Answer) -> None:
        super().__init__(answer)
        self._session = session
        self._answer = answer
        self.held = False
        """Whether another comment is being opened: what is asked for now may be meant for either."""

    def choose(self, disposition: Disposition) -> None:
        """Decide what is done about it: at once, whatever is being typed."""
        now = self._answer.subject
        if now is not None and self._answer.editable and self.free():
            self._answer.assume(disposition)
            value = disposition.value
            self._do(now, lambda review: review.responding.respond(now.owner, disposition=value), None)

    def submit(self, then: Then | None) -> None:
        """Save, and send for review."""
        now = self._answer.subject
        if now is not None and self._may(missing(now, self._answer.typed(TEXT))):
            self._finish(now, lambda review: review.responding.submit(now.owner), then)

    def approve(self, then: Then | None) -> None:
        """Approve what is in review. Words typed since make it a draft again, and that is said."""
        now = self._answer.subject
        if now is not None and self._may(""):
            self._finish(now, lambda review: review.responding.approve(now.owner), then)

    def give_back(self, note: str, then: Then | None) -> None:
        """Return it to its author."""
        now = self._answer.subject
        if now is not None and self._may(""):
            self._do(now, lambda review: review.responding.give_back(now.owner, note), then)

    def free(self) -> bool:
        """Whether what shows is what is meant; else it is said that nothing was done."""
        if self.held:
            messages.bridge.say(_("Another comment is being opened, so nothing was done."))
        return not self.held

    def _may(self, problem: str) -> bool:
        if self._answer.conflict() is not None:
            problem = _("A colleague has changed this response too. Choose which text to keep first.")
        if not self.free() or not self._session.may_write():
            return False
        if problem:
            messages.bridge.problem(problem)
            self.refused.emit()
        return not problem and self._answer.editable

    def _finish(self, subject: Subject, work: Callable[[Review], object], then: Then | None) -> None:
        self._answer.save(lambda: self._do(subject, work, then or self.moved_on.emit))

    def _do(self, subject: Subject, work: Callable[[Review], object], then: Then | None) -> None:
        def done(_answer: object) -> None:
            if then is not None:
                then()

        self._session.do(work, done, failed=lambda error: self._answer.not_saved(subject, error))
