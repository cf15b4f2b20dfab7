import os
import zipfile
from dataclasses import astuple
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importers import word_files
from importers.word_files import (
    FILLED,
    LABELLED,
    NUMBERING,
    STYLES,
    TITLES,
    comment,
    cut,
    end,
    ins,
    make,
    mark,
    moved,
    p,
    pack,
    r,
    relations,
    start,
    table,
    xml,
)
from importers.word_reading import DATA, REAL, comments, needs_real, paragraphs, records, warnings

from ogp_review.domain.incoming import (
    IncomingSection,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import word, word_text


def test_comments_and_changes_as_libreoffice_writes_them() -> None:
    found = comments(DATA / "marked_up.docx")
    assert [(c.where, c.paragraph, c.anchor) for c in found] == [
        ("comment 1", "P12", "reformers"),
        ("change 1", "P12", "We will support reformers in every country of the partnership."),
        ("comment 2", "P13", "Young people"),
        ("comment 3", "P13", "Young people"),
        ("change 2", "P13", "Young people take part."),
    ]
    assert (
        found[0].text == "Which reformers?\nName them." and found[1].text == "Replace “country” by “member”."
    )
    assert [c.author for c in found] == ["Ana Sample", "Ben Sample", "Ben Sample", "Ana Sample", "Ana Sample"]
    assert found[4].proposal == "Young people take part and decide."


def test_a_letter_as_libreoffice_writes_it() -> None:
    first, second = comments(DATA / "letter_es.docx")
    assert (first.paragraph, first.text) == ("P3", "Nos gusta este párrafo. ¡Gracias!")
    assert (second.paragraph, second.text) == ("P12", "Debería nombrar a los jóvenes.")
    assert (first.folded, second.folded) == ("Estimado equipo:", "Saludos cordiales,\nAna Ejemplo")


def test_a_draft_as_libreoffice_writes_it() -> None:
    reading = word.read_draft(DATA / "draft.docx", consultation="Round 1")
    found = list(reading.records)
    assert (reading.format, reading.consultation.title) == ("docx-draft", "Round 1")
    assert [s.title for s in found if isinstance(s, IncomingSection)] == ["Why now", "What we will do"]
    assert [text for _, text, _ in paragraphs(DATA / "draft.docx")] == [
        "Trust is low.",
        "People want a say.",
        "We will:\n• listen\n• answer",
        "We will report each year.\nYear | Report\n2027 | first",
    ]
    assert not any(isinstance(record, IncomingWarning) for record in found)


@needs_real
def test_the_real_files_hold_so_many_comments() -> None:
    counts = {path.name: len(comments(path)) for path in sorted(REAL.glob("*.docx"))}
    assert counts == {
        "formatted_text.docx": 2, "image_in_selection.docx": 1, "iso_comment_template_2012-03.docx": 0,
        "more_point_comments.docx": 2, "multiline_comment_content.docx": 1, "multiline_comment_range.docx": 1,
        "multiple_comments.docx": 3, "nested_comments.docx": 2, "no_comments.docx": 1,
        "point_comment.docx": 1, "pythondocx_comments-rich-para.docx": 4, "simple_comment.docx": 1,
    }  # fmt: skip
    skipped = [
        path.name for path in REAL.glob("*.docx") for r in records(path) if isinstance(r, IncomingSkip)
    ]
    assert skipped == []


@needs_real
def test_the_real_passages() -> None:
    assert [len(found.anchor or "") for found in comments(REAL / "nested_comments.docx")] == [24, 9]
    assert comments(REAL / "multiline_comment_range.docx")[0].anchor.count("\n") == 2  # type: ignore[union-attr]
    assert len(comments(REAL / "multiline_comment_content.docx")[0].text.split("\n\n")) == 3


@needs_real
def test_the_real_form_blank_and_filled(tmp_path: Path) -> None:
    """Its titles stand in the header of the page."""
    blank = REAL / "iso_comment_template_2012-03.docx"
    assert word.read(blank).format == "iso-commenting-form"
    assert warnings(blank) == ["The form is blank: no row of it is filled in."]
    with zipfile.ZipFile(blank) as file:
        members = {name: file.read(name) for name in file.namelist()}
    document = members["word/document.xml"].decode()
    for text in ("DE", "12", "3.1", "Table 1", "te", "Too vague.", "Name them.", ""):
        at = document.index("</w:pPr></w:p>") + len("</w:pPr>")
        document = document[:at] + r(text) + document[at:]
    (found,) = comments(pack(tmp_path / "x.docx", members | {"word/document.xml": document.encode()}))
    assert (found.organisation, found.text, found.proposal) == ("DE", "Too vague.", "Name them.")


# Hostile files ------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    said = set()
    for read in (word.read, word.read_draft):
        with pytest.raises(ReviewError) as error:
            list(read(path).records)
        said.add(str(error.value))
    (text,) = said
    return text


def test_files_that_are_no_word_files(tmp_path: Path) -> None:
    path = pack(tmp_path / "x.docx", {"xl/workbook.xml": b"<a/>"})
    assert refusal(path) == '"x.docx" is not a Word document: it has no text in it.'
    rels = relations({"officeDocument": "xl/workbook.xml"})
    path = pack(tmp_path / "x.docx", {"xl/workbook.xml": "<a/>", "_rels/.rels": rels})
    assert refusal(path) == '"x.docx" is not a Word document. Check what its name ends in.'
    path.write_bytes(b"PK\x03\x04 and more")
    assert refusal(path).startswith('"x.docx" is damaged')


def test_a_file_without_words_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r'"x\.docx" holds no text'):
        word.read(make(tmp_path / "x.docx", p() + p(r(" "))))


def test_words_outside_of_any_paragraph(tmp_path: Path) -> None:
    body = start("0") + r("Loose ") + ins("words") + end("0")
    found = comments(make(tmp_path / "x.docx", body, comments=comment("0", "Hm")))
    assert [(c.text, c.anchor) for c in found] == [
        ("Hm", "Loose words"),
        ("Insert “words” after “Loose”.", "Loose"),
    ]
    assert [text for _, text, _ in paragraphs(tmp_path / "x.docx")] == ["Loose words"]


@pytest.mark.parametrize("part", ["word/document.xml", "word/comments.xml", "_rels/.rels"])
def test_a_document_type_is_refused_and_its_part_named(tmp_path: Path, part: str) -> None:
    path = make(tmp_path / "x.docx", p(r("words")), comments=comment("0", "Hm"))
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    doctype = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    members[part] = doctype + members[part].split(b"?>")[-1]
    assert refusal(pack(path, members)).startswith(
        f'"x.docx", part "{part}", holds a document type (DOCTYPE)'
    )


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "x.docx", p() * 2_000_000)
    assert "would unpack to more than 200 times its size" in refusal(path)


def test_deeply_nested_tables_are_read_or_refused(tmp_path: Path) -> None:
    body = p(r("deep"))
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert comments(make(tmp_path / "x.docx", body))[0].text == "deep"
    for _ in range(2_000):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert '"x.docx"' in refusal(make(tmp_path / "x.docx", body))


def test_many_comments_on_the_same_long_passage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each quotes its passage, so that a small file could ask for more memory than there is."""
    keys = [str(number) for number in range(300)]
    body = p(*map(start, keys), r("words " * 10_000), *map(end, keys))
    path = make(tmp_path / "x.docx", body, comments="".join(comment(key, "Hm") for key in keys))
    assert len(comments(path)) == 300
    monkeypatch.setattr(word_text, "ALLOWANCE", 10_000_000)
    with pytest.raises(ReviewError, match="more paragraphs, comments and changes than can be read"):
        comments(path)


def test_the_strict_format_of_word_and_odd_relationships(tmp_path: Path) -> None:
    body = xml("document", f"<w:body>{LABELLED}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    remarks = xml("comments", comment("0", "Hm"))
    members = {
        "Doc/Main.xml": body,
        "Doc/notes/c.xml": remarks,
        "_rels/.rels": relations({"officeDocument": "/doc/main.xml"}),
        "Doc/_rels/Main.xml.rels": relations(
            {"comments": "./x/../notes/c.xml", "styles": "../../../gone.xml"}
        ),
    }
    (found,) = comments(pack(tmp_path / "x.docx", members))
    assert (found.text, found.anchor, found.paragraph) == ("Hm", "support reformers", "P12")


def test_looks_like(tmp_path: Path) -> None:
    head = make(tmp_path / "x.docx", p()).read_bytes()
    assert word.looks_like(head, "letter") and word.looks_like(head[:4], "a.DOCX")
    assert not word.looks_like(head[:4], "a.xlsx") and not word.looks_like(b"words", "a.docx")


def whole_file() -> dict[str, bytes]:
    """A file that holds something of everything."""
    path = BytesIO()
    keys = "".join(f'<w15:commentEx w15:paraId="1A00000{n}" w15:done="1"/>' for n in range(2))
    make(
        path,  # type: ignore[arg-type]
        p(r("Title"), style="Title") + LABELLED + p(cut("a"), ins("b"), moved("moveFrom", "x"), number="1")
        + p(moved("moveTo", "x"), number="3:1", mark=mark("del")) + table(TITLES, *FILLED)
        + p(r("end"), style="H1"),
        comments=comment("0", p(r("A"), ident="1A000000")) + comment("1", p(r("B"), ident="1A000001")),
        commentsExtended=keys, styles=STYLES, numbering=NUMBERING, header=table(TITLES),
        commentsIds='<w16cid:commentId w16cid:paraId="1A000001" w16cid:durableId="2BEE9EEC"/>',
        footnotes=f'<w:footnote w:id="2">{p(ins("note"))}</w:footnote>',
    )  # fmt: skip
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


WHOLE = whole_file()
MUTATIONS = 10_000 if os.environ.get("OGP_RANDOM_TESTS") else 150
PIECES = [
    b"<",
    b">",
    b"/",
    b'"',
    b"w:p",
    b"w:tbl",
    b"w:ins",
    b"w:id",
    b"-1",
    b"999999999999",
    b"",
    b"&#0;",
    b"\xff",
]


@settings(max_examples=MUTATIONS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(WHOLE)), st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES)
        ),
        min_size=1,
        max_size=5,
    ),
    st.none() | st.tuples(st.floats(0, 1), st.integers(0, 255)),
)
def test_any_damage_is_read_or_refused(
    tmp_path: Path, changes: list[tuple[str, float, int, bytes]], byte: tuple[float, int] | None
) -> None:
    members = dict(WHOLE)
    for name, place, length, piece in changes:
        content = members[name]
        at = int(place * len(content))
        members[name] = content[:at] + piece + content[at + length :]
    path = pack(tmp_path / "x.docx", members)
    if byte is not None:
        data = bytearray(path.read_bytes())
        data[int(byte[0] * (len(data) - 1))] = byte[1]
        path.write_bytes(data)
    for read in (word.read, word.read_draft):
        try:
            for record in read(path).records:
                assert all("\0" not in value for value in astuple(record) if isinstance(value, str))
        except ReviewError as error:
            assert '"x.docx"' in str(error)


def test_the_builder_makes_files_that_others_read(tmp_path: Path) -> None:
    """The files of these tests are Word files: python-docx reads the same words in them."""
    docx = pytest.importorskip("docx")
    members = dict(WHOLE)
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{"document.main" if "document" in name else "comments"}+xml"/>'
        for name in ("word/document.xml", "word/comments.xml")
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    members["[Content_Types].xml"] = (
        f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        f'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    ).encode()
    document = docx.Document(str(pack(tmp_path / "x.docx", members)))
    assert document.paragraphs[1].text == "P12 We will support reformers everywhere."
    assert [found.text for found in document.comments] == ["A", "B"]
    assert word_files.STYLES in members["word/styles.xml"].decode()
