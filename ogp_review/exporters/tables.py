"""The comments as CSV, and the whole document as JSON."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from ogp_review.domain.ledger import Ledger
from ogp_review.domain.operation import plural
from ogp_review.domain.report import CommentRow, Edition, MatrixRow, ReportDocument
from ogp_review.exporters.atomic import writing
from ogp_review.interchange.csv_text import guard
from ogp_review.interchange.matrix import COMMENT_COLUMNS, comment_values
from ogp_review.progress import Progress

_BATCH = 500
_IDS = frozenset({"row_id", "point_id"})
_NOT_PUBLIC = _IDS | {"version"}
"""Of rows: the public edition holds refs only."""


def write_csv(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """One row a comment, in UTF-8 with a byte-order mark, which is what makes Excel read it as such.

    Text that a spreadsheet would run as a formula stands behind an apostrophe, which import takes off again.

    :returns: how many such texts there are.
    """
    guarded = _Guarded()
    with writing(target) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        rows = csv.writer(text)
        rows.writerow([column.title for column in COMMENT_COLUMNS])
        comments = iter(document.comments)
        done = 0
        while batch := list(islice(comments, _BATCH)):
            progress.check_cancelled()
            rows.writerows([guarded.cell(value) for value in comment_values(row)] for row in batch)
            done += len(batch)
            progress.report(done, len(document.comments), "comments written")
        text.detach()
    return guarded.notes()


class _Guarded:
    """Guards cells and counts what it put behind an apostrophe."""

    def __init__(self) -> None:
        self.formulas = self.apostrophes = 0

    def cell(self, value: str | int | None) -> str | int | None:
        if not isinstance(value, str):
            return value
        safe = guard(value)
        if safe != value:
            self.apostrophes += value.startswith("'")
            self.formulas += not value.startswith("'")
        return safe

    def notes(self) -> list[str]:
        formulas = plural(
            self.formulas,
            "text that a spreadsheet would run as a formula stands",
            "texts that a spreadsheet would run as a formula stand",
        )
        apostrophes = plural(
            self.apostrophes,
            "text with an apostrophe in front has",
            "texts with an apostrophe in front have",
        )
        said = (
            (self.formulas, f"{formulas} behind an apostrophe"),
            (self.apostrophes, f"{apostrophes} a second one before it"),
        )
        return [f"{what}; import takes it off again." for count, what in said if count]


def write_json(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Everything the document holds, under the names it has in `domain.report`; ids are text.

    The public edition holds refs and no ids. Rows are written one by one, a line each: at 100,000
    comments a copy of them all would take a gigabyte.
    """
    with writing(target) as raw:
        for number, (name, value) in enumerate(_members(document)):
            progress.check_cancelled()
            raw.write(_utf8(f"{',' if number else '{'}\n {json.dumps(name)}: "))
            if name in ("matrix", "comments"):
                _write_rows(raw, name, value, document.edition, progress)
            else:
                whole = json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
                raw.write(_utf8(whole.replace("\n", "\n ")))
        raw.write(b"\n}")
        progress.check_cancelled()
    return []


def _members(document: ReportDocument) -> Iterator[tuple[str, Any]]:
    public = document.edition == Edition.PUBLIC
    for field in fields(document):
        if not (public and field.name == "review_id"):
            yield field.name, getattr(document, field.name)


def _write_rows(
    raw: BinaryIO, name: str, rows: Sequence[MatrixRow | CommentRow], edition: Edition, progress: Progress
) -> None:
    left_out = _NOT_PUBLIC if edition == Edition.PUBLIC else frozenset()
    raw.write(b"[")
    for done, row in enumerate(rows):
        if done % _BATCH == 0:
            progress.check_cancelled()
            progress.report(done, len(rows), f"{name} written")
        line = json.dumps(_record(row, left_out), ensure_ascii=False)
        raw.write(_utf8(f"{',' if done else ''}\n  {line}"))
    raw.write(b"\n ]" if rows else b"]")
    progress.report(len(rows), len(rows), f"{name} written")


def _record(row: MatrixRow | CommentRow, left_out: frozenset[str]) -> dict[str, Any]:
    """The row by the names of its fields; 63-bit ids as text, which every reader of JSON keeps exact."""
    names = [name for name in row.__slots__ if name not in left_out]
    values = ((name, getattr(row, name)) for name in names)
    return {name: str(value) if name in _IDS and value is not None else value for name, value in values}


def _plain(value: Any) -> Any:
    """What JSON has no form for."""
    if isinstance(value, Ledger):
        return value.figures()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return sorted(value)


def _utf8(text: str) -> bytes:
    """A lone surrogate, which UTF-8 cannot hold, as the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")
