"""One open review in the window: header, workspaces and pages, and the actions they share."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.views import Committed, SavedView, Vocabulary
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import messages, theme, widgets, window_state
from ogp_review.ui.actions import Actions
from ogp_review.ui.codebook import CodebookWorkspace
from ogp_review.ui.comments import CommentList
from ogp_review.ui.comments.listing import Listing
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.go_to import GoTo
from ogp_review.ui.header import Header
from ogp_review.ui.history_popup import HistoryPopup
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.merging import PointsWorkspace
from ogp_review.ui.page import Page
from ogp_review.ui.people import PeoplePage
from ogp_review.ui.report import ExportPage
from ogp_review.ui.session import Session
from ogp_review.ui.suggestions import Suggestions
from ogp_review.ui.triage import TriageWorkspace
from ogp_review.ui.undoing import Undoing
from ogp_review.ui.workspace import Workspace
from ogp_review.workers.errands import Verify

WORKSPACES = ("triage", "points", "codebook")
REMEMBERED_EVERY_MS = 5_000
_SIZES = range(80, 201, 10)


class Desk(QWidget):
    """Owns the session: closing the desk keeps what is typed, ends its jobs and closes the review."""

    title_changed = Signal(str)
    figures_changed = Signal()

    def __init__(self, review: Review, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = Session(review, self)
        self._state = window_state.load(review.store.review_id)
        self._ahead = self._ask_ahead()
        self.jobs = Jobs(self.session)
        self.suggestions = Suggestions(self.session, self.jobs)
        self.drafts = Drafts(review.store.review_id, review.store.copy)
        self._actions = actions
        self._makers: dict[str, Callable[[], Workspace]] = {
            "triage": lambda: TriageWorkspace(
                self.session, self.suggestions, self.drafts, self.stack, self._ahead.pop("triage", None)
            ),
            "points": lambda: PointsWorkspace(self.session, self.drafts),
            "codebook": lambda: CodebookWorkspace(self.session, self.drafts),
        }
        self._made: dict[str, Workspace] = {}
        self._current = ""
        self.undoing = Undoing(self.session, actions, self)
        self._lay_out()
        self._bind()
        self.session.changed.connect(self._refresh)
        self._remember = QTimer(self, interval=REMEMBERED_EVERY_MS)
        self._remember.timeout.connect(self.remember)
        self._remember.start()
        theme.set_reading_size(int(self._state.get("reading", 100)))
        self.show_workspace(str(self._state.get("workspace", "triage")))

    # Composition ------------------------------------------------------------------------------------------

    def _ask_ahead(self) -> dict[str, Listing]:
        """Before any panel is made, what the list will show, if it shows first."""
        if self._state.get("workspace", "triage") in WORKSPACES[1:]:
            return {}
        state = dict(self._state.get("triage", {}).get("list", {}))
        return {"triage": CommentList.ask_ahead(self.session, state, self)}

    def _lay_out(self) -> None:
        self.header = Header(self._actions, WORKSPACES, self)
        self.header.chosen.connect(self.show_workspace)
        self.stack = QStackedWidget(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(widgets.Hairline())
        if self.session.read_only:
            whole.addWidget(_read_only_band(self))
        whole.addWidget(self.stack, 1)
        self._history = HistoryPopup(self.session, self)
        self._history.outcome_wanted.connect(self.show_outcome)
        self._import: ImportPage | None = None
        self._export: ExportPage | None = None
        self._people: PeoplePage | None = None
        self._go_to = GoTo(self, self._actions, self.show_filter, self.show_ref)

    def workspace(self, id_: str) -> Workspace:
        """The workspace with this id; made when it is first asked for."""
        if id_ not in self._made:
            made = self._makers[id_]()
            made.wants.connect(self._wanted)
            self.stack.addWidget(made)
            self._made[id_] = made
            made.restore_state(dict(self._state.get(id_, {})))
        return self._made[id_]

    @property
    def triage(self) -> TriageWorkspace:
        found = self.workspace("triage")
        assert isinstance(found, TriageWorkspace)
        return found

    @property
    def points(self) -> PointsWorkspace:
        found = self.workspace("points")
        assert isinstance(found, PointsWorkspace)
        return found

    def show_workspace(self, id_: str) -> None:
        """Show a workspace, and let it answer the actions."""
        chosen = id_ if id_ in self._makers else "triage"
        workspace = self.workspace(chosen)
        if self._current in self._made and self._current != chosen:
            self._made[self._current].deactivate(self._actions)
        self._current = chosen
        self._actions.off(("submit",))  # a page may have had it
        workspace.activate(self._actions)
        self._bind()
        self._forbid_writing()
        self.stack.setCurrentWidget(workspace)
        self.header.show_workspace(chosen)
        self.take_focus()

    def take_focus(self) -> None:
        """To the pane of the workspace where work goes on."""
        panes = self._made[self._current].panes()
        if panes:
            panes[min(1, len(panes) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    # Actions ----------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        for id_ in WORKSPACES:
            self._actions.on(id_, partial(self.show_workspace, id_))
        bound: dict[str, Callable[[], object]] = {
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "go_to": self.go_to,
            "import": self.import_files,
            "export": self.export,
            "outcomes": self.show_outcomes,
            "review_history": self._history.open_review,
            "verify": self.verify,
            "who": self._who,
            "larger": lambda: self._resize_text(10),
            "smaller": lambda: self._resize_text(-10),
            "normal_size": lambda: self._resize_text(0),
            "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1),
        }
        for id_, does in bound.items():
            self._actions.on(id_, does)

    def _forbid_writing(self) -> None:
        if self.session.read_only:
            self._actions.enable(WRITING, False, self.session.why_not)

    def _resize_text(self, by: int) -> None:
        size = theme.reading_size() + by if by else 100
        theme.set_reading_size(max(_SIZES.start, min(_SIZES.stop - 1, size)))

    def _step_pane(self, by: int) -> None:
        page = self.stack.currentWidget()
        shown = page.panes() if isinstance(page, Page) else self._made[self._current].panes()
        panes = [pane for pane in shown if pane.isVisible()]
        focus = QApplication.focusWidget()
        here = next((n for n, pane in enumerate(panes) if _holds(pane, focus)), -by)
        if panes:
            panes[(here + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self) -> None:
        def read(review: Review) -> tuple[Vocabulary, list[SavedView]]:
            return review.browsing.vocabulary(), review.browsing.views(counted=False)

        self.session.read(read, lambda found: self._go_to.open(*found), owner=self, key="go_to")

    def show_filter(self, filter_text: str) -> None:
        """Show the comments of a filter in triage."""
        self.show_workspace("triage")
        self.triage.show_filter(filter_text)

    def show_ref(self, ref: str) -> None:
        """Show a comment in triage, or a point among the points."""

        def found(kind_and_id: tuple[str, int]) -> None:
            kind, row = kind_and_id
            if kind == "point":
                self.open_point(row)
            else:
                self.show_comment(row)

        self.session.read(lambda review: review.reading.find(ref), found, owner=self, key="ref")

    def show_comment(self, comment: int) -> None:
        self.show_workspace("triage")
        self.triage.show_comment(comment)

    def open_point(self, point: int | str) -> None:
        self.show_workspace("points")
        self.points.open_point(point)

    def verify(self) -> None:
        """Check database, journal and ledger as a job, and say what was found."""

        def told(found: dict[str, Any]) -> None:
            if found["ok"]:
                said = _("Verified: {n} operations, every text and count as it should be.")
                messages.bridge.say(said.format(n=f"{found['operations']:,}"))
            else:
                messages.bridge.problem(" ".join(found["problems"][:3]) or _("The ledger does not balance."))

        self.jobs.send(_("Verifying"), Verify(), told)

    # Import, export, history ------------------------------------------------------------------------------

    def _page(self, page: Page) -> None:
        """Cover the workspace: its verbs rest, and Ctrl+Enter is the page's."""
        self._made[self._current].deactivate(self._actions)
        self._actions.on("submit", page.next_step)
        self.header.show_workspace("")
        self.stack.setCurrentWidget(page)
        self.jobs.warm()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_page(self) -> None:
        self.show_workspace(self._current or "triage")

    def _import_page(self) -> ImportPage:
        if self._import is None:
            self._import = ImportPage(self.session, self.jobs, self)
            self._import.closed.connect(self._leave_page)
            self._import.wants.connect(self._wanted)
            self.stack.addWidget(self._import)
        return self._import

    def import_files(self, paths: Sequence[str] = ()) -> None:
        """Show the import page, with these files if there are any."""
        if self.session.read_only:
            messages.bridge.problem(_("This review was opened to read only, so nothing can be imported."))
            return
        page = self._import_page()
        page.take(list(paths))
        self._page(page)

    def show_outcomes(self) -> None:
        page = self._import_page()
        page.show_outcomes()
        self._page(page)

    def show_outcome(self, operation: int) -> None:
        """Show what came of one import."""
        page = self._import_page()
        page.show_outcome(operation)
        self._page(page)

    def export_page(self) -> ExportPage:
        """The page from which documents are written."""
        if self._export is None:
            self._export = ExportPage(self.session, self.jobs, self)
            self._export.closed.connect(self._leave_page)
            self._export.wants.connect(self._wanted)
            self.stack.addWidget(self._export)
        return self._export

    def export(self) -> None:
        self.export_page().open()
        self._page(self.export_page())

    def show_people(self, participant: int | None = None) -> None:
        """Show who spoke: this participant, or who said the comment that is chosen."""
        if self._people is None:
            self._people = PeoplePage(self.session, self)
            self._people.closed.connect(self._leave_page)
            self._people.wants.connect(self._wanted)
            self.stack.addWidget(self._people)
        self._people.open(participant)
        self._page(self._people)

    def _who(self) -> None:
        view = self.triage.reader.current() if self._current == "triage" else None
        self.show_people(view.participant if view is not None else None)

    def _wanted(self, action: str, argument: Any) -> None:
        if action == "history":
            if argument is not None:
                self._history.open_subject(argument)
        elif action == "open_point":
            self.open_point(argument)
        elif action == "respond":
            self._respond(argument)
        elif action == "show_comment":
            self.show_comment(argument)
        elif action in ("filter", "add_comments"):
            self.show_filter(argument if action == "filter" else "")
        elif action == "save_view":
            self._save_view(argument)
        elif action == "who":
            self.show_people(argument)
        elif action == "outcome":
            self.show_outcome(argument)
        else:
            self._actions.trigger(action)

    def _respond(self, point: int) -> None:
        """Answer a point where answers are written: at its lead in triage."""

        def lead(review: Review) -> int:
            found = review.merging.point(point)
            return next(unit.comment_id for unit in found.units if unit.id == found.lead)

        def show(comment: int) -> None:
            self.show_comment(comment)
            self.triage.respond_when_shown(comment)

        self.session.read(lead, show, owner=self, key="respond")

    def _save_view(self, filter_text: str) -> None:
        if not filter_text.strip():
            messages.bridge.say(_("Type a filter first, then save it as a view."))
            return
        self.triage.verbs.name_view(
            lambda name: self.session.do(lambda review: review.browsing.save_view(name, filter_text))
        )

    # Changes and memory -----------------------------------------------------------------------------------

    def _refresh(self, committed: Committed) -> None:
        for workspace in self._made.values():
            workspace.refresh(committed)
        if committed.changes is None or "setting" in committed.changes.rows:
            self.session.read(lambda review: review.title, self.title_changed.emit, owner=self, key="title")
        self.figures_changed.emit()

    def busy(self) -> bool:
        """Whether something is read, written, imported or exported."""
        return self.session.reading or self.session.writing or bool(self.jobs.running)

    def remember(self) -> None:
        """Keep sizes, filter and selection for the next time."""
        state = dict(self._state)
        state |= {id_: made.save_state() for id_, made in self._made.items()}
        state |= {"workspace": self._current, "reading": theme.reading_size()}
        self._state = state
        window_state.save(self.session.review.store.review_id, state)

    def close_review(self) -> None:
        """Keep everything, then let the review go."""
        self._remember.stop()
        self.remember()
        for workspace in self._made.values():
            workspace.deactivate(self._actions)
        self._actions.off(_BOUND)
        self._actions.enable(WRITING, True)
        self.undoing.show_steps()
        if self._import is not None:
            self._import.work.close()
        self.jobs.close()
        self.session.close()
        self.drafts.close()


def _holds(pane: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))


def _read_only_band(parent: QWidget) -> QWidget:
    band = QWidget(parent)
    band.setProperty("surface", "raised")
    band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line = QHBoxLayout(band)
    line.setContentsMargins(16, 7, 16, 7)
    line.setSpacing(8)
    line.addWidget(widgets.Picture("lock", "warning", 16))
    said = _("Opened to read only: this file or its folder is write-protected. Nothing can be changed here.")
    line.addWidget(widgets.PlainLabel(said, role="meta", token="warning"))
    return band


WRITING = (
    "import", "undo", "redo", "tag", "untag", "move", "stance", "language", "assign", "translate", "excerpt",
    "note", "set_aside", "take_back", "close_rest", "merge", "take_out", "lead", "respond", "respond_canned",
    "disposition", "save_canned", "save", "submit", "approve", "return", "publish", "decision", "accept",
    "dismiss", "accept_all", "suggest", "save_view", *(f"tag_{key}" for key in range(1, 10)),
)  # fmt: skip
"""The actions that write to the review."""

_BOUND = (
    *WORKSPACES, "undo", "redo", "go_to", "import", "export", "outcomes", "review_history", "verify", "who",
    "larger", "smaller", "normal_size", "next_pane", "previous_pane",
)  # fmt: skip
