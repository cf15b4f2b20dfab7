"""Text files as tables: encodings, delimiters, what stands above the titles, and files made to do harm."""

import os
from pathlib import Path

import pytest
from importers.table_files import at_most, comments, records, refusal, skips, texts, warnings, written

from ogp_review.domain.incoming import IncomingComment
from ogp_review.errors import ReviewError
from ogp_review.importers import tables
from ogp_review.importers.table_mapping import Mapping

WORDS = "Où est passée la forêt ? Ça m'inquiète, l'été arrive."
SPANISH = "¿Qué pasó mañana? Así está la opinión del año."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
@pytest.mark.parametrize("text", [WORDS, SPANISH])
def test_every_encoding_that_tables_come_in(tmp_path: Path, encoding: str, text: str) -> None:
    path = written(tmp_path, f"Name;Comment\r\nAnna;{text}\r\nBob;{text}\r\n".encode(encoding))
    assert texts(path) == [text, text]


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "MacRoman")])
def test_an_encoding_that_was_assumed_is_said_and_can_be_corrected(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = written(tmp_path, f"Name;Comment\nAnna;{WORDS}\n".encode(encoding))
    assert warnings(path)[0].startswith(f"The text is not UTF-8: {name} was assumed.")
    other = "cp1252" if encoding == "mac_roman" else "mac_roman"
    assert texts(path, Mapping(encoding=other)) != [WORDS]


def test_english_quotation_marks_alone_are_windows(tmp_path: Path) -> None:
    path = written(tmp_path, "Name;Comment\nAnna;I don’t think it’s “good”.\n".encode("cp1252"))
    assert texts(path) == ["I don’t think it’s “good”."]


def test_a_few_other_bytes_in_utf_8_are_read_as_windows(tmp_path: Path) -> None:
    path = written(tmp_path, f"Name;Comment\nAnna;{WORDS}\nBob;caf".encode() + b"\xe9\n")
    assert texts(path) == [WORDS, "café"]
    assert warnings(path) == ["The text is UTF-8, but 1 byte in it is not: read as Windows-1252."]


def test_what_cannot_be_stored_is_replaced_and_said(tmp_path: Path) -> None:
    path = written(tmp_path, b"Name,Comment\nAnna,a\0b\n")
    assert texts(path) == ["a\ufffdb"]
    assert warnings(path) == ["1 character that cannot be stored became \ufffd."]
    lone = "Name,Comment\nAnna,x".encode("utf-16-le") + b"\x00\xd8" + "y\n".encode("utf-16-le")
    assert texts(written(tmp_path, b"\xff\xfe" + lone)) == ["x\ufffdy"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_below_a_preamble(tmp_path: Path, delimiter: str) -> None:
    rows = [["Report of 3 May"], [], ["Name", "Votes for", "Comment"], ["Anna", "3", "Yes"]]
    path = written(tmp_path, "\n".join(delimiter.join(row) for row in rows))
    (comment,) = comments(path)
    assert (comment.text, comment.author, comment.votes_for, comment.where) == ("Yes", "Anna", 3, "row 4")
    assert warnings(path) == ['Above the titles in row 3, not read: row 1 "Report of 3 May".']


def test_a_delimiter_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, "a,Text|b\nx,Yes|No\n")
    assert texts(path, Mapping(delimiter="|", columns=(("b", "text"),))) == ["No"]


def test_a_blank_second_line_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Comment\n\nAnna,Yes\n,,\n")
    assert [record.where for record in records(path) if isinstance(record, IncomingComment)] == ["row 3"]
    assert skips(path) == []


def test_cells_of_25_000_characters_and_more_come_whole(tmp_path: Path) -> None:
    long = "Wald und\nWiese; " * 3_000
    path = written(tmp_path, f'Name;Comment\nAnna;"{long}"\nBob;Yes\n')
    assert texts(path) == [long, "Yes"]


def test_sixty_columns(tmp_path: Path) -> None:
    titles = [f"Field {n}" for n in range(59)] + ["Comment"]
    path = written(tmp_path, ",".join(titles) + "\n" + ",".join(["x"] * 59 + ["Yes"]) + "\n")
    assert texts(path) == ["Yes"]
    assert warnings(path)[0].endswith('"Field 19", and 39 more.')


# Made to do harm ------------------------------------------------------------------------------------------


def test_a_million_columns_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "Comment," + ",".join("a" for _ in range(1_000_000)) + "\nYes\n")
    with at_most(40):
        assert "more than 16,384 columns" in refusal(path)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"Name,Comment\nAnna,Yes\nBob," + b"x" * 40 * 1024**2)
    with at_most(120):
        assert refusal(path).startswith('"table.csv" cannot be read at row 3:')


def test_a_quotation_mark_that_makes_the_file_one_row_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b'Name,Comment\nAnna,"' + b'x\n","' * 14_000_000)
    told = refusal(path)
    assert told.startswith('"table.csv" cannot be read at row 2:') and "quotation mark" in told


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Id,Name,Comment\n")
        file.writelines(f'c{n},Anna,"{"word " * 100}\n{n}"\n' for n in range(60_000))
    with at_most(24):
        count = sum(1 for _ in tables.read(path).records)
    assert count == 60_000


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Comment\n" + "Anna,Yes\n" * 400_000)
    reading = tables.read(path).records
    next(reading)
    with path.open("a") as file:
        file.write("Bob,No\n")
    with pytest.raises(ReviewError, match=r'"table\.csv" was changed while it was read'):
        list(reading)


def test_a_file_that_goes_away_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Comment\n" + "Anna,Yes\n" * 10)
    reading = tables.read(path)
    path.unlink()
    with pytest.raises(ReviewError, match=r'There is no file "table\.csv" any more'):
        list(reading.records)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    assert "holds no rows" in refusal(written(tmp_path, "\n\n"))
    assert "holds no text" in refusal(written(tmp_path, os.urandom(5000) + bytes(500)))
    assert "cannot be read" in refusal(tmp_path)
    assert "no column that is known" in refusal(written(tmp_path, "Q1,Who\nYes,Anna\n"))


def test_looks_like() -> None:
    assert tables.looks_like(b"Name;Comment\nAnna;Yes\n", "x.txt")
    assert tables.looks_like("Name;Comment\nAnna;Yes\n".encode("utf-16"), "x.txt")
    assert tables.looks_like(b"PK\x03\x04....xl/workbook.xml", "x")
    assert not tables.looks_like(b"PK\x03\x04....word/document.xml", "x.docx")
    assert not tables.looks_like(b'{"a": 1, "Comment": "x"}\n{"a": 2, "Comment": "y"}\n', "x.jsonl")
    assert not tables.looks_like(b"Dear all,\n\nI like trees.\n", "x.txt")
