"""The line of counts, and why there is nothing: asked whenever the list holds something else."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ogp_review.ui.comments import situation
from ogp_review.ui.comments.head import ListHead
from ogp_review.ui.comments.listing import Question
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.pages import tell
from ogp_review.ui.comments.situation import Counts, Emptiness
from ogp_review.ui.session import Session


class Telling(QObject):
    """Fills in the head; hands on the reason where the list is empty."""

    def __init__(
        self,
        session: Session,
        model: CommentModel,
        head: ListHead,
        empty: Callable[[Emptiness], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._model, self._head, self._empty = session, model, head, empty

    def ask(self, question: Question) -> None:
        """Find out what to say of the answer to `question`."""
        if self._model.rowCount():
            self._ask_counts(question)
        else:
            self._ask_why(question)

    def show(self, counted: Counts) -> None:
        """Those that wait to leave the list are no longer counted."""
        self._head.set_counts(self._model.rowCount() - len(self._model.departed), counted)

    def _ask_counts(self, question: Question) -> None:
        self._session.read(
            lambda review: situation.counts(review, question.filter, question.suggested),
            self.show,
            owner=self,
            key="counts",
            failed=lambda _problem: self.show(Counts()),
        )

    def _ask_why(self, question: Question) -> None:
        self._session.read(
            lambda review: situation.why_empty(review, question.filter, question.suggested),
            self._show_why,
            owner=self,
            key="why",
            failed=tell,
        )

    def _show_why(self, why: Emptiness) -> None:
        if not self._model.rowCount():
            self._head.clear_counts()
            self._empty(why)
