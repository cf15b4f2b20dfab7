"""Workbooks and spreadsheets: which sheet, what a cell shows, merged cells, and files made to do harm."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from importers.table_files import (
    at_most,
    comments,
    inline,
    ods,
    ods_row,
    packed,
    raw_workbook,
    records,
    refusal,
    sheet_xml,
    skips,
    texts,
    warnings,
    workbook,
)

from ogp_review.domain.incoming import IncomingComment
from ogp_review.errors import ReviewError
from ogp_review.importers import sheets, table_pieces, tables
from ogp_review.importers.sheets import XlsxGrid
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.tables import look

TITLES = ["Id", "Author", "Date", "Votes for", "May be named", "Comment"]


@pytest.fixture(params=["calamine", "openpyxl"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a workbook is read: the fast one, and the one where it is not installed."""
    if request.param == "openpyxl":
        monkeypatch.setattr(sheets, "has_calamine", lambda: False)
    else:
        pytest.importorskip("python_calamine")
    return str(request.param)


def test_what_cells_show(tmp_path: Path, reader: str) -> None:
    row = [17, "Ana\nMaria", dt.datetime(2023, 2, 15, 14, 3), 3, True, " Yes & <no> "]
    path = workbook(tmp_path, Data=[TITLES, row, ["c2", None, dt.date(2023, 2, 16), 0, False, "“Ça va”"]])
    first, second = comments(path)
    assert (first.external_id, first.author, first.votes_for) == ("17", "Ana\nMaria", 3)
    assert (first.posted_at, first.consent, first.text) == ("2023-02-15T14:03:00", True, " Yes & <no> ")
    assert (second.posted_at, second.consent, second.where) == ("2023-02-16", False, "row 3")
    assert second.text == "“Ça va”"


def test_the_sheet_with_the_comments_is_found(tmp_path: Path, reader: str) -> None:
    guide = [["How to use this"], ["Fill in the sheet that is called Data, please, one row for each."]]
    data = [TITLES, ["c1", "Ann", None, 1, "yes", "Trees"], ["c2", "Bo", None, 2, "no", "Roads"]]
    path = workbook(tmp_path, Guide=guide, Data=data, Lists=[["a", "b"], ["c", "d"]])
    assert texts(path) == ["Trees", "Roads"]
    looked = look(path)
    assert [(sheet.name, sheet.rows) for sheet in looked.sheets] == [("Guide", 2), ("Data", 3), ("Lists", 2)]
    assert looked.sheet == "Data" and looked.mapping.sheet == "Data"
    assert warnings(path)[0] == 'Only the sheet "Data" is read, not "Guide", "Lists".'
    assert texts(path, Mapping(sheet="Lists", columns=(("a", "text"),))) == ["c"]
    assert 'has no sheet "Other"' in refusal(path, Mapping(sheet="Other"))


def test_rows_are_numbered_as_the_spreadsheet_does(tmp_path: Path, reader: str) -> None:
    rows = f'<row r="3">{inline("B3", "Comment")}{inline("C3", "Name")}</row>'
    rows += f'<row r="7">{inline("B7", "Yes")}</row><row r="9">{inline("C9", "Ann")}</row>'
    path = raw_workbook(tmp_path, sheet_xml(rows))
    assert [comment.where for comment in comments(path)] == ["row 7"]
    assert [skip.where for skip in skips(path)] == ["row 9"]


def test_formulas_show_their_saved_value_and_are_never_evaluated(tmp_path: Path, reader: str) -> None:
    rows = f'<row r="1">{inline("A1", "Comment")}{inline("B1", "Votes for")}</row>'
    rows += '<row r="2"><c r="A2" t="str"><f>"Ye"&amp;"s"</f><v>Saved</v></c>'
    rows += '<c r="B2"><f>1+1</f><v>7</v></c></row>'
    rows += '<row r="3"><c r="A3" t="str"><f t="array" ref="A3:A4">X1:X2</f><v>One</v></c></row>'
    rows += '<row r="4"><c r="A4" t="str"><v>Two</v></c><c r="B4"><f>NOW()</f></c></row>'
    rows += '<row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B5"><v>1</v></c></row>'
    path = raw_workbook(tmp_path, sheet_xml(rows))
    assert [(comment.text, comment.votes_for) for comment in comments(path)] == [
        ("Saved", 7), ("One", None), ("Two", None),
    ]  # fmt: skip
    if reader == "calamine":
        assert [warning.split(":")[0] for warning in warnings(path)] == [
            "Formulas without a saved value, taken for empty cells",
            "Cells that hold an error of Excel (#N/A), taken for empty",
        ]


def test_shared_texts_in_all_their_forms(tmp_path: Path, reader: str) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Comment</t></si><si/>"
        '<si><r><t>Two </t></r><r><rPr><b/></rPr><t xml:space="preserve">runs &amp; more</t></r></si>'
        "<si><t>漢字</t><rPh sb='0' eb='1'><t>kanji</t></rPh></si>"
        "<si><t>a_x000D_\nb</t></si><si>\n <t>spaced</t> </si></sst>"
    )
    cells = [f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(6)]
    path = raw_workbook(tmp_path, sheet_xml("".join(cells)), xl_sharedStrings=shared)
    assert texts(path) == ["Two runs & more", "漢字", "a\nb", "spaced"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A{row}" t="s"><v>{place}</v></c>',
        "<c r='A{row}' t='s'><v>{place}</v></c>",
        '<c t="s" s="0" r="A{row}">\n<v>{place}</v></c>',
        '<c r="A{row}" t="s" s="0"><v xml:space="preserve">{place}</v></c>',
        '<c t="s"><v>{place}</v></c>',
    ],
)
def test_ways_to_write_a_shared_text(tmp_path: Path, reader: str, cell: str) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Comment</t></si><si><t>Yes</t></si></sst>"
    )
    rows = "".join(f'<row r="{n}">{cell.format(row=n, place=n - 1)}</row>' for n in (1, 2))
    assert texts(raw_workbook(tmp_path, sheet_xml(rows), xl_sharedStrings=shared)) == ["Yes"]


def test_a_workbook_with_prefixes_is_read_too(tmp_path: Path, reader: str) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Comment</x:t></x:is></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>Yes</x:t></x:is></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert texts(raw_workbook(tmp_path, sheet)) == ["Yes"]


def test_what_cannot_be_stored_is_replaced_and_said(tmp_path: Path, reader: str) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Comment</t></si>'
        "<si><t>a_x0000_b_xD83D_</t></si><si><t>_xD83D__xDE00_</t></si></sst>"
    )
    rows = "".join(f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{n}</v></c></row>' for n in range(3))
    path = raw_workbook(tmp_path, sheet_xml(rows), xl_sharedStrings=shared)
    assert texts(path) == ["a\ufffdb\ufffd", "\U0001f600"]
    assert warnings(path)[-1] == "2 characters that cannot be stored became \ufffd."


def test_dates_of_the_old_macs(tmp_path: Path, reader: str) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Comment"])
    sheet.append([dt.date(2023, 2, 15), "Yes"])
    book.save(tmp_path / "table.xlsx")
    assert comments(tmp_path / "table.xlsx")[0].posted_at == "2023-02-15"


def test_merged_cells_are_told_to_each_of_their_rows(tmp_path: Path, reader: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Respondent", "", "Answers"], ["Name", "Country", "Comment"], ["Ann", "FR", "One"],
                ["", "", "Two"], ["Bo", "DE", "Three"], ["Cy", "DE", ""]):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:B1", "A3:A4", "B3:B4", "C5:C6"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "table.xlsx")
    found = comments(tmp_path / "table.xlsx")
    assert [(c.author, c.country, c.text) for c in found] == [
        ("Ann", "FR", "One"), ("Ann", "FR", "Two"), ("Bo", "DE", "Three"),
    ]  # fmt: skip
    assert [skip.where for skip in skips(tmp_path / "table.xlsx")] == ["row 6"]
    assert look(tmp_path / "table.xlsx").columns[0].name == "Respondent – Name"


def test_long_numbers_are_no_ids(tmp_path: Path, reader: str) -> None:
    path = workbook(
        tmp_path, Data=[["Id", "Comment"], [900006484472990, "One"], [9000064844729901234, "Two"]]
    )
    assert [comment.external_id for comment in comments(path)] == ["900006484472990", None]
    assert "that a spreadsheet has rounded" in warnings(path)[0]


def test_a_size_that_a_file_states_wrongly_is_not_believed(tmp_path: Path, reader: str) -> None:
    rows = "".join(f'<row r="{n}">{inline(f"A{n}", "Comment")}</row>' for n in range(1, 100))
    sheet = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
    assert len(texts(raw_workbook(tmp_path, sheet))) == 98


# OpenDocument ---------------------------------------------------------------------------------------------


def test_a_spreadsheet_of_open_document(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3.00</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2023-02-15T00:00:00"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p>'
        "</office:annotation><text:p>One<text:s text:c='2'/>two</text:p><text:p>three<text:tab/>"
        "<text:span>four</text:span><text:line-break/>five</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16000"/>'
    )
    rows = ods_row("Votes for", "Date", "Consent", "Comment")
    rows += '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    rows += f"<table:table-row>{cells}</table:table-row>"
    rows += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    path = ods(tmp_path, rows)
    (comment,) = comments(path)
    assert (comment.votes_for, comment.posted_at, comment.consent) == (3, "2023-02-15", True)
    assert (comment.text, comment.where) == ("One  two\nthree\tfour\nfive", "row 4")
    looked = look(path)
    assert (looked.format, looked.sheets[0].rows, looked.sheets[0].columns) == ("ods", 4, 4)


def test_merged_cells_of_open_document(tmp_path: Path) -> None:
    tall = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Ann</text:p>'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ods_row("Name", "Comment")
    rows += f"<table:table-row>{tall}</table:table-cell>{cell.format('One')}</table:table-row>"
    rows += f"<table:table-row><table:covered-table-cell/>{cell.format('Two')}</table:table-row>"
    assert [(c.author, c.text) for c in comments(ods(tmp_path, rows))] == [("Ann", "One"), ("Ann", "Two")]


@pytest.mark.parametrize(
    "rows",
    [
        ods_row("Comment") + ods_row("x" * 1000, repeated=1_000_000),
        ods_row("Comment") + ods_row("x", repeated=900_000) + ods_row("y", repeated=900_000),
        ods_row("Comment") + '<table:table-row><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="2000000"><text:p>x</text:p></table:table-cell></table:table-row>',
    ],
)
def test_cells_that_claim_gigabytes_are_refused(tmp_path: Path, rows: str) -> None:
    path = ods(tmp_path, rows)
    assert "claims" in refusal(path)


# Made to do harm ------------------------------------------------------------------------------------------


def test_cells_far_apart_cost_no_memory(tmp_path: Path, reader: str) -> None:
    """calamine alone would ask for 16,384 times 200,000 cells here, and end the program."""
    rows = f'<row r="1">{inline("A1", "Comment")}{inline("XFD1", "Name")}</row>'
    rows += f'<row r="2">{inline("A2", "Yes")}</row><row r="200000">{inline("A200000", "No")}</row>'
    path = raw_workbook(tmp_path, sheet_xml(rows))
    with at_most(200):
        assert [comment.where for comment in comments(path)] == ["row 2", "row 200000"]


def test_one_shared_text_in_many_cells_is_kept_once(tmp_path: Path, reader: str) -> None:
    """With a copy for each cell it would come to 1 GB."""
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Comment</t></si>'
    shared = f"{head}<si><t>{'x' * 1_000_000}</t></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    rows += "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 1_002))
    path = raw_workbook(tmp_path, sheet_xml(rows), xl_sharedStrings=shared)
    with at_most(64):
        assert sum(len(text) for text in texts(path)) == 1_000_000_000


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', ""),
        (f'<row r="1">{inline("A1", "Comment")}</row><row r="99999999">{inline("A99999999", "x")}</row>', ""),
        (f'<row r="1">{inline("A1", "Comment")}{inline("XFD1048576", "x")}</row>', ""),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "lacks texts"),
        (f'<row r="1">{inline("A1", "Comment")}<c r="A2"', "damaged"),
    ],
)
def test_what_a_sheet_cannot_claim_is_refused(tmp_path: Path, rows: str, told: str) -> None:
    pytest.importorskip("python_calamine")
    assert told in refusal(raw_workbook(tmp_path, sheet_xml(rows)))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_a_document_type_is_refused_by_the_name_of_its_part(tmp_path: Path, reader: str, part: str) -> None:
    shared = "<sst><si><t>Comment</t></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path = raw_workbook(tmp_path, sheet_xml(rows), xl_sharedStrings=shared)
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    declared = b'<?xml version="1.0"?>'
    parts[part] = declared + doctype + parts[part].removeprefix(declared).split(b"?>", 1)[-1]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    path.write_bytes(file.getvalue())
    told = refusal(path)
    assert "DOCTYPE" in told and part in told


def test_a_document_type_in_open_document_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path, ods_row("Comment"), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    assert "DOCTYPE" in refusal(path) and "content.xml" in refusal(path)


@pytest.mark.parametrize("name", ["table.xlsx", "table.ods"])
def test_a_bomb_is_refused(tmp_path: Path, name: str) -> None:
    member = "content.xml" if name.endswith("ods") else "xl/worksheets/sheet1.xml"
    path = packed(tmp_path / name, {"xl/workbook.xml": "", member: " " * 60_000_000})
    with at_most(8):
        assert "times its size" in refusal(path)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert "not a workbook of Excel" in refusal(packed(tmp_path / "table.xlsx", {"xl/x.xml": "x"}))
    assert "binary workbook" in refusal(packed(tmp_path / "table.xlsx", {"xl/workbook.bin": "x"}))
    assert "not a spreadsheet" in refusal(packed(tmp_path / "table.ods", {"x.xml": "x"}))
    assert "holds no sheet" in refusal(ods(tmp_path, ""))
    assert "holds no rows" in refusal(workbook(tmp_path, Data=[]))


def test_a_workbook_that_goes_away_is_refused(tmp_path: Path, reader: str) -> None:
    path = workbook(tmp_path, Data=[["Comment"], *[[f"Yes {n}"] for n in range(5000)]])
    reading = tables.read(path).records
    next(reading)
    path.unlink()
    with pytest.raises(ReviewError, match=r'There is no file "table\.xlsx" any more'):
        list(reading)


def test_both_readers_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    rows = [[f"c{n}", f"Ann {n % 7}", dt.datetime(2023, 1, 1) + dt.timedelta(hours=n), n, n % 2 == 0,
             f"Line {n}\nline & <more> ünï"] for n in range(3_000)]  # fmt: skip
    path = workbook(tmp_path, Data=[TITLES, *rows])
    fast = records(path)
    monkeypatch.setattr(sheets, "has_calamine", lambda: False)
    assert fast == records(path)
    assert sum(isinstance(record, IncomingComment) for record in fast) == 3_000


def test_pieces_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    path = workbook(tmp_path, Data=[[n, f"text {n}"] for n in range(1_000)])
    whole = list(XlsxGrid(path).rows("Data"))
    for size in (1, 100, 5_000):
        monkeypatch.setattr(table_pieces, "_FIRST_PIECE", size)
        monkeypatch.setattr(table_pieces, "_PIECE", size)
        assert list(XlsxGrid(path).rows("Data")) == whole
    assert len(whole) == 1_000
