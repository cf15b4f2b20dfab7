"""How the sheets are laid out that are read and not filtered: Summary and About."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ogp_review.exporters.xlsx_cells import Looks, Place, Value
from ogp_review.exporters.xlsx_styles import Styles

Cells = tuple[tuple[Place, Value], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `merged` is the first and last letter over which its text goes, `least` its lines at least."""

    cells: Cells = ()
    merged: tuple[str, str] | None = None
    least: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A table of two columns that stands beside others. `after`: sentences under it, with their style."""

    title: str
    columns: tuple[str, str]
    rows: Sequence[tuple[str, Value]]
    total: tuple[str, int] | None = None
    after: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Front:
    """Lays lines out. `widths` are those of the sheet's columns, `pairs` the columns that blocks stand in."""

    styles: Styles
    widths: dict[str, int]
    pairs: tuple[tuple[str, str], ...] = ()

    def across(self, text: str, style: int, ref: str = "", least: int = 1) -> Line:
        """A text over the full width."""
        letters = list(self.widths)
        place = Place(letters[0], ref, one(style), sum(self.widths.values()))
        return Line(((place, text),), (letters[0], letters[-1]), least)

    def heading(self, text: str) -> Iterator[Line]:
        yield Line()
        yield Line((self._heading(next(iter(self.widths)), text),), None, 2)

    def entry(self, label: str, text: str) -> Line:
        """A label, and its text over the rest of the width."""
        first, second, *rest = self.widths
        width = sum(self.widths.values()) - self.widths[first]
        name = Place(first, "", one(self.styles.label), self.widths[first])
        cells = ((name, label), (Place(second, label, self.styles.body, width), text))
        return Line(cells, (second, rest[-1]) if rest else None)

    def side_by_side(self, blocks: Sequence[Block]) -> Iterator[Line]:
        yield Line()
        columns = [list(self._block(block, *pair)) for block, pair in zip(blocks, self.pairs, strict=False)]
        for number, cells in enumerate(zip_longest(*columns, fillvalue=())):
            yield Line(tuple(cell for column in cells for cell in column), None, 1 if number else 2)

    def _block(self, block: Block, left: str, right: str) -> Iterator[Cells]:
        styles, width = self.styles, self.widths[left]

        def pair(looks: Looks, row: tuple[str, Value], right_looks: Looks) -> Cells:
            return (Place(left, "", looks, width), row[0]), (Place(right, "", right_looks), row[1])

        yield (self._heading(left, block.title),)
        yield pair(one(styles.editable_header), block.columns, one(styles.number_header))
        for row in block.rows:
            yield pair(styles.figure, row, styles.figure)
        if block.total:
            yield pair(styles.total, block.total, styles.total)
        for text, style in block.after:
            yield ((Place(left, "", one(style), width), text),)

    def _heading(self, letter: str, text: str) -> tuple[Place, Value]:
        return Place(letter, "", one(self.styles.heading)), text


def one(style: int) -> Looks:
    """The same style, whatever stands in the cell."""
    return Looks(style, style, style, style, style)
