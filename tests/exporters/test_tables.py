"""CSV and JSON, read back: every row, no id in the public edition, and no second copy in memory."""

import csv
import json
import tracemalloc
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from documents import comment, document, large_document, small_comments
from fakes import CancellableProgress

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.errors import Cancelled
from ogp_review.exporters.tables import write_csv, write_json
from ogp_review.progress import NoProgress

BACK = "import takes it off again."
SECRETS = {"row_id", "point_id", "version"}
NO_ROWS = document(matrix=(), comments=())


class CountingProgress(NoProgress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int | None, str]] = []

    def report(self, done: int, total: int | None, what: str) -> None:
        self.told.append((done, total, what))


def written_json(report: ReportDocument, folder: Path) -> Any:
    write_json(report, folder / "r.json", NoProgress())
    return json.loads((folder / "r.json").read_bytes())


def plain(report: ReportDocument) -> Any:
    """The document as JSON has it, made in one go."""
    whole = asdict(report)
    for row in (*whole["matrix"], *whole["comments"]):
        row["row_id"] = str(row["row_id"])
    for row in whole["matrix"]:
        row["point_id"] = None if row["point_id"] is None else str(row["point_id"])
    whole["ledger"] = report.ledger.figures()
    return json.loads(json.dumps(whole, default=sorted))


@pytest.mark.parametrize(
    "report", [document(), NO_ROWS, large_document(1_100)], ids=["small", "none", "large"]
)
def test_json_holds_the_whole_document_in_its_order(report: ReportDocument, tmp_path: Path) -> None:
    read, expected = written_json(report, tmp_path), plain(report)
    assert read == expected
    assert list(read) == list(expected)
    assert [list(row) for row in read["comments"]] == [list(row) for row in expected["comments"]]


def test_public_json_holds_refs_and_no_ids(tmp_path: Path) -> None:
    report = document(edition=Edition.PUBLIC, review_id="the id of the review", comments=small_comments())
    read, whole = written_json(report, tmp_path), plain(report)
    assert list(read) == [name for name in whole if name != "review_id"]
    for rows in ("matrix", "comments"):
        expected = [
            {name: value for name, value in row.items() if name not in SECRETS} for row in whole[rows]
        ]
        assert read[rows] == expected and expected
    held = (tmp_path / "r.json").read_text("utf-8")
    assert not [row.row_id for row in (*report.matrix, *report.comments) if str(row.row_id) in held]
    assert report.review_id not in held
    assert read["version"] == report.version, "that of the program is no secret"


def test_json_takes_no_copy_of_the_rows(tmp_path: Path) -> None:
    report = large_document(6_000)
    tracemalloc.start()
    try:
        write_json(report, tmp_path / "r.json", NoProgress())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < (tmp_path / "r.json").stat().st_size / 10


def test_json_tells_how_far_it_is_and_can_be_cancelled_in_each_batch(tmp_path: Path) -> None:
    report, progress = large_document(1_200), CountingProgress()
    write_json(report, tmp_path / "r.json", progress)
    assert progress.told == [
        (0, 240, "matrix written"),
        (240, 240, "matrix written"),
        *((done, 1_200, "comments written") for done in (0, 500, 1_000, 1_200)),
    ]
    before = (tmp_path / "r.json").read_bytes()
    batches = [at for at in range(30) if _is_cancelled(report, tmp_path / "r.json", at)]
    assert batches == list(range(len(batches))) and len(batches) > len(progress.told)
    assert (tmp_path / "r.json").read_bytes() == before


def _is_cancelled(report: ReportDocument, target: Path, after: int) -> bool:
    try:
        write_json(report, target, CancellableProgress(after=after))
    except Cancelled:
        return True
    return False


def texts(*values: str) -> ReportDocument:
    return document(comments=tuple(comment(number, text=text) for number, text in enumerate(values)))


def test_csv_tells_what_stands_behind_an_apostrophe(tmp_path: Path) -> None:
    target = tmp_path / "c.csv"
    assert write_csv(texts("=1+1", " @SUM(1)", "-2+3", "plain"), target, NoProgress()) == [
        f"3 texts that a spreadsheet would run as a formula stand behind an apostrophe; {BACK}"
    ]
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["Text"] for row in csv.DictReader(file)] == ["'=1+1", "' @SUM(1)", "'-2+3", "plain"]


def test_csv_tells_of_one_formula_and_of_apostrophes_apart(tmp_path: Path) -> None:
    assert write_csv(texts("=1+1", "'tis", "plain"), tmp_path / "c.csv", NoProgress()) == [
        f"1 text that a spreadsheet would run as a formula stands behind an apostrophe; {BACK}",
        f"1 text with an apostrophe in front has a second one before it; {BACK}",
    ]


def test_csv_without_such_texts_has_no_notes(tmp_path: Path) -> None:
    report = replace(texts("plain", "1 = 1", "it's"), matrix=())
    assert write_csv(report, tmp_path / "c.csv", NoProgress()) == []
