"""A small field for something longer than a choice: a private note, or why an answer is returned."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets


class NotePopup(QFrame):
    """Ctrl+Enter keeps what was written, Esc leaves; what was typed and left is there the next time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("chooser")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._then: Callable[[str], None] | None = None
        self._came_from: QWidget | None = None
        self._about = ""
        self._title = widgets.PlainLabel("", role="body", weight=600)
        self.editor = QPlainTextEdit(self)
        self.editor.setTabChangesFocus(True)
        self.editor.installEventFilter(self)
        self._keep = widgets.button(_("Keep"), kind="filled", key="Ctrl+↵")
        self._keep.clicked.connect(self._take)
        self._leave = widgets.button(_("Cancel"), kind="outlined", key="Esc")
        self._leave.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.editor)
        layout.addLayout(buttons)
        self.resize(420, 190)

    def ask(self, anchor: QWidget, title: str, verb: str, then: Callable[[str], None]) -> None:
        """Open under `anchor`; `then` gets what was written, which is never empty."""
        if title != self._about:
            self.editor.clear()
            self._about = title
        self._came_from = QApplication.focusWidget()
        self._then = then
        self._title.set_text(title)
        self._keep.setText(verb)
        self.editor.setAccessibleName(title)
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        at.setY(max(screen.top(), min(at.y(), screen.bottom() - self.height())))
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)
        self.show()
        self.editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self) -> None:
        text = self.editor.toPlainText()
        if not text.strip():
            self.editor.setFocus()
            return
        then = self._then
        self.editor.clear()
        self.hide()
        if then is not None:
            then(text)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
            self._came_from = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._take()
            return True
        return False
