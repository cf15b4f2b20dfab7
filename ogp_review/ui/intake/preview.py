"""The first comments of a source as they will stand in the review, as a table."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.domain.incoming import IncomingComment
from ogp_review.i18n import _
from ogp_review.ui import plain_text, theme
from ogp_review.ui.reader import words

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_COLUMNS = ("Row", "Paragraph", "Author", "Date", "Language", "Comment text")


class PreviewModel(QAbstractTableModel):
    """One row a comment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []

    def put(self, comments: Sequence[IncomingComment]) -> None:
        self.beginResetModel()
        self._rows = [_cells(comment) for comment in comments]
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and index.column() in (0, 5):
            return theme.current().text2
        return None


def _cells(comment: IncomingComment) -> tuple[str, ...]:
    return (
        comment.where,
        comment.paragraph or "–",
        plain_text.one_line(comment.author or "–"),
        words.day(comment.posted_at) if comment.posted_at else comment.posted or "–",
        (comment.language or "–").upper(),
        plain_text.one_line(comment.text[:400]),
    )
