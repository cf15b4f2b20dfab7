"""What both forms of the list do with keys and marks, so that cards and table answer alike."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CHANGES = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ListKeys:
    """While `marking`, moving about leaves the selection, which is what is marked, as it is."""

    def __init__(self) -> None:
        self.marking = False

    def keeps_marks(self, event: QEvent | None) -> bool:
        """Whether what happens now moves the current row alone."""
        return self.marking and isinstance(event, QKeyEvent) and not event.modifiers() & _CHANGES

    def press(self, event: QKeyEvent, mark: Callable[[], object], enter: Callable[[], object]) -> bool:
        """Space marks, Enter goes into the reader. Whether the key was one of them."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Space:
            mark()
        elif event.key() in _ENTER:
            enter()
        else:
            return False
        event.accept()
        return True

    @staticmethod
    def select_all(view: QAbstractItemView) -> None:
        """One range over all rows: a million of them cost no more than two."""
        model, selected = view.model(), view.selectionModel()
        rows = model.rowCount()
        if rows:
            whole = QItemSelection(model.index(0, 0), model.index(rows - 1, model.columnCount() - 1))
            selected.select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
