"""The import page: choose sources, see what was understood of each, bring them in, see what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.incoming import ImportOutcome, IncomingComment
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress
from ogp_review.review import Review
from ogp_review.store.past import PastImport
from ogp_review.ui import messages, widgets, window_state
from ogp_review.ui.intake.figures import FigureLine, ThingsToKnow, grouped, things_to_know
from ogp_review.ui.intake.preview import PreviewModel
from ogp_review.ui.intake.source import Source, guessed_language, nothing_new, sentence_of, state_of, told_of
from ogp_review.ui.intake.source_delegate import SourceDelegate
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.page import Page, Side
from ogp_review.ui.session import Session

LEFT = 340


class ImportPage(Page):
    """Also shows the imports that were done, with what came of each."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_("Import"), parent)
        self._session = session
        self._jobs = jobs
        self._sources: list[Source] = []
        self._lay_out()
        self._show(None)

    # Composition ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = Side(LEFT)
        column = left.column
        column.setSpacing(8)
        column.addWidget(widgets.PlainLabel(_("Sources"), role="meta", token="text2", weight=600))
        self.list = QListWidget()
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(2)
        self.list.setMinimumHeight(96)
        self.list.setProperty("surface", "window")
        self.list.setItemDelegate(SourceDelegate(self.list))
        self.list.setAccessibleName(_("Sources"))
        self.list.currentRowChanged.connect(self._choose)
        column.addWidget(self.list, 1)
        self._more = widgets.button(_("Add files…"), "plus", kind="outlined")
        self._more.clicked.connect(self._ask)
        column.addWidget(self._more)
        column.addSpacing(8)
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(6)
        self.consultation = self._field(fields, _("Consultation"))
        self.language = self._field(fields, _("Language of the consultation: en, es, fr"))
        for field in (self.consultation, self.language):
            field.editingFinished.connect(self._check_again)
        column.addWidget(self._fields)
        said = _("E-mail addresses stay in the review. They never reach the public edition.")
        private = widgets.PlainLabel(said, role="meta", token="text3", elide=False)
        private.setWordWrap(True)
        column.addWidget(private)
        self.body.addWidget(left)
        self.body.addWidget(widgets.Hairline(horizontal=False))
        self.body.addLayout(self._right(), 1)
        self._lay_out_foot()

    def _field(self, column: QVBoxLayout, name: str) -> QLineEdit:
        column.addWidget(widgets.PlainLabel(name, role="meta", token="text2", weight=600))
        field = QLineEdit()
        field.setAccessibleName(name)
        column.addWidget(field)
        return field

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self.figures = FigureLine()
        self._line = widgets.Hairline()
        self._preview_title = widgets.PlainLabel(_("Preview"), role="pane_title", weight=600)
        self._preview_title.setContentsMargins(24, 12, 24, 6)
        self.preview = PreviewModel(self)
        self.table = self._table()
        self._know = widgets.PlainLabel("", role="pane_title", weight=600)
        self._know.setContentsMargins(24, 12, 24, 4)
        self.things = ThingsToKnow()
        self.empty = widgets.EmptyState("import", _("Drop files here, or choose them."), _("Choose files…"))
        self.empty.acted.connect(self._ask)
        self.loading = widgets.LoadingBar(self)
        for widget in (self.figures, self._line, self._preview_title):
            column.addWidget(widget)
        inset = QVBoxLayout()
        inset.setContentsMargins(16, 0, 16, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 3)
        column.addWidget(self._know)
        column.addWidget(self.things, 2)
        column.addWidget(self.empty, 1)
        return column

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.preview)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setAccessibleName(_("The first comments as they will stand in the review"))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((90, 90, 160, 110, 80)):
            table.setColumnWidth(column, width)
        return table

    def _lay_out_foot(self) -> None:
        said = _("Each source is one step in the history: Ctrl+Z takes the whole import back.")
        self._promise = widgets.PlainLabel(said, role="meta", token="text2")
        self.foot.addWidget(self._promise)
        self.foot.addStretch(1)
        self._undo = widgets.button(_("See the comments"), kind="outlined")
        self._undo.clicked.connect(self.closed)
        self._go = widgets.button(_("Import"), kind="filled", key="Ctrl+↵")
        self._go.clicked.connect(self.next_step)
        self.foot.addWidget(self._undo)
        self.foot.addWidget(self._go)

    # Sources ----------------------------------------------------------------------------------------------

    def take(self, paths: Sequence[str]) -> None:
        """Check these files; without any, ask for them where none waits."""
        self.title.set_text(_("Import"))
        waiting = [one for one in self._sources if not one.done and one.kept is None]
        self._sources = waiting if paths or waiting else []
        known = {one.path for one in self._sources}
        fresh = [Source(path) for path in paths if path not in known]
        self._sources += fresh
        self._fill(len(self._sources) - 1)
        for source in fresh:
            self._check(source)

    def _ask(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Import"), window_state.last_folder())
        if chosen:
            window_state.set_last_folder(chosen[0])
            self.take(chosen)

    def _said(self) -> tuple[str | None, str | None]:
        return self.consultation.text().strip() or None, self.language.text().strip() or None

    def _check(self, source: Source) -> None:
        consultation, language = self._said()

        def work(review: Review, progress: Progress) -> tuple[ImportOutcome, list[IncomingComment]]:
            first = review.intake.first_comments(source.path, language=language)
            outcome = dry_run(review, language, progress)
            guess = guessed_language(source.name) if outcome.language is None else None
            if guess is not None:
                outcome = dry_run(review, guess, progress)
            source.guessed = guess is not None
            return outcome, first

        def dry_run(review: Review, spoken: str | None, progress: Progress) -> ImportOutcome:
            return review.intake.import_file(
                source.path, consultation=consultation, language=spoken, dry_run=True, progress=progress
            )

        def done(found: tuple[ImportOutcome, list[IncomingComment]]) -> None:
            if source.under_way or source.done:
                return
            source.outcome, source.comments, source.problem = found[0].as_json(), found[1], ""
            self._fill(self.list.currentRow())

        def failed(problem: Exception) -> None:
            source.outcome, source.problem = None, sentence_of(problem)
            self._fill(self.list.currentRow())

        self._jobs.start(_("Reading {name}").format(name=source.name), work, done, failed)

    def _check_again(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._sources) and self._sources[row].waits:
            source = self._sources[row]
            said = (source.outcome or {}).get("source", {})
            if self._said() != (said.get("consultation"), said.get("language")):
                self._check(source)

    def next_step(self) -> None:
        """Bring in every source that was understood, one operation each."""
        consultation, language = self._said()
        several = len([one for one in self._sources if not one.done and one.kept is None]) > 1
        for source in self._sources:
            if source.waits and source.outcome is not None:
                own = source.outcome["source"]
                name = own["consultation"] if several else consultation or own["consultation"]
                self._bring_in(source, name, own["language"] if several else language or own["language"])

    def _bring_in(self, source: Source, consultation: str | None, language: str | None) -> None:
        source.under_way = True
        self._fill(self.list.currentRow())

        def work(review: Review, progress: Progress) -> ImportOutcome:
            return review.intake.import_file(
                source.path, consultation=consultation, language=language, progress=progress
            )

        def done(outcome: ImportOutcome) -> None:
            source.outcome, source.done, source.under_way = outcome.as_json(), True, False
            self._fill(self.list.currentRow())
            if not outcome.changes_something:
                messages.bridge.say(nothing_new(outcome.comments.unchanged))

        def failed(problem: Exception) -> None:
            source.problem, source.under_way = sentence_of(problem), False
            self._fill(self.list.currentRow())

        title = _("Importing {name}").format(name=source.name)
        self._jobs.start(title, work, done, failed, brings_in=True)

    # What came of it --------------------------------------------------------------------------------------

    def show_outcomes(self, operation: int | None = None) -> None:
        """The imports that were done, latest first."""
        self.title.set_text(_("Imports and what came of them"))
        self._session.read(
            lambda review: review.history.imports(),
            lambda found: self._show_kept(found, operation),
            owner=self,
            key="kept",
        )

    def show_outcome(self, operation: int) -> None:
        self.show_outcomes(operation)

    def _show_kept(self, found: list[PastImport], operation: int | None) -> None:
        self._sources = [Source(one.name, outcome=one.outcome, done=True, kept=one) for one in found]
        row = next((n for n, one in enumerate(found) if one.operation == operation), 0)
        self._fill(row)

    # Showing ----------------------------------------------------------------------------------------------

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for source in self._sources:
            item = QListWidgetItem(f"{source.name}\n{state_of(source)}")
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(row, len(self._sources) - 1)))
        self.list.blockSignals(False)
        self._choose(self.list.currentRow())

    def _choose(self, row: int) -> None:
        with self.keeping_focus():
            self._show(self._sources[row] if 0 <= row < len(self._sources) else None)

    def _show(self, source: Source | None) -> None:
        outcome = source.outcome if source else None
        reading = source is not None and outcome is None and not source.problem
        self.loading.start() if reading else self.loading.stop()
        for widget in (self.figures, self._line):
            widget.setVisible(outcome is not None)
        has_rows = bool(source and source.comments and not source.done)
        self._preview_title.setVisible(has_rows)
        self.table.setVisible(has_rows)
        if has_rows and source is not None:
            self.preview.put(source.comments)
        self.empty.setVisible(source is None)
        lines = [source.problem] if source and source.problem else things_to_know(outcome or {})
        if outcome is not None:
            self._show_outcome(outcome, source is not None and source.done)
        told = told_of(source) if source else []
        number = len(lines) + len(told)
        heading = ngettext("{n} thing to know", "{n} things to know", number)
        self._know.set_text(grouped(heading, number) if number else "")
        self._know.setVisible(bool(number))
        self.things.setVisible(source is not None)
        self.things.show_lines(lines, told)
        self._show_next(source)

    def _show_outcome(self, outcome: Mapping[str, Any], done: bool) -> None:
        self.figures.show_counts(outcome["comments"])
        counts = outcome["comments"]
        if counts["read"] and counts["unchanged"] == counts["read"]:
            said = nothing_new(counts["unchanged"])
        else:
            said = _("Brought in.") if done else _("Nothing is written until you press Import.")
        self.figures.aside.set_text(said)
        source = outcome["source"]
        for field, text in ((self.consultation, source["consultation"]), (self.language, source["language"])):
            if not field.hasFocus():
                field.setText(text or "")

    def _show_next(self, source: Source | None) -> None:
        kept = source is not None and source.kept is not None
        waiting = [one for one in self._sources if one.waits]
        new = sum(int((one.outcome or {})["comments"]["new"]) for one in waiting)
        self._go.setVisible(bool(waiting))
        self._go.setEnabled(bool(waiting))
        words = grouped(ngettext("Import {n} comment", "Import {n} comments", new), new)
        self._go.set_text(words if new else _("Import"))
        under_way = any(one.under_way for one in self._sources)
        self._undo.setVisible(not waiting and not under_way and bool(self._sources))
        self._fields.setVisible(bool(waiting) and not kept)
        self._promise.setVisible(bool(waiting))
