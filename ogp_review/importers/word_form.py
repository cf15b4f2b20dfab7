"""Commenting forms in Word: the ISO/IEC template and tables like it, a comment a row.

The titles of the ISO form stand in the header of the page and not in the table, so both are looked at.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    IncomingCoding,
    IncomingComment,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
)
from ogp_review.importers.word_labels import cited_label
from ogp_review.importers.word_text import Cell, Paragraph, Words

FormRecord = IncomingComment | IncomingSkip | IncomingTag | IncomingCoding | IncomingWarning

_FIELDS: dict[str, re.Pattern[str]] = {
    name: re.compile(forms)
    for name, forms in {
        "type": r"type\b|tipo\b|art des kommentars",
        "body": r"(mb|cm|nb)\s*[1-9]?$|(mb|cm|nb)\s*/\s*(nc|cn)|member body|national committee|"
        r"organi[sz]ation|organisme|organizacion|pays\b|pais\b|country|name of (commenter|stakeholder)",
        "line": r"line\b|numero de ligne|ligne|linea|zeile",
        "clause": r"clause|subclause|section|article|apartado|abschnitt|chapter|capitulo|seccion",
        "paragraph": r"paragraph|para\b|alinea|figure|parrafo|absatz",
        "proposed": r"propos|suggest|modification|cambio|anderung|vorschlag|suggerid",
        "observations": r"observations?\b|secretariat|observaciones|(response|disposition|resolution)\b",
        "comment": r"comment|comentario|kommentar|remark|justification",
    }.items()
}
"""How the title of a column begins, folded. The first that fits is meant: "Type of comment" is a type."""

_SHOWN = {
    "body": "MB/NC", "line": "Line number",
    "clause": "Clause/Subclause", "paragraph": "Paragraph/Figure/Table",
    "type": "Type of comment", "observations": "Observations of the secretariat",
}  # fmt: skip
_TYPES = {
    "General": re.compile(r"ge|gen|generale?|allgemein|all"),
    "Technical": re.compile(r"te|tec|tech|technical|technique|tecnico|technisch"),
    "Editorial": re.compile(r"ed|edit|editorial|redactionnel|redaktionell"),
}
_ISO_FIELDS = 6
_TITLE_ROWS = 6
_FEWEST_COUNTED = 4
_BODY = re.compile(r"(?P<body>[A-Z]{2})[\s/_-]*[0-9]{0,4}")
_SIGNED = re.compile(r"\W{0,3}[Pp§¶]\s?[0-9]")
_BARE = re.compile(r"[0-9]{1,4}[a-z]?")
_COUNTED = re.compile(r"\(?[1-9]\)?")


@dataclass(slots=True)
class _Row:
    """A row of a table: the text of each cell by its column, and the columns that go on from above."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    continued: set[int] = field(default_factory=set)
    titles: bool = False

    @property
    def width(self) -> int:
        return max((column + span for column, span in self.spans.items()), default=0)


@dataclass(slots=True)
class _Form:
    """A table that is a form: which column is which, and the rows that somebody filled in."""

    columns: dict[str, int]
    rows: list[_Row]


class Forms:
    """The forms of a document: `tables` are their numbers, `official` tells whether it is the ISO form."""

    def __init__(self, words: Words) -> None:
        self._name = words.name
        tables = _tables(words, lambda paragraph: paragraph.story == "document")
        above = list(_tables(words, lambda paragraph: paragraph.story == "header").values())
        self._forms = {number: form for number, rows in tables.items() if (form := _form(rows, above))}
        self._tags: set[str] = set()
        self._same: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._forms)

    @property
    def tables(self) -> frozenset[int]:
        return frozenset(self._forms)

    @property
    def official(self) -> bool:
        return any(len(form.columns) >= _ISO_FIELDS for form in self._forms.values())

    def records(self) -> Iterator[FormRecord]:
        if not any(form.rows for form in self._forms.values()):
            yield IncomingWarning("The form is blank: no row of it is filled in.")
        several = len(self._forms) > 1
        for number, form in enumerate(self._forms.values(), 1):
            above: dict[str, str] = {}
            for row in form.rows:
                where = f"table {number}, row {row.number}" if several else f"row {row.number}"
                values = _values(form, row, above)
                above = values
                yield from self._row(values, where)

    def _row(self, values: dict[str, str], where: str) -> Iterator[FormRecord]:
        text = values.get("comment") or values.get("proposed") or ""
        if not text:
            if any(values.get(name) for name in ("line", "clause", "paragraph", "type")):
                yield IncomingSkip(where, "no text")
            return
        body, country = _body(values.get("body", ""))
        ident = self._ident(values)
        types = _types(values.get("type", ""))
        for tag in types:
            if tag not in self._tags:
                self._tags.add(tag)
                yield IncomingTag(tag, where)
        yield IncomingComment(
            text,
            where,
            external_id=ident,
            organisation=body,
            country=country,
            paragraph=_place(values),
            submission=f"{self._name}: {body}" if body else self._name,
            proposal=values.get("proposed") or None,
            folded=_rest(values, body, typed=bool(types)) or None,
        )
        for tag in types:
            yield IncomingCoding(ident, tag, where)

    def _ident(self, values: dict[str, str]) -> str:
        """Rows have no id, and their numbers change when one is put between: known by what they say."""
        told = "\0".join(f"{name}={values[name]}" for name in sorted(values) if name != "observations")
        print_ = hashlib.sha256(told.encode()).hexdigest()[:16]
        self._same[print_] += 1
        again = self._same[print_]
        return f"{self._name} {print_}" + (f" {again}" if again > 1 else "")


def _tables(words: Words, wanted: Callable[[Paragraph], bool]) -> dict[int, list[_Row]]:
    """The outermost tables, row by row; what is nested in a cell is part of its text."""
    tables: dict[int, dict[int, _Row]] = {}
    texts: dict[Cell, list[str]] = {}
    for paragraph in words.paragraphs:
        if paragraph.cells and wanted(paragraph):
            texts.setdefault(paragraph.cells[0], []).append(words.text(paragraph))
    for cell, lines in texts.items():
        row = tables.setdefault(cell.table, {}).setdefault(cell.row, _Row(cell.row + 1))
        row.cells[cell.column] = "\n".join(lines).strip()
        row.spans[cell.column] = cell.span
        row.titles = cell.titles
        if cell.continues:
            row.continued.add(cell.column)
    return {number: list(rows.values()) for number, rows in tables.items()}


def _form(rows: list[_Row], above: list[list[_Row]]) -> _Form | None:
    """The table as a form, by the titles in one of its first rows or else in the header of the page."""
    for at, row in enumerate(rows[:_TITLE_ROWS]):
        columns = _columns(list(row.cells.items()))
        if columns:
            return _Form(columns, _filled(rows[at + 1 :]))
    width = max(row.width for row in rows)
    for row in (row for table in above for row in table):
        titles = [text for text in row.cells.values()]
        columns = _columns(list(enumerate(titles)))
        if len(columns) >= _ISO_FIELDS and len(titles) == width:
            return _Form(columns, _filled(rows))
    return None


def _columns(titles: list[tuple[int, str]]) -> dict[str, int]:
    """Which column is which; none where the titles are not those of comments on places or with proposals."""
    found: dict[str, int] = {}
    for column, title in titles:
        key = match_key(title[:200])
        name = next((name for name, form in _FIELDS.items() if form.match(key)), None)
        if name is not None:
            found.setdefault(name, column)
    told = found.keys() & {"proposed", "clause", "paragraph", "line"}
    return found if "comment" in found and told and len(found) >= 3 else {}


def _filled(rows: list[_Row]) -> list[_Row]:
    """Without rows that are blank, repeat the titles or count the columns."""
    return [row for row in rows if _is_filled([text for text in row.cells.values() if text], row)]


def _is_filled(texts: list[str], row: _Row) -> bool:
    counts = len(texts) >= _FEWEST_COUNTED and all(map(_COUNTED.fullmatch, texts))
    return bool(texts) and not counts and not _columns(list(row.cells.items()))


def _values(form: _Form, row: _Row, above: dict[str, str]) -> dict[str, str]:
    """The cells by name; one that goes on from the row above says the same."""
    values = {}
    for name, column in form.columns.items():
        goes_on = column in row.continued and name not in ("comment", "proposed", "observations")
        values[name] = above.get(name, "") if goes_on else row.cells.get(column, "")
    return values


def _body(text: str) -> tuple[str | None, str | None]:
    """The organisation, and its country where a code states it; "DE 017" is comment 17 of DE."""
    told = " ".join(text.split())
    found = _BODY.fullmatch(told)
    return (found["body"], found["body"]) if found else (told or None, None)


def _types(text: str) -> list[str]:
    words = re.findall(r"[a-z]+", match_key(text[:100]))
    return [f"Type/{name}" for name, form in _TYPES.items() if any(form.fullmatch(word) for word in words)]


def _place(values: dict[str, str]) -> str | None:
    """The paragraph that is named. Without a sign (P, §) it counts only where it is no part of a clause."""
    paragraph, clause = values.get("paragraph", ""), values.get("clause", "")
    for text in (paragraph, clause):
        label = cited_label(text)
        if label and (not paragraph or not clause or _SIGNED.match(text)):
            return label.name
    bare = _BARE.fullmatch(paragraph)
    return f"P{bare[0]}" if bare and not clause else None


def _rest(values: dict[str, str], body: str | None, *, typed: bool) -> str:
    """What else the row says, each under the title of its column."""
    told = {"body": body or "", "type": values.get("type", "") if typed else ""}
    shown = [name for name in _SHOWN if values.get(name) and values[name] != told.get(name)]
    return "\n".join(f"{_SHOWN[name]}: {values[name]}" for name in shown)
