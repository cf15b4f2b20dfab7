"""The Points workspace over a real review: what it shows and writes, and that nothing moves by itself."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.analysis.comparing import Kind
from ogp_review.domain.point import Unit
from ogp_review.domain.views import Card, Member, PointLine, PointView
from ogp_review.review import Review, create_review, open_review
from ogp_review.ui import theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.merging import PointsWorkspace
from ogp_review.ui.merging.cards import formats, lay_out
from ogp_review.ui.merging.members import MemberList
from ogp_review.ui.merging.model import (
    Heading,
    MemberRow,
    PointRow,
    Row,
    Rows,
    compared,
    heading_of,
    key_of,
    point_rows,
    together,
)  # fmt: skip
from ogp_review.ui.merging.points import PointList
from ogp_review.ui.merging.staying import staying
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BIG = 2**62
SAID = (
    "Please write a number. Thirty working days would let a class see the result before the year ends.",
    "Please write a number. Twenty working days would let a class see the result before the year ends.",
    "The map in the annex is upside down and nobody has noticed.",
    "Please write a number. Thirty working days would let a class see the result.",
)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.install(qapp, "light")


@pytest.fixture
def worked(tmp_path: Path) -> Iterator[Review]:
    """Four comments merged into one point, and one that stands alone in another."""
    table = "\n".join(f'A{n},Org {n % 2},en,"{text}"' for n, text in enumerate([*SAID, "A sixth matter."]))
    source = tmp_path / "comments.csv"
    source.write_text(f"Author,Organisation,Language,Comment\n{table}\n", "utf-8")
    review = create_review(tmp_path / "worked.ogpr", title="Worked", person="Ana")
    review.intake.import_file(source)
    ids = [comment.id for comment in review.comments()]
    review.merging.merge(ids[:4], summary="Set a fixed time", lead=ids[0])
    review.merging.merge(ids[4:])
    yield review
    review.close()


Opened = tuple[PointsWorkspace, Session]


@pytest.fixture
def opened(worked: Review, qtbot: QtBot) -> Iterator[Opened]:
    session = Session(worked)
    workspace = PointsWorkspace(session)
    qtbot.addWidget(workspace)
    session.changed.connect(workspace.refresh)
    workspace.resize(1440, 750)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.members.member() is not None)
    yield workspace, session
    workspace.hide()
    session.close()


def refs(workspace: PointsWorkspace) -> list[str]:
    rows = (
        workspace.members_pane.model.row(number) for number in range(workspace.members_pane.model.rowCount())
    )
    return [row.member.unit.ref for row in rows if isinstance(row, MemberRow)]


def summary(review: Review, point: int | None) -> str:
    assert point is not None
    return review.merging.point(point).summary


# Models -----------------------------------------------------------------------------------------------------


def line(number: int, place: int = 20, units: int = 2) -> PointLine:
    return PointLine(
        BIG + number, f"PT-{number:04}", f"Point {number}", place, f"P{place}", units, "new", None, None
    )


def card(number: int, **said: object) -> Card:
    plain = Card(
        BIG + number, f"C{number:04}", "", f"A{number}", None, "2026-03-14", "en", "email", 20, "P2", "new",
        None, None, (), 1, 0, (), 0, None, None, 0, False, False, None,
    )  # fmt: skip
    return replace(plain, **said)


def member(number: int, text: str, translation: str | None = None, **said: object) -> Member:
    shown = card(number, **said)
    return Member(Unit(shown.id, shown.ref, shown.id, shown.ref, BIG), shown, text, translation)


def point(*members: Member) -> PointView:
    return PointView(BIG, "PT-0001", "", members[0].unit.id, 20, "P2", (), members, None, None, False)


def test_rows_take_over_anything_as_a_proper_model(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    choose, model, view = random.Random(5), Rows(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    qtmodeltester.check(model)
    for _ in range(200):
        numbers = choose.sample(range(30), choose.randint(0, 20))
        lines = [line(number, 20 + number % 3, choose.randint(1, 3)) for number in numbers]
        lines.sort(key=lambda one: (one.place, choose.random()))
        rows = point_rows(lines, frozenset())
        model.take_over(rows)
        assert [model.row(at) for at in range(model.rowCount())] == rows


def test_a_current_row_stays_current_while_others_come_go_and_change_places(qtbot: QtBot) -> None:
    model, view = Rows(), QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.take_over(point_rows([line(1), line(2), line(3)], frozenset()))
    view.setCurrentIndex(model.index(model.find("point", BIG + 3)))
    model.take_over(point_rows([line(9, 19), line(3), line(2), line(4)], frozenset([BIG + 4])))
    assert model.row(view.currentIndex().row()) == PointRow(line(3), True)
    assert isinstance(model.row(0), Heading)
    assert model.row(model.find("point", BIG + 4)) == PointRow(line(4), False)


def test_points_stand_under_their_paragraphs_with_their_number() -> None:
    lines = [line(1, 20), line(2, 20), line(3, 21), line(4, 1), line(5, 0)]
    rows: list[Row] = point_rows(lines, frozenset())
    headings = [(row.title, row.points) for row in rows if isinstance(row, Heading)]
    assert headings == [
        ("Points on P20", 2), ("Points on P21", 1), ("Points on the whole draft", 1),
        ("Points not assigned", 1),
    ]  # fmt: skip
    assert len({key_of(row) for row in rows}) == len(rows)


def test_figures_count_each_comment_and_each_voice_once() -> None:
    first = member(1, "One.", votes_for=24, votes_against=2, organisation="Forum")
    passage = replace(first, unit=Unit(BIG + 99, "C0001[0-4]", BIG + 1, "C0001", BIG))
    other = member(2, "Two.", votes_for=18, organisation="Forum", language="fr", author="A1")
    nameless = [member(number, "Three.", author=None, language=None) for number in (3, 4)]
    found = point(first, passage, other, *nameless)
    figures = together(found)
    assert (figures.comments, figures.voices, figures.languages) == (4, 1, 2)
    assert figures.nameless == 2
    assert (figures.votes_for, figures.votes_against, figures.organisations) == (24 + 18 + 1 + 1, 2, 1)
    assert heading_of(found) == "4 comments from 1 voice and 2 without a name, in 2 languages, on P2"


# Comparing --------------------------------------------------------------------------------------------------


def rows_of(*members: Member, language: str = "en") -> list[MemberRow]:
    return [row for row in compared(point(*members), language) if isinstance(row, MemberRow)]


def test_members_in_the_lead_s_language_are_compared_as_they_are() -> None:
    [row] = rows_of(member(1, SAID[0]), member(2, SAID[1]))
    assert row.comparison is not None
    assert row.comparison.words(Kind.ONLY_HERE) == ["Twenty"]
    assert row.label == ""


def test_members_in_other_languages_are_compared_in_translation_or_not_at_all() -> None:
    lead = member(1, SAID[0])
    french = member(2, "Trente jours ouvrables.", SAID[1], language="fr")
    untold = member(3, "Treinta días hábiles.", language="es")
    one, other = rows_of(lead, french, untold)
    assert one.comparison is not None
    assert one.comparison.words(Kind.ONLY_IN_LEAD) == ["Thirty"]
    assert one.label == "Compared in translation"
    assert other.comparison is None
    assert other.label == "No translation to compare"


def test_a_lead_that_staff_cannot_read_is_compared_in_its_translation_too() -> None:
    lead = member(1, "Trente jours ouvrables.", SAID[0], language="fr")
    [told] = rows_of(lead, member(2, SAID[1]))
    assert told.comparison is not None and told.comparison.words(Kind.ONLY_HERE) == ["Twenty"]
    [untold] = rows_of(replace(lead, translation=None), member(2, SAID[1]))
    assert untold.label == "No translation to compare"


def test_texts_that_have_little_in_common_are_shown_whole() -> None:
    [row] = rows_of(member(1, SAID[0]), member(2, SAID[2]))
    assert row.comparison is None
    assert row.label == "Few words in common"


def test_differences_are_marked_at_the_right_letters_whatever_stands_before_them(qtbot: QtBot) -> None:
    [row] = rows_of(member(1, f"😀👍🏽 {SAID[0]}"), member(2, f"😀👍🏽 {SAID[1]}"))
    layout = lay_out(row, False, 400)
    said = layout.text().encode("utf-16-le")
    marked = [
        said[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le") for one in layout.formats()
    ]
    assert marked == ["Thirty", "Twenty"]
    assert row.comparison is not None
    assert len(list(formats(row.comparison))) == 2
    assert not lay_out(row, True, 400).formats()


# The workspace ----------------------------------------------------------------------------------------------


def test_it_shows_the_first_point_its_lead_and_its_members(opened: Opened) -> None:
    workspace, _session = opened
    assert workspace.head.ref.text() == "PT-0001"
    assert workspace.head.said.text() == "4 comments from 4 voices, not assigned"
    assert workspace.lead.summary.toPlainText() == "Set a fixed time"
    assert workspace.lead.card.words.toPlainText() == SAID[0]
    assert refs(workspace) == ["C0002", "C0003", "C0004"]
    assert workspace.members_pane.head.count.text() == "3 members against the lead"


def test_make_lead_and_take_out_act_on_the_current_member(opened: Opened, qtbot: QtBot) -> None:
    workspace, session = opened
    workspace.members.setCurrentIndex(workspace.members_pane.model.index(1))
    workspace.make_lead()
    qtbot.waitUntil(lambda: refs(workspace) == ["C0001", "C0002", "C0004"])
    assert workspace.lead.card.words.toPlainText() == SAID[2]
    workspace.members.setCurrentIndex(workspace.members_pane.model.index(1))
    workspace.take_out()
    qtbot.waitUntil(lambda: refs(workspace) == ["C0001", "C0004"])
    assert workspace.members.member() is not None
    session.do(lambda review: review.history.undo())
    qtbot.waitUntil(lambda: refs(workspace) == ["C0001", "C0002", "C0004"])


def test_actions_are_painted_on_the_card_where_they_are_pressed(opened: Opened, qtbot: QtBot) -> None:
    workspace, _session = opened
    members: MemberList = workspace.members
    rect = members.visualRect(members.currentIndex())
    places = [
        QPoint(x, rect.top() + 20)
        for x in range(rect.left(), rect.right())
        if _action(members, x) == "take_out"
    ]
    assert len(places) >= 24
    with qtbot.waitSignal(members.acted) as heard:
        qtbot.mouseClick(members.viewport(), Qt.MouseButton.LeftButton, pos=places[len(places) // 2])
    assert heard.args is not None and heard.args[0] == "take_out"
    qtbot.waitUntil(lambda: refs(workspace) == ["C0003", "C0004"])


def _action(members: MemberList, x: int) -> str:
    rect = members.visualRect(members.currentIndex())
    return members._drawing.action_at(rect, QPointF(x, rect.top() + 20))


def test_a_summary_is_saved_as_one_operation_when_the_focus_leaves(opened: Opened, qtbot: QtBot) -> None:
    workspace, session = opened
    before = session.review.store.operations()
    field = workspace.lead.summary
    field.setFocus()
    field.setPlainText("Set a fixed number of days")
    field.save()
    field.save()
    qtbot.waitUntil(
        lambda: summary(session.review, workspace.selected_point()) == "Set a fixed number of days"
    )
    qtbot.waitUntil(lambda: not session.writing)
    assert session.review.store.operations() == before + 1
    qtbot.waitUntil(lambda: workspace.points.lines()[0].summary == "Set a fixed number of days")


def test_what_is_being_typed_is_not_overwritten_by_a_refresh(opened: Opened, qtbot: QtBot) -> None:
    workspace, session = opened
    workspace.lead.summary.setPlainText("Half a sen")
    point = workspace.selected_point()
    assert point is not None
    session.do(lambda review: review.merging.split(point, "C0004"))
    qtbot.waitUntil(lambda: refs(workspace) == ["C0002", "C0003"])
    assert workspace.lead.summary.toPlainText() == "Half a sen"


def test_a_summary_that_was_never_saved_comes_back_as_a_draft(worked: Review, qtbot: QtBot) -> None:
    session = Session(worked)
    drafts = Drafts(worked.store.review_id, worked.store.copy)
    [first, _second] = worked.merging.points()
    drafts.keep(first.id, "summary", "Half a sen", first.summary)
    workspace = PointsWorkspace(session, drafts)
    qtbot.addWidget(workspace)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.lead.summary.toPlainText() == "Half a sen")
    workspace.lead.summary.save()
    qtbot.waitUntil(lambda: summary(worked, first.id) == "Half a sen")
    qtbot.waitUntil(lambda: not drafts.of(first.id))
    workspace.hide()
    drafts.close()
    session.close()


def test_splitting_all_leaves_the_next_point(opened: Opened, qtbot: QtBot) -> None:
    workspace, _session = opened
    workspace.split_all()
    qtbot.waitUntil(lambda: len(workspace.points.lines()) == 1)
    qtbot.waitUntil(lambda: workspace.head.ref.text() == "PT-0002")
    assert (
        workspace.members_pane.alone.sentence()
        == "Only the lead stands in this point. Add what says the same."
    )
    workspace.split_all()
    qtbot.waitUntil(lambda: workspace._pages.currentWidget() is workspace._none)
    assert workspace._none.sentence() == "No points yet. Merge comments in Triage with M."
    assert workspace.selected_point() is None


def test_find_narrows_and_opening_a_point_widens_again(opened: Opened, qtbot: QtBot) -> None:
    workspace, _session = opened
    workspace.focus_find()
    workspace.points.field.setText("fixed")
    qtbot.waitUntil(lambda: [one.ref for one in workspace.points.lines()] == ["PT-0001"])
    workspace.open_point("PT-0002")
    qtbot.waitUntil(lambda: workspace.head.ref.text() == "PT-0002")
    assert len(workspace.points.lines()) == 2
    workspace.points.field.setText("nothing of the sort")
    qtbot.waitUntil(lambda: not workspace.points.lines())
    assert workspace.points.empty.sentence() == "Nothing matches “nothing of the sort”."


def test_it_asks_the_window_for_what_stands_elsewhere(opened: Opened, qtbot: QtBot) -> None:
    workspace, _session = opened
    heard: list[tuple[str, object]] = []
    workspace.wants.connect(lambda action, about: heard.append((action, about)))
    buttons: list[Callable[[], None]] = [
        workspace.head.respond.click, workspace.head.add.click, workspace.lead.card.full.click,
    ]  # fmt: skip
    for press in buttons:
        press()
    member_row = workspace.members.member()
    assert member_row is not None
    qtbot.keyClick(workspace.members, Qt.Key.Key_Return)
    lead = workspace.lead.card._comment
    shown = workspace.selected_point()
    assert heard == [
        ("respond", shown), ("add_comments", shown), ("show_comment", lead),
        ("show_comment", member_row.member.card.id),
    ]  # fmt: skip


def test_while_another_workspace_shows_nothing_is_read_until_this_one_shows(
    opened: Opened, qtbot: QtBot
) -> None:
    workspace, session = opened
    workspace.hide()
    point = workspace.selected_point()
    assert point is not None
    session.do(lambda review: review.merging.split(point, "C0004"))
    qtbot.waitUntil(lambda: not session.writing)
    qtbot.wait(100)
    assert refs(workspace) == ["C0002", "C0003", "C0004"]
    workspace.show()
    qtbot.waitUntil(lambda: refs(workspace) == ["C0002", "C0003"])


def test_a_review_opened_to_read_only_can_be_read_and_not_changed(
    worked: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    review = open_review(tmp_path / "worked.ogpr", person="Ana", read_only=True)
    session = Session(review)
    workspace = PointsWorkspace(session)
    qtbot.addWidget(workspace)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.members.member() is not None)
    assert not workspace.head.split.isEnabled()
    assert workspace.lead.summary.isReadOnly()
    workspace.take_out()
    assert not session.writing
    workspace.hide()
    session.close()


def test_full_texts_show_the_words_of_each_member(opened: Opened) -> None:
    workspace, _session = opened
    compared_height = workspace.members.visualRect(workspace.members_pane.model.index(0)).height()
    workspace.members_pane.head.shown.chosen.emit(1)
    assert workspace.members.whole
    assert workspace.members_pane.head.legend.isHidden()
    assert workspace.members.visualRect(workspace.members_pane.model.index(0)).height() <= compared_height


def test_many_cards_are_measured_little_by_little_and_what_is_in_view_stays(qtbot: QtBot) -> None:
    texts = [" ".join(f"word{at}" for at in range(5 + number % 90)) for number in range(400)]
    rows = compared(point(*(member(number + 1, text) for number, text in enumerate(texts))), "en")
    model = Rows()
    view = MemberList(model)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    model.reset(rows)
    view.executeDelayedItemsLayout()
    QApplication.processEvents()  # the scroll bar takes its room
    view.executeDelayedItemsLayout()
    assert view._slices.isActive()
    view.scrollTo(model.index(300), QListView.ScrollHint.PositionAtTop)
    top = view.visualRect(model.index(300)).top()
    qtbot.waitUntil(lambda: not view._slices.isActive())
    assert view.visualRect(model.index(300)).top() == top
    for at in (0, 150, 398):
        row = model.row(at)
        assert isinstance(row, MemberRow)
        _layout, words_high = view._drawing.layouts.of(row, False, view._drawing.text_width())
        assert view.visualRect(model.index(at)).height() >= words_high + 40
        assert view.visualRect(model.index(at)).height() < words_high + 100


def test_the_list_stays_where_it_is_when_points_come_above_what_is_in_view(qtbot: QtBot) -> None:
    model = Rows()
    view = PointList(model)
    qtbot.addWidget(view)
    view.resize(321, 300)
    view.show()
    model.take_over(point_rows([line(number) for number in range(10, 90)], frozenset()))
    view.executeDelayedItemsLayout()
    view.verticalScrollBar().setValue(1_000)
    first = view.indexAt(QPoint(100, 1))
    row, top = model.row(first.row()), view.visualRect(first).top()
    assert isinstance(row, PointRow)
    with staying(view, model):
        model.take_over(point_rows([line(number) for number in range(4, 88)], frozenset()))
    again = model.index(model.find("point", row.line.id))
    assert view.visualRect(again).top() == top


# What may belong here ---------------------------------------------------------------------------------------


def bring_in(review: Review, folder: Path, *texts: str) -> list[int]:
    before = {comment.id for comment in review.comments()}
    source = folder / "more.csv"
    source.write_text(
        "Author,Comment\n" + "\n".join(f'B{n},"{text}"' for n, text in enumerate(texts)), "utf-8"
    )
    review.intake.import_file(source, consultation="More")
    return [comment.id for comment in review.comments() if comment.id not in before]


CLOSE = "A number of working days, thirty say, so that our class has a result."
FAR = "Everybody in the room was told about it, and nobody wrote anything down."


def test_what_shares_rare_words_with_a_point_may_belong_to_it(worked: Review, tmp_path: Path) -> None:
    close, _far = bring_in(worked, tmp_path, CLOSE, FAR)
    [near] = worked.merging.near("PT-0001")
    assert near.card.id == close
    assert {"number", "working", "thirty", "class", "result"} <= {word.lower() for word in near.words}
    assert all(near.text[start:end].isalpha() for start, end in near.shared)
    worked.triage.set_aside([close], "spam")
    assert worked.merging.near("PT-0001") == []
    worked.triage.take_back([close])
    passage = worked.tagging.excerpt_of(close, "thirty say")
    worked.merging.add("PT-0002", passage)
    assert worked.merging.near("PT-0001") == []  # it is being answered elsewhere
    worked.merging.split("PT-0002", passage)
    assert [one.card.id for one in worked.merging.near("PT-0001")] == [close]
    worked.responding.respond("PT-0001", disposition="noted", text="Read.")
    worked.responding.submit("PT-0001")
    assert worked.merging.near("PT-0001")
    worked.responding.approve("PT-0001")
    assert worked.merging.near("PT-0001") == []  # the point is not open any more


def test_a_word_of_many_comments_is_no_evidence(worked: Review, tmp_path: Path) -> None:
    bring_in(worked, tmp_path, *(f"Thirty working days {n}" for n in range(30)))
    assert worked.merging.near("PT-0001") == []


def test_it_is_merged_by_a_click_and_taken_back_by_undo(
    opened: Opened, worked: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace, _session = opened
    [close] = bring_in(worked, tmp_path, CLOSE)
    pane = workspace.members_pane.near
    qtbot.waitUntil(pane.isVisible)
    [card] = pane.cards()
    assert card.merge.accessibleName() == "Merge C0006 into this point"
    before = len(worked.merging.point("PT-0001").units)
    card.merge.click()
    qtbot.waitUntil(pane.isHidden)
    assert close in {unit.id for unit in worked.merging.point("PT-0001").units}
    worked.history.undo()
    qtbot.waitUntil(pane.isVisible)
    assert len(worked.merging.point("PT-0001").units) == before


def test_another_point_does_not_show_what_is_near_to_the_one_before(
    opened: Opened, worked: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    workspace, _session = opened
    bring_in(worked, tmp_path, CLOSE)
    qtbot.waitUntil(workspace.members_pane.near.isVisible)
    workspace.open_point("PT-0002")
    qtbot.waitUntil(lambda: workspace.head.ref.text() == "PT-0002")
    assert workspace.members_pane.near.isHidden()
