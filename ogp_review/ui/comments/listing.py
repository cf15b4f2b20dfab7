"""Which comments the list holds: read on the session's readers, told in chunks, and compared later on."""

from array import array
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from ogp_review.review import Review
from ogp_review.ui.comments.differences import LOOKED_UP, Differences, Ids, differences, looked_up
from ogp_review.ui.comments.pages import tell
from ogp_review.ui.session import Session


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a filter line, an order, and the comments that have suggestions."""

    filter: str = ""
    sort: str = "oldest"
    suggested: frozenset[int] = frozenset()


class Listing(QObject):
    """Asks for ids. A new question drops what still comes for the one before."""

    chunk = Signal(object, bool)
    """An array of ids, and whether it is the first for its question."""

    ended = Signal()
    """All ids of the question have been told."""

    failed = Signal(object)
    """The exception with which the question could not be answered."""

    differs = Signal(object)
    """The Differences between what was last told and what is there now."""

    incomparable = Signal()
    """What is there now could not be read: its filter names what there is no longer."""

    _came = Signal(int, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._generation = 0
        self._begun = False
        self._whole = True
        self.question = Question()
        self.complete = True
        self._came.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def ask(self, question: Question) -> None:
        """Answer with :attr:`chunk` and :attr:`ended`, or with :attr:`failed`."""
        self.question = question
        self._generation += 1
        self._begun = False
        self.complete = False
        number = self._generation
        self._session.read(
            lambda review: self._stream(review, number, question),
            lambda _none: self._end(),
            owner=self,
            key="ids",
            failed=self.failed.emit,
        )

    def go_back(self, question: Question) -> bool:
        """After a failure let `question`, which was told before, stand again. Whether all of it was told."""
        self.question = question
        self.complete = True
        return self._whole

    def _stream(self, review: Review, number: int, question: Question) -> None:
        for ids in review.browsing.ids(question.filter, question.sort, suggested=question.suggested):
            if number != self._generation:
                return
            self._came.emit(number, ids)

    def _pass_on(self, number: int, ids: Ids) -> None:
        if number == self._generation:
            first, self._begun = not self._begun, True
            self._whole = False
            self.chunk.emit(ids, first)

    def _end(self) -> None:
        self.complete = True
        if not self._begun:
            self._pass_on(self._generation, array("q"))
        self._whole = True
        self.ended.emit()

    def compare(self, shown: Ids, touched: Collection[int] | None, departed: Collection[int]) -> None:
        """Answer the same question again and tell how it differs from what is `shown`, by :attr:`differs`.

        :param departed: those of what is shown that have left it before.
        """
        number, question, before = self._generation, self.question, shown[:]
        gone = tuple(departed)

        def work(review: Review) -> Differences:
            if touched is not None and len(touched) <= LOOKED_UP:
                here = review.browsing.matching(question.filter, touched, question.suggested)
                found = looked_up(before, here, touched, gone)
                if found is not None:
                    return found
            now = array("q")
            for ids in review.browsing.ids(question.filter, question.sort, suggested=question.suggested):
                now.extend(ids)
            return differences(before, now, touched, gone)

        def show(found: Differences) -> None:
            if number == self._generation:
                self.differs.emit(found)

        def fail(problem: Exception) -> None:
            tell(problem)
            if number == self._generation:
                self.incomparable.emit()

        self._session.read(work, show, owner=self, later=True, failed=fail)
