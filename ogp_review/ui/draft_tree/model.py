"""The sidebar's tree as Qt sees it: two groups of lines, brought up to date in place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.i18n import _
from ogp_review.ui.draft_tree import words
from ogp_review.ui.draft_tree.nodes import (
    DRAFT_KEY,
    GROUP,
    PARAGRAPH,
    SECTION,
    VIEWS_KEY,
    Branch,
    Key,
    Line,
)  # fmt: skip
from ogp_review.ui.widgets import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = 0
_TOP = Line((GROUP, ""), GROUP, -1, "", "")


@dataclass(slots=True)
class _Node:
    """A line in the tree. `parent` and `children` are numbers of nodes; `row` is where it stands there."""

    line: Line
    parent: int
    row: int = 0
    children: list[int] = field(default_factory=list)


class TreeModel(QAbstractItemModel):
    """Indexes carry the number of a node: a place in a list that is short and never an id of the review."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes = [_Node(_TOP, _ROOT)]
        self._numbers: dict[Key, int] = {}
        self._free: list[int] = []
        for key, title in ((VIEWS_KEY, _("Views")), (DRAFT_KEY, _("Draft"))):
            self._attach(_ROOT, self._count(_ROOT), [Branch(Line(key, GROUP, 0, "", title))])

    def show_views(self, branches: Sequence[Branch]) -> None:
        """Bring the group "Views" up to date."""
        self._show(self._numbers[VIEWS_KEY], branches)

    def show_draft(self, branches: Sequence[Branch]) -> None:
        """Bring the group "Draft" up to date."""
        self._show(self._numbers[DRAFT_KEY], branches)

    def line(self, index: Index) -> Line:
        return self._nodes[index.internalId() if index.isValid() else _ROOT].line

    def index_of(self, key: Key) -> QModelIndex:
        """Where the line with `key` stands; invalid where there is none."""
        number = self._numbers.get(key, _ROOT)
        return self.createIndex(self._nodes[number].row, 0, number) if number else QModelIndex()

    def lines(self, under: Key | None = None) -> Iterator[Line]:
        """All lines (those under `under`) from the top, whether open or not."""
        for number in self._nodes[self._numbers[under] if under else _ROOT].children:
            line = self._nodes[number].line
            yield line
            yield from self.lines(line.key)

    def has_paragraphs(self) -> bool:
        return any(line.kind in (PARAGRAPH, SECTION) for line in self.lines(DRAFT_KEY))

    def _count(self, number: int) -> int:
        return len(self._nodes[number].children)

    def _index(self, number: int) -> QModelIndex:
        return self.createIndex(self._nodes[number].row, 0, number) if number else QModelIndex()

    def _show(self, number: int, branches: Sequence[Branch]) -> None:
        homes: dict[Key, Key] = {}
        _homes(self._nodes[number].line.key, branches, homes)
        self._drop(number, homes)
        self._fill(number, branches)

    def _drop(self, number: int, homes: dict[Key, Key]) -> None:
        """Remove what is not wanted any more, or stands under another section now."""
        node = self._nodes[number]
        for row in range(len(node.children) - 1, -1, -1):
            child = self._nodes[node.children[row]]
            if homes.get(child.line.key) != node.line.key:
                self.beginRemoveRows(self._index(number), row, row)
                self._forget(node.children.pop(row))
                self._number_rows(number, row)
                self.endRemoveRows()
            else:
                self._drop(node.children[row], homes)

    def _fill(self, number: int, branches: Sequence[Branch]) -> None:
        row = 0
        while row < len(branches):
            key = branches[row].line.key
            if key not in self._numbers:
                end = row + 1
                while end < len(branches) and branches[end].line.key not in self._numbers:
                    end += 1
                self.beginInsertRows(self._index(number), row, end - 1)
                self._attach(number, row, branches[row:end])
                self.endInsertRows()
                row = end
                continue
            self._lift(number, self._nodes[self._numbers[key]].row, row)
            row += 1
        self._refresh(number, [branch.line for branch in branches])
        for branch in branches:
            self._fill(self._numbers[branch.line.key], branch.below)

    def _lift(self, number: int, source: int, target: int) -> None:
        """Move a row up to where it belongs now."""
        if source == target:
            return
        above = self._index(number)
        self.beginMoveRows(above, source, source, above, target)
        children = self._nodes[number].children
        children.insert(target, children.pop(source))
        self._number_rows(number, target)
        self.endMoveRows()

    def _attach(self, number: int, row: int, branches: Sequence[Branch]) -> None:
        made = [self._new(branch, number) for branch in branches]
        self._nodes[number].children[row:row] = made
        self._number_rows(number, row)

    def _new(self, branch: Branch, parent: int) -> int:
        node = _Node(branch.line, parent)
        if self._free:
            number = self._free.pop()
            self._nodes[number] = node
        else:
            number = len(self._nodes)
            self._nodes.append(node)
        self._numbers[branch.line.key] = number
        self._attach(number, 0, branch.below)
        return number

    def _forget(self, number: int) -> None:
        node = self._nodes[number]
        for child in node.children:
            self._forget(child)
        del self._numbers[node.line.key]
        self._nodes[number] = _Node(_TOP, _ROOT)
        self._free.append(number)

    def _number_rows(self, number: int, first: int) -> None:
        children = self._nodes[number].children
        for row in range(first, len(children)):
            self._nodes[children[row]].row = row

    def _refresh(self, number: int, lines: Sequence[Line]) -> None:
        """Take over what the children of a node say now; one signal covers those that changed."""
        changed = []
        for row, (child, line) in enumerate(zip(self._nodes[number].children, lines, strict=True)):
            if self._nodes[child].line != line:
                self._nodes[child].line = line
                changed.append(row)
        if changed:
            above = self._index(number)
            self.dataChanged.emit(self.index(changed[0], 0, above), self.index(changed[-1], 0, above))

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        number = parent.internalId() if parent.isValid() else _ROOT
        children = self._nodes[number].children
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        return self._index(self._nodes[child.internalId()].parent) if child.isValid() else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return self._count(parent.internalId() if parent.isValid() else _ROOT)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.line(index).kind == GROUP:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self.line(index).is_place else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return words.heading(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(words.tooltip(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(line)
        return None


def _homes(above: Key, branches: Sequence[Branch], found: dict[Key, Key]) -> None:
    for branch in branches:
        found[branch.line.key] = above
        _homes(branch.line.key, branch.below, found)
