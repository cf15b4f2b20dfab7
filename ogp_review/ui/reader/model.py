"""What the reader needs beside a comment, made on a reading thread: shared passages, offers, what is lit."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ogp_review.analysis.quoting import Passage, PlacedWord, Quoting, placed_words
from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.views import Card, CommentView, ParagraphText, TagMark
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.suggesting import ParagraphSuggestion
from ogp_review.ui.reader import words

Range = tuple[int, int]
"""Code points of a text: the first, and the one after the last."""

_EVIDENCE = re.compile(r'"(.*)"', re.DOTALL)
_MARKS = ' "“”„«»'
_MOST_HITS = 200
_AT_A_TIME = 500
MOST_COMPARED = 5_000
"""Of a selection that is larger, so many comments are looked at for what they share."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A comment, and where it repeats each text of its paragraph."""

    view: CommentView
    passages: tuple[tuple[Passage, ...], ...] = ()
    """In the order of `view.place_texts`."""

    words: Sequence[PlacedWord] = ()
    """Those of the current version of the text, for what is searched for."""

    @property
    def quoted(self) -> list[Range]:
        """The passages of the comment that stand in any text of the paragraph."""
        return joined((one.start, one.end) for found in self.passages for one in found)


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that touch or overlap as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def read_comment(review: Review, comment: int) -> Reading:
    """Everything the reader shows of one comment. Runs on a reading thread."""
    view = review.desk.comment(comment)
    quoting = Quoting(view.text)
    return Reading(view, tuple(tuple(quoting.of(one.text)) for one in view.place_texts), quoting.words)


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion in words: `before`, `bold` and `after` make its question; `evidence` are words of the
    comment, which say why where there is no other `reason`.
    """

    suggestion: object
    before: str
    bold: str
    after: str
    sure: str
    evidence: tuple[str, ...]
    reason: str = ""

    @property
    def sentence(self) -> str:
        """As it is read out: "Move to P12? 98 % sure: “On P12:”."."""
        return f"{self.before}{self.bold}{self.after} {self.because}"

    @property
    def because(self) -> str:
        if self.reason:
            return f"{self.sure}: {self.reason}."
        if not self.evidence:
            return f"{self.sure}."
        return f"{self.sure}: {', '.join(f'“{one}”' for one in self.evidence)}."


def offer_of(suggestion: ParagraphSuggestion) -> Offer:
    """The question that a suggestion puts."""
    before, after = _("Move to {place}?").split("{place}")
    found = _EVIDENCE.search(suggestion.reason)
    evidence = (" ".join(found[1].split()).strip(_MARKS),) if found else ()
    return Offer(suggestion, before, suggestion.paragraph, after, words.sure(suggestion.confidence), evidence)


def evidence_ranges(text: str, evidence: Iterable[str]) -> list[Range]:
    """Where words that are evidence stand in `text`; white space may differ, and the end be left out (…)."""
    found = []
    for said in evidence:
        parts = said.removesuffix("…").split()
        if not parts:
            continue
        match = re.search(r"\s+".join(map(re.escape, parts)), text)
        if match:
            found.append(match.span())
    return found


def term_ranges(placed: Sequence[PlacedWord], terms: Sequence[str]) -> list[Range]:
    """Where what was searched for stands in a text: whole words, their beginnings ("you*"), or phrases."""
    wanted = [(key, term.endswith("*")) for term in terms if (key := _keys(term))]
    first = frozenset(keys[0] for keys, _prefix in wanted)
    begin = tuple(keys[0] for keys, prefix in wanted if prefix)
    found: list[Range] = []
    for position, (word, start, _end) in enumerate(placed if wanted else ()):
        if word not in first and not word.startswith(begin):
            continue
        lengths = [len(keys) for keys, prefix in wanted if _stands(placed, position, keys, prefix)]
        if lengths:
            found.append((start, placed[position + max(lengths) - 1][2]))
        if len(found) >= _MOST_HITS:
            break
    return found


def _keys(term: str) -> list[str]:
    return [key for key, _start, _end in placed_words(term)]


def _stands(placed: Sequence[PlacedWord], position: int, keys: list[str], prefix: bool) -> bool:
    if position + len(keys) > len(placed):
        return False
    last = len(keys) - 1
    for number, wanted in enumerate(keys):
        here = placed[position + number][0]
        if here != wanted and not (prefix and number == last and here.startswith(wanted)):
            return False
    return True


def chosen_text(view: CommentView, preferred: str | None) -> int:
    """Which text of the paragraph to show: in the language last chosen, the comment's, else the first.

    -1 where there is none.
    """
    for language in (preferred, view.card.language):
        for number, one in enumerate(view.place_texts):
            if language and one.language == language and one.version == "draft":
                return number
    return 0 if view.place_texts else -1


def languages_of(texts: Sequence[ParagraphText]) -> list[str | None]:
    """The languages of the texts, each once, in their order."""
    return list(dict.fromkeys(one.language for one in texts))


def stands_nowhere(view: CommentView) -> bool:
    return view.card.place == NOT_ASSIGNED


@dataclass(frozen=True, slots=True)
class Shared:
    """What several comments share: tags that are on all; how many of each paragraph, language, state."""

    ids: tuple[int, ...]
    compared: int = 0
    tags: tuple[TagMark, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()
    set_aside: int = 0


def read_shared(review: Review, ids: Sequence[int]) -> Shared:
    """Look through a selection for what its comments share. Runs on a reading thread."""
    cards: list[Card] = []
    for start in range(0, min(len(ids), MOST_COMPARED), _AT_A_TIME):
        cards += review.browsing.cards(ids[start : min(start + _AT_A_TIME, MOST_COMPARED)])
    return shared_by(tuple(ids), cards)


def shared_by(ids: tuple[int, ...], cards: Sequence[Card]) -> Shared:
    """What these cards share."""
    common = set(cards[0].tags) if cards else set()
    for card in cards:
        common &= set(card.tags)
    order = cards[0].tags if cards else ()
    return Shared(
        ids,
        len(cards),
        tuple(tag for tag in order if tag in common),
        _counted(card.paragraph or _("Not assigned") for card in cards),
        _counted(words.language(card.language) or _("Language not stated") for card in cards),
        _counted(card.state for card in cards if not card.set_aside),
        sum(1 for card in cards if card.set_aside),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(names).most_common())
