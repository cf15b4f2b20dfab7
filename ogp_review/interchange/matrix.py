"""The columns of the response matrix and of the comments, in one place: written by exporters, read back."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ogp_review.domain.report import CommentRow, MatrixRow

SHEETS = (
    "Summary",
    "Response matrix",
    "Comments",
    "Paragraphs",
    "Themes",
    "Participants",
    "Codebook",
    "About",
)

_BETWEEN = re.compile(r"(?:\\[\\;]|[^;\n])+")
_ESCAPED = re.compile(r"\\([\\;])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it shows of a row, its width in characters, whether it may be edited."""

    title: str
    value: Callable[[Any], str | int | None]
    width: int
    editable: bool = False
    wrap: bool = False


def joined(values: tuple[str, ...]) -> str:
    """Several values in one cell."""
    return "; ".join(values)


def joined_paths(paths: Iterable[str]) -> str:
    """Several themes in one cell, so that :func:`split_paths` finds them: a ";" in a name is "\\;"."""
    return "; ".join(path.replace("\\", "\\\\").replace(";", "\\;") for path in paths)


def split_paths(text: str) -> tuple[str, ...]:
    """The themes in a cell, each once. They stand on lines of their own, or with ";" between."""
    parts = [_ESCAPED.sub(r"\1", part) for part in _BETWEEN.findall(text)]
    return tuple(dict.fromkeys(clean for part in parts if (clean := " ".join(part.split()))))


def more_units(row: MatrixRow) -> str:
    """The lead in full, then how many more there are."""
    if not row.more:
        return row.verbatim
    return f"{row.verbatim}\n\nand {row.more:,} more: see Comments"


MATRIX_COLUMNS: tuple[Column, ...] = (
    Column("Ref", lambda r: r.ref, 11),
    Column("Section", lambda r: r.section, 22, wrap=True),
    Column("Paragraph", lambda r: r.paragraph, 12),
    Column("Point", lambda r: r.point, 40, editable=True, wrap=True),
    Column("Comments", lambda r: r.comments, 10),
    Column("Verbatim", more_units, 60, wrap=True),
    Column("Participants", lambda r: joined(r.participants), 26, wrap=True),
    Column("Channels", lambda r: joined(r.channels), 12, wrap=True),
    Column("Languages", lambda r: joined(r.languages), 11, wrap=True),
    Column("Votes for", lambda r: r.votes_for, 9),
    Column("Votes against", lambda r: r.votes_against, 9),
    Column("Themes", lambda r: joined(r.themes), 24, wrap=True),
    Column("Disposition", lambda r: r.disposition, 16, editable=True),
    Column("Response", lambda r: r.response, 60, editable=True, wrap=True),
    Column("Proposed change", lambda r: r.proposed_change, 44, editable=True, wrap=True),
    Column("State", lambda r: r.state, 11, editable=True),
    Column("Owner", lambda r: r.owner, 16, editable=True),
    Column("Approved by", lambda r: r.approved_by, 16),
    Column("For decision", lambda r: "yes" if r.for_decision else "", 10, editable=True),
    Column("Comment refs", lambda r: joined(r.comment_refs), 24, wrap=True),
)

COMMENT_COLUMNS: tuple[Column, ...] = (
    Column("Ref", lambda r: r.ref, 11),
    Column("Paragraph", lambda r: r.paragraph, 12, editable=True),
    Column("Author", lambda r: r.author, 22, wrap=True),
    Column("Organisation", lambda r: r.organisation, 26, wrap=True),
    Column("Channel", lambda r: r.channel, 11),
    Column("Language", lambda r: r.language, 10),
    Column("Date", lambda r: r.date, 12),
    Column("Text", lambda r: r.text, 80, wrap=True),
    Column("Translation", lambda r: r.translation, 60, editable=True, wrap=True),
    Column("Votes for", lambda r: r.votes_for, 9),
    Column("Votes against", lambda r: r.votes_against, 9),
    Column("Reply to", lambda r: r.reply_to, 11),
    Column("Themes", lambda r: joined_paths(r.themes), 24, editable=True, wrap=True),
    Column("Point", lambda r: r.point, 11),
    Column("Disposition", lambda r: r.disposition, 16),
    Column("State", lambda r: r.state, 11),
    Column("Set aside because", lambda r: r.set_aside, 22, wrap=True),
)

ANNEX_COLUMNS = ("Ref", "Paragraph", "Point", "Comments", "Disposition", "Response", "Proposed change")
"""What Annex A of the report prints; the verbatim follows each row at full width."""

HIDDEN_COLUMNS = ("Row id", "Version")
"""Kept beside the last column of both sheets, as text: 63-bit ids do not fit a spreadsheet's numbers."""


def comment_values(row: CommentRow) -> list[str | int | None]:
    """The cells of a comment, in the order of COMMENT_COLUMNS."""
    return [column.value(row) for column in COMMENT_COLUMNS]
