"""The Phase 3 report, read back from the file: nothing lost, nothing interpreted, in the order promised."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import docx
import pytest
from documents import (
    HOSTILE,
    LONG,
    SCRIPTS,
    comment,
    document,
    large_document,
    matrix_row,
    paragraph,
    small_comments,
    small_matrix,
)
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph
from fakes import CancellableProgress
from lxml import etree

from ogp_review.domain.ledger import Ledger
from ogp_review.domain.report import Edition, Figures, Narrative, ReportDocument, ReportParagraph
from ogp_review.errors import Cancelled
from ogp_review.exporters import fast_zip
from ogp_review.exporters.docx import write_docx
from ogp_review.interchange.matrix import ANNEX_COLUMNS
from ogp_review.progress import NoProgress

CHAPTERS = [
    "Summary",
    "How we consulted",
    "Who took part",
    "What we heard",
    "Paragraph by paragraph",
    "What we did not take up, and why",
    "Method and limits",
    "Annex A: Response matrix",
    "Annex B: Participants",
    "Annex C: Comments set aside",
    "Annex D: Codebook",
]
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(report: ReportDocument, folder: Path) -> Document:
    target = folder / "report.docx"
    write_docx(report, target, NoProgress())
    return docx.Document(str(target))


def empty_document() -> ReportDocument:
    none = Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, (), (), (), (), (), ())
    return document(
        title="", made_by="", summary="", consultations=(), figures=none, sections=(), matrix=(),
        comments=(), themes=(), participants=(), unnamed_participants=0, ledger=Ledger(0, 0, 0, 0),
        unfinished=(), notes=(),
    )  # fmt: skip


def blocks(report: Document) -> Iterator[Paragraph | Table]:
    yield from report.iter_inner_content()


def chapter(report: Document, title: str) -> list[Paragraph | Table]:
    """What stands between heading 1 `title` and the next."""
    numbered, at = [], ""
    for block in blocks(report):
        if isinstance(block, Paragraph) and block.style is not None and block.style.name == "Heading 1":
            at = block.text
        numbered.append((at, block))
    return next(
        [b for _, b in group] for name, group in groupby(numbered, lambda pair: pair[0]) if name == title
    )


def text_of(parts: list[Paragraph | Table]) -> str:
    return "\n".join(
        part.text if isinstance(part, Paragraph) else "\n".join(cell_texts(part)) for part in parts
    )


def cell_texts(table: Table) -> list[str]:
    return [Paragraph(p, table).text for p in table._tbl.iter(qn("w:p"))]


def headings(report: Document, level: int) -> list[str]:
    return [p.text for p in report.paragraphs if p.style is not None and p.style.name == f"Heading {level}"]


def annex_rows(report: Document) -> list[BaseOxmlElement]:
    table = next(part for part in chapter(report, "Annex A: Response matrix") if isinstance(part, Table))
    return list(table._tbl.tr_lst)


def row_texts(row: BaseOxmlElement) -> list[list[str]]:
    """The paragraphs of each cell of a row."""
    return [[Paragraph(p, None).text for p in cell.iter(qn("w:p"))] for cell in row.iter(qn("w:tc"))]  # type: ignore[arg-type]


@pytest.mark.parametrize("report", [document(), empty_document()], ids=["small", "empty"])
def test_chapters_stand_in_the_promised_order(report: ReportDocument, tmp_path: Path) -> None:
    assert headings(written(report, tmp_path), 1) == CHAPTERS


def test_every_paragraph_stands_under_its_section_with_its_three_parts(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    found = []
    for p in chapter(report, "Paragraph by paragraph"):
        if isinstance(p, Paragraph) and p.style is not None:
            if (p.style.name or "").startswith("Heading"):
                found.append((p.style.name, p.text))
            elif p.style.name == "OGP Labelled line":
                found.append(("line", p.text.split("\t")[0]))
    names = ("What we heard", "Our response", "What changed")
    parts, lines = [("Heading 4", name) for name in names], [("line", name) for name in names]
    assert found == [
        ("Heading 1", "Paragraph by paragraph"),
        ("Heading 2", "I. Why"),
        ("Heading 3", "P3"),
        *parts,
        ("Heading 3", "P4"),
        *lines,
        ("Heading 2", "II. Who takes part"),
        *parts,
        ("Heading 3", "P12"),
        *parts,
        ("Heading 3", "P13"),
        *lines,
        ("Heading 2", "Not about one paragraph"),
        ("Heading 3", "Whole draft"),
        *parts,
    ]


def test_every_comment_is_printed_in_annex_a_or_c(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    answered = text_of(chapter(report, "Annex A: Response matrix"))
    aside = text_of(chapter(report, "Annex C: Comments set aside"))
    for item in small_comments():
        assert item.ref in (aside if item.set_aside else answered), item.ref
        assert (item.ref in aside) == bool(item.set_aside)


def test_every_comment_of_a_large_report_is_printed(tmp_path: Path) -> None:
    large = large_document(5_000)
    printed = " ".join(text[0][-1] for text in map(row_texts, annex_rows(written(large, tmp_path))[2::2]))
    assert re.findall(r"C\d+", printed) == [item.ref for item in large.comments]


def test_annex_a_prints_its_columns_and_the_lead_in_full_below(tmp_path: Path) -> None:
    long_point = matrix_row(1, [f"C{n:04}" for n in range(413)], verbatim=LONG)
    rows = annex_rows(written(document(matrix=(long_point, *small_matrix()[1:])), tmp_path))
    assert row_texts(rows[0]) == [[title] for title in ANNEX_COLUMNS]
    first, below = row_texts(rows[1]), row_texts(rows[2])
    assert [cell[0] for cell in first] == [
        long_point.ref, "P12", long_point.point, "413", "accepted", long_point.response,
        long_point.proposed_change,
    ]  # fmt: skip
    assert below[0][0] == LONG
    assert below[0][1].startswith("413 comments: C0000, C0001, ")
    assert len(rows[2].xpath(".//w:gridSpan[@w:val='7']")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_character_for_character(text: str, tmp_path: Path) -> None:
    rows = (matrix_row(1, ["C0001"], verbatim=text, response=text), *small_matrix()[1:])
    aside = comment(9, text=text, set_aside="spam")
    notes = write_docx(document(matrix=rows, comments=(aside,)), tmp_path / "r.docx", NoProgress())
    report = docx.Document(str(tmp_path / "r.docx"))
    expected = ILLEGAL.sub("\ufffd", text).replace("\r", "\n")  # python-docx reads w:cr like w:br
    found = annex_rows(report)
    assert row_texts(found[1])[5] == [expected]
    assert row_texts(found[2])[0][0] == expected
    assert expected in text_of(chapter(report, "Annex C: Comments set aside"))
    assert any("R001" in note and "C0009" in note for note in notes) == bool(ILLEGAL.search(text))


def test_notes_are_printed_under_method_and_limits(tmp_path: Path) -> None:
    report = document()
    notes = write_docx(report, tmp_path / "r.docx", NoProgress())
    limits = text_of(chapter(docx.Document(str(tmp_path / "r.docx")), "Method and limits"))
    assert notes and all(note in limits for note in (*notes, *report.notes, *report.unfinished))


def test_a_report_without_such_characters_has_no_notes(tmp_path: Path) -> None:
    assert write_docx(large_document(50), tmp_path / "r.docx", NoProgress()) == []


def test_public_text_is_never_a_field(tmp_path: Path) -> None:
    tricks = ' { PAGE } <w:fldSimple w:instr="DATE"/> </w:t></w:r></w:p> &amp; { INCLUDETEXT "c:/secret" }'
    rows = (matrix_row(1, ["C0001"], verbatim=tricks, point=tricks), *small_matrix()[1:])
    report = written(document(matrix=rows), tmp_path)
    assert row_texts(annex_rows(report)[2])[0][0] == tricks
    instructions = {node.text.split()[0] for node in report.element.iter(qn("w:instrText"))}
    assert instructions == {"TOC", "PAGEREF"}
    assert not report.element.xpath("//w:fldSimple")


def test_text_is_shown_in_its_own_reading_direction(tmp_path: Path) -> None:
    arabic = "الشفافية والمساءلة (OGP) والمشاركة"
    rows = (
        matrix_row(1, ["C0001"], verbatim=arabic, languages=("ar",)),
        matrix_row(2, ["C0002"], verbatim=SCRIPTS),
    )
    found = annex_rows(written(document(matrix=rows, sections=()), tmp_path))
    right = next(found[2].iter(qn("w:p")))
    assert right.xpath("w:pPr/w:bidi") and right.xpath("w:r/w:rPr/w:rtl")
    assert right.xpath("w:r/w:rPr/w:lang/@w:bidi") == ["ar"]
    assert not next(found[4].iter(qn("w:p"))).xpath("w:pPr/w:bidi")


def test_annex_a_is_landscape_and_the_rest_is_upright_a4(tmp_path: Path) -> None:
    sections = written(document(), tmp_path).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    assert [(round((s.page_width or 0).cm, 1), round((s.page_height or 0).cm, 1)) for s in sections] == [
        (21.0, 29.7), (29.7, 21.0), (21.0, 29.7),
    ]  # fmt: skip


def test_titles_of_the_annex_are_repeated_and_short_rows_stay_whole(tmp_path: Path) -> None:
    rows = annex_rows(written(document(), tmp_path))
    assert rows[0].xpath("w:trPr/w:tblHeader")
    assert not any(row.xpath("w:trPr/w:tblHeader") for row in rows[1:])
    whole = [bool(row.xpath("w:trPr/w:cantSplit")) for row in rows]
    assert whole[1] and not whole[8], "the row with 40,000 characters may be split, others not"


def test_the_cover_has_no_header_and_every_other_page_has_its_number(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    first = report.sections[0]
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text and not first.first_page_footer.paragraphs[0].text
    for section in report.sections:
        assert "Open Government Strategy 2026–2030 & beyond" in section.header.paragraphs[0].text
        assert [node.text.strip() for node in section.footer._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_contents_are_filled_in_and_lead_to_their_headings(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    lines = report.element.xpath("//w:sdtContent/w:p[w:hyperlink]")
    listed = ["".join(node.text for node in line.iter(qn("w:t"))) for line in lines]
    shown = [
        p.text
        for p in report.paragraphs
        if p.style is not None and p.style.name in ("Heading 1", "Heading 2", "Heading 3")
    ]
    assert listed == shown
    anchors = set(report.element.xpath("//w:hyperlink/@w:anchor"))
    assert anchors <= set(report.element.xpath("//w:bookmarkStart/@w:name"))


def test_bookmarks_are_unique(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    for attribute in ("id", "name"):
        found = report.element.xpath(f"//w:bookmarkStart/@w:{attribute}")
        assert len(found) == len(set(found))


def test_only_styles_that_have_a_name_are_used(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    known = {style.style_id for style in report.styles}
    used = set(report.element.xpath("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"))
    assert used <= known
    assert not report.element.xpath("//w:r/w:rPr/*[self::w:b or self::w:sz or self::w:color]")


def test_properties_tell_title_author_and_language(tmp_path: Path) -> None:
    properties = written(document(title="T" * 400, language="fr"), tmp_path).core_properties
    assert properties.title == "T" * 255
    assert (properties.author, properties.language) == ("Maria Okafor", "fr")


def test_what_was_declined_is_told_with_the_reason(tmp_path: Path) -> None:
    rows = (
        matrix_row(1, ["C0001"], disposition="deferred", response="Next year."),
        matrix_row(2, ["C0002"], disposition="accepted", point="Taken up"),
        matrix_row(3, ["C0003"], disposition="not accepted", response="  "),
    )
    told = text_of(
        chapter(written(document(matrix=rows, sections=()), tmp_path), "What we did not take up, and why")
    )
    assert told.index("Not accepted") < told.index("No reason given yet.") < told.index("Deferred")
    assert "Next year." in told and "Taken up" not in told


def test_a_paragraph_with_thousands_of_points_shows_a_few_and_names_the_rest(tmp_path: Path) -> None:
    rows = tuple(matrix_row(n, [f"C{n:05}"]) for n in range(3_000))
    section = replace(document().sections[0], paragraphs=(paragraph("P1", rows=tuple(range(3_000))),))
    report = written(document(matrix=rows, sections=(section,)), tmp_path)
    told = text_of(chapter(report, "Paragraph by paragraph"))
    assert len(re.findall(r"R\d+", told)) == 12
    assert "And 2988 more in Annex A." in told


def test_what_is_not_finished_is_said_plainly(tmp_path: Path) -> None:
    silent = paragraph("P1", rows=(4,), narrative=Narrative("", "", ""), text="")
    section = replace(document().sections[0], paragraphs=(silent,))
    report = written(document(sections=(section,)), tmp_path)
    told = text_of(chapter(report, "Paragraph by paragraph"))
    for words in (
        "Text not captured.",
        "Nothing written yet.",
        "No response yet.",
        "No change to the text so far.",
    ):
        assert words in told
    assert "This report is not finished. 2 things are still to be done" in text_of(chapter(report, "Summary"))
    assert "No response yet." in row_texts(annex_rows(report)[9])[5]


def test_the_ledger_adds_up_and_says_so(tmp_path: Path) -> None:
    method = chapter(written(document(), tmp_path), "Method and limits")
    table = next(part for part in method if isinstance(part, Table))
    numbers = [int(row.cells[1].text) for row in table.rows[1:]]
    assert sum(numbers[:-1]) == numbers[-1] == 8
    assert "The account balances" in text_of(method)
    broken = document(ledger=Ledger(8, 3, 1, 4, ("C0004 stands in more than one row.",)))
    told = text_of(chapter(written(broken, tmp_path), "Method and limits"))
    assert "The account does not balance." in told and "C0004 stands in more than one row." in told


def test_every_chapter_of_an_empty_review_says_that_it_is_empty(tmp_path: Path) -> None:
    report = written(empty_document(), tmp_path)
    for title in CHAPTERS:
        assert any(
            isinstance(part, Paragraph) and part.style is not None and part.style.name == "OGP Nothing here"
            for part in chapter(report, title)
        ), title


def test_points_for_decision_are_for_the_committee_only(tmp_path: Path) -> None:
    assert "For the Committee to decide" in headings(written(document(), tmp_path), 2)
    public = written(document(edition=Edition.PUBLIC), tmp_path)
    assert "For the Committee to decide" not in headings(public, 2)


@pytest.mark.parametrize("calls", [0, 2, 6])
def test_cancelled_leaves_the_old_file_as_it_was(calls: int, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(b"the old report")
    with pytest.raises(Cancelled):
        write_docx(large_document(20_000), target, CancellableProgress(after=calls))
    assert target.read_bytes() == b"the old report"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("fast", [True, False])
def test_the_file_is_a_sound_zip_without_entities(
    fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not fast:
        monkeypatch.setattr(fast_zip, "isal_zlib", None)  # as where no wheel of it exists
    assert headings(written(document(), tmp_path), 1) == CHAPTERS
    with zipfile.ZipFile(tmp_path / "report.docx") as archive:
        assert archive.testzip() is None
        assert b"<!DOCTYPE" not in archive.read("word/document.xml")


def test_libreoffice_opens_it_with_chapters_rows_and_words(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    rows = tuple(matrix_row(n, [f"C{n:04}"], verbatim=text) for n, text in enumerate(HOSTILE))
    written(document(matrix=rows), tmp_path)
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "fodt"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "report.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    read = etree.parse(tmp_path / "report.fodt", etree.XMLParser(huge_tree=True))
    titles = read.xpath("//*[local-name()='h'][@*[local-name()='outline-level']='1']")
    assert [" ".join("".join(title.itertext()).split()) for title in titles] == CHAPTERS
    tables = read.xpath("//*[local-name()='table']")
    annex = max(tables, key=lambda table: len(table.xpath(".//*[local-name()='table-row']")))
    assert len(annex.xpath(".//*[local-name()='table-row']")) == 1 + 2 * len(HOSTILE)
    shown = "".join("".join(annex.itertext()).split())
    for text in HOSTILE:
        assert "".join(ILLEGAL.sub("\ufffd", text).split()) in shown


def paragraphs_in(style: str, parts: list[Paragraph | Table]) -> list[Paragraph]:
    return [
        p for p in parts if isinstance(p, Paragraph) and p.style is not None and p.style.style_id == style
    ]


def with_paragraph(item: ReportParagraph) -> ReportDocument:
    return document(sections=(replace(document().sections[0], paragraphs=(item,)),))


def test_what_changed_is_shown_word_by_word(tmp_path: Path) -> None:
    item = paragraph("P1", text="Twelve months may pass.", revised="Ninety days may pass.")
    report = written(with_paragraph(item), tmp_path)
    (shown,) = paragraphs_in("OGPRedline", chapter(report, "Paragraph by paragraph"))
    assert [(run.style.name, run.text) for run in shown.runs] == [
        ("OGP Deleted", "Twelve months"),
        ("OGP Inserted", "Ninety days"),
        ("Default Paragraph Font", " may pass."),
    ]
    styles = {style.style_id: style for style in report.styles}
    inserted, deleted = styles["OGPInserted"].font, styles["OGPDeleted"].font
    assert (str(inserted.color.rgb), inserted.underline) == ("17643A", True)
    assert (str(deleted.color.rgb), deleted.strike) == ("A3271F", True)


def test_a_draft_known_by_its_beginning_is_not_compared(tmp_path: Path) -> None:
    item = paragraph("P1", text="Twelve mon", complete=False, revised="Ninety days may pass.")
    parts = chapter(written(with_paragraph(item), tmp_path), "Paragraph by paragraph")
    assert [p.text for p in paragraphs_in("OGPRedline", parts)] == ["Ninety days may pass."]
    assert "Twelve mon…" in text_of(parts)
    assert not any(p._p.xpath(".//w:rStyle[@w:val='OGPDeleted']") for p in parts if isinstance(p, Paragraph))


NOTHING = {"comments": 0, "rows": (), "quotations": ()}
ASSEMBLED = Narrative("No comments.", "", "No change.")


@pytest.mark.parametrize(
    ("declared", "heard", "response"),
    [
        (3, "No comments captured; its source declares 3.", "Nothing captured to answer."),
        (0, "No comments.", "Nothing to answer."),
        (None, "No comments.", "Nothing to answer."),
    ],
)
def test_a_paragraph_without_comments_is_told_in_short(
    declared: int | None, heard: str, response: str, tmp_path: Path
) -> None:
    text = "Every member will publish its plan. " * 20
    silent = paragraph("P1", text=text, declared=declared, narrative=ASSEMBLED, **NOTHING)
    parts = chapter(written(with_paragraph(silent), tmp_path), "Paragraph by paragraph")
    (draft,) = paragraphs_in("OGPDraftText", parts)
    assert len(draft.text) <= 300 and draft.text.endswith("…")
    assert [p.text.split("\t") for p in paragraphs_in("OGPLabelled", parts)] == [
        ["What we heard", heard],
        ["Our response", response],
        ["What changed", "No change."],
    ]
    assert not paragraphs_in("Heading4", parts)


def test_what_staff_wrote_of_a_paragraph_without_comments_is_told_in_full(tmp_path: Path) -> None:
    told = Narrative(
        "Calls\n\nspoke of it.", "We explain it in the annex.", "No change.", frozenset({"heard"})
    )
    silent = paragraph("P1", text="Every member. " * 50, declared=3, narrative=told, **NOTHING)
    parts = chapter(written(with_paragraph(silent), tmp_path), "Paragraph by paragraph")
    shown = [part.text for part in parts if isinstance(part, Paragraph)]
    assert shown[3:] == [
        silent.text,
        "No comments captured; its source declares 3.",
        "What we heard", "Calls", "spoke of it.",
        "Our response", "We explain it in the annex.",
        "What changed", "No change.",
    ]  # fmt: skip


def test_a_paragraph_without_comments_that_was_revised_shows_its_changes(tmp_path: Path) -> None:
    item = paragraph(
        "P1", text="Twelve months.", revised="Ninety days.", declared=3, narrative=ASSEMBLED, **NOTHING
    )
    parts = chapter(written(with_paragraph(item), tmp_path), "Paragraph by paragraph")
    assert [p.text for p in paragraphs_in("Heading4", parts)] == [
        "What we heard",
        "Our response",
        "What changed",
    ]
    assert "No comments captured; its source declares 3." in text_of(parts)
    assert paragraphs_in("OGPRedline", parts)


def test_what_was_declined_leads_to_its_row_and_says_what_is_not_final(tmp_path: Path) -> None:
    rows = (
        matrix_row(1, ["C0001"], disposition="deferred", state="in review"),
        matrix_row(2, ["C0002"], disposition="not accepted", state="approved"),
    )
    report = written(document(matrix=rows, sections=()), tmp_path)
    told = chapter(report, "What we did not take up, and why")
    anchors = [a for part in told if isinstance(part, Table) for a in part._tbl.xpath(".//@w:anchor")]
    assert anchors == ["row1", "row0"]
    assert set(anchors) <= set(report.element.xpath("//w:bookmarkStart/@w:name"))
    assert text_of(told).count("Not final: in review.") == 1


def test_dates_languages_and_channels_are_written_out(tmp_path: Path) -> None:
    report = written(document(), tmp_path)
    told = text_of(chapter(report, "How we consulted"))
    assert all(words in told for words in ("30 April 2026", "English", "Discuto", "not stated"))
    assert "4 May 2026" in report.sections[0].footer.paragraphs[0].text


def test_a_source_that_names_nobody_says_so(tmp_path: Path) -> None:
    nameless = replace(document().figures, participants=0, organisations=0)
    report = written(document(figures=nameless, participants=(), unnamed_participants=0), tmp_path)
    assert "8 comments came in; the source does not say from whom." in text_of(
        chapter(report, "Who took part")
    )
    assert "The source does not say who took part." in text_of(chapter(report, "Annex B: Participants"))


def test_many_paragraphs_are_left_out_of_the_contents_and_kept_in_the_report(tmp_path: Path) -> None:
    many = tuple(paragraph(f"P{n}", rows=(), comments=0, quotations=()) for n in range(80))
    section = replace(document().sections[0], paragraphs=many)
    report = written(document(sections=(section,)), tmp_path)
    assert len(headings(report, 3)) == 80
    assert len(report.element.xpath("//w:sdtContent/w:p[w:hyperlink]")) < 50
