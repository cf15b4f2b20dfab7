"""The codebook as a tree that takes over what was read anew, so that open and selected tags stay so."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ogp_review.domain.codebook import SEPARATOR, Tag
from ogp_review.domain.folding import match_key
from ogp_review.i18n import _, ngettext
from ogp_review.ui.labels import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
MIME = "application/x-ogp-review-tag"
_ROOT = 0


class TagTree(QAbstractItemModel):
    """Tags under one another. An index carries a small number, given to each tag when it is first seen."""

    rename_asked = Signal(object, str)
    """(id of a tag, name): typed in place."""

    nest_asked = Signal(object, object)
    """(id of a tag, id of the tag it was dropped on, or None)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editable = True
        self._tags: dict[int, Tag] = {}
        self._numbers: dict[int, int] = {}
        self._ids: list[int] = [_ROOT]
        self._above: dict[int, int] = {}
        self._below: dict[int, list[int]] = {_ROOT: []}
        self._with_below: dict[int, int] = {}

    def take_over(self, tags: Sequence[Tag]) -> None:
        """Show these tags, each after its parent, with the fewest rows disturbed."""
        wanted = {tag.id: tag for tag in tags}
        self._remove_gone(wanted, leave_those_above=True)
        rows: dict[int, int] = {}
        for tag in tags:
            above = tag.parent_id or _ROOT
            row = rows[above] = rows.get(above, -1) + 1
            self._put(tag, above, row)
        self._remove_gone(wanted, leave_those_above=False)

    def count_below(self, counts: dict[int, int]) -> None:
        """On how many comments a tag stands together with those below it, where there are any."""
        differ = {tag for tag in self._tags if counts.get(tag) != self._with_below.get(tag)}
        self._with_below = dict(counts)
        for tag in differ:
            self.dataChanged.emit(self.index_of(tag), self.index_of(tag))

    def comments(self, tag: Tag) -> int:
        """On how many comments a tag stands, or one below it."""
        return self._with_below.get(tag.id, tag.comments)

    def _put(self, tag: Tag, above: int, row: int) -> None:
        if tag.id not in self._tags:
            self.beginInsertRows(self.index_of(above), row, row)
            self._tags[tag.id] = tag
            self._below.setdefault(tag.id, [])
            self._hang(tag.id, above, row)
            self.endInsertRows()
            return
        before = self._above[tag.id]
        at = self._below[before].index(tag.id)
        if (before, at) != (above, row):
            self.beginMoveRows(self.index_of(before), at, at, self.index_of(above), row)
            del self._below[before][at]
            self._hang(tag.id, above, row)
            self.endMoveRows()
        if self._tags[tag.id] != tag:
            self._tags[tag.id] = tag
            index = self.index_of(tag.id)
            self.dataChanged.emit(index, index)

    def _hang(self, tag: int, above: int, row: int) -> None:
        self._below[above].insert(row, tag)
        self._above[tag] = above

    def _remove_gone(self, wanted: dict[int, Tag], *, leave_those_above: bool) -> None:
        """Remove what is not wanted; where `leave_those_above`, not yet those above one that is."""
        kept: set[int] = set()
        for tag in wanted if leave_those_above else ():
            while tag in self._above and tag not in kept:
                kept.add(tag)
                tag = self._above[tag]
        gone = self._tags.keys() - wanted.keys() - kept
        for tag in list(gone):
            if tag in self._tags and self._above[tag] not in gone:
                self._remove(tag)

    def _remove(self, tag: int) -> None:
        above = self._above[tag]
        row = self._below[above].index(tag)
        self.beginRemoveRows(self.index_of(above), row, row)
        del self._below[above][row]
        for below in list(self.and_below(tag)):
            del self._tags[below], self._below[below], self._above[below]
        self.endRemoveRows()

    def and_below(self, tag: int) -> Iterable[int]:
        """A tag and all that stand below it."""
        yield tag
        for child in self._below[tag]:
            yield from self.and_below(child)

    def index_of(self, tag: int | None) -> QModelIndex:
        """Where a tag stands; the invalid index for None and for what is not here."""
        if not tag or tag not in self._tags:
            return QModelIndex()
        number = self._numbers.get(tag)
        if number is None:
            number = self._numbers[tag] = len(self._ids)
            self._ids.append(tag)
        return self.createIndex(self._below[self._above[tag]].index(tag), 0, number)

    def tag(self, index: Index) -> Tag | None:
        """The tag at an index, or None."""
        return self._tags.get(self._ids[index.internalId()]) if index.isValid() else None

    def by_id(self, tag: int | None) -> Tag | None:
        return self._tags.get(tag) if tag is not None else None

    def tags(self) -> list[Tag]:
        """All of them, each after its parent."""
        return [self._tags[tag] for tag in self.and_below(_ROOT) if tag != _ROOT]

    def matching(self, typed: str) -> set[int]:
        """The tags whose path or definition holds every word typed, and those above them."""
        words = match_key(typed).split()
        found: set[int] = set()
        for tag in self._tags.values():
            said = match_key(f"{tag.path} {tag.definition}")
            at = tag.id if all(word in said for word in words) else _ROOT
            while at != _ROOT and at not in found:
                found.add(at)
                at = self._above[at]
        return found

    def index(self, row: int, column: int, parent: Index = TOP) -> QModelIndex:
        above = self.tag(parent)
        rows = self._below[above.id if above else _ROOT]
        if column != 0 or not 0 <= row < len(rows):
            return QModelIndex()
        return self.index_of(rows[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        tag = self.tag(index)
        return self.index_of(self._above[tag.id]) if tag else QModelIndex()

    def rowCount(self, parent: Index = TOP) -> int:
        if parent.column() > 0:
            return 0
        above = self.tag(parent)
        return len(self._below[above.id if above else _ROOT])

    def columnCount(self, parent: Index = TOP) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tag = self.tag(index)
        if tag is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return tag.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join([tag.path, *self._counted(tag)]))
        return spoken(tag, self._counted(tag)) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _counted(self, tag: Tag) -> list[str]:
        """Its own comments, and those of the tags below it too where there are any."""
        own = ngettext("{n} comment", "{n} comments", tag.comments)
        if tag.id not in self._with_below:
            return [own]
        whole = ngettext(
            "{n} comment with it or a tag below it",
            "{n} comments with it or a tag below it",
            self._with_below[tag.id],
        )
        return [whole, ngettext("{n} with this tag itself", "{n} with this tag itself", tag.comments)]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A name typed in place is asked for, and shows once it has been written."""
        tag, name = self.tag(index), str(value).strip()
        if tag is not None and role == Qt.ItemDataRole.EditRole and name and name != tag.name:
            self.rename_asked.emit(tag.id, name)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.editable:
            return super().flags(index)
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag
        moved = flags.ItemIsDragEnabled | flags.ItemIsDropEnabled
        return super().flags(index) | flags.ItemIsEditable | moved

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        tag = self.tag(indexes[0]) if indexes else None
        data.setData(MIME, str(tag.id if tag else "").encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """A tag goes anywhere but below itself, or where it is."""
        moved = self._dragged(data)
        if moved is None or moved.id not in self._tags:
            return False
        onto = self.tag(parent)
        if onto is None:
            return moved.parent_id is not None
        return onto.id != moved.parent_id and onto.id not in set(self.and_below(moved.id))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move; the rows follow once it has been written."""
        moved = self._dragged(data)
        if moved is not None and self.canDropMimeData(data, action, row, column, parent):
            onto = self.tag(parent)
            self.nest_asked.emit(moved.id, onto.id if onto else None)
        return False

    def _dragged(self, data: QMimeData) -> Tag | None:
        said = bytes(data.data(MIME).data()).decode()
        return self._tags.get(int(said)) if said.isdigit() else None


def spoken(tag: Tag, counted: Iterable[str]) -> str:
    """A tag as it is read aloud."""
    above = SEPARATOR.join(tag.path.split(SEPARATOR)[:-1])
    facts = [tag.name, *counted]
    if above:
        facts.append(_("below {tag}").format(tag=above))
    if tag.shortcut:
        facts.append(_("key {key}").format(key=tag.shortcut))
    return ", ".join([*facts, _("retired")] if tag.retired else facts)
