"""Five hundred hostile texts in every view of the real window: all are shown, none is followed."""

import csv
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QHelpEvent, QImage, QTextDocument
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)
from ui.hostile_texts import TEXTS, Bait, hostile_texts
from ui.journeys.hand import Person
from ui.watching import Canary, Links, Listener, heard

from ogp_review import settings
from ogp_review.domain.views import CommentView
from ogp_review.i18n import resources
from ogp_review.review import LANGUAGE, Review, create_review
from ogp_review.services.suggesting_duplicates import DuplicateSuggestion
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.store.storable import storable
from ogp_review.ui import dialogs, messages, theme
from ogp_review.ui.chooser import Chooser
from ogp_review.ui.intake import ImportPage
from ogp_review.ui.main_window import MainWindow
from ogp_review.ui.people import PeoplePage
from ogp_review.ui.people.model import name_of
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader.texts import Part

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STAFF = 16
"""Comments on which staff has worked, with words as hostile as theirs."""

BREAKS = 22
"""From this text on: what Qt counts as its own, and the white space that it takes for other."""

PLACES = 14
SURFACE = re.compile(r"<br>|^<span>|</span>$")
HARMLESS = ("QTipLabel",)
"""Labels of Qt's own: what stands in them has been looked at as a tooltip."""

TIP = Qt.ItemDataRole.ToolTipRole
UNUSED = (Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)


@dataclass
class World:
    """The review, the window on it, and what the texts try to reach."""

    texts: list[str]
    window: MainWindow
    person: Person
    canary: Canary
    listener: Listener
    links: Links
    events: list[tuple[str, str]]
    source: Path
    ids: list[int]

    def text(self, comment: int) -> str:
        return storable(self.texts[self.ids.index(comment)])


# What is looked at everywhere -----------------------------------------------------------------------------


def check_tip(tip: str) -> None:
    """A tooltip is either no markup at all, or markup whose every mark is ours."""
    if tip and QtText.mightBeRichText(tip):
        assert "<" not in SURFACE.sub("", tip), tip[:300]


def check_label(label: QLabel) -> None:
    if label.metaObject().className() in HARMLESS:
        check_tip(label.text())
    elif label.text():
        assert label.textFormat() is Qt.TextFormat.PlainText, (label.text()[:200], label.parent())
        assert not label.openExternalLinks()


def check_document(widget: QTextEdit | QPlainTextEdit) -> None:
    for look in widget.document().allFormats():
        assert not look.isImageFormat() and not look.isTableFormat() and not look.isListFormat(), widget
        assert not (look.isCharFormat() and look.toCharFormat().isAnchor()), widget
    if isinstance(widget, QTextBrowser):
        assert not widget.openLinks() and not widget.openExternalLinks()
        for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.StyleSheetResource):
            given = widget.loadResource(kind.value, QUrl("file:///etc/hosts"))
            assert isinstance(given, QImage) and given.width() == given.height() == 1


def check_rows(view: QAbstractItemView, most: int = 40) -> None:
    model = view.model()
    tops = [model.index(row, 0) for row in range(min(most, model.rowCount()))] if model is not None else []
    below = [top.model().index(row, 0, top) for top in tops for row in range(min(most, model.rowCount(top)))]
    columns = 0 if model is None else 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for index in (*tops, *below):
        for column in range(min(16, columns)):
            beside = index.siblingAtColumn(column)
            check_tip(str(beside.data(TIP) or ""))
            assert not any(beside.data(role) for role in UNUSED)


def look() -> None:
    """Every widget there is, whatever window it belongs to."""
    QApplication.processEvents()
    for widget in QApplication.allWidgets():
        assert not isinstance(widget, QMessageBox)
        check_tip(widget.toolTip())
        assert not widget.statusTip() and not widget.whatsThis()
        if isinstance(widget, QLabel):
            check_label(widget)
        elif isinstance(widget, QTextEdit | QPlainTextEdit):
            check_document(widget)
        elif isinstance(widget, QAbstractItemView):
            check_rows(widget)
        elif isinstance(widget, QMenu):
            for action in widget.actions():
                check_action(action)


def check_action(action: QAction) -> None:
    check_tip(action.toolTip())
    assert action.text().count("\t") <= 1 and "\n" not in action.text(), action.text()


def hover(widget: QWidget, across: int = 90, down: int = 14) -> list[str]:
    """Rest the mouse all over a widget; the tooltips that came, each looked at."""
    found = []
    target = widget.viewport() if isinstance(widget, QAbstractItemView | QTextEdit) else widget
    for y in range(4, target.height(), down):
        for x in range(8, target.width(), across):
            at = QPoint(x, y)
            event = QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at))
            QApplication.sendEvent(target, event)
            if tip := QToolTip.text():
                check_tip(tip)
                found.append(tip)
                QToolTip.hideText()
    return found


def hover_all(widget: QWidget) -> list[str]:
    """The tooltips of everything in `widget` that shows."""
    shown = [one for one in (widget, *widget.findChildren(QWidget)) if one.isVisible()]
    return [tip for one in shown for tip in hover(one, max(1, one.width() // 3), max(12, one.height() // 6))]


def read_tip(tip: str) -> str:
    """The words of a tooltip."""
    return html.unescape(SURFACE.sub("\n", tip)) if QtText.mightBeRichText(tip) else tip


def plainly(text: str) -> str:
    """As Qt gives a text back that it was given: it has other words for some breaks, and its own marks."""
    return re.sub("[\ufdd0\ufdd1\ufffc]", "\ufffd", text).translate(
        {0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x0: "\ufffd"}
    )


def strange(text: str) -> str:
    """Without what Qt counts as its own, and shows in a field of plain text as a new line."""
    return re.sub("[\ufdd0\ufdd1\ufffc\ufffd\n]", "", plainly(text))


# A review in which everything is hostile ------------------------------------------------------------------


def draft(folder: Path, texts: list[str]) -> Path:
    """The sample's draft, with hostile words after each title and in each paragraph."""
    lines = (resources() / "sample" / "draft_en.txt").read_text(encoding="utf-8").split("\n")
    given = iter(texts * 3)
    for number, line in enumerate(lines):
        if re.fullmatch(r"P\d+", lines[number - 1]) or re.match(r"\d\. ", line):
            lines[number] = f"{line[:60]} {one_line(next(given))[:600]}"
    path = folder / "draft <img src=canary.png> &amp; <b>x.txt"
    path.write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass")
    return path


def table(folder: Path, texts: list[str]) -> Path:
    """The comments, in a file whose name is hostile too. Everybody else's words stand for the names."""
    path = folder / "comments <img src=canary.png> &amp; <b>x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("Ref", "Paragraph", "Author", "Organisation", "Text", "Stakeholder type", "Country", "Date",
             "Language", "Channel", "Reply to", "Votes for", "Submission")
        )  # fmt: skip
        for number, text in enumerate(texts):
            other = [texts[(number + step) % len(texts)][:4_000] for step in range(1, 7)]
            place = f"P{number % PLACES + 1}" if number % 3 else other[4][:60] if number % 2 else ""
            reply = f"r{number - 1}" if number % 7 == 1 else ""
            rows.writerow(
                (f"r{number}", place, other[0], other[1], text, other[2], other[3][:100],
                 "2026-03-01" if number % 2 else other[5][:40], "en", "email", reply, number % 5,
                 f"letter {number // 3}")
            )  # fmt: skip
    return path


def work(review: Review, texts: list[str], ids: list[int]) -> None:
    """What staff did, in words of the same kind, lone surrogates among them."""
    wild = [f"{text[:3_000]} \ud800" for text in texts]
    for number, comment in enumerate(ids[:STAFF]):
        words = wild[2 + 2 * number]
        tag = words[:80].replace("/", "∕").strip() or "tag"
        review.tagging.add([comment, review.tagging.excerpt(comment, 0, 1)], tag)
        review.tagging.define(tag, definition=words, example=words, shortcut=str(number % 9 + 1))
        review.triage.note(comment, words)
        review.triage.translate(comment, "es", words)
        review.triage.assign(comment, words[:200])
        review.desk.save_canned(words[:100], words)
        review.browsing.save_view(words[:100], "is:open")
    for number in range(0, STAFF, 4):
        breaks = [f"{text} more" for text in wild[BREAKS + number // 4 :]]
        point = review.merging.merge(ids[number : number + 3], summary=breaks[0])
        review.responding.respond(point, disposition="noted", text=breaks[0], proposed_change=breaks[1])
        review.responding.submit(point)
        review.responding.give_back(point, wild[number + 2])
        review.triage.set_aside(ids[number + 3], wild[number + 3])


def close(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[World]:
    """One window on one review, brought in through the import page; the current folder is the bait's."""
    folder = tmp_path_factory.mktemp("hostile")
    bait_folder = tmp_path_factory.mktemp("bait")
    listener, canary, links = Listener(), Canary(bait_folder / "canary.png"), Links()
    texts = hostile_texts(Bait(canary.path, listener.port))
    with pytest.MonkeyPatch.context() as patch, heard() as events:
        patch.setenv("OGP_REVIEW_DATA_DIR", str(folder / "settings"))
        patch.chdir(bait_folder)
        settings.save({"person": "Marta Ilves", "folder": str(folder)})
        path = folder / "re&view <img src=canary.png>.ogpr"
        create_review(path, title=f"[*] {texts[2]} <img src='{canary.path}'>", person="Marta Ilves").close()
        theme.install(qapp, "light")
        window = MainWindow()
        window.resize(1440, 900)
        window.show()
        window.activateWindow()
        person = Person(window)
        window.open_review(str(path))
        person.until(lambda: window.desk is not None, "the review opens")
        person.settle()
        made = World(texts, window, person, canary, listener, links, events, table(folder, texts), [])
        try:
            bring_in(made, draft(folder, texts))
            work(person.review, texts, made.ids)
            yield made
        finally:
            close(window)
            for one in (listener, canary, links):
                one.close()


def bring_in(world: World, source: Path) -> None:
    """Draft and comments through the page a person uses."""
    person = world.person
    for path in (source, world.source):
        person.drop_files(world.window, path)
        person.until(lambda: isinstance(person.desk.stack.currentWidget(), ImportPage), "the import page")
        person.settle()
        look()
        page = person.desk.stack.currentWidget()
        assert isinstance(page, ImportPage)
        if path == world.source:
            assert world.source.name in str(page.list.item(page.list.count() - 1).text())
            shown = [str(page.preview.index(row, 5).data()) for row in range(page.preview.rowCount())]
            assert shown == [one_line(storable(text)[:400]) for text in world.texts[: len(shown)]]
            assert page.things.lines(), "hostile paragraphs are told"
        hover_all(page)
        page.grab()
        person.click(page._go)
        person.settle()
        look()
        page.grab()
        person.press("Esc")
        person.settle()
    found = list(person.review.comments())
    world.ids.extend(comment.id for comment in found)
    assert [comment.text for comment in found] == [storable(text) for text in world.texts]


@pytest.fixture(autouse=True)
def nothing_was_followed(world: World) -> Iterator[None]:
    """After each test: the bait lies untouched."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.hide()
    world.person.press("Ctrl+1")
    world.person.settle()
    yield
    look()
    assert not world.canary.was_opened(), "a text made somebody open a file"
    with heard():
        assert not world.listener.was_called(), "a text made somebody call a socket"
    assert world.links.asked == []
    for event, told in world.events:
        assert event == "open" and "canary" not in told.replace("<img src=canary.png>", ""), (event, told)
        assert not re.search(r"server.share|/etc/(passwd|hosts)|127\.0\.0\.1|data:image", told), told


def test_the_bait_could_be_taken(tmp_path: Path, qapp: QApplication) -> None:
    """The other tests say something: a label that guesses at markup is caught, and so are file and socket."""
    import socket

    with heard():
        canary, listener = Canary(tmp_path / "canary.png"), Listener()
    label = QLabel(f'<img src="{canary.path.as_uri()}">')
    with pytest.raises(AssertionError):
        check_label(label)
    label.show()
    label.grab()
    assert canary.was_opened() and not canary.was_opened()
    with heard() as events:
        socket.create_connection(("127.0.0.1", listener.port)).close()
        assert listener.was_called()
    assert any(event == "socket.connect" for event, _told in events)
    for tip in ("<b>x</b>", "<span><img src=x></span>", "<span>a</span><i>"):
        with pytest.raises(AssertionError):
            check_tip(tip)
    shiboken6.delete(label)
    canary.close()
    listener.close()


def test_there_are_five_hundred(world: World) -> None:
    assert len(set(world.texts)) == len(world.ids) == TEXTS
    assert world.person.review.verify()["problems"] == []


# Triage ---------------------------------------------------------------------------------------------------


def show_all(world: World) -> None:
    world.person.triage.list.set_filter("")
    world.person.settle()


def scroll_through(world: World) -> set[int | None]:
    """Every row comes on screen and is painted; the ids that were."""
    comments = world.person.triage.list
    seen, bar = set(), comments.view().verticalScrollBar()
    bar.setValue(0)
    while True:
        world.person.settle()
        comments.view().viewport().repaint()
        seen |= {comments.model.id_at(row) for row in comments.view().rows_shown()}
        if bar.value() == bar.maximum():
            bar.setValue(0)
            world.person.settle()
            return seen
        bar.setValue(bar.value() + comments.view().viewport().height())


@pytest.mark.parametrize("form", ["cards", "table"])
def test_the_list_shows_every_comment(world: World, form: str) -> None:
    comments, seen = world.person.triage.list, set()
    comments.set_form(form)
    for asked in ("is:setaside", ""):
        comments.set_filter(asked)
        world.person.settle()
        seen |= scroll_through(world)
    assert seen >= set(world.ids)
    tips = [read_tip(tip) for tip in hover(comments.view(), 60, 12)]
    assert form == "table" or any("<" in tip for tip in tips)
    for row in range(40):
        said = str(comments.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        card = comments.model.card(row)
        assert card is not None and said.endswith(card.preview)
        assert one_line(world.text(card.id)).startswith(card.preview.strip("…")[:100])
    look()
    comments.set_form("cards")


def test_the_tree_shows_hostile_titles_and_views(world: World) -> None:
    tree = world.person.triage.tree.tree
    tips = [read_tip(tip) for tip in hover(tree, 60, 10)]
    assert any("<" in tip for tip in tips)
    titles = [line.title for line in world.person.triage.tree.model.lines()]
    assert sum("<" in title or "&" in title for title in titles) > STAFF // 4
    tree.grab()


def read(world: World, comment: int) -> CommentView:
    """Show a comment in the reader, and wait for it."""
    reader, arrived = world.person.triage.reader, []
    reader.shown.connect(arrived.append)
    reader.show(comment)
    world.person.until(lambda: arrived and arrived[-1] is not None and arrived[-1].card.id == comment)
    reader.shown.disconnect(arrived.append)
    return arrived[-1]  # type: ignore[no-any-return]


def test_the_reader_shows_every_comment_as_it_was_written(world: World) -> None:
    reader, pane = world.person.triage.reader, world.person.triage.reader.comment_pane.text
    for number, comment in enumerate(world.ids):
        text = world.text(comment)
        if number < STAFF or number % 3 == 0:
            view = read(world, comment)
            assert reader.head.author.text() == one_line(view.card.author or "")
        else:
            pane.show_text(text, [Part("Private note", text)])
            pane.viewport().repaint()
        assert pane.text == text
        assert pane.toPlainText().startswith(plainly(text))
        if number < STAFF or number % 20 == 0:
            reader.toggle_translation()
            reader.repaint()
            look()
            reader.toggle_translation()
        if number < STAFF and number % 4 == 0:
            assert plainly(view.notes[-1].text) in pane.toPlainText()
            tips = [read_tip(tip).strip() for tip in hover_all(reader.head.chips)]
            assert view.card.tags[0].path in tips
            hover_all(reader)
    world.person.settle()


def test_several_comments_at_once(world: World) -> None:
    show_all(world)
    world.person.triage.list.select_all()
    world.person.settle()
    world.person.until(world.person.triage.reader.bulk, "what they share")
    world.person.settle()
    hover_all(world.person.triage.reader)
    look()
    world.person.triage.list.select_id(world.ids[0])


def test_response_and_redline_hold_what_is_stored(world: World) -> None:
    """Shown, left and shown again, no text is changed by Qt's own ideas of it, and nothing is written."""
    operations = world.person.review.store.operations()
    response = world.person.triage.response
    for comment in world.ids[:STAFF]:
        view = read(world, comment)
        world.person.settle()
        if view.point is not None and view.point.response is not None:
            assert response.text() == view.point.response.text
            assert strange(response.editor.text()) == strange(view.point.response.text)
            assert not response.has_unsaved()
        hover_all(response)
        response.grab()
        look()
    response.focus_editor()
    world.person.press("Esc")
    world.person.settle()
    assert world.person.review.store.operations() == operations


def test_history_says_what_was_done(world: World) -> None:
    person, told = world.person, ""
    for comment in (None, *world.ids[:6]):
        popup = person.desk._history
        popup.open_review() if comment is None else popup.open_subject(comment)
        person.until(lambda popup=popup: popup.isVisible() and popup.panel.entries())
        person.settle()
        told += "".join(read_tip(tip) for tip in hover(popup.panel.list, 120, 12))
        popup.grab()
        look()
        popup.hide()
    assert "<" in told and "&" in told


def open_choosers(world: World) -> list[Callable[[], object]]:
    verbs = world.person.triage.verbs
    return [verbs.tag, verbs.untag, verbs.move, verbs.assign, verbs.set_aside, verbs.respond_canned,
            verbs.merge, verbs.stance, verbs.language, world.person.desk.go_to]  # fmt: skip


def test_choosers_and_the_palette_offer_hostile_names(world: World) -> None:
    person, hostile = world.person, 0
    show_all(world)
    person.triage.list.select_id(world.ids[0])
    person.settle()
    read(world, world.ids[0])
    for ask in open_choosers(world):
        ask()
        popup = person.popup()
        assert isinstance(popup, Chooser)
        model = popup.list.model()
        said = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        hostile += any("<" in one or "&" in one for one in said)
        for typed in ("<img", "&", "{text}", "\u202e"):
            popup.field.setText(typed)
            popup.field.textEdited.emit(typed)
            popup.grab()
        hover(popup.list)
        look()
        popup.hide()
        person.settle()
    assert hostile >= 7


def test_a_tag_chosen_in_the_palette_shows_its_comments(world: World) -> None:
    tagged = [one.tags for one in world.person.review.comments() if not one.set_aside and one.tags]
    paths = {path for tags in tagged for path in tags if '"' not in path}
    assert len(paths) > STAFF // 4
    for path in sorted(paths):
        world.person.desk.go_to()
        popup = world.person.popup()
        assert isinstance(popup, Chooser)
        rows = range(popup.list.model().rowCount())
        model: Any = popup.list.model()
        row = next(row for row in rows if model.choice(row).text == path)
        popup.list.setCurrentIndex(model.index(row, 0))
        world.person.press("Return")
        world.person.settle()
        assert len(world.person.triage.list.all_ids()) == sum(path in tags for tags in tagged), path
        look()
    show_all(world)


def test_the_filter_line_completes_hostile_names(world: World) -> None:
    line = world.person.triage.list.head.line
    offered = []
    for typed in ("tag:", "assigned:", "P1", "<img", "tag:<", 'author:"<img'):
        world.person.press("Ctrl+F", "Ctrl+A")
        for letter in typed:
            world.person.press(letter) if letter.isalnum() else world.person.type(letter)
        QApplication.processEvents()
        offered += line.offered()
        look()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            hover_all(popup)
            popup.hide()
    assert any("<" in one for one in offered)
    world.person.press("Esc", "Esc")
    show_all(world)


# Points and codebook --------------------------------------------------------------------------------------


def test_points_show_their_members(world: World) -> None:
    person = world.person
    person.press("Ctrl+2")
    person.settle()
    operations = person.review.store.operations()
    points = person.desk.points
    assert len(points.points.lines()) == STAFF // 4
    for line in points.points.lines():
        points.open_point(line.id)
        person.until(lambda line=line: points.selected_point() == line.id)
        person.settle()
        lead = person.review.desk.point(line.id)
        assert points.lead.card.words.toPlainText() == plainly(lead.members[0].text.strip())
        assert strange(points.lead.summary.toPlainText()) == strange(lead.summary)
        points.lead.summary.setFocus()
        points.members.setFocus()
        hover_all(points)
        points.grab()
        look()
    person.press("Ctrl+1")
    person.settle()
    assert person.review.store.operations() == operations, "looking writes nothing"


def test_the_codebook_shows_definitions_and_writes_nothing_by_itself(world: World) -> None:
    person = world.person
    person.press("Ctrl+3")
    person.settle()
    operations = person.review.store.operations()
    codebook: Any = person.desk.workspace("codebook")
    for tag in person.review.tagging.codebook():
        codebook.tags.view.go_to(tag.id)
        person.settle()
        assert strange(codebook.form.definition.toPlainText()) == strange(tag.definition)
        for field in (codebook.form.definition, codebook.form.example, codebook.form.name):
            field.setFocus()
    hover_all(codebook)
    codebook.grab()
    look()
    person.press("Ctrl+1")
    person.settle()
    assert person.review.store.operations() == operations, "looking writes nothing"


def test_words_put_back_as_they_were_are_saved_too(world: World) -> None:
    """A field remembers how a text looked in it, but not beyond the text."""
    person = world.person
    person.press("Ctrl+3")
    person.settle()
    codebook: Any = person.desk.workspace("codebook")
    tag = person.review.tagging.codebook()[0]
    codebook.tags.view.go_to(tag.id)
    person.settle()
    for words in ("One", "Two", "One", "no\u00a0break", "One"):
        codebook.form.definition.setFocus()
        person.press("Ctrl+A")
        person.focus().insertPlainText(words)  # type: ignore[attr-defined]
        codebook.form.name.setFocus()
        person.settle()
        assert person.review.tagging.codebook()[0].definition == words
    for _step in range(5):
        person.review.history.undo()
    assert person.review.tagging.codebook()[0].definition == tag.definition
    person.press("Ctrl+2")
    person.settle()
    points = person.desk.points
    point = points.points.lines()[0].id
    points.open_point(point)
    person.until(lambda: points.selected_point() == point)
    person.settle()
    before = person.review.desk.point(point).summary
    for words in ("One", "Two", "One", "no\u00a0break", "One"):
        points.lead.summary.setFocus()
        person.press("Ctrl+A")
        person.focus().insertPlainText(words)  # type: ignore[attr-defined]
        points.members.setFocus()
        person.settle()
        assert person.review.desk.point(point).summary == words
    for _step in range(5):
        person.review.history.undo()
    assert person.review.desk.point(point).summary == before


# Pages, messages, dialogs ---------------------------------------------------------------------------------


def test_the_export_page_and_the_outcomes(world: World, tmp_path: Path) -> None:
    person = world.person
    page = person.desk.export_page()
    person.desk.export()
    person.settle()
    assert any("<" in line for line in page.things.lines()) or page.things.lines()
    page.write(str(tmp_path / "<img src=canary.png>&.csv"))
    person.until(lambda: "canary" in page.said.text(), "it is written")
    look()
    page.grab()
    person.press("Esc")
    person.desk.show_outcomes()
    person.settle()
    outcomes = person.desk.stack.currentWidget()
    assert isinstance(outcomes, ImportPage)
    named = [str(outcomes.list.item(row).text()) for row in range(outcomes.list.count())]
    assert sum(world.source.name in one for one in named) == 1 and len(named) >= 2
    for row in range(outcomes.list.count()):
        outcomes.list.setCurrentRow(row)
        outcomes.grab()
        look()
    hover_all(outcomes)
    person.press("Esc")
    person.settle()


def test_messages_and_the_details_of_a_bug(world: World) -> None:
    status = world.window.status
    for number, text in enumerate(world.texts):
        said = (messages.bridge.say, messages.bridge.problem)[number % 2]
        said(storable(text))
        assert status.message() == one_line(storable(text))
    look()
    status.grab()
    hover_all(status)
    for text in world.texts[2:40:4]:
        messages.bridge.had_bug.emit("Something went wrong here. Your work is saved.", storable(text))
        seen: list[str] = []

        def read_it(dialog: QWidget, seen: list[str] = seen) -> None:
            look()
            [field] = dialog.findChildren(QPlainTextEdit)
            seen.append(field.toPlainText())

        world.person.in_dialog(read_it)
        status._more.click()
        assert [strange(one) for one in seen] == [strange(storable(text))]


# What is brought in again, who said it, and what may be one ------------------------------------------------


@dataclass
class Doubled:
    """The first comments once more, from people of the same names who live elsewhere."""

    source: Path
    ids: list[int]


def columns(texts: list[str]) -> list[str]:
    """Heads of a table: those that are known, and hostile ones."""
    known = ("Comment", "Author", "Organisation", "Country", "Stakeholder type", "Paragraph")
    return [*known, *[one_line(text)[:300] for text in texts if "<" in text[:200]][:4]]


def again(folder: Path, texts: list[str]) -> Path:
    """Hostile heads over words as hostile, in a file whose name is so too."""
    path = folder / "again <img src=canary.png> &amp; <b>x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(columns([storable(text) for text in texts[2:]]))
        for number, text in enumerate(texts[:40]):
            other = [texts[(number + step) % len(texts)][:4_000] for step in range(1, 7)]
            rows.writerow([text, *other[:2], other[4][:100], other[3], other[5][:60], *other[:4]])
    return path


def twins(folder: Path, texts: list[str]) -> Path:
    """The same people say the same, through another channel and from another country."""
    path = folder / "twins <img src=canary.png> &amp; <b>x.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Text", "Author", "Organisation", "Country", "Channel"))
        for number, text in enumerate(texts[:60]):
            name, organisation = (texts[(number + step) % len(texts)][:4_000] for step in (1, 2))
            rows.writerow((text, name, organisation, texts[number + 60][:100], texts[number + 30][:40]))
    return path


@pytest.fixture
def doubled(world: World, tmp_path: Path) -> Iterator[Doubled]:
    person, source = world.person, twins(tmp_path, world.texts)
    before = person.review.history.can_undo()
    person.review.intake.import_file(source, consultation=f"<img src=canary.png> {world.texts[3][:80]}")
    person.settle()
    yield Doubled(source, [one.id for one in person.review.comments() if one.id not in set(world.ids)])
    while person.review.history.can_undo() != before:
        person.review.history.undo()
    person.settle()
    show_all(world)


def test_the_import_page_shows_hostile_columns_and_asks_about_them(world: World, tmp_path: Path) -> None:
    person, source = world.person, again(tmp_path, world.texts)
    operations = person.review.store.operations()
    person.drop_files(world.window, source)
    person.until(lambda: isinstance(person.desk.stack.currentWidget(), ImportPage), "the import page")
    person.settle()
    page: Any = person.desk.stack.currentWidget()
    person.until(lambda: page.left.mapping.rows, "its columns show")
    shown = [row.name for row in page.left.mapping.rows]
    assert sum("<" in one or "&" in one for one in shown) == 4
    hover_all(page)
    look()
    for box in page.left.mapping.findChildren(QWidget):
        if box.isVisible():
            box.setFocus()
    page.grab()
    look()
    person.press("Esc")
    person.settle()
    assert person.review.store.operations() == operations, "looking writes nothing"


def test_who_spoke_shows_hostile_names_and_who_may_be_one(world: World, doubled: Doubled) -> None:
    person, cards = world.person, 0
    operations = person.review.store.operations()
    person.desk.show_people()
    person.settle()
    page: Any = person.desk.stack.currentWidget()
    assert isinstance(page, PeoplePage)
    person.until(lambda: page.people.model.waiting, "pairs are suggested")
    pairs = sorted(page.people.model.waiting)[:20]
    for who in [*pairs, *page.people.model._ids[:20]]:
        page.people.select(who)
        person.until(lambda who=who: page._person is not None and page._person.view.line.id == who)
        person.settle()
        line, pane = page._person.view.line, page.person
        assert pane.title.text() == name_of(line)
        assert strange(pane.fields["name"].text()) == strange(line.name or "")
        for field in pane.fields.values():
            field.setFocus()
        page.people.view.setFocus()
        cards += len(pane.cards)
        hover_all(pane)
        page.grab()
        look()
    assert cards >= len(pairs) > 3
    assert any("<" in read_tip(tip) for tip in hover(page.people.view, 60, 12))
    page.ask_merge()
    hover(person.popup())
    look()
    person.popup().hide()
    person.press("Esc")
    person.settle()
    assert person.review.store.operations() == operations, "looking writes nothing"


def test_the_strip_asks_about_duplicates_and_people(world: World, doubled: Doubled) -> None:
    person, strip, asked = world.person, world.person.triage.reader.strip, set()
    show_all(world)
    person.desk.suggestions.load()
    person.until(lambda: set(doubled.ids) & set(person.desk.suggestions.comments()), "they are suggested")
    person.settle()
    for comment in doubled.ids:
        kinds = {type(one) for one in person.desk.suggestions.of(comment)}
        if kinds <= asked:
            continue
        person.triage.list.select_id(comment)
        person.settle()
        read(world, comment)
        person.until(strip.isVisible, "the strip shows")
        for _turn in range(3):
            assert hover_all(strip)
            strip.grab()
            look()
            strip.turn()
        asked |= kinds
    assert asked >= {DuplicateSuggestion, ParticipantSuggestion}


def test_the_editor_of_a_translation_holds_what_is_stored(world: World) -> None:
    person, reader = world.person, world.person.triage.reader
    show_all(world)
    written = [storable(f"{text[:3_000]} <img src=canary.png>") for text in world.texts[4 : 4 + STAFF]]
    for number, (comment, words) in enumerate(zip(world.ids, written, strict=False)):
        person.review.triage.translate(comment, LANGUAGE, words, of=words if number % 2 else None)
    person.settle()
    operations, editor = person.review.store.operations(), reader.comment_pane.editor
    for number, comment in enumerate(world.ids[:STAFF]):
        person.triage.list.select_id(comment)
        person.settle()
        read(world, comment)
        reader.translate()
        person.settle()
        assert editor.isVisible() and editor.stale.isVisible() == bool(number % 2)
        assert strange(editor.field.text()) == strange(written[number])
        hover_all(editor)
        editor.grab()
        look()
        person.press("Esc")
        person.settle()
        reader.toggle_translation()
        hover_all(reader.comment_pane)
        look()
        reader.toggle_translation()
    assert person.review.store.operations() == operations, "shown and left, nothing is written"
    for _comment in world.ids[:STAFF]:
        person.review.history.undo()


def test_what_may_belong_to_a_point_is_shown(world: World, doubled: Doubled) -> None:
    person, found = world.person, 0
    person.press("Ctrl+2")
    person.settle()
    points = person.desk.points
    for line in points.points.lines():
        points.open_point(line.id)
        person.until(lambda line=line: points.selected_point() == line.id)
        person.settle()
        pane = points.members_pane.near
        person.until(lambda line=line, pane=pane: pane._shown == tuple(person.review.merging.near(line.id)))
        found += len(pane.cards())
        hover_all(pane)
        pane.grab()
        look()
    assert found


def test_the_window_title_is_the_title(world: World) -> None:
    handle = world.window.windowHandle()
    title = world.person.review.title
    assert title.startswith("[*] ")
    assert handle.title() == f"{one_line(title)} – OGP Review"


def test_the_menu_says_what_undo_will_undo(world: World) -> None:
    tag = "a\tb &File <b>bold</b>"
    world.person.review.tagging.add(world.ids[100], tag)
    world.person.settle()
    world.person.until(lambda: "bold" in world.window.actions_["undo"].text())
    for action in world.window.actions_.of_window():
        check_action(action)
    assert "&&File" in world.window.actions_["undo"].text()
    world.person.press("Ctrl+Z")
    world.person.settle()


def test_the_start_page_lists_hostile_titles(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    window, titles = world.window, []
    path, title = world.person.review.store.target, world.person.review.title
    window.show_start()
    world.person.until(lambda: window.start.model.rowCount() == 1)
    index = window.start.model.index(0)
    assert index.data() == title
    assert read_tip(str(index.data(TIP))).strip() == path
    tips = hover(window.start.list, 60, 10)
    assert tips and {read_tip(tip).strip() for tip in tips} == {path}
    window.grab()
    look()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda _parent, said, *_more: (titles.append(said), ("", ""))[1]
    )
    window.look_for(path)
    assert titles == [f"Look for {Path(path).name}"]
    window.start.list.removed.emit(str(path))
    assert one_line(title)[:60] in window.status.message()
    world.person.in_dialog(lambda dialog: look())
    dialogs.show_about(window)
    window.open_review(path)
    world.person.until(lambda: window.desk is not None, "it opens again")
    world.person.settle()


# No place of the source is left that could ------------------------------------------------------------------


ALLOWED = {("dialogs.py", "setMarkdown")}
"""The help is ours."""

INTERPRETS = re.compile(
    r"setHtml|insertHtml|fromHtml|toHtml|setMarkdown|QStaticText|QMessageBox|QErrorMessage|RichText|AutoText"
    r"|setOpenExternalLinks|QWebEngine|QNetwork"
)


def test_no_module_of_the_window_interprets_text() -> None:
    root = Path(dialogs.__file__).parent
    found = {
        (path.name, hit)
        for path in root.rglob("*.py")
        for hit in INTERPRETS.findall(path.read_text(encoding="utf-8"))
    }
    assert found == ALLOWED
