"""The import page: choose sources, see what was understood of each, bring them in, see what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from ogp_review.domain.operation import Op
from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.store.past import PastImport
from ogp_review.ui import messages, widgets, window_state
from ogp_review.ui.intake.left import LeftSide
from ogp_review.ui.intake.pasting import copied
from ogp_review.ui.intake.profile_verbs import ProfileVerbs
from ogp_review.ui.intake.right import RightSide
from ogp_review.ui.intake.saying import Saying
from ogp_review.ui.intake.source import Source, Stage
from ogp_review.ui.intake.steps import Steps
from ogp_review.ui.intake.telling import go_words, promise
from ogp_review.ui.intake.work import Work
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.page import Page
from ogp_review.ui.session import Session
from ogp_review.workers.sources import Place


class ImportPage(Page):
    """Also shows the imports that were done, with what came of each."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_("Import"), parent)
        self.setAccessibleName(_("Import"))
        self._session = session
        self._jobs = jobs
        self._queue: list[Source] = []
        self._past: list[Source] | None = None
        self._goes_on = False
        self.work = Work(jobs, self)
        self.work.changed.connect(self._follow)
        self.work.went_on.connect(self._show_progress)
        self._lay_out()
        self._lay_out_foot()
        self._connect()
        session.changed.connect(self._follow_review)
        self._show(None)

    # Composition ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.left, self.right = LeftSide(), RightSide()
        self.steps = Steps()
        self.head.addWidget(self.steps)
        self.body.addWidget(self.left)
        self.body.addWidget(widgets.Hairline(horizontal=False))
        self.body.addWidget(self.right, 1)
        self.right.questions.after = self.left.reading.other
        self.right.things.after = self.right.skipped_table
        self.list, self.mapping = self.left.list, self.left.mapping
        self.consultation, self.language = self.left.consultation, self.left.language
        self.figures, self.empty, self.loading = self.right.figures, self.right.empty, self.right.loading
        self.preview, self.table, self.things = self.right.preview, self.right.table, self.right.things

    def _lay_out_foot(self) -> None:
        self._promise = widgets.PlainLabel("", role="meta", token="text2")
        self.foot.addWidget(self._promise, 1)
        self._save = widgets.button(_("Save as profile"), kind="flat")
        self._leave = widgets.button(_("Cancel"), kind="outlined", key="Esc")
        self._undo = widgets.button(_("See the comments"), kind="outlined")
        self._go = widgets.button(_("Import"), kind="filled", key="Ctrl+↵")
        for button in (self._save, self._leave, self._undo, self._go):
            self.foot.addWidget(button)

    def _connect(self) -> None:
        left, right = self.left, self.right

        def current() -> Source | None:
            return self.current

        self.saying = Saying(left, right, self.work, current, self)
        self.profiles = ProfileVerbs(self, self._session, current, self.saying.use_profile)
        self.list.currentRowChanged.connect(self._choose)
        self.list.remove_wanted.connect(self._remove_row)
        left.more.clicked.connect(self._ask)
        left.paste.clicked.connect(self.paste)
        left.card.change_wanted.connect(self._change_source)
        left.card.cancel_wanted.connect(self._cancel)
        left.mapping.profiles_wanted.connect(lambda: self.profiles.choose(self.mapping.use_profile))
        right.add_wanted.connect(self._add_attachments)
        right.choose_wanted.connect(self._ask)
        right.again_wanted.connect(self._read_again)
        self._save.clicked.connect(self.name_profile)
        self._leave.clicked.connect(self._give_up)
        self._undo.clicked.connect(self.closed)
        self._go.clicked.connect(self.next_step)

    # Sources ----------------------------------------------------------------------------------------------

    @property
    def _sources(self) -> list[Source]:
        """Those that are listed: the queue, or the imports that were done."""
        return self._queue if self._past is None else self._past

    @property
    def current(self) -> Source | None:
        """The source that is shown."""
        row = self.list.currentRow()
        return self._sources[row] if 0 <= row < len(self._sources) else None

    def take(self, paths: Sequence[str]) -> None:
        """Check these files; without any, ask for them where none waits."""
        self._take([Place(path) for path in paths])

    def _take(self, places: Sequence[Place], parent: Source | None = None) -> None:
        self.title.set_text(_("Import"))
        self._past = None
        self._queue = [one for one in self._queue if not one.done]
        known = {one.place for one in self._sources}
        fresh = [Source(place, parent=parent) for place in places if place not in known]
        at = self._sources.index(parent) + 1 if parent in self._sources and parent else len(self._sources)
        self._queue[at:at] = fresh
        row = self._sources.index(fresh[0]) if fresh else len(self._sources) - 1
        self._read_consultations()
        self._fill(row)
        for source in fresh:
            self.work.look(source)

    def _ask(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Import"), window_state.last_folder())
        if chosen:
            window_state.set_last_folder(chosen[0])
            self.take(chosen)

    def _read_again(self) -> None:
        source = self.current
        if source is not None and source.problem:
            source.problem = ""
            self.work.look(source)

    def _change_source(self) -> None:
        """Another file in the place of the one that is shown."""
        source = self.current
        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Import"), window_state.last_folder())
        if not chosen:
            return
        window_state.set_last_folder(chosen[0])
        if source is not None and source.kept is None:
            self._remove(source)
        self.take(chosen)

    def paste(self) -> None:
        """Take what was copied as a source: files, or their text."""
        places = copied()
        if places:
            self._take(places)
        else:
            messages.bridge.say(_("There is no text on the clipboard."))

    def _add_attachments(self, names: Sequence[str]) -> None:
        mail = self.current
        if mail is not None:
            self._take([Place(mail.place.path, name) for name in names], mail)

    def _give_up(self) -> None:
        """Back, and what waits in the queue goes; what is being brought in is stopped by its own Cancel."""
        if self._past is None:
            for source in [one for one in self._queue if not (one.under_way or one.waiting)]:
                self._remove(source)
        self.closed.emit()

    def _remove_row(self, row: int) -> None:
        if 0 <= row < len(self._sources) and self._sources[row].kept is None:
            source = self._sources[row]
            if source.under_way or source.waiting:
                self.work.stop(source)
            else:
                self._remove(source)

    def _remove(self, source: Source) -> None:
        """Take it out of the queue: nothing of it is kept."""
        row = self._sources.index(source)
        self.work.forget(source)
        self._queue.remove(source)
        self._fill(min(row, len(self._sources) - 1))

    def _cancel(self) -> None:
        if self.current is not None:
            self.work.stop(self.current)

    def name_profile(self) -> None:
        """Ask under which name the reading of the source is to be kept."""
        self.profiles.ask_name(self._save, self.consultation.text())

    # Bringing in ------------------------------------------------------------------------------------------

    def next_step(self) -> None:
        """Bring in every source that was understood, one operation each."""
        if self._session.read_only:
            messages.bridge.problem(_("This review was opened to read only, so nothing can be imported."))
            return
        self._goes_on = self.consultation.finish()  # it may still have the focus
        if self.work.pending or any(one.looking for one in self._queue):
            if not self._goes_on:
                messages.bridge.say(_("It is still being read."))
            return
        ready = [one for one in self._sources if one.waits]
        if not ready:
            self.right.questions.focus_open()
        for source in ready:
            self.work.bring_in(source)

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
        self._past = [Source(Place(one.name), told=one.outcome, done=True, kept=one) for one in found]
        row = next((n for n, one in enumerate(found) if one.operation == operation), 0)
        self._fill(row)

    def _read_consultations(self) -> None:
        def names(review: Review) -> list[str]:
            found = (one.outcome["source"]["consultation"] for one in review.history.imports())
            return list(dict.fromkeys(name for name in found if name))

        self._session.read(names, self.consultation.put, owner=self, key="names", later=True)

    def _follow_review(self, committed: Committed) -> None:
        """What somebody else writes, or takes back, makes other comments new."""
        source = self.current
        if source is None or not self.isVisible() or self.work.importing or not source.waits:
            return
        if committed.changes is None or committed.kind in (Op.UNDO, Op.REDO, Op.IMPORT):
            self.work.look_soon(source)

    # Showing ----------------------------------------------------------------------------------------------

    def _fill(self, row: int) -> None:
        self.left.show_sources(self._sources, max(0, min(row, len(self._sources) - 1)))
        self._choose(self.list.currentRow())

    def _choose(self, row: int) -> None:
        with self.keeping_focus():
            self._show(self._sources[row] if 0 <= row < len(self._sources) else None)

    def _follow(self, source: Source) -> None:
        if source not in self._sources:
            return
        self.list.show_progress(self._sources.index(source), source)
        if source is self.current:
            self._choose(self.list.currentRow())
        else:
            self._show_next(self.current)
        if self._goes_on and source is self.current and not (source.looking or self.work.pending):
            self.next_step()

    def _show_progress(self) -> None:
        for row, source in enumerate(self._sources):
            if source.job is not None:
                self.list.show_progress(row, source)
        if self.current is not None and self.current.job is not None:
            self.left.show_progress(self.current)

    def _show(self, source: Source | None) -> None:
        self.left.show_source(source)
        self.right.show_source(source)
        self._show_next(source)
        self._show_steps(source)

    def _show_steps(self, source: Source | None) -> None:
        kept = source is not None and source.kept is not None
        self.steps.setVisible(not kept)
        if source is None or source.problem:
            self.steps.show_step(0)
        elif source.done or source.under_way or source.waiting:
            self.steps.show_step(2, complete=source.done)
        else:
            self.steps.show_step(1)

    def _show_next(self, source: Source | None) -> None:
        waiting = [one for one in self._sources if one.waits]
        asked = [one for one in self._sources if one.stage is Stage.QUESTION]
        self._go.setVisible(bool(waiting or asked) and not self.work.importing)
        self._go.setEnabled(bool(waiting) and not self._session.read_only)
        self._go.set_text(go_words(waiting))
        ended = [one for one in self._sources if one.done or one.stage is Stage.PROBLEM]
        past = len(ended) == len(self._sources) and any(one.done for one in ended)
        self._undo.setVisible(past and not self.work.importing)
        self._leave.setVisible(bool(self._sources) and not past)
        look = source.look if source is not None and not source.done and not source.under_way else None
        self._save.setVisible(look is not None and look.table is not None and look.table.has_text)
        self._promise.set_text(promise(source, len(waiting), self._session.read_only))

    # Keys -------------------------------------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        """What F6 goes through."""
        inside = [self.list, *self.left.controls(), *self.right.controls(), self._go]
        return [one for one in inside if one.isVisible() and one.isEnabled()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)
