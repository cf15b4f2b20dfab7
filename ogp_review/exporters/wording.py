"""How a report writes dates, channels and long texts: for reading, where the data hold codes."""

import re
from datetime import date

from ogp_review.i18n import _

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_LENGTH = len("2026-11-24")
_TIME_LENGTH = len("08:41")


def day(text: str) -> str:
    """ "2026-11-24" as "24 November 2026"; anything else as it is written."""
    if not _DAY.fullmatch(text):
        return text
    try:
        when = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{when.day} {_months()[when.month - 1]} {when.year}"


def moment(text: str) -> str:
    """ "2026-06-03T02:14" as "3 June 2026, 02:14"; the clock as its source states it."""
    read = day(text[:_DATE_LENGTH])
    if read == text[:_DATE_LENGTH]:
        return text
    clock = text[_DATE_LENGTH:].lstrip("T ")[:_TIME_LENGTH]
    return f"{read}, {clock}" if clock else read


def channel_name(code: str) -> str:
    """How a channel is called in prose; a name that staff gave one stays as it is."""
    names = {
        "discuto": "Discuto",
        "email": _("E-mail"),
        "word": _("Word file"),
        "pdf": _("PDF file"),
        "file": _("File"),
        "web": _("Web page"),
        "call": _("Call"),
        "forum": _("Forum"),
    }
    return names.get(code, code)


def _months() -> tuple[str, ...]:
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip


def beginning(text: str, length: int) -> str:
    """`text`, or its first words where it is longer than `length` characters."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return f"{cut.rsplit(maxsplit=1)[0] if ' ' in cut else cut}…"
