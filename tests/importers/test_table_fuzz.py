"""Damaged tables: whatever is changed in them, they are read or refused, and nothing else."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importers.table_files import ods, ods_row

from ogp_review.errors import ReviewError
from ogp_review.importers import sheets, tables
from ogp_review.importers.table_mapping import Join, Mapping
from ogp_review.importers.tables import look

MANY = bool(os.environ.get("OGP_RANDOM_TESTS"))
TEXT = (
    b'Report,2023\n\nId,Parent,Path,Name,Date,Votes for,Comment,Translation\n1,,1,"Ann, Lee",02/03/2023,3,'
    b'"Yes\nno ""so"" it is",Oui\n'
    b"2,1,1/2,Jos\xc3\xa9,15/03/2023,9.1E+14,<p>\xc3\x82\xc2\xbfQu\xc3\xa9?</p>,\n"
)
BITS = [
    b"", b"<", b">", b"/", b'"', b"&", b";", b",", b"\n", b"\r", b"\t", b"|", b"\0", b"\xff", b"\xff\xfe",
    b"\xed\xa0\x80", b"99999999999", b"-1", b"1E+99", b"A1048576", b"XFD1", b'r="', b't="s"', b"</row>",
    b"<v>", b"<f>", b"<c ", b"</si>", b"_xD800_", b"_x0000_", b"&#0;", b"&#xE000;7", b"\xee\x80\x809",
    b"<!DOCTYPE x>",
    b'<mergeCell ref="A1:XFD1048576"/>', b"<![CDATA[", b"<!--", b'table:number-rows-repeated="9999999"',
    b'table:number-columns-repeated="9999999"', b"1/1/1/1", b"00/00/0000",
]  # fmt: skip
Change = tuple[float, float, int, bytes]
changes = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 40), st.sampled_from(BITS)),
    min_size=1,
    max_size=5,
)
mappings = st.sampled_from(
    [
        None,
        {"text": "Comment"},
        Mapping(day_first=True, repair="macroman"),
        Mapping(header_row=0, columns=(("column 2", "text"),)),
        Mapping(header_row=2, header_rows=3),
        Mapping(columns=(("Comment", "text (HTML)"), ("Name", "text")), answers="together"),
        Mapping(join=Join("other.csv", "Id", "Id"), repair="cp1252"),
        Mapping(encoding="mac_roman", delimiter=";"),
    ]
)
fuzz = settings(
    max_examples=10_000 if MANY else 200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The parts of a workbook, of the same with shared texts, and of a spreadsheet."""
    folder = tmp_path_factory.mktemp("whole")
    book = openpyxl.Workbook()
    for name in ("Guide", "Data"):
        sheet = book.create_sheet(name)
        sheet.append(["Id", "Path", "Date", "Votes for", "Comment"])
        sheet.append(["c1", "1", "02/03/2023", 3, "=1+1"])
        sheet.append([2.5, "1/2", None, True, "Yes\nand no"])
        sheet.append([None, "1/2/3", None, None, "Ça va"])
        sheet.merge_cells("A3:A4")
    book.save(folder / "x.xlsx")
    rows = ods_row("Id", "Date", "Comment") + ods_row("c1", "02/03/2023", "Yes", repeated=2)
    return {"x.xlsx": _parts(folder / "x.xlsx"), "x.ods": _parts(ods(folder, rows))}


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def damaged(content: bytes, some: list[Change]) -> bytes:
    for _, place, length, piece in some:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + length :]
    return content


def repacked(members: dict[str, bytes], some: list[Change]) -> bytes:
    names = sorted(members)
    changed = dict(members)
    for change in some:
        name = names[int(change[0] * (len(names) - 1))]
        changed[name] = damaged(changed[name], [change])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in changed.items():
            package.writestr(name, content)
    return file.getvalue()


def read_or_refused(path: Path, content: bytes, mapping: tables.Said) -> None:
    path.write_bytes(content)
    (path.parent / "other.csv").write_bytes(b"Id,Comment\n1,One\n2,Two\n")
    work: Callable[[], object]
    for work in (lambda: list(tables.read(path, mapping=mapping).records), lambda: look(path, mapping)):
        try:
            work()
        except ReviewError as error:
            assert str(error) and "\n" not in str(error)


@fuzz
@given(changes, mappings, st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_damaged_text(tmp_path: Path, some: list[Change], mapping: tables.Said, encoding: str) -> None:
    content = TEXT.decode().encode(encoding, "replace")
    read_or_refused(tmp_path / "x.csv", damaged(content, some), mapping)


@fuzz
@given(changes, mappings)
def test_damaged_workbooks(
    tmp_path: Path, members: dict[str, dict[str, bytes]], some: list[Change], mapping: tables.Said
) -> None:
    read_or_refused(tmp_path / "x.xlsx", repacked(members["x.xlsx"], some), mapping)


@settings(fuzz, max_examples=10_000 if MANY else 100)
@given(changes, mappings)
def test_damaged_workbooks_without_calamine(
    tmp_path: Path, members: dict[str, dict[str, bytes]], some: list[Change], mapping: tables.Said
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "has_calamine", lambda: False)
        read_or_refused(tmp_path / "x.xlsx", repacked(members["x.xlsx"], some), mapping)


@fuzz
@given(changes, mappings)
def test_damaged_spreadsheets(
    tmp_path: Path, members: dict[str, dict[str, bytes]], some: list[Change], mapping: tables.Said
) -> None:
    read_or_refused(tmp_path / "x.ods", repacked(members["x.ods"], some), mapping)


@fuzz
@given(changes, st.sampled_from(["x.xlsx", "x.ods"]))
def test_damaged_zips(
    tmp_path: Path, members: dict[str, dict[str, bytes]], some: list[Change], name: str
) -> None:
    read_or_refused(tmp_path / name, damaged(repacked(members[name], []), some), None)
