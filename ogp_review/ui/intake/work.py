"""The sources on their way in: each is looked at, brought in one after the other, stopped where one likes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.errors import Cancelled
from ogp_review.i18n import _
from ogp_review.ui import messages
from ogp_review.ui.intake.source import Source, nothing_new
from ogp_review.ui.jobs import Jobs
from ogp_review.workers.said import Said
from ogp_review.workers.sources import BringIn, LookAt, Looked, Place

AGAIN_AFTER_MS = 200
"""So long nothing else is said of a source before it is looked at again."""

SHOWN_EVERY_MS = 150


class Work(QObject):
    """Starts looks and imports. `changed` tells of a source of which something else is known now."""

    changed = Signal(object)
    went_on = Signal()
    """Again and again while something is read or written."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._numbers = 0
        self._waiting: list[Source] = []
        self._under_way: Source | None = None
        self._again: Source | None = None
        self._pause = QTimer(self, singleShot=True, interval=AGAIN_AFTER_MS)
        self._pause.timeout.connect(self._look_again)
        self._timer = QTimer(self, interval=SHOWN_EVERY_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def importing(self) -> bool:
        return self._under_way is not None or bool(self._waiting)

    @property
    def pending(self) -> bool:
        """Whether a look is about to begin."""
        return self._pause.isActive()

    # Looking ----------------------------------------------------------------------------------------------

    def look(self, source: Source) -> None:
        """Look at a source now; what an older look finds is not wanted any more."""
        if self._again is source:
            self._pause.stop()
            self._again = None
        self._stop_look(source)
        self._numbers += 1
        number = source.number = self._numbers
        source.looking = True

        def done(looked: Looked) -> None:
            if source.number == number:
                source.take(looked)
                self.changed.emit(source)

        def failed(problem: Exception) -> None:
            if source.number == number:
                self._refused(source, problem)

        self._start_look(source, done, failed)
        self.changed.emit(source)

    def look_soon(self, source: Source) -> None:
        """Look at it again when for a moment nothing else was said of it; what shows stays until then."""
        if self._again is not None and self._again is not source:
            self._look_again()
        self._again = source
        self._pause.start()

    def _look_again(self) -> None:
        source, self._again = self._again, None
        if source is not None and not source.done and not source.under_way:
            self.look(source)

    def glance(self, place: Place, done: Callable[[Looked], None]) -> None:
        """Look at a further file beside the sources; where it cannot be read, that is said."""
        title = _("Reading {name}").format(name=place.name)
        self._jobs.send(title, LookAt(place, Said()), done)

    def _start_look(
        self, source: Source, done: Callable[[Looked], None], failed: Callable[[Exception], None]
    ) -> None:
        title = _("Reading {name}").format(name=source.name)
        source.job = self._jobs.send(title, LookAt(source.place, source.said), done, failed)
        self._timer.start()

    def _stop_look(self, source: Source) -> None:
        if source.job is not None and source.looking:
            self._jobs.cancel(source.job)
            source.job = None

    def _refused(self, source: Source, problem: Exception) -> None:
        """A look that was stopped leaves what an earlier one has found; else it is told why there is none."""
        if isinstance(problem, Cancelled) and source.look is not None:
            source.looking, source.job = False, None
        else:
            source.refuse(problem)
        self.changed.emit(source)

    # Bringing in ------------------------------------------------------------------------------------------

    def bring_in(self, source: Source) -> None:
        """Bring a source in, after those that wait already: each is an operation of its own."""
        if source.waiting or source.under_way or source.done:
            return
        source.waiting = True
        self._waiting.append(source)
        self._next()
        self.changed.emit(source)

    def _next(self) -> None:
        if self._under_way is not None or not self._waiting:
            return
        source = self._under_way = self._waiting.pop(0)
        source.waiting, source.under_way = False, True
        source.number = 0

        def done(outcome: ImportOutcome) -> None:
            source.finish(outcome)
            if not outcome.changes_something:
                messages.bridge.say(nothing_new(outcome.comments.unchanged))
            self._ended(source)

        def failed(problem: Exception) -> None:
            source.refuse(problem)
            self._ended(source)

        self._start_import(source, done, failed)
        self.changed.emit(source)

    def _start_import(
        self, source: Source, done: Callable[[ImportOutcome], None], failed: Callable[[Exception], None]
    ) -> None:
        title = _("Importing {name}").format(name=source.name)
        errand = BringIn(source.place, source.said)
        source.job = self._jobs.send(title, errand, done, failed, brings_in=True)
        self._timer.start()

    def _ended(self, source: Source) -> None:
        self._under_way = None
        self.changed.emit(source)
        self._next()

    # Stopping ---------------------------------------------------------------------------------------------

    def stop(self, source: Source) -> None:
        """Stop what is done with a source, or take it out of those that wait."""
        if source in self._waiting:
            self._waiting.remove(source)
            source.waiting = False
            self.changed.emit(source)
        elif source.job is not None:
            self._jobs.cancel(source.job)

    def forget(self, source: Source) -> None:
        """It is no longer wanted: whatever a look finds is dropped."""
        self.stop(source)
        if self._again is source:
            self._pause.stop()
            self._again = None
        if not source.under_way:
            source.number = 0

    def close(self) -> None:
        """Begin nothing any more: the review is being closed."""
        self._pause.stop()
        self._timer.stop()
        self._waiting.clear()
        self._again = None

    def _tell(self) -> None:
        self.went_on.emit()
        if not self._jobs.running:
            self._timer.stop()
