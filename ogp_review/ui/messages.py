"""The one way in which panels speak to the person: a sentence in the status bar, a problem, a bug."""

import logging
import traceback

from PySide6.QtCore import QObject, Signal

log = logging.getLogger("ogp_review")


class Bridge(QObject):
    """Whoever shows messages connects to these; whoever has something to say calls the methods."""

    said = Signal(str, str)
    """A sentence, and the id of the action that goes with it ("undo", or "")."""

    had_problem = Signal(str)
    """The sentence of a ReviewError."""

    had_bug = Signal(str, str)
    """A sentence and the traceback that belongs to it."""

    def say(self, sentence: str, action: str = "") -> None:
        self.said.emit(sentence, action)

    def problem(self, sentence: str) -> None:
        self.had_problem.emit(sentence)

    def bug(self, error: BaseException) -> None:
        """Log what was not foreseen, and say that the work is saved."""
        trace = "".join(traceback.format_exception(error))
        log.error("%s", trace)
        self.had_bug.emit("Something went wrong here. Your work is saved.", trace)


bridge = Bridge()
