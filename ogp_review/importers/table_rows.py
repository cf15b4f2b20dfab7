"""Rows of a table as comments, one for each text: fields converted, and what cannot be told once for all."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import IncomingComment, IncomingSkip, comment_of
from ogp_review.importers.html_text import html_text
from ogp_review.importers.table_columns import HTML, known_title, quoted
from ogp_review.importers.table_dates import may_be_either, written_date
from ogp_review.importers.table_layout import Layout
from ogp_review.importers.table_mapping import TOGETHER
from ogp_review.importers.table_repair import repaired
from ogp_review.importers.table_values import (
    Doubts,
    consent,
    is_destroyed,
    language_code,
    stated,
    understood_date,
    whole_number,
)
from ogp_review.interchange.csv_text import unguard

Record = IncomingComment | IncomingSkip
_NOT_ASSIGNED = match_key(NOT_ASSIGNED_LABEL)
_SLOTS = {field.name: slot for slot, field in enumerate(fields(IncomingComment))}
_TEXT, _WHERE, _FOLDED = _SLOTS["text"], _SLOTS["where"], _SLOTS["folded"]
_ID, _AUTHOR, _PARENT, _SUBMISSION = (
    _SLOTS[name] for name in ("external_id", "author", "parent", "submission")
)
_LEVELS = re.compile(r"[/>]")
_SHORTEST_QUESTION = 25
_ROUNDED = "Ids that a spreadsheet has rounded ({}), so that several comments may share one; refused as ids"
_EITHER = (
    "Dates whose day and month may be either way round ({}), kept only as they are written until it is said "
    "which comes first"
)
_NAMES = ("first_name", "last_name")
_NEW = object()
_MOST_KNOWN = 4096
_Convert = Callable[[str, int], Any]


class RowReader:
    """Turns rows into records by the places of the columns, worked out once."""

    def __init__(self, layout: Layout) -> None:
        self.doubts = Doubts()
        self._layout = layout
        self._grid = layout.grid
        self._width = len(layout.header.titles)
        self._own_export = layout.own_export
        self._repair = layout.said.repair
        self._as_it_is = layout.grid.is_text and not self._own_export and not self._repair
        self._day_first = layout.day_first
        plain = not (self._as_it_is or self._own_export or self._repair)
        self._said: Callable[[Any], str] = layout.grid.text if plain else self._understood
        self._texts = [(place, self._question(place), self._is_html(place)) for place in layout.texts]
        self._title = layout.place("title")
        self._path = layout.place("path")
        self._names = [place for field in _NAMES if (place := layout.place(field)) >= 0]
        self._is_ancestry = self._path >= 0 and "ancestry" in match_key(layout.names[self._path])
        self._paths: dict[str, str] = {}
        self._plan = list(self._planned())
        self._one = len(self._texts) == 1 and self._title < 0

    def records(self, row: list[Any], number: int) -> Iterable[Record]:
        """The comments of a row; one skip where it holds no text."""
        if len(row) != self._width:
            self._fit(row, number)
        if self._layout.joined:
            row += self._layout.joined.cells(self._said(row[self._layout.joined_key]))
        return (self._single(row, number),) if self._one else self._several(row, number)

    # One text a row ---------------------------------------------------------------------------------------

    def _single(self, row: list[Any], number: int) -> Record:
        place, question, is_html = self._texts[0]
        text: str = row[place]
        if is_html or not self._as_it_is:
            text = self._text(text, True, number) if is_html else self._said(text)
        if not text or text.isspace():
            return IncomingSkip(f"row {number}", "no text")
        values = self._values(row, number)
        values[_TEXT] = text
        values[_WHERE] = f"row {number}"
        values[_FOLDED] = question or None
        return comment_of(values)

    # Several texts a row ----------------------------------------------------------------------------------

    def _several(self, row: list[Any], number: int) -> Iterator[Record]:
        said = [
            (place, question, text)
            for place, question, is_html in self._texts
            if (text := self._text(row[place], is_html, number)) and not text.isspace()
        ]
        title = self._text(row[self._title], False, number) if self._title >= 0 else ""
        if not said and not title.strip():
            yield IncomingSkip(f"row {number}", "no text")
            return
        values = self._values(row, number)
        values[_WHERE] = f"row {number}"
        if len(self._texts) == 1 or not said:
            values[_TEXT] = "\n\n".join(
                part for part in (title, *(text for *_, text in said)) if part.strip()
            )
            yield comment_of(values)
        elif self._layout.said.answers == TOGETHER:
            values[_TEXT] = "\n\n".join(f"{self._layout.names[place]}\n{text}" for place, _, text in said)
            yield comment_of(values)
        else:
            yield from self._each(values, said, number)

    def _each(
        self, values: list[Any], said: list[tuple[int, str, str]], number: int
    ) -> Iterator[IncomingComment]:
        row_id = values[_ID]
        values[_SUBMISSION] = values[_SUBMISSION] or row_id or f"row {number}"
        for place, question, text in said:
            name = self._layout.names[place]
            own = values.copy()
            own[_TEXT] = text
            own[_WHERE] = f"row {number}, {quoted(name)}"
            own[_FOLDED] = question or None
            own[_ID] = f"{row_id} – {name}" if row_id else None
            yield comment_of(own)

    # Cells ------------------------------------------------------------------------------------------------

    def _understood(self, cell: Any) -> str:
        """The text of a cell, repaired where that is wanted."""
        if self._as_it_is or cell == "":
            return cell if isinstance(cell, str) else ""
        text = self._grid.text(cell)
        if self._own_export and text[:1] == "'":
            text = unguard(text)
        return repaired(text, self._repair) if self._repair else text

    def _text(self, cell: Any, is_html: bool, number: int) -> str:
        text = self._said(cell)
        return html_text(text, f'row {number} of "{self._grid.name}"') if is_html and text else text

    def _values(self, row: list[Any], number: int) -> list[Any]:
        """The fields of a comment in their order, all but its text and where it stands."""
        values: list[Any] = [None] * len(_SLOTS)
        for slot, place, convert, known in self._plan:
            cell = row[place]
            if cell != "":
                value = known.get(cell, _NEW)
                values[slot] = self._value(cell, number, convert, known) if value is _NEW else value
        if self._names and not values[_AUTHOR]:
            parts = (stated(self._said(row[place])) for place in self._names)
            values[_AUTHOR] = " ".join(filter(None, parts)) or None
        if self._path >= 0:
            self._follow(stated(self._said(row[self._path])), values, number)
        return values

    def _value(self, cell: Any, number: int, convert: _Convert | None, known: dict[Any, Any]) -> Any:
        """The value of a cell. One without a doubt is known from then on: most come again and again."""
        value: Any = stated(self._said(cell))
        if value is not None and convert:
            value = convert(value, number)
        if value is not None and len(known) < _MOST_KNOWN:
            known[cell] = value
        return value

    def _planned(self) -> Iterator[tuple[int, int, _Convert | None, dict[Any, Any]]]:
        """Slot, place and converter of each field that has a column; and what is known of its cells."""
        converters: dict[str, _Convert] = {
            "external_id": self._id,
            "parent": self._id,
            "submission": self._id,
            "consent": self._consent,
            "posted_at": self._date,
            "votes_for": self._votes,
            "votes_against": self._votes,
            "paragraph": _paragraph,
            "language": lambda text, number: language_code(text),
        }
        for field, slot in _SLOTS.items():
            place = self._layout.place("posted" if field == "posted_at" else field)
            if place >= 0 and slot != _TEXT:
                yield slot, place, converters.get(field), {}

    def _is_html(self, place: int) -> bool:
        return self._layout.guesses.columns[place].field == HTML

    def _question(self, place: int) -> str:
        """The title of a column of answers, where it says what was asked."""
        name = self._layout.names[place]
        asks = known_title(name) is None and len(name) >= _SHORTEST_QUESTION and " " in name
        return name if asks or len(self._layout.texts) > 1 else ""

    # Values -----------------------------------------------------------------------------------------------

    def _id(self, text: str, number: int) -> str | None:
        if is_destroyed(text):
            self.doubts.note(_ROUNDED, number, text)
            return None
        return text

    def _date(self, text: str, number: int) -> str | None:
        date = understood_date(text) or written_date(text, self._day_first)
        if date is None and self._day_first is None and may_be_either(text):
            self.doubts.note(_EITHER, number, text)
        elif date is None:
            self.doubts.note("Dates not in the form 2023-02-15, kept only as they are written", number)
        return date

    def _votes(self, text: str, number: int) -> int | None:
        votes = whole_number(text)
        if votes is None:
            self.doubts.note("Votes that are not a whole number, left out", number)
        return votes

    def _consent(self, text: str, number: int) -> bool | None:
        answer = consent(text)
        if answer is None:
            self.doubts.note('"May be named" answered by neither yes nor no, taken for unknown', number)
        return answer

    def _follow(self, path: str | None, values: list[Any], number: int) -> None:
        """What a row replies to, by its path in the tree ("1/3/2"): of ids, or of places told to ids."""
        if path is None:
            return
        parts = [part.strip() for part in _LEVELS.split(path) if part.strip()]
        parts = parts if len(parts) > 1 else [part for part in path.strip("/>").split(".") if part]
        own, above = values[_ID], "/".join(parts[:-1])
        if self._is_ancestry and own:
            values[_PARENT] = parts[-1] if parts else None
        elif own is None:
            values[_ID], values[_PARENT] = "/".join(parts), above or None
        elif parts and parts[-1] == own:
            values[_PARENT] = parts[-2] if above else None
        else:
            self._paths["/".join(parts)] = own
            values[_PARENT] = self._paths.get(above)
            if above and values[_PARENT] is None:
                self.doubts.note("Replies whose path leads to no row above", number)

    # Width ------------------------------------------------------------------------------------------------

    def _fit(self, row: list[Any], number: int) -> None:
        """As many cells as the header has. A text in the last column gets back what delimiters cut off."""
        extra = row[self._width :]
        if not extra:
            if self._grid.is_text:
                self.doubts.note("Fewer cells than the header has columns; the rest taken for empty", number)
            row += [""] * (self._width - len(row))
            return
        del row[self._width :]
        if not any(extra):
            return
        if self._grid.is_text and self._layout.texts[:1] == [self._width - 1]:
            row[-1] = (self._grid.delimiter or ",").join([row[-1], *extra])
            self.doubts.note(
                "More cells than the header has columns; the extra ones joined to the text", number
            )
        else:
            self.doubts.note("More cells than the header has columns; the extra ones not read", number)


def _paragraph(text: str, number: int) -> str | None:
    return None if match_key(text) == _NOT_ASSIGNED else text
