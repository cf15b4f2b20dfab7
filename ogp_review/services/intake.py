"""Bring sources in: read, compare with what is there, and write what is new as one operation.

Importing again never hurts: what is there already is recognised, a richer source fills in what was missing,
and staff work is never touched.
"""

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from ogp_review.domain.draft import folded_label
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    ImportOutcome,
    Incoming,
    IncomingAttachment,
    IncomingCoding,
    IncomingComment,
    IncomingConsultation,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
    IncomingTag,
    IncomingWarning,
    Reading,
)
from ogp_review.domain.languages import check_language
from ogp_review.domain.operation import Op, plural
from ogp_review.importers.table_mapping import Mapping as TableMapping
from ogp_review.progress import NoProgress, Progress
from ogp_review.services.intake_codes import CodeIntake
from ogp_review.services.intake_comments import CommentIntake
from ogp_review.services.intake_draft import COLUMNS, DraftIntake, Plan
from ogp_review.services.intake_matching import REF
from ogp_review.store import matching
from ogp_review.store.drafts import paragraph_id
from ogp_review.store.ids import hash_id
from ogp_review.store.matching import Key, KnownDraft
from ogp_review.store.operation import Operation
from ogp_review.store.storable import storable
from ogp_review.store.store import Store
from ogp_review.store.texts import write_translation

_CHECK_EVERY = 2_000
REVIEW_LANGUAGE = "en"
"""The language translations of a table are in: the one staff write in."""


class IntakeDecisions(Protocol):
    """What an import asks: a dialog, the flags of the command line, or a test answers."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        """Whether to write what `outcome` says would happen."""
        ...


class Proceed:
    """Writes without asking."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        return True


class DryRun:
    """Never writes: the outcome says what would happen."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        return False


class Intake:
    """The imports of one review."""

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person

    def import_file(
        self,
        path: str | Path,
        *,
        consultation: str | None = None,
        language: str | None = None,
        mapping: TableMapping | Mapping[str, str] | None = None,
        as_draft: bool = False,
        decisions: IntakeDecisions | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportOutcome:
        """Bring the file at `path`, or the mails of a folder, in as one operation; what came of it.

        :param consultation: the name of the consultation it belongs to; else the source's title or file name.
        :param language: the code of the language in which the consultation was run.
        :param mapping: for tables, which column is which: ``{"text": "Comment", "author": "Name"}``, or all
            of how one is read.
        :param as_draft: whether the source is the draft itself: its sections and paragraphs are read.
        :raises ReviewError: where the file cannot be read as any source; nothing is written then.
        """
        source = Path(path)
        check_language(language)
        progress = progress or NoProgress()
        told = _digest(source)
        reading = _opened(source, language, consultation, mapping, as_draft, progress)
        records = list(_reporting(reading.records, progress))
        chosen = DryRun() if dry_run else decisions or Proceed()
        name = consultation or reading.consultation.title or source.stem or source.resolve().name
        job = _Import(self._store, source, reading, records, name, language, told)
        outcome = job.compare()
        if chosen.proceed(outcome) and (job.plan or job.codes):
            progress.check_cancelled()
            job.write(self._person, progress)
        return job.outcome

    def first_comments(
        self,
        path: str | Path,
        *,
        language: str | None = None,
        mapping: TableMapping | Mapping[str, str] | None = None,
        limit: int = 100,
    ) -> list[IncomingComment]:
        """The first comments of a source as they are understood, for a preview. Nothing is compared."""
        reading = _opened(Path(path), language, None, mapping, False, NoProgress())
        comments = (record for record in reading.records if isinstance(record, IncomingComment))
        return list(itertools.islice(comments, limit))


def _opened(
    source: Path,
    language: str | None,
    consultation: str | None,
    mapping: TableMapping | Mapping[str, str] | None,
    as_draft: bool,
    progress: Progress,
) -> Reading:
    from ogp_review.importers.registry import ReadOptions, open_source  # loads what reads every format

    return open_source(source, ReadOptions(language, consultation, mapping, as_draft), progress)


def _digest(source: Path) -> tuple[int, bytes]:
    """Size and digest of the bytes of a source; what cannot be read is told by the importer."""
    told = hashlib.blake2b(digest_size=16)
    size = 0
    if not source.is_file():
        return 0, b""
    try:
        with source.open("rb") as file:
            while block := file.read(1 << 20):
                told.update(block)
                size += len(block)
    except OSError:
        return 0, b""
    return size, told.digest()


def _reporting(records: Iterator[Incoming], progress: Progress) -> Iterator[Incoming]:
    for number, record in enumerate(records):
        if number % _CHECK_EVERY == 0:
            progress.check_cancelled()
            progress.report(number, None, "read")
        yield replace(record, data=b"") if isinstance(record, IncomingAttachment) else record


class _Import:
    """One source on its way in."""

    def __init__(
        self,
        store: Store,
        source: Path,
        reading: Reading,
        records: list[Incoming],
        name: str,
        language: str | None,
        told: tuple[int, bytes],
    ) -> None:
        self._store = store
        self._source = Path(storable(str(source)))  # only named here; a name may be no Unicode
        self._reading = reading
        self._records = records
        self._name = storable(name)
        self._language = language or reading.consultation.language
        self._size, self._digest = told
        self._heads: tuple[int, ...] = ()
        self._consultation = 0

    def compare(self) -> ImportOutcome:
        """Plan what to write, against what is there now."""
        with self._store.read() as connection:
            self._plan_with(connection)
        return self.outcome

    def write(self, person: str, progress: Progress) -> None:
        """Write the plan as one operation; where somebody wrote meanwhile, plan again first."""
        with self._store.operation(Op.IMPORT, person) as op:
            if matching.state_of_journal(op.connection) != self._heads:
                self._plan_with(op.connection)
            self.outcome.operation = op.id
            op.sentence = _sentence(self.outcome, self._source.name)
            op.about = {"source": self._source.name, "format": self.outcome.format}
            _write_plan(op, self.plan, progress)
            self.codes.write(op)
            self._note_uses(op)
            self._note_intake(op)
            self._translate(op)

    def _note_uses(self, op: Operation) -> None:
        """An import builds on those that brought what it met: they cannot be undone from under it."""
        op.use("comment", self._met)
        op.use("consultation", [self._consultation])
        places = {values[COLUMNS["comment"].index("paragraph_id")] for values in self.plan.rows["comment"]}
        op.use("paragraph", places - {None})

    def _translate(self, op: Operation) -> None:
        """Translations that a table holds come in with new comments; staff's own are never touched."""
        fresh = {values[0] for values in self.plan.rows["comment"]}
        new = {values[1]: values[3] for values in self.plan.rows["comment_text"] if values[1] in fresh}
        for row, text in self._translations.items():
            if row in new:
                write_translation(op, row, "translation", REVIEW_LANGUAGE, text, new[row])

    def _note_intake(self, op: Operation) -> None:
        columns = ("id", "name", "format", "size", "digest", "consultation_id", "outcome", "hidden")
        outcome = json.dumps(self.outcome.as_json(), ensure_ascii=False)
        row = (
            op.id,
            self._source.name,
            self.outcome.format,
            self._size,
            self._digest,
            self._consultation,
            outcome,
            False,
        )
        op.bring("intake", columns, [row])

    def _plan_with(self, connection: Any) -> None:
        self._heads = matching.state_of_journal(connection)
        self.plan = Plan()
        self.outcome = ImportOutcome(str(self._source), self._reading.format, self._name, self._language)
        known = matching.known_draft(connection)
        self._consultation = self._find_consultation(known)
        draft = DraftIntake(known, self.plan, self.outcome, self._consultation, self._language)
        channel = self._reading.consultation.channel
        comments = self._comments(connection, draft, channel)
        self.codes = CodeIntake(connection, self.outcome, REVIEW_LANGUAGE)
        self._sort_records(draft, comments)
        self.codes.take_all(comments)
        people, sent = comments.finish()
        self._met, self._translations = comments.met, comments.translations
        self._bring_named(connection, "participant", people, known)
        self._bring_named(connection, "submission", sent, known)
        self._say_text_alone(connection, comments)
        self._say_captured(connection, comments)
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

    def _find_consultation(self, known: KnownDraft) -> int:
        said = self._reading.consultation
        wanted = match_key(self._name)
        for row in known.consultations:
            if match_key(row.name) == wanted and (
                self._language is None or row.language in (None, self._language)
            ):
                if row.id in known.hidden:
                    self.plan.add("source_maker", row.id)
                if row.language is None and self._language is not None:
                    self.plan.fill("consultation", row.id, {"language": self._language})
                self._language = self._language or row.language
                self.outcome.language = self._language
                return int(row.id)
        row_id = hash_id("consultation", said.channel, wanted, self._language or "")
        self._add_consultation(row_id, said)
        return row_id

    def _add_consultation(self, row: int, said: IncomingConsultation) -> None:
        self.plan.add(
            "consultation",
            row,
            self._name,
            said.title,
            said.channel,
            self._language,
            said.description,
            said.closes,
        )

    def _comments(self, connection: Any, draft: DraftIntake, channel: str) -> CommentIntake:
        intake = CommentIntake(
            matching.Known({}, {}), draft, self.plan, self.outcome, self._consultation, channel
        )
        refs = {r.external_id for r in self._records if isinstance(r, IncomingComment) and r.external_id}
        own = matching.by_refs(connection, (ref for ref in refs if REF.fullmatch(ref)))
        intake.know(matching.known_comments(connection, list(self._keys(intake))), own)
        return intake

    def _keys(self, intake: CommentIntake) -> Iterator[Key]:
        for record in self._records:
            if isinstance(record, IncomingComment):
                yield intake.text_key_of(record)
                for external in (record.external_id, record.parent):
                    if external:
                        yield intake.external_key(external)

    def _sort_records(self, draft: DraftIntake, comments: CommentIntake) -> None:
        for record in self._records:
            match record:
                case IncomingComment():
                    comments.sift(record)
                case IncomingSection():
                    draft.section(record)
                case IncomingParagraph():
                    draft.paragraph(record)
                case IncomingDeclared():
                    draft.declared(record)
                case IncomingTag():
                    self.codes.tag(record)
                case IncomingCoding():
                    self.codes.coding(record)
                case _:
                    self._note(record)
        comments.take_all()

    def _note(self, record: Incoming) -> None:
        match record:
            case IncomingAttachment():
                self.outcome.attachments.append(record.name)
            case IncomingWarning():
                self.outcome.warnings.append(record.text)
            case IncomingSkip():
                self.outcome.comments.read += 1
                self.outcome.comments.skipped += 1
                self.outcome.skipped.append({"where": record.where, "why": record.why})

    def _say_attachments(self) -> None:
        names = self.outcome.attachments
        if names:
            shown = ", ".join(names[:20]) + (f" and {len(names) - 20:,} more" if len(names) > 20 else "")
            each = "Import it by itself" if len(names) == 1 else "Import them by themselves"
            self.outcome.warnings.append(f"{plural(len(names), 'file')} came with it: {shown}. {each}.")

    def _bring_named(
        self, connection: Any, table: str, named: dict[int, tuple[Any, ...]], known: KnownDraft
    ) -> None:
        there = matching.known_ids(connection, table, named)
        for row, values in named.items():
            if row not in there:
                self.plan.add(table, *values)
            elif row in known.hidden:
                self.plan.add("source_maker", row)

    def _say_text_alone(self, connection: Any, comments: CommentIntake) -> None:
        refs = comments.by_text_alone
        if refs and not (self._digest and matching.same_source(connection, self._digest)):
            shown = ", ".join(refs[:20]) + (f" and {len(refs) - 20:,} more" if len(refs) > 20 else "")
            verb = "was" if len(refs) == 1 else "were"
            self.outcome.warnings.append(
                f"{plural(len(refs), 'comment')} {verb} recognised by text alone: {shown}."
            )

    def _say_captured(self, connection: Any, comments: CommentIntake) -> None:
        there = matching.captured(connection, self._consultation)
        for entry in self.outcome.declared:
            place = paragraph_id(folded_label(str(entry["paragraph"])))
            entry["captured"] = there.get(place, 0) + comments.at_place[place]


def _sentence(outcome: ImportOutcome, name: str) -> str:
    count = outcome.comments
    if not count.read and outcome.tags.new:
        return f"Imported {plural(outcome.tags.new, 'tag')} from {name}"
    if count.new or not count.updated:
        return f"Imported {plural(count.new, 'comment')} from {name}"
    return f"Updated {plural(count.updated, 'comment')} from {name}"


def _write_plan(op: Operation, plan: Plan, progress: Progress) -> None:
    """Write all rows of a plan. Each table's go in by rising id, which is how databases like them."""
    refs = op.refs("C", len(plan.rows["comment"])) if plan.rows["comment"] else []
    plan.rows["comment"] = [
        (values[0], ref, *values[2:]) for values, ref in zip(plan.rows["comment"], refs, strict=True)
    ]
    for table, rows in plan.rows.items():
        progress.check_cancelled()
        progress.report(0, len(rows), f"write {table.replace('_', ' ')}")
        op.bring(table, COLUMNS[table], sorted(rows, key=lambda values: values[0]))
    op.show_comments(values[1] for values in plan.rows["comment_text"])
    op.show_comments(values[0] for values in plan.rows["source_maker"])
    op.show_comments(plan.shown)
    for table, fills in plan.fills.items():
        op.change(table, fills)
    progress.check_cancelled()
