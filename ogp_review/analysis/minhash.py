"""Texts as sets of 8-byte grams of which one permutation keeps the least in each of some bins.

Two texts agree in about as many bins as they have grams in common (Li and others, "One permutation hashing",
2012), so that like ones are found without comparing each with each. numpy is loaded when this is used.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ogp_review.domain.folding import match_key

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

GRAM = 8
"""Bytes in a gram."""

QUOTED = 40
"""So many bytes in a row that stand in the draft are a quotation."""

BINS = 96
BAND = 3
"""Bins that have to agree, all of them, for two texts to be compared."""

_CHUNK = 250_000
"""Bytes of text worked on at a time: so few that what is worked with stays in the processor's cache."""

_TABLE = 1 << 22
"""Places of the table of the draft's grams: some hundred paragraphs fill a few of a hundred."""

NONE = 0xFFFFFFFF
"""A bin that no gram fell into."""


def chunks(plain: list[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in plain:
        batch.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(parts: Sequence[bytes]) -> tuple["Array", "Array", "Array"]:
    """The parts in one row, a gap of 8 bytes between them; where each begins, and how long it is."""
    import numpy as np

    lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
    starts = np.concatenate(([0], np.cumsum(lengths + GRAM)[:-1])) if len(parts) else np.zeros(0, np.int64)
    whole = np.frombuffer((b"\0" * GRAM).join(parts) + b"\0" * GRAM, dtype=np.uint8)
    return whole, starts, lengths


def _grams(whole: "Array") -> "Array":
    """The hash of the 8 bytes that begin at each byte."""
    import numpy as np

    count = max(len(whole) - GRAM + 1, 0)
    grams: Array = np.ndarray((count,), dtype="<u8", buffer=whole, strides=(1,))
    mixed = grams * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def draft_grams(draft: Iterable[str]) -> "Array":
    """Which grams may stand in the draft, by the end of their hash: enough, since runs of them are sought."""
    import numpy as np

    whole, starts, lengths = _joined([match_key(text).encode() for text in draft])
    if not lengths.any():
        return np.zeros(0, dtype=np.bool_)
    hashes = _grams(whole)
    known = np.zeros(_TABLE, dtype=np.bool_)
    known[hashes[_inside(len(hashes), starts, lengths)] & np.uint64(_TABLE - 1)] = True
    return known


def _inside(count: int, starts: "Array", lengths: "Array") -> "Array":
    """Of each byte whether a whole gram of one text begins there."""
    import numpy as np

    steps = np.zeros(count + 1, dtype=np.int8)
    whole = lengths >= GRAM
    steps[starts[whole]] = 1
    steps[starts[whole] + lengths[whole] - GRAM + 1] = -1
    found: Array = np.cumsum(steps[:count], dtype=np.int8).view(np.bool_)
    return found


def sign(plain: Sequence[str], draft: "Array") -> tuple[list[bytes], "Array"]:
    """Each text without what it quotes, and its bins: the least hash of a gram in each."""
    import numpy as np

    parts = [text.encode() for text in plain]
    whole, starts, lengths = _joined(parts)
    hashes = _grams(whole)
    if len(draft):
        parts, changed = _unquoted(parts, whole, starts, lengths, hashes, draft)
        if changed:
            whole, starts, lengths = _joined(parts)
            hashes = _grams(whole)
    first = np.repeat(np.arange(0, len(parts) * BINS, BINS), lengths + GRAM)[: len(hashes)]
    first += ((hashes >> np.uint64(32)) * np.uint64(BINS) >> np.uint64(32)).view(np.int64)
    least = hashes.astype(np.uint32)
    least[~_inside(len(hashes), starts, lengths)] = NONE
    bins = np.full(len(parts) * BINS, NONE, dtype=np.uint32)
    np.minimum.at(bins, first, least)
    return parts, _filled(bins.reshape(len(parts), BINS))


def _unquoted(
    parts: list[bytes], whole: "Array", starts: "Array", lengths: "Array", hashes: "Array", draft: "Array"
) -> tuple[list[bytes], bool]:
    """The texts without the runs of 40 bytes and more that stand in the draft."""
    import numpy as np

    inside = np.zeros(len(whole) + 1, dtype=np.int8)
    inside[: len(hashes)] = draft[hashes & np.uint64(_TABLE - 1)]
    inside[: len(hashes)] &= _inside(len(hashes), starts, lengths)
    steps = np.diff(inside, prepend=0)
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    long = ends - begins >= QUOTED - GRAM + 1
    if not long.any():
        return parts, False
    begins, ends = begins[long], ends[long] + GRAM - 1
    owners = np.searchsorted(starts, begins, side="right") - 1
    left = list(parts)
    for place in np.flatnonzero(np.diff(owners, prepend=-1)).tolist():
        owner = int(owners[place])
        last = place
        while last < len(owners) and owners[last] == owner:
            last += 1
        cut = [
            (int(a - starts[owner]), int(b - starts[owner]))
            for a, b in zip(begins[place:last], ends[place:last], strict=True)
        ]
        left[owner] = _without(parts[owner], cut)
    return left, True


def _without(text: bytes, cut: Iterable[tuple[int, int]]) -> bytes:
    kept = bytearray()
    position = 0
    for begin, end in cut:
        kept += text[position:begin] + b" "
        position = max(position, end)
    return bytes(kept + text[position:])


def _filled(bins: "Array") -> "Array":
    """Bins that no gram fell into borrow from the next that is filled, so that short texts can meet too."""
    import numpy as np

    empty = bins == NONE
    short = np.flatnonzero(empty.any(axis=1) & ~empty.all(axis=1))
    if not len(short):
        return bins
    own = bins[short]
    twice = np.concatenate((own, own), axis=1)
    place = np.where(twice == NONE, np.iinfo(np.int32).max, np.arange(2 * BINS, dtype=np.int32))
    following = np.minimum.accumulate(place[:, ::-1], axis=1)[:, ::-1][:, :BINS]
    borrowed = np.take_along_axis(twice, following, axis=1)
    far = following - np.arange(BINS)
    bins[short] = borrowed + far.astype(np.uint32) * np.uint32(0x9E3779B1)
    return bins


def bands(bins: "Array") -> Iterator["Array"]:
    """A key of each text for every three bins next to each other; 0 where there is no gram at all."""
    import numpy as np

    empty = (bins == NONE).all(axis=1)
    for start in range(0, BINS - BAND + 1, BAND):
        key = np.full(len(bins), start + 1, dtype=np.uint64)
        for column in range(start, start + BAND):
            key = (key ^ bins[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        key[empty] = 0
        yield key


def agreeing(bins: "Array", one: "Array", other: "Array") -> "Array":
    """The share of bins in which these texts agree."""
    import numpy as np

    found = np.empty(len(one), dtype=np.float32)
    for start in range(0, len(one), 20_000):
        part = slice(start, start + 20_000)
        found[part] = (bins[one[part]] == bins[other[part]]).mean(axis=1)
    return found
