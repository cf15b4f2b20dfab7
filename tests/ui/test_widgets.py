"""The small widgets: words that stay words, tags that can be taken off, states that speak."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.domain.views import TagMark
from ogp_review.ui import theme
from ogp_review.ui.widgets import (
    ChipFlow,
    EmptyState,
    Hairline,
    KeyHint,
    LoadingBar,
    PlainLabel,
    Segmented,
    Splitter,
    button,
    plain_tooltip,
)  # fmt: skip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""The offscreen platform says so where a window is shown that asks for a smallest size."""

HOSTILE = '<img src="//server/share/x.png"><b>bold</b> & <a href="file:///etc/passwd">x</a>'
TAGS = [
    TagMark(1, "Process/Deadlines", "Deadlines", "Orange"),
    TagMark(2, "Feedback", "Feedback to citizens", "Blue"),
    TagMark(3, "Regions", "Regions", "Sky"),
]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.install(qapp, "light")
    yield
    theme.set_theme(qapp, "light")


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("elide", [True, False])
def test_a_label_shows_markup_as_words(qtbot: QtBot, elide: bool) -> None:
    label = PlainLabel(HOSTILE, elide=elide)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE
    label.set_text("<h1>other</h1>")
    assert label.text() == "<h1>other</h1>"
    natural = theme.metrics(theme.font("body")).horizontalAdvance("<h1>other</h1>")
    assert label.sizeHint().width() == pytest.approx(natural, abs=6)


def test_a_tooltip_escapes_and_is_a_rich_text_of_the_words_alone(qtbot: QtBot) -> None:
    tip = plain_tooltip(HOSTILE)
    assert "<img" not in tip and "<a " not in tip and "<b>" not in tip
    shown = QLabel(tip)
    qtbot.addWidget(shown)
    natural = theme.metrics(shown.font()).horizontalAdvance(HOSTILE)
    assert shown.sizeHint().width() == pytest.approx(natural, rel=0.05)
    assert plain_tooltip("") == ""


def test_a_label_shrinks_and_elides_instead_of_clipping(qtbot: QtBot) -> None:
    label = PlainLabel("A long name of an organisation that does not fit " * 3)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 60
    label.resize(120, label.sizeHint().height())
    image = picture(label)
    base = image.pixelColor(0, 0)
    assert any(image.pixelColor(x, y) != base for x in range(100, 120) for y in range(image.height()))


def test_a_label_that_wraps_is_higher_where_it_is_narrow(qtbot: QtBot) -> None:
    label = PlainLabel("Set aside. It stays in the review and is listed in Annex C.", elide=False)
    qtbot.addWidget(label)
    assert label.heightForWidth(90) > 2 * label.heightForWidth(900)


@pytest.mark.parametrize("elide", [True, False])
def test_a_label_follows_the_theme_and_its_token(qapp: QApplication, qtbot: QtBot, elide: bool) -> None:
    label = PlainLabel("words", token="warning", elide=elide)
    qtbot.addWidget(label)
    light = picture(label)
    theme.set_theme(qapp, "dark")
    assert picture(label) != light
    dark = picture(label)
    label.set_token("text")
    assert picture(label) != dark


def test_a_label_of_running_text_follows_the_reading_size(qtbot: QtBot) -> None:
    label = PlainLabel("words", role="reading")
    qtbot.addWidget(label)
    before = label.sizeHint().height()
    theme.set_reading_size(200)
    assert label.sizeHint().height() > before * 1.6
    theme.set_reading_size(100)


def test_a_widget_that_is_gone_hears_of_no_theme(qapp: QApplication) -> None:
    label, made = PlainLabel("words"), button("Go", icon="check")
    gone = weakref.ref(label)
    del label, made
    gc.collect()
    assert gone() is None
    theme.set_theme(qapp, "dark")


@pytest.mark.parametrize("kind", ["flat", "outlined", "filled", "link"])
def test_a_button_is_big_enough_named_and_pressed_by_key(qtbot: QtBot, kind: str) -> None:
    made = button("Merge 4", icon="merge", kind=kind, key="M")
    qtbot.addWidget(made)
    made.show()
    assert made.accessibleName() == "Merge 4"
    assert min(made.sizeHint().toTuple()) >= 24
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, Qt.Key.Key_Space)


def test_kinds_of_button_look_different_and_so_do_their_states(qtbot: QtBot) -> None:
    looks = []
    for kind in ("flat", "outlined", "filled", "link"):
        made = button("Accept", kind=kind)
        qtbot.addWidget(made)
        made.resize(100, 30)
        looks.append(picture(made))
        made.setEnabled(False)
        assert picture(made) != looks[-1], kind
    assert all(one != two for place, one in enumerate(looks) for two in looks[:place])


def test_a_button_has_room_for_its_key_its_menu_and_an_ampersand(qtbot: QtBot) -> None:
    plain, keyed = button("R&D"), button("R&D", key="Ctrl K")
    qtbot.addWidget(plain)
    qtbot.addWidget(keyed)
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 30
    assert plain.shown_text() == plain.accessibleName() == "R&D"
    assert plain.shortcut().isEmpty()
    before = plain.sizeHint().width()
    plain.setMenu(QMenu(plain))
    assert plain.sizeHint().width() > before


def test_a_focused_button_shows_a_ring(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QVBoxLayout(window)
    one, two = button("One", kind="outlined"), button("Two", kind="outlined")
    row.addWidget(one)
    row.addWidget(two)
    window.show()
    window.activateWindow()
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    accent = theme.current().accent
    image = picture(one)
    assert any(image.pixelColor(1, y) == accent for y in range(image.height()))
    image = picture(two)
    assert not any(image.pixelColor(1, y) == accent for y in range(image.height()))


def test_chips_flow_into_rows_and_end_with_what_was_added(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    add = button("Tag", icon="plus", key="T", small=True)
    flow.add_widget(add)
    flow.set_tags(TAGS, removable=True)
    assert flow.heightForWidth(1000) == 26 or flow.heightForWidth(1000) >= 24
    assert flow.heightForWidth(150) > 2 * flow.heightForWidth(1000)
    flow.resize(1000, 30)
    flow.show()
    lefts = [chip.x() for chip in flow._chips]
    assert lefts == sorted(lefts)
    assert add.x() > lefts[-1]
    flow.set_tags([])
    assert add.x() == 0


def test_a_chip_is_followed_by_a_click_and_taken_off_by_its_cross_or_key(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    flow.set_tags(TAGS, removable=True)
    flow.resize(900, 30)
    flow.show()
    chip = flow._chips[0]
    assert chip.accessibleName() == "Process/Deadlines, tag"
    with qtbot.waitSignal(flow.clicked) as clicked:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert clicked.args == ["Process/Deadlines"]
    with qtbot.waitSignal(flow.removed) as removed:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 12))
    assert removed.args == ["Process/Deadlines"]
    with qtbot.waitSignal(flow.removed) as removed:
        qtbot.keyClick(flow._chips[1], Qt.Key.Key_Delete)
    assert removed.args == ["Feedback"]


def test_chips_that_only_show_cannot_be_taken_off(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    flow.set_tags(TAGS)
    flow.resize(900, 30)
    flow.show()
    with qtbot.assertNotEmitted(flow.removed):
        qtbot.keyClick(flow._chips[0], Qt.Key.Key_Delete)
        chip = flow._chips[0]
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 6, 12))


def test_chips_may_be_replaced_while_one_is_clicked(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    flow.removed.connect(lambda path: flow.set_tags([mark for mark in TAGS if mark.path != path], True))
    flow.set_tags(TAGS, removable=True)
    flow.resize(900, 30)
    flow.show()
    qtbot.keyClick(flow._chips[0], Qt.Key.Key_Delete)
    QTest.qWait(0)
    assert [chip.mark.id for chip in flow._chips] == [2, 3]


def test_hostile_names_of_tags_are_words(qtbot: QtBot) -> None:
    flow = ChipFlow()
    qtbot.addWidget(flow)
    flow.set_tags([TagMark(1, HOSTILE, HOSTILE, "No such colour")])
    assert "<img" not in flow._chips[0].toolTip()
    assert not picture(flow).isNull()


def test_segments_are_chosen_by_mouse_and_arrows_but_not_by_setting(qtbot: QtBot) -> None:
    choice = Segmented(["Redline", "Clean", "Edit"])
    qtbot.addWidget(choice)
    choice.show()
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_index(1)
    assert choice.index() == 1
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.keyClick(choice._words[1], Qt.Key.Key_Right)
    assert chosen.args == [2]
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.mouseClick(choice._words[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [0]
    assert [word.isChecked() for word in choice._words] == [True, False, False]
    with qtbot.assertNotEmitted(choice.chosen):
        qtbot.mouseClick(choice._words[0], Qt.MouseButton.LeftButton)
    assert choice._words[0].isChecked()


def test_segments_can_be_renamed_to_fewer(qtbot: QtBot) -> None:
    choice = Segmented(["EN", "ES", "FR"])
    qtbot.addWidget(choice)
    choice.set_index(2)
    choice.set_labels(["EN"])
    assert choice.index() == 0


def test_an_empty_state_says_one_sentence_and_acts(qtbot: QtBot) -> None:
    state = EmptyState("import", "No comments yet. Import the first ones.", "Import")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(state._action, Qt.MouseButton.LeftButton)
    state.set_state("check", "Every comment on <b>P12</b> is answered.")
    assert state.sentence() == "Every comment on <b>P12</b> is answered."
    assert not state._action.isVisible()


def test_a_loading_bar_shows_late_and_only_while_loading(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    pane.resize(200, 100)
    pane.show()
    quick, slow = LoadingBar(pane, after_ms=10_000), LoadingBar(pane, after_ms=1)
    quick.start()
    assert not quick.isVisible()
    quick.stop()
    slow.start()
    qtbot.waitUntil(slow.isVisible)
    assert (slow.width(), slow.height()) == (200, 2)
    pane.resize(300, 100)
    assert slow.width() == 300
    slow.stop()
    assert not slow.isVisible()


def test_hairlines_and_key_hints_take_the_room_they_need(qtbot: QtBot) -> None:
    line, upright, hint = Hairline(), Hairline(horizontal=False), KeyHint("Ctrl K")
    for widget in (line, upright, hint):
        qtbot.addWidget(widget)
    assert (line.maximumHeight(), upright.maximumWidth()) == (1, 1)
    wide = hint.sizeHint().width()
    hint.set_keys("T")
    assert hint.sizeHint().width() < wide
    hint.set_keys("")
    assert hint.sizeHint().width() == 0


def test_splitters_are_hairlines_or_grips_and_hide_no_pane(qtbot: QtBot) -> None:
    across, down = Splitter(), Splitter(Qt.Orientation.Vertical)
    for splitter in (across, down):
        qtbot.addWidget(splitter)
        splitter.addWidget(QWidget())
        splitter.addWidget(QWidget())
        assert not splitter.childrenCollapsible()
    assert (across.handleWidth(), down.handleWidth()) == (1, 7)
    assert down.handle(1).sizeHint() != QSize(0, 0)


def test_choosing_a_segment_moves_nothing_and_is_seen_without_colour(qtbot: QtBot) -> None:
    choice = Segmented(["Redline", "Clean", "Edit"])
    qtbot.addWidget(choice)
    before = choice.sizeHint()
    choice.set_index(2)
    assert choice.sizeHint() == before
    assert [word.font().weight() for word in choice._words] == [400, 400, 600]
