"""Write what an edited workbook changes, in one operation and by the rules that hold for each on its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL
from ogp_review.domain.report import MatrixRow
from ogp_review.domain.response import Disposition, State, check_complete, check_step
from ogp_review.errors import ReviewError
from ogp_review.importers.matrix import MATRIX
from ogp_review.interchange.matrix import split_paths
from ogp_review.services.responding import Responding, Said
from ogp_review.services.roundtrip_plan import ANSWER, Edit
from ogp_review.store import codebooks, drafts, notes
from ogp_review.store.operation import Operation
from ogp_review.store.texts import write_texts

_NOBODY_ANSWERED = (State.NEW, State.TRIAGED)


@dataclass(frozen=True, slots=True)
class Changed:
    """All that is changed in one row of the matrix: texts by title of column."""

    here: MatrixRow
    said: dict[str, str] = field(default_factory=dict)

    @property
    def is_begun(self) -> bool:
        """Whether somebody has begun an answer already."""
        return self.here.point_id is not None and self.here.state not in _NOBODY_ANSWERED

    @property
    def answers(self) -> bool:
        return any(column in self.said for column in ANSWER)

    @property
    def state(self) -> State | None:
        return State(self.said["State"]) if "State" in self.said else None

    @property
    def state_before(self) -> State:
        """The state once the answer is written and before the state is: an approval does not outlive it."""
        return State.DRAFTED if self.answers or not self.is_begun else State(self.here.state)

    def check_state(self) -> None:
        """Whether the response may take the state that the workbook gives it.

        :raises ReviewError: saying why not.
        """
        wanted, now = self.state, self.state_before
        if wanted in _NOBODY_ANSWERED:
            raise ReviewError(f'"{wanted}" follows from the work that is done; it cannot be chosen.')
        if wanted is State.DRAFTED and now is not State.DRAFTED:
            check_step(self.here.ref, now, wanted)
        if wanted is State.IN_REVIEW:
            check_step(self.here.ref, now, wanted)
            chosen = self.said.get("Disposition", self.here.disposition)
            text = self.said.get("Response", self.here.response)
            check_complete(self.here.ref, Disposition(chosen) if chosen else None, text)


def changed_rows(edits: Iterable[Edit]) -> list[Changed]:
    """The edits of the matrix, row by row."""
    rows: dict[int, Changed] = {}
    for edit in edits:
        if edit.kind == MATRIX and isinstance(edit.here, MatrixRow):
            changed = rows.setdefault(edit.here.row_id, Changed(edit.here))
            changed.said[edit.column] = edit.change.now
    return list(rows.values())


class Writer(Responding):
    """Writes edits into an operation that is under way."""

    def write(self, op: Operation, edits: list[Edit]) -> None:
        """:raises ReviewError: where a rule does not hold; the operation then writes nothing."""
        self._write_matrix(op, changed_rows(edits))
        by_column: dict[str, dict[int, Edit]] = {}
        for edit in edits:
            if edit.kind != MATRIX:
                by_column.setdefault(edit.column, {})[edit.here.row_id] = edit
        self._move(op, by_column.get("Paragraph", {}))
        self._tag(op, by_column.get("Themes", {}))
        for comment, edit in by_column.get("Translation", {}).items():
            notes.add_translation(op, comment, self._language, edit.change.now)

    # The matrix -------------------------------------------------------------------------------------------

    def _write_matrix(self, op: Operation, rows: list[Changed]) -> None:
        if not rows:
            return
        found = self._points(op, [row.here.row_id for row in rows])
        by_row = {point.id: point for point in found}
        by_row |= {point.units[0].id: point for point in found if len(point.units) == 1}
        points = {by_row[row.here.row_id].id: row for row in rows}
        known = {point.id: point for point in found}
        answered = {row: _said(one) for row, one in points.items() if one.answers or _begins(one)}
        self._answer(op, [known[row] for row in answered], answered)
        summaries = {
            (row, "summary"): one.said["Point"] for row, one in points.items() if "Point" in one.said
        }
        write_texts(op, self._language, summaries)
        for title, column in (("Owner", "owner"), ("For decision", "for_decision")):
            said = {row: one.said[title] for row, one in points.items() if title in one.said}
            op.change("point", {row: {column: _column(title, text)} for row, text in said.items()})
        self._set_states(op, points)

    def _set_states(self, op: Operation, points: Mapping[int, Changed]) -> None:
        for point, row in points.items():
            if row.state is not None:
                row.check_state()
            if row.state is State.IN_REVIEW:
                values = {"state": row.state.value, "submitted_by": self._person, "note": None}
                op.change("response", {point: values})
            elif row.state is State.DRAFTED and row.state_before is not State.DRAFTED:
                values = {"state": row.state.value, "note": None, "approved_by": None, "approved_at": None}
                op.change("response", {point: values})

    # The comments -----------------------------------------------------------------------------------------

    def _move(self, op: Operation, moved: Mapping[int, Edit]) -> None:
        labels = {edit.change.now for edit in moved.values()}
        places = {label: drafts.place(op.connection, label or NOT_ASSIGNED_LABEL) for label in labels}
        op.change("comment_work", {row: {"place": places[edit.change.now]} for row, edit in moved.items()})

    def _tag(self, op: Operation, tagged: Mapping[int, Edit]) -> None:
        added: dict[str, list[int]] = {}
        removed: dict[str, list[int]] = {}
        for comment, edit in tagged.items():
            before, now = set(edit.here.themes), set(split_paths(edit.change.now))
            for path in sorted(now - before):
                added.setdefault(path, []).append(comment)
            for path in sorted(before - now):
                removed.setdefault(path, []).append(comment)
        known = codebooks.tags(op.connection, self._language) if removed else []
        for path, comments in removed.items():
            for tag in [tag for tag in known if tag.path == path]:
                op.hide("tag_link", codebooks.links(op.connection, comments, tag.id))
        for path, comments in added.items():
            tag_id = codebooks.make_tag(op, path, self._language)
            links = {
                codebooks.link_id(unit, tag_id): {"unit_id": unit, "tag_id": tag_id} for unit in comments
            }
            op.make("tag_link", links)


def _begins(row: Changed) -> bool:
    """Whether its state alone begins a response."""
    return row.state is not None and not row.is_begun


def _said(row: Changed) -> Said:
    return Said(
        row.said.get("Disposition") or None, row.said.get("Response"), row.said.get("Proposed change")
    )


def _column(title: str, text: str) -> str | bool | None:
    return text == "yes" if title == "For decision" else text or None
