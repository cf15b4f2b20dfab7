"""The chooser: as high as what is left to choose, and always where it opened."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.ui import theme
from ogp_review.ui.chooser import Choice, Chooser

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHOICES = [Choice(number, f"P{number} {word}") for number, word in enumerate("abcdefghijklmnop", 1)]


@pytest.fixture
def chooser(qtbot: QtBot, qapp: QApplication) -> Iterator[Chooser]:
    theme.install(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    made = Chooser(window)
    yield made
    made.hide()


def ask(chooser: Chooser, top: int = 40, typed: str = "") -> None:
    chooser.ask(QRect(30, top, 200, 24), CHOICES, lambda _choice: None, typed=typed)


def write(chooser: Chooser, qtbot: QtBot, text: str) -> None:
    chooser.field.selectAll()
    chooser.field.del_()
    qtbot.keyClicks(chooser.field, text)
    QApplication.processEvents()


def rows_that_fit(chooser: Chooser) -> float:
    return chooser.list.viewport().height() / chooser.list.sizeHintForRow(0)


def test_it_is_as_high_as_the_rows_that_are_left(chooser: Chooser, qtbot: QtBot) -> None:
    ask(chooser)
    at, full = chooser.pos(), chooser.height()
    assert 10 <= rows_that_fit(chooser) < 11
    for typed, rows in (("P1", 8), ("P1 a", 1), ("P11", 1)):
        write(chooser, qtbot, typed)
        shown = chooser.list.model().rowCount()
        assert shown == rows
        assert shown <= rows_that_fit(chooser) < shown + 1
        assert not chooser.list.verticalScrollBar().isVisible()
    chooser.field.clear()
    qtbot.keyClicks(chooser.field, "p")
    assert (chooser.pos(), chooser.height()) == (at, full)


def test_nothing_that_matches_leaves_room_for_one_row(chooser: Chooser, qtbot: QtBot) -> None:
    ask(chooser)
    write(chooser, qtbot, "nothing like it")
    assert chooser.list.model().rowCount() == 0
    row = chooser.list.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
    assert row <= chooser.list.viewport().height() < 2 * row


@pytest.mark.parametrize("low", [False, True])
def test_it_stays_where_it_opened_and_on_the_screen(chooser: Chooser, qtbot: QtBot, low: bool) -> None:
    screen = chooser.screen().availableGeometry()
    ask(chooser, screen.bottom() - 60 if low else 40, typed="P16")
    at = chooser.pos()
    for typed in ("P1", "P", "P12", "nothing"):
        write(chooser, qtbot, typed)
        assert chooser.pos() == at
        assert chooser.geometry().bottom() <= screen.bottom()
