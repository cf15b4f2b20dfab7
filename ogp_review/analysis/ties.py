"""What belongs together, told pair by pair."""

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """What belongs together, told pair by pair (union-find)."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def root(self, one: int) -> int:
        up = self._up
        while (above := up.get(one, one)) != one:
            up[one] = up.get(above, above)
            one = above
        return one

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._up[second] = first


class Ties:
    """Brings together what is suggested, save where that would join two whom somebody said to be apart."""

    def __init__(self, joined: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]) -> None:
        self._groups = Groups()
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in joined:
            self._groups.join(one, other)
        for one, other in apart:
            first, second = self._groups.root(one), self._groups.root(other)
            self._apart[first].add(second)
            self._apart[second].add(first)

    def tie(self, one: int, other: int) -> bool:
        """Whether these were not one before, and are now."""
        first, second = self._groups.root(one), self._groups.root(other)
        if first == second or second in self._roots(first) or first in self._roots(second):
            return False
        self._groups.join(first, second)
        stays = self._groups.root(first)
        gone = second if stays == first else first
        if gone in self._apart:
            self._apart[stays] |= self._apart[gone]
        return True

    def _roots(self, one: int) -> set[int]:
        return {self._groups.root(other) for other in self._apart.get(one, ())}
