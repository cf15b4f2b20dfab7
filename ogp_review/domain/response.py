"""The reasoned response: what was decided, how far it is, and which step may follow which."""

from dataclasses import dataclass
from enum import StrEnum

from ogp_review.errors import ReviewError


class Disposition(StrEnum):
    """What is done about a point."""

    ACCEPTED = "accepted"
    IN_PART = "accepted in part"
    ALREADY_COVERED = "already covered"
    NOTED = "noted"
    NOT_ACCEPTED = "not accepted"
    OUT_OF_SCOPE = "out of scope"
    DEFERRED = "deferred"


class State(StrEnum):
    """How far the answer to a point is."""

    NEW = "new"
    TRIAGED = "triaged"
    DRAFTED = "drafted"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"


STATE_ORDER = {state: position for position, state in enumerate(State)}
ANSWERED = frozenset({State.APPROVED, State.PUBLISHED})
NEEDS_REASON = frozenset({Disposition.NOT_ACCEPTED})
NOT_TAKEN_UP = (Disposition.NOT_ACCEPTED, Disposition.OUT_OF_SCOPE, Disposition.DEFERRED)
"""The dispositions of "What we did not take up, and why"."""


def disposition(text: str) -> Disposition:
    """The disposition that is written `text`.

    :raises ReviewError: naming the seven there are.
    """
    try:
        return Disposition(" ".join(text.lower().split()))
    except ValueError:
        known = ", ".join(Disposition)
        raise ReviewError(f'"{text}" is not a disposition. There are: {known}.') from None


@dataclass(frozen=True, slots=True)
class Response:
    """The reasoned response to the point with id `point_id`."""

    point_id: int
    disposition: Disposition | None
    state: State
    text: str
    proposed_change: str
    owner: str | None
    approved_by: str | None
    note: str | None


_STEPS = {
    State.IN_REVIEW: (frozenset({State.DRAFTED}), "sent for review"),
    State.DRAFTED: (frozenset({State.IN_REVIEW, State.APPROVED}), "returned"),
    State.APPROVED: (frozenset({State.IN_REVIEW}), "approved"),
    State.PUBLISHED: (frozenset({State.APPROVED}), "published"),
}


def check_step(ref: str, now: State, then: State) -> None:
    """Whether the response to point `ref` may go from state `now` to `then`.

    :raises ReviewError: saying what it must be first.
    """
    before, verb = _STEPS[then]
    if now not in before:
        needed = " or ".join(sorted(before))
        raise ReviewError(f"{ref} is {now}, so it cannot be {verb}. It must be {needed} first.")


def check_complete(ref: str, disposition: Disposition | None, text: str) -> None:
    """Whether the response to point `ref` says enough to be sent for review.

    :raises ReviewError: saying what is missing.
    """
    if disposition is None:
        raise ReviewError(f"{ref} has no disposition yet. Choose one before you send it for review.")
    if disposition in NEEDS_REASON and not text.strip():
        raise ReviewError(f'{ref} is "{disposition}" without a reason. Write the reason as its response.')
