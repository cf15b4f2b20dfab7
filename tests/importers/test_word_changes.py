from pathlib import Path

from importers.word_files import comment, cut, end, ins, make, mark, moved, p, r, stamp, start
from importers.word_reading import comments, warnings


def changes(path: Path, body: str, **parts: str) -> list[tuple[str, str | None, str | None]]:
    found = comments(make(path, p(r("Heading")) + body, **parts))
    return [(record.text, record.anchor, record.proposal) for record in found]


def test_a_replacement(tmp_path: Path) -> None:
    body = p(
        r("P3 We will "), cut("support", "Ben"), ins("lead", "Ben", "2026-03-01T23:30:00Z"), r(" reform.")
    )
    (found,) = comments(make(tmp_path / "x.docx", body))
    assert found.text == "Replace “support” by “lead”."
    assert (found.anchor, found.proposal) == ("We will support reform.", "We will lead reform.")
    assert (found.author, found.posted_at, found.paragraph) == ("Ben", "2026-03-01T23:30:00Z", "P3")
    assert (found.where, found.submission) == ("change 1", "x.docx: Ben")


def test_a_deletion_and_an_insertion_apart_are_two(tmp_path: Path) -> None:
    body = p(r("We "), cut("really "), r("want open data "), ins("and budgets "), r("now."))
    original = "We really want open data now."
    assert changes(tmp_path / "x.docx", body) == [
        ("Delete “really”.", original, "We want open data now."),
        (
            "Insert “and budgets” after “We really want open data”.",
            original,
            "We really want open data and budgets now.",
        ),
    ]


def test_changes_side_by_side_are_one_if_one_person_made_them(tmp_path: Path) -> None:
    body = p(cut("open"), ins("free"), r(" "), cut("data"), ins("software"), ins("!", "Ben"), r(" now"))
    assert changes(tmp_path / "x.docx", body) == [
        ("Replace “open data” by “free software”.", "open data now", "free software now"),
        ("Insert “!” after “open data”.", "open data now", "open data! now"),
    ]


def test_an_insertion_at_the_beginning_and_into_nothing(tmp_path: Path) -> None:
    body = p(ins("So "), r("we go")) + p(ins("All new."))
    assert changes(tmp_path / "x.docx", body) == [
        ("Insert “So” before “we go”.", "we go", "So we go"),
        ("Insert “All new.”.", None, "All new."),
    ]


def test_whole_paragraphs(tmp_path: Path) -> None:
    new = p(r("One."), mark=mark("ins")) + p(ins("Two."), mark=mark("ins")) + p(ins("Three."))
    gone = p(cut("Four."), mark=mark("del")) + p(cut("Five."), mark=mark("del")) + p(r("Six."))
    assert changes(tmp_path / "x.docx", new + gone) == [
        ("Insert “Two.\nThree.” after “One.”.", "One.", "One.\nTwo.\nThree."),
        ("Delete “Four.\nFive.”.", "Four.\nFive.\nSix.", "Six."),
    ]


def test_paragraphs_split_and_joined(tmp_path: Path) -> None:
    body = p(r("One."), mark=mark("ins")) + p(r("Two.")) + p(r("Three."), mark=mark("del")) + p(r("Four."))
    assert changes(tmp_path / "x.docx", body) == [
        ("Begin a new paragraph after “One.”.", "One.Two.", "One.\nTwo."),
        ("Join the next paragraph to this one after “Three.”.", "Three.\nFour.", "Three.Four."),
    ]


def test_a_move_is_one_change(tmp_path: Path) -> None:
    body = p(r("One. "), moved("moveFrom", "Two. "), r("Three.")) + p(r("Four. "), moved("moveTo", "Two. "))
    assert changes(tmp_path / "x.docx", body) == [
        (
            "Move “Two.” after “Four.”.",
            "One. Two. Three.\nFour.",
            "One. Three.\nFour. Two.",
        )
    ]


def test_words_that_one_inserted_and_another_deleted(tmp_path: Path) -> None:
    both = f'<w:ins w:id="1" {stamp("Ana")}>{cut("very ", "Ben")}{r("bold ")}</w:ins>'
    own = f'<w:ins w:id="1" {stamp("Ana")}>{cut("gone", "Ana")}</w:ins>'
    assert changes(tmp_path / "x.docx", p(r("A "), both, r("plan"), own)) == [
        ("Insert “very bold” after “A”.", "A plan", "A very bold plan"),
        ("Delete “very”.", "A very plan", "A plan"),
    ]


def test_comments_and_changes_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    body = p(start("0"), r("One"), end("0"), ins(" two")) + p(cut("Three"), start("1"), r("four"), end("1"))
    path = make(tmp_path / "x.docx", body, comments=comment("1", "b") + comment("0", "a"))
    assert [found.where for found in comments(path)] == ["comment 1", "change 1", "change 2", "comment 2"]


def test_changes_of_formatting_are_counted(tmp_path: Path) -> None:
    bold = f'<w:r><w:rPr><w:rPrChange w:id="1" {stamp("Ana")}/></w:rPr><w:t>One</w:t></w:r>'
    path = make(tmp_path / "x.docx", p(bold, ins(" two")))
    assert len(comments(path)) == 1
    assert "1 tracked change of formatting alone: not read, since no words change." in warnings(path)


def test_changes_in_notes_and_in_rows(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="2">{p(r("See "), ins("annex"))}</w:footnote>'
    row = f'<w:tr><w:trPr><w:ins w:id="1" {stamp("Ana")}/></w:trPr><w:tc>{p(r("New row"))}</w:tc></w:tr>'
    body = p(r("Text")) + f"<w:tbl>{row}</w:tbl>" + p(r("End"))
    assert changes(tmp_path / "x.docx", body, footnotes=notes) == [
        ("Insert “New row” before “End”.", "End", "New row\nEnd"),
        ("Insert “annex” after “See”.", "See", "See annex"),
    ]
