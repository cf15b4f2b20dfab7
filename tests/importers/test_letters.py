import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain.incoming import IncomingComment, IncomingSkip
from ogp_review.importers.letters import comments_of_letter, is_salutation, split_letter

LETTER = """Dear team,

General comments:
It is long.

P3: too vague.
  Second line.
Paragraph 12 – must say when.

§ 4
Who pays?
Párrafo 3: mal. P7: bien.
Paragraphe 24 : à revoir
Absatz 5. Zu kurz
"""


def test_a_letter_is_cut_at_each_way_of_naming_a_paragraph() -> None:
    assert split_letter(LETTER) == [
        (None, "Dear team,", "line 1"),
        ("Whole draft", "It is long.", "line 4"),
        ("P3", "too vague.\n  Second line.", "line 6"),
        ("P12", "must say when.", "line 8"),
        ("P4", "Who pays?", "line 11"),
        ("P3", "mal.", "line 12"),
        ("P7", "bien.", "line 12"),
        ("P24", "à revoir", "line 13"),
        ("P5", "Zu kurz", "line 14"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "**P10:** yes",
        "- P10: yes",
        "1. P10 - yes",
        "## P10\nyes",
        "Regarding paragraph 10: yes",
        "Sobre el párrafo P10: yes",
        "p10) yes",
        "¶10: yes",
        "Para. 10. yes",
    ],
)
def test_a_label_is_known_behind_marks_and_words(line: str) -> None:
    assert split_letter(line) == [("P10", "yes", "line 1" if "\n" not in line else "line 2")]


@pytest.mark.parametrize(
    "text",
    [
        "Paragraph 12 should be read again with P3.",
        "p. 3: page three",
        "P3 is weak",
        "See P3.4 there",
        "General comments:\nNo label is here.",
        "2 paragraphs: one and two",
        "> P3: what somebody else said",
    ],
)
def test_a_sentence_is_no_label(text: str) -> None:
    assert split_letter(text) == [(None, text, "line 1")]


def test_a_label_that_says_more_stays_in_the_text() -> None:
    parts = split_letter("P8 and P9: merge them\nParagraphs 3-5: cut\nP7 (last line): add")
    assert parts == [
        ("P8", "P8 and P9: merge them", "line 1"),
        ("P3", "Paragraphs 3-5: cut", "line 2"),
        ("P7", "P7 (last line): add", "line 3"),
    ]


def test_a_greeting_is_folded_and_a_label_without_words_is_told() -> None:
    base = IncomingComment("", "", author="Ann", submission="letter.txt")
    records = list(
        comments_of_letter("Dear all,\n\nP3: yes\nP4:\n\nP5: no", base, lambda line: f"line {line}")
    )
    first, skip, last = records
    assert isinstance(first, IncomingComment) and isinstance(last, IncomingComment)
    assert (first.paragraph, first.text, first.folded, first.author) == ("P3", "yes", "Dear all,", "Ann")
    assert skip == IncomingSkip("line 4", "P4 is named, but nothing is said of it")
    assert (last.where, last.folded, last.submission) == ("line 6", None, "letter.txt")


def test_a_letter_that_is_no_more_than_a_greeting_is_kept() -> None:
    [only] = comments_of_letter("Dear all,", IncomingComment("", ""), str)
    assert isinstance(only, IncomingComment) and only.text == "Dear all,"
    assert is_salutation("Sehr geehrte Damen und Herren,") and not is_salutation("Dear all,\nI object.")


@given(st.text(alphabet="P3§: .-–\nabc*()", max_size=200))
def test_no_word_of_a_letter_is_lost(text: str) -> None:
    parts = split_letter(text)
    kept = "".join(f"{label or ''}{part}" for label, part, _ in parts)
    assert sum(char == "b" for char in kept) >= sum(char == "b" for char in text)
