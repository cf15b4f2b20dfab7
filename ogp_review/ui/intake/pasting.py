"""What is on the clipboard, as sources."""

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ogp_review.workers.sources import Place


def copied() -> list[Place]:
    """The files that were copied, else the text; none where there is neither."""
    held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())  # None where it is cleared
    if held is None:
        return []
    paths = [url.toLocalFile() for url in held.urls() if url.isLocalFile()]
    text = "" if paths else held.text()
    return [Place(path) for path in paths] if paths else [Place(text=text)] if text.strip() else []
