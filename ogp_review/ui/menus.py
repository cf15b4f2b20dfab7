"""The menu bar, made from the table of actions."""

from PySide6.QtWidgets import QMenu, QMenuBar

from ogp_review.i18n import _
from ogp_review.ui import shortcuts
from ogp_review.ui.actions import Actions

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))


def fill(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Put the menus into `bar`; by their name."""
    menus = {name: bar.addMenu(_(name)) for name in shortcuts.MENUS}
    for one in shortcuts.TABLE:
        if one.menu:
            if one.id in _BREAK_BEFORE:
                menus[one.menu].addSeparator()
            menus[one.menu].addAction(actions[one.id])
    return menus


_BREAK_BEFORE = {
    "import", "backup", "close_review", "quit", "select_all", "settings", "sidebar", "table", "larger",
    "next_pane", "next_mine", "previous_in_submission", "tag", "excerpt", "set_aside", "history", "respond",
    "submit", "about", "verify",
}  # fmt: skip
