"""What every format promises: whole or not at all, at any moment to be cancelled, the same bytes again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import CancellableProgress

from ogp_review.domain.report import ReportDocument
from ogp_review.errors import Cancelled
from ogp_review.progress import NoProgress, Progress

Write = Callable[[ReportDocument, Path, Progress], list[str]]


def written(write: Write, report: ReportDocument, target: Path) -> bytes:
    write(report, target, NoProgress())
    return target.read_bytes()


def check_cancelled_at_any_moment(write: Write, report: ReportDocument, target: Path, least: int) -> None:
    """An older file stays as it was and nothing else is left; it asks at least so often."""
    before = written(write, report, target)
    target.write_bytes(b"an older file")
    for after in range(1_000):
        try:
            write(report, target, CancellableProgress(after=after))
        except Cancelled:
            assert target.read_bytes() == b"an older file"
            assert list(target.parent.iterdir()) == [target]
            continue
        assert after >= least and target.read_bytes() == before
        return
    pytest.fail("it never ends")


def check_same_bytes(write: Write, report: ReportDocument, folder: Path, ending: str) -> None:
    first = written(write, report, folder / f"one{ending}")
    assert first == written(write, report, folder / f"two{ending}")


class CountingProgress(NoProgress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int | None]] = []

    def report(self, done: int, total: int | None, what: str) -> None:
        assert what
        self.told.append((done, total))
