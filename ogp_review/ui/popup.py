"""What all popups share: a frame over the window that gives the focus back where it came from."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Popup(QFrame):
    """Call :meth:`keep_focus` before it is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._came_from: QWidget | None = None

    def keep_focus(self) -> None:
        """Remember where the focus is now."""
        self._came_from = QApplication.focusWidget()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        came_from, self._came_from = self._came_from, None
        if came_from is not None and shiboken6.isValid(came_from):  # a field in a list may have gone
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
