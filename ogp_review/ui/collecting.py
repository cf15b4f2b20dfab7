"""Python's search for cyclic garbage, when nobody waits: it stops all threads for as long as it takes.

Among the millions of objects of a big import one search takes half a second, and it may begin on any thread,
where a widget must not be deleted. So it is switched off, and done on the window's in quiet moments.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

EVERY_MS = 1_000
YOUNG = 10_000
"""From so many new objects on there is something to look through."""

MANY = 100_000
"""So many new objects would be looked through for longer than a frame: they wait until nobody looks."""

OLD_EVERY = 20
"""After so many looks through the new objects, all since the last such look are looked through."""

DEEP_EVERY = 600
"""After so many looks everything is looked through, as soon as the program is not the one in front."""


def spare() -> None:
    """Leave out of every search what is there now: modules and classes, which stay."""
    gc.freeze()


class Collector(QObject):
    """Searches now and then while `busy` says no.

    What a search has left is left out of the next ones, so that none grows with what a review holds; what
    becomes garbage of it later is found when another program is in front.
    """

    def __init__(self, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._looks = self._since = 0
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search, if there is something to find and nothing under way."""
        self._since += 1
        if self._busy():
            return
        if self._since >= DEEP_EVERY and _away():
            self._since = 0
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif gc.get_count()[0] >= MANY:
            gc.freeze()
        elif gc.get_count()[0] >= YOUNG:
            self._search()

    def _search(self) -> None:
        self._looks += 1
        if self._looks % OLD_EVERY:
            gc.collect(1)
        else:
            gc.collect(2)
            gc.freeze()


def _away() -> bool:
    """Whether the person looks at another program."""
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
