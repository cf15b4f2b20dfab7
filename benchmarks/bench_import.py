"""Import: a CSV of n comments into an empty review, against raw rows and the FTS5 build alone."""

from collections.abc import Iterator, Sequence

import bench
import data
from bench import Line

from ogp_review.domain.folding import folded
from ogp_review.domain.incoming import IncomingComment
from ogp_review.importers.registry import open_source
from ogp_review.review import create_review

NAME = "import"
GOAL = 1.5
_FTS = "CREATE VIRTUAL TABLE search USING fts5(body, content='', tokenize='unicode61 remove_diacritics 0')"
_HASH = "INSERT INTO search(search, rank) VALUES('hashsize', 67108864)"
_FIELDS = (
    "external_id", "author", "organisation", "language", "channel", "posted", "posted_at", "votes_for",
    "votes_against", "paragraph", "parent", "text",
)  # fmt: skip


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    for size in sizes:
        source = data.csv_of(size)
        comments = [one for one in open_source(source).records if isinstance(one, IncomingComment)]
        rows = [tuple(getattr(one, name) for name in _FIELDS) for one in comments]
        texts = [(number, folded(one.text)) for number, one in enumerate(comments, 1)]
        del comments
        whole, parsing, plain, build = bench.by_turns(
            lambda size=size: _ours(size),
            lambda source=source: bench.seconds(lambda: list(open_source(source).records)),
            lambda rows=rows: _raw_rows(rows),
            lambda texts=texts: _fts_build(texts),
        )
        floor = plain + build
        job = "Import without parsing"
        yield Line(
            job,
            size,
            whole - parsing,
            "raw rows + FTS5 build",
            floor,
            "≤ 1.5 ×",
            whole - parsing <= GOAL * floor,
        )
        yield Line("Import, whole", size, whole, "our parsing of it", parsing)
        yield Line("Import, peak memory", size, bench.memory("bench_import", "run", size), unit="MB")


def run(size: str) -> None:
    """One import, for the measure of memory."""
    _ours(int(size))


def _ours(size: int) -> float:
    target = bench.scratch("import.ogpr")
    with create_review(target, person=bench.PERSON) as review:
        return bench.seconds(lambda: review.intake.import_file(data.csv_of(size)))


def _raw_rows(rows: list[tuple[object, ...]]) -> float:
    connection = bench.plain_sqlite(bench.scratch("rows.db"))
    connection.execute(f"CREATE TABLE comment (id INTEGER PRIMARY KEY, {', '.join(_FIELDS)})")
    marks = ", ".join("?" * len(_FIELDS))

    return bench.write_all(connection, f"INSERT INTO comment ({', '.join(_FIELDS)}) VALUES ({marks})", rows)


def _fts_build(texts: list[tuple[int, str]]) -> float:
    connection = bench.plain_sqlite(bench.scratch("search.db"))
    connection.execute(_FTS)
    connection.execute(_HASH)

    return bench.write_all(connection, "INSERT INTO search (rowid, body) VALUES (?, ?)", texts)


if __name__ == "__main__":
    bench.main(lines)
