"""What the benchmarks share: timing by turns, memory in a process of its own, and the table."""

import argparse
import atexit
import gc
import importlib
import math
import os
import platform
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
SCRATCH = Path(tempfile.mkdtemp(prefix="ogp-review-bench-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
os.environ["OGP_REVIEW_DATA_DIR"] = str(SCRATCH / "settings")  # before anything reads personal settings

import data  # noqa: E402

from ogp_review.review import Review, create_review, open_review  # noqa: E402

PERSON = "Benchmark"
ROUNDS = 5
SIZES = (1_000, 10_000, 100_000)
LONG = 60.0
"""Seconds above which a job is measured once rather than ROUNDS times."""

_SQLITE_LIKE_OURS = ("journal_mode=DELETE", "synchronous=EXTRA", "temp_store=MEMORY", "cache_size=-65536")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: medians in seconds, unless `job` says p95 or `unit` is another."""

    job: str
    size: int
    ours: float
    peer: str = ""
    theirs: float | None = None
    goal: str = ""
    met: bool | None = None
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None


Job = Callable[[Sequence[int]], Iterable[Line]]
Timed = Callable[[], float]

# Measuring ------------------------------------------------------------------------------------------------


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes, once."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_turns(*timed: Timed, rounds: int = ROUNDS) -> list[float]:
    """The median of each of `timed`, run in turns so that a busy machine is busy for all of them.

    What takes longer than LONG is measured once.
    """
    told: list[list[float]] = [[one()] for one in timed]
    for _ in range(rounds - 1):
        for times, one in zip(told, timed, strict=True):
            if times[0] < LONG:
                times.append(one())
    return [statistics.median(times) for times in told]


def p95_by_turns(*timed: Timed, rounds: int = 60) -> list[float]:
    """The 95th percentile of each of `timed`, run in turns; the first run of each does not count."""
    told: list[list[float]] = [[] for _ in timed]
    for number in range(rounds + 1):
        for times, one in zip(told, timed, strict=True):
            took = one()
            if number:
                times.append(took)
    return [sorted(times)[math.ceil(0.95 * len(times)) - 1] for times in told]


def memory(module: str, function: str, *arguments: object) -> float:
    """The peak memory in MB of a process that runs `module.function(*arguments)` and nothing else."""
    command = [sys.executable, str(HERE / "bench.py"), module, function, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def _peak() -> float:
    """This process's peak in MB. Linux hands `ru_maxrss` of the parent on to a child, but not VmHWM."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


# Reviews --------------------------------------------------------------------------------------------------


def scratch(name: str) -> Path:
    """A path that is free, for a file that goes with the run."""
    target = SCRATCH / name
    target.unlink(missing_ok=True)
    return target


@cache
def review_file(size: int) -> Path:
    """A review with `size` comments, imported once a run. Read it only; :func:`copy_of` is for writing."""
    target = scratch(f"review-{size}.ogpr")
    with create_review(target, person=PERSON) as review:
        for piece in data.pieces_of(size):
            review.intake.import_file(piece)
    return target


def copy_of(size: int) -> Review:
    """A fresh copy of the review with `size` comments, to write in."""
    target = scratch(f"copy-{size}.ogpr")
    shutil.copyfile(review_file(size), target)
    return open_review(target, person=PERSON)


def plain_sqlite(path: Path) -> sqlite3.Connection:
    """The `sqlite3` module alone, with the journal and the synchronisation that a review has."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in _SQLITE_LIKE_OURS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def write_all(connection: sqlite3.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> float:
    """The seconds `sqlite3` alone takes to write these rows in one transaction; it is closed then."""

    def work() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows)
        connection.execute("COMMIT")

    took = seconds(work)
    connection.close()
    return took


# The table ------------------------------------------------------------------------------------------------


def machine() -> str:
    """What the figures were measured on, in one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("SQLAlchemy", "openpyxl", "python-docx"))
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}; "
        f"median of {ROUNDS}, by turns with the floor or peer."
    )


def table(lines: Iterable[Line]) -> str:
    """The lines as a Markdown table, with what they were measured on."""
    rows = [
        "| job | n | ours | floor or peer | its time | ours ÷ its | goal | met |",
        "|---|--:|--:|---|--:|--:|---|---|",
    ]
    rows += [_row(line) for line in lines]
    return "\n".join([*rows, "", machine()])


def _row(line: Line) -> str:
    met = {True: "yes", False: "**no**", None: ""}[line.met]
    ratio = f"{line.ratio:.2f}" if line.ratio is not None else ""
    theirs = _shown(line.theirs, line.unit) if line.theirs is not None else ""
    cells = (
        line.job,
        f"{line.size:,}",
        _shown(line.ours, line.unit),
        line.peer,
        theirs,
        ratio,
        line.goal,
        met,
    )
    return "| " + " | ".join(cells) + " |"


def _shown(value: float, unit: str) -> str:
    if unit == "s" and value < 1:
        return f"{value * 1_000:.{2 if value < 0.01 else 0}f} ms"
    return f"{value:,.{2 if unit == 's' else 0}f} {unit}"


def parser() -> argparse.ArgumentParser:
    """The options that every script has."""
    made = argparse.ArgumentParser(description="Measure OGP Review against floors and peers.")
    sizes = ",".join(map(str, SIZES))
    made.add_argument("--sizes", default=sizes, help=f"numbers of comments, by default {sizes}")
    return made


def sizes_of(text: str) -> list[int]:
    return [int(size.replace("_", "")) for size in text.split(",")]


def tell(job: Job, sizes: Sequence[int]) -> list[Line]:
    """Run a job and say each line as it comes."""
    found = []
    for line in job(sizes):
        print(_row(line), file=sys.stderr, flush=True)
        found.append(line)
    return found


def main(job: Job) -> None:
    """A script of its own: measure one job and print its table."""
    chosen = parser().parse_args()
    print(table(tell(job, sizes_of(chosen.sizes))))


if __name__ == "__main__":
    _module, _function, *_arguments = sys.argv[1:]
    getattr(importlib.import_module(_module), _function)(*_arguments)
    print(_peak())
