"""Who spoke, as rows: ids, and what is known of those that were looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ogp_review.domain.people import ParticipantLine, ParticipantView
from ogp_review.exporters.wording import channel_name
from ogp_review.i18n import _, ngettext
from ogp_review.review import Review
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader.words import number
from ogp_review.ui.widgets import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Person:
    """One person with the stakeholder types to choose from and whom they may be one with."""

    view: ParticipantView
    stakeholders: tuple[str, ...]


def read_person(review: Review, participant: int) -> Person:
    """Runs on a reading thread."""
    return Person(review.people.one(participant), tuple(review.people.stakeholders()))


def name_of(who: ParticipantLine) -> str:
    return one_line(who.name or who.organisation or "") or _("Name not stated")


def about(who: ParticipantLine) -> str:
    """ "Red Abierta, Discuto 2, E-mail 1"."""
    organisation = one_line(who.organisation or "") if who.name else ""
    return ", ".join(filter(None, (organisation, channels(who.channels))))


def channels(counts: Iterable[tuple[str, int]]) -> str:
    """ "Discuto 2, E-mail 1"."""
    return ", ".join(f"{channel_name(channel)} {number(n)}" for channel, n in counts)


def consents() -> dict[str, str]:
    """The answers to whether somebody may be named, as people read them."""
    return {"unknown": _("Not known"), "yes": _("May be named"), "no": _("May not be named")}


class PeopleModel(QAbstractListModel):
    """Rows of people. `line` is None for those not read yet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ids: list[int] = []
        self._rows: dict[int, int] = {}
        self._lines: dict[int, ParticipantLine] = {}
        self.waiting: dict[int, int] = {}

    def put(self, ids: Sequence[int]) -> None:
        """Take over who is to show: rows that stay are not touched."""
        new, old = list(ids), self._ids
        if new == old:
            return
        first = _common(old, new)
        last = _common(old[first:][::-1], new[first:][::-1])
        gone, come = old[first : len(old) - last], new[first : len(new) - last]
        if gone:
            self.beginRemoveRows(QModelIndex(), first, first + len(gone) - 1)
            self._set([*old[:first], *old[first + len(gone) :]])
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), first, first + len(come) - 1)
            self._set(new)
            self.endInsertRows()

    def _set(self, ids: list[int]) -> None:
        self._ids = ids
        self._rows = {one: row for row, one in enumerate(ids)}

    def fill(self, lines: Iterable[ParticipantLine]) -> None:
        """Say what is known of people."""
        for line in lines:
            if self._lines.get(line.id) != line:
                self._lines[line.id] = line
                self._changed(line.id)

    def set_suggestions(self, offers: Iterable[ParticipantSuggestion]) -> None:
        """How many suggestions wait of each person."""
        waiting: dict[int, int] = {}
        for offer in offers:
            for person in offer.persons:
                waiting[person] = waiting.get(person, 0) + 1
        before, self.waiting = self.waiting, waiting
        for person in before.keys() | waiting.keys():
            self._changed(person)

    def _changed(self, person: int) -> None:
        row = self._rows.get(person)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def forget(self) -> None:
        """What is known may be wrong now: it is read again when it is looked at."""
        self._lines = {}

    def missing(self, first: int, last: int) -> list[int]:
        """Of the people from one row to another those of whom nothing is known."""
        return [one for one in self._ids[max(0, first) : last + 1] if one not in self._lines]

    def person(self, row: int) -> int | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, person: int) -> int | None:
        return self._rows.get(person)

    def line(self, row: int) -> ParticipantLine | None:
        person = self.person(row)
        return None if person is None else self._lines.get(person)

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{name_of(line)}\n{about(line)}")
        return None

    def _spoken(self, line: ParticipantLine) -> str:
        comments = ngettext("{n} comment", "{n} comments", line.comments)
        waiting = self.waiting.get(line.id, 0)
        offers = ngettext("{n} suggestion", "{n} suggestions", waiting) if waiting else ""
        return ", ".join(filter(None, (name_of(line), about(line), comments, offers)))


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many are the same from the beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
