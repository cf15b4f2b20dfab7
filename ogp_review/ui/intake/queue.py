"""The list of sources that are on their way in, and the card of the one that is shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.intake.source import Source, Stage, state_of
from ogp_review.ui.intake.source_delegate import SourceDelegate, row_height

MOST_SHOWN = 5
"""So many sources are seen at once; the others are scrolled to."""

STAGE = Qt.ItemDataRole.UserRole
DEPTH = Qt.ItemDataRole.UserRole + 1


class SourceList(QListWidget):
    """One item a source: its name, and below it how far it is. Del, or the cross, is `remove_wanted`."""

    remove_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setProperty("surface", "window")
        self.setSpacing(0)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        delegate = SourceDelegate(self)
        delegate.removed.connect(self.remove_wanted)
        self.setItemDelegate(delegate)
        self.setAccessibleName(_("Sources"))

    def show_sources(self, sources: Sequence[Source], row: int) -> None:
        """Show them, row `row` being current; nothing is told of it, and nothing moves."""
        self.blockSignals(True)
        while self.count() > len(sources):
            self.takeItem(self.count() - 1)
        for number, source in enumerate(sources):
            item = self.item(number) if number < self.count() else None
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            put(item, source)
        if row != self.currentRow():
            self.setCurrentRow(row)
        self.blockSignals(False)

    def show_progress(self, row: int, source: Source) -> None:
        """Bring one line up to date."""
        item = self.item(row)
        if item is not None:
            put(item, source)

    def fit(self, everything: bool) -> None:
        """As high as what it holds; where there is more beside it, only the first few."""
        rows = max(1, self.count() if everything else min(MOST_SHOWN, self.count()))
        high = rows * row_height() + 2
        self.setMinimumHeight(min(high, 2 * row_height()) if everything else high)
        self.setMaximumHeight(16_777_215 if everything else high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.remove_wanted.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


def put(item: QListWidgetItem, source: Source) -> None:
    """What an item says of its source, where that has changed."""
    text = f"{source.name}\n{state_of(source)}"
    if item.text() != text:
        item.setText(text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{source.name}, {state_of(source)}")
    if item.data(STAGE) != source.stage.value:
        item.setData(STAGE, source.stage.value)
    depth = 1 if source.parent is not None else 0
    if item.data(DEPTH) != depth:
        item.setData(DEPTH, depth)


_ICONS = (
    ("mail", (".eml", ".mbox", ".msg")),
    ("table", (".csv", ".tsv", ".xlsx", ".ods")),
    ("document", (".docx", ".pdf", ".md", ".txt")),
    ("globe", (".html", ".htm", ".mht", ".mhtml")),
)


class SourceCard(QWidget):
    """What is being brought in: its name, what it is, and the way to another one."""

    change_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._picture = widgets.Picture("file", "text2", 16)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.name = widgets.PlainLabel("", weight=600)
        self.about = widgets.PlainLabel("", role="meta", token="text2", elide=False)
        self.about.setWordWrap(True)
        words.addWidget(self.name)
        words.addWidget(self.about)
        line.addLayout(words, 1)
        self._change = widgets.button(_("Change"), kind="link", small=True)
        self._change.clicked.connect(self._act)
        line.addWidget(self._change, 0, Qt.AlignmentFlag.AlignTop)
        self._busy = False

    def _act(self) -> None:
        (self.cancel_wanted if self._busy else self.change_wanted).emit()

    def show_source(self, source: Source, about: str) -> None:
        """Name it; while it is read or brought in, that can be stopped here."""
        self._picture.set_name(_icon_of(source))
        self.name.set_text(source.name)
        self.about.set_text(about)
        self._busy = source.job is not None
        self._change.set_text(_("Cancel") if self._busy else _("Change"))
        self._change.setVisible(self._busy or source.stage is not Stage.DONE)


def _icon_of(source: Source) -> str:
    if source.place.text is not None:
        return "clipboard"
    name = source.name.lower()
    return next((icon for icon, endings in _ICONS if name.endswith(endings)), "file")
