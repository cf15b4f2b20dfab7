from pathlib import Path

import pytest

from ogp_review.domain.incoming import Incoming, IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import pasted

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "pasted"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real texts are not beside the repository")
PAGE = """All comments

  • On the harbour (3 comments)

    • Comment by Ann Example on 29th June 2023

      The quay must stay open.
        - at night

      Comment by Bo on 30th June 2023

      Normal
      0

      21

      false

      DE
      X-NONE

      /* Style Definitions */
      table.MsoNormalTable
      {mso-style-name:”Normale Tabelle”;
      mso-fareast-language:EN-US;}

      P3: Boats first.

      Comment by Cy on 1st July 2023
"""


def records_of(text: str) -> list[Incoming]:
    return list(pasted.read_text(text, "clipboard").records)


def comments_of(text: str) -> list[IncomingComment]:
    return [record for record in records_of(text) if isinstance(record, IncomingComment)]


def test_comments_copied_from_a_page_keep_their_authors_and_dates() -> None:
    assert pasted.looks_like(PAGE)
    first, second = comments_of(PAGE)
    assert (first.author, first.posted, first.posted_at) == ("Ann Example", "29th June 2023", "2023-06-29")
    assert (first.text, first.where) == ("The quay must stay open.\n  - at night", "line 7")
    assert (second.author, second.text, second.paragraph, second.where) == (
        "Bo",
        "Boats first.",
        "P3",
        "line 27",
    )
    assert second.submission == "clipboard: Bo"


def test_what_word_left_is_folded_and_what_is_no_comment_is_told() -> None:
    records = records_of(PAGE)
    second = comments_of(PAGE)[1]
    assert (
        second.folded is not None
        and second.folded.startswith("Normal\n")
        and second.folded.endswith("EN-US;}")
    )
    assert records[0] == IncomingWarning(
        'Lines 1–3, above the comments: not kept ("All comments • On the harbour (3 comments)").'
    )
    assert records[-1] == IncomingSkip("line 29", "no text")


def test_what_word_writes_for_itself_is_folded() -> None:
    [comment] = comments_of("One\n<!--[if gte mso 9]><xml>\n<w:x/>\n</xml><![endif]-->\n\nP3: two")[:1]
    assert comment.text == "One" and comment.folded is not None and "<w:x/>" in comment.folded
    assert comments_of("One\n<!--[if gte mso 9]>")[0].text == "One\n<!--[if gte mso 9]>"


@pytest.mark.parametrize(
    ("head", "author", "posted_at"),
    [
        ("Comentario de Ana el 29 de junio de 2023", "Ana", "2023-06-29"),
        ("Commentaire de Anne le 1er février 2023", "Anne", "2023-02-01"),
        ("Kommentar von Änne am 3. März 2023", "Änne", "2023-03-03"),
        ("Ann Example says:\nJanuary 5, 2023 at 10:12 am", "Ann Example", "2023-01-05T10:12"),
        ("Submission 4:", None, None),
    ],
)
def test_heads_in_each_language(head: str, author: str | None, posted_at: str | None) -> None:
    [comment] = comments_of(f"{head}\n\nWords.")
    assert (comment.author, comment.posted_at, comment.text) == (author, posted_at, "Words.")


@pytest.mark.parametrize(
    "text",
    ["Dear all,\nthe draft says: no.", "We agree.\n\nComment by the ministry\n\nIt is long.", "Just words"],
)
def test_what_has_no_heads_is_one_letter(text: str) -> None:
    assert not pasted.looks_like(text)
    assert [comment.text for comment in comments_of(text)] == [text]


def test_much_text_above_the_first_head_is_a_comment() -> None:
    first, second = comments_of("Word. " * 400 + "\nComment by Ann on 29th June 2023\nYes.")
    assert (first.author, second.author, second.text) == (None, "Ann", "Yes.")


def test_each_line_can_be_a_comment() -> None:
    reading = pasted.read_text("One.\n\n Two.\n", "x", each_line=True)
    assert [(r.text, r.where) for r in reading.records if isinstance(r, IncomingComment)] == [
        ("One.", "line 1"),
        ("Two.", "line 3"),
    ]


def test_nothing_is_refused() -> None:
    with pytest.raises(ReviewError, match='"clipboard" holds no text'):
        records_of(" \n\t")


def test_a_file_is_decoded_and_what_was_assumed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("P3: café\r\nP4: señal".encode("cp1252"))
    warning, first, second = pasted.read(path).records
    assert isinstance(warning, IncomingWarning) and "Windows-1252" in warning.text
    assert isinstance(first, IncomingComment) and isinstance(second, IncomingComment)
    assert (first.text, second.text) == ("café", "señal")
    with pytest.raises(ReviewError, match=r'"gone\.txt" cannot be read'):
        pasted.read(tmp_path / "gone.txt")


@needs_real
def test_the_real_texts_come_in() -> None:
    found = {}
    for path in sorted(REAL.glob("*.txt")):
        comments = [r for r in pasted.read(path).records if isinstance(r, IncomingComment)]
        found[path.stem[:20]] = [(len(c.text), c.author is not None, c.posted_at) for c in comments]
    assert found == {
        "eurodig_all_comments": [(710, True, "2023-06-29"), (56, True, "2023-06-30")],
        "eurodig_comments_by_": [(1996, False, None)],
        "ogp_draft_disclosure": [(996, False, None)],
    }
    junk = [
        r.folded
        for r in pasted.read(REAL / "eurodig_all_comments.txt").records
        if isinstance(r, IncomingComment)
    ]
    assert junk[0] is None and junk[1] is not None and "mso-" in junk[1]


@needs_real
def test_the_page_by_commenter_needs_one_correction() -> None:
    """Nothing tells its comments apart but line ends: a person says that each line is one."""
    text = (REAL / "eurodig_comments_by_commenter.txt").read_text("utf-8")
    lines = [r for r in pasted.read_text(text, "x", each_line=True).records if isinstance(r, IncomingComment)]
    assert len(lines) == 13
