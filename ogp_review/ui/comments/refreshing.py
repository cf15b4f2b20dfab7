"""Bringing the list up to date after operations, so that nothing moves and nothing is pulled away.

Cards on screen are read again at once. Which comments belong in the list is compared in the background; one
comparison at a time, and at big lists not before a burst of operations has ended.
"""

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ogp_review.domain.views import Committed
from ogp_review.ui.comments.differences import Differences
from ogp_review.ui.comments.listing import Listing
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.selecting import RESTORED, Chosen

BIG = 50_000
WAIT_MS = 400
"""How long a comparison of a big list waits for more to compare."""

_TOLD = frozenset({"comment_work", "tag_link", "excerpt", "note", "staff_text", "point", "response"})
"""Where no other table was written, the comments that look different are those an operation tells of."""


class Refreshing(QObject):
    """Listens to nothing itself: the list hands on what was committed."""

    changed = Signal()
    """The list holds what it should; figures may differ."""

    def __init__(self, model: CommentModel, listing: Listing, chosen: Chosen, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._listing, self._chosen = model, listing, chosen
        self._touched: set[int] | None = set()
        self._wanted = False
        self._busy = False
        self._kept: tuple[int | None, list[int]] = (None, [])
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._compare)
        self._leave = QTimer(self, interval=0, singleShot=True)
        self._leave.timeout.connect(self._let_go)
        listing.differs.connect(self._apply)
        listing.chunk.connect(self._start_anew)
        listing.failed.connect(self._go_on)
        listing.incomparable.connect(self._rest)
        chosen.moved.connect(self._moved)
        model.modelAboutToBeReset.connect(self._remember)
        model.restored.connect(self._put_back)

    def refresh(self, committed: Committed) -> None:
        """Read again what is on screen, and compare what belongs here."""
        changes = committed.changes
        touched = None if changes is None or not changes.comments else changes.comments
        self._model.refresh(touched, changes is not None and changes.rows.keys() <= _TOLD)
        self.compare(touched)

    def compare(self, touched: Collection[int] | None) -> None:
        """Find out what came and what left; only `touched` may have (None: any)."""
        if touched is None or self._touched is None:
            self._touched = None
        else:
            self._touched |= set(touched)
        self._wanted = True
        if not self._busy:
            self._soon.start(WAIT_MS if self._model.rowCount() > BIG else 0)

    def _compare(self) -> None:
        if not self._listing.complete:
            self._soon.start(WAIT_MS)
            return
        touched, self._touched = self._touched, set()
        self._wanted, self._busy = False, True
        self._listing.compare(self._model.ids, touched, self._model.departed)

    def _start_anew(self, _ids: Any, first: bool) -> None:
        """A new question: what was to be compared is read with it."""
        if first:
            self._busy = self._wanted = False
            self._touched = set()
            self._soon.stop()

    def _go_on(self) -> None:
        """Another question was refused, and with it went the comparison that was under way."""
        if self._busy or self._wanted:
            self._busy = False
            self.compare(None)

    def _rest(self) -> None:
        """The list stays as it is until something changes again; then all of it is compared."""
        self._busy = False
        self._touched = None

    def _apply(self, found: Differences) -> None:
        self._busy = False
        stay = set(self._chosen.ids()) | self._on_screen() if found.left else self._staying()
        was_empty = not self._model.rowCount()
        self._model.apply(found, stay.__contains__)
        if was_empty and self._model.rowCount():  # Qt makes the first row current, but selects nothing
            self._chosen.select_row(0)
        self.changed.emit()
        if self._wanted:
            self.compare(self._touched)

    def _staying(self) -> set[int]:
        return set(self._model.departed)

    def _on_screen(self) -> set[int]:
        current = self._chosen.current_id()
        shown = {self._model.ids[row] for row in self._model.rows_shown()}
        return shown if current is None else shown | {current}

    def _moved(self) -> None:
        if self._model.departed:
            self._leave.start()

    def _let_go(self) -> None:
        """The selection has moved: what only waited for that goes."""
        stay = set(self._chosen.ids())
        current = self._chosen.current_id()
        if current is not None:
            stay.add(current)
        self._model.drop_departed(stay.__contains__)
        if not self._model.rowCount():
            self.changed.emit()

    # ---- where the list had to be put down anew ----------------------------------------------------------

    def _remember(self) -> None:
        selected = self._chosen.ids() if self._chosen.count <= RESTORED else []
        self._kept = (self._chosen.current_id(), selected)

    def _put_back(self) -> None:
        current, selected = self._kept
        row = self._model.row_of(current) if current is not None else -1
        if row >= 0:
            self._chosen.select_ids(selected, row)
