from pathlib import Path

from importers.word_files import NUMBERING, STYLES, ins, make, p, r, table
from importers.word_reading import comments

from ogp_review.domain.incoming import (
    IncomingComment,
)


def letter(path: Path, *lines: str, **parts: str) -> list[IncomingComment]:
    body = "".join(line if line.startswith("<w:") else p(r(line)) for line in lines)
    return comments(make(path, body, styles=STYLES, numbering=NUMBERING, **parts))


def test_a_letter_split_at_the_paragraphs_it_names(tmp_path: Path) -> None:
    first, second, third, fourth = letter(
        tmp_path / "x.docx", "Dear all,", "P3: We like it.", "And more.", "Párrafo 12", "Bueno.",
        "§ 4: No.", "Absatz 5 – Ja.", "Kind regards,", "Ana",
    )  # fmt: skip
    assert (first.paragraph, first.text, first.folded) == ("P3", "We like it.\nAnd more.", "Dear all,")
    assert (second.paragraph, second.text, second.where) == ("P12", "Bueno.", "part 2")
    assert (third.paragraph, third.text) == ("P4", "No.")
    assert (fourth.paragraph, fourth.text, fourth.folded) == ("P5", "Ja.", "Kind regards,\nAna")
    assert {found.submission for found in (first, second, third, fourth)} == {"x.docx"}


def test_a_letter_split_at_its_headings(tmp_path: Path) -> None:
    found = letter(
        tmp_path / "x.docx", p(r("Our view"), style="Title"), p(r("Aims"), style="H1"), "Good.", "Clear.",
        p(r("Means"), style="H2"), "Weak.",
    )  # fmt: skip
    assert [(part.text, part.paragraph) for part in found] == [
        ("Our view\nAims\nGood.\nClear.", None),
        ("Means\nWeak.", None),
    ]


def test_headings_in_a_letter_with_labels_end_what_was_said_before(tmp_path: Path) -> None:
    found = letter(
        tmp_path / "x.docx", p(r("Details"), style="H1"), "P3: Yes.", p(r("Last words"), style="H1"), "Go on."
    )
    assert [(part.text, part.paragraph, part.folded) for part in found] == [
        ("Yes.", "P3", "Details"),
        ("Last words\nGo on.", None, None),
    ]


def test_a_letter_of_one_piece(tmp_path: Path) -> None:
    (found,) = letter(tmp_path / "x.docx", "We like it.", "", "It is good.")
    assert (found.text, found.where, found.author) == ("We like it.\n\nIt is good.", "part 1", None)


def test_all_kinds_of_words_are_read(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('In a box'))}</w:txbxContent>"
    choice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    twice = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    link = (
        f"<w:hyperlink>{r('link')}</w:hyperlink><w:sdt><w:sdtContent>{r(' control')}</w:sdtContent></w:sdt>"
    )
    field = (
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="X">' + r(" field") + "</w:fldSimple>"
    )
    signs = (
        '<w:r><w:tab/><w:t>a</w:t><w:br/><w:noBreakHyphen/><w:sym w:char="00E9"/><w:sym w:char="D800"/></w:r>'
    )
    notes = f'<w:footnote w:id="0" w:type="separator">{p(r("line"))}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p(r("Note."))}</w:footnote>'
    noted = r("Noted") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    rows = table(["P", "Q\nR"], [table(["nested"]), "S"])
    (found,) = letter(
        tmp_path / "x.docx", p(r("Begin"), twice), p(link, field), p(signs), p(noted),
        p(r("item"), number="2"), p(r("deep"), number="3:1"), rows, "A & B", footnotes=notes,
    )  # fmt: skip
    assert found.text.split("\n") == [
        "Begin", "In a box", "link control field", "\ta", "\u2011é\ufffd", "Noted", "Note.", "• item",
        "1.i) deep", "P", "Q", "R", "nested", "S", "A & B",
    ]  # fmt: skip


def test_a_letter_written_with_tracking_on_is_a_letter(tmp_path: Path) -> None:
    (found,) = letter(tmp_path / "x.docx", p(ins("We like it.")), p(ins("Much.")))
    assert found.text == "We like it.\nMuch." and found.proposal is None
