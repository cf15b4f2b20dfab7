"""What a participant said, as scripts, lists and reports read it."""

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """What a comment or an excerpt wants of the draft."""

    SUPPORT = "support"
    CHANGE = "change"
    QUESTION = "question"
    NEITHER = "neither"


SET_ASIDE_REASONS = ("spam", "abuse", "off topic", "test", "repeated")
"""The usual reasons; staff may write another."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One contribution with what staff made of it.

    `text` is the source text, unchanged. `paragraph` is the label of the place where it stands now (None: not
    assigned), `points` the refs of the points its units stand in, `set_aside` the reason or None.
    `posted_at` is an ISO 8601 date or time as far as the source states it.
    """

    id: int
    ref: str
    text: str
    paragraph: str | None
    language: str | None
    translation: str | None
    author: str | None
    organisation: str | None
    channel: str
    posted_at: str | None
    votes_for: int | None
    votes_against: int | None
    parent_id: int | None
    submission_id: int | None
    tags: tuple[str, ...]
    points: tuple[str, ...]
    stance: str | None
    state: str
    set_aside: str | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of a comment: code points `start` to `end` (exclusive) of one version of its source text."""

    id: int
    comment_id: int
    start: int
    end: int
    text: str
    tags: tuple[str, ...]
    point_id: int | None


def excerpt_ref(comment_ref: str, start: int, end: int) -> str:
    """How people see an excerpt: C0107[10-80]."""
    return f"{comment_ref}[{start}-{end}]"
