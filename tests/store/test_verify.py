"""Finding damage is what verify is for: whatever was altered, it says so in sentences and raises nothing."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from engines import new_database
from random_work import write_source

from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.store.store import is_address

DAMAGED = "The file of this review is damaged. Keep it, and open a backup or another copy of it."
LACKING = "The shared database lacks a part of this review. Have a backup of it restored on its server."


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def first_of_all(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A review in which an import, a tag, an excerpt, a point and an undo stand in the journal."""
    folder = tmp_path_factory.mktemp("verify")
    sqlite = request.param == "sqlite"
    address = str(folder / "a.ogpr") if sqlite else new_database(request.getfixturevalue("postgres"))
    with create_review(address, title="Draft", person="Ana") as review:
        review.intake.import_file(write_source(folder / "s.csv", 1, 6), consultation="Run")
        first, second, third, *_ = (comment.id for comment in review.comments())
        review.tagging.add([first, second], "Money")
        review.tagging.excerpt(third, 0, 5)
        point = review.merging.merge([first, second], summary="More trees.")
        review.responding.respond(point, disposition="noted", text="Thank you.")
        review.responding.submit(point)
        review.history.undo()
        assert review.verify()["problems"] == []
    return address


@pytest.fixture
def worked_on(first_of_all: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A copy of it, to be altered."""
    if not is_address(first_of_all):
        return str(shutil.copy(first_of_all, tmp_path / "a.ogpr"))
    import psycopg

    name, like = f"copy_{os.urandom(6).hex()}", urlsplit(first_of_all).path.strip("/")
    with psycopg.connect(request.getfixturevalue("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
    return first_of_all.replace(f"/{like}?", f"/{name}?")


def alter(address: str, statement: str) -> None:
    """Change the database behind the review's back, and let no foreign key stand in the way."""
    if is_address(address):
        import psycopg

        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(statement.encode())
    else:
        with closing(sqlite3.connect(address)) as raw, raw:
            raw.execute(statement)


def problems(address: str) -> list[str]:
    with open_review(address, read_only=True) as review:
        found = review.verify()
    assert found["ok"] == (not found["problems"])
    return list(found["problems"])


JOURNAL = {
    "DELETE FROM operation WHERE kind = 'tag'": "The journal has no entry of operation",
    "DELETE FROM operation WHERE kind = 'undo'": "The journal has no entry of operation",
    "UPDATE operation SET parents = '[' WHERE kind = 'tag'": "(tag, ",
    "UPDATE operation SET parents = '5' WHERE kind = 'tag'": "(tag, ",
    "UPDATE operation SET about = '{' WHERE kind = 'merge'": "(merge, ",
    "UPDATE operation SET about = 'null' WHERE kind = 'merge'": "(merge, ",
    "UPDATE change SET table_name = 'nothing' WHERE table_name = 'tag_link'": "wrote in nothing cannot be",
    "DELETE FROM change": "The journal does not say who wrote 2 rows of tag_link.",
    "DELETE FROM touch": "The journal does not say who wrote 2 rows of tag_link.",
}
SHAPE = {
    "DELETE FROM head": "The operations kept as the journal's last ones",
    "UPDATE head SET operation_id = (SELECT id FROM operation WHERE kind = 'tag')": "kept as the journal's",
    "UPDATE operation SET undone_by = NULL": "whether this was undone: Sent PT-0001 for review.",
    "UPDATE operation SET undone_by = id WHERE kind = 'tag'": "whether this was undone: Tagged 2 comments",
}
SOURCES = {
    "DELETE FROM source_key WHERE row_id = (SELECT id FROM comment WHERE ref = 'C0002')": "C0002 has no key",
    "UPDATE excerpt SET stop = 99999": "The excerpt C0003[0-99999] is not within the text",
    "UPDATE excerpt SET start = -1": "The excerpt C0003[-1-5] is not within the text",
    "UPDATE excerpt SET start = 5": "The excerpt C0003[5-5] is not within the text",
    "UPDATE excerpt SET text_id = 5": "The excerpt C0003[0-5] is not within the text",
}  # fmt: skip


@pytest.mark.parametrize("statement", [*JOURNAL, *SHAPE, *SOURCES])
def test_what_was_altered_is_told(worked_on: str, statement: str) -> None:
    alter(worked_on, statement)
    told = {**JOURNAL, **SHAPE, **SOURCES}[statement]
    found = problems(worked_on)
    assert any(told in problem for problem in found), found


def test_writes_whose_bytes_are_broken_are_told(worked_on: str) -> None:
    nothing = "'\\x00'" if is_address(worked_on) else "x'00'"
    alter(worked_on, f"UPDATE change SET body = {nothing} WHERE table_name = 'tag_link'")
    found = problems(worked_on)
    assert [one for one in found if "wrote in tag_link cannot be read" in one]
    assert not [one for one in found if "staff_text" in one], "what can be read is not complained of"


def test_a_journal_without_the_operation_that_brought_the_comments(worked_on: str) -> None:
    alter(worked_on, "DELETE FROM operation WHERE kind = 'import'")
    assert problems(worked_on)


def test_rows_that_name_what_is_not_there_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.ogpr"
    with create_review(path) as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 6))
    alter(str(path), "DELETE FROM consultation")
    assert "6 rows of comment without the row of consultation that it names." in problems(str(path))


@pytest.mark.parametrize("statement", [
    "DROP TABLE note", "DROP TABLE tally", "DROP TABLE touch", "DROP TABLE comment_state", "DELETE FROM meta",
    "UPDATE meta SET value = 'x' WHERE name = 'review_id'",
])  # fmt: skip
def test_a_review_that_lacks_a_part_is_damaged_for_everybody(worked_on: str, statement: str) -> None:
    alter(worked_on, statement)
    for read_only in (True, False):
        with pytest.raises(ReviewError) as refused:
            open_review(worked_on, read_only=read_only)
        assert str(refused.value) == (LACKING if is_address(worked_on) else DAMAGED)


def test_a_table_that_goes_while_the_review_is_open(worked_on: str) -> None:
    with open_review(worked_on) as review:
        alter(worked_on, "DROP TABLE tag_link")
        with pytest.raises(ReviewError) as refused:
            review.verify()
        assert str(refused.value) == (LACKING if is_address(worked_on) else DAMAGED)


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[tuple[Review, Review]]:
    """Two copies of a review, before anybody has worked on either."""
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 4))
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            yield mine, theirs


def test_what_two_copies_did_apart_is_no_damage(copies: tuple[Review, Review]) -> None:
    mine, theirs = copies
    first, *_ = (comment.id for comment in mine.comments())
    mine.tagging.add([first], "Money")
    mine.history.undo()
    theirs.triage.stance([first], "support")
    mine.take_from(theirs)
    theirs.take_from(mine)
    mine.history.redo()
    theirs.take_from(mine)
    for copy in copies:
        assert copy.verify()["problems"] == []
