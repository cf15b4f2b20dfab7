"""The list of who spoke with its find field: it stays where it is while people are merged and named."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.people import ParticipantLine
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.ui import theme
from ogp_review.ui.find_field import FindField
from ogp_review.ui.people.delegate import PersonDelegate
from ogp_review.ui.people.model import PeopleModel
from ogp_review.ui.reader.words import number
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState, LoadingBar, PlainLabel

FIND_AFTER_MS = 120
_AHEAD = 60
_KEYS = {
    Qt.Key.Key_Y: "accept", Qt.Key.Key_N: "dismiss", Qt.Key.Key_M: "merge", Qt.Key.Key_Slash: "find",
    Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "enter",
}  # fmt: skip
_Index = QModelIndex | QPersistentModelIndex


class _List(QListView):
    """Single letters are actions here; `asked` says which."""

    asked = Signal(str)

    def __init__(self, model: PeopleModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(PersonDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Participants"))
        self.setProperty("surface", "window")
        theme.watch.changed.connect(self.scheduleDelayedItemsLayout)

    def keyboardSearch(self, search: str) -> None:
        """Single letters are actions here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            row = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= row < self.model().rowCount():
                self.setCurrentIndex(self.model().index(row, 0))
        elif plain and key in _KEYS:
            self.asked.emit(_KEYS[key])
        else:
            super().keyPressEvent(event)


class PeopleList(QWidget):
    """`current_changed` carries the id of the person that is now current, or None."""

    current_changed = Signal(object)
    asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._wanted: int | None = None
        self.model = PeopleModel(self)
        self.field = FindField(_("Find a participant"))
        self.count = PlainLabel(role="meta", token="text3")
        self.view = _List(self.model)
        self.empty = EmptyState("person")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._bar = LoadingBar(self)
        self._typed = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._typed.timeout.connect(self.read)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._fetch())
        self.view.asked.connect(self._asked)
        self.empty.acted.connect(self.field.clear)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 6)
        top.setSpacing(8)
        top.addWidget(self.field)
        top.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _asked(self, what: str) -> None:
        if what == "find":
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.asked.emit(what)

    # What is shown ----------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read who spoke anew; what is on screen stays until it is here."""
        typed = self.field.text().strip()
        self._bar.start()

        def ids(review: Review) -> tuple[str, list[int], list[ParticipantLine]]:
            found = review.people.ids(typed)
            return typed, found, review.people.lines(found[:_AHEAD])

        self._session.read(ids, self._show, owner=self, key="people")

    def _show(self, found: tuple[str, list[int], list[ParticipantLine]]) -> None:
        typed, ids, lines = found
        self._bar.stop()
        before = self.current()
        row = self.view.currentIndex().row()
        self.model.forget()
        self.model.fill(lines)
        self.model.put(ids)
        self._say_how_many(typed, len(ids))
        wanted, self._wanted = self._wanted, None
        if not self._go(wanted) and self.current() != before and not self._go(before):
            self._go(self.model.person(min(max(row, 0), len(ids) - 1)))
        if self.current() is None:
            self._go(self.model.person(0))
        self._fetch()
        self.current_changed.emit(self.current())

    def _say_how_many(self, typed: str, number_of: int) -> None:
        said = ngettext("{n} participant", "{n} participants", number_of)
        self.count.set_text(said.replace("{n}", number(number_of)))
        self.count.setVisible(bool(number_of))
        if typed:
            self.empty.set_state("search", _("Nothing matches “{words}”.").format(words=typed), _("Clear"))
        else:
            self.empty.set_state("person", _("No source says who spoke. Import one that names participants."))
        self._stack.setCurrentWidget(self.view if number_of else self.empty)

    def _fetch(self) -> None:
        """Read what is on screen and not known yet, and some rows round it."""
        first = self.view.indexAt(self.view.rect().topLeft()).row()
        last = self.view.indexAt(self.view.rect().bottomLeft()).row()
        end = last if last >= 0 else self.model.rowCount() - 1
        missing = self.model.missing(first - _AHEAD, min(end, first + 4 * _AHEAD) + _AHEAD)
        if missing:
            self._session.read(
                lambda review: review.people.lines(missing), self.model.fill, owner=self, key="lines"
            )

    # Which person -----------------------------------------------------------------------------------------

    def current(self) -> int | None:
        return self.model.person(self.view.currentIndex().row())

    def select(self, person: int | None) -> None:
        """Go to a person once they are read; where they are not in the list, without a find text."""
        if self._go(person):
            return
        self._wanted = person
        if self.field.text():
            self.field.clear()
        self.read()

    def _go(self, person: int | None) -> bool:
        row = self.model.row_of(person) if person is not None else None
        if row is None:
            return False
        self.view.setCurrentIndex(self.model.index(row))
        self.view.scrollTo(self.model.index(row))
        return True

    def _moved(self, _now: _Index, _before: _Index) -> None:
        self.current_changed.emit(self.current())

    def names(self) -> Sequence[ParticipantLine]:
        """Who of the list is known, in its order: what can be chosen to be merged."""
        found = (self.model.line(row) for row in range(self.model.rowCount()))
        return [line for line in found if line is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fetch()
