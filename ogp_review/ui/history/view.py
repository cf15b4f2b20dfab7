"""The panel that shows a history, in a popup or at the side. It follows what is done while it is open."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.ui import theme
from ogp_review.ui.history import model
from ogp_review.ui.history.delegate import HistoryDelegate
from ogp_review.ui.history.model import Entry, HistoryModel
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import EmptyState, Hairline, LoadingBar, PlainLabel


class _List(QListView):
    """Rows are measured again when their width changes; letters are left to the shortcuts."""

    def keyboardSearch(self, search: str) -> None:
        return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class HistoryPanel(QWidget):
    """What was done to one comment, or to the whole review; the latest first."""

    outcome_wanted = Signal(object)
    """The id of an import whose outcome is to be shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._subject: int | None = None
        self._limit = model.PAGE
        self._full = False
        self.title = PlainLabel(role="pane_title", weight=600)
        self._model = HistoryModel(self)
        self.list = self._make_list()
        self.empty = EmptyState("history", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        self._lay_out()
        self._loading = LoadingBar(self)
        session.changed.connect(self.refresh)
        theme.watch.changed.connect(self.list.scheduleDelayedItemsLayout)

    def _make_list(self) -> _List:
        made = _List(self)
        made.setModel(self._model)
        made.setItemDelegate(HistoryDelegate(made))
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setAccessibleName(_("History"))
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setMouseTracking(True)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.clicked.connect(self._open)
        made.activated.connect(self._open)
        made.verticalScrollBar().valueChanged.connect(self._near_the_end)
        return made

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 10)
        head.addWidget(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self._pages, 1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_comment(self, subject: int, ref: str) -> None:
        """What was done to a comment, excerpt or point."""
        self._subject = subject
        self.title.set_text(_("History of {ref}").replace("{ref}", ref))
        self._read()

    def show_review(self) -> None:
        """What was done to the whole review."""
        self._subject, self._limit = None, model.PAGE
        self.title.set_text(_("History of the review"))
        self._read()

    def _read(self) -> None:
        subject, limit = self._subject, self._limit
        self._loading.start()
        if subject is None:
            self._session.read(
                lambda review: model.read_review(review, limit), self._take, owner=self, key="history"
            )
        else:
            self._session.read(
                lambda review: model.read_comment(review, subject), self._take, owner=self, key="history"
            )

    def _take(self, entries: list[Entry]) -> None:
        self._loading.stop()
        self._full = self._subject is None and len(entries) >= self._limit
        self._model.put(entries)
        self.empty.set_state("history", _("Nothing was done here yet."))
        self._pages.setCurrentWidget(self.list if entries else self.empty)

    def _near_the_end(self, value: int) -> None:
        """Read on when the end of what was read comes in sight."""
        bar = self.list.verticalScrollBar()
        if self._full and value >= bar.maximum() - self.list.viewport().height():
            self._full = False
            self._limit *= 2
            self._read()

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.entry(index.row())
        if entry is not None and entry.openable:
            self.outcome_wanted.emit(entry.id)

    def refresh(self, _committed: Committed) -> None:
        """Something was done: read again, if anybody is looking."""
        if self.isVisible():
            self._read()

    def entries(self) -> list[Entry]:
        """What shows, from the top."""
        found = (self._model.entry(row) for row in range(self._model.rowCount()))
        return [entry for entry in found if entry is not None]

    def focus_target(self) -> QWidget:
        return self.list

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.title.text():
            self._read()

    def sizeHint(self) -> QSize:
        return QSize(420, 520)
