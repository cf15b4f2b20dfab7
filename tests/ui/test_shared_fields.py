"""Fields that two people may write: nothing typed is lost, and no colleague's words are written over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.domain.codebook import Tag
from ogp_review.domain.views import Committed
from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review, open_review
from ogp_review.ui import messages, theme
from ogp_review.ui.codebook import CodebookWorkspace
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.merging import PointsWorkspace
from ogp_review.ui.note_popup import NotePopup
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ANY = Committed("exchange", "", "", None)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.install(qapp, "light")


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Review]:
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "data"))
    source = tmp_path / "comments.csv"
    source.write_text("Author,Comment\nA,One.\nB,Two.\nC,Three.\n", "utf-8")
    review = create_review(tmp_path / "shared.ogpr", title="Shared", person="Ana")
    review.intake.import_file(source)
    ids = [comment.id for comment in review.comments()]
    review.merging.merge(ids[:2], summary="As it was", lead=ids[0])
    review.tagging.add(ids[:1], "Youth")
    review.tagging.define("Youth", definition="As it was")
    yield review
    review.close()


@pytest.fixture
def session(review: Review, qapp: QApplication) -> Iterator[Session]:
    session = Session(review)
    yield session
    session.close()


@pytest.fixture
def drafts(review: Review) -> Iterator[Drafts]:
    drafts = Drafts(review.store.review_id, review.store.copy)
    yield drafts
    drafts.close()


def marta(tmp_path: Path) -> Review:
    return open_review(tmp_path / "shared.ogpr", person="Marta")


def tag(review: Review) -> Tag:
    return review.tagging.codebook()[0]


# Notes ------------------------------------------------------------------------------------------------------


class Noting:
    """A popup on a desk whose session writes notes, or fails to."""

    def __init__(self, session: Session, drafts: Drafts, qtbot: QtBot) -> None:
        self.desk = QWidget()
        qtbot.addWidget(self.desk)
        self.anchor = QWidget(self.desk)
        self.popup = NotePopup(self.anchor, session, drafts)
        self.session, self.comment = session, next(iter(session.review.comments())).id
        self.breaks = True

    def write(self, review: Review, text: str) -> None:
        if self.breaks:
            raise ReviewError("The disk is full.")
        review.triage.note(self.comment, text)

    def ask(self) -> None:
        self.popup.ask(
            self.anchor,
            "Private note on C0001",
            "Add the note",
            lambda text: self.session.do(lambda review: self.write(review, text)),
            draft=(self.comment, "note"),
        )


def test_a_note_that_cannot_be_written_is_kept_until_it_is(
    session: Session, drafts: Drafts, qtbot: QtBot
) -> None:
    noting = Noting(session, drafts, qtbot)
    noting.ask()
    noting.popup.editor.setPlainText("Ask Marta about it")
    with qtbot.waitSignal(messages.bridge.had_problem):
        noting.popup._take()
    assert drafts.of(noting.comment)["note"].text == "Ask Marta about it"
    noting.ask()
    assert noting.popup.editor.toPlainText() == "Ask Marta about it"
    noting.breaks = False
    noting.popup._take()
    qtbot.waitUntil(lambda: not drafts.of(noting.comment))
    noting.ask()
    assert noting.popup.editor.toPlainText() == ""
    noting.popup.hide()


# Summaries --------------------------------------------------------------------------------------------------


@pytest.fixture
def points(session: Session, drafts: Drafts, qtbot: QtBot) -> Iterator[PointsWorkspace]:
    workspace = PointsWorkspace(session, drafts)
    qtbot.addWidget(workspace)
    session.changed.connect(workspace.refresh)
    workspace.resize(1440, 750)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.lead.summary.toPlainText() != "")
    yield workspace
    workspace.hide()


def summary(review: Review) -> str:
    return review.merging.points()[0].summary


def test_a_colleague_s_summary_is_not_written_over(
    points: PointsWorkspace, review: Review, drafts: Drafts, tmp_path: Path, qtbot: QtBot
) -> None:
    field = points.lead.summary
    field.setPlainText("Mine")
    with marta(tmp_path) as theirs:
        theirs.merging.summarise("PT-0001", "Theirs")
    with qtbot.waitSignal(messages.bridge.had_problem):
        field.save()
    qtbot.waitUntil(field.both.isVisible)
    assert summary(review) == "Theirs"
    assert drafts.of(review.merging.points()[0].id)["summary"].text == "Mine"
    assert (field.both.mine.toPlainText(), field.both.theirs.toPlainText()) == ("Mine", "Theirs")
    qtbot.waitUntil(lambda: field.both.theirs.accessibleName() == "Marta, saved")


@pytest.mark.parametrize(
    ("how", "stored", "shown"),
    [("mine", "Mine", "Mine"), ("theirs", "Theirs", "Theirs"), ("both", "Theirs", "Mine\n\nTheirs")],
)
def test_one_chooses_between_an_old_draft_and_a_newer_summary(
    review: Review,
    session: Session,
    drafts: Drafts,
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    how: str,
    stored: str,
    shown: str,
) -> None:
    point = review.merging.points()[0].id
    drafts.keep(point, "summary", "Mine", "As it was")
    review.merging.summarise(point, "Theirs")
    field = request.getfixturevalue("points").lead.summary
    qtbot.waitUntil(field.both.isVisible)
    field.save()
    field.both.chosen.emit(how)
    assert field.both.isHidden() and field.toPlainText() == shown
    qtbot.waitUntil(lambda: not session.writing and summary(review) == stored)
    qtbot.waitUntil(lambda: bool(drafts.of(point)) == (how == "both"))


# Tags -------------------------------------------------------------------------------------------------------


@pytest.fixture
def codebook(session: Session, drafts: Drafts, qtbot: QtBot) -> Iterator[CodebookWorkspace]:
    workspace = CodebookWorkspace(session, drafts)
    qtbot.addWidget(workspace)
    session.changed.connect(workspace.refresh)
    workspace.resize(1280, 700)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.form.tag_id() is not None)
    yield workspace
    workspace.hide()


def type_in(codebook: CodebookWorkspace, field: str, text: str) -> None:
    form = codebook.form
    form.name.setText(text) if field == "name" else form._text(field).setPlainText(text)


@pytest.mark.parametrize("field", ["name", "definition", "example"])
def test_a_colleague_s_words_about_a_tag_are_not_written_over(
    codebook: CodebookWorkspace, review: Review, drafts: Drafts, tmp_path: Path, qtbot: QtBot, field: str
) -> None:
    type_in(codebook, field, "Mine")
    with marta(tmp_path) as theirs:
        if field == "name":
            theirs.tagging.rename(tag(theirs).id, "Theirs")
        else:
            said: dict[str, Any] = {field: "Theirs"}
            theirs.tagging.define("Youth", **said)
    with qtbot.waitSignal(messages.bridge.had_problem):
        codebook.form.save()
    qtbot.waitUntil(codebook.form.both.isVisible)
    assert getattr(tag(review), field) == "Theirs"
    assert drafts.of(tag(review).id)[field].text == "Mine"
    both = codebook.form.both
    qtbot.waitUntil(lambda: both.theirs.accessibleName() == "Marta, saved")
    assert both._title.text() == f"Marta has changed the {field} since. Yours is kept as a draft."
    codebook.form.both.chosen.emit("mine")
    qtbot.waitUntil(lambda: getattr(tag(review), field) == "Mine")
    qtbot.waitUntil(lambda: not drafts.of(tag(review).id))


def test_what_is_typed_of_a_tag_is_on_the_disk_and_comes_back(
    codebook: CodebookWorkspace, review: Review, drafts: Drafts
) -> None:
    type_in(codebook, "definition", "Half a sen")
    assert drafts.flush()
    after_a_crash = Drafts(review.store.review_id, review.store.copy)
    assert after_a_crash.of(tag(review).id)["definition"].text == "Half a sen"
    after_a_crash.close()


def test_a_draft_of_an_earlier_day_comes_back(
    review: Review, session: Session, drafts: Drafts, request: pytest.FixtureRequest
) -> None:
    drafts.keep(tag(review).id, "definition", "Half a sen", "As it was")
    codebook: CodebookWorkspace = request.getfixturevalue("codebook")
    assert codebook.form.definition.toPlainText() == "Half a sen"
