"""Rules that need no database: the ledger, labels, search queries, folding, steps of a response."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain.codebook import tag_names
from ogp_review.domain.draft import label_order
from ogp_review.domain.folding import folded, match_key
from ogp_review.domain.ledger import LedgerRow, balance
from ogp_review.domain.query import Query, Term, parse
from ogp_review.domain.response import Disposition, State, check_step, disposition
from ogp_review.errors import ReviewError


def test_the_ledger_balances_when_every_comment_is_accounted_for() -> None:
    rows = [
        LedgerRow("PT-0001", ("C1", "C2[0-5]"), ("C1", "C2"), True),
        LedgerRow("C2", ("C2",), ("C2",), False),
    ]
    ledger = balance(["C1", "C2", "C3"], ["C3"], rows)
    assert ledger.balanced
    assert (ledger.answered, ledger.open, ledger.set_aside) == (1, 1, 1)


@pytest.mark.parametrize(
    ("stored", "aside", "units", "told"),
    [
        (["C1", "C2"], [], ["C1"], "C2 has no row in the matrix"),
        (["C1"], [], ["C1", "C9"], "C9 stands in a row but is not in the review"),
        (["C1"], ["C1"], ["C1"], "C1 is set aside and stands in a row as well"),
        (["C1"], [], ["C1", "C1"], "C1 stands in more than one row"),
        (["C1"], ["C7"], ["C1"], "C7 is set aside but not in the review"),
    ],
)
def test_the_ledger_says_what_does_not_add_up(
    stored: list[str], aside: list[str], units: list[str], told: str
) -> None:
    ledger = balance(stored, aside, [LedgerRow(unit, (unit,), (unit,), False) for unit in units])
    assert not ledger.balanced
    assert any(problem.startswith(told) for problem in ledger.problems), ledger.problems


def test_labels_stand_in_the_order_of_the_draft() -> None:
    labels = ["P12", "P2", "P1", "P3a", "P3", "Annex"]
    assert sorted(labels, key=label_order) == ["Annex", "P1", "P2", "P3", "P3a", "P12"]


def test_queries() -> None:
    assert parse("youth OR Children") == Query(((Term(("youth",)), Term(("children",))),), ())
    assert parse('"civic space" -spam particip*') == Query(
        ((Term(("civic", "space")),), (Term(("particip",), prefix=True),)), (Term(("spam",)),)
    )
    assert parse("naïve l'État") == Query(((Term(("naive",)),), (Term(("l", "etat")),)), ())
    for empty in ("", "  ", "-spam", '"" *', "!!!"):
        with pytest.raises(ReviewError, match="no word to search for"):
            parse(empty)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


def test_folding() -> None:
    assert folded("ÉTÉ ist groß") == "ete ist gross"
    assert match_key("“Open   Government” – now") == match_key('"open government" - NOW')
    assert folded("公開政府").split() == ["公", "開", "政", "府"]


def test_dispositions_and_steps() -> None:
    assert disposition(" Accepted  in part") is Disposition.IN_PART
    with pytest.raises(ReviewError, match="There are: accepted, accepted in part"):
        disposition("yes")
    check_step("PT-0001", State.DRAFTED, State.IN_REVIEW)
    with pytest.raises(ReviewError, match="PT-0001 is new, so it cannot be approved"):
        check_step("PT-0001", State.NEW, State.APPROVED)


def test_paths_of_tags() -> None:
    assert tag_names(" Participation /  Youth  work") == ("Participation", "Youth work")
    with pytest.raises(ReviewError):
        tag_names("Participation/")
