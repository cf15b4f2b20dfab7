"""`--self-test`: the built program opens the sample in its real window, edits, exports and verifies."""

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase, QFontMetrics

from ogp_review.ui import app, icons, messages
from ogp_review.ui.main_window import MainWindow

if TYPE_CHECKING:
    from ogp_review.ui.desk import Desk

TIMEOUT_S = 60.0
DOCUMENTS = ("Phase 3 report.docx", "Response matrix.xlsx")


class Failed(Exception):
    """What the program could not do."""


def run() -> int:
    """0 where everything worked; what did not is told on standard error. Nothing of it is left behind."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ogp-review-", ignore_cleanup_errors=True) as folder:
        os.environ["OGP_REVIEW_DATA_DIR"] = str(Path(folder) / "data")
        try:
            for line in _SelfTest(Path(folder)).steps():
                _say(line)
        except Exception as problem:
            sys.stderr.write(f"Self-test failed: {_sentence(problem)}\n")
            return 1
    _say("Self-test passed.")
    return 0


def _say(line: str) -> None:
    if sys.stdout is not None:  # a program without a console has none
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _sentence(problem: BaseException) -> str:
    return str(problem) if isinstance(problem, Failed) else f"{type(problem).__name__}: {problem}"


class _SelfTest:
    """One window with its review, and what goes wrong in them meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trouble: list[str] = []
        self._app = app.application()
        sys.excepthook = self._raised
        messages.bridge.had_bug.connect(self._bug)
        messages.bridge.had_problem.connect(self._trouble.append)
        self._window = MainWindow()

    def steps(self) -> Iterator[str]:
        """What was done, one line after the other.

        :raises Failed: at the first thing that does not work.
        """
        self._window.show()
        self._app.processEvents()
        yield "Window shown."
        try:
            yield self._looks()
            yield _postgres()
            yield self._open()
            yield self._edit()
            for name in DOCUMENTS:
                yield self._export(name)
            yield self._verify()
        finally:
            self._window.close()
            self._app.processEvents()
        self._check()
        yield "Window closed."

    # What goes wrong --------------------------------------------------------------------------------------

    def _raised(self, _kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._bug("", "".join(traceback.format_exception(error.with_traceback(trace))))

    def _bug(self, _said: str, trace: str) -> None:
        sys.stderr.write(trace)
        self._trouble.append(trace.strip().splitlines()[-1])

    def _check(self) -> None:
        if self._trouble:
            raise Failed(self._trouble[0])

    def _until(self, holds: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + TIMEOUT_S
        while not holds():
            if time.monotonic() > end:
                raise Failed(otherwise)
            self._app.processEvents()
            self._check()
            time.sleep(0.005)

    # Steps ------------------------------------------------------------------------------------------------

    def _looks(self) -> str:
        drawn = icons.pixmap("app", "text", 64).toImage()
        if drawn.pixelColor(32, 6).alpha() == 0:
            raise Failed("the icons are not drawn")
        if not QFontMetrics(self._app.font()).inFont("a"):
            return "Icons are drawn; there are no fonts on this computer, so no text can be read."
        return f"Icons are drawn; {len(QFontDatabase.families())} families of fonts."

    def _open(self) -> str:
        from ogp_review.services.sample import EDITOR, make_sample

        path = self._folder / "sample.ogpr"
        make_sample(path)
        self._window.open_review(str(path), EDITOR)
        self._until(lambda: self._window.desk is not None, "the sample was not opened")
        self._until(lambda: self._desk.triage.list.current_id() is not None, "the list stays empty")
        return f"Sample made and opened: {self._desk.session.review.title}."

    @property
    def _desk(self) -> "Desk":
        if self._window.desk is None:
            raise Failed("the review was closed")
        return self._window.desk

    def _edit(self) -> str:
        session, comment = self._desk.session, self._desk.triage.list.current_id()
        if comment is None:
            raise Failed("no comment is chosen")
        steps = session.review.history
        before = steps.can_undo()
        session.do(lambda review: review.tagging.add(comment, "Self-test"))
        self._until(lambda: steps.can_undo() != before, "the edit was not kept")
        sentence = steps.can_undo()
        self._desk.undoing.undo()
        self._until(lambda: steps.can_undo() == before, "the edit was not undone")
        return f"Edited and undone: {sentence}."

    def _export(self, name: str) -> str:
        target = self._folder / name
        self._desk.export()
        self._desk.export_page().write(str(target))
        self._until(lambda: not self._desk.jobs.running, f"{name} was not finished")
        if not target.exists():
            raise Failed(f"{name} was not written")
        if not multiprocessing.active_children():
            raise Failed("no worker can be started, so long work would hold up the window")
        return f"Exported: {name}, {target.stat().st_size:,} bytes."

    def _verify(self) -> str:
        found = self._desk.session.review.verify()
        if not found["ok"]:
            raise Failed("; ".join(found["problems"]) or "the ledger does not balance")
        return f"Verified: {found['operations']} operations, the ledger balances."


def _postgres() -> str:
    try:
        import psycopg
    except ImportError as missing:
        return f"Reviews shared in PostgreSQL cannot be opened: {missing}."
    return f"Reviews shared in PostgreSQL can be opened: psycopg {psycopg.__version__}."
