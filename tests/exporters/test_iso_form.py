"""The ISO/IEC commenting form: its titles and order, read back by our own import, and what it cannot hold."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from documents import CONTROL, SCRIPTS, comment, document, large_document, matrix_row
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from formats import check_cancelled_at_any_moment, check_same_bytes
from working_review import ARABIC, EMOJI, MARKUP, PLAIN, SECRETS, everything_in, working_review

from ogp_review.domain.incoming import IncomingCoding, IncomingComment
from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.exporters.iso_form import write_iso_form
from ogp_review.importers import word
from ogp_review.progress import NoProgress

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "docx" / "iso_comment_template_2012-03.docx"
TITLES = [
    "MB/NC1", "Line number\n(e.g. 17)", "Clause/ Subclause\n(e.g. 3.1)",
    "Paragraph/ Figure/ Table/\n(e.g. Table 1)", "Type of comment2", "Comments", "Proposed change",
    "Observations of the secretariat",
]  # fmt: skip


def form(report: ReportDocument, folder: Path) -> Any:
    write_iso_form(report, folder / "form.docx", NoProgress())
    return Document(str(folder / "form.docx"))


def rows(report: ReportDocument, folder: Path) -> list[list[str]]:
    (table,) = form(report, folder).tables
    return [[cell.text for cell in row.cells] for row in table.rows][1:]


def read_back(folder: Path) -> list[Any]:
    reading = word.read(folder / "form.docx")
    assert reading.format == "iso-commenting-form"
    return list(reading.records)


def test_it_has_the_titles_of_the_form_in_their_order_on_each_landscape_page(tmp_path: Path) -> None:
    made = form(document(), tmp_path)
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == TITLES
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) == 1, "only the titles are repeated"
    (section,) = made.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    header = [cell.text for cell in section.header.tables[0].rows[0].cells]
    assert header[:2] == ["Template for comments and secretariat observations", "Date: 2026-05-04"]
    footer = "\n".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert "ge = general" in footer and "version 2012-03" in footer


@pytest.mark.skipif(not REAL.exists(), reason="the form itself is not here")
def test_the_titles_are_those_of_the_published_form(tmp_path: Path) -> None:
    header = next(s.header for s in Document(str(REAL)).sections)
    published = [cell.text for cell in header.tables[1].rows[0].cells]
    assert [text.strip() for text in published] == TITLES


def test_our_own_import_reads_the_same_comments(tmp_path: Path) -> None:
    report = document(comments=(
        comment(1, text=SCRIPTS, paragraph="P3", proposal="Write “shall”."),
        comment(2, text="Same words.", organisation="DE", themes=("Type/Editorial",)),
        comment(3, text="Same words.", organisation="", author="Ana Pérez", paragraph="Whole draft"),
        comment(4, text="<b>& ]]>", organisation="Ü & Söhne", paragraph="Not assigned"),
    ))  # fmt: skip
    form(report, tmp_path)
    read = [record for record in read_back(tmp_path) if isinstance(record, IncomingComment)]
    assert [(one.text, one.paragraph, one.organisation, one.proposal) for one in read] == [
        (SCRIPTS, "P3", "Fundación Futuro", "Write “shall”."),
        ("Same words.", "P12", "DE", None),
        ("Same words.", None, "Ana Pérez", None),
        ("<b>& ]]>", None, "Ü & Söhne", None),
    ]
    codings = [one.tag for one in read_back(tmp_path) if isinstance(one, IncomingCoding)]
    assert codings == ["Type/Technical", "Type/Editorial", "Type/General", "Type/General"]


def test_a_real_review_comes_back_and_its_answers_stand_beside(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / "form.docx", kind="iso", made_on="2026-11-24")
        again = review.reporting.export(tmp_path / "again.docx", kind="iso", made_on="2026-11-24")
    assert (tmp_path / "form.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    texts = [one.text for one in read_back(tmp_path) if isinstance(one, IncomingComment)]
    assert texts[:4] == [EMOJI, ARABIC, MARKUP, PLAIN] and len(texts) == 5
    observed = [row[-1] for row in _table(tmp_path / "form.docx")]
    assert observed[1] == "C0001\n\nPT-0001: accepted\nWe agree.\nProposed change: Two seats."
    assert observed[5] == "C0005: set aside (spam)"
    assert any("translation" in note or "type" in note for note in again)


def _table(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(str(path)).tables[0].rows]


def test_the_public_form_names_nobody_without_consent(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        notes = review.reporting.export(tmp_path / "form.docx", kind="iso", edition="public")
    text = everything_in(tmp_path / "form.docx")
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Red Abierta" in text and "1 comment that was set aside is left out." in notes


def test_what_it_cannot_hold_is_said_in_it(tmp_path: Path) -> None:
    report = document(comments=(comment(1, text=CONTROL, translation="Words."),), matrix=())
    notes = write_iso_form(report, tmp_path / "form.docx", NoProgress())
    told = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "form.docx")).paragraphs)
    assert "C0001" in notes[-1] and all(note in told for note in (*notes, *report.notes))
    assert _table(tmp_path / "form.docx")[1][5] == "bell \ufffd and \ufffd[31m escape\ncarriage \ufffd zero"


def test_right_to_left_and_the_language_of_the_comment(tmp_path: Path) -> None:
    report = document(comments=(comment(1, text=ARABIC, language="ar"), comment(2, language="es")), matrix=())
    (table,) = form(report, tmp_path).tables
    arabic, spanish = (row.cells[5].paragraphs[0] for row in table.rows[1:])
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert spanish._p.xpath("w:r/w:rPr/w:lang/@w:val") == ["es"]
    assert table.rows[2].cells[7].paragraphs[0]._p.xpath("w:r/w:rPr/w:lang") == []


def test_an_empty_review_is_a_blank_form(tmp_path: Path) -> None:
    assert rows(document(comments=(), matrix=()), tmp_path) == [[""] * 8]
    assert "The form is blank" in read_back(tmp_path)[0].text


def test_answers_of_several_rows_stand_under_each_other(tmp_path: Path) -> None:
    matrix = (matrix_row(1, ("C0001",)), matrix_row(2, ("C0001",), disposition="noted", response="Seen."))
    (row,) = rows(document(comments=(comment(1),), matrix=matrix), tmp_path)
    assert row[-1].startswith("C0001\n\nR001: accepted\n") and "R002: noted\nSeen." in row[-1]


def test_cancelled_at_any_moment_and_the_same_bytes_again(tmp_path: Path) -> None:
    report = large_document(600)
    (tmp_path / "c").mkdir()
    check_cancelled_at_any_moment(write_iso_form, report, tmp_path / "c" / "f.docx", least=4)
    check_same_bytes(write_iso_form, replace(report, edition=Edition.PUBLIC), tmp_path, ".docx")


def test_an_unknown_kind_or_ending_names_those_there_are(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        with pytest.raises(ReviewError, match="iso, open"):
            review.reporting.export(tmp_path / "f.docx", kind="din")
        with pytest.raises(ReviewError, match=r'does not end as the kind "iso" does\. There are: \.docx'):
            review.reporting.export(tmp_path / "f.xlsx", kind="iso")
        with pytest.raises(ReviewError, match="is not a day"):
            review.reporting.export(tmp_path / "f.docx", kind="iso", made_on="today")
