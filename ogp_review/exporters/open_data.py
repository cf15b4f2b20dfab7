"""Open data: the public edition as CSV and JSON, with a data dictionary, its licence and a JSON Schema."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.fast_zip import FastZip
from ogp_review.exporters.holding import Holding
from ogp_review.exporters.open_data_fields import JOIN, TABLES, Table, Value
from ogp_review.exporters.open_data_package import data_package, dictionary, head, readme
from ogp_review.i18n import resources
from ogp_review.interchange.csv_text import guard
from ogp_review.progress import Progress

SCHEMA = "open_data.schema.json"
_BATCH = 500


def write_open_json(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Every table with its dictionary in one file, as `resources/schemas/open_data.schema.json` has it.

    :raises ReviewError: where the document is no public edition, or the file cannot be written.
    """
    _check(document)
    with writing(target) as raw:
        for chunk in _json(document, progress):
            raw.write(chunk)
        progress.check_cancelled()
    return []


def write_open_zip(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """A data package: a CSV file a table, the same as JSON, the schema, dictionary, licence and README.

    :returns: what CSV could not hold; the README says it too.
    :raises ReviewError: as :func:`write_open_json` does.
    """
    _check(document)
    cells = _Cells()
    with writing(target) as raw:
        file = FastZip(raw)
        for table in TABLES:
            file.write(f"{table.name}.csv", _csv(document, table, cells, progress))
        file.write("open_data.json", _json(document, progress))
        file.write(SCHEMA, [(resources() / "schemas" / SCHEMA).read_bytes()])
        file.write(
            "datapackage.json", [_utf8(json.dumps(data_package(document), ensure_ascii=False, indent=1))]
        )
        file.write("README.txt", [_utf8(readme(document, cells.notes()))])
        file.close()
        progress.check_cancelled()
    return cells.notes()


def _check(document: ReportDocument) -> None:
    if document.edition != Edition.PUBLIC:
        raise ReviewError("Open data are for everybody: export the public edition.")


def _json(document: ReportDocument, progress: Progress) -> Iterator[bytes]:
    """Row by row, a line each: a copy of 100,000 comments would take a gigabyte."""
    members = {**head(document), "dictionary": dictionary()}
    yield b"{"
    for name, value in members.items():
        text = json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n ")
        yield _utf8(f"\n {json.dumps(name)}: {text},")
    for number, table in enumerate(TABLES):
        yield _utf8(f"{',' if number else ''}\n {json.dumps(table.name)}: [")
        yield from _json_rows(document, table, progress)
        yield b"\n ]"
    yield b"\n}\n"


def _json_rows(document: ReportDocument, table: Table, progress: Progress) -> Iterator[bytes]:
    first = True
    for batch in _batches(document, table, progress):
        lines = [
            json.dumps({field.name: field.value(row) for field in table.fields}, ensure_ascii=False)
            for row in batch
        ]
        yield _utf8(("\n  " if first else ",\n  ") + ",\n  ".join(lines))
        first = False


def _csv(document: ReportDocument, table: Table, cells: "_Cells", progress: Progress) -> Iterator[bytes]:
    """With a byte-order mark, which is what makes Excel read UTF-8 as such."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([field.name for field in table.fields])
    yield b"\xef\xbb\xbf" + _utf8(text.getvalue())
    for batch in _batches(document, table, progress):
        text.seek(0)
        text.truncate()
        rows.writerows([cells.cell(field.value(row), row) for field in table.fields] for row in batch)
        yield _utf8(text.getvalue())


def _batches(document: ReportDocument, table: Table, progress: Progress) -> Iterator[list[Any]]:
    rows, total, done = iter(table.rows(document)), table.count(document), 0
    progress.check_cancelled()
    while batch := list(islice(rows, _BATCH)):
        progress.check_cancelled()
        progress.report(done, total, f"{table.name} written")
        yield batch
        done += len(batch)
    progress.report(total, total, f"{table.name} written")


class _Cells:
    """Values as cells that no spreadsheet runs, and what had to be changed for that."""

    def __init__(self) -> None:
        self._holding = Holding()
        self._guarded = 0

    def cell(self, value: Value, row: Any) -> str | int:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return value
        text = JOIN.join(value) if isinstance(value, tuple) else value
        if not text:
            return text
        clean = text if text.isprintable() else self._holding.text(text, _name(row))
        safe = guard(clean)
        self._guarded += safe != clean
        return safe

    def notes(self) -> list[str]:
        n = self._guarded
        told = (
            [f"{n:,} cells of CSV stand behind an apostrophe, so that no spreadsheet runs them."] if n else []
        )
        return told + self._holding.notes()


def _name(row: Any) -> str:
    names = (getattr(row, name, "") for name in ("ref", "path", "name"))
    return next((name for name in names if name), "a row")


def _utf8(text: str) -> bytes:
    """A lone surrogate, which UTF-8 cannot hold, as the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")
