"""Where the words that are searched for stand in a text, as they are written there."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ogp_review.domain.folding import folded

_GAP = r"[\W_]+"
_fold = lru_cache(maxsize=4096)(folded)


def lit(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """(start, length) in code points of what to light in `text`, in order, without overlaps.

    :param terms: as `domain.filters.terms` gives them.
    """
    pattern = _pattern(tuple(terms))
    if pattern is None or not text:
        return []
    if text.isascii():
        return [(one.start(), one.end() - one.start()) for one in pattern.finditer(text.lower())]
    plain, places = _unfolded(text)
    return [_written(text, places, one.start(), one.end()) for one in pattern.finditer(plain)]


def _unfolded(text: str) -> tuple[str, list[int]]:
    """The folded text, and of each of its characters the place in `text` that it comes from."""
    pieces = [_fold(character) for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


def _written(text: str, places: list[int], start: int, end: int) -> tuple[int, int]:
    """What stands in the text for a match in its folded copy, accents behind its last letter included."""
    first, last = places[start], places[end - 1] + 1
    while last < len(text) and not _fold(text[last]):
        last += 1
    return first, last - first


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    longest = sorted({term for term in terms if term.strip("* ")}, key=len, reverse=True)
    if not longest:
        return None
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(_one, longest)) + ")")


def _one(term: str) -> str:
    joined = _GAP.join(re.escape(word) for word in term.rstrip("*").split())
    return joined + (r"[^\W_]*" if term.endswith("*") else r"(?![^\W_])")
