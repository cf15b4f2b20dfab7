"""How a table is cut and read, where what was found is not what is meant: closed in the usual case."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSpinBox, QWidget

from ogp_review.i18n import _
from ogp_review.importers.table_encodings import NAMES
from ogp_review.importers.table_look import TableLook
from ogp_review.importers.table_mapping import DELIMITERS, SEPARATE, TOGETHER, Join, Mapping
from ogp_review.importers.table_repair import REPAIRS
from ogp_review.ui import widgets, window_state
from ogp_review.ui.intake import fields
from ogp_review.ui.intake.card import Disclosure
from ogp_review.ui.intake.field_box import QuietBox

_DELIMITERS = dict(zip(DELIMITERS, ("Comma", "Semicolon", "Tab", "Vertical bar"), strict=True))
CUTS = ("sheet", "header_row", "delimiter", "encoding")
"""What makes other columns of a table."""

HIGHEST_TITLES = 60


class RowBox(QSpinBox):
    """A number of a row; the wheel changes it only where it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, HIGHEST_TITLES)
        self.setSpecialValueText(_("None"))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Row of the titles"))
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ReadingForm(Disclosure):
    """`changed` is (what, value) as Mapping names it, `titles_wanted` the path of a second table."""

    changed = Signal(str, object)
    titles_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("How the table is read"), parent)
        self._lines: dict[str, QWidget] = {}
        self.boxes: dict[str, QuietBox] = {}
        self._join: Join | None = None
        self._titles: tuple[str, ...] = ()
        self._others: tuple[str, ...] = ()
        for what, words in _BOXES:
            self._add_box(what, _(words))
        self.header_row = RowBox()
        self.header_row.valueChanged.connect(lambda row: self.changed.emit("header_row", row))
        self._add_line("header_row", _("Row of the titles"), self.header_row)
        self._add_join()

    def _add_box(self, what: str, words: str) -> None:
        box = QuietBox(words)
        box.chosen.connect(lambda value, what=what: self.changed.emit(what, value))
        self.boxes[what] = box
        self._add_line(what, words, box)

    def _add_line(self, what: str, words: str, control: QWidget) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(widgets.PlainLabel(words, token="text2"), 44)
        line.addWidget(control, 56)
        self._lines[what] = row
        self.column.addWidget(row)

    # A second table -----------------------------------------------------------------------------------------

    def _add_join(self) -> None:
        self.second = widgets.button(_("Add a second table…"), "table", kind="flat", small=True)
        self.second.clicked.connect(self._choose_second)
        self.column.addWidget(self.second, 0, Qt.AlignmentFlag.AlignLeft)
        self._second_name = widgets.PlainLabel("", token="text2")
        self.column.addWidget(self._second_name)
        self.key, self.other = QuietBox(_("Key in this table")), QuietBox(_("Key in the second table"))
        self.key.chosen.connect(lambda _key: self._tell_join())
        self.other.chosen.connect(lambda _key: self._tell_join())
        self._add_line("key", _("Key in this table"), self.key)
        self._add_line("other", _("Key in the second"), self.other)

    def _choose_second(self) -> None:
        if self._join is not None:
            self.changed.emit("join", None)
            return
        path, _filter = QFileDialog.getOpenFileName(self, _("Second table"), window_state.last_folder())
        if path:
            self.titles_wanted.emit(path)

    def join_to(self, path: str, titles: Sequence[str]) -> None:
        """Join the table at `path`, on the titles that both have, else on the first."""
        both = next((title for title in self._titles if title in titles), None)
        if not titles or not self._titles:
            return
        self._others = tuple(titles)
        key, other = (both, both) if both is not None else (self._titles[0], titles[0])
        self.changed.emit("join", Join(path, key, other))

    def _tell_join(self) -> None:
        if self._join is not None:
            joined = Join(self._join.path, str(self.key.currentData()), str(self.other.currentData()))
            self.changed.emit("join", joined)

    def _show_join(self, join: Join | None) -> None:
        self._join = join
        for widget in (self._second_name, self._lines["key"], self._lines["other"]):
            widget.setVisible(join is not None)
        self.second.set_text(_("Without the second table") if join else _("Add a second table…"))
        self.second.set_icon("close" if join else "table")
        if join is not None:
            self._second_name.set_text(join.path.replace("\\", "/").rpartition("/")[2])
            self.key.put([(title, title) for title in self._own_titles(join)], join.key)
            others = self._others or (join.other,)
            self.other.put([(title, title) for title in others], join.other)

    def _own_titles(self, join: Join) -> tuple[str, ...]:
        return self._titles if join.key in self._titles else (join.key, *self._titles)

    # What was understood ------------------------------------------------------------------------------------

    def show_table(self, table: TableLook) -> None:
        """Show how it was read, and offer what else there is."""
        mapping = table.mapping
        if mapping.join is None or not self._titles:
            self._titles = tuple(column.name for column in table.columns)
        for what, (choices, current) in _offers(table).items():
            self.boxes[what].put(choices, current)
            self._lines[what].setVisible(len(choices) > 1)
        self.header_row.blockSignals(True)
        self.header_row.setValue(table.header_row)
        self.header_row.blockSignals(False)
        self._show_join(mapping.join)


_BOXES = (
    ("sheet", "Sheet"),
    ("delimiter", "Between columns"),
    ("encoding", "Encoding"),
    ("answers", "Several answers"),
    ("day_first", "Dates"),
    ("repair", "Accents"),
)


def _offers(table: TableLook) -> dict[str, tuple[list[tuple[object, str]], object]]:
    """What there is to choose for each box, and what holds now; none where there is nothing to choose."""
    mapping = table.mapping
    return {
        "sheet": ([(sheet.name, sheet.name) for sheet in table.sheets], table.sheet),
        "delimiter": (_delimiters(table), table.delimiter),
        "encoding": (_encodings(table), table.encoding),
        "answers": (_answers(table), mapping.answers),
        "day_first": (_orders(table), mapping.day_first),
        "repair": (_repairs(mapping), mapping.repair),
    }


def _when(holds: bool, offers: Callable[[], list[tuple[Any, str]]]) -> list[tuple[object, str]]:
    return list(offers()) if holds else []


def _delimiters(table: TableLook) -> list[tuple[object, str]]:
    named: list[tuple[Any, str]] = [(sign, _(words)) for sign, words in _DELIMITERS.items()]
    return _when(table.delimiter is not None, lambda: named)


def _encodings(table: TableLook) -> list[tuple[object, str]]:
    def offers() -> list[tuple[Any, str]]:
        shown = [(code, words) for code, words in NAMES.items() if code != "utf-16-be"]
        known = {code for code, _words in shown}
        own = [] if table.encoding in known else [(table.encoding, NAMES.get(str(table.encoding), ""))]
        return [*shown, *own]

    return _when(table.encoding is not None, offers)


def _answers(table: TableLook) -> list[tuple[object, str]]:
    texts = sum(fields.is_text(column.field) for column in table.columns)
    choices = [(SEPARATE, _("A comment each")), (TOGETHER, _("One comment a row"))]
    return _when(texts > 1 or table.mapping.answers == TOGETHER, lambda: choices)


def _orders(table: TableLook) -> list[tuple[object, str]]:
    dated = any(column.field == "posted" for column in table.columns)
    choices = [(None, _("Not known")), (True, _("Day first")), (False, _("Month first"))]
    return _when(dated, lambda: choices)


def _repairs(mapping: Mapping) -> list[tuple[object, str]]:
    if mapping.repair is None:
        return []
    return [(None, _("As they stand")), (mapping.repair, REPAIRS[mapping.repair].told)]
