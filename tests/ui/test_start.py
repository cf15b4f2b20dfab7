"""The start page: recent reviews as they are remembered, found, opened, looked for and taken off the list."""

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review import settings
from ogp_review.ui import messages, recent, theme
from ogp_review.ui.recent import Recent
from ogp_review.ui.start import StartPage
from ogp_review.ui.start.delegate import GAP
from ogp_review.ui.start.model import RecentModel, left_text, missing_text, when_text, where_text
from ogp_review.ui.start.parts import FirstStep

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.usefixtures("qapp")]
"""What the display without a screen says of every window."""

SHARED = "postgresql://marta:secret@office/charter"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def here(tmp_path: Path) -> str:
    """A review that is still where it was."""
    path = tmp_path / "strategy.ogpr"
    path.touch()
    return str(path)


def page_with(qtbot: QtBot, *entries: tuple[str, str, int, int]) -> StartPage:
    for entry in reversed(entries):
        recent.remember(*entry)
    page = StartPage()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def titles(page: StartPage) -> list[str]:
    return [page.model.index(row).data() for row in range(page.model.rowCount())]


def test_the_review_opened_last_stands_first_and_once() -> None:
    recent.remember("/a.ogpr", "A", 0, 3)
    recent.remember("/b.ogpr", "B", 1, 1)
    recent.remember("/a.ogpr", "A, second reading", 2, 3)
    first, second = recent.load()
    assert (first.title, first.left, second.title, second.left) == ("A, second reading", 1, "B", 0)
    assert first.opened_at is not None and datetime.now() - first.opened_at < timedelta(minutes=1)


def test_a_password_is_never_kept(own_settings: Path) -> None:
    recent.remember(SHARED, "Charter", 0, 0)
    assert recent.load()[0].place == "postgresql://marta@office/charter"
    assert "secret" not in (own_settings / "settings.json").read_text("utf-8")
    recent.forget(SHARED)
    assert recent.load() == []


def test_a_review_found_again_keeps_its_place_in_the_list(tmp_path: Path) -> None:
    for name in "abc":
        recent.remember(str(tmp_path / name), name.upper(), 0, 1)
    recent.moved(str(tmp_path / "b"), str(tmp_path / "elsewhere"))
    assert [(one.title, Path(one.place).name) for one in recent.load()] == [
        ("C", "c"), ("B", "elsewhere"), ("A", "a"),
    ]  # fmt: skip


def test_settings_that_cannot_be_read_cost_only_their_own_line() -> None:
    good = {"place": "/a.ogpr", "title": "A", "opened": "2026-11-24T10:42:00"}
    settings.save({"recent": [good, {"place": 3}, "x", {"place": "/b", "title": "B", "total": "many"}]})
    assert [one.title for one in recent.load()] == ["A"]
    settings.save({"recent": "x"})
    assert recent.load() == []


def test_other_settings_stay_as_they_are() -> None:
    settings.save({"person": "Ana"})
    recent.remember("/a.ogpr", "A", 0, 1)
    recent.forget("/a.ogpr")
    assert settings.load()["person"] == "Ana"


@pytest.mark.parametrize(
    ("opened", "said"),
    [
        ("2026-11-24T10:42:00", "today, 10:42"),
        ("2026-11-23T23:59:00", "yesterday"),
        ("2026-02-12T08:00:00", "12 Feb"),
        ("2025-01-08T08:00:00", "8 Jan 2025"),
        ("once", ""),
    ],
)
def test_dates_as_people_say_them(opened: str, said: str) -> None:
    told = when_text(Recent("/a", "A", opened=opened), date(2026, 11, 24)).replace("\u202f", " ")
    assert told.removesuffix(" AM") == said


def test_what_is_left_and_where_a_review_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    entry = Recent(str(tmp_path / "Documents" / "Old" / "x.ogpr"), "X", 180, 285)
    assert left_text(entry) == "105 of 285 left"
    assert left_text(Recent("/x", "X", 148, 148)) == "all 148 answered"
    assert left_text(Recent("/x", "X")) == "no comments yet"
    assert where_text(entry) == "Documents › Old"
    assert missing_text(entry) == "This file is no longer at Documents › Old › x.ogpr."
    assert where_text(Recent("postgresql://office/x", "X", people=4)) == "on office, with 3 colleagues"


def test_the_list_model_keeps_the_rules_of_models(qtmodeltester: ModelTester, here: str) -> None:
    model = RecentModel()
    qtmodeltester.check(model)
    model.show_recent([Recent(here, "A"), Recent("/gone.ogpr", "B"), Recent("/other.ogpr", "C")])
    model.seek("ogpr")
    model.remove("/gone.ogpr")
    qtmodeltester.check(model)
    assert model.rowCount() == 2


def test_finding_a_review_by_words_of_its_title_or_folder(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot, (here, "Open Government Strategy", 0, 1), ("/budget/forum.ogpr", "Notes", 0, 1))
    page.field.setText("GOV strat")
    assert titles(page) == ["Open Government Strategy"]
    page.field.setText("budget")
    assert titles(page) == ["Notes"]
    page.field.setText("zzz")
    assert not page.list.isVisible()
    assert page.empty.sentence() == "Nothing matches “zzz”."
    page.empty.acted.emit()
    assert page.field.text() == "" and len(titles(page)) == 2 and page.list.isVisible()


def test_without_reviews_the_page_offers_the_sample(qtbot: QtBot) -> None:
    page = page_with(qtbot)
    assert page.empty.isVisible() and not page.list.isVisible() and not page.field.isVisible()
    with qtbot.waitSignal(page.sample):
        page.empty.acted.emit()


def test_enter_opens_and_arrows_choose(qtbot: QtBot, here: str, tmp_path: Path) -> None:
    second = tmp_path / "second.ogpr"
    second.touch()
    page = page_with(qtbot, (here, "A", 0, 1), (str(second), "B", 0, 1))
    page.focus_list()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_recent) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert told.args == [str(second)]


def test_down_leaves_the_field_for_the_list_and_enter_opens_the_first(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot, (here, "A", 0, 1))
    with qtbot.waitSignal(page.open_recent) as told:
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert told.args == [here]
    page.field.setText("a")
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.focusWidget() is page.list


def gone_page(qtbot: QtBot, here: str, tmp_path: Path) -> tuple[StartPage, str]:
    """A page whose second review is found to be gone."""
    gone = str(tmp_path / "notes.ogpr")
    page = page_with(qtbot, (here, "A", 0, 1), (gone, "Notes", 0, 1))

    def is_known() -> bool:
        entry = page.model.entry(page.model.index(1))
        return entry is not None and page.model.is_missing(entry)

    qtbot.waitUntil(is_known)
    return page, gone


def test_a_file_that_is_gone_is_looked_for_with_enter(qtbot: QtBot, here: str, tmp_path: Path) -> None:
    page, gone = gone_page(qtbot, here, tmp_path)
    page.list.setCurrentIndex(page.model.index(1))
    with qtbot.assertNotEmitted(page.open_recent), qtbot.waitSignal(page.look_for) as told:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert told.args == [gone]
    assert "no longer at" in page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "no longer at" not in page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_only_the_link_of_a_file_that_is_gone_can_be_clicked(qtbot: QtBot, here: str, tmp_path: Path) -> None:
    page, gone = gone_page(qtbot, here, tmp_path)
    row = QRectF(page.list.visualRect(page.model.index(1)))
    entry = page.model.entry(page.model.index(1))
    assert entry is not None
    link = page.list.drawn.link_rect(row.adjusted(0, 0, 0, -GAP), entry)
    assert row.contains(link)
    left = Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(page.look_for), qtbot.assertNotEmitted(page.open_recent):
        qtbot.mouseClick(page.list.viewport(), left, pos=QPointF(row.left() + 60, row.top() + 8).toPoint())
    with qtbot.waitSignal(page.look_for) as told:
        qtbot.mouseClick(page.list.viewport(), left, pos=link.center().toPoint())
    assert told.args == [gone]
    with qtbot.waitSignal(page.open_recent) as opened:
        where = page.list.visualRect(page.model.index(0)).center()
        qtbot.mouseClick(page.list.viewport(), left, pos=where)
    assert opened.args == [here]


def test_a_file_that_is_back_is_no_longer_missed(qtbot: QtBot, here: str, tmp_path: Path) -> None:
    page, gone = gone_page(qtbot, here, tmp_path)
    Path(gone).touch()
    with qtbot.waitSignal(page.model.looked_up):
        page.refresh()
    page.list.setCurrentIndex(page.model.index(1))
    with qtbot.waitSignal(page.open_recent):
        qtbot.keyClick(page.list, Qt.Key.Key_Return)


def test_files_are_looked_up_beside_the_windows_thread(
    qtbot: QtBot, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    let, asked = threading.Event(), []

    def slowly(path: Path) -> bool:
        asked.append(threading.current_thread())
        let.wait(5)
        return False

    monkeypatch.setattr("ogp_review.ui.start.model.Path.exists", slowly)
    page = page_with(qtbot, (here, "A", 0, 1))
    assert titles(page) == ["A"]
    page.refresh()
    qtbot.waitUntil(lambda: bool(asked))
    with qtbot.waitSignal(page.model.looked_up):
        let.set()
    assert len(asked) == 1 and asked[0] is not threading.main_thread()


def test_delete_takes_a_review_off_the_list_only(qtbot: QtBot, here: str, tmp_path: Path) -> None:
    page = page_with(qtbot, (here, "A", 0, 1), ("/b.ogpr", "B", 0, 1), ("/c.ogpr", "C", 0, 1))
    page.list.setCurrentIndex(page.model.index(0))
    with qtbot.waitSignal(messages.bridge.said) as said:
        qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert said.args == ["Took A off the list. The review itself is untouched.", ""]
    assert titles(page) == ["B", "C"] and page.list.currentIndex().row() == 0
    assert [one.title for one in recent.load()] == ["B", "C"] and Path(here).exists()


def test_the_menu_opens_and_removes(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot, (here, "A", 0, 1))
    menu = page.list.menu_for(page.model.index(0))
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Open", "Remove from the list"]
    menu.actions()[-1].trigger()
    assert recent.load() == [] and page.empty.isVisible()


def drag_of(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def test_files_dropped_anywhere_on_the_page_are_told(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot)
    data, action = drag_of(QUrl.fromLocalFile(here).toString()), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dragEnterEvent(QDragEnterEvent(QPointF(5, 5).toPoint(), action, data, left, none))
    assert page.drop_area.is_lit()
    with qtbot.waitSignal(page.files_dropped) as told:
        page.dropEvent(QDropEvent(QPointF(5, 5), action, data, left, none))
    assert told.args == [[here]] and not page.drop_area.is_lit()


def test_what_is_no_file_of_this_computer_is_not_taken(qtbot: QtBot) -> None:
    page = page_with(qtbot)
    data, none = drag_of("https://example.org/x.csv"), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(
        QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none
    )
    enter.ignore()
    page.dragEnterEvent(enter)
    assert not enter.isAccepted() and not page.drop_area.is_lit()


def test_the_first_steps_tell_what_is_wanted(qtbot: QtBot) -> None:
    page = page_with(qtbot)
    steps = page.findChildren(FirstStep)
    wanted = [page.open_file, page.new, page.open_shared, page.sample]
    assert len(steps) == len(wanted)
    for step, signal in zip(steps, wanted, strict=True):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(step, Qt.Key.Key_Space)


@pytest.mark.parametrize("size", [(1440, 820), (1280, 640), (720, 414)])
def test_nothing_is_cut_off_at_any_size(qtbot: QtBot, here: str, size: tuple[int, int]) -> None:
    page = page_with(qtbot, *[(f"{here}{number}", f"Review {number}", 1, 3) for number in range(9)])
    page.resize(*size)
    qtbot.waitUntil(lambda: (page.width(), page.height()) == size)
    for part in (page.drop_area, page.list, page.field, *page.findChildren(FirstStep)):
        corner = part.mapTo(page, part.rect().bottomRight())
        assert page.rect().contains(corner), type(part).__name__
        assert part.width() > 100 and part.height() > 20


def test_a_title_is_never_markup(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot, (here, "<img src=x>", 0, 1))
    assert page.model.index(0).data() == "<img src=x>"
    page.list.removed.emit(here)
    assert recent.load() == []


def test_the_page_is_drawn_in_every_theme(qtbot: QtBot, here: str) -> None:
    page = page_with(qtbot, (here, "A", 1, 3), (SHARED, "Shared", 0, 0))
    for mode in ("dark", "contrast", "light"):
        theme.set_theme(QApplication.instance(), mode)
        assert page.grab().toImage().pixelColor(2, 2) == theme.current().base
