"""What the main window knows of a workspace: how it comes, goes, listens, and remembers itself."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ogp_review.domain.views import Committed
from ogp_review.ui.actions import Actions


class Workspace(QWidget):
    """A page of the window. `wants` asks the window for what stands beyond it: (action id, argument)."""

    wants = Signal(str, object)

    handled: tuple[str, ...] = ()
    """The ids of the actions it answers while it shows."""

    def activate(self, actions: Actions) -> None:
        """Say what the actions do from now on."""

    def deactivate(self, actions: Actions) -> None:
        """Let the actions go, and keep what is being typed."""
        actions.off(self.handled)

    def refresh(self, committed: Committed) -> None:
        """Bring on screen what an operation changed, without moving anything."""

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        return []

    def save_state(self) -> dict[str, Any]:
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up what :meth:`save_state` gave; what does not fit is left as it is."""
