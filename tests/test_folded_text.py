"""What a mail holds besides what is said (quoted history, signatures, addresses) stays in the review."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from ogp_review.errors import ReviewError
from ogp_review.review import Review

SECRETS = ("hidden.person@private.example", "+44 20 7946 0999", "what was said in confidence")
MAIL = f"""From: Ann Example <sender.address@private.example>
To: consultation@ogp.example
Date: Mon, 30 Jan 2023 14:02:11 +0100
Subject: P1
Content-Type: text/plain; charset=utf-8

The quay must stay open to everyone, also at night.

--\u0020
Ann Example
{SECRETS[1]}
{SECRETS[0]}

On Sunday, 29 January 2023 at 10:00, Bo <{SECRETS[0]}> wrote:
> {SECRETS[2]}
"""
TARGETS = [
    ("report.docx", "committee"),
    ("report.docx", "public"),
    ("brief.docx", "brief"),
    ("approval.docx", "approval"),
    ("matrix.xlsx", "committee"),
    ("matrix.xlsx", "public"),
    ("comments.csv", "committee"),
    ("comments.csv", "public"),
    ("whole.json", "committee"),
    ("whole.json", "public"),
    ("page.html", "public"),
    ("codes.qdpx", "committee"),
]


def bytes_of(path: Path) -> bytes:
    """Everything in a file, unpacked where it is a zip."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


@pytest.fixture
def mailed(review: Review, tmp_path: Path) -> Review:
    source = tmp_path / "letter.eml"
    source.write_text(MAIL, encoding="utf-8")
    review.intake.import_file(source)
    return review


def test_the_review_keeps_it(mailed: Review) -> None:
    with mailed._store.read() as connection:
        folded = connection.execute(text("SELECT folded FROM comment")).scalar_one()
    assert all(secret in folded for secret in SECRETS)
    assert [comment.text for comment in mailed.comments()] == [
        "The quay must stay open to everyone, also at night."
    ]


@pytest.mark.parametrize(("name", "edition"), TARGETS)
def test_no_export_holds_it(mailed: Review, tmp_path: Path, name: str, edition: str) -> None:
    target = tmp_path / f"{edition} {name}"
    try:
        mailed.reporting.export(target, edition=edition)
    except ReviewError as error:
        pytest.skip(f"no such export yet: {error}")
    written = bytes_of(target)
    assert b"stay open" in written or edition == "brief" or name.endswith(".qdpx")
    for secret in (*SECRETS, "sender.address@private.example"):
        assert secret.encode() not in written
