"""The sidebar as workspaces use it: reads the draft and the views, shows them, and says what was chosen."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ogp_review.domain.draft import folded_label
from ogp_review.domain.operation import Op
from ogp_review.domain.views import Committed, Outline
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages
from ogp_review.ui.draft_tree.model import TreeModel
from ogp_review.ui.draft_tree.nodes import (
    DRAFT_KEY,
    GROUP,
    PARAGRAPH,
    SECTION,
    Branch,
    draft_branches,
    same_filter,
    view_branches,
)
from ogp_review.ui.draft_tree.tree_view import TreeView
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState

Votes = dict[int, tuple[int, int]]
Read = tuple[Outline, tuple[Branch, ...], tuple[Branch, ...]]
_ALWAYS_VOTED = frozenset({Op.IMPORT, Op.MOVE, Op.SET_ASIDE, Op.TAKE_BACK, Op.ACCEPT})
_PERHAPS_VOTED = frozenset({Op.READ_BACK, Op.UNDO, Op.REDO})
_VOTED = frozenset({"comment", "comment_work", "intake"})
_NO_LIMIT = 16_777_215
"""Qt's own largest height: no limit."""


class DraftTree(QWidget):
    """Views, and the draft with what is answered and captured. It keeps its place through every refresh."""

    chosen = Signal(str)
    """The filter text of the view, place, section or paragraph that the person chose."""

    entered = Signal()
    """Enter: the person wants to go on in the list."""

    dropped = Signal(object, object)
    """Ids of comments, and the label of the place they were dropped on (None: Not assigned)."""

    view_menu = Signal(str, QPoint)
    """The name of a view, and where on the screen its menu is asked for."""

    import_wanted = Signal()
    """The action of the empty state: there is no draft yet."""

    shown = Signal()
    """The tree is up to date."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, waits: bool = False) -> None:
        """:param waits: it reads nothing before :meth:`refresh` is called."""
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._votes: Votes = {}
        self._reading = self._again = False
        self._folded: set[int] = set()
        self._suggested: frozenset[int] = frozenset()
        self._ask_votes = True
        self.model = TreeModel(self)
        self.tree = TreeView(self.model, self)
        self.tree.takes_drops = not session.read_only
        self._empty = self._empty_state()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tree, 100)
        layout.addWidget(self._empty, 1)
        self._connect()
        if not waits:
            self.refresh(None)

    def _empty_state(self) -> EmptyState:
        action = "" if self._session.read_only else _("Import")
        made = EmptyState("file", _("No draft yet. Import it, or comments."), action)
        made.hide()
        return made

    def _connect(self) -> None:
        self.tree.chosen.connect(self.chosen)
        self.tree.entered_list.connect(self.entered)
        self.tree.dropped.connect(self.dropped)
        self.tree.view_menu.connect(self.view_menu)
        self._empty.acted.connect(self.import_wanted)
        self.setFocusProxy(self.tree)

    # What others ask of it ----------------------------------------------------------------------------------

    @property
    def narrow(self) -> bool:
        """Whether a pie stands in place of the bar, for windows below 1360."""
        return self.tree.drawn.narrow

    @narrow.setter
    def narrow(self, narrow: bool) -> None:
        self.tree.drawn.narrow = narrow
        self.tree.viewport().update()

    def show_filter(self, filter_text: str) -> bool:
        """Select the line that stands for a filter, else none; nothing is emitted. Whether there is one."""
        return self.tree.show_filter(filter_text)

    def heading(self, filter_text: str) -> tuple[str, str]:
        """Label and title of the line that stands for a filter; the filter itself where none does."""
        wanted = same_filter(filter_text)
        for line in self.model.lines():
            if line.kind != GROUP and same_filter(line.filter) == wanted:
                return line.label, line.title
        return "", _("Filtered comments") if wanted else _("All comments")

    def refresh(self, committed: Committed | None = None) -> None:
        """Read anew what the tree shows. Operations that follow each other quickly are read once.

        After an operation the list and the reader are read first: they show the comment it was done to.
        """
        self._ask_votes = self._ask_votes or committed is None or _moves_votes(committed)
        self._ask_again(later=committed is not None)

    def _ask_again(self, later: bool = False) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        votes, suggested = self._votes, self._suggested

        def work(review: Review) -> Read:
            outline = review.browsing.outline()
            return outline, draft_branches(outline, votes), view_branches(review.browsing.views(suggested))

        self._session.read(work, self._show, owner=self, later=later, failed=self._failed)

    def set_suggested(self, comments: frozenset[int]) -> None:
        """Count these as the comments that have a suggestion."""
        if comments != self._suggested:
            self._suggested = comments
            self._ask_again()

    def next_open_place(self, label: str | None) -> tuple[str, int] | None:
        """The next paragraph that has open comments, and how many; after the last the first comes again."""
        lines = [line for line in self.model.lines(DRAFT_KEY) if line.kind == PARAGRAPH]
        here = folded_label(label or "")
        after = next((number + 1 for number, line in enumerate(lines) if folded_label(line.label) == here), 0)
        for line in (*lines[after:], *lines[:after]):
            if line.open and folded_label(line.label) != here:
                return line.label, line.open
        return None

    def closed_sections(self) -> list[int]:
        """The ids of the sections that are folded, to be remembered."""
        lines = [line for line in self.model.lines(DRAFT_KEY) if line.kind == SECTION]
        return [int(line.key[1]) for line in lines if not self.tree.isExpanded(self.model.index_of(line.key))]

    def close_sections(self, ids: list[int]) -> None:
        """Fold these sections, now or as soon as they are there."""
        self._folded = set(ids)
        self._fold()

    # What is read -------------------------------------------------------------------------------------------

    def _show(self, read: Read) -> None:
        outline, draft, views = read
        self._bring(draft, views)
        if not self._ask_votes:
            self._done()
            return
        self._ask_votes = False

        def votes(review: Review) -> tuple[Votes, tuple[Branch, ...]]:
            known: Votes = review.browsing.outline_votes()
            return known, draft_branches(outline, known)

        self._session.read(votes, self._show_votes, owner=self, later=True, failed=self._failed)

    def _show_votes(self, read: tuple[Votes, tuple[Branch, ...]]) -> None:
        self._votes, draft = read
        self._bring(draft, None)
        self._done()

    def _bring(self, draft: tuple[Branch, ...], views: tuple[Branch, ...] | None) -> None:
        """Show lines without moving any that stay."""
        kept = self.tree.before_update()
        if views is not None:
            self.model.show_views(views)
        self.model.show_draft(draft)
        self._fold()
        self.tree.after_update(kept)
        self._fit()

    def _fold(self) -> None:
        for key in [(SECTION, section) for section in self._folded]:
            index = self.model.index_of(key)
            if index.isValid():
                self.tree.collapse(index)
                self._folded.discard(int(key[1]))

    def _fit(self) -> None:
        """Without a draft the tree ends where its lines do, and what helps stands below it."""
        empty = not self.model.has_paragraphs()
        self.tree.setMaximumHeight(self.tree.content_height() if empty else _NO_LIMIT)
        self._empty.setVisible(empty)

    def _failed(self, error: Exception) -> None:
        self._done()
        if isinstance(error, ReviewError):
            messages.bridge.problem(str(error))
        elif not isinstance(error, Cancelled):
            messages.bridge.bug(error)

    def _done(self) -> None:
        self._reading = False
        self.shown.emit()
        if self._again:
            self._again = False
            self._ask_again()


def _moves_votes(committed: Committed) -> bool:
    """Whether the votes at a place may differ: they are added up over all comments, so not at each step."""
    if committed.changes is None or committed.kind in _ALWAYS_VOTED:
        return True
    return committed.kind in _PERHAPS_VOTED and bool(_VOTED & committed.changes.rows.keys())
