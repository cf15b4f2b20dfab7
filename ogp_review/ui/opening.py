"""Opening, making and closing reviews off the window's thread: a slow disk or a migration freezes nothing."""

import importlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from ogp_review import settings
from ogp_review.errors import ReviewError
from ogp_review.ui import collecting, messages

if TYPE_CHECKING:
    from ogp_review.review import Review

SAMPLE = "Sample review.ogpr"


class Opener(QObject):
    """Opens one review after the other. `opened` carries the Review, `refused` a sentence and the target."""

    opened = Signal(object)
    refused = Signal(str, str)

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="open")
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Load what a review needs while the person looks at the start page."""
        self._pool.submit(_load)
        self._pool.submit(collecting.spare)
        self._pool.submit(_sweep)

    def open(self, target: str, *, person: str | None = None) -> None:
        """Open the review at a path or an address; what cannot be written is opened to read only."""
        self._run(target, lambda: _open(target, person))

    def create(self, target: str, title: str) -> None:
        """Make an empty review."""
        self._run(target, lambda: _create(target, title))

    def sample(self) -> None:
        """Open the sample review of this computer; it is made the first time."""

        def work() -> "Review":
            from ogp_review.review import open_review
            from ogp_review.services.sample import EDITOR, make_sample

            folder = settings.data_dir() / "sample"
            path = folder / SAMPLE
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
                beside = path.with_name(f".{SAMPLE}.making")
                beside.unlink(missing_ok=True)
                make_sample(beside)
                beside.rename(path)
            return open_review(path, person=_own_name() or EDITOR)

        self._run(SAMPLE, work)

    def _run(self, target: str, work: "Callable[[], Review]") -> None:
        def run() -> None:
            review, problem = None, None
            try:
                _load()
                review = work()
            except Exception as error:
                problem = error
            self._arrived.emit((target, review, problem))

        self._pool.submit(run)

    def _deliver(self, arrived: Any) -> None:
        target, review, problem = arrived
        if self._closed:  # the window went while it was being opened
            if review is not None:
                review.close()
        elif review is not None:
            self.opened.emit(review)
        elif isinstance(problem, ReviewError):
            self.refused.emit(str(problem), target)
        elif isinstance(problem, OSError):
            self.refused.emit(f'"{target}" cannot be opened: {problem.strerror}.', target)
        else:
            messages.bridge.bug(problem)
            self.refused.emit("Something went wrong when this review was opened.", target)

    def close(self) -> None:
        self._closed = True
        self._pool.shutdown(wait=True)


def _sweep() -> None:
    from ogp_review.workers import leftovers

    leftovers.sweep(settings.data_dir(), leftovers.SETTINGS)


def _own_name() -> str:
    """How the person here is called, where that has been said: what they do in the sample is theirs too."""
    return str(os.environ.get("OGP_REVIEW_PERSON") or settings.load().get("person") or "")


def _load() -> None:
    """The desk with all its panels, and through it the store: not on the window's thread."""
    importlib.import_module("ogp_review.ui.desk")


def _create(target: str, title: str) -> "Review":
    from ogp_review.review import create_review

    return create_review(target, title=title)


def _open(target: str, person: str | None) -> "Review":
    from ogp_review.review import open_review

    path = Path(target)
    if path.suffix == ".ogpr" and path.exists() and not _writable(path):
        return open_review(target, person=person, read_only=True)
    return open_review(target, person=person)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
