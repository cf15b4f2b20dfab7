"""What may belong to a point: comments in none, whose rare words are those of its lead and its summary.

Nothing is proved by it, so no figure is given: the words themselves are the evidence, and a person judges.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import log
from typing import Any, Final

from ogp_review.analysis.quoting import placed_words
from ogp_review.domain.response import ANSWERED
from ogp_review.domain.views import Card
from ogp_review.store import cards, desk_reads, figures, near, points

MOST_NEAR: Final = 8
"""So many comments are offered at most, the nearest first."""

_SOUGHT = 40
"""So many different words of a point are looked up."""

_SHORTEST = 4
"""Letters of a word that can be rare and mean something: shorter ones are mostly of the grammar."""

_SHARE = 0.1
_FEW = 8
"""Rare is what stands in at most a tenth of all comments, or in eight of a small review."""

_READ = 80
"""Of so many comments the words are read."""

_LEAST_WORDS, _LEAST_PART = 2, 0.1
"""Shared words, and the part of the weight of all rare words of the point, that make a comment near."""


@dataclass(frozen=True, slots=True)
class Near:
    """A comment that may belong to a point. `shared` are ranges of code points of `text`: the words that are
    rare and stand in the point too.
    """

    card: Card
    text: str
    shared: tuple[tuple[int, int], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The shared words as they are written here, each once."""
        found = {self.text[start:end].casefold(): self.text[start:end] for start, end in self.shared}
        return tuple(found.values())


def near_point(connection: Any, point: int, language: str, limit: int) -> list[Near]:
    """The comments that may belong to a point whose answer is still open; the nearest first."""
    found = points.one_point(connection, point, language)
    answer = points.responses(connection, language, [point]).get(point)
    if answer is not None and answer.state in ANSWERED:
        return []
    said = desk_reads.unit_texts(connection, [unit for unit in found.units if unit.id == found.lead])
    rare = _rare(connection, _sought(f"{found.summary}\n{said.get(found.lead, '')}"))
    weights: dict[int, float] = defaultdict(float)
    number: dict[int, int] = defaultdict(int)
    for docs, weight in rare.values():
        for doc in docs:
            weights[doc] += weight
            number[doc] += 1
    least = _LEAST_PART * sum(weight for _docs, weight in rare.values())
    close = [doc for doc in weights if number[doc] >= _LEAST_WORDS and weights[doc] >= least]
    close.sort(key=lambda doc: (-weights[doc], doc))
    free = {one.doc: one for one in near.free_comments(connection, close[:_READ])}
    chosen = [free[doc] for doc in close if doc in free][:limit]
    shown = {card.id: card for card in cards.cards(connection, [one.id for one in chosen], language)}
    return [
        Near(shown[one.id], one.text, _places(one.text, rare.keys())) for one in chosen if one.id in shown
    ]


def _sought(text: str) -> list[str]:
    """The words of a point that may be rare, each once; of a long one the longest."""
    words = dict.fromkeys(key for key, _start, _end in placed_words(text) if _may_mean(key))
    return sorted(words, key=len, reverse=True)[:_SOUGHT]


def _may_mean(word: str) -> bool:
    return len(word) >= _SHORTEST and not word.isdigit()


def _rare(connection: Any, words: list[str]) -> dict[str, tuple[list[int], float]]:
    """The rare ones of these words: the comments that hold each, and how much it weighs."""
    total = sum(figures.tallies(connection, "comments").values())
    most = min(near.MOST, max(_FEW, int(_SHARE * total)))
    found = {word: near.with_word(connection, word, most) for word in words}
    return {word: (docs, log(1 + total / len(docs))) for word, docs in found.items() if docs}


def _places(text: str, rare: Any) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for key, start, end in placed_words(text) if key in rare)
