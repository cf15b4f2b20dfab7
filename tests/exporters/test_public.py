"""The public edition in every format: no name without consent, no address, no note, no staff."""

from pathlib import Path

import pytest
from working_review import ASIDE, CONSENTED, PLAIN, SECRETS, STAFF, everything_in, working_review

from ogp_review.review import create_review

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


def test_who_publishes_is_told_which_comments_hold_an_address(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("Text,Author\nWrite to me at ana@example.org please,Ana\nNo @ address here,Bo\n")
    with create_review(tmp_path / "r.ogpr", person=STAFF) as review:
        review.intake.import_file(table)
        [said] = review.reporting.export(tmp_path / "r.csv", edition="public")
        assert review.reporting.export(tmp_path / "c.csv") == []
    assert said == "1 comment holds an e-mail address in the text, published as it is: C0001."
