"""The page the window opens with: what to do first at the left, the reviews opened last at the right."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import icons, messages, recent, shortcuts, theme
from ogp_review.ui.start.list_view import RecentList
from ogp_review.ui.start.model import RecentModel
from ogp_review.ui.start.parts import DropArea, FirstStep, Mark
from ogp_review.ui.widgets import EmptyState, PlainLabel

WIDEST = 1040
"""Of both columns with what is between them."""


class StartPage(QWidget):
    """Choose a review. It opens nothing itself: it says what the person wants."""

    open_file = Signal()
    new = Signal()
    open_shared = Signal()
    sample = Signal()
    open_recent = Signal(str)
    """The path or address of a review of the list."""

    look_for = Signal(str)
    """The path of a review whose file is no longer there."""

    files_dropped = Signal(list)
    """A list of paths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.model = RecentModel(self)
        self.list = RecentList(self.model, self)
        self.field = self._field()
        self.drop_area = DropArea(self)
        self.empty = EmptyState(parent=self)
        self._heading = PlainLabel(_("Recent"), "pane_title", weight=600)
        self._columns = QHBoxLayout()
        self._build()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """List the reviews as the personal settings have them now."""
        self.model.show_recent(recent.load())
        self._show_state()

    # Making -------------------------------------------------------------------------------------------------

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(_("Find a review"))
        field.setAccessibleName(_("Find a review"))
        field.setFixedWidth(190)
        field.setTextMargins(-6, 0, 0, 0)
        self._glass = field.addAction(icons.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        field.installEventFilter(self)
        return field

    def _build(self) -> None:
        self._columns.addLayout(self._left(), 30)
        self._columns.addLayout(self._right(), 66)
        outer = QVBoxLayout(self)
        outer.addLayout(self._columns)
        self._make_room()

    def _left(self) -> QVBoxLayout:
        """The steps begin further left than the words: their icons stand under the mark."""
        promise = _("Read every comment, answer each point, and show what changed.")
        head = QVBoxLayout()
        head.setContentsMargins(FirstStep.PAD, 0, 0, 26)
        head.setSpacing(0)
        head.addWidget(Mark())
        head.addSpacing(24)
        head.addWidget(PlainLabel("OGP Review", "page_title", weight=600))
        head.addSpacing(8)
        head.addWidget(PlainLabel(promise, "reading", "text2", elide=False))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(head)
        for step in self._steps():
            column.addWidget(step)
        column.addStretch(1)
        return column

    def _steps(self) -> Iterable[FirstStep]:
        for action, icon, told in (
            ("open", "folder", self.open_file),
            ("new", "new", self.new),
            ("open_shared", "database", self.open_shared),
            ("sample", "play", self.sample),
        ):
            key = shortcuts.key_of(action).replace("+", " ")
            step = FirstStep(shortcuts.text_of(action), icon, key, self)
            step.clicked.connect(told)
            yield step

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.field)
        column.addLayout(head)
        column.addSpacing(6)
        column.addWidget(self.empty)
        column.addWidget(self.list)
        column.addSpacing(26)
        column.addWidget(self.drop_area)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.field.textChanged.connect(self._seek)
        self.list.opened.connect(self.open_recent)
        self.list.sought.connect(self.look_for)
        self.list.removed.connect(self._forget)
        self.empty.acted.connect(self._act_on_empty)
        theme.watch.changed.connect(self._follow_theme)

    # What is shown ------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        nothing, none_fits = self.model.is_empty(), not self.model.rowCount()
        self.field.setVisible(not nothing)
        self.list.setVisible(not none_fits)
        self.empty.setVisible(none_fits)
        if nothing:
            self.empty.set_state(
                "file", _("No reviews yet. Try the sample, or start one."), _("Try the sample")
            )
        elif none_fits:
            said = _("Nothing matches “{text}”.").format(text=self.field.text())
            self.empty.set_state("search", said, _("Show all"))
        elif not self.list.currentIndex().isValid():
            self.list.select_first()

    def _seek(self, text: str) -> None:
        self.model.seek(text)
        self._show_state()

    def _follow_theme(self) -> None:
        self._glass.setIcon(icons.icon("search", "text2"))

    def _act_on_empty(self) -> None:
        if self.model.is_empty():
            self.sample.emit()
        else:
            self.field.clear()
            self.field.setFocus()

    def _forget(self, place: str) -> None:
        title = next((one.title for one in recent.load() if one.place == place), place)
        recent.forget(place)
        self.model.remove(place)
        self._show_state()
        messages.bridge.say(
            _("Took {title} off the list. The review itself is untouched.").format(title=title)
        )

    def _make_room(self) -> None:
        """Margins and the gap between the columns, by how much room there is."""
        wide, high = self.width(), self.height()
        self._columns.setSpacing(76 if wide >= 1000 else 32)
        side = max(20, (wide - WIDEST) // 2)
        layout = self.layout()
        if layout is not None:
            top = min(104, max(16, (high - 560) // 2))
            layout.setContentsMargins(side - FirstStep.PAD, top, side, 16)

    def focus_list(self) -> None:
        """Where the keyboard is wanted when the page comes."""
        (self if self.list.isHidden() else self.list).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.model.rowCount():
                self.list.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.act(self.model.index(0))
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_area.light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_area.light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_area.light(False)
        files = _files(event.mimeData())
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.files_dropped.emit(files)


def _files(data: QMimeData) -> list[str]:
    return [str(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile()]
