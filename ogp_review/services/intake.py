"""Bring sources in: read, compare with what is there, and write what is new as one operation.

Importing again never hurts: what is there already is recognised, a richer source fills in what was missing,
and staff work is never touched.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ogp_review.domain.incoming import ImportOutcome, Reading
from ogp_review.domain.languages import check_language
from ogp_review.domain.looking import LookedAttachment, SourceLook
from ogp_review.domain.operation import Changes
from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Mapping as TableMapping
from ogp_review.progress import Progress
from ogp_review.services import intake_attachments, intake_look, intake_source
from ogp_review.services.intake_decisions import AttachmentOutcome as AttachmentOutcome
from ogp_review.services.intake_decisions import DryRun as DryRun
from ogp_review.services.intake_decisions import IntakeDecisions as IntakeDecisions
from ogp_review.services.intake_decisions import Proceed as Proceed
from ogp_review.services.intake_import import SourceImport
from ogp_review.services.intake_pace import Pace, uncollected
from ogp_review.services.intake_paste import PASTED, pasted
from ogp_review.services.intake_plan import SourcePlan
from ogp_review.services.intake_profiles import Profile, Profiles
from ogp_review.services.intake_source import Opened, Options, Said, Source
from ogp_review.store import drafts, matching
from ogp_review.store.store import Store

if TYPE_CHECKING:
    from ogp_review.importers.table_look import TableLook


class Intake:
    """The imports of one review."""

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person
        self._profiles = Profiles(store, person)

    # Bringing in ------------------------------------------------------------------------------------------

    def import_file(
        self,
        path: str | Path,
        *,
        consultation: str | None = None,
        language: str | None = None,
        mapping: Said = None,
        as_draft: bool = False,
        profile: str | None = None,
        labels: Mapping[str, str] | None = None,
        attachment: str | None = None,
        decisions: IntakeDecisions | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportOutcome:
        """Bring the file at `path`, or the mails of a folder, in as one operation; what came of it.

        :param consultation: the name of the consultation it belongs to; else the one it is recognised as.
        :param language: the code of the language in which the consultation was run, and of the comments
            of a table whose rows say none.
        :param mapping: for tables, which column is which: ``{"text": "Comment", "author": "Name"}``, or all
            of how one is read. It goes before what a profile says.
        :param as_draft: whether the source is the draft itself: its sections and paragraphs are read.
        :param profile: the name of the profile a table is read by. None: the one that knows its columns, if
            nothing is said of them; "": none.
        :param labels: which paragraph a label of the source means, where it is another under that name:
            ``{"P4a": "P5"}``. It is kept for later imports of the same consultation.
        :param attachment: the name of a file that came with a mail: that is brought in, not the mail.
        :raises ReviewError: where the file cannot be read as any source; nothing is written then.
        """
        pace = Pace(progress)
        options = Options(consultation, language, mapping, as_draft, profile, labels or {})
        chosen = DryRun() if dry_run else decisions or Proceed()
        with self._source(path, attachment, options, pace) as source:
            return self._bring(source, options, chosen, pace)

    def import_text(
        self,
        text: str,
        *,
        name: str = PASTED,
        consultation: str | None = None,
        language: str | None = None,
        mapping: Said = None,
        as_draft: bool = False,
        profile: str | None = None,
        labels: Mapping[str, str] | None = None,
        decisions: IntakeDecisions | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportOutcome:
        """Bring in what was pasted from the clipboard: as a page, a table or comments, whatever it is.

        :param name: what it is called, and its consultation where nobody names one.
        :raises ReviewError: where there is nothing in it that can be read.
        """
        options = Options(consultation, language, mapping, as_draft, profile, labels or {})
        chosen = DryRun() if dry_run else decisions or Proceed()
        with pasted(text, name) as source:
            return self._bring(source, options, chosen, Pace(progress))

    def import_attachments(
        self,
        path: str | Path,
        *,
        names: Collection[str] | None = None,
        consultation: str | None = None,
        language: str | None = None,
        mapping: Said = None,
        as_draft: bool = False,
        profile: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> list[AttachmentOutcome]:
        """Bring in the files that came with a mail, or those of these `names`, each as a source of its own.

        One that cannot be read does not keep the others out.
        """
        pace = Pace(progress)
        options = Options(consultation, language, mapping, as_draft, profile)
        chosen = DryRun() if dry_run else Proceed()
        mail = Source.at(path)
        reading = intake_source.opened(mail, Options(), self._profiles, pace).reading
        usual = self._usual(mail, reading, pace)
        found = []
        for file in intake_attachments.attached(pace.over(reading.records, "read")):
            if names is not None and file.told.name not in names:
                continue
            if not file.told.importable:
                found.append(AttachmentOutcome(file.told.name, problem=_refusal(file.told), tried=False))
                continue
            with intake_attachments.as_source(file, mail, usual, reading.format) as source:
                found.append(self._tried(file.told.name, source, options, chosen, pace))
        return found

    def _tried(
        self, name: str, source: Source, options: Options, chosen: IntakeDecisions, pace: Pace
    ) -> AttachmentOutcome:
        try:
            return AttachmentOutcome(name, self._bring(source, options, chosen, pace))
        except ReviewError as error:
            return AttachmentOutcome(name, problem=str(error))

    def _bring(self, source: Source, options: Options, chosen: IntakeDecisions, pace: Pace) -> ImportOutcome:
        with uncollected():
            return self._brought(source, options, chosen, pace)

    def _brought(
        self, source: Source, options: Options, chosen: IntakeDecisions, pace: Pace
    ) -> ImportOutcome:
        read = intake_source.opened(source, options, self._profiles, pace)
        job = self._compared(source, options, read, pace)
        if chosen.proceed(job.outcome) and job.planned.brings_something:
            pace.progress.check_cancelled()
            job.write(self._person)
        return job.outcome

    def _compared(self, source: Source, options: Options, read: Opened, pace: Pace) -> SourceImport:
        told = intake_source.digest_of(source.path, pace)
        records = intake_source.all_records(source, read.reading, pace)
        planned = SourcePlan(source, options, read, records, told[1], pace)
        job = SourceImport(self._store, planned, told)
        job.compare()
        return job

    @contextmanager
    def _source(
        self, path: str | Path, attachment: str | None, options: Options, pace: Pace
    ) -> Iterator[Source]:
        mail = Source.at(path)
        if attachment is None:
            yield mail
            return
        reading = intake_source.opened(mail, Options(), self._profiles, pace).reading
        usual = self._usual(mail, reading, pace)
        files = intake_attachments.attached(pace.over(reading.records, "read"))
        file = intake_attachments.wanted(files, attachment, mail.name)
        with intake_attachments.as_source(file, mail, usual, reading.format) as source:
            yield source

    def _usual(self, mail: Source, reading: Reading, pace: Pace) -> str:
        """The consultation of what came with a mail: that of the mail itself."""
        _, digest = intake_source.digest_of(mail.path, pace)
        with self._store.read() as connection:
            there = matching.consultations_of(connection, digest)
            names = [row.name for row in drafts.consultations(connection) if row.id in there]
        return next(iter(names), "") or reading.consultation.title or mail.usual

    # Looking ----------------------------------------------------------------------------------------------

    def look(
        self,
        path: str | Path,
        *,
        consultation: str | None = None,
        language: str | None = None,
        mapping: Said = None,
        as_draft: bool = False,
        profile: str | None = None,
        labels: Mapping[str, str] | None = None,
        attachment: str | None = None,
        limit: int = 100,
        progress: Progress | None = None,
    ) -> "SourceLook[TableLook]":
        """What :meth:`import_file` would do, and its first `limit` rows as they will stand.

        Nothing is written. A table that cannot be read before something is decided comes back as a question:
        without outcome, with its problem as a sentence and with what is known of its columns.

        :raises ReviewError: where the file cannot be read as any source.
        """
        pace = Pace(progress)
        options = Options(consultation, language, mapping, as_draft, profile, labels or {})
        with self._source(path, attachment, options, pace) as source:
            return self._looked(source, options, limit, pace)

    def look_at_text(
        self,
        text: str,
        *,
        name: str = PASTED,
        consultation: str | None = None,
        language: str | None = None,
        mapping: Said = None,
        as_draft: bool = False,
        profile: str | None = None,
        labels: Mapping[str, str] | None = None,
        limit: int = 100,
        progress: Progress | None = None,
    ) -> "SourceLook[TableLook]":
        """What :meth:`import_text` would do. See :meth:`look`."""
        options = Options(consultation, language, mapping, as_draft, profile, labels or {})
        with pasted(text, name) as source:
            return self._looked(source, options, limit, Pace(progress))

    def _looked(self, source: Source, options: Options, limit: int, pace: Pace) -> "SourceLook[TableLook]":
        check_language(options.language)
        if options.profile:
            self._profiles.named(options.profile)
        with uncollected():
            try:
                read = intake_source.opened(source, options, self._profiles, pace)
            except ReviewError as error:
                return intake_look.question(source, options, self._profiles, error, pace)
            planned = self._compared(source, options, read, pace).planned
            with self._store.read() as connection:
                labels = drafts.labels(connection)
            return intake_look.look_of(planned, labels, limit)

    # Profiles ---------------------------------------------------------------------------------------------

    def profiles(self) -> list[Profile]:
        """The profiles kept with this review, by name."""
        return self._profiles.all()

    def save_profile(
        self, name: str, mapping: TableMapping | Mapping[str, str], matches: Iterable[str] = ()
    ) -> Changes:
        """Keep how a table is read under a name; `matches` are the column titles of tables of its kind.

        :raises ReviewError: where the name is empty, or the mapping says nothing.
        """
        return self._profiles.save(name, mapping, matches)

    def remove_profile(self, name: str) -> Changes:
        """Take a profile out of the list.

        :raises ReviewError: where there is none of that name.
        """
        return self._profiles.remove(name)

    def rename_profile(self, name: str, new: str) -> Changes:
        """Give a profile another name.

        :raises ReviewError: where there is none of that name, or another has the new one.
        """
        return self._profiles.rename(name, new)


def _refusal(told: LookedAttachment) -> str:
    return f'"{told.name}" was not brought in: {told.why}.'
