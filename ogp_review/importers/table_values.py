"""Cells of a table as values, and what could not be understood, told once for all rows."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from ogp_review.domain.incoming import IncomingWarning

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?"
)
_NUMBER = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_CONSENT = {
    **dict.fromkeys(("yes", "y", "true", "1", "sí", "si", "oui", "ja", "vrai", "wahr", "verdadero"), True),
    **dict.fromkeys(("no", "n", "false", "0", "non", "nein", "faux", "falsch", "falso"), False),
}
_NOTHING = frozenset(
    ("N/A", "n/a", "#N/A", "NA", "NULL", "null", "None", "none", "nan", "NaN", "-", "–", "—", "k.A.", "s/d")
)
_DESTROYED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
LARGEST_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number: of a longer one the last are lost."""
_ROWS_NAMED = 5
_MIDNIGHT = time(0)


class Doubts:
    """What was wrong in which rows; one warning for each kind."""

    def __init__(self) -> None:
        self._first: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}

    def note(self, kind: str, row: int, example: str = "") -> None:
        """`kind` with "{}" in it is told with the example of its first row."""
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        if count < _ROWS_NAMED:
            self._first.setdefault(kind, []).append(row)
        if not count and example:
            self._examples[kind] = example[:40]

    def warnings(self) -> list[IncomingWarning]:
        return [
            IncomingWarning(
                f"{kind.format(self._examples.get(kind, ''))}: {_named(rows, self._counts[kind])}."
            )
            for kind, rows in self._first.items()
        ]

    def _told(self, kind: str) -> str:
        return kind.replace("{}", self._examples.get(kind, ""))


def _named(first: list[int], count: int) -> str:
    if count == 1:
        return f"row {first[0]}"
    named = ", ".join(map(str, first))
    return f"rows {named} and {count - len(first):,} more" if count > len(first) else f"rows {named}"


@lru_cache(maxsize=8192)
def understood_date(text: str) -> str | None:
    """An ISO 8601 date as precise as `text` states it ("2023", "2023-02"); None where it has another form.

    "02/03/2023" is not understood: it is two different days in London and in Washington.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, time, offset = found.group("year", "month", "day", "time", "offset")
    whole = f"{year}-{month or '01'}-{day or '01'}T{time or '00:00'}{_offset(offset)}"
    try:
        datetime.fromisoformat(whole)
    except ValueError:
        return None
    return whole if time else text


def _offset(stated: str | None) -> str:
    if stated is None or stated == "Z":
        return stated or ""
    return f"{stated[:3]}:{stated[3:].lstrip(':') or '00'}"


def whole_number(text: str) -> int | None:
    """A number of votes; None where `text` is not one."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def shown(cell: Any) -> str:
    """What the cell of a spreadsheet shows: dates as ISO, whole numbers without a point."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_EXACT else repr(cell)
    if isinstance(cell, int):
        return str(cell) if abs(cell) < LARGEST_EXACT else repr(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def stated(text: str) -> str | None:
    """The cell without white space round it; None where nothing is stated in it, be it in words ("N/A")."""
    plain = text.strip()
    return None if not plain or plain in _NOTHING else plain


def is_destroyed(text: str) -> bool:
    """Whether a spreadsheet has made a number of an id and lost digits of it: "9.00006E+14"."""
    return bool(_DESTROYED.fullmatch(text))


def consent(text: str) -> bool | None:
    """Whether a participant may be named; None where the answer is neither yes nor no."""
    return _CONSENT.get(text.casefold())


@lru_cache(maxsize=1024)
def language_code(text: str) -> str:
    """A language as its code where one is written ("EN" is "en"), else as written."""
    return text.lower().replace("_", "-") if _CODE.fullmatch(text) else text
