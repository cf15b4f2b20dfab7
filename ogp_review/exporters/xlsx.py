"""The workbook of the response matrix: openpyxl makes all but the rows, which are streamed into its sheets.

Its rows with openpyxl would take ten times as long; the rest by hand would be a library of its own.
"""

import errno
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ogp_review.domain.report import ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.exporters import xlsx_about, xlsx_summary
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.fast_zip import FastZip
from ogp_review.exporters.xlsx_cells import LONG_TEXTS, ROW_LIMIT, NotHeld, Place, printable, row_xml
from ogp_review.exporters.xlsx_front import Line, one
from ogp_review.exporters.xlsx_sheets import Table, long_texts, tables
from ogp_review.exporters.xlsx_styles import A4, Styles, make_styles, set_up_page
from ogp_review.interchange.matrix import SHEETS
from ogp_review.progress import Progress

_ROWS_A_CHUNK = 500
_SHEET_PARTS = "xl/worksheets/sheet"
_FIRST_PARTS = ("_rels/", "docProps/", "xl/theme/")
_DATA = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"\s*/>')


def write_xlsx(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write the workbook to `target`; gives what the format could not hold, one sentence each.

    :raises ReviewError: where it cannot be written, or has more rows than a sheet holds.
    :raises Cancelled: when the person has stopped it; an older file is then as it was.
    """
    workbook = _Workbook(document, progress)
    with writing(target) as stream:
        archive = FastZip(stream)
        workbook.write(archive)
        archive.close()
        progress.check_cancelled()
    return workbook.not_held.notes()


class _Workbook:
    """One export: the skeleton, and what is streamed into it."""

    def __init__(self, document: ReportDocument, progress: Progress) -> None:
        self.document, self.progress = document, progress
        self.not_held = NotHeld()
        self.tables = tables(document)
        _check_rows(self.tables)
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.styles = make_styles(self.book)
        self.summary = xlsx_summary.summary(document, self.styles)
        self._total = sum(len(table.rows) for table in self.tables)
        self._done = 0

    def write(self, archive: FastZip) -> None:
        self._make_skeleton()
        parts = _saved(self.book)
        _write_others(archive, parts, first=True)
        first, *middle = SHEETS[:-1]
        self._write_front_sheet(archive, parts, first, self.summary)
        for title, table in zip(middle, self.tables, strict=True):
            self._write_sheet(archive, parts, title, self._table_xml(table), table.whole_range)
        parts = self._with_long_texts(archive, parts)
        about = xlsx_about.about(self.document, self.styles, self.not_held.notes())
        self._write_front_sheet(archive, parts, SHEETS[-1], about)
        _write_others(archive, parts, first=False)

    def _with_long_texts(self, archive: FastZip, parts: dict[str, bytes]) -> dict[str, bytes]:
        """Only now is it known whether that sheet is needed; the skeleton is then saved again with it."""
        if not self.not_held.long_texts:
            return parts
        table = long_texts(self.not_held.parts())
        self._total += len(table.rows)
        self._make_table_sheet(table)
        parts = _saved(self.book)
        self._write_sheet(archive, parts, LONG_TEXTS, self._table_xml(table), table.whole_range)
        return parts

    def _make_skeleton(self) -> None:
        self._describe()
        self._make_front_sheet(SHEETS[0], xlsx_summary.WIDTHS, self.summary)
        for table in self.tables:
            self._make_table_sheet(table)
        self._make_front_sheet(SHEETS[-1], xlsx_about.WIDTHS, [])
        self.book.active = 0

    def _describe(self) -> None:
        about = self.book.properties
        about.title = printable(self.document.title)
        about.creator = about.lastModifiedBy = printable(self.document.made_by) or "OGP Review"
        about.subject = f"Response matrix, {self.document.edition} edition"
        about.language = self.document.language

    def _make_front_sheet(self, title: str, widths: dict[str, int], lines: Sequence[Line]) -> None:
        sheet = self.book.create_sheet(title)
        sheet.sheet_view.showGridLines = False
        for letter, width in widths.items():
            sheet.column_dimensions[letter].width = width
        for number, line in enumerate(lines, start=1):
            if line.merged:
                sheet.merge_cells(f"{line.merged[0]}{number}:{line.merged[1]}{number}")
        set_up_page(sheet, self._footer(), A4, table=False)

    def _make_table_sheet(self, table: Table) -> None:
        sheet = self.book.create_sheet(table.title)
        _set_widths(sheet, table)
        sheet.sheet_view.showGridLines = False
        sheet.freeze_panes = table.frozen
        sheet.auto_filter.ref = table.whole_range  # sorting must take the hidden columns along
        set_up_page(sheet, self._footer(), table.paper, table=True)
        if table.dress:
            table.dress(sheet, table)

    def _footer(self) -> str:
        return printable(self.document.title)[:80]

    def _part(self, title: str) -> str:
        """The name openpyxl gives the part of a sheet."""
        return f"{_SHEET_PARTS}{self.book.sheetnames.index(title) + 1}.xml"

    def _write_front_sheet(
        self, archive: FastZip, parts: dict[str, bytes], title: str, lines: Sequence[Line]
    ) -> None:
        last = max(self.book[title].column_dimensions)
        rows = _lines_xml(title, lines, self.not_held)
        self._write_sheet(archive, parts, title, rows, f"A1:{last}{len(lines)}")

    def _write_sheet(
        self, archive: FastZip, parts: dict[str, bytes], title: str, rows: Iterable[bytes], dimension: str
    ) -> None:
        name = self._part(title)
        archive.write(name, _filled(parts[name], rows, dimension))

    def _table_xml(self, table: Table) -> Iterator[bytes]:
        columns = (*table.columns, *table.hidden)
        header, places = _header(table, self.styles), _places(table, self.styles)
        yield row_xml(1, "", [column.title for column in columns], header, self.not_held, 2).encode()
        readers = [column.value for column in columns]
        chunk: list[str] = []
        for number, row in enumerate(table.rows, start=2):
            values = [read(row) for read in readers]
            chunk.append(row_xml(number, table.ref(row), values, places, self.not_held))
            if len(chunk) == _ROWS_A_CHUNK:
                yield self._told(chunk, table.title)
                chunk = []
        yield self._told(chunk, table.title)

    def _told(self, chunk: list[str], title: str) -> bytes:
        self.progress.check_cancelled()
        self._done += len(chunk)
        self.progress.report(self._done, self._total, title)
        return "".join(chunk).encode()


def _check_rows(sheets: Sequence[Table]) -> None:
    for table in sheets:
        if table.last_row > ROW_LIMIT:
            raise ReviewError(
                f'Sheet "{table.title}" would have {len(table.rows):,} rows, and a spreadsheet holds '
                f"{ROW_LIMIT - 1:,}. Export to .csv or .json."
            )


def _saved(book: Workbook) -> dict[str, bytes]:
    """The parts of the skeleton."""
    memory = io.BytesIO()
    try:
        book.save(memory)
    except etree.SerialisationError as error:  # it writes sheets beside, where the disk may be full too
        code = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(code, os.strerror(code)) from error
    with zipfile.ZipFile(memory) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write_others(archive: FastZip, parts: dict[str, bytes], *, first: bool) -> None:
    """What is not a sheet. Programs that look only at a file's start know a workbook by its first parts."""
    for name in sorted(parts, key=lambda name: not name.startswith("_rels/")):
        if not name.startswith(_SHEET_PARTS) and name.startswith(_FIRST_PARTS) == first:
            archive.write(name, [parts[name]])


def _filled(skeleton: bytes, rows: Iterable[bytes], dimension: str) -> Iterator[bytes]:
    """The part of a sheet with `rows` in the place of those the skeleton has."""
    data = _DATA.search(skeleton)
    assert data, "openpyxl writes sheetData into every sheet"
    head = skeleton[: data.start()]
    yield b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield _DIMENSION.sub(b'<dimension ref="%s"/>' % dimension.encode(), head) + b"<sheetData>"
    yield from rows
    yield b"</sheetData>" + skeleton[data.end() :]


def _lines_xml(title: str, lines: Sequence[Line], not_held: NotHeld) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        places, values = [place for place, _ in line.cells], [value for _, value in line.cells]
        yield row_xml(number, title, values, places, not_held, line.least).encode()


def _set_widths(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate((*table.columns, *table.hidden), start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = table.width(column)
        dimension.hidden = column in table.hidden


def _header(table: Table, styles: Styles) -> list[Place]:
    """Where some columns may be edited, those have the strong header and the others the quiet one."""
    places = []
    for number, column in enumerate((*table.columns, *table.hidden), start=1):
        strong = column.editable or not table.is_edited
        style = styles.editable_header if strong else styles.header
        places.append(Place(get_column_letter(number), column.title, one(style)))
    return places


def _places(table: Table, styles: Styles) -> list[Place]:
    return [
        Place(
            get_column_letter(number),
            column.title,
            styles.wrapped if column.wrap else styles.plain,
            column.width if column.wrap else 0,
            column.title in table.dates,
        )
        for number, column in enumerate((*table.columns, *table.hidden), start=1)
    ]
