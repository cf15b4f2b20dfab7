"""What an edited matrix says when it comes back: changed cells, conflicts, and what cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

MINE, THEIRS = "mine", "theirs"
"""Sides of a conflict: what stands in the review, and what stands in the workbook."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that somebody changed in the workbook. `cell` is its address, `was` what stands in the review.

    `told` is what else comes of it: an approval that is void, a theme that is new.
    """

    sheet: str
    cell: str
    ref: str
    column: str
    was: str
    now: str
    told: str = ""

    @property
    def where(self) -> str:
        return f"{self.sheet}!{self.cell}"

    def as_json(self) -> dict[str, Any]:
        names = ("sheet", "cell", "ref", "column", "was", "now")
        told = {"told": self.told} if self.told else {}
        return {name: getattr(self, name) for name in names} | told


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell that was changed in the workbook, and here as well since it was exported.

    `taken` is MINE or THEIRS once it is decided, None while it is not: then nothing is changed.
    """

    sheet: str
    cell: str
    ref: str
    column: str
    mine: str
    theirs: str
    why: str
    taken: str | None = None

    def as_json(self) -> dict[str, Any]:
        what = f"{self.ref}, {self.column}"
        names = ("sheet", "cell", "ref", "column", "mine", "theirs", "why", "taken")
        return {"what": what, **{name: getattr(self, name) for name in names}}


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """A changed cell that is not read, and why."""

    sheet: str
    cell: str
    ref: str
    column: str
    text: str
    why: str

    @property
    def sentence(self) -> str:
        return f"{self.sheet}!{self.cell} ({self.ref}, {self.column}) is not read: {self.why.rstrip('.')}."

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("sheet", "cell", "ref", "column", "text", "why")}


class RoundTripDecisions(Protocol):
    """Who decides what an edited workbook changes: a dialog, a script, a test."""

    def accepted(self, changes: Sequence[CellChange]) -> Sequence[CellChange]:
        """Those of `changes` that are taken in."""
        ...

    def decide(self, conflict: CellConflict) -> str | None:
        """MINE, THEIRS, or None to leave it."""
        ...


@dataclass(frozen=True, slots=True)
class RoundTripOutcome:
    """What came of reading a workbook back. `changes` are those taken in, or that would be.

    `rows` are how many were read; `missing` the refs that stand here and not in the workbook; `added` the
    places of rows that are of nothing here. `operation` is the id in the journal, None where there is none.
    """

    path: str
    review: str
    rows: int
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[CellConflict, ...] = ()
    refused: tuple[CellRefusal, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dry_run: bool = False
    operation: int | None = None

    @property
    def undecided(self) -> tuple[CellConflict, ...]:
        return tuple(conflict for conflict in self.conflicts if conflict.taken is None)

    def as_json(self) -> dict[str, Any]:
        """The keys of `read-back --json`."""
        return {
            "source": {"path": self.path, "review": self.review, "rows": self.rows},
            "changes": [change.as_json() for change in self.changes],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "refused": [refusal.as_json() for refusal in self.refused],
            "rows": {"missing": list(self.missing), "added": list(self.added)},
            "notes": list(self.notes),
            "applied": len(self.changes) if self.operation is not None else 0,
        }
