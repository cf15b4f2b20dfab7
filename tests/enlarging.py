"""Copies of sources as they are some days later: with one more comment, and nothing else changed."""

import csv
import io
import json
from pathlib import Path
from typing import Any

_LATER_ID = "USDA-2017-0002-99999"
_SHORT = 20
"""Characters of a cell that is no answer."""

LATER = "A comment that came later: the quay is missing from the whole of the draft."


def enlarged(source: Path, folder: Path, column: str = "") -> Path:
    """A copy of `source` in `folder` with LATER in it; `column` is the title of the texts of a table."""
    target = folder / source.name
    kind = source.suffix[1:] if source.parent.name not in ("discuto", "pasted") else source.parent.name
    _KINDS[kind](source, target, column)
    return target


def _csv(source: Path, target: Path, column: str) -> None:
    raw = source.read_bytes()
    text = raw.decode("utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = next(row for row in rows if column in row)
    place = header.index(column)
    last = [cell if len(cell) <= _SHORT else "" for cell in rows[-1]]
    more = [LATER if n == place else cell for n, cell in enumerate(last)]
    for name in ("Document ID", "name", "id"):
        if name in header and place != header.index(name):
            more[header.index(name)] = _LATER_ID if name == "Document ID" else f"{last[header.index(name)]}9"
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerow(more)
    target.write_bytes(raw.rstrip(b"\r\n") + b"\n" + written.getvalue().encode())


def _xlsx(source: Path, target: Path, column: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(source, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows(max_row=10):
            places = [cell.column for cell in row if cell.value == column]
            if places:
                last = max(cell.row for cell in sheet[sheet.cell(1, places[0]).column_letter] if cell.value)
                sheet.cell(last + 1, places[0], LATER)
                book.save(target)
                return
    raise AssertionError(f"no column {column}")


def _json(source: Path, target: Path, column: str) -> None:
    whole = json.loads(source.read_text(encoding="utf-8"))
    arguments: list[dict[str, Any]] = (
        whole["arguments"] if "arguments" in whole else whole["opinion"]["arguments"]
    )
    arguments.append({"id": 99_999_999, "body": LATER, "type": 1})
    target.write_text(json.dumps(whole), encoding="utf-8")


def _lines(source: Path, target: Path, column: str) -> None:
    more = json.dumps({"response_id": 99_999_999, "response": LATER})
    target.write_text(f"{source.read_text(encoding='utf-8').rstrip()}\n{more}\n", encoding="utf-8")


def _docx(source: Path, target: Path, column: str) -> None:
    import docx

    document = docx.Document(str(source))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs)
    document.add_comment(run, text=LATER, author="Later", initials="L")
    document.save(str(target))


def _capture(source: Path, target: Path, column: str) -> None:
    text = source.read_text(encoding="utf-8")
    before, heading, after = text.partition("LATEST COMMENTS\n")
    sign = after[: after.index("\n") + 1]
    target.write_text(f"{before}{heading}{sign}{LATER}\n{after}", encoding="utf-8")


def _pasted(source: Path, target: Path, column: str) -> None:
    text = source.read_text(encoding="utf-8")
    target.write_text(
        f"{text.rstrip()}\n\nComment by Zoe Later on 30th June 2023\n\n{LATER}\n", encoding="utf-8"
    )


def _project(source: Path, target: Path, column: str) -> None:
    text = source.read_text(encoding="utf-8")
    more = (
        '<TextSource guid="99999999-9999-9999-9999-999999999999" name="later">'
        f"<PlainTextContent>{LATER}</PlainTextContent></TextSource>"
    )
    assert "</Sources>" in text
    target.write_text(text.replace("</Sources>", f"{more}</Sources>", 1), encoding="utf-8")


_KINDS = {
    "csv": _csv, "xlsx": _xlsx, "json": _json, "jsonl": _lines, "docx": _docx, "discuto": _capture,
    "pasted": _pasted, "qde": _project,
}  # fmt: skip
