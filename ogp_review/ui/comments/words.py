"""What lists say of a comment in words: dates, reasons, and what a screen reader reads of a row."""

from datetime import date
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale

from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.languages import language_name
from ogp_review.domain.views import Card
from ogp_review.i18n import _, ngettext

NEAR_DAYS = 300
"""A date this near to today is understood without its year."""

NOT_STATED = "Name not stated"
_CHANNELS = {"email": "by e-mail", "call": "by phone", "phone": "by phone"}


@lru_cache(maxsize=4096)
def day(posted_at: str | None, year: bool = False) -> str:
    """ "14 Mar", with its year where that is not plain; as written where it is no date."""
    if not posted_at:
        return ""
    parsed = QDate.fromString(posted_at[:10], "yyyy-MM-dd")
    if not parsed.isValid():
        return posted_at[:10]
    near = abs(parsed.daysTo(_today())) < NEAR_DAYS
    return QLocale().toString(parsed, "d MMM" if near and not year else "d MMM yyyy")


def _today() -> QDate:
    now = date.today()
    return QDate(now.year, now.month, now.day)


def figure(number: int) -> str:
    """`number` as this locale writes it."""
    return QLocale().toString(number)


def author(card: Card) -> str:
    return card.author or _(NOT_STATED)


def organisation(card: Card) -> str:
    """The organisation; of one who gave none, how it reached us where that says something."""
    if card.organisation:
        return card.organisation
    return _(_CHANNELS[card.channel]) if card.channel in _CHANNELS else ""


def answers(card: Card) -> str:
    """Whom a reply answers."""
    return _("answers {name}").format(name=card.reply_to) if card.reply_to else ""


def place(card: Card) -> str:
    if card.paragraph:
        return card.paragraph
    return _(NOT_ASSIGNED_LABEL) if card.place == NOT_ASSIGNED else _(WHOLE_DRAFT_LABEL)


def departure(before: Card | None, now: Card) -> str:
    """Why a comment fits the filter no longer, in a few words."""
    if now.set_aside and (before is None or before.set_aside != now.set_aside):
        return _("Set aside: {reason}").format(reason=now.set_aside)
    if before is None:
        return _("No longer in this list")
    if before.set_aside and not now.set_aside:
        return _("Taken back")
    if before.place != now.place:
        return _("Moved to {place}").format(place=place(now))
    if before.state != now.state:
        return _("Now {state}").format(state=_(now.state))
    return _small_departure(before, now)


def _small_departure(before: Card, now: Card) -> str:
    gained = [tag.name for tag in now.tags if tag not in before.tags]
    lost = [tag.name for tag in before.tags if tag not in now.tags]
    if gained:
        return _("Tagged {tag}").format(tag=gained[0])
    if lost:
        return _("No longer tagged {tag}").format(tag=lost[0])
    if before.assigned_to != now.assigned_to:
        return _("Assigned to {name}").format(name=now.assigned_to or _("nobody"))
    if before.points != now.points:
        return _("In {point}").format(point=now.points[0]) if now.points else _("Out of its point")
    return _("No longer in this list")


def spoken(card: Card, suggestions: int = 0, marked: bool = False, reason: str = "") -> str:
    """Everything a card shows, in its order, as one sentence."""
    said = [
        _("marked") if marked else "",
        author(card),
        answers(card),
        organisation(card),
        language_name(card.language) if card.language else "",
        _(card.state),
        ngettext("{n} tag", "{n} tags", len(card.tags)) if card.tags else _("no tags"),
        ngettext("merged with {n}", "merged with {n}", card.merged - 1) if card.merged > 1 else "",
        _("{n} for").format(n=figure(card.votes_for)) if card.votes_for else "",
        _("{n} against").format(n=figure(card.votes_against)) if card.votes_against else "",
        _("private note") if card.has_note else "",
        ngettext("{n} suggestion", "{n} suggestions", suggestions) if suggestions else "",
        reason,
    ]
    return f"{', '.join(part for part in said if part)}: {card.preview}"
