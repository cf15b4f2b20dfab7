"""`kill -9` at any moment: what was acknowledged is there, what was not is not there by halves."""

import csv
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from ogp_review.review import Review, create_review, open_review

KILLS = 200
VERIFIED_EVERY = 20
IMPORT_EVERY = 3
IMPORTED = 80
"""Comments of a table that are in no other."""

SHARED = 10
"""Comments that are in every table."""

TAGGED = 50
LONGEST_LIFE = 0.3
"""Seconds: time for an import, or for some edits."""

HOT_AT_LEAST = 20
"""Kills that must have met a transaction under way, for the test to say anything."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has neither fork nor kill -9"),
]


def table(path: Path, run: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Id", "Author", "Text"))
        rows.writerows((f"all {n}", f"author {n}", f"A comment in every table: {n}") for n in range(SHARED))
        rows.writerows(
            (f"{run}-{n}", f"author {n}", f"Table {run}, comment {n}: " + "more trees, please. " * 20)
            for n in range(IMPORTED)
        )
    return path


def edit(review: Review, ids: list[int], name: str, number: int) -> None:
    """One operation, named so that its trace can be found."""
    match number % 3:
        case 0:
            review.triage.note(ids[number % len(ids)], name)
        case 1:
            review.tagging.add(ids[:TAGGED], name)
        case 2:
            review.merging.merge(ids[number % 20 : number % 20 + 3], summary=name)


def work(path: Path, source: Path | None, run: int, say: Callable[[str], object]) -> None:
    """What a child does until it is killed; it says a line after each operation that is finished."""
    with open_review(path, person="Ana") as review:
        ids = [comment.id for comment in islice(review.comments(), 200)]
        say("ready")
        if source:
            review.intake.import_file(source, consultation="By e-mail")
            say(f"import {run}")
        for number in range(10_000):
            name = f"{('note', 'tag', 'point')[number % 3]} {run} {number}"
            edit(review, ids, name, number)
            say(name)


def killed(child: Callable[[Callable[[str], object]], None], life: float) -> list[str]:
    """Fork `child` and kill it `life` seconds after it is ready; the operations it has acknowledged."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(lambda line: os.write(theirs, f"{line}\n".encode()))
        finally:
            os._exit(1)
    os.close(theirs)
    with os.fdopen(ours) as lines:
        assert lines.readline() == "ready\n"
        time.sleep(life)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "the child ended by itself, so nothing was killed"
        return [line.strip() for line in lines if line.endswith("\n")]


class Expected:
    """All that was ever acknowledged, and what may be there beside it: one operation a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._acknowledged: set[str] = set()
        self._kills = 0
        self._before = len(self.there())

    def add(self, acknowledged: list[str]) -> None:
        assert len(set(acknowledged)) == len(acknowledged)
        self._acknowledged.update(acknowledged)
        self._kills += 1

    def there(self) -> set[str]:
        """The names of all operations whose traces can be found."""
        with sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True) as raw:
            notes = raw.execute("SELECT text FROM note")
            texts = raw.execute("SELECT text FROM staff_text WHERE field IN ('name', 'summary')")
            first = "SELECT text FROM comment_text WHERE text LIKE 'Table %, comment 0:%'"
            tables = {f"import {row[0].split()[1].rstrip(',')}" for row in raw.execute(first)}
            found = {row[0] for row in (*notes, *texts)} | tables
        raw.close()
        return found

    def check(self, review: Review) -> None:
        """Every acknowledged operation is there, and no other but those under way when a kill came."""
        there = self.there()
        assert self._acknowledged <= there, sorted(self._acknowledged - there)
        assert len(there) <= self._before + len(self._acknowledged) + self._kills
        stats = review.stats()
        imports = sum(1 for name in there if name.startswith("import"))
        assert stats["comments"] == SHARED + imports * IMPORTED
        tags = [name for name in there if name.startswith("tag")]
        assert stats["tags"] == len(tags)

    def check_whole(self, review: Review) -> None:
        """No operation is there by halves: every tag is on all its comments, and all is verified."""
        found = review.verify()
        assert found["problems"] == []
        assert found["operations"] <= 2 + len(self._acknowledged) + self._kills
        assert found["operations"] >= 2 + len(self._acknowledged)
        tagged = Counter(tag for comment in islice(review.comments(), 200) for tag in comment.tags)
        assert set(tagged.values()) <= {TAGGED}
        assert set(tagged) == {name for name in self.there() if name.startswith("tag")}


def test_no_acknowledged_work_is_lost_by_200_kills(tmp_path: Path) -> None:
    path, source = tmp_path / "review.ogpr", tmp_path / "table.csv"
    with create_review(path, person="Ana") as review:
        review.intake.import_file(table(source, 0), consultation="By e-mail")
    expected, chance, hot, acknowledged = Expected(path), random.Random(2027), 0, 0
    for run in range(1, KILLS + 1):
        brought = table(source, run) if run % IMPORT_EVERY == 0 else None
        done = killed(
            lambda say, brought=brought, run=run: work(path, brought, run, say),  # type: ignore[misc]
            chance.uniform(0, LONGEST_LIFE),
        )
        hot += path.with_name(f"{path.name}-journal").exists()
        acknowledged += len(done)
        expected.add(done)
        with open_review(path, read_only=True) as review:
            expected.check(review)
            if run % VERIFIED_EVERY == 0 or run == KILLS:
                expected.check_whole(review)
    assert hot >= HOT_AT_LEAST
    assert acknowledged > KILLS
