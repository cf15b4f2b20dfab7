"""Canned texts: chosen from a popup, and filled in for the comment that is answered."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ogp_review.i18n import _
from ogp_review.ui.chooser import Choice, Chooser
from ogp_review.ui.session import Session


class Canned(QObject):
    """Asks for one, and gives its words."""

    filled = Signal(str, object)
    """The words, and the id of the unit that they are filled in for."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._chooser = Chooser(parent)
        self.texts: tuple[tuple[str, str], ...] | None = None
        """(name, text); None: read when they are asked for."""

    def ask(self, anchor: QWidget, lead: int) -> None:
        """Open under `anchor`; `lead` is the comment, or excerpt, that the text is filled in for."""
        if self.texts is not None:
            self._open(anchor, lead, self.texts)
            return
        self._session.read(
            lambda review: review.desk.canned(),
            lambda found: self._open(anchor, lead, found),
            owner=self,
            key="canned",
        )

    def _open(self, anchor: QWidget, lead: int, texts: Sequence[tuple[str, str]]) -> None:
        none = Choice(None, _("No canned texts yet. Write a response, then keep it: menu Point."), "", "info")
        choices = [Choice(text, name, text, "respond") for name, text in texts]
        self._chooser.ask(
            anchor, choices or [none], lambda one: self._fill(one.key, lead), placeholder=_("Canned text")
        )

    def _fill(self, text: object, lead: int) -> None:
        if isinstance(text, str):
            self._session.read(
                lambda review: review.desk.fill(text, lead),
                lambda said: self.filled.emit(said, lead),
                owner=self,
                key="fill",
            )
