"""OpenDocument spreadsheets as tables, read row by row; what a cell or a row is repeated is bounded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers import xml
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.table_grids import LARGEST_CELL, MOST_COLUMNS, MOST_ROWS, Merge, Sheet, Unchanged
from ogp_review.importers.table_shared import tidy
from ogp_review.importers.table_values import shown
from ogp_review.importers.zips import Package, open_zip

MOST_REPEATED = 64 * 1024 * 1024
"""Characters that the cells of one row may come to with all their repetitions."""

_KIND = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ROW = f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_UNSEEN = (f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note")
_MOST_MERGES = 50_000
_DEEPEST = 40


def looks_like(head: bytes, name: str) -> bool:
    """Whether a zip file is a spreadsheet of OpenDocument, by its kind or its ending."""
    return _KIND in head or name.lower().endswith((".ods", ".ots"))


@dataclass(slots=True)
class _Table:
    """What the first pass over a sheet finds."""

    rows: int = 0
    passed: int = 0
    columns: int = 0
    merges: list[Merge] = field(default_factory=list)


class OdsGrid:
    """The sheets of a spreadsheet."""

    format = "ods"
    is_text = False
    delimiter: str | None = None
    encoding: str | None = None

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._unchanged = Unchanged(path)
        self._unsaved = 0
        self._cleaner = Cleaner()
        self._tables: dict[str, _Table] = {}
        with open_zip(path) as package:
            self._check(package)
            for table, row in self._elements(package):
                self._measure(self._tables.setdefault(table, _Table()), row)
        if not self._tables:
            raise ReviewError(f'"{self.name}" holds no sheet with cells. Choose another file.')

    def names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def all_names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(Sheet(name, table.rows, table.columns) for name, table in self._tables.items())

    def merges(self, sheet: str) -> tuple[Merge, ...]:
        return tuple(self._tables[sheet].merges)

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """All rows of a sheet, those at its end that are empty left out."""
        self._unchanged.check()
        empty = 0
        self._unsaved, self._cleaner = 0, Cleaner()
        with open_zip(self._path) as package:
            for table, row in self._elements(package):
                if table != sheet:
                    continue
                cells, repeated = self._cells(row), self._times(row, "rows")
                if not cells:
                    empty += repeated
                    continue
                yield from ([] for _ in range(empty))
                empty = 0
                self._check_size(cells, repeated)
                yield from (list(cells) for _ in range(repeated))
        self._unchanged.check()

    def text(self, cell: Any) -> str:
        return tidy(cell, self._cleaner) if isinstance(cell, str) else shown(cell)

    def first_notes(self) -> list[str]:
        return []

    def last_notes(self) -> list[str]:
        unsaved = f"Formulas without a saved value, taken for empty cells: {self._unsaved:,}."
        return [unsaved] * bool(self._unsaved) + [warning.text for warning in self._cleaner.warnings()]

    # Elements ---------------------------------------------------------------------------------------------

    def _check(self, package: Package) -> None:
        if _CONTENT not in package:
            raise self._refusal("is not a spreadsheet of OpenDocument")

    def _elements(self, package: Package) -> Iterator[tuple[str, etree._Element]]:
        """Every row with the name of its sheet; rows of tables within cells left out."""
        with package.open(_CONTENT) as stream:
            for row in xml.each(stream, _ROW, name=self.name, part=_CONTENT):
                tables = [above for above in row.iterancestors(f"{_TABLE}table")]
                if len(tables) == 1:
                    yield tables[0].get(f"{_TABLE}name", ""), row

    def _measure(self, table: _Table, row: etree._Element) -> None:
        cells = self._cells(row)
        self._note_merges(table, row)
        table.passed += self._times(row, "rows")
        if cells and table.passed > MOST_ROWS:
            raise self._refusal(f"claims more than {MOST_ROWS:,} rows")
        if cells:
            table.rows = table.passed
            table.columns = max(table.columns, len(cells))

    def _note_merges(self, table: _Table, row: etree._Element) -> None:
        column = 1
        for cell in row.iterchildren(*_CELLS):
            down = _number(cell.get(f"{_TABLE}number-rows-spanned"))
            right = _number(cell.get(f"{_TABLE}number-columns-spanned"))
            if max(down, right) > 1 and len(table.merges) < _MOST_MERGES:
                top = table.passed + 1
                table.merges.append(Merge(top, column, top + down - 1, column + right - 1))
            column += self._times(cell, "columns")

    def _cells(self, row: etree._Element) -> list[Any]:
        """The cells up to the last that holds something."""
        cells: list[Any] = []
        empty = size = 0
        for cell in row.iterchildren(*_CELLS):
            repeated = self._times(cell, "columns")
            value = self._value(cell)
            if value == "":
                empty += repeated
                continue
            if len(cells) + empty + repeated > MOST_COLUMNS:
                raise self._refusal(f"claims more than {MOST_COLUMNS:,} columns")
            cells += [""] * empty + [value] * repeated
            size += repeated * len(value) if isinstance(value, str) else 0
            empty = 0
            if size > MOST_REPEATED:
                raise self._refusal("claims cells that are too large")
        return cells

    def _value(self, cell: etree._Element) -> Any:
        kind = cell.get(f"{_OFFICE}value-type")
        if kind in ("float", "percentage", "currency"):
            return _decimal(cell.get(f"{_OFFICE}value", ""))
        if kind == "date":
            return cell.get(f"{_OFFICE}date-value", "").replace("T00:00:00", "").replace("T", " ")
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        stated = cell.get(f"{_OFFICE}string-value")
        value = (
            stated if stated is not None and kind else "\n".join(map(_said, cell.iterchildren(f"{_TEXT}p")))
        )
        if len(value) > LARGEST_CELL:
            raise self._refusal("claims cells that are too large")
        if not value and kind is None and cell.get(f"{_TABLE}formula"):
            self._unsaved += 1
        return value

    def _check_size(self, cells: list[Any], repeated: int) -> None:
        if (
            repeated > 1
            and repeated * sum(len(cell) for cell in cells if isinstance(cell, str)) > MOST_REPEATED
        ):
            raise self._refusal("claims rows that are too large")

    def _times(self, element: etree._Element, what: str) -> int:
        return max(1, _number(element.get(f"{_TABLE}number-{what}-repeated")))

    def _refusal(self, what: str) -> ReviewError:
        return ReviewError(f'"{self.name}" {what}. Save it anew in a spreadsheet program, and import that.')


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 1


def _decimal(text: str) -> float | str:
    try:
        return float(text) if text.isascii() and len(text) < 400 else ""
    except ValueError:
        return ""


def _said(paragraph: etree._Element) -> str:
    """The words of a paragraph, as it is shown: with its spaces, tabs and line breaks."""
    parts: list[str] = []
    _gather(paragraph, parts, 0)
    return "".join(parts)


def _gather(element: etree._Element, parts: list[str], depth: int) -> None:
    parts.append(element.text or "")
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(1000, _number(child.get(f"{_TEXT}c"))))
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append("\t" if child.tag == f"{_TEXT}tab" else "\n")
        elif child.tag not in _UNSEEN and depth < _DEEPEST:
            _gather(child, parts, depth + 1)
        parts.append(child.tail or "")
