"""The workbook holds all that the document holds, as text where it is text, and can be read back."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from documents import FORMULA, HOSTILE, LONG, comment, document, large_document, matrix_row, small_comments
from fakes import CancellableProgress
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from ogp_review.domain.ledger import Ledger
from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.domain.response import Disposition
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.exporters import fast_zip, xlsx, xlsx_cells
from ogp_review.exporters.xlsx import write_xlsx
from ogp_review.exporters.xlsx_cells import CELL_LIMIT, escaped, pieces, units
from ogp_review.interchange.matrix import COMMENT_COLUMNS, HIDDEN_COLUMNS, MATRIX_COLUMNS, SHEETS
from ogp_review.progress import NoProgress


def written(tmp_path: Path, report: ReportDocument) -> Workbook:
    target = tmp_path / "Response matrix.xlsx"
    write_xlsx(report, target, NoProgress())
    return load_workbook(target)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Workbook]:
    yield written(tmp_path, document())


def decoded(value: object) -> object:
    """A cell as Excel shows it."""
    return unescape(value) if isinstance(value, str) else value


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    titles, *lines = sheet.iter_rows(values_only=True)
    return [{str(title): decoded(v) for title, v in zip(titles, line, strict=True)} for line in lines]


def shown(sheet: Worksheet) -> str:
    cells = [value for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    return "\n".join(str(value) for value in cells)


def test_the_sheets_and_their_columns_are_those_promised(book: Workbook) -> None:
    assert book.sheetnames == [*SHEETS, "Long texts"]
    for title, columns in (("Response matrix", MATRIX_COLUMNS), ("Comments", COMMENT_COLUMNS)):
        header = [cell.value for cell in book[title][1]]
        assert header == [*(column.title for column in columns), *HIDDEN_COLUMNS]


def test_every_row_of_the_document_is_a_row_of_its_sheet(book: Workbook) -> None:
    report = document()
    paragraphs = [paragraph for section in report.sections for paragraph in section.paragraphs]
    assert [row["Ref"] for row in rows(book["Response matrix"])] == [row.ref for row in report.matrix]
    assert [row["Ref"] for row in rows(book["Comments"])] == [row.ref for row in report.comments]
    assert [row["Paragraph"] for row in rows(book["Paragraphs"])] == [p.label for p in paragraphs]
    assert [row["Theme"] for row in rows(book["Themes"])] == [theme.path for theme in report.themes]
    assert [row["Theme"] for row in rows(book["Codebook"])] == [theme.path for theme in report.themes]
    assert len(rows(book["Participants"])) == len(report.participants)


def test_every_value_of_the_matrix_and_the_comments_reads_back(book: Workbook) -> None:
    report = document()
    for title, columns, source in (
        ("Response matrix", MATRIX_COLUMNS, report.matrix),
        ("Comments", COMMENT_COLUMNS, report.comments),
    ):
        for row, read in zip(source, rows(book[title]), strict=True):
            for column in columns:
                value = column.value(row)
                if column.title == "Date" or (isinstance(value, str) and units(value) > CELL_LIMIT):
                    continue
                assert read[column.title] == (None if value == "" else value), (row.ref, column.title)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_and_reads_back_exactly(tmp_path: Path, text: str) -> None:
    report = document(
        comments=(comment(1, text=text, author=text, translation=text),),
        matrix=(matrix_row(1, ("C0001",), point=text, response=text, participants=(text,)),),
        title=text[:200],
    )
    book = written(tmp_path, report)
    for sheet in book.worksheets:
        assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []
    if units(text) <= CELL_LIMIT:
        (read,) = rows(book["Comments"])
        assert (read["Text"], read["Author"], read["Translation"]) == (text, text, text)
        (read,) = rows(book["Response matrix"])
        assert (read["Point"], read["Response"], read["Participants"]) == (text, text, text)
    assert decoded(book["Summary"]["A1"].value) == text[:200]


def test_a_text_that_looks_like_a_formula_stays_text_when_somebody_edits_it(book: Workbook) -> None:
    author = book["Comments"]["C3"]
    assert author.value == FORMULA
    assert author.quotePrefix
    assert not book["Comments"]["C2"].quotePrefix


def test_a_comment_longer_than_a_cell_is_whole_in_long_texts(tmp_path: Path) -> None:
    assert len(LONG) < units(LONG) and units(LONG) > 40_000
    target = tmp_path / "x.xlsx"
    notes = write_xlsx(document(), target, NoProgress())
    book = load_workbook(target)
    begun = next(row for row in rows(book["Comments"]) if row["Ref"] == "C0005")["Text"]
    assert units(begun) <= CELL_LIMIT
    assert begun.endswith('… [the whole text is in sheet "Long texts": C0005, Text]')
    assert LONG.startswith(begun[: begun.index("… [")])
    parts = [row for row in rows(book["Long texts"]) if (row["Ref"], row["Column"]) == ("C0005", "Text")]
    assert [row["Part"] for row in parts] == list(range(1, len(parts) + 1))
    assert "".join(row["Text"] for row in parts) == LONG
    assert "2 texts are longer" in notes[0]
    assert notes[0] in shown(book["About"])


def test_a_text_that_just_fits_is_not_cut(tmp_path: Path) -> None:
    report = document(comments=(comment(1, text="x" * CELL_LIMIT),), matrix=())
    book = written(tmp_path, report)
    assert book.sheetnames == list(SHEETS)
    assert rows(book["Comments"])[0]["Text"] == "x" * CELL_LIMIT
    assert "Everything is held." in shown(book["About"])


def test_pieces_never_cut_a_character() -> None:
    text = "a🌍" * 50
    parts = pieces(text, 5)
    assert "".join(parts) == text
    assert max(map(units, parts)) <= 5
    for part in parts:
        part.encode("utf-8")


def test_every_character_survives_its_escape() -> None:
    text = "".join(map(chr, [*range(0x300), *range(0xD7FE, 0xE002), *range(0xFFF0, 0x10005)]))
    safe = escaped(text + "_x0041_ __x0041_ _x004_ _X0041_")
    safe.encode("utf-8")
    plain = safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert unescape(plain) == text + "_x0041_ __x0041_ _x004_ _X0041_"


def test_numbers_are_numbers_and_ids_are_text(book: Workbook) -> None:
    matrix, comments = book["Response matrix"], rows(book["Comments"])
    votes = [row["Votes for"] for row in rows(matrix)]
    assert votes[-1] == 1_234_567
    assert all(isinstance(value, int) for value in votes)
    assert [row["Row id"] for row in comments] == [str(row.row_id) for row in small_comments()]
    assert [row["Version"].split()[0] for row in comments] == [row.version for row in small_comments()]
    for title in HIDDEN_COLUMNS:
        number = [cell.value for cell in matrix[1]].index(title)
        assert matrix.column_dimensions[matrix.cell(1, number + 1).column_letter].hidden


def test_dates_are_dates_where_they_are_exact(book: Workbook) -> None:
    dates = [row["Date"] for row in rows(book["Comments"])]
    assert dates[0] == datetime(2026, 3, 14)
    assert dates[1] == datetime(2026, 3, 14, 9, 30)
    assert dates[2:5] == ["March 2026", "2026-03", datetime(2026, 4, 1, 17, 5)]
    assert dates[7] is None
    assert "1 date states an offset from UTC" in shown(book["About"])


@pytest.mark.parametrize(
    "text", ["2026-02-30", "1899-12-31", "20260314", "2026-W10-2", "0001-01-01", "2026-3-1"]
)
def test_what_only_looks_like_a_date_stays_text(text: str) -> None:
    assert xlsx_cells.moment(text) is None


def test_drop_downs_stand_on_every_row(book: Workbook) -> None:
    sheet = book["Response matrix"]
    rules = sheet.data_validations.dataValidation
    assert {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"} == {
        "M2:M7": '"' + ",".join(Disposition) + '"',
        "P2:P7": '"new,triaged,drafted,in review"',
        "S2:S7": '"yes"',
    }
    fixed, places = book["Comments"].data_validations.dataValidation
    assert (str(places.sqref), places.formula1) == ("B2:B9", "Paragraphs!$B$2:$B$6")
    editable = {f"{get_column_letter(n)}2:{get_column_letter(n)}9" for n in (2, 9, 13)}
    every = {f"{get_column_letter(n)}2:{get_column_letter(n)}9" for n in range(1, 20)}
    assert (fixed.type, fixed.formula1, fixed.errorStyle) == ("custom", "FALSE", "stop")
    assert set(str(fixed.sqref).split()) == every - editable


def test_the_tables_are_set_up_for_screen_and_paper(book: Workbook) -> None:
    for title, whole, frozen in (("Response matrix", "A1:V7", "D2"), ("Comments", "A1:S9", "C2")):
        sheet = book[title]
        assert sheet.dimensions == whole
        assert sheet.freeze_panes == frozen
        assert sheet.auto_filter.ref == whole, "sorting by the filter takes the hidden ids along"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.right.text == "&P / &N"
        coloured = {str(ranges.sqref) for ranges in sheet.conditional_formatting}
        assert f"P2:P{len(rows(sheet)) + 1}" in coloured
    assert book.properties.title == document().title
    assert book.properties.creator == "Maria Okafor"
    assert book.active.title == "Summary"


def test_rows_are_as_high_as_their_text(tmp_path: Path) -> None:
    texts = ("short", "word " * 100, "文" * 250, "a\nb\nc\nd", "word " * 2000)
    report = document(comments=[comment(n, text=text) for n, text in enumerate(texts)])
    sheet = written(tmp_path, report)["Comments"]
    short, prose, chinese, broken, long = (sheet.row_dimensions[n].height for n in range(2, 7))
    assert short < broken < prose <= chinese < long == 409


def test_the_summary_shows_that_the_ledger_adds_up(book: Workbook) -> None:
    told = {row[0].value: row[1].value for row in book["Summary"].iter_rows(max_col=2)}
    assert told["Answered"] + told["Set aside"] + told["Open"] == told["All comments"] == 8
    assert "The ledger balances." in told
    everything = shown(book["Summary"])
    for expected in ("4 comments are open.", "Draft strategy, English", "30 April 2026", "Côte d'Ivoire"):
        assert expected in everything
    assert "the section now names youth organisations." in everything


def test_a_ledger_that_does_not_balance_says_why(tmp_path: Path) -> None:
    ledger = Ledger(8, 3, 1, 3, ("C0006 has no row in the matrix and is not set aside.",))
    told = shown(written(tmp_path, document(ledger=ledger))["Summary"])
    assert "The ledger does not balance:" in told
    assert "C0006 has no row in the matrix and is not set aside." in told
    assert "3 + 1 + 3 is 7, not 8." in told
    assert "The ledger balances." not in told


def test_paragraphs_say_what_was_not_captured(book: Workbook) -> None:
    captured = {row["Paragraph"]: row["Captured"] for row in rows(book["Paragraphs"])}
    assert captured["P3"] == "complete"
    assert captured["P4"] == "text not captured"
    assert captured["P13"] == "beginning only"


def test_the_public_edition_holds_no_ids_and_is_not_for_editing(tmp_path: Path) -> None:
    book = written(tmp_path, document(edition=Edition.PUBLIC))
    header = [cell.value for cell in book["Comments"][1]]
    assert header == [column.title for column in COMMENT_COLUMNS]
    assert str(small_comments()[0].row_id) not in shown(book["Comments"])
    assert not book["Response matrix"].data_validations.dataValidation
    assert "This edition is not read back" in shown(book["About"])


def test_a_review_without_anything_is_a_workbook_all_the_same(tmp_path: Path) -> None:
    report = document(
        comments=(), matrix=(), sections=(), themes=(), participants=(), ledger=Ledger(0, 0, 0, 0)
    )
    book = written(tmp_path, report)
    assert [book[title].max_row for title in SHEETS[1:-1]] == [1] * 6


def test_read_only_readers_find_every_row(tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    write_xlsx(large_document(2_003), target, NoProgress())
    book = load_workbook(target, read_only=True)
    assert sum(1 for _ in book["Comments"].iter_rows()) == 2_004
    assert sum(1 for _ in book["Response matrix"].iter_rows()) == 402
    book.close()


def test_without_isal_the_file_holds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, plain = tmp_path / "fast.xlsx", tmp_path / "plain.xlsx"
    write_xlsx(document(), fast, NoProgress())
    monkeypatch.setattr(fast_zip, "isal_zlib", None)
    write_xlsx(document(), plain, NoProgress())
    with zipfile.ZipFile(fast) as one, zipfile.ZipFile(plain) as other:
        assert one.testzip() is None and other.testzip() is None
        assert one.namelist() == other.namelist()
        for name in one.namelist():
            assert name == "docProps/core.xml" or one.read(name) == other.read(name)


class _StopsAt(CancellableProgress):
    def __init__(self, sheet: str) -> None:
        super().__init__()
        self.sheet, self.seen = sheet, list[tuple[int, int | None]]()

    def report(self, done: int, total: int | None, what: str) -> None:
        self.seen.append((done, total))
        self.cancelled = what == self.sheet


@pytest.mark.parametrize("sheet", ["Response matrix", "Comments", "Codebook"])
def test_cancelling_leaves_the_old_file(tmp_path: Path, sheet: str) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_xlsx(large_document(3_000), target, _StopsAt(sheet))
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_progress_ends_at_its_total(tmp_path: Path) -> None:
    progress = _StopsAt("never")
    write_xlsx(document(), tmp_path / "x.xlsx", progress)
    assert progress.seen[-1][0] == progress.seen[-1][1]
    assert progress.seen == sorted(progress.seen)


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROW_LIMIT", 8)
    with pytest.raises(ReviewError, match='"Comments" would have 8 rows, and a spreadsheet holds 7'):
        write_xlsx(document(), tmp_path / "x.xlsx", NoProgress())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_every_comment(tmp_path: Path) -> None:
    report = document()
    write_xlsx(report, tmp_path / "x.xlsx", NoProgress())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    again = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        ["soffice", profile, *again, str(tmp_path / "x.xlsx")], check=True, capture_output=True, timeout=120
    )
    book = load_workbook(tmp_path / "out" / "x.xlsx")
    assert book.sheetnames[: len(SHEETS)] == list(SHEETS)
    read = rows(book["Comments"])
    assert [row["Ref"] for row in read] == [row.ref for row in report.comments]
    assert read[1]["Author"] == FORMULA
    assert book["Comments"]["C3"].data_type == "s"
    assert read[3]["Text"] == report.comments[3].text
