"""A review of an older version is backed up and migrated, whoever opens it; a newer one is refused."""

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

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


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
    (scripts / "versions" / "0002_next.py").write_text(NEXT)
    this = schema._alembic

    def alembic() -> Any:
        config = this()
        config.set_main_option("script_location", str(scripts))
        return config

    monkeypatch.setattr(schema, "_alembic", alembic)
    monkeypatch.setattr(t, "SCHEMA_REVISION", "0002")
    monkeypatch.setattr(t, "SCHEMA_NUMBER", 2)
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
            '"review before version 2.ogpr".\n'
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
    assert schema._file_version(tmp_path / "review before version 2.ogpr") == 1
    with open_review(older, read_only=True) as review, pytest.raises(ReviewError, match="read only"):
        review.rename("New")


@pytest.fixture
def made_earlier(tmp_path: Path) -> Path:
    """A file that says it is of version 0."""
    path = tmp_path / "old.ogpr"
    create_review(path).close()
    stamp(path, 0)
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
    assert (tmp_path / "old before version 1.ogpr").exists()


def test_a_backup_of_an_earlier_attempt_is_kept(made_earlier: Path, tmp_path: Path) -> None:
    (tmp_path / "old before version 1.ogpr").write_bytes(b"kept")
    assert run(["upgrade", str(made_earlier)]) == 0
    assert (tmp_path / "old before version 1.ogpr").read_bytes() == b"kept"
    assert schema._file_version(tmp_path / "old before version 1 (2).ogpr") == 0


def test_a_write_protected_older_file_is_refused(
    made_earlier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "_writable", lambda path: False)
    for verb in ("stats", "upgrade"):
        assert run([verb, str(made_earlier)]) == 1
        assert "must be migrated, but it is write-protected here." in capsys.readouterr().err
    assert schema._file_version(made_earlier) == 0


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
