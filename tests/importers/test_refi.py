import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingCoding,
    IncomingComment,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import refi
from ogp_review.importers.refi_offsets import Offsets, Selection

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "data" / "refi" / "small.qdpx"
REAL = ROOT.parent / "shared" / "data" / "refi"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real projects are not beside the repository")
CODES = """<CodeBook><Codes>
 <Code guid="A1" name="Harbour" isCodable="true" color="#46AA00"><Description> On the water. </Description>
  <Code guid="A2" name="Quay/Pier" isCodable="true" color="green"/></Code>
 <Code guid="A3" name="Harbour::Boats" isCodable="true"/>
</Codes></CodeBook>"""
SOURCES = """<Sources>
 <TextSource guid="S1" name="Ann" plainTextPath="internal://s1.txt">
  <PlainTextSelection guid="x1" name="quay" startPosition="{quay}" endPosition="{end}">
   <Coding guid="c1"><CodeRef targetGUID="a2"/></Coding></PlainTextSelection>
  <PlainTextSelection guid="x2" startPosition="900" endPosition="950">
   <Coding guid="c2"><CodeRef targetGUID="A1"/></Coding></PlainTextSelection>
  <Coding guid="c3"><CodeRef targetGUID="A3"/></Coding>
  <Coding guid="c4"><CodeRef targetGUID="B9"/></Coding>
 </TextSource>
 <TextSource guid="S2" name="Bo"><PlainTextContent>Typed in.</PlainTextContent></TextSource>
 <TextSource guid="S3" name="Cy" plainTextPath="internal://gone.txt">
  <Coding guid="c5"><CodeRef targetGUID="A1"/></Coding></TextSource>
 <TextSource guid="S4" name="Di" plainTextPath="internal://../../secret.txt"/>
 <TextSource guid="S5" name="Ed" plainTextPath="absolute:///secret.txt"/>
 <PDFSource guid="S6" name="letter.pdf" path="internal://s6.pdf"/>
 <AudioSource guid="S7" name="Talk"><Transcript><PlainTextContent>Said.</PlainTextContent></Transcript>
  <AudioSelection begin="0" end="9"><Coding guid="c6"><CodeRef targetGUID="A1"/></Coding></AudioSelection>
 </AudioSource>
 <PictureSource guid="S8" name="Map"/>
</Sources><Notes><Note guid="N1" name="Memo"/></Notes>"""
TEXT = "Über 😀 boats\r\nand the quay."


def project(quay: int, end: int) -> str:
    inner = CODES + SOURCES.format(quay=quay, end=end)
    return f'<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="Study">{inner}</Project>'


def packed(members: dict[str, bytes]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return data.getvalue()


def small(quay: int = 22, end: int = 26) -> dict[str, bytes]:
    return {
        "Project.qde": project(quay, end).encode(),
        "sources/s1.txt": b"\xef\xbb\xbf" + TEXT.encode(),
        "Sources/s6.pdf": b"%PDF-1.7 ...",
    }


def read_bytes(folder: Path, data: bytes, name: str = "some.qdpx") -> list[Incoming]:
    path = folder / name
    path.write_bytes(data)
    return list(refi.read(path).records)


def refusal_of(folder: Path, data: bytes, name: str = "some.qdpx") -> str:
    with pytest.raises(ReviewError) as refusal:
        read_bytes(folder, data, name)
    assert f'"{name}"' in str(refusal.value)
    return str(refusal.value)


def test_codes_become_tags_by_path(tmp_path: Path) -> None:
    records = read_bytes(tmp_path, packed(small()))
    assert [record for record in records if isinstance(record, IncomingTag)] == [
        IncomingTag("Harbour", "code 1", "#46aa00", "On the water."),
        IncomingTag("Harbour/Quay∕Pier", "code 2"),
        IncomingTag("Harbour/Boats", "code 3"),
    ]
    assert refi.read(tmp_path / "some.qdpx").consultation.title == "Study"


@pytest.mark.parametrize(
    ("quay", "end"),
    [(22, 26), (23, 27), (21, 25)],
    ids=["as it stands", "UTF-16", "one character a line end"],
)
def test_codings_stand_on_their_words_however_they_are_counted(tmp_path: Path, quay: int, end: int) -> None:
    records = read_bytes(tmp_path, packed(small(quay, end)))
    first = next(record for record in records if isinstance(record, IncomingComment))
    assert (first.text, first.external_id, first.submission) == ("Über 😀 boats\nand the quay.", "S1", "Ann")
    codings = [record for record in records if isinstance(record, IncomingCoding) and record.comment == "S1"]
    assert [(c.tag, c.start, c.stop) for c in codings] == [
        ("Harbour/Quay∕Pier", 21, 25),
        ("Harbour/Boats", None, None),
    ]
    assert first.text[21:25] == "quay"


def test_sources_without_text_are_skipped_and_files_offered(tmp_path: Path) -> None:
    records = read_bytes(tmp_path, packed(small()))
    assert [r.text for r in records if isinstance(r, IncomingComment)][1:] == ["Typed in.", "Said."]
    assert [(r.where, r.why) for r in records if isinstance(r, IncomingSkip)] == [
        ('source 3 "Cy"', "its text is not in the file; a coding on it is not kept"),
        ('source 4 "Di"', "its text is not in the file"),
        ('source 5 "Ed"', "its text is not in the file"),
        ('source 6 "letter.pdf"', "a PDF without a text of it"),
        ('source 8 "Map"', "a picture without a text of it"),
    ]
    assert [r for r in records if isinstance(r, IncomingAttachment)] == [
        IncomingAttachment("letter.pdf", b"%PDF-1.7 ...", 'source 6 "letter.pdf"')
    ]
    assert IncomingCoding("S7", "Harbour", 'source 7 "Talk"') in records


def test_what_is_not_kept_is_told(tmp_path: Path) -> None:
    records = read_bytes(tmp_path, packed(small()))
    assert [r.text for r in records if isinstance(r, IncomingWarning)] == [
        'source 1 "Ann": codings outside its text, not kept: 1.',
        'source 1 "Ann": codings with a code that is not in the codebook, not kept: 1.',
        'source 7 "Talk": codings on parts of the recording stand on its whole text: 1.',
        "Not read, since a review has no place for them: 1 memo.",
    ]


def test_a_project_may_stand_alone_and_be_empty(tmp_path: Path) -> None:
    empty = b'<Project xmlns="urn:QDA-XML:project:1.0" name="x"/>'
    told = [IncomingWarning("The project is empty: it holds neither codes nor sources.")]
    assert read_bytes(tmp_path, empty, "x.qde") == told
    assert read_bytes(tmp_path, packed({"PROJECT.QDE": empty})) == told


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"x.txt": b"hello"}, "holds no project"),
        ({"../project.qde": b"<Project/>"}, "leads out of it"),
        ({"/project.qde": b"<Project/>"}, "leads out of it"),
        ({"project.qde": b"<html/>"}, "neither a project nor a codebook"),
        ({"project.qde": b"<Project"}, "damaged"),
        ({"project.qde": b'<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>'}, "DOCTYPE"),
        ({"project.qde": b"<Project/>", "big": b"\0" * 60_000_000}, "times its size"),
    ],
)
def test_a_harmful_or_foreign_file_is_refused(tmp_path: Path, members: dict[str, bytes], told: str) -> None:
    assert told in refusal_of(tmp_path, packed(members))


def test_codes_nested_without_end_are_refused(tmp_path: Path) -> None:
    deep = b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>' + b'<Code name="a">' * 5_000
    assert "damaged" in refusal_of(tmp_path, deep, "x.qdc")


def test_refi_is_told_from_other_files() -> None:
    assert refi.looks_like(b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0">', "x.qdc")
    assert refi.looks_like(packed(small()), "x.zip")
    assert not refi.looks_like(packed({"word/document.xml": b""}), "x.docx")
    assert not refi.looks_like(b'<xsd:schema targetNamespace="urn:QDA-XML:project:1.0">', "x.xsd")


def test_a_selection_out_of_the_text_has_no_place() -> None:
    offsets = Offsets("abc", "abc", [])
    assert offsets.place(Selection(1, 3, "")) == (1, 3)
    assert offsets.place(Selection(2, 2, "")) is None
    assert offsets.place(Selection(1, 4, "")) is None


@needs_real
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("TestProject.qdpx", {"IncomingTag": 14, "IncomingSkip": 12, "IncomingWarning": 1}),
        ("Project.qde", {"IncomingTag": 14, "IncomingSkip": 12, "IncomingWarning": 1}),
        ("target-atlas-project.qdpx", {"IncomingTag": 3}),
        ("blank-atlas-project.qdpx", {"IncomingWarning": 1}),
        ("atlasti_23.4.0_valid.qdc", {"IncomingTag": 1, "IncomingWarning": 1}),
    ],
)
def test_the_real_projects_come_in(name: str, counts: dict[str, int]) -> None:
    path = REAL / name
    assert refi.looks_like(path.read_bytes()[:65_536], name)
    assert Counter(type(record).__name__ for record in refi.read(path).records) == counts
