"""Texts as XML and HTML can hold them, where they could not be, and what the public edition leaves out."""

import re
from collections.abc import Iterable, Iterator

from ogp_review.domain.report import CommentRow, Edition
from ogp_review.i18n import _, ngettext

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""

_NAMED = 200


class Holding:
    """Puts U+FFFD where a character cannot be held, and remembers in which record that was."""

    def __init__(self) -> None:
        self._where: dict[str, None] = {}

    def text(self, text: str, where: str) -> str:
        clean = ILLEGAL.sub("\ufffd", text)
        if clean != text:
            self._where[clean_line(where)] = None
        return clean

    def notes(self) -> list[str]:
        """One sentence, or none."""
        if not self._where:
            return []
        names = list(self._where)
        shown = ", ".join(names[:_NAMED])
        if len(names) > _NAMED:
            shown += " " + ngettext("and {n} more", "and {n} more", len(names) - _NAMED)
        return [
            _("Characters that this format cannot hold are shown as \ufffd in {where}.").format(where=shown)
        ]


def clean_line(text: str) -> str:
    """`text` on one line, without what cannot be held."""
    return " ".join(ILLEGAL.sub("\ufffd", text).split())


def held_back(rows: Iterable[CommentRow], edition: str) -> Iterator[CommentRow]:
    """The comments as the edition shows them: of those set aside the public one tells no more than why."""
    public = edition == Edition.PUBLIC
    return (row.held_back() if public else row for row in rows)
