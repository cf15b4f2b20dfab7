"""The list of comments: a head with the filter, below it cards or a table over one model and selection."""

from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain import filters
from ogp_review.domain.views import Committed, Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import messages, theme
from ogp_review.ui.comments import situation
from ogp_review.ui.comments.asking import Asking
from ogp_review.ui.comments.card_view import CardView
from ogp_review.ui.comments.empty import EmptyList
from ogp_review.ui.comments.grouping import Grouping
from ogp_review.ui.comments.head import CARDS, GROUPS, SORTS, TABLE, ListHead
from ogp_review.ui.comments.listing import Listing, Question
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.pages import tell
from ogp_review.ui.comments.refreshing import Refreshing
from ogp_review.ui.comments.returning import Returning
from ogp_review.ui.comments.selecting import Chosen
from ogp_review.ui.comments.situation import Counts
from ogp_review.ui.comments.table import CommentTable
from ogp_review.ui.comments.telling import Telling
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import LoadingBar


class CommentList(QWidget):
    """The comments that match a filter, in an order, as cards or as a table."""

    current_changed = Signal(object)
    """The id of the current comment, or None."""

    selection_changed = Signal(object)
    """A list of the ids that are selected."""

    filter_changed = Signal(str)
    """Another filter is shown now."""

    opened = Signal(object)
    """Enter, or a double click: the id of the comment to read."""

    import_wanted = Signal()
    go_next_place = Signal(str)
    """To the paragraph with this label, where something is left to answer."""

    menu_wanted = Signal(QPoint)
    """A context menu, at a place of the screen."""

    loaded = Signal()
    """All ids of the filter are there."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, listing: Listing | None = None
    ) -> None:
        """:param listing: one that has been asked already, so that its answer comes while this is made."""
        super().__init__(parent)
        self._session = session
        self._return_focus = self._many = False
        self._form = CARDS
        self.model = CommentModel(session, self)
        self.listing = listing or Listing(session, self)
        self.chosen = Chosen(self.model, self)
        self.head = ListHead(self)
        self._pages = QStackedWidget(self)
        self.cards = CardView(self.model, self._pages)
        self.table = CommentTable(self.model, self._pages)
        self._empty = EmptyList(self._pages)
        self.grouping = Grouping(self.model, self.cards)
        self._loading = LoadingBar(self)
        self._returning = Returning(self.model, self.chosen, self.view)
        self._asking = Asking(
            self.listing, self.model, self.chosen, self._returning, self.head, self._loading, self
        )
        self._telling = Telling(session, self.model, self.head, self._show_why, self)
        self._refreshing = Refreshing(self.model, self.listing, self.chosen, self)
        self._lay_out()
        self._connect()
        self._follow_theme()

    # ---- making ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.grouping.heading)
        for page in (self.cards, self.table, self._empty):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        self.setAccessibleName(_("List of comments"))
        self.setAutoFillBackground(True)
        self.setFocusProxy(self.cards)
        self.model.on_screen = lambda: self.view().rows_shown()

    def _connect(self) -> None:
        for view in (self.cards, self.table):
            view.setSelectionModel(self.chosen.selection)
            self.chosen.marks.append(view.keys)
            view.drawn.many = self.chosen.many
            view.dragged = self.selected_ids
            view.entered.connect(self._open)
            view.mark_wanted.connect(self.mark)
            view.scrolled.connect(self._scrolled)
        self.chosen.current_changed.connect(self.current_changed)
        self.chosen.selection_changed.connect(self._selected)
        self._asking.begun.connect(self._begin)
        self._asking.filter_changed.connect(self.filter_changed)
        self._asking.loaded.connect(self._loaded)
        self._refreshing.changed.connect(self._tell_counts)
        self.head.line.asked.connect(lambda text: self._asking.ask(text, keep=True))
        self.head.line.unfinished.connect(lambda: self.head.set_error(""))
        self.head.line.left.connect(lambda: self.view().setFocus(Qt.FocusReason.OtherFocusReason))
        self.head.sort_chosen.connect(self.set_sort)
        self.head.group_chosen.connect(self.set_group)
        self.head.form_chosen.connect(self.set_form)
        self.table.sort_wanted.connect(self._sort_by_header)
        self._empty.acted.connect(self._help)
        theme.watch.changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        colours = self.palette()
        colours.setColor(colours.ColorRole.Window, theme.current().base)
        self.setPalette(colours)

    def view(self) -> CardView | CommentTable:
        """The form that shows: what takes the focus."""
        return self.cards if self._form == CARDS else self.table

    # ---- what is asked -----------------------------------------------------------------------------------

    def set_filter(self, text: str, keep: bool = False) -> None:
        """Show what matches `text`. The first comment becomes the current one, or with `keep` the one that
        was, else the next of the old list that still matches."""
        self.head.line.set_filter(text)
        self._asking.ask(text, keep)

    def filter_text(self) -> str:
        """The filter of what is shown."""
        return self._asking.question.filter

    def _begin(self) -> None:
        self.cards.drawn.light(filters.terms(self.filter_text()))
        if self.model.rowCount():
            self._show_view()
            if self._return_focus:
                self.view().setFocus(Qt.FocusReason.OtherFocusReason)
        self._return_focus = False

    def _loaded(self) -> None:
        self._tell_counts()
        self.loaded.emit()

    # ---- order, groups, form -----------------------------------------------------------------------------

    def set_sort(self, name: str) -> None:
        """One of head.SORTS. The current comment stays the current one."""
        if name in SORTS and name != self.listing.question.sort:
            self.head.set_sort(name)
            if name != self.grouping.name:
                self._set_group("none")
            self._asking.resort(name)

    def _sort_by_header(self, name: str) -> None:
        self.set_sort("oldest" if name == self.listing.question.sort else name)

    def set_group(self, name: str) -> None:
        """One of head.GROUPS; the list takes the order of the same name."""
        if name in GROUPS:
            self._set_group(name)
            if name in SORTS and name != self.listing.question.sort:
                self.head.set_sort(name)
                self._asking.resort(name)

    def _set_group(self, name: str) -> None:
        self.head.set_group(name)
        self.grouping.set_name(name, self._form == CARDS)

    def set_form(self, form: str) -> None:
        """ "cards" or "table"; what is at the top stays there."""
        if form not in (CARDS, TABLE) or form == self._form:
            return
        row, focused = self.view().first_row(), self.view().hasFocus()
        self._form = form
        self.head.set_form(form)
        self.setFocusProxy(self.view())
        self.grouping.set_name(self.grouping.name, form == CARDS)
        if self.model.rowCount():
            self._show_view()
        self.view().scroll_to(row, 0)
        if focused:
            self.view().setFocus(Qt.FocusReason.OtherFocusReason)

    def form(self) -> str:
        return self._form

    def _show_view(self) -> None:
        self._pages.setCurrentWidget(self.view())

    # ---- title and counts --------------------------------------------------------------------------------

    def set_title(self, label: str, title: str) -> None:
        self.head.set_title(label, title)

    def set_counts(self, answered: int, missing: int) -> None:
        """Figures for the line of counts, where they are known already."""
        self._telling.show(Counts(answered, missing))

    def _tell_counts(self) -> None:
        if self.model.rowCount():
            self._show_view()
        self._telling.ask(self._asking.question)

    def _show_why(self, why: situation.Emptiness) -> None:
        self._empty.show_why(why)
        self._pages.setCurrentWidget(self._empty)

    def _help(self, action: str, target: str) -> None:
        if action == situation.IMPORT:
            self.import_wanted.emit()
        elif action == situation.GO:
            self.go_next_place.emit(target)
        else:
            self.set_filter(target)
            self._return_focus = True

    # ---- choosing ----------------------------------------------------------------------------------------

    def all_ids(self) -> list[int]:
        """Every comment of the list, in its order."""
        return list(self.model.ids)

    def current_id(self) -> int | None:
        return self.chosen.current_id()

    def selected_ids(self) -> list[int]:
        """Those that are selected, in the order of the list."""
        return self.chosen.ids()

    def many(self) -> bool:
        """Whether several are selected or marks are set: verbs then act on those, not on the current one."""
        return self.chosen.many()

    def next(self) -> None:
        self._step(1)

    def previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self._returning.give_up()
        if self.chosen.step(by):
            self._reveal()

    def extend(self, step: int) -> None:
        """Grow the selection by a row (1 down, -1 up), or take the last one back."""
        self.chosen.extend(step)
        self._reveal()

    def mark(self) -> None:
        """Mark the current comment, or take its mark away."""
        self.chosen.mark()
        self.view().viewport().update()

    def clear_marks(self) -> None:
        self.chosen.clear_marks()

    def select_all(self) -> None:
        self.chosen.select_all()

    def select_id(self, id_: int) -> bool:
        """Make a comment the current one. False where the list does not hold it (yet: it may still come)."""
        row = self.model.row_of(id_, self.chosen.row)
        if row < 0:
            if not self.listing.complete:
                self._returning.seek(id_)
            return False
        self._returning.give_up()
        self.chosen.select_row(row)
        self._reveal()
        return True

    def _reveal(self) -> None:
        index = self.chosen.selection.currentIndex()
        if index.isValid():
            self.view().scrollTo(index.siblingAtColumn(0 if self._form == CARDS else index.column()))

    def next_needing_me(self) -> None:
        """The next open comment that is mine; where none is, the next open one that nobody has."""
        ids, row = self.model.ids[:], self.chosen.row

        def show(found: int | None) -> None:
            if found is None or not self.select_id(found):
                messages.bridge.say(_("Nothing else in this list needs you."))

        self._session.read(
            lambda review: situation.needing_me(review, ids, row),
            show,
            owner=self,
            key="needing me",
            failed=tell,
        )

    def _selected(self, ids: list[int]) -> None:
        if self._many != self.many():  # checks take the place of all rings, or the other way round
            self._many = self.many()
            self.view().viewport().update()
        self.selection_changed.emit(ids)

    def _open(self) -> None:
        if (current := self.current_id()) is not None:
            self.opened.emit(current)

    # ---- what changed ------------------------------------------------------------------------------------

    def refresh(self, committed: Committed) -> None:
        """Bring on screen what an operation changed; nothing moves."""
        if self._asking.asked:
            self._refreshing.refresh(committed)

    def set_suggestions(self, suggestions: dict[int, int]) -> None:
        """How many suggestions wait, by comment: shown as bulbs, and found by is:suggested."""
        self.model.set_suggestions(suggestions)
        if self._asking.suggest(frozenset(suggestions)):
            self._refreshing.compare(None)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """What the filter line completes."""
        self.head.line.vocabulary = vocabulary

    def focus_filter(self) -> None:
        """To the filter line, behind what stands in it: what is typed is a token of its own."""
        line = self.head.line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.end(False)
        if line.text() and not line.text().endswith(" "):
            line.insert(" ")

    def _scrolled(self) -> None:
        self.grouping.update_heading()

    # ---- remembering -------------------------------------------------------------------------------------

    @staticmethod
    def ask_ahead(session: Session, state: dict[str, Any], parent: QObject) -> Listing:
        """Ask for what :meth:`restore_state` will show, before there is a list."""
        listing = Listing(session, parent)
        sort = state["sort"] if state.get("sort") in SORTS else "oldest"
        listing.ask_ahead(Question(state.get("filter", ""), sort), state.get("first"))
        return listing

    def save_state(self) -> dict[str, Any]:
        row = self.view().first_row()
        return {
            "filter": self._asking.question.filter,
            "sort": self._asking.question.sort,
            "group": self.grouping.name,
            "form": self._form,
            "columns": self.table.save_columns(),
            "current": self.current_id(),
            "first": self.model.id_at(row),
            "offset": self.view().offset(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up what :meth:`save_state` gave, and load; what does not fit is left as it is."""
        self.table.restore_columns(state.get("columns", {}))
        self.set_form(state.get("form", CARDS))
        sort = state["sort"] if state.get("sort") in SORTS else "oldest"
        self.head.set_sort(sort)
        self._set_group(state["group"] if state.get("group") in GROUPS else "none")
        self._returning.expect(state.get("current"), state.get("first"), state.get("offset", 0))
        self._asking.begin_anew(sort)
        self.set_filter(state.get("filter", ""), keep=True)

    # ---- overrides ---------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Over a card or row, or by the menu key at the current one."""
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.view().visualRect(self.chosen.selection.currentIndex())
            at = self.view().viewport().mapToGlobal(rect.center())
        if self.current_id() is not None and self._pages.geometry().contains(self.mapFromGlobal(at)):
            self.menu_wanted.emit(at)
