"""Undo and redo in the window, named in the menu by what they will do."""

from PySide6.QtCore import QObject

from ogp_review.domain.operation import Op
from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.history import Step
from ogp_review.ui import messages
from ogp_review.ui.actions import Actions
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.session import Session

LONGEST = 60
"""Characters of a sentence in the menu."""


class Undoing(QObject):
    """Takes back and does again this person's operations; never a colleague's."""

    def __init__(self, session: Session, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        session.changed.connect(self._follow)
        self._read()

    def undo(self) -> None:
        self._session.do(lambda review: review.history.undo(), self._undone)

    def redo(self) -> None:
        self._session.do(lambda review: review.history.redo(), self._redone)

    def _undone(self, step: Step | None) -> None:
        if step is None:
            messages.bridge.say(_("There is nothing of yours to undo."))

    def _redone(self, step: Step | None) -> None:
        if step is None:
            messages.bridge.say(_("There is nothing to do again."))

    def _follow(self, committed: Committed) -> None:
        """What was just done can be undone at once; how it is called is read when there is time."""
        if committed.person == self._session.person and committed.kind not in (Op.UNDO, Op.REDO):
            self._actions["undo"].setEnabled(not self._session.read_only)
        self._read()

    def _read(self) -> None:
        def read(review: Review) -> tuple[str | None, str | None]:
            return review.history.can_undo(), review.history.can_redo()

        self._session.read(read, self.show_steps, owner=self, key="steps", later=True)

    def show_steps(self, steps: tuple[str | None, str | None] = (None, None)) -> None:
        """Name in the menu what would be undone and done again; None: nothing."""
        for id_, word, step in (("undo", _("Undo"), steps[0]), ("redo", _("Redo"), steps[1])):
            action = self._actions[id_]
            action.setEnabled(step is not None and not self._session.read_only)
            action.setText(f"{word}: {_short(one_line(step))}".replace("&", "&&") if step else word)
            action.setIconText(word)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 1].rstrip() + "…"
