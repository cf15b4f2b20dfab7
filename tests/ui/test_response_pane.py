"""The answer to a comment: typed, saved as one operation, sent on, and never lost or overwritten."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.domain.response import Disposition, State
from ogp_review.domain.views import Committed, Vocabulary
from ogp_review.review import open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.responses.model import CHANGE, LETTERS, TEXT
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DRAFTED, IN_REVIEW, APPROVED = "PT-0009", "PT-0003", "PT-0001"
ALONE, NEXT = "C0001", "C0007"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


class Desk:
    """A pane beside another field, on a real review, as a window would have it."""

    def __init__(self, path: Path, qtbot: QtBot, person: str = "Marta Ilves", **more: Any) -> None:
        self.path, self._qtbot = path, qtbot
        self.review = open_review(path, person=person, **more)
        self.session = Session(self.review)
        self.drafts = Drafts(self.review.store.review_id, self.review.store.copy)
        self.pane = ResponsePane(self.session, self.drafts)
        self.window = QWidget()
        self.elsewhere = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.elsewhere)
        column.addWidget(self.pane)
        self.window.resize(900, 500)
        self.window.show()
        self.window.activateWindow()
        self.session.changed.connect(self.pane.refresh)
        self.asked: list[tuple[str, object]] = []
        self.pane.wants.connect(lambda action, argument: self.asked.append((action, argument)))

    def show(self, ref: str) -> None:
        self.pane.show(self.review.desk.comment(self._comment(ref)))

    def _comment(self, ref: str) -> int:
        if ref.startswith("C"):
            return self.review.comment(ref).id
        point = self.review.merging.point(ref)
        return point.units[0].comment_id

    def type(self, text: str) -> None:
        """At the end of the response, as somebody types."""
        self.pane.focus_editor()
        self.until(lambda: self.pane.editor.hasFocus())
        self.pane.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._qtbot.keyClicks(self.pane.editor, text)

    def leave(self) -> None:
        self.elsewhere.setFocus()
        self.settle()

    def settle(self) -> None:
        """Until everything asked for is done and shown."""
        self.until(lambda: not self.session.writing)
        self._qtbot.wait(60)
        self.until(lambda: not self.session.writing)

    def until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds, timeout=5_000)

    def response(self, ref: str) -> Any:
        return self.review.responding.response(ref)

    def operations(self) -> int:
        return self.review.store.operations()

    def close(self) -> None:
        self.pane.show(None)
        self.settle()
        self.drafts.close()
        self.session.close()
        self.window.close()
        shiboken6.delete(self.window)


@pytest.fixture
def desk(sample: Path, folder: Path, qtbot: QtBot) -> Iterator[Desk]:
    copy = folder / "review.ogpr"
    shutil.copy(sample, copy)
    made = Desk(copy, qtbot)
    yield made
    made.close()


# Saving -----------------------------------------------------------------------------------------------------


def test_leaving_the_pane_makes_one_operation_of_what_was_typed(desk: Desk) -> None:
    desk.show(ALONE)
    before = desk.operations()
    desk.type("We agree.")
    desk.settle()
    assert desk.operations() == before and desk.pane.has_unsaved()
    desk.leave()
    assert desk.operations() == before + 1
    assert desk.response(ALONE).text == "We agree."
    assert not desk.pane.has_unsaved() and desk.drafts.of(desk.pane.answer.subject.owner) == {}


def test_leaving_without_a_word_makes_none(desk: Desk) -> None:
    desk.show(DRAFTED)
    before = desk.operations()
    desk.pane.focus_editor()
    desk.leave()
    assert desk.operations() == before


def test_showing_another_comment_saves_the_one_before(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("Noted, thank you.")
    desk.show(NEXT)
    assert desk.pane.editor.text() == ""
    desk.settle()
    assert desk.response(ALONE).text == "Noted, thank you."
    assert desk.response(NEXT) is None


def test_save_saves_and_typing_goes_on(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("One.")
    told: list[str] = []
    desk.pane.save(lambda: told.append("stands"))
    desk.type(" Two.")
    desk.settle()
    assert told == ["stands"]
    assert desk.response(ALONE).text == "One." and desk.pane.text() == "One. Two."
    [draft] = desk.drafts.of(desk.pane.answer.subject.owner).values()
    assert (draft.base, draft.text) == ("One.", "One. Two.")
    desk.leave()
    assert desk.response(ALONE).text == "One. Two."


def test_text_and_proposed_change_become_one_operation(desk: Desk) -> None:
    desk.show(DRAFTED)
    before = desk.operations()
    desk.type(" And so on.")
    desk.pane.proposed.edit()
    desk.pane.proposed.editor.insertPlainText("New words. ")
    desk.leave()
    assert desk.operations() == before + 1
    found = desk.response(DRAFTED)
    assert found.text.endswith("And so on.") and "New words. " in found.proposed_change


def test_a_response_to_a_point_is_the_points(desk: Desk) -> None:
    desk.show(DRAFTED)
    assert desk.pane.answer.subject.ref == DRAFTED and desk.pane.text() == desk.response(DRAFTED).text
    desk.pane.show_point(desk.review.desk.point(IN_REVIEW))
    assert desk.pane.text() == desk.response(IN_REVIEW).text


def test_no_break_spaces_are_kept(desk: Desk) -> None:
    desk.review.responding.respond(ALONE, text="«\u00a0Oui\u00a0»")
    desk.show(ALONE)
    desk.type("!")
    desk.leave()
    assert desk.response(ALONE).text == "«\u00a0Oui\u00a0»!"


# Undo -------------------------------------------------------------------------------------------------------


def test_undo_is_the_editors_while_there_is_typing_then_the_windows(desk: Desk, qtbot: QtBot) -> None:
    desk.show(DRAFTED)
    desk.pane.focus_editor()
    assert not desk.pane.handles_undo()
    desk.type("x")
    assert desk.pane.handles_undo()
    qtbot.keyClick(desk.pane.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not desk.pane.has_unsaved() and not desk.pane.handles_undo()


def leaves_to_the_window(desk: Desk, key: Qt.Key) -> bool:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    event.ignore()
    QApplication.sendEvent(desk.pane.editor, event)
    return not event.isAccepted()


def test_the_editor_lets_the_windows_shortcut_act_where_it_has_nothing_to_undo(desk: Desk) -> None:
    desk.show(DRAFTED)
    desk.pane.focus_editor()
    assert leaves_to_the_window(desk, Qt.Key.Key_Z)
    desk.type("x")
    assert not leaves_to_the_window(desk, Qt.Key.Key_Z)
    assert not leaves_to_the_window(desk, Qt.Key.Key_C)


def test_what_was_left_is_undone_as_an_operation(desk: Desk) -> None:
    desk.show(DRAFTED)
    text = desk.pane.text()
    desk.type("x")
    desk.leave()
    desk.pane.focus_editor()
    assert not desk.pane.handles_undo()
    desk.session.do(lambda review: review.history.undo())
    desk.settle()
    desk.until(lambda: desk.pane.editor.text() == text)
    assert not desk.pane.has_unsaved()


# Disposition and steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("disposition", list(Disposition))
def test_a_letter_in_the_menu_chooses(desk: Desk, qtbot: QtBot, disposition: Disposition) -> None:
    desk.show(ALONE)
    desk.pane.ask_disposition()
    menu = desk.pane._asking.menu
    desk.until(menu.isVisible)
    qtbot.keyClick(menu, getattr(Qt.Key, f"Key_{LETTERS[disposition]}"))
    desk.settle()
    assert not menu.isVisible()
    assert desk.response(ALONE).disposition == disposition
    assert disposition.value.capitalize() in desk.pane.head.disposition.accessibleName()


def test_choosing_is_an_operation_at_once_and_typing_stays(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("We agree")
    before = desk.operations()
    desk.pane.choose_disposition("accepted")
    desk.settle()
    assert desk.operations() == before + 1
    assert desk.pane.has_unsaved() and desk.pane.editor.text() == "We agree"
    desk.until(lambda: desk.pane.answer.subject.in_point)
    desk.leave()
    found = desk.response(ALONE)
    assert (found.disposition, found.text) == (Disposition.ACCEPTED, "We agree")


def test_sending_for_review_saves_first_and_goes_on(desk: Desk) -> None:
    desk.show(ALONE)
    desk.pane.choose_disposition("noted")
    desk.settle()
    desk.type("Thank you.")
    desk.pane.submit()
    desk.settle()
    found = desk.response(ALONE)
    assert (found.state, found.text) == (State.IN_REVIEW, "Thank you.")
    assert desk.asked == [("next", None)]


def test_it_says_what_is_missing_before_it_is_sent(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ALONE)
    desk.type("Thank you.")
    assert desk.pane.footer.sentence() == "Choose a disposition before you send it for review."
    assert not desk.pane.footer._next.isEnabled()
    with qtbot.waitSignal(messages.bridge.had_problem):
        desk.pane.submit()
    assert desk.pane._asking.menu.isVisible()
    desk.pane._asking.menu.close()
    desk.settle()
    assert desk.response(ALONE) is None
    desk.pane.choose_disposition("noted")
    assert desk.pane.footer.sentence() == "" and desk.pane.footer._next.isEnabled()
    desk.settle()


def test_not_accepted_needs_a_reason(desk: Desk) -> None:
    desk.show(ALONE)
    desk.pane.choose_disposition("not accepted")
    desk.settle()
    assert "needs a reason" in desk.pane.footer.sentence()
    desk.type("It costs too much.")
    assert desk.pane.footer.sentence() == ""


def test_approve_and_then(desk: Desk) -> None:
    desk.show(IN_REVIEW)
    assert desk.pane.footer._next.shown_text() == "Approve"
    then: list[str] = []
    desk.pane.approve(lambda: then.append("next"))
    desk.settle()
    assert desk.response(IN_REVIEW).state == State.APPROVED
    assert then == ["next"] and desk.asked == []
    desk.until(lambda: desk.pane.footer.sentence().startswith("Approved by you, "))


def test_given_back_it_says_by_whom_and_why(desk: Desk) -> None:
    desk.show(IN_REVIEW)
    desk.pane.give_back("Which day?")
    desk.settle()
    desk.until(lambda: desk.pane.left.returned() == "Returned by Marta Ilves: Which day?")
    assert desk.pane.footer._next.shown_text() == "Send for review"


def test_the_button_of_a_new_comment_leads_into_the_editor(desk: Desk) -> None:
    desk.show(ALONE)
    assert desk.pane.footer._next.shown_text() == "Respond"
    desk.pane.footer._next.click()
    desk.until(desk.pane.editor.hasFocus)


def test_what_is_approved_warns_before_it_is_changed(desk: Desk) -> None:
    desk.show(APPROVED)
    desk.until(lambda: desk.pane.footer.sentence().startswith("Approved by Daniel Okoye, "))
    desk.pane.focus_editor()
    desk.until(lambda: desk.pane.footer.sentence() == "This is approved. Changing it needs a new approval.")
    desk.leave()
    assert desk.response(APPROVED).state == State.APPROVED
    desk.type("!")
    desk.leave()
    assert desk.response(APPROVED).state == State.DRAFTED


def test_set_aside_needs_no_response(desk: Desk) -> None:
    desk.review.triage.set_aside([desk.review.comment(NEXT).id], "spam")
    desk.show(NEXT)
    assert not desk.pane.left.shows(desk.pane.editor)
    assert desk.pane.left._aside.text().startswith("Set aside: needs no response.")
    assert not desk.pane.footer._next.isVisible()
    assert not desk.pane.proposed.modes.isVisible() and not desk.pane.proposed._propose.isVisible()


# Colleagues -------------------------------------------------------------------------------------------------


def colleague(desk: Desk, ref: str, **said: str) -> None:
    """Somebody else, in another program, changes the response."""
    with open_review(desk.path, person="Daniel Okoye") as theirs:
        theirs.responding.respond(ref, **said)


def refreshed(desk: Desk) -> None:
    desk.pane.refresh(Committed("exchange", "", "", None))


def test_a_refresh_brings_a_colleagues_words_and_keeps_the_cursor(desk: Desk) -> None:
    desk.review.responding.respond(ALONE, text="One two three")
    desk.show(ALONE)
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(8)
    desk.pane.editor.setTextCursor(cursor)
    colleague(desk, ALONE, text="Zero one two three")
    refreshed(desk)
    desk.until(lambda: desk.pane.editor.text() == "Zero one two three")
    found = desk.pane.editor.textCursor()
    assert desk.pane.editor.text()[found.position() :] == "three"
    assert not desk.pane.has_unsaved()


def test_words_that_come_where_the_cursor_stands_come_after_it(desk: Desk) -> None:
    desk.review.responding.respond(ALONE, text="One")
    desk.show(ALONE)
    desk.pane.editor.moveCursor(QTextCursor.MoveOperation.End)
    colleague(desk, ALONE, text="One and two")
    refreshed(desk)
    desk.until(lambda: desk.pane.editor.text() == "One and two")
    assert desk.pane.editor.textCursor().position() == 3


def test_a_refresh_never_touches_what_is_being_typed(desk: Desk) -> None:
    desk.show(DRAFTED)
    desk.type("typed here")
    cursor = desk.pane.editor.textCursor()
    cursor.setPosition(5)
    desk.pane.editor.setTextCursor(cursor)
    desk.review.triage.note(desk.pane.answer.subject.shown, "A note")
    refreshed(desk)
    desk.settle()
    assert desk.pane.editor.text().endswith("typed here") and desk.pane.editor.textCursor().position() == 5


def in_conflict(desk: Desk) -> None:
    desk.review.responding.respond(ALONE, text="Before")
    desk.show(ALONE)
    desk.type(", mine")
    colleague(desk, ALONE, text="Theirs")
    refreshed(desk)
    desk.until(lambda: desk.pane.left.shows(desk.pane.conflict))


def test_both_texts_are_shown_and_none_is_lost_by_leaving(desk: Desk) -> None:
    in_conflict(desk)
    conflict = desk.pane.conflict
    assert (conflict.mine.toPlainText(), conflict.theirs.toPlainText()) == ("Before, mine", "Theirs")
    desk.until(lambda: conflict._whose.text() == "Daniel Okoye, saved")
    desk.leave()
    assert desk.response(ALONE).text == "Theirs"
    desk.show(NEXT)
    desk.show(ALONE)
    assert desk.pane.left.shows(conflict) and conflict.mine.toPlainText() == "Before, mine"


@pytest.mark.parametrize(
    ("how", "shown", "stored"),
    [
        ("mine", "Before, mine", "Before, mine"),
        ("theirs", "Theirs", "Theirs"),
        ("both", "Before, mine\n\nTheirs", "Theirs"),
    ],
)
def test_somebody_chooses(desk: Desk, how: str, shown: str, stored: str) -> None:
    in_conflict(desk)
    desk.pane.conflict.chosen.emit(how)
    desk.settle()
    assert desk.pane.left.shows(desk.pane.editor) and desk.pane.editor.text() == shown
    assert desk.response(ALONE).text == stored
    assert desk.pane.has_unsaved() == (how == "both")


def test_words_changed_since_are_not_overwritten_by_a_window_that_does_not_know_them(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.review.responding.respond(ALONE, text="Before")
    desk.show(ALONE)
    desk.type(", mine")
    colleague(desk, ALONE, text="Theirs")
    with qtbot.waitSignal(messages.bridge.had_problem) as told:
        desk.pane.save()
    assert "Both texts are kept" in told.args[0]
    assert desk.response(ALONE).text == "Theirs"
    desk.until(lambda: desk.pane.left.shows(desk.pane.conflict))


def test_a_conflict_holds_up_sending(desk: Desk, qtbot: QtBot) -> None:
    in_conflict(desk)
    assert not desk.pane.footer._next.isEnabled() and "Choose which text" in desk.pane.footer.sentence()
    with qtbot.waitSignal(messages.bridge.had_problem) as told:
        desk.pane.submit()
    assert "Choose which text to keep first" in told.args[0]


def test_a_comment_that_comes_into_a_point_brings_its_draft(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("Typed before")
    other = desk.review.comment(NEXT).id
    desk.review.merging.merge([desk.pane.answer.subject.shown, other])
    desk.until(lambda: desk.pane.answer.subject.in_point)
    assert desk.pane.editor.text() == "Typed before" and desk.pane.has_unsaved()
    desk.leave()
    assert desk.response(NEXT).text == "Typed before"


# Who only reads, canned texts, the last line ----------------------------------------------------------------


def test_who_only_reads_changes_nothing(sample: Path, folder: Path, qtbot: QtBot) -> None:
    copy = folder / "review.ogpr"
    shutil.copy(sample, copy)
    desk = Desk(copy, qtbot, read_only=True)
    desk.show(IN_REVIEW)
    assert desk.pane.editor.isReadOnly()
    assert not desk.pane.footer._next.isEnabled() and "read only" in desk.pane.footer._next.toolTip()
    desk.pane.choose_disposition("noted")
    desk.pane.approve()
    desk.settle()
    assert desk.response(IN_REVIEW).state == State.IN_REVIEW
    desk.close()


def test_a_canned_text_is_filled_in_and_set_apart(desk: Desk, qtbot: QtBot) -> None:
    desk.show(DRAFTED)
    text = desk.pane.text()
    desk.pane.set_vocabulary(Vocabulary(canned=(("Thanks", "Thank you for {ref}."),)))
    desk.pane.ask_canned()
    chooser = desk.pane._asking.texts._chooser
    desk.until(chooser.isVisible)
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    desk.until(desk.pane.has_unsaved)
    ref = desk.review.desk.comment(desk.pane.answer.subject.shown).card.ref
    assert desk.pane.text() == f"{text}\n\nThank you for {ref}."


def test_a_low_window_shows_the_last_line_until_somebody_writes(desk: Desk) -> None:
    desk.show(DRAFTED)
    desk.pane.fold(True)
    assert desk.pane.is_folded() and desk.pane.height() <= 60
    assert desk.pane.footer._open.shown_text() == "Response: Drafted, accepted in part"
    desk.type("x")
    assert not desk.pane.is_folded()
    desk.leave()
    assert desk.pane.is_folded() and desk.response(DRAFTED).text.endswith("x")
    desk.pane.fold(False)
    assert not desk.pane.is_folded()


def test_it_says_when_typing_was_kept(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("x")
    desk.until(lambda: desk.pane.footer._saved.text().startswith("Saved "))
    desk.show(NEXT)
    assert desk.pane.footer._saved.text() == ""
    desk.settle()


def test_a_similar_point_can_be_compared(desk: Desk) -> None:
    desk.show(IN_REVIEW)
    desk.pane.set_similar("PT-0031", Disposition.NOT_ACCEPTED)
    assert desk.pane.footer.sentence() == "says much the same and is “not accepted”."
    desk.pane.footer._compare.click()
    assert desk.asked == [("compare", "PT-0031")]


def test_escape_leads_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show(ALONE)
    desk.pane.focus_editor()
    qtbot.keyClick(desk.pane.editor, Qt.Key.Key_Escape)
    assert desk.asked == [("back", None)]


def test_nothing_to_answer(desk: Desk) -> None:
    desk.show(ALONE)
    desk.type("x")
    desk.pane.show(None)
    desk.settle()
    assert desk.pane._nothing.isVisible() and not desk.pane.footer.isVisible()
    assert desk.response(ALONE).text == "x"


def test_every_control_has_a_name(desk: Desk) -> None:
    desk.show(IN_REVIEW)
    desk.settle()
    names = {
        widget.accessibleName()
        for widget in desk.pane.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        and not isinstance(widget, QSplitter)
    }  # fmt: skip
    assert "" not in names and "Accepted in part, disposition" in names


# A crash ----------------------------------------------------------------------------------------------------

TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ogp_review.review import open_review
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.session import Session
app = QApplication([])
review = open_review(sys.argv[1], person="Marta Ilves")
pane = ResponsePane(Session(review), Drafts(review.store.review_id, review.store.copy))
pane.show(review.desk.comment("C0001"))
pane.show()
pane.focus_editor()
typed = 0
def press():
    global typed
    QTest.keyClicks(pane.editor, f"{typed} ")
    print(typed, time.time(), flush=True)
    typed += 1
timer = QTimer(interval=20)
timer.timeout.connect(press)
timer.start()
app.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
def test_a_killed_program_loses_at_most_two_seconds_of_typing(desk: Desk) -> None:
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(desk.path)],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert typist.stdout is not None
    lines = [typist.stdout.readline() for _ in range(180)]
    typist.send_signal(signal.SIGKILL)
    killed = time.time()
    with typist.stdout:
        lines += typist.stdout.readlines()
    typist.wait()
    pressed = [(int(line.split()[0]), float(line.split()[1])) for line in lines if len(line.split()) == 2]
    before_operations = desk.operations()
    after = Drafts(desk.review.store.review_id, desk.review.store.copy)
    pane = ResponsePane(desk.session, after)
    pane.show(desk.review.desk.comment(ALONE))
    found = pane.editor.text()
    kept = "".join(f"{number} " for number, at in pressed if at < killed - 2)
    whole = "".join(f"{number} " for number in range(len(pressed) + 5))
    assert len(kept) > 100 and found.startswith(kept) and whole.startswith(found)
    assert pane.has_unsaved() and desk.operations() == before_operations
    pane.save()
    desk.settle()
    assert desk.response(ALONE).text == found
    shiboken6.delete(pane)
    after.close()


def test_fields_are_named_as_the_review_names_them() -> None:
    assert (TEXT, CHANGE) == ("response", "proposed_change")
    assert len(LETTERS) == len(Disposition) == len(set(LETTERS.values()))
