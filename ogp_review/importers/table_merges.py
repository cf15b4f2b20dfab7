"""Merged cells below the titles: what several rows share is told to each of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from ogp_review.importers.table_grids import Merge


class Filler:
    """Gives the rows under a merged cell its value, in the columns that are fields of a comment.

    Not in those of its text: a text over three rows is one comment, not three.
    """

    def __init__(self, merges: Sequence[Merge], below: int, places: Iterable[int]) -> None:
        wanted = set(places)
        tall = [merge for merge in merges if merge.bottom > merge.top > below and merge.left - 1 in wanted]
        self._coming = sorted(tall, key=lambda merge: merge.top, reverse=True)
        self._open: dict[int, tuple[int, Any]] = {}

    def row(self, row: list[Any], number: int) -> list[Any]:
        """The row with what it shares with rows above."""
        if self._coming or self._open:
            self._begin(row, number)
            self._fill(row, number)
        return row

    def _begin(self, row: list[Any], number: int) -> None:
        while self._coming and self._coming[-1].top <= number:
            merge = self._coming.pop()
            if merge.top == number and merge.left <= len(row):
                self._open[merge.left - 1] = (merge.bottom, row[merge.left - 1])

    def _fill(self, row: list[Any], number: int) -> None:
        for place, (bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[place]
            else:
                row += [""] * (place + 1 - len(row))
                row[place] = value if row[place] == "" else row[place]
