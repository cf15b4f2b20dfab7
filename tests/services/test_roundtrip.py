"""An edited matrix comes back: what was changed in it and nothing else, as one operation."""

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from round_trips import (
    COMMENTS,
    MATRIX,
    all_that_stands,
    cell_of,
    edited,
    edited_in_libreoffice,
    exported,
    python_with_uno,
    worked_on,
)

from ogp_review.domain.report import Edition
from ogp_review.domain.roundtrip import MINE, THEIRS, CellChange, CellConflict, RoundTripOutcome
from ogp_review.errors import ReviewError
from ogp_review.exporters.xlsx import write_xlsx
from ogp_review.progress import NoProgress
from ogp_review.review import Review, create_review, open_review


@pytest.fixture
def park(review: Review, tmp_path: Path) -> Review:
    return worked_on(review, tmp_path)


def told(outcome: RoundTripOutcome) -> dict[tuple[str, str], str]:
    """What was taken in, by ref and column."""
    return {(change.ref, change.column): change.now for change in outcome.changes}


def refused(outcome: RoundTripOutcome) -> dict[tuple[str, str], str]:
    return {(one.ref, one.column): one.why for one in outcome.refused}


def operations(review: Review) -> int:
    return int(review.verify()["operations"])


# What is taken in -----------------------------------------------------------------------------------------


def test_an_unchanged_workbook_changes_nothing(park: Review, tmp_path: Path) -> None:
    path, before = exported(park, tmp_path), operations(park)
    for one in (path, edited(path)):
        outcome = park.roundtrip.read(one)
        assert (outcome.changes, outcome.conflicts, outcome.refused, outcome.notes) == ((), (), (), ())
        assert (outcome.missing, outcome.added, outcome.operation) == ((), (), None)
    assert operations(park) == before


EVERY = {
    (MATRIX, "PT-0002", "Point"): "Who pays?",
    (MATRIX, "PT-0002", "Disposition"): "not accepted",
    (MATRIX, "PT-0002", "Response"): "We have no money.\nNot this year.",
    (MATRIX, "PT-0002", "Proposed change"): "and no water",
    (MATRIX, "PT-0002", "State"): "in review",
    (MATRIX, "PT-0002", "Owner"): "Ben Okri",
    (MATRIX, "PT-0002", "For decision"): "yes",
    (COMMENTS, "C0003", "Paragraph"): "P1",
    (COMMENTS, "C0003", "Themes"): "Money/Water; Participation/Youth",
    (COMMENTS, "C0003", "Translation"): "Qui paie ?",
}


def test_every_editable_cell_comes_back_in_one_operation(park: Review, tmp_path: Path) -> None:
    before, count = all_that_stands(park), operations(park)
    path = edited(exported(park, tmp_path), *((*where, value) for where, value in EVERY.items()))
    dry = park.roundtrip.read(path, dry_run=True)
    assert dry.operation is None and operations(park) == count
    outcome = park.roundtrip.read(path)
    assert outcome.changes == dry.changes and outcome.refused == ()
    assert {(change.sheet, change.ref, change.column): change.now for change in outcome.changes} == EVERY
    assert operations(park) == count + 1
    assert park.history.all(limit=1)[0].sentence == f"Read back {len(EVERY)} changes from {path.name}"
    row = next(row for row in park.reporting.document().matrix if row.ref == "PT-0002")
    assert (row.point, row.response) == ("Who pays?", "We have no money.\nNot this year.")
    assert (row.state, row.owner, row.for_decision) == ("in review", "Ben Okri", True)
    comment = park.comment("C0003")
    assert (comment.paragraph, comment.tags) == ("P1", ("Money/Water", "Participation/Youth"))
    assert park.roundtrip.read(path).changes == ()
    park.history.undo()
    assert all_that_stands(park) == before


def test_a_change_says_where_it_stands_and_what_was_there(park: Review, tmp_path: Path) -> None:
    path = exported(park, tmp_path)
    address = cell_of(load_workbook(path)[MATRIX], "PT-0002", "Response").coordinate
    [change] = park.roundtrip.read(edited(path, (MATRIX, "PT-0002", "Response", "No."))).changes
    assert change == CellChange(MATRIX, address, "PT-0002", "Response", "The city pays.", "No.")


def test_cells_can_be_emptied(park: Review, tmp_path: Path) -> None:
    emptied = [(MATRIX, "PT-0002", column, None) for column in ("Response", "Proposed change", "Owner")]
    more = [(COMMENTS, "C0003", "Themes", None), (COMMENTS, "C0003", "Paragraph", None)]
    outcome = park.roundtrip.read(edited(exported(park, tmp_path), *emptied, *more))
    assert len(outcome.changes) == 5 and outcome.refused == ()
    response = park.responding.response("PT-0002")
    assert response and (response.text, response.proposed_change, response.owner) == ("", "", None)
    assert park.comment("C0003").tags == () and park.comment("C0003").paragraph is None


def test_a_comment_that_is_answered_becomes_a_point(park: Review, tmp_path: Path) -> None:
    path = edited(
        exported(park, tmp_path),
        (MATRIX, "C0004", "Response", "Benches come."),
        (MATRIX, "C0005", "Point", "No cars."),
        (MATRIX, "C0006", "State", "drafted"),
    )
    park.roundtrip.read(path)
    rows = {row.unit_refs: row for row in park.reporting.document().matrix}
    assert (rows["C0004",].response, rows["C0004",].state) == ("Benches come.", "drafted")
    assert (rows["C0005",].point, rows["C0005",].state) == ("No cars.", "triaged")
    assert rows["C0006",].state == "drafted"
    again = park.roundtrip.read(path)
    assert (again.changes, again.conflicts, again.refused) == ((), (), ())


def test_what_only_another_program_has_changed_is_no_change(park: Review, tmp_path: Path) -> None:
    text = "line one  \n\ttwo\x07 _x0041_ é\n"
    park.responding.respond("PT-0002", text=text, proposed_change="=1+1")
    for said in (
        "line one  \r\n\ttwo _x005F_x0041_ é\r\n",
        "line one  _x000D_\n\ttwo_x0007_ _x005F_x0041_ é",
        "line one  _x000a_\ttwo _x005F_x0041_ e\u0301 ",
    ):
        path = edited(exported(park, tmp_path), (MATRIX, "PT-0002", "Response", said))
        assert park.roundtrip.read(path, dry_run=True).changes == ()
    cased = [("Disposition", " Noted "), ("Owner", "ana  RUIZ"), ("For decision", "No")]
    path = edited(exported(park, tmp_path), *((MATRIX, "PT-0002", *one) for one in cased))
    themes = ("\n; participation / YOUTH ;", "Participation/Youth; Participation/Youth")
    for theme in themes:
        path = edited(path, (COMMENTS, "C0001", "Themes", theme), (COMMENTS, "C0001", "Paragraph", "p 1"))
        assert park.roundtrip.read(path, dry_run=True).changes == ()


# What is not ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("Disposition", "Acepted", '"Acepted" is not a disposition. There are: accepted, accepted in part'),
        ("Disposition", None, "can be changed, not taken away"),
        ("State", "approved", "approving and publishing are done in OGP Review"),
        ("State", "published", "approving and publishing are done in OGP Review"),
        ("State", "triaged", "follows from the work that is done"),
        ("State", "finished", '"finished" is not a state. There are: new, triaged, drafted, in review.'),
        ("For decision", "perhaps", "neither yes nor empty"),
        ("Response", "=1+1", "holds a formula"),
        ("Response", True, "holds TRUE or FALSE"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_the_others_come_in(
    park: Review, tmp_path: Path, column: str, value: object, why: str
) -> None:
    path = exported(park, tmp_path)
    address = cell_of(load_workbook(path)[MATRIX], "PT-0002", column).coordinate
    path = edited(path, (MATRIX, "PT-0002", column, value), (MATRIX, "PT-0002", "Owner", "Eva"))
    outcome = park.roundtrip.read(path)
    [refusal] = outcome.refused
    assert (refusal.cell, refusal.ref, refusal.column) == (address, "PT-0002", column)
    assert why in refusal.why and refusal.sentence.startswith(f"{MATRIX}!{address} (PT-0002, {column})")
    assert told(outcome) == {("PT-0002", "Owner"): "Eva"}


def test_a_formula_in_an_empty_cell_is_not_passed_over(park: Review, tmp_path: Path) -> None:
    outcome = park.roundtrip.read(edited(exported(park, tmp_path), (MATRIX, "C0004", "Response", "=1+1")))
    assert outcome.changes == () and "holds a formula" in refused(outcome)["C0004", "Response"]


def test_declining_without_a_reason_is_not_sent_for_review(park: Review, tmp_path: Path) -> None:
    declined = [("Disposition", "not accepted"), ("Response", None), ("State", "in review")]
    outcome = park.roundtrip.read(
        edited(exported(park, tmp_path), *((MATRIX, "PT-0002", *one) for one in declined))
    )
    assert refused(outcome) == {
        ("PT-0002", "State"): 'PT-0002 is "not accepted" without a reason. Write the reason as its response.'
    }
    assert set(told(outcome)) == {("PT-0002", "Disposition"), ("PT-0002", "Response")}


def test_what_a_spreadsheet_made_of_a_text(park: Review, tmp_path: Path) -> None:
    park.responding.respond("PT-0002", text="007", proposed_change="2026-11-24")
    path = exported(park, tmp_path)
    same = edited(
        path,
        (MATRIX, "PT-0002", "Response", 7),
        (MATRIX, "PT-0002", "Proposed change", date(2026, 11, 24)),
    )
    assert park.roundtrip.read(same).changes == park.roundtrip.read(same).refused == ()
    other = edited(
        path,
        (MATRIX, "PT-0002", "Response", 8.5),
        (MATRIX, "PT-0002", "Proposed change", date(2026, 1, 2)),
        (MATRIX, "PT-0002", "For decision", True),
    )
    outcome = park.roundtrip.read(other)
    assert told(outcome) == {("PT-0002", "Response"): "8.5", ("PT-0002", "For decision"): "yes"}
    assert "holds a date" in refused(outcome)["PT-0002", "Proposed change"]


def test_merged_cells_are_refused_not_emptied(park: Review, tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        cells = [cell_of(book[MATRIX], ref, "Response") for ref in ("PT-0001", "PT-0002")]
        rows = sorted(cell.row for cell in cells)
        book[MATRIX].merge_cells(
            start_row=rows[0], end_row=rows[1], start_column=cells[0].column, end_column=cells[0].column
        )

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), how=merge))
    assert outcome.changes == ()
    assert [one.column for one in outcome.refused] == ["Response"]
    assert "merged" in outcome.refused[0].why


def test_places_and_themes_that_cannot_be(park: Review, tmp_path: Path) -> None:
    park.tagging.retire("Money")
    park.tagging.add([park.tagging.excerpt_of("C0002", "shade")], "Shade")
    path = edited(
        exported(park, tmp_path),
        (COMMENTS, "C0001", "Paragraph", "P99"),
        (COMMENTS, "C0001", "Themes", "Money"),
        (COMMENTS, "C0002", "Themes", None),
        (COMMENTS, "C0004", "Themes", "Benches//"),
    )
    outcome = park.roundtrip.read(path)
    why = refused(outcome)
    assert outcome.changes == () and len(why) == 4
    assert 'There is no paragraph "P99"' in why["C0001", "Paragraph"]
    assert '"Money" is retired' in why["C0001", "Themes"]
    assert '"Shade" stands on an excerpt' in why["C0002", "Themes"]
    assert "is not the path of a tag" in why["C0004", "Themes"]


def test_themes_with_what_stands_between_themes(park: Review, tmp_path: Path) -> None:
    park.tagging.add(["C0004"], "Water; and money")
    park.tagging.add(["C0004"], "Back\\slash")
    path = exported(park, tmp_path)
    assert park.roundtrip.read(edited(path)).changes == ()
    cell = cell_of(load_workbook(path)[COMMENTS], "C0004", "Themes")
    outcome = park.roundtrip.read(edited(path, (COMMENTS, "C0004", "Themes", f"{cell.value}; A\\;b/C")))
    assert park.comment("C0004").tags == ("A;b/C", "Back\\slash", "Water; and money")
    assert outcome.changes[0].told == 'new in the codebook: "A;b/C"'


def test_columns_that_are_not_read_are_told_when_they_differ(park: Review, tmp_path: Path) -> None:
    path = edited(
        exported(park, tmp_path),
        (COMMENTS, "C0001", "Text", "Plant nothing."),
        (MATRIX, "PT-0002", "Paragraph", "P1"),
    )
    outcome = park.roundtrip.read(path)
    assert outcome.changes == ()
    assert any("Text is not read back" in note and "1 of its cells" in note for note in outcome.notes)
    assert any(note.startswith("Paragraph is not read back") for note in outcome.notes)
    assert park.comment("C0001").text == "Plant lime trees for the young."


# Approvals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [("Response", "Other words."), ("Disposition", "noted"), ("Proposed change", "trees")],
)
def test_other_words_void_an_approval(park: Review, tmp_path: Path, column: str, value: str) -> None:
    outcome = park.roundtrip.read(edited(exported(park, tmp_path), (MATRIX, "PT-0001", column, value)))
    assert outcome.changes[0].told == "the approval by Ana is void"
    response = park.responding.response("PT-0001")
    assert response and (response.state, response.approved_by) == ("drafted", None)


def test_what_is_no_part_of_the_answer_leaves_an_approval(park: Review, tmp_path: Path) -> None:
    more = [("Owner", "Eva"), ("For decision", "yes"), ("Point", "Shade.")]
    outcome = park.roundtrip.read(
        edited(exported(park, tmp_path), *((MATRIX, "PT-0001", *one) for one in more))
    )
    response = park.responding.response("PT-0001")
    assert len(outcome.changes) == 3 and response and response.state == "approved"


def test_an_answer_approved_meanwhile_is_not_voided_unasked(park: Review, tmp_path: Path) -> None:
    path = edited(exported(park, tmp_path), (MATRIX, "PT-0002", "Proposed change", "Another."))
    park.responding.submit("PT-0002")
    park.responding.approve("PT-0002")
    outcome = park.roundtrip.read(path)
    assert outcome.changes == () and "approved here since" in outcome.undecided[0].why
    assert park.responding.response("PT-0002").state == "approved"  # type: ignore[union-attr]
    assert len(park.roundtrip.read(path, prefer=THEIRS).changes) == 1
    assert park.responding.response("PT-0002").state == "drafted"  # type: ignore[union-attr]


def test_a_response_goes_for_review_and_back(park: Review, tmp_path: Path) -> None:
    park.roundtrip.read(edited(exported(park, tmp_path), (MATRIX, "PT-0002", "State", "in review")))
    assert park.responding.response("PT-0002").state == "in review"  # type: ignore[union-attr]
    path = exported(park, tmp_path)
    returned = edited(path, (MATRIX, "PT-0002", "State", "drafted"), (MATRIX, "PT-0001", "State", "drafted"))
    assert len(park.roundtrip.read(returned).changes) == 2
    for ref in ("PT-0001", "PT-0002"):
        response = park.responding.response(ref)
        assert response and (response.state, response.approved_by) == ("drafted", None)


# Conflicts ------------------------------------------------------------------------------------------------


class Deciding:
    """A person who takes their side for these columns, and no change of those."""

    def __init__(self, theirs: Sequence[str] = (), without: Sequence[str] = ()) -> None:
        self.theirs, self.without = theirs, without
        self.asked: list[CellConflict] = []
        self.offered: list[CellChange] = []

    def accepted(self, changes: Sequence[CellChange]) -> list[CellChange]:
        self.offered = list(changes)
        return [change for change in changes if change.column not in self.without]

    def decide(self, conflict: CellConflict) -> str | None:
        self.asked.append(conflict)
        return THEIRS if conflict.column in self.theirs else None


def disputed(park: Review, folder: Path) -> Path:
    """The response and the owner of PT-0002 changed on both sides, its proposed change only there."""
    path = edited(
        exported(park, folder),
        (MATRIX, "PT-0002", "Response", "Theirs."),
        (MATRIX, "PT-0002", "Owner", "Their owner"),
        (MATRIX, "PT-0002", "Proposed change", "Their change"),
        (MATRIX, "PT-0002", "State", "in review"),
        (MATRIX, "C0004", "For decision", "yes"),
    )
    park.responding.respond("PT-0002", text="Mine.")
    park.responding.own("PT-0002", "My owner")
    return path


def test_a_conflict_nobody_decides_is_left_and_listed(park: Review, tmp_path: Path) -> None:
    outcome = park.roundtrip.read(disputed(park, tmp_path))
    assert {(one.column, one.mine, one.theirs, one.taken) for one in outcome.undecided} == {
        ("Response", "Mine.", "Theirs.", None),
        ("Owner", "My owner", "Their owner", None),
    }
    assert set(told(outcome)) == {("PT-0002", "Proposed change"), ("C0004", "For decision")}
    assert "not decided" in refused(outcome)["PT-0002", "State"], "nobody reviews an answer in dispute"
    assert park.responding.response("PT-0002").text == "Mine."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("side", "text", "owner"), [(MINE, "Mine.", "My owner"), (THEIRS, "Theirs.", "Their owner")]
)
def test_a_side_decides_all_conflicts(park: Review, tmp_path: Path, side: str, text: str, owner: str) -> None:
    outcome = park.roundtrip.read(disputed(park, tmp_path), prefer=side)
    assert outcome.undecided == () and {one.taken for one in outcome.conflicts} == {side}
    response = park.responding.response("PT-0002")
    assert response and (response.text, response.owner, response.state) == (text, owner, "in review")


def test_conflicts_are_decided_one_by_one(park: Review, tmp_path: Path) -> None:
    person = Deciding(theirs=["Response"], without=["Proposed change"])
    outcome = park.roundtrip.read(disputed(park, tmp_path), decisions=person)
    assert [one.column for one in person.asked] == ["Response", "Owner"]
    assert {one.column for one in person.offered} == {"Proposed change", "State", "For decision"}
    assert [one.column for one in outcome.undecided] == ["Owner"]
    response = park.responding.response("PT-0002")
    assert response and (response.text, response.owner) == ("Theirs.", "My owner")
    assert response.proposed_change == "and water", "what is not accepted stays"


def test_what_changed_only_here_is_no_conflict(park: Review, tmp_path: Path) -> None:
    path = edited(exported(park, tmp_path), (COMMENTS, "C0004", "Themes", "Benches"))
    park.responding.respond("PT-0002", text="Mine.")
    park.responding.give_back("PT-0001", "Say more.")
    park.triage.move(["C0004"], "P1")
    outcome = park.roundtrip.read(path)
    assert told(outcome) == {("C0004", "Themes"): "Benches"}
    assert (outcome.conflicts, outcome.refused) == ((), ()), "the workbook still says approved"
    assert park.responding.response("PT-0002").text == "Mine."  # type: ignore[union-attr]


def test_sorting_a_comment_meanwhile_is_no_conflict_with_its_state(park: Review, tmp_path: Path) -> None:
    path = edited(exported(park, tmp_path), (MATRIX, "C0005", "State", "drafted"))
    assert park.comment("C0005").state == "new"
    park.triage.move(["C0005"], "P1")
    assert park.comment("C0005").state == "triaged"
    assert told(park.roundtrip.read(path)) == {("C0005", "State"): "drafted"}


def test_the_same_change_on_both_sides_is_none(park: Review, tmp_path: Path) -> None:
    path = edited(exported(park, tmp_path), (MATRIX, "PT-0002", "Response", "The same."))
    park.responding.respond("PT-0002", text="The same.")
    outcome = park.roundtrip.read(path)
    assert (outcome.changes, outcome.conflicts) == ((), ())


def test_a_side_that_is_none(park: Review, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="There are: mine, theirs"):
        park.roundtrip.read(exported(park, tmp_path), prefer="ours")


# Rows and columns -----------------------------------------------------------------------------------------


def in_order(book: Workbook, sheet: str, order: Callable[[list[Any]], list[Any]], columns: int = 0) -> None:
    """Put the rows of a sheet into another order, all columns of them or only the first ones."""
    table = book[sheet]
    width = columns or table.max_column
    rows = [[table.cell(n, at).value for at in range(1, width + 1)] for n in range(2, table.max_row + 1)]
    for number, row in enumerate(order(rows), start=2):
        for at, value in enumerate(row, start=1):
            table.cell(number, at).value = value


def backwards(rows: list[Any]) -> list[Any]:
    return rows[::-1]


CHANGE = (MATRIX, "PT-0002", "Response", "Changed.")


def test_rows_sorted_filtered_and_columns_moved(park: Review, tmp_path: Path) -> None:
    def shuffle(book: Workbook) -> None:
        for sheet in (MATRIX, COMMENTS):
            in_order(book, sheet, backwards)
            table = book[sheet]
            table.insert_rows(1, 2)
            table["B1"] = "Draft for the director"
            table.insert_cols(1)
            table.cell(3, 1).value = "My remarks"
            table.cell(5, 1).value = "see below"
            table.move_range(f"D3:D{table.max_row}", cols=30)
            table.row_dimensions[4].hidden = True
        book[MATRIX].title = "Matrix of Ana"
        book.create_sheet("Scratch").append(["Ref", "something"])
        book.move_sheet("About", -5)

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), CHANGE, how=shuffle))
    assert told(outcome) == {("PT-0002", "Response"): "Changed."}
    assert outcome.changes[0].sheet == "Matrix of Ana"
    assert (outcome.refused, outcome.missing, outcome.added) == ((), (), ())
    assert sum("not read: My remarks." in note for note in outcome.notes) == 2


def test_rows_deleted_are_told_and_nothing_is_deleted(park: Review, tmp_path: Path) -> None:
    def shorten(book: Workbook) -> None:
        for sheet, ref in ((MATRIX, "PT-0001"), (COMMENTS, "C0006")):
            book[sheet].delete_rows(cell_of(book[sheet], ref, "Ref").row)

    before = all_that_stands(park)
    outcome = park.roundtrip.read(edited(exported(park, tmp_path), how=shorten))
    assert outcome.missing == ("PT-0001", "C0006") and outcome.changes == ()
    assert all_that_stands(park) == before


def test_rows_added_are_told_and_not_read(park: Review, tmp_path: Path) -> None:
    def lengthen(book: Workbook) -> None:
        table = book[MATRIX]
        table.cell(table.max_row + 1, 1).value = "PT-9999"
        table.cell(table.max_row, 14).value = "An answer to nothing."
        table.cell(table.max_row + 1, 4).value = "No ref at all."

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), how=lengthen))
    assert outcome.changes == () and len(outcome.added) == 2
    assert outcome.added[0].startswith("Response matrix, row ")


def test_hidden_columns_that_were_left_behind(park: Review, tmp_path: Path) -> None:
    def sort_what_shows(book: Workbook) -> None:
        in_order(book, MATRIX, backwards, columns=20)

    path = edited(exported(park, tmp_path), CHANGE, how=sort_what_shows)
    outcome = park.roundtrip.read(path)
    assert told(outcome) == {("PT-0002", "Response"): "Changed."} and outcome.conflicts == ()
    assert any("Rows are known by their Ref" in note for note in outcome.notes)


def test_sorting_by_the_filter_takes_the_hidden_columns_along(park: Review, tmp_path: Path) -> None:
    book = load_workbook(exported(park, tmp_path))
    for sheet in (MATRIX, COMMENTS):
        assert book[sheet].auto_filter.ref == book[sheet].dimensions


def test_a_column_sorted_without_the_others_is_refused(park: Review, tmp_path: Path) -> None:
    for number in range(3, 7):
        park.responding.respond(f"C000{number}", text=f"Answer {number}", disposition="noted")

    def sort_one(book: Workbook) -> None:
        table = book[MATRIX]
        cells = [cell_of(table, row.ref, "Response") for row in park.reporting.document().matrix]
        said = [cell.value for cell in cells]
        for cell, text in zip(cells, said[1:] + said[:1], strict=True):
            cell.value = text

    outcome = park.roundtrip.read(
        edited(exported(park, tmp_path), (MATRIX, "PT-0002", "Owner", "Eva"), how=sort_one)
    )
    assert outcome.changes == () and len(outcome.refused) == 6
    assert all("sorted without the others" in one.why for one in outcome.refused)


def test_a_row_pasted_over_another(park: Review, tmp_path: Path) -> None:
    def paste(book: Workbook) -> None:
        table = book[MATRIX]
        table.append([cell.value for cell in table[cell_of(table, "PT-0002", "Ref").row]])

    assert park.roundtrip.read(edited(exported(park, tmp_path), how=paste)).changes == ()

    def paste_and_change(book: Workbook) -> None:
        paste(book)
        book[MATRIX].cell(book[MATRIX].max_row, 14).value = "Other words."

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), how=paste_and_change))
    assert outcome.changes == ()
    assert refused(outcome) == {("PT-0002", "Response"): "its row stands more than once, each different"}


def test_rows_that_have_gone_elsewhere(park: Review, tmp_path: Path) -> None:
    path = edited(
        exported(park, tmp_path),
        (MATRIX, "C0004", "Response", "Benches come."),
        (MATRIX, "C0005", "Response", "No cars."),
    )
    park.merging.add("PT-0001", ["C0004"])
    park.triage.set_aside(["C0005"], reason="off topic")
    outcome = park.roundtrip.read(path)
    assert outcome.changes == ()
    assert refused(outcome) == {
        ("C0004", "Response"): "it stands in PT-0001 now",
        ("C0005", "Response"): "it is not in the matrix any more",
    }


def test_columns_that_are_missing_are_not_emptied(park: Review, tmp_path: Path) -> None:
    def cut(book: Workbook) -> None:
        book[MATRIX].delete_cols(14)
        del book[COMMENTS]

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), how=cut))
    assert outcome.changes == () and any("lacks columns" in note for note in outcome.notes)


def without_ids(book: Workbook) -> None:
    for sheet in (MATRIX, COMMENTS):
        titles = [cell.value for cell in book[sheet][1]]
        book[sheet].delete_cols(titles.index("Row id") + 1, 2)


def test_without_hidden_columns_each_difference_is_asked_about(park: Review, tmp_path: Path) -> None:
    path = edited(exported(park, tmp_path), CHANGE, how=without_ids)
    outcome = park.roundtrip.read(path)
    assert outcome.changes == () and "no longer says what stood there" in outcome.undecided[0].why
    assert told(park.roundtrip.read(path, prefer=THEIRS)) == {("PT-0002", "Response"): "Changed."}


def test_ids_that_became_numbers_are_not_trusted(park: Review, tmp_path: Path) -> None:
    def numbers(book: Workbook) -> None:
        for sheet in (MATRIX, COMMENTS):
            at = [cell.value for cell in book[sheet][1]].index("Row id") + 1
            for row in range(2, book[sheet].max_row + 1):
                book[sheet].cell(row, at).value = float(book[sheet].cell(row, at).value)

    outcome = park.roundtrip.read(edited(exported(park, tmp_path), CHANGE, how=numbers))
    assert told(outcome) == {("PT-0002", "Response"): "Changed."} and outcome.refused == ()


def test_a_workbook_of_the_first_version(park: Review, tmp_path: Path) -> None:
    """It says of a row that it has changed, not of which cell."""

    def older(book: Workbook) -> None:
        for sheet in (MATRIX, COMMENTS):
            at = [cell.value for cell in book[sheet][1]].index("Version") + 1
            for row in range(2, book[sheet].max_row + 1):
                book[sheet].cell(row, at).value = str(book[sheet].cell(row, at).value).split()[0]

    path = edited(exported(park, tmp_path), CHANGE, (MATRIX, "C0004", "Owner", "Eva"), how=older)
    park.responding.own("C0004", "My owner")
    outcome = park.roundtrip.read(path)
    assert told(outcome) == {("PT-0002", "Response"): "Changed."}
    assert [(one.ref, one.mine) for one in outcome.undecided] == [("PT-0003", "My owner")]


# Which workbook -------------------------------------------------------------------------------------------


def test_a_matrix_of_another_review_is_refused_by_name(park: Review, tmp_path: Path) -> None:
    path = exported(park, tmp_path)

    def without_about(book: Workbook) -> None:
        del book["About"]

    with create_review(tmp_path / "other.ogpr", title="Other plan", person="Ana") as other:
        with pytest.raises(ReviewError, match='another review "Draft strategy", not of "Other plan"'):
            other.roundtrip.read(path)
        with pytest.raises(ReviewError, match="another review"):
            other.roundtrip.read(edited(path, how=without_about))
    assert told(park.roundtrip.read(edited(path, CHANGE, how=without_about)))


def test_a_workbook_that_says_of_no_review(park: Review, tmp_path: Path) -> None:
    def bare(book: Workbook) -> None:
        without_ids(book)
        del book["About"]

    with pytest.raises(ReviewError, match="does not say which review it is of"):
        park.roundtrip.read(edited(exported(park, tmp_path), how=bare))


def test_a_public_edition_is_refused_with_the_reason(park: Review, tmp_path: Path) -> None:
    park.reporting.export(tmp_path / "public.xlsx", edition=Edition.PUBLIC)
    with pytest.raises(ReviewError, match=r"public edition\. It leaves out what is not published"):
        park.roundtrip.read(tmp_path / "public.xlsx")


def test_a_workbook_in_another_language_of_staffs_texts(park: Review, tmp_path: Path) -> None:
    park.reporting.export(tmp_path / "matrix.xlsx", language="fr")
    park.roundtrip.read(edited(tmp_path / "matrix.xlsx", (MATRIX, "PT-0002", "Response", "La ville paie.")))
    texts = {code: park.reporting.document(language=code).matrix for code in ("fr", "en")}
    said = {code: next(r.response for r in rows if r.ref == "PT-0002") for code, rows in texts.items()}
    assert said == {"fr": "La ville paie.", "en": "The city pays."}


def test_in_either_database(address: str, tmp_path: Path) -> None:
    with create_review(address, title="Draft strategy", person="Ana") as review:
        worked_on(review, tmp_path)
        before = all_that_stands(review)
        path = edited(exported(review, tmp_path), *((*where, value) for where, value in EVERY.items()))
        assert len(review.roundtrip.read(path).changes) == len(EVERY)
        assert review.roundtrip.read(path).changes == ()
        review.history.undo()
        assert all_that_stands(review) == before


def test_a_language_that_is_none_is_refused(park: Review, tmp_path: Path) -> None:
    def odd(book: Workbook) -> None:
        for sheet in (MATRIX, COMMENTS):
            at = [cell.value for cell in book[sheet][1]].index("Version") + 1
            for row in range(2, book[sheet].max_row + 1):
                book[sheet].cell(row, at).value = book[sheet].cell(row, at).value.replace(" en ", " <b> ")

    with pytest.raises(ReviewError, match="is not the code of a language"):
        park.roundtrip.read(edited(exported(park, tmp_path), how=odd))


# Long and hostile texts -----------------------------------------------------------------------------------


LONG = "Participation must be funded 🌍, not only named. " * 820


def test_texts_that_no_cell_holds_come_back_whole(park: Review, tmp_path: Path) -> None:
    park.responding.respond("PT-0002", text=LONG)
    path = exported(park, tmp_path)
    assert park.roundtrip.read(edited(path)).changes == ()

    def lengthen(book: Workbook) -> None:
        sheet = book["Long texts"]
        sheet.cell(2, 4).value = f"It is said: {sheet.cell(2, 4).value[:-20]}"
        sheet.cell(sheet.max_row, 4).value += "The end."

    [change] = park.roundtrip.read(edited(path, how=lengthen), dry_run=True).changes
    assert change.now.startswith("It is said: Participation") and change.now.endswith(" The end.")

    def without_sheet(book: Workbook) -> None:
        del book["Long texts"]

    def without_end(book: Workbook) -> None:
        book["Long texts"].delete_rows(book["Long texts"].max_row)

    for cut in (without_sheet, without_end):
        outcome = park.roundtrip.read(edited(path, how=cut))
        assert (outcome.changes, outcome.refused) == ((), ())
    note = cell_of(load_workbook(path)[MATRIX], "PT-0002", "Response").value
    touched = edited(path, (MATRIX, "PT-0002", "Response", "Before it. " + note[-200:]))
    outcome = park.roundtrip.read(touched)
    assert outcome.changes == () and "Long texts" in refused(outcome)["PT-0002", "Response"]
    park.roundtrip.read(edited(path, (MATRIX, "PT-0002", "Response", "Short.")))
    assert park.responding.response("PT-0002").text == "Short."  # type: ignore[union-attr]


def test_hostile_texts_come_back_as_they_are(park: Review, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://example.org") \x1b _x0041_ <b>&amp; \u202e🌍\n \''
    park.responding.respond("PT-0002", text=hostile)
    park.triage.translate("C0001", "en", "+1\n@SUM(A1)")
    path = exported(park, tmp_path)
    assert park.roundtrip.read(path).changes == () == park.roundtrip.read(edited(path)).changes
    outcome = park.roundtrip.read(edited(path, (MATRIX, "C0004", "Response", "'=1+1 _x0042_ \x85")))
    assert told(outcome) == {("C0004", "Response"): "'=1+1 B \x85".rstrip()}


def test_somebody_writes_while_the_person_decides(park: Review, tmp_path: Path) -> None:
    class Slow(Deciding):
        def decide(self, conflict: CellConflict) -> str | None:
            with open_review(tmp_path / "review.ogpr", person="Ben") as other:
                other.triage.note("C0001", "Meanwhile.")
            return THEIRS

    path = disputed(park, tmp_path)
    count = operations(park)
    with pytest.raises(ReviewError, match="changed the review meanwhile"):
        park.roundtrip.read(path, decisions=Slow())
    assert operations(park) == count + 2, "the two notes, and nothing of the workbook"


# Other programs -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_matrix_edited_in_libreoffice_itself(park: Review, tmp_path: Path) -> None:
    python = python_with_uno()
    if python is None:
        pytest.skip("LibreOffice is not installed, or no Python that drives it")
    park.responding.respond("C0004", text=LONG, disposition="noted")
    park.triage.translate("C0001", "en", "_x0041_ =1+1\n\ttab  \x07 é")
    path = exported(park, tmp_path)
    untouched = edited_in_libreoffice(python, path, "")
    outcome = park.roundtrip.read(untouched)
    assert (outcome.changes, outcome.conflicts, outcome.refused, outcome.notes) == ((), (), (), ())
    edits = """
matrix, comments = book.Sheets.getByName("Response matrix"), book.Sheets.getByName("Comments")
cell(matrix, "PT-0002", "Response").setString("Two lines:\\nand 7.")
cell(matrix, "PT-0002", "State").setString("in review")
cell(matrix, "PT-0001", "Owner").setFormula("=1+1")
cell(matrix, "PT-0001", "For decision").setFormula("x")
cell(comments, "C0006", "Themes").setString("Nothing/New")
field = TableSortField()
field.Field, field.IsAscending = 0, False
sorting = (named("ContainsHeader", True),
           named("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (field,))))
used = comments.createCursor()
used.gotoEndOfUsedArea(True)
uno.invoke(comments.getCellRangeByPosition(
    0, 0, used.RangeAddress.EndColumn, used.RangeAddress.EndRow), "sort", (sorting,))
assert comments.getCellByPosition(0, 1).String == "C0006"
"""
    outcome = park.roundtrip.read(edited_in_libreoffice(python, path, edits))
    assert told(outcome) == {
        ("PT-0002", "Response"): "Two lines:\nand 7.",
        ("PT-0002", "State"): "in review",
        ("PT-0001", "For decision"): "yes",
        ("C0006", "Themes"): "Nothing/New",
    }
    assert set(refused(outcome)) == {("PT-0001", "Owner")} and outcome.notes == ()
    assert park.roundtrip.read(edited_in_libreoffice(python, exported(park, tmp_path), "")).changes == ()


# Any review, any edits ------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n"), max_size=40)
CELLS = {
    (MATRIX, "Point"): WORDS,
    (MATRIX, "Disposition"): st.sampled_from(["accepted", "noted", "not accepted", "Deferred "]),
    (MATRIX, "Response"): WORDS,
    (MATRIX, "Proposed change"): WORDS,
    (MATRIX, "Owner"): st.sampled_from(["Ana", "Eva Díaz", ""]),
    (MATRIX, "For decision"): st.sampled_from(["yes", ""]),
    (COMMENTS, "Paragraph"): st.sampled_from(["P1", "P2", "Whole draft", "Not assigned"]),
    (COMMENTS, "Themes"): st.sampled_from(["", "Money", "Participation/Youth; Money", "New; One/Two"]),
    (COMMENTS, "Translation"): WORDS,
}
EDITS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(sorted(CELLS)), st.data()), min_size=0, max_size=6
)
WORK = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), WORDS), max_size=6)


def some_work(review: Review, kind: int, number: int, text: str) -> None:
    ref = f"C000{number}"
    verbs: list[Callable[[], Any]] = [
        lambda: review.merging.merge([ref, f"C000{number % 6 + 1}"], summary=text),
        lambda: review.responding.respond(ref, disposition="accepted", text=text),
        lambda: review.tagging.add([ref], "Money" if number % 2 else "Participation/Youth"),
        lambda: review.triage.set_aside([ref], reason="off topic"),
        lambda: review.triage.translate(ref, "en", text),
        lambda: review.responding.submit(ref),
    ]
    try:
        verbs[kind]()
    except ReviewError:
        return


def plainly(text: object) -> str:
    """What a cell says, whichever program saved it."""
    return str(text or "").replace("\r", "\n").strip()


def shown(review: Review) -> dict[tuple[str, int, str], str]:
    """Every editable cell, by the row's id; of a comment that became a point by the id of the comment."""
    document = review.reporting.document()
    ids = {row.ref: row.row_id for row in document.comments}
    found: dict[tuple[str, int, str], str] = {}
    for row in document.matrix:
        owner = ids.get(row.unit_refs[0], row.row_id) if len(row.unit_refs) == 1 else row.row_id
        said = (row.point, row.disposition, row.response, row.proposed_change, row.owner)
        said = (*said, "yes" if row.for_decision else "")
        columns = ("Point", "Disposition", "Response", "Proposed change", "Owner", "For decision")
        found |= {(MATRIX, owner, title): plainly(text) for title, text in zip(columns, said, strict=True)}
    for one in document.comments:
        found[COMMENTS, one.row_id, "Paragraph"] = one.paragraph
        found[COMMENTS, one.row_id, "Themes"] = "; ".join(one.themes)
        found[COMMENTS, one.row_id, "Translation"] = plainly(one.translation)
    return found


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(work=WORK, edits=EDITS)
def test_the_review_shows_exactly_the_edits(
    tmp_path_factory: pytest.TempPathFactory, work: list[Any], edits: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with create_review(folder / "review.ogpr", person="Ana") as review:
        worked_on(review, folder)
        for step in work:
            some_work(review, *step)
        path, before = exported(review, folder), all_that_stands(review)
        expected, count = shown(review), operations(review)
        book = load_workbook(path)
        units = {row.row_id: row.unit_refs for row in before.matrix}
        comments = {row.ref: row.row_id for row in before.comments}
        for number, (sheet, column), data in edits:
            table = book[sheet]
            titles = [cell.value for cell in table[1]]
            row = number % (table.max_row - 1) + 2
            value = data.draw(CELLS[sheet, column])
            if value[:1] == "=":
                value = f"a{value}"
            owner = int(table.cell(row, titles.index("Row id") + 1).value)
            if sheet == MATRIX and len(units[owner]) == 1:
                owner = comments.get(units[owner][0], owner)
            table.cell(row, titles.index(column) + 1).value = value or None
            said = " ".join(value.lower().split()) if column == "Disposition" else plainly(value)
            said = "; ".join(sorted(said.split("; "))) if column == "Themes" else said
            expected[sheet, owner, column] = said
        book.save(folder / "edited.xlsx")
        outcome = review.roundtrip.read(folder / "edited.xlsx")
        assert (outcome.refused, outcome.conflicts, outcome.missing, outcome.added) == ((), (), (), ())
        assert shown(review) == expected
        assert operations(review) == count + bool(outcome.changes)
        assert review.roundtrip.read(folder / "edited.xlsx").changes == ()
        if outcome.changes:
            review.history.undo()
        assert all_that_stands(review) == before
        assert review.verify()["ok"]


# The command line -----------------------------------------------------------------------------------------


def test_the_command_line_tells_and_takes_in(park: Review, tmp_path: Path, cli: Cli) -> None:
    path, here = disputed(park, tmp_path), tmp_path / "review.ogpr"
    dry = cli("read-back", here, path, "--dry-run", "--json")
    found = json.loads(dry.stdout)
    assert found["source"] == {"path": str(path), "review": "Draft strategy", "rows": 11}
    assert {one["column"] for one in found["changes"]} == {"Proposed change", "For decision"}
    assert [one["what"] for one in found["conflicts"]] == ["PT-0002, Response", "PT-0002, Owner"]
    assert found["applied"] == 0 and found["refused"][0]["column"] == "State"
    said = cli("read-back", here, path, "--as", "Ben").stdout
    assert '"and water" → "Their change"' in said and "2 conflicts left as here" in said
    taken = json.loads(cli("read-back", here, path, "--prefer", "theirs", "--json").stdout)
    assert taken["applied"] == 3 and {one["taken"] for one in taken["conflicts"]} == {"theirs"}
    assert "nothing to take in" in cli("read-back", here, path).stdout
    wrong = cli("read-back", here, tmp_path / "comments.csv")
    assert wrong.returncode == 1 and len(wrong.stderr.splitlines()) == 1


def test_import_points_to_the_way_back(park: Review, tmp_path: Path, cli: Cli) -> None:
    told_so = cli("import", tmp_path / "review.ogpr", exported(park, tmp_path))
    assert told_so.returncode == 1 and "ogp-review read-back REVIEW FILE" in told_so.stderr


# Damage ---------------------------------------------------------------------------------------------------


def test_what_is_no_matrix_is_refused(park: Review, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Ref", "Text"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(ReviewError, match="is not a response matrix"):
        park.roundtrip.read(tmp_path / "other.xlsx")
    (tmp_path / "no.xlsx").write_text("nothing")
    with pytest.raises(ReviewError, match=r"no\.xlsx"):
        park.roundtrip.read(tmp_path / "no.xlsx")
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<!DOCTYPE a><workbook/>")
    with pytest.raises(ReviewError, match="document type"):
        park.roundtrip.read(tmp_path / "empty.xlsx")


def test_the_ids_of_the_largest_rows_survive(park: Review, tmp_path: Path) -> None:
    report = park.reporting.document()
    rows = [replace(row, row_id=2**63 - 1 - n) for n, row in enumerate(report.matrix)]
    write_xlsx(replace(report, matrix=rows), tmp_path / "large.xlsx", NoProgress())
    outcome = park.roundtrip.read(edited(tmp_path / "large.xlsx", CHANGE))
    assert told(outcome) == {("PT-0002", "Response"): "Changed."}, "known by its ref"
