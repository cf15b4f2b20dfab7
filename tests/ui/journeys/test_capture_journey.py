"""The real capture through the window: dropped in, sorted by its suggestions, worked on, undone, exported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog
from ui.journeys.hand import Person

from ogp_review.review import create_review
from ogp_review.services.sample import EDITOR
from ogp_review.services.suggesting import ParagraphSuggestion
from ogp_review.ui.intake import ImportPage

Opened = Callable[..., Person]
COMMENTS = 107


@pytest.fixture
def empty(start: Opened, tmp_path: Path) -> Person:
    """The window on a review in which there is nothing yet."""
    create_review(tmp_path / "strategy.ogpr", title="Draft strategy", person=EDITOR).close()
    person = start()
    person.window.open_review(str(tmp_path / "strategy.ogpr"))
    person.until(lambda: person.window.desk is not None, "the review opens")
    person.settle()
    return person


def drop_in(person: Person, capture: Path) -> ImportPage:
    person.drop_files(person.window, capture)
    person.until(lambda: isinstance(person.desk.stack.currentWidget(), ImportPage), "the import page")
    person.settle()
    page = person.desk.stack.currentWidget()
    assert isinstance(page, ImportPage)
    return page


def figures(page: ImportPage) -> dict[str, str]:
    return {name: label.text() for name, label in page.figures._numbers.items()}


def test_the_capture_is_dropped_in_and_its_outcome_adds_up(empty: Person, shared_capture: Path) -> None:
    page = drop_in(empty, shared_capture)
    counted = {"read": "107", "new": "107", "updated": "0", "unchanged": "0", "skipped": "0"}
    assert figures(page) == counted
    assert empty.review.stats()["comments"] == 0
    assert any("declares 268 comments" in line for line in page.things.lines())
    empty.click(page._go)
    empty.settle()
    assert figures(page) == counted
    assert empty.review.stats()["comments"] == COMMENTS
    empty.press("Esc")
    empty.settle()
    again = drop_in(empty, shared_capture)
    assert figures(again) == counted | {"new": "0", "unchanged": "107"}
    empty.click(again._go)
    empty.settle()
    assert empty.said() == "Nothing new: all 107 comments are already here."
    empty.press("Esc", "Ctrl+K")
    empty.answer("Imports and what came")
    empty.settle()
    assert figures(again)["new"] == "107"


def test_work_on_the_capture_and_undo_all(
    empty: Person, shared_capture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = empty
    page = drop_in(person, shared_capture)
    person.click(page._go)
    person.settle()
    person.press("Esc")
    person.settle()
    before = person.stored()
    sort_by_suggestions(person)
    work(person)
    after = person.stored()
    export(person, tmp_path, monkeypatch)
    person.undo_all(before, lambda: person.press("Ctrl+Z"))
    assert person.review.verify()["ok"]
    assert after != before
    person.press("Ctrl+Z")
    person.settle()
    assert person.review.stats()["comments"] == 0
    assert not person.window.actions_["undo"].isEnabled()


def sort_by_suggestions(person: Person) -> None:
    offers = person.review.suggesting.paragraphs()
    sure = {one.comment for one in offers}
    alike = {told.id for one in person.review.suggesting.duplicates() for told in (one.first, one.second)}
    found = person.desk.suggestions
    person.until(lambda: found.comments() == sure | alike, "the suggestions are there")
    person.press("Ctrl+K")
    person.answer("is:suggested")
    person.settle()
    assert set(person.triage.list.all_ids()) == sure | alike
    while person.current() not in sure:
        person.press("J")
        person.settle()
    person.press("Shift+Y")
    person.settle()
    best = {one.comment: one.paragraph for one in reversed(offers)}
    assert {id_: person.card(id_).paragraph for id_ in sure} == best
    assert not found.of_kind(ParagraphSuggestion, found.comments())


def work(person: Person) -> None:
    person.press("Ctrl+K")
    person.answer("P12")
    person.settle()
    assert len(person.triage.list.all_ids()) >= 2
    person.press("T")
    person.answer("Participation/Youth")
    person.settle()
    ids = person.triage.list.all_ids()[:2]
    person.press("Shift+J", "M")
    person.settle()
    person.until(lambda: person.card(ids[0]).points == person.card(ids[1]).points != (), "they are one point")
    person.press("K")
    person.settle()
    person.press("D")
    person.menu()
    person.press("N")
    person.settle()
    person.press("R")
    person.type("Thank you: children are named now.")
    person.press("Ctrl+Return")
    person.settle()
    assert {person.card(id_).state for id_ in ids} == {"in review"}
    while person.current() not in ids:
        person.press("K")
    person.settle()
    person.press("Ctrl+Shift+Return")
    person.settle()
    assert {person.card(id_).state for id_ in ids} == {"approved"}
    assert [tag.path for tag in person.card(ids[0]).tags] == ["Participation/Youth"]


def export(person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = person.desk.export_page()
    for ending in (".docx", ".xlsx"):
        target = folder / f"report{ending}"
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_args, target=target, **_more: (str(target), "")
        )
        person.press("Ctrl+E")
        person.settle()
        button = next(one for one in page.formats.buttons() if one.property("key") == ending)
        person.click(button)
        person.settle()
        person.click(page._go)
        person.until(target.exists, "the document is written")
        person.settle()
        assert page.ledger.text().startswith("Ledger balances: 107 comments = 2 answered + 0 set aside + 105")
        person.press("Esc")
        person.settle()
    assert person.window.status._ledger.text().startswith("Ledger balances: 107 comments")
    assert Document(str(folder / "report.docx")).tables
    assert load_workbook(folder / "report.xlsx")["Comments"].max_row == COMMENTS + 1
