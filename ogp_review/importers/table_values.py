"""Cells of a table as values, and what could not be understood, told once for all rows."""

import re
from datetime import datetime
from functools import lru_cache

from ogp_review.domain.incoming import IncomingWarning

_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)"
    r" ?(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?"
)
_NUMBER = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_CONSENT = {
    **dict.fromkeys(("yes", "y", "true", "1", "sí", "si", "oui", "ja"), True),
    **dict.fromkeys(("no", "n", "false", "0", "non", "nein"), False),
}
_ROWS_NAMED = 5


class Doubts:
    """What was wrong in which rows; one warning for each kind."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def note(self, what: str, row: int) -> None:
        self._rows.setdefault(what, []).append(row)

    def warnings(self) -> list[IncomingWarning]:
        return [IncomingWarning(f"{what}: {_named(rows)}.") for what, rows in self._rows.items()]


def _named(rows: list[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}"
    first = ", ".join(map(str, rows[:_ROWS_NAMED]))
    more = len(rows) - _ROWS_NAMED
    return f"rows {first} and {more:,} more" if more > 0 else f"rows {first}"


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


def consent(text: str) -> bool | None:
    """Whether a participant may be named; None where the answer is neither yes nor no."""
    return _CONSENT.get(text.casefold())


@lru_cache(maxsize=1024)
def language_code(text: str) -> str:
    """A language as its code where one is written ("EN" is "en"), else as written."""
    return text.lower().replace("_", "-") if _CODE.fullmatch(text) else text
