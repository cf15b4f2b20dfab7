"""Which comments the list holds: read on the session's readers, told in chunks, and compared later on.

The first chunk comes with the cards that will show of it, so that what is painted first is whole; what comes
after it is read once it shows.
"""

import threading
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ogp_review.domain.views import Card
from ogp_review.review import Review
from ogp_review.ui.comments.differences import LOOKED_UP, Differences, Ids, differences, looked_up, position
from ogp_review.ui.comments.pages import tell
from ogp_review.ui.session import Session

PATIENCE_S = 0.25
"""How long the rest of a list waits for the first chunk to be painted: both would be slower side by side."""

AROUND = (8, 16)
"""How many cards come with the first chunk: before the comment that is sought in it, and from there on."""


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

    cards = Signal(object)
    """Cards of the chunk that is told next, which is the first for its question."""

    ended = Signal()
    """All ids of the question have been told."""

    failed = Signal(object)
    """The exception with which the question could not be answered."""

    differs = Signal(object)
    """The Differences between what was last told and what is there now."""

    incomparable = Signal()
    """What is there now could not be read: its filter names what there is no longer."""

    _came = Signal(int, object, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._generation = 0
        self._begun = False
        self._whole = True
        self._ahead: Question | None = None
        self._shows = threading.Event()
        self.question = Question()
        self.complete = True
        self._came.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def ask_ahead(self, question: Question, near: int | None = None) -> None:
        """Ask what will be asked first, before there is anybody to tell it to: answers wait for Qt's loop."""
        self.ask(question, near)
        self._ahead = question

    def ask(self, question: Question, near: int | None = None) -> None:
        """Answer with :attr:`chunk` and :attr:`ended`, or with :attr:`failed`.

        :param near: a comment that will be looked at, where the first chunk holds it.
        """
        ahead, self._ahead = self._ahead, None
        if question == ahead and not self._begun:
            return
        self.question = question
        self._generation += 1
        self._begun = False
        self._shows.set()  # what still waits for the one before ends
        self._shows = shows = threading.Event()
        self.complete = False
        number = self._generation
        self._session.read(
            lambda review: self._stream(review, number, question, near, shows),
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

    def _stream(
        self, review: Review, number: int, question: Question, near: int | None, shows: threading.Event
    ) -> None:
        cards: Sequence[Card] | None = None
        for ids in review.browsing.ids(question.filter, question.sort, suggested=question.suggested):
            if number != self._generation:
                return
            if cards is None:
                cards = review.browsing.cards(_around(ids, near))
                self._came.emit(number, ids, cards)
                shows.wait(PATIENCE_S)
            else:
                self._came.emit(number, ids, ())

    def _pass_on(self, number: int, ids: Ids, cards: Sequence[Card] = ()) -> None:
        if number == self._generation:
            first, self._begun = not self._begun, True
            self._whole = False
            if cards:
                self.cards.emit(cards)
            self.chunk.emit(ids, first)
            if first:
                QTimer.singleShot(0, self, self._shows.set)

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


def _around(ids: Ids, near: int | None) -> list[int]:
    """Those of the first chunk that will show."""
    row = max(0, position(ids, near)) if near is not None else 0
    before, after = AROUND
    return ids[max(0, row - before) : row + after].tolist()
