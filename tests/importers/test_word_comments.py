from pathlib import Path

import pytest
from importers.word_files import LABELLED, NUMBERING, STYLES, comment, cut, end, ins, make, p, r, start
from importers.word_reading import comments, records, warnings

from ogp_review.domain.incoming import (
    IncomingComment,
    IncomingSkip,
)
from ogp_review.importers import word

DATED = "2026-03-01T23:30:00Z"


def test_a_comment_with_its_passage_across_runs(tmp_path: Path) -> None:
    path = make(
        tmp_path / "x.docx", p(r("Before")) + LABELLED, comments=comment("0", "Too weak.", "Name them.")
    )
    reading = word.read(path, language="en", consultation="Round 2")
    assert (reading.format, reading.consultation.channel) == ("docx", "word")
    assert (reading.consultation.title, reading.consultation.language) == ("Round 2", "en")
    (found,) = [record for record in reading.records if isinstance(record, IncomingComment)]
    assert (found.text, found.where, found.author) == ("Too weak.\nName them.", "comment 1", "Ana")
    assert (found.anchor, found.paragraph) == ("support reformers", "P12")
    assert found.folded == "We will support reformers everywhere."
    assert (found.posted, found.posted_at) == ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z")
    assert (found.submission, found.external_id, found.parent) == ("x.docx: Ana", None, None)


def test_a_passage_across_paragraphs_and_changes(tmp_path: Path) -> None:
    body = p(r("One "), start("0"), r("two "), cut("old "), ins("new ")) + p(r("three"), end("0"), r(" four"))
    path = make(tmp_path / "x.docx", body, comments=comment("0", "Hm"))
    found = next(record for record in comments(path) if record.where == "comment 1")
    assert found.anchor == "two new \nthree" and found.folded == "One two new \nthree four"


def test_a_passage_that_was_deleted_is_still_told(tmp_path: Path) -> None:
    body = p(r("One "), start("0"), cut("two"), end("0"), r(" three"))
    found = comments(make(tmp_path / "x.docx", body, comments=comment("0", "Why not?")))
    assert [record.anchor for record in found if record.where == "comment 1"] == ["two"]


def test_a_comment_on_a_point_or_on_nothing(tmp_path: Path) -> None:
    body = p(r("One two"), '<w:r><w:commentReference w:id="0"/></w:r>', r(" three"))
    path = make(tmp_path / "x.docx", body, comments=comment("1", "Lost") + comment("0", "Here"))
    first, second = comments(path)
    assert (first.text, first.anchor, first.folded) == ("Here", "One two three", None)
    assert (second.text, second.anchor, second.paragraph) == ("Lost", None, None)


def test_a_range_from_the_end_of_one_paragraph_belongs_to_the_next(tmp_path: Path) -> None:
    body = p(r("P1 One"), start("0")) + p(r("P2 Two"), end("0")) + p(r("P3 Three"))
    (found,) = comments(make(tmp_path / "x.docx", body, comments=comment("0", "Hm")))
    assert (found.anchor, found.paragraph, found.folded) == ("Two", "P2", None)


def thread(path: Path, parent: str = "1A000001", **parts: str) -> Path:
    remarks = (
        comment("0", p(r("Root")), p(r("more"), ident="1A000001"), date="2026-03-01T23:30:00Z")
        + comment("1", p(r("Second"), ident="1A000002"), author="Author")
        + comment("2", p(r("Reply"), ident="1A000003"), author="Ben")
    )
    extended = (
        '<w15:commentEx w15:paraId="1A000001" w15:done="1"/>'
        '<w15:commentEx w15:paraId="1A000002" w15:done="0"/>'
        f'<w15:commentEx w15:paraId="1A000003" w15:paraIdParent="{parent}" w15:done="1"/>'
    )
    body = p(start("0"), start("2"), r("One"), end("0"), end("2")) + p(start("1"), r("Two"), end("1"))
    return make(path, body, comments=remarks, commentsExtended=extended, **parts)


def test_replies_follow_what_they_answer(tmp_path: Path) -> None:
    path = thread(tmp_path / "x.docx")
    root, reply, second = comments(path)
    assert (root.text, reply.text, second.text) == ("Root\nmore", "Reply", "Second")
    assert root.external_id == reply.parent == "word 1A000001" and root.parent is None
    assert (reply.anchor, reply.submission) == ("One", "x.docx: Ben")
    assert (second.author, second.submission) == (None, "x.docx")
    assert warnings(path)[:2] == [
        "Marked as resolved in the file: comment 1.",
        "The file does not say who wrote comment 3.",
    ]


def test_replies_that_answer_each_other_are_cut_apart(tmp_path: Path) -> None:
    root, reply, _ = comments(thread(tmp_path / "x.docx"))
    assert root.external_id == reply.parent
    for parent in ("1A000003", "FFFFFFFF"):
        assert [found.parent for found in comments(thread(tmp_path / "y.docx", parent))] == [None] * 3
    remarks = comment("0", p(r("A"), ident="1A000001")) + comment("1", p(r("B"), ident="1A000002"))
    both = "".join(
        f'<w15:commentEx w15:paraId="1A00000{a}" w15:paraIdParent="1A00000{b}"/>' for a, b in ("12", "21")
    )
    found = comments(make(tmp_path / "z.docx", p(r("x")), comments=remarks, commentsExtended=both))
    assert [record.text for record in found] == ["A", "B"]
    assert (found[0].parent, found[1].parent) == (None, found[0].external_id)


def test_ids_that_go_with_a_comment_and_the_offset_of_its_time(tmp_path: Path) -> None:
    ids = '<w16cid:commentId w16cid:paraId="1A000001" w16cid:durableId="2beE9EEC"/>'
    times = '<w16cex:commentExtensible w16cex:durableId="2beE9EEC" w16cex:dateUtc="2026-03-01T21:30:00Z"/>'
    path = thread(tmp_path / "x.docx", commentsIds=ids, commentsExtensible=times)
    root, reply, _ = comments(path)
    assert root.external_id == reply.parent == "word 2BEE9EEC"
    assert (root.posted, root.posted_at) == (DATED, "2026-03-01T23:30:00+02:00")


def test_ids_that_were_counted_out_do_not_meet_those_of_other_files(tmp_path: Path) -> None:
    """LibreOffice numbers paragraphs 1, 2, 3 in each file: a thread is known by its words there."""
    extended = '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
    found = []
    for name, text in [("a.docx", "Yes"), ("b.docx", "No")]:
        remarks = comment("0", p(r(text), ident="00000001")) + comment("1", p(r("Reply"), ident="00000002"))
        path = make(tmp_path / name, p(r("x")), comments=remarks, commentsExtended=extended)
        root, reply = comments(path)
        assert reply.parent == root.external_id is not None
        found.append(root.external_id)
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("date", "understood"),
    [("2026-03-01T10:00:00", "2026-03-01T10:00:00"), ("yesterday", None), ("2026-13-01T10:00:00Z", None)],
)
def test_dates_as_written_and_as_understood(tmp_path: Path, date: str, understood: str | None) -> None:
    (found,) = comments(make(tmp_path / "x.docx", p(r("x")), comments=comment("0", "Hm", date=date)))
    assert (found.posted, found.posted_at) == (date, understood)


def test_comments_without_words_are_counted(tmp_path: Path) -> None:
    picture = p("<w:r><w:drawing/></w:r>")
    remarks = comment("0", " ") + comment("1", picture) + comment("2", "Words")
    path = make(tmp_path / "x.docx", p(r("x")), comments=remarks)
    assert [record for record in records(path) if isinstance(record, IncomingSkip)] == [
        IncomingSkip("comment 1", "no text"),
        IncomingSkip("comment 2", "no text, only a picture"),
    ]
    assert [found.where for found in comments(path)] == ["comment 3"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("P12 We will", "P12"), ("P 7. We will", "P7"), ("§ 4 Wir", "§4"), ("Párrafo 3: Vamos", "P3"),
        ("Paragraph 12 (new)", "P12"), ("Absatz 5", "P5"), ("P12.3 We", None), ("P123456", None),
        ("We like P12", None), ("12. We will", None), ("Press 12", None),
    ],
)  # fmt: skip
def test_the_label_of_the_passages_own_paragraph(tmp_path: Path, text: str, label: str | None) -> None:
    body = p(r("P1 Other.")) + p(start("0"), r(text), end("0"))
    (found,) = comments(make(tmp_path / "x.docx", body, comments=comment("0", "Hm")))
    assert found.paragraph == label


def test_labels_that_word_numbers_and_labels_on_a_line_alone(tmp_path: Path) -> None:
    body = (
        p(r("One"), number="1") + p(start("0"), r("Two"), end("0"), number="1")
        + p(r("P9")) + p(start("1"), r("Nine"), end("1")) + p(r("Goal"), style="H1")
        + p(start("2"), r("None"), end("2"))
    )  # fmt: skip
    remarks = comment("0", "a") + comment("1", "b") + comment("2", "c")
    path = make(tmp_path / "x.docx", body, comments=remarks, numbering=NUMBERING, styles=STYLES)
    assert [found.paragraph for found in comments(path)] == ["P2", "P9", None]
