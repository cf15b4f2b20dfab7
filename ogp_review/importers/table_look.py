"""A table as a person sees it before it is imported: what was understood, first rows, what is to be asked."""

from dataclasses import dataclass, replace
from pathlib import Path

from ogp_review.importers.table_columns import column_list
from ogp_review.importers.table_grids import Sheet
from ogp_review.importers.table_layout import Layout, Said, arrange
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.table_notes import Question, column_notes, notes_of, questions_of
from ogp_review.importers.table_repair import repaired
from ogp_review.importers.table_values import stated
from ogp_review.progress import Progress


@dataclass(frozen=True, slots=True)
class LookOptions:
    """How much is shown: rows, samples a column, and characters a cell."""

    rows: int = 100
    samples: int = 3
    longest: int = 2_000


@dataclass(frozen=True, slots=True)
class LookedColumn:
    """A column: its name, first cells that hold something, and its field with how sure that is, and why."""

    name: str
    samples: tuple[str, ...]
    field: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class TableLook:
    """What a table is understood to be. `mapping` says all of it, for a person to change and look again."""

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    sheet: str
    delimiter: str | None
    encoding: str | None
    header_row: int
    header_rows: int
    above: tuple[tuple[int, str], ...]
    columns: tuple[LookedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    mapping: Mapping

    @property
    def has_text(self) -> bool:
        """Whether a column is known to hold comments; without one it cannot be read."""
        return any(column.field.startswith("text") for column in self.columns)


_DEFAULT = LookOptions()


def look(
    path: Path, mapping: Said = None, *, options: LookOptions = _DEFAULT, progress: Progress | None = None
) -> TableLook:
    """The table at `path` as it would be read under `mapping`. Raises ReviewError where it cannot be."""
    layout = arrange(path, path.name, mapping, progress)
    shown = layout.sample[: options.rows]
    return TableLook(
        name=path.name,
        format=layout.grid.format,
        sheets=layout.grid.sheets(),
        sheet=layout.sheet,
        delimiter=layout.grid.delimiter,
        encoding=layout.grid.encoding,
        header_row=layout.header.row,
        header_rows=layout.header.rows,
        above=layout.header.above,
        columns=_columns(layout, options),
        rows=tuple(tuple(_cell(cell, layout, options) for cell in row) for _, row in shown),
        row_numbers=tuple(number for number, _ in shown),
        warnings=_warnings(layout),
        questions=tuple(questions_of(layout)),
        mapping=_whole(layout),
    )


def _cell(cell: str, layout: Layout, options: LookOptions) -> str:
    text = cell if len(cell) <= options.longest else cell[: options.longest - 1] + "…"
    return repaired(text, layout.said.repair) if layout.said.repair else text


def _columns(layout: Layout, options: LookOptions) -> tuple[LookedColumn, ...]:
    return tuple(
        LookedColumn(name, _samples(layout, place, options), guess.field, guess.confidence, guess.why)
        for place, (name, guess) in enumerate(zip(layout.names, layout.guesses.columns, strict=True))
    )


def _samples(layout: Layout, place: int, options: LookOptions) -> tuple[str, ...]:
    said = (row[place] for _, row in layout.sample if stated(row[place]))
    return tuple(_cell(cell, layout, options) for cell, _ in zip(said, range(options.samples), strict=False))


def _warnings(layout: Layout) -> tuple[str, ...]:
    notes = [*layout.grid.first_notes(), *notes_of(layout), *column_notes(layout), *layout.grid.last_notes()]
    if not layout.texts:
        notes.append(
            "No column is known to hold the text of comments. "
            f"Say which one it is: {column_list(layout.names)}."
        )
    return tuple(notes)


def _whole(layout: Layout) -> Mapping:
    """All that was understood, as if it had been said."""
    columns = zip(layout.names, (guess.field for guess in layout.guesses.columns), strict=True)
    is_text = layout.grid.is_text
    return replace(
        layout.said,
        columns=tuple(columns),
        sheet=None if is_text else layout.sheet,
        delimiter=layout.grid.delimiter if is_text else None,
        encoding=layout.grid.encoding if is_text else None,
        header_row=layout.header.row,
        header_rows=layout.header.rows,
        day_first=layout.day_first,
    )
