"""Which row of the review a row of an edited workbook is: by its ref and by the id it carries.

Sorting with only some columns chosen can part the hidden ids from their rows. The ref stands among the words
it belongs to, so it decides, and what the ids carry is then looked up by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ogp_review.domain.report import CommentRow, MatrixRow, ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.importers.matrix import COMMENTS, MATRIX, EditedMatrix, EditedRow, EditedSheet
from ogp_review.interchange.matrix_marks import Version, review_mark

Here = MatrixRow | CommentRow


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the workbook and the row here that it is. `version` is what it was exported with, if known."""

    row: EditedRow
    here: Here
    version: Version | None


@dataclass
class Matches:
    """What became of the rows of one sheet. `twice` are rows that stand more than once and differ."""

    sheet: EditedSheet
    found: list[Match] = field(default_factory=list)
    twice: list[Match] = field(default_factory=list)
    gone: list[EditedRow] = field(default_factory=list)
    added: list[EditedRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    parted: bool = False


class Rows:
    """The rows here, by ref and by id."""

    def __init__(self, document: ReportDocument) -> None:
        self._document = document
        self._mark = review_mark(document.review_id)

    def match(self, sheet: EditedSheet) -> Matches:
        """Find each row of a sheet."""
        done = Matches(sheet)
        refs, ids = self._refs[sheet.kind], self._ids[sheet.kind]
        known: dict[int, Version | None] = {}
        for row in sheet.rows:
            by_ref, by_id = refs.get(row.ref), ids.get(row.row_id or 0)
            if by_id is not None:
                known.setdefault(by_id.row_id, row.version)
                done.parted |= by_ref is not None and by_ref is not by_id
        for row in sheet.rows:
            here = refs.get(row.ref) or ids.get(row.row_id or 0)
            if here is None or self._is_foreign(row.version):
                (done.gone if row.version and not self._is_foreign(row.version) else done.added).append(row)
                continue
            version = known.get(here.row_id) if done.parted else row.version
            done.found.append(Match(row, here, version))
        _part_twins(done)
        read = {id(match.here) for match in (*done.found, *done.twice)}
        done.missing = [here.ref for here in self._all(sheet.kind) if id(here) not in read]
        return done

    def now_in(self, ref: str) -> str:
        """Where a comment or excerpt that has no row of its own any more stands now, in words."""
        into = self._units.get(ref)
        return f"it stands in {into} now" if into else "it is not in the matrix any more"

    def _is_foreign(self, version: Version | None) -> bool:
        return version is not None and version.review is not None and version.review != self._mark

    def _all(self, kind: str) -> Iterable[Here]:
        return self._document.matrix if kind == MATRIX else self._document.comments

    @cached_property
    def _refs(self) -> dict[str, dict[str, Here]]:
        """By ref. A comment that has become a point of its own is still found by its own ref."""
        matrix: dict[str, Here] = {row.ref: row for row in self._document.matrix}
        for row in self._document.matrix:
            if len(row.unit_refs) == 1:
                matrix.setdefault(row.unit_refs[0], row)
        return {MATRIX: matrix, COMMENTS: {row.ref: row for row in self._document.comments}}

    @cached_property
    def _ids(self) -> dict[str, dict[int, Here]]:
        comments: dict[int, Here] = {row.row_id: row for row in self._document.comments}
        matrix: dict[int, Here] = {row.row_id: row for row in self._document.matrix}
        for comment in self._document.comments:
            own = self._refs[MATRIX].get(comment.ref)
            if own is not None:
                matrix.setdefault(comment.row_id, own)
        return {MATRIX: matrix, COMMENTS: comments}

    @cached_property
    def _units(self) -> dict[str, str]:
        return {unit: row.ref for row in self._document.matrix for unit in row.unit_refs}


def check_review(edited: EditedMatrix, document: ReportDocument) -> None:
    """Whether the workbook is of this review and can be read back.

    :raises ReviewError: where it is a public edition, of another review, or does not say of which.
    """
    if edited.is_public:
        raise ReviewError(
            f'"{edited.name}" is a public edition. It leaves out what is not published, so it cannot be read '
            "back. Export the committee edition, and edit that."
        )
    review = edited.about.get("Review id")
    marks = {row.version.review for sheet in edited.sheets for row in sheet.rows if row.version} - {None}
    own = review_mark(document.review_id)
    if review is None and not marks:
        raise ReviewError(
            f'"{edited.name}" does not say which review it is of: its sheet About and its hidden columns are '
            "missing. Keep them, and edit the workbook as it was exported."
        )
    if (review is not None and review != document.review_id) or (marks and own not in marks):
        title = edited.about.get("Review", "")
        called = f' "{title}"' if title else ""
        raise ReviewError(
            f'"{edited.name}" is the response matrix of another review{called}, '
            f'not of "{document.title}". Open that one.'
        )


def _part_twins(done: Matches) -> None:
    """Rows that stand several times: one is enough where all say the same, else none is read."""
    groups: dict[int, list[Match]] = {}
    for match in done.found:
        groups.setdefault(id(match.here), []).append(match)
    done.found = []
    for group in groups.values():
        said = {tuple(sorted((title, cell.text) for title, cell in one.row.cells.items())) for one in group}
        if len(said) > 1:
            done.twice += group
        else:
            done.found.append(group[0])
