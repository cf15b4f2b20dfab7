"""Dates as pages and mails write them ("29th June 2023", "29 de junio de 2023 - 14:02") to ISO 8601."""

import re
from datetime import datetime
from functools import lru_cache

from ogp_review.domain.folding import match_key
from ogp_review.importers.table_values import understood_date

_LONGEST = 120
_MONTHS = (
    "jan(uary|uar)?|janner|ene(ro)?|janv(ier)?",
    "feb(ruary|ruar)?|febrero|fev(rier)?|fevr",
    "mar(ch)?|marz(o)?|mars|maerz|mrz",
    "apr(il)?|abr(il)?|avr(il)?",
    "may|mai|mayo",
    "june?|juni|jun(io)?|juin",
    "july?|juli|jul(io)?|juil(let)?",
    "aug(ust)?|ago(sto)?|aout",
    "sept?(ember|iembre|embre)?|set(iembre)?",
    "oct(ober|ubre|obre)?|okt(ober)?",
    "nov(ember|iembre|embre)?",
    "dec(ember|embre)?|dez(ember)?|dic(iembre)?",
)
_MONTH_OF = [re.compile(form) for form in _MONTHS]
_TIME = (
    r"(?:\D{1,12}?(?P<hour>[0-9]{1,2})[:.h](?P<minute>[0-9]{2})(?::[0-9]{2})?(?: ?(?P<half>[ap])\.?m\b)?)?"
)
_DAY_FIRST = re.compile(
    r"\b(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.|º|o)? (?:de |of )?(?P<month>[a-z]{3,10})\.?,? "
    r"(?:de |del )?(?P<year>[0-9]{4})\b" + _TIME
)
_MONTH_FIRST = re.compile(
    r"\b(?P<month>[a-z]{3,10})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})\b" + _TIME
)
_FIGURES = re.compile(
    r"\b(?P<first>[0-9]{1,2})(?P<sign>[/.])(?P<second>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})\b" + _TIME
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}[0-9:.]*(?: ?(?:Z|[+-][0-9:]{2,5}))?)?")


@lru_cache(maxsize=4096)
def worded_date(text: str) -> str | None:
    """The first date in `text`, in English, Spanish, French, German or figures, as precise as it is stated.

    None where there is none, or where it is two dates ("02/03/2023": in London and in Washington).
    """
    said = text.strip()[:_LONGEST]
    iso = understood_date(said) or _iso_within(said)
    if iso:
        return iso
    plain = match_key(said)
    for form in (_DAY_FIRST, _MONTH_FIRST):
        for found in form.finditer(plain):
            month = _month(found["month"])
            if month:
                return _made(found, month, int(found["day"]))
    figures = _FIGURES.search(plain)
    return _from_figures(figures) if figures else None


def _iso_within(text: str) -> str | None:
    found = _ISO.search(text)
    return understood_date(found.group()) if found else None


def _month(name: str) -> int | None:
    return next((number for number, form in enumerate(_MONTH_OF, 1) if form.fullmatch(name)), None)


def _from_figures(found: re.Match[str]) -> str | None:
    first, second = int(found["first"]), int(found["second"])
    if found["sign"] == "." or first > 12:  # 03.02.2023 is written where the day comes first
        return _made(found, second, first)
    return _made(found, first, second) if second > 12 or first == second else None


def _made(found: re.Match[str], month: int, day: int) -> str | None:
    hour, half = found["hour"], found["half"]
    try:
        if hour is None:
            return datetime(int(found["year"]), month, day).date().isoformat()
        full = int(hour) % 12 + 12 * (half == "p") if half else int(hour)
        moment = datetime(int(found["year"]), month, day, full, int(found["minute"]))
    except ValueError:
        return None
    return moment.isoformat(timespec="minutes")
