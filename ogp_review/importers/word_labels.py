"""Labels that paragraphs of a draft begin with ("P12", "§ 4", "12."), and those that letters cite."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_review.importers.watching import look_up
from ogp_review.importers.word_text import Paragraph, Words

_WORD = (
    r"(?:paragraph(?:e?s)?|paragraphe|paragraf[oi]?|p[áa]rrafos?|par[áa]grafos?|abs[äa]tze|absatz|para\.?)"
    r"\s*(?:n\.?\s?[°ºo]\.?\s*)?"
)
_SIGN = r"(?:[P§¶]\s?\.?\s?|p\s?(?=[0-9]))"
_NUMBER = r"(?P<number>[0-9]{1,4}[a-z]?)(?![\w]|[.,][0-9])"
_LEAD = r"(?:[\s\"“„«(\[•*–—-]*)"
_OWN = re.compile(rf"{_LEAD}(?P<sign>[P§¶])\s?\.?\s?{_NUMBER}")
_CITED = re.compile(rf"{_LEAD}(?:(?i:{_WORD})(?:{_SIGN})?|{_SIGN}){_NUMBER}")
_BARE = re.compile(r"\(?(?P<number>[0-9]{1,4})[.)]?")
_TYPED = re.compile(r"\(?(?P<number>[0-9]{1,4})[.)]\s+(?=\S)")
_AFTER = re.compile(r"[\s\])\"”»]*[.:)–—-]?\s*")
_FEWEST = 3
_MOST_OF = 0.6
"""What share of the paragraphs must be numbered in one sequence for bare numbers to be their labels."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label, and where in the text the words behind it begin."""

    name: str
    end: int


def own_label(text: str) -> Label | None:
    """The label that a paragraph of a draft begins with, as it is written: "P12", "§4"."""
    found = _OWN.match(text)
    if found:
        return Label(found["sign"] + found["number"], _behind(text, found.end()))
    return cited_label(text)


def cited_label(text: str) -> Label | None:
    """The paragraph that a passage of a letter is about by its first words: "Párrafo 3: …" is "P3"."""
    found = _CITED.match(text)
    return Label("P" + found["number"], _behind(text, found.end())) if found else None


def _behind(text: str, end: int) -> int:
    found = _AFTER.match(text, end)
    return found.end() if found else end


def labels_of(words: Words, paragraphs: Sequence[Paragraph]) -> dict[int, Label]:
    """The labels in a draft by the paragraph's number: written out, numbered by Word, or bare in sequence."""
    found: dict[int, Label] = {}
    for paragraph in paragraphs:
        look_up()
        label = _labelled(paragraph, words.text(paragraph))
        if label:
            found[paragraph.number] = label
    return found or _in_sequence(words, paragraphs)


def _labelled(paragraph: Paragraph, text: str) -> Label | None:
    shown = paragraph.looks.number
    by_word = own_label(shown) if shown else None
    return Label(by_word.name, 0) if by_word else own_label(text)


def _in_sequence(words: Words, paragraphs: Sequence[Paragraph]) -> dict[int, Label]:
    """Bare numbers are labels where most paragraphs have one and they count 1, 2, 3 to the end."""
    written = [p for p in paragraphs if p.looks.level is None and words.text(p).strip()]
    found = {p.number: label for p in written if (label := _bare(p, words.text(p)))}
    numbers = [int(label.name) for label in found.values()]
    steady = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return found if steady and len(found) >= max(_FEWEST, _MOST_OF * len(written)) else {}


def _bare(paragraph: Paragraph, text: str) -> Label | None:
    by_word = _BARE.fullmatch(paragraph.looks.number)
    if by_word:
        return Label(by_word["number"], 0)
    typed = _TYPED.match(text)
    return Label(str(int(typed["number"])), typed.end()) if typed else None


class Places:
    """Which labelled paragraph of a draft each of its paragraphs belongs to."""

    def __init__(self, words: Words) -> None:
        self._words = words
        body = [paragraph for paragraph in words.body() if not paragraph.looks.contents]
        self.labels = labels_of(words, body)
        self._at: dict[int, str] = {}
        alone: str | None = None
        for paragraph in body:
            label, text = self.labels.get(paragraph.number), words.text(paragraph)
            if label:
                self._at[paragraph.number] = label.name
                alone = None if text[label.end :].strip() else label.name
            elif paragraph.looks.level is not None:
                alone = None
            elif alone:
                self._at[paragraph.number] = alone

    def label(self, paragraph: Paragraph) -> str | None:
        """Its own label, or that of the line right above it which is a label and no more."""
        return self._at.get(paragraph.number)

    def without_label(self, paragraph: Paragraph, text: str) -> str:
        """`text`, which begins with the words of a paragraph, without the label: drafts keep that apart."""
        label = self.labels.get(paragraph.number)
        if label is None or not label.end:
            return text
        return text.removeprefix(self._words.text(paragraph)[: label.end].lstrip()).lstrip()
