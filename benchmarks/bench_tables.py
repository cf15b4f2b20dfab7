"""Reading tables: a workbook against calamine, a CSV against the csv module, and how long a cancel waits."""

import csv
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import bench
import data
from bench import Line

from ogp_review.importers.registry import ReadOptions, open_source
from ogp_review.review import create_review

NAME = "tables"
GOAL = 2.0
LONGEST_GAP = 0.2
"""Seconds within which a cancel takes effect."""


class Heard:
    """A progress that notes the longest time between two looks whether the work is still wanted."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.at = self._last = time.perf_counter()
        self.where = ""
        self._said = "start"

    def report(self, done: int, total: int | None, what: str) -> None:
        self._said = f"{what} {done}"

    def check_cancelled(self) -> None:
        now = time.perf_counter()
        if now - self._last > self.longest:
            self.longest, self.where = now - self._last, self._said
        self._last = now


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        book, text = data.xlsx_of(size), data.csv_of(size)
        ours, floor = bench.by_turns(lambda book=book: _ours(book), lambda book=book: _calamine(book))
        yield Line("Read a workbook", size, ours, "calamine alone", floor, "≤ 2 ×", ours <= GOAL * floor)
        ours, floor = bench.by_turns(lambda text=text: _ours(text), lambda text=text: _csv(text))
        yield Line("Read a CSV", size, ours, "csv module alone", floor)
        for source in (book, text):
            kind = source.suffix[1:].upper()
            yield Line(
                f"Read {kind}, peak memory", size, bench.memory("bench_tables", "run", source), unit="MB"
            )
            gap = heard(source).longest
            yield Line(
                f"Import {kind}, longest without a look at cancel",
                size,
                gap,
                "",
                LONGEST_GAP,
                "",
                gap <= LONGEST_GAP,
            )


def run(source: str) -> None:
    """One reading, for the measure of memory."""
    _ours(Path(source))


def heard(source: Path) -> Heard:
    """What is heard of a cancel in a whole import."""
    progress = Heard()
    with create_review(bench.scratch(f"heard{next(_NUMBERS)}.ogpr"), person=bench.PERSON) as review:
        progress.check_cancelled()
        progress.longest = 0.0
        review.intake.import_file(source, progress=progress)
        progress.check_cancelled()
    return progress


_NUMBERS = count()


def _ours(source: Path) -> float:
    return bench.seconds(lambda: sum(1 for _ in open_source(source, ReadOptions()).records))


def _calamine(source: Path) -> float:
    from python_calamine import CalamineWorkbook

    return bench.seconds(lambda: CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python())


def _csv(source: Path) -> float:
    def rows() -> None:
        with source.open(encoding="utf-8-sig", newline="") as file:
            for _ in csv.reader(file):
                pass

    return bench.seconds(rows)


if __name__ == "__main__":
    bench.main(lines)
