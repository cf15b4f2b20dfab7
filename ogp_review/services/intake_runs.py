"""Which consultation a source belongs to, and where what its page declares is counted."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ogp_review.domain.folding import match_key

_LEAST_MET = 2
"""So many comments must be there already before they tell whose source this is."""


def called(rows: Iterable[Any], name: str, language: str | None) -> Any | None:
    """The consultation of that name that can be in that language; one that is goes first."""
    wanted = match_key(name)
    return best((row for row in rows if match_key(row.name) == wanted), language)


def best(rows: Iterable[Any], language: str | None) -> Any | None:
    """The one of them that can be in that language; one that is goes first."""
    fitting = [row for row in rows if language is None or row.language in (None, language)]
    return min(fitting, key=lambda row: row.language != language, default=None)


def holding_most(
    rows: Iterable[Any], met: Counter[int], read: int, channel: str, language: str | None
) -> Any | None:
    """The consultation in which most of a source's comments stand already: a later capture, renamed."""
    for row, count in met.most_common(1):
        if count >= _LEAST_MET and 2 * count > read:
            alike = [one for one in rows if one.id == row and one.channel == channel]
            return best(alike, language)
    return None


def declaring_the_same(
    rows: Iterable[Any],
    channel: str,
    language: str | None,
    pages: dict[int, dict[int, tuple[int, int]]],
    told: dict[int, tuple[int, int]],
) -> Any | None:
    """The consultation whose page declares the very same figures: it is that page, without its comments."""
    alike = (row for row in rows if row.channel == channel and pages.get(row.id) == told)
    return best(alike, language) if told else None
