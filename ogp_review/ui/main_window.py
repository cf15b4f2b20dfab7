"""The window: start page or one open review, menu bar, status bar, files dropped anywhere. It composes.

The start page shows before the rest of the program is loaded; the opener loads it before a review is there.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import dialogs, icons, leaving, menus, messages, recent, window_state
from ogp_review.ui.actions import Actions
from ogp_review.ui.opening import Opener
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.start import StartPage
from ogp_review.ui.status_bar import StatusBar

if TYPE_CHECKING:
    from ogp_review.domain.ledger import Ledger
    from ogp_review.review import Review
    from ogp_review.ui.desk import Desk

SMALLEST = QSize(720, 440)
REVIEWS = "*.ogpr"
MENU_FROM = 760
"""Height of the window, in logical pixels, from which the menu bar shows by itself."""


class MainWindow(QMainWindow):
    """Holds at most one desk at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.actions_ = Actions(self)
        self.desk: Desk | None = None
        self._waiting: list[str] = []
        self._leaving = False
        self._review_title = ""
        self.opener = Opener(self)
        self.opener.opened.connect(self.show_review)
        self.opener.refused.connect(self._refused)
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.resize(1440, 900)
        self.setWindowIcon(icons.app_icon())
        self._lay_out()
        self._bind()
        menus.fill(self.menuBar(), self.actions_)
        self.addActions(self.actions_.of_window())  # a hidden menu bar hears no keys
        self._restore_place()
        self.show_start()

    def _lay_out(self) -> None:
        self.start = StartPage(self)
        self.status = StatusBar(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.start)
        whole = QWidget(self)
        lines = QVBoxLayout(whole)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.stack, 1)
        lines.addWidget(self.status)
        self.setCentralWidget(whole)
        self.start.open_file.connect(self.open_file)
        self.start.new.connect(self.new_review)
        self.start.open_shared.connect(self.open_shared)
        self.start.sample.connect(self.open_sample)
        self.start.open_recent.connect(self.open_review)
        self.start.look_for.connect(self.look_for)
        self.start.files_dropped.connect(self.take_files)
        self.status.undo_wanted.connect(lambda: self.actions_.trigger("undo"))
        self.status.details_wanted.connect(lambda trace: dialogs.show_details(self, trace))
        self.status.cancel_wanted.connect(lambda job: self.desk.jobs.cancel(job) if self.desk else None)
        messages.bridge.said.connect(self._said)
        messages.bridge.had_problem.connect(self._had_problem)
        messages.bridge.had_bug.connect(self._had_bug)

    def _said(self, sentence: str, action: str) -> None:
        self.status.say(sentence, undo=action == "undo")

    def _had_problem(self, sentence: str) -> None:
        self.status.say(sentence, trouble=True)

    def _had_bug(self, sentence: str, trace: str) -> None:
        self.status.say(sentence, trouble=True, details=trace)

    def _bind(self) -> None:
        for id_, does in {
            "new": self.new_review,
            "open": self.open_file,
            "open_shared": self.open_shared,
            "sample": self.open_sample,
            "quit": self.close,
            "settings": lambda: dialogs.show_settings(self, self.actions_),
            "keys": lambda: dialogs.show_keys(self, self.actions_),
            "help": lambda: dialogs.show_help(self),
            "about": lambda: dialogs.show_about(self),
        }.items():
            self.actions_.on(id_, does)

    # Reviews ----------------------------------------------------------------------------------------------

    def open_review(self, target: str, person: str | None = None) -> None:
        """Open the review at a path or an address."""
        if self._may_leave() and dialogs.know_person(self, given=person):
            self.opener.open(target, person=person)

    def open_sample(self) -> None:
        if self._may_leave():
            self.opener.sample()

    def open_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Open a review"), window_state.last_folder(), f"{_('Reviews')} ({REVIEWS})"
        )
        if chosen:
            self.open_review(chosen)

    def look_for(self, target: str) -> None:
        """A recent review is not where it was: ask where it is now."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self,
            _("Look for {name}").format(name=Path(target).name),
            window_state.last_folder(),
            f"({REVIEWS})",
        )
        if chosen:
            recent.moved(target, chosen)
            self.open_review(chosen)

    def new_review(self) -> None:
        asked = dialogs.ask_new_review(self, window_state.last_folder()) if self._may_leave() else None
        if asked is not None and dialogs.know_person(self):
            self.opener.create(*asked)
        else:
            self._waiting = []

    def open_shared(self) -> None:
        address = dialogs.ask_address(self)
        if address:
            self.open_review(address)

    def _refused(self, sentence: str, target: str) -> None:
        self._waiting = []
        self.status.say(sentence, trouble=True)
        self.start.refresh()

    def show_review(self, review: "Review") -> None:
        """Show a review that has just been opened; the one that was open is closed."""
        from ogp_review.ui.desk import Desk

        if self._leaving:  # it came while the one before lets go
            QTimer.singleShot(50, self, lambda: self.show_review(review))
            return
        stopped = self._close_desk()
        self.status.clear()
        if stopped:
            self.status.say(_stopped())
        desk = Desk(review, self.actions_, self.stack)
        self.desk = desk
        self.stack.addWidget(desk)
        self.stack.setCurrentWidget(desk)
        desk.take_focus()
        desk.title_changed.connect(self._title)
        desk.figures_changed.connect(self._figures)
        desk.session.busy.connect(self._saving)
        desk.session.changed.connect(self._say)
        desk.jobs.shown.connect(self.status.show_job)
        self.actions_.on("close_review", self.close_review)
        self.actions_.on("backup", self.save_copy)
        desk.session.read(lambda review: review.title, self._title, owner=desk, key="title")
        self.status.show_saving(False)
        self._figures()
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            desk.import_files(waiting)

    def _saving(self, saving: bool) -> None:
        self.status.show_saving(saving, waits=self.desk is not None and self.desk.jobs.importing)

    def _say(self, committed: object) -> None:
        person, sentence = getattr(committed, "person", ""), getattr(committed, "sentence", "")
        if self.desk is not None and sentence and person == self.desk.session.person:
            kind = getattr(committed, "kind", "")
            self.status.say(f"{sentence}.", undo=kind not in ("undo", "redo"))

    def _title(self, title: str) -> None:
        self._review_title = title
        shown = one_line(title).replace("[*]", "[*][*]")  # one alone is Qt's sign for "changed"
        self.setWindowTitle(f"{shown} – OGP Review" if shown else "OGP Review")

    def _figures(self) -> None:
        if self.desk is not None:
            self.desk.session.read(
                lambda review: review.reading.ledger(),
                self._show_ledger,
                owner=self.desk,
                key="ledger",
                later=True,
            )

    def _show_ledger(self, ledger: "Ledger") -> None:
        if self.desk is None:
            return
        self.status.show_ledger(ledger)
        store = self.desk.session.review.store
        recent.remember(store.target, self._review_title, ledger.answered + ledger.set_aside, ledger.comments)

    def busy(self) -> bool:
        """Whether something is read, written, imported or exported."""
        return self.desk is not None and self.desk.busy()

    def save_copy(self) -> None:
        """A consistent copy of the review, while it is open."""
        if self.desk is None:
            return
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save a copy"), window_state.last_folder(), f"{_('Reviews')} ({REVIEWS})"
        )
        if chosen:
            said = _("Copied to “{name}”.").format(name=Path(chosen).name)
            self.desk.jobs.start(
                _("Copying"),
                lambda review, progress: review.backup(chosen),
                lambda _done: self.status.say(said),
            )

    def close_review(self) -> None:
        """Back to the start page, unless an import is to be waited for."""
        if self._may_leave():
            self.show_start()

    def show_start(self) -> None:
        """Close the review and show the start page."""
        stopped = self._close_desk()
        self.stack.setCurrentWidget(self.start)
        self.start.refresh()
        self.start.focus_list()
        self._title("")
        self.status.show_ledger(None)
        self.status.say(_stopped() if stopped else _("Everything stays on this computer."))

    def _may_leave(self) -> bool:
        """Whether the review that is open may be closed: an import under way would be lost."""
        importing = self.isVisible() and self.desk is not None and self.desk.jobs.importing
        return not importing or leaving.stops_import(self)

    def _close_desk(self) -> bool:
        """Close the review; whether an import was stopped by it."""
        if self.desk is None:
            return False
        self._leaving = True
        stopped = self.desk.jobs.stop()
        self._leaving = False
        desk, self.desk = self.desk, None
        if desk is not None:
            self.status.show_job(None)
            desk.close_review()
            self.actions_.off(("close_review", "backup"))
            self.stack.removeWidget(desk)
            desk.deleteLater()
        return stopped

    # Files dropped anywhere -------------------------------------------------------------------------------

    def take_files(self, paths: list[str]) -> None:
        """A review is opened; anything else is imported, into a new review where none is open."""
        reviews = [path for path in paths if path.lower().endswith(".ogpr")]
        sources = [path for path in paths if path not in reviews]
        if reviews:
            self.open_review(reviews[0])
        elif sources and self.desk is not None:
            self.desk.import_files(sources)
        elif sources:
            self._waiting = sources
            self.new_review()

    # Qt ---------------------------------------------------------------------------------------------------

    def _restore_place(self) -> None:
        size = window_state.personal("window_size")
        if isinstance(size, list) and len(size) == 2:
            screen = QApplication.primaryScreen().availableSize()
            self.resize(QSize(*size).boundedTo(screen).expandedTo(SMALLEST))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self.take_files(paths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pinned = bool(window_state.personal("menu_pinned", False))
        self.menuBar().setVisible(pinned or self.height() >= MENU_FROM)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() == Qt.Key.Key_Alt and not self.menuBar().isVisible():
            self.menuBar().show()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or not self._may_leave():
            event.ignore()
            return
        window_state.set_personal("window_size", [self.width(), self.height()])
        self._close_desk()
        self.opener.close()
        for signal, slot in (
            (messages.bridge.said, self._said),
            (messages.bridge.had_problem, self._had_problem),
            (messages.bridge.had_bug, self._had_bug),
        ):
            with suppress(RuntimeError):  # closed twice
                signal.disconnect(slot)
        super().closeEvent(event)


def _stopped() -> str:
    return _("The import was stopped. Nothing of it was kept.")
