"""Which operation knew which: the journal's parents as a graph."""

from collections.abc import Iterable

from ogp_review.domain.operation import OperationRecord


class Causality:
    """Answers in constant time whether one operation knew another.

    Operations are laid out in chains (runs in which each is the parent of the next); of each operation is
    kept how far along every chain it knows. This holds whatever the copies' ids are, so a file that was put
    back from an older backup forks like any other copy.
    """

    def __init__(self, records: Iterable[OperationRecord]) -> None:
        self._place: dict[int, tuple[int, int]] = {}
        self._known: dict[int, dict[int, int]] = {}
        self._ends: dict[int, int] = {}
        self.linear = True
        for record in sorted(records, key=lambda record: record.stamp):
            self._add(record)

    def _add(self, record: OperationRecord) -> None:
        known: dict[int, int] = {}
        parents = [parent for parent in record.parents if parent in self._place]
        for parent in parents:
            for chain, position in self._known[parent].items():
                known[chain] = max(position, known.get(chain, -1))
        chain, position = self._next_place(parents)
        known[chain] = position
        self._place[record.id] = (chain, position)
        self._known[record.id] = known
        self._ends[chain] = record.id

    def _next_place(self, parents: list[int]) -> tuple[int, int]:
        for parent in parents:
            chain, position = self._place[parent]
            if self._ends[chain] == parent:
                return chain, position + 1
        if self._place:
            self.linear = False
        return len(self._ends), 0

    def knows(self, later: int, earlier: int) -> bool:
        """Whether operation `later` was made by somebody who had operation `earlier` (or is it)."""
        chain, position = self._place[earlier]
        return self._known[later].get(chain, -1) >= position

    def concurrent(self, one: int, other: int) -> bool:
        return not self.knows(one, other) and not self.knows(other, one)
