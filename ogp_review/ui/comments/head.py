"""The head of the list: where one is, the order, cards or table, the filter, and one line of counts."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui.comments.filter_line import FilterLine
from ogp_review.ui.comments.situation import Counts, counts_text
from ogp_review.ui.widgets import Hairline, PlainLabel, button, plain_tooltip

CARDS, TABLE = "cards", "table"
SORTS = {
    "oldest": "Oldest first",
    "newest": "Newest first",
    "paragraph": "By paragraph",
    "ref": "By ref",
    "votes": "Most votes first",
    "author": "By author",
    "state": "By state",
    "best": "Best match first",
}
"""In English here, and translated where they are shown."""

GROUPS = {"none": "No groups", "paragraph": "By paragraph", "author": "By author", "state": "By state"}
"""A list in groups is in the order of the same name, else a group would come again and again."""


class ListHead(QWidget):
    """Tells what is chosen; it decides nothing itself."""

    sort_chosen = Signal(str)
    group_chosen = Signal(str)
    form_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = PlainLabel("", "pane_title", weight=600)
        self._label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._title = PlainLabel("", "pane_title", weight=600)
        self._sort_button = button("", "sort", small=True, token="text2")
        self._sort_button.clicked.connect(self._ask_order)
        self._form_button = button("", "table", small=True)
        self._form_button.clicked.connect(self._change_form)
        self.line = FilterLine()
        self._counts = PlainLabel("", "meta", "text2")
        self._counts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._missing = PlainLabel("", "meta", "warning", 500)
        self._error = PlainLabel("", "meta", "warning", elide=False)
        self._error.hide()
        self._sort, self._group, self._form = "oldest", "none", CARDS
        self._said = ("", "", "")
        self._lay_out()
        self.set_sort("oldest")
        self.set_form(CARDS)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._label)
        top.addWidget(self._title, 1)
        top.addWidget(self._sort_button)
        top.addWidget(self._form_button)
        counts = QHBoxLayout()
        counts.setSpacing(5)
        counts.addWidget(self._counts)
        counts.addWidget(self._missing, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 9)
        inner.setSpacing(6)
        inner.addLayout(top)
        inner.addWidget(self.line)
        inner.addWidget(self._error)
        inner.addSpacing(1)
        inner.addLayout(counts)
        column.addLayout(inner)
        column.addWidget(Hairline())

    # ---- what it shows -----------------------------------------------------------------------------------

    def set_title(self, label: str, title: str) -> None:
        self._label.set_text(label)
        self._label.setVisible(bool(label))
        self._title.set_text(title)

    def title(self) -> str:
        return " ".join(part for part in (self._label.text(), self._title.text()) if part)

    def set_counts(self, shown: int, counted: Counts) -> None:
        self._said = counts_text(shown, counted)
        self._fit_counts()

    def clear_counts(self) -> None:
        self._said = ("", "", "")
        self._fit_counts()

    def counts(self) -> str:
        """The line as it stands, the whole of it."""
        return " ".join(part for part in self._said[:2] if part)

    def _fit_counts(self) -> None:
        said, whole, brief = self._said
        self._counts.set_text(said)
        room = self.width() - 32 - self._counts.sizeHint().width() - 5
        self._missing.set_text(whole)
        if self._missing.sizeHint().width() > room:
            self._missing.set_text(brief)
        self._missing.setToolTip(plain_tooltip(whole))

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with the filter; empty takes it away."""
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))
        self._counts.setVisible(not sentence)
        self._missing.setVisible(not sentence)

    def error(self) -> str:
        return self._error.text()

    def set_sort(self, name: str) -> None:
        self._sort = name
        self._sort_button.set_text(_(SORTS[name]))
        self._sort_button.setAccessibleName(_("{order}, order of the list").format(order=_(SORTS[name])))

    def set_group(self, name: str) -> None:
        self._group = name

    def set_form(self, form: str) -> None:
        self._form = form
        said = _("Show as a table") if form == CARDS else _("Show as cards")
        self._form_button.set_icon("table" if form == CARDS else "cards")
        self._form_button.setAccessibleName(said)
        self._form_button.setToolTip(plain_tooltip(said))

    # ---- what is chosen ----------------------------------------------------------------------------------

    def order_menu(self) -> QMenu:
        """Orders, and groups where there are cards to group."""
        menu = QMenu(self)
        sorts = self._choices(menu, SORTS, self._sort)
        sorts.triggered.connect(lambda action: self.sort_chosen.emit(action.data()))
        if self._form == CARDS:
            menu.addSection(_("Groups"))
            groups = self._choices(menu, GROUPS, self._group)
            groups.triggered.connect(lambda action: self.group_chosen.emit(action.data()))
        return menu

    def _choices(self, menu: QMenu, offered: dict[str, str], chosen: str) -> QActionGroup:
        group = QActionGroup(menu)
        for name, text in offered.items():
            action = QAction(_(text), menu, checkable=True, checked=name == chosen)
            action.setData(name)
            group.addAction(action)
            menu.addAction(action)
        return group

    def _ask_order(self) -> None:
        menu = self.order_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._sort_button.mapToGlobal(QPoint(0, self._sort_button.height() + 2)))

    def _change_form(self) -> None:
        self.form_chosen.emit(TABLE if self._form == CARDS else CARDS)

    # ---- overrides ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_counts()
