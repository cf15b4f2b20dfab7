"""The list of points with its find field: it stays where it is while points come, go and change."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.views import PointLine
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui import theme
from ogp_review.ui.find_field import FindField
from ogp_review.ui.merging.delegate import PointDelegate
from ogp_review.ui.merging.model import Heading, PointRow, Rows, point_rows
from ogp_review.ui.merging.staying import staying
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState, LoadingBar

Lines = tuple[list[PointLine], frozenset[int]]
FIND_AFTER_MS = 120


class PointList(QListView):
    """The rows. Headings are passed over; single letters are actions."""

    def __init__(self, model: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PointDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Points"))
        self.setProperty("surface", "window")
        theme.watch.changed.connect(self.scheduleDelayedItemsLayout)

    def keyboardSearch(self, search: str) -> None:
        """Single letters are actions here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class PointsPane(QWidget):
    """Points grouped by paragraph."""

    current_changed = Signal(object)
    """The id of the point that is now current, or None."""

    emptied = Signal(bool)
    """Whether there is no point at all in the review."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._wanted: int | str | None = None
        self.model = Rows(self)
        self.field = FindField(_("Find a point"))
        self.view = PointList(self.model)
        self.empty = EmptyState("search")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        row = QVBoxLayout()
        row.setContentsMargins(12, 0, 12, 4)
        row.addWidget(self.field)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self._bar = LoadingBar(self)
        self._typed = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._typed.timeout.connect(self.read)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.empty.acted.connect(self.field.clear)

    # What is shown ----------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the list anew; what is on screen stays until it is here."""
        typed = self.field.text().strip()
        self._bar.start()
        self._session.read(lambda review: _lines(review, typed), self._show, owner=self, key="lines")

    def pause(self) -> bool:
        """Do not follow what has just been typed; whether there was something to follow."""
        waited = self._typed.isActive()
        self._typed.stop()
        return waited

    def _show(self, found: Lines) -> None:
        self._bar.stop()
        with staying(self.view, self.model):
            self.model.take_over(point_rows(*found))
        self._say_why_empty()
        wanted, self._wanted = self._wanted, None
        if (wanted is None or not self._go(wanted)) and self.current() is None:
            self.step(1)
        if self.current() is None:
            self.current_changed.emit(None)

    def _say_why_empty(self) -> None:
        typed, rows = self.field.text().strip(), self.model.rowCount()
        if typed:
            said = _("Nothing matches “{words}”.").format(words=typed)
            self.empty.set_state("search", said, _("Clear"))
        self._stack.setCurrentWidget(self.empty if typed and not rows else self.view)
        self.emptied.emit(not typed and not rows)

    # Which point ------------------------------------------------------------------------------------------

    def lines(self) -> list[PointLine]:
        """The points in the list, in its order."""
        rows = (self.model.row(number) for number in range(self.model.rowCount()))
        return [row.line for row in rows if isinstance(row, PointRow)]

    def current(self) -> int | None:
        row = self.model.row(self.view.currentIndex().row())
        return row.line.id if isinstance(row, PointRow) else None

    def select(self, point: int | str) -> None:
        """Go to a point by id or ref; where it is not in the list, the list is read without a find text."""
        if self._go(point):
            return
        self._wanted = point
        if self.field.text():
            self.field.clear()
        else:
            self.read()

    def _go(self, point: int | str) -> bool:
        found = next((line.id for line in self.lines() if point in (line.id, line.ref)), None)
        if found is None:
            return False
        index = self.model.index(self.model.find("point", found))
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        return True

    def step(self, by: int) -> None:
        """To the next or previous point, over headings."""
        row = self.view.currentIndex().row() + by
        while isinstance(self.model.row(row), Heading):
            row += by
        if isinstance(self.model.row(row), PointRow):
            self.view.setCurrentIndex(self.model.index(row))

    def _moved(
        self, now: QModelIndex | QPersistentModelIndex, before: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.current_changed.emit(self.current())


def _lines(review: Review, typed: str) -> Lines:
    lines = review.desk.points(text=typed)
    return lines, frozenset(point.id for point in review.merging.points() if not point.summary.strip())
