"""The history in a popup over the reader: H opens it, Esc gives the focus back."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ogp_review.ui.history import HistoryPanel
from ogp_review.ui.popup import Popup
from ogp_review.ui.session import Session

SIZE = QSize(520, 560)


class HistoryPopup(Popup):
    """Holds one history panel; `outcome_wanted` carries the operation of an import."""

    outcome_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._session = session
        self.panel = HistoryPanel(session, self)
        self.panel.outcome_wanted.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.panel)

    def open_subject(self, subject: int) -> None:
        """The history of a comment or a point."""

        def show(ref: str) -> None:
            self.panel.show_comment(subject, ref)
            self._open()

        self._session.read(lambda review: review.reading.ref(subject), show, owner=self, key="ref")

    def open_review(self) -> None:
        """The history of the whole review."""
        self.panel.show_review()
        self._open()

    def _open(self) -> None:
        self.keep_focus()
        window = self.parentWidget()
        assert isinstance(window, QWidget)
        size = SIZE.boundedTo(window.size() - QSize(40, 60))
        corner = window.mapToGlobal(QPoint(window.width() - size.width() - 20, 52))
        self.resize(size)
        self.move(corner)
        self.show()
        self.panel.focus_target().setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, operation: int) -> None:
        self.hide()
        self.outcome_wanted.emit(operation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_H):
            self.hide()
        else:
            super().keyPressEvent(event)
