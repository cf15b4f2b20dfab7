"""The one place that knows colours, fonts and sizes; everything drawn in the window asks here.

`current()` answers for the theme now shown. `watch.changed` tells that colours or fonts are others than
before, so that pixmaps, metrics and layouts made from them are to be dropped.
"""

from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from ogp_review.ui import style_sheet as _style_sheet
from ogp_review.ui import tokens

MODES = ("system", "light", "dark", "contrast")
ROLES = {
    "badge": 85,
    "meta": 92,
    "body": 100,
    "reading": 115,
    "pane_title": 130,
    "page_title": 170,
    "figure": 260,
}
"""Sizes of type in percent of the system's."""

READING_LINE = 160
"""Height of a line of running text, in percent of its font size."""

SERIFS = ("Cambria", "Georgia", "Charter", "Noto Serif")
SANS = ("Noto Sans", "DejaVu Sans", "Liberation Sans")
_GENERIC = frozenset({"", "sans", "sans serif", "sans-serif", "helvetica", "monospace"})


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, by token."""

    name: str
    dark: bool
    contrast: bool
    window: QColor
    base: QColor
    raised: QColor
    hover: QColor
    select: QColor
    border: QColor
    control: QColor
    text: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    accent: QColor
    on_accent: QColor
    lit: QColor
    lit_on: QColor
    insertion: QColor
    insertion_on: QColor
    deletion: QColor
    deletion_on: QColor
    warning: QColor
    warning_on: QColor
    suggestion: QColor
    suggestion_on: QColor

    def colour(self, token: str) -> QColor:
        """:raises AttributeError: for what is no token."""
        found = getattr(self, token)
        assert isinstance(found, QColor)
        return found


@dataclass(frozen=True, slots=True)
class TagColours:
    """A tag's dot, and background and text of its chip."""

    dot: QColor
    background: QColor
    text: QColor


TOKENS = tuple(field.name for field in fields(Theme) if field.name not in ("name", "dark", "contrast"))


def _theme(name: str, table: dict[str, str], *, dark: bool, contrast: bool = False) -> Theme:
    return Theme(name, dark, contrast, **{token: QColor(table[token]) for token in TOKENS})


THEMES = {
    "light": _theme("light", tokens.LIGHT, dark=False),
    "dark": _theme("dark", tokens.DARK, dark=True),
    "contrast": _theme("contrast", tokens.CONTRAST_LIGHT, dark=False, contrast=True),
    "contrast dark": _theme("contrast dark", tokens.CONTRAST_DARK, dark=True, contrast=True),
}


class _Watch(QObject):
    changed = Signal()
    """After a change of theme or of the size of type."""

    def __init__(self) -> None:
        super().__init__()
        self.mode = "light"
        self.theme = THEMES["light"]
        self.reading = 100
        self.followed: QObject | None = None
        self.body: QFont | None = None


watch = _Watch()


def current() -> Theme:
    return watch.theme


def mode() -> str:
    """What was chosen, one of MODES."""
    return watch.mode


def install(app: QApplication, chosen: str = "system") -> None:
    """Style, fonts, palette and sheet, before the first window is shown."""
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    watch.body = body_font()
    app.setFont(watch.body)
    if watch.followed is not app:
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow(app))
        watch.followed = app
    set_theme(app, chosen)


def set_theme(app: QApplication, chosen: str) -> None:
    """Show the theme `chosen`, one of MODES; anything else is "system"."""
    watch.mode = chosen if chosen in MODES else "system"
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(schemes.get(watch.mode, Qt.ColorScheme.Unknown))
    _show(app)


def _follow(app: QApplication) -> None:
    if watch.mode in ("system", "contrast"):
        _show(app)


def _show(app: QApplication) -> None:
    dark = _system_is_dark(app)
    names = {"system": "dark" if dark else "light", "contrast": "contrast dark" if dark else "contrast"}
    watch.theme = THEMES[names.get(watch.mode, watch.mode)]
    _forget()
    app.setPalette(palette())
    app.setStyleSheet(style_sheet())
    watch.changed.emit()


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _forget() -> None:
    for cached in (font, tag_colours, state_colour, state_bar_colour):
        cached.cache_clear()
    _measured.clear()


def set_reading_size(percent: int) -> None:
    """Size of running text (comment, draft), in percent of what it is by itself; 70 to 250."""
    watch.reading = min(250, max(70, percent))
    _forget()
    watch.changed.emit()


def reading_size() -> int:
    return watch.reading


def style_sheet() -> str:
    """The one sheet, for the theme now shown."""
    return _style_sheet.sheet(current())


_PALETTE = {
    "Window": "window",
    "WindowText": "text",
    "Base": "base",
    "AlternateBase": "raised",
    "Text": "text",
    "PlaceholderText": "text3",
    "Button": "window",
    "ButtonText": "text",
    "BrightText": "deletion",
    "Highlight": "select",
    "HighlightedText": "text",
    "Link": "accent",
    "LinkVisited": "accent",
    "Accent": "accent",
    "ToolTipBase": "raised",
    "ToolTipText": "text",
    "Light": "base",
    "Midlight": "hover",
    "Mid": "border",
    "Dark": "control",
    "Shadow": "border",
}
_TEXTS = ("WindowText", "Text", "ButtonText", "HighlightedText", "Link", "ToolTipText", "PlaceholderText")


def palette() -> QPalette:
    """Every role in every group, so that nothing of the system's own palette shows."""
    theme, made = current(), QPalette()
    named = dict(_PALETTE)
    if theme.contrast:
        named |= {"Highlight": "text", "HighlightedText": "base"}
    groups = QPalette.ColorGroup
    for role, token in named.items():
        for group in (groups.Active, groups.Inactive, groups.Disabled):
            ink = "disabled" if group is groups.Disabled and role in _TEXTS else token
            made.setColor(group, QPalette.ColorRole[role], theme.colour(ink))
    return made


@lru_cache(maxsize=64)
def tag_colours(name: str) -> TagColours:
    """Those of one of the twelve names of the codebook; of Slate for any other."""
    theme = current()
    dot, light, light_text, dark, dark_text = tokens.TAGS.get(name, tokens.TAGS["Slate"])
    if theme.contrast:
        return TagColours(QColor(dot), theme.base, theme.text)
    pair = (dark, dark_text) if theme.dark else (light, light_text)
    return TagColours(QColor(dot), QColor(pair[0]), QColor(pair[1]))


@lru_cache(maxsize=64)
def state_colour(state: str) -> QColor:
    """Of the ring; an unknown state looks new."""
    table = tokens.STATES_DARK if current().dark else tokens.STATES_LIGHT
    return QColor(table.get(str(state), table["new"]))


@lru_cache(maxsize=64)
def state_bar_colour(state: str) -> QColor:
    """Of a segment of a bar: as the ring, but "new" is the pale trough."""
    if str(state) == "new":
        return QColor(tokens.NEW_BAR[current().dark])
    return state_colour(state)


def body_font() -> QFont:
    """The system's, or a proportional one that is there where the system names only a kind of font."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if system.family().lower() in _GENERIC:
        families = frozenset(QFontDatabase.families())
        found = next((name for name in SANS if name in families), QFontInfo(system).family())
        system.setFamilies([found])
    return system


@lru_cache(maxsize=1)
def _serif() -> str:
    families = frozenset(QFontDatabase.families())
    return next((name for name in SERIFS if name in families), "serif")


@lru_cache(maxsize=256)
def font(role: str = "body", weight: int = 400, serif: bool = False, tabular: bool = False) -> QFont:
    """The font of a role of type. Shared: copy it before changing it."""
    made = QFont(watch.body or body_font())
    if serif:
        made.setFamilies([_serif()])
        made.setStyleHint(QFont.StyleHint.Serif)
    share = ROLES[role] * (watch.reading if role == "reading" else 100) / 100
    made.setPointSizeF(max(1.0, _points(made) * share / 100))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _points(body: QFont) -> float:
    """A system font may be given in pixels; -1 is Qt's word for that."""
    return body.pointSizeF() if body.pointSizeF() > 0 else QFontInfo(body).pointSizeF()


def metrics(of: QFont) -> QFontMetricsF:
    """Metrics of a font, made once."""
    key = of.key()
    found = _measured.get(key)
    if found is None:
        found = _measured[key] = QFontMetricsF(of)
    return found


_measured: dict[str, QFontMetricsF] = {}
