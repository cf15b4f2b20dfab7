"""The system asks the program to end (a log-out, Ctrl+C, `kill`): that is the same as closing the window."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QSocketNotifier

_ASKING = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Not each system has all of them."""


@contextmanager
def asked_by_signals(end: Callable[[], object]) -> Iterator[None]:
    """Call `end` on the window's thread when a signal asks for it; only the main thread may do this.

    A second signal is for a window that hangs: it ends the program at once.
    Python hears of a signal between two of its own instructions, and while nothing happens in the window
    there are none: so the signal also writes to a socket, to which Qt listens.
    """
    ours, theirs = socket.socketpair()
    for one in (ours, theirs):
        one.setblocking(False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: (ours.recv(64), end()))
    known = [found for name in _ASKING if (found := getattr(signal, name, None)) is not None]
    kept = {one: signal.signal(one, _hear) for one in known}
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        for one, handler in kept.items():
            signal.signal(one, handler)
        notifier.setEnabled(False)
        ours.close()
        theirs.close()


def _hear(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
