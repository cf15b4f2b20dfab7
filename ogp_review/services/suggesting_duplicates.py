"""The same comment by two channels, and letters of a campaign: suggested with what says so.

Accepting puts them into one point, as :mod:`merging` does: all of them stay, and each is counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from ogp_review.analysis import duplicates as analysis
from ogp_review.analysis.ties import Groups, Ties
from ogp_review.domain.folding import match_key
from ogp_review.domain.point import Unit
from ogp_review.progress import Progress
from ogp_review.services.merging import gather_into, make_points
from ogp_review.services.service import by_table
from ogp_review.store import comments, drafts, suggestions
from ogp_review.store.operation import Operation

KIND = "duplicate"
FEW = 8
"""Words up to which many people write the same of themselves: "I agree with this paragraph."."""

_SAME, _SAME_FEW, _SAME_FEW_ELSEWHERE, _MOST = 0.99, 0.8, 0.5, 0.98
_CHANNELS = {
    "email": "by e-mail",
    "discuto": "on Discuto",
    "word": "in a Word file",
    "pdf": "in a PDF file",
    "pasted": "as pasted text",
    "file": "in a file",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One comment of a pair: how and when (ISO 8601) it came."""

    id: int
    ref: str
    channel: str
    posted_at: str | None

    @property
    def how(self) -> str:
        """ "by e-mail on 3 April 2026"."""
        came = _CHANNELS.get(self.channel.lower(), f"by {self.channel}")
        return f"{came} on {_day(self.posted_at)}" if self.posted_at else came


@dataclass(frozen=True, slots=True)
class DuplicateSuggestion:
    """Two comments, the earlier first, that say the same. `alike` is the share of words that are the same,
    `differs` the first that are not, `one_person` whether one participant said both, `quoting` whether they
    quote the draft differently.
    """

    first: Told
    second: Told
    confidence: float
    alike: float
    differs: tuple[str, ...]
    one_person: bool
    quoting: bool = False

    @property
    def reason(self) -> str:
        return self.because(self.second)

    @property
    def question(self) -> str:
        return f"{self.first.ref} with {self.second.ref}?"

    def because(self, other: Told) -> str:
        """Why, as it is said to who reads the one of `other`."""
        if self.alike == 1 and self.quoting:
            return f"the same words, beside what they quote, came {other.how} ({other.ref})"
        if self.alike == 1:
            return f"the same text came {other.how} ({other.ref})"
        differs = f"; differs in {', '.join(f'“{word}”' for word in self.differs)}" if self.differs else ""
        return f"{min(99, round(self.alike * 100))} % the same words came {other.how} ({other.ref}){differs}"

    def other(self, comment: int) -> Told:
        """The one of the pair that `comment` is not."""
        return self.first if comment == self.second.id else self.second

    def as_json(self) -> dict[str, Any]:
        return {
            "comments": [self.first.id, self.second.id],
            "refs": [self.first.ref, self.second.ref],
            "confidence": self.confidence,
            "reason": self.reason,
        }


def found(connection: Any, progress: Progress) -> list[DuplicateSuggestion]:
    """Pairs of comments that say the same and do not stand in one point yet, the surest first."""
    rows = suggestions.compared(connection)
    draft = (text for texts in drafts.all_texts(connection).values() for text in texts)
    pairs = analysis.pairs([row.text for row in rows], draft, progress)
    joined = _standing_together(rows)
    ties = Ties(joined, suggestions.dismissed_pairs(connection, KIND))
    offers = [_offer(rows, pair) for pair in [*_of_one_person(rows, pairs), *pairs]]
    offers = [one for one in offers if ties.tie(one.first.id, one.second.id)]
    return sorted(offers, key=lambda one: -one.confidence)


def _standing_together(rows: Sequence[Any]) -> list[tuple[int, int]]:
    first: dict[int, int] = {}
    return [(first.setdefault(row.point, row.id), row.id) for row in rows if row.point is not None]


def _of_one_person(rows: Sequence[Any], pairs: Iterable[analysis.Pair]) -> list[analysis.Pair]:
    """In each group, pairs that one person sent: what is most surely the same comment goes first."""
    groups = Groups()
    for pair in pairs:
        groups.join(pair.first, pair.second)
    said: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place in {place for pair in pairs for place in (pair.first, pair.second)}:
        if rows[place].person is not None:
            said[groups.root(place), rows[place].person].append(place)
    met = [sorted(places) for places in said.values() if len(places) > 1]
    beside = [(one, other) for places in met for one, other in pairwise(places)]
    compared = ((one, other, analysis.alike(rows[one].text, rows[other].text)) for one, other in beside)
    return [analysis.Pair(one, other, alike) for one, other, alike in compared if alike >= analysis.ALIKE]


def _offer(rows: Sequence[Any], pair: analysis.Pair) -> DuplicateSuggestion:
    one, other = rows[pair.first], rows[pair.second]
    same = pair.alike == 1
    differs = () if same else tuple(analysis.differing_words(one.text, other.text))
    return DuplicateSuggestion(
        first=_told(one),
        second=_told(other),
        confidence=_sure(one, other) if same else min(_MOST, round(pair.alike, 2)),
        alike=pair.alike,
        differs=differs,
        one_person=one.person is not None and one.person == other.person,
        quoting=same and match_key(one.text) != match_key(other.text),
    )


def _sure(one: Any, other: Any) -> float:
    if len(one.text.split()) >= FEW:
        return _SAME
    if one.person is not None and one.person == other.person and one.place == other.place:
        return _SAME
    return _SAME_FEW if one.place == other.place else _SAME_FEW_ELSEWHERE


def _told(row: Any) -> Told:
    return Told(row.id, row.ref, row.channel, row.posted_at)


def _day(posted_at: str) -> str:
    """ "3 April 2026", or the year or month alone where no more is stated."""
    try:
        day = date.fromisoformat(posted_at[:10])
    except ValueError:
        return posted_at
    return f"{day.day} {day:%B %Y}"


# Accepting ------------------------------------------------------------------------------------------------


def accept(op: Operation, accepted: Sequence[DuplicateSuggestion], language: str) -> None:
    """Put the comments of each group of pairs into one point: one that is there, or else a new one."""
    groups = _groups(accepted)
    ids = [row for members in groups for row in members]
    units = {unit.id: unit for unit in comments.find_units(op.connection, ids)}
    fresh, moved, left = _sorted_out([[units[row] for row in members] for members in groups])
    made = make_points(op, [members[0] for members in fresh])
    for members in fresh:
        moved += [(unit, made[members[0].id]) for unit in members[1:]]
    _put(op, moved)
    for point, others in left:
        gather_into(op, point, others, language)
    suggestions.decide(op, KIND, [_row(one) for one in accepted], "accepted")


def dismiss(op: Operation, dismissed: Sequence[DuplicateSuggestion]) -> None:
    suggestions.decide(op, KIND, [_row(one) for one in dismissed], "dismissed")


def _groups(accepted: Iterable[DuplicateSuggestion]) -> list[list[int]]:
    """The ids of comments that become one point, the earliest first."""
    together = Groups()
    refs: dict[int, str] = {}
    for one in accepted:
        together.join(one.first.id, one.second.id)
        refs |= {told.id: told.ref for told in (one.first, one.second)}
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(refs, key=lambda row: (len(refs[row]), refs[row])):
        groups[together.root(row)].append(row)
    return list(groups.values())


def _sorted_out(
    groups: Iterable[list[Unit]],
) -> tuple[list[list[Unit]], list[tuple[Unit, int]], list[tuple[int, list[Unit]]]]:
    """Groups without a point; units that join one that is there; and, by point, those that leave another."""
    fresh: list[list[Unit]] = []
    moved: list[tuple[Unit, int]] = []
    left: list[tuple[int, list[Unit]]] = []
    for members in groups:
        into = next((unit.point_id for unit in members if unit.point_id is not None), None)
        if into is None:
            fresh.append(members)
            continue
        moved += [(unit, into) for unit in members if unit.point_id is None]
        others = [unit for unit in members if unit.point_id not in (None, into)]
        if others:
            left.append((into, others))
    return fresh, moved, left


def _put(op: Operation, moved: Sequence[tuple[Unit, int]]) -> None:
    point = {unit.id: into for unit, into in moved}
    for table, found_units in by_table(unit for unit, _ in moved).items():
        op.change(table, {unit.id: {"point_id": point[unit.id]} for unit in found_units})


def _row(one: DuplicateSuggestion) -> tuple[int, str, float, str]:
    first, second = sorted((one.first.id, one.second.id))
    return first, str(second), one.confidence, one.reason
