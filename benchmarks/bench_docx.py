"""DOCX: the report with its annex of all rows, against a table that python-docx fills row by row."""

from collections.abc import Iterator, Sequence

import bench
from bench import Line
from docx import Document

from ogp_review.domain.report import ReportDocument
from ogp_review.exporters.docx import write_docx
from ogp_review.interchange.matrix import ANNEX_COLUMNS
from ogp_review.progress import NoProgress
from ogp_review.review import open_review

NAME = "docx"
PEER_ROWS = 2_000
"""How many rows python-docx is given at most; its time is scaled to n as if it grew with its rows."""

TIMES_FASTER = 20
GOAL_ROWS = 20_000
GOAL = 1.5


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    per_row: dict[int, float] = {}
    for size in sorted({*sizes, *([GOAL_ROWS] if max(sizes) >= GOAL_ROWS else [])}):
        with open_review(bench.review_file(size), person=bench.PERSON) as review:
            document = review.reporting.document()
        rows = min(size, PEER_ROWS)
        ours, theirs = bench.by_turns(
            lambda document=document: _ours(document),
            lambda document=document, rows=rows: _python_docx(document, rows),
        )
        per_row[size] = ours / size
        scaled = theirs * size / rows
        goal, met = f"≥ {TIMES_FASTER} × faster", scaled >= TIMES_FASTER * ours
        if size == GOAL_ROWS:
            goal, met = f"≤ 1.5 s, {goal}", met and ours <= GOAL
        peer = "python-docx add_row" + (f", scaled from {rows:,}" if rows < size else "")
        yield Line("DOCX, whole report", size, ours, peer, scaled, goal, met)
    if len(per_row) > 1:
        first, last = min(per_row), max(per_row)
        growth = per_row[last] / per_row[first]
        what = f"cost of a row, in that of a row at {first:,}"
        yield Line("DOCX, growth", last, growth, what, goal="linear", met=growth <= 1.3, unit="×")


def run(path: str) -> None:
    """One export, for the measure of memory."""
    with open_review(path, person=bench.PERSON) as review:
        review.reporting.export(bench.scratch("memory.docx"))


def _ours(document: ReportDocument) -> float:
    return bench.seconds(lambda: write_docx(document, bench.scratch("ours.docx"), NoProgress()))


def _python_docx(document: ReportDocument, rows: int) -> float:
    def work() -> None:
        report = Document()
        table = report.add_table(rows=1, cols=len(ANNEX_COLUMNS))
        for row in document.matrix[:rows]:
            values = (
                row.ref, row.paragraph, row.point, str(row.comments), row.disposition, row.response,
                row.verbatim,
            )  # fmt: skip
            for cell, value in zip(table.add_row().cells, values, strict=True):
                cell.text = value
        report.save(str(bench.scratch("python.docx")))

    return bench.seconds(work)


if __name__ == "__main__":
    bench.main(lines)
