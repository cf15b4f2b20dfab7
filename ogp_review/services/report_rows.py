"""The rows of the response matrix and of the comments: every unit in exactly one row."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ogp_review.domain.comment import excerpt_ref
from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL, WHOLE_DRAFT, Paragraph, Section
from ogp_review.domain.ledger import Ledger, LedgerRow, balance
from ogp_review.domain.report import CommentRow, Edition, MatrixRow
from ogp_review.domain.response import ANSWERED, State
from ogp_review.store.ids import hash_id
from ogp_review.store.report_reads import Who

NAMES_SHOWN = 40
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_NO_TAGS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """A unit as a row needs it: the comment it belongs to, its ref, words, place and tags."""

    id: int
    ref: str
    comment: Any
    text: str
    place: int
    stance: str | None
    tags: frozenset[int]


@dataclass(frozen=True)
class Material:
    """All that the rows are made of, read at once."""

    comments: list[Any]
    excerpts: list[Any]
    points: dict[int, Any]
    people: dict[int, Who]
    labels: dict[int, str]
    tags: dict[int, str]
    excerpt_tags: dict[int, set[int]]
    texts: dict[tuple[int, str], str]
    paragraphs: list[Paragraph]
    sections: list[Section]
    edition: Edition

    def text(self, owner: int, field: str) -> str:
        return self.texts.get((owner, field), "")

    def who(self, comment: Any) -> Who | None:
        """The participant, if the edition may name them."""
        found = self.people.get(comment.participant_id)
        if found is None or self.edition is not Edition.PUBLIC:
            return found
        return without_addresses(found) if found.consent else None

    def label(self, place: int) -> str:
        return self.labels.get(place, NOT_ASSIGNED_LABEL) if place != NOT_ASSIGNED else NOT_ASSIGNED_LABEL


def without_addresses(who: Who) -> Who:
    """A participant without the e-mail addresses that a source gives as a name: those are private."""
    name, organisation = (
        _ADDRESS.sub("", said or "").strip() or None for said in (who.name, who.organisation)
    )
    return replace(who, name=name, organisation=organisation)


def name_of(who: Who | None) -> str:
    """ "Ana Ruiz (Red Abierta)": how lists name a participant."""
    if who is None:
        return ""
    if who.name and who.organisation:
        return f"{who.name} ({who.organisation})"
    return who.name or who.organisation or ""


class Rows:
    """Builds the rows once, in the order of the draft; points before comments that stand alone."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._order = {p.id: n for n, p in enumerate(material.paragraphs)} | {
            WHOLE_DRAFT: 10**6,
            NOT_ASSIGNED: 10**7,
        }
        self._headings = _headings(material)
        self._refs = {comment.id: comment.ref for comment in material.comments}
        self._passages_of: dict[int, list[Any]] = defaultdict(list)
        for row in material.excerpts:
            self._passages_of[row.comment_id].append(row)
        self.members = self._members()
        self.places: list[int] = []
        self.matrix = self._matrix()
        self.comments = [self._comment(comment) for comment in material.comments]

    def _members(self) -> dict[int, list[Member]]:
        """Units by point; those that stand in none under their own id."""
        m = self._material
        found: dict[int, list[Member]] = defaultdict(list)
        by_id = {comment.id: comment for comment in m.comments if comment.set_aside is None}
        excerpted: set[int] = set()
        passages: dict[int, list[Member]] = defaultdict(list)
        for row in m.excerpts:
            comment = by_id.get(row.comment_id)
            if comment is not None:
                passages[comment.id].append(self._passage(row, comment))
                found[row.point_id].append(passages[comment.id][-1])
                excerpted.add(comment.id)
        for comment in by_id.values():
            in_point = comment.point_id in m.points
            if in_point or not (comment.closed and comment.id in excerpted):
                found[comment.point_id if in_point else comment.id].append(self._whole(comment))
        return found

    def _whole(self, comment: Any) -> Member:
        tags = frozenset(int(tag) for tag in comment.tags.split()) if comment.tags else _NO_TAGS
        return Member(comment.id, comment.ref, comment, comment.text, comment.place, comment.stance, tags)

    def _passage(self, row: Any, comment: Any) -> Member:
        place = row.place if row.place is not None else comment.place
        words = row.text[row.start : row.stop]
        tags = frozenset(self._material.excerpt_tags.get(row.id, ()))
        ref = excerpt_ref(comment.ref, row.start, row.stop)
        return Member(row.id, ref, comment, words, place, row.stance, tags)

    def _matrix(self) -> list[MatrixRow]:
        rows = []
        for owner, members in self.members.items():
            point = self._material.points.get(owner)
            lead = next((one for one in members if point is not None and one.id == point.lead), members[0])
            place = point.place if point is not None and point.place is not None else lead.place
            if place not in self._order:
                place = NOT_ASSIGNED
            rows.append(
                (self._order[place], -len(members), place, self._row(owner, point, lead, members, place))
            )
        rows.sort(key=lambda row: row[:2])
        self.places = [place for _, _, place, _ in rows]
        return [row for _, _, _, row in rows]

    def _row(self, owner: int, point: Any, lead: Member, members: list[Member], place: int) -> MatrixRow:
        m = self._material
        comments = [lead.comment]
        if len(members) > 1:
            comments = list({one.comment.id: one.comment for one in members}.values())
        state = (point.state or State.TRIAGED.value) if point is not None else lead.comment.state
        disposition, owner_name, approved_by = self._staff(point)
        shown = self._may_show(point)
        summary, response = m.text(owner, "summary"), m.text(owner, "response") if shown else ""
        proposed = m.text(owner, "proposed_change") if shown else ""
        decision = bool(point is not None and point.for_decision) and m.edition is not Edition.PUBLIC
        return MatrixRow(
            row_id=owner,
            point_id=owner if point is not None else None,
            version=_version(summary, disposition, response, proposed, state, owner_name, decision),
            ref=point.ref if point is not None else lead.ref,
            section=self._headings.get(place, ""),
            paragraph=m.label(place),
            point=summary,
            comments=len(comments),
            verbatim=lead.text,
            more=len(members) - 1,
            participants=_some(_unique(name_of(m.who(comment)) for comment in comments)),
            channels=_unique(comment.channel for comment in comments),
            languages=_unique(comment.language or "" for comment in comments),
            votes_for=sum(comment.votes_for or 0 for comment in comments),
            votes_against=sum(comment.votes_against or 0 for comment in comments),
            themes=self._themes(tag for one in members for tag in one.tags),
            disposition=disposition,
            response=response,
            proposed_change=proposed,
            state=state,
            owner=owner_name,
            approved_by=approved_by,
            for_decision=decision,
            comment_refs=tuple(comment.ref for comment in comments),
            unit_refs=tuple(one.ref for one in members),
        )

    def _may_show(self, point: Any) -> bool:
        """Outside the house nothing is said that nobody has approved."""
        return self._material.edition is not Edition.PUBLIC or (point is not None and point.state in ANSWERED)

    def _staff(self, point: Any) -> tuple[str, str, str]:
        """Disposition, owner and who approved, of a point, as far as the edition may say them."""
        if point is None:
            return "", "", ""
        disposition = (point.disposition or "") if self._may_show(point) else ""
        if self._material.edition is Edition.PUBLIC:
            return disposition, "", ""
        return disposition, point.owner or "", point.approved_by or ""

    def _themes(self, tags: Iterable[int]) -> tuple[str, ...]:
        tags = set(tags)
        if not tags:
            return ()
        return tuple(sorted({self._material.tags[tag] for tag in tags if tag in self._material.tags}))

    def _comment(self, comment: Any) -> CommentRow:
        m = self._material
        who = m.who(comment)
        owners = [row.point_id for row in self._passages_of.get(comment.id, ()) if row.point_id in m.points]
        if comment.point_id in m.points:
            owners.append(comment.point_id)
        points = [m.points[owner] for owner in dict.fromkeys(owners)] if comment.set_aside is None else []
        row = CommentRow(
            row_id=comment.id,
            version=_version(comment.place, comment.tags, m.text(comment.id, "translation")),
            ref=comment.ref,
            paragraph=m.label(comment.place),
            author=(who.name or "") if who else "",
            organisation=(who.organisation or "") if who else "",
            channel=comment.channel,
            language=comment.language or "",
            date=comment.posted_at or comment.posted or "",
            text=comment.text,
            translation=m.text(comment.id, "translation"),
            votes_for=comment.votes_for,
            votes_against=comment.votes_against,
            reply_to=self._refs.get(comment.parent_id, ""),
            themes=self._themes(int(tag) for tag in comment.tags.split()),
            point="; ".join(sorted(point.ref for point in points)),
            disposition="; ".join(_unique(self._staff(point)[0] for point in points)),
            state="set aside" if comment.set_aside is not None else comment.state,
            set_aside=comment.set_aside or "",
            proposal=comment.proposal or "",
        )
        return row.held_back() if m.edition is Edition.PUBLIC else row

    def ledger(self) -> Ledger:
        """The account read back from these very rows."""
        rows = [
            LedgerRow(row.ref, row.unit_refs, row.comment_refs, row.state in ANSWERED) for row in self.matrix
        ]
        stored = [comment.ref for comment in self._material.comments]
        aside = [row.ref for row in self.comments if row.set_aside]
        return balance(stored, aside, rows)


def _headings(material: Material) -> dict[int, str]:
    sections = {section.id: section.heading for section in material.sections}
    return {p.id: sections.get(p.section_id or 0, "") for p in material.paragraphs}


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value)


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) <= NAMES_SHOWN:
        return names
    return (*names[:NAMES_SHOWN], f"and {len(names) - NAMES_SHOWN:,} more")


@lru_cache(maxsize=4096)
def _version(*parts: object) -> str:
    return f"{hash_id(*parts):016x}"[:12]
