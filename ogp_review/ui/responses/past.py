"""Who returned, approved or last changed a response: read from its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale, Qt

from ogp_review.domain.operation import Op
from ogp_review.i18n import _
from ogp_review.store.past import PastChange
from ogp_review.ui.responses.model import Subject


@dataclass(frozen=True, slots=True)
class Past:
    """Names and times (UTC, ISO 8601); empty where it has not happened, or is not known yet."""

    returned_by: str = ""
    approved_at: str = ""
    changed_by: str = ""


def past_of(changes: Sequence[PastChange]) -> Past:
    """What the history of a point says of its response, latest first."""
    done = [change.operation for change in reversed(changes) if not change.undone]
    last = {kind: next((one for one in done if one.kind == kind), None) for kind in (Op.RETURN, Op.APPROVE)}
    returned, approved = last[Op.RETURN], last[Op.APPROVE]
    said = next((one for one in done if one.kind in (Op.RESPOND, Op.READ_BACK, Op.UNDO, Op.REDO)), None)
    return Past(
        returned_by=returned.person if returned else "",
        approved_at=approved.at if approved else "",
        changed_by=said.person if said else "",
    )


def approved(subject: Subject, past: Past, me: str) -> str:
    """The sentence about who approved it, and when."""
    who = subject.response.approved_by if subject.response else None
    if not who:
        return ""
    at = QDateTime.fromString(past.approved_at, Qt.DateFormat.ISODate).toLocalTime()
    day = QLocale().toString(at.date(), "d MMMM yyyy") if at.isValid() else ""
    said = _("Approved by {who}").format(who=_("you") if who == me else who)
    return ", ".join(filter(None, (said, day)))
