from pathlib import Path

from importers.word_files import NUMBERING, STYLES, cut, end, ins, make, p, r, start, table
from importers.word_reading import draft, paragraphs

from ogp_review.domain.incoming import (
    IncomingSection,
    IncomingWarning,
)
from ogp_review.importers import word


def test_a_draft_without_labels(tmp_path: Path) -> None:
    body = (
        p(r("The Strategy"), style="Title") + p(r("Contents ... 1"), style="T1") + p(r("1. Aims"), style="H1")
        + p(r("We aim:")) + p(r("high"), number="2") + p(r("wide"), number="2") + p(r("1.1 Why"), style="H2")
        + p(r("Because.")) + table(["a", "b"], ["c", "d"]) + p(r("After"))
    )  # fmt: skip
    path = make(tmp_path / "x.docx", body, styles=STYLES, numbering=NUMBERING)
    assert word.read_draft(path).consultation.title == "The Strategy"
    sections = [record for record in draft(path) if isinstance(record, IncomingSection)]
    assert [(s.label, s.title, s.level) for s in sections] == [("1", "Aims", 1), ("1.1", "Why", 2)]
    first, second = (section.key for section in sections)
    assert paragraphs(path) == [
        ("P1", "We aim:\n• high\n• wide", first),
        ("P2", "Because.", second),
        ("P3", "a | b\nc | d", second),
        ("P4", "After", second),
    ]
    assert "The paragraphs have no labels: P1 to P4 were made for them." in str(draft(path)[-1])


def test_a_draft_with_labels(tmp_path: Path) -> None:
    body = (
        p(r("Foreword")) + p(r("P1: One")) + p(r("goes on")) + p(r("Goal"), style="H1") + p(r("P2"))
        + p(r("Two")) + p(r("P2 again"))
    )  # fmt: skip
    path = make(tmp_path / "x.docx", body, styles=STYLES)
    section = next(record.key for record in draft(path) if isinstance(record, IncomingSection))
    assert paragraphs(path) == [
        ("P3", "Foreword", None), ("P1", "One\ngoes on", None),
        ("P2", "Two", section), ("P2", "again", section),
    ]  # fmt: skip
    assert [record.text for record in draft(path) if isinstance(record, IncomingWarning)] == [
        "Paragraphs without a label of their own were given one: P3.",
        "P2 stands at paragraph 5 of the file and again at 7.",
    ]


def test_a_draft_numbered_by_word_or_by_hand(tmp_path: Path) -> None:
    by_word = p(r("Intro"), style="H1") + p(r("One"), number="1") + p(r("Two"), number="1")
    path = make(tmp_path / "x.docx", by_word, styles=STYLES, numbering=NUMBERING)
    assert [found[:2] for found in paragraphs(path)] == [("P1", "One"), ("P2", "Two")]
    by_hand = "".join(p(r(f"{number}. Text {number}")) for number in range(1, 5))
    assert [found[:2] for found in paragraphs(make(path, by_hand))][3] == ("4", "Text 4")
    lists = "".join(p(r(f"Text {number}")) + p(r(f"{number}. Item")) for number in range(1, 5))
    assert [found[0] for found in paragraphs(make(path, lists))] == [f"P{n}" for n in range(1, 9)]


def test_a_draft_with_changes_reads_as_if_accepted(tmp_path: Path) -> None:
    path = make(tmp_path / "x.docx", p(r("We "), cut("may"), ins("will"), start("0"), r(" go"), end("0")))
    assert paragraphs(path)[0][:2] == ("P1", "We will go")
    said = [record.text for record in draft(path) if isinstance(record, IncomingWarning)]
    assert "The draft holds tracked changes: read as if all were accepted." in said
    assert any("are not read with the draft" in text for text in said)
