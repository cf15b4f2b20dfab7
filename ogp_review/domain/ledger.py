"""The account of every comment: answered by which row, or set aside why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many comments are answered, set aside and open, and what does not add up (`problems`)."""

    comments: int
    answered: int
    set_aside: int
    open: int
    problems: tuple[str, ...] = ()

    @property
    def balanced(self) -> bool:
        return not self.problems and self.comments == self.answered + self.set_aside + self.open

    def figures(self) -> dict[str, int | bool]:
        """As `stats --json` and `verify --json` give it."""
        figures = asdict(self)
        del figures["problems"]
        return {**figures, "balanced": self.balanced}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The part of a matrix row that the ledger needs: refs of its units and comments, its answer."""

    ref: str
    unit_refs: tuple[str, ...]
    comment_refs: tuple[str, ...]
    answered: bool


def balance(stored: Iterable[str], set_aside: Iterable[str], rows: Iterable[LedgerRow]) -> Ledger:
    """Hold the refs read back from the rows of a matrix against the refs of the comments stored.

    It balances when the comments of the rows and those set aside are exactly the comments stored, no comment
    is on both sides, and no unit stands in two rows.
    """
    everything, aside = set(stored), set(set_aside)
    in_rows: set[str] = set()
    open_refs: set[str] = set()
    units: Counter[str] = Counter()
    for row in rows:
        units.update(row.unit_refs)
        in_rows.update(row.comment_refs)
        if not row.answered:
            open_refs.update(row.comment_refs)
    problems = [
        *_named("has no row in the matrix and is not set aside", everything - in_rows - aside),
        *_named("stands in a row but is not in the review", in_rows - everything),
        *_named("is set aside but not in the review", aside - everything),
        *_named("is set aside and stands in a row as well", in_rows & aside),
        *_named("stands in more than one row", {ref for ref, count in units.items() if count > 1}),
    ]
    still_open = len(open_refs & everything)
    answered = len((in_rows - open_refs) & everything)
    return Ledger(len(everything), answered, len(aside), still_open, tuple(problems))


def _named(what: str, refs: set[str]) -> list[str]:
    return [f"{ref} {what}." for ref in sorted(refs)]
