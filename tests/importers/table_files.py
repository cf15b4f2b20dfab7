"""Tables for tests: texts, workbooks and spreadsheets made on the spot, and what is read of them."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ogp_review.domain.incoming import Incoming, IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import tables
from ogp_review.importers.table_layout import Said

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real material is not beside the repository")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def written(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def records(path: Path, mapping: Said = None) -> list[Incoming]:
    return list(tables.read(path, mapping=mapping).records)


def comments(path: Path, mapping: Said = None) -> list[IncomingComment]:
    return [record for record in records(path, mapping) if isinstance(record, IncomingComment)]


def skips(path: Path, mapping: Said = None) -> list[IncomingSkip]:
    return [record for record in records(path, mapping) if isinstance(record, IncomingSkip)]


def warnings(path: Path, mapping: Said = None) -> list[str]:
    return [record.text for record in records(path, mapping) if isinstance(record, IncomingWarning)]


def texts(path: Path, mapping: Said = None) -> list[str]:
    return [comment.text for comment in comments(path, mapping)]


def refusal(path: Path, mapping: Said = None) -> str:
    with pytest.raises(ReviewError) as error:
        records(path, mapping)
    told = str(error.value)
    assert path.name in told and "\n" not in told
    return told


def workbook(folder: Path, **sheets: list[list[Any]]) -> Path:
    """A workbook that openpyxl writes, with a sheet for each of `sheets`."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def raw_workbook(folder: Path, sheet: str, **more: str) -> Path:
    """A workbook whose one sheet is this XML; `more` are further parts, "xl_styles" for xl/styles.xml."""
    relations = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    relations += [("rId2", "sharedStrings", "sharedStrings.xml")] if "xl_sharedStrings" in more else []
    relations += [("rId3", "styles", "styles.xml")] if "xl_styles" in more else []
    parts = {
        "[Content_Types].xml": _types("xl_sharedStrings" in more),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/worksheets/sheet1.xml": sheet,
        **{f"{name.replace('_', '/')}.xml": content for name, content in more.items()},
    }
    return packed(folder / "table.xlsx", parts)


def _types(shared: bool) -> str:
    parts = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet"}
    if shared:
        parts["sharedStrings"] = "sharedStrings"
    told = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{told}</Types>'


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """Fails where more memory was taken at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1024**2
    finally:
        tracemalloc.stop()


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{_MAIN}">'
    return f"{head}<sheetData>{rows}</sheetData>{after}</worksheet>"


def inline(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def _relations(relations: list[tuple[str, str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def ods(folder: Path, rows: str, name: str = "table.ods", before: str = "") -> Path:
    """A spreadsheet of OpenDocument whose one sheet holds these rows."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    return packed(folder / name, parts)


def ods_row(*cells: str, repeated: int = 1) -> str:
    told = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{told}</table:table-row>'


def packed(path: Path, parts: dict[str, str]) -> Path:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            package.writestr(name, content, stored)
    path.write_bytes(file.getvalue())
    return path
