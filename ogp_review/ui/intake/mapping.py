"""The form that says which column of a table goes to which field of a comment."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.importers.table_look import LookedColumn, TableLook
from ogp_review.ui import plain_text, widgets
from ogp_review.ui.chooser import Choice, Chooser
from ogp_review.ui.intake import fields
from ogp_review.ui.intake.field_box import FieldBox, field_model

NARROW = 16
"""Of a table with more columns only those that are read have a row; others are asked for by name."""

MOST_ROWS = 80
FEWEST_ROWS = 8

_LONGEST_SAMPLE = 60


class MappingRow(QWidget):
    """One column: its name over its first cells, an arrow, and what it goes to."""

    def __init__(self, place: int, name: str, box: FieldBox) -> None:
        super().__init__()
        self.place, self.name, self.box = place, name, box
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._sample = widgets.PlainLabel("", role="badge", token="text3")
        words.addWidget(widgets.PlainLabel(name, weight=500))
        words.addWidget(self._sample)
        self._arrow = widgets.Picture("arrow-right", "text3", 16)
        self._line.addLayout(words, 44)
        self._line.addWidget(self._arrow)
        self._line.addWidget(box, 56)

    def show_column(self, column: LookedColumn) -> None:
        cells = dict.fromkeys(plain_text.one_line(cell)[:_LONGEST_SAMPLE] for cell in column.samples)
        self._sample.set_text(", ".join(cells) or _("(empty)"))
        self.box.show_field(column.field, fields.is_doubtful(column))
        self.box.setToolTip(widgets.plain_tooltip(column.why))

    def stack(self, stacked: bool) -> None:
        """Stand the box below the name, where there is no room beside it."""
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)
        self._line.setSpacing(3 if stacked else 10)
        self._arrow.setVisible(not stacked)


class MappingForm(QWidget):
    """Shows what a look has understood; `changed` is (column, field) when a person says otherwise."""

    changed = Signal(str, str)
    profiles_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = field_model(self)
        self._columns: tuple[LookedColumn, ...] = ()
        self._names: tuple[str, ...] = ()
        self._shown: dict[int, None] = {}
        self._stacked = False
        self.rows: list[MappingRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        self.by_profile = widgets.PlainLabel("", role="meta", token="text2")
        column.addWidget(self.by_profile)
        self._list = QVBoxLayout()
        self._list.setSpacing(9)
        column.addLayout(self._list)
        self._others = widgets.button("", "plus", kind="flat", small=True)
        self._others.clicked.connect(self._ask_for_column)
        column.addWidget(self._others, 0, Qt.AlignmentFlag.AlignLeft)
        self._chooser: Chooser | None = None

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(
            widgets.PlainLabel(_("Column in the file"), role="meta", token="text2", weight=600), 44
        )
        self._goes_to = widgets.PlainLabel(_("goes to"), role="meta", token="text2", weight=600)
        line.addWidget(self._goes_to, 20)
        self.use_profile = widgets.button(_("Use a profile"), kind="link", small=True)
        self.use_profile.clicked.connect(self.profiles_wanted)
        line.addWidget(self.use_profile)
        return line

    def show_table(self, table: TableLook) -> None:
        """Show its columns; rows that are there already stay, with their focus."""
        names = tuple(column.name for column in table.columns)
        if names != self._names:
            self._names, self._shown = names, {}
            self._clear()
        self._columns = table.columns
        wanted = self._wanted()
        if [row.place for row in self.rows] != wanted:
            self._clear()
            self.rows = [self._row(place) for place in wanted]
        self._show_rows()
        left = len(names) - len(wanted)
        self._others.setVisible(bool(left))
        self._others.set_text(_("{n} columns more…").format(n=f"{left:,}"))

    def show_profile(self, name: str | None) -> None:
        """Name the profile that the table is read by, if any."""
        self.by_profile.setVisible(bool(name))
        self.by_profile.set_text(_("Read with the profile “{name}”").format(name=name) if name else "")

    def _wanted(self) -> list[int]:
        """The columns that have a row: all, or of a wide table those read, and those shown before."""
        places = range(len(self._columns))
        if len(places) <= NARROW:
            return list(places)
        read = [place for place in places if self._columns[place].field][:MOST_ROWS]
        self._shown.update(dict.fromkeys(read))  # in the order in which they came to be shown
        if len(self._shown) < FEWEST_ROWS:
            self._shown.update(dict.fromkeys(places[:FEWEST_ROWS]))
        return list(self._shown)

    def _clear(self) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _row(self, place: int) -> MappingRow:
        name = self._columns[place].name
        box = FieldBox(name, self._model)
        box.chosen.connect(lambda field, name=name: self.changed.emit(name, str(field)))
        row = MappingRow(place, name, box)
        row.stack(self._stacked)
        self._list.addWidget(row)
        return row

    def stack(self, stacked: bool) -> None:
        """As narrow as that, boxes stand below the names."""
        self._stacked = stacked
        self._goes_to.setVisible(not stacked)
        for row in self.rows:
            row.stack(stacked)

    def box_of(self, name: str) -> FieldBox:
        """The box of the column of that name."""
        return next(row.box for row in self.rows if row.name == name)

    def _ask_for_column(self) -> None:
        self._chooser = self._chooser or Chooser(self)
        shown = {row.place for row in self.rows}
        choices = [
            Choice(place, column.name, ", ".join(column.samples[:1])[:_LONGEST_SAMPLE])
            for place, column in enumerate(self._columns)
            if place not in shown
        ]
        self._chooser.ask(self._others, choices, self._add, placeholder=_("Name of a column"))

    def _add(self, choice: Choice) -> None:
        assert isinstance(choice.key, int)
        self._shown[choice.key] = None
        self._clear()
        self.rows = [self._row(place) for place in self._wanted()]
        self._show_rows()
        self.box_of(self._columns[choice.key].name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        before: QWidget = self.use_profile
        for row in self.rows:
            row.show_column(self._columns[row.place])
            QWidget.setTabOrder(before, row.box)  # made later than what stands below it
            before = row.box


def candidates(columns: Sequence[LookedColumn], most: int = 6) -> list[LookedColumn]:
    """The columns that may hold comments, where none is known to: those with the longest cells first."""
    long = [column for column in columns if column.samples]
    return sorted(long, key=lambda column: -sum(map(len, column.samples)) / len(column.samples))[:most]
