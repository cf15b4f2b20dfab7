"""The comments of the list, as the cards and the table show them: a column of ids, and the cards near by.

A million rows are an array of a million integers; nothing is kept for a row that is not near the screen, and
`data` never waits: where a card is not there yet it is asked for, and `dataChanged` tells when it came.
"""

from array import array
from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ogp_review.domain.views import Card
from ogp_review.i18n import _
from ogp_review.ui.comments import words
from ogp_review.ui.comments.columns import COLUMNS
from ogp_review.ui.comments.differences import TOO_MANY, Differences, Ids, position, runs_of
from ogp_review.ui.comments.pages import PAGE, Pages
from ogp_review.ui.session import Session

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole
REMEMBERED = 5_000
"""Of so many comments it is kept how they were, to say why they left."""
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
"""Put together once: it is asked for each cell of a table at each paint."""
_READ = (_Role.DisplayRole, _Role.AccessibleTextRole)


class CommentModel(QAbstractTableModel):
    """Ids in order, with the reasons of those that no longer fit but stay until the selection leaves them."""

    restored = Signal()
    """After a reset that is no new filter: selection and scroll are to be put back by id."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: Ids = array("q")
        self.departed: dict[int, Card | None] = {}
        """Those that fit no longer, with their cards as they were when they did."""
        self._before: dict[int, Card] = {}
        self.suggestions: dict[int, int] = {}
        self.pages = Pages(session, self._page, self)
        self.pages.arrived.connect(self._show)
        self.on_screen: Callable[[], range] = lambda: range(0)
        """The rows that a view shows; set by the list."""

    def _page(self, number: int) -> Ids:
        return self.ids[number * PAGE : (number + 1) * PAGE]

    # ---- what there is -----------------------------------------------------------------------------------

    def card(self, row: int) -> Card | None:
        """The card at `row`; None while it is being read, which this starts."""
        found = self.pages.get(self.ids[row])
        if found is None:
            self.pages.want(row // PAGE)
        return found

    def known(self, row: int) -> Card | None:
        """The card at `row` if it happens to be there."""
        return self.pages.get(self.ids[row]) if 0 <= row < len(self.ids) else None

    def id_at(self, row: int) -> int | None:
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def row_of(self, id_: int, near: int = -1) -> int:
        """Where an id stands, looked for round `near` first; -1: nowhere."""
        if 0 <= near < len(self.ids):
            start = max(0, near - PAGE)
            found = position(self.ids[start : near + PAGE], id_)
            if found >= 0:
                return start + found
        return position(self.ids, id_)

    def reason(self, id_: int) -> str:
        """Why a comment is only still here; empty where it belongs here."""
        if id_ not in self.departed:
            return ""
        now = self.pages.get(id_)
        return words.departure(self.departed[id_], now) if now is not None else _("No longer in this list")

    # ---- a new question ----------------------------------------------------------------------------------

    def reset_ids(self, ids: Ids) -> None:
        """Hold these instead of all there were."""
        self.beginResetModel()
        self.ids = ids[:]
        self.departed.clear()
        self.endResetModel()

    def append_ids(self, ids: Ids) -> None:
        if ids:
            first = len(self.ids)
            self.beginInsertRows(_TOP, first, first + len(ids) - 1)
            self.ids.extend(ids)
            self.endInsertRows()

    # ---- after an operation ------------------------------------------------------------------------------

    def refresh(self, touched: Collection[int] | None, only: bool = False) -> None:
        """Read again what is on screen; the rest is read when it is looked at.

        :param touched: the comments that may leave the list by this; None: any.
        :param only: no other than these looks different.
        """
        shown = [self.ids[row] for row in self.rows_shown()]
        for id_ in shown if touched is None or len(touched) > REMEMBERED else touched:
            if (card := self.pages.get(id_)) is not None and id_ not in self.departed:
                self._before.setdefault(id_, card)
        self.pages.refresh(shown, touched if only else None)

    def rows_shown(self) -> range:
        """The rows that the view shows, as far as there are any."""
        shown = self.on_screen()
        return range(max(0, shown.start), min(len(self.ids), shown.stop))

    def apply(self, found: Differences, kept: Callable[[int], bool]) -> None:
        """Bring the list to what it should hold: rows come at their places; of those that left, the ones to
        be `kept` stay with a reason, the others go."""
        for id_ in found.back:
            self.departed.pop(id_, None)
        for id_ in found.left:
            self.departed.setdefault(id_, self._before.get(id_))
        self._before.clear()
        if found.whole is not None:
            self._replace(found.whole)
        for after, ids in found.came:
            self._insert(after, ids)
        self.drop_departed(kept)
        self.repaint_rows(self.rows_shown())

    def _replace(self, whole: Ids) -> None:
        self.beginResetModel()
        self.ids = whole
        self.endResetModel()
        self.restored.emit()

    def _insert(self, after: int | None, ids: Ids) -> None:
        row = 0 if after is None else self.row_of(after) + 1
        if after is not None and not row:
            row = len(self.ids)
        self.beginInsertRows(_TOP, row, row + len(ids) - 1)
        self.ids[row:row] = ids
        self.endInsertRows()

    def drop_departed(self, kept: Callable[[int], bool]) -> None:
        """Take out the rows that are only still here, unless they are to be kept."""
        going = {id_ for id_ in self.departed if not kept(id_)}
        for id_ in going:
            del self.departed[id_]
        runs = runs_of(self.ids, going)
        if len(runs) > TOO_MANY:
            self._replace(array("q", (id_ for id_ in self.ids if id_ not in going)))
            return
        for rows in reversed(runs):
            self.beginRemoveRows(_TOP, rows.start, rows.stop - 1)
            del self.ids[rows.start : rows.stop]
            self.endRemoveRows()

    def set_suggestions(self, suggestions: dict[int, int]) -> None:
        """How many suggestions wait, by comment."""
        self.suggestions = suggestions
        self.repaint_rows(self.rows_shown())

    # ---- telling the views -------------------------------------------------------------------------------

    def _show(self, cards: list[Card]) -> None:
        """Cards came: repaint those of them that are on screen."""
        came = {card.id for card in cards}
        rows = [row for row in self.rows_shown() if self.ids[row] in came]
        if rows:
            self.repaint_rows(range(rows[0], rows[-1] + 1))

    def repaint_row(self, row: int) -> None:
        if row >= 0:
            self.repaint_rows(range(row, row + 1))

    def repaint_rows(self, rows: range) -> None:
        if rows:
            self.dataChanged.emit(self.index(rows.start, 0), self.index(rows.stop - 1, len(COLUMNS) - 1))

    # ---- overrides ---------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        row, column = index.row(), COLUMNS[index.column()] if index.isValid() else None
        if column is None or not 0 <= row < len(self.ids):
            return None
        if role == _Role.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in _READ:
            return None
        card = self.card(row)
        if card is None:
            return _("Loading") if role == _Role.AccessibleTextRole else ""
        if role == _Role.AccessibleTextRole and index.column() == 0:
            return words.spoken(card, self.suggestions.get(card.id, 0), reason=self.reason(card.id))
        return column.text(card)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return _(COLUMNS[section].title)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS
