"""What one source would bring: its records compared with what is there, for their consultation."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    ImportOutcome,
    Incoming,
    IncomingAttachment,
    IncomingCoding,
    IncomingComment,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
)
from ogp_review.domain.looking import Fate
from ogp_review.domain.operation import plural
from ogp_review.services import intake_runs
from ogp_review.services.intake_attachments import Names
from ogp_review.services.intake_codes import CodeIntake
from ogp_review.services.intake_comments import CommentIntake
from ogp_review.services.intake_consultation import OwnKey
from ogp_review.services.intake_draft import DraftIntake, Plan
from ogp_review.services.intake_labels import Labels
from ogp_review.services.intake_matching import REF
from ogp_review.services.intake_pace import Pace
from ogp_review.services.intake_source import Opened, Options, Source
from ogp_review.store import matching
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.ids import hash_id
from ogp_review.store.matching import Key, KnownDraft
from ogp_review.store.storable import storable

REVIEW_LANGUAGE = "en"
"""The language translations of a table are in: the one staff write in."""

_NAMED = 20


class SourcePlan:
    """Compares all records of one source with what is there; :meth:`make` may be called again."""

    def __init__(
        self,
        source: Source,
        options: Options,
        read: Opened,
        records: list[Incoming],
        digest: bytes,
        pace: Pace,
    ) -> None:
        self.source = source
        self._options = options
        self.read = read
        self._said = read.reading.consultation
        self._records = records
        self._digest = digest
        self.pace = pace

    @property
    def brings_something(self) -> bool:
        return bool(self.plan or self.codes)

    def make(self, connection: Any) -> None:
        """Compare with what `connection` shows now."""
        known = matching.known_draft(connection)
        self._plan_for(connection, known, None)
        better = self._belongs_elsewhere(connection, known)
        if better is not None:
            self._plan_for(connection, matching.known_draft(connection), better)

    def _plan_for(self, connection: Any, known: KnownDraft, row: Any) -> None:
        """Plan all of it for one consultation: `row`, or else the one that the source names."""
        said = self._options.consultation or self._said.title or self.source.usual
        self._name = storable(said)
        self._language = self._options.language or self._said.language
        self.plan = Plan()
        self.outcome = ImportOutcome(self.source.shown, self.read.reading.format, self._name, self._language)
        self._say_profile()
        self.consultation = self._find_consultation(connection, known, row)
        self.draft = DraftIntake(known, self.plan, self.outcome, self.consultation, self._language)
        self.comments = self._comments(connection, self.draft)
        self.codes = CodeIntake(connection, self.outcome, REVIEW_LANGUAGE)
        self.attachments = Names()
        self.fates: dict[int, Fate] = {}
        self._align(connection, known)
        self._sort_records()
        self.codes.take_all(self.comments)
        people, sent = self.comments.finish()
        self._bring_named(connection, "participant", people, known)
        self._bring_named(connection, "submission", sent, known)
        self._declare(connection, known)
        self._say_text_alone(connection)
        self._say_captured(connection)
        self._say_attachments()
        if self._brings_only_a_name():
            self.plan = Plan()

    def _brings_only_a_name(self) -> bool:
        """Whether a source whose comments are all here, or a codebook, would add an empty consultation."""
        return bool(
            self.plan.rows["consultation"]
            and (self.outcome.comments.read or self.outcome.tags.read)
            and not self.outcome.changes_sources
            and not self.plan.rows["declared"]
        )

    # Which consultation -----------------------------------------------------------------------------------

    def _find_consultation(self, connection: Any, known: KnownDraft, row: Any) -> int:
        """The consultation a source is of: by its site's id, its name, or its very bytes."""
        own = OwnKey.of(self._said, connection)
        found = row if row is not None else self._known_consultation(connection, known, own)
        if found is not None:
            own.note(self.plan, found.id)
            self._join_consultation(found, known)
            return int(found.id)
        wanted = match_key(self._name)
        named = any(match_key(one.name) == wanted for one in known.consultations)
        twin = self._said.external_id if named else None
        told = (self._said.channel, wanted, self._language or "", *filter(None, [twin]))
        row_id = hash_id("consultation", *told)
        own.note(self.plan, row_id)
        self._add_consultation(row_id)
        return row_id

    def _known_consultation(self, connection: Any, known: KnownDraft, own: OwnKey) -> Any | None:
        by_name = self._options.consultation is not None
        found = own.among(known.consultations, self._options.language)
        if found is not None and not by_name:
            return found
        may_be = [one for one in known.consultations if by_name or own.may_be(one.id)]
        found = intake_runs.called(may_be, self._name, self._language)
        if found is not None or by_name:
            return found
        before = set(matching.consultations_of(connection, self._digest))
        return intake_runs.best((one for one in may_be if one.id in before), self._options.language)

    def _join_consultation(self, row: Any, known: KnownDraft) -> None:
        self._name = self.outcome.consultation = row.name
        if row.id in known.hidden:
            self.plan.add("source_maker", row.id)
        if row.language is None and self._language is not None:
            self.plan.fill("consultation", row.id, {"language": self._language})
        self._language = self._options.language or row.language or self._language
        self.outcome.language = self._language

    def _add_consultation(self, row: int) -> None:
        said = self._said
        about = (said.title, said.channel, self._language, said.description, said.closes)
        self.plan.add("consultation", row, self._name, *about)

    def _belongs_elsewhere(self, connection: Any, known: KnownDraft) -> Any | None:
        """The consultation this source is of where nobody said one and it would make a new one."""
        if self._options.consultation or not self.plan.rows["consultation"]:
            return None
        met, read = self.comments.met_in, self.outcome.comments.read
        language = self._options.language or self._said.language
        own = OwnKey.of(self._said, connection)
        may_be = [row for row in _shown(known) if own.may_be(row.id)]
        return intake_runs.holding_most(may_be, met, read, self._said.channel, language)

    def _declare(self, connection: Any, known: KnownDraft) -> None:
        """Enter what the page declares: once, however many names the consultation goes by."""
        self.declares_at = self.consultation
        if self.outcome.declared:
            self.declares_at = self._declaring(connection, known)
        self.draft.enter_declared(self.declares_at)
        if self.declares_at != self.consultation:
            name = next(row.name for row in known.consultations if row.id == self.declares_at)
            self.outcome.warnings.append(
                f'"{name}" holds this page already: what it declares is counted there, and only once.'
            )

    def _declaring(self, connection: Any, known: KnownDraft) -> int:
        pages: dict[int, dict[int, tuple[int, int]]] = {}
        for (consultation, place), figures in known.declared.items():
            pages.setdefault(consultation, {})[place] = figures
        if self.consultation in pages:
            return self.consultation
        same = [row for row in matching.consultations_of(connection, self._digest) if row in pages]
        if same:
            return same[0]
        there = [row for row in _shown(known) if row.id in pages]
        channel, count = self._said.channel, self.outcome.comments.read
        if count:
            met = Counter({row.id: self.comments.met_in[row.id] for row in there})
            found = intake_runs.holding_most(there, met, count, channel, self._language)
        else:
            told = self.draft.told
            found = intake_runs.declaring_the_same(there, channel, self._language, pages, told)
        return int(found.id) if found is not None else self.consultation

    # The records ------------------------------------------------------------------------------------------

    def _comments(self, connection: Any, draft: DraftIntake) -> CommentIntake:
        intake = CommentIntake(
            draft, self.plan, self.outcome, self.consultation, self._said.channel, self.pace
        )
        if self.read.is_table:
            intake.usual_language = self._options.language
        refs = {r.external_id for r in self._records if isinstance(r, IncomingComment) and r.external_id}
        own = matching.by_refs(connection, (ref for ref in refs if REF.fullmatch(ref)))
        keys = list(self._keys(intake))
        intake.know(matching.known_comments(connection, keys, self.pace.check_cancelled), own)
        return intake

    def _keys(self, intake: CommentIntake) -> Iterator[Key]:
        for record in self.pace.over(self._records, "compare"):
            if isinstance(record, IncomingComment):
                yield intake.text_key_of(record)
                for external in (record.external_id, record.parent):
                    if external:
                        yield intake.external_key(external)

    def _align(self, connection: Any, known: KnownDraft) -> None:
        """Records with the labels that are meant; all are held, since fates go by their id()."""
        said = self._options.labels
        labels = Labels(connection, known, self.plan, self.consultation, said, self._records)
        self.aligned = list(self.pace.over(labels.aligned(self._records), "compare"))
        labels.say(self.outcome)

    def _sort_records(self) -> None:
        for record in self.pace.over(self.aligned, "compare", len(self.aligned)):
            match record:
                case IncomingComment():
                    self.comments.sift(record)
                case IncomingSection():
                    self.fates[id(record)] = self.draft.section(record)
                case IncomingParagraph():
                    self.fates[id(record)] = self.draft.paragraph(record)
                case IncomingDeclared():
                    self.draft.declared(record)
                case IncomingTag():
                    self.codes.tag(record)
                case IncomingCoding():
                    self.codes.coding(record)
                case _:
                    self._note(record)
        self.comments.take_all()

    def _note(self, record: Incoming) -> None:
        match record:
            case IncomingAttachment():
                self.outcome.attachments.append(self.attachments.seen(record).name)
            case IncomingWarning():
                self.outcome.warnings.append(record.text)
            case IncomingSkip():
                self.outcome.comments.read += 1
                self.outcome.comments.skipped += 1
                self.outcome.skipped.append({"where": record.where, "why": record.why})

    def _bring_named(
        self, connection: Any, table: str, named: dict[int, tuple[Any, ...]], known: KnownDraft
    ) -> None:
        there = matching.known_ids(connection, table, named)
        for row, values in self.pace.over(named.items(), "compare"):
            if row not in there:
                self.plan.add(table, *values)
            elif row in known.hidden:
                self.plan.add("source_maker", row)

    # What is to be said -----------------------------------------------------------------------------------

    def _say_profile(self) -> None:
        profile = self.read.profile
        if profile is not None and self.read.by_titles:
            self.outcome.warnings.append(f'Read by the profile "{profile.name}", which knows these columns.')

    def _say_attachments(self) -> None:
        told = self.attachments.all
        if not told:
            return
        each = "Import it by itself" if len(told) == 1 else "Import them by themselves"
        able = any(one.importable for one in told)
        self.outcome.warnings.append(
            f"{plural(len(told), 'file')} came with it: {_some([one.name for one in told])}."
            + (f" {each}." if able else " None of a kind that can be imported.")
        )

    def _say_text_alone(self, connection: Any) -> None:
        refs = self.comments.by_text_alone
        if refs and not (self._digest and matching.same_source(connection, self._digest)):
            verb = "was" if len(refs) == 1 else "were"
            self.outcome.warnings.append(
                f"{plural(len(refs), 'comment')} {verb} recognised by text alone: {_some(refs)}."
            )

    def _say_captured(self, connection: Any) -> None:
        there = matching.captured(connection, self.declares_at)
        for entry in self.outcome.declared:
            place = paragraph_id(str(entry["paragraph"]))
            entry["captured"] = there.get(place, 0) + self.comments.at_place[place]


def _shown(known: KnownDraft) -> list[Any]:
    return [row for row in known.consultations if row.id not in known.hidden]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
