"""The triage workspace: tree, list, reader and response, each of which knows itself, put together.

Tree and list are made first and show first: reader, response and verbs follow while the comment that they are
to show is still being looked for, each in a turn of its own, or at once where somebody wants them.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ogp_review.domain.views import CommentView, Committed, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import messages, widgets
from ogp_review.ui.actions import Actions
from ogp_review.ui.comments import CommentList
from ogp_review.ui.comments.listing import Listing
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
    "tag", "untag", "move", "stance", "language", "assign", "", "translate", "excerpt", "note", "history", "",
    "merge", "take_out", "lead", "respond", "respond_canned", "decision", "", "accept", "dismiss", "",
    "set_aside", "take_back", "close_rest",
)  # fmt: skip
FILLED_AFTER_MS = 150
"""When reader, response and verbs are made at the latest, where no comment is shown before."""

READ_AFTER_MS = 30
"""How long the list waits before the reader follows it, so that holding J does not read what flies by."""


class TriageWorkspace(Workspace):
    """Composes the panels and binds the actions to their verbs."""

    def __init__(
        self,
        session: Session,
        suggestions: Suggestions,
        drafts: Drafts,
        parent: QWidget | None = None,
        listing: Listing | None = None,
    ) -> None:
        """:param listing: one that has been asked for what the list is to show."""
        super().__init__(parent)
        self._session = session
        self._suggestions = suggestions
        self._drafts = drafts
        self._actions: Actions | None = None
        self._wanted: int | None = None
        self._respond_to: int | None = None
        self._vocabulary: Vocabulary | None = None
        self._tree_asked = False
        # Made where they stay: a style sheet is worked out anew for all that moves to another parent.
        self.splitter = widgets.Splitter(Qt.Orientation.Horizontal, self)
        self.tree = DraftTree(session, self.splitter, waits=True)
        self.list = CommentList(session, self.splitter, listing)
        self.right = widgets.Splitter(Qt.Orientation.Vertical, self.splitter)
        self.arrangement = Arrangement(self, self.tree, self.list, (self.splitter, self.right))
        self._after = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._after.timeout.connect(self._read)
        self._fill = QTimer(self, singleShot=True, interval=FILLED_AFTER_MS)
        self._fill.timeout.connect(self._make_next)
        self._fill.start()
        self._connect()
        self._load_vocabulary()
        suggestions.load()

    # Composition ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose)
        self.tree.entered.connect(self.arrangement.to_list)
        self.tree.shown.connect(self._head)
        self.tree.import_wanted.connect(lambda: self.wants.emit("import", None))
        self.tree.view_menu.connect(self._view_menu)
        self.tree.dropped.connect(lambda ids, label: self.verbs.move_to(ids, label))
        self.list.current_changed.connect(self._follow)
        self.list.selection_changed.connect(self._selected)
        self.list.filter_changed.connect(self._filtered)
        self.list.opened.connect(lambda _comment: self._to_reader())
        self.list.menu_wanted.connect(self._menu)
        self.list.import_wanted.connect(lambda: self.wants.emit("import", None))
        self.list.go_next_place.connect(self._choose)
        self._suggestions.changed.connect(self._suggest)
        self._session.changed.connect(self._refresh_vocabulary)

    @cached_property
    def reader(self) -> Reader:
        made = Reader(self._session, self.right, self._drafts)
        made.set_terms(self.list.filter_text())
        made.wants.connect(self._wanted_by_reader)
        made.shown.connect(self._shown)
        return made

    @cached_property
    def response(self) -> ResponsePane:
        made = ResponsePane(self._session, self._drafts, self.right)
        made.wants.connect(self._wanted_by_reader)
        self.arrangement.take(self.reader, made)
        if self._vocabulary is not None:
            made.set_vocabulary(self._vocabulary)
        self._listen()
        return made

    @cached_property
    def verbs(self) -> Verbs:
        made = Verbs(
            self._session, self.list, self.reader, self.response, self._suggestions, self._drafts, self
        )
        made.wants.connect(self.wants)
        if self._vocabulary is not None:
            made.asking.vocabulary = self._vocabulary
        return made

    @property
    def whole(self) -> bool:
        """Whether reader, response and verbs are there."""
        return "verbs" in self.__dict__

    def _make_next(self) -> None:
        """One of what is still to be made; keys and paints have their turn between."""
        if not self._tree_asked:
            self._tree_asked = True
            self.tree.refresh(None)
        lacking = next((name for name in _LATER if name not in self.__dict__), None)
        if lacking is not None:
            getattr(self, lacking)
            self._fill.start(0)

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
        if self.whole:
            self.reader.set_terms(filter_text)
        self._head()

    def _head(self) -> None:
        self.list.set_title(*self.tree.heading(self.list.filter_text()))

    def _follow(self, comment: int | None) -> None:
        self._wanted = comment
        if self.whole:
            self.response.hold(not self._settled())
        elif self._fill.interval():
            self._fill.start(0)  # the first card is painted before this ends
        self._after.start()

    def _read(self) -> None:
        if not self.whole:
            self._after.start()  # it is being made
        elif not self.list.many():
            self.reader.show(self._wanted)
            self._suggest_here()

    def _selected(self, ids: list[int]) -> None:
        if self.list.many():  # also one mark: what verbs act on is what shows
            self._after.stop()
            self.reader.show_many(ids)
            self.response.show(None)
        elif ids and self.whole and self.reader.bulk():
            self._follow(ids[0])

    def _settled(self) -> bool:
        """Whether the reader shows what is current in the list, and not still the comment before."""
        view = self.reader.current()
        return view is None or self.list.many() or view.card.id == self.list.current_id()

    def _shown(self, view: CommentView | None) -> None:
        self.response.show(view)
        self.response.hold(not self._settled())
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
        if self.whole:
            self._suggest_here()

    def _suggest_here(self) -> None:
        current = self.list.current_id()
        self.reader.set_suggestions(self._suggestions.of(current) if current is not None else [])

    def _view_menu(self, name: str, at: QPoint) -> None:
        menu = QMenu(self)
        remove = menu.addAction(_("Remove this view"))
        remove.triggered.connect(lambda: self._session.do(lambda review: review.browsing.remove_view(name)))
        remove.setEnabled(not self._session.read_only)
        menu.popup(at)

    def refresh(self, committed: Committed) -> None:
        self.list.refresh(committed)  # first: it is where the person looks
        if self.whole:
            self.reader.refresh(committed)
            self.response.refresh(committed)
        self.tree.refresh(committed)

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
        self._vocabulary = vocabulary
        self.list.set_vocabulary(vocabulary)
        if self.whole:
            self.verbs.asking.vocabulary = vocabulary
            self.response.set_vocabulary(vocabulary)

    # Actions ----------------------------------------------------------------------------------------------

    def activate(self, actions: Actions) -> None:
        self._actions = actions
        for id_, does in self._bindings().items():
            actions.on(id_, does)
        self._listen()

    def _listen(self) -> None:
        """Single keys work in all panes that are there."""
        if self._actions is not None:
            self._actions.listen(self)
            if "reader" in self.__dict__:
                self._actions.hear(self.reader)

    def _to_reader(self) -> None:
        self._make_all()
        self.arrangement.to_reader()

    def _make_all(self) -> None:
        for name in _LATER:
            getattr(self, name)

    @property
    def handled(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self._bindings())

    def _bindings(self) -> dict[str, Any]:
        comments = self.list
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
            "enter": self._to_reader,
            "back": self.arrangement.to_list,
            "previous_in_submission": lambda: self.reader.previous_in_submission(),
            "next_in_submission": lambda: self.reader.next_in_submission(),
            "translation": lambda: self.reader.toggle_translation(),
            "draft": self.arrangement.toggle_draft,
            "sidebar": self.arrangement.toggle_sidebar,
            "save": lambda: self.response.save(),
            "submit": self._verb("submit"),
            "approve": self._verb("approve"),
            "return": self._verb("give_back"),
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
            bound[name] = self._verb(name)
        bound["translate"] = self._translate
        for key in range(1, 10):
            bound[f"tag_{key}"] = lambda key=key: self.verbs.tag_key(key)
        return bound

    def _translate(self) -> None:
        self.arrangement.bring_reader()
        self.verbs.translate()

    def _verb(self, name: str) -> Callable[[], object]:
        return lambda: getattr(self.verbs, name)()

    def deactivate(self, actions: Actions) -> None:
        super().deactivate(actions)
        if self.whole:
            self.response.save()
            self.reader.save()

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
        if action not in _HARMLESS and not self._settled():
            messages.bridge.say(_("Another comment is being opened, so nothing was done."))
        elif action not in _HARMLESS and self._session.read_only:
            messages.bridge.say(self._session.why_not)
        elif own is not None:
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


_HARMLESS = frozenset({"show", "history", "open_point", "next", "back", "show_answer", "compare", "who"})
"""What the reader may ask for while another comment is being opened: all else might be meant for either."""

_LATER = ("reader", "response", "verbs")
"""What is made after tree and list, in this order."""

_VOCABULARY = {"tag", "staff_text", "setting", "person", "paragraph", "intake", "comment"}
"""Tables from which names in popups and completions come."""
