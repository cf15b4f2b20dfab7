"""`--self-test`: the built program opens the sample in its real window, edits, exports and verifies."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TIMEOUT_S = 60.0


class Failed(Exception):
    """What the program could not do."""


def run() -> int:
    """0 where everything worked; what did not is told on standard error. Nothing of it is left behind."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["OGP_REVIEW_DATA_DIR"] = str(Path(folder) / "data")
        try:
            for line in _steps(Path(folder)):
                _say(line)
        except Failed as problem:
            sys.stderr.write(f"Self-test failed: {problem}\n")
            return 1
    _say("Self-test passed.")
    return 0


def _say(line: str) -> None:
    if sys.stdout is not None:  # a program without a console has none
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _steps(folder: Path) -> list[str]:
    from PySide6.QtCore import QCoreApplication

    from ogp_review.services.sample import EDITOR, make_sample
    from ogp_review.ui import app
    from ogp_review.ui.main_window import MainWindow

    began = time.monotonic()
    application = app.application()
    window = MainWindow()
    window.show()

    def until(what: str, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + TIMEOUT_S
        while not holds():
            if time.monotonic() > end:
                raise Failed(what)
            QCoreApplication.processEvents()
            time.sleep(0.005)

    review = folder / "sample.ogpr"
    make_sample(review)
    said = [f"Window shown, sample made ({time.monotonic() - began:.1f} s)."]
    window.open_review(str(review), EDITOR)
    until("the sample was not opened", lambda: window.desk is not None)
    desk = window.desk
    assert desk is not None
    until("the list stayed empty", lambda: desk.triage.list.current_id() is not None)
    said.append(f"Opened: {window.windowTitle()}.")
    session = desk.session
    said.append(_edit(session, desk.triage.list.current_id(), until))
    said += _export(desk, folder, until)
    found = session.review.verify()
    if not found["ok"]:
        raise Failed("; ".join(found["problems"]))
    said.append(f"Verified: {found['operations']} operations, the ledger balances.")
    window.close()
    application.processEvents()
    return said


def _edit(session: object, comment: object, until: Callable[[str, Callable[[], bool]], None]) -> str:
    from ogp_review.ui.session import Session

    assert isinstance(session, Session) and isinstance(comment, int)
    before = session.review.history.can_undo()
    session.do(lambda review: review.tagging.add(comment, "Self-test"))
    until("the edit was not kept", lambda: session.review.history.can_undo() != before)
    sentence = session.review.history.can_undo()
    session.do(lambda review: review.history.undo())
    until("the edit was not undone", lambda: session.review.history.can_undo() == before)
    return f"Edited and undone: {sentence}."


def _export(desk: object, folder: Path, until: Callable[[str, Callable[[], bool]], None]) -> list[str]:
    from ogp_review.ui.desk import Desk

    assert isinstance(desk, Desk)
    said = []
    desk.export()
    for name in ("Phase 3 report.docx", "Response matrix.xlsx"):
        target = folder / name
        page = desk.export_page()
        page.write(str(target))
        until(f"{name} was not written", target.exists)
        until(f"{name} was not finished", lambda: not desk.jobs.running)
        said.append(f"Exported: {name}, {target.stat().st_size:,} bytes.")
    return said
