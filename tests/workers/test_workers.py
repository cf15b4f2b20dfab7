"""Workers: what they answer and raise, how they are stopped, what is left where one is brought down."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from workers.odd_errands import Bug, Crash, Pid, Rename, Sleep, Unportable, WaitForCancel

from ogp_review.domain.views import Committed
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.progress import NoProgress
from ogp_review.review import Review, open_review
from ogp_review.workers import Workers, pool
from ogp_review.workers.errands import Export, ReadReport, Verify

PATIENCE_S = 30.0
CANCEL_WITHIN_S = 0.4
"""What a person is promised is a fifth of a second; a busy machine gets twice that."""


@pytest.fixture
def workers(review: Review) -> Iterator[Workers]:
    made = Workers(review)
    yield made
    made.close()


class Watched:
    """Progress that says what it was told, and is cancelled by the test."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.stopped = threading.Event()

    def report(self, done: int, total: int | None, what: str) -> None:
        self.told.set()

    def check_cancelled(self) -> None:
        if self.stopped.is_set():
            raise Cancelled


def _cancelled_after(workers: Workers, errand: Any, ready: Any) -> tuple[BaseException | None, float]:
    """What came of an errand that was cancelled once `ready(progress)` holds, and how long that took."""
    progress = Watched()
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(workers.run, errand, progress)
        end = time.monotonic() + PATIENCE_S
        while not ready(progress):
            assert time.monotonic() < end and not future.done(), "it never began"
            time.sleep(0.005)
        begun = time.monotonic()
        progress.stopped.set()
        problem = future.exception(timeout=PATIENCE_S)
        return problem, time.monotonic() - begun


def test_an_errand_is_done_in_another_process_which_is_used_again(workers: Workers) -> None:
    first = workers.run(Pid(), NoProgress())
    assert first != os.getpid()
    assert workers.run(Pid(), NoProgress()) == first


def test_a_worker_without_work_is_ended(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workers.run(Pid(), NoProgress())
    workers.rest()
    assert workers.run(Pid(), NoProgress()) == first
    monkeypatch.setattr(pool, "IDLE_S", -1.0)
    workers.rest()
    assert workers.run(Pid(), NoProgress()) != first


def test_a_report_and_a_check_come_back_as_they_would_here(
    workers: Workers, review: Review, tmp_path: Path
) -> None:
    _bring_in(review, tmp_path, 3)
    state = workers.run(ReadReport("committee"), NoProgress())
    assert state.ledger == review.reporting.document().ledger and state.ledger.comments == 3
    assert state.unfinished == tuple(review.reporting.document().unfinished) != ()
    assert workers.run(Verify(), NoProgress()) == review.verify()
    target = tmp_path / "matrix.xlsx"
    assert workers.run(Export(str(target), "committee"), NoProgress()) == []
    assert target.stat().st_size > 5_000


def test_what_a_person_can_act_on_comes_back_as_it_is(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="There is no folder"):
        workers.run(Export(str(tmp_path / "none" / "x.xlsx"), "committee"), NoProgress())


def test_a_bug_comes_back_with_where_it_was(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        workers.run(Bug(), NoProgress())
    assert any("odd_errands.py" in note for note in raised.value.__notes__)


def test_an_answer_that_cannot_travel_is_a_bug_and_no_silence(workers: Workers) -> None:
    with pytest.raises(Exception, match=r"pickle|local object"):
        workers.run(Unportable(), NoProgress())
    assert workers.run(Pid(), NoProgress())


def test_what_brings_its_process_down_is_a_sentence_and_the_next_errand_is_done(workers: Workers) -> None:
    with pytest.raises(ReviewError, match="Nothing of it was kept"):
        workers.run(Crash(), NoProgress())
    assert workers.run(Pid(), NoProgress()) != os.getpid()


def test_what_heeds_its_cancel_tidies_up_and_its_process_lives(workers: Workers, tmp_path: Path) -> None:
    before, half = workers.run(Pid(), NoProgress()), tmp_path / "half"
    problem, took = _cancelled_after(workers, WaitForCancel(str(half)), lambda _progress: half.exists())
    assert isinstance(problem, Cancelled) and took < CANCEL_WITHIN_S
    assert not half.exists()
    assert workers.run(Pid(), NoProgress()) == before


def test_what_does_not_heed_its_cancel_is_ended(workers: Workers) -> None:
    before = workers.run(Pid(), NoProgress())
    problem, took = _cancelled_after(workers, Sleep(PATIENCE_S), lambda progress: progress.told.is_set())
    assert isinstance(problem, Cancelled) and took < CANCEL_WITHIN_S
    assert workers.run(Pid(), NoProgress()) != before


def test_cancelled_in_the_middle_of_writing_nothing_is_kept(workers: Workers, review: Review) -> None:
    stood = review.store.operations()
    problem, took = _cancelled_after(
        workers, Rename("Half written", PATIENCE_S), lambda progress: progress.told.is_set()
    )
    assert isinstance(problem, Cancelled) and took < CANCEL_WITHIN_S
    assert (review.title, review.store.operations()) == ("Draft strategy", stood)
    review.rename("After it")
    assert review.title == "After it" and review.verify()["ok"]


def test_an_operation_of_a_worker_is_told_of_and_undone_here(workers: Workers, review: Review) -> None:
    told: list[Committed] = []
    review.store.committed.append(told.append)
    assert workers.run(Rename("By a worker"), NoProgress()) == "By a worker"
    assert [(one.sentence, one.changes) for one in told] == [("Renamed elsewhere", None)]
    assert review.title == "By a worker"
    undone = review.history.undo()
    assert undone is not None and undone.sentence == "Renamed elsewhere"
    assert review.title == "Draft strategy"


def test_who_writes_here_waits_for_a_worker_that_writes(workers: Workers, review: Review) -> None:
    """However long that takes: no database says that it is locked."""
    progress = Watched()
    with ThreadPoolExecutor(2) as threads:
        written = threads.submit(workers.run, Rename("First", 1.0), progress)
        assert progress.told.wait(PATIENCE_S)
        after = threads.submit(review.rename, "Second")
        time.sleep(0.2)
        assert not after.done()
        after.result(timeout=PATIENCE_S)
        assert written.done() or written.result(timeout=1.0)
    assert review.title == "Second"


def test_a_worker_waits_for_who_writes_here(workers: Workers, review: Review) -> None:
    workers.run(Pid(), NoProgress())  # it has the review open, so that only the turn holds it up
    with ThreadPoolExecutor(1) as threads:
        with review.store.turn():
            written = threads.submit(workers.run, Rename("Later"), NoProgress())
            time.sleep(0.3)
            assert not written.done() and review.title == "Draft strategy"
        assert written.result(timeout=PATIENCE_S) == "Later"


def test_closing_ends_an_errand_under_way(review: Review) -> None:
    workers, progress = Workers(review), Watched()
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(workers.run, Sleep(PATIENCE_S), progress)
        assert progress.told.wait(PATIENCE_S)
        workers.close()
        assert isinstance(future.exception(timeout=2.0), ReviewError | OSError)


def test_a_worker_ends_when_its_window_is_killed(tmp_path: Path, review: Review) -> None:
    code = (
        "import os, sys, threading, time\n"
        "from ogp_review.progress import NoProgress\n"
        "from ogp_review.review import open_review\n"
        "from ogp_review.workers import Workers\n"
        "from workers.odd_errands import Pid, Rename\n"
        "if __name__ == '__main__':\n"
        "    made = Workers(open_review(sys.argv[1], person='Ana'))\n"
        "    print(made.run(Pid(), NoProgress()), flush=True)\n"
        "    class Told(NoProgress):\n"
        "        def report(self, *said): print('writing', flush=True)\n"
        "    made.run(Rename('Half', 60.0), Told())\n"
    )
    script = tmp_path / "window.py"
    script.write_text(code)
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    window = subprocess.Popen(
        [sys.executable, str(script), review.store.target],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert window.stdout is not None
    pid = int(window.stdout.readline())
    assert window.stdout.readline() == "writing\n"
    window.kill()
    window.wait()
    end = time.monotonic() + PATIENCE_S
    while _lives(pid):
        assert time.monotonic() < end, "the worker outlived its window"
        time.sleep(0.02)
    window.stdout.close()
    with open_review(review.store.target, person="Ben") as again:
        assert again.title == "Draft strategy" and again.verify()["ok"]


def test_a_review_opened_to_read_only_is_not_written_by_a_worker(review: Review) -> None:
    with open_review(review.store.target, person="Ben", read_only=True) as only:
        workers = Workers(only)
        with pytest.raises(ReviewError, match="read only"):
            workers.run(Rename("No"), NoProgress())
        workers.close()
    assert review.title == "Draft strategy"


def _bring_in(review: Review, folder: Path, number: int) -> None:
    table = folder / "few.csv"
    table.write_text("Comment,Name\n" + "".join(f"What is said {n},Somebody {n}\n" for n in range(number)))
    review.intake.import_file(table)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # an orphan that nobody waits for has ended all the same
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
