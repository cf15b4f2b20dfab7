"""One source on its way in: compared with what is there, then written as one operation."""

import json
from operator import itemgetter
from typing import Any

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.domain.operation import Op, plural
from ogp_review.services.intake_draft import COLUMNS, Plan
from ogp_review.services.intake_pace import Pace
from ogp_review.services.intake_plan import REVIEW_LANGUAGE, SourcePlan
from ogp_review.store import matching
from ogp_review.store.operation import Operation
from ogp_review.store.stopping import stoppable
from ogp_review.store.store import Store
from ogp_review.store.texts import write_translation

_SLICE = 1_000
_PLACE = COLUMNS["comment"].index("paragraph_id")


class SourceImport:
    """What one source would bring, and the writing of it. `told` is the size and digest of its bytes."""

    def __init__(self, store: Store, planned: SourcePlan, told: tuple[int, bytes]) -> None:
        self._store = store
        self._told = told
        self._heads: tuple[int, ...] = ()
        self.planned = planned

    @property
    def outcome(self) -> ImportOutcome:
        return self.planned.outcome

    def compare(self) -> None:
        """Plan what to write, against what is there now."""
        with self._store.read() as connection, stoppable(self.planned.pace.check_cancelled) as hear:
            hear(connection)
            self._plan_with(connection)

    def write(self, person: str) -> None:
        """Write the plan as one operation; where somebody wrote meanwhile, plan again first."""
        planned, name = self.planned, self.planned.source.name
        with (
            stoppable(planned.pace.check_cancelled) as hear,
            self._store.operation(Op.IMPORT, person) as op,
        ):
            hear(op.connection)
            if matching.state_of_journal(op.connection) != self._heads:
                self._plan_with(op.connection)
            self.outcome.operation = op.id
            op.sentence = _sentence(self.outcome, name)
            op.about = {"source": name, "format": self.outcome.format}
            _write_plan(op, planned.plan, planned.pace)
            planned.codes.write(op)
            self._note_uses(op)
            self._note_intake(op)
            self._translate(op)

    def _plan_with(self, connection: Any) -> None:
        self._heads = matching.state_of_journal(connection)
        self.planned.make(connection)

    def _note_uses(self, op: Operation) -> None:
        """An import builds on those that brought what it met: they cannot be undone from under it."""
        planned = self.planned
        op.use("comment", planned.comments.met)
        op.use("consultation", {planned.consultation, planned.declares_at})
        op.use("paragraph", {values[_PLACE] for values in planned.plan.rows["comment"]} - {None})

    def _translate(self, op: Operation) -> None:
        """Translations that a table holds come in with new comments; staff's own are never touched."""
        rows = self.planned.plan.rows
        fresh = {values[0] for values in rows["comment"]}
        new = {values[1]: values[3] for values in rows["comment_text"] if values[1] in fresh}
        told = self.planned.comments.translations.items()
        for row, text in self.planned.pace.over(told, "write translations"):
            if row in new:
                write_translation(op, row, "translation", REVIEW_LANGUAGE, text, new[row])

    def _note_intake(self, op: Operation) -> None:
        columns = ("id", "name", "format", "size", "digest", "consultation_id", "outcome", "hidden")
        outcome = json.dumps(self.outcome.as_json(), ensure_ascii=False)
        about = (self.planned.source.name, self.outcome.format, *self._told)
        op.bring("intake", columns, [(op.id, *about, self.planned.consultation, outcome, False)])


def _sentence(outcome: ImportOutcome, name: str) -> str:
    count = outcome.comments
    if not count.read and outcome.tags.new:
        return f"Imported {plural(outcome.tags.new, 'tag')} from {name}"
    if count.new or not count.updated:
        return f"Imported {plural(count.new, 'comment')} from {name}"
    return f"Updated {plural(count.updated, 'comment')} from {name}"


def _write_plan(op: Operation, plan: Plan, pace: Pace) -> None:
    """Write all rows of a plan. Each table's go in by rising id, which is how databases like them."""
    refs = op.refs("C", len(plan.rows["comment"])) if plan.rows["comment"] else []
    pairs = zip(plan.rows["comment"], refs, strict=True)
    plan.rows["comment"] = [(values[0], ref, *values[2:]) for values, ref in pairs]
    for table, rows in plan.rows.items():
        pace.check_cancelled()
        rows.sort(key=itemgetter(0))
        for part in pace.slices(rows, _SLICE, f"write {table.replace('_', ' ')}"):
            op.bring(table, COLUMNS[table], part)
    op.show_comments(values[1] for values in plan.rows["comment_text"])
    op.show_comments(values[0] for values in plan.rows["source_maker"])
    op.show_comments(plan.shown)
    for table, fills in plan.fills.items():
        op.change(table, fills)
    pace.check_cancelled()
