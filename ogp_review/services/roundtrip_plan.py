"""What an edited workbook changes: each cell compared with what was exported and with what is here now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ogp_review.domain.report import MatrixRow, ReportDocument
from ogp_review.domain.response import ANSWERED, State
from ogp_review.domain.roundtrip import CellChange, CellConflict, CellRefusal
from ogp_review.errors import ReviewError
from ogp_review.importers.matrix import (
    COMMENTS,
    MATRIX,
    REF,
    EditedCell,
    EditedMatrix,
    EditedRow,
    EditedSheet,
)
from ogp_review.interchange.matrix import COMMENT_COLUMNS, MATRIX_COLUMNS, Column, joined_paths, split_paths
from ogp_review.interchange.matrix_marks import Version, key, mark
from ogp_review.services.roundtrip_cells import (
    Understanding,
    check_whole,
    same_stage,
    says_mark,
    says_the_same,
)
from ogp_review.services.roundtrip_rows import Here, Match, Matches, Rows
from ogp_review.store import codebooks

COLUMNS = {MATRIX: MATRIX_COLUMNS, COMMENTS: COMMENT_COLUMNS}
ANSWER = ("Disposition", "Response", "Proposed change")
"""The columns of the answer: an approval holds for what they say."""

_CHANGED_HERE = "it was changed here too since the workbook was exported"
_UNKNOWN = "the workbook no longer says what stood there when it was exported"
_APPROVED = "it was approved here since the workbook was exported"
_SORTED = (
    "texts of its sheet only stand in other rows: some columns were sorted without the others. "
    "Sort them back, or edit a new export"
)
_SORTED_ALONE = 3
"""So many texts that changed places are no accident."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One changed cell. `conflict` says why it may not simply be taken in."""

    kind: str
    here: Here
    change: CellChange
    conflict: str = ""

    @property
    def column(self) -> str:
        return self.change.column

    def as_conflict(self, taken: str | None) -> CellConflict:
        c = self.change
        return CellConflict(c.sheet, c.cell, c.ref, c.column, c.was, c.now, self.conflict, taken)


class Plan:
    """The edits of a workbook, what of it is refused, and what else there is to say."""

    def __init__(
        self, connection: Any, document: ReportDocument, edited: EditedMatrix, language: str
    ) -> None:
        self._connection = connection
        self._rows = Rows(document)
        self._understanding = Understanding(connection, language)
        self.matches = [self._rows.match(sheet) for sheet in edited.sheets]
        self._excerpted: dict[int, set[int]] = {}
        self.edits: list[Edit] = []
        self.refused: list[CellRefusal] = []
        self.notes: list[str] = list(edited.notes)
        for matches in self.matches:
            self._read(matches)

    @property
    def rows(self) -> int:
        return sum(len(matches.sheet.rows) for matches in self.matches)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(ref for matches in self.matches for ref in matches.missing)

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(f"{m.sheet.name}, row {row.number}" for m in self.matches for row in m.added)

    # Rows -------------------------------------------------------------------------------------------------

    def _read(self, matches: Matches) -> None:
        sheet, columns = matches.sheet, [one for one in COLUMNS[matches.sheet.kind] if one.editable]
        edits = {
            column: [edit for match in matches.found if (edit := self._edit(sheet, column, match))]
            for column in columns
        }
        if any(_is_sorted_alone(matches, column, found) for column, found in edits.items()):
            self.refused += [refused_edit(edit, _SORTED) for found in edits.values() for edit in found]
        else:
            self.edits += [edit for found in edits.values() for edit in found]
        for match in matches.twice:
            self._refuse_row(sheet, match.row, match.version, "its row stands more than once, each different")
        for row in matches.gone:
            self._refuse_row(sheet, row, row.version, self._rows.now_in(row.ref))
        self.notes += _notes(matches, columns)

    def _edit(self, sheet: EditedSheet, column: Column, match: Match) -> Edit | None:
        cell = match.row.cells.get(column.title)
        was = str(column.value(match.here) or "")
        before = (match.version.marks or {}).get(column.title) if match.version else None
        if cell is None or says_the_same(cell, was) or (before and says_mark(cell, before)):
            return None
        try:
            now = self._understood(sheet, column, cell, match)
        except ReviewError as why:
            self._refuse(sheet, cell, match.here.ref, column.title, str(why))
            return None
        if key(now) == key(was) or (before and mark(now) == before):
            return None
        if column.title == "State" and not before and same_stage(now, was):
            return None  # nobody can tell who went that far, and nothing hangs on it
        change = CellChange(sheet.name, cell.address, match.here.ref, column.title, was, now)
        change = replace(change, told=self._told(change, match.here))
        return Edit(sheet.kind, match.here, change, _conflict(column.title, was, before, match))

    def _understood(self, sheet: EditedSheet, column: Column, cell: EditedCell, match: Match) -> str:
        if cell.beginning:
            check_whole(cell, str(column.value(match.here) or ""))
        now = self._understanding.text(sheet.kind, column.title, cell)
        if (sheet.kind, column.title) == (COMMENTS, "Themes"):
            self._check_own(match.here, now)
        return now

    def _check_own(self, here: Here, now: str) -> None:
        """A theme that stands on an excerpt cannot be taken off the comment."""
        kept = set(split_paths(now))
        for tag in self._understanding.tags(joined_paths(set(here.themes) - kept)):
            if here.row_id in self._on_excerpts(tag.id):
                raise ReviewError(f'"{tag.path}" stands on an excerpt. Take it off that, in OGP Review.')

    def _on_excerpts(self, tag: int) -> set[int]:
        """The comments on whose excerpts a tag stands."""
        if tag not in self._excerpted:
            units = codebooks.units_with(self._connection, tag)
            self._excerpted[tag] = {comment for unit, comment, _place in units if unit != comment}
        return self._excerpted[tag]

    def _told(self, change: CellChange, here: Here) -> str:
        if change.column == "Owner" and self._understanding.is_new_person(change.now):
            return f'"{change.now}" is a new name'
        if change.column == "Themes" and (new := self._understanding.new_themes(change.now)):
            return "new in the codebook: " + ", ".join(f'"{path}"' for path in new)
        if change.column in ANSWER and isinstance(here, MatrixRow) and here.state in ANSWERED:
            return f"the approval by {here.approved_by or 'somebody'} is void"
        return ""

    # What is refused --------------------------------------------------------------------------------------

    def _refuse(self, sheet: EditedSheet, cell: EditedCell, ref: str, column: str, why: str) -> None:
        self.refused.append(CellRefusal(sheet.name, cell.address, ref, column, cell.text, why))

    def _refuse_row(self, sheet: EditedSheet, row: EditedRow, version: Version | None, why: str) -> None:
        """Each cell of a row that was changed, or all that say something where that cannot be known."""
        marks = (version.marks or {}) if version else {}
        for column in COLUMNS[sheet.kind]:
            cell = row.cells.get(column.title)
            if cell is not None and column.editable and mark(cell.text) != marks.get(column.title, mark("")):
                self._refuse(sheet, cell, row.ref, column.title, why)


def _is_sorted_alone(matches: Matches, column: Column, found: list[Edit]) -> bool:
    """Whether the texts of a column only stand in other rows now: it was sorted without the rest."""
    if not column.wrap or column.title == "Themes":
        return False
    marked = {
        id(match.here): match.version.marks
        for match in matches.found
        if match.version is not None and match.version.marks is not None
    }
    left = {marked[id(edit.here)][column.title] for edit in found if id(edit.here) in marked}
    moved = sum(1 for edit in found if edit.change.now and mark(edit.change.now) in left)
    return moved >= _SORTED_ALONE and moved * 2 >= len(found)


def refused_edit(edit: Edit, why: str) -> CellRefusal:
    c = edit.change
    return CellRefusal(c.sheet, c.cell, c.ref, c.column, c.now, why)


def _conflict(title: str, was: str, before: str | None, match: Match) -> str:
    version, here = match.version, match.here
    if version is None:
        return _UNKNOWN
    if before is None:
        return "" if version.row == here.version else _CHANGED_HERE
    if title == "State":
        stage = next((state for state in State if mark(state) == before), "")
        return "" if same_stage(stage, was) else _CHANGED_HERE
    if mark(was) != before:
        return _CHANGED_HERE
    if title in ANSWER and isinstance(here, MatrixRow) and here.state in ANSWERED:
        state = (version.marks or {}).get("State")
        return "" if state in {mark(one) for one in ANSWERED} else _APPROVED
    return ""


def _notes(matches: Matches, columns: list[Column]) -> Iterator[str]:
    sheet = matches.sheet
    absent = [column.title for column in columns if column.title not in sheet.columns]
    if absent:
        yield f'Sheet "{sheet.name}" lacks columns, which are not read: {", ".join(absent)}.'
    if REF not in sheet.columns:
        yield f'Sheet "{sheet.name}" lacks the column {REF}: its rows are known by their hidden ids alone.'
    if sheet.extra:
        yield f'Sheet "{sheet.name}" has columns that are not read: {", ".join(sheet.extra[:20])}.'
    if matches.parted:
        yield (
            f'In sheet "{sheet.name}" the hidden columns do not stand beside their rows any more: it was '
            "sorted without them. Rows are known by their Ref."
        )
    yield from _not_read(matches)


def _not_read(matches: Matches) -> Iterator[str]:
    """What differs in columns that are not read back, told once a column."""
    kind = matches.sheet.kind
    for column in COLUMNS[kind]:
        if column.editable:
            continue
        differing = [
            match
            for match in matches.found
            if (cell := match.row.cells.get(column.title))
            and not says_the_same(cell, str(column.value(match.here) or ""))
        ]
        if differing:
            first = differing[0].row.cells[column.title].address
            yield (
                f"{column.title} is not read back, and differs from the review in {len(differing):,} "
                f"of its cells: {matches.sheet.name}!{first} first."
            )
