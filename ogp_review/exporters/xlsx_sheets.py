"""Which tables the workbook holds: the columns and rows of every sheet that is a list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ogp_review.domain.comment import Stance
from ogp_review.domain.report import Edition, ReportDocument, ReportParagraph, ReportSection, Theme
from ogp_review.exporters import xlsx_styles as styles
from ogp_review.exporters.xlsx_cells import LONG_TEXTS, ROW_LIMIT
from ogp_review.interchange.matrix import (
    COMMENT_COLUMNS,
    HIDDEN_COLUMNS,
    MATRIX_COLUMNS,
    Column,
    joined,
)
from ogp_review.interchange.matrix_marks import review_mark, written_version


def _hidden(document: ReportDocument, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """What lets an edited row be read back; no public edition holds it."""
    if document.edition == Edition.PUBLIC:
        return ()
    language, review = document.language, review_mark(document.review_id)
    return (
        Column(HIDDEN_COLUMNS[0], lambda r: str(r.row_id), 22),
        Column(HIDDEN_COLUMNS[1], lambda r: written_version(r, columns, language, review), 22),
    )


@dataclass(frozen=True)
class Table:
    """One sheet that is a list. `ref` names a row to people; `hidden` columns follow the last one shown."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    ref: Callable[[Any], str]
    hidden: tuple[Column, ...] = ()
    frozen: str = "B2"
    paper: int = styles.A4
    dates: frozenset[str] = frozenset()
    dress: Callable[[Worksheet, "Table"], None] | None = None

    @property
    def last_row(self) -> int:
        return len(self.rows) + 1

    @property
    def is_edited(self) -> bool:
        return bool(self.hidden)

    def width(self, column: Column) -> int:
        """In characters; a date with its time needs more than the date alone."""
        return max(column.width, 18) if column.title in self.dates else column.width

    def cells(self, title: str) -> str:
        """The range of all rows in the column with this title."""
        number = next(at for at, column in enumerate(self.columns, start=1) if column.title == title)
        return self._cells(number)

    def _cells(self, number: int) -> str:
        letter = get_column_letter(number)
        return f"{letter}2:{letter}{min(max(self.last_row, 2), ROW_LIMIT)}"

    @property
    def fixed_cells(self) -> str:
        """The ranges of all rows in the columns that are not read back."""
        columns = (*self.columns, *self.hidden)
        fixed = [at for at, column in enumerate(columns, start=1) if not column.editable]
        return " ".join(self._cells(at) for at in fixed)

    @property
    def whole_range(self) -> str:
        return f"A1:{get_column_letter(len(self.columns) + len(self.hidden))}{self.last_row}"


def tables(document: ReportDocument) -> list[Table]:
    """The sheets between Summary and About, in order."""
    paragraphs = _paragraphs(document)
    return [
        Table(
            "Response matrix", MATRIX_COLUMNS, document.matrix, _ref, _hidden(document, MATRIX_COLUMNS),
            "D2", styles.A3, dress=_dress_matrix,
        ),
        Table(
            "Comments", COMMENT_COLUMNS, document.comments, _ref, _hidden(document, COMMENT_COLUMNS),
            "C2", styles.A3, dates=frozenset({"Date"}), dress=_comments_dress(len(paragraphs)),
        ),
        Table(
            "Paragraphs", PARAGRAPH_COLUMNS, paragraphs, lambda r: str(r[1].label), frozen="C2",
            paper=styles.A3,
        ),
        Table(
            "Themes", _theme_columns(document.themes), document.themes, lambda t: str(t.path),
            paper=styles.A3,
        ),
        Table("Participants", PARTICIPANT_COLUMNS, document.participants, lambda p: str(p.name)),
        Table("Codebook", CODEBOOK_COLUMNS, document.themes, lambda t: str(t.path)),
    ]  # fmt: skip


def long_texts(parts: Sequence[tuple[str, str, int, str]]) -> Table:
    return Table(LONG_TEXTS, LONG_TEXT_COLUMNS, parts, lambda r: str(r[0]))


def _ref(row: Any) -> str:
    return str(row.ref)


def _dress_matrix(sheet: Worksheet, table: Table) -> None:
    styles.colour_states(sheet, table.cells("State"))
    styles.colour_decisions(sheet, table.cells("For decision"))
    if table.is_edited:
        styles.offer_disposition(sheet, table.cells("Disposition"))
        styles.offer_state(sheet, table.cells("State"))
        styles.offer_decision(sheet, table.cells("For decision"))
        styles.refuse_typing(sheet, table.fixed_cells)


def _comments_dress(paragraphs: int) -> Callable[[Worksheet, Table], None]:
    def dress(sheet: Worksheet, table: Table) -> None:
        styles.colour_states(sheet, table.cells("State"))
        if table.is_edited:
            styles.refuse_typing(sheet, table.fixed_cells)
        if table.is_edited and paragraphs:
            source = f"Paragraphs!$B$2:$B${paragraphs + 1}"
            sentence = "The draft has no paragraph with this label. Keep it all the same?"
            styles.suggest(sheet, table.cells("Paragraph"), source, "Paragraph", sentence)

    return dress


def _paragraphs(document: ReportDocument) -> list[tuple[ReportSection, ReportParagraph]]:
    return [(section, paragraph) for section in document.sections for paragraph in section.paragraphs]


def _captured(paragraph: ReportParagraph) -> str:
    if paragraph.complete:
        return "complete"
    return "beginning only" if paragraph.text else "text not captured"


PARAGRAPH_COLUMNS = (
    Column("Section", lambda r: r[0].heading, 24, wrap=True),
    Column("Paragraph", lambda r: r[1].label, 13, wrap=True),
    Column("Text", lambda r: r[1].text, 60, wrap=True),
    Column("Captured", lambda r: _captured(r[1]), 12, wrap=True),
    Column("Revised text", lambda r: r[1].revised or "", 44, wrap=True),
    Column("Comments", lambda r: r[1].comments, 11),
    Column("Declared", lambda r: r[1].declared, 10),
    Column("What we heard", lambda r: r[1].narrative.heard, 44, wrap=True),
    Column("Our response", lambda r: r[1].narrative.response, 44, wrap=True),
    Column("What changed", lambda r: r[1].narrative.changed, 34, wrap=True),
)

PARTICIPANT_COLUMNS = (
    Column("Name", lambda p: p.name, 30, wrap=True),
    Column("Organisation", lambda p: p.organisation, 34, wrap=True),
    Column("Stakeholder", lambda p: p.stakeholder, 24, wrap=True),
    Column("Country", lambda p: p.country, 20, wrap=True),
    Column("Comments", lambda p: p.comments, 11),
    Column("Languages", lambda p: joined(p.languages), 14, wrap=True),
    Column("Channels", lambda p: joined(p.channels), 18, wrap=True),
    Column("Named", lambda p: "yes" if p.named else "no", 9),
)

CODEBOOK_COLUMNS = (
    Column("Theme", lambda t: t.path, 36, wrap=True),
    Column("Colour", lambda t: t.colour, 11),
    Column("Definition", lambda t: t.definition, 60, wrap=True),
    Column("Example", lambda t: t.example, 60, wrap=True),
    Column("Shortcut", lambda t: t.shortcut, 10),
    Column("Retired", lambda t: "yes" if t.retired else "", 10),
)

LONG_TEXT_COLUMNS = (
    Column("Ref", lambda r: r[0], 16, wrap=True),
    Column("Column", lambda r: r[1], 18, wrap=True),
    Column("Part", lambda r: r[2], 8),
    Column("Text", lambda r: r[3], 120, wrap=True),
)


def _theme_columns(themes: tuple[Theme, ...]) -> tuple[Column, ...]:
    """One column a stance; a stance that is not among the usual ones comes after them."""
    stances = dict.fromkeys([*map(str, Stance), *(f.name for theme in themes for f in theme.by_stance)])
    return (
        Column("Theme", lambda t: t.path, 36, wrap=True),
        Column("Comments", lambda t: t.comments, 11),
        Column("Points", lambda t: t.points, 9),
        *(Column(name.capitalize(), _count_of(name), 11) for name in stances),
        Column("What we heard", lambda t: t.narrative.heard if t.narrative else "", 44, wrap=True),
        Column("Our response", lambda t: t.narrative.response if t.narrative else "", 44, wrap=True),
        Column("What changed", lambda t: t.narrative.changed if t.narrative else "", 34, wrap=True),
    )


def _count_of(stance: str) -> Callable[[Theme], int]:
    return lambda theme: sum(figure.count for figure in theme.by_stance if figure.name == stance)
