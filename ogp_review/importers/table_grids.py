"""What every kind of table is to those who read it: sheets, and rows numbered as a spreadsheet does."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ogp_review.errors import ReviewError

LARGEST_CELL = 16 * 1024 * 1024
"""Characters of one cell. A larger one is a quotation mark that was never closed."""

MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""

MOST_ROWS = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. Of a text file the sizes are not known (None) until it has been read."""

    name: str
    rows: int | None = None
    columns: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one, first and last row and column; counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(Protocol):
    """A table file that is open for reading. `rows` may be asked for again and begins anew each time.

    A row is a list of cells; `text` makes the text of one that is not a `str` already. `is_text` tells that a
    row has as many cells as its writer gave it, so that another width than the header's means something.
    """

    name: str
    format: str
    is_text: bool
    delimiter: str | None
    encoding: str | None

    def names(self) -> tuple[str, ...]:
        """The sheets that come into question: those that are shown."""
        ...

    def all_names(self) -> tuple[str, ...]: ...

    def sheets(self) -> tuple[Sheet, ...]: ...

    def rows(self, sheet: str) -> Iterator[list[Any]]: ...

    def merges(self, sheet: str) -> tuple[Merge, ...]: ...

    def text(self, cell: Any) -> str: ...

    def first_notes(self) -> list[str]:
        """What had to be assumed before a row was read."""
        ...

    def last_notes(self) -> list[str]:
        """What was found while the rows were read, once they have been."""
        ...


class Unchanged:
    """Notices that a file was altered, grew, or went away between its first look and its last."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = self._signature()

    @property
    def size(self) -> int:
        return self._told[0]

    def check(self) -> None:
        """Raises ReviewError where the file is not what it was."""
        if self._signature() != self._told:
            raise changed(self._path.name)

    def _signature(self) -> tuple[int, int]:
        try:
            status = os.stat(self._path)
        except (OSError, ValueError) as error:
            raise unreadable(self._path, error) from error
        return status.st_size, status.st_mtime_ns


def changed(name: str) -> ReviewError:
    return ReviewError(f'"{name}" was changed while it was read. Wait until it is complete, then import it.')


def unreadable(path: Path, error: OSError | ValueError) -> ReviewError:
    if isinstance(error, FileNotFoundError):
        return ReviewError(f'There is no file "{path.name}" any more where it was: "{path}".')
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReviewError(f'"{path.name}" cannot be read: {why}.')


class TooWide(ReviewError):
    """A table of more columns than any spreadsheet holds."""


def too_wide(name: str) -> TooWide:
    return TooWide(
        f'"{name}" has more than {MOST_COLUMNS:,} columns, more than any spreadsheet holds. '
        "Look whether it is a table of comments, and at what separates its columns."
    )
