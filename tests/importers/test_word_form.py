from pathlib import Path

import pytest
from importers.word_files import FILLED, TITLES, comment, cut, end, ins, make, p, r, start, table
from importers.word_reading import comments, records, warnings

from ogp_review.domain.incoming import (
    IncomingCoding,
    IncomingComment,
    IncomingSkip,
    IncomingTag,
)
from ogp_review.importers import word


@pytest.mark.parametrize("above", [True, False])
def test_the_filled_iso_form(tmp_path: Path, above: bool) -> None:
    rows = [["1", "2", "(3)", "4", "5", "(6)", "(7)", "(8)"], *FILLED]
    body = p(r("Template for comments")) + (table(*rows) if above else table(TITLES, *rows))
    path = make(
        tmp_path / "x.docx", body, **({"header": table(["Date:", "Document:"], TITLES)} if above else {})
    )
    assert word.read(path).format == "iso-commenting-form"
    first, second, third = comments(path)
    number = 2 if above else 3
    assert (first.where, first.organisation, first.country) == (f"row {number}", "DE", "DE")
    assert (first.text, first.proposal) == ("Too vague.\nSay who.", "Members report yearly.")
    assert (first.paragraph, first.submission, first.author) == ("P12", "x.docx: DE", None)
    assert first.folded == (
        "MB/NC: DE 001\nLine number: 17\nParagraph/Figure/Table: P12\nObservations of the secretariat: Noted"
    )
    assert (second.organisation, second.paragraph, second.proposal) == ("DE", None, None)
    assert (third.organisation, third.country, third.paragraph) == ("OGP", None, "P7")
    assert (third.text, third.proposal) == ("Delete it.", "Delete it.")
    others = [record for record in records(path) if not isinstance(record, IncomingComment)]
    assert [record.path for record in others if isinstance(record, IncomingTag)] == [
        "Type/Technical", "Type/General", "Type/Editorial",
    ]  # fmt: skip
    codings = [(record.comment, record.tag) for record in others if isinstance(record, IncomingCoding)]
    assert codings == [
        (first.external_id, "Type/Technical"), (second.external_id, "Type/General"),
        (second.external_id, "Type/Editorial"),
    ]  # fmt: skip
    assert [record for record in others if isinstance(record, IncomingSkip)] == [
        IncomingSkip(f"row {number + 3}", "no text")
    ]
    assert warnings(path) == ['Text outside the table, not read as comments: "Template for comments".']


def test_a_row_put_between_changes_no_other(tmp_path: Path) -> None:
    new = ["FR", "", "", "P1", "ge", "Good.", "", ""]
    before = comments(make(tmp_path / "x.docx", table(TITLES, *FILLED)))
    after = comments(make(tmp_path / "x.docx", table(TITLES, new, FILLED[0], *FILLED)))
    ids = [found.external_id for found in before]
    assert len(set(ids)) == 3 and [*ids[:1], after[2].external_id] != ids[:2]
    assert [found.external_id for found in after if found.external_id in ids] == ids
    assert len({found.external_id for found in after}) == 5


def test_a_table_of_ones_own_and_the_words_round_it(tmp_path: Path) -> None:
    rows = table(
        ["Paragraph", "Our comment", "Comentario"],
        ["P3", "", ""],
        ["Section", "Comment", "Proposal"],
        ["P4", "Bad.", "Good."],
    )
    found = comments(make(tmp_path / "x.docx", p(r("We thank you for asking.")) + rows))
    assert [(record.text, record.paragraph, record.where) for record in found] == [
        ("Bad.", "P4", "row 4"),
        ("We thank you for asking.", None, "part 1"),
    ]
    assert word.read(tmp_path / "x.docx").format == "docx"


def test_a_form_with_comments_and_changes_on_it(tmp_path: Path) -> None:
    row = [
        "DE",
        "",
        "",
        "P1",
        "ge",
        f"{p(r('We '), cut('like'), ins('love'), start('0'), r(' it'), end('0'))}",
        "",
        "",
    ]
    path = make(tmp_path / "x.docx", table(TITLES, row), comments=comment("0", "Really?"))
    assert [found.text for found in comments(path)] == ["We love it", "Really?"]
    assert warnings(path) == ["The form holds tracked changes: read as if all were accepted."]
