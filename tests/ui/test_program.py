"""The program as people start it: a process of its own that opens the window, and closes when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from ogp_review.services.sample import EDITOR, make_sample

BLOCK_QT = """
import sys
sys.modules["PySide6"] = None
from ogp_review.__main__ import main
raise SystemExit(main())
"""
TELL_OF_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from ogp_review.ui import app, main_window

shown, desk = main_window.MainWindow.showEvent, main_window.MainWindow.show_review

def show_event(window, event):
    shown(window, event)
    QTimer.singleShot(0, lambda: print("shown", flush=True))

def show_review(window, review):
    desk(window, review)
    print("opened", review.title, flush=True)

main_window.MainWindow.showEvent, main_window.MainWindow.show_review = show_event, show_review
from ogp_review.__main__ import main
raise SystemExit(main())
"""
WAIT_S = 60.0
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
on_posix = pytest.mark.skipif(os.name != "posix", reason="Windows knows no SIGTERM")

Start = Callable[..., "Started"]
Done = subprocess.CompletedProcess[str]


class Started:
    """A running program, with the lines it writes as they come."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        environment = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8", "TMPDIR": str(folder),
            "OGP_REVIEW_DATA_DIR": str(folder / "data"), "OGP_REVIEW_PERSON": EDITOR,
        }  # fmt: skip
        self._errors = folder / "errors"
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", TELL_OF_WINDOW, *arguments],
                env=environment, cwd=folder, stdin=subprocess.DEVNULL, encoding="utf-8",
                stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.strip())
        self._lines.put("")

    def line(self) -> str:
        """The next one; empty once there are no more."""
        try:
            return self._lines.get(timeout=WAIT_S)
        except Empty:
            pytest.fail(f"The program says nothing: {self.errors()}")

    def errors(self) -> str:
        return self._errors.read_text("utf-8")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program with arguments; what still runs after the test is ended."""
    running: list[Started] = []

    def begin(*arguments: str | Path) -> Started:
        running.append(Started(list(map(os.fspath, arguments)), tmp_path))
        return running[-1]

    yield begin
    for one in running:
        one.process.kill()
        one.process.wait()
        if one.process.stdout:
            one.process.stdout.close()


def run_without(arguments: list[str], folder: Path, code: str | None = None) -> Done:
    """Run the program where there is no display, or with `code` in place of it."""
    environment = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    program = ["-c", code] if code else ["-m", "ogp_review"]
    if code:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run(
        [sys.executable, *program, *arguments], env=environment, cwd=folder, capture_output=True,
        encoding="utf-8", stdin=subprocess.DEVNULL, timeout=WAIT_S,
    )  # fmt: skip


# Signals --------------------------------------------------------------------------------------------------


@on_posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_without_arguments_the_window_opens_and_a_signal_closes_it(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    program = start()
    assert program.line() == "shown"
    program.process.send_signal(number)
    assert program.process.wait(WAIT_S) == 0
    assert program.errors() == ""
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("ogp-review")] == []


@on_posix
def test_a_review_that_is_named_opens_and_a_signal_leaves_it_whole(start: Start, tmp_path: Path) -> None:
    review = tmp_path / "My review.ogpr"
    make_sample(review)
    program = start(review)
    assert {program.line(), program.line()} == {"shown", "opened Draft Open Government Strategy 2027–2032"}
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(WAIT_S) == 0
    assert program.errors() == ""
    assert not review.with_name(f"{review.name}-journal").exists()


@on_posix
def test_the_demo_opens_its_review(start: Start, tmp_path: Path) -> None:
    program = start("demo", "tried")
    lines = []
    while not (lines and lines[-1].startswith("opened")):
        lines.append(program.line())
        assert lines[-1] or program.process.poll() is None, program.errors()
    assert "shown" in lines
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(WAIT_S) == 0
    assert len(list((tmp_path / "tried").iterdir())) == 3


# Where there is no window ---------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a display")
def test_no_display_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run_without([], tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no display here, so the window cannot be opened.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a display")
def test_the_demo_has_done_its_work_where_there_is_no_display(tmp_path: Path) -> None:
    done = run_without(["demo", "tried"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("There is no display here, so the window cannot be opened.\n")
    assert len(list((tmp_path / "tried").iterdir())) == 3


def test_the_demo_without_a_window_speaks_of_none(tmp_path: Path) -> None:
    done = run_without(["demo", "tried", "--no-window"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "window" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 1, "The window needs PySide6, which is not installed: "),
        (["demo", "tried"], 0, "The window needs PySide6, which is not installed: "),
        (["--self-test"], 1, "Self-test failed: The window needs PySide6, which is not installed: "),
    ],
)
def test_missing_qt_is_told_in_one_sentence(
    tmp_path: Path, arguments: list[str], status: int, told: str
) -> None:
    done = run_without(arguments, tmp_path, BLOCK_QT)
    assert done.returncode == status
    assert done.stderr.splitlines()[-1] == f'{told}pip install "ogp-review[window]"'
    assert "Traceback" not in done.stderr


# Self-test ------------------------------------------------------------------------------------------------


def test_the_self_test_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    code = (
        f"import tempfile; tempfile.tempdir = {str(folder)!r}\nfrom ogp_review.__main__ import main\nmain()"
    )
    done = run_without(["--self-test"], tmp_path, code)
    assert done.stdout.splitlines()[-1] == "Self-test passed.", done.stderr
    assert [word in done.stdout for word in ("Edited and undone", ".docx", ".xlsx", "Verified")] == [True] * 4
    assert list(folder.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


def test_the_self_test_fails_at_the_first_bug_of_the_window(tmp_path: Path) -> None:
    code = """
from ogp_review.services import history
from ogp_review.__main__ import main

def broken(*_given):
    raise ValueError("on purpose")

history.History.undo = broken
raise SystemExit(main())
"""
    done = run_without(["--self-test"], tmp_path, code)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "Self-test failed: ValueError: on purpose"
