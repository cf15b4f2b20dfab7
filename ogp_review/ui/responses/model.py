"""What is being answered, and what the next step of its answer is: read from the views, without a widget."""

from dataclasses import dataclass
from typing import Final

from ogp_review.domain.response import NEEDS_REASON, Disposition, Response, State
from ogp_review.domain.views import CommentView, ParagraphText, PointView
from ogp_review.i18n import _, ngettext
from ogp_review.services.desk import MEMBERS_BESIDE

TEXT: Final = "response"
CHANGE: Final = "proposed_change"
FIELDS: Final = (TEXT, CHANGE)
"""What is written in words: under these names drafts are kept."""

LETTERS: Final = {
    Disposition.ACCEPTED: "A",
    Disposition.IN_PART: "P",
    Disposition.ALREADY_COVERED: "C",
    Disposition.NOTED: "N",
    Disposition.NOT_ACCEPTED: "X",
    Disposition.OUT_OF_SCOPE: "O",
    Disposition.DEFERRED: "L",
}
"""The key that chooses a disposition once D has been pressed."""

COLOURS: Final = {
    Disposition.ACCEPTED: "Green",
    Disposition.IN_PART: "Teal",
    Disposition.ALREADY_COVERED: "Sky",
    Disposition.NOTED: "Slate",
    Disposition.NOT_ACCEPTED: "Red",
    Disposition.OUT_OF_SCOPE: "Plum",
    Disposition.DEFERRED: "Amber",
}
"""The dot of a disposition, by the names of the twelve colours."""


def disposition_word(chosen: Disposition | None) -> str:
    """As a button says it: "Accepted in part"."""
    return _(str(chosen)).capitalize() if chosen else _("Disposition")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the pane shows.

    `shown` is what was asked for, a comment or a point; `owner` what answers it: the point, or the comment as
    long as it stands in none. Drafts are kept under `owner`.
    """

    shown: int
    owner: int
    ref: str
    by_point: bool
    """Whether the Points workspace shows it, and not a comment."""
    in_point: bool
    comments: int
    state: str
    response: Response | None
    disposition: Disposition | None
    person: str | None
    place_label: str
    place_texts: tuple[ParagraphText, ...]
    lead: int
    """The unit that canned texts are filled in for."""
    set_aside: str | None = None
    others: tuple[str, ...] = ()

    def stored(self, field: str) -> str:
        """The words that stand in the review."""
        if self.response is None:
            return ""
        return self.response.text if field == TEXT else self.response.proposed_change

    @property
    def answers(self) -> str:
        """What stands beside the pane's title."""
        if self.set_aside is not None:
            return ""
        if self.in_point:
            return ngettext("answers {n} comment", "answers {n} comments", self.comments)
        excerpts = _("its excerpts stand in {points}").format(points=", ".join(self.others))
        return excerpts if self.others else ""


def of_comment(view: CommentView) -> Subject:
    """A comment as it is answered: by its point's response where it stands in one."""
    card, point = view.card, view.point
    return Subject(
        shown=card.id,
        owner=point.id if point else card.id,
        ref=point.ref if point else card.ref,
        by_point=False,
        in_point=point is not None,
        comments=_comments(point, card.merged) if point else 1,
        state=_state(point, card.state),
        response=point.response if point else None,
        disposition=_disposition(point),
        person=(point.owner if point else None) or card.assigned_to,
        place_label=point.place_label if point else view.place_label,
        place_texts=_drafts(point.place_texts if point else view.place_texts),
        lead=card.id,
        set_aside=card.set_aside,
        others=view.other_points,
    )


def of_point(view: PointView) -> Subject:
    """A point as it is answered."""
    return Subject(
        shown=view.id,
        owner=view.id,
        ref=view.ref,
        by_point=True,
        in_point=True,
        comments=_comments(view),
        state=_state(view, State.TRIAGED),
        response=view.response,
        disposition=_disposition(view),
        person=view.owner,
        place_label=view.place_label,
        place_texts=_drafts(view.place_texts),
        lead=view.lead,
    )


def _comments(point: PointView, units: int = 0) -> int:
    """How many comments stand in it; of a large one not all members are read, so its `units` tell."""
    return (
        units
        if len(point.members) == MEMBERS_BESIDE < units
        else len({m.unit.comment_id for m in point.members})
    )


def _disposition(point: PointView | None) -> Disposition | None:
    return point.response.disposition if point and point.response else None


def _state(point: PointView | None, otherwise: str) -> str:
    return str(point.response.state) if point and point.response else str(otherwise)


def _drafts(texts: tuple[ParagraphText, ...]) -> tuple[ParagraphText, ...]:
    """The text that was consulted on, in each language; not what staff make of it since."""
    return tuple(text for text in texts if text.version == "draft") or texts


@dataclass(frozen=True, slots=True)
class Step:
    """What the footer offers: the one next step, what keeps it from being done, and what else to know."""

    action: str = ""
    """The id of the action: respond, submit or approve. Empty: none."""

    problem: str = ""
    told: str = ""
    warned: bool = False
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """What the footer has to know of what stands in the pane."""

    text: str
    unsaved: bool
    working: bool
    """Whether somebody works in the pane: then it warns before an approval is lost."""
    conflict: bool = False


def next_step(subject: Subject, typed: Typed, approved: str) -> Step:
    """The footer's content. `approved` is the sentence about who approved it and when."""
    if subject.set_aside is not None:
        return Step()
    if typed.conflict:
        return Step("submit", _("A colleague has changed the same. Choose which text to keep."), warned=True)
    lost = _lost(subject) if typed.working or typed.unsaved else ""
    if typed.unsaved or subject.state == State.DRAFTED:
        return Step("submit", missing(subject, typed.text), lost, bool(lost))
    if subject.state == State.IN_REVIEW:
        return Step("approve", "", lost, bool(lost), returns=True)
    if subject.state in (State.APPROVED, State.PUBLISHED):
        return Step("", "", lost or approved, bool(lost), returns=subject.state == State.APPROVED)
    return Step("submit", missing(subject, typed.text)) if typed.working else Step("respond")


def missing(subject: Subject, text: str) -> str:
    """What keeps a response from being sent for review; empty where nothing does."""
    if subject.disposition is None:
        return _("Choose a disposition before you send it for review.")
    if subject.disposition in NEEDS_REASON and not text.strip():
        return _("Not accepted needs a reason. Write it before you send it for review.")
    return ""


def summary(subject: Subject) -> str:
    """The answer in one line, where there is no room for more."""
    parts = (_(subject.state).capitalize(), disposition_word(subject.disposition).lower())
    words = ", ".join(parts if subject.disposition else parts[:1])
    return _("Response: {words}").format(words=words)


def _lost(subject: Subject) -> str:
    """What a change of words costs."""
    if subject.state == State.IN_REVIEW:
        return _("This is in review. Changing it makes it a draft again.")
    if subject.state == State.APPROVED:
        return _("This is approved. Changing it needs a new approval.")
    if subject.state == State.PUBLISHED:
        return _("This is published. Changing it needs a new approval.")
    return ""
