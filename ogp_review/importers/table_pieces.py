"""A sheet of a workbook cut into small workbooks of our own making, which calamine reads one after the other.

Only cells, formats and the count of the first day of dates go into them; shared texts go as their numbers. A
piece that claims cells far apart is cut further, so none costs more memory than its cells need.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from ogp_review.errors import ReviewError
from ogp_review.importers.table_grids import MOST_COLUMNS, MOST_ROWS, Merge
from ogp_review.importers.table_shared import MARK, is_plain_xml
from ogp_review.importers.watching import look_up

_PIECE = 512 * 1024
_FIRST_PIECE = 64 * 1024
_LARGEST_ROW = 64 * 1024 * 1024
_LARGEST_AREA = 1_000_000
_MOST_MERGES = 50_000
_NAMESPACE = b"http://schemas.openxmlformats.org"
_SHEET = b'<worksheet xmlns="%s/spreadsheetml/2006/main"><sheetData>' % _NAMESPACE
_SHEET_END = b"</sheetData></worksheet>"
_BOOK = (
    b'<workbook xmlns="%s/spreadsheetml/2006/main" xmlns:r="%s/officeDocument/2006/relationships">'
    b'<workbookPr date1904="%%s"/><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
    % (_NAMESPACE, _NAMESPACE)
)
_RELATION = b'<Relationships xmlns="%s/package/2006/relationships">%%s</Relationships>' % _NAMESPACE
_ONE = b'<Relationship Id="%%s" Type="%s/officeDocument/2006/relationships/%%s" Target="%%s"/>' % _NAMESPACE
_TYPES = b'<Types xmlns="%s/package/2006/content-types"/>' % _NAMESPACE
_TEXT = b't="s"><v>'
_MARKED = b't="str"><v>' + MARK.encode()
_OTHER_TEXT = re.compile(rb"(<c\b[^>]*?\bt\s*=\s*)(?:\"s\"|'s')([^>]*>\s*<v[^>]*>)")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
_ROW_NUMBERS = re.compile(rb'r="[A-Z]*([0-9]+)"')
_WIDE = re.compile(rb'r="[A-Za-z]{2,3}')
_WIDE_OTHERWISE = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{2,3}")
_ONE_LETTER = 26
_ROW_START = re.compile(rb"<row\b")
_ROW_NUMBER = re.compile(rb"<row\b[^>]*?\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_MERGE = re.compile(
    rb"<mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_DIMENSION = re.compile(rb"<dimension\b[^>]*?[:\"']([A-Z]{1,3})[0-9]{1,7}[\"']")
_UNSAVED = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR = b't="e"'


def has_calamine() -> bool:
    return find_spec("python_calamine") is not None


class Pieces:
    """The XML of one sheet."""

    def __init__(self, data: bytes, styles: bytes, since_1904: bool, name: str, member: str) -> None:
        self._data = data
        self._name = name
        self._member = member
        self._styles = styles
        self._since_1904 = since_1904
        self._unsaved = 0
        self._errors = 0
        opening = re.search(rb"<sheetData\s*(/?)>", data)
        self._start = opening.end() if opening and not opening[1] else 0
        self._end = data.rfind(b"</sheetData>") if self._start else 0
        self.can_be_cut = is_plain_xml(data[: self._start or len(data)]) and (
            opening is not None or b"sheetData" not in data
        )
        if opening and not opening[1] and self._end < self._start:
            raise self._damaged("it ends too early")

    def size(self) -> tuple[int, int]:
        """How many rows it has; and columns, as it says itself."""
        last = self._data.rfind(b"<row", 0, self._end)
        number = _ROW_NUMBER.match(self._data, max(0, last))
        stated = _DIMENSION.search(self._data, 0, self._start)
        rows = int(number[1]) if number else self._data.count(b"<row")
        return min(rows, MOST_ROWS), _column(stated[1]) if stated else 0

    def merges(self) -> tuple[Merge, ...]:
        found = _MERGE.finditer(self._data, max(self._end, 0))
        taken = (match.groups() for match, _ in zip(found, range(_MOST_MERGES), strict=False))
        return tuple(
            Merge(int(top), _column(left), int(bottom), _column(right)) for left, top, right, bottom in taken
        )

    def notes(self) -> list[str]:
        """What was seen in the pieces that have been read."""
        notes = []
        if self._unsaved:
            notes.append(
                f"Formulas without a saved value, taken for empty cells: {self._unsaved:,}. "
                "Open the file in Excel, save it, and import it again to have them."
            )
        if self._errors:
            notes.append(f"Cells that hold an error of Excel (#N/A), taken for empty: {self._errors:,}.")
        return notes

    def rows(self) -> Iterator[list[Any]]:
        """All rows from the first of the sheet; those that are not written are empty."""
        self._unsaved = self._errors = 0
        done = 0
        for piece in self._cut():
            for first, left, rows in self._read(self._marked(piece)):
                if first >= MOST_ROWS:
                    raise self._damaged("a row of it has too large a number")
                while done < first:
                    done += 1
                    yield []
                for row in rows:
                    done += 1
                    yield [""] * left + row if left else row

    def _cut(self) -> Iterator[bytes]:
        """Whole rows, about half a megabyte at a time."""
        start, size = self._start, _FIRST_PIECE
        while start < self._end:
            look_up()
            end = self._data.find(b"</row>", start + size, self._end) + len(b"</row>")
            size = _PIECE
            if end < start:
                end = self._end
            if end - start > _LARGEST_ROW:
                raise self._damaged("a row of it has no end")
            yield self._data[start:end]
            start = end

    def _marked(self, piece: bytes) -> bytes:
        """The piece with shared texts as marked numbers."""
        if b"<f" in piece:
            self._unsaved += len(_UNSAVED.findall(piece))
        self._errors += piece.count(_ERROR)
        done = piece.replace(_TEXT, _MARKED)
        if b't="s"' in done or b"='s'" in done:
            done = _OTHER_TEXT.sub(rb'\1"str"\2' + MARK.encode(), done)
        return done

    def _read(self, piece: bytes) -> Iterator[tuple[int, int, list[list[Any]]]]:
        """First row and column (from 0) of a piece, and its rows; more than one where it had to be cut."""
        if not self._too_spread(piece):
            yield self._loaded(piece)
            return
        starts = [found.start() for found in _ROW_START.finditer(piece)]
        if len(starts) < 2:
            raise self._damaged("a row of it has cells that stand elsewhere")
        middle = starts[len(starts) // 2]
        yield from self._read(piece[:middle])
        yield from self._read(piece[middle:])

    def _too_spread(self, piece: bytes) -> bool:
        """Whether the cells of a piece span more than they may: looked at closely only where they could."""
        numbers = _ROW_NUMBERS.findall(piece)
        rows = set(map(int, set(numbers)))
        wide = _WIDE
        if len(numbers) < piece.count(b"<c ") + piece.count(b"<row"):  # some are written in another way
            rows = {int(row) for _, row in _PLACE.findall(piece)}
            wide = _WIDE_OTHERWISE
        height = max(rows) - min(rows) + 1 if rows else 1
        width = _width(piece) if wide.search(piece) else _ONE_LETTER
        if width > MOST_COLUMNS:
            raise self._damaged(f"it claims more than {MOST_COLUMNS:,} columns")
        return height * width > _LARGEST_AREA

    def _loaded(self, piece: bytes) -> tuple[int, int, list[list[Any]]]:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            sheet = CalamineWorkbook.from_filelike(self._book(piece)).get_sheet_by_index(0)
            rows = sheet.to_python()
        except (CalamineError, ValueError, OverflowError) as error:
            raise self._damaged(str(error)) from error
        except BaseException as error:  # a panic of Rust is no Exception
            if type(error).__name__ != "PanicException":
                raise
            raise self._damaged("it cannot be understood") from error
        first, left = sheet.start or (0, 0)
        return first, left, rows

    def _book(self, piece: bytes) -> io.BytesIO:
        file = io.BytesIO()
        sheet = _ONE % (b"rId1", b"worksheet", b"sheet.xml")
        styles = _ONE % (b"rId2", b"styles", b"styles.xml") if self._styles else b""
        with zipfile.ZipFile(file, "w") as book:
            book.writestr("[Content_Types].xml", _TYPES)
            book.writestr(
                "_rels/.rels", _RELATION % (_ONE % (b"rId1", b"officeDocument", b"xl/workbook.xml"))
            )
            book.writestr("xl/workbook.xml", _BOOK % (b"1" if self._since_1904 else b"0"))
            book.writestr("xl/_rels/workbook.xml.rels", _RELATION % (sheet + styles))
            if self._styles:
                book.writestr("xl/styles.xml", self._styles)
            book.writestr("xl/sheet.xml", _SHEET + piece + _SHEET_END)
        file.seek(0)
        return file

    def _damaged(self, why: str) -> ReviewError:
        told = " ".join(why.split())[:120].rstrip(".")
        return ReviewError(
            f'"{self._name}", part "{self._member}", is damaged ({told}). Save it anew in Excel, import that.'
        )


def _width(piece: bytes) -> int:
    return max(
        (_column(letters.upper()) for letters in {found[0] for found in _PLACE.findall(piece)}), default=1
    )


def _column(letters: bytes) -> int:
    """The number of a column, 1 for "A"; 0 for no letters."""
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number
