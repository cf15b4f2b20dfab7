"""The Points workspace: the points, what one of them says, and how each of its members says it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ogp_review.domain import filters
from ogp_review.domain.views import Committed, PointView
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.review import LANGUAGE, Review
from ogp_review.services.near import Near
from ogp_review.ui import composing, messages, shortcuts
from ogp_review.ui.actions import Actions
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.merging.head import PointHead
from ogp_review.ui.merging.lead import LeadColumn
from ogp_review.ui.merging.members_pane import MembersPane
from ogp_review.ui.merging.model import Row, compared
from ogp_review.ui.merging.points import PointsPane
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState, LoadingBar
from ogp_review.ui.workspace import Workspace

Found = tuple[PointView, list[Row]]
READ_AFTER_MS = 30
"""How long the list waits before the point follows it, so that holding a key does not read what flies by."""

_SIDE_BY_SIDE = 1100
"""Below this width the members stand under the lead."""

_CONCERNED = frozenset(
    {"point", "response", "comment_work", "excerpt", "staff_text", "tag", "tag_link", "comment"}
)
"""Tables whose rows the list of points and the members are made of."""


class PointsWorkspace(Workspace):
    """Points at the left, the lead in the middle, its members at the right."""

    handled = ("lead", "take_out", "respond", "next", "previous", "filter", "filter_key", "enter", "back")

    def __init__(self, session: Session, drafts: Drafts | None = None, language: str = LANGUAGE) -> None:
        super().__init__()
        self._session, self._language = session, language
        self._point: PointView | None = None
        self._stale = False
        self.points = PointsPane(session)
        self.head = PointHead()
        self.lead = LeadColumn(session, drafts)
        self.members_pane = MembersPane(not session.read_only, session.why_not)
        self.members = self.members_pane.list
        self._lay_out()
        self._connect()
        self.head.allow(not session.read_only, session.why_not)
        self._after = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._after.timeout.connect(self._read)
        self.points.read()

    # Composition ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.addWidget(self.lead)
        self.columns.addWidget(self.members_pane)
        self._one = QWidget()
        composing.under_head(self._one, self.head, self.columns)
        self._nothing = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._one)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.points)
        self.splitter.addWidget(self._stack)
        composing.share(self.splitter, (321, 1118))
        composing.share(self.columns, (426, 692))
        self.points.setMinimumWidth(200)
        self.lead.setMinimumWidth(280)
        said = _("No points yet. Merge comments in Triage with {key}.")
        self._none = EmptyState("merge", said.format(key=shortcuts.key_of("merge") or "M"), _("Go to Triage"))
        self._pages = composing.or_empty(self, self.splitter, self._none)
        self._bar = LoadingBar(self._stack)

    def _connect(self) -> None:
        self.points.current_changed.connect(self._follow)
        self.points.emptied.connect(self._show_whether_empty)
        self._none.acted.connect(lambda: self.wants.emit("triage", None))
        self.head.add.clicked.connect(self.add_comments)
        self.members_pane.add_wanted.connect(self.add_comments)
        self.head.split.clicked.connect(self.split_all)
        self.head.respond.clicked.connect(self.respond)
        self.lead.card.comment_wanted.connect(lambda comment: self.wants.emit("show_comment", comment))
        self.lead.card.tags.clicked.connect(
            lambda path: self.wants.emit("filter", filters.token("tag", path))
        )
        self.members_pane.near.merge_wanted.connect(self.take_in)
        self.members_pane.near.read_wanted.connect(lambda comment: self.wants.emit("show_comment", comment))
        self.members.acted.connect(self._act_on_card)
        self.members.opened.connect(lambda comment: self.wants.emit("show_comment", comment))

    # What is shown ----------------------------------------------------------------------------------------

    def _show_whether_empty(self, empty: bool) -> None:
        self._pages.setCurrentWidget(self._none if empty else self.splitter)

    def _follow(self, point: int | None) -> None:
        if self._point is None or point != self._point.id:
            self.lead.summary.save()
        self._after.start()

    def _read(self) -> None:
        point = self.points.current()
        if point is None:
            self._point = None
            self._stack.setCurrentWidget(self._nothing)
            return
        language = self._language

        def read(review: Review) -> Found:
            view = review.desk.point(point)
            return view, compared(view, language)

        self._bar.start()
        self._session.read(read, self._show, owner=self, key="point", failed=self._gone)

    def _gone(self, problem: Exception) -> None:
        """The point went meanwhile: the list, which is read anew, says so."""
        self._bar.stop()
        if isinstance(problem, ReviewError):
            self.points.read()
        else:
            messages.bridge.bug(problem)

    def _show(self, found: Found) -> None:
        point, rows = found
        self._bar.stop()
        if point.id != self.points.current():
            return
        before, self._point = self._point, point
        if before is None or before.id != point.id:
            self.members_pane.near.show_near(())
        self._look_near(point.id)
        self.head.show_point(point)
        self.lead.show_point(point)
        self.lead.summary.show_point(point)
        self.members_pane.show_members(rows, before is not None and before.id == point.id)
        self._stack.setCurrentWidget(self._one)

    def _look_near(self, point: int) -> None:
        """What may belong to the point is looked for once all else is read."""

        def show(found: list[Near]) -> None:
            if self._point is not None and self._point.id == point:
                self.members_pane.near.show_near(found)

        self._session.read(
            lambda review: review.merging.near(point),
            show,
            owner=self,
            key="near",
            later=True,
            failed=self._gone,
        )

    # What can be done -------------------------------------------------------------------------------------

    def selected_point(self) -> int | None:
        """The id of the point that is shown."""
        return self.points.current()

    def open_point(self, point: int | str) -> None:
        """Show a point by its id or its ref."""
        self.points.select(point)

    def focus_find(self) -> None:
        self.points.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.points.field.selectAll()

    def make_lead(self) -> None:
        """Let the current member be shown for all."""
        self._on_member(lambda review, point, unit: review.merging.lead(point, unit))

    def take_out(self) -> None:
        """Take the current member out of the point."""
        self._on_member(lambda review, point, unit: review.merging.split(point, unit))

    def take_in(self, comment: int) -> None:
        """Merge a comment that may belong here into the point that shows."""
        point = self._point
        if point is not None and self._session.may_write():
            self._session.do(lambda review: review.merging.gather(point.id, [comment]))

    def _on_member(self, does: Callable[[Review, int, int], object]) -> None:
        row, point = self.members.member(), self._point
        if row is not None and point is not None and self._session.may_write():
            unit = row.member.unit.id
            self._session.do(lambda review: does(review, point.id, unit))

    def _act_on_card(self, action: str, _unit: object) -> None:
        if action == "lead":
            self.make_lead()
        else:
            self.take_out()

    def split_all(self) -> None:
        """Take every member out: each comment is a row of its own again, and the point is gone."""
        point = self._point
        if point is not None and self._session.may_write():
            units = [member.unit.id for member in point.members]
            self._session.do(lambda review: review.merging.split(point.id, units))

    def respond(self) -> None:
        if self._point is not None:
            self.lead.summary.save()
            self.wants.emit("respond", self._point.id)

    def add_comments(self) -> None:
        if self._point is not None:
            self.wants.emit("add_comments", self._point.id)

    def step(self, by: int) -> None:
        """To the next member where the focus is among them, else to the next point."""
        if self.members.hasFocus():
            index = self.members_pane.model.index(self.members.currentIndex().row() + by)
            if index.isValid():
                self.members.setCurrentIndex(index)
        else:
            self.points.step(by)

    # The window -------------------------------------------------------------------------------------------

    def activate(self, actions: Actions) -> None:
        bound: dict[str, Callable[[], object]] = {
            "lead": self.make_lead,
            "take_out": self.take_out,
            "respond": self.respond,
            "next": lambda: self.step(1),
            "previous": lambda: self.step(-1),
            "filter": self.focus_find,
            "filter_key": self.focus_find,
            "enter": self.members.setFocus,
            "back": self.points.view.setFocus,
        }
        for id_, does in bound.items():
            actions.on(id_, does)
        actions.listen(self)

    def deactivate(self, actions: Actions) -> None:
        self.lead.summary.save()
        super().deactivate(actions)

    def refresh(self, committed: Committed) -> None:
        """Read anew what an operation concerns; while another workspace shows, once this one shows again."""
        changes = committed.changes
        if changes is not None and not changes.rows.keys() & _CONCERNED:
            return
        if self.isVisible():
            self._read_anew()
        else:
            self._stale = True

    def _read_anew(self) -> None:
        self._stale = False
        self.points.read()
        self._after.start()

    def panes(self) -> list[QWidget]:
        return [self.points.field, self.points.view, self.lead.summary, self.members]

    def save_state(self) -> dict[str, Any]:
        return {
            "sizes": self.splitter.sizes(),
            "columns": self.columns.sizes(),
            "point": self.selected_point(),
            "whole": self.members.whole,
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        for splitter, name in ((self.splitter, "sizes"), (self.columns, "columns")):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
                splitter.setSizes(sizes)
        if state.get("whole"):
            self.members_pane.show_whole(True)
        if isinstance(state.get("point"), int):
            self.open_point(state["point"])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read_anew()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was about to be read is read when this shows again, if the review is still open then."""
        super().hideEvent(event)
        if self.points.pause() or self._after.isActive():
            self._after.stop()
            self._stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        upright = Qt.Orientation.Vertical if self.width() < _SIDE_BY_SIDE else Qt.Orientation.Horizontal
        if self.columns.orientation() != upright:
            self.columns.setOrientation(upright)
            self.columns.setHandleWidth(7 if upright is Qt.Orientation.Vertical else 1)
