"""Opening: from a path to the first page of comments and the counts of the tree, without painting."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import bench
from bench import Line

from ogp_review.review import LANGUAGE, open_review
from ogp_review.store import comments, figures
from ogp_review.store.comments import CommentFilter, Names

NAME = "open"
PAGE = 50
GOALS = ((100_000, 0.1, "≤ 100 ms to first paint"), (1_000_000, 0.25, "≤ 250 ms to first paint"))
_FLOOR = (
    "SELECT s.doc, c.ref, s.place, s.state, x.text FROM comment_state s JOIN comment c ON c.id = s.id "
    f"JOIN comment_text x ON x.id = s.text_id WHERE s.visible ORDER BY s.doc LIMIT {PAGE}"
)


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        path = bench.review_file(size)
        ours, floor = bench.by_turns(lambda path=path: _ours(path), lambda path=path: _plain(path))
        limit, text = next((limit, text) for most, limit, text in GOALS if size <= most)
        yield Line(
            "Open: first page, tree counts", size, ours, "the same in sqlite3", floor, text, ours <= limit
        )
        yield Line("Open, peak memory", size, bench.memory("bench_open", "run", path), unit="MB")


def run(path: str) -> None:
    """One opening, for the measure of memory."""
    _first_look(Path(path))


def _ours(path: Path) -> float:
    return bench.seconds(lambda: _first_look(path))


def _first_look(path: Path) -> None:
    with open_review(path, person=bench.PERSON) as review, review._store.read() as connection:
        ids = [row for _, row in comments.comment_ids(connection, CommentFilter(), limit=PAGE)]
        page = comments.page(connection, ids, Names(connection, LANGUAGE))
        assert len(page) == PAGE and figures.by_place(connection)


def _plain(path: Path) -> float:
    def work() -> None:
        connection = sqlite3.connect(path)
        page = connection.execute(_FLOOR).fetchall()
        assert len(page) == PAGE and connection.execute("SELECT * FROM tally").fetchall()
        connection.close()

    return bench.seconds(work)


if __name__ == "__main__":
    bench.main(lines)
