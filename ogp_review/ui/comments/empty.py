"""What stands where the list would be while it holds nothing: why, and the one or two things that help."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ogp_review.ui.comments.situation import Emptiness
from ogp_review.ui.widgets import EmptyState, button


class EmptyList(QWidget):
    """Shows an Emptiness."""

    acted = Signal(str, str)
    """Its action and target, or "clear" and the filter that would show something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why = Emptiness("info", "")
        self._state = EmptyState("info", "")
        self._state.acted.connect(lambda: self.acted.emit(self._why.action, self._why.target))
        self._also = button("", kind="link")
        self._also.clicked.connect(lambda: self.acted.emit("clear", self._why.also))
        inside = self._state.layout()
        assert isinstance(inside, QBoxLayout)
        inside.insertWidget(inside.count() - 1, self._also, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._state)

    def show_why(self, why: Emptiness) -> None:
        self._why = why
        self._state.set_state(why.icon, why.sentence, why.button)
        self._also.set_text(why.also_button)
        self._also.setVisible(bool(why.also_button))

    def why(self) -> Emptiness:
        return self._why
