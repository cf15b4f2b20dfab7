"""What readers wrote onto a PDF: notes, highlights and strike-outs, with the words they stand on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject

from ogp_review.domain.incoming import Incoming, IncomingComment, IncomingSkip
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.table_values import understood_date

MOST_NOTES = 20_000
"""Annotations of a file; and of each, the lines it may stand on are a twentieth of that."""

Box = tuple[float, float, float, float]
_ON_WORDS = {
    "/Highlight": "highlight", "/Underline": "underline", "/Squiggly": "underline",
    "/StrikeOut": "strike-out",
}  # fmt: skip
_KINDS = {**_ON_WORDS, "/Text": "note", "/FreeText": "text box", "/Caret": "insertion", "/Square": "box",
          "/Circle": "circle", "/Ink": "drawing", "/Stamp": "stamp", "/Line": "line", "/Polygon": "shape",
          "/FileAttachment": "attached file", "/PolyLine": "line"}  # fmt: skip
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?", re.ASCII)
_GUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation: `words_on` are the boxes of the words it marks, on page `page`."""

    kind: str
    page: int
    number: int
    text: str
    author: str | None
    posted: str | None
    ident: str | None
    parent: str | None
    words_on: tuple[Box, ...]

    @property
    def where(self) -> str:
        return f"page {self.page}, {self.kind} {self.number}"


def notes_of(page: PageObject, number: int, cleaner: Cleaner) -> Iterator[Note]:
    """The annotations of page `number` that hold or mark words. May raise what pypdf raises."""
    found = page.get("/Annots")
    found = found.get_object() if found is not None else None
    if not isinstance(found, ArrayObject):
        return
    counts: dict[str, int] = {}
    for item in found[:MOST_NOTES]:
        note = item.get_object()
        kind = _KINDS.get(str(note.get("/Subtype"))) if isinstance(note, DictionaryObject) else None
        if kind is None or "/State" in note:  # links, form fields, pop-ups; a reviewer's tick is no comment
            continue
        counts[kind] = counts.get(kind, 0) + 1
        text = _text(note.get("/Contents"), cleaner) or ""
        marks = str(note.get("/Subtype")) in _ON_WORDS
        yield Note(
            kind,
            number,
            counts[kind],
            text,
            _text(note.get("/T"), cleaner),
            _text(note.get("/CreationDate") or note.get("/M"), cleaner),
            _ident(note, cleaner),
            _ident(_object(note.get("/IRT")), cleaner),
            _boxes(note) if marks else (),
        )


def record_of(note: Note, anchor: str, name: str) -> Incoming:
    """The comment that a note is; a strike-out without words proposes to delete."""
    deletes = note.kind == "strike-out" and anchor and not note.parent
    text = note.text or (f"Delete “{anchor}”." if deletes else "")
    if not text.strip():
        why = f"no words are written on it: it marks “{_short(anchor)}”" if anchor else "no text"
        return IncomingSkip(note.where, why)
    return IncomingComment(
        text,
        note.where,
        external_id=_unique(note.ident, name),
        author=note.author,
        posted=note.posted,
        posted_at=pdf_date(note.posted or ""),
        parent=_unique(note.parent, name),
        submission=f"{name}: {note.author}" if note.author else name,
        anchor=anchor or None,
        proposal="" if deletes and not note.text else None,
    )


def _unique(ident: str | None, name: str) -> str | None:
    """A name that is no GUID means something within its file only."""
    return ident if ident is None or _GUID.search(ident) else f"{name}: {ident}"


def anchor_of(note: Note, words_in: Callable[[Box], str]) -> str:
    """The words that a note marks, a line for each box."""
    return "\n".join(filter(None, (words_in(box).strip() for box in note.words_on)))


def pdf_date(text: str) -> str | None:
    """ "D:20230130140211+01'00'" as ISO 8601, as precise as it is."""
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    stated = "-".join(part for part in (year, month, day) if part)
    if hour and minute:
        stated += f"T{hour}:{minute}" + (f":{second}" if second else "")
        stated += f"{sign}{hours}:{minutes or '00'}" if sign else "Z" if "Z" in text else ""
    return understood_date(stated)


def _text(value: Any, cleaner: Cleaner) -> str | None:
    value = value.get_object() if value is not None else None
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return (cleaner.text(value).strip() or None) if isinstance(value, str) else None


def _object(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _ident(note: DictionaryObject, cleaner: Cleaner) -> str | None:
    """The name that a program gives a note, which its replies name it by; not every program gives one."""
    return (_text(note.get("/NM"), cleaner) or "")[:200] or None


def _boxes(note: DictionaryObject) -> tuple[Box, ...]:
    points = note.get("/QuadPoints") or note.get("/Rect")
    points = points.get_object() if points is not None else None
    if not isinstance(points, ArrayObject):
        return ()
    numbers = [float(point) for point in points[: 8 * MOST_NOTES // 20]]
    size = 8 if len(numbers) >= 8 else 4
    quads = [numbers[at : at + size] for at in range(0, len(numbers) - size + 1, size)]
    return tuple((min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2])) for q in quads)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
