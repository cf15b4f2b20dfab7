"""A text file as a table: its encoding and delimiter found, its rows read a piece at a time.

Memory does not grow with the file: a piece of a million characters is decoded, cut at a line end and handed
to the csv reader; what is longer than a cell may be is refused before it is put together.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from ogp_review.errors import ReviewError
from ogp_review.importers.table_encodings import (
    BYTE_ORDER_MARK,
    TextCounts,
    encoding_of,
    error_handler,
)
from ogp_review.importers.table_grids import (
    LARGEST_CELL,
    MOST_COLUMNS,
    Merge,
    Sheet,
    Unchanged,
    changed,
    too_wide,
    unreadable,
)
from ogp_review.importers.table_mapping import DELIMITERS
from ogp_review.importers.watching import look_up
from ogp_review.progress import NoProgress, Progress

_PIECE = 1024 * 1024
_SAMPLE_LINES = 200
_MOST_PIECES = 64
"""So many pieces may make up one row: a quotation mark that is not closed makes the whole file one."""


class TextGrid:
    """Delimited text, at a path or in memory."""

    format = "csv"
    is_text = True

    def __init__(
        self,
        source: Path | str,
        name: str,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
        self.name = name
        self.encoding: str | None = None
        self._source = source
        self._progress = progress or NoProgress()
        self._notes: list[str] = []
        self._counts = TextCounts()
        self._unclosed = False
        if isinstance(source, Path):
            self._unchanged = Unchanged(source)
            self.encoding = encoding or self._find_encoding(source)
        start, stated = _excel_hint(next(self._pieces(), ""))
        self._start = start
        self.delimiter: str | None = delimiter or stated or ","
        self.stated = bool(delimiter or stated)

    def names(self) -> tuple[str, ...]:
        return ("",)

    def all_names(self) -> tuple[str, ...]:
        return ("",)

    def sheets(self) -> tuple[Sheet, ...]:
        return (Sheet(""),)

    def merges(self, sheet: str) -> tuple[Merge, ...]:
        return ()

    def text(self, cell: object) -> str:
        return str(cell)

    def first_notes(self) -> list[str]:
        return self._notes

    def last_notes(self) -> list[str]:
        return self._counts.notes()

    def candidates(self) -> tuple[str, ...]:
        """The delimiters that come into question."""
        return (self.delimiter or ",",) if self.stated else DELIMITERS

    def first_rows(self, delimiter: str, limit: int) -> list[list[str]]:
        """The first rows under one delimiter; fewer where they cannot be read any further."""
        lines = self.first_lines
        rows: list[list[str]] = []
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                if len(row) > MOST_COLUMNS:
                    raise too_wide(self.name)
                rows.append(row)
                if len(rows) >= limit:
                    break
        except csv.Error:
            pass
        return rows

    @cached_property
    def first_lines(self) -> list[str]:
        """The lines of the first piece; none of them longer than a header can be."""
        piece = next(self._pieces(), "")[self._start :]
        lines = piece.split("\n", 4 * _SAMPLE_LINES)[: 4 * _SAMPLE_LINES]
        for line in lines[:_SAMPLE_LINES]:
            if max(map(line.count, DELIMITERS)) > 16 * MOST_COLUMNS:
                raise too_wide(self.name)
        return [line + "\n" for line in lines]

    def rows(self, sheet: str = "") -> Iterator[list[str]]:
        """All rows. Raises ReviewError where a cell has no end, or the file is not what it was."""
        feed = _Feed(self._pieces(), self._start, self.name)
        row: list[str] = []
        try:
            for row in csv.reader(feed.lines(), delimiter=self.delimiter or ","):
                feed.row += 1
                yield row
        except csv.Error as error:
            raise feed.refusal(str(error)) from error
        self._unclosed = any("\n" in cell for cell in row) and feed.quotes % 2 == 1

    @property
    def ends_unclosed(self) -> bool:
        """Whether the last row that was read goes on because a quotation mark in the file is not closed."""
        return self._unclosed

    def _find_encoding(self, source: Path) -> str:
        with _opened(source) as file:
            found = encoding_of(self._blocks(file), self.name)
        self._notes += found.notes
        return found.encoding

    def _blocks(self, file: BinaryIO) -> Iterator[bytes]:
        while block := file.read(_PIECE):
            self._progress.check_cancelled()
            yield block

    def _pieces(self) -> Iterator[str]:
        if isinstance(self._source, str):
            yield from (self._source[n : n + _PIECE] for n in range(0, len(self._source), _PIECE))
            return
        self._counts = TextCounts()
        encoding = self.encoding or "utf-8"
        with _opened(self._source) as raw:
            self._unchanged.check()
            text = TextIOWrapper(raw, encoding=encoding, errors=error_handler(encoding))
            first = True
            while piece := self._read(text):
                self._progress.check_cancelled()
                yield self._counts.cleaned(piece.removeprefix(BYTE_ORDER_MARK) if first else piece)
                first = False
                if raw.tell() > self._unchanged.size:
                    raise changed(self.name)
            self._unchanged.check()

    def _read(self, text: TextIO) -> str:
        look_up()
        try:
            return text.read(_PIECE)
        except OSError as error:
            raise ReviewError(f'"{self.name}" cannot be read: {error.strerror or error}.') from error


class _Feed:
    """Cuts pieces into lines for the csv reader, and stops what would fill the memory."""

    def __init__(self, pieces: Iterator[str], start: int, name: str) -> None:
        self.row = 0
        self.quotes = 0
        self._pieces = pieces
        self._start = start
        self._name = name

    def lines(self) -> Iterator[str]:
        rest, start, stuck, last_row = "", self._start, 0, 0
        for piece in self._pieces:
            text = rest + piece[start:]
            start = 0
            self.quotes += text.count('"') - rest.count('"')
            end = text.rfind("\n") + 1
            rest = text[end:]
            if len(rest) > LARGEST_CELL:
                raise self.refusal("a line of it has no end")
            stuck = stuck + 1 if self.row == last_row else 0
            last_row = self.row
            if stuck > _MOST_PIECES:
                raise self.refusal("it has no end")
            yield from StringIO(text[:end], newline="\n")
        if rest:
            yield rest

    def refusal(self, why: str) -> ReviewError:
        return ReviewError(
            f'"{self._name}" cannot be read at row {self.row + 1}: {why}. '
            "Look for a quotation mark that is not closed near there."
        )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    with file:
        yield file


def _excel_hint(text: str) -> tuple[int, str]:
    """Excel's own first line "sep=;" is no row."""
    line = text[: text.find("\n", 0, 16) + 1]
    is_hint = len(line) == 6 and line.startswith("sep=") and line[4] in DELIMITERS
    return (len(line), line[4]) if is_hint else (0, "")
