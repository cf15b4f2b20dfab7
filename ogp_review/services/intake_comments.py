"""Intake of comments: which are new, which are there already, and what a richer source adds to those."""

from collections import Counter
from typing import Any

from ogp_review.domain.folding import match_key, name_key
from ogp_review.domain.incoming import ImportOutcome, IncomingComment
from ogp_review.domain.looking import Fate
from ogp_review.services.intake_draft import DraftIntake, Plan
from ogp_review.services.intake_matching import Matcher, same_author
from ogp_review.services.intake_met import MetComments, text_id
from ogp_review.services.intake_pace import Pace
from ogp_review.services.intake_repeats import Repeats
from ogp_review.store.ids import digest, hash_id
from ogp_review.store.matching import Key, Known, KnownComment, key

_TOLD = {fate: (fate, "") for fate in Fate}


class CommentIntake:
    """Compares the comments of one source with what is there and enters what is new in a plan.

    Which record is which comment is worked out by `intake_matching` before anything is entered.
    """

    def __init__(
        self,
        draft: DraftIntake,
        plan: Plan,
        outcome: ImportOutcome,
        consultation: int,
        channel: str,
        pace: Pace,
    ) -> None:
        self._known = Known({}, {})
        self._pace = pace
        self._met = MetComments(plan, outcome)
        self._repeats = Repeats(outcome)
        self._draft = draft
        self._plan = plan
        self._outcome = outcome
        self._consultation = consultation
        self._channel = channel
        self._text_keys: dict[int, Key] = {}
        self._external_keys: dict[str, Key] = {}
        self._by_external: dict[str, int] = {}
        self._kept: list[tuple[IncomingComment, str | None]] = []
        self._occurrences: Counter[tuple[int, str, str]] = Counter()
        self._replies: list[tuple[int, str, str, bool]] = []
        self._people: dict[int, tuple[Any, ...]] = {}
        self._sent: dict[int, tuple[Any, ...]] = {}
        self._places: dict[str, int | None] = {}
        self._new_ids: set[int] = set()
        self.by_text_alone: list[str] = []
        self.met: set[int] = set()
        self.met_in: Counter[int] = Counter()
        self.fates: dict[int, tuple[Fate, str]] = {}
        self.usual_language: str | None = None
        self.translations: dict[int, str] = {}
        self.at_place: Counter[int] = Counter()
        self.coded: dict[str, tuple[int, int | None]] = {}
        self.own: set[str] = set()

    def external_key(self, external_id: str) -> Key:
        """The key of an id its source gives, worked out once an id."""
        found = self._external_keys.get(external_id)
        if found is None:
            found = key(f"x|{self._consultation}|{external_id}", external=True)
            self._external_keys[external_id] = found
        return found

    @staticmethod
    def text_key(folded: str) -> Key:
        return key("t|" + folded, external=False)

    def text_key_of(self, record: IncomingComment) -> Key:
        """The key of a record's text, worked out once a record."""
        found = self._text_keys.get(id(record))
        if found is None:
            found = self._text_keys[id(record)] = self.text_key(match_key(record.text))
        return found

    def know(self, known: Known, refs: dict[str, KnownComment]) -> None:
        """What is there under the keys of this source, and under refs it may name."""
        self._known = known
        self._matcher = Matcher(known, refs, self._consultation, self._channel, self._pace)

    def match_of(self, record: IncomingComment) -> KnownComment | None:
        """The comment that a record is already, if it shows."""
        match = self._matcher.found.get(id(record))
        return match if match is not None and match.visible else None

    def language_of(self, record: IncomingComment) -> str | None:
        """The language of a record: its own, else what a person said of all of them."""
        return record.language or self.usual_language

    def sift(self, record: IncomingComment) -> None:
        """Count a record and keep it, with the id that can be relied on, unless it repeats one before it."""
        count = self._outcome.comments
        count.read += 1
        repeated = self._repeats.of(record)
        if repeated:
            count.skipped += 1
            self.fates[id(record)] = (Fate.SKIPPED, f"repeats {repeated}")
            self._outcome.skipped.append({"where": record.where, "why": f"repeats {repeated}"})
            return
        self._kept.append((record, self._repeats.usable_id(record)))

    def take_all(self) -> None:
        """Enter what was kept of the source: what is there already is met, the rest added."""
        self._matcher.match(self._kept, self.external_key, self.text_key_of)
        for record, external in self._pace.over(self._kept, "compare", len(self._kept)):
            fate = self._take(record, external)
            self.fates[id(record)] = _TOLD[fate]
            self._count(fate)
        self._met.say()
        self._repeats.say()

    def _count(self, fate: Fate) -> None:
        count = self._outcome.comments
        count.new += fate is Fate.NEW
        count.updated += fate is Fate.UPDATED
        count.unchanged += fate is Fate.UNCHANGED

    def _take(self, record: IncomingComment, external: str | None) -> Fate:
        told = digest(record.text)
        text_key = self.text_key_of(record)
        match = self._matcher.found.get(id(record))
        if match is None:
            row, fate = self._add(record, external, text_key, told), Fate.NEW
        else:
            row, fate = match.id, Fate.UNCHANGED
            self.met.add(row)
            self.met_in[match.consultation_id] += match.visible
            if id(record) in self._matcher.own_exports:
                self.own.add(external or "")
            else:
                fate = self._meet(match, record, external, text_key, told)
        if external:
            self._by_external[external] = row
            self.coded[external] = (row, match.texts.get(told) if match else text_id(row, told))
        if record.translation:
            self.translations[row] = record.translation
        if record.parent and id(record) not in self._matcher.own_exports:
            fresh = match is None or match.values.get("parent_id") is None
            self._replies.append((row, record.parent, record.where, fresh))
        return fate

    # Found or new -----------------------------------------------------------------------------------------

    def _add(self, record: IncomingComment, external: str | None, text_key: Key, told: bytes) -> int:
        row = self._new_id(record, external, text_key)
        self._new_ids.add(row)
        values = self._values(record)
        place = values["paragraph_id"]
        self.at_place[place or 0] += 1
        self._plan.add(
            "comment",
            row,
            None,
            self._consultation,
            values["submission_id"],
            values["participant_id"],
            None,
            place,
            record.channel or self._channel,
            values["language"],
            record.posted,
            record.posted_at,
            record.votes_for,
            record.votes_against,
            record.anchor,
            record.proposal,
            record.folded,
        )
        self._plan.add("comment_text", text_id(row, told), row, 1, record.text, told)
        self._plan.add("source_key", text_key.id, row, text_key.digest, False)
        if external:
            own = self.external_key(external)
            self._plan.add("source_key", own.id, row, own.digest, True)
        return row

    def _new_id(self, record: IncomingComment, external: str | None, text_key: Key) -> int:
        if external:
            row = hash_id(f"x|{self._consultation}|{external}")
            return row if row not in self._known.by_id else hash_id("again", row, text_key.digest.hex())
        author = name_key(record.author or "")
        stated = (text_key.id, author, record.posted_at or "")
        while True:
            self._occurrences[stated] += 1
            row = hash_id("t", text_key.digest.hex(), author, record.posted_at, self._occurrences[stated])
            if row not in self._known.by_id and row not in self._new_ids:
                return row

    def _values(self, record: IncomingComment) -> dict[str, Any]:
        participant = self._participant(record)
        return {
            "language": self.language_of(record),
            "posted": record.posted,
            "posted_at": record.posted_at,
            "paragraph_id": self.place_of(record),
            "participant_id": participant,
            "submission_id": self._submission(record, participant),
            "anchor": record.anchor,
            "proposal": record.proposal,
            "folded": record.folded,
        }

    def place_of(self, record: IncomingComment) -> int | None:
        """The place that a record states; a paragraph that is not there yet is made."""
        if not record.paragraph:
            return None
        if record.paragraph not in self._places:
            self._places[record.paragraph] = self._draft.stated_place(record.paragraph, record.where)
        return self._places[record.paragraph]

    def _participant(self, record: IncomingComment) -> int | None:
        if not (record.author or record.organisation or record.email):
            return None
        named = (
            name_key(record.author or ""),
            name_key(record.organisation or ""),
            (record.email or "").lower(),
        )
        row = hash_id("participant", self._consultation, *named)
        if row not in self._people:
            self._people[row] = (
                row,
                record.author,
                record.organisation,
                record.email,
                record.stakeholder,
                record.country,
                record.consent,
            )
        return row

    def _submission(self, record: IncomingComment, participant: int | None) -> int | None:
        if not record.submission:
            return None
        row = hash_id("submission", self._consultation, record.submission)
        channel = record.channel or self._channel
        self._sent.setdefault(row, (row, record.submission, channel, self._consultation, participant))
        return row

    # Found: what is added ---------------------------------------------------------------------------------

    def _meet(
        self, match: KnownComment, record: IncomingComment, external: str | None, text_key: Key, told: bytes
    ) -> Fate:
        if match.visible and not same_author(match, record) and not external:
            self.by_text_alone.append(match.ref)
        own = self.external_key(external) if external else None
        fate = self._met.meet(match, record, self._values(record), text_key, own, told)
        if not match.visible:
            self.at_place[match.values.get("paragraph_id") or 0] += 1
        return fate

    # The end ----------------------------------------------------------------------------------------------

    def finish(self) -> tuple[dict[int, tuple[Any, ...]], dict[int, tuple[Any, ...]]]:
        """Resolve replies; the participants and submissions that comments name, by id."""
        parents: dict[int, int] = {}
        for row, parent, where, fresh in self._pace.over(self._replies, "compare"):
            found = self._by_external.get(parent)
            target = found if found is not None else self._known_external(parent)
            if target is None:
                self._outcome.warnings.append(
                    f'{where} replies to "{parent}", which is not here: kept as a comment of its own.'
                )
            elif fresh and target != row:
                parents[row] = target
        self._set_parents(parents)
        return self._people, self._sent

    def _known_external(self, external: str) -> int | None:
        matches = self._known.by_key.get(self.external_key(external).id)
        return matches[0].id if matches else None

    def _set_parents(self, parents: dict[int, int]) -> None:
        rows = self._plan.rows["comment"]
        for index, values in enumerate(self._pace.over(rows, "compare") if parents else ()):
            parent = parents.pop(values[0], None)
            if parent is not None:
                rows[index] = (*values[:5], parent, *values[6:])
        for row, parent in parents.items():
            self._plan.fill("comment", row, {"parent_id": parent})
