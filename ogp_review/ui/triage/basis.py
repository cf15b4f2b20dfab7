"""What all verbs of triage share: which comments are meant, popups, and what is selected afterwards."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ogp_review.domain.views import CommentView
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages, window_state
from ogp_review.ui.comments import CommentList
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.name_popup import NamePopup
from ogp_review.ui.note_popup import NotePopup
from ogp_review.ui.reader import Reader
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.session import Session
from ogp_review.ui.suggestions import Suggestions
from ogp_review.ui.triage.asking import Asking

ADVANCE = "advance"
"""The personal setting when to select the next comment: "finishing" (after finishing), "always", "never"."""


class Basis(QObject):
    """Knows which comments are meant, asks, does one operation, and goes on."""

    wants = Signal(str, object)

    def __init__(
        self,
        session: Session,
        comments: CommentList,
        reader: Reader,
        response: ResponsePane,
        suggestions: Suggestions,
        drafts: Drafts,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._list = comments
        self._reader = reader
        self._response = response
        self._suggestions = suggestions
        self.asking = Asking(parent, self._anchor)
        self._note = NotePopup(parent, session, drafts)
        self._named = NamePopup(parent)
        self._waiting: tuple[int, Callable[[], object]] | None = None
        reader.shown.connect(self._arrived)

    # Which comments ---------------------------------------------------------------------------------------

    def _ids(self) -> list[int]:
        ids = self._list.selected_ids()
        if not ids:
            messages.bridge.say(_("Select a comment first."))
        return ids

    def _view(self) -> CommentView | None:
        """What the reader shows, where that is the one comment that is selected."""
        view = self._reader.current()
        if view is None or self._list.many():
            return None
        return view if view.card.id == self._list.current_id() else None

    def _anchor(self) -> QWidget:
        """Where popups open: in the reader, or over the list where that shows alone."""
        anchor = self._reader.anchor()
        return anchor if anchor.isVisible() else self._list.head

    def _do(self, work: Callable[[Review], object], *, finishes: bool = False) -> None:
        if not self._session.may_write():
            return
        setting = window_state.personal(ADVANCE, "finishing")
        moves = setting == "always" or (finishes and setting == "finishing")
        here = self._list.current_id()
        self._session.do(work, (lambda _done: self._advance(here)) if moves else None)

    def _advance(self, done: int | None) -> None:
        """To the comment after the one that is done, unless the person has gone on already."""
        if self._list.current_id() == done:
            if self._list.many():
                self._list.clear_marks()
            self._list.next()

    def _when_shown(self, does: Callable[[], object]) -> None:
        """At once, or once the reader shows the current comment: fingers may be faster than it is.

        Where several are selected nothing is done: this is for one comment.
        """
        current = self._list.current_id()
        if self._list.many():
            messages.bridge.say(_("Select one comment for this, or merge these first."))
        elif current is None or self._view() is not None:
            does()
        else:
            self._waiting = (current, does)

    def _arrived(self, view: CommentView | None) -> None:
        if self._waiting is None:
            return
        comment, does = self._waiting
        if view is not None and view.card.id == comment:
            QTimer.singleShot(0, self, does)  # the response is shown after the reader
        elif comment == self._list.current_id():
            return
        self._waiting = None
