"""A person at the window: presses keys where the focus is, clicks, drags, and waits until all is shown."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMenu, QWidget

from ogp_review.domain.views import Card
from ogp_review.review import Review
from ogp_review.ui.chooser import Chooser
from ogp_review.ui.desk import Desk
from ogp_review.ui.draft_tree.nodes import Key
from ogp_review.ui.main_window import MainWindow
from ogp_review.ui.session import READERS
from ogp_review.ui.triage import TriageWorkspace

PATIENCE_S = 8.0
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
MIME = "application/x-ogp-comments"
Index = QModelIndex | QPersistentModelIndex


class Person:
    """Acts through the widget that has the focus; counts key presses, typed text aside."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.presses = 0

    # ---- what is there -----------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None, "no review is open"
        return self.window.desk

    @property
    def triage(self) -> TriageWorkspace:
        return self.desk.triage

    @property
    def review(self) -> Review:
        return self.desk.session.review

    def current(self) -> int:
        found = self.triage.list.current_id()
        assert found is not None, "no comment is current"
        return found

    def card(self, comment: int | None = None) -> Card:
        """A comment as the review has it now; without an id the current one."""
        [found] = self.review.browsing.cards([comment if comment is not None else self.current()])
        return found

    def said(self) -> str:
        """The sentence in the status bar."""
        return self.window.status.message()

    def stored(self) -> dict[str, Any]:
        """All that a person can have changed, to be compared."""
        cards = self.review.browsing.cards([comment.id for comment in self.review.comments()])
        return {
            "last": self.review.history.can_undo(),
            "stats": self.review.stats(),
            "comments": list(self.review.comments()),
            "cards": cards,
            "points": self.review.desk.points(),
            "excerpts": [self.review.excerpts(card.id) for card in cards],
            "tags": self.review.tagging.codebook(),
        }

    def undo_all(self, before: dict[str, Any], undo: Callable[[], object]) -> int:
        """Undo until all is stored as it was; how often."""
        for steps in range(60):
            if self.review.history.can_undo() == before["last"] and self.stored() == before:
                return steps
            assert self.window.actions_["undo"].isEnabled(), (
                "nothing is left to undo, yet not all is as it was"
            )
            undo()
            self.settle()
        raise AssertionError("undone sixty times, and not all is as it was")

    # ---- keys --------------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """What has the focus. A popup took it from the window's own by the rules of the offscreen display
        alone, so the window is made the active one again."""
        QApplication.processEvents()
        popup = QApplication.activePopupWidget()
        if popup is None and QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()
            QApplication.processEvents()
        found = QApplication.focusWidget()
        if popup is not None and (found is None or not popup.isAncestorOf(found)):
            return popup
        return found or self.window

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each where the focus is then."""
        for key in keys:
            combined = QKeySequence(key)[0]
            self.presses += 1
            QTest.keyClick(self.focus(), combined.key(), combined.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type text, letter by letter; this is no pressing of keys that is counted."""
        QTest.keyClicks(self.focus(), text)

    def answer(self, text: str) -> None:
        """Type into the popup that opens, and press Enter."""
        self.popup()
        self.type(text)
        self.press("Return")

    # ---- waiting -----------------------------------------------------------------------------------------

    def until(self, holds: Callable[[], Any], what: str = "") -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"in vain: {what or holds}; the window says: {self.said()!r}"
            QApplication.processEvents()
            time.sleep(0.002)

    def settle(self) -> None:
        """Until what was done is written, read again and shown."""
        for _round in range(3):
            self.until(self._quiet, "quiet")
            self._wait_for_readers()

    def _wait_for_readers(self) -> None:
        """Each reader has come to the end of what was asked for before."""
        together = threading.Barrier(READERS)
        done: list[int] = []
        for _reader in range(READERS):
            self.desk.session.read(lambda _review: together.wait(10), done.append, owner=self.window)
        self.until(lambda: len(done) == READERS, "all is read")

    def _quiet(self) -> bool:
        QApplication.processEvents()
        desk = self.desk
        session = desk.session
        waits = session._later or session._reading
        follow = (desk.triage._after, *([desk.points._after] if "points" in desk._made else []))
        waits = waits or any(timer.isActive() for timer in follow) or not desk.triage.list.listing.complete
        return not (session.writing or desk.session.reading or desk.jobs.running or waits)

    def popup(self) -> QWidget:
        """The popup that is open, or opens now."""
        self.until(lambda: QApplication.activePopupWidget() is not None, "a popup opens")
        found = QApplication.activePopupWidget()
        assert found is not None
        return found

    def menu(self) -> QMenu:
        found = self.popup()
        assert isinstance(found, QMenu)
        return found

    def in_dialog(self, does: Callable[[QDialog], object]) -> None:
        """Do this in the dialog that opens next; whoever opens it waits until it is closed again."""
        timer = QTimer(self.window, interval=10)

        def look() -> None:
            found = QApplication.activeModalWidget()
            if isinstance(found, QDialog):
                timer.stop()
                try:
                    does(found)
                finally:
                    if found.isVisible():
                        found.reject()

        timer.timeout.connect(look)
        timer.start()

    # ---- mouse -------------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Any = PLAIN) -> None:
        assert widget.isVisible(), f"{widget.accessibleName() or widget} cannot be seen"
        QTest.mouseClick(widget, LEFT, modifiers, at if at is not None else widget.rect().center())

    def click_row(self, view: QAbstractItemView, index: Index, modifiers: Any = PLAIN) -> None:
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center(), modifiers)

    def click_card(self, row: int, modifiers: Any = PLAIN) -> None:
        view = self.triage.list.view()
        self.click_row(view, view.model().index(row, 0), modifiers)

    def click_line(self, key: Key) -> None:
        """A line of the tree, by its key."""
        tree = self.triage.tree.tree
        self.click_row(tree, self.triage.tree.model.index_of(key))

    def line(self, label: str) -> Key:
        """The key of the line with this label."""
        return next(line.key for line in self.triage.tree.model.lines() if line.label == label)

    def choose_in_menu(self, text: str) -> None:
        """Click on the entry of the open menu that begins with `text`."""
        menu = self.menu()
        action = next(one for one in menu.actions() if one.text().startswith(text))
        QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(action).center())

    def choose_in_list(self, text: str) -> None:
        """Click on the choice of the open chooser whose text holds `text`."""
        popup = self.popup()
        assert isinstance(popup, Chooser)
        model = popup.list.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        self.click_row(popup.list, next(one for one in rows if text in str(one.data())))

    def open_menu_of_card(self, row: int) -> QMenu:
        view = self.triage.list.view()
        at = view.visualRect(view.model().index(row, 0)).center()
        there = view.viewport().mapToGlobal(at)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, there)
        QApplication.sendEvent(view.viewport(), event)
        return self.menu()

    def drag_to_line(self, ids: Iterable[int], label: str) -> None:
        """Drag comments over the tree and drop them on a line."""
        tree = self.triage.tree.tree
        index = self.triage.tree.model.index_of(self.line(label))
        tree.scrollTo(index)
        data = QMimeData()
        data.setData(MIME, json.dumps(list(ids)).encode())
        _drop(tree.viewport(), data, tree.visualRect(index).center())

    def drag_is_refused(self, comment: int) -> None:
        """The tree takes nothing that is dragged over it."""
        tree = self.triage.tree.tree
        data = QMimeData()
        data.setData(MIME, json.dumps([comment]).encode())
        enter = QDragEnterEvent(tree.rect().center(), Qt.DropAction.MoveAction, data, LEFT, PLAIN)
        QApplication.sendEvent(tree.viewport(), enter)
        assert not enter.isAccepted(), "the tree takes comments"

    def drop_files(self, widget: QWidget, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        _drop(widget, data, widget.rect().center())


def _drop(widget: QWidget, data: QMimeData, at: QPoint) -> None:
    """What the window system sends while something is dragged over a widget and let go."""
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, both, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted(), "what is dragged is not taken here"
    QApplication.sendEvent(widget, QDragMoveEvent(at, both, data, LEFT, PLAIN))
    drop = QDropEvent(QPointF(at), both, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, drop)
    assert drop.isAccepted(), "what was dropped was not taken"
