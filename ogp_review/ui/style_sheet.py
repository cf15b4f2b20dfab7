"""The one style sheet of the application, generated from the colours of a theme.

A sub-control that is styled is styled whole, and no rule stands on a bare QWidget: it would reach menus and
tooltips. Sizes of type are never set here, so that fonts scale. Properties that widgets may set: `kind` of a
button (flat, outlined, filled, link) or a field (bare), `surface` of anything (window, base, raised).
"""

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from ogp_review.ui.icon_files import coloured

if TYPE_CHECKING:
    from ogp_review.ui.theme import Theme

SURFACES = Template("""
*[surface="window"] { background: $window; }
*[surface="base"] { background: $base; }
*[surface="raised"] { background: $raised; }
QMainWindow, QDialog { background: $window; }
""")

BARS = Template("""
QMenuBar { background: $window; border: none; padding: 2px 8px; }
QMenuBar::item { background: transparent; color: $text; padding: 5px 9px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QToolBar {
  background: $window; border: none; border-bottom: 1px solid $border; padding: 6px; spacing: 4px;
  qproperty-iconSize: 16px 16px;
}
QToolBar::separator { background: $border; width: 1px; margin: 6px 8px; }
QStatusBar { background: $window; border-top: 1px solid $border; color: $text2; }
QStatusBar::item { border: none; }
QSizeGrip { image: none; width: 0px; height: 0px; }
QProgressBar { background: $trough; border: none; border-radius: 2px; max-height: 4px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")

BUTTONS = Template("""
QToolButton, QPushButton[kind="flat"] {
  background: transparent; color: $text2; border: 1px solid transparent; border-radius: 7px; padding: 4px 8px;
}
QToolBar QToolButton { padding: 5px 11px; font-weight: 500; }
QToolButton:hover, QToolButton:pressed, QPushButton[kind="flat"]:hover {
  background: $hover; color: $text; border-color: $outline_hover;
}
QToolButton:checked, QPushButton[kind="flat"]:checked {
  background: $select; color: $accent; border-color: $outline_checked;
}
QToolButton:disabled, QPushButton:disabled { color: $disabled; }
QToolButton:focus, QPushButton:focus { border: 2px solid $accent; padding: 3px 7px; }
QToolBar QToolButton:focus { padding: 4px 10px; }
QToolButton::menu-indicator { image: none; width: 0px; }
QPushButton, QToolButton[kind="outlined"] {
  background: $base; color: $text; border: 1px solid $field; border-radius: 7px; padding: 5px 12px;
  min-height: 18px;
}
QPushButton:hover, QToolButton[kind="outlined"]:hover { border-color: $control; color: $text; }
QPushButton:pressed { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:default, QPushButton[kind="filled"], QToolButton[kind="filled"] {
  background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton:default:focus, QPushButton[kind="filled"]:focus { border: 2px solid $text; padding: 4px 11px; }
QPushButton:default:disabled, QPushButton[kind="filled"]:disabled {
  background: $hover; color: $disabled; border-color: $hover;
}
QPushButton[kind="link"], QToolButton[kind="link"] {
  background: transparent; color: $accent; border: none; padding: 0px 2px;
}
""")

FIELDS = Template("""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $base; color: $text; border: 1px solid $field; border-radius: 7px; padding: 4px 8px;
  selection-background-color: $marked; selection-color: $marked_text;
  placeholder-text-color: $text3;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 20px; }
QPlainTextEdit, QTextEdit { padding: 8px 10px; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $control; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
  border: 2px solid $accent; padding: 3px 7px;
}
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 7px 9px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $window; color: $disabled; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $window; }
QLineEdit[kind="bare"], QPlainTextEdit[kind="bare"], QTextBrowser { border: none; padding: 0px; }
QLineEdit[kind="bare"], QPlainTextEdit[kind="bare"] { background: transparent; }
QLineEdit[kind="bare"]:focus, QPlainTextEdit[kind="bare"]:focus, QTextBrowser:focus {
  border: none; padding: 0px;
}
QAbstractSpinBox { padding-right: 22px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; width: 20px; background: transparent; border: none; margin: 2px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$chevron_down"); width: 10px; height: 10px; }
QComboBox::drop-down {
  border: none; width: 24px; subcontrol-origin: padding; subcontrol-position: center right;
}
QComboBox::down-arrow { image: url("$chevron_down"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
  background: $base; color: $text; border: 1px solid $border; padding: 4px; outline: 0px;
  selection-background-color: $select; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 2px 6px; border-radius: 6px; }
QCheckBox, QRadioButton { spacing: 8px; color: $text; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QAbstractItemView::indicator {
  width: 14px; height: 14px; border: 1px solid $control; border-radius: 4px; background: $base;
}
QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid $control; border-radius: 8px; background: $base;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$check");
}
QAbstractItemView::indicator:indeterminate, QCheckBox::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$minus");
}
QRadioButton::indicator:checked { background: $base; border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
  background: $window; border-color: $border;
}
""")

VIEWS = Template("""
QAbstractItemView { background: $base; border: none; outline: 0px; }
QTreeView, QListView, QTableView { selection-background-color: $marked; selection-color: $marked_text; }
QTreeView[surface="window"], QListView[surface="window"], QTableView[surface="window"] {
  background: $window;
}
QTreeView[surface="raised"], QListView[surface="raised"], QTableView[surface="raised"] {
  background: $raised;
}
QTableView { gridline-color: $border; alternate-background-color: $raised; }
QTableView::item { padding: 0px 5px; }
QTableView::item:selected { background: $marked; color: $marked_text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url("$chevron_right"); }
QTreeView::branch:has-children:open { image: url("$chevron_down"); }
QHeaderView { background: $raised; border: none; }
QHeaderView::section {
  background: $raised; color: $text2; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
  font-weight: 500;
}
QTableCornerButton::section { background: $raised; border: none; border-bottom: 1px solid $border; }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: $border; width: 1px; height: 5px; }
QSplitter::handle:vertical {
  background: $window; border-top: 1px solid $border; border-bottom: 1px solid $border;
  image: url("$handle");
}
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:vertical:hover { background: $hover; }
""")

SCROLL_BARS = Template("""
QScrollBar { background: transparent; border: none; margin: 0px; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; border: none; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; border: none; background: none; }
QScrollBar::up-arrow, QScrollBar::down-arrow, QScrollBar::left-arrow, QScrollBar::right-arrow {
  width: 0px; height: 0px; background: none; image: none;
}
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
""")

POPUPS = Template("""
QMenu { background: $base; color: $text; border: 1px solid $popup; padding: 4px; }
QMenu::item {
  background: transparent; padding: 5px 24px 5px 10px; border-radius: 6px; border: 1px solid transparent;
}
QMenu::item:selected { background: $select; border-color: $outline_checked; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { background: $border; height: 1px; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 8px; }
QMenu::indicator:checked { image: url("$menu_check"); }
QMenu::right-arrow { image: url("$chevron_right"); width: 14px; height: 14px; margin-right: 6px; }
QListView#completer { background: $base; border: 1px solid $popup; padding: 4px; }
QListView#completer::item { padding: 5px 8px; border-radius: 6px; }
QListView#completer::item:selected { background: $select; color: $text; }
QFrame#chooser { background: $base; border: 1px solid $popup; }
QToolTip { background: $raised; color: $text; border: 1px solid $popup; padding: 4px 6px; }
""")

PARTS = (SURFACES, BARS, BUTTONS, FIELDS, VIEWS, SCROLL_BARS, POPUPS)


def sheet(theme: "Theme") -> str:
    """The sheet for `theme`; its pictures are files in the data folder."""
    return "".join(part.substitute(_values(theme)) for part in PARTS)


def _values(theme: "Theme") -> dict[str, str]:
    names = (
        "window", "base", "raised", "hover", "select", "border", "control", "text", "text2", "text3",
        "disabled", "accent", "on_accent",
    )  # fmt: skip
    values = {name: theme.colour(name).name() for name in names}
    contrast = theme.contrast
    return values | {
        "field": values["control" if contrast else "border"],
        "popup": values["control" if contrast else "border"],
        "outline_hover": values["text"] if contrast else "transparent",
        "outline_checked": values["accent"] if contrast else "transparent",
        "marked": values["text" if contrast else "select"],
        "marked_text": values["base" if contrast else "text"],
        "scroll": values["text"] if contrast else _mixed(theme.control, theme.base, 0.55),
        "trough": _mixed(theme.control, theme.base, 0.3),
        "chevron_down": coloured("chevron-down", values["text2"]),
        "chevron_up": coloured("chevron-up", values["text2"]),
        "chevron_right": coloured("chevron-right", values["text2"]),
        "check": coloured("check", values["on_accent"]),
        "minus": coloured("minus", values["on_accent"]),
        "menu_check": coloured("check", values["accent"]),
        "handle": coloured("handle", values["control"]),
    }


def _mixed(over: QColor, under: QColor, share: float) -> str:
    def part(one: int, two: int) -> int:
        return round(one * share + two * (1 - share))

    return QColor(
        part(over.red(), under.red()), part(over.green(), under.green()), part(over.blue(), under.blue())
    ).name()
