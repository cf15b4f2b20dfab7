"""The report: build one document from the review, and have it written in the format that was asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ogp_review.domain.codebook import Tag
from ogp_review.domain.draft import (
    NOT_ASSIGNED,
    NOT_ASSIGNED_LABEL,
    WHOLE_DRAFT,
    WHOLE_DRAFT_LABEL,
    Paragraph,
)
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.operation import plural
from ogp_review.domain.report import (
    ConsultationLine,
    Edition,
    Narrative,
    Quotation,
    ReportDocument,
    ReportParagraph,
    ReportSection,
)
from ogp_review.domain.response import ANSWERED
from ogp_review.errors import ReviewError
from ogp_review.exporters.registry import exporter, holds_coding, is_public
from ogp_review.progress import NoProgress, Progress
from ogp_review.services import report_coding, report_figures, report_words
from ogp_review.services.report_private import addresses_in
from ogp_review.services.report_rows import Material, Rows, name_of
from ogp_review.services.service import Service
from ogp_review.store import codebooks, drafts, figures, report_reads, settings, verify, verify_journal
from ogp_review.store.texts import texts
from ogp_review.version import __version__

_FIELDS = ("summary", "response", "proposed_change", "translation", "revised")
_QUOTED = 2
_LONGEST_QUOTE = 420


class Reporting(Service):
    """Exports and the checks that stand behind them."""

    def export(
        self,
        target: str | Path,
        *,
        edition: str = Edition.COMMITTEE,
        language: str | None = None,
        kind: str | None = None,
        made_on: str | None = None,
        progress: Progress | None = None,
    ) -> list[str]:
        """Write the review to `target`; its ending says as what: `exporters.registry.ENDINGS`.

        :param edition: "committee", or "public": then only participants who agreed are named.
        :param kind: "iso": the ISO/IEC commenting form (.docx); "open": open data (.json, .zip), which are
            always the public edition.
        :param made_on: the day that stands on it ("2026-11-24"; else today), so that two exports can be
            compared.
        :returns: what the format could not hold, which the file says too; and of a public edition the
            comments that hold an e-mail address in their words.
        :raises ReviewError: where the format is not known or the file cannot be written; an older one stays.
        """
        path = Path(target)
        write = exporter(path, kind)
        day = report_words.day_of(made_on)
        chosen = Edition.PUBLIC.value if is_public(kind) else edition
        document = self.document(chosen, language, coded=holds_coding(path))
        document = replace(document, made_on=day or document.made_on)
        notes = write(document, path, progress or NoProgress())
        return notes + addresses_in(document) if chosen == Edition.PUBLIC else notes

    def document(
        self, edition: str = Edition.COMMITTEE, language: str | None = None, *, coded: bool = False
    ) -> ReportDocument:
        """All that an export holds, as it stands now; `coded` asks for tagged passages and notes as well."""
        if edition not in list(Edition):
            raise ReviewError(f'There is no edition "{edition}". There are: {", ".join(Edition)}.')
        chosen = language or self._language
        return _Builder(self._store, self._person, chosen, Edition(edition), coded).build()

    def verify(self) -> dict[str, Any]:
        """Whether database, journal, derived tables and ledger are right: the keys of `verify --json`."""
        with self._store.read() as connection:
            found = list(verify.problems(connection))
            operations = verify.operations(connection)
        ledger = self._ledger(bool(found))
        found += ledger.problems
        return {
            "ok": not found and ledger.balanced,
            "problems": found,
            "operations": operations,
            "ledger": ledger.figures(),
        }

    def _ledger(self, damaged: bool) -> Ledger:
        """The account read back from the rows; of a damaged review without readable rows, by its counts."""
        try:
            return self.document().ledger
        except verify_journal.UNREADABLE:
            if not damaged:
                raise
            with self._store.read() as connection:
                return figures.quick_ledger(connection)


class _Builder:
    """Reads everything once and puts it in the order of the report."""

    def __init__(self, store: Any, person: str, language: str, edition: Edition, coded: bool = False) -> None:
        self._person = person
        self._language = language
        self._edition = edition
        with store.read() as connection:
            self._title = settings.setting(connection, "title") or "Review"
            self._id = report_reads.review_id(connection)
            self._tags: list[Tag] = codebooks.tags(connection, language)
            self._narratives = texts(
                connection, [f"narrative.{part}" for part in report_words.PARTS], language
            )
            self._declared = drafts.declared(connection)
            self._consultations = drafts.consultations(connection)
            self._later = report_reads.later_versions(connection)
            self._material = Material(
                comments=report_reads.all_comments(connection),
                excerpts=report_reads.all_excerpts(connection),
                points=report_reads.all_points(connection),
                people=report_reads.all_participants(connection),
                labels=drafts.labels(connection),
                tags={tag.id: tag.path for tag in self._tags},
                excerpt_tags=report_reads.tags_of_excerpts(connection),
                texts=texts(connection, _FIELDS, language),
                paragraphs=drafts.paragraphs(connection, language),
                sections=drafts.sections(connection, language),
                edition=edition,
            )
            self._coding = report_coding.coding_of(connection, self._material) if coded else None

    def build(self) -> ReportDocument:
        material = self._material
        rows = Rows(material)
        self._rows = rows
        ledger = rows.ledger()
        figures = report_figures.figures_of(material, rows)
        lines = report_figures.consultations_of(material, self._consultations, self._declared)
        participants, unnamed = report_figures.participants_of(material)
        revised = sum(1 for paragraph in material.paragraphs if paragraph.revised)
        written = self._written(WHOLE_DRAFT)["heard"]
        return ReportDocument(
            title=self._title,
            edition=self._edition,
            language=self._language,
            made_on=datetime.now(UTC).date().isoformat(),
            made_by="" if self._edition is Edition.PUBLIC else self._person,
            version=__version__,
            review_id=self._id,
            summary=written or report_words.assembled_summary(figures, ledger, rows.matrix, revised),
            consultations=lines,
            figures=figures,
            sections=self._sections(),
            matrix=rows.matrix,
            comments=rows.comments,
            themes=report_figures.themes_of(material, rows, self._tags, self._written),
            participants=participants,
            unnamed_participants=unnamed,
            ledger=ledger,
            unfinished=self._unfinished(bool(written), ledger),
            notes=self._notes(lines),
            coding=self._coding,
        )

    def _written(self, owner: int) -> dict[str, str]:
        return {part: self._narratives.get((owner, f"narrative.{part}"), "") for part in report_words.PARTS}

    # Paragraph by paragraph -------------------------------------------------------------------------------

    def _sections(self) -> tuple[ReportSection, ...]:
        indices: dict[int, list[int]] = defaultdict(list)
        for index, place in enumerate(self._rows.places):
            indices[place].append(index)
        held: dict[int, int] = defaultdict(int)
        for comment in self._material.comments:
            if comment.set_aside is None:
                held[comment.place if comment.place in self._known_places else NOT_ASSIGNED] += 1
        declared: dict[int, int] = defaultdict(int)
        for row in self._declared:
            declared[row.paragraph_id] += row.comments
        found: list[ReportSection] = []
        for owner, run in self._runs():
            paragraphs = tuple(self._paragraph(p, indices[p.id], held[p.id], declared.get(p.id)) for p in run)
            found.append(self._section(owner, run, paragraphs))
        beside = [
            self._beside(place, label, indices[place], held[place])
            for place, label in ((WHOLE_DRAFT, WHOLE_DRAFT_LABEL), (NOT_ASSIGNED, NOT_ASSIGNED_LABEL))
            if indices[place]
        ]
        if beside:
            found.append(ReportSection("General comments", 1, None, tuple(beside)))
        return tuple(found)

    @cached_property
    def _known_places(self) -> set[int]:
        return {paragraph.id for paragraph in self._material.paragraphs} | {WHOLE_DRAFT}

    def _runs(self) -> list[tuple[int | None, list[Paragraph]]]:
        """The paragraphs as they stand under their headings, in the order of the draft."""
        runs: list[tuple[int | None, list[Paragraph]]] = []
        for paragraph in self._material.paragraphs:
            if runs and runs[-1][0] == paragraph.section_id:
                runs[-1][1].append(paragraph)
            else:
                runs.append((paragraph.section_id, [paragraph]))
        return runs

    def _section(
        self, owner: int | None, run: list[Paragraph], paragraphs: tuple[ReportParagraph, ...]
    ) -> ReportSection:
        section = next((one for one in self._material.sections if one.id == owner), None)
        if section is None:
            first, last = run[0].label, run[-1].label
            heading = f"Paragraph {first}" if first == last else f"Paragraphs {first} to {last}"
            return ReportSection(heading, 1, None, paragraphs)
        written = self._written(section.id)
        narrative = None
        if any(written.values()):
            matrix = [self._rows.matrix[index] for paragraph in paragraphs for index in paragraph.rows]
            comments = sum(paragraph.comments for paragraph in paragraphs)
            revised = sum(1 for paragraph in paragraphs if paragraph.revised)
            narrative = report_words.assembled_narrative(matrix, comments, revised, written)
        return ReportSection(section.heading, section.level, narrative, paragraphs)

    def _paragraph(
        self, paragraph: Paragraph, indices: list[int], comments: int, declared: int | None
    ) -> ReportParagraph:
        return ReportParagraph(
            label=paragraph.label,
            text=paragraph.text,
            complete=paragraph.complete,
            revised=paragraph.revised,
            comments=comments,
            declared=declared,
            narrative=self._narrative(paragraph.id, indices, comments, int(bool(paragraph.revised))),
            quotations=self._quotations(indices),
            rows=tuple(indices),
        )

    def _beside(self, place: int, label: str, indices: list[int], comments: int) -> ReportParagraph:
        written = dict.fromkeys(report_words.PARTS, "")
        rows = [self._rows.matrix[index] for index in indices]
        narrative = report_words.assembled_narrative(rows, comments, 0, written)
        return ReportParagraph(
            label, "", True, None, comments, None, narrative, self._quotations(indices), tuple(indices)
        )

    def _narrative(self, owner: int, indices: list[int], comments: int, revised: int) -> Narrative:
        rows = [self._rows.matrix[index] for index in indices]
        return report_words.assembled_narrative(rows, comments, revised, self._written(owner))

    def _quotations(self, indices: Sequence[int]) -> tuple[Quotation, ...]:
        """Leads of the points with most comments, where they are short enough to quote whole."""
        rows = sorted((self._rows.matrix[index] for index in indices), key=lambda row: -row.comments)
        found: list[Quotation] = []
        for row in rows:
            if row.more and 40 <= len(row.verbatim) <= _LONGEST_QUOTE:
                lead = next((one for one in self._rows.members[row.row_id] if one.text == row.verbatim), None)
                if lead is not None:
                    who = name_of(self._material.who(lead.comment))
                    found.append(Quotation(row.verbatim, lead.ref, who, lead.comment.language))
            if len(found) == _QUOTED:
                break
        return tuple(found)

    # What is still to do, and what limits there are -------------------------------------------------------

    def _unfinished(self, summary_written: bool, ledger: Ledger) -> tuple[str, ...]:
        matrix = self._rows.matrix
        waiting = sum(1 for row in matrix if row.state not in ANSWERED)
        unassigned = sum(1 for place in self._rows.places if place == NOT_ASSIGNED)
        unsaid = sum(1 for row in matrix if row.point_id is not None and row.more and not row.point)
        said = [
            (waiting, "has no approved response yet", "have no approved response yet", "row"),
            (unassigned, "stands at no paragraph", "stand at no paragraph", "row"),
            (unsaid, "has no summary", "have no summary", "point"),
        ]
        found = [f"{plural(n, what)} {one if n == 1 else many}." for n, one, many, what in said if n]
        if not summary_written:
            found.append("The Summary is not written; what stands there is assembled from the figures.")
        return (*ledger.problems, *found)

    def _notes(self, lines: tuple[ConsultationLine, ...]) -> tuple[str, ...]:
        material = self._material
        nameless = sum(1 for comment in material.comments if comment.participant_id is None)
        clipped = sum(1 for paragraph in material.paragraphs if not paragraph.complete)
        counted = [
            (nameless, "has no author in its source", "have no author in their source", "comment"),
            (clipped, "is known only by its beginning", "are known only by their beginning", "paragraph"),
            (self._later, "has changed at its source", "have changed at their source", "comment"),
        ]  # fmt: skip
        unread = [f"{plural(n, what)} {one if n == 1 else many}." for n, one, many, what in counted if n]
        if self._edition is Edition.PUBLIC:
            unread.append("Participants are named only where they agreed to it.")
        return report_words.limits(lines, unread)
