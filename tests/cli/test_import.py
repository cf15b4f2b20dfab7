"""`import` with profiles, attachments and a language, as people call it."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ogp_review.cli.main import run
from ogp_review.review import create_review, open_review


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "review.ogpr"
    create_review(path, title="Draft", person="Ana").close()
    return path


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_text("Ref,Org,Score\na1,Park club,5\na2,Town,7\n", encoding="utf-8")
    return path


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    message = EmailMessage()
    message["From"] = "Ana Ruiz <ana@example.org>"
    message["Subject"] = "Our reply"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message["Message-ID"] = "<one@example.org>"
    message.set_content("Please see what is attached.")
    files = (
        ("reply.csv", b"Text\nMore trees\n"),
        ("bad.docx", b"PK\x03\x04 no zip"),
        ("run.exe", b"MZ\x90\x00"),
    )
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path = tmp_path / "mail.eml"
    path.write_bytes(bytes(message))
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    status, out, _ = called(capsys, *arguments, "--json")
    assert status == 0
    return json.loads(out)


def test_a_table_is_read_by_the_profile_that_is_named(
    review: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = called(capsys, "import", review, survey, "--profile", "Survey")
    assert (status, out) == (1, "")
    assert err == 'There is no profile "Survey". None has been saved in this review yet.\n'
    with open_review(review, person="Ana") as opened:
        opened.intake.save_profile("Survey", {"text": "Org"})
    assert called(capsys, "import", review, survey, "--profile", "X")[2] == (
        'There is no profile "X". There is "Survey".\n'
    )
    done = told(capsys, "import", review, survey, "--profile", "survey")
    assert done["comments"]["new"] == 2
    other = told(capsys, "import", review, survey, "--profile", "Survey", "--map", "text=Score")
    assert other["comments"]["updated"] == 2, "the same ids, other words"
    with open_review(review, person="Ana") as opened:
        assert sorted(comment.text for comment in opened.comments()) == ["5", "7"]


def test_a_profile_whose_columns_a_table_has_is_used_by_itself(
    review: Path, survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(capsys, "import", review, survey)[0] == 1
    with open_review(review, person="Ana") as opened:
        opened.intake.save_profile("Survey", {"text": "Org"}, matches=("Ref", "Org", "Score"))
    status, out, _ = called(capsys, "import", review, survey)
    assert status == 0 and 'Note: Read by the profile "Survey", which knows these columns.' in out


def test_attachments_come_in_when_they_are_asked_for(
    review: Path, letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = told(capsys, "import", review, letter)
    assert alone["attachments"] == ["reply.csv", "bad.docx", "run.exe"]
    dry = called(capsys, "import", review, letter, "--attachments", "--dry-run")
    assert "mail.eml › reply.csv, as csv (dry run, nothing written)" in dry[1]
    assert 'Note: "run.exe" was not brought in: comments cannot be read from .exe files.' in dry[1]
    status, out, err = called(capsys, "import", review, letter, "--attachments", "--json")
    assert status == 1
    assert len(err.splitlines()) == 1 and "bad.docx" in err
    first, second = json.loads(out)["imports"]
    assert (first["comments"]["unchanged"], second["comments"]["new"]) == (1, 1)
    assert second["source"]["path"].endswith("mail.eml › reply.csv")
    with open_review(review, person="Ana") as opened:
        assert {comment.author for comment in opened.comments()} == {"Ana Ruiz"}
        assert len(opened.history.imports()) == 2


def test_a_language_is_that_of_a_table_s_comments(
    review: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "comments.csv"
    path.write_text("Text,Language\nUn,\nDos,es\n", encoding="utf-8")
    told(capsys, "import", review, path, "--language", "fr")
    with open_review(review, person="Ana") as opened:
        assert opened.stats()["languages"] == {"fr": 1, "es": 1}
