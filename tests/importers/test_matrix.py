"""Reading an edited workbook: each cell with its address and kind, whoever saved it, and no harm from any."""

import io
import os
import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from documents import LONG, comment, document, matrix_row
from fakes import CancellableProgress
from openpyxl import Workbook, load_workbook

from ogp_review.errors import Cancelled, ReviewError
from ogp_review.exporters.xlsx import write_xlsx
from ogp_review.importers import matrix
from ogp_review.importers.matrix import COMMENTS, MATRIX, EditedCell
from ogp_review.importers.matrix_book import Book, Kind, column_letters, column_number
from ogp_review.interchange.matrix import (
    COMMENT_COLUMNS,
    MATRIX_COLUMNS,
    joined_paths,
    split_paths,
)
from ogp_review.interchange.matrix_marks import (
    key,
    long_note,
    mark,
    read_version,
    review_mark,
    without_long_note,
    written_version,
)
from ogp_review.progress import NoProgress


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    write_xlsx(document(), tmp_path / "matrix.xlsx", NoProgress())
    return tmp_path / "matrix.xlsx"


def cells(path: Path, sheet: str = "Sheet") -> list[tuple[Kind, str]]:
    rows = Book(path).sheet_rows(sheet, NoProgress())
    return [(cell.kind, cell.text) for row in rows for _, cell in sorted(row.cells.items())]


# Cells ----------------------------------------------------------------------------------------------------


def test_what_a_cell_holds(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["text", 7, 7.5, True, "=1+1", date(2026, 11, 24), datetime(2026, 11, 24, 9, 30)])
    book.active.append([time(9, 30), 0.5, 123456789012345, " blanks ", "a\nb"])
    for cell, code in (("B2", "0%"), ("C2", "#,##0"), ("B1", '"day "0'), ("C1", "[Red]0.0")):
        book.active[cell].number_format = code
    book.save(tmp_path / "x.xlsx")
    assert cells(tmp_path / "x.xlsx") == [
        (Kind.TEXT, "text"), (Kind.NUMBER, "7"), (Kind.NUMBER, "7.5"), (Kind.BOOLEAN, "TRUE"),
        (Kind.FORMULA, ""), (Kind.DATE, "2026-11-24"), (Kind.DATE, "2026-11-24 09:30:00"),
        (Kind.DATE, "1899-12-30 09:30:00"), (Kind.NUMBER, "0.5"), (Kind.NUMBER, "123456789012345"),
        (Kind.TEXT, " blanks "), (Kind.TEXT, "a\nb"),
    ]  # fmt: skip


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>'
    "</worksheet>"
)


SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>shared</t></si>'
    "<si><r><t>in </t></r><r><t>two</t></r></si></sst>"
)
RELATION = (
    '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)


def with_sheet(path: Path, rows: str) -> Path:
    """The workbook with these rows in its only sheet, and with shared texts, as Excel has them."""
    target = path.with_name("other.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                data = SHEET.format(rows)
            if name.endswith("workbook.xml.rels"):
                data = data.replace("</Relationships>", RELATION)
            new.writestr(name, data)
        new.writestr("xl/sharedStrings.xml", SHARED)
    return target


def test_cells_as_other_programs_write_them(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["shared"])
    book.save(tmp_path / "x.xlsx")
    rows = (
        '<row><c t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>spoken</t></rPh></is></c>'
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row r="9"><c r="C9" t="str"><f>A1&amp;"x"</f><v>saved</v></c><c t="e"><v>#N/A</v></c>'
        '<c t="d"><v>2026-11-24</v></c><c t="b"><v>0</v></c><c><v>1E3</v></c><c><v>odd</v></c>'
        '<c t="str"><v>a_x000D_\nb_x005F_x0041_</v></c></row>'
    )
    path = with_sheet(tmp_path / "x.xlsx", rows)
    first, second = Book(path).sheet_rows("Sheet", NoProgress())
    assert first.number == 1
    assert [cell.text for _, cell in sorted(first.cells.items())] == ["two runs", "shared", "in two"]
    assert second.number == 9
    assert [(at, cell.kind, cell.text) for at, cell in second.cells.items()] == [
        (3, Kind.FORMULA, "saved"), (4, Kind.ERROR, "#N/A"), (5, Kind.DATE, "2026-11-24"),
        (6, Kind.BOOLEAN, "FALSE"), (7, Kind.NUMBER, "1000"), (8, Kind.TEXT, "odd"),
        (9, Kind.TEXT, "a\nb_x0041_"),
    ]  # fmt: skip


def test_addresses() -> None:
    for number, letters in ((1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")):
        assert (column_letters(number), column_number(letters)) == (letters, number)


# The matrix -----------------------------------------------------------------------------------------------


def test_every_row_with_its_id_and_version(workbook: Path) -> None:
    read, report = matrix.read(workbook), document()
    by_kind = {sheet.kind: sheet for sheet in read.sheets}
    assert set(by_kind) == {MATRIX, COMMENTS}
    for kind, source, columns in (
        (MATRIX, report.matrix, MATRIX_COLUMNS),
        (COMMENTS, report.comments, COMMENT_COLUMNS),
    ):
        sheet = by_kind[kind]
        assert [(row.ref, row.row_id) for row in sheet.rows] == [(row.ref, row.row_id) for row in source]
        for row, expected in zip(sheet.rows, source, strict=True):
            assert row.version and row.version.row == expected.version
            assert row.version.review == review_mark(report.review_id)
            assert row.version.language == report.language
            for column in columns:
                if column.editable:
                    said = str(column.value(expected) or "")
                    assert key(row.cells[column.title].text) == key(said)
                    assert row.version.marks and row.version.marks[column.title] == mark(said)
    assert read.about["Review id"] == report.review_id and not read.is_public


def test_a_column_that_stands_twice_is_refused_with_its_cells(workbook: Path) -> None:
    book = load_workbook(workbook)
    book[MATRIX]["Z1"] = "response "
    book.save(workbook)
    with pytest.raises(ReviewError, match="column Response stands twice, at N1 and at Z1"):
        matrix.read(workbook)


def test_two_sheets_that_could_be_meant(workbook: Path) -> None:
    book = load_workbook(workbook)
    book.copy_worksheet(book[MATRIX])
    book.save(workbook)
    assert matrix.read(workbook).sheets[0].name == MATRIX, "the one that kept its name"
    book[MATRIX].title = "Old"
    book.save(workbook)
    with pytest.raises(ReviewError, match='"Old" and "Response matrix Copy" both look like Response matrix'):
        matrix.read(workbook)


def test_long_texts_are_put_together(tmp_path: Path) -> None:
    report = document(
        matrix=[matrix_row(1, ["C0001"], response=LONG)], comments=[comment(1, translation=LONG)]
    )
    write_xlsx(report, tmp_path / "x.xlsx", NoProgress())
    first, second = (sheet.rows[0] for sheet in matrix.read(tmp_path / "x.xlsx").sheets)
    assert first.cells["Response"].text == second.cells["Translation"].text == LONG
    book = load_workbook(tmp_path / "x.xlsx")
    book["Long texts"].delete_rows(3)
    book.save(tmp_path / "x.xlsx")
    cell = matrix.read(tmp_path / "x.xlsx").sheets[0].rows[0].cells["Response"]
    assert cell.lacks_rest and cell.text == cell.beginning and LONG.startswith(cell.text)


def test_reading_can_be_stopped(workbook: Path) -> None:
    with pytest.raises(Cancelled):
        matrix.read(workbook, progress=CancellableProgress(after=1))


def test_merged_cells_are_bounded(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    last = (
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    )
    target = workbook.with_name("merged.xlsx")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = sheet.replace("</sheetData>", last) if name.endswith("sheet2.xml") else old.read(name)
            new.writestr(name, data)
    with pytest.raises(ReviewError, match="too many merged cells"):
        matrix.read(target)


def test_rows_are_bounded(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "_MOST_ROWS", 6)
    with pytest.raises(ReviewError, match='"Comments" has more than 6 rows'):
        matrix.read(workbook)


HARM = (b"", b"<", b"</row>", b"\x00", b"9999999", b'"', b"&#0;", b"<c t='s'><v>77</v></c>", b"\xff")


def mutated(data: bytes, seed: int) -> bytes:
    """The workbook with some bytes of its parts changed, or cut short."""
    dice = random.Random(seed)
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w") as new:
        hurt = dice.choice(
            [name for name in old.namelist() if "sheet" in name or "Strings" in name or "book" in name]
        )
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == hurt:
                for _ in range(dice.randint(1, 6)):
                    at = dice.randrange(len(part))
                    part[at : at + dice.randint(0, 4)] = dice.choice(
                        [
                            b"",
                            b"<",
                            b"</row>",
                            b"\x00",
                            b"9999999",
                            b'"',
                            b"&#0;",
                            b"<c t='s'><v>77</v></c>",
                            b"\xff",
                        ]
                    )
            new.writestr(name, bytes(part))
    done = memory.getvalue()
    return done if dice.random() < 0.9 else done[: dice.randrange(len(done))]


def small(tmp_path: Path) -> Iterator[bytes]:
    """A workbook as we write it, and as openpyxl saves it."""
    report = document(matrix=[matrix_row(1, ["C0001"])], comments=[comment(1)])
    write_xlsx(report, tmp_path / "small.xlsx", NoProgress())
    yield (tmp_path / "small.xlsx").read_bytes()
    book = load_workbook(tmp_path / "small.xlsx")
    book.save(tmp_path / "small.xlsx")
    yield (tmp_path / "small.xlsx").read_bytes()


@pytest.mark.slow
def test_no_damage_escapes_as_anything_but_a_sentence(tmp_path: Path) -> None:
    target, refused = tmp_path / "hurt.xlsx", 0
    times = int(os.environ.get("OGP_FUZZ", "100"))
    for data in small(tmp_path):
        for seed in range(times):
            target.write_bytes(mutated(data, seed))
            try:
                matrix.read(target)
            except ReviewError:
                refused += 1
    assert refused > times // 4


# Marks and themes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\nb", "a\r\nb"),
        ("a\nb", " a\rb\n"),
        ("é", "e\u0301"),
        ("a\x07b", "ab"),
        ("", " \n"),
        ("x" * 300, "x" * 300 + " "),
    ],
)
def test_marks_do_not_see_what_programs_do(one: str, other: str) -> None:
    assert (mark(one), key(one)) == (mark(other), key(other))


@pytest.mark.parametrize(
    ("one", "other"), [("a", "b"), ("a b", "a  b"), ("A", "a"), ("", "-"), ("a\nb", "a b")]
)
def test_marks_see_what_people_do(one: str, other: str) -> None:
    assert mark(one) != mark(other)


def test_versions_of_other_kinds() -> None:
    row = matrix_row(1, ["C0001"])
    text = written_version(row, MATRIX_COLUMNS, "fr", "abcd1234")
    version = read_version(text, MATRIX_COLUMNS)
    assert version and (version.row, version.language, version.review) == (row.version, "fr", "abcd1234")
    assert read_version("  ", MATRIX_COLUMNS) is None
    old = read_version("8a1f20c9d0e1", MATRIX_COLUMNS)
    assert old and (old.row, old.language, old.marks) == ("8a1f20c9d0e1", None, None)
    later = read_version(text + ".-", MATRIX_COLUMNS)
    assert later and later.marks is None and later.language == "fr"


@pytest.mark.parametrize(
    "paths", [(), ("A",), ("A/B", "C d"), ("a; b", "c"), ("a\\", "b"), ("\\;", ";\\;"), ("a\\;b/c", "\\\\")]
)
def test_themes_in_a_cell_come_apart_again(paths: tuple[str, ...]) -> None:
    assert split_paths(joined_paths(paths)) == paths


def test_themes_as_people_write_them() -> None:
    assert split_paths(" A ;B/C;;\n D  e\nA; ") == ("A", "B/C", "D e")


def test_the_note_of_a_long_text() -> None:
    assert without_long_note("Words" + long_note("PT-0001", "Proposed change")) == "Words"
    assert without_long_note("Words" + long_note("PT-0001", "Response") + " and more") is None
    assert without_long_note("Words [really]") is None
    assert EditedCell("A1", "").kind is Kind.TEXT
