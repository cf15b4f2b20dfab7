"""A translation is written beside its comment: one operation, kept through a crash, stale with its source."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ogp_review.domain.views import CommentView, Translation
from ogp_review.review import Review, create_review, open_review
from ogp_review.ui import messages, theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.reader import Reader
from ogp_review.ui.reader.translating import FIELD, TranslationEditor
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FRENCH = "Une phrase. 𝒟eux."
Show = Callable[[int], CommentView]


def bring_in(review: Review, folder: Path, first: str) -> None:
    rows = [("f", first, "fr"), ("e", "In English.", "en"), ("s", "Otra frase.", "es")]
    with (folder / "comments.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Ref", "Text", "Language"), *rows])
    review.intake.import_file(folder / "comments.csv", consultation="Ours")


@pytest.fixture
def review(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Review:
    monkeypatch.setenv("OGP_REVIEW_DATA_DIR", str(tmp_path / "data"))
    theme.install(qapp, "light")
    made = create_review(tmp_path / "review.ogpr", title="Draft", person="Ana")
    bring_in(made, tmp_path, FRENCH)
    return made


@pytest.fixture
def session(review: Review) -> Iterator[Session]:
    session = Session(review)
    yield session
    session.close()


@pytest.fixture
def drafts(review: Review) -> Iterator[Drafts]:
    drafts = Drafts(review.store.review_id, review.store.copy)
    yield drafts
    drafts.close()


@pytest.fixture
def reader(session: Session, drafts: Drafts, qtbot: QtBot) -> Iterator[Reader]:
    made = Reader(session, None, drafts)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(900, 440)
    made.show()
    made.activateWindow()
    yield made
    made.hide()


@pytest.fixture
def show(reader: Reader, qtbot: QtBot) -> Show:
    def call(comment: int) -> CommentView:
        with qtbot.waitSignal(reader.shown):
            reader.show(comment)
        view = reader.current()
        assert view is not None and view.card.id == comment
        return view

    return call


def ids(review: Review) -> list[int]:
    return [comment.id for comment in review.comments()]


def stands(review: Review, comment: int) -> list[Translation]:
    return list(review.desk.comment(comment).translations)


def editor_of(reader: Reader) -> TranslationEditor:
    return reader.comment_pane.editor


def operations(review: Review) -> int:
    return review.store.operations()


def test_without_one_b_offers_to_write_it_and_writing_is_one_operation(
    reader: Reader, show: Show, review: Review, drafts: Drafts, qtbot: QtBot
) -> None:
    comment = ids(review)[0]
    show(comment)
    pane = reader.comment_pane
    reader.toggle_translation()
    assert pane.beside.none.isVisible() and pane.beside.none.sentence() == "No translation yet."
    reader.wants.connect(lambda action, _argument: reader.translate() if action == "translate" else None)
    pane.beside.none.acted.emit()
    field = editor_of(reader).field
    assert field.isVisible() and QApplication.focusWidget() is field
    before = operations(review)
    QTest.keyClicks(field, "A sentence. Two.")
    assert drafts.of(comment)[FIELD].text == "A sentence. Two." and operations(review) == before
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(stands(review, comment)))
    [made] = stands(review, comment)
    assert (made.text, made.person, made.stale) == ("A sentence. Two.", "Ana", False)
    assert operations(review) == before + 1
    qtbot.waitUntil(lambda: not drafts.of(comment))
    qtbot.waitUntil(pane.beside.translation.isVisible)
    assert pane.beside.translation.text == "A sentence. Two." and not field.isVisible()
    assert review.desk.comment(comment).text == FRENCH
    review.history.undo()
    qtbot.waitUntil(pane.beside.none.isHidden)
    assert stands(review, comment) == []


def test_it_is_stale_once_the_source_changes_and_edited_it_is_not(
    reader: Reader, show: Show, review: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    comment = ids(review)[0]
    review.triage.translate(comment, "en", "A sentence.")
    bring_in(review, tmp_path, "Une autre phrase, tout à fait.")
    show(comment)
    reader.translate()
    editor = editor_of(reader)
    assert editor.stale.isVisible() and editor.holds.isVisible()
    editor.field.setPlainText("Another sentence.")
    assert not editor.holds.isVisible()
    editor.done.click()
    qtbot.waitUntil(lambda: [one.stale for one in stands(review, comment)] == [False])
    assert stands(review, comment)[0].text == "Another sentence."


def test_one_that_still_holds_is_kept_by_a_click(
    reader: Reader, show: Show, review: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    comment = ids(review)[0]
    review.triage.translate(comment, "en", "A sentence.")
    bring_in(review, tmp_path, "Une  phrase, 𝒟eux.")
    show(comment)
    assert stands(review, comment)[0].stale
    reader.translate()
    editor_of(reader).holds.click()
    qtbot.waitUntil(lambda: [one.stale for one in stands(review, comment)] == [False])
    assert stands(review, comment)[0].text == "A sentence."


def test_a_translation_of_words_that_changed_meanwhile_is_stale(
    reader: Reader, show: Show, review: Review, tmp_path: Path, session: Session, qtbot: QtBot
) -> None:
    comment = ids(review)[0]
    show(comment)
    session.changed.disconnect(reader.refresh)
    reader.translate()
    editor_of(reader).field.setPlainText("A sentence.")
    bring_in(review, tmp_path, "Une autre phrase, tout à fait.")
    editor_of(reader).done.click()
    qtbot.waitUntil(lambda: [one.stale for one in stands(review, comment)] == [True])


def test_it_is_removed_and_undo_brings_it_back(
    reader: Reader, show: Show, review: Review, qtbot: QtBot
) -> None:
    comment = ids(review)[0]
    review.triage.translate(comment, "en", "A sentence.")
    show(comment)
    reader.translate()
    editor_of(reader).remove.click()
    qtbot.waitUntil(lambda: stands(review, comment) == [])
    assert review.history.can_undo() == "Removed the translation of C0001 (en)"
    assert not review.browsing.cards([comment])[0].translated
    review.history.undo()
    assert stands(review, comment)[0].text == "A sentence."


def test_what_was_typed_before_a_crash_is_there_again(
    reader: Reader, show: Show, review: Review, drafts: Drafts
) -> None:
    comment = ids(review)[0]
    show(comment)
    reader.translate()
    QTest.keyClicks(editor_of(reader).field, "Half a sen")
    assert drafts.flush()
    later = Drafts(review.store.review_id, review.store.copy)
    assert later.of(comment)[FIELD].text == "Half a sen"
    later.close()


def test_a_draft_opens_the_field_again(reader: Reader, show: Show, review: Review, drafts: Drafts) -> None:
    comment = ids(review)[0]
    drafts.keep(comment, FIELD, "Half a sen", "")
    show(comment)
    assert editor_of(reader).field.isVisible() and editor_of(reader).field.text() == "Half a sen"
    assert QApplication.focusWidget() is not editor_of(reader).field


def test_going_to_another_comment_saves_it_where_it_belongs(
    reader: Reader, show: Show, review: Review, qtbot: QtBot
) -> None:
    first, _second, third = ids(review)
    show(first)
    reader.translate()
    editor_of(reader).field.setPlainText("A sentence.")
    show(third)
    assert not editor_of(reader).field.isVisible()
    qtbot.waitUntil(lambda: [one.text for one in stands(review, first)] == ["A sentence."])
    assert stands(review, third) == []


@pytest.mark.parametrize(
    ("how", "text"), [("mine", "Mine"), ("theirs", "Theirs"), ("both", "Mine\n\nTheirs")]
)
def test_a_colleague_s_translation_is_not_written_over(
    reader: Reader, show: Show, review: Review, tmp_path: Path, qtbot: QtBot, how: str, text: str
) -> None:
    comment = ids(review)[0]
    show(comment)
    reader.translate()
    editor = editor_of(reader)
    editor.field.setPlainText("Mine")
    with open_review(tmp_path / "review.ogpr", person="Marta") as other:
        other.triage.translate(comment, "en", "Theirs")
    with qtbot.waitSignal(messages.bridge.had_problem):
        editor.done.click()
    qtbot.waitUntil(editor.both.isVisible)
    assert stands(review, comment)[0].text == "Theirs"
    assert editor.both.theirs.accessibleName() == "Marta, saved"
    editor.both.chosen.emit(how)
    assert editor.field.text() == text
    editor.done.click()
    qtbot.waitUntil(lambda: stands(review, comment)[0].text == text)


def test_what_is_in_the_language_of_staff_already_is_said(
    reader: Reader, show: Show, review: Review, qtbot: QtBot
) -> None:
    show(ids(review)[1])
    with qtbot.waitSignal(messages.bridge.said) as heard:
        reader.translate()
    assert heard.args == ["C0002 is in English already. Change its language first if it is not.", ""]
    assert not editor_of(reader).field.isVisible()
    reader.toggle_translation()
    assert reader.comment_pane.beside.none.sentence() == "This comment is in English already."
