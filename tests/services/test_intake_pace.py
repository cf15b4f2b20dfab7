"""Whoever cancels does not wait: all of it looks up often, and nothing is half-written."""

import csv
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import CancellableProgress

from ogp_review.errors import Cancelled, ReviewError
from ogp_review.progress import NoProgress
from ogp_review.review import Review, create_review
from ogp_review.services import intake_pace
from ogp_review.services.intake_pace import Pace, uncollected

ROWS = 3_000


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look up counts here, however fast the machine."""
    monkeypatch.setattr(intake_pace, "LOOKED_EVERY_S", 0.0)


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pace") / "many.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Id", "Comment", "Author", "Paragraph", "Reply to"))
        for number in range(ROWS):
            parent = number - 1 if number % 10 == 9 else ""
            writer.writerow(
                (number, f"What number {number} says", f"Person {number}", f"P{number % 40}", parent)
            )
    return path


class Asked(NoProgress):
    """Notes what was under way whenever it was asked."""

    def __init__(self) -> None:
        self.times = 0
        self.at: list[str] = []
        self._what = "open"

    def report(self, done: int, total: int | None, what: str) -> None:
        self._what = what

    def check_cancelled(self) -> None:
        self.times += 1
        self.at.append(self._what)


def test_it_looks_up_all_along(review: Review, table: Path) -> None:
    asked = Asked()
    review.intake.import_file(table, progress=asked)
    assert asked.at.count("read") > ROWS / 2
    assert asked.at.count("compare") > 3 * ROWS
    for what in ("write comment", "write comment text", "write source key"):
        assert asked.at.count(what) >= 2, what


@pytest.mark.parametrize("again", [False, True])
def test_wherever_it_is_cancelled_nothing_is_kept(again: bool, review: Review, table: Path) -> None:
    if again:
        review.intake.import_file(table, mapping={"text": "Author"})
    before = review.verify()["operations"]
    asked = Asked()
    review.intake.import_file(table, dry_run=True, progress=asked)
    moments = [*range(0, asked.times, asked.times // 12), asked.times + 3, asked.times + 20]
    for moment in moments:
        with pytest.raises(Cancelled):
            review.intake.import_file(table, progress=CancellableProgress(after=moment))
        assert review.verify()["operations"] == before
    for moment in moments[:-2]:
        with pytest.raises(Cancelled):
            review.intake.look(table, progress=CancellableProgress(after=moment))


def test_a_statement_that_takes_long_is_stopped_in_its_midst(tmp_path: Path) -> None:
    from sqlalchemy import text

    from ogp_review.store.stopping import stoppable

    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    progress = CancellableProgress(after=50)
    with create_review(tmp_path / "review.ogpr", person="Marta") as review:
        with (
            pytest.raises(Cancelled),
            review.store.read() as connection,
            stoppable(progress.check_cancelled) as hear,
        ):
            hear(connection)
            connection.execute(text(endless))
        assert review.verify()["problems"] == [], "the connection that was stopped reads on"


def test_the_collector_is_back_afterwards(review: Review, table: Path, tmp_path: Path) -> None:
    assert gc.isenabled()
    review.intake.import_file(table)
    with pytest.raises(ReviewError):
        review.intake.look(tmp_path / "gone.csv")
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_slices_hold_all_there_is() -> None:
    assert [list(part) for part in Pace().slices([1, 2, 3], 2, "write")] == [[1, 2], [3]]
    nothing: list[int] = []
    assert [list(part) for part in Pace().slices(nothing, 2, "write")] == [[]]
