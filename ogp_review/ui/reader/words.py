"""How the reader says dates, channels, languages, votes and places in words."""

import re

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

from ogp_review.domain.comment import Stance
from ogp_review.domain.languages import language_name
from ogp_review.domain.views import Card, CommentView
from ogp_review.exporters.wording import channel_name
from ogp_review.i18n import _, ngettext

_WEEKDAY = re.compile(r"dddd?,?\s*|,?\s*dddd?")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_DAY_LENGTH = len("2026-11-24")
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def day(text: str) -> str:
    """ "2027-03-16" or "2027-03-16T09:30" as "16 March 2027" in the way of this locale; else as written."""
    month = _MONTH.fullmatch(text)
    if month and 1 <= int(month[2]) <= 12:
        date = QDate(int(month[1]), int(month[2]), 1)
        return QLocale().toString(date, "MMMM yyyy")
    date = QDate.fromString(text[:_DAY_LENGTH], Qt.DateFormat.ISODate)
    if not date.isValid():
        return text
    pattern = _WEEKDAY.sub("", QLocale().dateFormat(QLocale.FormatType.LongFormat)).strip(" ,")
    return QLocale().toString(date, pattern)


def moment(text: str) -> str:
    """A time in UTC as a date and a time of this place: "16 March 2027, 10:42"."""
    when = _local(text)
    if when is None:
        return day(text)
    clock = QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    return f"{day(when.date().toString(Qt.DateFormat.ISODate))}, {clock}"


def ago(text: str, now: QDateTime | None = None) -> str:
    """How long ago a time in UTC is: "5 minutes ago", "yesterday"; from a week on, the date."""
    when = _local(text)
    if when is None:
        return day(text)
    today = (now or QDateTime.currentDateTime()).toLocalTime()
    seconds = when.secsTo(today)
    days = when.date().daysTo(today.date())
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _HOUR:
        return ngettext("{n} minute ago", "{n} minutes ago", seconds // _MINUTE)
    if days == 0:
        return ngettext("{n} hour ago", "{n} hours ago", seconds // _HOUR)
    if days == 1:
        return _("yesterday")
    if days < 7:
        return ngettext("{n} day ago", "{n} days ago", days)
    return day(when.date().toString(Qt.DateFormat.ISODate))


def _local(text: str) -> QDateTime | None:
    when = QDateTime.fromString(text, Qt.DateFormat.ISODate)
    if not when.isValid() or "T" not in text:
        return None
    return when.toLocalTime()


def sure(confidence: float) -> str:
    """0.86 as "86 % sure"; never 100, since nothing that is suggested is certain."""
    share = min(99, max(0, round(confidence * 100)))
    return _("{share} % sure").replace("{share}", str(share))


def language(code: str | None) -> str:
    """The name of a language; nothing where none is known."""
    return _(language_name(code)) if code and code != "und" else ""


def channel(card: Card) -> str:
    """ "Discuto, English"."""
    return ", ".join(filter(None, (channel_name(card.channel), language(card.language))))


def author(card: Card) -> str:
    return card.author or card.organisation or _("Name not stated")


def organisation(card: Card) -> str:
    return card.organisation or "" if card.author else ""


def stances() -> dict[str, str]:
    """The stances as people read them, in the order they are offered."""
    return {
        Stance.SUPPORT.value: _("Support"),
        Stance.CHANGE.value: _("Change"),
        Stance.QUESTION.value: _("Question"),
        Stance.NEITHER.value: _("Neither"),
    }


def votes(card: Card) -> list[tuple[str, str]]:
    """The votes that are known, each with its icon."""
    found = []
    if card.votes_for is not None:
        found.append(("vote-up", _("{n} for").replace("{n}", number(card.votes_for))))
    if card.votes_against is not None:
        found.append(("vote-down", _("{n} against").replace("{n}", number(card.votes_against))))
    return found


def number(count: int) -> str:
    return QLocale().toString(count)


def in_point(view: CommentView) -> str:
    """ "In point PT-0023 with 3 others"; nothing where the comment stands in none."""
    if view.point is None:
        return ""
    others = max(len(view.point.members), view.card.merged) - 1
    if others < 1:
        return _("In point {ref}").replace("{ref}", view.point.ref)
    said = ngettext("In point {ref} with {n} other", "In point {ref} with {n} others", others)
    return said.replace("{ref}", view.point.ref)


def in_submission(view: CommentView) -> str:
    """ "2 of 5 in this submission"; nothing where it is the only one."""
    if len(view.submission) < 2 or view.card.id not in view.submission:
        return ""
    said = _("{place} of {all} in this submission")
    place = view.submission.index(view.card.id) + 1
    return said.replace("{place}", number(place)).replace("{all}", number(len(view.submission)))
