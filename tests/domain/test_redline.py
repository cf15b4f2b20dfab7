"""The redline: both texts can be read back from it, and it stays quick and readable."""

import time
from itertools import pairwise

import pytest
from documents import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain.redline import Change, Piece, redline

WORDS = st.lists(st.sampled_from(["open", "the", "data", ",", ";", "\n", "公開", "الحق", "30"]), max_size=40)


def text_without(change: Change, pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.change != change)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_both_texts_are_read_back(before: str, after: str) -> None:
    pieces = redline(before, after)
    assert text_without(Change.INSERTED, pieces) == before
    assert text_without(Change.DELETED, pieces) == after
    assert all(piece.text for piece in pieces)
    assert all(one.change != other.change for one, other in pairwise(pieces))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_back(text: str) -> None:
    assert redline(text, text) == [Piece(Change.KEPT, text)]
    assert text_without(Change.INSERTED, redline(text, f"New. {text}")) == text


def test_only_what_changed_is_marked() -> None:
    found = redline("within twelve months, the state may act.", "within ninety days, the state will act.")
    assert found == [
        Piece(Change.KEPT, "within "),
        Piece(Change.DELETED, "twelve months"),
        Piece(Change.INSERTED, "ninety days"),
        Piece(Change.KEPT, ", the state "),
        Piece(Change.DELETED, "may"),
        Piece(Change.INSERTED, "will"),
        Piece(Change.KEPT, " act."),
    ]


def test_a_few_kept_letters_between_changes_are_told_as_changed() -> None:
    found = redline("red or blue or green", "north or south or west")
    assert [piece.change for piece in found] == [Change.DELETED, Change.INSERTED]


def test_a_text_written_without_spaces_is_compared_by_its_characters() -> None:
    found = redline("政府應公開所有的資料與紀錄給公民", "政府應公開所有的資料與會議紀錄給公民")
    assert Piece(Change.INSERTED, "會議") in found
    assert not any(piece.change == Change.DELETED for piece in found)


def test_nothing_and_something() -> None:
    assert redline("", "") == []
    assert redline("", "New.") == [Piece(Change.INSERTED, "New.")]
    assert redline("Old.", "") == [Piece(Change.DELETED, "Old.")]


@pytest.mark.parametrize("count", [100, 1_000, 100_000])
def test_long_texts_are_told_in_seconds(count: int) -> None:
    before = f"Twelve {'the open data ' * count}stay."
    after = f"Ninety {'the data the open ' * count}go."
    start = time.perf_counter()
    pieces = redline(before, after)
    assert time.perf_counter() - start < 5
    assert text_without(Change.INSERTED, pieces) == before
    assert text_without(Change.DELETED, pieces) == after
