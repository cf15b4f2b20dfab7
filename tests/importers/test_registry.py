import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importers.table_files import ods, ods_row, workbook

from ogp_review.domain.incoming import IncomingComment, IncomingParagraph, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import registry
from ogp_review.importers.registry import ReadOptions, open_source
from ogp_review.importers.table_mapping import Mapping
from ogp_review.review import Review

DATA = Path(__file__).resolve().parents[1] / "data"


def refusal(path: Path) -> str:
    with pytest.raises(ReviewError) as error:
        list(open_source(path, ReadOptions()).records)
    return str(error.value)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_content_decides_and_not_the_ending(tmp_path: Path) -> None:
    page = written(tmp_path, "page.csv", (DATA / "discuto" / "small_en.txt").read_bytes())
    table = written(tmp_path, "table.txt", (DATA / "tables" / "small_fr.csv").read_bytes())
    assert open_source(page, ReadOptions()).format == "discuto-capture"
    assert open_source(table, ReadOptions()).format == "csv"


def test_a_table_that_quotes_a_page_stays_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", 'Name,Comment\nAnna,"I saw\nLATEST COMMENTS\nthere"\n')
    assert open_source(path, ReadOptions()).format == "csv"


def test_a_table_of_one_column_is_a_table(tmp_path: Path) -> None:
    records = list(open_source(written(tmp_path, "t.csv", "Comment\nYes\nNo\n"), ReadOptions()).records)
    assert [record.text for record in records if isinstance(record, IncomingComment)] == ["Yes", "No"]


def test_line_ends_of_windows_and_old_macs(tmp_path: Path) -> None:
    page = (DATA / "discuto" / "small_en.txt").read_bytes()
    readings = [
        list(open_source(written(tmp_path, f"{n}.txt", page.replace(b"\n", end)), ReadOptions()).records)
        for n, end in enumerate((b"\n", b"\r\n", b"\r"))
    ]
    assert readings[0] == readings[1] == readings[2]


def test_options_are_handed_on(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Q1,Who\nYes,Anna\n")
    options = ReadOptions(language="fr", consultation="Parks", mapping={"text": "Q1"})
    reading = open_source(path, options)
    assert (reading.consultation.title, reading.consultation.language) == ("Parks", "fr")
    assert len([record for record in reading.records if isinstance(record, IncomingComment)]) == 1


def test_what_was_assumed_comes_first(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Text,Name\ncafé,Anna\n".encode("cp1252"))
    first, comment = list(open_source(path, ReadOptions()).records)
    assert isinstance(first, IncomingWarning) and "Windows-1252" in first.text
    assert isinstance(comment, IncomingComment) and comment.text == "café"


def test_utf16_is_text(tmp_path: Path) -> None:
    path = written(tmp_path, "t.txt", "Text\tName\nYes\tAnna\n".encode("utf-16"))
    assert open_source(path, ReadOptions()).format == "csv"


def test_a_stray_nul_is_text(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Text,Name\nYes\0,Anna\n")
    comment, warning = list(open_source(path, ReadOptions()).records)
    assert isinstance(comment, IncomingComment) and comment.text == "Yes\ufffd"
    assert isinstance(warning, IncomingWarning)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", '"x.txt" is empty.'),
        (b" \n\n", '"x.txt" holds no text.'),
        (bytes(100_000), '"x.txt" holds no text.'),
        (b"%PDF-1.7\n", '"x.txt" is damaged and cannot be read as a PDF'),
        (b"PK\x03\x04", '"x.txt" is damaged and cannot be unpacked'),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), '"x.txt" is an old Office file (.doc, .xls)'),
        (b"\x7fELF\x02\x01\x01" + bytes(50), '"x.txt" holds no text.'),
        (b"<!DOCTYPE html><p>Hello", '"x.txt" is the source of a web page.'),
        (b'<?xml version="1.0"?><notes><note>Hello</note></notes>', '"x.txt" is XML of a kind that is not'),
        (b"Q1,Who\nYes,Anna\n", '"x.txt" has no column that is known to hold the text of comments.'),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    assert refusal(written(tmp_path, "x.txt", content)).startswith(said)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f'"{tmp_path.name}" holds no mails. Choose a folder of')
    assert refusal(tmp_path / "no.txt") == f'There is no file "{tmp_path / "no.txt"}".'
    assert refusal(tmp_path / "a\0b").startswith('"a\0b" cannot be read')


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").startswith('"pipe" is not a file')


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Text,Name\n")
    path.chmod(0)
    assert refusal(path).startswith('"t.csv" may not be read.')


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "LARGEST_TEXT", 1024**2)
    path = written(tmp_path, "t.csv", b"Text,Name\n" + b"x" * 1024**2)
    assert refusal(path) == '"t.csv" is larger than 1 MB. Split it and import the pieces.'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(), st.text().map(str.encode), st.text(st.sampled_from(',;\n"Text')).map(str.encode))
)
def test_any_content_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, "x.txt", content)
    try:
        list(open_source(path, ReadOptions()).records)
    except ReviewError as error:
        assert '"x.txt"' in str(error)


FORMATS = {
    "discuto/small_en.txt": "discuto-capture",
    "html/small_en.html": "discuto-page",
    "json/debate.json": "json",
    "mail/box.mbox": "mbox",
    "mail/outlook.msg": "outlook-msg",
    "mail/letter_es.eml": "email",
    "pdf/letter.pdf": "pdf",
    "pdf/notes.pdf": "pdf",
    "refi/small.qdpx": "refi-qda",
    "tables/small_fr.csv": "csv",
    "word/letter_es.docx": "docx",
    "word/marked_up.docx": "docx",
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_is_known_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    reading = open_source(written(tmp_path, "source", (DATA / name).read_bytes()))
    assert reading.format == FORMATS[name]
    assert any(isinstance(record, IncomingComment) for record in reading.records)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_workbooks_are_known_whatever_they_are_called(ending: str, tmp_path: Path) -> None:
    if ending == "xlsx":
        path = workbook(tmp_path, Answers=[["Comment", "Name"], ["Yes", "Ann"]])
    else:
        path = ods(tmp_path, ods_row("Comment", "Name") + ods_row("Yes", "Ann"))
    reading = open_source(path.rename(tmp_path / "source"))
    assert reading.format == ending
    assert [record.text for record in reading.records if isinstance(record, IncomingComment)] == ["Yes"]


def test_a_folder_of_mails_is_one_source(tmp_path: Path) -> None:
    for name in ("letter_es.eml", "reply_fr.eml"):
        written(tmp_path, name, (DATA / "mail" / name).read_bytes())
    reading = open_source(tmp_path)
    assert reading.format == "mail-folder"
    assert len([record for record in reading.records if isinstance(record, IncomingComment)]) == 2


def test_text_that_is_nothing_else_is_a_letter(tmp_path: Path) -> None:
    path = written(tmp_path, "x.txt", "Dear all,\n\nP3: I like trees.\n\nP7: I like paths.\n")
    reading = open_source(path)
    found = [record for record in reading.records if isinstance(record, IncomingComment)]
    assert reading.format == "pasted-text"
    assert [record.paragraph for record in found if record.paragraph] == ["P3", "P7"]


def test_what_was_pasted_below_each_other_is_told_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "x.txt",
        "Comment by Ann on 29th June 2023\nMore trees.\n\nComment by Ben on 1 July 2023\nNo.\n",
    )
    found = [record for record in open_source(path).records if isinstance(record, IncomingComment)]
    assert [(record.author, record.text.strip()) for record in found] == [
        ("Ann", "More trees."),
        ("Ben", "No."),
    ]


DRAFT = "# A draft\n\n## Ways\n\nP1 What we promise is kept.\n\nP2 Who keeps it is named.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.md", DRAFT.encode()),
        ("draft.html", b"<html><body><h2>Ways</h2><p>P1 What we promise.</p><p>P2 Who.</p></body></html>"),
        ("draft.docx", (DATA / "word" / "draft.docx").read_bytes()),
    ],
)
def test_a_draft_is_read_as_one_where_a_person_says_so(name: str, content: bytes, tmp_path: Path) -> None:
    reading = open_source(written(tmp_path, name, content), ReadOptions(as_draft=True))
    found = list(reading.records)
    labels = [record.label for record in found if isinstance(record, IncomingParagraph)]
    assert labels[:2] == ["P1", "P2"]
    assert not any(isinstance(record, IncomingComment) for record in found)


@pytest.mark.parametrize("name", ["pdf/letter.pdf", "json/debate.json", "mail/box.mbox", "refi/small.qdpx"])
def test_what_cannot_be_a_draft_is_refused_as_one(name: str) -> None:
    with pytest.raises(ReviewError, match="cannot be read as a draft"):
        open_source(DATA / name, ReadOptions(as_draft=True))


def test_a_web_archive_is_a_page_and_no_mail(tmp_path: Path) -> None:
    page = (DATA / "html" / "small_en.html").read_bytes()
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/\r\nSubject: Draft\r\n"
        b"Date: Mon, 2 Nov 2026 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n'
        b"--XX\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    path = written(tmp_path, "page.mhtml", head + page + b"\r\n--XX--\r\n")
    assert open_source(path).format == "discuto-page"


def test_all_of_how_a_table_is_read_may_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "a;b\nYes;Anna\n")
    said = Mapping(columns=(("a", "text"), ("b", "author")), delimiter=";", header_row=1)
    [comment] = [
        record
        for record in open_source(path, ReadOptions(mapping=said)).records
        if isinstance(record, IncomingComment)
    ]
    assert (comment.text, comment.author) == ("Yes", "Anna")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "is an OpenDocument text"),
        ({"ppt/presentation.xml": "<p/>"}, "is a presentation"),
        ({"letter.txt": "Hello"}, "is a zip file. Unpack it"),
        ({"word/document.xml": "<x/>"}, '"x.zip"'),
        ({"xl/workbook.xml": "<x/>"}, '"x.zip"'),
        ({"project.qde": "<x/>"}, "neither a project nor a codebook"),
    ],
)
def test_zip_files_that_are_no_source_are_refused(members: dict[str, str], said: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as package:
        for member, content in members.items():
            package.writestr(member, content)
    assert said in refusal(tmp_path / "x.zip")


@pytest.mark.parametrize("name", ["report.docx", "matrix.xlsx"])
def test_what_this_program_exported_is_no_source(name: str, review: Review, tmp_path: Path) -> None:
    review.intake.import_file(DATA / "tables" / "small_fr.csv")
    review.reporting.export(tmp_path / name)
    assert "that OGP Review made" in refusal(tmp_path / name)
