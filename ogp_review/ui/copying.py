"""What is copied out of the window: plain words, that outlive the program without bringing it down.

An object that Python made and the clipboard holds is destroyed after Python has ended, which crashes. So the
words are handed over as Qt's own before that.
"""

import atexit
from functools import cache

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication


def plain_mime(text: str) -> QMimeData:
    """`text` for the clipboard, and nothing that could be taken for markup."""
    _hand_over_at_end()
    data = QMimeData()
    data.setText(text)
    return data


@cache
def _hand_over_at_end() -> None:
    atexit.register(_hand_over)


def _hand_over() -> None:
    if QApplication.instance() is None:
        return
    clipboard = QApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        if clipboard.text(mode=mode):
            clipboard.setText(clipboard.text(mode=mode), mode)
