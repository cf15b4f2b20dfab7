"""Progress is drawn on a terminal and nowhere else, and Ctrl+C leaves the review as it was."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from big_tables import write_table

from ogp_review.review import create_review, open_review

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")

ROWS = 20_000
CANCELLED = "Cancelled; nothing was changed by what was under way."


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = (f"comment {n} on openness, budgets and youth" for n in range(ROWS))
    return write_table(tmp_path_factory.mktemp("big") / "big.csv", texts)


def heed_interruptions() -> None:
    """What was started in the background ignores Ctrl+C, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A call of the command line whose standard error is a terminal."""

    def __init__(self, *arguments: str | Path) -> None:
        try:
            self._ours, theirs = pty.openpty()
        except OSError as error:
            pytest.skip(f"this machine gives out no pseudo-terminals: {error}")
        command = [sys.executable, "-m", "ogp_review", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=theirs, preexec_fn=heed_interruptions
        )
        os.close(theirs)
        self.shown = ""

    def read_until(self, words: str | None) -> None:
        """Read what is drawn until `words` have been, or to the end."""
        while words is None or words not in self.shown:
            try:
                piece = os.read(self._ours, 4096)
            except OSError:  # Linux tells the end of a terminal like this
                break
            if not piece:
                break
            self.shown += piece.decode()

    def end(self) -> str:
        """What it wrote to standard output."""
        self.read_until(None)
        assert self.process.stdout
        with self.process:
            out = self.process.stdout.read().decode()
        os.close(self._ours)
        return out


def test_progress_is_drawn_on_a_terminal_and_wiped_when_done(tmp_path: Path, big: Path) -> None:
    create_review(tmp_path / "x.ogpr").close()
    call = Terminal("import", tmp_path / "x.ogpr", big, "--json")
    out = call.end()
    assert call.process.returncode == 0
    assert json.loads(out)["comments"]["new"] == ROWS
    assert "read" in call.shown and f"of {ROWS:,} write comment" in call.shown
    assert call.shown.endswith("\r\x1b[K")


@pytest.mark.parametrize("moment", ["read", f"of {ROWS:,} write comment"])
def test_an_import_that_is_interrupted_leaves_the_review_as_it_was(
    tmp_path: Path, big: Path, moment: str
) -> None:
    path = tmp_path / "x.ogpr"
    create_review(path).close()
    before = path.read_bytes()
    call = Terminal("import", path, big, "--json")
    call.read_until(moment)
    assert moment in call.shown
    call.process.send_signal(signal.SIGINT)
    assert call.end() == ""
    assert call.process.returncode == 130
    assert call.shown.rstrip().endswith(CANCELLED) and "Traceback" not in call.shown
    with open_review(path) as review:
        assert review.stats()["comments"] == 0
        assert review.verify()["ok"]
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["x.ogpr"]


def test_an_interruption_while_the_program_loads_is_no_traceback() -> None:
    """The signal comes from an import of the program itself, which is when people press Ctrl+C first."""
    code = (
        "import os, signal, sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'ogp_review.cli.main': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from ogp_review.__main__ import main\n"
        "sys.exit(main(['stats', 'x.ogpr']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, preexec_fn=heed_interruptions
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Cancelled before anything was done.\n"
