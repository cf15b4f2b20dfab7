"""A review of an older version is backed up and migrated, whoever opens it; a newer one is refused."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from random_work import write_source
from sqlalchemy import text

from ogp_review.cli.main import run
from ogp_review.errors import ReviewError
from ogp_review.review import create_review, open_review
from ogp_review.store import files, schema
from ogp_review.store import tables as t
from ogp_review.store.store import is_address

LETTER = b"""From: Zoe Example <zoe@example.org>
To: strategy@example.org
Subject: Answer
Message-ID: <one@example.org>
Date: Mon, 2 Nov 2026 10:00:00 +0000

The park needs more trees.

--\x20
Zoe Example
Clerk
"""
OLD = Path(__file__).resolve().parents[1] / "data" / "old_reviews"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.add_column("note", sa.Column("seen", sa.Text()))
"""


@pytest.fixture
def older(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A review this version made, opened by a next version whose notes have one column more."""
    with create_review(address, title="Old") as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 3))
    scripts = tmp_path / "next"
    shutil.copytree(Path(schema.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "0004_next.py").write_text(NEXT)
    this = schema._alembic

    def alembic() -> Any:
        config = this()
        config.set_main_option("script_location", str(scripts))
        return config

    monkeypatch.setattr(schema, "_alembic", alembic)
    monkeypatch.setattr(t, "SCHEMA_REVISION", "0004")
    monkeypatch.setattr(t, "SCHEMA_NUMBER", 4)
    return address


def has_the_new_column(address: str) -> bool:
    with open_review(address, read_only=True) as review, review.store.read() as connection:
        assert review.stats()["comments"] == 3
        return connection.execute(text("SELECT count(seen) FROM note")).scalar() == 0


def test_upgrade_migrates_once_and_says_so(older: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", older]) == 0
    said = capsys.readouterr().out
    if is_address(older):
        assert said == "The shared review was migrated to this version.\n"
    else:
        assert said == (
            '"review.ogpr" was migrated to this version. The file as it was is kept as '
            '"review before version 4.ogpr".\n'
        )
    assert has_the_new_column(older)
    assert run(["upgrade", older]) == 0
    assert capsys.readouterr().out.endswith("is of this version already. Nothing was changed.\n")


def test_who_only_reads_an_older_file_migrates_it_first(older: str, tmp_path: Path) -> None:
    if is_address(older):
        with pytest.raises(ReviewError, match="Run: ogp-review upgrade ADDRESS"):
            open_review(older, read_only=True)
        return
    assert has_the_new_column(older)
    assert schema._file_version(tmp_path / "review before version 4.ogpr") == 3
    with open_review(older, read_only=True) as review, pytest.raises(ReviewError, match="read only"):
        review.rename("New")


@pytest.fixture
def made_earlier(tmp_path: Path) -> Path:
    """A file that version 1 made: four comments, a point, an excerpt, a reply, one comment set aside."""
    path = tmp_path / "old.ogpr"
    path.write_bytes(gzip.decompress((OLD / "version_1.ogpr.gz").read_bytes()))
    return path


def stamp(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"PRAGMA user_version={version}")


@pytest.mark.parametrize("verb", ["stats", "verify", "search", "suggest", "export", "backup", "import"])
def test_every_verb_migrates_an_older_file(made_earlier: Path, verb: str, tmp_path: Path) -> None:
    source = write_source(tmp_path / "s.csv", 1, 2)
    more = {
        "search": ["money"],
        "export": [str(tmp_path / "x.csv")],
        "backup": [str(tmp_path / "x.ogpr")],
        "import": [str(source)],
    }
    assert run([verb, str(made_earlier), *more.get(verb, [])]) == 0
    assert schema._file_version(made_earlier) == t.SCHEMA_NUMBER
    assert (tmp_path / f"old before version {t.SCHEMA_NUMBER}.ogpr").exists()


def test_a_backup_of_an_earlier_attempt_is_kept(made_earlier: Path, tmp_path: Path) -> None:
    (tmp_path / f"old before version {t.SCHEMA_NUMBER}.ogpr").write_bytes(b"kept")
    assert run(["upgrade", str(made_earlier)]) == 0
    assert (tmp_path / f"old before version {t.SCHEMA_NUMBER}.ogpr").read_bytes() == b"kept"
    assert schema._file_version(tmp_path / f"old before version {t.SCHEMA_NUMBER} (2).ogpr") == 1


def test_a_write_protected_older_file_is_refused(
    made_earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "_writable", lambda path: False)
    for verb in ("stats", "upgrade"):
        assert run([verb, str(made_earlier)]) == 1
        assert "must be migrated, but it is write-protected here." in capsys.readouterr().err
    assert schema._file_version(made_earlier) == 1


def test_what_a_newer_version_made_is_refused(address: str) -> None:
    create_review(address).close()
    if is_address(address):
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    else:
        stamp(Path(address), 99)
    for call in (open_review, schema.upgrade):
        with pytest.raises(ReviewError, match="made by a newer version of OGP Review"):
            call(address)


def test_upgrade_of_what_is_no_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", str(tmp_path / "missing.ogpr")]) == 1
    assert "There is no review at" in capsys.readouterr().err


def test_a_copy_never_takes_the_place_of_a_file(
    made_earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody makes a file of that name while the copy is being written."""
    target, backup = tmp_path / "copy.ogpr", files._backup

    def slow(source: Path, beside: Path) -> None:
        backup(source, beside)
        target.write_bytes(b"theirs")

    monkeypatch.setattr(files, "_backup", slow)
    with pytest.raises(ReviewError):
        files.copy_file(made_earlier, target)
    assert target.read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.ogpr", "old.ogpr"]


def test_work_of_an_older_file_is_all_there_and_goes_on(made_earlier: Path, tmp_path: Path) -> None:
    with open_review(made_earlier, person="Marta") as review:
        assert (review.verify()["problems"], review.verify()["operations"]) == ([], 9)
        assert review.stats()["merged_comments"] == 2
        assert review.comment("C0004").set_aside == "off topic"
        assert [e.text for e in review.excerpts("C0002")] == ["school street"]
        assert review.comment("C0001").paragraph == "P1"
        for name in ("comments.csv", "report.docx", "matrix.xlsx"):
            review.reporting.export(tmp_path / name)
        assert "PT-0001,accepted,drafted" in (tmp_path / "comments.csv").read_text(encoding="utf-8-sig")


def test_what_was_done_in_an_older_file_is_undone_in_this_one(made_earlier: Path) -> None:
    with open_review(made_earlier, person="Marta") as review:
        undone = []
        while review.history.can_undo():
            undone.append(review.history.undo())
        assert len(undone) == 8, "all but the making of the review"
        assert review.stats()["comments"] == 0
        while review.history.can_redo():
            review.history.redo()
        assert review.comment("C0004").set_aside == "off topic"
        assert review.stats()["merged_comments"] == 2
        assert review.verify()["problems"] == []


def test_what_an_incompatible_version_did_stays(made_earlier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(t, "UNDOABLE", frozenset({t.SCHEMA_REVISION}))
    with open_review(made_earlier, person="Marta") as review:
        assert (review.history.can_undo(), review.history.undo()) == (None, None)
        review.rename("Mine")
        review.history.undo()
        assert review.title == "Old draft"


def test_an_older_file_takes_in_what_only_this_version_keeps(made_earlier: Path, tmp_path: Path) -> None:
    with open_review(made_earlier, person="Marta") as review:
        review.backup(tmp_path / "theirs.ogpr")
        with open_review(tmp_path / "theirs.ogpr", person="Ben") as theirs:
            letter = tmp_path / "letter.eml"
            letter.write_bytes(LETTER)
            theirs.intake.import_file(letter)
            review.take_from(theirs)
        with review.store.read() as connection:
            folded = connection.execute(text("SELECT folded FROM comment WHERE folded IS NOT NULL")).scalars()
            assert [one.strip() for one in folded] == ["-- \nZoe Example\nClerk"]
        assert review.verify()["problems"] == []


def test_participants_of_a_version_2_file_are_merged_and_its_work_is_undone(tmp_path: Path) -> None:
    """Version 2 kept no more of participants than what sources say: two participants said the same."""
    path = tmp_path / "two.ogpr"
    path.write_bytes(gzip.decompress((OLD / "version_2.ogpr.gz").read_bytes()))
    assert schema._file_version(path) == 2
    with open_review(path, person="Marta") as review:
        assert (review.verify()["problems"], review.stats()["participants"]) == ([], 3)
        review.suggesting.accept(review.suggesting.participants())
        assert review.comment("C0003").author == "Zoe Example"
        assert review.verify()["problems"] == []
        undone = []
        while review.history.can_undo():
            undone.append(review.history.undo())
        assert len(undone) == 6, "the merge, and all that version 2 did but the making of the review"
        assert review.stats()["participants"] == 0 and review.verify()["problems"] == []
        while review.history.can_redo():
            review.history.redo()
        assert review.comment("C0003").author == "Zoe Example"
        assert review.comment("C0002").stance == "question"


def test_what_people_type_may_be_longer_than_an_index_takes(address: str, tmp_path: Path) -> None:
    long = "".join(f"{number} " for number in range(8_000))
    with create_review(address, title="Long", person="Ana") as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 3))
        review.triage.set_aside(["C0001"], reason=long)
        review.triage.assign(["C0002"], long)
        assert [one.ref for one in review.comments(assigned_to=long)] == ["C0002"]
        assert review.comment("C0001").set_aside == long.strip()
        assert review.verify()["problems"] == []
