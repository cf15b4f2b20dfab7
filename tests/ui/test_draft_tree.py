"""The sidebar: what its lines say, that it stays where it is through a refresh, and what it tells others."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT, Section
from ogp_review.domain.views import Outline, OutlineParagraph, PlaceCount, SavedView
from ogp_review.review import create_review, open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import theme
from ogp_review.ui.draft_tree import DraftTree, words
from ogp_review.ui.draft_tree.delegate import AGREED_FROM, TreeDelegate
from ogp_review.ui.draft_tree.model import TreeModel
from ogp_review.ui.draft_tree.nodes import DRAFT_KEY, VIEWS_KEY, Key, Line, draft_branches, view_branches
from ogp_review.ui.draft_tree.tree_view import MIME, dragged_ids
from ogp_review.ui.session import Session

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.usefixtures("qapp")]
"""What the display without a screen says of every window."""

BIG = 2**62 + 1
"""An id as reviews have them: more than Qt's own integers hold."""


def outline(**more: object) -> Outline:
    """Two sections, one inside the other, and a paragraph before them."""
    whole = Outline(
        sections=(Section(BIG, "1", "Vision", None, 1, 1), Section(BIG + 1, "", "Annex A", BIG, 2, 2)),
        paragraphs=(
            OutlineParagraph(100, "P1", "Preamble", None, True),
            OutlineParagraph(101, "P2", "Purpose", BIG, True),
            OutlineParagraph(102, "P12", "Reporting back", BIG + 1, True),
        ),
        counts={
            NOT_ASSIGNED: PlaceCount({"new": 2}, 0),
            WHOLE_DRAFT: PlaceCount({}, 0),
            100: PlaceCount({"approved": 3}, 0),
            101: PlaceCount({"new": 3, "published": 1}, 1, 5),
            102: PlaceCount({"new": 7, "drafted": 4, "approved": 2}, 0, 15),
        },
    )
    return replace(whole, **more)


def shown(model: TreeModel) -> list[str]:
    return [
        f"{'  ' * line.depth}{words.heading(line)} {words.count_text(line)}".rstrip()
        for line in model.lines()
    ]


def line_of(model: TreeModel, key: Key) -> Line:
    return model.line(model.index_of(key))


@pytest.fixture
def model() -> TreeModel:
    made = TreeModel()
    made.show_views(view_branches([SavedView("My work", "is:mine", 12), SavedView("Youth", "tag:Youth")]))
    made.show_draft(draft_branches(outline(), {}))
    return made


def test_the_tree_shows_views_then_the_draft_with_sums(model: TreeModel) -> None:
    assert shown(model) == [
        "Views",
        "  My work 12",
        "  Youth",
        "Draft",
        "  Not assigned 2",
        "  Whole draft 0",
        "  P1 Preamble 3",
        "  1 Vision 18/20",
        "    P2 Purpose 4",
        "    Annex A 13/15",
        "      P12 Reporting back 13/15",
    ]


def test_what_is_set_aside_was_captured_all_the_same() -> None:
    counts = {101: PlaceCount({"new": 4}, 1, 5)}
    assert line_of(model_of(outline(counts=counts)), ("paragraph", 101)).missing == 0


def model_of(draft: Outline) -> TreeModel:
    made = TreeModel()
    made.show_draft(draft_branches(draft, {}))
    return made


def test_each_line_has_the_filter_that_lists_its_comments(model: TreeModel) -> None:
    filters = {words.heading(line): line.filter for line in model.lines() if line.kind != "group"}
    assert filters == {
        "My work": "is:mine",
        "Youth": "tag:Youth",
        "Not assigned": "is:unassigned",
        "Whole draft": "is:whole",
        "P1 Preamble": "P1",
        "1 Vision": "section:1",
        "P2 Purpose": "P2",
        "Annex A": 'section:"Annex A"',
        "P12 Reporting back": "P12",
    }


def test_a_tooltip_tells_states_what_is_missing_and_agreement() -> None:
    model = TreeModel()
    model.show_draft(draft_branches(outline(), {102: (41, 9)}))
    assert words.tooltip(line_of(model, ("paragraph", 102))).splitlines() == [
        "P12 Reporting back",
        "13 comments",
        "7 new, 4 drafted, 2 approved",
        "2 declared on the page were not captured.",
        "Agreement: 82 %, 41 for, 9 against",
    ]
    assert "Agreement: 82 %, 41 for, 9 against" in words.tooltip(line_of(model, ("section", BIG)))
    assert "Agreement" not in words.tooltip(line_of(model, ("paragraph", 101)))


def test_a_screen_reader_hears_counts_and_what_is_missing(model: TreeModel) -> None:
    index = model.index_of(("paragraph", 102))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "P12, Reporting back, 13 comments, 2 answered, 2 declared on the page were not captured"
    )
    assert model.index(0, 0, model.index_of(VIEWS_KEY)).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "My work, 12 comments"
    )


def test_the_model_keeps_the_rules_through_every_kind_of_change(qtmodeltester: ModelTester) -> None:
    model = TreeModel()
    qtmodeltester.check(model)
    whole = outline()
    drafts = [
        whole,
        outline(paragraphs=whole.paragraphs[1:]),
        outline(paragraphs=tuple(reversed(whole.paragraphs))),
        outline(paragraphs=tuple(replace(one, section_id=None) for one in whole.paragraphs)),
        outline(sections=()),
        Outline((), (), {}),
        whole,
    ]
    for draft in drafts:
        model.show_draft(draft_branches(draft, {}))
        model.show_views(
            view_branches([SavedView(str(number), "x") for number in range(len(draft.paragraphs))])
        )
        assert shown(model)[1 + len(draft.paragraphs) :] == shown(model_of(draft))[1:]
    qtmodeltester.check(model)


def test_new_counts_change_lines_in_place(model: TreeModel, qtbot: QtBot) -> None:
    told: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, last: told.append(first))
    for moved in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
        moved.connect(lambda *_: pytest.fail("rows were moved"))
    counts = outline().counts | {102: PlaceCount({"approved": 13}, 0, 15)}
    model.show_draft(draft_branches(outline(counts=counts), {}))
    assert line_of(model, ("paragraph", 102)).answered == 13
    assert [words.heading(model.line(index)) for index in told] == [
        "1 Vision",
        "Annex A",
        "P12 Reporting back",
    ]
    model.show_draft(draft_branches(outline(counts=counts), {}))
    assert len(told) == 3


def test_two_views_of_one_name_both_show() -> None:
    model = TreeModel()
    model.show_views(view_branches([SavedView("Mine", "P1"), SavedView("Mine", "P2")]))
    assert [line.filter for line in model.lines(VIEWS_KEY)] == ["P1", "P2"]


# In the window ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(path)
    return path


@pytest.fixture
def open_session(qtbot: QtBot) -> Iterator[Callable[[Path], Session]]:
    made: list[Session] = []

    def start(path: Path) -> Session:
        made.append(Session(open_review(path, person="Marta Ilves")))
        return made[-1]

    yield start
    for session in made:
        session.close()


@pytest.fixture
def tree(qtbot: QtBot, sample: Path, tmp_path: Path, open_session: Callable[[Path], Session]) -> DraftTree:
    """The sample's tree, on screen, on a copy that a test may change."""
    copy = tmp_path / "copy.ogpr"
    copy.write_bytes(sample.read_bytes())
    return shown_tree(qtbot, open_session(copy))


def shown_tree(qtbot: QtBot, session: Session) -> DraftTree:
    panel = DraftTree(session)
    qtbot.addWidget(panel)
    panel.resize(278, 500)
    with qtbot.waitSignal(panel.shown):
        panel.show()
    return panel


def place(panel: DraftTree, label: str) -> QModelIndex:
    lines = [line for line in panel.model.lines() if label in (line.label, line.title)]
    return panel.model.index_of(lines[0].key)


def current(panel: DraftTree) -> str:
    return panel.model.line(panel.tree.currentIndex()).label


def work(qtbot: QtBot, panel: DraftTree, session: Session, do: Callable[..., object]) -> None:
    """Do an operation, and wait until the tree shows what came of it."""
    session.changed.connect(panel.refresh)
    with qtbot.waitSignal(panel.shown):
        session.do(do)


def test_a_click_tells_the_filter_once(qtbot: QtBot, tree: DraftTree) -> None:
    told: list[str] = []
    tree.chosen.connect(told.append)
    for label in ("P2", "P2", "Not assigned", "Whole draft", "Set aside", "1"):
        spot = tree.tree.visualRect(place(tree, label)).center()
        qtbot.mouseClick(tree.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told == ["P2", "is:unassigned", "is:whole", "is:setaside", "section:1"]


def test_arrows_choose_and_skip_the_headings(qtbot: QtBot, tree: DraftTree) -> None:
    told: list[str] = []
    tree.chosen.connect(told.append)
    tree.show_filter("is:setaside")
    qtbot.keyClick(tree.tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree.tree, Qt.Key.Key_Up)
    assert told == ["is:unassigned", "is:setaside"]
    with qtbot.waitSignal(tree.entered):
        qtbot.keyClick(tree.tree, Qt.Key.Key_Return)


def test_coming_by_keyboard_chooses_nothing(qtbot: QtBot, tree: DraftTree) -> None:
    tree.show_filter("lang:fr")
    with qtbot.assertNotEmitted(tree.chosen):
        event = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
        QApplication.sendEvent(tree.tree, event)
    with qtbot.waitSignal(tree.chosen) as told:
        qtbot.keyClick(tree.tree, Qt.Key.Key_Down)
    assert told.args == ["is:mine"]


def test_left_and_right_fold_a_section(qtbot: QtBot, tree: DraftTree) -> None:
    tree.show_filter("section:2")
    qtbot.keyClick(tree.tree, Qt.Key.Key_Left)
    assert not tree.tree.isExpanded(place(tree, "2"))
    qtbot.keyClick(tree.tree, Qt.Key.Key_Left)
    assert tree.tree.isExpanded(tree.model.index_of(DRAFT_KEY)) and current(tree) == "2"
    qtbot.keyClick(tree.tree, Qt.Key.Key_Right)
    assert tree.tree.isExpanded(place(tree, "2"))


def test_the_chevron_folds_without_choosing(qtbot: QtBot, tree: DraftTree) -> None:
    row = tree.tree.visualRect(place(tree, "1"))
    with qtbot.assertNotEmitted(tree.chosen):
        qtbot.mouseClick(tree.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(22, row.center().y()))
    assert not tree.tree.isExpanded(place(tree, "1"))


def test_typing_goes_to_a_label_in_a_folded_section_too(qtbot: QtBot, tree: DraftTree) -> None:
    tree.close_sections([int(line.key[1]) for line in tree.model.lines() if line.kind == "section"])
    with qtbot.waitSignal(tree.chosen) as told:
        qtbot.keyClicks(tree.tree, "p1")
    assert told.args == ["P1"] and current(tree) == "P1"
    qtbot.keyClicks(tree.tree, "2")
    assert current(tree) == "P12" and tree.tree.isExpanded(place(tree, "4"))


def test_show_filter_selects_and_tells_nobody(qtbot: QtBot, tree: DraftTree) -> None:
    with qtbot.assertNotEmitted(tree.chosen):
        assert tree.show_filter("p12")
        assert current(tree) == "P12"
        assert tree.show_filter('state:"in review"')
        assert tree.model.line(tree.tree.currentIndex()).title == "Waiting for approval"
        assert not tree.show_filter("P12 lang:fr")
    assert not tree.tree.currentIndex().isValid() and not tree.tree.selectedIndexes()
    with qtbot.waitSignal(tree.chosen):
        tree.tree.setCurrentIndex(place(tree, "P12"))


def test_a_refresh_moves_nothing(qtbot: QtBot, tree: DraftTree) -> None:
    session = tree._session
    tree.resize(278, 300)
    tree.close_sections([int(tree.model.line(place(tree, "1")).key[1])])
    tree.show_filter("P12")
    bar = tree.tree.verticalScrollBar()
    bar.setValue(bar.maximum() - 7)
    top, folded = tree.tree.indexAt(QPoint(1, 1)).data(), tree.closed_sections()
    before = bar.maximum() - bar.value()
    answered = tree.model.line(place(tree, "Whole draft")).count.comments
    with qtbot.assertNotEmitted(tree.chosen):
        work(qtbot, tree, session, lambda review: review.triage.move("C0001", "Whole draft"))
        work(qtbot, tree, session, lambda review: review.browsing.save_view("Youth, in French", "lang:fr"))
    assert tree.model.line(place(tree, "Whole draft")).count.comments == answered + 1
    assert place(tree, "Youth, in French").isValid()
    assert current(tree) == "P12" and tree.closed_sections() == folded and len(folded) == 1
    assert tree.tree.indexAt(QPoint(1, 1)).data() == top
    assert bar.maximum() - bar.value() == before


def test_a_view_that_is_removed_under_the_cursor_chooses_nothing_else(qtbot: QtBot, tree: DraftTree) -> None:
    session = tree._session
    work(qtbot, tree, session, lambda review: review.browsing.save_view("Mine", "lang:fr"))
    tree.show_filter("lang:fr")
    with qtbot.assertNotEmitted(tree.chosen):
        work(qtbot, tree, session, lambda review: review.browsing.remove_view("Mine"))
    assert not tree.tree.selectedIndexes()
    assert not any(line.title == "Mine" for line in tree.model.lines())


def test_what_changes_while_the_tree_is_read_is_read_again(qtbot: QtBot, tree: DraftTree) -> None:
    before = tree.model.line(place(tree, "Whole draft")).count.comments
    tree.refresh()
    time.sleep(0.3)  # the reader has its answer, and this thread has not taken it yet
    tree._session.review.triage.move("C0001", "Whole draft")
    tree.refresh()
    qtbot.waitUntil(lambda: tree.model.line(place(tree, "Whole draft")).count.comments == before + 1)


def test_suggestions_are_counted_when_they_are_known(qtbot: QtBot, tree: DraftTree) -> None:
    ids = frozenset(comment.id for comment in list(tree._session.review.comments())[:3])
    with qtbot.waitSignal(tree.shown):
        tree.set_suggested(ids)
    assert tree.model.line(place(tree, "Suggestions")).matches == 3


def test_votes_arrive_in_the_tooltips(tree: DraftTree) -> None:
    votes = tree._session.review.browsing.outline_votes()
    known = {line.key[1]: line.count for line in tree.model.lines() if line.kind == "paragraph"}
    assert any(up for up, _down in votes.values())
    assert all((known[one].votes_for, known[one].votes_against) == votes.get(one, (0, 0)) for one in known)


def test_the_next_open_paragraph_and_how_many(tree: DraftTree) -> None:
    open_ones = [
        (line.label, line.open) for line in tree.model.lines() if line.kind == "paragraph" and line.open
    ]
    assert len(open_ones) > 2
    first, second = open_ones[:2]
    assert tree.next_open_place(first[0].lower()) == second
    assert tree.next_open_place(open_ones[-1][0]) == first
    assert tree.next_open_place(None) == first


def test_without_a_draft_the_tree_says_how_to_begin(
    qtbot: QtBot, tmp_path: Path, open_session: Callable[[Path], Session]
) -> None:
    create_review(tmp_path / "empty.ogpr").close()
    panel = shown_tree(qtbot, open_session(tmp_path / "empty.ogpr"))
    assert panel._empty.isVisible()
    assert panel._empty.sentence() == "No draft yet. Import it, or comments."
    assert panel.tree.height() == panel.tree.content_height() < panel.height() / 2 + 60
    with qtbot.waitSignal(panel.import_wanted):
        panel._empty.acted.emit()
    assert panel.next_open_place(None) is None


# Drag and drop, menus, tooltips -----------------------------------------------------------------------------


def dragged(*ids: int) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, json.dumps(ids).encode())
    return data


def move_over(panel: DraftTree, label: str, data: QMimeData) -> QDragMoveEvent:
    spot = panel.tree.visualRect(place(panel, label)).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragMoveEvent(spot, Qt.DropAction.MoveAction, data, left, none)
    panel.tree.dragMoveEvent(event)
    return event


def drop_on(panel: DraftTree, label: str, data: QMimeData) -> None:
    spot = QPointF(panel.tree.visualRect(place(panel, label)).center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    panel.tree.dropEvent(QDropEvent(spot, Qt.DropAction.MoveAction, data, left, none))


def test_the_place_under_the_cursor_says_what_a_drop_will_do(tree: DraftTree) -> None:
    data = dragged(1, 2, BIG)
    assert move_over(tree, "P2", data).isAccepted()
    assert tree.tree.drawn.over_text == "Move 3 to P2"
    assert tree.tree.drawn.over == tree.model.line(place(tree, "P2")).key
    for label in ("1", "My work"):
        assert not move_over(tree, label, data).isAccepted()
        assert tree.tree.drawn.over is None


@pytest.mark.parametrize(
    ("label", "told"), [("P2", "P2"), ("Whole draft", "Whole draft"), ("Not assigned", None)]
)
def test_a_drop_tells_the_ids_and_the_place(
    qtbot: QtBot, tree: DraftTree, label: str, told: str | None
) -> None:
    data = dragged(7, BIG)
    move_over(tree, label, data)
    with qtbot.waitSignal(tree.dropped) as dropped:
        drop_on(tree, label, data)
    assert dropped.args == [[7, BIG], told]
    assert tree.tree.drawn.over is None


def test_a_read_only_review_takes_no_drop(qtbot: QtBot, sample: Path) -> None:
    session = Session(open_review(sample, read_only=True))
    panel = shown_tree(qtbot, session)
    data = dragged(1)
    assert not move_over(panel, "P2", data).isAccepted()
    with qtbot.assertNotEmitted(panel.dropped):
        drop_on(panel, "P2", data)
    session.close()


@pytest.mark.parametrize("text", ["", "{", "3", '["1"]', "[1.5]", "[true]"])
def test_what_is_no_list_of_ids_is_not_taken(text: str) -> None:
    data = QMimeData()
    data.setData(MIME, text.encode())
    assert dragged_ids(data) == []


def test_the_menu_is_asked_for_views_only(qtbot: QtBot, tree: DraftTree) -> None:
    def ask(label: str) -> None:
        spot = tree.tree.visualRect(place(tree, label)).center()
        tree.tree.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, spot))

    with qtbot.waitSignal(tree.view_menu) as told:
        ask("Set aside")
    assert told.args[0] == "Set aside"
    with qtbot.assertNotEmitted(tree.view_menu):
        ask("P2")


def test_two_thousand_paragraphs_are_shown_and_refreshed_at_once(qtbot: QtBot) -> None:
    sections = tuple(Section(BIG + n, str(n), f"Section {n}", None, 1, n) for n in range(100))
    paragraphs = tuple(
        OutlineParagraph(1000 + n, f"P{n}", f"Words of {n}", BIG + n // 20, True) for n in range(2000)
    )
    counts = {one.id: PlaceCount({"new": 2, "approved": 1}, 0, 4) for one in paragraphs}
    whole = Outline(sections, paragraphs, counts)
    model = TreeModel()
    began = time.perf_counter()
    model.show_draft(draft_branches(whole, {}))
    first = time.perf_counter() - began
    assert sum(1 for _line in model.lines(DRAFT_KEY)) == 2102
    later = draft_branches(replace(whole, counts=counts | {1007: PlaceCount({"new": 1}, 0)}), {})
    began = time.perf_counter()
    model.show_draft(later)
    again = time.perf_counter() - began
    assert first < 0.5 and again < 0.25
    assert line_of(model, ("paragraph", 1007)).count.comments == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_it_is_drawn_in_every_theme(qtbot: QtBot, tree: DraftTree, narrow: bool) -> None:
    tree.narrow = narrow
    tree.tree.selectionModel().select(place(tree, "P2"), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    move_over(tree, "P3", dragged(1))
    for mode in ("dark", "contrast", "light"):
        theme.set_theme(QApplication.instance(), mode)
        picture = tree.grab().toImage()
        spot = tree.tree.visualRect(place(tree, "P2")).center()
        assert picture.pixelColor(1, spot.y()) == theme.current().window
        if mode != "contrast":
            row = tree.tree.visualRect(place(tree, "P2"))
            assert picture.pixelColor(11, row.center().y()) == theme.current().select


def test_the_level_of_agreement_stands_in_the_tree_where_it_is_wide() -> None:
    """Drawn, not told: the same lines with and without votes differ on screen in a wide sidebar only."""

    def drawn(voted: bool, width: int) -> QImage:
        model, delegate = TreeModel(), TreeDelegate()
        votes = {100: (41, 9)} if voted else {}
        model.show_draft(draft_branches(outline(), votes))
        delegate.measure(model)
        image = QImage(width, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, 30)
        painter = QPainter(image)
        delegate.paint(painter, option, model.index_of(("paragraph", 100)))
        painter.end()
        return image

    assert drawn(True, AGREED_FROM) != drawn(False, AGREED_FROM)
    assert drawn(True, AGREED_FROM - 1) == drawn(False, AGREED_FROM - 1)


def test_the_level_of_agreement_is_read_out_too() -> None:
    model = TreeModel()
    model.show_draft(draft_branches(outline(), {100: (41, 9)}))
    assert words.spoken(line_of(model, ("paragraph", 100))).endswith("Agreement: 82 %, 41 for, 9 against")
    assert "Agreement" not in words.spoken(line_of(model, ("paragraph", 101)))
