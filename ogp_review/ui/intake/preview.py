"""What comes of a source as tables: comments as they will stand, the draft, declared and captured."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.domain.looking import Fate, LookedPiece, LookedRow
from ogp_review.i18n import _
from ogp_review.ui import plain_text

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
LONGEST = 400
"""Characters of a text in a cell."""

TOKEN = Qt.ItemDataRole.UserRole
"""The token of the ink of a cell."""

WEIGHT = Qt.ItemDataRole.UserRole + 1
KIND = Qt.ItemDataRole.UserRole + 2
""" "badge" where a cell is drawn as one."""

_FATES = {
    Fate.NEW: ("New", "insertion"),
    Fate.UPDATED: ("Filled in", "text"),
    Fate.UNCHANGED: ("Already here", "text3"),
    Fate.SKIPPED: ("Skipped", "warning"),
}
_TITLES = ("Row", "What happens", "Para.", "Author", "Lang.", "Comment text")
_ROW = "row "
Cell = tuple[str, str, int]
"""Text, token and weight."""


class CellModel(QAbstractTableModel):
    """Rows of cells under titles. Rows say what they hold when they are read aloud."""

    titles: tuple[str, ...] = ()
    badge = -1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Cell, ...]] = []

    def put_cells(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Show these rows. What stays the same stays where it is."""
        fresh, known = list(rows), self._rows
        same = min(len(fresh), len(known))
        if len(fresh) < len(known):
            self.beginRemoveRows(_TOP, same, len(known) - 1)
            self._rows = known[:same]
            self.endRemoveRows()
        changed = [row for row in range(same) if fresh[row] != known[row]]
        self._rows[:same] = fresh[:same]
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], self.columnCount() - 1))
        if len(fresh) > same:
            self.beginInsertRows(_TOP, same, len(fresh) - 1)
            self._rows = fresh
            self.endInsertRows()

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.titles[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        text, token, weight = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == TOKEN:
            return token
        if role == WEIGHT:
            return weight
        if role == KIND:
            return "badge" if index.column() == self.badge else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(self.titles[index.column()])}: {text}"
        return None


class PreviewModel(CellModel):
    """One row a comment."""

    titles = _TITLES
    badge = 4

    def put(self, rows: Sequence[LookedRow]) -> None:
        self.put_cells([_cells(row) for row in rows])
        numbered = all(row.where.startswith(_ROW) for row in rows)
        self.titles = (_TITLES[0] if numbered else "Where", *_TITLES[1:])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)


def _cells(row: LookedRow) -> tuple[Cell, ...]:
    ink = "text3" if row.fate is Fate.UNCHANGED else "text"
    soft = "text3" if row.fate is Fate.UNCHANGED else "text2"
    return (
        (_number(row.where), "text3", 400),
        _happens(row),
        (row.paragraph or "–", ink if row.paragraph else "text3", 600),
        (plain_text.one_line(row.author or row.organisation or "–"), ink, 400),
        ((row.language or "").upper(), soft, 500),
        (plain_text.one_line(row.text[:LONGEST]), soft, 400),
    )


def _number(where: str) -> str:
    """ "row 17" as "17"; other places as they are."""
    return where.removeprefix(_ROW)


def _happens(row: LookedRow) -> Cell:
    words, token = _FATES[row.fate]
    if row.fate is Fate.NEW and row.unplaced:
        return _("New, no paragraph"), "warning", 500
    if row.fate is Fate.SKIPPED and row.why:
        return _("Skipped: {why}").format(why=plain_text.one_line(row.why)), "warning", 500
    if row.fate is Fate.UNCHANGED and row.ref:
        return _("Already here, {ref}").format(ref=row.ref), token, 400
    return _(words), token, 500


class DraftModel(CellModel):
    """One row a section or paragraph of the draft."""

    titles = ("Where", "What happens", "Label", "Text")

    def put(self, pieces: Sequence[LookedPiece]) -> None:
        self.put_cells([_piece(piece) for piece in pieces])


def _piece(piece: LookedPiece) -> tuple[Cell, ...]:
    words, token = _FATES[piece.fate]
    weight = 600 if piece.is_section else 400
    indent = "" if piece.is_section else "    "
    clipped = "" if piece.complete else "…"
    return (
        (_number(piece.where), "text3", 400),
        (_(words), token, 500),
        (piece.label or "–", "text", 600),
        (indent + plain_text.one_line(piece.text[:LONGEST]) + clipped, "text", weight),
    )


class SkippedModel(CellModel):
    """One row a comment that was not brought in."""

    titles = ("Where", "Why it was skipped")

    def put(self, skipped: Sequence[Mapping[str, Any]]) -> None:
        self.put_cells([_skipped(one) for one in skipped])


def _skipped(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    why = plain_text.one_line(str(one["why"]))
    return ((str(one["where"]), "text3", 400), (why, "text", 400))


class DeclaredModel(CellModel):
    """One row a paragraph of which the source says how many comments it holds."""

    titles = ("Para.", "Declared", "Captured", "Votes", "")

    def put(self, declared: Sequence[Mapping[str, Any]]) -> None:
        self.put_cells([_declared(one) for one in declared])


def _declared(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    said, captured = int(one["comments"]), int(one.get("captured", 0))
    missing = max(0, said - captured)
    words = _("{n} not captured").format(n=f"{missing:,}") if missing else _("all captured")
    return (
        (str(one["paragraph"]), "text", 600),
        (f"{said:,}", "text", 400),
        (f"{captured:,}", "warning" if missing else "text", 400),
        (f"{int(one.get('votes', 0)):,}", "text2", 400),
        (words, "warning" if missing else "text3", 400),
    )
