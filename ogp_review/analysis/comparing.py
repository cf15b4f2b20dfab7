"""A member of a point against its lead, word by word: what only one of them says, woven into one text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ogp_review.domain.redline import Change, redline

ELLIPSIS = " … "

_EDGE = 120
"""So many characters of what both say are read beside a difference."""

_SHORTEST_CUT = 120
"""Nothing shorter than this is left out."""

_FEW = 0.2
"""Below this share of the shorter text in common, two texts are better read than compared."""


class Kind(StrEnum):
    """Who says a run of words."""

    SAME = "same"
    ONLY_HERE = "only here"
    ONLY_IN_LEAD = "only in lead"


_KINDS = {Change.KEPT: Kind.SAME, Change.INSERTED: Kind.ONLY_HERE, Change.DELETED: Kind.ONLY_IN_LEAD}


@dataclass(frozen=True, slots=True)
class Run:
    """Code points `start` to `end` (exclusive) of the woven text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both texts woven into one. `shared` is how much of the shorter one both say, from 0 to 1."""

    text: str
    runs: tuple[Run, ...]
    shared: float

    @property
    def readable(self) -> bool:
        """Whether the two have enough in common for their differences to be read."""
        return self.shared >= _FEW

    @property
    def same(self) -> bool:
        """Whether both say the same words."""
        return all(run.kind == Kind.SAME for run in self.runs)

    def words(self, kind: Kind) -> list[str]:
        """The runs of one kind, in the order of the text."""
        return [self.text[run.start : run.end] for run in self.runs if run.kind == kind]


def compare(lead: str, member: str) -> Comparison:
    """The words of `member` against those of `lead`. Spaces and new lines make no difference."""
    lead, member = " ".join(lead.split()), " ".join(member.split())
    pieces = [(_KINDS[piece.change], piece.text) for piece in redline(lead, member)]
    shorter = min(len(lead), len(member))
    shared = sum(len(text) for kind, text in pieces if kind == Kind.SAME)
    return _woven(_apart(pieces), shared / shorter if shorter else 0.0)


def shortened(comparison: Comparison) -> Comparison:
    """The differences with what stands beside them: long stretches that both say are cut to their ends."""
    last = len(comparison.runs) - 1
    pieces: list[tuple[Kind, str]] = []
    for at, run in enumerate(comparison.runs):
        text = comparison.text[run.start : run.end]
        cut = run.kind == Kind.SAME and last > 0
        pieces.append((run.kind, _cut(text, at == 0, at == last) if cut else text))
    return _woven(pieces, comparison.shared)


def _cut(text: str, first: bool, last: bool) -> str:
    """The words of `text` next to the differences before and after it."""
    head = "" if first else text[:_EDGE].rpartition(" ")[0] or text[:_EDGE]
    tail = "" if last else text[-_EDGE:].partition(" ")[2] or text[-_EDGE:]
    if len(text) - len(head) - len(tail) < _SHORTEST_CUT:
        return text
    return f"{head}{ELLIPSIS}{tail}"


def _apart(pieces: list[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """Spaces at the ends of a difference are not marked, and a space keeps two differences apart."""
    if pieces:
        yield from _trimmed(*pieces[0])
    for (before, above), (kind, text) in pairwise(pieces):
        if Kind.SAME not in (before, kind) and not above[-1].isspace() and not text[0].isspace():
            yield Kind.SAME, " "
        yield from _trimmed(kind, text)


def _trimmed(kind: Kind, text: str) -> Iterator[tuple[Kind, str]]:
    inner = text.strip()
    if kind == Kind.SAME or not inner:
        yield Kind.SAME, text
        return
    start = text.index(inner)
    yield Kind.SAME, text[:start]
    yield kind, inner
    yield Kind.SAME, text[start + len(inner) :]


def _woven(pieces: Iterable[tuple[Kind, str]], shared: float) -> Comparison:
    runs: list[Run] = []
    texts: list[str] = []
    start = 0
    for kind, text in pieces:
        end = start + len(text)
        if runs and runs[-1].kind == kind:
            runs[-1] = Run(kind, runs[-1].start, end)
        elif text:
            runs.append(Run(kind, start, end))
        texts.append(text)
        start = end
    return Comparison("".join(texts), tuple(runs), shared)
