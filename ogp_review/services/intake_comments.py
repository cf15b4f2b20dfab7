"""Intake of comments: which are new, which are there already, and what a richer source adds to those."""

from collections import Counter
from dataclasses import replace
from typing import Any

from ogp_review.domain.folding import match_key, name_key
from ogp_review.domain.incoming import ImportOutcome, IncomingComment
from ogp_review.services.intake_draft import DraftIntake, Plan
from ogp_review.services.intake_matching import Matcher, same_author, stated_place
from ogp_review.store.ids import digest, hash_id
from ogp_review.store.matching import Key, Known, KnownComment, key


class CommentIntake:
    """Compares the comments of one source with what is there and enters what is new in a plan.

    Which record is which comment is worked out by `intake_matching` before anything is entered.
    """

    def __init__(
        self,
        known: Known,
        draft: DraftIntake,
        plan: Plan,
        outcome: ImportOutcome,
        consultation: int,
        channel: str,
    ) -> None:
        self._known = known
        self._draft = draft
        self._plan = plan
        self._outcome = outcome
        self._consultation = consultation
        self._channel = channel
        self._text_keys: dict[int, Key] = {}
        self._external_keys: dict[str, Key] = {}
        self._first_with_id: dict[str, tuple[str, bytes]] = {}
        self._by_external: dict[str, int] = {}
        self._same_words: list[str] = []
        self._kept: list[tuple[IncomingComment, str | None]] = []
        self._seen: dict[IncomingComment, str] = {}
        self._occurrences: Counter[tuple[int, str, str]] = Counter()
        self._replies: list[tuple[int, str, str, bool]] = []
        self._people: dict[int, tuple[Any, ...]] = {}
        self._sent: dict[int, tuple[Any, ...]] = {}
        self._places: dict[str, int | None] = {}
        self._new_ids: set[int] = set()
        self.by_text_alone: list[str] = []
        self.met: set[int] = set()
        self.translations: dict[int, str] = {}
        self.at_place: Counter[int] = Counter()
        self.coded: dict[str, tuple[int, int | None]] = {}

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
        self._matcher = Matcher(known, refs, self._consultation, self._channel)

    def sift(self, record: IncomingComment) -> None:
        """Count a record and keep it, with the id that can be relied on, unless it repeats one before it."""
        count = self._outcome.comments
        count.read += 1
        told = digest(record.text)
        repeated = self._repeated(record, told)
        if repeated:
            count.skipped += 1
            self._outcome.skipped.append({"where": record.where, "why": f"repeats {repeated}"})
            return
        external = self._usable_external(record)
        if external:
            self._first_with_id[external] = (record.where, told)
        self._kept.append((record, external))

    def take_all(self) -> None:
        """Enter what was kept of the source: what is there already is met, the rest added."""
        self._matcher.match(self._kept, self.external_key, self.text_key_of)
        for record, external in self._kept:
            self._take(record, external)
        self._say_repeated_words()

    def _take(self, record: IncomingComment, external: str | None) -> None:
        told = digest(record.text)
        text_key = self.text_key_of(record)
        match = self._matcher.found.get(id(record))
        if match is None:
            row = self._add(record, external, text_key, told)
            self._outcome.comments.new += 1
        else:
            row = match.id
            self.met.add(row)
            if id(record) in self._matcher.own_exports:
                self._outcome.comments.unchanged += 1
            else:
                self._meet(match, record, external, text_key, told)
        if external:
            self._by_external[external] = row
            self.coded[external] = (row, match.texts.get(told) if match else _text_id(row, told))
        if record.translation:
            self.translations[row] = record.translation
        if record.parent and id(record) not in self._matcher.own_exports:
            fresh = match is None or match.values.get("parent_id") is None
            self._replies.append((row, record.parent, record.where, fresh))

    # The same record twice --------------------------------------------------------------------------------

    def _repeated(self, record: IncomingComment, told: bytes) -> str | None:
        """Where this source holds the very same comment before, if it does."""
        if record.external_id:
            before = self._first_with_id.get(record.external_id)
            return before[0] if before and before[1] == told else None
        first = self._seen.setdefault(replace(record, where=""), record.where)
        if first == record.where:
            return None
        if record.author is not None:
            return first
        self._same_words.append(f"{record.where} as {first}")
        return None

    def _say_repeated_words(self) -> None:
        """Alike in all that is stated, but nobody is named: it may be two people, so both are kept."""
        if self._same_words:
            shown = ", ".join(self._same_words[:10]) + (", …" if len(self._same_words) > 10 else "")
            self._outcome.warnings.append(f"The same is said again, without a name: {shown}. All are kept.")

    def _usable_external(self, record: IncomingComment) -> str | None:
        external = record.external_id
        if external and external in self._first_with_id:
            first = self._first_with_id[external][0]
            self._outcome.warnings.append(
                f'{record.where} has the id "{external}" of {first} but another text: taken without its id.'
            )
            return None
        return external

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
            record.language,
            record.posted,
            record.posted_at,
            record.votes_for,
            record.votes_against,
            record.anchor,
            record.proposal,
            record.folded,
        )
        self._plan.add("comment_text", _text_id(row, told), row, 1, record.text, told)
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
            "language": record.language,
            "posted": record.posted,
            "posted_at": record.posted_at,
            "paragraph_id": self._place(record),
            "participant_id": participant,
            "submission_id": self._submission(record, participant),
            "anchor": record.anchor,
            "proposal": record.proposal,
            "folded": record.folded,
        }

    def _place(self, record: IncomingComment) -> int | None:
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
    ) -> None:
        count = self._outcome.comments
        if match.visible and not same_author(match, record) and not external:
            self.by_text_alone.append(match.ref)
        changed = self._new_version(match, record, text_key, told)
        changed |= self._fill(match, record)
        self._say_elsewhere(match, record)
        for own in [self.external_key(external)] if external else []:
            if own.id not in match.keys:
                self._plan.add("source_key", own.id, match.id, own.digest, True)
        if text_key.id not in match.keys:
            self._plan.add("source_key", text_key.id, match.id, text_key.digest, False)
        if not match.visible:
            self._plan.add("source_maker", match.id)
            self.at_place[match.values.get("paragraph_id") or 0] += 1
            count.new += 1
        elif changed:
            count.updated += 1
        else:
            count.unchanged += 1

    def _new_version(self, match: KnownComment, record: IncomingComment, text_key: Key, told: bytes) -> bool:
        """Enter a text that differs from what shows in more than case, accents or spacing."""
        text_id = match.texts.get(told)
        if text_id == match.current and match.visible:
            return False
        if text_id is not None:
            self._plan.add("source_maker", text_id)
        elif text_key.id in match.keys:
            return False
        else:
            row = _text_id(match.id, told)
            self._plan.add("comment_text", row, match.id, len(match.texts) + 1, record.text, told)
            match.texts[told] = row
        self._plan.shown.add(match.id)
        if match.visible:
            self._outcome.warnings.append(
                f"{match.ref} ({record.where}) has changed at its source; the text before is kept as well."
            )
        return True

    def _say_elsewhere(self, match: KnownComment, record: IncomingComment) -> None:
        """Its source has moved it: what was stated first is kept, since staff may have worked by it."""
        place, before = stated_place(record), match.values.get("paragraph_id")
        if place is not None and before is not None and place != before:
            self._outcome.warnings.append(
                f"{match.ref} ({record.where}) stands at {record.paragraph} now; its first paragraph is kept."
            )

    def _fill(self, match: KnownComment, record: IncomingComment) -> bool:
        values = self._values(record)
        missing = {
            name: values[name]
            for name in values
            if values[name] is not None and match.values.get(name) is None
        }
        for name in ("votes_for", "votes_against"):
            told, before = getattr(record, name), match.values.get(name)
            if told is not None and (before is None or told > before):
                missing[name] = told
        if missing:
            self._plan.fill("comment", match.id, missing)
        return bool(missing)

    # The end ----------------------------------------------------------------------------------------------

    def finish(self) -> tuple[dict[int, tuple[Any, ...]], dict[int, tuple[Any, ...]]]:
        """Resolve replies; the participants and submissions that comments name, by id."""
        parents: dict[int, int] = {}
        for row, parent, where, fresh in self._replies:
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
        for index, values in enumerate(rows):
            parent = parents.pop(values[0], None)
            if parent is not None:
                rows[index] = (*values[:5], parent, *values[6:])
        for row, parent in parents.items():
            self._plan.fill("comment", row, {"parent_id": parent})


def _text_id(comment: int, told: bytes) -> int:
    return hash_id("comment_text", comment, told.hex())
