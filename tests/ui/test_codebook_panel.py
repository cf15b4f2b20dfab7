"""The codebook: the tree stays open and selected while tags come, go and move; each edit is one operation."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ogp_review.domain.codebook import TAG_COLOURS, Tag
from ogp_review.review import Review, create_review, open_review
from ogp_review.ui import messages, theme
from ogp_review.ui.codebook import CodebookWorkspace
from ogp_review.ui.codebook.fields import Swatch
from ogp_review.ui.codebook.model import TagTree
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BIG = 2**62
"""Ids of rows have 63 bits; no index carries them."""


def tag(number: int, name: str, above: Tag | None = None, comments: int = 0) -> Tag:
    path = f"{above.path}/{name}" if above else name
    parent = above.id if above else None
    return Tag(BIG + number, path, name, parent, "Teal", "", "", None, False, comments)


def shown(model: TagTree) -> list[str]:
    return [one.path for one in model.tags()]


def random_tree(numbers: list[int], choose: random.Random) -> list[Tag]:
    """Some of `numbers` as a tree, each after its parent."""
    made: list[Tag] = []
    for number in choose.sample(numbers, choose.randint(0, len(numbers))):
        above = choose.choice([None, *made])
        made.append(tag(number, f"t{number}", above, choose.randint(0, 3)))
    order = {one.id: one for one in made}

    def after_parents(parent: int | None) -> Iterator[Tag]:
        for one in sorted(order.values(), key=lambda one: one.name):
            if one.parent_id == parent:
                yield one
                yield from after_parents(one.id)

    return list(after_parents(None))


def test_the_tree_is_a_proper_model_whatever_it_takes_over(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    choose = random.Random(7)
    model = TagTree()
    view = QTreeView()
    qtbot.addWidget(view)
    view.setModel(model)
    qtmodeltester.check(model)
    for _ in range(200):
        tags = random_tree(list(range(1, 12)), choose)
        model.take_over(tags)
        assert model.tags() == tags


def test_open_and_selected_tags_stay_so_when_the_tree_changes(qtbot: QtBot) -> None:
    model, view = TagTree(), QTreeView()
    qtbot.addWidget(view)
    view.setModel(model)
    first, second = tag(1, "Access"), tag(2, "Taking part")
    youth = tag(3, "Youth", second)
    model.take_over([first, second, youth])
    view.expand(model.index_of(second.id))
    view.setCurrentIndex(model.index_of(youth.id))
    kept = QPersistentModelIndex(model.index_of(youth.id))

    moved = Tag(second.id, "Access/Taking part", "Taking part", first.id, "Teal", "", "", None, False, 4)
    model.take_over([tag(9, "A new one"), first, moved, tag(3, "Youth", moved, 2)])
    assert view.isExpanded(model.index_of(second.id))
    assert model.tag(view.currentIndex()) == tag(3, "Youth", moved, 2)
    assert model.tag(kept) == tag(3, "Youth", moved, 2)
    assert view.selectionModel().isSelected(model.index_of(youth.id))


def test_a_search_shows_what_matches_and_what_stands_above_it() -> None:
    model = TagTree()
    first, second = tag(1, "Access"), tag(2, "Taking part")
    model.take_over([first, second, tag(3, "Jeunesse été", second)])
    assert model.matching("ETE jeunesse") == {second.id, BIG + 3}
    assert model.matching("") == {first.id, second.id, BIG + 3}
    assert model.matching("nowhere") == set()


def test_a_tag_is_dropped_anywhere_but_below_itself_or_where_it_is() -> None:
    model = TagTree()
    first, second = tag(1, "Access"), tag(2, "Taking part")
    youth = tag(3, "Youth", second)
    model.take_over([first, second, youth])
    heard: list[tuple[int, int | None]] = []
    model.nest_asked.connect(lambda moved, under: heard.append((moved, under)))

    def drop(moved: Tag, under: Tag | None) -> None:
        data = model.mimeData([model.index_of(moved.id)])
        target = model.index_of(under.id if under else None)
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, target)

    for moved, under in ((second, youth), (second, second), (youth, second), (first, None)):
        drop(moved, under)
    assert heard == []
    drop(youth, first)
    drop(youth, None)
    assert heard == [(youth.id, first.id), (youth.id, None)]


# The workspace ----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.install(qapp, "light")


@pytest.fixture
def worked(tmp_path: Path) -> Iterator[Review]:
    """Three comments, two of them about youth."""
    source = tmp_path / "comments.csv"
    source.write_text("Author,Comment\nA,One.\nB,Two.\nC,Three.\n", "utf-8")
    review = create_review(tmp_path / "worked.ogpr", title="Worked", person="Ana")
    review.intake.import_file(source)
    ids = [comment.id for comment in review.comments()]
    review.tagging.add(ids[:2], "Participation/Youth")
    review.tagging.add(ids[2:], "Access")
    yield review
    review.close()


Opened = tuple[CodebookWorkspace, Review, Session]


@pytest.fixture
def opened(worked: Review, qtbot: QtBot) -> Iterator[Opened]:
    session = Session(worked)
    workspace = CodebookWorkspace(session)
    qtbot.addWidget(workspace)
    session.changed.connect(workspace.refresh)
    workspace.resize(1280, 700)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.model.rowCount() == 2)
    go_to(workspace, "Participation/Youth")
    yield workspace, worked, session
    workspace.hide()
    session.close()


def go_to(workspace: CodebookWorkspace, path: str) -> None:
    workspace.tags.view.go_to(next(one.id for one in workspace.model.tags() if one.path == path))


def written(review: Review, path: str) -> Tag:
    """What stands in the review under a path; a tag without a name where there is none."""
    none = Tag(0, "", "", None, "", "", "", None, False, 0)
    return next((one for one in review.tagging.codebook() if one.path == path), none)


def is_there(review: Review, path: str) -> bool:
    return written(review, path).id != 0


def test_a_tag_is_shown_with_what_it_means_and_where_it_is_used(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    review.tagging.define("Participation/Youth", definition="Under 25.", shortcut="3")
    qtbot.waitUntil(lambda: workspace.form.definition.toPlainText() == "Under 25.")
    assert workspace.head.name.text() == "Youth"
    assert workspace.head.said.text() == "below Participation"
    assert workspace.form.shortcut.currentText() == "3"
    qtbot.waitUntil(lambda: workspace.use.said.text() == "2 comments")
    assert "Not assigned, 2 comments" in workspace.use.bars.accessibleName()


def test_a_field_is_saved_as_one_operation_when_it_is_left(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, session = opened
    before = review.store.operations()
    workspace.form.definition.setFocus()
    qtbot.keyClicks(workspace.form.definition, "Speaks of the young.")
    assert review.store.operations() == before
    workspace.form.example.setFocus()
    qtbot.waitUntil(lambda: written(review, "Participation/Youth").definition == "Speaks of the young.")
    workspace.tags.view.setFocus()
    qtbot.waitUntil(lambda: not session.writing)
    assert review.store.operations() == before + 1


def test_what_is_typed_is_saved_when_another_tag_is_chosen(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    workspace.form.example.setPlainText("“We want a seat.”")
    go_to(workspace, "Access")
    assert workspace.form.example.toPlainText() == ""
    qtbot.waitUntil(lambda: written(review, "Participation/Youth").example == "“We want a seat.”")
    assert written(review, "Access").example == ""


def test_arrows_go_through_the_colours_and_the_last_is_saved_once(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, session = opened
    before = review.store.operations()
    swatches = workspace.form.colour.findChildren(Swatch)
    assert [one.accessibleName() for one in swatches] == list(TAG_COLOURS)
    chosen = next(one for one in swatches if one.isChecked())
    step = Qt.Key.Key_Right if chosen is not swatches[-1] else Qt.Key.Key_Left
    chosen.setFocus()
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), step)
    now = workspace.form.colour.colour()
    assert now != chosen.name
    qtbot.waitUntil(lambda: written(review, "Participation/Youth").colour == now)
    qtbot.waitUntil(lambda: not session.writing)
    assert review.store.operations() == before + 1


def test_a_key_is_chosen_and_taken_from_the_tag_that_had_it(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    review.tagging.define("Access", shortcut="4")
    box = workspace.form.shortcut
    box.setCurrentIndex(box.findData("4"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: written(review, "Participation/Youth").shortcut == "4")
    assert written(review, "Access").shortcut is None


def test_f2_renames_in_place_and_the_tag_stays_current(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    view = workspace.tags.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F2)
    [editor] = view.viewport().findChildren(QLineEdit)
    editor.setText("Young people")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.head.name.text() == "Young people")
    assert is_there(review, "Participation/Young people")
    current = view.current()
    assert current is not None and current.name == "Young people"


def test_a_name_that_is_taken_is_refused_and_put_back(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    review.tagging.define("Participation/Elders")
    workspace.form.name.setText("Elders")
    with qtbot.waitSignal(messages.bridge.had_problem) as heard:
        workspace.form.name.editingFinished.emit()
    assert heard.args is not None and "Merge the two instead" in heard.args[0]
    assert workspace.form.name.text() == "Youth"


def test_a_new_tag_is_asked_for_made_once_and_shown(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    before = review.store.operations()
    workspace.head.inside.click()
    chooser = workspace.verbs.chooser
    qtbot.keyClicks(chooser.field, "Schools")
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.head.name.text() == "Schools")
    assert is_there(review, "Participation/Youth/Schools")
    assert review.store.operations() == before + 1


def test_merging_shows_the_tag_that_is_left(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    workspace.head.merge.click()
    chooser = workspace.verbs.chooser
    qtbot.keyClicks(chooser.field, "access")
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.head.name.text() == "Access")
    assert not is_there(review, "Participation/Youth")
    assert written(review, "Access").comments == 3


def test_the_menu_nests_retires_brings_back_and_deletes(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    named = [action.text() for action in workspace.verbs.menu_of(workspace.selected_tag()).actions()]
    assert [name for name in named if name] == [
        "New tag", "New tag inside", "Rename", "Nest under…", "Merge into…", "Retire", "Delete",
        "Show its comments",
    ]  # fmt: skip
    workspace.verbs.nest()
    qtbot.keyClicks(workspace.verbs.chooser.field, "top")
    qtbot.keyClick(workspace.verbs.chooser.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_there(review, "Youth"))
    qtbot.waitUntil(lambda: workspace.head.said.text() == "")
    workspace.verbs.retire()
    qtbot.waitUntil(lambda: workspace.head.retire.shown_text() == "Bring back")
    workspace.verbs.retire()
    qtbot.waitUntil(lambda: workspace.head.retire.shown_text() == "Retire")
    with qtbot.waitSignal(messages.bridge.had_problem) as heard:
        workspace.verbs.delete()
    assert heard.args is not None and "stands on 2 comments" in heard.args[0]
    go_to(workspace, "Participation")
    workspace.verbs.delete()
    qtbot.waitUntil(lambda: not is_there(review, "Participation"))


def test_its_comments_are_asked_of_the_window_by_filter(opened: Opened, qtbot: QtBot) -> None:
    workspace, _review, _session = opened
    qtbot.waitUntil(lambda: workspace.use.said.text() == "2 comments")
    heard: list[tuple[str, object]] = []
    workspace.wants.connect(lambda action, about: heard.append((action, about)))
    workspace.use.link.click()
    qtbot.keyClick(workspace.use.bars, Qt.Key.Key_Return)
    assert heard == [
        ("filter", "tag:Participation/Youth"),
        ("filter", "is:unassigned tag:Participation/Youth"),
    ]


def test_find_narrows_the_tree_and_gives_it_back_as_it_was(opened: Opened, qtbot: QtBot) -> None:
    workspace, _review, _session = opened
    view, model = workspace.tags.view, workspace.model
    above = next(one.id for one in model.tags() if one.path == "Participation")
    view.collapse(model.index_of(above))
    workspace.tags.field.setText("youth")
    qtbot.waitUntil(lambda: view.isExpanded(model.index_of(above)))
    assert view.isRowHidden(0, model.index_of(None))
    workspace.tags.field.clear()
    qtbot.waitUntil(lambda: not view.isRowHidden(0, model.index_of(None)))
    assert not view.isExpanded(model.index_of(above))
    workspace.tags.field.setText("nothing of the sort")
    qtbot.waitUntil(lambda: workspace.tags.empty.sentence() == "Nothing matches “nothing of the sort”.")


def test_an_empty_codebook_offers_to_make_a_tag(review: Review, qtbot: QtBot) -> None:
    session = Session(review)
    workspace = CodebookWorkspace(session)
    qtbot.addWidget(workspace)
    session.changed.connect(workspace.refresh)
    workspace.show()
    qtbot.waitUntil(lambda: workspace._pages.currentWidget() is workspace._none)
    assert workspace._none.sentence() == "No tags yet. Make one here, or type it onto a comment with T."
    workspace._none.acted.emit()
    qtbot.keyClicks(workspace.verbs.chooser.field, "Youth")
    qtbot.keyClick(workspace.verbs.chooser.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.head.name.text() == "Youth")
    workspace.hide()
    session.close()


def test_a_codebook_opened_to_read_only_can_be_read_and_not_changed(
    worked: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    session = Session(open_review(tmp_path / "worked.ogpr", person="Ana", read_only=True))
    workspace = CodebookWorkspace(session)
    qtbot.addWidget(workspace)
    workspace.show()
    qtbot.waitUntil(lambda: workspace.selected_tag() is not None)
    assert not workspace.head.merge.isEnabled()
    assert workspace.form.name.isReadOnly()
    flags = workspace.model.flags(workspace.tags.view.currentIndex())
    assert not flags & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
    workspace.verbs.retire()
    assert not session.writing
    workspace.hide()
    session.close()


def test_a_tag_above_others_counts_their_comments_once(opened: Opened, qtbot: QtBot) -> None:
    workspace, review, _session = opened
    model = workspace.model
    first, second = [comment.id for comment in review.comments()][:2]
    review.tagging.add([first], "Above/One")
    review.tagging.add([first, second], "Above/Two")
    qtbot.waitUntil(lambda: "Above/Two" in shown(model))
    above = next(one for one in model.tags() if one.path == "Above")
    assert (above.comments, model.comments(above)) == (0, 2)
    told = str(model.data(model.index_of(above.id), Qt.ItemDataRole.ToolTipRole))
    assert "2 comments with it or a tag below it" in told and "0 with this tag itself" in told
    below = next(one for one in model.tags() if one.path == "Above/One")
    assert model.comments(below) == 1
    review.tagging.remove([first], "Above/Two")
    review.tagging.remove([second], "Above/Two")
    qtbot.waitUntil(lambda: model.comments(model.by_id(above.id)) == 1)  # type: ignore[arg-type]
