"""The history panel: who did what when, in words, the latest first; what was undone is struck."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.review import create_review
from ogp_review.ui import theme
from ogp_review.ui.history import HistoryPanel
from ogp_review.ui.history import model as history
from ogp_review.ui.history.model import Entry, HistoryModel
from ogp_review.ui.history.words import Names, changes_in_words
from ogp_review.ui.reader import words
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CSV = (
    "Ref,Paragraph,Text,Author\n"
    "a,P1,The first comment.,Ana\n"
    "b,P2,The second comment.,Ben\n"
    "c,P1,The third comment.,<img src=file:///etc/passwd>\n"
)


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    review = create_review(tmp_path / "review.ogpr", title="Draft", person="Marta")
    source = tmp_path / "comments.csv"
    source.write_text(CSV, encoding="utf-8")
    review.intake.import_file(source)
    made = Session(review)
    yield made
    made.close()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> HistoryPanel:
    made = HistoryPanel(session)
    qtbot.addWidget(made)
    made.resize(420, 520)
    return made


def first(session: Session) -> int:
    return next(iter(session.review.comments())).id


def shown(panel: HistoryPanel, qtbot: QtBot, count: int) -> list[Entry]:
    qtbot.waitUntil(lambda: len(panel.entries()) == count, timeout=10_000)
    return panel.entries()


def test_it_says_what_was_done_to_a_comment_the_latest_first(
    panel: HistoryPanel, session: Session, qtbot: QtBot
) -> None:
    comment = first(session)
    session.review.triage.move([comment], "P2")
    session.review.triage.stance([comment], "change")
    panel.show_comment(comment, "C0001")
    panel.show()
    stance, move, brought = shown(panel, qtbot, 3)
    assert panel.title.text() == "History of C0001"
    assert (stance.person, stance.sentence) == ("Marta", "Stance of C0001: change")
    assert stance.changes == ("Stance: nothing → change",)
    assert move.changes == ("Place: as its source states → P2",)
    assert brought.openable and not move.openable
    assert brought.changes == ()


def test_what_was_undone_is_marked_so(panel: HistoryPanel, session: Session, qtbot: QtBot) -> None:
    comment = first(session)
    session.review.triage.move([comment], "P2")
    session.review.history.undo()
    panel.show_comment(comment, "C0001")
    undo, move, _brought = shown(panel, qtbot, 3)
    assert move.undone and not undo.undone
    assert "(undone)" in move.said
    panel.show_review()
    qtbot.waitUntil(lambda: panel.title.text() == "History of the review")
    whole = shown(panel, qtbot, 4)
    assert [one.undone for one in whole] == [False, True, False, False]
    session.review.history.redo()
    panel.show_review()
    redo, _undo, move, *_ = shown(panel, qtbot, 5)
    assert redo.sentence and not move.undone


def test_an_import_opens_and_nothing_else_does(panel: HistoryPanel, session: Session, qtbot: QtBot) -> None:
    comment = first(session)
    session.review.triage.move([comment], "P2")
    panel.show_comment(comment, "C0001")
    panel.show()
    move, brought = shown(panel, qtbot, 2)
    asked: list[object] = []
    panel.outcome_wanted.connect(asked.append)
    rows = panel.list.model()
    panel.list.clicked.emit(rows.index(0, 0))
    assert asked == []
    panel.list.setCurrentIndex(rows.index(1, 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked == [brought.id]
    assert move.id != brought.id


def test_it_follows_what_is_done_while_it_shows_and_moves_no_row(
    panel: HistoryPanel, session: Session, qtbot: QtBot
) -> None:
    comment = first(session)
    panel.show_comment(comment, "C0001")
    panel.show()
    shown(panel, qtbot, 1)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    resets: list[None] = []
    panel.list.model().modelReset.connect(lambda: resets.append(None))
    session.do(lambda review: review.triage.move([comment], "P2"))
    move, brought = shown(panel, qtbot, 2)
    assert resets == [] and panel.list.currentIndex().row() == 1
    assert move.sentence == "Moved C0001 to P2" and brought.openable


def test_a_long_history_is_read_on_as_one_scrolls(
    panel: HistoryPanel, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = first(session)
    for number in range(40):
        session.review.triage.stance([comment], ("change", "support")[number % 2])
    monkeypatch.setattr(history, "PAGE", 20)
    panel.show_review()
    panel.show()
    shown(panel, qtbot, 20)
    bar = panel.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    shown(panel, qtbot, 40)


def test_the_model_is_a_proper_one_whatever_it_takes_over(
    qtbot: QtBot, qtmodeltester: ModelTester, panel: HistoryPanel
) -> None:
    model = HistoryModel(panel)
    qtmodeltester.check(model)
    entries = [Entry(2**62 + n, "Ana", "2026-11-24T08:00:00+00:00", f"Did {n}") for n in range(12)]
    for start, end in ((4, 8), (2, 8), (2, 12), (1, 6), (0, 4), (9, 12), (0, 0), (3, 5)):
        model.put(entries[start:end])
        assert [model.entry(row) for row in range(model.rowCount())] == entries[start:end]
    model.put([Entry(entries[3].id, "Ana", "", "Other words"), entries[4]])
    assert model.entry(0).sentence == "Other words"


def test_rows_grow_with_their_words_and_paint(panel: HistoryPanel, session: Session, qtbot: QtBot) -> None:
    comment = first(session)
    session.review.triage.note(comment, "A note of many words. " * 30)
    panel.show_comment(comment, "C0001")
    panel.show()
    note, _brought = shown(panel, qtbot, 2)
    heights = [panel.list.visualRect(panel.list.model().index(row, 0)).height() for row in range(2)]
    assert note.changes and heights[0] > heights[1] > 30
    assert not panel.grab().isNull()
    panel.resize(240, 520)
    qtbot.waitUntil(lambda: panel.list.visualRect(panel.list.model().index(0, 0)).height() >= heights[0])


def test_hostile_words_are_shown_and_escaped_in_tooltips(
    panel: HistoryPanel, session: Session, qtbot: QtBot
) -> None:
    comment = first(session)
    session.review.triage.set_aside([comment], "<img src=file:///etc/passwd>")
    panel.show_comment(comment, "C0001")
    aside, _brought = shown(panel, qtbot, 2)
    index = panel.list.model().index(0, 0)
    assert "<img src=file:///etc/passwd>" in aside.said
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_columns_are_said_in_words() -> None:
    names = Names({77: "P12"}, {5: "PT-0005"})
    columns = {
        ("comment_work", "place"): (NOT_ASSIGNED, 77),
        ("excerpt", "place"): (77, WHOLE_DRAFT),
        ("comment_work", "point_id"): (None, 5),
        ("comment_work", "language"): ("en", "fr"),
        ("comment_work", "closed"): (False, True),
        ("response", "state"): ("drafted", "in review"),
        ("response", "approved_by"): (None, "Ana"),
        ("staff_text", "text"): ("Old\nwords", "New words"),
        ("note", "text"): (None, "Seen"),
        ("tag_link", "tag_id"): (None, 4),
    }
    assert changes_in_words(columns, names) == (
        "Place: Not assigned → P12",
        "Place: P12 → Whole draft",
        "Point: none → PT-0005",
        "Language: English → French",
        "Nothing more to answer: no → yes",
        "State: drafted → in review",
        "Text: “Old words” → “New words”",
        "Note: “Seen”",
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(5, "just now"), (61, "1 minute ago"), (1_800, "30 minutes ago"), (3 * 86_400, "3 days ago")],
)
def test_times_are_relative(seconds: int, said: str) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    at = (now - timedelta(seconds=seconds)).isoformat(timespec="seconds")
    assert words.ago(at, QDateTime.fromSecsSinceEpoch(int(now.timestamp()))) == said


def test_times_long_ago_are_dates() -> None:
    now = QDateTime.fromSecsSinceEpoch(int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()))
    assert words.ago("2026-11-23T11:00:00+00:00", now) == "yesterday"
    assert words.ago("2026-03-01T12:00:00+00:00", now) == "1 March 2026"
    assert words.moment("2026-03-01T12:00:00+00:00").startswith("1 March 2026, ")
