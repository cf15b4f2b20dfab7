"""Excel workbooks as tables: a sheet is read some hundred rows at a time, once they were looked over.

calamine is fast, but it builds a whole sheet at once, as large as the two furthest cells of it claim, with a
copy of a shared text for each cell that shows it. So it is handed small workbooks of our own making
(`table_pieces`), and shared texts are looked up in one place (`table_shared`). Where it is not installed, or
a workbook is written in a way that cannot be cut up, openpyxl reads it row by row (`table_slow`).
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers import xml
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.table_grids import Merge, Sheet, Unchanged
from ogp_review.importers.table_pieces import Pieces, has_calamine
from ogp_review.importers.table_shared import MARK, SharedTexts, tidy, unescaped
from ogp_review.importers.table_slow import slow_rows
from ogp_review.importers.table_values import shown
from ogp_review.importers.zips import Package, open_zip

LARGEST_STYLES = 8 * 1024 * 1024
"""Bytes of the part with the formats: it goes into each piece."""

_WORKBOOK = "xl/workbook.xml"
_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


def looks_like(head: bytes, name: str) -> bool:
    """Whether a zip file is a workbook of Excel, by the parts at its beginning or by its ending."""
    return b"xl/" in head or name.lower().endswith(_ENDINGS)


class XlsxGrid:
    """The sheets of a workbook."""

    format = "xlsx"
    is_text = False
    delimiter: str | None = None
    encoding: str | None = None

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._unchanged = Unchanged(path)
        self._members: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._open: tuple[str, Pieces] | None = None
        self._marked = False
        self._cleaner = Cleaner()
        with open_zip(path) as package:
            self._read_book(package)

    def names(self) -> tuple[str, ...]:
        """The sheets that are shown; where none is, all."""
        return tuple(name for name in self._members if name not in self._hidden) or tuple(self._members)

    def all_names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(
            Sheet(name, *self._pieces(name).size(), hidden=name in self._hidden) for name in self._members
        )

    def merges(self, sheet: str) -> tuple[Merge, ...]:
        return self._pieces(sheet).merges()

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        """All rows of a sheet. Raises ReviewError where it is damaged, or no longer what it was."""
        pieces = self._pieces(sheet)
        self._cleaner = Cleaner()
        self._marked = has_calamine() and self._can_be_cut and pieces.can_be_cut
        if self._marked:
            yield from pieces.rows()
        else:
            yield from slow_rows(self._path, sheet)
        self._unchanged.check()

    def text(self, cell: Any) -> str:
        """What a cell shows. A formula is never evaluated: its saved value counts."""
        if isinstance(cell, str):
            if not self._marked:
                return tidy(unescaped(cell), self._cleaner)
            return self._shared.text(cell) if cell[:1] == MARK else tidy(cell, self._cleaner)
        return shown(cell)

    def first_notes(self) -> list[str]:
        return []

    def last_notes(self) -> list[str]:
        cleaned = (*self._shared.cleaner.warnings(), *self._cleaner.warnings())
        return [*(self._open[1].notes() if self._open else []), *(warning.text for warning in cleaned)]

    def _pieces(self, sheet: str) -> Pieces:
        if self._open is None or self._open[0] != sheet:
            self._open = None
            self._unchanged.check()
            with open_zip(self._path) as package:
                data = package.read(self._members[sheet])
            self._open = (
                sheet,
                Pieces(data, self._styles, self._since_1904, self.name, self._members[sheet]),
            )
        return self._open[1]

    # The workbook -----------------------------------------------------------------------------------------

    def _read_book(self, package: Package) -> None:
        book = self._find_book(package)
        related = _related(package, book, self.name)
        with package.open(book) as stream:
            root = xml.root_of(stream, name=self.name, part=book)
        for sheet in root.iter("{*}sheet"):
            self._note_sheet(sheet, related, package)
        if not self._members:
            raise ReviewError(f'"{self.name}" holds no sheet with cells. Choose another file.')
        self._since_1904 = any(book.get("date1904") in ("1", "true") for book in root.iter("{*}workbookPr"))
        self._styles = _part(package, related, "styles")
        self._shared = SharedTexts(_part(package, related, "sharedStrings"), self.name)
        self._can_be_cut = self._shared.can_be_cut and len(self._styles) <= LARGEST_STYLES

    def _find_book(self, package: Package) -> str:
        if "xl/workbook.bin" in package:
            raise ReviewError(f'"{self.name}" is a binary workbook (xlsb). Save it as .xlsx and import that.')
        found = _related(package, "", self.name).get("officeDocument", [("", _WORKBOOK)])[0][1]
        if found not in package:
            raise ReviewError(f'"{self.name}" is not a workbook of Excel. Save it as .xlsx and import that.')
        return found

    def _note_sheet(self, sheet: etree._Element, related: "_Related", package: Package) -> None:
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        member = dict(related.get("worksheet", [])).get(str(key), "")
        if member not in package:
            return
        name = sheet.get("name") or f"Sheet {len(self._members) + 1}"
        self._members.setdefault(name, member)
        if sheet.get("state", "visible") != "visible":
            self._hidden.add(name)


_Related = dict[str, list[tuple[str, str]]]


def _related(package: Package, part: str, name: str) -> _Related:
    """What a part points to: by kind, the id and the member of each."""
    folder, file = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{file}.rels")
    found: _Related = {}
    if member not in package:
        return found
    with package.open(member) as stream:
        root = xml.root_of(stream, name=name, part=member)
    for relation in root.iter("{*}Relationship"):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if relation.get("TargetMode") != "External":
            found.setdefault(kind, []).append((relation.get("Id", ""), target))
    return found


def _part(package: Package, related: _Related, kind: str) -> bytes:
    members = [member for _, member in related.get(kind, []) if member in package]
    return package.read(members[0]) if members else b""
