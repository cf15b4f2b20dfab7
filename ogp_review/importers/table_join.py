"""A second table whose columns are added to the rows of the first, by a key that both have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ogp_review.errors import ReviewError
from ogp_review.importers.table_columns import place_of
from ogp_review.importers.table_grids import Grid
from ogp_review.importers.table_headers import Header

LARGEST_JOINED = 256 * 1024 * 1024
"""Characters of a second table: it is held in memory."""

Keyed = dict[str, tuple[int, list[str]]]


class Joined:
    """The rows of the second table by their key, and which of them were asked for."""

    def __init__(self, grid: Grid, sheet: str, header: Header, key: str) -> None:
        self.name = grid.name
        self.titles = header.names
        self.repeated: list[int] = []
        self._key = place_of(key, header.names, grid.name)
        self._rows: Keyed = {}
        self._empty = [""] * len(header.names)
        self._used: set[str] = set()
        self._fill(grid, sheet, header)

    def cells(self, key: str) -> list[str]:
        """The cells of the row with that key; empty ones where there is none."""
        found = self._rows.get(key.strip())
        if found is None:
            return self._empty
        self._used.add(key.strip())
        return found[1]

    def unused(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that no row of the first table asked for, with their numbers."""
        return (row for key, row in self._rows.items() if key not in self._used)

    def _fill(self, grid: Grid, sheet: str, header: Header) -> None:
        size, width = 0, len(self._empty)
        for number, row in enumerate(grid.rows(sheet), 1):
            if number <= header.last_row or not row:
                continue
            cells = [_text(grid, cell) for cell in row[:width]]
            cells += [""] * (width - len(cells))
            size += sum(map(len, cells)) + 50 * width
            if size > LARGEST_JOINED:
                raise ReviewError(f'"{self.name}" is too large to be joined. Import it as the first table.')
            key = cells[self._key].strip()
            if key and key not in self._rows:
                self._rows[key] = (number, cells)
            elif key:
                self.repeated.append(number)


def _text(grid: Grid, cell: Any) -> str:
    return grid.text(cell) if cell != "" else ""


def second_path(stated: str, first: Path | None) -> Path:
    """Where the second table is: a name without a folder stands beside the first."""
    path = Path(stated)
    return first.parent / path if first is not None and not path.is_absolute() else path
