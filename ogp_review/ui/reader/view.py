"""The reader: one comment with all that stands round it, beside its paragraph; or what several share."""

from collections.abc import Sequence
from types import EllipsisType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain import filters
from ogp_review.domain.views import CommentView, Committed
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.suggesting import Suggestion
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.reader import model, offers
from ogp_review.ui.reader.bulk import BulkPane
from ogp_review.ui.reader.comment_pane import CommentPane
from ogp_review.ui.reader.draft_pane import DraftPane
from ogp_review.ui.reader.head import Head
from ogp_review.ui.reader.model import Reading, Shared
from ogp_review.ui.reader.strip import SuggestionStrip
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState, LoadingBar

_LEFT, _RIGHT = 57, 43
"""How the columns share the reader, in hundredths."""

_BROUGHT_ELSEWHERE = frozenset(
    {"paragraph_text", "paragraph", "tag", "staff_text", "note", "excerpt", "point"}
)
"""Tables whose rows show in the reader though no comment's figures differ by them."""


class Reader(QWidget):
    """Reads off the window's thread; the old comment stays until the next one is there.

    `columns` holds `comment_pane` and `draft_pane`, so that what stands below can follow its splitter.
    """

    wants = Signal(str, object)
    """(action id, argument): what the person asks for. Whoever composes the reader does it."""

    shown = Signal(object)
    """A CommentView, each time one has arrived; None when nothing shows."""

    def __init__(self, session: Session, parent: QWidget | None = None, drafts: Drafts | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drafts = drafts
        self._reading: Reading | None = None
        self._wanted: int | None = None
        self._many: tuple[int, ...] = ()
        self._suggestions: list[Suggestion] = []
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._allow(not session.read_only, session.why_not)

    def _make_widgets(self) -> None:
        self.head = Head()
        self.strip = SuggestionStrip()
        self.comment_pane = CommentPane(self._session, self._drafts)
        self.draft_pane = DraftPane()
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        self.columns.addWidget(self.comment_pane)
        self.columns.addWidget(self.draft_pane)
        self.columns.setStretchFactor(0, _LEFT)
        self.columns.setStretchFactor(1, _RIGHT)
        self.columns.setSizes([_LEFT * 10, _RIGHT * 10])
        self.bulk_pane = BulkPane()
        self.nothing = EmptyState("respond", _nothing())
        self.nothing.setProperty("surface", "base")
        self.nothing.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget(self)
        self._one = QWidget(self._pages)
        for page in (self.nothing, self._one, self.bulk_pane):
            self._pages.addWidget(page)
        column = QVBoxLayout(self._one)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.strip)
        column.addWidget(self.columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._loading = LoadingBar(self)

    def _connect(self) -> None:
        self.head.wants.connect(self._want)
        self.comment_pane.editor.refused.connect(self._read_again)
        for pane in (self.comment_pane, self.draft_pane, self.bulk_pane):
            pane.wants.connect(self.wants)
        self.strip.accepted.connect(lambda offer: self.wants.emit("accept_suggestion", offer))
        self.strip.dismissed.connect(lambda offer: self.wants.emit("dismiss_suggestion", offer))
        self.strip.turned.connect(self._light_evidence)

    def _allow(self, editable: bool, why_not: str) -> None:
        """Let the comment be worked on; else each control says why it cannot be."""
        for pane in (self.head, self.strip, self.comment_pane, self.draft_pane, self.bulk_pane):
            pane.allow(editable, why_not)

    def _want(self, action: str, argument: object) -> None:
        steps = {
            "previous_in_submission": self.previous_in_submission,
            "next_in_submission": self.next_in_submission,
        }
        if action in steps:
            steps[action]()
        else:
            self.wants.emit(action, argument)

    # What is shown ----------------------------------------------------------------------------------------

    def show(self, comment: int | EllipsisType | None = ...) -> None:
        """Show a comment, or nothing; without an argument, what any widget does."""
        if isinstance(comment, EllipsisType):
            super().show()
            return
        self._many = ()
        self._wanted = comment
        if comment is None:
            self._loading.stop()
            self._show_nothing("respond", _nothing())
            return
        self._read()

    def _read(self) -> None:
        comment = self._wanted
        assert comment is not None
        self._loading.start()
        self._session.read(
            lambda review: _read(review, comment),
            self._take,
            owner=self,
            key="reader",
            failed=self._failed,
        )

    def _read_again(self, comment: int) -> None:
        """What could not be written of a comment is shown beside what stands there, if it still shows."""
        if comment == self._wanted:
            self._read()

    def _take(self, reading: Reading | None) -> None:
        self._loading.stop()
        if reading is None:
            self._show_nothing("info", _("This comment is not in the review any more."))
            return
        if reading.view.card.id != self._wanted:
            return
        same = self._reading is not None and self._reading.view.card.id == self._wanted
        self._reading = reading
        self.head.show_comment(reading.view)
        self.comment_pane.show_reading(reading, same=same)
        self.draft_pane.show_reading(reading, same=same)
        self._offer()
        self._pages.setCurrentWidget(self._one)
        self.shown.emit(reading.view)

    def _failed(self, error: Exception) -> None:
        self._loading.stop()
        if isinstance(error, ReviewError):
            self._show_nothing("info", str(error))
        else:
            messages.bridge.bug(error)

    def _show_nothing(self, icon: str, sentence: str) -> None:
        self._reading = None
        self.nothing.set_state(icon, sentence)
        self._pages.setCurrentWidget(self.nothing)
        self.shown.emit(None)

    def show_many(self, ids: Sequence[int]) -> None:
        """Show how many comments are selected, and what they share."""
        self._many = tuple(ids)
        self._wanted = None
        chosen = self._many
        self.bulk_pane.count(len(chosen))
        self._pages.setCurrentWidget(self.bulk_pane)
        self._session.read(
            lambda review: model.read_shared(review, chosen), self._take_shared, owner=self, key="reader"
        )

    def _take_shared(self, shared: Shared) -> None:
        if shared.ids == self._many:
            self.bulk_pane.show_shared(shared)

    def bulk(self) -> bool:
        """Whether several comments show."""
        return bool(self._many)

    def current(self) -> CommentView | None:
        """The comment that shows."""
        return self._reading.view if self._reading is not None and not self._many else None

    def refresh(self, committed: Committed) -> None:
        """Read again what an operation may have changed; scroll and selected words stay."""
        changes = committed.changes
        if changes is not None and not self._concerned(changes.comments, frozenset(changes.rows)):
            return
        if self._many:
            self.show_many(self._many)
        elif self._wanted is not None:
            self._read()

    def _concerned(self, comments: frozenset[int], tables: frozenset[str]) -> bool:
        mine = set(self._many) if self._many else {self._wanted}
        return bool(mine & comments) or bool(tables & _BROUGHT_ELSEWHERE) or self._in_point(comments)

    def _in_point(self, comments: frozenset[int]) -> bool:
        view = self.current()
        if view is None or view.point is None:
            return False
        return any(member.unit.comment_id in comments for member in view.point.members)

    # Suggestions, terms, translation ----------------------------------------------------------------------

    def set_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """What is suggested for the comment that shows, or is about to."""
        self._suggestions = list(suggestions)
        self._offer()

    def _offer(self) -> None:
        view = self.current()
        mine = [one for one in self._suggestions if offers.concerns(one, view)] if view is not None else []
        self.strip.set_offers([offers.offer(one, view) for one in mine] if view is not None else [])
        self._light_evidence()

    def _light_evidence(self) -> None:
        offer = self.strip.offer()
        self.comment_pane.set_evidence(offer.evidence if offer is not None else ())

    def set_terms(self, terms: str | Sequence[str]) -> None:
        """Light what is searched for: terms, or the line of the filter that holds them."""
        found = filters.terms(terms) if isinstance(terms, str) else terms
        self.comment_pane.set_terms(found)

    def toggle_translation(self) -> None:
        """The translation beside the comment, or below it."""
        self.comment_pane.toggle_translation()

    def translate(self) -> None:
        """Write the translation of the comment that shows."""
        if self.current() is not None:
            self.comment_pane.translate()

    def save(self) -> None:
        """Write what is typed and not yet written."""
        self.comment_pane.editor.save()

    def set_draft_visible(self, visible: bool) -> None:
        """Show or hide the column of the draft."""
        self.draft_pane.setVisible(visible)

    def draft_visible(self) -> bool:
        return not self.draft_pane.isHidden()

    # Moving, choosing -------------------------------------------------------------------------------------

    def next_in_submission(self) -> None:
        """Ask for the next comment of the same submission."""
        self._step(1)

    def previous_in_submission(self) -> None:
        """Ask for the one before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        view = self.current()
        if view is None or view.card.id not in view.submission:
            return
        place = view.submission.index(view.card.id) + by
        if 0 <= place < len(view.submission):
            self.wants.emit("show", view.submission[place])

    def selected_range(self) -> tuple[int, int] | None:
        """The code points of the comment that are selected."""
        return self.comment_pane.selected_range() if self.current() is not None else None

    def choose_stance(self) -> None:
        """Open the menu of stances."""
        self.head.choose_stance()

    def anchor(self) -> QWidget:
        """Where popups about the comment open."""
        return self.bulk_pane.title if self._many else self.head.chips

    def focus_target(self) -> QWidget:
        """What takes the focus when the reader is entered."""
        return self.bulk_pane if self._many else self.comment_pane.text


def _read(review: Review, comment: int) -> Reading | None:
    """None: it is not in the review any more, since its import was taken back."""
    try:
        return model.read_comment(review, comment)
    except ReviewError:
        if review.browsing.cards([comment]):
            raise
        return None


def _nothing() -> str:
    return _("Choose a comment in the list to read it here.")
