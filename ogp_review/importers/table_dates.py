"""Dates as people write them, as ISO 8601: day or month first, where the column shows it or a person says.

"02/03/2023" is two different days in London and in Washington. One column is written in one way, so a single
"15/03/2023" in it tells for all of it; where none does, a person is asked, and until then such dates are kept
only as they are written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ogp_review.domain.folding import folded

_MONTHS = (
    "jan january enero ene janvier janv januar jaenner janner",
    "feb february febrero fevrier fevr fev februar",
    "mar march marzo mars marz maerz",
    "apr april abril abr avril avr",
    "may mayo mai",
    "jun june junio juin juni",
    "jul july julio juillet juil juli",
    "aug august agosto ago aout",
    "sep sept september septiembre setiembre septembre",
    "oct october octubre octobre okt oktober",
    "nov november noviembre novembre",
    "dec december diciembre dic decembre dez dezember",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_CLOCK = (
    r"(?:(?:[,t]\s*|\s+)(?:(?:at|um|a las|a)\s+)?(?P<hour>\d{1,2})"
    r"(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:[.,]\d{1,9})?)?\s*(?P<half>[ap]\.?\s?m\.?)?(?:\s*(?:uhr|h|hrs))?"
    r"\s*\(?(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?\)?)?"
)
_DAY_NAME = r"(?:[a-z]{2,10}\.?,?\s+(?:(?:den|le|el)\s+)?)?"
_NUMBERS = re.compile(r"(?P<a>\d{1,2})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})" + _CLOCK)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sep>[/.\-]?)(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _CLOCK
)
_DAY_WORD = re.compile(
    _DAY_NAME + r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\-]+(?:of\s+|de\s+)?(?P<name>[a-z]{3,10})\.?"
    r"[\s,\-]+(?:de\s+|del\s+)?(?P<year>\d{4})" + _CLOCK
)
_WORD_DAY = re.compile(
    _DAY_NAME + r"(?P<name>[a-z]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _CLOCK
)
_WORD_YEAR = re.compile(r"(?P<name>[a-z]{3,10})\.?\s+(?:de\s+)?(?P<year>\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:[T ].*)?)?", re.DOTALL)
_LONGEST = 60
_DIGITS = "0123456789"


@lru_cache(maxsize=8192)
def written_date(text: str, day_first: bool | None = None) -> str | None:
    """`text` as an ISO 8601 date or time, as precise as it is written; None where it cannot be told.

    `day_first` decides "02/03/2023"; where it is None only dates are told that can be read in one way.
    """
    if len(text) > _LONGEST:
        return None
    plain = folded(text.strip())
    numbers = _NUMBERS.fullmatch(plain)
    if numbers:
        return _in_order(numbers, day_first)
    found = _YEAR_FIRST.fullmatch(plain) if plain[:4].isdigit() else None
    if found:
        return _iso(found, int(found["year"]), int(found["month"]), int(found["day"]))
    return _with_words(plain)


def _with_words(plain: str) -> str | None:
    for form in (_DAY_WORD, _WORD_DAY):
        found = form.fullmatch(plain)
        if found and found["name"] in _MONTH:
            return _iso(found, int(found["year"]), _MONTH[found["name"]], int(found["day"]))
    month = _WORD_YEAR.fullmatch(plain)
    if month and month["name"] in _MONTH:
        return f"{month['year']}-{_MONTH[month['name']]:02}"
    return None


def _in_order(found: re.Match[str], day_first: bool | None) -> str | None:
    first, second = int(found["a"]), int(found["b"])
    if found["sep"] == "." and day_first is None:
        day_first = True  # nobody writes a month first with full stops
    if first == second:
        day_first = True
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    return _iso(found, _whole_year(found["year"]), month, day)


def _whole_year(text: str) -> int:
    """Of two digits the year between 1970 and 2069."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _iso(found: re.Match[str], year: int, month: int, day: int) -> str | None:
    hour = _hour(found)
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    try:
        datetime(year, month, day, hour or 0, minute, second)
    except ValueError:
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    if hour is None:
        return date
    clock = f"T{hour:02}"
    if found["minute"]:
        clock += f":{minute:02}"
    if found["second"]:
        clock += f":{second:02}"
    return date + clock + _zone(found["zone"], with_minutes=bool(found["minute"]))


def _hour(found: re.Match[str]) -> int | None:
    if found["hour"] is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            return 99
        return hour % 12 + (12 if found["half"].startswith("p") else 0)
    return hour


def _zone(zone: str | None, *, with_minutes: bool) -> str:
    if not zone or not with_minutes:
        return ""
    if zone in ("z", "utc", "gmt"):
        return "Z"
    return f"{zone[:3]}:{zone[-2:]}"


@dataclass(slots=True)
class DateOrder:
    """What the dates of one column tell of the order in which day and month are written."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    iso: int = 0
    example: str = ""

    def note_all(self, texts: Iterable[str]) -> "DateOrder":
        for text in texts:
            self.note(text)
        return self

    def note(self, text: str) -> None:
        kind = _order(text)
        if kind is None:
            return
        setattr(self, kind, getattr(self, kind) + 1)
        if kind == "either" and not self.example:
            self.example = text.strip()

    @property
    def decided(self) -> bool | None:
        """True: day first; False: month first; None: cannot be told.

        A column in which some dates are ISO and some are not was half converted by a spreadsheet, perhaps in
        the wrong order: nothing is taken for granted there.
        """
        if self.iso or bool(self.day_first) == bool(self.month_first):
            return None
        return bool(self.day_first)

    @property
    def is_open(self) -> bool:
        """Whether there are dates that only a person can decide."""
        slashed = self.day_first + self.month_first + self.either
        return bool(slashed) and self.decided is None


@lru_cache(maxsize=8192)
def _order(text: str) -> str | None:
    """What one date tells: the name of a count of DateOrder; None where it is in another form, or no date."""
    if len(text) > _LONGEST:
        return None
    plain = text.strip()
    if _ISO.fullmatch(plain):
        return "iso"
    found = _NUMBERS.fullmatch(folded(plain))
    if found is None or found["sep"] == ".":
        return None
    first, second = int(found["a"]), int(found["b"])
    if max(first, second) > 31 or min(first, second) == 0:
        return None
    if first > 12 and second > 12:
        return None
    if first == second:
        return None
    return "day_first" if first > 12 else "month_first" if second > 12 else "either"


def looks_like_date(text: str) -> bool:
    """Whether a cell is a date in any form that is known."""
    return any(map(text.__contains__, _DIGITS)) and (
        _order(text) is not None
        or written_date(text, True) is not None
        or written_date(text, False) is not None
    )


def both_ways(text: str) -> tuple[str, str]:
    """A date with its day first, and with its month first, for asking which is meant."""
    return written_date(text, True) or "–", written_date(text, False) or "–"


def may_be_either(text: str) -> bool:
    """Whether only the rest of its column, or a person, can tell the day of a date from its month."""
    return _order(text) == "either"
