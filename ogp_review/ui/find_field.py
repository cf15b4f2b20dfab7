"""The field above a list that narrows it while it is typed into."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ogp_review.ui import icons, shortcuts, theme
from ogp_review.ui.widgets import KeyHint

_RIGHT = 9


class FindField(QLineEdit):
    """Esc clears it, then leaves it; down and return go into the list."""

    left = Signal()
    """The focus is to go into the list."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(placeholder)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        self._icon = self.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self._hint = KeyHint(shortcuts.key_of("filter_key"), self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._show_hint)
        theme.watch.changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self._icon.setIcon(icons.icon("filter"))
        self._place_hint()

    def _show_hint(self, text: str) -> None:
        self._hint.setVisible(not text)

    def _place_hint(self) -> None:
        size = self._hint.sizeHint()
        self._hint.setGeometry(
            self.width() - size.width() - _RIGHT,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()
