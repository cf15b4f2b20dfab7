"""The list of comments over a real review: loading, filters, and above all that rows stay where they are."""

import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from big_tables import write_table
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.views import Card, Committed
from ogp_review.review import Review, create_review, open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import theme
from ogp_review.ui.comments import CommentList
from ogp_review.ui.comments.columns import BY_NAME, COLUMNS
from ogp_review.ui.comments.differences import TOO_MANY, Differences, differences, runs_of
from ogp_review.ui.comments.dragging import MIME, drag_of
from ogp_review.ui.comments.model import CommentModel
from ogp_review.ui.comments.situation import Counts, counts_text
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture
def session(sample_file: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    copyfile(sample_file, tmp_path / "copy.ogpr")
    opened = Session(open_review(tmp_path / "copy.ogpr", person="Marta Ilves"))
    yield opened
    opened.close()


Shown = Callable[..., CommentList]


@pytest.fixture
def shown(session: Session, qtbot: QtBot) -> Shown:
    """A list with a filter, loaded and on screen."""

    def show(text: str = "", sort: str = "oldest", height: int = 620) -> CommentList:
        made = CommentList(session)
        qtbot.addWidget(made)
        made.resize(392, height)
        session.changed.connect(made.refresh)
        made.set_sort(sort)
        made.show()
        load(qtbot, made, text)
        return made

    return show


def load(qtbot: QtBot, comments: CommentList, text: str, keep: bool = False) -> None:
    with qtbot.waitSignal(comments.loaded):
        comments.set_filter(text, keep)
    read_cards(qtbot, comments)


def read_cards(qtbot: QtBot, comments: CommentList) -> None:
    """Wait until every row on screen shows its card."""
    qtbot.waitUntil(lambda: all(comments.model.card(row) for row in comments.model.rows_shown()))


def do(qtbot: QtBot, comments: CommentList, session: Session, work: Callable[[Review], object]) -> None:
    """One operation, and the list compared with it."""
    with qtbot.waitSignal(comments._refreshing.changed):
        session.do(work)
    read_cards(qtbot, comments)


def on_screen(comments: CommentList, id_: int) -> int:
    """How far from the top of the list a comment stands, in pixels."""
    return comments.cards.visualRect(comments.model.index(comments.model.row_of(id_), 0)).top()


# Loading --------------------------------------------------------------------------------------------------


def test_the_list_holds_what_browsing_finds_in_its_order(shown: Shown, session: Session) -> None:
    comments = shown("lang:fr", "votes")
    expected = [id_ for ids in session.review.browsing.ids("lang:fr", "votes") for id_ in ids]
    assert len(expected) > 3
    assert comments.model.ids.tolist() == expected
    assert comments.current_id() == expected[0]
    assert comments.selected_ids() == expected[:1]


def test_the_model_keeps_the_rules_of_models(
    shown: Shown, qtmodeltester: ModelTester, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    qtmodeltester.check(comments.model, force_py=True)
    id_ = comments.model.ids[0]
    do(qtbot, comments, session, lambda review: review.triage.move([id_], "P3"))
    comments.next()
    qtbot.waitUntil(lambda: id_ not in comments.model.ids)


def test_reading_waits_for_nothing_and_tells_when_cards_came(session: Session, qtbot: QtBot) -> None:
    model = CommentModel(session)
    model.reset_ids(next(session.review.browsing.ids("")))
    model.on_screen = lambda: range(5)
    assert model.index(0, 0).data() == ""
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading"
    with qtbot.waitSignal(model.dataChanged) as told:
        pass
    assert told.args is not None
    assert (told.args[0].row(), told.args[1].row()) == (0, 4)
    assert model.index(0, 0).data() != ""


def test_a_page_is_read_once_and_not_row_by_row(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = session.review.browsing.cards

    def counting(ids: list[int]) -> list[Card]:
        asked.append(len(ids))
        return real(ids)

    monkeypatch.setattr(session.review.browsing, "cards", counting)
    model = CommentModel(session)
    model.reset_ids(next(session.review.browsing.ids("")))
    for _again in range(3):
        for row in range(60):
            model.card(row)
        model.pages._send()
    qtbot.waitUntil(lambda: model.known(0) is not None)
    assert asked == [64]


def test_what_was_on_its_way_while_an_operation_came_is_read_again(session: Session, qtbot: QtBot) -> None:
    model = CommentModel(session)
    model.reset_ids(next(session.review.browsing.ids("")))
    id_ = model.ids[0]
    model.card(0)
    model.pages._send()
    session.review.triage.note(id_, "Ask Kenji")
    model.refresh(frozenset({id_}))
    qtbot.waitUntil(lambda: model.known(0) is not None)
    card = model.known(0)
    assert card is not None and card.has_note


def test_the_last_filter_asked_for_is_the_one_that_shows(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    for text in ("lang:fr", "lang:en", "lang:es", "P12"):
        comments.set_filter(text)
    qtbot.waitUntil(lambda: comments.filter_text() == "P12" and comments.listing.complete)
    qtbot.wait(100)
    expected = [id_ for ids in session.review.browsing.ids("P12") for id_ in ids]
    assert comments.model.ids.tolist() == expected


def test_a_refined_filter_keeps_the_current_comment_or_takes_the_next_that_is_there(
    shown: Shown, qtbot: QtBot
) -> None:
    comments = shown("")
    french = next(row for row in range(3, 60) if card_at(qtbot, comments, row).language == "fr")
    kept = comments.model.ids[french]
    comments.select_id(kept)
    load(qtbot, comments, "lang:fr", keep=True)
    assert comments.current_id() == kept

    load(qtbot, comments, "", keep=False)
    other = next(row for row in range(3, 60) if card_at(qtbot, comments, row).language != "fr")
    comments.select_id(comments.model.ids[other])
    later = comments.model.ids[other + 1 :].tolist()
    load(qtbot, comments, "lang:fr", keep=True)
    assert comments.current_id() == next(id_ for id_ in later if id_ in comments.model.ids)


def card_at(qtbot: QtBot, comments: CommentList, row: int) -> Card:
    qtbot.waitUntil(lambda: comments.model.card(row) is not None)
    found = comments.model.card(row)
    assert found is not None
    return found


def test_a_filter_that_cannot_be_read_says_why_and_leaves_the_list(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("P2")
    before = comments.model.ids[:]
    comments.set_filter("stat:new")
    assert 'There is no filter "stat:"' in comments.head.error()
    comments.set_filter("tag:Nowhere")
    qtbot.waitUntil(lambda: "Nowhere" in comments.head.error())
    assert comments.model.ids == before
    assert comments.filter_text() == "P2"
    load(qtbot, comments, "P12")
    assert comments.head.error() == ""


def test_a_refused_filter_leaves_a_list_that_keeps_up(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("P2")
    id_ = comments.model.ids[1]
    comments.set_filter("tag:Nosuch")
    qtbot.waitUntil(lambda: "Nosuch" in comments.head.error())
    assert comments.listing.complete
    do(qtbot, comments, session, lambda review: review.triage.move([id_], "P12"))
    comments.next()
    comments.next()
    qtbot.waitUntil(lambda: id_ not in comments.model.ids)
    assert "Nosuch" in comments.head.error()


def test_a_comparison_that_a_refused_filter_cut_short_is_made_again(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    id_ = comments.model.ids[1]
    session.do(lambda review: review.triage.move([id_], "P12"))
    qtbot.waitUntil(lambda: comments._refreshing._busy)
    comments.set_filter("tag:Nosuch")
    qtbot.waitUntil(lambda: "Nosuch" in comments.head.error())
    qtbot.waitUntil(lambda: id_ in comments.model.departed or id_ not in comments.model.ids)


def test_a_filter_refused_before_the_one_before_it_was_told_brings_that_to_its_end(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    every = [id_ for ids in session.review.browsing.ids("", "newest") for id_ in ids]
    load(qtbot, comments, "")
    comments.listing._whole = False  # as in the middle of a long answer
    comments.set_filter("tag:Nosuch")
    comments.set_sort("newest")
    qtbot.waitUntil(lambda: comments.model.ids.tolist() == every)
    assert comments.filter_text() == "" and "Nosuch" in comments.head.error()


def test_a_list_whose_own_tag_has_gone_keeps_up_once_it_can(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    first = [next(session.review.browsing.ids(""))[0]]
    session.review.tagging.add(first, "Passing")
    comments = shown("tag:Passing")
    do(qtbot, comments, session, lambda review: review.tagging.remove(first, "Passing"))
    with qtbot.waitSignal(comments.listing.incomparable):
        session.do(lambda review: review.tagging.delete("Passing"))
    assert not comments._refreshing._busy
    load(qtbot, comments, "P2")
    id_ = comments.model.ids[0]
    do(qtbot, comments, session, lambda review: review.triage.move([id_], "P12"))


# Rows stay put --------------------------------------------------------------------------------------------


def test_what_is_moved_away_stays_dimmed_until_the_selection_leaves_it(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    ids = comments.model.ids.tolist()
    do(qtbot, comments, session, lambda review: review.triage.move([ids[0]], "P12"))
    assert comments.model.ids.tolist() == ids
    qtbot.waitUntil(lambda: comments.model.reason(ids[0]) == "Moved to P12")
    assert comments.current_id() == ids[0]
    assert "Moved to P12" in comments.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    comments.next()
    qtbot.waitUntil(lambda: comments.model.ids.tolist() == ids[1:])
    assert comments.current_id() == ids[1]


def test_the_reason_names_what_was_done(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("P2")
    id_ = comments.model.ids[1]
    do(qtbot, comments, session, lambda review: review.triage.set_aside([id_], "spam"))
    qtbot.waitUntil(lambda: comments.model.reason(id_) == "Set aside: spam")


def test_undo_brings_a_row_back_at_its_place(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("P2")
    ids = comments.model.ids.tolist()
    comments.select_id(ids[1])
    do(qtbot, comments, session, lambda review: review.triage.move([ids[1]], "P12"))
    comments.next()
    qtbot.waitUntil(lambda: len(comments.model.ids) == len(ids) - 1)
    do(qtbot, comments, session, lambda review: review.history.undo())
    assert comments.model.ids.tolist() == ids
    assert comments.current_id() == ids[2]
    assert comments.model.reason(ids[1]) == ""


def test_undo_of_what_is_still_there_brightens_it_again(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("P2")
    ids = comments.model.ids.tolist()
    do(qtbot, comments, session, lambda review: review.triage.move([ids[0]], "P12"))
    do(qtbot, comments, session, lambda review: review.history.undo())
    assert comments.model.ids.tolist() == ids
    assert not comments.model.departed


def test_new_comments_are_put_in_without_moving_what_one_looks_at(
    shown: Shown, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    comments = shown("", "author")
    comments.cards.scroll_to(44, 37)
    read_cards(qtbot, comments)
    current, first = comments.model.ids[46], comments.model.ids[44]
    comments.select_id(current)
    marked = comments.model.ids[46:49].tolist()
    comments.extend(1)
    comments.extend(1)
    before = (on_screen(comments, first), on_screen(comments, current))
    rows = len(comments.model.ids)
    table = write_table(tmp_path / "new.csv", ["A late comment", "And another", "And a third"])
    do(qtbot, comments, session, lambda review: review.intake.import_file(table))
    assert len(comments.model.ids) == rows + 3
    assert comments.current_id() == marked[-1]
    assert comments.selected_ids() == marked
    assert (on_screen(comments, first), on_screen(comments, current)) == before
    expected = [id_ for ids in session.review.browsing.ids("", "author") for id_ in ids]
    assert comments.model.ids.tolist() == expected
    assert expected.index(first) == 44 + 3


def test_rows_that_leave_above_do_not_move_the_current_one(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("")
    comments.cards.scroll_to(20, 11)
    read_cards(qtbot, comments)
    current = comments.model.ids[22]
    comments.select_id(current)
    before = on_screen(comments, current)
    gone = comments.model.ids[2:6].tolist()
    do(qtbot, comments, session, lambda review: review.triage.set_aside(gone, "test"))
    assert not set(gone) & set(comments.model.ids)
    assert on_screen(comments, current) == before
    assert comments.current_id() == current


def test_a_row_that_is_on_screen_is_not_pulled_away(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("")
    other = comments.model.ids[2]
    do(qtbot, comments, session, lambda review: review.triage.set_aside([other], "abuse"))
    assert comments.model.row_of(other) == 2
    qtbot.waitUntil(lambda: comments.model.reason(other) == "Set aside: abuse")
    comments.next()
    qtbot.waitUntil(lambda: comments.model.row_of(other) < 0)


def test_marks_stay_through_an_action_on_them(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("")
    ids = comments.model.ids[:5].tolist()
    comments.mark()
    comments.next()
    comments.next()
    comments.mark()
    comments.next()
    assert comments.selected_ids() == [ids[0], ids[2]]
    assert comments.current_id() == ids[3]
    do(qtbot, comments, session, lambda review: review.tagging.add([ids[0], ids[2]], "Openness"))
    assert comments.selected_ids() == [ids[0], ids[2]]
    assert comments.current_id() == ids[3]
    qtbot.waitUntil(
        lambda: bool((card := comments.model.card(2)) and "Openness" in [tag.path for tag in card.tags])
    )


def test_a_card_on_screen_shows_what_was_done_to_it(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("P2")
    id_ = comments.model.ids[0]
    do(qtbot, comments, session, lambda review: review.triage.note(id_, "Ask Kenji"))
    qtbot.waitUntil(lambda: bool((card := comments.model.card(0)) and card.has_note))


def test_many_new_places_put_the_list_down_anew_and_keep_the_choice(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("")
    whole = comments.model.ids[:]
    comments.model.reset_ids(whole[::2])
    comments.chosen.forget()
    current = comments.model.ids[10]
    comments.select_id(current)
    comments.extend(1)
    selected = comments.selected_ids()
    found = differences(comments.model.ids, whole, None)
    comments.model.apply(Differences(whole=whole, left=found.left), lambda _id: True)
    assert comments.model.ids == whole
    assert comments.current_id() == selected[-1]
    assert comments.selected_ids() == selected


# Differences ----------------------------------------------------------------------------------------------


def test_differences_tell_runs_and_what_they_stand_after() -> None:
    old, new = array("q", [1, 2, 3, 4]), array("q", [9, 1, 3, 7, 8, 4])
    found = differences(old, new, None, departed=[3])
    assert found.left == {2}
    assert found.back == {3}
    assert found.came == [(None, array("q", [9])), (3, array("q", [7, 8]))]
    only = differences(old, new, {2, 7})
    assert only.left == {2}
    assert only.came == [(3, array("q", [7]))]


def test_too_many_places_become_one_whole_list() -> None:
    old = array("q", range(0, 4 * TOO_MANY, 2))
    new = array("q", range(4 * TOO_MANY))
    assert differences(old, new, None).whole == new
    assert runs_of(new, {1, 2, 3, 7}) == [range(1, 4), range(7, 8)]


# Choosing -------------------------------------------------------------------------------------------------


def test_extending_grows_and_takes_back(shown: Shown) -> None:
    comments = shown("")
    ids = comments.model.ids[:4].tolist()
    comments.extend(1)
    comments.extend(1)
    assert comments.selected_ids() == ids[:3]
    comments.extend(-1)
    assert comments.selected_ids() == ids[:2]
    comments.next()
    assert comments.selected_ids() == [ids[2]]


def test_the_last_mark_taken_away_leaves_the_current_comment_selected(shown: Shown) -> None:
    comments = shown("")
    first = comments.model.ids[0]
    comments.mark()
    assert comments.chosen.many()
    comments.mark()
    assert not comments.chosen.many()
    assert comments.selected_ids() == [first]


def test_space_marks_and_enter_opens(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    comments.cards.setFocus()
    ids = comments.model.ids[:3].tolist()
    qtbot.keyClick(comments.cards, Qt.Key.Key_Space)
    qtbot.keyClick(comments.cards, Qt.Key.Key_Down)
    qtbot.keyClick(comments.cards, Qt.Key.Key_Down)
    qtbot.keyClick(comments.cards, Qt.Key.Key_Space)
    assert comments.selected_ids() == [ids[0], ids[2]]
    with qtbot.waitSignal(comments.opened) as opened:
        qtbot.keyClick(comments.cards, Qt.Key.Key_Return)
    assert opened.args == [ids[2]]


def test_ids_of_63_bits_come_through_the_signals(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    told: list[object] = []
    comments.current_changed.connect(told.append)
    with qtbot.waitSignal(comments.selection_changed) as selected:
        comments.next()
    assert told == [comments.model.ids[1]]
    assert selected.args == [[comments.model.ids[1]]]
    assert max(comments.model.ids) > 1 << 32


def test_all_of_a_million_rows_are_one_range(session: Session, qtbot: QtBot) -> None:
    comments = CommentList(session)
    qtbot.addWidget(comments)
    comments.resize(392, 500)
    comments.show()
    comments.model.pages.want = lambda _page: None  # type: ignore[method-assign]  # these ids are nobody's
    comments.model.reset_ids(array("q", range(1, 1_000_001)))
    start = time.perf_counter()
    for view in (comments.cards, comments.table):
        view.selectAll()
        assert comments.chosen.count == 1_000_000
        assert comments.chosen.selection.selection().count() == 1
        view.repaint()
        comments.set_form("table")
    header = comments.table.horizontalHeader()
    assert header.selectionModel() is not comments.chosen.selection  # it would ask each row of each column
    assert time.perf_counter() - start < 1.5
    comments.cards.scroll_to(999_000, 0)
    assert comments.cards.rows_shown().stop - comments.cards.rows_shown().start < 12


def test_next_needing_me_finds_open_work_of_mine_and_wraps(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("")
    open_ids = [id_ for ids in session.review.browsing.ids("is:open") for id_ in ids]
    mine = open_ids[3]
    do(qtbot, comments, session, lambda review: review.triage.assign([mine], "Marta Ilves"))
    comments.select_id(comments.model.ids[-1])
    comments.next_needing_me()
    qtbot.waitUntil(lambda: comments.current_id() == mine)


# Forms, groups, counts, states ----------------------------------------------------------------------------


def test_cards_and_table_share_rows_and_choice(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    comments.next()
    comments.extend(1)
    before = comments.selected_ids()
    comments.set_form("table")
    assert comments.form() == "table" and comments.table.isVisible() and not comments.cards.isVisible()
    assert comments.selected_ids() == before
    read_cards(qtbot, comments)
    card = comments.model.card(0)
    assert card is not None
    assert comments.model.index(0, 1).data() == card.ref
    menu = comments.table.columns_menu()
    ref = next(action for action in menu.actions() if action.text() == "Ref")
    ref.trigger()
    assert comments.table.isColumnHidden(1)
    menu.deleteLater()


def test_the_table_keeps_its_rows_in_place_too(
    shown: Shown, qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    comments = shown("", "author")
    comments.set_form("table")
    comments.table.scroll_to(38, 5)
    read_cards(qtbot, comments)
    current = comments.model.ids[42]
    comments.select_id(current)

    def top() -> int:
        return comments.table.visualRect(comments.model.index(comments.model.row_of(current), 1)).top()

    before = top()
    table = write_table(tmp_path / "new.csv", ["One", "Two"])
    do(qtbot, comments, session, lambda review: review.intake.import_file(table))
    assert top() == before


def test_counts_tell_what_is_answered_and_what_is_missing(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("P2")
    answered = session.review.browsing.count("P2 is:answered")
    qtbot.waitUntil(lambda: bool(comments.head.counts()))
    assert comments.head.counts() == f"{len(comments.model.ids)} comments, {answered} answered."
    comments.set_counts(answered=2, missing=2)
    assert comments.head.counts() == "3 comments, 2 answered. 2 more declared, not captured."


def test_counts_tell_what_is_set_aside_and_left_out(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("")
    aside = session.review.browsing.count("is:setaside")
    answered = session.review.browsing.count("is:answered")
    said = f"{len(comments.model.ids)} comments, {answered} answered, {aside} set aside are not shown."
    qtbot.waitUntil(lambda: comments.head.counts() == said)
    first = comments.model.ids[0]
    session.review.triage.set_aside([first], "spam")
    load(qtbot, comments, "lang:fr")
    qtbot.waitUntil(lambda: comments.head.counts() != said and bool(comments.head.counts()))
    assert "set aside" not in comments.head.counts()
    load(qtbot, comments, "")
    qtbot.waitUntil(lambda: f"{aside + 1} set aside are not shown" in comments.head.counts())
    assert counts_text(106, Counts(aside=1))[0] == "106 comments, 1 set aside is not shown."


def test_a_narrow_table_shows_ref_paragraph_text_and_state(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("is:unassigned")
    comments.set_form("table")
    read_cards(qtbot, comments)
    table = comments.table
    there = [number for number in range(len(COLUMNS)) if not table.isColumnHidden(number)]
    assert [COLUMNS[number].name for number in there] == ["ref", "paragraph", "text", "state"]
    assert sum(table.columnWidth(number) for number in there) == table.viewport().width()
    assert table.columnWidth(BY_NAME["text"]) >= 120
    assert COLUMNS[BY_NAME["paragraph"]].text(card_at(qtbot, comments, 0)) == "–"
    comments.resize(900, 620)
    qtbot.waitUntil(lambda: table.columnWidth(BY_NAME["text"]) > 500)
    assert sum(table.columnWidth(number) for number in there) == table.viewport().width()


def test_groups_follow_the_order_and_name_what_is_on_top(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("lang:fr")
    with qtbot.waitSignal(comments.loaded):
        comments.set_group("paragraph")
    read_cards(qtbot, comments)
    assert comments.listing.question.sort == "paragraph"
    card = comments.model.card(0)
    assert card is not None
    assert comments.grouping._words.text() == (card.paragraph or "Not assigned")
    assert comments.grouping.heading.isVisible()
    with qtbot.waitSignal(comments.loaded):
        comments.set_sort("votes")
    assert not comments.grouping.heading.isVisible()


def test_an_empty_review_offers_to_import(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    theme.install(qapp, "light")
    session = Session(create_review(tmp_path / "empty.ogpr", person="Ana"))
    comments = CommentList(session)
    qtbot.addWidget(comments)
    comments.show()
    comments.set_filter("")
    qtbot.waitUntil(lambda: comments._empty.isVisible())
    assert comments._empty.why().sentence == "No comments yet. Import the first ones."
    with qtbot.waitSignal(comments.import_wanted):
        comments._empty._state.acted.emit()
    session.close()


def test_where_one_token_alone_hides_everything_it_is_offered_to_leave_it_out(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    comments = shown("lang:fr state:published")
    qtbot.waitUntil(lambda: comments._empty.isVisible())
    why = comments._empty.why()
    number = session.review.browsing.count("lang:fr")
    assert why.sentence == "Nothing matches lang:fr state:published."
    assert why.also_button == f"Without state:published ({number})"
    with qtbot.waitSignal(comments.loaded):
        comments._empty._also.click()
    assert comments.filter_text() == "lang:fr"
    assert len(comments.model.ids) == number


def test_when_all_of_a_paragraph_is_answered_the_next_is_offered(
    shown: Shown, qtbot: QtBot, session: Session
) -> None:
    outline = session.review.browsing.outline()
    done = next(
        one.label
        for one in outline.paragraphs
        if one.id in outline.counts
        and session.review.browsing.count(f"{one.label} is:open") == 0
        and session.review.browsing.count(one.label)
    )
    comments = shown(f"{done} is:open")
    qtbot.waitUntil(lambda: comments._empty.isVisible())
    why = comments._empty.why()
    assert why.sentence.startswith(f"Every comment on {done} is answered. Next: {why.target}, ")
    with qtbot.waitSignal(comments.go_next_place) as gone:
        comments._empty._state.acted.emit()
    assert gone.args == [why.target]
    assert session.review.browsing.count(f"{why.target} is:open") > 0


def test_suggestions_are_shown_and_filtered_by(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    wanted = comments.model.ids[3]
    comments.set_suggestions({wanted: 2})
    load(qtbot, comments, "is:suggested")
    assert comments.model.ids.tolist() == [wanted]
    assert "2 suggestions" in comments.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_was_shown_is_remembered(shown: Shown, qtbot: QtBot, session: Session) -> None:
    comments = shown("", "votes")
    author, channel = BY_NAME["author"], BY_NAME["channel"]
    comments.table.setColumnHidden(author, False)
    comments.table.setColumnWidth(author, 211)
    comments.table.setColumnHidden(channel, False)
    comments.select_id(comments.model.ids[15])
    comments.cards.scroll_to(12, 40)
    state = comments.save_state()
    other = CommentList(session)
    qtbot.addWidget(other)
    other.resize(comments.size())
    other.show()
    with qtbot.waitSignal(other.loaded):
        other.restore_state(state)
    assert other.current_id() == comments.current_id()
    assert (other.cards.first_row(), other.cards.offset()) == (12, 40)
    assert other.table.columnWidth(author) == 211 and not other.table.isColumnHidden(channel)
    assert other.save_state() == state


@pytest.mark.parametrize("text", ["tag:Gone", "gone:tag Gone"])
def test_a_remembered_filter_that_means_nothing_any_more_shows_all(
    session: Session, qtbot: QtBot, text: str
) -> None:
    comments = CommentList(session)
    qtbot.addWidget(comments)
    comments.show()
    with qtbot.waitSignal(comments.loaded):
        comments.restore_state({"filter": text})
    assert len(comments.model.ids) == session.review.browsing.count("")
    assert "gone" in comments.head.error().lower()


def test_what_is_dragged_are_the_selected_comments(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    comments.extend(1)
    ids = comments.selected_ids()
    assert list(comments.cards.dragged()) == ids
    drag = drag_of(comments.cards, ids)
    assert bytes(drag.mimeData().data(MIME).data()).decode() == f"[{ids[0]}, {ids[1]}]"
    assert not drag.pixmap().isNull()
    drag.deleteLater()


def test_the_context_menu_is_asked_for_where_the_mouse_is(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("")
    view, third = comments.cards.viewport(), comments.model.ids[2]
    at = QPoint(60, on_screen(comments, third) + 20)
    with qtbot.waitSignal(comments.menu_wanted) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=at)
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
    assert comments.current_id() == third
    assert asked.args == [view.mapToGlobal(at)]


def test_a_change_of_anything_reads_what_is_on_screen_again(shown: Shown, qtbot: QtBot) -> None:
    comments = shown("P2")
    with qtbot.waitSignal(comments._refreshing.changed):
        comments.refresh(Committed("exchange", "", "", None))
    assert comments.current_id() == comments.model.ids[0]
