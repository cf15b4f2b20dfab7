"""The cells of a workbook with their addresses and with what each is: text, number, date, formula.

Importing a table only asks what a cell shows. Reading a matrix back must also know that a formula was typed,
or that a spreadsheet has made a date of a text, and where that stands.
"""

import io
import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers import xml
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.sheets import XlsxGrid
from ogp_review.importers.table_grids import MOST_ROWS
from ogp_review.importers.table_shared import MARK, tidy, unescaped
from ogp_review.importers.table_values import shown
from ogp_review.importers.zips import open_zip
from ogp_review.progress import Progress

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SPOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_FIRST_DAYS = (datetime(1899, 12, 30), datetime(1904, 1, 1))
_MOST_DAYS = 2_958_466
_ROWS_BETWEEN = 500


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "a number"
    DATE = "a date"
    BOOLEAN = "TRUE or FALSE"
    FORMULA = "a formula"
    ERROR = "an error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Of a formula, `text` is the value it was saved with."""

    column: int
    text: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is written in the sheet, by its number; cells by the number of their column, from 1."""

    number: int
    cells: dict[int, Cell]


class Book(XlsxGrid):
    """A workbook whose sheets are read cell by cell."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._date_styles = _date_styles(self._styles, path.name)
        if not self._shared.can_be_cut:
            raise ReviewError(
                f'"{path.name}" was saved by a program that writes its texts in an unusual way. '
                "Open it in Excel or LibreOffice, save it as .xlsx, and read that back."
            )

    def sheet_rows(
        self, sheet: str, progress: Progress, most: int = MOST_ROWS, wanted: Collection[int] | None = None
    ) -> Iterator[Row]:
        """The rows that are written in a sheet, at most `most` of them; of columns only those `wanted`."""
        member = self._members[sheet]
        with open_zip(self._path) as package, package.open(member) as stream:
            last = 0
            found = xml.each(stream, "{*}row", name=self.name, part=posixpath.basename(member))
            for done, element in enumerate(found):
                if done >= most:
                    break
                if done % _ROWS_BETWEEN == 0:
                    progress.check_cancelled()
                    progress.report(done, None, sheet)
                last = _number(element.get("r"), last + 1)
                yield Row(last, self._cells(element, wanted))
        self._unchanged.check()

    def last_row(self, sheet: str) -> int:
        """The number of the last row, as the sheet itself says."""
        return self._pieces(sheet).size()[0]

    def _cells(self, row: etree._Element, wanted: Collection[int] | None) -> dict[int, Cell]:
        cells: dict[int, Cell] = {}
        at = 0
        for element in row:
            address = element.get("r")
            at = _column(address.rstrip("0123456789")) if address else at + 1
            if not len(element) or (wanted is not None and at not in wanted):
                continue
            cell = self._cell(element, at)
            if cell.text or cell.kind is not Kind.TEXT:
                cells[at] = cell
        return cells

    def _cell(self, element: etree._Element, at: int) -> Cell:
        value = formula = inline = None
        for part in element:
            name = _local(part)
            if name == "v":
                value = part.text or ""
            elif name == "f":
                formula = part
            elif name == "is":
                inline = part
        kind, text = self._value(element, value, inline)
        return Cell(at, text, kind if formula is None else Kind.FORMULA)

    def _value(
        self, element: etree._Element, value: str | None, inline: etree._Element | None
    ) -> tuple[Kind, str]:
        said = element.get("t", "n")
        if said == "inlineStr" and inline is not None:
            return Kind.TEXT, self._tidy(_words(inline))
        if not value:
            return Kind.TEXT, ""
        if said == "s":
            return Kind.TEXT, self._shared.text(MARK + value)
        if said in ("b", "e"):
            return (Kind.BOOLEAN, shown(value == "1")) if said == "b" else (Kind.ERROR, value)
        if said == "d":
            return Kind.DATE, value
        if said != "n":
            return Kind.TEXT, self._tidy(value)
        return self._number(value, _number(element.get("s"), 0))

    def _number(self, value: str, style: int) -> tuple[Kind, str]:
        try:
            number = float(value)
        except ValueError:
            return Kind.TEXT, self._tidy(value)
        if style in self._date_styles and 0 <= number < _MOST_DAYS:
            return Kind.DATE, shown(_FIRST_DAYS[self._since_1904] + timedelta(seconds=round(number * 86_400)))
        exact = value.lstrip("-").isdigit()
        return Kind.NUMBER, value if exact else shown(number)

    def _tidy(self, text: str) -> str:
        return tidy(unescaped(text), Cleaner())


def _words(inline: etree._Element) -> str:
    """The text of a cell, of all its runs, without what says how they are spoken."""
    if len(inline) == 1 and not len(inline[0]):
        return inline[0].text or ""
    return "".join(
        part.text or ""
        for part in inline.iter("{*}t")
        if (above := part.getparent()) is None or _local(above) != "rPh"
    )


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    """The number of a column; 0, which no column has, where these are no letters of one."""
    known = len(letters) <= 3 and letters.isascii() and letters.isalpha()
    return column_number(letters) if known else 0


@lru_cache(maxsize=1_000)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _local(element: etree._Element) -> str:
    return _name(str(element.tag))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else otherwise


def column_number(letters: str) -> int:
    """1 for "A", 27 for "AA"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """ "A" for 1, "AA" for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _date_styles(styles: bytes, name: str) -> frozenset[int]:
    """The numbers of the formats in which a number is shown as a date."""
    if not styles:
        return frozenset()
    root = xml.root_of(io.BytesIO(styles), name=name, part="styles")
    codes = {_number(one.get("numFmtId"), 0): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    dated = {number for number, code in codes.items() if _is_date(code)}
    known = _DATE_FORMATS - codes.keys() | dated
    formats = root.find("{*}cellXfs")
    if formats is None:
        return frozenset()
    return frozenset(at for at, one in enumerate(formats) if _number(one.get("numFmtId"), 0) in known)


def _is_date(code: str) -> bool:
    plain = _SPOKEN.sub("", code.split(";")[0]).lower()
    return bool(set(plain) & set("ydhs")) or ("m" in plain and "0" not in plain)
