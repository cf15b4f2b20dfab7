"""Who may be one person: each rule with what it says, and what it must not take for one."""

from collections.abc import Sequence

import pytest

from ogp_review.analysis.people import Match, matches
from ogp_review.domain.people import StatedParticipant


def who(
    row: int, name: str | None, organisation: str | None = None, email: str | None = None
) -> StatedParticipant:
    return StatedParticipant(row, name, organisation, email, None, None, None, (("email", 1),))


def found(*people: StatedParticipant) -> list[Match]:
    return matches(people, {})


@pytest.mark.parametrize(
    ("one", "other", "sure", "because"),
    [
        (("Ana Ruiz", None, "Ana@X.org"), ("A. Ruiz", None, "ana@x.org"), 0.97, "the same e-mail address"),
        (("Ana Ruiz", None, "ana+forum@x.org"), ("Ana", None, "ana@x.org"), 0.85, "after its"),
        (("Ana Ruiz", None, "a@x.org"), ("Ben Oko", None, "a@x.org"), 0.5, "under another name"),
        ((None, None, "info@x.org"), ("Ben Oko", None, "info@x.org"), 0.6, "several people may share"),
        (("ANA RUÍZ", "Red"), ("Ana Ruiz", "red"), 0.95, "the same name and the same organisation"),
        (("Ruiz Ana", "Red"), ("Ana Ruiz", "Red"), 0.88, "another order"),
        (("Ruiz, Ana", "Red"), ("Ana Ruiz", "Red"), 0.95, "the same name"),
        (("A. Ruiz", "Red"), ("Ana Ruiz", "Red"), 0.8, "initials"),
        (("Ruiz A.", "Red"), ("Ana Ruiz", "Red"), 0.8, "initials"),
        (("Ana Ruiz", "Red"), ("Ana Ruiz Gómez", "Red"), 0.7, "a longer form"),
        (("Ana Ruiz", "Red"), ("Ana Ruiz", None), 0.6, "one states no organisation"),
        (("Ana Ruiz", None), ("Ana Ruiz", None), 0.6, "neither states"),
        (("Ana", None), ("Ana", None), 0.4, "neither states"),
        ((None, "Red Abierta"), ("Red Abierta", None), 0.8, "nobody is named"),
    ],
)
def test_what_says_that_two_are_one(
    one: Sequence[str | None], other: Sequence[str | None], sure: float, because: str
) -> None:
    [match] = found(who(1, *one), who(2, *other))
    assert (match.first, match.second, match.confidence) == (1, 2, sure)
    assert because in match.reason
    assert found(who(1, *other), who(2, *one))[0].confidence == sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana Ruiz", "Red"), ("Ana Ruiz", "Blue")),
        (("A. Ruiz", "Red"), ("Ben Ruiz", "Red")),
        (("A. Ruiz", None), ("Ana Ruiz", None)),
        (("Anonymous", None), ("Anonymous", None)),
        (("Ana Ruiz", "Red"), ("Ana Lopez", "Red")),
        ((None, "Red"), ("Ana", "Red")),
        (("R", "Red"), ("Ruiz", "Red")),
        ((None, None, ""), (None, None, "")),
        ((None, None, "no address"), (None, None, "no address")),
    ],
)
def test_what_does_not(one: Sequence[str | None], other: Sequence[str | None]) -> None:
    assert found(who(1, *one), who(2, *other)) == []


def test_two_reasons_are_surer_than_one_and_both_are_told() -> None:
    [match] = found(who(1, "Ana Ruiz", "Red", "a@x.org"), who(2, "Ana Ruiz", "Red", "A@x.org"))
    assert match.confidence == 0.99
    assert match.reason == "the same e-mail address and the same name and the same organisation"
    assert "x.org" not in match.reason


def test_several_that_are_one_are_named_once_less_and_those_merged_not_at_all() -> None:
    people = [who(n, "Ana Ruiz", "Red") for n in range(1, 31)]
    assert len(matches(people, {})) == 29
    merged = {n: 1 for n in range(1, 30)}
    [left] = matches(people, merged)
    assert left.second == 30 or left.first == 30
    assert matches(people, {n: 1 for n in range(1, 31)}) == []


def test_who_was_kept_apart_is_not_joined_by_anybody() -> None:
    people = [who(1, "Ana Ruiz", "Red"), who(2, "Ana Ruiz", "Red"), who(3, "Ana Ruiz", "Red")]
    offered = matches(people, {}, [(1, 2)])
    assert len(offered) == 1
    assert matches(people, {2: 1}, [(1, 3)]) == []
