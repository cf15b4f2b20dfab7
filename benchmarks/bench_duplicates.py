"""Near-duplicates over a whole review, against datasketch (MinHash and LSH) where it is there.

What is found is compared with the truth: groups of letters of which some words were changed.
"""

import importlib.util
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import bench
import data
from bench import Line

from ogp_review.analysis.duplicates import Index, pairs
from ogp_review.analysis.ties import Groups

NAME = "duplicates"
PEER = "datasketch"
GOAL_F = 0.995
NEW = 10
GOAL_NEW = 0.05
_WORDS, _PERMUTATIONS, _ALIKE = 3, 128, 0.4


def lines(sizes: Sequence[int]) -> Iterator[Line]:
    there = importlib.util.find_spec(PEER) is not None
    for size in sizes:
        texts, truth = _texts(size)
        timed = [lambda texts=texts: bench.seconds(lambda: pairs(texts))]
        if there:
            timed.append(lambda texts=texts: bench.seconds(lambda: _peer(texts)))
        took, *peer = bench.by_turns(*timed, rounds=bench.ROUNDS if size < 100_000 else 3)
        theirs, share = (peer[0] if peer else None), _f(texts, truth)
        met = None if theirs is None else took * 10 <= theirs and share >= GOAL_F
        named = PEER if there else f"{PEER}: absent"
        goal = f"≤ 0.1, F ≥ {GOAL_F}"
        yield Line(f"Near-duplicates, F {share:.4f}", size, took, named, theirs, goal, met)
        index, new = Index(texts), _new(texts)
        index.matches(texts[:1])
        [took] = bench.by_turns(lambda index=index, new=new: bench.seconds(lambda: index.matches(new)))
        yield Line(f"Near-duplicates of {NEW} new ones", size, took, "", None, "≤ 50 ms", took <= GOAL_NEW)
    used = bench.memory("bench_duplicates", "work", sizes[-1])
    yield Line("Near-duplicates, memory with the texts", sizes[-1], used, unit="MB")


def work(size: str) -> None:
    """What the memory is measured of: the texts themselves, and finding like ones."""
    texts, _ = _texts(int(size))
    pairs(texts)


@cache
def _texts(size: int) -> tuple[list[str], list[int]]:
    """Texts such as those of :mod:`data`, and the group of each: a campaign, a stock line, itself."""
    chance = random.Random(data.SEED)
    speech = {language: data._Speech(language, chance) for language in data._SYLLABLES}
    letters = data._letters(speech, chance, max(3, size // 60))
    texts, truth = [], []
    stock: dict[str, int] = {}
    for number in range(size):
        kind = chance.random()
        group = size + number
        if kind < 0.13:
            group = min(len(letters), int(chance.paretovariate(0.6))) - 1
            language, letter, _place = letters[group]
            texts.append(" ".join(data._varied(letter, speech[language], chance)))
        elif kind < 0.15:
            text = chance.choice(data._STOCK[chance.choice(data._LANGUAGES)])
            group = stock.setdefault(text, -1 - len(stock))
            texts.append(text)
        else:
            texts.append(" ".join(speech[chance.choice(data._LANGUAGES)].say(data._length(chance))))
        truth.append(group)
    return texts, truth


def _new(texts: Sequence[str]) -> list[str]:
    """Texts that were not there: some that are, with a word changed, and some words of our own."""
    return [
        text.replace(" ", " granite ", 1) if n % 2 else f"own {n} " * 40 for n, text in enumerate(texts[:NEW])
    ]


def _f(texts: Sequence[str], truth: Sequence[int]) -> float:
    groups = Groups()
    for one in pairs(texts):
        groups.join(one.first, one.second)
    found = [groups.root(n) for n in range(len(texts))]

    def together(members: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(members).values())

    both = together(list(zip(found, truth, strict=True)))
    return 2 * both / max(1, together(found) + together(truth))


def _peer(texts: Sequence[str]) -> int:
    """The same with datasketch, as its documentation does it, of three words at a time; how many pairs."""
    from datasketch import MinHash, MinHashLSH

    words = [text.split() for text in texts]
    shingles = [
        [" ".join(one[n : n + _WORDS]).encode() for n in range(max(1, len(one) - _WORDS + 1))]
        for one in words
    ]
    signed = MinHash.bulk(shingles, num_perm=_PERMUTATIONS, seed=data.SEED)
    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    with index.insertion_session() as session:
        for number, one in enumerate(signed):
            session.insert(number, one)
    return sum(len(index.query(one)) - 1 for one in signed)


if __name__ == "__main__":
    bench.main(lines)
