"""How a table is laid out, as it and a person tell: sheet, delimiter, titles, fields, order of dates."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from itertools import islice
from math import log10
from pathlib import Path
from typing import Any

from ogp_review.errors import ReviewError
from ogp_review.importers import sheets, table_ods
from ogp_review.importers.table_columns import (
    HTML,
    OWN_TITLES,
    TEXT,
    column_list,
    column_names,
    field_named,
    fields_of,
    known_title,
    place_of,
)
from ogp_review.importers.table_dates import DateOrder
from ogp_review.importers.table_grids import Grid, unreadable
from ogp_review.importers.table_guess import Guesses, guess_columns
from ogp_review.importers.table_headers import Header, find_header
from ogp_review.importers.table_join import Joined, second_path
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.table_text import TextGrid
from ogp_review.importers.zips import looks_like as is_zip
from ogp_review.progress import Progress

Said = Mapping | Names[str, str] | None
"""What a person says of a table; in its first form only {"text": "Comment"}, field by field."""

SAMPLE_ROWS = 120
"""So many rows below the titles are looked at to guess what the columns are."""

_HEAD_ROWS = 60
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Layout:
    """A table, understood. `sample` is its first rows as text, below the titles, with their numbers."""

    grid: Grid
    sheet: str
    header: Header
    names: tuple[str, ...]
    guesses: Guesses
    sample: tuple[tuple[int, list[str]], ...]
    said: Mapping
    order: DateOrder
    joined: Joined | None = None
    joined_key: int = -1
    others: tuple[tuple[str, float], ...] = ()

    @property
    def day_first(self) -> bool | None:
        return self.order.decided if self.said.day_first is None else self.said.day_first

    @property
    def texts(self) -> list[int]:
        return self.guesses.places(TEXT, HTML)

    @property
    def unread(self) -> list[str]:
        return [name for name, guess in zip(self.names, self.guesses.columns, strict=True) if not guess.field]

    @property
    def own_export(self) -> bool:
        return self.grid.is_text and self.header.titles == OWN_TITLES

    @property
    def read_places(self) -> set[int]:
        """The columns of the first table that are read."""
        width = len(self.header.titles)
        return {n for n, guess in enumerate(self.guesses.columns) if guess.field and n < width}

    def place(self, field: str) -> int:
        return next(iter(self.guesses.places(field)), -1)


def open_grid(source: Path | str, name: str, said: Mapping, progress: Progress | None = None) -> Grid:
    """The file as a grid, by what it begins with. Raises ReviewError where it cannot be read."""
    if isinstance(source, Path):
        head = _head(source)
        if is_zip(head):
            if table_ods.looks_like(head, name):
                return table_ods.OdsGrid(source)
            return sheets.XlsxGrid(source)
    return TextGrid(source, name, delimiter=said.delimiter, encoding=said.encoding, progress=progress)


def arrange(source: Path | str, name: str, said: Said, progress: Progress | None = None) -> Layout:
    """The layout of a table.

    Raises ReviewError where it cannot be read, or what is said of it does not fit it.
    """
    mapping = said if isinstance(said, Mapping) else Mapping()
    grid = open_grid(source, name, mapping, progress)
    sheet, others = _sheet(grid, mapping)
    if isinstance(grid, TextGrid) and not grid.stated:
        grid.delimiter = _delimiter(grid, mapping)
    first = _first_rows(grid, sheet, _HEAD_ROWS + SAMPLE_ROWS)
    header = _header(first, grid, sheet, mapping)
    joined, key = _joined(source, header, mapping, name)
    names = header.names if joined is None else column_names((*header.titles, *joined.titles))
    titles = names if joined else header.titles
    sample = tuple(_sampled(first, header, joined, key))
    fields = _fields(said, names, name)
    guesses = guess_columns(titles, [row for _, row in sample], fields)
    layout = Layout(grid, sheet, header, names, guesses, sample, mapping, DateOrder(), joined, key, others)
    return replace(layout, order=_order(layout))


def first_header(text: str) -> tuple[Header, list[list[str]]]:
    """The titles of a text under its best delimiter, and the rows below them."""
    grid = TextGrid(text, "")
    if not grid.stated:
        grid.delimiter = _delimiter(grid, Mapping())
    rows = grid.first_rows(grid.delimiter or ",", _HEAD_ROWS)
    header = find_header(rows)
    return header, [row for row in rows[header.last_row :] if row]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error


# Sheet and delimiter --------------------------------------------------------------------------------------


def _sheet(grid: Grid, said: Mapping) -> tuple[str, tuple[tuple[str, float], ...]]:
    """The sheet that is read, and how well the others would do."""
    names = grid.names()
    if said.sheet is not None and not grid.is_text:
        if said.sheet not in grid.all_names():
            raise ReviewError(f'"{grid.name}" has no sheet "{said.sheet}". It has {column_list(names)}.')
        return said.sheet, ()
    if len(names) == 1:
        return names[0], ()
    scores = {name: _worth(grid, name) for name in names}
    best = max(names, key=scores.__getitem__)
    return best, tuple((name, worth) for name, worth in scores.items() if name != best)


def _worth(grid: Grid, sheet: str) -> float:
    """How much like a table of comments a sheet is."""
    rows = _first_rows(grid, sheet, _HEAD_ROWS)
    if not rows:
        return 0.0
    header = find_header(rows)
    body = [row for row in rows[header.last_row :] if any(row)]
    guesses = guess_columns(header.titles, body, {})
    sure = [guess.confidence for guess in guesses.columns if guess.field]
    texts = [guesses.columns[place].confidence for place in guesses.places(TEXT)]
    if not texts or not body:
        return 0.0
    return round(2 * max(texts) + sum(sure) + log10(1 + len(body)), 3)


def _delimiter(grid: TextGrid, said: Mapping) -> str:
    """The delimiter under which the titles make most sense: most known ones, then most columns."""

    def sense(delimiter: str) -> tuple[int, int]:
        rows = grid.first_rows(delimiter, _HEAD_ROWS)
        header = find_header(rows, row=_possible(said.header_row, rows), height=said.header_rows)
        return sum(known_title(title) is not None for title in header.titles), len(header.titles)

    return max(grid.candidates(), key=sense)


def _possible(row: int | None, rows: Sequence[Sequence[str]]) -> int | None:
    return row if row is None or row <= len(rows) else None


# Rows and titles ------------------------------------------------------------------------------------------


def _first_rows(grid: Grid, sheet: str, limit: int) -> list[list[str]]:
    if isinstance(grid, TextGrid):
        return grid.first_rows(grid.delimiter or ",", limit)
    return [texts_of(grid, row) for row in islice(grid.rows(sheet), limit)]


def texts_of(grid: Grid, row: Sequence[Any]) -> list[str]:
    """The cells of a row as text."""
    return [grid.text(cell) if cell != "" else "" for cell in row]


def _header(first: list[list[str]], grid: Grid, sheet: str, said: Mapping) -> Header:
    merges = grid.merges(sheet)
    header = find_header(first, merges, row=said.header_row, height=said.header_rows, table=grid.name)
    if not header.titles and not said.header_row == 0:
        raise ReviewError(f'"{grid.name}" holds no rows. Choose a table of comments.')
    return header


def _sampled(
    first: list[list[str]], header: Header, joined: Joined | None, key: int
) -> Iterator[tuple[int, list[str]]]:
    width = len(header.titles)
    for number, row in enumerate(first[header.last_row :], header.last_row + 1):
        if not any(row):
            continue
        cells = [*row[:width], *[""] * (width - len(row))]
        yield number, cells + joined.cells(cells[key]) if joined else cells


def _joined(source: Path | str, header: Header, said: Mapping, name: str) -> tuple[Joined | None, int]:
    if said.join is None:
        return None, -1
    key = place_of(said.join.key, header.names, name)
    path = second_path(said.join.path, source if isinstance(source, Path) else None)
    second = arrange(path, path.name, None)
    return Joined(second.grid, second.sheet, second.header, said.join.other), key


def _fields(said: Said, names: Sequence[str], table: str) -> dict[int, str]:
    """The field of each place that a person has spoken of."""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        return fields_of(said, names, table)
    found: dict[int, str] = {}
    for column, field in said.columns:
        if field_named(field) or column in names:
            found[place_of(column, names, table)] = field_named(field)
    return found


def _order(layout: Layout) -> DateOrder:
    """What the column of dates tells of their order; all of it is read where its first rows do not tell."""
    place = layout.place("posted")
    if place < 0:
        return DateOrder()
    order = DateOrder().note_all(row[place] for _, row in layout.sample)
    if layout.said.day_first is not None or not order.is_open or order.iso or order.day_first:
        return order
    if place >= len(layout.header.titles):
        return order
    return DateOrder().note_all(_column(layout, place))


def _column(layout: Layout, place: int) -> Iterator[str]:
    for number, row in enumerate(layout.grid.rows(layout.sheet), 1):
        if number > layout.header.last_row and place < len(row):
            yield layout.grid.text(row[place])
