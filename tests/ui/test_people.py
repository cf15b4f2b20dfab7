"""Who spoke: the list stays while people are merged, evidence stands side by side, answers are operations."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.people import ParticipantLine
from ogp_review.domain.views import CommentView
from ogp_review.review import Review, create_review, open_review
from ogp_review.services.suggesting_duplicates import DuplicateSuggestion
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.ui import theme
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.people import PeoplePage
from ogp_review.ui.people.model import PeopleModel
from ogp_review.ui.reader import Reader, offers
from ogp_review.ui.session import Session
from ogp_review.ui.suggestions import Suggestions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

BIG = 2**62
YOUTH = "The strategy says nothing of young people and it should say a lot more about them."
TABLE = (
    "Id,Text,Author,Organisation,E-mail,Country,Consent,Date\n"
    f'1,"{YOUTH}",Ana Ruiz,Red Abierta,Ana@Example.org,Peru,yes,2026-04-02\n'
    '2,"Publish the budget.",Ben Okafor,,ben@example.org,,,2026-04-02\n'
    '3,"<b>No</b>.","<b>Chidi</b> <img src=x>",,,,no,2026-04-02\n'
)
LETTER = f"""From: A. Ruiz <ana@example.org>
To: strategy@example.org
Message-ID: <one@example.org>
Date: Fri, 3 Apr 2026 10:00:00 +0000

{YOUTH}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with create_review(tmp_path / "r.ogpr", title="Draft", person="Marta") as made:
        (tmp_path / "forum.csv").write_text(TABLE, encoding="utf-8")
        (tmp_path / "letter.eml").write_text(LETTER, encoding="utf-8")
        made.intake.import_file(tmp_path / "forum.csv")
        made.intake.import_file(tmp_path / "letter.eml")
    return tmp_path / "r.ogpr"


@pytest.fixture
def session(path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    made = Session(open_review(path, person="Marta"))
    yield made
    made.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> PeoplePage:
    made = PeoplePage(session)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    return made


def who(review: Review, name: str) -> int:
    [found] = [line.id for line in review.people.all() if line.name == name]
    return found


def opened(page: PeoplePage, qtbot: QtBot, name: str) -> int:
    """Open the page at somebody, and wait until all of it is there."""
    person = who(page._session.review, name)
    page.open(person)
    qtbot.waitUntil(lambda: page._person is not None and page._person.view.line.id == person)
    qtbot.waitUntil(lambda: bool(page._suggestions))
    return person


# The list -------------------------------------------------------------------------------------------------


def line(person: int) -> ParticipantLine:
    return ParticipantLine(person, f"Person {person}", None, None, None, None, (("email", 1),), 1)


def test_the_list_is_a_proper_model_whatever_it_takes_over(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    choose = random.Random(3)
    model = PeopleModel(QApplication.instance())  # type: ignore[arg-type]
    model.put([BIG + n for n in range(8)])
    model.fill([line(BIG + 1)])
    qtmodeltester.check(model)
    for _ in range(200):
        ids = choose.sample([BIG + n for n in range(12)], choose.randint(0, 12))
        model.put(ids)
        assert [model.person(row) for row in range(model.rowCount())] == ids
        assert all(model.row_of(one) == row for row, one in enumerate(ids))


def test_rows_that_stay_are_not_touched_when_one_goes(qtbot: QtBot) -> None:
    model = PeopleModel(QApplication.instance())  # type: ignore[arg-type]
    model.put([1, 2, 3, 4])
    with qtbot.waitSignal(model.rowsRemoved) as gone, qtbot.assertNotEmitted(model.modelReset):
        model.put([1, 2, 4])
    assert gone.args is not None and gone.args[1:] == [2, 2]


def test_who_spoke_is_listed_found_and_shown_as_plain_text(page: PeoplePage, qtbot: QtBot) -> None:
    opened(page, qtbot, "Ben Okafor")
    assert page.people.model.rowCount() == 4 and page.people.count.text() == "4 participants"
    page.people.field.setText("chidi")
    qtbot.waitUntil(lambda: page.people.model.rowCount() == 1)
    qtbot.waitUntil(lambda: "Chidi" in page.person.title.text())
    assert page.person.title.text() == "<b>Chidi</b> <img src=x>"
    labels = page.findChildren(QLabel)
    assert labels and all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)
    page.people.field.setText("nobody at all")
    qtbot.waitUntil(lambda: page.people.model.rowCount() == 0)
    assert page.people.empty.sentence() == "Nothing matches “nobody at all”."
    page.people.empty.acted.emit()
    qtbot.waitUntil(lambda: page.people.model.rowCount() == 4)


def test_without_participants_it_says_so(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    theme.install(qapp, "dark")
    session = Session(create_review(tmp_path / "empty.ogpr", person="Marta"))
    page = PeoplePage(session)
    qtbot.addWidget(page)
    page.open(None)
    said = "No source says who spoke. Import one that names participants."
    qtbot.waitUntil(lambda: page.people.empty.sentence() == said)
    session.close()


# Suggestions ----------------------------------------------------------------------------------------------


def texts(page: PeoplePage) -> list[str]:
    return [label.text() for label in page.person.cards[0].findChildren(QLabel)]


def test_evidence_stands_side_by_side_and_y_merges(page: PeoplePage, session: Session, qtbot: QtBot) -> None:
    opened(page, qtbot, "Ben Okafor")
    assert page.person.cards == [], "nobody is like Ben"
    ana = opened(page, qtbot, "Ana Ruiz")
    qtbot.waitUntil(lambda: len(page.person.cards) == 1)
    said = texts(page)
    assert "May be the same person. 97 % sure: the same e-mail address." in said
    assert {"E-mail, private", "Ana@Example.org", "ana@example.org", "May be named", "Not known"} <= set(said)
    assert not page.grab().isNull()
    qtbot.keyClick(page.people.view, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: page.people.model.rowCount() == 3)
    assert page.people.current() == ana and session.review.people.one(ana).line.merged == 2
    qtbot.waitUntil(lambda: page.person.counts.text() == "2 comments: E-mail 1, File 1")
    qtbot.waitUntil(lambda: page.person.cards == [])
    assert page.person.consent.currentData() == "unknown"
    assert page.person.hints["consent"].text().startswith("Sources differ")


def test_n_keeps_them_apart_for_good(page: PeoplePage, session: Session, qtbot: QtBot) -> None:
    opened(page, qtbot, "A. Ruiz")
    qtbot.waitUntil(lambda: len(page.person.cards) == 1)
    qtbot.keyClick(page.people.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: page.person.cards == [])
    assert session.review.suggesting.participants() == []
    assert page.people.model.rowCount() == 4


# What is known --------------------------------------------------------------------------------------------


def test_a_field_is_saved_when_it_is_left_and_the_source_is_named(
    page: PeoplePage, session: Session, qtbot: QtBot
) -> None:
    ana = opened(page, qtbot, "Ana Ruiz")
    assert page.person.fields["country"].text() == "Peru"
    page.person.fields["organisation"].setText("Red del Sur")
    page.person.fields["organisation"].editingFinished.emit()
    qtbot.waitUntil(lambda: session.review.people.one(ana).line.organisation == "Red del Sur")
    hint = page.person.hints["organisation"]
    qtbot.waitUntil(lambda: hint.text() == "The source says: Red Abierta")
    page.person.consent.setCurrentIndex(page.person.consent.findData("no"))
    page.person.consent.activated.emit(2)
    qtbot.waitUntil(lambda: session.review.people.one(ana).line.consent is False)
    assert [one.sentence for one in session.review.history.all()[:2]] == [
        "Changed the consent of a participant",
        "Changed the organisation of a participant",
    ]


def test_what_was_typed_is_kept_when_the_page_goes(page: PeoplePage, session: Session, qtbot: QtBot) -> None:
    ana = opened(page, qtbot, "Ana Ruiz")
    page.person.fields["name"].setText("Ana María Ruiz")
    page.hide()
    qtbot.waitUntil(lambda: session.review.people.one(ana).line.name == "Ana María Ruiz")


def test_whoever_was_merged_can_be_split_off(page: PeoplePage, session: Session, qtbot: QtBot) -> None:
    review = session.review
    ana, letter = who(review, "Ana Ruiz"), who(review, "A. Ruiz")
    review.people.merge([ana, letter])
    page.open(ana)
    qtbot.waitUntil(lambda: page._person is not None and len(page._person.view.stated) == 2)
    page.person._split(letter)
    qtbot.waitUntil(lambda: page.people.model.rowCount() == 4)
    assert review.people.one(letter).line.name == "A. Ruiz"


def test_who_only_reads_changes_nothing_and_is_told_why(path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    theme.install(qapp, "light")
    session = Session(open_review(path, person="Marta", read_only=True))
    page = PeoplePage(session)
    qtbot.addWidget(page)
    page.show()
    opened(page, qtbot, "Ana Ruiz")
    qtbot.waitUntil(lambda: len(page.person.cards) == 1)
    assert not page.merge.isEnabled() and not page.person.consent.isEnabled()
    assert not page.person.cards[0].accept.isEnabled() and page.person.fields["name"].isReadOnly()
    qtbot.keyClick(page.people.view, Qt.Key.Key_Y)
    assert session.review.stats()["participants"] == 4
    session.close()


# In the reader --------------------------------------------------------------------------------------------


def shown(reader: Reader, qtbot: QtBot, comment: int) -> CommentView:
    with qtbot.waitSignal(reader.shown, timeout=10_000):
        reader.show(comment)
    view = reader.current()
    assert view is not None
    return view


def test_the_strip_says_who_else_said_the_same_and_when(session: Session, qtbot: QtBot) -> None:
    reader = Reader(session)
    qtbot.addWidget(reader)
    reader.show()
    waiting = Suggestions(session, Jobs(session))
    comment = session.review.comment("C0001").id
    with qtbot.waitSignal(waiting.changed):
        waiting.load()
    qtbot.waitUntil(lambda: len(waiting.of(comment)) == 2)
    shown(reader, qtbot, comment)
    reader.set_suggestions(waiting.of(comment))
    said = reader.strip.question.accessibleName()
    assert said == "Merge with C0004? 99 % sure: the same text (E-mail, 3 April 2026)."
    reader.strip.turn()
    said = reader.strip.question.accessibleName()
    assert said == "Is A. Ruiz, E-mail the same person? 97 % sure: the same e-mail address."
    with qtbot.waitSignal(reader.head.wants) as asked:
        qtbot.mouseClick(reader.head.author, Qt.MouseButton.LeftButton)
    assert asked.args == ["who", who(session.review, "Ana Ruiz")]


def test_suggestions_follow_what_is_accepted_and_undone(session: Session, qtbot: QtBot) -> None:
    waiting = Suggestions(session, Jobs(session))
    first, mail = (session.review.comment(ref).id for ref in ("C0001", "C0004"))
    waiting.load()
    qtbot.waitUntil(lambda: waiting.counts() == {first: 2, mail: 2})
    waiting.accept(waiting.of_kind(DuplicateSuggestion, [first, mail]))
    qtbot.waitUntil(lambda: waiting.counts() == {first: 1, mail: 1})
    assert len(session.review.merging.points()) == 1
    waiting.dismiss(waiting.of_kind(ParticipantSuggestion, [mail]))
    qtbot.waitUntil(lambda: waiting.counts() == {})
    session.do(lambda review: review.history.undo())
    qtbot.waitUntil(lambda: waiting.counts() == {first: 1, mail: 1})
    session.do(lambda review: review.history.undo())
    qtbot.waitUntil(lambda: waiting.counts() == {first: 2, mail: 2})


def test_a_suggestion_concerns_only_the_comments_it_is_about(session: Session) -> None:
    review = session.review
    [same], [one] = review.suggesting.duplicates(), review.suggesting.participants()
    views = {ref: review.desk.comment(ref) for ref in ("C0001", "C0002", "C0004")}
    for suggestion in (same, one):
        assert [offers.concerns(suggestion, view) for view in views.values()] == [True, False, True]
    assert offers.offer(same, views["C0004"]).bold == "C0001"
    assert offers.offer(one, views["C0004"]).bold == "Ana Ruiz (Red Abierta), File"
