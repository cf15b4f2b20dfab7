"""A review opened to read only: every action and every button is tried, and nothing is written."""

import os
import stat
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QPlainTextEdit, QWidget
from ui.journeys.hand import Person

from ogp_review.review import open_review
from ogp_review.ui import messages, shortcuts
from ogp_review.ui.desk import WRITING
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses.redline import EDIT

Opened = Callable[..., Person]
WHY = "This review was opened to read only."
LEAVES = {
    "new", "open", "open_shared", "sample", "close_review", "quit", "settings", "keys", "help", "about",
    "backup",
}  # fmt: skip
"""Actions that go elsewhere, or open a dialog that is about the program."""


@pytest.fixture
def locked(sample: Path) -> Path:
    """The sample with a view of its own and one comment more that is set aside; then write-protected."""
    with open_review(sample, person="Marta Ilves") as review:
        rest = [comment for comment in review.comments() if not comment.points and not comment.set_aside]
        review.triage.set_aside([rest[-1].id], "test")
        review.browsing.save_view("French", "lang:fr")
    sample.chmod(stat.S_IREAD)
    return sample


@pytest.fixture
def person(opened: Opened, locked: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    if os.access(locked, os.W_OK):  # an administrator may write everything
        monkeypatch.setattr("ogp_review.ui.opening._writable", lambda _path: False)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    person = opened()
    assert person.desk.session.read_only
    return person


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What went wrong: a write that was tried and refused by the file would be among it."""
    heard: list[str] = []
    said = heard.append
    bug = lambda sentence, trace: heard.append(sentence + trace)  # noqa: E731
    messages.bridge.had_problem.connect(said)
    messages.bridge.had_bug.connect(bug)
    yield heard
    messages.bridge.had_problem.disconnect(said)
    messages.bridge.had_bug.disconnect(bug)


def journal(person: Person, file: Path) -> tuple[int, str]:
    return person.review.store.operations(), sha256(file.read_bytes()).hexdigest()


def close_popups() -> None:
    """What a click opened: menus and choosers are looked at elsewhere, dialogs are left."""
    for _again in range(5):
        popup = QApplication.activePopupWidget()
        if popup is None:
            return
        popup.close()


def try_all(person: Person, root: QWidget) -> set[str]:
    """Click on every button that can be clicked; by their names."""
    tried: set[str] = set()
    for button in root.findChildren(QAbstractButton):
        named = button.accessibleName() or button.text()
        if not button.isVisible() or not button.isEnabled() or button.menu() is not None:  # type: ignore[attr-defined]
            continue
        tried.add(named)
        QTimer.singleShot(0, close_popups)
        button.click()
        close_popups()
    person.settle()
    return tried


def entries(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def test_every_action_that_writes_is_off_and_says_why(
    person: Person, locked: Path, troubles: list[str]
) -> None:
    before, actions = journal(person, locked), person.window.actions_
    for workspace in ("triage", "points", "codebook"):
        person.desk.show_workspace(workspace)
        person.settle()
        for one in (*shortcuts.TABLE, *shortcuts.TAG_KEYS):
            if one.id in LEAVES:
                continue
            if one.id in WRITING:
                assert not actions[one.id].isEnabled(), one.id
                assert actions[one.id].toolTip() == WHY, one.id
            QTimer.singleShot(0, close_popups)
            actions.trigger(one.id)
            close_popups()
            person.settle()
            person.desk.show_workspace(workspace)
    assert journal(person, locked) == before
    assert troubles == []


def test_a_key_that_would_write_says_why(person: Person) -> None:
    for key in ("T", "G", "X", "1", "Y", "M", "Shift+B", "E", "D"):
        person.window.status.clear()
        person.press(key)
        assert person.said() == WHY, key
        assert QApplication.activePopupWidget() is None


def comments_of_each_kind(person: Person) -> list[int]:
    """One with tags in a point, one set aside, one nowhere, one with excerpts in points, a reply."""
    kinds = ("is:merged tag:participation", "is:setaside", "is:unassigned", "is:reply", "lang:fr")
    found = [next(iter(person.review.browsing.ids(kind)), None) for kind in kinds]
    return [ids[0] for ids in found if ids is not None and len(ids)]


def test_every_button_of_triage(person: Person, locked: Path, troubles: list[str]) -> None:
    before = journal(person, locked)
    triage, reader = person.triage, person.triage.reader
    person.window.actions_.trigger("suggest")
    shown = comments_of_each_kind(person)
    assert len(shown) >= 4
    for comment in shown:
        triage.show_comment(comment)
        person.settle()
        reader.toggle_translation()
        for button in (reader.head.tag, reader.head.stance, reader.strip.accept, reader.strip.dismiss):
            assert not button.isEnabled() and WHY in button.toolTip(), button.accessibleName()
        assert not any(chip._removable for chip in reader.head.chips._chips)
        try_all(person, triage.reader)
        try_all(person, triage.response)
        triage.show_comment(comment)
        person.settle()
    triage.response.proposed.modes.set_index(EDIT)
    for editor in triage.findChildren(QPlainTextEdit):
        assert editor.isReadOnly() or not editor.isVisible()
    for menu in (reader.head.more_menu(), reader.comment_pane.text.menu(reader.rect().center())):
        offered = [entry.text() for entry in entries(menu) if entry.isEnabled()]
        assert set(offered) <= {"Copy", "Select all"}, offered
    assert journal(person, locked) == before and troubles == []


def test_what_several_comments_share_cannot_be_changed(
    person: Person, locked: Path, troubles: list[str]
) -> None:
    before = journal(person, locked)
    person.press("Shift+J", "Shift+J")
    person.settle()
    bulk = person.triage.reader.bulk_pane
    assert bulk.isVisible()
    for button in bulk._buttons:
        assert not button.isEnabled() and WHY in button.toolTip()
    assert not any(chip._removable for chip in bulk.chips._chips)
    try_all(person, person.triage)
    assert journal(person, locked) == before and troubles == []


def test_links_that_carry_what_they_do_write_nothing(person: Person, locked: Path) -> None:
    """As a slow click would send them: a chip that shows from before the review was locked."""
    before, triage = journal(person, locked), person.triage
    card = person.card()
    for action, argument in (
        ("untag", card.tags[0].path if card.tags else "Participation"),
        ("stance", "support"),
        ("take_back", None),
        ("make_excerpt", (0, 4)),
        ("accept_suggestion", None),
        ("excerpt_menu", 1),
        ("close_rest", None),
    ):
        person.window.status.clear()
        triage._wanted_by_reader(action, argument)
        assert person.said() == WHY, action
        person.settle()
    triage.verbs.move_to([card.id], "P1")
    triage.verbs.submit()
    triage.verbs.approve()
    person.settle()
    assert journal(person, locked) == before


@pytest.mark.parametrize("workspace", ["points", "codebook"])
def test_every_button_of_points_and_codebook(
    person: Person, locked: Path, troubles: list[str], workspace: str
) -> None:
    before = journal(person, locked)
    person.desk.show_workspace(workspace)
    person.settle()
    page = person.desk.workspace(workspace)
    try_all(person, page)
    person.desk.show_workspace(workspace)
    for editor in page.findChildren(QPlainTextEdit):
        assert editor.isReadOnly(), editor.accessibleName()
    if workspace == "codebook":
        codebook = page
        for button in (codebook.tags.new, codebook.head.inside, codebook.head.merge, codebook.head.retire):
            assert not button.isEnabled() and WHY in button.toolTip()
        writes = [entry.text() for entry in entries(codebook.verbs.menu_of(codebook.selected_tag()))]
        offered = [
            e.text() for e in entries(codebook.verbs.menu_of(codebook.selected_tag())) if e.isEnabled()
        ]
        assert offered == ["Show its comments"] and len(writes) > 5
        person.window.status.clear()
        codebook.verbs.delete()
        assert person.said() == WHY
    else:
        for button in (page.head.add, page.head.split, page.head.respond):
            assert not button.isEnabled() and WHY in button.toolTip()
        page.make_lead()
        page.take_out()
        page.split_all()
    person.settle()
    assert journal(person, locked) == before and troubles == []


def test_a_draft_of_before_is_neither_written_nor_lost(
    opened: Opened, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_review(locked, person="Marta Ilves", read_only=True) as review:
        drafts = Drafts(review.store.review_id, review.store.copy)
        comment = next(one.id for one in review.comments() if one.language != "en")
        drafts.keep(comment, "translation.en", "Half a sen", "")
        drafts.close()
    monkeypatch.setattr("ogp_review.ui.opening._writable", lambda _path: False)
    person = opened()
    person.triage.show_comment(comment)
    person.settle()
    assert person.triage.reader.comment_pane.editor.isHidden() or not (
        person.triage.reader.comment_pane.editor.isVisible()
    )
    assert person.desk.drafts.of(comment)["translation.en"].text == "Half a sen"
    QTest.qWait(50)
