"""The main case, end to end: the real capture comes in, is sorted, and goes out, and nothing is lost."""

import csv
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from ogp_review.review import Review, create_review, open_review

COMMENTS, PARAGRAPHS, COMPLETE, SECTIONS = 107, 26, 10, 8
DECLARED, VOTES = 268, 150
NAMING = 23
UNCAPTURED = ("P11", "P23", "P30")
SURE = 0.9
NAMED = re.compile(r"\bCommentaire (\d+) ?[-–] ?P(\d+)")
NEW = ("A comment of our own: name the budget.", "A second one:\n- with a list\n- of two")


@pytest.fixture
def captured(review: Review, shared_capture: Path) -> Review:
    review.intake.import_file(shared_capture, language="en")
    return review


def texts(review: Review) -> list[str]:
    return [comment.text for comment in review.comments()]


def lines_of(capture: Path) -> list[str]:
    """The comments as a person finds them in the page: below the heading, one line after each dash."""
    lines = capture.read_text("utf-8").split("\n")
    start = lines.index("LATEST COMMENTS")
    end = next(n for n in range(start, len(lines)) if lines[n].startswith("MOST ACTIVE USERS"))
    return [line for line in lines[start + 1 : end] if line not in ("-", "")]


def test_everything_of_the_page_comes_in(review: Review, shared_capture: Path) -> None:
    outcome = review.intake.import_file(shared_capture, language="en")
    counts = (outcome.comments, outcome.paragraphs, outcome.sections)
    assert [(c.read, c.new) for c in counts] == [(n, n) for n in (COMMENTS, PARAGRAPHS, SECTIONS)]
    assert (outcome.comments.skipped, outcome.skipped) == (0, [])
    assert texts(review) == lines_of(shared_capture)
    paragraphs = review.paragraphs()
    assert len(paragraphs) == PARAGRAPHS
    assert [p.label for p in paragraphs if p.complete] == [f"P{number}" for number in range(12, 22)]
    declared = {entry["paragraph"]: entry for entry in outcome.declared}
    assert declared["P12"] == {"paragraph": "P12", "comments": 13, "votes": 0, "captured": 0}
    stats = review.stats()
    assert stats["declared"] == {"comments": DECLARED, "votes": VOTES}
    assert (stats["comments"], stats["unassigned"], stats["sections"]) == (COMMENTS, COMMENTS, SECTIONS)
    assert stats["ledger"] == {
        "comments": COMMENTS, "answered": 0, "set_aside": 0, "open": COMMENTS, "balanced": True,
    }  # fmt: skip


def test_the_same_page_again_changes_nothing(captured: Review, shared_capture: Path) -> None:
    before, operations = captured.stats(), len(captured.history.all())
    again = captured.intake.import_file(shared_capture, language="en")
    assert (again.comments.read, again.comments.unchanged) == (COMMENTS, COMMENTS)
    assert (again.paragraphs.unchanged, again.sections.unchanged) == (PARAGRAPHS, SECTIONS)
    assert not again.changes_something
    assert (captured.stats(), len(captured.history.all())) == (before, operations)


def test_a_comment_sent_twice_word_for_word_is_two_comments(
    captured: Review, shared_capture: Path, tmp_path: Path
) -> None:
    lines = shared_capture.read_text("utf-8").split("\n")
    twice = lines_of(shared_capture)[3]
    later = write(tmp_path / "later.txt", enlarged(lines, [twice]))
    outcome = captured.intake.import_file(later, language="en")
    assert (outcome.comments.new, outcome.comments.unchanged) == (1, COMMENTS)
    assert texts(captured).count(twice) == 2


# Suggestions ----------------------------------------------------------------------------------------------


def test_the_comments_that_name_their_paragraph_are_offered_it(captured: Review) -> None:
    offers = captured.suggesting.paragraphs()
    named = {one.comment: one.paragraph for one in offers if one.reason.startswith("it names")}
    found = {c.id: f"P{m[2]}" for c in captured.comments() if (m := NAMED.search(c.text))}
    assert len(found) == NAMING
    assert named == found
    assert all(one.confidence >= SURE for one in offers)
    by_id = {comment.id: comment.text for comment in captured.comments()}
    drafts = {paragraph.label: paragraph.text for paragraph in captured.paragraphs()}
    for one in offers:
        if one.comment not in found:
            quote = one.reason.split('"')[1].rstrip("…")
            assert quote in by_id[one.comment] and quote in drafts[one.paragraph]


def test_accepting_makes_the_missing_paragraphs_and_undo_takes_all_back(captured: Review) -> None:
    before = captured.stats()
    offers = [one for one in captured.suggesting.paragraphs() if one.reason.startswith("it names")]
    captured.suggesting.accept_paragraphs([one for one in offers if one.confidence >= SURE])
    after = captured.stats()
    assert after["unassigned"] == COMMENTS - NAMING
    assert after["paragraphs"] == PARAGRAPHS + len(UNCAPTURED)
    paragraphs = {paragraph.label: paragraph for paragraph in captured.paragraphs()}
    for label in UNCAPTURED:
        assert (paragraphs[label].text, paragraphs[label].complete) == ("", False)
        assert list(captured.comments(paragraph=label))
    assert captured.verify()["ok"]
    rows = captured.reporting.document().sections
    assert {p.label for section in rows for p in section.paragraphs} >= set(UNCAPTURED)

    captured.history.undo()
    assert captured.stats() == before
    assert not {paragraph.label for paragraph in captured.paragraphs()} & set(UNCAPTURED)
    assert len([o for o in captured.suggesting.paragraphs() if o.reason.startswith("it names")]) == NAMING
    assert captured.verify()["ok"]

    captured.history.redo()
    assert captured.stats() == after
    assert captured.verify()["ok"]


# Out again ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory, shared_capture: Path) -> Iterator[Review]:
    """The capture with some of everything done: moved, merged, an excerpt, answered, set aside."""
    folder = tmp_path_factory.mktemp("worked on")
    with create_review(folder / "review.ogpr", title="Draft strategy", person="Ana") as review:
        review.intake.import_file(shared_capture, language="en")
        review.suggesting.accept_paragraphs(review.suggesting.paragraphs())
        ids = [comment.id for comment in review.comments()]
        review.triage.set_aside(ids[:2], "off topic")
        review.triage.move(ids[2:5], "P12")
        passage = review.tagging.excerpt(ids[5], 0, 20)
        review.tagging.add([passage, ids[6]], "Participation/Youth")
        point = review.merging.merge([ids[6], ids[7], passage], summary="Children, too.", lead=ids[7])
        review.responding.respond(point, disposition="accepted in part", text="Children are named in P12.")
        review.responding.submit(point)
        review.responding.approve(point)
        yield review


def test_the_ledger_balances_and_all_is_verified(worked_on: Review) -> None:
    ledger = worked_on.stats()["ledger"]
    assert ledger["balanced"] and (ledger["answered"], ledger["set_aside"]) == (2, 2)
    assert ledger["answered"] + ledger["set_aside"] + ledger["open"] == ledger["comments"] == COMMENTS
    assert worked_on.verify()["problems"] == []


def test_csv_and_json_hold_every_comment_character_for_character(worked_on: Review, tmp_path: Path) -> None:
    stored = {comment.ref: comment.text for comment in worked_on.comments()}
    worked_on.reporting.export(tmp_path / "c.csv")
    worked_on.reporting.export(tmp_path / "c.json")
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == COMMENTS
    assert {row["Ref"]: row["Text"].removeprefix("'") for row in rows} == stored
    read = json.loads((tmp_path / "c.json").read_bytes())
    assert {row["ref"]: row["text"] for row in read["comments"]} == stored
    assert len(read["comments"]) == COMMENTS
    once_each(worked_on, [ref for row in read["matrix"] for ref in row["unit_refs"]])


def once_each(review: Review, units: list[str]) -> None:
    """Every unit of every comment that is not set aside stands in one row, and in no other."""
    assert set(Counter(units).values()) == {1}
    standing = {comment.ref for comment in review.comments(set_aside=False)}
    assert {unit.split("[")[0] for unit in units} == standing
    assert len(standing) == COMMENTS - 2


def test_xlsx_holds_every_comment_and_its_sheets_count_alike(worked_on: Review, tmp_path: Path) -> None:
    worked_on.reporting.export(tmp_path / "m.xlsx")
    book = load_workbook(tmp_path / "m.xlsx")
    comments, matrix = sheet(book["Comments"]), sheet(book["Response matrix"])
    assert {row["Ref"]: row["Text"] for row in comments} == {c.ref: c.text for c in worked_on.comments()}
    assert len(comments) == COMMENTS
    assert sum(1 for row in comments if row["Set aside because"]) == 2
    assert {r for row in matrix for r in row["Comment refs"].split("; ")} == {
        row["Ref"] for row in comments if not row["Set aside because"]
    }
    paragraphs = sheet(book["Paragraphs"])
    assert sum(row["Comments"] for row in paragraphs) == COMMENTS - 2
    assert sum(row["Declared"] or 0 for row in paragraphs) == DECLARED
    captured = Counter(row["Captured"] for row in paragraphs if row["Paragraph"].startswith("P"))
    assert captured == {"complete": COMPLETE, "beginning only": 16, "text not captured": len(UNCAPTURED)}
    shown = [str(v) for r in book["Summary"].iter_rows(values_only=True) for v in r if v is not None]
    assert str(COMMENTS) in shown
    once_each(worked_on, [u for row in worked_on.reporting.document().matrix for u in row.unit_refs])


def sheet(found: Any) -> list[dict[str, Any]]:
    header, *rows = found.iter_rows(values_only=True)
    return [dict(zip(header, (v if v is not None else "" for v in row), strict=True)) for row in rows]


def test_the_annexes_of_the_report_hold_every_comment(worked_on: Review, tmp_path: Path) -> None:
    worked_on.reporting.export(tmp_path / "r.docx")
    matrix, aside = annex(tmp_path / "r.docx", "Verbatim"), annex(tmp_path / "r.docx", "Set aside")
    document = worked_on.reporting.document()
    assert [row.verbatim for row in document.matrix] == matrix
    assert sorted(c.text for c in worked_on.comments(set_aside=True)) == sorted(aside)
    leads = {ref for row in document.matrix for ref in row.comment_refs}
    assert len(leads) + len(aside) == COMMENTS


def annex(path: Path, which: str) -> list[str]:
    """The verbatims of Annex A, or the comments of Annex C, as Word shows them."""
    tables = Document(str(path)).tables
    if which == "Verbatim":
        [table] = [t for t in tables if t.rows[0].cells[0].text == "Ref" and len(t.columns) == 7]
        cells = [row.cells[0] for row in table.rows[2::2]]
    else:
        [table] = [t for t in tables if [c.text for c in t.rows[0].cells][1:2] == ["Set aside because"]]
        cells = [row.cells[3] for row in table.rows[1:]]
    return [cell.paragraphs[0].text for cell in cells]


# Captures that are cut, and that have grown ---------------------------------------------------------------


@pytest.mark.parametrize("share", [0.06, 0.11, 0.3, 0.5, 0.77, 0.9, 0.99])
def test_a_page_that_was_cut_comes_in_with_a_warning(
    review: Review, shared_capture: Path, tmp_path: Path, share: float
) -> None:
    whole = shared_capture.read_bytes()
    cut = tmp_path / "cut.txt"
    cut.write_bytes(whole[: int(len(whole) * share)])
    outcome = review.intake.import_file(cut, language="en")
    assert outcome.warnings
    assert outcome.comments.new == review.stats()["comments"]
    assert review.verify()["ok"]
    rest = review.intake.import_file(shared_capture, language="en")
    assert rest.comments.read == COMMENTS
    assert rest.comments.unchanged >= outcome.comments.new - 1
    assert set(lines_of(shared_capture)) <= set(texts(review))
    assert review.stats()["declared"] == {"comments": DECLARED, "votes": VOTES}
    assert len(review.paragraphs()) == PARAGRAPHS
    assert review.verify()["ok"]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def enlarged(lines: list[str], added: list[str]) -> list[str]:
    """The page as it is some days later: the newest comments stand first."""
    start = lines.index("LATEST COMMENTS") + 1
    return [*lines[:start], *(line for text in added for line in ("-", text)), *lines[start:]]


def test_a_larger_page_adds_just_the_new_and_touches_no_work(
    captured: Review, shared_capture: Path, tmp_path: Path
) -> None:
    captured.suggesting.accept_paragraphs(captured.suggesting.paragraphs())
    ids = [comment.id for comment in captured.comments()]
    captured.triage.set_aside(ids[:1], "test")
    captured.tagging.add(ids[1:4], "Participation")
    point = captured.merging.merge(ids[1:3], summary="Both", lead=ids[2])
    captured.responding.respond(point, disposition="noted", text="Thank you.")
    before = list(captured.comments())
    lines = shared_capture.read_text("utf-8").split("\n")
    later = write(tmp_path / "later.txt", enlarged(lines, list(NEW)))
    outcome = captured.intake.import_file(later, language="en")
    assert (outcome.comments.new, outcome.comments.unchanged, outcome.comments.updated) == (2, COMMENTS, 0)
    assert not outcome.paragraphs.new and not outcome.sections.new
    after = list(captured.comments())
    assert [comment for comment in after if comment.id in set(ids)] == before
    assert [comment.text for comment in after if comment.id not in set(ids)] == list(NEW)
    assert captured.stats()["declared"] == {"comments": DECLARED, "votes": VOTES}
    assert captured.merging.point(point).summary == "Both"
    assert captured.verify()["ok"]
    captured.history.undo()
    assert list(captured.comments()) == before


def test_comments_in_another_order_are_the_same_comments(
    captured: Review, shared_capture: Path, tmp_path: Path
) -> None:
    lines = shared_capture.read_text("utf-8").split("\n")
    start = lines.index("LATEST COMMENTS") + 1
    told = lines_of(shared_capture)
    shuffled = random.Random(7).sample(told, len(told))
    body = [line for text in shuffled for line in ("-", text)]
    later = write(tmp_path / "later.txt", [*lines[:start], *body, *lines[start + 2 * COMMENTS :]])
    outcome = captured.intake.import_file(later, language="en")
    assert (outcome.comments.new, outcome.comments.unchanged) == (0, COMMENTS)
    assert texts(captured) == told


def test_two_copies_give_a_comment_the_same_id(shared_capture: Path, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        with create_review(tmp_path / f"{name}.ogpr") as review:
            review.intake.import_file(shared_capture, language="en")
            found.append([(comment.id, comment.ref) for comment in review.comments()])
    assert found[0] == found[1]


def test_what_was_captured_is_there_after_a_restart(captured: Review, tmp_path: Path) -> None:
    before = list(captured.comments())
    captured.close()
    assert os.listdir(tmp_path) == ["review.ogpr"]
    with open_review(tmp_path / "review.ogpr", read_only=True) as review:
        assert list(review.comments()) == before
