"""The filter line: tokens with crosses, what it tells and when, and what it offers while one types."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui.journeys.conftest import Opened, made_sample, opened, own_settings, sample, start

from ogp_review.domain import filters
from ogp_review.domain.views import TagMark, Vocabulary
from ogp_review.ui import theme
from ogp_review.ui.comments.completion import offers, word_at
from ogp_review.ui.comments.filter_line import DEBOUNCE_MS, FilterLine

__all__ = ["made_sample", "opened", "own_settings", "sample", "start"]
"""The fixtures of the real window."""

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KNOWN = Vocabulary(
    places=(
        (0, "Not assigned", ""),
        (1, "Whole draft", ""),
        (20, "P2", "Values"),
        (21, "P12", "Reporting back"),
    ),
    tags=(
        TagMark(30, "Participation/Youth", "Youth", "Teal"),
        TagMark(31, "Civic space", "Civic space", "Red"),
    ),
    languages=("en", "fr"),
    channels=("discuto", "email"),
    people=("Kenji", "Marta Ilves"),
)


@pytest.fixture
def line(qtbot: QtBot, qapp: QApplication) -> FilterLine:
    theme.install(qapp, "light")
    made = FilterLine()
    made.vocabulary = KNOWN
    qtbot.addWidget(made)
    made.resize(360, 32)
    made.show()
    return made


def cross_of(line: FilterLine, number: int) -> QPoint:
    rect = dict(line.token_rects())[number]
    return QPoint(round(rect.right()) - 8, line.height() // 2)


def test_a_click_on_a_cross_takes_the_token_out(line: FilterLine, qtbot: QtBot) -> None:
    line.set_filter('P12 tag:"Civic space" -is:reply')
    with qtbot.waitSignal(line.asked) as asked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=cross_of(line, 1))
    assert asked.args == ["P12 -is:reply"]
    line.undo()
    assert line.filter_text() == 'P12 tag:"Civic space" -is:reply'


def test_tokens_stand_side_by_side_with_room_for_their_crosses(line: FilterLine) -> None:
    line.set_filter("P12 lang:fr \U0001f600 state:new")
    rects = [rect for _number, rect in line.token_rects()]
    assert len(rects) == 4
    assert all(left.right() < right.left() for left, right in pairwise(rects))
    for one, rect in zip(filters.tokens(line.text()), rects, strict=True):
        words = theme.metrics(line.font()).horizontalAdvance(one.text)
        assert rect.width() > words + 14


def test_tokens_keep_their_places_when_the_field_is_scrolled(line: FilterLine, qtbot: QtBot) -> None:
    line.set_filter("P12 lang:fr state:new channel:email author:Brightwater org:Forum assigned:me")
    line.setFocus()
    line.end(False)
    line.repaint()
    last = line.token_rects()[-1][1]
    assert 0 < last.left() < last.right() < line.width() - 24
    assert line.token_rects()[0][1].right() < 0


def test_typing_is_told_after_a_pause_and_once(line: FilterLine, qtbot: QtBot) -> None:
    told: list[str] = []
    line.asked.connect(told.append)
    line.setFocus()
    qtbot.keyClicks(line, "late summaries")
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(DEBOUNCE_MS + 50)
    assert told == ["late summaries"]


def test_enter_tells_at_once_and_what_was_set_is_not_told(line: FilterLine, qtbot: QtBot) -> None:
    told: list[str] = []
    line.asked.connect(told.append)
    line.set_filter("P2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == []
    qtbot.keyClicks(line, "lang:fr")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["P2 lang:fr"]


def test_the_token_that_is_typed_has_no_cross_yet(line: FilterLine, qtbot: QtBot) -> None:
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "P12 tag:yo")
    assert [number for number, _rect in line.token_rects()] == [0]
    line.clearFocus()
    assert [number for number, _rect in line.token_rects()] == [0, 1]


def test_the_popup_completes_a_value_and_asks_for_it(line: FilterLine, qtbot: QtBot) -> None:
    line.setFocus()
    qtbot.keyClicks(line, "P12 tag:you")
    assert line.offered() == ["Participation/Youth"]
    with qtbot.waitSignal(line.asked) as asked:
        qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert asked.args == ["P12 tag:Participation/Youth"]
    assert line.offered() == []
    qtbot.keyClicks(line, "lan")
    assert [one.strip().split()[0] for one in line.offered()] == ["lang:"]
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "P12 tag:Participation/Youth lang:"
    assert [one.split()[0] for one in line.offered()] == ["en", "fr"]


@pytest.mark.parametrize(
    ("word", "inserted"),
    [
        ("report", ["P12"]),
        ("p1", ["P12"]),
        ("not", ["is:unassigned"]),
        ("civ", ['tag:"Civic space"']),
        ("-tag:civ", ['-tag:"Civic space"']),
        ("lang:fr,en", ["lang:fr,en"]),
        ("assigned:mar", ['assigned:"Marta Ilves"']),
        ("state:in", ['state:"in review"']),
        ("is:una", ["is:unassigned"]),
        ("lang:French", ["lang:fr"]),
        ("nothing like it", []),
    ],
)
def test_what_is_offered_can_be_read_as_a_filter(word: str, inserted: list[str]) -> None:
    found = [one.insert for one in offers(word, KNOWN)]
    assert found == inserted
    for one in found:
        filters.parse(one)


@pytest.mark.parametrize("keys", [["Tab"], ["Return"], ["Down", "Return"], ["Down", "Up", "Tab"]])
def test_keys_take_the_completion(line: FilterLine, qtbot: QtBot, keys: list[str]) -> None:
    line.setFocus()
    qtbot.keyClicks(line, "tag:you")
    with qtbot.waitSignal(line.asked) as asked:
        for key in keys:
            qtbot.keyClick(line, getattr(Qt.Key, f"Key_{key}"))
    assert asked.args == ["tag:Participation/Youth"]
    assert line.text() == "tag:Participation/Youth "


def test_enter_leaves_words_and_whole_values_as_they_are(line: FilterLine, qtbot: QtBot) -> None:
    told: list[str] = []
    line.asked.connect(told.append)
    line.setFocus()
    qtbot.keyClicks(line, "report")
    assert len(line.offered()) == 1
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["report"]
    qtbot.keyClicks(line, " lang:en")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["report", "report lang:en"]


@pytest.mark.parametrize("typed", ["tag:", "tag:you", "point:"])
def test_a_half_typed_token_is_not_told(line: FilterLine, qtbot: QtBot, typed: str) -> None:
    told: list[str] = []
    line.asked.connect(told.append)
    line.setFocus()
    with qtbot.waitSignal(line.unfinished):
        qtbot.keyClicks(line, typed)
    assert told == []
    line.home(False)
    qtbot.waitUntil(lambda: told == [typed])


def test_a_half_typed_token_is_told_when_the_field_is_left(line: FilterLine, qtbot: QtBot) -> None:
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    with qtbot.waitSignal(line.unfinished):
        qtbot.keyClicks(line, "point:")
    with qtbot.waitSignal(line.asked) as asked:
        line.clearFocus()
    assert asked.args == ["point:"]


# In the real window ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("keys", [["Tab"], ["Return"], ["Down", "Return"]])
def test_the_window_completes_by_keyboard(opened: Opened, keys: list[str]) -> None:
    person = opened()
    field = person.triage.list.head.line
    field.clear()
    field.setFocus()
    person.type("tag:You")
    person.until(lambda: bool(field.offered()))
    assert field.offered() == ["Participation/Youth"]
    person.press(*keys)
    assert field.text() == "tag:Participation/Youth "
    person.until(lambda: person.triage.list.filter_text() == "tag:Participation/Youth")
    assert field.hasFocus()
    assert person.triage.list.head.error() == ""


def test_the_window_says_nothing_of_a_filter_that_is_being_typed(opened: Opened, qtbot: QtBot) -> None:
    person = opened()
    head = person.triage.list.head
    head.line.clear()
    head.line.setFocus()
    with qtbot.waitSignal(head.line.unfinished):
        person.type("tag:")
    assert head.line.offered()
    assert head.error() == ""
    person.press("Return")
    assert "Say what comes after" in head.error()
    with qtbot.waitSignal(head.line.unfinished):
        person.type("Y")
    assert head.error() == ""


def test_the_word_at_the_cursor_is_the_token_typed_so_far() -> None:
    assert word_at("P12 tag:You lang:fr", 11) == (4, "tag:You")
    assert word_at("P12 ", 4) == (4, "")
    assert word_at('author:"Odile M', 15) == (0, 'author:"Odile M')


def test_escape_and_down_go_to_the_list(line: FilterLine, qtbot: QtBot) -> None:
    line.set_filter("P2")
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line, Qt.Key.Key_Escape)
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line, Qt.Key.Key_Down)
