"""The entries of a history, read on a reading thread and kept as a list of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.domain.operation import Op, OperationRecord
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui.history.words import Columns, Names, changes_in_words, uses_points
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import words
from ogp_review.ui.widgets import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation. `at` is UTC, ISO 8601; `openable` says that its outcome can be shown."""

    id: int
    person: str
    at: str
    sentence: str
    changes: tuple[str, ...] = ()
    undone: bool = False
    openable: bool = False

    @property
    def said(self) -> str:
        """The whole entry on one line, as it is read out."""
        undone = f" ({_('undone')})" if self.undone else ""
        about = "; ".join((f"{self.sentence}{undone}", *self.changes))
        return one_line(f"{self.person}, {words.ago(self.at)}: {about}")


def read_comment(review: Review, subject: int) -> list[Entry]:
    """What was done to a comment, an excerpt or a point, latest first. Runs on a reading thread."""
    past = review.history.of(subject)
    columns: list[Columns] = [one.columns for one in past]
    names = _names(review, columns)
    entries = [
        _entry(one.operation, changes_in_words(shown, names), one.undone)
        for one, shown in zip(past, columns, strict=True)
    ]
    return entries[::-1]


def read_review(review: Review, limit: int) -> list[Entry]:
    """The last operations of the review, latest first. Runs on a reading thread."""
    records = review.history.all(limit)
    undone = _undone(records)
    return [_entry(one, (), one.id in undone) for one in records]


def _undone(records: Sequence[OperationRecord]) -> frozenset[int]:
    """Which operations are undone now, as far as the undoing and redoing is among `records`."""
    state: dict[int, bool] = {}
    for one in sorted(records, key=lambda record: record.stamp):
        if one.target is not None and one.kind in (Op.UNDO, Op.REDO):
            state[one.target] = one.kind == Op.UNDO
    return frozenset(target for target, gone in state.items() if gone)


def _names(review: Review, columns: Sequence[Columns]) -> Names:
    places = {one.id: one.label for one in review.paragraphs()}
    if not any(map(uses_points, columns)):
        return Names(places)
    return Names(places, {one.id: one.ref for one in review.merging.points()})


def _entry(record: OperationRecord, changes: tuple[str, ...], undone: bool) -> Entry:
    sentence = one_line(record.sentence)
    return Entry(record.id, record.person, record.at, sentence, changes, undone, record.kind == Op.IMPORT)


class HistoryModel(QAbstractListModel):
    """Rows of entries, latest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def put(self, entries: Sequence[Entry]) -> None:
        """Take over what was read; where it only continues what shows, no row moves."""
        new, old = list(entries), self._entries
        known = {one.id: row for row, one in enumerate(new)}
        first = known.get(old[0].id) if old else None
        if first is None or _ids(new[first : first + len(old)]) != _ids(old[: len(new) - first]):
            self.beginResetModel()
            self._entries = new
            self.endResetModel()
            return
        self._drop(len(new) - first)
        self._insert(0, new[:first])
        self._insert(len(self._entries), new[len(self._entries) :])
        self._update(new)

    def _drop(self, keep: int) -> None:
        if keep < len(self._entries):
            self.beginRemoveRows(QModelIndex(), keep, len(self._entries) - 1)
            del self._entries[keep:]
            self.endRemoveRows()

    def _insert(self, row: int, added: list[Entry]) -> None:
        if added:
            self.beginInsertRows(QModelIndex(), row, row + len(added) - 1)
            self._entries[row:row] = added
            self.endInsertRows()

    def _update(self, new: list[Entry]) -> None:
        for number, entry in enumerate(new):
            if entry != self._entries[number]:
                self._entries[number] = entry
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.said
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{words.moment(entry.at)}\n{entry.sentence}")
        return None


def _ids(entries: Sequence[Entry]) -> list[int]:
    return [one.id for one in entries]
