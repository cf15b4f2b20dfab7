"""The comments as CSV, and the whole document as JSON."""

import csv
import io
import json
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from ogp_review.domain.report import ReportDocument
from ogp_review.exporters.atomic import writing
from ogp_review.interchange.csv_text import guard
from ogp_review.interchange.matrix import COMMENT_COLUMNS, comment_values
from ogp_review.progress import Progress

_BATCH = 1_000


def write_csv(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """One row a comment, in UTF-8 with a byte-order mark, which is what makes Excel read it as such.

    Text that a spreadsheet would run as a formula stands behind an apostrophe, which import takes off again.
    """
    with writing(target) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        rows = csv.writer(text)
        rows.writerow([column.title for column in COMMENT_COLUMNS])
        comments = iter(document.comments)
        done = 0
        while batch := list(islice(comments, _BATCH)):
            progress.check_cancelled()
            rows.writerows(
                [guard(value) if isinstance(value, str) else value for value in comment_values(row)]
                for row in batch
            )
            done += len(batch)
            progress.report(done, len(document.comments), "comments written")
        text.detach()
    return []


def write_json(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Everything the document holds, under the names it has in `domain.report`; ids are text."""
    with writing(target) as raw:
        progress.check_cancelled()
        whole = asdict(document)
        for row in (*whole["matrix"], *whole["comments"]):
            row["row_id"] = str(row["row_id"])
            if row.get("point_id") is not None:
                row["point_id"] = str(row["point_id"])
        whole["ledger"] = document.ledger.figures()
        progress.check_cancelled()
        raw.write(json.dumps(whole, ensure_ascii=False, indent=1, default=sorted).encode("utf-8"))
    return []
