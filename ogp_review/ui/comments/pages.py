"""The cards near what is on screen: read a page at a time on the session's readers, kept while useful."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ogp_review.domain.views import Card
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.ui import messages
from ogp_review.ui.comments.differences import Ids
from ogp_review.ui.session import Session

PAGE = 64
KEPT = 64 * PAGE
"""How many cards are kept; the longest unseen go first."""

AT_ONCE = 2
WAITING = 6
"""Pages that wait to be read. While one scrolls fast, those passed by are given up."""


class Pages(QObject):
    """Cards by id. What is not there is read, and told with :attr:`arrived`."""

    arrived = Signal(object)
    """A list of cards that are new or have changed."""

    def __init__(self, session: Session, ids: Callable[[int], Ids], parent: QObject) -> None:
        """:param ids: the ids that stand on a page now."""
        super().__init__(parent)
        self._session = session
        self._ids_of = ids
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._flying: set[int] = set()
        self._reads = 0
        self.epoch = 0
        """Counts the operations since which cards may be others."""
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._send)

    def get(self, id_: int) -> Card | None:
        return self._cards.get(id_)

    def want(self, page: int) -> None:
        """Ask for a page; it is read soon, the last asked first."""
        self._waiting[page] = None
        self._waiting.move_to_end(page)
        while len(self._waiting) > WAITING:
            self._waiting.popitem(last=False)
        if not self._soon.isActive():
            self._soon.start()

    def _send(self) -> None:
        while self._waiting and self._reads < AT_ONCE:
            page, _ = self._waiting.popitem()
            missing = [
                id_ for id_ in self._ids_of(page) if id_ not in self._cards and id_ not in self._flying
            ]
            if missing:
                self._read(missing)

    def _read(self, ids: list[int], urgent: bool = False) -> None:
        self._reads += 1
        self._flying.update(ids)
        self._session.read(
            lambda review: review.browsing.cards(ids),
            partial(self._take, self.epoch),
            owner=self,
            urgent=urgent,
            failed=self._fail,
        )

    def _take(self, epoch: int, cards: list[Card]) -> None:
        self._reads -= 1
        self._flying.difference_update(card.id for card in cards)
        if epoch < self.epoch:  # read before the last operation: it may be other now
            again = [card.id for card in cards if card.id not in self._flying]
            self._read(again) if again else self._send()
            return
        self._put(cards)
        self._send()

    def give(self, cards: list[Card], epoch: int) -> None:
        """Cards that came with a list which was asked for at `epoch`."""
        if epoch == self.epoch:
            self._put(cards)

    def _put(self, cards: list[Card]) -> None:
        changed = [card for card in cards if self._cards.get(card.id) != card]
        for card in changed:
            self._cards[card.id] = card
            self._cards.move_to_end(card.id)
        while len(self._cards) > KEPT:
            self._cards.popitem(last=False)
        if changed:
            self.arrived.emit(changed)

    def _fail(self, problem: Exception) -> None:
        """Its ids stay among those under way, so that a page that cannot be read is not asked for again."""
        self._reads -= 1
        tell(problem)

    def refresh(self, on_screen: Iterable[int], touched: Collection[int] | None = None) -> None:
        """Read again what is on screen, and forget the rest: an operation may have changed it.

        :param touched: the only comments that it can have changed (None: any).
        """
        self.epoch += 1
        shown = [id_ for id_ in on_screen if id_ in self._cards]
        if touched is None:
            kept = {id_: self._cards[id_] for id_ in shown}
            self._cards.clear()
            self._cards.update(kept)
        else:
            shown = [id_ for id_ in shown if id_ in touched]
            for id_ in (self._cards.keys() & set(touched)) - set(shown):
                del self._cards[id_]
        if shown:
            self._read(shown, urgent=True)


def tell(problem: Exception) -> None:
    """Say what went wrong while reading, as the session does it."""
    if isinstance(problem, ReviewError):
        messages.bridge.problem(str(problem))
    elif not isinstance(problem, Cancelled):
        messages.bridge.bug(problem)
