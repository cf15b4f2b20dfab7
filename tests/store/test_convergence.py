"""State is a function of the set of operations: copies that hold the same ones are the same review."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_work import KINDS, Step, contents, work, write_source

from ogp_review.review import Review, create_review, open_review

numbers = st.integers(0, 11)
OFTEN = (0, 6, 10, 14, 19, 19)
kinds = st.sampled_from((*range(KINDS), *OFTEN))
steps: st.SearchStrategy[Step] = st.tuples(kinds, numbers, numbers, numbers)
who = st.integers(0, 2)
"""Which copy, and so which person, does a step."""
EXCHANGE = 100
exchanges = st.tuples(st.just(EXCHANGE), who)
anything = st.one_of(*[steps] * 7, exchanges)


def _copies(folder: Path) -> list[Review]:
    first = folder / "a.ogpr"
    with create_review(first, title="Draft", person="Ana") as review:
        review.intake.import_file(write_source(folder / "base.csv", 1, 3), consultation="Run")
        for name in ("b", "c"):
            review.backup(folder / f"{name}.ogpr")
    people = ("Ana", "Ben", "Ana")
    return [open_review(folder / f"{name}.ogpr", person=who) for name, who in zip("abc", people, strict=True)]


def _check_alike(copies: list[Review]) -> None:
    said = [contents(copy) for copy in copies]
    for table, rows in said[0].items():
        for other in said[1:]:
            assert other[table] == rows, table
    for copy in copies:
        assert copy.verify()["problems"] == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(who, anything), min_size=15, max_size=45), st.booleans())
def test_copies_converge(script: list[tuple[int, tuple[int, ...]]], backwards: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies = _copies(folder)
        try:
            for copy, step in script:
                if step[0] == EXCHANGE:
                    copies[copy].take_from(copies[step[1]])
                else:
                    work(copies[copy], step, folder)  # type: ignore[arg-type]
            order = [2, 1, 0] if backwards else [0, 1, 2]
            for _ in range(2):
                for mine in order:
                    for other in order:
                        if mine != other:
                            copies[mine].take_from(copies[other])
            _check_alike(copies)
        finally:
            for copy in copies:
                copy.close()
