"""Which row of a table holds its titles: what stands above it is named, a second row of titles is joined."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_review.errors import ReviewError
from ogp_review.importers.table_columns import column_names, known_title
from ogp_review.importers.table_dates import looks_like_date
from ogp_review.importers.table_grids import MOST_COLUMNS, Merge, too_wide

Row = Sequence[str]
JOINT = " – "
"""Stands between two rows of titles that are joined."""

_LOOKED_AT = 40
_LONGEST_TITLE = 400
_LONGEST_SECOND = 200
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,eE+\-]*%?")
_CODE = re.compile(
    r"(?:ident|id|q|question|frage|pregunta|col|column|field|var|f|v|x)[ _.\-]?\d+[a-z_.\-\d]*", re.I
)
_SURVEY_IDS = '{"ImportId"'


@dataclass(frozen=True, slots=True)
class Header:
    """The titles: the number of their first row (0 where there is none), how many rows they take, and what
    stands above them, by row number. `names` are the titles, each unlike the others."""

    row: int
    rows: int
    titles: tuple[str, ...]
    above: tuple[tuple[int, str], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1 if self.row else 0


def find_header(
    rows: Sequence[Row],
    merges: Sequence[Merge] = (),
    *,
    row: int | None = None,
    height: int | None = None,
    table: str = "",
) -> Header:
    """The header among the first rows of a table; `row` and `height` are what a person says of it.

    Raises ReviewError where that row does not exist, or is too wide to be one.
    """
    if row == 0:
        width = max((len(cells) for cells in rows), default=0)
        return Header(0, 1, ("",) * width, names=column_names([""] * width))
    if not any(rows):
        return Header(1, 1, ())
    if row is not None and row > len(rows):
        raise ReviewError(
            f'"{table}" has no titles in row {row}. They are looked for in its first {len(rows)}.'
        )
    first = row - 1 if row else _first_row(rows)
    if not row and height is None and _is_group(rows, first - 1, first, merges):
        first, height = first - 1, 2
    tall = height or _height(rows, first, merges)
    titles = _joined([_filled(rows[n], n + 1, merges, _widest(rows, first, tall)) for n in
                      range(first, min(first + tall, len(rows)))])  # fmt: skip
    if len(titles) > MOST_COLUMNS:
        raise too_wide(table)
    above = tuple((n + 1, _told(rows[n])) for n in range(first) if any(map(str.strip, rows[n])))
    return Header(first + 1, tall, titles, above, column_names(titles))


def _first_row(rows: Sequence[Row]) -> int:
    """The first row that is as wide as most, or holds the known title of a text."""
    looked = rows[:_LOOKED_AT]
    widths = [_width(row) for row in looked]
    filled = sorted(width for width in widths if width)
    if not filled:
        return 0
    usual = filled[int(0.75 * (len(filled) - 1))]
    for place, row in enumerate(looked):
        if widths[place] >= max(min(2, usual), 0.3 * usual) and _has_text_title(row):
            return place
    wide = [
        n for n, width in enumerate(widths) if width >= max(1, 0.6 * usual) and _could_be_titles(looked[n])
    ]
    known = [sum(known_title(cell) is not None for cell in looked[n]) for n in wide]
    if wide and not known[0] and max(known) >= 2:
        return wide[known.index(max(known))]
    return wide[0] if wide else next(n for n, width in enumerate(widths) if width)


def _width(row: Row) -> int:
    return sum(1 for cell in row if cell and not cell.isspace())


def _has_text_title(row: Row) -> bool:
    return any((known_title(cell) or ("",))[0] == "text" for cell in row)


def _could_be_titles(row: Row) -> bool:
    """No numbers, no dates, no addresses, nothing long."""
    said = [cell for cell in row if cell.strip()]
    return sum(_could_be_title(cell) for cell in said) >= 0.7 * len(said)


def _could_be_title(cell: str, longest: int = _LONGEST_TITLE) -> bool:
    text = cell.strip()
    if len(text) > longest or _NUMBER.fullmatch(text):
        return False
    return "@" not in text and not looks_like_date(text)


def _is_group(rows: Sequence[Row], above: int, below: int, merges: Sequence[Merge]) -> bool:
    """Whether the row above the titles holds titles of groups of columns."""
    if above < 0 or not _could_be_titles(rows[above]):
        return False
    groups = [place for place, cell in enumerate(rows[above]) if cell.strip()]
    if any(merge.top == above + 1 and merge.right > merge.left for merge in merges):
        return len(groups) > 0 and _width(rows[above]) < _width(rows[below])
    if len(groups) < 2 or _width(rows[above]) >= _width(rows[below]):
        return False
    lower = [cell.strip().casefold() for cell in rows[below] if cell.strip()]
    return len(set(lower)) < len(lower)  # the same titles under several groups


def _height(rows: Sequence[Row], first: int, merges: Sequence[Merge]) -> int:
    """How many rows of titles there are from the first on."""
    height = 1
    if first + 1 < len(rows) and _is_second(rows, first, merges):
        height = 2
    after = rows[first + height] if first + height < len(rows) else ()
    if sum(cell.startswith(_SURVEY_IDS) for cell in after) > len(after) / 2:
        height += 1
    return height


def _is_second(rows: Sequence[Row], first: int, merges: Sequence[Merge]) -> bool:
    top, second = rows[first], rows[first + 1]
    said = [cell.strip() for cell in second if cell.strip()]
    if not said or not all(_could_be_title(cell, _LONGEST_SECOND * 2) for cell in said):
        return False
    codes = sum(bool(_CODE.fullmatch(cell.strip())) for cell in top if cell.strip())
    if codes >= max(1, 0.6 * _width(top)):
        return _speak_as_titles(said, rows[first + 2 :], second)
    return not _has_text_title(top) and _fills_gaps(top, second, rows[first + 2 :])


def _speak_as_titles(said: list[str], body: Sequence[Row], second: Row) -> bool:
    asked = sum(cell.endswith("?") or known_title(cell) is not None or len(cell) > 40 for cell in said)
    return asked >= 0.4 * len(said) and not _said_again(second, body)


def _fills_gaps(top: Row, second: Row, body: Sequence[Row]) -> bool:
    """Whether the second row has a title for each column that the first has none for, and is no data."""
    gaps = [place for place, cell in enumerate(second) if cell.strip() and not _at(top, place)]
    used = [place for row in body[:20] for place, cell in enumerate(row) if cell.strip()]
    if not gaps or not set(gaps) & set(used) or _said_again(second, body):
        return False
    short = all(len(second[place]) <= _LONGEST_SECOND for place in gaps)
    return short and all(_at(second, place) or _at(top, place) for place in set(used))


def _said_again(second: Row, body: Sequence[Row]) -> bool:
    """Whether a cell stands again further down in its column: then the row is one of data."""
    return any(
        cell.strip() and _at(row, place) == cell.strip() for row in body for place, cell in enumerate(second)
    )


def _at(row: Row, place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _widest(rows: Sequence[Row], first: int, tall: int) -> int:
    """Columns up to the last that has a title, or cells in most rows below."""
    return max(len(row) for row in rows[first : first + tall])


def _filled(row: Row, number: int, merges: Sequence[Merge], width: int) -> list[str]:
    """The row with the text of merged cells in each of their columns."""
    cells = [" ".join(cell.split()) for cell in row] + [""] * (width - len(row))
    for merge in merges:
        if merge.top <= number <= merge.bottom and merge.left <= width:
            text = cells[merge.left - 1] if merge.top == number else ""
            right = min(merge.right, width)
            cells[merge.left - 1 : right] = [text] * (right - merge.left + 1)
    return cells


def _joined(parts: list[list[str]]) -> tuple[str, ...]:
    """One title a column. A title over several columns without a merge goes on to the right."""
    if len(parts) == 1:
        return tuple(parts[0])
    parts = [part for part in parts if not any(cell.startswith(_SURVEY_IDS) for cell in part)]
    for upper, lower in itertools.pairwise(parts):
        for place in range(1, len(upper)):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]
    return tuple(JOINT.join(dict.fromkeys(filter(None, cells))) for cells in zip(*parts, strict=True))


def _told(row: Row) -> str:
    said = ", ".join(" ".join(cell.split()) for cell in row if cell.strip())
    return said if len(said) <= 80 else f"{said[:79]}…"
