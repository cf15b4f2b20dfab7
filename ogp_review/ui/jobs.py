"""Long work of the window: beside it, with progress that is shown and a cancel that is heard.

What takes long at real size goes to a worker, a process of its own; the rest runs on a thread.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QThread, QTimer, Signal

from ogp_review.errors import Cancelled, ReviewError
from ogp_review.progress import Progress
from ogp_review.ui import messages
from ogp_review.workers.errands import Errand
from ogp_review.workers.pool import Workers

if TYPE_CHECKING:
    from ogp_review.review import Review
    from ogp_review.ui.session import Session

SHOWN_EVERY_MS = 100
REST_EVERY_MS = 30_000
_LOOK_EVERY_MS = 10


class JobProgress:
    """What a job is given: it only keeps what it is told, so that telling costs nothing."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.what = ""
        self._cancelled = threading.Event()

    def report(self, done: int, total: int | None, what: str) -> None:
        self.done, self.total, self.what = done, total, what

    def check_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()


@dataclass(eq=False)
class Job:
    """One piece of long work under way."""

    title: str
    progress: JobProgress = field(default_factory=JobProgress)
    brings_in: bool = False
    """Whether it is an import: nothing of it is kept where it is stopped."""

    stopped: bool = False

    @property
    def share(self) -> float | None:
        """How much is done, from 0 to 1; None where nobody can tell."""
        total = self.progress.total
        return min(1.0, self.progress.done / total) if total else None


class Jobs(QObject):
    """The jobs of one session."""

    shown = Signal(object)
    """The job to show in the status bar, or None; again and again while it goes on."""

    _ended = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="job")
        self._running: list[Job] = []
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=SHOWN_EVERY_MS)
        self._timer.timeout.connect(self._show)
        self._workers = Workers(session.review)
        self._rest = QTimer(self, interval=REST_EVERY_MS)
        self._rest.timeout.connect(lambda: self._pool.submit(self._workers.rest))
        self._rest.start()

    def warm(self) -> None:
        """Have a worker ready: an errand is likely soon."""
        self._pool.submit(self._workers.warm)

    def send(
        self,
        title: str,
        errand: Errand,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        brings_in: bool = False,
    ) -> Job:
        """Like :meth:`start`, in a process of its own: nothing it does holds up the window."""

        def work(_review: "Review", progress: Progress) -> Any:
            return self._workers.run(errand, progress)

        return self.start(title, work, then, failed, brings_in=brings_in)

    def start(
        self,
        title: str,
        work: "Callable[[Review, Progress], Any]",
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        brings_in: bool = False,
    ) -> Job:
        """Run `work`; its answer, or what it raised, arrives on the window's thread.

        `failed` also gets Cancelled. Without it a ReviewError becomes a message.
        """
        job = Job(title, brings_in=brings_in)
        self._running.append(job)

        def run() -> None:
            answer, problem = None, None
            try:
                job.progress.check_cancelled()
                answer = work(self._session.review, job.progress)
            except Exception as error:
                problem = error
            self._ended.emit((job, answer, problem, then, failed))

        self._pool.submit(run)
        self._timer.start()
        self._show()
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        return tuple(self._running)

    @property
    def importing(self) -> bool:
        """Whether something is being brought in."""
        return any(job.brings_in for job in self._running)

    def cancel(self, job: Job | None = None) -> None:
        """Stop one job, or all."""
        for one in [job] if job else list(self._running):
            one.progress.cancel()

    def stop(self) -> bool:
        """Cancel what runs and wait for it to let go, painting meanwhile; whether an import was stopped."""
        there = self.running
        self.cancel()
        while any(job in self._running for job in there):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            QThread.msleep(_LOOK_EVERY_MS)
        return any(job.brings_in and job.stopped for job in there)

    def close(self) -> None:
        """Cancel what runs and wait for it to let go: nothing is left half written."""
        self._timer.stop()
        self._rest.stop()
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._workers.close()

    def _show(self) -> None:
        self.shown.emit(self._running[-1] if self._running else None)
        if not self._running:
            self._timer.stop()

    def _end(self, ended: Any) -> None:
        job, answer, problem, then, failed = ended
        self._running.remove(job)
        job.stopped = isinstance(problem, Cancelled)
        self._show()
        if problem is None:
            if then is not None:
                then(answer)
        elif failed is not None:
            failed(problem)
        elif isinstance(problem, Cancelled):
            messages.bridge.say(f"{job.title}: cancelled, nothing was kept.")
        elif isinstance(problem, ReviewError):
            messages.bridge.problem(str(problem))
        else:
            messages.bridge.bug(problem)
