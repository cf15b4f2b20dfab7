"""What goes wrong beside the work is told: a look at the file that fails, an answer that has gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ogp_review.review import Review, create_review
from ogp_review.ui import messages, theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses import ResponsePane
from ogp_review.ui.session import Session


@pytest.fixture
def review(tmp_path: Path, qapp: QApplication) -> Review:
    theme.install(qapp, "light")
    source = tmp_path / "comments.csv"
    source.write_text("Author,Comment\nA,One.\nB,Two.\n", "utf-8")
    review = create_review(tmp_path / "review.ogpr", title="Draft", person="Ana")
    review.intake.import_file(source)
    return review


@pytest.fixture
def session(review: Review) -> Iterator[Session]:
    session = Session(review)
    yield session
    session.close()


def test_a_look_at_the_file_that_fails_is_said_once(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session._known() is not None)
    file, whole = tmp_path / "review.ogpr", (tmp_path / "review.ogpr").read_bytes()
    file.write_bytes(b"\x01" * len(whole))
    heard: list[str] = []
    messages.bridge.had_problem.connect(heard.append)
    messages.bridge.had_bug.connect(lambda said, _trace: heard.append(said))
    try:
        for _time in range(2):
            session._look_for_others()
            qtbot.waitUntil(lambda: not session.reading)
        assert len(heard) == 1 and heard[0].strip()
        file.write_bytes(whole)
        session._look_for_others()
        qtbot.waitUntil(lambda: not session.reading)
        assert len(heard) == 1
        file.write_bytes(b"\x01" * len(whole))
        session._look_for_others()
        qtbot.waitUntil(lambda: len(heard) == 2)
    finally:
        file.write_bytes(whole)
        messages.bridge.had_problem.disconnect()
        messages.bridge.had_bug.disconnect()


def test_the_answer_to_a_comment_that_has_gone_says_so(session: Session, qtbot: QtBot) -> None:
    review = session.review
    drafts = Drafts(review.store.review_id, review.store.copy)
    pane = ResponsePane(session, drafts)
    qtbot.addWidget(pane)
    pane.show()
    pane.show(review.desk.comment("C0001"))
    assert pane.answer.subject is not None
    review.history.undo()
    pane.answer.reload()
    qtbot.waitUntil(lambda: pane.answer.subject is None)
    assert pane._nothing.isVisible()
    assert pane._nothing.sentence() == "C0001 is not in the review any more."
    drafts.close()
