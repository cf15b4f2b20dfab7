"""Tells whether a text made anybody open a file, call a socket or start a program: by Python, or by Qt."""

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage

_OPENED = 0x20  # IN_OPEN of inotify
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open")
_SCHEMES = ("http", "https", "file", "ftp", "javascript", "data", "qrc", "mailto")
_HEARD: list[tuple[str, str]] | None = None
_HOOKED: list[bool] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _HEARD is not None and (event == "open" or event.startswith("socket.") or event in _PROGRAMS):
        _HEARD.append((event, repr(arguments[:2])))


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """What Python opens, connects to or starts meanwhile; a hook cannot be taken back, so there is one."""
    global _HEARD
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_hear)
    before, _HEARD = _HEARD, []
    try:
        yield _HEARD
    finally:
        _HEARD = before


class Canary:
    """A picture that tells whether it was opened, by whomsoever: Linux says so, elsewhere it is silent."""

    def __init__(self, path: Path) -> None:
        self.path = path
        image = QImage(2, 2, QImage.Format.Format_RGB32)
        assert image.save(str(path))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._heard = self._libc.inotify_init1(os.O_NONBLOCK)
        self._libc.inotify_add_watch(self._heard, os.fsencode(path), _OPENED)

    def was_opened(self) -> bool:
        try:
            return bool(os.read(self._heard, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._heard)


class Listener:
    """A port of this computer that nobody has a reason to call."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def was_called(self) -> bool:
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


class Links(QObject):
    """Hears every address that Qt is asked to open in another program, and opens none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        for scheme in _SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "open")

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.asked.append(url.toString())

    def close(self) -> None:
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)
