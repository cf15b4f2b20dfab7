"""Asking for a filter in an order: an error leaves what is shown, an answer takes its place in chunks."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ogp_review.domain import filters
from ogp_review.errors import ReviewError
from ogp_review.ui.comments.differences import Ids
from ogp_review.ui.comments.head import ListHead
from ogp_review.ui.comments.listing import Listing, Question
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.pages import tell
from ogp_review.ui.comments.returning import Returning
from ogp_review.ui.comments.selecting import Chosen
from ogp_review.ui.widgets import LoadingBar


class Asking(QObject):
    """Between the filter line and the model. `question` is what the list answers now."""

    begun = Signal()
    """The first rows of another answer stand in the model, before anything is told about them."""

    filter_changed = Signal(str)
    loaded = Signal()

    def __init__(
        self,
        listing: Listing,
        model: CommentModel,
        chosen: Chosen,
        returning: Returning,
        head: ListHead,
        loading: LoadingBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._listing, self._model, self._chosen = listing, model, chosen
        self._returning, self._head, self._loading = returning, head, loading
        self.question = Question()
        self.asked = False
        self._keep = False
        self._refused = False
        self._answered = False
        self._epoch = model.pages.epoch
        listing.cards.connect(lambda cards: model.pages.give(cards, self._epoch))
        listing.chunk.connect(self._take)
        listing.ended.connect(self._end)
        listing.failed.connect(self._fail)

    def ask(self, text: str, keep: bool) -> None:
        """Show what matches `text`, unless it shows already."""
        if self.asked and text == self._listing.question.filter and not self._head.error():
            return
        try:
            filters.parse(text)
        except ReviewError as problem:
            self._refuse(problem)
            return
        self._start(replace(self._listing.question, filter=text), keep)

    def resort(self, sort: str) -> None:
        """The same in another order; the current comment stays the current one."""
        question = replace(self._listing.question, sort=sort)
        if self.asked:
            self._start(question, keep=True)
        else:
            self.question = self._listing.question = question

    def begin_anew(self, sort: str) -> None:
        """Forget what was asked: what is asked next is asked in this order, whatever it is."""
        self.question = self._listing.question = replace(self.question, filter="", sort=sort)
        self.asked = False

    def suggest(self, suggested: frozenset[int]) -> bool:
        """Other comments have suggestions now. Whether that may be another list."""
        if suggested == self.question.suggested:
            return False
        self.question = replace(self.question, suggested=suggested)
        self._listing.question = replace(self._listing.question, suggested=suggested)
        return self.asked and filters.parse(self.question.filter).asks("is", "suggested")

    def _start(self, question: Question, keep: bool, refused: bool = False) -> None:
        """:param refused: it takes the place of one that was refused, and what was said of that stays."""
        self.asked, self._keep, self._refused = True, keep, refused
        self._loading.start()
        self._epoch = self._model.pages.epoch
        self._listing.ask(question, self._chosen.current_id() if keep else None)

    def _take(self, ids: Ids, first: bool) -> None:
        if first:
            self._begin(ids)
        else:
            self._model.append_ids(ids)
            self._returning.look_again(ids)

    def _begin(self, ids: Ids) -> None:
        before, self.question = self.question.filter, self._listing.question
        if not self._refused:
            self._head.set_error("")
        self._answered = True
        self._returning.leave(self._keep)
        self._chosen.forget()
        self._model.reset_ids(ids)
        self._returning.come_back()
        self.begun.emit()
        self._chosen.tell()
        if before != self.question.filter:
            self.filter_changed.emit(self.question.filter)

    def _end(self) -> None:
        self._loading.stop()
        self._returning.give_up()
        self.loaded.emit()

    def _fail(self, problem: Exception) -> None:
        self._loading.stop()
        failed = self._listing.question
        whole = self._listing.go_back(self.question)
        if isinstance(problem, ReviewError):
            self._refuse(problem)
        else:
            tell(problem)
        before = replace(failed, filter=self.question.filter)
        if self._answered and before != failed and not (whole and before == self.question):
            self._start(before, keep=True, refused=True)

    def _refuse(self, problem: ReviewError) -> None:
        self._head.set_error(str(problem))
        if not self._answered:  # a remembered filter that names what there is no longer
            self._start(replace(self._listing.question, filter=""), keep=True, refused=True)
