"""The recent reviews as the start page lists them, and where each stands, in words."""

import threading
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTime,
    QTimer,
    Signal,
)

from ogp_review.i18n import _, ngettext
from ogp_review.ui.recent import Recent
from ogp_review.ui.widgets import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
LOOK_EVERY_MS = 50
SEPARATOR = " › "


class RecentModel(QAbstractListModel):
    """The reviews that hold what is sought. Which files are there is looked up beside the window's thread."""

    looked_up = Signal()
    """Something is known anew of which files are there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Recent] = []
        self._shown: list[Recent] = []
        self._sought = ""
        self._missing: set[str] = set()
        self._looking: set[str] = set()
        self._answers: SimpleQueue[tuple[str, bool]] = SimpleQueue()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._collect)

    def show_recent(self, recent: Iterable[Recent]) -> None:
        """List these, and look up which are still there."""
        self._all = list(recent)
        self._missing &= {one.place for one in self._all}
        self.seek(self._sought)
        for one in self._all:
            if not one.is_shared and one.place not in self._looking:
                self._looking.add(one.place)  # a share that is gone may not answer for minutes
                asked = (one.place, self._answers)
                threading.Thread(target=_look_up, args=asked, daemon=True).start()
        if self._looking:
            self._timer.start()

    def seek(self, text: str) -> None:
        """List only those whose title or place holds every word of `text`."""
        self._sought = text
        sought = text.casefold().split()
        self.beginResetModel()
        self._shown = [one for one in self._all if _holds(one, sought)]
        self.endResetModel()

    def remove(self, place: str) -> None:
        """Take a review off the list."""
        self._all = [one for one in self._all if one.place != place]
        row = next((row for row, one in enumerate(self._shown) if one.place == place), None)
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row]
            self.endRemoveRows()

    def entry(self, index: Index) -> Recent | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def is_missing(self, entry: Recent) -> bool:
        """Whether its file was looked for and not found."""
        return entry.place in self._missing

    def is_empty(self) -> bool:
        """Whether there are none at all, whatever is sought."""
        return not self._all

    def _collect(self) -> None:
        """Take the answers there are. Threads that may outlive the page touch nothing of Qt's."""
        while not self._answers.empty():
            self._take(*self._answers.get())
        if not self._looking:
            self._timer.stop()

    def _take(self, place: str, there: bool) -> None:
        self._looking.discard(place)
        if there == (place not in self._missing):
            return
        self._missing ^= {place}
        for row, one in enumerate(self._shown):
            if one.place == place:
                self.dataChanged.emit(self.index(row), self.index(row))
        self.looked_up.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(entry.place)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            where = missing_text(entry) if self.is_missing(entry) else where_text(entry)
            return ", ".join(
                part for part in (entry.title, where, left_text(entry), when_text(entry)) if part
            )
        return None


def _look_up(place: str, answers: "SimpleQueue[tuple[str, bool]]") -> None:
    answers.put((place, _is_there(place)))


def _is_there(place: str) -> bool:
    try:
        return Path(place).exists()
    except (OSError, ValueError):
        return False


def _holds(entry: Recent, sought: list[str]) -> bool:
    text = f"{entry.title} {entry.place}".casefold()
    return all(word in text for word in sought)


def where_text(entry: Recent) -> str:
    """ "Documents › Consultations", or on which server."""
    if not entry.is_shared:
        return SEPARATOR.join(_parts(entry.place)[:-1])
    server = urlsplit(entry.place).hostname or _("this computer")
    if entry.people > 1:
        colleagues = ngettext("with {n} colleague", "with {n} colleagues", entry.people - 1)
        return _("on {server}, {colleagues}").format(server=server, colleagues=colleagues)
    return _("on {server}").format(server=server)


def missing_text(entry: Recent) -> str:
    return _("This file is no longer at {place}.").format(place=SEPARATOR.join(_parts(entry.place)))


def _parts(place: str) -> list[str]:
    """The folders and the name of a file, from the person's own folder where it lies in there."""
    path = PurePath(place)
    try:
        return list(path.relative_to(Path.home()).parts)
    except (ValueError, RuntimeError):
        parts = [part.strip("\\/") for part in path.parts]
        return [part for part in parts if part]


def left_text(entry: Recent) -> str:
    """ "105 of 285 left", "all 148 answered"."""
    number = QLocale().toString
    if not entry.total:
        return _("no comments yet")
    if not entry.left:
        return _("all {total} answered").format(total=number(entry.total))
    return _("{left} of {total} left").format(left=number(entry.left), total=number(entry.total))


def when_text(entry: Recent, today: date | None = None) -> str:
    """ "today, 10:42", "yesterday", "12 Feb", "12 Feb 2025"."""
    at, today = entry.opened_at, today or datetime.now().date()
    if at is None:
        return ""
    if at.date() == today:
        clock = QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)
        return _("today, {time}").format(time=clock)
    if at.date() == today - timedelta(days=1):
        return _("yesterday")
    day = QDate(at.year, at.month, at.day)
    return QLocale().toString(day, "d MMM" if at.year == today.year else "d MMM yyyy")
