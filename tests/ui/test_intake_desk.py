"""The import page with real services: mapped, asked, queued, brought in, and what came of it read again."""

import pickle
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.domain.comment import Comment
from ogp_review.importers.table_mapping import Join
from ogp_review.progress import NoProgress
from ogp_review.review import create_review, open_review
from ogp_review.ui import messages, theme
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.intake.source import Source, Stage
from ogp_review.ui.intake.work import AGAIN_AFTER_MS
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.session import Session
from ogp_review.workers.sources import BringIn, LookAt

DATA = Path(__file__).parents[1] / "data"
PATIENCE_MS = 20_000


class Desk:
    """The page on a review of its own, and a person who waits until all is shown."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.jobs = Jobs(session)
        self.page = ImportPage(session, self.jobs)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 720)
        self.page.show()
        qtbot.waitExposed(self.page)

    def settle(self) -> None:
        """Until nothing is read, written or about to be looked at again."""

        def quiet() -> bool:
            work = self.page.work
            return not (work.pending or work.importing or self.jobs.running or self.session.reading)

        self.qtbot.waitUntil(quiet, timeout=PATIENCE_MS)
        QApplication.processEvents()  # what has come into a layout shows after that

    def take(self, *paths: Path) -> "Desk":
        self.page.take([str(path) for path in paths])
        self.settle()
        return self

    @property
    def source(self) -> Source:
        assert self.page.current is not None
        return self.page.current

    def column(self, place: int) -> list[str]:
        """What a column of the preview says."""
        preview = self.page.preview
        return [str(preview.index(row, place).data()) for row in range(preview.rowCount())]

    def choose(self, name: str, field: str) -> None:
        """Say what a column is, as a person does in its box."""
        box = self.page.mapping.box_of(name)
        box.setCurrentIndex(box.findData(field))
        box.activated.emit(box.currentIndex())

    def answer(self, key: str, words: str) -> None:
        """Click on the answer that begins with these words."""
        card = next(card for card in self.page.right.questions.cards if card.asked.key == key)
        next(one for one in card.buttons() if one.text().startswith(words)).click()
        self.settle()

    def asked(self) -> list[str]:
        return [card.asked.key for card in self.page.right.questions.cards]

    def bring_in(self) -> None:
        self.page.next_step()
        self.settle()

    def comments(self) -> list[Comment]:
        return list(self.session.review.comments())

    def link(self, words: str) -> QWidget:
        """The link of a thing to know."""

        def links() -> list[QWidget]:
            found = self.page.things.findChildren(QWidget)
            return [one for one in found if one.isVisible() and one.accessibleName().startswith(words)]

        self.qtbot.waitUntil(lambda: bool(links()), timeout=2_000)
        return links()[0]


@pytest.fixture
def review(tmp_path: Path) -> Path:
    path = tmp_path / "strategy.ogpr"
    create_review(path, title="Strategy", person="Ana").close()
    return path


@pytest.fixture
def desk(review: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    theme.install(qapp, "light")
    session = Session(open_review(review, person="Ana"))
    made = Desk(session, qtbot)
    yield made
    made.page.work.close()
    made.jobs.close()
    session.close()


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, *lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding)
        return path

    return write


PEOPLE = ("Key;Who;Comment;Else", "1;Ana;Plant more trees here.;Fewer cars.", "2;Bo;Open at noon.;No.")


# Mapping --------------------------------------------------------------------------------------------------


def test_another_column_is_seen_at_once(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", *PEOPLE))
    assert desk.column(5) == ["Plant more trees here.", "Open at noon."]
    before, known = desk.source.number, desk.page.things.lines()
    desk.choose("Comment", "")
    desk.choose("Else", "text")
    desk.choose("Who", "author")
    assert desk.column(5) == ["Plant more trees here.", "Open at noon."]  # until it is looked at again
    desk.settle()
    assert desk.column(5) == ["Fewer cars.", "No."]
    assert desk.column(3) == ["Ana", "Bo"]
    assert desk.source.number == before + 1  # three changes, one look
    assert any('"Else"' in line for line in known)
    assert not any('"Else"' in line for line in desk.page.things.lines())


def test_an_older_look_is_dropped(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", *PEOPLE))
    told: list[Source] = []
    desk.page.work.changed.connect(told.append)
    desk.choose("Who", "author")
    desk.page.work._look_again()
    desk.source.job = None  # nobody stops it: it goes on until it has found something
    desk.choose("Who", "organisation")
    desk.page.work._look_again()
    desk.settle()
    assert len(told) == 3  # two begun, one taken
    assert desk.page.mapping.box_of("Who").currentData() == "organisation"
    assert desk.source.look is not None
    assert [row.organisation for row in desk.source.look.rows] == ["Ana", "Bo"]


def test_a_doubtful_guess_says_so_and_a_said_one_does_not(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", "Your text,Which paragraph?", "Plant trees.,P1", "Open at noon.,P2"))
    box = desk.page.mapping.box_of("Which paragraph?")
    assert box.doubtful and "please check" in box.accessibleName()
    desk.choose("Which paragraph?", "title")
    desk.settle()
    desk.choose("Which paragraph?", "paragraph")
    desk.settle()
    assert not box.doubtful and box.accessibleName() == "Goes to: Paragraph, Which paragraph?"
    assert desk.page.mapping.box_of("Which paragraph?") is box  # the row and its focus stayed


def test_an_e_mail_is_kept_private_and_said_to_be(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", "E-mail,Comment", "ana@example.org,Plant trees."))
    assert desk.page.mapping.box_of("E-mail").currentText() == "E-mail, kept private"


def test_sixty_columns_show_those_that_are_read(desk: Desk, table: Callable[..., Path]) -> None:
    names = [f"Field {number}" for number in range(58)]
    cells = [f"{number}" for number in range(58)]
    wide = table("wide.csv", ",".join([*names, "Name", "Comment"]), ",".join([*cells, "Ana", "Plant trees."]))
    desk.take(wide)
    mapping = desk.page.mapping
    shown = [row.name for row in mapping.rows]
    assert shown[:2] == ["Name", "Comment"] and len(shown) < 12
    assert mapping._others.shown_text() == f"{60 - len(shown)} columns more…"
    mapping._ask_for_column()
    assert mapping._chooser is not None
    QTest.keyClicks(mapping._chooser.field, "Field 41")
    QTest.keyClick(mapping._chooser.field, Qt.Key.Key_Return)
    assert [row.name for row in mapping.rows] == [*shown, "Field 41"]
    desk.choose("Field 41", "votes_for")
    desk.settle()
    assert mapping.box_of("Field 41").currentData() == "votes_for"


def test_the_wheel_changes_no_box_that_it_only_passes_over(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", *PEOPLE))
    box = desk.page.mapping.box_of("Who")
    had = box.currentIndex()
    desk.page.setFocus()
    up = QPoint(0, 120)
    centre = QPointF(box.rect().center())
    turn = QWheelEvent(
        centre, box.mapToGlobal(centre), up, up, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert box.currentIndex() == had


def test_the_row_of_titles_can_be_said(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", "Name,Comment", "Author,Text", "Ana,Plant trees."))
    assert desk.column(0) == ["2", "3"]
    desk.page.left.reading.open(True)
    desk.page.left.reading.header_row.setValue(2)
    desk.settle()
    assert desk.column(0) == ["3"]
    assert [row.name for row in desk.page.mapping.rows] == ["Author", "Text"]


def test_a_second_table_is_joined_on_its_key(desk: Desk, table: Callable[..., Path]) -> None:
    second = table("people.csv", "Nr;Organisation", "1;Coop", "2;Forum")
    desk.take(table("form.csv", "Key;Comment", "1;Plant trees.", "2;Open at noon."))
    desk.page.left.reading.titles_wanted.emit(str(second))
    desk.settle()
    joined = desk.source.said.join
    assert joined == Join(str(second), "Key", "Nr")
    assert desk.source.look is not None
    assert [row.organisation for row in desk.source.look.rows] == ["Coop", "Forum"]
    desk.page.left.reading._choose_second()  # it is there: taken off again
    desk.settle()
    assert [row.organisation for row in desk.source.look.rows] == [None, None]


# Questions ------------------------------------------------------------------------------------------------


def test_mojibake_is_put_right_only_where_a_person_says_so(desk: Desk) -> None:
    desk.take(DATA / "tables" / "mojibake_es.csv")
    [card] = desk.page.right.questions.cards
    assert ("InÈs", "Inés") in card.asked.examples
    assert desk.column(3)[0] == "InÈs" and desk.source.stage is Stage.READY
    desk.answer("repair", "Put it right")
    assert desk.column(3)[0] == "Inés" and desk.column(5)[0] == "¿Qué pasó con el árbol?"
    desk.answer("repair", "Leave it")
    assert desk.column(3)[0] == "InÈs"
    desk.answer("repair", "Put it right")
    desk.bring_in()
    assert {one.author for one in desk.comments()} == {"Inés", "Bob"}


def test_ambiguous_dates_are_asked_for_first(desk: Desk, table: Callable[..., Path]) -> None:
    rows = ("Ana;03/04/2026;Plant more trees.", "Bo;05/06/2026;Fewer cars.")
    desk.take(table("dates.csv", "Name;Date;Comment", *rows))
    [card] = desk.page.right.questions.cards
    words = [one.text() for one in card.buttons()]
    assert words[0].startswith("Day first: 3") and words[1].startswith("Month first: 4")
    assert not desk.page._go.isEnabled() and desk.source.stage is Stage.QUESTION
    desk.bring_in()
    assert not desk.comments() and card.buttons()[0].hasFocus()
    desk.answer("day_first", "Day first")
    assert desk.page._go.isEnabled() and desk.asked() == ["day_first"]  # it can be answered otherwise
    desk.bring_in()
    assert [str(one.posted_at)[:10] for one in desk.comments()] == ["2026-04-03", "2026-06-05"]


def test_a_table_without_a_known_text_column_asks_for_it(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("areas.csv", "Region,Age", "Scotland,65+", "Wales,25-34"))
    assert desk.asked() == ["columns"] and not desk.page._go.isEnabled()
    assert not desk.page.right.filters()
    desk.answer("columns", "Region")
    assert desk.column(5) == ["Scotland", "Wales"]
    assert desk.page.mapping.box_of("Region").currentData() == "text"
    desk.bring_in()
    assert len(desk.comments()) == 2


def test_answers_of_a_row_are_kept_together_where_that_is_said(desk: Desk) -> None:
    desk.take(DATA / "tables" / "answers.xlsx")
    apart = desk.source.new
    desk.answer("answers", "One comment a row")
    assert desk.source.new < apart
    assert desk.page.left.reading.boxes["answers"].currentData() == "together"


def test_what_is_sent_away_and_what_comes_back_is_plain_data(desk: Desk) -> None:
    """So that a worker in another process can do it."""
    desk.take(DATA / "tables" / "mojibake_es.csv")
    errand = pickle.loads(pickle.dumps(LookAt(desk.source.place, desk.source.said)))
    found = errand(desk.session.review, NoProgress())
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.guessed and found.look == desk.source.look
    brought = pickle.loads(pickle.dumps(BringIn(desk.source.place, desk.source.said)))
    assert brought(desk.session.review, NoProgress()).comments.new == 2


# Profiles -------------------------------------------------------------------------------------------------


def test_a_profile_is_kept_recognised_and_removed(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("first.csv", *PEOPLE))
    desk.choose("Who", "organisation")
    desk.choose("Else", "title")
    desk.settle()
    desk.page.name_profile()
    popup = desk.page.profiles._popup
    assert popup.isVisible() and popup.field.selectedText() == "first"
    QTest.keyClicks(popup.field, "Web form")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(desk.session.review.intake.profiles()), timeout=PATIENCE_MS)
    desk.take(table("second.csv", PEOPLE[0], "3;Cy;Open on Sundays.;Yes."))
    assert desk.page.mapping.by_profile.text() == "Read with the profile “Web form”"
    assert desk.page.mapping.box_of("Who").currentData() == "organisation"
    desk.choose("Who", "author")
    desk.settle()
    assert desk.column(3) == ["Cy"] and desk.page.mapping.by_profile.isHidden()
    assert desk.page.mapping.box_of("Else").currentData() == "title"  # the rest of the profile holds
    desk.page.saying.use_profile("Web form")
    desk.settle()
    assert desk.page.mapping.box_of("Who").currentData() == "organisation"
    desk.page.saying.use_profile("")
    desk.settle()
    assert desk.page.mapping.by_profile.isHidden()
    desk.page.profiles.remove("Web form")
    desk.qtbot.waitUntil(lambda: not desk.session.review.intake.profiles(), timeout=PATIENCE_MS)


# The queue ------------------------------------------------------------------------------------------------


def test_a_file_that_fails_does_not_stop_the_others(desk: Desk, table: Callable[..., Path]) -> None:
    first = table("first.csv", "Name,Comment", "Ana,Plant trees.")
    dates = table("dates.csv", "Name;Date;Comment", "Ana;03/04/2026;Trees.", "Bo;05/06/2026;Cars.")
    broken = table("broken.xlsx", "PK\x03\x04 and no more")
    last = table("last.csv", "Name,Comment", "Bo,Open at noon.", "Cy,Open on Sundays.")
    desk.take(first, dates, broken, last)
    stages = [source.stage for source in desk.page._sources]
    assert stages == [Stage.READY, Stage.QUESTION, Stage.PROBLEM, Stage.READY]
    assert desk.page._go.shown_text() == "Import 3 comments from 2 sources"
    desk.bring_in()
    stages = [source.stage for source in desk.page._sources]
    assert stages == [Stage.DONE, Stage.QUESTION, Stage.PROBLEM, Stage.DONE]
    assert len(desk.comments()) == 3
    assert desk.session.review.history.can_undo() == "Imported 2 comments from last.csv"
    said = [desk.page.list.item(row).text() for row in range(4)]
    assert said[0].endswith("Brought in: 1 new comment") and said[2].endswith("Cannot be brought in")


def test_after_the_good_ones_are_in_beside_a_broken_one_there_is_nothing_to_cancel(
    desk: Desk, table: Callable[..., Path]
) -> None:
    good, again = table("a.csv", "Name,Comment", "Ana,Trees."), table("b.csv", "Name,Comment", "Bo,Cars.")
    desk.take(good, again, table("broken.xlsx", "PK\x03\x04 and no more"))
    assert desk.page._promise.text().startswith("Each source is one step")
    assert not desk.page._leave.isHidden() and desk.page._undo.isHidden()
    desk.bring_in()
    assert desk.page._leave.isHidden() and not desk.page._undo.isHidden()


def test_cancel_empties_the_queue(desk: Desk, table: Callable[..., Path], qtbot: QtBot) -> None:
    for give_up in (desk.page._leave.click, lambda: QTest.keyClick(desk.page, Qt.Key.Key_Escape)):
        desk.take(table("first.csv", "Name,Comment", "Ana,Plant trees."))
        with qtbot.waitSignal(desk.page.closed):
            give_up()
        assert desk.page._sources == []
    last = table("last.csv", "Name,Comment", "Bo,Open at noon.")
    desk.take(last)
    assert desk.page._go.shown_text() == "Import 1 comment"


def test_the_same_file_again_brings_nothing(desk: Desk, table: Callable[..., Path]) -> None:
    path = table("first.csv", "Name,Comment", "Ana,Plant trees.")
    desk.take(path).bring_in()
    desk.take(path)
    assert desk.source.stage is Stage.NOTHING_NEW
    assert desk.page.figures.aside.text() == "Nothing new: the comment is already here."
    assert desk.column(1) == ["Already here, C0001"]


def test_one_is_taken_out_of_the_queue_by_key_and_by_its_cross(
    desk: Desk, table: Callable[..., Path]
) -> None:
    paths = [table(f"{name}.csv", "Name,Comment", f"Ana,About {name}.") for name in ("a", "b", "c")]
    desk.take(*paths)
    files = desk.page.list
    files.setCurrentRow(1)
    QTest.keyClick(files, Qt.Key.Key_Delete)
    assert [source.name for source in desk.page._sources] == ["a.csv", "c.csv"]
    where = files.visualItemRect(files.item(0))
    at = QPoint(where.right() - 14, where.center().y())
    QTest.mouseClick(files.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [source.name for source in desk.page._sources] == ["c.csv"]


def test_an_import_that_is_stopped_leaves_nothing(desk: Desk, table: Callable[..., Path]) -> None:
    first = table("first.csv", "Name,Comment", *(f"Ana,Comment number {n}." for n in range(3_000)))
    second = table("second.csv", "Name,Comment", "Bo,Open at noon.")
    desk.take(first, second)
    desk.page.next_step()
    assert [source.stage for source in desk.page._sources] == [Stage.IMPORTING, Stage.WAITING]
    desk.page.work.stop(desk.page._sources[0])
    desk.settle()
    assert desk.page._sources[0].problem == "Cancelled: nothing of it was kept."
    assert [one.author for one in desk.comments()] == ["Bo"]


def test_files_that_came_with_a_mail_join_the_queue_below_it(desk: Desk, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Ana <ana@example.org>",
        "Ours",
        "Fri, 3 Apr 2026 09:14:00 +0000",
    )
    mail.set_content("Our comments are attached. We ask for more trees along the river.")
    mail.add_attachment(
        b"Name,Comment\nBo,Open at noon.\n", maintype="text", subtype="csv", filename="ours.csv"
    )
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.as_bytes())
    desk.take(path)
    desk.link("Add to the queue").click()  # type: ignore[attr-defined]
    desk.settle()
    names = [(source.name, source.parent is not None) for source in desk.page._sources]
    assert names == [("mail.eml", False), ("ours.csv", True)]
    desk.bring_in()
    assert "Bo" in {one.author for one in desk.comments()}


def test_what_is_on_the_clipboard_becomes_a_source(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Name,Comment\nAna,Plant trees along the river.\n")
    desk.page.setFocus()
    QTest.keyClick(desk.page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.page.left.card.name.text() == "Pasted text"
    assert desk.column(5) == ["Plant trees along the river."]
    desk.bring_in()
    assert [one.text for one in desk.comments()] == ["Plant trees along the river."]
    said: list[str] = []
    messages.bridge.said.connect(lambda sentence, _action: said.append(sentence))
    QGuiApplication.clipboard().clear()
    desk.page.paste()
    assert said == ["There is no text on the clipboard."]


# The draft ------------------------------------------------------------------------------------------------


def test_a_draft_is_offered_as_such_where_there_is_none(desk: Desk) -> None:
    desk.take(DATA / "word" / "draft.docx")
    assert desk.asked() == ["as_draft"] and not desk.page._go.isEnabled()
    desk.answer("as_draft", "The draft")
    assert desk.page.right.draft_table.isVisible() and not desk.page.table.isVisible()
    labels = [str(desk.page.right.draft.index(row, 2).data()) for row in range(6)]
    assert labels == ["–", "P1", "P2", "–", "P3", "P4"]
    assert desk.page.left.as_draft.isChecked()
    assert desk.page._go.shown_text() == "Import 4 paragraphs"
    desk.bring_in()
    assert len(desk.session.review.paragraphs()) == 4 and not desk.comments()
    desk.take(DATA / "word" / "letter_es.docx")
    assert desk.asked() == []  # there is a draft by now


def test_comments_on_the_draft_are_that_where_a_person_says_so(desk: Desk) -> None:
    desk.take(DATA / "word" / "draft.docx")
    desk.answer("as_draft", "Comments")
    assert desk.page.table.isVisible() and desk.page._go.shown_text() == "Import 4 comments"


def test_nothing_begins_while_the_review_is_closed(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", *PEOPLE))
    desk.choose("Who", "author")
    assert desk.page.work.pending
    desk.page.work.close()
    desk.jobs.close()
    QTest.qWait(AGAIN_AFTER_MS + 100)  # a look that began now would have nobody to do it


# Rows, and what came of it --------------------------------------------------------------------------------


def test_rows_that_are_skipped_or_at_no_paragraph_can_be_seen(desk: Desk, table: Callable[..., Path]) -> None:
    rows = ("Ana,P1,Trees.", "Bo,,Noon.", "Cy,P2,", "Di,P2,Cars.")
    desk.take(table("form.csv", "Name,Paragraph,Comment", *rows))
    assert desk.column(1) == ["New", "New, no paragraph", "Skipped: no text", "New"]
    desk.link("Show 1 row").click()  # type: ignore[attr-defined]
    assert desk.column(0) == ["4"]
    desk.link("Show: 1 comment").click()  # type: ignore[attr-defined]
    assert desk.column(3) == ["Bo"]
    desk.page.right.show_filter("new")
    assert desk.column(3) == ["Ana", "Bo", "Di"]
    assert desk.page.right.filters() == {"all": None, "new": None, "skipped": 1, "unplaced": 1}


def test_what_came_of_an_import_can_be_read_again(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("form.csv", "Name,Paragraph,Comment", "Ana,P1,Trees.", "Cy,P2,")).bring_in()
    assert desk.page._promise.text() == "Ctrl+Z takes the import of “form.csv” back."
    assert desk.page.steps.accessibleName() == "Step 3 of 3: Import, done"
    desk.page.show_outcomes()
    desk.settle()
    assert desk.page.list.count() == 1 and desk.page.figures.isVisible()
    skipped = desk.page.right.skipped
    assert [skipped.index(0, column).data() for column in range(2)] == ["row 3", "no text"]
    assert desk.page.right.skipped_table.isVisible()


def test_declared_stands_beside_captured_for_each_paragraph(desk: Desk, shared_capture: Path) -> None:
    desk.take(shared_capture).bring_in()
    declared = desk.page.right.declared
    assert desk.page.right.declared_table.isVisible()
    told = desk.source.told
    assert told is not None and declared.rowCount() == len(told["declared"])
    first = told["declared"][0]
    cells = [declared.index(0, column).data() for column in range(3)]
    assert cells == [first["paragraph"], f"{first['comments']:,}", f"{first['captured']:,}"]


def test_undo_makes_the_comments_of_a_waiting_source_new_again(
    desk: Desk, table: Callable[..., Path]
) -> None:
    path = table("first.csv", "Name,Comment", "Ana,Plant trees.")
    desk.take(path).bring_in()
    desk.take(path)
    assert desk.source.stage is Stage.NOTHING_NEW
    desk.session.do(lambda review: review.history.undo())
    desk.qtbot.waitUntil(lambda: desk.source.stage is Stage.READY, timeout=PATIENCE_MS)
    desk.settle()
    assert desk.column(1) == ["New, no paragraph"]


def test_the_consultation_is_the_one_a_person_writes(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("first.csv", "Name,Comment", "Ana,Plant trees."))
    assert desk.page.consultation.text() == "first"
    desk.page.consultation.setEditText("Web form, April")
    desk.page.consultation._tell()
    desk.page.language.setCurrentIndex(desk.page.language.findData("fr"))
    desk.page.language.activated.emit(desk.page.language.currentIndex())
    desk.settle()
    desk.bring_in()
    [done] = desk.session.review.history.imports()
    assert (done.outcome["source"]["consultation"], done.outcome["source"]["language"]) == (
        "Web form, April",
        "fr",
    )


# Getting about --------------------------------------------------------------------------------------------


def test_f6_and_tab_come_by_everything(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("first.csv", *PEOPLE))
    page = desk.page
    stops = page.panes()
    assert stops == [page.consultation, page.mapping.rows[0].box, page.table, page._go]
    page.activateWindow()
    page.consultation.setFocus()
    met: list[QWidget | None] = []
    for _step in range(60):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
    nameless = [widget for widget in met if widget is not None and not widget.accessibleName()]
    assert not nameless, nameless
    in_order = [
        *(row.box for row in page.mapping.rows),
        page.table,
        desk.link("Show: 2"),
        page._save,
        page._go,
    ]
    places = [met.index(widget) for widget in in_order]
    assert places == sorted(places)


def test_questions_come_before_the_rows_by_tab(desk: Desk) -> None:
    desk.take(DATA / "tables" / "mojibake_es.csv")
    page = desk.page
    page.activateWindow()
    page.left.reading.heading.setFocus()
    QTest.keyClick(page.left.reading.heading, Qt.Key.Key_Tab)
    [card] = page.right.questions.cards
    focus = QApplication.focusWidget()
    assert focus in card.buttons(), focus and focus.accessibleName()


def test_import_asked_for_while_a_name_is_written_takes_that_name(
    desk: Desk, table: Callable[..., Path]
) -> None:
    desk.take(table("first.csv", "Name,Comment", "Ana,Plant trees."))
    desk.page.activateWindow()
    desk.page.consultation.setFocus()
    QTest.keyClicks(desk.page.consultation.lineEdit(), " of April")
    desk.page.next_step()
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.source.done, timeout=PATIENCE_MS)
    [done] = desk.session.review.history.imports()
    assert "of April" in done.outcome["source"]["consultation"]


def test_a_file_that_could_not_be_read_is_read_again(desk: Desk, table: Callable[..., Path]) -> None:
    path = table("late.csv", "")
    desk.take(path)
    assert desk.source.stage is Stage.PROBLEM and desk.page.empty.action_text() == "Read it again"
    assert desk.page.empty.sentence() == desk.source.problem
    path.write_text("Name,Comment\nAna,Plant trees.\n", "utf-8")
    desk.page.empty.acted.emit()
    desk.settle()
    assert desk.source.stage is Stage.READY and desk.column(3) == ["Ana"]


def test_imports_that_were_done_do_not_forget_what_waits(desk: Desk, table: Callable[..., Path]) -> None:
    desk.take(table("first.csv", "Name,Comment", "Ana,Plant trees."))
    desk.page.show_outcomes()
    desk.settle()
    assert desk.page.list.count() == 0
    desk.page.take([])
    desk.settle()
    assert desk.source.name == "first.csv" and desk.source.stage is Stage.READY


def test_a_review_that_is_only_read_offers_no_import(
    review: Path, qtbot: QtBot, qapp: QApplication, table: Callable[..., Path], tmp_path: Path
) -> None:
    theme.install(qapp, "dark")
    session = Session(open_review(copyfile(review, tmp_path / "copy.ogpr"), read_only=True))
    desk = Desk(session, qtbot)
    desk.take(table("first.csv", "Name,Comment", "Ana,Plant trees."))
    assert not desk.page._go.isEnabled()
    assert desk.page._promise.text() == "Opened to read only: nothing can be imported."
    desk.bring_in()
    assert not desk.comments()
    desk.page.work.close()
    desk.jobs.close()
    session.close()


def test_a_small_page_stacks_boxes_below_names_and_keeps_the_text(
    desk: Desk, table: Callable[..., Path]
) -> None:
    desk.take(table("first.csv", *PEOPLE))
    row = desk.page.mapping.rows[0]
    desk.qtbot.waitUntil(lambda: row.box.x() > 0, timeout=2_000)
    desk.page.resize(720, 360)
    desk.qtbot.waitUntil(lambda: row.box.x() == 0 and row.box.y() > 0, timeout=2_000)
    assert desk.page.table.isColumnHidden(3) and not desk.page.table.isColumnHidden(5)
    assert desk.page.table.columnWidth(5) > 60
