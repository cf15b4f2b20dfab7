"""What only a look at the whole window shows: room for everything, columns that meet, figures that speak."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.review import open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import theme
from ogp_review.ui.actions import Actions
from ogp_review.ui.comments import CommentList
from ogp_review.ui.dialogs import Dialog
from ogp_review.ui.header import Header
from ogp_review.ui.history.words import Names, changes_in_words
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.intake.figures import FigureLine
from ogp_review.ui.intake.view import nothing_new
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.page import Side
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import Button


@pytest.fixture(scope="module")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "sample.ogpr"
    make_sample(made)
    return made


@pytest.fixture
def session(made_sample: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    opened = Session(open_review(copyfile(made_sample, tmp_path / "copy.ogpr"), person="Marta Ilves"))
    yield opened
    opened.close()


def shown(qtbot: QtBot, widget: QWidget, width: int, height: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)


def children_shown(widget: QWidget) -> list[QRect]:
    direct = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child.geometry() for child in direct if child.isVisible()]


@pytest.mark.parametrize("width", [720, 960, 1440])
def test_nothing_in_the_header_lies_on_something_else(width: int, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    header = Header(Actions(holder), ("triage", "points", "codebook"))
    header.setFixedSize(width, 44)  # as inside the window, which is not made wider for it
    shown(qtbot, header, width, 44)
    assert len(children_shown(header)) > 8

    def apart() -> None:
        places = sorted(children_shown(header), key=QRect.left)
        assert all(one.right() < other.left() for one, other in pairwise(places)), places

    qtbot.waitUntil(apart, timeout=1_000)


def test_words_from_the_left_stand_where_a_field_has_them(qtbot: QtBot) -> None:
    button = Button("Go", kind="outlined", key="Ctrl+K")
    shown(qtbot, button, 300, 30)
    middle = _first_ink(button)
    button.from_left = True
    button.update()
    assert _first_ink(button) < 30 < middle


def _first_ink(button: Button) -> int:
    image = button.grab().toImage()
    row = range(8, image.height() - 8)
    ground = image.pixel(image.width() // 2, 4)
    return next(x for x in range(4, image.width()) if any(image.pixel(x, y) != ground for y in row))


def test_a_page_gives_its_left_as_much_as_there_is_room_for(session: Session, qtbot: QtBot) -> None:
    page = ImportPage(session, Jobs(session))
    shown(qtbot, page, 1440, 800)
    [side] = page.findChildren(Side)
    wide = side.width()
    page.resize(720, 400)
    assert side.width() < wide < 400
    assert side.verticalScrollBar().maximum() > 0 or side.widget().height() <= side.height()


def test_a_figure_that_is_nothing_does_not_call(qtbot: QtBot) -> None:
    line = FigureLine()
    qtbot.addWidget(line)
    line.show_counts({"read": 3, "new": 3, "skipped": 0})
    inks = {name: label.palette().windowText().color() for name, label in line._numbers.items()}
    assert inks["new"] == theme.current().insertion
    assert inks["skipped"] == inks["updated"] == theme.current().text3
    line.show_counts({"read": 3, "new": 2, "skipped": 1})
    assert line._numbers["skipped"].palette().windowText().color() == theme.current().warning


def test_a_source_that_is_here_already_says_so_before_it_is_imported(
    session: Session, qtbot: QtBot, sample_comments: Path
) -> None:
    page = ImportPage(session, Jobs(session))
    shown(qtbot, page, 1200, 700)
    page.take([str(sample_comments)])
    qtbot.waitUntil(lambda: page.figures.isVisible() and bool(page.figures.aside.text()), timeout=10_000)
    assert page.figures.aside.text() == nothing_new(40)


@pytest.fixture
def sample_comments() -> Path:
    from ogp_review.i18n import resources

    return Path(str(resources() / "sample" / "comments_en.csv"))


def test_a_history_does_not_tell_that_nothing_became_nothing() -> None:
    columns = {("point", "for_decision"): (None, False), ("response", "state"): (None, "drafted")}
    assert changes_in_words(columns, Names()) == ("State: nothing → drafted",)


def test_a_dialog_fits_the_screen(qtbot: QtBot) -> None:
    dialog = Dialog(None, "Keys")
    qtbot.addWidget(dialog)
    dialog.fit(9_000, 9_000)
    room: QSize = dialog.screen().availableGeometry().size()
    assert dialog.width() < room.width() and dialog.height() < room.height()


def test_the_first_that_comes_into_an_empty_list_is_selected(session: Session, qtbot: QtBot) -> None:
    """Qt makes it the current row when the list has the focus, and selects nothing."""
    comments = CommentList(session)
    shown(qtbot, comments, 392, 600)
    comments.set_filter("is:suggested")
    qtbot.waitUntil(lambda: comments.filter_text() == "is:suggested", timeout=10_000)
    assert comments.current_id() is None
    comments.view().setFocus()
    some = session.review.browsing.cards([one.id for one in session.review.comments()][:3])
    comments.set_suggestions({card.id: 1 for card in some})
    qtbot.waitUntil(lambda: comments.model.rowCount() == 3, timeout=10_000)
    assert comments.current_id() is not None
    assert comments.selected_ids() == [comments.current_id()]
