"""A table of comments, as text, Excel or OpenDocument: our own export, or any other with a row of titles.

Rows are numbered as a spreadsheet numbers them: a record with line breaks in its cells is one row. Rows
without a single character are passed over.
"""

from collections.abc import Iterator
from pathlib import Path

from ogp_review.domain.incoming import (
    Incoming,
    IncomingConsultation,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import sheets, table_ods
from ogp_review.importers.decoding import decode
from ogp_review.importers.table_columns import TEXT, column_list, known_title
from ogp_review.importers.table_grids import LARGEST_CELL as LARGEST_CELL
from ogp_review.importers.table_grids import TooWide
from ogp_review.importers.table_layout import Layout, arrange, first_header
from ogp_review.importers.table_layout import Said as Said
from ogp_review.importers.table_look import TableLook as TableLook
from ogp_review.importers.table_look import look as look
from ogp_review.importers.table_mapping import Join as Join
from ogp_review.importers.table_mapping import Mapping as Mapping
from ogp_review.importers.table_merges import Filler
from ogp_review.importers.table_notes import notes_of
from ogp_review.importers.table_rows import RowReader
from ogp_review.importers.table_text import TextGrid
from ogp_review.importers.zips import looks_like as is_zip
from ogp_review.progress import Progress

_SAMPLE = 64 * 1024
_ROWS_COMPARED = 20
_LEAST_KNOWN = 3
"""Known titles in a row below the first lines of a file, so that it is no line of prose."""


class NoTextColumn(ReviewError):
    """A table whose column of comments must be named first."""


def looks_like(head: bytes | str, name: str = "") -> bool:
    """Whether a file that begins with `head` is a table: a workbook, or text with a row of titles.

    Text has one where a title of the comments is known, or where its rows are of one and the same width.
    """
    if isinstance(head, bytes):
        if is_zip(head):
            return sheets.looks_like(head, name) or table_ods.looks_like(head, name)
        head = decode(head).text
    return _is_table(head[:_SAMPLE], known=False)


def has_known_header(head: bytes | str) -> bool:
    """Whether a text begins with the title of a column of comments and that of at least one more column."""
    text = decode(head).text if isinstance(head, bytes) else head
    return _is_table(text[:_SAMPLE], known=True)


def _is_table(text: str, *, known: bool) -> bool:
    if text.lstrip("\ufeff \t\n")[:1] in ("{", "["):  # JSON has commas too
        return False
    try:
        header, below = first_header(text)
    except TooWide:
        return True  # whoever reads it refuses it by its name
    except ReviewError:
        return False
    titles = [known_title(title) for title in header.titles]
    has_text = any(title is not None and title[0] == TEXT for title in titles)
    if known:
        least = _LEAST_KNOWN if header.above else 1
        return has_text and len(titles) > 1 and sum(title is not None for title in titles) >= least
    rows = below[:_ROWS_COMPARED]
    even = len(titles) > 1 and {len(row) for row in rows} == {len(titles)}
    return has_text or (even and not _is_prose(rows))


def _is_prose(rows: list[list[str]]) -> bool:
    """Whether what looks like cells are parts of sentences: a space follows each comma."""
    parts = [cell for row in rows for cell in row[1:] if cell]
    return all(part.startswith(" ") for part in parts)


def read(
    source: Path | str,
    name: str = "",
    *,
    language: str | None = None,
    consultation: str | None = None,
    mapping: Said = None,
    progress: Progress | None = None,
) -> Reading:
    """The comments of the table at a path, or of its text. Records are read as they are asked for.

    Raises NoTextColumn where no column is known to hold comments, ReviewError where what is said does not
    fit, and while reading where the file is damaged, without end, or no longer what it was.
    """
    name = name or (source.name if isinstance(source, Path) else "the table")
    layout = arrange(source, name, mapping, progress)
    if not layout.texts:
        raise NoTextColumn(
            f'"{name}" has no column that is known to hold the text of comments. '
            f"Say which one it is: {column_list(layout.names)}."
        )
    about = IncomingConsultation(title=consultation or "", language=language)
    return Reading(layout.grid.format, about, _records(layout))


def _records(layout: Layout) -> Iterator[Incoming]:
    grid, last_title, places = layout.grid, layout.header.last_row, layout.read_places
    yield from map(IncomingWarning, (*grid.first_notes(), *notes_of(layout)))
    reader = RowReader(layout)
    filled = Filler(grid.merges(layout.sheet), last_title, places - set(layout.texts))
    number = last_title
    for number, row in enumerate(grid.rows(layout.sheet), 1):
        if number > last_title and any(row):
            yield from reader.records(filled.row(row, number), number)
    if isinstance(grid, TextGrid) and grid.ends_unclosed:
        reader.doubts.note("A quotation mark is not closed; the last row may hold several", number)
    yield from _left_over(layout)
    yield from reader.doubts.warnings()
    yield from map(IncomingWarning, grid.last_notes())


def _left_over(layout: Layout) -> Iterator[Incoming]:
    """The rows of a second table that belong to none of the first: comments, where the text is there."""
    joined, width = layout.joined, len(layout.header.titles)
    if joined is None:
        return
    texts = [place - width for place in layout.texts if place >= width]
    if joined.repeated:
        rows = len(joined.repeated)
        yield IncomingWarning(f'"{joined.name}" has rows with the key of one before, not read: {rows:,}.')
    unused = 0
    for number, cells in joined.unused():
        unused += 1
        if any(cells[place].strip() for place in texts):
            yield IncomingSkip(
                f'row {number} of "{joined.name}"', "its key stands in no row of the first table"
            )
    if unused and not texts:
        yield IncomingWarning(f'"{joined.name}" has rows whose key stands in no row here: {unused:,}.')
