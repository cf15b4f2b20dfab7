"""The export page: which document, for whom, where to; what is unfinished, and the ledger."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from ogp_review.domain.report import Edition
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.i18n import _, ngettext
from ogp_review.ui import messages, widgets, window_state
from ogp_review.ui.intake.figures import ThingsToKnow
from ogp_review.ui.jobs import Job, Jobs
from ogp_review.ui.page import Page, Side
from ogp_review.ui.session import Session
from ogp_review.workers.errands import Export, ReadReport, ReportState

FORMATS = (
    (".docx", "Phase 3 report", "Word: summary, paragraph by paragraph, and the matrix as an annex"),
    (".xlsx", "Response matrix", "Excel: the matrix, all comments, paragraphs, themes, participants"),
    (".csv", "Comments", "CSV: one row a comment, for other programs"),
    (".json", "Open data", "JSON: everything the edition may show"),
)
EDITIONS = (
    (Edition.COMMITTEE, "Steering Committee", "Everybody is named, what is set aside is listed"),
    (Edition.PUBLIC, "Public", "Only who agreed is named; no private note, no address"),
)
LEFT = 380


class ExportPage(Page):
    """Reads the report once when it opens; the file is written by a job and appears whole or not at all."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_("Export"), parent)
        self._session = session
        self._jobs = jobs
        self._written = ""
        self._reading: Job | None = None
        self.closed.connect(self._leave)
        self._lay_out()

    def _lay_out(self) -> None:
        left = Side(LEFT)
        column = left.column
        column.setSpacing(6)
        self.formats = self._choice(column, _("What"), [(key, name, why) for key, name, why in FORMATS])
        column.addSpacing(12)
        self.editions = self._choice(
            column, _("Who for"), [(key.value, name, why) for key, name, why in EDITIONS]
        )
        column.addStretch(1)
        self.body.addWidget(left)
        self.body.addWidget(widgets.Hairline(horizontal=False))
        right = QVBoxLayout()
        right.setSpacing(0)
        self.ledger = widgets.PlainLabel("", role="body", token="text", elide=False)
        self.ledger.setWordWrap(True)
        self.ledger.setContentsMargins(24, 16, 24, 8)
        self._unfinished = widgets.PlainLabel("", role="pane_title", weight=600)
        self._unfinished.setContentsMargins(24, 12, 24, 4)
        self.things = ThingsToKnow()
        self.loading = widgets.LoadingBar(self)
        for widget in (self.ledger, widgets.Hairline(), self._unfinished):
            right.addWidget(widget)
        right.addWidget(self.things, 1)
        self.body.addLayout(right, 1)
        self._lay_out_foot()

    def _choice(self, column: QVBoxLayout, title: str, options: list[tuple[str, str, str]]) -> QButtonGroup:
        column.addWidget(widgets.PlainLabel(title, role="meta", token="text2", weight=600))
        group = QButtonGroup(self)
        for number, (key, name, why) in enumerate(options):
            button = QRadioButton(_(name))
            button.setProperty("key", key)
            button.setAccessibleDescription(_(why))
            button.setChecked(number == 0)
            group.addButton(button)
            column.addWidget(button)
            hint = widgets.PlainLabel(_(why), role="meta", token="text3", elide=False)
            hint.setWordWrap(True)
            hint.setContentsMargins(24, 0, 0, 6)
            column.addWidget(hint)
        group.buttonToggled.connect(lambda _button, on: self._read() if on else None)
        return group

    def _lay_out_foot(self) -> None:
        self.said = widgets.PlainLabel("", role="meta", token="text2")
        self.foot.addWidget(self.said)
        self.foot.addStretch(1)
        self._open_file = widgets.button(_("Open it"), kind="outlined")
        self._open_folder = widgets.button(_("Show its folder"), kind="flat")
        self._open_file.clicked.connect(lambda: self._show_file(self._written))
        self._open_folder.clicked.connect(lambda: self._show_file(str(Path(self._written).parent)))
        self._go = widgets.button(_("Export…"), kind="filled", key="Ctrl+↵")
        self._go.clicked.connect(self.next_step)
        for widget in (self._open_folder, self._open_file, self._go):
            self.foot.addWidget(widget)

    def open(self) -> None:
        """Look at the review as it stands now."""
        self._written = ""
        self.said.set_text("")
        self._open_file.hide()
        self._open_folder.hide()
        self._read()

    def chosen(self) -> tuple[str, str]:
        """The ending and the edition that are chosen."""
        return _key(self.formats), _key(self.editions)

    def _read(self) -> None:
        self._leave()
        self.loading.start()

        def ended(problem: Exception) -> None:
            if self._reading is job and not isinstance(problem, Cancelled):
                self.loading.stop()
                self._say_problem(problem)

        errand = ReadReport(self.chosen()[1])
        job = self._jobs.send(
            _("Looking at what is unfinished"), errand, lambda state: self._show(state, job), ended
        )
        self._reading = job

    def _leave(self) -> None:
        if self._reading is not None:
            reading, self._reading = self._reading, None
            self._jobs.cancel(reading)

    def _show(self, state: ReportState, job: Job) -> None:
        if self._reading is not job:
            return
        self._reading = None
        self.loading.stop()
        ledger = state.ledger
        verb = _("Ledger balances") if ledger.balanced else _("Ledger does not balance")
        self.ledger.set_token("text" if ledger.balanced else "warning")
        self.ledger.set_text(
            f"{verb}: {ledger.comments:,} {_('comments')} = {ledger.answered:,} {_('answered')} + "
            f"{ledger.set_aside:,} {_('set aside')} + {ledger.open:,} {_('open')}"
        )
        lines = list(state.unfinished)
        head = ngettext("{n} thing is unfinished", "{n} things are unfinished", len(lines))
        self._unfinished.set_text(head if lines else _("Everything is answered and approved."))
        self.things.show_lines(lines)

    def next_step(self) -> None:
        """Ask where to, and write."""
        ending, _edition = self.chosen()
        name = next(name for key, name, _why in FORMATS if key == ending)
        start = str(Path(window_state.last_folder()) / f"{_(name)}{ending}")
        target, _filter = QFileDialog.getSaveFileName(self, _("Export"), start, f"*{ending}")
        if target:
            window_state.set_last_folder(target)
            self.write(target if target.lower().endswith(ending) else f"{target}{ending}")

    def write(self, target: str) -> None:
        """Write the document to `target`, as a job."""
        with self.keeping_focus():
            self._go.setEnabled(False)

        def done(lost: list[str]) -> None:
            self._go.setEnabled(True)
            self._written = target
            said = _("Written to “{name}”.").format(name=Path(target).name)
            self.said.set_token("text2")
            self.said.set_text(" ".join([said, *lost[:2]]))
            self._open_file.show()
            self._open_folder.show()
            messages.bridge.say(said)

        def failed(problem: Exception) -> None:
            self._go.setEnabled(True)
            self._say_problem(problem)

        errand = Export(target, self.chosen()[1])
        self._jobs.send(_("Exporting {name}").format(name=Path(target).name), errand, done, failed)

    def _say_problem(self, problem: Exception) -> None:
        self.said.set_token("deletion")
        if isinstance(problem, ReviewError):
            self.said.set_text(str(problem))
        elif isinstance(problem, Cancelled):
            self.said.set_text(_("Cancelled; an older file of that name stands as it was."))
        else:
            messages.bridge.bug(problem)

    def _show_file(self, path: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            messages.bridge.say(_("It stands at {path}").format(path=path))


def _key(group: QButtonGroup) -> str:
    button = group.checkedButton()
    return str(button.property("key")) if button is not None else ""
