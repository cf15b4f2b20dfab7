"""The line at the bottom: what was just done with its Undo, the job under way, and the ledger."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ogp_review.domain.ledger import Ledger
from ogp_review.i18n import _
from ogp_review.ui import icons, theme, widgets

if TYPE_CHECKING:
    from ogp_review.ui.jobs import Job

SHOWN_MS = 8_000
HEIGHT = 28


class StatusBar(QWidget):
    """Never takes the focus. `undo_wanted` and `details_wanted` are its links, `cancel_wanted` its button."""

    undo_wanted = Signal()
    details_wanted = Signal(str)
    cancel_wanted = Signal(object)
    ledger_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._job: Job | None = None
        self._details = ""
        self._message = widgets.PlainLabel("", role="meta", token="text2")
        self._message.setAccessibleName(_("What was done last"))
        self._undo = widgets.button(_("Undo"), kind="link")
        self._undo.clicked.connect(self.undo_wanted)
        self._more = widgets.button(_("Details"), kind="link")
        self._more.clicked.connect(lambda: self.details_wanted.emit(self._details))
        self._working = widgets.PlainLabel("", role="meta", token="text2")
        self._cancel = widgets.button(_("Cancel"), kind="link")
        self._cancel.clicked.connect(lambda: self.cancel_wanted.emit(self._job))
        for link in (self._undo, self._more, self._cancel):
            link.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where the work is
        self._scales = QLabel()
        self._ledger = widgets.PlainLabel("", role="meta", token="text2")
        self._tick = QLabel()
        self._saved = widgets.PlainLabel("", role="meta", token="text2")
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.clear)
        theme.watch.changed.connect(self._draw_icons)
        self._draw_icons()
        self.clear()
        self.show_job(None)
        self.show_ledger(None)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(6)
        line.addWidget(self._message)
        line.addWidget(self._undo)
        line.addWidget(self._more)
        self._message.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        line.addStretch(1)
        for label in (self._working, self._ledger, self._saved):
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        at_right: tuple[QWidget, ...] = (
            self._working, self._cancel, self._scales, self._ledger, self._tick, self._saved,
        )  # fmt: skip
        for widget in at_right:
            line.addWidget(widget)
        self.setFixedHeight(max(HEIGHT, self.fontMetrics().height() + 10))

    def _draw_icons(self) -> None:
        ratio = self.devicePixelRatioF()
        self._scales.setPixmap(icons.pixmap("ledger", "text2", 16, ratio))
        self._tick.setPixmap(icons.pixmap("check", "text2", 16, ratio))

    def say(self, sentence: str, *, undo: bool = False, trouble: bool = False, details: str = "") -> None:
        """Show a sentence for a while; what went wrong stays until the next."""
        self._message.set_token("deletion" if trouble else "text2")
        self._message.set_text(sentence)
        self._message.setVisible(bool(sentence))
        self._undo.setVisible(undo)
        self._details = details
        self._more.setVisible(bool(details))
        self._timer.stop()
        if not trouble:
            self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def clear(self) -> None:
        self._message.set_text("")
        self._undo.hide()
        self._more.hide()

    def message(self) -> str:
        """The sentence that shows."""
        return self._message.text()

    def show_job(self, job: "Job | None") -> None:
        """The job under way, with its share where that is known."""
        self._job = job
        self._working.setVisible(job is not None)
        self._cancel.setVisible(job is not None)
        if job is None:
            return
        share = job.share
        told = (
            f" {share:.0%}" if share is not None else f" {job.progress.done:,}" if job.progress.done else ""
        )
        self._working.set_text(f"{job.title}{told}")

    def show_ledger(self, ledger: Ledger | None) -> None:
        """The account of every comment, and whether it balances."""
        for widget in (self._scales, self._ledger, self._tick, self._saved):
            widget.setVisible(ledger is not None)
        if ledger is None:
            return
        verb = _("Ledger balances") if ledger.balanced else _("Ledger does not balance")
        self._ledger.set_token("text2" if ledger.balanced else "warning")
        self._ledger.set_text(
            f"{verb}: {ledger.comments:,} {_('comments')} = {ledger.answered:,} {_('answered')} + "
            f"{ledger.set_aside:,} {_('set aside')} + {ledger.open:,} {_('open')}"
        )

    def show_saving(self, saving: bool, *, waits: bool = False) -> None:
        """Whether an operation is being written, or `waits` for an import to be written."""
        said = _("Waits for the import to be written.") if waits else _("Saving")
        self._saved.set_text(said if saving else _("All work saved"))
