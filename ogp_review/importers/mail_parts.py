"""A mail that speaks of several paragraphs in turn ("P3: … P7: …") as the comments it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = r"(?:paragraphe?|parrafo|párrafo|paragrafo|parágrafo|absatz|abs\.|para\.?|pár\.|par\.)"
_AND = r"(?:\s*(?:,|&|/|\+|-|–|and|et|y|e|und|to|à|a|bis|al)\s*(?:P\s?)?[0-9]{1,3}[a-z]?){0,6}"
_LABEL = re.compile(
    r"[ \t\u00a0]*(?:[-*•·#]{1,3}[ \t]*)?(?:[*_]{1,2})?"
    r"(?:(?:on|re|regarding|concerning|about|comments? on|sobre|sur|à propos de|en|zu|ad)\s+)?"
    r"(?:(?:the|el|le|la|au|al|o|der|den|dem)\s+)?"
    rf"(?:(?:{_WORD}\s*)?P\s?\.?\s?(?P<p>[0-9]{{1,3}}[a-z]?)|{_WORD}\s*(?:n[°ºo]\.?\s*)?(?P<n>[0-9]{{1,3}}[a-z]?)"
    r"|[§¶]\s?(?P<s>[0-9]{1,3}[a-z]?))"
    rf"{_AND}(?:[*_]{{1,2}})?[ \t\u00a0]*(?:\([^()\n]{{0,80}}\)[ \t]*)?(?:[:.)]|[-–—](?=\s)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE = re.compile(r"(?<=[.!?;…])[ \t]+(?=P\s?[0-9]{1,3}[a-z]?\s?:)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text and the paragraph it names; None for what stands above the first label."""

    label: str | None
    text: str


def parts(text: str) -> list[Part]:
    """The pieces of `text`, cut above each line that begins with the label of a paragraph."""
    starts = list(_starts(text))
    if not starts:
        return [Part(None, text)]
    above = text[: starts[0][0]].strip("\n \t")
    pieces = [Part(None, above)] if above else []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    for (start, label), end in zip(starts, ends, strict=True):
        pieces.append(Part(label, text[start:end].strip("\n \t")))
    return pieces


def _starts(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        found = _LABEL.match(line)
        if found:
            yield position, _label(found)
            yield from _within(line, position)
        position += len(line) + 1


def _within(line: str, position: int) -> Iterator[tuple[int, str]]:
    """Labels after the end of a sentence, in a line that begins with one."""
    for gap in _INLINE.finditer(line):
        found = _LABEL.match(line, gap.end())
        if found:
            yield position + gap.end(), _label(found)


def _label(found: re.Match[str]) -> str:
    if found["s"]:
        return f"§{found['s']}"
    return f"P{(found['p'] or found['n']).lower()}"
