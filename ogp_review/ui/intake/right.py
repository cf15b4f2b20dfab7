"""The right of the import page: counts that add up, questions, rows as they will stand, things to know."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ogp_review.domain.looking import Fate
from ogp_review.i18n import _, ngettext
from ogp_review.ui import widgets
from ogp_review.ui.intake.asking import questions_of
from ogp_review.ui.intake.card import Card
from ogp_review.ui.intake.figures import (
    FigureLine,
    grouped,
)
from ogp_review.ui.intake.preview import DeclaredModel, DraftModel, PreviewModel, SkippedModel
from ogp_review.ui.intake.preview_table import CellTable
from ogp_review.ui.intake.questions import QuestionList
from ogp_review.ui.intake.source import Source
from ogp_review.ui.intake.telling import ALL, DRAFT, NEW, SKIPPED, UNPLACED, aside_of, things_of
from ogp_review.ui.intake.things import Thing, ThingList
from ogp_review.workers.sources import SHOWN_ROWS, Look

_NAMES = {
    ALL: "All rows",
    NEW: "New",
    SKIPPED: "Skipped",
    UNPLACED: "No paragraph",
    DRAFT: "Sections and paragraphs",
}
_SIDE = 24
LATE_MS = 300
"""What takes less time to read is not said to be read."""
_PLACES = 2


class RightSide(QWidget):
    """`add_wanted` is the names of files of a mail that are to be added to the queue."""

    add_wanted = Signal(object)
    choose_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._filter, self._why = ALL, ""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.figures = FigureLine()
        self._line = widgets.Hairline()
        self.empty = widgets.EmptyState("import")
        self.empty.acted.connect(self._act)
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(lambda: self.show_source(self._source))
        whole.addWidget(self.figures)
        whole.addWidget(self._line)
        self._scroll = self._scrolled()
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.empty, 1)
        self.loading = widgets.LoadingBar(self)

    # Composition ------------------------------------------------------------------------------------------

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setProperty("surface", "base")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("surface", "base")
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDE, 14, _SIDE, 16)
        column.setSpacing(8)
        self.questions = QuestionList()
        column.addWidget(self.questions)
        column.addLayout(self._head())
        for card in self._tables():
            column.addWidget(card, 100)
        self.skipped_title = widgets.PlainLabel(_("Skipped, and why"), role="pane_title", weight=600)
        self.skipped_title.setContentsMargins(0, 8, 0, 0)
        self.skipped = SkippedModel(self)
        self.skipped_table = CellTable(self.skipped, _("Skipped, and why"), (150,))
        self._skipped_card = Card(self.skipped_table)
        column.addWidget(self.skipped_title)
        column.addWidget(self._skipped_card, 60)
        self.know = widgets.PlainLabel("", role="pane_title", weight=600)
        self.know.setContentsMargins(0, 8, 0, 0)
        self.things = ThingList()
        column.addWidget(self.know)
        column.addWidget(self.things)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        self.title = widgets.PlainLabel("", role="pane_title", weight=600)
        self.about = widgets.PlainLabel("", role="meta", token="text2")
        self.rows_shown = widgets.button(_(_NAMES[ALL]), "filter", kind="flat", small=True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.rows_shown.setMenu(self._menu)
        line.addWidget(self.title)
        line.addWidget(self.about, 1)
        line.addWidget(self.rows_shown)
        return line

    def _tables(self) -> list[Card]:
        self.preview, self.draft, self.declared = PreviewModel(self), DraftModel(self), DeclaredModel(self)
        self.table = CellTable(
            self.preview,
            _("The first comments as they will stand"),
            (52, 150, 70, 170, 60),
            (3, 4),
        )
        self.draft_table = CellTable(
            self.draft, _("Sections and paragraphs as they will stand"), (80, 120, 80)
        )
        self.declared_table = CellTable(
            self.declared, _("Declared and captured, for each paragraph"), (90, 110, 110, 90)
        )
        self._cards = [Card(table) for table in (self.table, self.draft_table, self.declared_table)]
        return self._cards

    # Showing ----------------------------------------------------------------------------------------------

    def show_source(self, source: Source | None) -> None:
        """Everything that is known of a source, or why there is nothing."""
        if source is not self._source:
            self._filter, self._why = ALL, ""
            self._late.start()
        self._source = source
        reading = source is not None and (source.looking or source.under_way)
        self.loading.start() if reading else self.loading.stop()
        empty = source is None or bool(source.problem) or (source.look is None and source.told is None)
        quick = source is not None and not source.problem and self._late.isActive()
        self.empty.setVisible(empty and not quick)
        self._scroll.setVisible(not empty)
        counted = source is not None and source.told is not None and not empty
        self.figures.setVisible(counted)
        self._line.setVisible(counted)
        if source is None or empty:
            self._show_empty(source)
            return
        if source.told is not None:
            self.figures.show_counts(source.figures(), source.counted)
            self.figures.aside.set_text(aside_of(source))
        self.questions.show_questions(questions_of(source))
        self._show_rows()
        self._show_things(source)

    def _show_empty(self, source: Source | None) -> None:
        if source is None:
            said = _("Drop files here, choose them, or paste text with Ctrl+V.")
            self.empty.set_state("import", said, _("Choose files…"))
        elif source.problem:
            self.empty.set_state("warning", source.problem, _("Read it again"))
        else:
            self.empty.set_state("search", _("Reading {name}").format(name=source.name))
        self.things.show_things([Thing(source.problem)] if source is not None and source.problem else [])

    def _act(self) -> None:
        (self.choose_wanted if self._source is None else self.again_wanted).emit()

    def controls(self) -> list[QWidget]:
        """Where F6 stops."""
        asked = [card.buttons()[0] for card in self.questions.cards[:1]]
        return [*asked, self.table, self.draft_table, self.declared_table, self.skipped_table]

    def filters(self) -> dict[str, int | None]:
        """The filters that apply, each with how many rows it has where that is known."""
        look = self._source.look if self._source is not None else None
        if look is None:
            return {}
        found: dict[str, int | None] = {}
        if look.rows:
            found = {ALL: None, NEW: None}
            found |= {SKIPPED: look.skipped.total} if look.skipped.total else {}
            found |= {UNPLACED: look.unplaced.total} if look.unplaced.total else {}
        return found | ({DRAFT: look.draft_total} if look.draft_total else {})

    def show_filter(self, wanted: str, why: str = "") -> None:
        """Show these rows; of those that are skipped only those with that reason."""
        self._filter, self._why = wanted, why
        self._show_rows()
        self._scroll.ensureWidgetVisible(self.title)

    def filter(self) -> str:
        return self._filter

    def _fill_menu(self) -> None:
        self._menu.clear()
        for name, total in self.filters().items():
            words = _(_NAMES[name]) + (f" ({total:,})" if total is not None else "")
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == self._filter)
            action.triggered.connect(lambda _on=False, name=name: self.show_filter(name))

    def _show_rows(self) -> None:
        source = self._source
        look = source.look if source is not None and not source.done else None
        there = self.filters() if look is not None else {}
        if self._filter not in there:
            self._filter = next(iter(there), ALL)
        declared = source.told.get("declared", ()) if look is None and source and source.told else ()
        shown = (
            look is not None and bool(there) and self._filter != DRAFT,
            look is not None and self._filter == DRAFT,
            bool(declared),
        )
        for card, holds in zip(self._cards, shown, strict=True):
            card.setVisible(holds)
        skipped = source.told.get("skipped", ()) if look is None and source and source.told else ()
        for widget in (self.skipped_title, self._skipped_card):
            widget.setVisible(bool(skipped))
        self.skipped.put(skipped)
        for widget in (self.title, self.about):
            widget.setVisible(any(shown))
        self.rows_shown.setVisible(len(there) > 1)
        self.rows_shown.set_text(_(_NAMES[self._filter]))
        if look is not None:
            self._put(look)
            self.title.set_text(_("Preview"))
            self.about.set_text(self._about(look))
        elif declared:
            self.declared.put(declared)
            self.title.set_text(_("Declared and captured"))
            self.about.set_text(_("what the page says it holds, and what came from it"))

    def _put(self, look: Look) -> None:
        if self._filter == DRAFT:
            self.draft.put(look.draft)
            return
        rows = {
            ALL: look.rows,
            NEW: [row for row in look.rows if row.fate is Fate.NEW],
            SKIPPED: [row for row in look.skipped.rows if self._why in ("", row.why)],
            UNPLACED: look.unplaced.rows,
        }
        self.preview.put(rows[self._filter])

    def _about(self, look: Look) -> str:
        total = {SKIPPED: look.skipped.total, UNPLACED: look.unplaced.total, DRAFT: look.draft_total}
        there = {SKIPPED: len(look.skipped.rows), UNPLACED: len(look.unplaced.rows), DRAFT: len(look.draft)}
        if self._filter == SKIPPED and self._why:
            return self._why
        if self._filter in total:
            shown, count = there[self._filter], total[self._filter]
            if shown < count:
                return _("the first {n} of {total}").format(n=f"{shown:,}", total=f"{count:,}")
            return grouped(ngettext("{n} row", "{n} rows", count), count)
        if len(look.rows) >= SHOWN_ROWS:
            return _("first {n} rows as they will stand in the review").format(n=SHOWN_ROWS)
        return _("as they will stand in the review")

    def _show_things(self, source: Source) -> None:
        things = things_of(source, self.show_filter, lambda name: self.add_wanted.emit([name]))
        number = len(things)
        heading = ngettext("{n} thing to know", "{n} things to know", number)
        self.know.set_text(grouped(heading, number) if number else "")
        self.know.setVisible(bool(number))
        self.things.show_things(things)
