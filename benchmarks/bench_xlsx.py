"""XLSX: the whole styled workbook against openpyxl write-only of the rows of its long sheets."""

from collections.abc import Iterator, Sequence

import bench
from bench import Line
from openpyxl import Workbook

from ogp_review.exporters.xlsx import write_xlsx
from ogp_review.interchange.matrix import COMMENT_COLUMNS, MATRIX_COLUMNS, Column
from ogp_review.progress import NoProgress
from ogp_review.review import Review, open_review

NAME = "xlsx"
TIMES_FASTER = 5
MOST_MEMORY = 250


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        path = bench.review_file(size)
        with open_review(path, person=bench.PERSON) as review:
            yield from _of(review, size)
        peak = bench.memory("bench_xlsx", "run", path)
        goal = f"≤ {MOST_MEMORY} MB at 100,000"
        yield Line("XLSX export, peak memory", size, peak, goal=goal, met=peak <= MOST_MEMORY, unit="MB")


def _of(review: Review, size: int) -> Iterator[Line]:
    (building,) = bench.by_turns(lambda: bench.seconds(review.reporting.document))
    document = review.reporting.document()
    ours, comments, matrix = bench.by_turns(
        lambda: bench.seconds(lambda: write_xlsx(document, bench.scratch("ours.xlsx"), NoProgress())),
        lambda: bench.seconds(lambda: _openpyxl(COMMENT_COLUMNS, document.comments)),
        lambda: bench.seconds(lambda: _openpyxl(MATRIX_COLUMNS, document.matrix)),
    )
    goal = f"≥ {TIMES_FASTER} × faster"
    for peer, theirs in (("comments", comments), ("comments and matrix", comments + matrix)):
        met = theirs >= TIMES_FASTER * ours
        yield Line("XLSX, whole workbook", size, ours, f"openpyxl write-only, {peer}", theirs, goal, met)
    yield Line("Document of a report, built", size, building)


def run(path: str) -> None:
    """One export, for the measure of memory."""
    with open_review(path, person=bench.PERSON) as review:
        review.reporting.export(bench.scratch("memory.xlsx"))


def _openpyxl(columns: Sequence[Column], rows: Sequence[object]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([column.title for column in columns])
    for row in rows:
        sheet.append([column.value(row) for column in columns])
    book.save(bench.scratch("openpyxl.xlsx"))


if __name__ == "__main__":
    bench.main(lines)
