"""Members against their lead: both texts are read out of the woven one, quickly; nothing else is marked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.analysis.comparing import ELLIPSIS, Comparison, Kind, compare, shortened

LEAD = (
    "Please write a number. Thirty working days from the closing date would let a school class see the "
    "result before the year ends."
)
WORDS = st.lists(
    st.sampled_from(["open", "the", "data,", "\n", "公開", "الحق", "30", "👩‍👩‍👧", "é"]), max_size=40
)


def without(kind: Kind, comparison: Comparison) -> str:
    said = (comparison.text[run.start : run.end] for run in comparison.runs if run.kind != kind)
    return "".join("".join(said).split())


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_both_texts_are_read_out_of_the_woven_one(lead: str, member: str) -> None:
    found = compare(lead, member)
    assert without(Kind.ONLY_HERE, found) == "".join(lead.split())
    assert without(Kind.ONLY_IN_LEAD, found) == "".join(member.split())
    assert 0 <= found.shared <= 1


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_runs_cover_the_woven_text_without_gaps(lead: str, member: str) -> None:
    found = compare(lead, member)
    assert [run.start for run in found.runs] == [0, *(run.end for run in found.runs)][:-1]
    assert (found.runs[-1].end if found.runs else 0) == len(found.text)
    marked = [word for kind in (Kind.ONLY_HERE, Kind.ONLY_IN_LEAD) for word in found.words(kind)]
    assert marked == [word.strip() for word in marked]


def test_only_what_differs_is_marked() -> None:
    found = compare(LEAD, LEAD.replace("Thirty", "Twenty").replace("Please", "Please just"))
    assert found.words(Kind.ONLY_HERE) == ["just", "Twenty"]
    assert found.words(Kind.ONLY_IN_LEAD) == ["Thirty"]
    assert "Thirty Twenty working days" in found.text


def test_spaces_and_new_lines_make_no_difference() -> None:
    assert compare("open  data\n\nnow", " open data now\n").same
    assert not compare("open data", "open date").same


def test_texts_with_little_in_common_are_not_readable_as_a_comparison() -> None:
    assert compare(LEAD, LEAD.replace("Thirty", "Twenty")).readable
    assert not compare(LEAD, "No one in the village ever heard of this strategy.").readable
    assert not compare("", "").readable


def test_long_stretches_that_both_say_are_cut_and_differences_are_not() -> None:
    long = " ".join(f"word{number}" for number in range(400))
    found = shortened(compare(f"Alpha {long} omega.", f"Beta {long} omega, truly."))
    assert len(found.text) < 400
    assert found.words(Kind.ONLY_HERE) == ["Beta", ", truly"]
    assert found.words(Kind.ONLY_IN_LEAD) == ["Alpha"]
    assert found.text.count(ELLIPSIS) == 1
    assert "word0 word1 " in found.text
    assert "word398 word399 " in found.text
    assert found.text[found.runs[-1].start : found.runs[-1].end] == "."


def test_the_same_text_is_not_cut() -> None:
    assert shortened(compare(LEAD * 9, LEAD * 9)).text == LEAD * 9


@pytest.mark.parametrize("changed", [10, 1_000])
def test_the_longest_comments_are_compared_at_once(changed: int) -> None:
    words = [f"w{number % 700}" if number % 3 else "the" for number in range(6_000)]
    other = [f"x{at}" if at % (6_000 // changed) == 5 else word for at, word in enumerate(words)]
    start = time.perf_counter()
    found = compare(" ".join(words), " ".join(other))
    assert time.perf_counter() - start < 1
    assert len(found.text) > 25_000
    assert without(Kind.ONLY_IN_LEAD, found) == "".join(other)


def test_few_changes_in_a_long_text_are_found_however_often_its_words_return() -> None:
    words = [f"w{number}" if number % 5 == 0 else f"consult{number % 41}" for number in range(6_000)]
    other = [f"x{at}" if at % 1_000 == 7 else word for at, word in enumerate(words)]
    found = compare(" ".join(words), " ".join(other))
    assert found.words(Kind.ONLY_HERE) == [f"x{at}" for at in range(7, 6_000, 1_000)]
