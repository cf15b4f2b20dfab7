"""The one write path, ids, the journal's size, and what verify finds."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from random_work import write_source
from sqlalchemy import func, select, text

from ogp_review import settings
from ogp_review.domain.operation import Op
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.store import journal, schema
from ogp_review.store import tables as t
from ogp_review.store.engine import OutsideOperation
from ogp_review.store.ids import copy_letters, hash_id, random_id
from ogp_review.store.journal import Writes


@pytest.fixture
def review(address: str, tmp_path: Path) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        made.intake.import_file(write_source(tmp_path / "source.csv", 1, 8), consultation="Run")
        yield made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE comment_work SET stance = 'support'",
        "DELETE FROM comment",
        "INSERT INTO counter (name, value) VALUES ('x', 1)",
        "CREATE TABLE beside (id INTEGER)",
    ],
)
def test_a_write_outside_an_operation_raises(review: Review, statement: str) -> None:
    with pytest.raises(OutsideOperation), review.store.read() as connection:
        connection.execute(text(statement))


def test_an_operation_that_fails_leaves_nothing(review: Review) -> None:
    comment = next(iter(review.comments()))
    with pytest.raises(ZeroDivisionError), review.store.operation(Op.MOVE, "Marta") as op:
        op.change("comment_work", {comment.id: {"stance": "support"}})
        raise ZeroDivisionError
    assert review.comment(comment.ref).stance is None
    assert review.verify()["ok"]


def test_an_operation_that_changes_nothing_is_none(review: Review) -> None:
    before = review.verify()["operations"]
    comment = next(iter(review.comments()))
    review.triage.stance([comment.id], None)
    review.triage.take_back([comment.id])
    assert review.verify()["operations"] == before


def test_a_conflict_stays_open_until_settled(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 3))
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            ref = next(iter(mine.comments())).ref
            mine.triage.move([ref], "P1")
            theirs.triage.move([ref], "Whole draft")
            assert (mine.take_from(theirs), theirs.take_from(mine)) == (1, 1)
            assert mine.history.conflicts() == theirs.history.conflicts()
            [conflict] = mine.history.conflicts()
            assert (conflict.table, conflict.column) == ("comment_work", "place")
            mine.history.settle(conflict, conflict.shown)
            assert mine.history.conflicts() == []
            theirs.take_from(mine)
            assert theirs.history.conflicts() == []
            assert mine.comment(ref).paragraph == theirs.comment(ref).paragraph


def test_hidden_here_and_used_there_shows_as_a_conflict(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 3))
        mine.backup(tmp_path / "b.ogpr")
        with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
            mine.history.undo()
            assert list(mine.comments()) == []
            theirs.tagging.add([next(iter(theirs.comments())).id], "Money")
            mine.take_from(theirs)
            theirs.take_from(mine)
            for copy in (mine, theirs):
                assert len(list(copy.comments())) == 3, "work hangs on the import, so it shows"
                assert [(c.table, c.column) for c in copy.history.conflicts()] == [("intake", "hidden")]


def test_refs_of_another_copy_carry_its_letters(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr", person="Ana") as mine:
        mine.intake.import_file(write_source(tmp_path / "s.csv", 1, 2))
        mine.backup(tmp_path / "b.ogpr")
    with open_review(tmp_path / "b.ogpr", person="Ben") as theirs:
        theirs.intake.import_file(write_source(tmp_path / "s2.csv", 3, 4))
        letters = copy_letters(settings.copy_id(theirs.store.review_id, str((tmp_path / "b.ogpr").resolve())))
        refs = [comment.ref for comment in theirs.comments()]
    assert refs == ["C0001", "C0002", f"C-{letters}-0001", f"C-{letters}-0002"]


def test_another_review_is_not_a_copy(tmp_path: Path) -> None:
    with create_review(tmp_path / "a.ogpr") as mine, create_review(tmp_path / "b.ogpr") as other:
        with pytest.raises(ReviewError, match="is another review, not a copy"):
            mine.take_from(other)


def test_a_bulk_tag_costs_at_most_three_times_its_links(tmp_path: Path) -> None:
    count = 3_000
    source = tmp_path / "many.csv"
    source.write_text("Text\n" + "".join(f"Comment number {n}.\n" for n in range(count)), encoding="utf-8")
    with create_review(tmp_path / "a.ogpr") as review:
        review.intake.import_file(source)
        ids = [comment.id for comment in review.comments()]
        review.tagging.add(ids[:1], "Money")
        before = _bytes(tmp_path / "a.ogpr")
        review.tagging.add(ids[1:], "Money")
        after = _bytes(tmp_path / "a.ogpr")
    links = sum(after[name] - before[name] for name in ("tag_link", "tag_link_unit", "tag_link_tag"))
    kept = sum(after[name] - before[name] for name in ("operation", "change", "touch"))
    assert kept + links <= 3 * links, f"{kept:,} bytes of journal for {links:,} of links"


def _bytes(path: Path) -> dict[str, int]:
    """How many bytes each table and index takes, by the pages it has."""
    with sqlite3.connect(path) as connection:
        try:
            rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite counts no pages (dbstat is not compiled in)")
    connection.close()
    return dict(rows)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE comment_text SET text = 'forged'", "not what was imported"),
        ("UPDATE comment_work SET stance = 'change'", "is not what the journal says"),
        ("UPDATE comment_state SET state = 'approved' WHERE doc = 1", "is not what its sources"),
        ("UPDATE tally SET n = n + 1 WHERE name = 'comments'", "counts kept are not those"),
        ("INSERT INTO search (rowid, body) VALUES (999, 'x')", "search index holds 9"),
        ("DELETE FROM comment_text WHERE id = (SELECT min(id) FROM comment_text)", "has no text"),
    ],
)  # fmt: skip
def test_verify_finds_what_was_altered_behind_its_back(tmp_path: Path, statement: str, told: str) -> None:
    path = tmp_path / "a.ogpr"
    with create_review(path) as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 8))
        review.triage.stance([comment.id for comment in review.comments()], "support")
        assert review.verify()["ok"]
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with open_review(path) as review:
        found = review.verify()
    assert not found["ok"]
    assert any(told in problem for problem in found["problems"]), found["problems"]


def test_an_older_review_is_backed_up_then_migrated(tmp_path: Path) -> None:
    path = tmp_path / "old.ogpr"
    with create_review(path, title="Old") as review:
        review.intake.import_file(write_source(tmp_path / "s.csv", 1, 3))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=0")
    connection.close()
    with open_review(path) as review:
        assert review.stats()["comments"] == 3
    assert (tmp_path / f"old before version {t.SCHEMA_NUMBER}.ogpr").exists()


def test_the_revision_is_the_one_alembic_ends_at() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(schema._alembic()).get_current_head() == t.SCHEMA_REVISION


def test_tables_are_those_the_migrations_make(review: Review) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with review.store.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), t.metadata)
    assert [one for one in found if "search" not in str(one)] == []


def test_the_journal_reads_back_what_was_written() -> None:
    written = Writes(
        made={1: {"a": 1, "hidden": False}, 2: {"a": 2, "hidden": False}},
        before={3: {"b": None}, 4: {"b": "x", "c": 2**62}},
        after={3: {"b": "ü"}, 4: {"b": None, "c": {"all": 1}["all"]}},
    )
    read = journal.decode(journal.encode(written))
    assert (read.made, read.before, read.after) == (written.made, written.before, written.after)


def test_ids_are_the_same_everywhere_and_no_places() -> None:
    assert hash_id("x", 1) == hash_id("x", 1) != hash_id("x1")
    assert 16 <= hash_id("") < 2**63
    assert len({random_id() for _ in range(1_000)}) == 1_000


def test_two_people_in_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.ogpr"
    with create_review(path, person="Ana") as ana:
        ana.intake.import_file(write_source(tmp_path / "s.csv", 1, 4))
        with open_review(path, person="Ben") as ben:
            refs = [comment.ref for comment in ben.comments()]
            ana.triage.move(refs[:2], "P1")
            ben.triage.stance(refs[1:], "change")
            ana.history.undo()
            assert [c.stance for c in ana.comments()] == [None, "change", "change", "change"]
        with ana.store.read() as connection:
            lamports = (
                connection.execute(select(t.operation.c.lamport).order_by(t.operation.c.lamport))
                .scalars()
                .all()
            )
            heads = connection.execute(select(func.count()).select_from(t.head)).scalar()
    assert lamports == list(range(1, len(lamports) + 1))
    assert heads == 1
