import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.importers import discuto
from ogp_review.importers.discuto_labels import Mark, closing_date, lines_of, listed_label

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "discuto"
REAL = ROOT.parent / "shared" / "data" / "discuto" / "ogp_strategy_2023_2028_en.txt"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real capture is not beside the repository")


@cache
def page(language: str) -> str:
    return (DATA / f"small_{language}.txt").read_text("utf-8")


def records_of(text: str) -> list[Incoming]:
    return list(discuto.read(text).records)


def comments_of(text: str) -> list[str]:
    return [record.text for record in records_of(text) if isinstance(record, IncomingComment)]


def paragraphs_of(text: str) -> dict[str, IncomingParagraph]:
    return {record.label: record for record in records_of(text) if isinstance(record, IncomingParagraph)}


def declared_of(text: str) -> dict[str, tuple[int, int]]:
    found = (record for record in records_of(text) if isinstance(record, IncomingDeclared))
    return {record.paragraph: (record.comments, record.votes) for record in found}


def warnings_of(text: str) -> list[str]:
    return [record.text for record in records_of(text) if isinstance(record, IncomingWarning)]


@needs_real
def test_the_real_capture_is_read_to_the_last_line() -> None:
    text = REAL.read_text("utf-8")
    kinds = Counter(type(record).__name__ for record in records_of(text))
    assert kinds == {
        "IncomingComment": 107,
        "IncomingParagraph": 26,
        "IncomingSection": 8,
        "IncomingDeclared": 26,
        "IncomingWarning": 4,
    }
    complete = [label for label, paragraph in paragraphs_of(text).items() if paragraph.complete]
    assert complete == [f"P{number}" for number in range(12, 22)]
    declared = declared_of(text)
    assert sum(comments for comments, _ in declared.values()) == 268
    assert sum(votes for _, votes in declared.values()) == 150
    assert (declared["P12"], declared["P17"], declared["P21"]) == ((13, 0), (6, 0), (3, 0))


@needs_real
def test_comments_of_the_real_capture_are_its_lines() -> None:
    lines = REAL.read_text("utf-8").split("\n")
    for record in records_of(REAL.read_text("utf-8")):
        if isinstance(record, IncomingComment):
            assert record.text == lines[int(record.where.removeprefix("line ")) - 1]


@needs_real
@given(st.integers(min_value=0, max_value=120_000))
def test_any_prefix_of_the_real_capture_reads(length: int) -> None:
    assert unaccounted(REAL.read_text("utf-8")[:length]) == []


@needs_real
def test_a_capture_that_was_cut_is_said_to_be() -> None:
    lines = REAL.read_text("utf-8").split("\n")
    for count, inside in [
        (5, "its opening lines"),
        (12, "description"),
        (60, "MOST DISCUSSED PARAGRAPHS"),
        (150, "LATEST COMMENTS"),
        (320, "MOST ACTIVE USERS"),
        (339, "P12"),
        (353, "P13"),
        (408, "the draft"),
    ]:
        cut = warnings_of("\n".join(lines[:count]))
        assert any(f"line {count}, inside {inside}:" in warning for warning in cut), (count, cut)
    for count in (343, 355, len(lines)):
        whole = warnings_of("\n".join(lines[:count]))
        assert not any(warning.startswith("The page ends") for warning in whole)
    assert not paragraphs_of("\n".join(lines[:339]))["P12"].complete


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_every_prefix_of_a_page_reads(language: str) -> None:
    for length in range(len(page(language))):
        assert unaccounted(page(language)[:length]) == []


def unaccounted(text: str) -> list[str]:
    """Lines with words that are in no record, not said of the page, and in no warning's lines."""
    reading = discuto.read(text)
    records = list(reading.records)
    about = reading.consultation
    kept = [record.text for record in records if isinstance(record, IncomingComment | IncomingParagraph)]
    kept += [f"{record.label}. {record.title}" for record in records if isinstance(record, IncomingSection)]
    kept += [about.title, about.description, about.closes or ""]
    said = [record.text for record in records if isinstance(record, IncomingWarning)]
    numbers = {number for warning in said for number in named_lines(warning)}
    whole = "\n".join(kept)
    return [
        line.text
        for line in lines_of(text)
        if line.mark is Mark.TEXT and line.number not in numbers and not is_kept(line.text, whole)
    ]


def is_kept(line: str, whole: str) -> bool:
    if line == "Discuto":
        return True
    bare = line.removeprefix("* ").removeprefix("- ")
    listed = listed_label(bare)
    closes = closing_date(line)
    return any(text in whole for text in (line, bare, closes, listed[1] if listed else line))


def named_lines(warning: str) -> set[int]:
    """The numbers of lines in a warning: "Lines 3–5, …", "at line 7", "at lines 3 and 4"."""
    if warning.startswith("The page ends"):
        return set()
    ranges = re.findall(r"lines? ([0-9]+)(?:(–| and )([0-9]+))?", warning, re.IGNORECASE)
    found: set[int] = set()
    for first, sign, last in ranges:
        found |= set(range(int(first), int(last) + 1)) if sign == "–" else {int(first), int(last or first)}
    return found


def test_what_the_page_says_of_itself() -> None:
    about = discuto.read(page("en"), language="en").consultation
    assert (about.title, about.channel, about.language, about.closes) == (
        "Draft park strategy",
        "discuto",
        "en",
        "2 May",
    )
    assert about.description.split("\n")[0] == "Greener together"
    assert about.description.endswith("Read the background here.")


def test_a_name_given_to_the_consultation_goes_before_the_title() -> None:
    assert discuto.read(page("en"), consultation="Parks").consultation.title == "Parks"


def test_a_comment_may_hold_lists_blank_lines_labels_and_headings() -> None:
    wishes = "Three wishes:\n- benches in the shade\n- fewer cars\n\nP2\nand a description"
    assert comments_of(page("en")) == ["Plant lime trees.", wishes, "Plant lime trees."]


def test_a_paragraph_listed_and_shown_is_one_paragraph() -> None:
    paragraphs = paragraphs_of(page("en"))
    assert list(paragraphs) == ["P1", "P2", "P3", "P7"]
    assert paragraphs["P2"].text == "Every street shall have at least one tree.\n- Lime or maple."
    assert [paragraph.complete for paragraph in paragraphs.values()] == [False, True, True, False]
    assert paragraphs["P7"].text == "Paying for it"
    assert paragraphs["P3"].text == "Brooks run in the open.\nDescription\nof the brooks."
    assert declared_of(page("en")) == {"P1": (3, 0), "P2": (4, 1), "P3": (1, 0), "P7": (2, 2)}


def test_sections_stand_above_their_paragraphs() -> None:
    records = [r for r in records_of(page("en")) if isinstance(r, IncomingSection | IncomingParagraph)]
    sections = [record for record in records if isinstance(record, IncomingSection)]
    assert [(section.label, section.title, section.level) for section in sections] == [
        ("", "Strategic Goal 2: Water", 1),
        ("2.1", "Open the brooks", 2),
    ]
    assert [type(record) for record in records[2:5]] == [IncomingSection, IncomingSection, IncomingParagraph]
    assert paragraphs_of(page("en"))["P3"].section == sections[1].key
    assert paragraphs_of(page("en"))["P2"].section is None


def test_what_is_left_out_is_said() -> None:
    assert warnings_of(page("en")) == [
        'Line 1, above "Discuto": not part of the page, not kept.',
        'Lines 39–43, "MOST ACTIVE USERS": 2 entries without a name, not kept.',
        'Line 63, "Did you know you can vote on comments?…": the foot of the page, not kept.',
        'Lines 13–15, "Further info", "LATEST ACTIVITY", "LEVEL OF AGREEMENT": nothing below them.',
    ]


def test_a_german_page_without_bullets_in_another_order() -> None:
    text = page("de")
    assert comments_of(text) == [
        "Bitte Linden pflanzen.",
        "Mehr Bänke\nund weniger Autos!",
        "Und wer bezahlt das?",
    ]
    assert declared_of(text) == {"P1": (3, 0), "P2": (4, 1)}
    assert discuto.read(text).consultation.closes == "2. Mai"
    assert 'Lines 23–24, "LETZTE AKTIVITÄT": 1 line, not kept.' in warnings_of(text)


def test_a_spanish_page_that_is_indented_with_bullets_before_the_text() -> None:
    text = page("es")
    assert comments_of(text) == [
        "Planten tilos.",
        "Tres deseos:\n* bancos a la sombra\n* menos coches",
        "¿Quién paga?",
    ]
    assert declared_of(text) == {"§1": (3, 0), "§2": (4, 1)}
    assert paragraphs_of(text)["§2"].complete
    sections = [record for record in records_of(text) if isinstance(record, IncomingSection)]
    assert [(section.label, section.title) for section in sections] == [("1", "Árboles")]


def test_a_french_page_with_bare_numbers_right_below_the_comments() -> None:
    text = page("fr")
    assert comments_of(text) == ["Plantez des tilleuls.", "Trois voeux, en\n12\nmois."]
    assert list(paragraphs_of(text)) == ["1", "2"]
    assert declared_of(text) == {"1": (3, 0), "2": (5, 1)}
    assert "2 declares 4 comments at line 8 and 5 at line 24; the larger number was kept." in warnings_of(
        text
    )


def test_a_list_with_nothing_between_comments_is_read_by_lines_and_said() -> None:
    text = "LATEST COMMENTS\nOne.\nTwo.\n"
    assert comments_of(text) == ["One.", "Two."]
    assert any("each line was taken for one" in warning for warning in warnings_of(text))
    assert not any("each line" in warning for warning in warnings_of("LATEST COMMENTS\nOne.\n\nTwo.\n"))
    assert not any("each line" in warning for warning in warnings_of("LATEST COMMENTS\n- One.\n- Two.\n"))


def test_a_bullet_without_text_is_a_comment_that_was_skipped() -> None:
    records = records_of("LATEST COMMENTS\n-\nOne.\n-\n-\nTwo.\n")
    assert [record.why for record in records if isinstance(record, IncomingSkip)] == ["no text"]


def test_bullets_of_another_kind_are_text() -> None:
    assert comments_of("LATEST COMMENTS\n•\nOne.\n-\nstill one\n•\nTwo.\n") == ["One.\n-\nstill one", "Two."]


def test_a_comment_that_is_a_heading_is_a_comment() -> None:
    text = "LATEST ACTIVITY\nLATEST COMMENTS\n-\nLatest activity\n-\nTwo.\n-\nDescription\n"
    assert comments_of(text) == ["Latest activity", "Two.", "Description"]


def test_a_numbered_comment_above_the_first_paragraph_is_no_heading() -> None:
    text = "LATEST COMMENTS\n-\n1. Plant trees\n2. Sweep\n\nP1\nParks.\nAdd/View comments (1)\n"
    assert comments_of(text) == ["1. Plant trees\n2. Sweep"]
    assert paragraphs_of(text)["P1"].complete


def test_headings_between_the_lists_and_the_first_paragraph() -> None:
    text = "LATEST COMMENTS\n-\nOne.\n\n\nAims\n1.1. Shade\nP1\nParks.\nAdd/View comments (1)\n"
    sections = [record.title for record in records_of(text) if isinstance(record, IncomingSection)]
    assert (comments_of(text), sections) == (["One."], ["Aims", "Shade"])


def test_a_paragraph_shown_twice_keeps_the_longer_text() -> None:
    text = "P1\nPa\nAdd/View comments (1)\n\nP1\nParks.\nAdd/View comments (2)\n"
    assert [record.text for record in paragraphs_of(text).values()] == ["Parks."]
    assert declared_of(text) == {"P1": (2, 0)}
    assert any(warning.startswith("P1 stands twice") for warning in warnings_of(text))


def test_what_stands_between_paragraphs_and_is_no_heading_is_named() -> None:
    text = "P1\nA\nAdd/View comments (1)\n" + "line\n" * 6 + "P2\nB\nAdd/View comments (0)\n"
    assert "Lines 4–9, between two paragraphs: 6 lines, not kept." in warnings_of(text)


def test_what_makes_a_text_a_page() -> None:
    for language in ("en", "de", "es", "fr"):
        assert discuto.looks_like(page(language))
    assert discuto.looks_like("Discuto\nTitle\nP1\nText\nAdd/View comments (3)\n")
    assert not discuto.looks_like("Dear all,\n\nDescription\n\nI saw this on Discuto.\n")


@given(st.text(st.sampled_from("-•*P123 \n§()|![]xÄ")))
def test_any_text_reads(text: str) -> None:
    records_of(text)


@given(st.lists(st.sampled_from([line for code in ("en", "de", "fr") for line in page(code).split("\n")])))
def test_lines_in_any_order_read_and_none_is_lost(lines: list[str]) -> None:
    assert unaccounted("\n".join(lines)) == []
