"""Counts by place and state, as tree and dashboard show them, against a GROUP BY over the comments."""

import sqlite3
from collections.abc import Iterator, Sequence

import bench
from bench import Line

from ogp_review.review import Review, open_review
from ogp_review.store import figures

NAME = "counts"
GOAL = 0.005
_GROUP_BY = "SELECT place, state, set_aside, count(*) FROM comment_state WHERE visible GROUP BY 1, 2, 3"


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        path = bench.review_file(size)
        plain = sqlite3.connect(path)
        with open_review(path, person=bench.PERSON) as review:
            counts, stats, grouped = bench.by_turns(
                lambda: bench.seconds(lambda: _by_place(review)),
                lambda: bench.seconds(review.stats),
                lambda plain=plain: bench.seconds(lambda: plain.execute(_GROUP_BY).fetchall()),
                rounds=15,
            )
        plain.close()
        yield Line("Counts by place and state", size, counts, "GROUP BY", grouped, "≤ 5 ms", counts <= GOAL)
        yield Line(
            "All figures of `stats`", size, stats, "GROUP BY of the above", grouped, "≤ 5 ms", stats <= GOAL
        )


def _by_place(review: Review) -> None:
    with review._store.read() as connection:
        assert figures.by_place(connection)


if __name__ == "__main__":
    bench.main(lines)
