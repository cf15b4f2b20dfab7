"""What changed between two texts, word by word: the words kept, deleted and inserted, in reading order."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise

_WORD = re.compile(r"(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\w+(?:[’'-]\w+)*|[^\w\s])\s*|\s+")
_MOST_PAIRS = 100_000
"""Beyond so many pairs of equal words a text is compared piece by piece: each costs time."""

_DEEPEST = 4
"""What is still too long after so many divisions is told as replaced whole."""

_CRUMB = 8
"""Up to so many kept characters between two changes are told as changed: confetti cannot be read."""


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one fate."""

    change: Change
    text: str


def redline(before: str, after: str) -> list[Piece]:
    """The pieces of both texts: all but the inserted are `before`, all but the deleted are `after`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    middle = _middle(old[first : len(old) - last], new[first : len(new) - last])
    blocks = [(old[:first], new[:first]), *middle, (old[len(old) - last :], new[len(new) - last :])]
    return _pieces(_without_crumbs(blocks))


Block = tuple[list[str], list[str]]
"""Words before and after; where they are equal, they are kept."""


def _shared(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _middle(old: list[str], new: list[str], depth: int = 0) -> list[Block]:
    before, after = [_bare(word) for word in old], [_bare(word) for word in new]
    counts = Counter(after)
    if sum(counts[word] for word in before) > _MOST_PAIRS:
        return _between_anchors(old, new, depth)
    blocks: list[Block] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        blocks.extend(_kept(old[a:b], new[c:d]) if kind == "equal" else [(old[a:b], new[c:d])])
    return blocks


def _bare(word: str) -> str:
    """A word is the same whether a space, a new line or nothing follows it."""
    return word.rstrip() or word


def _kept(old: list[str], new: list[str]) -> Iterator[Block]:
    """Words that are the same, but for the space after some of them."""
    for same, run in groupby(zip(old, new, strict=True), key=lambda pair: pair[0] == pair[1]):
        pairs = list(run)
        if same:
            yield [one for one, _ in pairs], [other for _, other in pairs]
            continue
        for one, other in pairs:
            word = _bare(one)
            yield [word], [word]
            yield [one[len(word) :]], [other[len(word) :]]


def _between_anchors(old: list[str], new: list[str], depth: int) -> list[Block]:
    """Long texts are compared piece by piece, between words that both hold once and in the same order."""
    anchors = _anchors(old, new) if depth < _DEEPEST else []
    if not anchors:
        return [(old, new)]
    blocks: list[Block] = []
    for (a, c), (b, d) in pairwise([(-1, -1), *anchors, (len(old), len(new))]):
        blocks.extend(_middle(old[a + 1 : b], new[c + 1 : d], depth + 1))
        blocks.append((old[b : b + 1], new[d : d + 1]))
    return blocks


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where the words stand that both hold once: the longest run of them in one order."""
    there = _once(new)
    pairs = [(at, there[word]) for word, at in _once(old).items() if word in there]
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [place]
        ends[length : length + 1] = [number]
    found: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _once(words: list[str]) -> dict[str, int]:
    """The words that stand here once, and where."""
    counts = Counter(words)
    return {word: at for at, word in enumerate(words) if counts[word] == 1}


def _without_crumbs(blocks: list[Block]) -> Iterator[Block]:
    """Runs of changes as one, together with the few words that some keep between them."""
    changed: Block = ([], [])
    for place, block in enumerate(blocks):
        inside = 0 < place < len(blocks) - 1 and any(changed) and any(map(_differ, blocks[place + 1 :]))
        if _differ(block) or (inside and len("".join(block[0])) <= _CRUMB):
            changed = (changed[0] + block[0], changed[1] + block[1])
            continue
        yield changed
        yield block
        changed = ([], [])
    yield changed


def _differ(block: Block) -> bool:
    return block[0] != block[1]


def _replaced(old: str, new: str) -> tuple[Piece, ...]:
    """A space that ends both stays out of the change, where it would be underlined."""
    space = old[len(old.rstrip()) :]
    kept = space if old.strip() and new.strip() and new.endswith(space) else ""
    end = -len(kept) or None
    return Piece(Change.DELETED, old[:end]), Piece(Change.INSERTED, new[:end]), Piece(Change.KEPT, kept)


def _pieces(blocks: Iterator[Block]) -> list[Piece]:
    found: list[Piece] = []
    for old, new in blocks:
        if old == new:
            found.append(Piece(Change.KEPT, "".join(old)))
        else:
            found.extend(_replaced("".join(old), "".join(new)))
    filled = (piece for piece in found if piece.text)
    grouped = groupby(filled, key=lambda piece: piece.change)
    return [Piece(change, "".join(piece.text for piece in run)) for change, run in grouped]
