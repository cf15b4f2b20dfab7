"""The small models of popups, dialogs and previews keep Qt's rules, before and after they change."""

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.looking import Fate, LookedRow
from ogp_review.ui.chooser import Choice, Choices
from ogp_review.ui.dialogs import KeysModel
from ogp_review.ui.intake.preview import PreviewModel


def test_choices_while_they_are_narrowed(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    parent = QObject()
    model = Choices(parent)
    model.put([Choice("a", "Youth"), Choice("b", "Fees"), Choice("c", "Young people")], "Make {text}")
    qtmodeltester.check(model)
    model.narrow("you")
    qtmodeltester.check(model)
    shown = [model.choice(row) for row in range(model.rowCount())]
    assert [one.text for one in shown if one and one.key] == ["Youth", "Young people"]


def test_the_preview_of_an_import(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = PreviewModel()
    qtmodeltester.check(model)
    model.put(
        [
            LookedRow("row 2", Fate.NEW, text="Plant trees.\nSoon.", paragraph="P1"),
            LookedRow("row 3", Fate.SKIPPED, why="no text"),
        ]
    )
    qtmodeltester.check(model)
    assert model.index(0, 2).data() == "P1" and model.index(0, 5).data() == "Plant trees. Soon."
    model.put([LookedRow("row 4", Fate.UNCHANGED, ref="C0001", text="Yes")])
    qtmodeltester.check(model)
    assert model.rowCount() == 1 and model.index(0, 1).data() == "Already here, C0001"


@pytest.mark.parametrize("column", range(3))
def test_the_table_of_keys(qtbot: QtBot, qtmodeltester: ModelTester, column: int) -> None:
    model = KeysModel()
    qtmodeltester.check(model)
    assert all(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount()))
