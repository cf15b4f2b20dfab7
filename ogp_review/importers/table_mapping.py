"""What a person says about a table: which column is what, and how its rows are to be read.

It is kept with a review as a profile, so it names columns by their titles and not by their places.
"""

import json
from collections.abc import Mapping as Names
from dataclasses import asdict, dataclass
from typing import Any

from ogp_review.errors import ReviewError
from ogp_review.importers.table_columns import field_named
from ogp_review.importers.table_encodings import NAMES
from ogp_review.importers.table_repair import REPAIRS

SEPARATE = "separate"
"""Each answer of a row is a comment of its own; they share a submission."""

TOGETHER = "together"
"""The answers of a row are one comment, each below its question."""

DELIMITERS = (",", ";", "\t", "|")
_KINDS = {
    "sheet": str,
    "delimiter": str,
    "encoding": str,
    "header_row": int,
    "header_rows": int,
    "day_first": bool,
    "repair": str,
    "answers": str,
}
LARGEST_PROFILE = 4 * 1024 * 1024
"""Characters of a mapping as JSON."""


@dataclass(frozen=True, slots=True)
class Join:
    """A second table, whose columns are added to each row with the same key: `key` here, `other` there."""

    path: str
    key: str
    other: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a table is read. What is not said (None, or a column that is not named) is guessed.

    `columns` is pairs of a column's name and its field, "" for one that is not read. `header_row` is the row
    number of the titles, 0 where there are none; `header_rows` how many rows of titles are joined.
    """

    columns: tuple[tuple[str, str], ...] = ()
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    day_first: bool | None = None
    repair: str | None = None
    answers: str = SEPARATE
    join: Join | None = None

    def __post_init__(self) -> None:
        for _, field in self.columns:
            field_named(field)
        _check(self.repair is None or self.repair in REPAIRS, "repair", self.repair)
        _check(self.answers in (SEPARATE, TOGETHER), "answers", self.answers)
        _check(self.delimiter is None or self.delimiter in DELIMITERS, "delimiter", self.delimiter)
        _check(self.encoding is None or self.encoding in NAMES, "encoding", self.encoding)
        _check(self.header_row is None or 0 <= self.header_row < 2**31, "header_row", self.header_row)
        _check(self.encoding is None or self.encoding in NAMES, "encoding", self.encoding)
        _check(self.header_rows is None or 1 <= self.header_rows <= 5, "header_rows", self.header_rows)

    @classmethod
    def of(cls, columns: Names[str, str], **said: Any) -> "Mapping":
        """A mapping by ``{"Comment": "text", "Name": "author"}``, and whatever else is said."""
        return cls(tuple(columns.items()), **said)

    def as_json(self) -> str:
        """The profile as it is kept. What is not said is left out."""
        said = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        if self.columns:
            said["columns"] = [list(pair) for pair in self.columns]
        return json.dumps(said, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Mapping":
        """The mapping that :meth:`as_json` wrote. Raises ReviewError where it is not one."""
        try:
            if len(text) > LARGEST_PROFILE:
                raise ValueError("it is too long")
            return cls(**_said(json.loads(text)))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ReviewError(f"The mapping of columns cannot be read: {error}. Make it anew.") from error


def _check(right: bool, what: str, value: object) -> None:
    if not right:
        raise ReviewError(f'A mapping of columns cannot have "{value}" as its {what}.')


def _said(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or not set(told) <= {"columns", "join", *_KINDS}:
        raise ValueError("it is not a mapping")
    said = {name: value for name, value in told.items() if name not in ("columns", "join")}
    for name, value in said.items():
        if type(value) is not _KINDS[name] and (value is not None or name == "answers"):
            raise ValueError(f'"{name}" is {value!r}')
    if "columns" in told:
        said["columns"] = tuple(_pair(*pair) for pair in told["columns"])
    if told.get("join") is not None:
        said["join"] = Join(**_texts(told["join"]))
    return said


def _pair(column: Any, field: Any) -> tuple[str, str]:
    if not isinstance(column, str) or not isinstance(field, str):
        raise ValueError("a column or a field is not a text")
    return column, field


def _texts(told: Any) -> dict[str, str]:
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise ValueError("the second table is not named")
    return told
