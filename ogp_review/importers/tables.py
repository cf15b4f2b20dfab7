"""A table of comments as CSV, TSV or ";": our own export, and what others send with a header row.

Rows are numbered as a spreadsheet numbers them: the header is row 1, and a record with line breaks in its
cells is one row. Rows without a single character are passed over.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from operator import itemgetter

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingConsultation,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers.table_columns import Columns, check_mapping, column_list, match_columns
from ogp_review.importers.table_values import (
    Doubts,
    consent,
    language_code,
    understood_date,
    whole_number,
)
from ogp_review.interchange.csv_text import unguard

FORMAT = "csv"
LARGEST_CELL = 16 * 1024 * 1024
"""Characters of one cell. A larger one is a quotation mark that was never closed."""

_DELIMITERS = (",", ";", "\t", "|")
_NOT_ASSIGNED = match_key(NOT_ASSIGNED_LABEL)
_PIECE = 1024 * 1024
_SAMPLE = 64 * 1024
_SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Header:
    """The row with the titles: its number, its delimiter, and where the rows below it begin in the text."""

    titles: tuple[str, ...]
    delimiter: str
    number: int
    start: int
    columns: Columns


def has_known_header(text: str) -> bool:
    """Whether `text` begins with the title of a column of comments and that of at least one more column."""
    header = sniff(text)
    return header.columns.has_text and len(header.titles) > 1


def looks_like(text: str) -> bool:
    """Whether `text` has a header row: a known title for the comments, or rows of one and the same width."""
    header = sniff(text)
    if header.columns.has_text:
        return True
    widths = {len(row) for row in islice(_rows(text[:_SAMPLE], header), _SAMPLE_ROWS) if row}
    return len(header.titles) > 1 and widths == {len(header.titles)}


def read(
    text: str,
    name: str,
    *,
    language: str | None = None,
    consultation: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Reading:
    """The comments of the table `name`. Records are read as they are asked for.

    Raises ReviewError where no column holds the text of comments, and while reading where a cell is too long.
    """
    header = sniff(text, mapping, name)
    if not header.columns.has_text:
        raise ReviewError(
            f'"{name}" has no column that is known to hold the text of comments. '
            f"Say which one it is: {column_list(header.titles)}."
        )
    about = IncomingConsultation(title=consultation or "", language=language)
    return Reading(FORMAT, about, _records(text, name, header))


def sniff(text: str, mapping: Mapping[str, str] | None = None, name: str = "") -> Header:
    """The header under the delimiter that makes most sense of it: most known titles, then most columns."""
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
    start, stated = _after_excel_hint(text)
    headers = [_header(text, start, delimiter, mapping, name) for delimiter in stated or _DELIMITERS]
    best = max(headers, key=lambda header: (header.columns.known, len(header.titles)))
    if mapping:
        check_mapping(mapping, best.titles, name)
    return best


def _after_excel_hint(text: str) -> tuple[int, str]:
    """Excel's own first line "sep=;" is no row."""
    line = text[: text.find("\n") + 1]
    return (len(line), line[4]) if len(line) == 6 and line.startswith("sep=") else (0, "")


def _header(text: str, start: int, delimiter: str, mapping: Mapping[str, str] | None, name: str) -> Header:
    lines = _Lines(text, start)
    numbered = enumerate(csv.reader(lines, delimiter=delimiter), 1)
    try:
        number, row = next(((number, row) for number, row in numbered if row), (1, []))
    except csv.Error:
        number, row = 1, []
    titles = tuple(row)
    return Header(titles, delimiter, number, lines.position, match_columns(titles, mapping))


class _Lines:
    """Feeds the csv reader line by line and tells how far it has come."""

    def __init__(self, text: str, position: int = 0) -> None:
        self._text = text
        self.position = position

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        start = self.position
        if start >= len(self._text):
            raise StopIteration
        end = self._text.find("\n", start) + 1 or len(self._text)
        self.position = end
        return self._text[start:end]


def _lines(text: str, start: int) -> Iterator[str]:
    """The lines of `text`, a piece at a time: never a second copy of it, nor a call for each line."""
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield from StringIO(text[start:end], newline="\n")
        start = end


def _rows(text: str, header: Header) -> Iterator[list[str]]:
    return csv.reader(_lines(text, header.start), delimiter=header.delimiter)


def _records(text: str, name: str, header: Header) -> Iterator[Incoming]:
    if header.columns.unread:
        yield IncomingWarning(f"Columns that are not read: {', '.join(header.columns.unread)}.")
    rows, number = _Rows(header), header.number
    try:
        for number, row in enumerate(_rows(text, header), header.number + 1):
            if row:
                yield rows.record(row, number)
    except csv.Error as error:
        raise ReviewError(
            f'"{name}" cannot be read at row {number + 1}: {error}. '
            "Look for a quotation mark that is not closed near there."
        ) from error
    if rows.ends_in_several_lines and text.count('"') % 2:
        rows.doubts.note("A quotation mark is not closed; the last row may hold several", number)
    yield from rows.doubts.warnings()


class _Rows:
    """Turns rows into records by the places of the columns, worked out once."""

    def __init__(self, header: Header) -> None:
        self.doubts = Doubts()
        self.ends_in_several_lines = False
        self._width = len(header.titles)
        self._delimiter = header.delimiter
        self._own_export = header.columns.own_export
        self._text = header.columns.text
        self._cells = itemgetter(*header.columns.places)

    def record(self, row: list[str], number: int) -> IncomingComment | IncomingSkip:
        if len(row) != self._width:
            self._fit(row, number)
        row.append("")  # what a column that is not there holds: its place is -1
        cells: Sequence[str] = self._cells(row)
        if self._own_export:
            cells = [unguard(cell) if cell[:1] == "'" else cell for cell in cells]
        text = cells[0]
        self.ends_in_several_lines = "\n" in text
        if not text.strip():
            return IncomingSkip(f"row {number}", "no text")
        return self._comment(text, [cell.strip() or None for cell in cells], number)

    def _comment(self, text: str, cells: list[str | None], number: int) -> IncomingComment:
        (_, external_id, author, organisation, email, stakeholder, country, named, language, translation,
         channel, posted, votes_for, votes_against, paragraph, parent, submission) = cells  # fmt: skip
        return IncomingComment(
            text,
            f"row {number}",
            external_id=external_id,
            author=author,
            organisation=organisation,
            email=email,
            stakeholder=stakeholder,
            country=country,
            consent=self._consent(named, number) if named else None,
            language=language_code(language) if language else None,
            translation=translation,
            channel=channel,
            posted=posted,
            posted_at=self._date(posted, number) if posted else None,
            votes_for=self._votes(votes_for, number) if votes_for else None,
            votes_against=self._votes(votes_against, number) if votes_against else None,
            paragraph=_place(paragraph) if paragraph else None,
            parent=parent,
            submission=submission,
        )

    def _fit(self, row: list[str], number: int) -> None:
        """As many cells as the header has. A text in the last column gets back what delimiters cut off."""
        extra = row[self._width :]
        if not extra:
            self.doubts.note("Fewer cells than the header has columns; the rest taken for empty", number)
            row += [""] * (self._width - len(row))
            return
        del row[self._width :]
        if not any(extra):
            return
        if self._text == self._width - 1:
            row[-1] = self._delimiter.join([row[-1], *extra])
            self.doubts.note(
                "More cells than the header has columns; the extra ones joined to the text", number
            )
        else:
            self.doubts.note("More cells than the header has columns; the extra ones not read", number)

    def _date(self, text: str, number: int) -> str | None:
        date = understood_date(text)
        if date is None:
            self.doubts.note("Dates not in the form 2023-02-15, kept only as they are written", number)
        return date

    def _votes(self, text: str, number: int) -> int | None:
        votes = whole_number(text)
        if votes is None:
            self.doubts.note("Votes that are not a whole number, left out", number)
        return votes

    def _consent(self, text: str, number: int) -> bool | None:
        answer = consent(text)
        if answer is None:
            self.doubts.note('"May be named" answered by neither yes nor no, taken for unknown', number)
        return answer


def _place(paragraph: str) -> str | None:
    return None if match_key(paragraph) == _NOT_ASSIGNED else paragraph
