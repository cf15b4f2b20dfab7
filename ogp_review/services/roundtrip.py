"""Read an edited matrix back: what changed in it, what changed here too, and all of it as one operation."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ogp_review.domain.languages import check_language
from ogp_review.domain.operation import Op, plural
from ogp_review.domain.report import ReportDocument
from ogp_review.domain.roundtrip import (
    MINE,
    THEIRS,
    CellChange,
    CellConflict,
    CellRefusal,
    RoundTripDecisions,
    RoundTripOutcome,
)
from ogp_review.errors import Conflict, ReviewError
from ogp_review.importers import matrix
from ogp_review.importers.matrix import EditedMatrix
from ogp_review.progress import NoProgress, Progress
from ogp_review.services.reporting import Reporting
from ogp_review.services.roundtrip_plan import ANSWER, Edit, Plan, refused_edit
from ogp_review.services.roundtrip_rows import check_review
from ogp_review.services.roundtrip_writing import Writer, changed_rows
from ogp_review.services.service import Service
from ogp_review.store.heads import heads

_UNDECIDED = "the answer beside it was changed here too, and that is not decided"


class RoundTrip(Service):
    """The way back of what was exported to be edited."""

    def read(
        self,
        path: str | Path,
        *,
        dry_run: bool = False,
        prefer: str | None = None,
        decisions: RoundTripDecisions | None = None,
        progress: Progress | None = None,
    ) -> RoundTripOutcome:
        """Read an edited response matrix (.xlsx) back, as one operation.

        Only cells that were changed in the workbook are taken in; an unchanged workbook changes nothing. What
        was changed here as well is a conflict: decided by `prefer` ("mine" or "theirs") or one by one by
        `decisions`; what nobody decides stays as it is here. A cell that cannot be read is listed with the
        reason, and the others come in.

        :param dry_run: write nothing; the outcome says what would happen.
        :raises ReviewError: where it is no response matrix of this review, or damaged.
        :raises Conflict: where somebody has written to the review meanwhile.
        """
        if prefer not in (None, MINE, THEIRS):
            raise ReviewError(f'"{prefer}" is no side of a conflict. There are: {MINE}, {THEIRS}.')
        watched = progress or NoProgress()
        edited = matrix.read(Path(path), progress=watched)
        language = _language(edited) or self._language
        with self._store.read() as connection:
            seen = heads(connection)
        document = Reporting(self._store, self._person, language).document(language=language)
        check_review(edited, document)
        with self._store.read() as connection:
            plan = Plan(connection, document, edited, language)
        watched.check_cancelled()
        settled = _Settled(plan, _decider(prefer, decisions), decisions)
        outcome = _outcome(Path(path), document, plan, settled, dry_run)
        if dry_run or not settled.edits:
            return outcome
        return replace(outcome, operation=self._write(settled.edits, edited.name, language, seen))

    def _write(self, edits: list[Edit], name: str, language: str, seen: frozenset[int]) -> int | None:
        with self._store.operation(Op.READ_BACK, self._person) as op:
            if heads(op.connection) != seen:
                raise Conflict("Somebody has changed the review meanwhile. Read the workbook back again.")
            op.sentence = f"Read back {plural(len(edits), 'change')} from {name}"
            Writer(self._store, self._person, language).write(op, edits)
        return op.id if op.changes else None


_Decide = Callable[[CellConflict], str | None]


class _Settled:
    """The edits that are taken in, the conflicts with what was decided, and what rules do not allow."""

    def __init__(self, plan: Plan, decide: _Decide, decisions: RoundTripDecisions | None) -> None:
        self.refused: list[CellRefusal] = list(plan.refused)
        self.conflicts: list[CellConflict] = []
        self._held: set[int] = set()
        clear, disputed = _sorted_out(plan.edits)
        taken = [edit for edit in disputed if self._decided(edit, decide)]
        edits = self._allowed([*clear, *taken])
        if decisions is not None:
            plain = [edit for edit in edits if not edit.conflict]
            accepted = set(decisions.accepted([edit.change for edit in plain]))
            edits = [edit for edit in edits if edit.conflict or edit.change in accepted]
            edits = self._allowed(edits)
        self.edits = edits

    def _decided(self, edit: Edit, decide: _Decide) -> bool:
        """Whether a cell that was changed on both sides is to be as in the workbook."""
        side = decide(edit.as_conflict(None))
        self.conflicts.append(edit.as_conflict(side if side in (MINE, THEIRS) else None))
        if side not in (MINE, THEIRS) and edit.column in ANSWER:
            self._held.add(edit.here.row_id)
        return side == THEIRS

    def _allowed(self, edits: list[Edit]) -> list[Edit]:
        """The edits without the states that may not be: what else is said of those rows comes in."""
        problems: dict[int, str] = {}
        for row in changed_rows(edits):
            try:
                if row.state is not None:
                    row.check_state()
            except ReviewError as why:
                problems[row.here.row_id] = str(why)
        problems |= dict.fromkeys(self._held, _UNDECIDED)
        left = []
        for edit in edits:
            if edit.column == "State" and edit.here.row_id in problems:
                self.refused.append(refused_edit(edit, problems[edit.here.row_id]))
            else:
                left.append(edit)
        return left


def _sorted_out(edits: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    return [edit for edit in edits if not edit.conflict], [edit for edit in edits if edit.conflict]


def _decider(prefer: str | None, decisions: RoundTripDecisions | None) -> _Decide:
    if prefer is not None:
        return lambda _conflict: prefer
    return decisions.decide if decisions is not None else lambda _conflict: None


def _language(edited: EditedMatrix) -> str | None:
    """The language of staff's texts in the workbook: that of most of its rows."""
    said = Counter(row.version.language for sheet in edited.sheets for row in sheet.rows if row.version)
    language = next((language for language, _count in said.most_common() if language), None)
    check_language(language)
    return language


def _outcome(
    path: Path, document: ReportDocument, plan: Plan, settled: _Settled, dry_run: bool
) -> RoundTripOutcome:
    changes: tuple[CellChange, ...] = tuple(edit.change for edit in settled.edits)
    return RoundTripOutcome(
        path=str(path),
        review=document.title,
        rows=plan.rows,
        changes=changes,
        conflicts=tuple(settled.conflicts),
        refused=tuple(settled.refused),
        missing=plan.missing,
        added=plan.added,
        notes=tuple(plan.notes),
        dry_run=dry_run,
    )
