"""What is typed survives a crash, other windows, and a damaged file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ogp_review.ui import drafts as module
from ogp_review.ui.drafts import Drafts

REVIEW, COPY = 7_000_000_000_000_000_001, 5


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def drafts(qapp: object) -> Iterator[Drafts]:
    made = Drafts(REVIEW, COPY)
    yield made
    made.close()


def reopened() -> dict[str, str]:
    """What a program that is started now finds of owner 1."""
    again = Drafts(REVIEW, COPY)
    found = {field: draft.text for field, draft in again.of(1).items()}
    again.close()
    return found


def test_a_draft_is_on_the_disk_within_a_second(drafts: Drafts, qtbot: QtBot) -> None:
    with qtbot.waitSignal(drafts.saved, timeout=1_000) as told:
        drafts.keep(1, "response", "We ag", "")
    assert told.args is not None and told.args[0] == 1
    assert reopened() == {"response": "We ag"}


def test_keystrokes_are_gathered_into_one_write(drafts: Drafts, qtbot: QtBot) -> None:
    told: list[int] = []
    drafts.saved.connect(lambda owner, _at: told.append(owner))
    for length in range(1, 40):
        drafts.keep(1, "response", "x" * length, "")
    assert drafts.flush()
    qtbot.wait(50)
    assert told == [1]
    assert reopened() == {"response": "x" * 39}


def test_it_remembers_from_which_words_typing_started(drafts: Drafts) -> None:
    drafts.keep(1, "response", "New", "Old")
    drafts.flush()
    again = Drafts(REVIEW, COPY)
    assert again.of(1)["response"].base == "Old"
    again.close()


def test_what_became_an_operation_is_gone(drafts: Drafts) -> None:
    drafts.keep(1, "response", "Text", "")
    drafts.flush()
    drafts.forget(1, "response")
    drafts.flush()
    assert drafts.of(1) == {} and reopened() == {}


def test_another_windows_later_words_are_not_forgotten_with_mine(drafts: Drafts) -> None:
    other = Drafts(REVIEW, COPY)
    drafts.keep(1, "response", "Mine", "")
    drafts.flush()
    other.keep(1, "response", "Theirs", "")
    other.flush()
    drafts.forget(1, "response")
    drafts.flush()
    other.close()
    assert reopened() == {"response": "Theirs"}


def test_words_taken_over_from_a_crash_can_be_forgotten(drafts: Drafts) -> None:
    drafts.keep(1, "response", "Text", "")
    drafts.flush()
    after = Drafts(REVIEW, COPY)
    after.forget(1, "response")
    after.close()
    assert reopened() == {}


def test_drafts_of_another_copy_of_the_review_stay_apart(drafts: Drafts) -> None:
    drafts.keep(1, "response", "Text", "")
    drafts.flush()
    other = Drafts(REVIEW, COPY + 1)
    assert other.of(1) == {}
    other.close()


def test_text_that_no_database_holds_is_kept_in_another_form(drafts: Drafts) -> None:
    drafts.keep(1, "response", "a\ud800b\0c", "")
    assert drafts.flush(2)
    assert reopened() == {"response": "a\ufffdb\ufffdc"}


def test_closing_writes_what_waits(qapp: object) -> None:
    made = Drafts(REVIEW, COPY)
    made.keep(1, "response", "The last words", "")
    made.close()
    assert reopened() == {"response": "The last words"}


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(
    folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AGAIN_SECONDS", 0.05)
    folder.write_text("a file where the folder should be")
    made = Drafts(REVIEW, COPY)
    with qtbot.waitSignal(made.failed, timeout=2_000) as told:
        made.keep(1, "response", "Text", "")
    assert told.args is not None and "not kept on this computer" in told.args[0]
    folder.unlink()
    with qtbot.waitSignal(made.saved, timeout=2_000):
        pass
    made.close()
    assert reopened() == {"response": "Text"}


def test_a_locked_file_is_waited_for(drafts: Drafts, folder: Path, qtbot: QtBot) -> None:
    drafts.keep(1, "response", "First", "")
    drafts.flush()
    other = sqlite3.connect(folder / module.FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    drafts.keep(1, "response", "Second", "")
    assert not drafts.flush(0.2)
    other.execute("COMMIT")
    other.close()
    assert drafts.flush(6)
    assert reopened() == {"response": "Second"}


def test_a_damaged_file_is_put_beside_and_a_new_one_begun(folder: Path, qapp: object) -> None:
    folder.mkdir(parents=True)
    (folder / module.FILE).write_bytes(b"no database at all" * 100)
    made = Drafts(REVIEW, COPY)
    made.keep(1, "response", "Text", "")
    made.close()
    assert reopened() == {"response": "Text"}
    assert (folder / "drafts.damaged").exists()
