"""Search: the first 50 comments with a snippet, best first, against a plain FTS5 query for 50 row ids."""

import sqlite3
from collections.abc import Iterator, Sequence

import bench
import data
from bench import Line

from ogp_review.review import open_review

NAME = "search"
PAGE = 50
GOAL = 0.005
KINDS = (
    ("rare term", data.RARE, data.RARE),
    ("common term", data.COMMON, data.COMMON),
    ("phrase", f'"{data.PHRASE}"', f'"{data.PHRASE}"'),
    ("3-letter prefix", data.PREFIX, f'"{data.PREFIX[:-1]}"*'),
)
"""What it is, as a person writes it, and as FTS5 has it."""


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        path = bench.review_file(size)
        plain = sqlite3.connect(path)
        with open_review(path, person=bench.PERSON) as review:
            for kind, ours, theirs in KINDS:
                took, floor = bench.p95_by_turns(
                    lambda query=ours: bench.seconds(lambda: review.search(query, PAGE)),
                    lambda query=theirs, plain=plain: bench.seconds(lambda: _plain(plain, query)),
                )
                job = f"Search, {kind}, p95"
                yield Line(job, size, took, "FTS5 rowid LIMIT 50", floor, "p95 ≤ 5 ms", took <= GOAL)
        plain.close()


def _plain(connection: sqlite3.Connection, query: str) -> None:
    connection.execute(f"SELECT rowid FROM search WHERE search MATCH ? LIMIT {PAGE}", (query,)).fetchall()


if __name__ == "__main__":
    bench.main(lines)
