"""The promises of the tokens: contrast, a whole palette, one sheet without gaps, fonts that scale."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ogp_review.domain.codebook import TAG_COLOURS
from ogp_review.domain.response import State
from ogp_review.i18n import resources
from ogp_review.ui import icons, style_sheet, theme, tokens

SURFACES = ("window", "base", "raised", "hover", "select")
ON_TINT = ("insertion", "deletion", "warning", "suggestion")


@pytest.fixture(autouse=True)
def back_to_light(qapp: QApplication) -> Iterator[None]:
    theme.install(qapp, "light")
    yield
    theme.set_reading_size(100)
    theme.set_theme(qapp, "light")


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, two: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def worst(shown: theme.Theme, token: str, surfaces: tuple[str, ...] = SURFACES) -> float:
    return min(contrast(shown.colour(token), shown.colour(surface)) for surface in surfaces)


@pytest.mark.parametrize("name", theme.THEMES)
def test_text_is_readable_on_every_surface(name: str) -> None:
    shown = theme.THEMES[name]
    assert worst(shown, "text") >= 7
    assert worst(shown, "text2") >= 6
    assert worst(shown, "text3") >= 4.5
    assert worst(shown, "accent") >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("token", ON_TINT)
def test_ink_that_means_something_is_readable_on_its_tint_and_on_base(name: str, token: str) -> None:
    shown = theme.THEMES[name]
    assert worst(shown, token, (f"{token}_on", "base")) >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
def test_what_is_lit_and_what_is_filled_is_readable(name: str) -> None:
    shown = theme.THEMES[name]
    assert contrast(shown.lit_on, shown.lit) >= 7
    assert contrast(shown.on_accent, shown.accent) >= 4.5


@pytest.mark.parametrize("name", theme.THEMES)
def test_outlines_of_controls_are_seen_where_controls_stand(name: str) -> None:
    assert worst(theme.THEMES[name], "control") >= 3


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [
        ("text", 13.9, 7.1),
        ("text2", 6.3, 6.2),
        ("text3", 4.6, 4.7),
        ("accent", 5.7, 6.0),
        ("control", 3.2, 3.3),
    ],
)
def test_tokens_keep_the_ratios_of_the_design(token: str, light: float, dark: float) -> None:
    for name, promised in (("light", light), ("dark", dark)):
        used_on = SURFACES if token != "accent" else ("window", "base", "raised", "select")
        assert worst(theme.THEMES[name], token, used_on) >= promised - 0.05  # the design rounds


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_states_are_seen_on_every_row(qapp: QApplication, mode: str) -> None:
    theme.set_theme(qapp, mode)
    for state in State:
        ring = theme.state_colour(state)
        assert min(contrast(ring, theme.current().colour(on)) for on in ("base", "select")) >= 3, state


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize("name", TAG_COLOURS)
def test_chips_are_readable_and_dots_are_seen(qapp: QApplication, mode: str, name: str) -> None:
    theme.set_theme(qapp, mode)
    colours = theme.tag_colours(name)
    assert contrast(colours.text, colours.background) >= 7.2
    assert contrast(colours.dot, theme.current().base) >= (3 if mode == "contrast" else 3.5)


def test_every_colour_of_the_codebook_has_a_look_and_an_unknown_one_is_slate() -> None:
    assert set(tokens.TAGS) == set(TAG_COLOURS)
    assert theme.tag_colours("Chartreuse") == theme.tag_colours("Slate")
    assert set(tokens.STATES_LIGHT) == set(tokens.STATES_DARK) == {str(state) for state in State}


def test_a_change_of_theme_changes_palette_and_caches_and_tells(qapp: QApplication, qtbot: QtBot) -> None:
    chip, ring = theme.tag_colours("Teal"), theme.state_colour("drafted")
    with qtbot.waitSignal(theme.watch.changed):
        theme.set_theme(qapp, "dark")
    assert theme.current().dark
    assert theme.tag_colours("Teal") != chip
    assert theme.state_colour("drafted") != ring
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.current().window
    assert theme.current().window.name() in qapp.styleSheet()


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_the_palette_is_whole_and_disabled_text_differs(qapp: QApplication, mode: str) -> None:
    theme.set_theme(qapp, mode)
    groups, ours = QPalette.ColorGroup, set(map(QColor.name, map(theme.current().colour, theme.TOKENS)))
    made = theme.palette()
    for role in QPalette.ColorRole:
        if role in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            continue
        for group in (groups.Active, groups.Inactive, groups.Disabled):
            assert made.color(group, role).name() in ours, (group, role)
    text = QPalette.ColorRole.Text
    assert made.color(groups.Disabled, text) != made.color(groups.Active, text)


def test_system_follows_the_colour_scheme(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.set_theme(qapp, "system")
    assert not theme.current().dark  # where the system does not say
    monkeypatch.setattr(theme, "_system_is_dark", lambda _app: True)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().name == "dark"
    theme.set_theme(qapp, "contrast")
    assert theme.current().name == "contrast dark"
    theme.set_theme(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().name == "light"


def test_an_unknown_theme_of_the_settings_is_the_systems(qapp: QApplication) -> None:
    theme.set_theme(qapp, "solarized")
    assert theme.mode() == "system"


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_sheet_is_whole_and_every_picture_in_it_is_there(name: str, qtbot: QtBot) -> None:
    text = style_sheet.sheet(theme.THEMES[name])
    assert "$" not in text
    assert text.count("{") == text.count("}")
    pictures = re.findall(r'url\("([^"]*)"\)', text)
    assert len(pictures) >= 5
    assert all(QFile.exists(path) for path in pictures)
    assert "font-size" not in text
    assert not re.search(r"(^|[,}]\s*)QWidget\s*[,{]", text)


def test_qt_understands_the_sheet(qapp: QApplication, qtbot: QtBot) -> None:
    """A sheet that Qt cannot parse is a warning, which fails the test, and leaves a button unpadded."""
    shown = QPushButton("Save")
    qtbot.addWidget(shown)
    bare = QPushButton("Save")
    bare.setStyleSheet("QPushButton { padding: 0px; border: none; min-height: 0px; }")
    qtbot.addWidget(bare)
    assert shown.sizeHint().width() >= bare.sizeHint().width() + 20


def test_type_scales_with_the_systems_font_and_reading_size_only_reading(qapp: QApplication) -> None:
    body = theme.font("body").pointSizeF()
    assert theme.font("figure").pointSizeF() == pytest.approx(body * 2.6, rel=0.02)
    before = theme.font("reading").pointSizeF()
    theme.set_reading_size(150)
    assert theme.font("reading").pointSizeF() == pytest.approx(before * 1.5, rel=0.02)
    assert theme.font("body").pointSizeF() == body
    theme.set_reading_size(9_999)
    assert theme.reading_size() == 250


def test_fonts_are_proportional_and_the_draft_has_another_than_comments() -> None:
    body, draft = theme.font("body"), theme.font("reading", serif=True)
    assert theme.metrics(body).horizontalAdvance("iiii") < theme.metrics(body).horizontalAdvance("MMMM")
    assert body.families() != draft.families()
    figures = theme.metrics(theme.font("body", tabular=True))
    assert figures.horizontalAdvance("1111") == figures.horizontalAdvance("0000")


ICONS = (
    "person unassigned tag untagged waiting bulb archive bookmark chevron-down chevron-right "
    "chevron-left search filter sort cards table undo redo import export palette move merge split "
    "respond note history translate link vote-up vote-down reply check close plus more warning info "
    "lock ledger lead file folder new play help settings copy grip arrow-right database send calendar "
    "drag eye star app"
).split()


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_of_the_design_draws_something(name: str, qapp: QApplication) -> None:
    image = icons.pixmap(name, "text", 16, 2).toImage()
    assert (image.width(), image.height()) == (32, 32)
    inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(32) for y in range(32))
    assert inked >= 12


def test_icons_are_own_drawings_of_one_hand(qapp: QApplication) -> None:
    for file in sorted(Path(resources() / "icons").glob("*.svg")):
        if file.stem in ("app", "handle"):
            continue
        text = file.read_text("utf-8")
        assert 'viewBox="0 0 16 16"' in text and 'stroke-width="1.4"' in text and "currentColor" in text, file
        assert "http" not in text.replace("http://www.w3.org/2000/svg", ""), file


def test_an_icon_follows_the_theme_and_outlives_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.keep(button, "undo", "text")
    light = button.icon().pixmap(16).toImage()
    theme.set_theme(qapp, "dark")
    assert button.icon().pixmap(16).toImage() != light
    button.deleteLater()
    qapp.processEvents()
    theme.set_theme(qapp, "light")
