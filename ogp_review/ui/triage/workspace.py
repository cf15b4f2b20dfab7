"""The triage workspace: tree, list, reader and response, each of which knows itself, put together."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ogp_review.domain.views import CommentView, Committed, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.actions import Actions
from ogp_review.ui.comments import CommentList
from ogp_review.ui.draft_tree import DraftTree
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.reader import Reader
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.session import Session
from ogp_review.ui.suggestions import Suggestions
from ogp_review.ui.triage.arrangement import Arrangement
from ogp_review.ui.triage.verbs import Verbs
from ogp_review.ui.workspace import Workspace

_MENU = (
    "tag", "untag", "move", "stance", "language", "assign", "", "excerpt", "note", "history", "",
    "merge", "take_out", "lead", "respond", "respond_canned", "decision", "", "accept", "dismiss", "",
    "set_aside", "take_back", "close_rest",
)  # fmt: skip
READ_AFTER_MS = 30
"""How long the list waits before the reader follows it, so that holding J does not read what flies by."""


class TriageWorkspace(Workspace):
    """Composes the panels and binds the actions to their verbs."""

    def __init__(
        self, session: Session, suggestions: Suggestions, drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._suggestions = suggestions
        self._actions: Actions | None = None
        self._wanted: int | None = None
        self._respond_to: int | None = None
        # Made where they stay: a style sheet is worked out anew for all that moves to another parent.
        self.splitter = widgets.Splitter(Qt.Orientation.Horizontal, self)
        self.tree = DraftTree(session, self.splitter)
        self.list = CommentList(session, self.splitter)
        self.right = widgets.Splitter(Qt.Orientation.Vertical, self.splitter)
        self.reader = Reader(session, self.right)
        self.response = ResponsePane(session, drafts, self.right)
        self.verbs = Verbs(session, self.list, self.reader, self.response, suggestions, drafts, self)
        self.arrangement = Arrangement(
            self, self.tree, self.list, self.reader, self.response, (self.splitter, self.right)
        )
        self._connect()
        self._after = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._after.timeout.connect(self._read)
        self._load_vocabulary()
        suggestions.load()

    # Composition ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose)
        self.tree.entered.connect(self.arrangement.to_list)
        self.tree.shown.connect(self._head)
        self.tree.import_wanted.connect(lambda: self.wants.emit("import", None))
        self.tree.view_menu.connect(self._view_menu)
        self.tree.dropped.connect(self.verbs.move_to)
        self.list.current_changed.connect(self._follow)
        self.list.selection_changed.connect(self._selected)
        self.list.filter_changed.connect(self._filtered)
        self.list.opened.connect(lambda _comment: self.arrangement.to_reader())
        self.list.menu_wanted.connect(self._menu)
        self.list.import_wanted.connect(lambda: self.wants.emit("import", None))
        self.list.go_next_place.connect(self._choose)
        self.reader.wants.connect(self._wanted_by_reader)
        self.reader.shown.connect(self._shown)
        self.response.wants.connect(self._wanted_by_reader)
        self.verbs.wants.connect(self.wants)
        self._suggestions.changed.connect(self._suggest)
        self._session.changed.connect(self._refresh_vocabulary)

    # What is shown ----------------------------------------------------------------------------------------

    def _choose(self, filter_text: str) -> None:
        self.list.set_filter(filter_text)
        self.arrangement.bring(self.list)

    def show_filter(self, filter_text: str) -> None:
        """Show the comments of a filter, as from a link."""
        self._choose(filter_text)

    def show_comment(self, comment: int) -> None:
        """Show one comment: in the list as it is, or else alone, so that list and reader never differ."""
        if not self.list.select_id(comment):
            self._session.read(
                lambda review: review.reading.ref(comment), self.list.set_filter, owner=self, key="show"
            )

    def respond_when_shown(self, comment: int) -> None:
        """To the field of the response, once the reader shows this comment."""
        view = self.reader.current()
        if view is not None and view.card.id == comment:
            self.response.focus_editor()
        else:
            self._respond_to = comment

    def _filtered(self, filter_text: str) -> None:
        self.tree.show_filter(filter_text)
        self.reader.set_terms(filter_text)
        self._head()

    def _head(self) -> None:
        self.list.set_title(*self.tree.heading(self.list.filter_text()))

    def _follow(self, comment: int | None) -> None:
        self._wanted = comment
        self._after.start()

    def _read(self) -> None:
        if not self.list.many():
            self.reader.show(self._wanted)
            self._suggest_here()

    def _selected(self, ids: list[int]) -> None:
        if self.list.many():  # also one mark: what verbs act on is what shows
            self._after.stop()
            self.reader.show_many(ids)
            self.response.show(None)
        elif ids and self.reader.bulk():
            self._follow(ids[0])

    def _shown(self, view: CommentView | None) -> None:
        self.response.show(view)
        QTimer.singleShot(
            0, self, self.arrangement.align_columns
        )  # the pane may have been without columns until now
        self._suggest_here()
        if view is not None and view.card.id == self._respond_to:
            self._respond_to = None
            self.response.focus_editor()

    def _suggest(self) -> None:
        self.list.set_suggestions(self._suggestions.counts())
        self.tree.set_suggested(self._suggestions.comments())
        self._suggest_here()

    def _suggest_here(self) -> None:
        current = self.list.current_id()
        self.reader.set_suggestions(self._suggestions.of(current) if current is not None else [])

    def _view_menu(self, name: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(_("Remove this view")).triggered.connect(
            lambda: self._session.do(lambda review: review.browsing.remove_view(name))
        )
        menu.popup(at)

    def refresh(self, committed: Committed) -> None:
        self.tree.refresh(committed)
        self.list.refresh(committed)
        self.reader.refresh(committed)
        self.response.refresh(committed)

    def _refresh_vocabulary(self, committed: Committed) -> None:
        changes = committed.changes
        if changes is None or changes.rows.keys() & _VOCABULARY:
            self._load_vocabulary()

    def _load_vocabulary(self) -> None:
        self._session.read(
            lambda review: review.browsing.vocabulary(),
            self._take_vocabulary,
            owner=self,
            key="vocabulary",
            later=True,
        )

    def _take_vocabulary(self, vocabulary: Vocabulary) -> None:
        self.verbs.asking.vocabulary = vocabulary
        self.list.set_vocabulary(vocabulary)
        self.response.set_vocabulary(vocabulary)

    # Actions ----------------------------------------------------------------------------------------------

    def activate(self, actions: Actions) -> None:
        self._actions = actions
        for id_, does in self._bindings().items():
            actions.on(id_, does)
        actions.listen(self)
        actions.hear(self.reader)

    @property
    def handled(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self._bindings())

    def _bindings(self) -> dict[str, Any]:
        verbs, comments = self.verbs, self.list
        bound: dict[str, Any] = {
            "next": comments.next,
            "previous": comments.previous,
            "extend_next": lambda: comments.extend(1),
            "extend_previous": lambda: comments.extend(-1),
            "mark": comments.mark,
            "select_all": comments.select_all,
            "next_mine": comments.next_needing_me,
            "filter": self.arrangement.to_filter,
            "filter_key": self.arrangement.to_filter,
            "table": lambda: comments.set_form("cards" if comments.form() == "table" else "table"),
            "enter": self.arrangement.to_reader,
            "back": self.arrangement.to_list,
            "previous_in_submission": self.reader.previous_in_submission,
            "next_in_submission": self.reader.next_in_submission,
            "translation": self.reader.toggle_translation,
            "draft": self.arrangement.toggle_draft,
            "sidebar": self.arrangement.toggle_sidebar,
            "save": self.response.save,
            "submit": verbs.submit,
            "approve": verbs.approve,
            "return": verbs.give_back,
            "history": lambda: self.wants.emit("history", self.list.current_id()),
            "suggest": self._suggestions.ask,
            "save_view": lambda: self.wants.emit("save_view", self.list.filter_text()),
            "reset_layout": self.arrangement.reset,
        }
        for name in (
            "tag", "untag", "move", "stance", "language", "assign", "excerpt", "note", "set_aside",
            "take_back", "close_rest", "merge", "take_out", "lead", "respond", "respond_canned",
            "disposition", "publish", "decision", "save_canned", "accept", "dismiss", "accept_all",
        ):  # fmt: skip
            bound[name] = getattr(verbs, name)
        for key in range(1, 10):
            bound[f"tag_{key}"] = lambda key=key: verbs.tag_key(key)
        return bound

    def deactivate(self, actions: Actions) -> None:
        super().deactivate(actions)
        self.response.save()

    def _menu(self, at: QPoint) -> None:
        if self._actions is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id_ in _MENU:
            menu.addAction(self._actions[id_]) if id_ else menu.addSeparator()
        menu.popup(at)

    def _wanted_by_reader(self, action: str, argument: object) -> None:
        own = self._links(argument).get(action)
        if own is not None:
            own()
        elif self._actions is not None and action in self._bindings():
            self._actions.trigger(action)
        else:
            self.wants.emit(action, argument)

    def _links(self, argument: Any) -> dict[str, Callable[[], object]]:
        """What links and chips of the reader and the response do with their argument."""
        ids, verbs, session = self.list.selected_ids(), self.verbs, self._session
        links: dict[str, Callable[[], object]] = {
            "untag": lambda: session.do(lambda review: review.tagging.remove(ids, argument)),
            "take_back": verbs.take_back,
            "show": lambda: self.show_comment(argument),
            "accept_suggestion": verbs.accept,
            "dismiss_suggestion": verbs.dismiss,
            "make_excerpt": verbs.excerpt,
            "next": self._go_on,
            "excerpt_menu": lambda: verbs.excerpt_menu(argument),
            "show_answer": self.arrangement.bring_reader,
        }
        if argument is not None:  # else the verb asks
            links["stance"] = lambda: session.do(lambda review: review.triage.stance(ids, argument or None))
        return links

    def _go_on(self) -> None:
        """After an answer is sent: to the next comment, unless the person is at another one already."""
        view = self.reader.current()
        if view is not None and view.card.id == self.list.current_id():
            self.list.next()

    # Sizes and memory -------------------------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        return self.arrangement.panes()

    def save_state(self) -> dict[str, Any]:
        return {
            **self.arrangement.save_state(),
            "folded": self.tree.closed_sections(),
            "list": self.list.save_state(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        self.arrangement.restore_state(state)
        self.tree.close_sections(state.get("folded", []))
        self.list.restore_state(state.get("list", {}))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.resized()


_VOCABULARY = {"tag", "staff_text", "setting", "person", "paragraph", "intake", "comment"}
"""Tables from which names in popups and completions come."""
