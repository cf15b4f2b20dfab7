"""The bar under the menu: the workspaces, the field that finds everything, undo, redo, import, export."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ogp_review.i18n import _
from ogp_review.ui import shortcuts, theme, widgets
from ogp_review.ui.actions import Actions

SEARCH_WIDTH = 250
ROOMY = 860
"""Width of the window below which the field gives way to the buttons."""


class Header(QWidget):
    """`chosen` carries the id of the workspace that was pressed."""

    chosen = Signal(str)

    def __init__(self, actions: Actions, workspaces: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = actions
        self._group = QActionGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(4)
        for id_ in workspaces:
            line.addWidget(self._workspace(id_))
        line.addStretch(1)
        self.search = self._search()
        line.addWidget(self.search)
        line.addSpacing(8)
        line.addWidget(widgets.Hairline(horizontal=False))
        for id_ in ("undo", "redo"):
            line.addWidget(self._button(id_, worded=False))
        line.addWidget(widgets.Hairline(horizontal=False))
        for id_ in ("import", "export"):
            line.addWidget(self._button(id_, worded=True))

    def _workspace(self, id_: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(shortcuts.text_of(id_))
        button.setCheckable(True)
        button.setProperty("kind", "workspace")
        button.setToolTip(self._actions[id_].toolTip())
        button.setAccessibleName(shortcuts.text_of(id_))
        button.setFont(theme.font("body", 500))
        button.clicked.connect(lambda: self.chosen.emit(id_))
        self._buttons[id_] = button
        return button

    def _search(self) -> widgets.Button:
        words = _("Go to or do anything")
        button = widgets.button(
            words, "search", kind="outlined", key=shortcuts.key_of("go_to"), token="text3"
        )
        button.from_left = True
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.setToolTip(self._actions["go_to"].toolTip())
        button.clicked.connect(lambda: self._actions.trigger("go_to"))
        return button

    def _button(self, id_: str, *, worded: bool) -> QToolButton:
        action: QAction = self._actions[id_]
        button = QToolButton(self)
        button.setProperty("kind", "flat")
        button.setAutoRaise(True)
        button.setDefaultAction(action)
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(shortcuts.text_of(id_).rstrip("…"))
        if worded:
            action.setIconText(f" {shortcuts.text_of(id_).rstrip('…')}")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.search.setMinimumWidth(SEARCH_WIDTH if self.width() >= ROOMY else SEARCH_WIDTH // 3)

    def show_workspace(self, id_: str) -> None:
        """Mark the workspace that shows; none while a page such as Import covers it."""
        for name, button in self._buttons.items():
            button.setChecked(name == id_)
            button.setAccessibleDescription(_("shown") if name == id_ else "")
