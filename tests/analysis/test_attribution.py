"""Which paragraph a comment names or quotes."""

import pytest

from ogp_review.analysis.attribution import Attributor

DRAFT = {
    "P3": ["Governments will publish what they spend on each promise, every year, in open formats."],
    "P4": ["Requests are answered within twenty working days, and a refusal gives its reasons in writing."],
    "P5": [
        "Members will seek out those who are seldom heard. Requests are answered within twenty working days."
    ],
}


@pytest.fixture
def attributor() -> Attributor:
    return Attributor(DRAFT)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Réseau international (ONG) Commentaire 24 – P24 La stratégie 3.3.", "P24"),
        ("Une ONG Commentaire 1- P1 Nous disons oui", "P1"),
        ("Comentario 8 - P8: gracias", "P8"),
        ("On P9: this is not enough.", "P9"),
        ("Paragraph P12 — we agree.", "P12"),
        ("Párrafo P7: no estamos de acuerdo", "P7"),
    ],
)
def test_it_names_the_paragraph(attributor: Attributor, text: str, label: str) -> None:
    found = attributor.offer(text)
    assert found is not None and found.paragraph == label
    assert label in found.reason and found.evidence in text


@pytest.mark.parametrize(
    "text",
    [
        "You write “a refusal gives its reasons in writing”, but who checks?",
        "« A refusal gives its reasons   in writing » : qui vérifie ?",
        'The words "and a refusal gives its reasons in writing." are good.',
        "I like that every refusal, and a refusal gives its reasons in writing, is explained.",
    ],
)
def test_it_quotes_the_paragraph(attributor: Attributor, text: str) -> None:
    found = attributor.offer(text)
    if "I like" in text:
        assert found is None or found.paragraph == "P4"
    else:
        assert found is not None and found.paragraph == "P4"


def test_it_repeats_words_without_quotation_marks(attributor: Attributor) -> None:
    found = attributor.offer("Good: Governments will publish what they spend on each promise, at last.")
    assert found is not None and found.paragraph == "P3"
    assert found.evidence == "Governments will publish what they spend on each"


@pytest.mark.parametrize(
    "text",
    [
        "We agree with P3 and P4 in general, see P12.",
        'The phrase "requests are answered within twenty working days" stands twice.',
        'Two words: "open formats".',
        "The GP24 report and MP3 files.",
        "",
    ],
)
def test_it_offers_nothing_where_it_is_not_sure(attributor: Attributor, text: str) -> None:
    assert attributor.offer(text) is None
