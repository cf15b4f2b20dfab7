"""What only a look at the whole window shows: room for everything, columns that meet, figures that speak."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ogp_review.domain.point import Unit
from ogp_review.domain.views import Member, PlaceCount
from ogp_review.review import open_review
from ogp_review.services.sample import make_sample
from ogp_review.ui import theme
from ogp_review.ui.actions import Actions
from ogp_review.ui.comments import CommentList
from ogp_review.ui.dialogs import Dialog
from ogp_review.ui.draft_tree.delegate import TreeDelegate
from ogp_review.ui.draft_tree.nodes import Line
from ogp_review.ui.header import Header
from ogp_review.ui.history.words import Names, changes_in_words
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.intake.figures import FigureLine, things_to_know
from ogp_review.ui.intake.source import guessed_language, nothing_new
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.merging.model import together
from ogp_review.ui.page import Side
from ogp_review.ui.session import Session
from ogp_review.ui.status_bar import StatusBar
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


def test_import_asked_for_twice_is_started_once(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    jobs = Jobs(session)
    page = ImportPage(session, jobs)
    shown(qtbot, page, 1200, 700)
    source = tmp_path / "more_fr.csv"
    source.write_text("Author,Text\nAna,One more of mine.\n", "utf-8")
    page.take([str(source)])
    qtbot.waitUntil(lambda: page._go.isVisible() and not jobs.running, timeout=10_000)
    assert page.language.text() == "fr"
    page.next_step()
    page.next_step()
    assert len(jobs.running) == 1 and jobs.importing
    qtbot.waitUntil(lambda: not jobs.running, timeout=10_000)
    assert page.figures.aside.text() == "Brought in."


def test_a_language_is_guessed_from_the_end_of_a_name_only() -> None:
    names = ("comments_es.csv", "draft-fr.html", "draft_v2.csv", "to_xx.csv", "es_comments.csv", "Y_EN.XLSX")
    assert [guessed_language(name) for name in names] == ["es", "fr", None, None, None, "en"]


def test_what_a_page_declares_is_said_in_one_sentence() -> None:
    declared = [{"paragraph": f"P{n}", "comments": 100, "captured": 0} for n in range(1, 14)]
    counts = {"new": 1_000, "updated": 0, "unchanged": 7}
    assert things_to_know({"declared": declared, "comments": counts}) == [
        "The page declares 1,300 comments on 13 paragraphs. 1,007 were captured, "
        "none of them placed at a paragraph yet: see the suggestions."
    ]
    declared[0]["captured"] = 60
    [line] = things_to_know({"declared": declared, "comments": counts})
    assert line.startswith("More comments are declared on the page than were captured: P1 (60 of 100), P2 (0")
    assert line.endswith("P8 (0 of 100) and 5 others.")


def test_what_a_colleague_does_right_after_opening_is_shown(session: Session, qtbot: QtBot) -> None:
    seen: list[object] = []
    session.read(lambda review: review.title, seen.append, owner=session)
    qtbot.waitUntil(lambda: bool(seen), timeout=10_000)
    with open_review(session.review.store.target, person="Ana") as other:
        other.triage.move([next(iter(other.comments())).id], "P7")
    with qtbot.waitSignal(session.changed, timeout=10_000) as told:
        session._look_for_others()
    assert told.args[0].kind == "exchange"


def test_a_place_without_comments_gives_its_title_the_room_of_the_bar() -> None:
    delegate, area = TreeDelegate(), QRectF(0, 0, 200, 24)
    image = QPixmap(200, 24)
    painter = QPainter(image)
    some, none = (
        delegate._answered(painter, area, Line(("paragraph", 1), "paragraph", 1, "P1", "One", count=count))
        for count in (PlaceCount({"new": 2}, 2), PlaceCount({}, 0))
    )
    painter.end()
    assert some < none == area.right()


def test_nobody_is_counted_who_is_not_named(session: Session) -> None:
    review = session.review
    first, second = [one.id for one in review.comments()][:2]
    members = [
        Member(unit, replace(card, author=None, organisation=None, votes_for=None), "Words.", None)
        for unit, card in (
            (Unit(card.id, card.ref, card.id, card.ref, 0), card)
            for card in review.browsing.cards([first, second])
        )
    ]
    figures = together(SimpleNamespace(members=members))  # type: ignore[arg-type]
    assert (figures.comments, figures.voices, figures.nameless) == (2, 0, 2)
    assert (figures.votes_for, figures.organisations) == (None, None)


def test_an_edit_that_waits_for_an_import_says_so(qtbot: QtBot) -> None:
    status = StatusBar()
    qtbot.addWidget(status)
    status.show_saving(True, waits=True)
    assert status._saved.text() == "Waits for the import to be written."
    status.show_saving(False)
    assert status._saved.text() == "All work saved"
