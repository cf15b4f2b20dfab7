"""Comments that say the same: found whatever stands around them, never because they quote the same."""

import importlib.util
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ogp_review.analysis import duplicates
from ogp_review.analysis.duplicates import Index, Pair, alike, differing_words, pairs
from ogp_review.analysis.ties import Groups, Ties
from ogp_review.errors import Cancelled
from ogp_review.progress import NoProgress

TOOL = Path(__file__).resolve().parents[2].parent / "shared" / "tools" / "gen_comments.py"
WORDS = (
    "open budget council youth school river library road data minister report vote law court village market"
    " teacher farmer forum plan money water health tree street bench light bridge paper letter answer"
).split()


def letter(seed: int, length: int = 60) -> str:
    choose = random.Random(seed)
    return " ".join(choose.choice(WORDS) + choose.choice(["", "", ",", ""]) for _ in range(length)) + "."


def edited(text: str, seed: int, edits: int = 3) -> str:
    choose = random.Random(seed)
    words = text.split()
    for _ in range(edits):
        words[choose.randrange(len(words))] = choose.choice(["granite", "velvet", "copper", "saffron"])
    return " ".join(words)


def met(found: Sequence[Pair]) -> set[tuple[int, int]]:
    return {(one.first, one.second) for one in found}


def test_the_same_text_however_it_is_cased_and_spaced() -> None:
    found = pairs([letter(1), letter(2), f"  {letter(1).upper()}\n"])
    assert found == [Pair(0, 2, 1.0)]
    assert pairs([]) == pairs([""]) == pairs(["", " "]) == []


def test_a_letter_with_words_changed_and_a_greeting_put_before_it() -> None:
    texts = [letter(n) for n in range(40)]
    texts += [f"Dear Secretariat, my name is Zoe. {edited(texts[7], 1)} Yours, Zoe.", edited(texts[7], 2, 6)]
    found = pairs(texts)
    assert {one.first for one in found} | {one.second for one in found} == {7, 40, 41}
    assert len(found) == 2 and all(0.6 <= one.alike < 1 for one in found)
    for one in found:
        assert one.alike == alike(texts[one.first], texts[one.second]) or one.alike > 0.6


def test_a_group_is_tied_together_by_one_pair_less_than_it_has_members() -> None:
    texts = [edited(letter(3), seed) for seed in range(30)] + [letter(3)] * 10
    groups = Groups()
    found = pairs(texts)
    for one in found:
        groups.join(one.first, one.second)
    assert len(found) == 39 and len({groups.root(n) for n in range(40)}) == 1


def test_who_quotes_the_same_paragraph_does_not_say_the_same() -> None:
    draft = letter(5, 80)
    own = [
        "This is far too late for us.",
        "Who will check whether it is so?",
        "Include the villages as well.",
    ]
    texts = [f'"{draft}" {said}' for said in own]
    assert pairs(texts), "without the draft they look alike"
    assert pairs(texts, [draft]) == []
    same = [f'"{draft[: 200 + 100 * n]}" {letter(9)}' for n in range(2)]
    [found] = pairs(same, [draft])
    assert (found.first, found.second) == (0, 1)


def test_words_that_are_short_and_common_with_the_draft_stay() -> None:
    draft = "Members of the partnership publish the budget."
    texts = ["We support the budget.", "No.", "Publish it.", "We support the budget."]
    assert met(pairs(texts, [draft])) == {(0, 3)}


def test_new_texts_are_compared_with_all_that_are_there() -> None:
    texts = [letter(n) for n in range(200)]
    index = Index(texts)
    new = [edited(texts[17], 4), letter(999), texts[3].upper(), ""]
    found = {(which, there) for which, there, _ in index.matches(new)}
    assert found == {(0, 17), (2, 3)}
    assert met(index.pairs()) == set()


def test_what_differs_is_told_in_the_words_of_the_texts() -> None:
    said = differing_words("We ask the Farmers to speak first.", "We ask the fishers to speak first, please.")
    assert set(said) <= {"Farmers", "fishers", "first", "please"} and len(said) == 3
    assert differing_words("The same.", "the  SAME.") == []


def test_hostile_texts_take_neither_time_nor_memory() -> None:
    tracemalloc.start()
    texts = [
        "a" * 300_000,
        "a" * 299_999,
        "\x00" * 1_000,
        "ab " * 100_000,
        "ab " * 100_001,
        "\ud7ff" * 50_000,
    ]
    found = pairs(texts, ["a " * 50_000])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) <= 2 and peak < 300_000_000


def test_everything_is_given_back() -> None:
    texts = [letter(n) for n in range(3_000)]
    pairs(texts[:100])
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    pairs(texts)
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 200_000 < peak - before


class _Impatient(NoProgress):
    def check_cancelled(self) -> None:
        raise Cancelled


def test_it_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        pairs([letter(1), letter(2)], progress=_Impatient())


def test_numpy_and_rapidfuzz_are_loaded_only_when_used() -> None:
    import subprocess

    code = (
        "import sys; from ogp_review.review import Review; import ogp_review.cli.verbs;"
        "sys.exit(bool({'numpy', 'rapidfuzz'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0


def test_kept_apart_stays_apart_whoever_comes_between() -> None:
    ties = Ties([(1, 2)], [(2, 9)])
    assert not ties.tie(1, 2), "they are one already"
    assert ties.tie(3, 4) and ties.tie(4, 1)
    assert not ties.tie(9, 3), "9 is not 2, and 3 is with 2"
    assert ties.tie(9, 10) and not ties.tie(10, 1)
    assert ties.tie(9, 11)


# The truth ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated() -> Callable[..., Any]:
    if not TOOL.exists():
        pytest.skip("the generator of comments with their truth is not here")
    spec = importlib.util.spec_from_file_location("gen_comments", TOOL)
    assert spec is not None and spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.generate  # type: ignore[no-any-return]


def f_of_pairs(found: Sequence[int], truth: Sequence[int]) -> float:
    """The F measure over all pairs of texts: 1 where the groups are the same."""

    def together(groups: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(groups).values())

    both = together(list(zip(found, truth, strict=True)))
    return 2 * both / (together(found) + together(truth))


@pytest.mark.parametrize("hard", [False, True])
def test_groups_are_those_of_the_truth(generated: Callable[..., Any], hard: bool) -> None:
    paragraphs, comments = generated(10_000, 7, None, hard)
    rows = list(comments)
    groups = Groups()
    for one in pairs([row["text"] for row in rows], [one["text"] for one in paragraphs]):
        groups.join(one.first, one.second)
    found = [groups.root(n) for n in range(len(rows))]
    truth = [row["cluster"] if row["cluster"] >= 0 else -1 - n for n, row in enumerate(rows)]
    assert f_of_pairs(found, truth) >= 0.995


def test_the_module_keeps_no_state() -> None:
    """What is found depends on the texts alone, in whatever order modules were used before."""
    texts = [edited(letter(n % 5), n) for n in range(25)]
    assert pairs(texts) == pairs(texts) and duplicates.pairs is pairs
