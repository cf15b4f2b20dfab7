"""A name is one line: Enter saves it, Esc leaves, and one that is taken is not replaced unasked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.ui import theme
from ogp_review.ui.name_popup import NamePopup

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Naming:
    def __init__(self, qtbot: QtBot) -> None:
        self.desk = QWidget()
        qtbot.addWidget(self.desk)
        self.desk.show()
        self.popup = NamePopup(self.desk)
        self.names: list[str] = []
        self.popup.ask(self.desk, "Name of the view", "Save", self.names.append, taken=["Youth, in French"])

    def type(self, text: str) -> None:
        QTest.keyClicks(self.popup.field, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.popup.field, key)


@pytest.fixture
def naming(qtbot: QtBot, qapp: QApplication) -> Iterator[Naming]:
    theme.install(qapp, "light")
    made = Naming(qtbot)
    yield made
    made.popup.hide()


def test_enter_saves_a_name_on_one_line(naming: Naming) -> None:
    naming.type("  Open   in P12 ")
    naming.press(Qt.Key.Key_Return)
    assert naming.names == ["Open in P12"] and naming.popup.isHidden()


def test_esc_leaves_and_an_empty_name_is_none(naming: Naming) -> None:
    naming.press(Qt.Key.Key_Return)
    assert naming.names == [] and naming.popup.isVisible() and not naming.popup.save.isEnabled()
    naming.type("Open")
    naming.press(Qt.Key.Key_Escape)
    assert naming.names == [] and naming.popup.isHidden()


def test_a_name_that_is_taken_asks_first(naming: Naming) -> None:
    popup = naming.popup
    naming.type("youth, in french")
    assert popup.question.text() == "“Youth, in French” is there already."
    naming.press(Qt.Key.Key_Return)
    assert naming.names == [] and popup.question.text() == "Replace “Youth, in French”?"
    assert popup.save.shown_text() == "Replace"
    naming.type("!")
    assert popup.question.isHidden() and popup.save.shown_text() == "Save"
    naming.press(Qt.Key.Key_Backspace)
    naming.press(Qt.Key.Key_Return)
    assert naming.names == []
    naming.press(Qt.Key.Key_Return)
    assert naming.names == ["youth, in french"]
