"""Participants of several sources that may be one person: suggested with the evidence, never silent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ogp_review.analysis import people as analysis
from ogp_review.analysis.ties import Groups
from ogp_review.domain.people import StatedParticipant
from ogp_review.store import people_reads, people_work, suggestions
from ogp_review.store.operation import Operation

KIND = "participant"


@dataclass(frozen=True, slots=True)
class ParticipantSuggestion:
    """Two participants that may be one, as their sources state them. Addresses are private: `reason` says
    that they are the same, not what they are.
    """

    first: StatedParticipant
    second: StatedParticipant
    confidence: float
    reason: str
    persons: tuple[int, int]
    """Whom the two are shown as now."""

    @property
    def question(self) -> str:
        return f"{called(self.first)} is {called(self.second)}?"

    def as_json(self) -> dict[str, Any]:
        return {
            "participants": [self.first.id, self.second.id],
            "names": [called(self.first), called(self.second)],
            "confidence": self.confidence,
            "reason": self.reason,
        }


def called(who: StatedParticipant) -> str:
    """ "Ana Ruiz (Red Abierta)"."""
    if who.name and who.organisation:
        return f"{who.name} ({who.organisation})"
    return who.name or who.organisation or "no name"


def found(connection: Any) -> list[ParticipantSuggestion]:
    """Pairs that may be one person and are not shown as one yet, the surest first."""
    stated = {one.id: one for one in people_reads.all_stated(connection)}
    persons = people_reads.all_people(connection)
    apart = suggestions.dismissed_pairs(connection, KIND)
    return [
        ParticipantSuggestion(
            first=stated[one.first],
            second=stated[one.second],
            confidence=one.confidence,
            reason=one.reason,
            persons=(persons.get(one.first, one.first), persons.get(one.second, one.second)),
        )
        for one in analysis.matches(stated.values(), persons, apart)
    ]


def accept(op: Operation, accepted: Sequence[ParticipantSuggestion]) -> None:
    """Show the participants of each group of pairs as the one of them of whom most is known."""
    together = Groups()
    known: dict[int, tuple[int, int, int]] = {}
    for one in accepted:
        ends = [people_reads.person(op.connection, who.id) for who in (one.first, one.second)]
        for person, who in zip(ends, (one.first, one.second), strict=True):
            known[person] = max(known.get(person, (0, 0, 0)), _fullness(who))
        together.join(ends[0], ends[1])
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(sorted(known), key=lambda row: known[row], reverse=True):
        groups[together.root(row)].append(row)
    people_work.merge(op, [(members[0], members[1:]) for members in groups.values()])
    suggestions.decide(op, KIND, [_row(one) for one in accepted], "accepted")


def _fullness(who: StatedParticipant) -> tuple[int, int, int]:
    said = (who.name, who.organisation, who.stakeholder, who.country)
    return sum(1 for one in said if one), len(who.name or ""), who.comments


def dismiss(op: Operation, dismissed: Sequence[ParticipantSuggestion]) -> None:
    suggestions.decide(op, KIND, [_row(one) for one in dismissed], "dismissed")


def _row(one: ParticipantSuggestion) -> tuple[int, str, float, str]:
    first, second = sorted((one.first.id, one.second.id))
    return first, str(second), one.confidence, one.reason
