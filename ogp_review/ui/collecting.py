"""Python's search for cyclic garbage, when nobody waits: it stops all threads for as long as it takes.

Among the millions of objects of a big import one search takes half a second, and it may begin on any thread,
where a widget must not be deleted. So it is switched off, and done on the window's in quiet moments.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000
YOUNG = 10_000
"""From so many new objects on there is something to look through."""

OLD_EVERY = 20
"""After so many looks through the new objects, all are looked through."""


def spare() -> None:
    """Leave out of every search what is there now: modules and classes, which stay."""
    gc.freeze()


class Collector(QObject):
    """Searches now and then while `busy` says no."""

    def __init__(self, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        self._looks = 0
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search, if there is something to find and nothing under way."""
        if self._busy() or gc.get_count()[0] < YOUNG:
            return
        self._looks += 1
        gc.collect(2 if self._looks % OLD_EVERY == 0 else 1)
