"""A letter cut where it turns to another paragraph of the draft: "P3: … P7: …" is two comments."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ogp_review.domain.draft import WHOLE_DRAFT_LABEL
from ogp_review.domain.incoming import IncomingComment, IncomingSkip
from ogp_review.importers.watching import matches_of

_WORD = (
    r"(?:paragraphe?s?|para(?:s|\.)?|p[áa]rrafos?|par[áa]grafos?|abs[äa]tze|absatz|abs\.)"
    r"[ \t]{0,3}(?:(?:n[°ºo.]|nos?\.|nr\.)[ \t]?)?(?:[P§¶][ \t]?)?"
)
_NUMBER = r"[0-9]{1,4}[a-z]?\b"
_LABEL = rf"(?:{_WORD}|(?-i:P)[ \t]?|p(?=[0-9])|[§¶]{{1,2}}[ \t]?)(?P<NAME>{_NUMBER})"
_FURTHER = (
    rf"(?:[ \t]?(?:[-–,&/+]|\b(?:and|to|y|e|a|al|et|à|und|bis)\b)[ \t]?(?:[P§¶][ \t]?)?{_NUMBER}){{0,12}}"
    r"(?:[ \t]?\([^()\n]{1,60}\)|,[ \t][^:.\n]{1,40}(?=:))?"
)
_ABOUT = (
    r"(?:(?:on|re|regarding|concerning|about|ad|sobre|en|sur|concernant|au sujet du|zu|zum)\b:?[ \t]{1,3})?"
    r"(?:(?:the|el|al|le|la|du|au|den)[ \t]{1,3})?"
)
_MARKS = r"[ \t]{0,40}(?:#{1,6}[ \t]+|(?:[-*•–·][ \t]+|[0-9]{1,3}[.)][ \t]+)?(?:\*\*|__)?)"
_BOLD = r"[ \t]{0,4}(?:\*\*|__)?"
_END = rf"{_BOLD}[ \t]{{0,4}}(?:[:)–—]+|\.(?![0-9])|-(?=[ \t])|(?=[ \t]{{0,4}}$)){_BOLD}"
_LABELLED = re.compile(
    rf"^{_MARKS}{_ABOUT}{_LABEL.replace('NAME', 'first')}(?P<more>{_FURTHER}){_END}"
    rf"|(?<=[.!?;…”\"»)][ \t]){_LABEL.replace('NAME', 'inside')}(?P<also>{_FURTHER})[ \t]?:",
    re.IGNORECASE | re.MULTILINE,
)
_GENERAL = re.compile(
    rf"^{_MARKS}(?:(?:general|overall)(?: comments?| remarks?| observations?| feedback)?"
    r"|whole (?:draft|document)"
    r"|(?:comentarios?|observaci(?:ones|ón)) general(?:es)?|todo el (?:borrador|documento)"
    r"|(?:commentaires?|remarques?|observations?) générales?|commentaires généraux"
    r"|ensemble du (?:projet|document)"
    r"|allgemeine (?:anmerkung|bemerkung)(?:en)?|allgemeines|gesamter (?:entwurf|text))"
    r"[ \t]?(?::[ \t]?(?:\*\*|__)?|(?:\*\*|__)?[ \t]{0,4}$)",
    re.IGNORECASE | re.MULTILINE,
)
_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|afternoon|day)|to whom it may concern|estimad[oa]s?|querid[oa]s?"
    r"|hola"
    r"|buen[oa]s (?:días|tardes)|a quien corresponda|bonjour|madame|monsieur|mesdames|messieurs|chère?s?"
    r"|sehr geehrte[rs]?|liebe[rs]?|guten tag|hallo)\b[^\n]{0,80}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LetterPart:
    """What a letter says of one paragraph. `label` is None where it names none; `line` counts from 1."""

    label: str | None
    text: str
    line: int


def split_letter(text: str) -> list[tuple[str | None, str, str]]:
    """Label, text and place ("line 3") of each part of a letter; see :func:`parts_of_letter`."""
    return [(part.label, part.text, f"line {part.line}") for part in parts_of_letter(text)]


def parts_of_letter(text: str) -> list[LetterPart]:
    """The parts of a letter in its order: "P3:", "Paragraph 12", "§ 4", "Párrafo 3" or "Absatz 5" begin one.

    A label is given as "P3" and left out of the text, but where it says more ("P3 and P4:"): the
    first is the label then, and the text keeps it all. A part may be without text.
    """
    starts = [_start(found) for found in matches_of(_LABELLED, text)]
    if starts:
        general = matches_of(_GENERAL, text)
        starts += [_Start(found.start(), found.end(), WHOLE_DRAFT_LABEL) for found in general]
        starts.sort()
    starts.insert(0, _Start(0, 0, None))
    ends = [*(start.at for start in starts[1:]), len(text)]
    lines = [found.start() for found in re.finditer("\n", text)]
    parts = [_part(text, lines, start, end) for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if part.text or part.label]


class _Start(NamedTuple):
    """Where a part begins: its label at `at`, its text at `text`."""

    at: int
    text: int
    label: str | None


def _start(found: re.Match[str]) -> _Start:
    several = found["more"] or found["also"]
    label = f"P{found['first'] or found['inside']}"
    return _Start(found.start(), found.start() if several else found.end(), label)


def _part(text: str, lines: list[int], start: _Start, end: int) -> LetterPart:
    passage = text[start.text : end]
    said = passage.strip()
    first = start.text + len(passage) - len(passage.lstrip()) if said else start.at
    return LetterPart(start.label, said, bisect_right(lines, first - 1) + 1)


def is_salutation(text: str) -> bool:
    """Whether a part of a letter greets and says no more."""
    return _SALUTATION.fullmatch(text.strip()) is not None


def comments_of_letter(
    text: str, base: IncomingComment, where: Callable[[int], str]
) -> Iterator[IncomingComment | IncomingSkip]:
    """A comment for each part of a letter, with the fields of `base`; a greeting alone is folded away.

    `where` names the place of a line of the letter.
    """
    greeting = base.folded
    parts = parts_of_letter(text)
    if len(parts) > 1 and parts[0].label is None and is_salutation(parts[0].text):
        greeting = "\n\n".join(filter(None, (greeting, parts.pop(0).text)))
    for part in parts:
        place = where(part.line)
        if not part.text:
            yield IncomingSkip(place, f"{part.label} is named, but nothing is said of it")
            continue
        paragraph = part.label or base.paragraph
        yield replace(base, text=part.text, where=place, paragraph=paragraph, folded=greeting)
        greeting = None
