"""Which comment is the current one and which are selected, by id; one state for cards and table alike.

With marks (Space), moving about leaves the selection as it is; without, it follows the current row.
"""

from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, QTimer, Signal

from ogp_review.ui.comments.columns import COLUMNS
from ogp_review.ui.comments.keys import ListKeys
from ogp_review.ui.comments.model import CommentModel

_Command = QItemSelectionModel.SelectionFlag
_ONE = _Command.ClearAndSelect | _Command.Rows
RESTORED = 5_000
"""Up to so many selected rows are put back by id after a reset."""


class Chosen(QObject):
    """Current and selected comments of a model."""

    current_changed = Signal(object)
    """An id, or None. Not told again for the same one."""

    selection_changed = Signal(object)
    """The ids that are selected, in the order of the list; told once after a burst of changes."""

    moved = Signal()
    """The current row or the selection is another: what only waited for that may go."""

    def __init__(self, model: CommentModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self.marks = [ListKeys()]
        """Shared with the views: whether marks are being set."""
        self.selection = QItemSelectionModel(model, self)
        self.selection.currentChanged.connect(self._current)
        self.selection.selectionChanged.connect(self._selected)
        self._told: int | None = None
        self._count = 0
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._tell)

    # ---- what is chosen ----------------------------------------------------------------------------------

    @property
    def row(self) -> int:
        return self.selection.currentIndex().row()

    def current_id(self) -> int | None:
        return self._model.id_at(self.row)

    def _ranges(self) -> list[tuple[int, int]]:
        """Selected rows as (first, last), in order, without overlaps."""
        selected = self.selection.selection()
        parts = (selected.at(number) for number in range(selected.count()))
        found = sorted({(one.top(), one.bottom()) for one in parts if one.isValid()})
        merged: list[tuple[int, int]] = []
        for first, last in found:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged

    def ids(self) -> list[int]:
        """The selected comments in the order of the list."""
        found: list[int] = []
        for first, last in self._ranges():
            found += self._model.ids[first : last + 1].tolist()
        return found

    @property
    def count(self) -> int:
        return self._count

    @property
    def marking(self) -> bool:
        return self.marks[0].marking

    def many(self) -> bool:
        """Whether several are selected, or marks are being set: checks replace the rings then."""
        return self._count > 1 or self.marking

    # ---- choosing ----------------------------------------------------------------------------------------

    def select_row(self, row: int) -> None:
        """This row alone, as the current one."""
        self.set_marking(False)
        self.selection.setCurrentIndex(self._model.index(row, 0), _ONE)

    def step(self, by: int) -> bool:
        """The next or a previous row. Marks stay as they are, unless all of them only wait to leave."""
        rows = self._model.rowCount()
        if not rows:
            return False
        row = min(rows - 1, max(0, self.row + by)) if self.row >= 0 else 0
        if self.many() and self.marking and not self._all_departed():
            self.selection.setCurrentIndex(self._model.index(row, 0), _Command.NoUpdate)
        else:
            self.select_row(row)
        return True

    def _all_departed(self) -> bool:
        departed = self._model.departed
        return self._count <= len(departed) and all(id_ in departed for id_ in self.ids())

    def extend(self, by: int) -> None:
        """Take the next row into the selection, or take the last one out again."""
        row = self.row + by
        if self.row < 0 or not 0 <= row < self._model.rowCount():
            return
        here, there = self._model.index(self.row, 0), self._model.index(row, 0)
        back = self.selection.isSelected(there) and self.selection.isSelected(here)
        if back:
            self.selection.select(here, _Command.Deselect | _Command.Rows)
            self.selection.setCurrentIndex(there, _Command.NoUpdate)
        else:
            self.selection.setCurrentIndex(there, _Command.Select | _Command.Rows)

    def mark(self) -> None:
        """Mark the current row, or take its mark away. The last mark gone, the current row is selected."""
        index = self.selection.currentIndex()
        if not index.isValid():
            return
        if not self.many():
            self.set_marking(True)
            self.selection.select(index, _Command.Select | _Command.Rows)
            return
        self.set_marking(True)
        self.selection.select(index, _Command.Toggle | _Command.Rows)
        if not self._count:
            self.select_row(index.row())

    def clear_marks(self) -> None:
        """The current row alone again."""
        if self.row >= 0:
            self.select_row(self.row)

    def select_all(self) -> None:
        rows = self._model.rowCount()
        if rows:
            self.selection.select(self._span(0, rows - 1), _Command.ClearAndSelect)

    def _span(self, first: int, last: int) -> QItemSelection:
        return QItemSelection(self._model.index(first, 0), self._model.index(last, len(COLUMNS) - 1))

    def select_ids(self, ids: Collection[int], current: int) -> None:
        """Put back a selection by ids; `current` is the row of the current one."""
        self.selection.setCurrentIndex(self._model.index(current, 0), _Command.NoUpdate)
        wanted, picked = set(ids), QItemSelection()
        for row, id_ in enumerate(self._model.ids):
            if id_ in wanted:
                picked.select(self._model.index(row, 0), self._model.index(row, len(COLUMNS) - 1))
        self.selection.select(picked, _Command.ClearAndSelect)

    def set_marking(self, marking: bool) -> None:
        for keys in self.marks:
            keys.marking = marking

    # ---- telling -----------------------------------------------------------------------------------------

    def _current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit()
        self._soon.start()
        self._tell_current()

    def _tell_current(self) -> None:
        current = self.current_id()
        if current != self._told:
            self._told = current
            self.current_changed.emit(current)

    def _selected(self) -> None:
        self._count = sum(last - first + 1 for first, last in self._ranges())
        self.moved.emit()
        self._soon.start()

    def forget(self) -> None:
        """After a reset, which clears the selection without a word."""
        self._count = 0
        self.set_marking(False)

    def tell(self) -> None:
        """Tell what is chosen after a reset."""
        self._tell_current()
        self._soon.start()

    def _tell(self) -> None:
        self.selection_changed.emit(self.ids())
