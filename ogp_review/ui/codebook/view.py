"""The Codebook workspace: the tree of tags, the form of one of them, and where it is used."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ogp_review.domain import filters
from ogp_review.domain.codebook import Tag
from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.views import Committed
from ogp_review.errors import Conflict, ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.tagging import TagUse
from ogp_review.ui import composing, messages, shortcuts
from ogp_review.ui.actions import Actions
from ogp_review.ui.codebook.both import changed_by
from ogp_review.ui.codebook.form import TagForm
from ogp_review.ui.codebook.head import TagHead
from ogp_review.ui.codebook.model import TagTree
from ogp_review.ui.codebook.panes import TagsPane, UsePane
from ogp_review.ui.codebook.verbs import TagVerbs
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState
from ogp_review.ui.workspace import Workspace

_CONCERNED = frozenset({"tag", "tag_link", "staff_text", "comment_work", "excerpt", "comment"})


class CodebookWorkspace(Workspace):
    """Tags at the left, what one of them means in the middle, where it is used at the right."""

    handled = ("filter", "filter_key", "enter", "back", "next", "previous")

    def __init__(self, session: Session, drafts: Drafts | None = None) -> None:
        super().__init__()
        self._session = session
        self._wanted: int | None = None
        self._stale = False
        self.model = TagTree(self)
        self.tags = TagsPane(self.model)
        self.head = TagHead()
        self.form = TagForm(drafts=drafts)
        self.use = UsePane()
        self.verbs = TagVerbs(session, self.tags, self)
        self._lay_out()
        self._connect()
        self._allow()
        self.read()

    # Composition ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.addWidget(self.form)
        self.columns.addWidget(self.use)
        self._one = QWidget()
        composing.under_head(self._one, self.head, self.columns)
        self._right = QStackedWidget()
        self._right.addWidget(QWidget())
        self._right.addWidget(self._one)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.tags)
        self.splitter.addWidget(self._right)
        composing.share(self.splitter, (321, 1118))
        composing.share(self.columns, (520, 598))
        self.tags.setMinimumWidth(200)
        self.form.setMinimumWidth(260)
        said = _("No tags yet. Make one here, or type it onto a comment with {key}.")
        new = "" if self._session.read_only else _("New tag")
        self._none = EmptyState("tag", said.format(key=shortcuts.key_of("tag") or "T"), new)
        self._pages = composing.or_empty(self, self.splitter, self._none)

    def _connect(self) -> None:
        self.model.rename_asked.connect(self._rename)
        self.model.nest_asked.connect(self.verbs.nest_under)
        self.tags.view.selectionModel().currentChanged.connect(lambda _now, _before: self._show())
        self.tags.view.menu_wanted.connect(self._menu)
        self.tags.view.delete_wanted.connect(self.verbs.delete)
        self.tags.new.clicked.connect(lambda: self.verbs.new_tag())
        self._none.acted.connect(lambda: self.verbs.new_tag())
        self.form.edited.connect(self._edit)
        self.form.who_wanted.connect(self._ask_who)
        self.head.inside.clicked.connect(lambda: self.verbs.new_tag(self.selected_tag()))
        self.head.merge.clicked.connect(self.verbs.merge)
        self.head.retire.clicked.connect(self.verbs.retire)
        self.verbs.made.connect(self._go_to)
        self.verbs.comments_wanted.connect(self.show_comments)
        self.use.comments_wanted.connect(self.show_comments)
        self.use.bars.chosen.connect(self._show_comments_at)

    def _allow(self) -> None:
        editable, why_not = not self._session.read_only, self._session.why_not
        self.model.editable = editable
        self.form.allow(editable, why_not)
        self.head.allow(editable, why_not)
        self.tags.allow(editable, why_not)

    # What is shown ----------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the codebook anew; what is on screen stays until it is here."""
        self.tags.bar.start()
        self._session.read(_codebook, self._take_over, owner=self, key="codebook")

    def _take_over(self, found: tuple[list[Tag], dict[int, int]]) -> None:
        tags, below = found
        self.tags.take_over(tags, below)
        self._pages.setCurrentWidget(self.splitter if tags else self._none)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.tags.view.go_to(wanted):
            return
        if self.tags.view.current() is None and tags:
            self.tags.view.go_to(tags[0].id)
        self._show()

    def _show(self) -> None:
        tag = self.tags.view.current()
        if tag is None or tag.id != self.form.tag_id():
            self.form.save()
        if tag is None:
            self._right.setCurrentIndex(0)
            return
        self.head.show_tag(tag)
        self.form.show_tag(tag)
        self._right.setCurrentWidget(self._one)
        number = tag.id
        self._session.read(
            lambda review: review.tagging.where_used(number),
            self._show_use,
            owner=self,
            key="use",
            failed=_gone,
        )

    def _show_use(self, use: TagUse) -> None:
        tag = self.tags.view.current()
        if tag is not None:
            self.use.show_use(use, tag, self.model.comments(tag))

    # What can be done -------------------------------------------------------------------------------------

    def selected_tag(self) -> Tag | None:
        return self.tags.view.current()

    def _edit(self, tag: int, field: str, text: str, known: frozenset[str]) -> None:
        def failed(problem: Exception) -> None:
            self.form.not_saved(tag, field)
            if isinstance(problem, Conflict):
                self.read()
            elif field == "name" and tag == self.form.tag_id():
                self.form.put_back()

        self.verbs.change(tag, field, text, known, lambda: self.form.saved(tag, field, text), failed)

    def _ask_who(self, tag: int) -> None:
        """Who changed a tag while it was being typed here."""
        me = self._session.person
        self._session.read(
            lambda review: changed_by(review.history.of(tag), me),
            lambda who: self.form.name_colleague(tag, who),
            owner=self,
            key="who",
            failed=_gone,
        )

    def _rename(self, tag: int, name: str) -> None:
        self.verbs.rename_to(tag, name, self.form.put_back)

    def _go_to(self, tag: int) -> None:
        """Show a tag that has been made, or into which one has gone, once it is read."""
        self._wanted = tag
        self.tags.field.clear()
        self.read()

    def show_comments(self) -> None:
        tag = self.selected_tag()
        if tag is not None:
            self.wants.emit("filter", _filter(tag))

    def _show_comments_at(self, place: int, label: str) -> None:
        tag = self.selected_tag()
        if tag is not None:
            self.wants.emit("filter", f"{_place_filter(place, label)} {_filter(tag)}")

    def _menu(self, tag: int | None, at: QPoint) -> None:
        if tag is not None:
            self.tags.view.go_to(tag)
        self.verbs.menu_of(self.model.by_id(tag)).popup(at)

    # The window -------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """To the next or previous tag that shows."""
        view = self.tags.view
        index = view.indexBelow(view.currentIndex()) if by > 0 else view.indexAbove(view.currentIndex())
        if index.isValid():
            view.setCurrentIndex(index)

    def focus_find(self) -> None:
        self.tags.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tags.field.selectAll()

    def activate(self, actions: Actions) -> None:
        bound: dict[str, Callable[[], object]] = {
            "filter": self.focus_find,
            "filter_key": self.focus_find,
            "enter": self.form.definition.setFocus,
            "back": self.tags.view.setFocus,
            "next": lambda: self.step(1),
            "previous": lambda: self.step(-1),
        }
        for id_, does in bound.items():
            actions.on(id_, does)
        actions.listen(self)

    def deactivate(self, actions: Actions) -> None:
        self.form.save()
        super().deactivate(actions)

    def refresh(self, committed: Committed) -> None:
        """Read anew what an operation concerns; while another workspace shows, once this one shows again."""
        changes = committed.changes
        if changes is not None and not changes.rows.keys() & _CONCERNED:
            return
        if self.isVisible():
            self._stale = False
            self.read()
        else:
            self._stale = True

    def panes(self) -> list[QWidget]:
        return [self.tags.field, self.tags.view, self.form.name, self.use.bars]

    def save_state(self) -> dict[str, Any]:
        tag = self.selected_tag()
        sizes = {"sizes": self.splitter.sizes(), "columns": self.columns.sizes()}
        return {**sizes, "tag": tag.id if tag else None}

    def restore_state(self, state: dict[str, Any]) -> None:
        for splitter, name in ((self.splitter, "sizes"), (self.columns, "columns")):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
                splitter.setSizes(sizes)
        if isinstance(state.get("tag"), int):
            self._wanted = state["tag"]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.read()


def _codebook(review: Review) -> tuple[list[Tag], dict[int, int]]:
    """The tags, and on how many comments those stand that have others below them, with these."""
    return review.tagging.codebook(), review.tagging.with_below()


def _filter(tag: Tag) -> str:
    return filters.token("tag", tag.path)


def _place_filter(place: int, label: str) -> str:
    if place == NOT_ASSIGNED:
        return filters.token("is", "unassigned")
    return filters.token("is", "whole") if place == WHOLE_DRAFT else filters.token("place", label)


def _gone(problem: Exception) -> None:
    """A tag that went meanwhile: the tree, which is read anew, no longer shows it."""
    if not isinstance(problem, ReviewError):
        messages.bridge.bug(problem)
