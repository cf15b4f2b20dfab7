"""A reading hears that it is cancelled, wherever in a parser it is, and a cancel is what comes of it."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_review.errors import Cancelled, ReviewError
from ogp_review.importers import watching
from ogp_review.importers.registry import ReadOptions, open_source
from ogp_review.importers.watching import look_up, matches_of, watched

DATA = Path(__file__).resolve().parents[1] / "data"
SOURCES = sorted(
    path.relative_to(DATA).as_posix()
    for path in DATA.rglob("*.*")
    if path.parent.name not in ("old_reviews",) and path.suffix not in (".md", ".py")
)


class Stops:
    """A progress that is cancelled at its look of a number; it counts them."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.looks = 0

    def report(self, done: int, total: int | None, what: str) -> None:
        return None

    def check_cancelled(self) -> None:
        self.looks += 1
        if self.looks == self.at:
            raise Cancelled


@pytest.fixture(autouse=True)
def every_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOKED_EVERY_S", 0.0)


def looks_of(path: Path, at: int | None = None) -> int:
    progress = Stops(at)
    list(open_source(path, ReadOptions(), progress).records)
    return progress.looks


@pytest.mark.parametrize("name", SOURCES)
def test_a_cancel_at_any_look_is_a_cancel(name: str) -> None:
    looks = looks_of(DATA / name)
    records = len(list(open_source(DATA / name).records))
    assert looks > records, "nothing looks up while the source is opened"
    for at in sorted({1, 2, looks // 2, looks - 1, looks}):
        with pytest.raises(Cancelled):
            looks_of(DATA / name, max(1, at))


def rows(count: int) -> Iterator[str]:
    yield "Id,Author,Comment\n"
    for number in range(count):
        yield f"{number},Ann {number},The quay must stay open to everyone number {number}\n"


def test_a_large_table_is_left_between_its_pieces(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("".join(rows(60_000)), encoding="utf-8")
    progress = Stops(None)
    open_source(path, ReadOptions(), progress)
    assert progress.looks >= 2 * path.stat().st_size // 1024**2


@pytest.mark.parametrize("size", [1, 7, 64])
@settings(max_examples=150, derandomize=True, deadline=None)
@given(text=st.text("aP1:\n", max_size=200))
def test_matches_are_those_of_the_whole_text(size: int, text: str) -> None:
    pattern = re.compile(r"^P1?:|(?<=a)1|a\n{1,3}P|:$", re.MULTILINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "SEARCHED_AT_ONCE", size)
        patch.setattr(watching, "LONGEST_MATCH", 8)
        found = [match.span() for match in matches_of(pattern, text)]
    assert found == [match.span() for match in pattern.finditer(text)]


def mails(count: int) -> str:
    head = "From a@b Mon Jan  2 00:00:00 2023\nFrom: a{0}@b.example\nSubject: x\n\nOpen quay {0}.\n\n"
    return "".join(head.format(number) for number in range(count))


@pytest.mark.parametrize("change", ["grow", "delete"])
def test_a_file_that_changes_before_its_last_record_is_refused(change: str, tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_text(mails(5), encoding="utf-8")
    records = iter(open_source(path).records)
    next(records)
    if change == "grow":
        path.write_text(mails(9), encoding="utf-8")
    else:
        path.unlink()
    with pytest.raises(ReviewError, match=r'"box\.mbox"'):
        list(records)


def test_a_file_that_grows_without_end_is_left_early(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_text(mails(2_000), encoding="utf-8")
    records = iter(open_source(path).records)
    next(records)
    path.write_text(mails(4_000), encoding="utf-8")
    read = 0
    with pytest.raises(ReviewError, match="changed while it was read"):
        for _ in records:
            read += 1
    assert read < 1_000


def test_a_look_belongs_to_the_reading_in_hand() -> None:
    def items(name: str) -> Iterator[str]:
        for number in count():
            look_up()
            yield f"{name}{number}"

    one, other = Stops(None), Stops(None)
    first, second = watched(items("a"), one), watched(items("b"), other)
    assert [next(first), next(second), next(first)] == ["a0", "b0", "a1"]
    look_up()
    assert (one.looks, other.looks) == (4, 2)
