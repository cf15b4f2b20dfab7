import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogp_review.domain.incoming import IncomingComment, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import registry
from ogp_review.importers.registry import ReadOptions, open_source

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
    warning, comment = list(open_source(path, ReadOptions()).records)
    assert isinstance(comment, IncomingComment) and comment.text == "Yes\ufffd"
    assert isinstance(warning, IncomingWarning)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", '"x.txt" is empty.'),
        (b" \n\n", '"x.txt" holds no text.'),
        (bytes(100_000), '"x.txt" holds no text.'),
        (b"%PDF-1.7\n", '"x.txt" is a PDF, not a text capture. PDFs cannot be imported yet;'),
        (b"PK\x03\x04", '"x.txt" is a Word, Excel or zip file'),
        (b"\x7fELF\x02\x01\x01" + bytes(50), '"x.txt" holds no text.'),
        (b"<!DOCTYPE html><p>Hello", '"x.txt" is the source of a web page.'),
        (b"Dear all,\n\nI like trees.\n", '"x.txt" is neither a Discuto page nor a table with a header'),
        (b"Q1,Who\nYes,Anna\n", '"x.txt" has no column that is known to hold the text of comments.'),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    assert refusal(written(tmp_path, "x.txt", content)).startswith(said)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f'"{tmp_path.name}" is a folder. Choose a file in it.'
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
