import io
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogp_review.errors import ReviewError
from ogp_review.importers import xml, zips
from ogp_review.importers.zips import open_zip


def packed(path: Path, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def refusal(path: Path, member: str = "a.xml") -> str:
    with pytest.raises(ReviewError) as error, open_zip(path) as package:
        package.read(member)
    return str(error.value)


def bomb(size: int) -> bytes:
    return bytes(size)


def test_a_member_is_read_whole_and_in_pieces(tmp_path: Path) -> None:
    content = b"<a>" + b"words " * 50_000 + b"</a>"
    with open_zip(packed(tmp_path / "x.docx", ("word/A.xml", content), ("empty", b""))) as package:
        assert package.members == ["word/A.xml", "empty"]
        assert package.read("word/a.XML") == content and package.read("empty") == b""
        assert "WORD\\a.xml" in package and "b.xml" not in package
        assert package.size("word/A.xml") == len(content)
        with package.open("word/A.xml") as stream:
            assert stream.read(3) + stream.read(len(content)) == content


def test_a_member_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    assert refusal(packed(tmp_path / "x.docx", ("b.xml", b""))) == (
        '"x.docx" lacks its part "a.xml": it is damaged. Ask for another copy.'
    )


def test_a_flat_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", ("a.xml", bomb(50_000_000)))
    tracemalloc.start()
    said = refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert said.startswith('"x.docx" holds "a.xml", which would unpack to more than 200 times its size')


def test_a_nested_bomb_is_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", ("zeros", bomb(100_000_000)), ("again", bomb(100_000_000)))
    path = packed(tmp_path / "x.qdpx", *[(f"{n}.zip", inner.read_bytes()) for n in range(9)])
    assert refusal(path).startswith('"x.qdpx" would unpack to more than 200 times its size')
    alone = packed(tmp_path / "y.qdpx", ("a.xml", b"<a/>"), ("b.zip", bomb(2_000_000)))
    assert '"b.zip", which would unpack' in refusal(alone)


def test_what_is_packed_in_a_member_stays_packed(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", ("words", b"words"))
    with open_zip(packed(tmp_path / "x.qdpx", ("inner.zip", inner.read_bytes()))) as package:
        assert package.members == ["inner.zip"] and package.read("inner.zip") == inner.read_bytes()


def test_many_members_that_are_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "LARGEST_WHOLE", 3_000_000)
    content = (b"%d " * 20_000) % tuple(range(20_000))
    path = packed(tmp_path / "x.xlsx", *[(f"{n}", content) for n in range(40)])
    assert refusal(path).startswith('"x.xlsx" would unpack to more than 2 MB')


def test_more_members_than_a_document_has(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", *[(f"{n}", b"") for n in range(10_001)])
    assert refusal(path).startswith('"x.docx" is made of 10,001 parts')


def test_a_list_of_members_that_would_fill_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_LARGEST_READ", 100_000)
    path = packed(tmp_path / "x.docx", *[(f"{n}", b"") for n in range(9_000)])
    assert refusal(path).startswith(
        '"x.docx" is damaged and cannot be unpacked (its list of parts is too long)'
    )


@pytest.mark.parametrize(
    "name", ["../a.xml", "word/../../a.xml", "/etc/passwd", "..\\a.xml", "C:\\a.xml", ".."]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    assert zips.is_outside(name)
    path = packed(tmp_path / "x.qdpx", ("a.xml", b"<a/>"), (name, b"evil"))
    assert refusal(path).startswith(f'"x.qdpx" holds "{name}", a name that leads out of it')
    assert sorted(tmp_path.parent.glob("**/a.xml")) == []


@pytest.mark.parametrize("name", ["word/document.xml", "a..b/c...xml", "sources/…/x.txt", "word\\a.xml"])
def test_names_of_honest_members(name: str) -> None:
    assert not zips.is_outside(name)


def test_a_name_for_showing_is_never_a_path() -> None:
    assert zips.plain_name("../../etc/pass\nwd") == "passwd"
    assert zips.plain_name("C:\\x\\a?.txt") == "a.txt" and zips.plain_name("a/") == "file"


def test_a_link_is_no_member(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.xml")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.qdpx", "w") as file:
        file.writestr(info, "/etc/passwd")
    assert "lacks its part" in refusal(tmp_path / "x.qdpx")


def test_a_member_without_a_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", ("a.xml", b"<a/>"), ("nameless", b""))
    path.write_bytes(path.read_bytes().replace(b"nameless", bytes(8)))
    with open_zip(path) as package:
        assert package.read("a.xml") == b"<a/>" and "" in package.members


def test_two_members_of_one_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", ("a.xml", b"<a/>"), ("A.xml", b"<b/>"), ("b", b"1"), ("B", b"1"))
    assert refusal(path) == '"x.docx" holds "a.xml" twice: it is damaged. Ask for another copy.'
    with open_zip(path) as package:
        assert package.read("b") == b"1"


def test_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(packed(tmp_path / "x.docx", ("a.xml", b"<a/>")).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "x.docx").write_bytes(data)
    assert (
        refusal(tmp_path / "x.docx")
        == '"x.docx" is locked with a password. Save it without one, import that.'
    )


def test_files_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(path).startswith('"x.docx" is locked with a password or in an old format of Office.')
    path.write_bytes(b"Hello")
    assert refusal(path) == '"x.docx" is damaged: it does not begin as such a file does.'
    path.write_bytes(b"")
    assert "is damaged" in refusal(path)
    assert '"no.docx" cannot be opened: No such file' in refusal(tmp_path / "no.docx")


def test_packed_as_office_does_not_pack(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", ("a.xml", b"<a/>"), method=zipfile.ZIP_LZMA)
    assert "packed in a way that Office does not use" in refusal(path)


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """Two gigabytes are claimed for a few bytes, and few bytes for what is more."""
    path = packed(tmp_path / "x.docx", ("a.xml", b"<a>words</a>"))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2") + 24
    struct.pack_into("<L", data, at, 2_000_000_000)
    path.write_bytes(data)
    assert "would unpack to more than" in refusal(path)
    struct.pack_into("<L", data, at, 3)
    path.write_bytes(data)
    assert "is damaged and cannot be unpacked (Bad CRC-32" in refusal(path)


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.docx", ("a.xml", b"<a>words</a>"))
    whole = path.read_bytes()
    for size in range(4, len(whole)):
        path.write_bytes(whole[:size])
        assert '"x.docx"' in refusal(path)


# XML ------------------------------------------------------------------------------------------------------


def root(data: bytes) -> str:
    return str(xml.root_of(io.BytesIO(data), name="x.docx", part="a.xml").tag)


def streamed(data: bytes, *tags: str) -> list[str | None]:
    return [element.text for element in xml.each(io.BytesIO(data), *tags, name="x.docx")]


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize("before", [b"", b'<?xml version="1.0"?>\n', b"<!-- " + b"x" * 200_000 + b" -->"])
def test_a_document_type_is_refused_by_both_ways_of_reading(before: bytes) -> None:
    data = before + DOCTYPE + b"<a>&c;</a>"
    for read in (root, streamed):
        with pytest.raises(ReviewError, match=r'"x.docx".* holds a document type \(DOCTYPE\)'):
            read(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_another_encoding(encoding: str) -> None:
    with pytest.raises(ReviewError, match="document type"):
        root((DOCTYPE + b"<a>&c;</a>").decode().encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="utf-7"?><a/>'.encode("utf-7"),
        b'<?xml version="1.0"' + b" " * 500 + b'encoding="utf-7"?>+ADwAIQ-DOCTYPE+AD4',
        "<a/>".encode("utf-32"),
        "<a/>".encode("cp037"),
        b"",
        b"words",
        b"<a>",
        b"<a>&nbsp;</a>",
        b"<a>\0</a>",
        b"<a>\xff</a>",
        b"<a>" * 5_000 + b"</a>" * 5_000,
        b"<a b='" + b"x" * 11_000_000 + b"'/>",
        b"<a>" + b"x" * 11_000_000 + b"</a>",
    ],
    ids=range(13),
)
def test_what_is_no_good_xml_is_refused_in_a_sentence(data: bytes) -> None:
    for read in (root, streamed):
        with pytest.raises(ReviewError, match=r'"x.docx"'):
            read(data)


def test_xml_in_the_encodings_of_office() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        text = '<?xml version="1.0" encoding="UTF-16"?><a>é</a>' if "16" in encoding else "<a>é</a>"
        assert streamed(text.encode(encoding), "a") == ["é"]


def test_more_elements_than_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml.Budget, "__init__", lambda self, marks=1000: setattr(self, "marks", marks))
    with pytest.raises(ReviewError, match=r'"x\.docx", part "a\.xml", is too large'):
        root(b"<a>" + b"<b/>" * 2_000 + b"</a>")
    assert root(b"<a>" + b"<b/>" * 900 + b"</a>") == "a"


def test_streaming_drops_what_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_BETWEEN", 40_000)
    rows = b"".join(b"<w><r><c>%d</c></r></w>" % number for number in range(50_000))
    texts = [row[0].text for row in xml.each(io.BytesIO(b"<a>" + rows + b"</a>"), "r", name="x")]
    assert texts == [str(number) for number in range(50_000)]
    with pytest.raises(ReviewError, match="too large"):
        list(xml.each(io.BytesIO(b"<a>" + b"<c/>" * 200_000 + b"<r/></a>"), "r", name="x"))


@settings(
    max_examples=10_000 if os.environ.get("OGP_RANDOM_TESTS") else 150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6), st.binary(max_size=4))
def test_any_bytes_are_read_or_refused(tmp_path: Path, changes: list[tuple[int, int]], more: bytes) -> None:
    path = packed(tmp_path / "x.docx", ("word/a.xml", b"<a b='1'>words</a>"), ("b.xml", b"<b/>"))
    data = bytearray(path.read_bytes())
    for at, byte in changes:
        data[at % len(data)] = byte
    path.write_bytes(bytes(data) + more)
    try:
        with open_zip(path) as package:
            for member in package.members:
                with package.open(member) as stream:
                    list(xml.each(stream, name="x.docx", part=member))
    except ReviewError as error:
        assert '"x.docx"' in str(error)
