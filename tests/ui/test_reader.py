"""The reader: a comment as it was written, what is lit in it, and nothing that moves or loads by itself."""

import csv
import re
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from ui.watching import Canary, heard

from ogp_review.analysis.quoting import placed_words
from ogp_review.domain.views import CommentView, TagMark
from ogp_review.review import Review, open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import theme
from ogp_review.ui.reader import Reader, excerpts, model, words
from ogp_review.ui.reader.excerpts import Mark, underlines_of
from ogp_review.ui.reader.texts import EVIDENCE, HIT, LIT, Part, PublicText
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HOSTILE = (
    '<img src="file:///etc/passwd"><img src="//server/share/x.png"><b>bold</b> &amp; '
    '<img src="data:image/png;base64,iVBORw0KGgo="><a href="file:///etc/hosts">x</a>'
    '<link rel="stylesheet" href="file:///etc/group"><style>*{color:red}</style>'
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture
def session(sample: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    copy = tmp_path / "review.ogpr"
    shutil.copy(sample, copy)
    made = Session(open_review(copy, person="Marta Ilves"))
    yield made
    made.close()


@pytest.fixture
def reader(session: Session, qtbot: QtBot) -> Reader:
    made = Reader(session)
    qtbot.addWidget(made)
    made.resize(770, 440)
    made.show()
    return made


@pytest.fixture
def read(reader: Reader, qtbot: QtBot) -> Callable[[int], CommentView]:
    """Shows a comment, and waits until it is there."""

    def call(comment: int) -> CommentView:
        with qtbot.waitSignal(reader.shown, timeout=10_000):
            reader.show(comment)
        view = reader.current()
        assert view is not None and view.card.id == comment
        return view

    return call


def bring_in(review: Review, folder: Path, rows: Sequence[dict[str, str]]) -> list[int]:
    """Import comments of our own; their ids, in their order."""
    source = folder / "more.csv"
    titles = list(dict.fromkeys(name for row in rows for name in row))
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, titles)
        writer.writeheader()
        writer.writerows(rows)
    before = {comment.id for comment in review.comments()}
    review.intake.import_file(source, consultation="More")
    return [comment.id for comment in review.comments() if comment.id not in before]


def by_ref(review: Review, ref: str) -> int:
    return review.comment(ref).id


def test_the_old_comment_stays_until_the_next_is_there(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qtbot: QtBot
) -> None:
    first, second = by_ref(session.review, "C0001"), by_ref(session.review, "C0002")
    read(first)
    reader.show(second)
    assert reader.current() is not None and reader.current().card.id == first
    qtbot.waitUntil(lambda: reader.current().card.id == second)
    assert reader.comment_pane.text.text == session.review.comment("C0002").text
    assert reader.comment_pane.text.toPlainText().startswith("A right you have to pay for is a discount.")


def test_of_comments_that_fly_by_only_the_last_is_shown(
    reader: Reader, session: Session, qtbot: QtBot
) -> None:
    ids = [comment.id for comment in session.review.comments()][:12]
    seen: list[Any] = []
    reader.shown.connect(seen.append)
    for comment in ids:
        reader.show(comment)
    qtbot.waitUntil(lambda: reader.current() is not None)
    assert [view.card.id for view in seen] == ids[-1:]


def test_the_head_says_who_where_when_and_how_it_was_voted(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    read(by_ref(session.review, "C0002"))
    assert reader.head.author.text() == "Achieng Wambura"
    assert reader.head.organisation.text() == "Sauti ya Kaunta Trust"
    said = reader.head.facts.said()
    assert said[:2] == ["C0002", "Discuto, English"]
    assert {"27 for", "1 against", "Civil society", "Kenya"} <= set(said)
    assert words.day("2026-05-18T10:05") in said


def test_a_comment_of_a_submission_says_its_place_and_asks_for_its_neighbours(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    rows = [{"Ref": f"s{n}", "Text": f"Part {n} of a letter.", "Submission": "letter"} for n in range(3)]
    ids = bring_in(session.review, tmp_path, rows)
    view = read(ids[1])
    assert view.submission == tuple(ids)
    assert reader.head.place.text() == "2 of 3 in this submission"
    wanted: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: wanted.append((action, argument)))
    reader.next_in_submission()
    reader.head.before.click()
    assert wanted == [("show", ids[2]), ("show", ids[0])]
    read(ids[2])
    assert not reader.head.after.isEnabled() and reader.head.before.isEnabled()


def test_buttons_ask_and_do_nothing_by_themselves(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qtbot: QtBot
) -> None:
    comment = by_ref(session.review, "C0001")
    session.review.tagging.add([comment], "Participation/Water")
    view = read(comment)
    asked: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: asked.append((action, argument)))
    reader.head.chips.removed.emit("Participation/Water")
    reader.head.tag.click()
    reader.head.history.click()
    menu = reader.head.stance_menu()
    [change] = [entry for entry in menu.actions() if entry.text() == "Change"]
    change.trigger()
    assert asked == [("untag", "Participation/Water"), ("tag", None), ("history", None), ("stance", "change")]
    assert session.review.comment("C0001").stance == view.card.stance
    assert "Participation/Water" in session.review.comment("C0001").tags


def test_replies_and_what_is_answered_are_links(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    rows = [
        {"Ref": "a", "Text": "A question.", "Author": "Ana", "Reply to": ""},
        {"Ref": "b", "Text": "An answer.", "Author": "Ben", "Reply to": "a"},
    ]
    asking, answering = bring_in(session.review, tmp_path, rows)
    asked: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: asked.append((action, argument)))
    read(asking)
    assert reader.head.replies.shown_text() == "1 reply" and not reader.head.parent_link.isVisible()
    reader.head.replies.click()
    read(answering)
    assert reader.head.parent_link.shown_text() == "Answers Ana" and not reader.head.replies.isVisible()
    reader.head.parent_link.click()
    assert asked == [("show", answering), ("show", asking)]


def test_the_point_is_a_link(reader: Reader, read: Callable[[int], CommentView], session: Session) -> None:
    ids = [
        comment.id for comment in session.review.comments() if not comment.points and not comment.set_aside
    ]
    point = session.review.merging.merge(ids[:4], summary="The same")
    ref = session.review.merging.point(point).ref
    read(ids[0])
    assert reader.head.point.shown_text() == f"In point {ref} with 3 others"
    asked: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: asked.append((action, argument)))
    reader.head.point.click()
    assert asked == [("open_point", ref)]


def test_the_quoted_passage_is_lit_in_both_texts_and_follows_the_language(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    texts = {one.language: one.text for one in _texts_of(session.review, "P6")}
    english = " ".join(texts["en"].split()[4:9])
    spanish = " ".join(texts["es"].split()[4:9])
    comment = f"😀 You say “{english}” and «{spanish}»."
    [made] = bring_in(
        session.review, tmp_path, [{"Ref": "q", "Paragraph": "P6", "Text": comment, "Language": "es"}]
    )
    read(made)
    pane, draft = reader.comment_pane.text, reader.draft_pane
    assert [comment[start:end] for start, end in pane.lit(LIT)] == [_inside(english), _inside(spanish)]
    shown = draft.shown()
    assert shown is not None and shown.language == "es"
    assert [shown.text[start:end] for start, end in draft.text.lit(LIT)] == [_inside(spanish)]
    place = model.languages_of(reader.current().place_texts).index("en")
    draft.languages.chosen.emit(place)
    shown = draft.shown()
    assert shown is not None and shown.language == "en"
    assert [shown.text[start:end] for start, end in draft.text.lit(LIT)] == [_inside(english)]


def _texts_of(review: Review, label: str) -> Sequence[Any]:
    [comment, *_] = review.comments(paragraph=label)
    return [one for one in review.desk.comment(comment.id).place_texts if one.version == "draft"]


def _inside(words_of_draft: str) -> str:
    return words_of_draft.strip(" .,;:")


def test_the_language_chosen_last_stays_for_the_next_paragraph(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    first, second = by_ref(session.review, "C0001"), by_ref(session.review, "C0002")
    view = read(first)
    reader.draft_pane.languages.chosen.emit(model.languages_of(view.place_texts).index("fr"))
    read(second)
    assert reader.draft_pane.shown() is not None and reader.draft_pane.shown().language == "fr"


def test_where_a_comment_stands_nowhere_the_draft_offers_to_move_it(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    [made] = bring_in(session.review, tmp_path, [{"Ref": "n", "Text": "Nothing in particular."}])
    read(made)
    pane = reader.draft_pane
    assert pane.empty.isVisible() and pane.empty.sentence() == "Stands at no paragraph. Move it: G"
    asked: list[str] = []
    reader.wants.connect(lambda action, _argument: asked.append(action))
    pane.empty.acted.emit()
    assert asked == ["move"]


def test_a_paragraph_without_text_says_that_it_was_not_captured(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    [made] = bring_in(
        session.review, tmp_path, [{"Ref": "m", "Paragraph": "P99", "Text": "On what is missing."}]
    )
    view = read(made)
    assert view.place_label == "P99"
    assert reader.draft_pane.empty.isVisible()
    assert "captured" in reader.draft_pane.empty.sentence()


def test_a_comment_set_aside_says_why_and_can_be_taken_back(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qtbot: QtBot
) -> None:
    comment = by_ref(session.review, "C0002")
    read(comment)
    assert not reader.comment_pane.aside.isVisible()
    session.review.triage.set_aside([comment], "spam")
    read(comment)
    assert reader.comment_pane.aside.sentence() == "Set aside: spam."
    with qtbot.waitSignal(reader.wants) as asked:
        reader.comment_pane.aside.action().click()
    assert asked.args == ["take_back", None]


def test_text_changed_at_its_source_shows_the_first_version_on_demand(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    row = {"Ref": "v", "Text": "The first words of it, as they were sent."}
    [made] = bring_in(session.review, tmp_path, [row])
    session.review.tagging.excerpt(made, 4, 9)
    bring_in(session.review, tmp_path, [{**row, "Text": "Other words, as they are now."}])
    view = read(made)
    assert len(view.texts) == 2, "the sample must have a second version"
    pane = reader.comment_pane
    assert pane.text.text == "Other words, as they are now."
    assert pane.text.marks == ()
    assert pane.changed.sentence() == "Text changed at its source."
    pane.changed.action().click()
    assert pane.text.text == row["Text"]
    assert [row["Text"][mark.start : mark.end] for mark in pane.text.marks] == ["first"]
    pane.text.select_range(0, 5)
    assert reader.selected_range() is None, "ranges are of the current version"
    pane.changed.action().click()
    assert pane.text.text == "Other words, as they are now."


def test_translation_and_notes_stand_below_and_the_translation_beside_on_demand(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    comment = by_ref(session.review, "C0001")
    session.review.triage.translate(comment, "es", "En español.")
    session.review.triage.note(comment, "Call her back.")
    read(comment)
    pane = reader.comment_pane
    assert [part.text for part in pane.text.parts] == ["En español.", "Call her back."]
    assert pane.text.parts[0].heading == "Translated into Spanish by Marta Ilves"
    assert pane.text.parts[1].heading.startswith("Private note by Marta Ilves, ")
    reader.toggle_translation()
    assert pane.beside.translation.isVisible() and pane.beside.translation.toPlainText() == "En español."
    assert [part.text for part in pane.text.parts] == ["Call her back."]
    reader.toggle_translation()
    assert not pane.beside.translation.isVisible()


def test_a_stale_translation_says_so(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    row = {"Ref": "t", "Text": "Une phrase.", "Language": "fr"}
    [made] = bring_in(session.review, tmp_path, [row])
    session.review.triage.translate(made, "en", "A sentence.")
    bring_in(session.review, tmp_path, [{**row, "Text": "Une autre phrase, tout à fait."}])
    read(made)
    [part] = [part for part in reader.comment_pane.text.parts if part.text == "A sentence."]
    assert part.warned and "changed since" in part.heading


def test_offsets_are_code_points_whatever_stands_before(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    text = "👩‍👩‍👧‍👦 𝒞ool 🇪🇺 words here"
    [made] = bring_in(session.review, tmp_path, [{"Ref": "e", "Text": text}])
    session.review.tagging.excerpt_of(made, "words")
    read(made)
    pane = reader.comment_pane.text
    start = text.index("words")
    assert [(mark.start, mark.end) for mark in pane.marks] == [(start, start + 5)]
    pane.moveCursor(QTextCursor.MoveOperation.End)
    cursor = pane.document().find("words")
    pane.setTextCursor(cursor)
    assert reader.selected_range() == (start, start + 5)
    reader.set_terms("here")
    assert [text[first:last] for first, last in pane.lit(HIT)] == ["here"]
    tinted = [one.cursor.selectedText() for one in pane.extraSelections()]
    assert tinted == ["words", "here"]


def test_what_is_selected_below_the_text_is_no_passage_of_it(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    comment = by_ref(session.review, "C0001")
    session.review.triage.note(comment, "A note below.")
    view = read(comment)
    pane = reader.comment_pane.text
    pane.setTextCursor(pane.document().find("A note"))
    assert reader.selected_range() is None
    pane.selectAll()
    assert reader.selected_range() == (0, len(view.text))


def test_a_refresh_keeps_scroll_and_selection(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    text = "\n\n".join(f"Paragraph {n} of a long letter about water and roads." for n in range(60))
    [made] = bring_in(session.review, tmp_path, [{"Ref": "l", "Text": text}])
    read(made)
    pane = reader.comment_pane.text
    session.changed.connect(reader.refresh)
    pane.select_range(100, 140)
    pane.verticalScrollBar().setValue(333)
    with qtbot.waitSignal(reader.shown, timeout=10_000):
        session.do(lambda review: review.tagging.add([made], "Roads"))
    assert [tag.name for tag in reader.current().card.tags] == ["Roads"]
    assert pane.verticalScrollBar().value() == 333 and reader.selected_range() == (100, 140)
    with qtbot.waitSignal(reader.shown, timeout=10_000):
        session.do(lambda review: review.triage.note(made, "Seen."))
    assert pane.parts[-1].text == "Seen."
    assert pane.verticalScrollBar().value() == 333 and reader.selected_range() == (100, 140)


def test_what_concerns_other_comments_is_not_read_again(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qtbot: QtBot
) -> None:
    read(by_ref(session.review, "C0001"))
    session.changed.connect(reader.refresh)
    other = by_ref(session.review, "C0002")
    seen: list[Any] = []
    reader.shown.connect(seen.append)
    with qtbot.waitSignal(session.changed):
        session.do(lambda review: review.triage.stance([other], "question"))
    qtbot.wait(150)
    assert seen == []


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux says which files are opened")
    made = Canary(tmp_path / "canary.png")
    yield made
    made.close()


@pytest.mark.parametrize("field", ["Text", "Author", "Organisation", "Stakeholder type"])
def test_hostile_text_opens_nothing(
    reader: Reader,
    read: Callable[[int], CommentView],
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    opened: list[tuple[str, str]],
    canary: Canary,
    field: str,
) -> None:
    words_of_it = f'<img src="{canary.path.as_uri()}">{HOSTILE}'
    row = {"Ref": "h", "Text": "Words.", "Author": "A", "Paragraph": "P6", field: words_of_it}
    [made] = bring_in(session.review, tmp_path, [row])
    session.review.triage.note(made, words_of_it)
    session.review.triage.translate(made, "es", words_of_it)
    tag = words_of_it.replace("/", " ")
    session.review.tagging.add([session.review.tagging.excerpt(made, 0, 5), made], tag)
    session.review.triage.set_aside([made], words_of_it)
    opened.clear()
    read(made)
    reader.toggle_translation()
    reader.grab()
    _look_at_everything(reader)
    qtbot.wait(50)
    assert [told for _event, told in opened if re.search("/etc/|server|canary|socket", told)] == []
    assert not canary.was_opened()
    assert "<b>bold</b> &amp;" in reader.comment_pane.text.toPlainText()
    assert canary.path.read_bytes() and canary.was_opened(), "the canary must be able to sing"


def _look_at_everything(reader: Reader) -> None:
    for widget in (*reader.findChildren(QWidget), reader):
        if widget.toolTip():
            QToolTip.showText(QPoint(), widget.toolTip(), widget)
            QApplication.processEvents()
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText
    _hover(reader.comment_pane.text)
    QApplication.processEvents()
    QToolTip.hideText()


def _hover(text: PublicText) -> None:
    at = QPoint(30, 24)
    QApplication.sendEvent(text.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, text.mapToGlobal(at)))


@pytest.fixture
def opened() -> Iterator[list[tuple[str, str]]]:
    """The files that Python opens meanwhile."""
    with heard() as found:
        yield found


def test_no_picture_that_a_text_names_is_loaded(qtbot: QtBot, tmp_path: Path) -> None:
    """The audit hook sees Python only, so here Qt itself is asked: it may give no more than one dot."""
    picture = tmp_path / "x.png"
    reader_text = PublicText("Comment")
    qtbot.addWidget(reader_text)
    pixels = reader_text.grab().toImage()
    assert pixels.save(str(picture))
    for address in (
        QUrl.fromLocalFile(str(picture)),
        QUrl("file:///etc/passwd"),
        QUrl("//server/share/x.png"),
    ):
        found = reader_text.loadResource(2, address)
        assert (found.width(), found.height()) == (1, 1)
        assert (reader_text.document().resource(2, address)).width() == 1


def test_right_to_left_text_begins_at_the_right(
    reader: Reader, read: Callable[[int], CommentView], session: Session, tmp_path: Path
) -> None:
    arabic = "نطلب نشر الملخص خلال ثلاثين يوما."
    ids = bring_in(
        session.review,
        tmp_path,
        [{"Ref": "r", "Text": arabic}, {"Ref": "s", "Text": "Short."}],
    )
    for comment, right in zip(ids, (True, False), strict=True):
        read(comment)
        text = reader.comment_pane.text
        line = text.document().begin().layout().lineAt(0)
        middle = line.naturalTextRect().center().x()
        assert (middle > text.viewport().width() / 2) is right


def test_a_click_on_an_excerpt_asks_for_its_menu_and_the_menu_offers_the_passage(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qtbot: QtBot
) -> None:
    comment = by_ref(session.review, "C0001")
    made = session.review.tagging.excerpt(comment, 5, 20)
    read(comment)
    pane = reader.comment_pane.text
    pane.setTextCursor(QTextCursor(pane.document()))
    at = _middle_of(pane, 8)
    with qtbot.waitSignal(reader.wants) as asked:
        qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == ["excerpt_menu", made]
    pane.select_range(25, 40)
    menu = pane.menu(at)
    offered = {entry.text().split("\t")[0]: entry for entry in menu.actions()}
    assert offered["Make an excerpt"].isEnabled()
    with qtbot.waitSignal(reader.wants) as asked:
        offered["Make an excerpt"].trigger()
    assert asked.args == ["make_excerpt", (25, 40)]
    assert any(text.startswith("Excerpt “") for text in offered)
    pane.copy()
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]


def _middle_of(text: PublicText, offset: int) -> QPoint:
    cursor = QTextCursor(text.document())
    cursor.setPosition(text.to_qt(offset))
    return text.cursorRect(cursor).center() + QPoint(3, 0)


def test_overlapping_underlines_stack() -> None:
    marks = [
        Mark(1, 0, 30, ("Red",), ""),
        Mark(2, 10, 20, ("Blue", "Green"), ""),
        Mark(3, 12, 15, ("Teal",), ""),
        Mark(4, 40, 50, ("Sky",), ""),
    ]
    lanes = {(one.colour, one.lane) for one in underlines_of(marks)}
    assert lanes == {("Red", 0), ("Blue", 1), ("Green", 2), ("Sky", 0)}
    assert excerpts.mark_at(marks, 13).excerpt == 3
    assert excerpts.mark_at(marks, 35) is None


def test_underlines_are_painted_in_the_colours_of_the_tags(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    comment = by_ref(session.review, "C0001")
    session.review.tagging.define("Rivers", colour="Sky")
    session.review.tagging.define("Roads", colour="Orange")
    for start, end, tag in ((0, 30, "Rivers"), (10, 20, "Roads")):
        session.review.tagging.add([session.review.tagging.excerpt(comment, start, end)], tag)
    read(comment)
    image = reader.comment_pane.text.viewport().grab().toImage()
    for name in ("Sky", "Orange"):
        dot = theme.tag_colours(name).dot.rgb()
        rows = {y for y in range(60) for x in range(20, 300) if image.pixel(x, y) == dot}
        assert rows, f"no {name} underline"


def test_the_spans_of_a_line_follow_the_direction_of_the_writing(qtbot: QtBot) -> None:
    text = PublicText("Comment")
    qtbot.addWidget(text)
    text.resize(600, 200)
    text.show_text("abc שלום def")
    text.show()
    text.grab()
    block = text.document().begin()
    line = block.layout().lineAt(0)
    [(left, right)] = excerpts.spans(line, 0, 3)
    [(hebrew_left, hebrew_right)] = excerpts.spans(line, 4, 8)
    assert left < right <= hebrew_left < hebrew_right
    [(first_left, first_right)] = excerpts.spans(line, 4, 5)
    assert first_right == pytest.approx(hebrew_right), "the first Hebrew letter stands at the right"
    assert first_left > hebrew_left


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_it_paints_in_every_theme(
    reader: Reader, read: Callable[[int], CommentView], session: Session, qapp: QApplication, mode: str
) -> None:
    theme.set_theme(qapp, mode)
    comment = by_ref(session.review, "C0029")
    read(comment)
    image = reader.comment_pane.text.viewport().grab().toImage()
    assert image.pixelColor(3, 3) == theme.current().base
    draft = reader.draft_pane.text.viewport().grab().toImage()
    assert draft.pixelColor(3, 3) == theme.current().raised
    theme.set_theme(qapp, "light")


def test_the_reading_size_changes_the_text_and_keeps_the_selection(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    read(by_ref(session.review, "C0001"))
    pane = reader.comment_pane.text
    pane.select_range(3, 9)
    before = pane.document().size().height()
    theme.set_reading_size(180)
    assert pane.document().size().height() > before * 1.3
    assert reader.selected_range() == (3, 9)
    theme.set_reading_size(100)


def test_several_comments_show_what_they_share(reader: Reader, session: Session, qtbot: QtBot) -> None:
    ids = [comment.id for comment in session.review.comments() if comment.language == "en"][:24]
    session.review.tagging.add(ids, "Together")
    session.review.tagging.add(ids[:3], "Apart")
    reader.show_many(ids)
    assert reader.bulk() and reader.current() is None
    assert reader.bulk_pane.title.text() == "24 comments selected"
    qtbot.waitUntil(lambda: reader.bulk_pane.languages.text() == "English", timeout=10_000)
    shared = model.read_shared(session.review, ids)
    assert [tag.name for tag in shared.tags] == ["Together"]
    assert sum(count for _name, count in shared.places) == 24
    assert sum(count for _name, count in shared.states) + shared.set_aside == 24
    asked: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: asked.append((action, argument)))
    reader.bulk_pane.chips.removed.emit("Together")
    assert asked == [("untag", "Together")]


def test_nothing_chosen_and_a_comment_that_is_gone_each_say_so(reader: Reader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reader.shown, timeout=10_000) as told:
        reader.show(12345)
    assert told.args == [None]
    assert reader.nothing.isVisible()
    assert reader.nothing.sentence() == "This comment is not in the review any more."
    reader.show(None)
    assert reader.nothing.sentence() == "Choose a comment in the list to read it here."


def test_the_draft_can_be_hidden(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    read(by_ref(session.review, "C0001"))
    assert reader.draft_visible()
    reader.set_draft_visible(False)
    assert not reader.draft_visible() and not reader.draft_pane.isVisible()


def test_a_long_comment_shows_within_fifty_milliseconds(qtbot: QtBot) -> None:
    text = PublicText("Comment")
    qtbot.addWidget(text)
    text.resize(440, 320)
    text.show()
    sentence = "Every member should answer every request in writing, and say why when it refuses. "
    took = []
    for number in range(7):
        long = f"{number} " + "\n\n".join([sentence * 6] * 52)
        long = long[:25_000]
        began = time.perf_counter()
        text.show_text(long, [Part("Private note", "Seen.")])
        text.viewport().repaint()
        took.append(time.perf_counter() - began)
    assert len(long) == 25_000
    assert statistics.median(took) < 0.05, took


@pytest.mark.parametrize(
    ("terms", "lit"),
    [
        (("youth",), ["Youth", "YOUTH"]),
        (("you*",), ["Youth", "young", "YOUTH", "You"]),
        (("young people",), ["young people"]),
        (("young peo*",), ["young people"]),
        (("ecole",), ["école"]),
        (("合理",), ["合理"]),
        (("zzz",), []),
        (("***",), []),
        ((), []),
    ],
)
def test_search_terms_are_found_folded(terms: tuple[str, ...], lit: list[str]) -> None:
    text = "Youth and young people: YOUTH at the école. You? 在合理时间内"
    assert [text[start:end] for start, end in model.term_ranges(placed_words(text), terms)] == lit


def test_evidence_is_found_whatever_white_space_stands_in_it(
    reader: Reader, read: Callable[[int], CommentView]
) -> None:
    text = "It says\nwithin a   reasonable time, no more."
    [(start, end)] = model.evidence_ranges(text, ["within a reasonable time"])
    assert text[start:end] == "within a   reasonable time"
    [(start, end)] = model.evidence_ranges(text, ["It says within…"])
    assert text[start:end] == "It says\nwithin"
    assert model.evidence_ranges(text, ["nowhere", ""]) == []
    reader.comment_pane.text.show_text(text)
    reader.comment_pane.text.set_lit(EVIDENCE, [(0, 14)])
    shown = [one.cursor.selectedText() for one in reader.comment_pane.text.extraSelections()]
    assert shown == ["It says", "within"], "a break between two lines is not tinted"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2027-03-16", "16 March 2027"),
        ("2027-03-16T09:30", "16 March 2027"),
        ("2027-03", "March 2027"),
        ("May", "May"),
    ],
)
def test_dates_are_words(written: str, read_as: str) -> None:
    assert words.day(written) == read_as


def test_marks_leave_out_excerpts_of_another_version() -> None:
    from ogp_review.domain.comment import Excerpt

    tag = TagMark(9, "A/B", "B", "Teal")
    here = Excerpt(1, 5, 0, 3, "abc", ("A/B",), None)
    old = Excerpt(2, 5, 0, 3, "xyz", (), None)
    [mark] = excerpts.marks_of("abc def", [here, old], {1: (tag,)})
    assert mark == Mark(1, 0, 3, ("Teal",), "A/B")


def test_the_point_under_the_mouse_is_the_shortest_excerpt(
    reader: Reader, read: Callable[[int], CommentView], session: Session
) -> None:
    comment = by_ref(session.review, "C0001")
    long = session.review.tagging.excerpt(comment, 0, 40)
    short = session.review.tagging.excerpt(comment, 10, 20)
    read(comment)
    pane = reader.comment_pane.text
    assert pane.mark_at(_middle_of(pane, 12)).excerpt == short
    assert pane.mark_at(_middle_of(pane, 30)).excerpt == long
    assert pane.mark_at(QPointF(5, 300).toPoint()) is None
