"""A source as it would come in, for a preview: made of what an import of it has planned."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from ogp_review.domain.draft import WHOLE_DRAFT, WHOLE_DRAFT_LABEL
from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingParagraph,
    IncomingSection,
    IncomingSkip,
)
from ogp_review.domain.looking import (
    LONGEST_SHOWN,
    MOST_KEPT,
    Fate,
    LookedList,
    LookedPiece,
    LookedRow,
    SourceLook,
)
from ogp_review.errors import ReviewError
from ogp_review.services import intake_source
from ogp_review.services.intake_pace import Pace
from ogp_review.services.intake_plan import SourcePlan
from ogp_review.services.intake_profiles import Profiles
from ogp_review.services.intake_source import Options, Said, Source

if TYPE_CHECKING:
    from ogp_review.importers.table_look import TableLook


def look_of(job: SourcePlan, labels: Mapping[int, str], limit: int) -> "SourceLook[TableLook]":
    """What `job` would do, row by row. `labels` are those of the places that are there."""
    rows = _Rows(job, labels, limit)
    table = job.read.table(job.source, job.pace) if job.read.is_table else None
    return SourceLook(
        name=job.source.name,
        outcome=job.outcome,
        rows=tuple(rows.first),
        skipped=rows.skipped.done(),
        unplaced=rows.unplaced.done(),
        attachments=tuple(job.attachments.all),
        table=table,
        titles=_titles(table),
        profile=job.read.profile.name if job.read.profile else None,
        recognised=job.read.by_titles,
        draft=tuple(islice(_pieces(job), MOST_KEPT)),
        draft_total=sum(1 for one in job.aligned if isinstance(one, IncomingSection | IncomingParagraph)),
    )


def question(
    source: Source, options: Options, profiles: Profiles, error: ReviewError, pace: Pace
) -> "SourceLook[TableLook]":
    """A table that cannot be read as it was said, with what is known of it: a person can then say otherwise.

    :raises ReviewError: `error` itself, where the source is no table.
    """
    if options.as_draft or not intake_source.is_table(source, options, pace):
        raise error
    table, used = _as_far_as_known(source, options, profiles, pace)
    if table is None:
        raise error
    return SourceLook(name=source.name, problem=str(error), table=table, titles=_titles(table), profile=used)


def _as_far_as_known(
    source: Source, options: Options, profiles: Profiles, pace: Pace
) -> "tuple[TableLook | None, str | None]":
    """The table under all that was said; where that does not fit it, under none of it."""
    said: list[tuple[Said, str | None]] = [(options.mapping, None)] if options.mapping is not None else []
    there = {profile.name: profile for profile in profiles.all()}
    used = there.get(options.profile or "")
    if used is not None:
        said.insert(0, (used.with_said(used.mapping, options.mapping), used.name))
    for mapping, name in [*said, (None, None)]:
        try:
            return intake_source.table_of(source, mapping, pace), name
        except ReviewError:
            continue
    return None, None


def _titles(table: "TableLook | None") -> tuple[str, ...]:
    return tuple(column.name for column in table.columns) if table is not None else ()


class _Kept:
    """The first rows of a kind, and how many there are."""

    def __init__(self) -> None:
        self._rows: list[LookedRow] = []
        self._total = 0

    def add(self, row: LookedRow) -> None:
        self._total += 1
        if self._total <= MOST_KEPT:
            self._rows.append(row)

    def done(self) -> LookedList:
        return LookedList(tuple(self._rows), self._total)


class _Rows:
    """The comments of a source with what becomes of them."""

    def __init__(self, job: SourcePlan, labels: Mapping[int, str], limit: int) -> None:
        self._job = job
        made = {values[0]: values[1] for values in job.plan.rows["paragraph"]}
        self._labels = {**labels, **made, WHOLE_DRAFT: WHOLE_DRAFT_LABEL}
        self.first: list[LookedRow] = []
        self.skipped, self.unplaced = _Kept(), _Kept()
        for row in self._all():
            if len(self.first) < limit:
                self.first.append(row)
            if row.fate is Fate.SKIPPED:
                self.skipped.add(row)
            elif row.unplaced:
                self.unplaced.add(row)

    def _all(self) -> Iterator[LookedRow]:
        for record in self._job.pace.over(self._job.aligned, "compare"):
            if isinstance(record, IncomingSkip):
                yield LookedRow(record.where, Fate.SKIPPED, record.why)
            elif isinstance(record, IncomingComment):
                yield self._row(record)

    def _row(self, record: IncomingComment) -> LookedRow:
        comments = self._job.comments
        fate, why = comments.fates.get(id(record), (Fate.SKIPPED, ""))
        there = comments.match_of(record)
        before = there.values if there is not None else {}
        place = before.get("paragraph_id")
        place = place if place is not None else comments.place_of(record)
        return LookedRow(
            where=record.where,
            fate=fate,
            why=why,
            ref=there.ref if there is not None else "",
            paragraph=self._labels.get(place) if place is not None else None,
            author=(there.author if there is not None else None) or record.author,
            organisation=(there.organisation if there is not None else None) or record.organisation,
            language=before.get("language") or comments.language_of(record),
            posted=before.get("posted") or record.posted,
            posted_at=before.get("posted_at") or record.posted_at,
            text=_clipped(record.text),
            is_reply=bool(record.parent),
        )


def _pieces(job: SourcePlan) -> Iterator[LookedPiece]:
    for record in job.aligned:
        if isinstance(record, IncomingSection | IncomingParagraph):
            yield _piece(record, job.fates[id(record)])


def _piece(record: Incoming, fate: Fate) -> LookedPiece:
    if isinstance(record, IncomingSection):
        return LookedPiece(record.where, fate, record.label, _clipped(record.title), record.level)
    assert isinstance(record, IncomingParagraph)
    text = _clipped(record.text)
    return LookedPiece(record.where, fate, record.label, text, 0, record.complete, record.language)


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
