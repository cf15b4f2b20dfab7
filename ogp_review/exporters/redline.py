"""What changed between two texts, word by word: the words kept, deleted and inserted, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_WORD = re.compile(r"(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|\w+(?:[’'-]\w+)*|[^\w\s])\s*|\s+")
_MOST_PAIRS = 100_000
"""Beyond so many pairs of equal words the middle is shown as replaced whole: each costs time."""

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


def _middle(old: list[str], new: list[str]) -> list[Block]:
    counts = Counter(new)
    if sum(counts[word] for word in old) > _MOST_PAIRS:
        return [(old, new)]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for _, a, b, c, d in codes]


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
