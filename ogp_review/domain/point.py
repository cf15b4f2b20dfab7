"""What is being said, once: one row of the response matrix."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """What gets answered: a comment, or an excerpt of one. `comment_id` is the comment in both cases."""

    id: int
    ref: str
    comment_id: int
    comment_ref: str
    point_id: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """Units that say the same. `lead` is the id of the unit that is shown for all.

    `place` is where staff put the point; None: where its lead stands.
    """

    id: int
    ref: str
    summary: str
    lead: int
    units: tuple[Unit, ...]
    place: int | None
    for_decision: bool
    owner: str | None
