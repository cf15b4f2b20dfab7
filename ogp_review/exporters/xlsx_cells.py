"""What becomes of a value in a cell: public text is hostile, and a cell holds less than a text can."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from ogp_review.domain.operation import plural
from ogp_review.interchange.matrix_marks import CELL_LIMIT as CELL_LIMIT
from ogp_review.interchange.matrix_marks import LONG_TEXTS as LONG_TEXTS
from ogp_review.interchange.matrix_marks import long_note

ROW_LIMIT = 1_048_576
TALLEST = 409.0
"""Of a row, in points."""

_LINE = 13.0
_PADDING = 5.0
_CHARACTERS_A_UNIT = 1.18
"""A unit of column width is a digit; a character of prose is narrower, but lines break early at words."""

_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f300-\U0003fffd]"
)
_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_MANY_WIDE = 1.3
"""Bytes of UTF-8 a character, from where on it pays to look for wide ones."""

_EPOCH = datetime(1899, 12, 30)
_FIRST_DATE = date(1900, 3, 1)
"""Before it Excel counts a 29 February 1900 that never was."""

Value = str | int | None

_INLINE = '" t="inlineStr"><is><t xml:space="preserve">'
_END = "</t></is></c>"
_KNOWN_LENGTH, _KNOWN_CELLS = 60, 2_000

_FORMULA_STARTS = frozenset("=+-@'\t\r\n \u00a0")


def escaped(text: str) -> str:
    """`text` as the content of an XML element, with Excel's _xHHHH_ for what XML cannot hold."""
    if "_" in text:
        text = _ESCAPE.sub("_x005F_", text)
    if not text.isprintable():
        text = _HOSTILE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def printable(text: str) -> str:
    """`text` without what no part of a workbook but a cell can hold."""
    return " ".join(re.sub("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", " ", text).split())


def units(text: str) -> int:
    """The length of `text` as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """`text` cut into parts that a cell holds; joined they are `text`."""
    data = text.encode("utf-16-le", "surrogatepass")
    parts, start = [], 0
    while start < len(data):
        end = start + 2 * limit
        if end < len(data) and _is_low(data, end):
            end -= 2
        parts.append(data[start:end].decode("utf-16-le", "surrogatepass"))
        start = end
    return parts


def _is_low(data: bytes, at: int) -> bool:
    """Whether the unit at byte `at` is the second half of a character."""
    return 0xDC <= data[at + 1] <= 0xDF


class Moment(NamedTuple):
    """A date as Excel counts it: days since the end of 1899."""

    days: float
    has_time: bool
    has_offset: bool


@lru_cache(20_000)
def moment(text: str) -> Moment | None:
    """An ISO date or time as a number; None where `text` is neither, or earlier than Excel can count.

    The clock is kept as it is written: the offset from UTC has no place in a cell.
    """
    match = _DATE.fullmatch(text)
    if not match:
        return None
    day, clock = match["day"], match["time"]
    try:
        parsed = datetime.fromisoformat(f"{day}T{clock}" if clock else day)
    except ValueError:
        return None
    if parsed.date() < _FIRST_DATE:
        return None
    return Moment((parsed - _EPOCH) / timedelta(days=1), clock is not None, match["offset"] is not None)


def lines(text: str, width: int) -> int:
    """How many lines wrapped `text` takes in a column `width` wide, rather one too many than one too few."""
    across = max(int((width - 2) * _CHARACTERS_A_UNIT), 1)
    if len(text) <= across // 2 and "\n" not in text:
        return 1
    if not text.isascii() and len(text.encode("utf-8", "replace")) > len(text) * _MANY_WIDE:
        text = _WIDE.sub("mm", text)
    if "\n" not in text:
        return len(text) // across + 1
    return sum(len(line) // across + 1 for line in text.split("\n"))


def height(count: int) -> float:
    """Of a row with `count` lines, in points."""
    return min(count * _LINE + _PADDING, TALLEST)


@dataclass(frozen=True, slots=True)
class Looks:
    """Style numbers of one column: its text, text that looks like a formula, numbers, dates, times."""

    text: int
    guarded: int
    number: int
    day: int
    time: int


Cell = tuple[str, int]
"""The XML of a cell after the number of its row, and how many lines it takes."""


@dataclass(slots=True)
class Place:
    """A column of a sheet, as rows are written into it. `width` is 0 where text does not wrap.

    `known` are the cells of short values: in most columns the same few return in every row.
    """

    letter: str
    title: str
    looks: Looks
    width: int = 0
    is_date: bool = False
    known: dict[Value, Cell] = field(default_factory=dict)
    start: str = ""
    text_start: str = ""

    def __post_init__(self) -> None:
        self.start = f'<c r="{self.letter}'
        self.text_start = f'" s="{self.looks.text}{_INLINE}'


class NotHeld:
    """What cells could not hold, so that it can be told; long texts are kept for a sheet of their own."""

    def __init__(self) -> None:
        self.long_texts: list[tuple[str, str, str]] = []
        self.offsets = 0

    def begin(self, ref: str, title: str, text: str) -> str:
        """What the cell in column `title` shows of a text that no cell holds."""
        self.long_texts.append((ref, title, text))
        note = long_note(ref, title)
        return pieces(text, CELL_LIMIT - units(note))[0] + note

    def parts(self) -> list[tuple[str, str, int, str]]:
        """The rows of sheet "Long texts"."""
        return [
            (ref, title, part, piece)
            for ref, title, text in self.long_texts
            for part, piece in enumerate(pieces(text), start=1)
        ]

    def notes(self) -> list[str]:
        notes = []
        if self.long_texts:
            what = plural(len(self.long_texts), "text is", "texts are")
            notes.append(
                f"{what} longer than the {CELL_LIMIT:,} characters a cell holds: begun in the cell, whole in "
                f'sheet "{LONG_TEXTS}", where the parts follow one another without a gap.'
            )
        if self.offsets:
            what = plural(self.offsets, "date states", "dates state")
            notes.append(
                f"{what} an offset from UTC, which a cell cannot hold: the clock is as it was written."
            )
        return notes


def row_xml(
    number: int,
    ref: str,
    values: Sequence[Value],
    places: Sequence[Place],
    not_held: NotHeld,
    tallest: int = 1,
) -> str:
    """One row of a sheet, as high as its texts need and at least `tallest` lines."""
    cells, row = [], str(number)
    for value, place in zip(values, places, strict=True):
        xml, count = place.known.get(value) or _new_cell(value, ref, place, not_held)
        cells.append(place.start + row + xml)
        if count > tallest:
            tallest = count
    return f'<row r="{row}" ht="{height(tallest)}" customHeight="1">{"".join(cells)}</row>'


def _new_cell(value: Value, ref: str, place: Place, not_held: NotHeld) -> Cell:
    if value is None or value == "":
        cell = f'" s="{place.looks.text}"/>', 1
    elif not isinstance(value, str):
        cell = f'" s="{place.looks.number}"><v>{value}</v></c>', 1
    elif place.is_date and (when := moment(value)):
        not_held.offsets += when.has_offset
        style = place.looks.time if when.has_time else place.looks.day
        return f'" s="{style}"><v>{when.days!r}</v></c>', 1
    else:
        cell = _text_cell(value, ref, place, not_held)
        if len(value) > _KNOWN_LENGTH:
            return cell
    if len(place.known) < _KNOWN_CELLS:
        place.known[value] = cell
    return cell


def _text_cell(text: str, ref: str, place: Place, not_held: NotHeld) -> Cell:
    """An inline string, which can never be a formula."""
    if len(text) > CELL_LIMIT // 2 and units(text) > CELL_LIMIT:
        text = not_held.begin(ref, place.title, text)
    if not place.width and text.isalnum():
        return f"{place.text_start}{text}{_END}", 1
    start = f'" s="{place.looks.guarded}{_INLINE}' if text[0] in _FORMULA_STARTS else place.text_start
    xml = f"{start}{escaped(text)}{_END}"
    return xml, lines(text, place.width) if place.width else 1
