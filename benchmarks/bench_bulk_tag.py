"""Tagging 10,000 comments at once, its undo, and what the journal of it weighs beside its links."""

import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import bench
from bench import Line

from ogp_review.review import Review
from ogp_review.store import comments
from ogp_review.store.comments import CommentFilter
from ogp_review.store.ids import hash_id

NAME = "bulk_tag"
MOST = 10_000
GOAL = 1.0
WEIGHT = 3.0
_LINKS = ("tag_link", "tag_link_unit", "tag_link_tag")
_JOURNAL = ("touch", "change", "operation", "operation_lamport", "operation_target")
_FLOOR = (
    "CREATE TABLE tag_link (id INTEGER PRIMARY KEY, unit_id INT, tag_id INT, made_by INT, hidden INT)",
    "CREATE INDEX tag_link_unit ON tag_link (unit_id)",
    "CREATE INDEX tag_link_tag ON tag_link (tag_id)",
)


@dataclass
class _Run:
    """What was measured: seconds of each undo, bytes of the links and of their journal."""

    undone: list[float] = field(default_factory=list)
    links: int = 0
    journal: int = 0


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        yield from _of(size, min(size, MOST))


def _of(size: int, count: int) -> Iterator[Line]:
    run = _Run()
    tagged, floor = bench.by_turns(lambda: _tag_and_undo(size, run), lambda: _raw_links(count))
    undone = statistics.median(run.undone)
    yield Line(f"Tag {count:,} comments", size, tagged, "raw link rows", floor, "≤ 1 s", tagged <= GOAL)
    yield Line(f"Undo of tagging {count:,}", size, undone, "raw link rows", floor, "≤ 1 s", undone <= GOAL)
    yield Line(
        "Bytes of a link with its journal",
        size,
        (run.links + run.journal) / count,
        "link row and its indexes",
        run.links / count,
        "≤ 3 ×",
        run.links + run.journal <= WEIGHT * run.links,
        "B",
    )


def _ids(review: Review, count: int) -> list[int]:
    with review._store.read() as connection:
        return [row for _, row in comments.comment_ids(connection, CommentFilter(), limit=count)]


def _tag_and_undo(size: int, run: _Run) -> float:
    """Tag in a fresh copy and take it back; how long tagging took. The rest is put into `run`."""
    with bench.copy_of(size) as review:
        path = Path(review._store.target)
        ids = _ids(review, MOST)
        before = _bytes(path)
        took = bench.seconds(lambda: review.tagging.add(ids, "Participation/Youth"))
        after = _bytes(path)
        grown = {name: after[name] - before.get(name, 0) for name in after}
        run.links = sum(grown[name] for name in _LINKS)
        run.journal = sum(grown[name] for name in _JOURNAL)
        run.undone.append(bench.seconds(review.history.undo))
    return took


def _bytes(path: Path) -> dict[str, int]:
    """The bytes in use of each table and index, cells and their overheads without free space."""
    connection = sqlite3.connect(path)
    try:
        return dict(
            connection.execute("SELECT name, sum(pgsize - unused) FROM dbstat GROUP BY name").fetchall()
        )
    finally:
        connection.close()


def _raw_links(count: int) -> float:
    connection = bench.plain_sqlite(bench.scratch("links.db"))
    for statement in _FLOOR:
        connection.execute(statement)
    rows = [(hash_id("link", n), hash_id("unit", n), 7, 8, 0) for n in range(count)]
    return bench.write_all(connection, "INSERT INTO tag_link VALUES (?, ?, ?, ?, ?)", rows)


if __name__ == "__main__":
    bench.main(lines)
