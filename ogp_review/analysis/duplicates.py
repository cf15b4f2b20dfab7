"""Comments that say the same in the same or nearly the same words: campaign letters, and two channels.

Words quoted from the draft are left out first: everybody quotes the same paragraph and means something else.
Then texts that have some grams in common (:mod:`minhash`) are compared word by word. numpy and rapidfuzz are
loaded when this is used, and nothing is kept afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ogp_review.analysis.minhash import BINS, agreeing, bands, chunks, draft_grams, sign
from ogp_review.analysis.ties import Groups
from ogp_review.domain.folding import match_key
from ogp_review.progress import NoProgress, Progress

if TYPE_CHECKING:
    from ogp_review.analysis.minhash import Array

ALIKE = 0.6
"""Share of words in common, in order, from which two texts say the same."""

_ROUGHLY = 0.08
"""Share of bins that agree, under which words are not compared."""

_COMPARED = 20_000
"""Words of a text that are compared: a bound on hostile text."""

_TOLD = 4_000
"""Words of a text in which differing ones are looked for."""

_WALK = 40
"""How many texts of one band that a new text meets in it are compared with it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts (their positions, the earlier first) and the share of their words that is the same."""

    first: int
    second: int
    alike: float


@dataclass(slots=True)
class _Text:
    """A text as it is compared: what is left of it without quotations, folded."""

    plain: bytes
    words: list[str] | None = None

    def as_words(self) -> list[str]:
        if self.words is None:
            self.words = self.plain.decode("utf-8", "ignore").split()[:_COMPARED]
        return self.words


class Index:
    """Texts made ready to be compared with each other, and with new ones."""

    def __init__(
        self, texts: Sequence[str], draft: Iterable[str] = (), progress: Progress | None = None
    ) -> None:
        self._progress = progress or NoProgress()
        self._draft = draft_grams(draft)
        self._first: dict[str, int] = {}
        self._same: list[tuple[int, int]] = []
        kept = [n for n, key in enumerate(map(match_key, texts)) if self._is_new(n, key)]
        self._places = kept
        self._texts, self._bins = self._signed(list(self._first))
        self._order: list[Array] = []
        self._keys: list[Array] = []

    def _is_new(self, place: int, key: str) -> bool:
        first = self._first.setdefault(key, place)
        if first != place and key:
            self._same.append((first, place))
        return first == place

    def _signed(self, plain: list[str]) -> tuple[list[_Text], "Array"]:
        import numpy as np

        parts: list[Array] = []
        texts: list[_Text] = []
        for batch in chunks(plain):
            self._progress.check_cancelled()
            found, bins = sign(batch, self._draft)
            texts += map(_Text, found)
            parts.append(bins)
        return texts, np.concatenate(parts) if parts else np.zeros((0, BINS), dtype=np.uint32)

    # All with all -----------------------------------------------------------------------------------------

    def pairs(self) -> list[Pair]:
        """Pairs that tie together all texts that say the same, each group of n by n - 1 pairs.

        Every pair that is named was compared, so that its figure is its own.
        """
        groups = Groups()
        found = []
        for first, second in self._same:
            groups.join(first, second)
            found.append(Pair(first, second, 1.0))
        for one, other in self._candidates():
            first, second = sorted((self._places[one], self._places[other]))
            if groups.root(first) == groups.root(second):
                continue
            alike = self._alike(one, other)
            if alike >= ALIKE:
                groups.join(first, second)
                found.append(Pair(first, second, alike))
        return found

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Texts that meet in a band, those that agree in most bins first."""
        import numpy as np

        meeting = [np.zeros(0, dtype=np.uint64)]
        for keys in bands(self._bins):
            self._progress.check_cancelled()
            order = np.argsort(keys, kind="stable")
            ordered = keys[order]
            same = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] != 0))
            one, other = order[same].astype(np.uint64), order[same + 1].astype(np.uint64)
            meeting.append(np.minimum(one, other) << np.uint64(32) | np.maximum(one, other))
        pairs = np.unique(np.concatenate(meeting))
        one, other = (
            (pairs >> np.uint64(32)).astype(np.int64),
            (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64),
        )
        agree = agreeing(self._bins, one, other)
        likely = np.flatnonzero(agree >= _ROUGHLY)
        likely = likely[np.argsort(-agree[likely], kind="stable")]
        for number, place in enumerate(likely.tolist()):
            if number % 1_000 == 0:
                self._progress.check_cancelled()
            yield int(one[place]), int(other[place])

    def _alike(self, one: int, other: int) -> float:
        return share_of_words(self._texts[one].as_words(), self._texts[other].as_words())

    # New ones with all ------------------------------------------------------------------------------------

    def matches(self, texts: Sequence[str]) -> list[tuple[int, int, float]]:
        """For each of these new texts those here that say the same: (which new one, which here, alike)."""
        import numpy as np

        if not self._keys:
            for keys in bands(self._bins):
                order = np.argsort(keys, kind="stable")
                self._order.append(order.astype(np.uint32))
                self._keys.append(keys[order])
        found: list[tuple[int, int, float]] = []
        plain = [match_key(text) for text in texts]
        left, bins = sign(plain, self._draft)
        signed = [_Text(one) for one in left]
        met: list[Counter[int]] = [Counter() for _ in texts]
        for band, keys in enumerate(bands(bins)):
            begin = np.searchsorted(self._keys[band], keys)
            for new, start in enumerate(begin.tolist()):
                met[new].update(self._meeting(band, start, int(keys[new])))
        for new, key in enumerate(plain):
            same = self._first.get(key) if key else None
            if same is not None:
                found.append((new, same, 1.0))
            for one, _ in met[new].most_common(_WALK):
                alike = share_of_words(signed[new].as_words(), self._texts[one].as_words())
                if alike >= ALIKE and self._places[one] != same:
                    found.append((new, self._places[one], alike))
        return found

    def _meeting(self, band: int, start: int, key: int) -> list[int]:
        keys, order = self._keys[band], self._order[band]
        if not key:
            return []
        end = start
        while end < len(keys) and end - start < _WALK and int(keys[end]) == key:
            end += 1
        return [int(one) for one in order[start:end]]


def pairs(texts: Sequence[str], draft: Iterable[str] = (), progress: Progress | None = None) -> list[Pair]:
    """:meth:`Index.pairs` of these texts. Everything it needed is given back."""
    return Index(texts, draft, progress).pairs()


# Words ----------------------------------------------------------------------------------------------------


def share_of_words(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of two texts is the same words in the same order, 0 to 1."""
    from rapidfuzz.distance import Indel

    return float(Indel.normalized_similarity(one, other, score_cutoff=ALIKE))


def alike(one: str, other: str) -> float:
    """How much of two texts as they are written is the same words; 1 where case and spacing alone differ."""
    here, there = match_key(one), match_key(other)
    return 1.0 if here == there else share_of_words(here.split()[:_COMPARED], there.split()[:_COMPARED])


def differing_words(one: str, other: str, most: int = 3) -> list[str]:
    """The first words that stand in only one of two texts, as they are written there."""
    from rapidfuzz.distance import Indel

    here, there = one.split()[:_TOLD], other.split()[:_TOLD]
    steps = Indel.editops([match_key(word) for word in here], [match_key(word) for word in there])
    found = (here[step.src_pos] if step.tag == "delete" else there[step.dest_pos] for step in steps)
    return list(dict.fromkeys(word.strip('.,;:!?"“”«»()') or word for word in found))[:most]
