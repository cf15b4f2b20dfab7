"""The public edition in every format: no name without consent, no address, no note, no staff."""

from pathlib import Path

import pytest
from working_review import ASIDE, CONSENTED, PLAIN, SECRETS, STAFF, everything_in, working_review

NAMES = ("r.docx", "r.xlsx", "r.csv", "r.json", "r.html", "r.qdpx")


@pytest.mark.parametrize("name", NAMES)
def test_no_public_document_holds_what_is_private(name: str, tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / name, edition="public")
    said = everything_in(tmp_path / name)
    assert CONSENTED in said and PLAIN in said
    assert {secret for secret in SECRETS if secret in said} == set()


@pytest.mark.parametrize("name", NAMES[:4])
def test_the_committee_sees_what_was_set_aside_and_who_made_the_document(name: str, tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        review.reporting.export(tmp_path / name)
    said = everything_in(tmp_path / name)
    assert ASIDE in said
    assert STAFF in said or name == "r.csv"


def test_the_public_ledger_balances_without_the_words_of_what_was_set_aside(tmp_path: Path) -> None:
    with working_review(tmp_path) as review:
        document = review.reporting.document("public")
        assert document.ledger.balanced and document.ledger == review.reporting.document().ledger
        [aside] = [row for row in document.comments if row.set_aside]
        assert (aside.text, aside.set_aside) == ("", "spam")
