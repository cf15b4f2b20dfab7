"""One field of an answer while it is typed, beside what the review holds, and the operation it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ogp_review.errors import Conflict
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.ui.responses.model import FIELDS, TEXT, Subject

Words = dict[str, tuple[str, str]]
"""By field: the words that typing started from, and those typed."""


@dataclass(slots=True)
class Held:
    """The words in the review from which typing started, what is typed, what is being written now, and what
    a colleague wrote meanwhile (None: nothing).
    """

    base: str
    typed: str
    sent: str | None = None
    theirs: str | None = None

    @property
    def unsaved(self) -> bool:
        return self.typed != self.base

    @property
    def to_write(self) -> bool:
        """Whether it is to become an operation: neither on its way already nor waiting for a choice."""
        return self.unsaved and self.theirs is None and self.sent != self.typed

    def meet(self, stored: str) -> None:
        """Take in what stands in the review now. What is typed and not saved stays."""
        if not self.unsaved:
            self.base = self.typed = stored
        elif stored == self.typed:
            self.base, self.theirs = stored, None
        else:
            self.theirs = None if stored in (self.base, self.sent) else stored


def nothing() -> dict[str, Held]:
    """Every field empty."""
    return {field: Held("", "") for field in FIELDS}


def respond(subject: Subject, words: Words) -> Callable[[Review], int]:
    """The one operation: refused where the review holds other words by now than typing started from."""

    def work(review: Review) -> int:
        stands = review.responding.response(subject.owner)
        for field, known in words.items():
            now = "" if stands is None else stands.text if field == TEXT else stands.proposed_change
            if now not in known:
                said = _("Not saved: the response to {ref} has been changed since. Both texts are kept.")
                raise Conflict(said.format(ref=subject.ref))
        given: dict[str, Any] = {
            ("text" if field == TEXT else field): typed for field, (_base, typed) in words.items()
        }
        return review.responding.respond(subject.owner, **given)

    return work
