"""Workbooks read row by row with openpyxl: where calamine is not installed, or cannot be handed a piece."""

import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers import xml
from ogp_review.importers.table_grids import MOST_COLUMNS, MOST_ROWS, too_wide
from ogp_review.importers.watching import look_up
from ogp_review.importers.zips import open_zip

_AT_ONCE = 200
_REPEATED = ("{*}c", "{*}si", "{*}row", "{*}xf")
_ERRORS = frozenset(("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#GETTING_DATA"))
_DAMAGE = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    SyntaxError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
    etree.LxmlError,
)
"""What openpyxl was seen to raise at workbooks that are damaged."""


def slow_rows(path: Path, sheet: str) -> Iterator[list[Any]]:
    """The rows of a sheet. Raises ReviewError where a part holds a document type, or is damaged."""
    _check_parts(path)
    rows = _rows(path, sheet)
    done = 0
    while some := _next(rows, path.name):
        look_up()
        for row in some:
            done += 1
            if len(row) > MOST_COLUMNS or done > MOST_ROWS:
                raise too_wide(path.name)
            yield ["" if cell is None or cell in _ERRORS else cell for cell in row]


def _check_parts(path: Path) -> None:
    """openpyxl parses parts by itself: each is looked through for a document type first."""
    with open_zip(path) as package:
        for member in package.members:
            if member.lower().endswith((".xml", ".rels")):
                with package.open(member) as stream:
                    for _ in xml.each(
                        stream, "{*}c", "{*}si", "{*}row", "{*}xf", name=path.name, part=member
                    ):
                        pass


def _rows(path: Path, sheet: str) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        table = book[sheet]
        table.reset_dimensions()  # what a file says of its own size is often wrong
        yield from table.iter_rows(values_only=True)
    finally:
        book.close()


def _next(rows: Iterator[tuple[Any, ...]], name: str) -> list[tuple[Any, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of formats and dates that openpyxl does not know
            return list(islice(rows, _AT_ONCE))
    except _DAMAGE as error:
        told = " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
        raise ReviewError(f'"{name}" is damaged ({told}). Save it anew in Excel, and import that.') from error
