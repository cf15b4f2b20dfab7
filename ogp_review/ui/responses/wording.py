"""What a proposed change does to its paragraph: people write it whole, as one passage, or as an instruction.

Pure functions. A redline against the whole paragraph is honest only for the first; of the second, the passage
that it rewords is sought; and the third is shown as what it is, new words whose place nobody said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ogp_review.domain.redline import Change, Piece, redline

ELLIPSIS = "…"

_WHOLE = 0.5
"""From this share of a paragraph's characters kept, the proposal is read as the whole paragraph."""

_PASSAGE = 0.45
"""From this share of characters in common, a passage of the paragraph is the one that is reworded."""

_SIZES = (0.4, 2.5)
"""How much longer or shorter than the proposal that passage may be."""

_MOST_PASSAGES = 400
_EDGE = 110
"""So many unchanged characters are read beside a change."""

_ENDS = re.compile(r"(?<=[.;:!?。！？])\s+|(?<=,)\s+")
_WORDS = re.compile(r"\w+")
_SPACED = re.compile(r"[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""What stands in a script that sets words apart."""


class Kind(StrEnum):
    """What a proposed change says."""

    NONE = "none"
    WHOLE = "whole"
    PASSAGE = "passage"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Wording:
    """A proposed change as it is read. `pieces` hold the whole paragraph, or the note alone."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def clean(self) -> str:
        """The words as they would stand."""
        return "".join(piece.text for piece in self.pieces if piece.change != Change.DELETED)


def wording(paragraph: str, proposed: str) -> Wording:
    """How `proposed` is read beside the text of its paragraph."""
    if not proposed.strip() or proposed == paragraph:
        return Wording(Kind.NONE, (Piece(Change.KEPT, paragraph),) if paragraph else ())
    note = Wording(Kind.NOTE, (Piece(Change.INSERTED, proposed),))
    if not paragraph.strip():
        return note
    pieces = redline(paragraph, proposed)
    if _kept(pieces) >= _WHOLE * len(paragraph) or proposed.strip() in paragraph:
        return Wording(Kind.WHOLE, tuple(pieces))
    return _in_its_place(paragraph, proposed.strip()) or note


def closest(texts: list[str], proposed: str) -> str:
    """The text, of one paragraph in several languages, that a proposal is written in; else the first."""
    words = set(_WORDS.findall(proposed.lower()))
    return max(texts, key=lambda text: len(words & set(_WORDS.findall(text.lower()))), default="")


def shortened(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The changes with what stands beside them; long unchanged runs are cut to their ends."""
    last = len(pieces) - 1
    if last <= 0:
        return pieces
    return _apart(
        Piece(piece.change, _cut(piece.text, at == 0, at == last)) if piece.change == Change.KEPT else piece
        for at, piece in enumerate(pieces)
    )


def _apart(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """A space between the word that goes and the one that comes: they are read as two."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else Piece(Change.KEPT, "")
        replaced = (before.change, piece.change) == (Change.DELETED, Change.INSERTED)
        if replaced and _SPACED.match(before.text[-1]) and _SPACED.match(piece.text[0]):
            found.append(Piece(Change.KEPT, " "))
        found.append(piece)
    return tuple(found)


def _cut(text: str, first: bool, last: bool) -> str:
    head, tail = "" if first else _head(text), "" if last else _tail(text)
    if len(head) + len(tail) + 24 > len(text):
        return text
    return (f"{head} " if head else "") + ELLIPSIS + (f" {tail}" if tail else "")


def _head(text: str) -> str:
    return text[:_EDGE].rpartition(" ")[0] or text[:_EDGE]


def _tail(text: str) -> str:
    """From the beginning of a sentence, where one begins there."""
    cut = text[-_EDGE:]
    sentence = re.search(r"[.!?。]\s+(?=\S.{20})", cut, re.DOTALL)
    return cut[sentence.end() :] if sentence else cut.partition(" ")[2] or cut


def _kept(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.change == Change.KEPT)


def _in_its_place(paragraph: str, proposed: str) -> Wording | None:
    """The proposal as a new wording of the passage it has most in common with; None where there is none."""
    best: tuple[float, int, int] = (_PASSAGE, 0, 0)
    for start, end in _passages(paragraph, len(proposed)):
        passage = paragraph[start:end]
        share = 2 * _kept(redline(passage, proposed)) / (len(passage) + len(proposed))
        best = max(best, (share, start, end))
    share, start, end = best
    if end == 0:
        return None
    inside = redline(paragraph[start:end], proposed)
    around = (Piece(Change.KEPT, paragraph[:start]), *inside, Piece(Change.KEPT, paragraph[end:]))
    return Wording(Kind.PASSAGE, _joined(around))


def _passages(paragraph: str, length: int) -> list[tuple[int, int]]:
    """Runs of whole clauses of about this length."""
    starts = [0, *(found.end() for found in _ENDS.finditer(paragraph))]
    ends = [*(found.start() for found in _ENDS.finditer(paragraph)), len(paragraph.rstrip())]
    shortest, longest = (factor * length for factor in _SIZES)
    found = [
        (start, end)
        for number, start in enumerate(starts)
        for end in ends[number:]
        if shortest <= end - start <= longest
    ]
    return found[:_MOST_PASSAGES]


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Without empty pieces, and neighbours of one fate as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].change == piece.change:
            found[-1] = Piece(piece.change, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def told(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    """Each change as (what goes, what comes): for those who hear the redline."""
    changes: list[tuple[str, str]] = []
    for before, piece in pairwise((Piece(Change.KEPT, ""), *pieces)):
        if piece.change == Change.DELETED:
            changes.append((piece.text.strip(), ""))
        elif piece.change == Change.INSERTED and before.change == Change.DELETED:
            changes[-1] = (changes[-1][0], piece.text.strip())
        elif piece.change == Change.INSERTED:
            changes.append(("", piece.text.strip()))
    return changes
