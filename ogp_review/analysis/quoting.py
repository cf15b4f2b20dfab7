"""Where a comment repeats the words of the draft: the passages that are lit in both texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ogp_review.domain.folding import folded

_MARKS = ("“”", "„“", "„”", "«»", '""', "‘’", "「」", "『』")
_QUOTED = re.compile("|".join(f"{pair[0]}([^{pair}]{{1,1000}}){pair[1]}" for pair in _MARKS))
"""Bounded: a comment of nothing but opening marks is read in no time, too."""

_SPACELESS = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_SPACELESS}]|[^\\W_{_SPACELESS}]+")
_SPACELESS_ONE = re.compile(f"[{_SPACELESS}]")

PlacedWord = tuple[str, int, int]
"""A folded word, and where it begins and ends."""

IN_QUOTES = 3
"""Words a passage between quotation marks has at least in common with the draft."""

UNMARKED = 5
"""Words a passage without quotation marks has at least in common with the draft."""

_PLACES = 16
"""How many places of a draft that repeats itself are compared: a bound on hostile text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in a comment and in the draft, as ranges of code points of both (ends exclusive)."""

    start: int
    end: int
    draft_start: int
    draft_end: int


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int
    quote: int
    weight: float
    """1; half for a character of a script without spaces between words."""


class Quoting:
    """A comment that is compared with one text of the draft after the other."""

    def __init__(self, comment: str) -> None:
        self.words = placed_words(comment)
        """The words of the comment, folded."""
        self._here = _words(self.words, _quotes(comment))

    def of(self, draft: str) -> list[Passage]:
        """The passages of the comment that stand in `draft` word for word, in the order of the comment.

        Between quotation marks three words are enough, elsewhere five. Case, accents and punctuation do not
        count. Of several places in the draft the longest common run is taken.
        """
        here, there = self._here, _words(placed_words(draft), [])
        places = _places(there)
        found: list[Passage] = []
        position = 0
        while position <= len(here) - IN_QUOTES:
            place, length = _longest(here, there, position, places)
            taken = _accepted(here[position : position + length]) if length else None
            if taken is None:
                position += 1
                continue
            skipped, length = taken
            found.append(_passage(here[position + skipped :], there[place + skipped :], length))
            position += skipped + length
        return found


def shared_passages(comment: str, draft: str) -> list[Passage]:
    """What :class:`Quoting` finds for one text of the draft."""
    return Quoting(comment).of(draft)


def _quotes(text: str) -> list[tuple[int, int]]:
    """What stands between quotation marks, without the marks."""
    return [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]


def placed_words(text: str) -> list[PlacedWord]:
    """The words of `text` folded, each with its range of code points; scripts without spaces by character."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        key = word if _SPACELESS_ONE.match(word) else _key(word)
        found.append((key, match.start(), match.end()))
    return found


def _words(placed: list[PlacedWord], quotes: list[tuple[int, int]]) -> list[_Word]:
    """The words of a text; of each, the number of the quotation it stands in (-1: none)."""
    found: list[_Word] = []
    number = 0
    for key, start, end in placed:
        while number < len(quotes) and quotes[number][1] <= start:
            number += 1
        inside = number < len(quotes) and quotes[number][0] <= start
        weight = 0.5 if _SPACELESS_ONE.match(key) else 1.0
        found.append(_Word(key, start, end, number if inside else -1, weight))
    return found


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return folded(word).strip()


def _places(words: list[_Word]) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = {}
    for position in range(len(words) - IN_QUOTES + 1):
        known = places.setdefault(tuple(word.key for word in words[position : position + IN_QUOTES]), [])
        if len(known) < _PLACES:
            known.append(position)
    return places


def _longest(
    here: list[_Word], there: list[_Word], position: int, places: dict[tuple[str, ...], list[int]]
) -> tuple[int, int]:
    """(place in the draft, how many words) of the longest run that begins at `position`; length 0: none."""
    key = tuple(word.key for word in here[position : position + IN_QUOTES])
    best = (0, 0)
    for place in places.get(key, ()):
        length = _common(here, there, position, place)
        if length > best[1]:
            best = (place, length)
    return best


def _common(here: list[_Word], there: list[_Word], position: int, place: int) -> int:
    most = min(len(here) - position, len(there) - place)
    for length in range(IN_QUOTES, most):
        if here[position + length].key != there[place + length].key:
            return length
    return most


def _accepted(run: list[_Word]) -> tuple[int, int] | None:
    """(words to leave out first, how many to take) of a run that is long enough; else None."""
    if sum(word.weight for word in run) >= UNMARKED:
        return 0, len(run)
    for first, length in _by_quote(run):
        inside = run[first : first + length]
        if inside[0].quote >= 0 and sum(word.weight for word in inside) >= IN_QUOTES:
            return first, length
    return None


def _by_quote(run: list[_Word]) -> Iterator[tuple[int, int]]:
    """The stretches of a run that stand in one quotation: (first, length)."""
    first = 0
    for position in range(1, len(run) + 1):
        if position == len(run) or run[position].quote != run[first].quote:
            yield first, position - first
            first = position


def _passage(here: list[_Word], there: list[_Word], length: int) -> Passage:
    return Passage(here[0].start, here[length - 1].end, there[0].start, there[length - 1].end)
