"""A response matrix that somebody has edited in a spreadsheet: its rows as they stand there now.

Sheets and columns are known by their titles, wherever they stand and however a sheet is called now. What is
meant by a row, and what has changed in it, `services.roundtrip` finds out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ogp_review.errors import ReviewError
from ogp_review.importers.matrix_book import Book, Cell, Kind, Row, column_letters
from ogp_review.interchange.matrix import COMMENT_COLUMNS, HIDDEN_COLUMNS, MATRIX_COLUMNS, SHEETS, Column
from ogp_review.interchange.matrix_marks import (
    LONG_TEXTS,
    LONG_TITLES,
    Version,
    put_together,
    read_version,
    without_long_note,
)
from ogp_review.progress import NoProgress, Progress

MATRIX, COMMENTS, ABOUT = SHEETS[1], SHEETS[2], SHEETS[-1]
ROW_ID, VERSION = HIDDEN_COLUMNS
REF = "Ref"

_KNOWING = (REF, *HIDDEN_COLUMNS)
_HEADER_WITHIN = 30
_TITLES_NEEDED = 4
_ABOUT_WITHIN = 60
_MOST_ROWS = 300_000
"""Rows that are kept at once: more than a workbook of the size that is read at all holds."""

_MOST_MERGED = 500_000
_TELLING = {MATRIX: {"response", "proposed change", "comment refs"}, COMMENTS: {"text", "author", "reply to"}}
_WATCHED = {MATRIX: {"Paragraph", "Themes"}, COMMENTS: {"Text"}}
"""Columns that are not read back and that people are likely to change all the same."""

_COLUMNS: dict[str, tuple[Column, ...]] = {MATRIX: MATRIX_COLUMNS, COMMENTS: COMMENT_COLUMNS}


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A cell as it stands in the workbook. `address` is "N12".

    `problem` says why it is no text. `beginning` is what it shows of a long text, of which `text` is the
    whole; or no more than that, where the sheet with the whole lacks it (`lacks_rest`).
    """

    address: str
    text: str
    kind: Kind = Kind.TEXT
    problem: str = ""
    beginning: str = ""
    lacks_rest: bool = False


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row of either sheet. `row_id` is None where it is not there, or no longer exactly."""

    number: int
    ref: str
    row_id: int | None
    version: Version | None
    cells: dict[str, EditedCell]


@dataclass(frozen=True)
class EditedSheet:
    """A sheet that may be read back. `kind` is MATRIX or COMMENTS, `name` how it is called in the workbook.

    `columns` are the letters of the columns that are there, by title; `extra` the titles that are not ours.
    """

    kind: str
    name: str
    columns: dict[str, str]
    extra: tuple[str, ...]
    rows: tuple[EditedRow, ...]


@dataclass(frozen=True)
class EditedMatrix:
    """All that an edited workbook says. `about` is its sheet About: texts by label."""

    name: str
    about: dict[str, str]
    sheets: tuple[EditedSheet, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def is_public(self) -> bool:
        return self.about.get("Edition", "").startswith("public")


def read(path: Path, *, progress: Progress | None = None) -> EditedMatrix:
    """The edited workbook at `path`.

    :raises ReviewError: where it is no response matrix, is damaged, or says a thing twice.
    """
    return _Reader(path, progress or NoProgress()).read()


class _Reader:
    def __init__(self, path: Path, progress: Progress) -> None:
        self._book = Book(path)
        self._progress = progress
        self._long: dict[tuple[str, str], str] = {}

    def read(self) -> EditedMatrix:
        heads = [head for name in self._book.all_names() if (head := self._head(name))]
        found = [self._chosen(kind, heads) for kind in (MATRIX, COMMENTS)]
        if not any(found):
            raise ReviewError(
                f'"{self._book.name}" is not a response matrix: no sheet of it has the columns {REF}, '
                "Response and Proposed change. Choose the workbook that was exported."
            )
        self._long = self._long_texts()
        sheets = tuple(self._sheet(head) for head in found if head)
        return EditedMatrix(self._book.name, self._about(), sheets)

    # Which sheet is which ---------------------------------------------------------------------------------

    def _head(self, name: str) -> "_Head | None":
        for row in self._book.sheet_rows(name, self._progress, _HEADER_WITHIN):
            titles = {_folded(cell.text) for cell in row.cells.values()}
            for kind, columns in _COLUMNS.items():
                known = {_folded(column.title) for column in columns}
                if (
                    _folded(REF) in titles
                    and titles & _TELLING[kind]
                    and len(titles & known) > _TITLES_NEEDED
                ):
                    return _Head(kind, name, row)
        return None

    def _chosen(self, kind: str, heads: Sequence["_Head"]) -> "_Head | None":
        """The sheet of this kind: the one that still has its name, or else the only one."""
        found = [head for head in heads if head.kind == kind]
        named = [head for head in found if head.name == kind]
        if len(found) > 1 and not named:
            names = " and ".join(f'"{head.name}"' for head in found)
            raise ReviewError(
                f'"{self._book.name}": the sheets {names} both look like {kind}. Delete those that are not '
                f'meant, or call the right one "{kind}".'
            )
        return next(iter(named or found), None)

    def _about(self) -> dict[str, str]:
        if ABOUT not in self._book.all_names():
            return {}
        rows = self._book.sheet_rows(ABOUT, self._progress, _ABOUT_WITHIN)
        said = [(row.cells.get(1), row.cells.get(2)) for row in rows]
        return {label.text.strip(): value.text.strip() for label, value in reversed(said) if label and value}

    def _long_texts(self) -> dict[tuple[str, str], str]:
        """The texts that no cell holds, by ref and column; without those that lack a part."""
        if LONG_TEXTS not in self._book.all_names():
            return {}
        parts: dict[tuple[str, str], dict[int, str]] = {}
        for row in self._book.sheet_rows(LONG_TEXTS, self._progress):
            ref, column, part, text = (_text(row, at) for at in range(1, len(LONG_TITLES) + 1))
            if part.isdigit():
                parts.setdefault((ref, column), {})[int(part)] = text
        whole = {where: put_together(by_part) for where, by_part in parts.items()}
        return {where: text for where, text in whole.items() if text is not None}

    # Rows -------------------------------------------------------------------------------------------------

    def _sheet(self, head: "_Head") -> EditedSheet:
        places, extra = self._places(head)
        rows = tuple(islice(self._rows(head, places), _MOST_ROWS + 1))
        if len(rows) > _MOST_ROWS:
            raise ReviewError(
                f'"{self._book.name}", sheet "{head.name}" has more than {_MOST_ROWS:,} rows. '
                "Delete those that are not of the matrix."
            )
        letters = {title: column_letters(at) for title, at in places.items()}
        return EditedSheet(head.kind, head.name, letters, extra, rows)

    def _places(self, head: "_Head") -> tuple[dict[str, int], tuple[str, ...]]:
        """The number of each column that is known, by title, and the titles of those that are not."""
        titles = [*(column.title for column in _COLUMNS[head.kind]), *HIDDEN_COLUMNS]
        known = {_folded(title): title for title in titles}
        places: dict[str, int] = {}
        extra = []
        for at, cell in head.row.cells.items():
            title = known.get(_folded(cell.text))
            if title in places:
                first, second = (f"{column_letters(one)}{head.row.number}" for one in (places[title], at))
                raise ReviewError(
                    f'"{self._book.name}", sheet "{head.name}": the column {title} stands twice, at {first} '
                    f"and at {second}. Delete the one that is not meant."
                )
            if title:
                places[title] = at
            elif cell.text.strip():
                extra.append(" ".join(cell.text.split())[:60])
        return places, tuple(extra)

    def _rows(self, head: "_Head", places: dict[str, int]) -> Iterator[EditedRow]:
        merged = self._merged(head)
        columns = _COLUMNS[head.kind]
        read = {column.title for column in columns if column.editable} | _WATCHED[head.kind]
        wanted = {at for title, at in places.items() if title in read or title in _KNOWING}
        for row in self._book.sheet_rows(head.name, self._progress, wanted=wanted):
            if row.number <= head.row.number or not row.cells:
                continue
            ref = _text(row, places.get(REF, 0)).strip()
            cells = {
                title: self._edited(row, at, ref, title, merged)
                for title, at in places.items()
                if title in read
            }
            version = read_version(_text(row, places.get(VERSION, 0)), columns)
            yield EditedRow(row.number, ref, _row_id(row.cells.get(places.get(ROW_ID, 0))), version, cells)

    def _merged(self, head: "_Head") -> set[tuple[int, int]]:
        """The cells (row, column) that are merged with others: the words of all but one of them are gone."""
        last, width = self._book.last_row(head.name), max(head.row.cells)
        merged: set[tuple[int, int]] = set()
        for merge in self._book.merges(head.name):
            rows = range(merge.top, min(merge.bottom, last) + 1)
            columns = range(merge.left, min(merge.right, width) + 1)
            if len(merged) + len(rows) * len(columns) > _MOST_MERGED:
                raise ReviewError(
                    f'"{self._book.name}", sheet "{head.name}" has too many merged cells. Unmerge them all.'
                )
            merged.update((row, column) for row in rows for column in columns)
        return merged

    def _edited(self, row: Row, at: int, ref: str, title: str, merged: set[tuple[int, int]]) -> EditedCell:
        address = f"{column_letters(at)}{row.number}"
        cell = row.cells.get(at)
        if (row.number, at) in merged:
            return EditedCell(address, cell.text if cell else "", problem=_MERGED)
        if cell is None:
            return EditedCell(address, "")
        if cell.kind not in (Kind.TEXT, Kind.NUMBER):
            return EditedCell(address, cell.text, cell.kind, _WHY[cell.kind])
        return self._whole(address, ref, title, cell)

    def _whole(self, address: str, ref: str, title: str, cell: Cell) -> EditedCell:
        """The cell with its whole text, where the cell itself only holds the beginning of it."""
        beginning = without_long_note(cell.text)
        if beginning is None:
            return EditedCell(address, cell.text, cell.kind)
        whole = self._long.get((ref[:60], title), self._long.get((ref, title)))
        text = beginning if whole is None else whole
        return EditedCell(address, text, beginning=beginning, lacks_rest=whole is None)


@dataclass(frozen=True, slots=True)
class _Head:
    """A sheet and the row in which its titles stand."""

    kind: str
    name: str
    row: Row


_MERGED = "is merged with other cells. Unmerge them, and write its text again"
_WHY = {
    Kind.DATE: "holds a date: the spreadsheet has made one of what was typed. Format the cell as text",
    Kind.BOOLEAN: "holds TRUE or FALSE, not a text. Format the cell as text",
    Kind.FORMULA: "holds a formula, which is not read. Write its result as text",
    Kind.ERROR: "holds an error of the spreadsheet. Write the text anew, in a cell that is formatted as text",
}


def _row_id(cell: Cell | None) -> int | None:
    """The id in a cell. As a number it has lost its last digits, and does not count."""
    if cell is None or cell.kind is not Kind.TEXT or not cell.text.strip().isdecimal():
        return None
    return int(cell.text) if len(cell.text) < 25 else None


def _text(row: Row, at: int) -> str:
    cell = row.cells.get(at)
    return cell.text if cell else ""


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
