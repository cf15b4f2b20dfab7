"""The left of the import page: which source, which consultation, and which column is what."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.domain import languages
from ogp_review.i18n import _, ngettext
from ogp_review.ui import widgets
from ogp_review.ui.intake.field_box import QuietBox
from ogp_review.ui.intake.figures import grouped
from ogp_review.ui.intake.mapping import MappingForm
from ogp_review.ui.intake.queue import SourceCard, SourceList
from ogp_review.ui.intake.reading_form import ReadingForm
from ogp_review.ui.intake.source import Source, Stage, state_of
from ogp_review.ui.page import Side

LEFT = 372
STACKED_BELOW = 310
"""Narrower than that, what a column goes to stands below its name."""

_COMMON = ("en", "es", "fr", "de", "pt", "ar", "ru", "zh")
_FORMATS = {
    "csv": "Table",
    "xlsx": "Excel workbook",
    "ods": "OpenDocument table",
    "pasted": "Pasted text",
    "mail": "E-mail",
    "docx": "Word document",
}


class ConsultationBox(QComboBox):
    """The name of the consultation: one there is, or a new one."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Consultation"))
        self._shown = ""
        field = self.lineEdit()
        assert field is not None
        field.editingFinished.connect(self._tell)
        self.activated.connect(lambda _row: self._tell())

    def text(self) -> str:
        return self.currentText().strip()

    def put(self, names: Sequence[str]) -> None:
        """Offer the consultations there are; what is written stays."""
        if [self.itemText(row) for row in range(self.count())] != list(names):
            with QSignalBlocker(self):
                kept = self.currentText()
                self.clear()
                self.addItems(list(names))
                self.setEditText(kept)

    def show_name(self, name: str) -> None:
        """Show what is understood, unless somebody is writing."""
        field = self.lineEdit()
        if field is not None and not field.hasFocus():
            self._shown = name
            with QSignalBlocker(self):
                self.setEditText(name)
            field.setCursorPosition(0)

    def finish(self) -> bool:
        """What was written counts, though the field still has the focus; whether that was something new."""
        fresh = self.isVisible() and self.text() != self._shown
        if fresh:
            self._tell()
        return fresh

    def _tell(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.said.emit(self.text())


class LanguageBox(QuietBox):
    """The language in which a consultation was run."""

    def __init__(self) -> None:
        super().__init__(_("Language of the consultation"))
        self.show_code("")

    def text(self) -> str:
        return str(self.currentData() or "")

    def show_code(self, code: str) -> None:
        """Show what is understood."""
        codes = [*_COMMON, *([code] if code and code not in _COMMON else [])]
        named = [(one, _(languages.language_name(one))) for one in codes]
        self.put([("", _("Not stated")), *sorted(named, key=lambda one: one[1])], code)


class LeftSide(Side):
    """Shows a source; what a person says otherwise is told by the signals of its parts."""

    def __init__(self) -> None:
        super().__init__(LEFT)
        self.column.setSpacing(8)
        self.list = SourceList()
        self._sources = self._title(_("Sources"))
        self.column.addWidget(self.list)
        self.more, self.paste = self._adding()
        self.card = SourceCard()
        self.column.addWidget(self.card)
        self.fields = self._fields()
        self.column.addWidget(self.fields)
        self.mapping = MappingForm()
        self.reading = ReadingForm()
        self.column.addWidget(self.mapping)
        self.column.addWidget(self.reading)
        self._stretch = QWidget()
        self._stretch.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.column.addWidget(self._stretch)
        self.private = self._private()
        self.column.addWidget(self.private)

    def _title(self, words: str) -> widgets.PlainLabel:
        label = widgets.PlainLabel(words, role="meta", token="text2", weight=600)
        self.column.addWidget(label)
        return label

    def _adding(self) -> tuple[widgets.Button, widgets.Button]:
        self._adders = QWidget()
        line = QHBoxLayout(self._adders)
        line.setContentsMargins(0, 0, 0, 6)
        line.setSpacing(14)
        more = widgets.button(_("Add files…"), "plus", kind="link", small=True)
        paste = widgets.button(_("Paste text"), "clipboard", kind="link", small=True)
        for button in (more, paste):
            line.addWidget(button)
        line.addStretch(1)
        self.column.addWidget(self._adders)
        return more, paste

    def _fields(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 6)
        column.setSpacing(6)
        self.consultation, self.language = ConsultationBox(), LanguageBox()
        self._beside = line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        line.setSpacing(10)
        parts = ((_("Consultation"), self.consultation, 62), (_("Language"), self.language, 38))
        for name, box, share in parts:
            part = QVBoxLayout()
            part.setSpacing(6)
            part.addWidget(widgets.PlainLabel(name, role="meta", token="text2", weight=600))
            part.addWidget(box)
            line.addLayout(part, share)
        column.addLayout(line)
        self.as_draft = QCheckBox(_("This is the draft itself"))
        self.as_draft.setAccessibleName(_("This is the draft itself, not what is said of it"))
        column.addWidget(self.as_draft)
        return inside

    def _private(self) -> QWidget:
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(8)
        line.addWidget(widgets.Picture("lock", "text3", 16), 0, Qt.AlignmentFlag.AlignTop)
        said = _("The addresses people write from stay in the review. They never reach the public edition.")
        label = widgets.PlainLabel(said, role="meta", token="text2", elide=False)
        label.setWordWrap(True)
        line.addWidget(label, 1)
        return inside

    # Showing ------------------------------------------------------------------------------------------------

    def show_sources(self, sources: Sequence[Source], row: int) -> None:
        """The queue, where there is more than one, or the imports that were done."""
        self.list.show_sources(sources, row)
        past = any(source.kept is not None for source in sources)
        several = len(sources) > 1 or past
        self._sources.setVisible(several)
        self.list.setVisible(several)
        self.list.fit(past)
        self.column.setStretchFactor(self.list, 1 if past else 0)
        self._stretch.setVisible(not past)
        self._adders.setVisible(not past and bool(sources))

    def show_source(self, source: Source | None) -> None:
        """The one that is shown, as far as it is understood."""
        kept = source is not None and source.kept is not None
        self.card.setVisible(source is not None and not kept)
        look = source.look if source is not None else None
        open_ = source is not None and look is not None and not source.done and not source.under_way
        self.fields.setVisible(open_)
        self.private.setVisible(not kept)
        table = look.table if look is not None and open_ else None
        mapped = table is not None and source is not None and not source.said.as_draft
        self.mapping.setVisible(mapped)
        self.reading.setVisible(mapped)
        if source is None or kept:
            return
        self.card.show_source(source, about(source))
        self._show_fields(source)
        if mapped and table is not None and look is not None:
            self.mapping.show_table(table)
            self.mapping.show_profile(look.profile)
            self.reading.show_table(table)

    def show_progress(self, source: Source) -> None:
        """How far the one that is shown has come."""
        self.card.show_source(source, about(source))

    def controls(self) -> list[QWidget]:
        """Where F6 stops."""
        rows = self.mapping.rows
        return [self.consultation, *([rows[0].box] if rows else [])]

    def _show_fields(self, source: Source) -> None:
        told = source.told["source"] if source.told is not None else {}
        self.consultation.show_name(source.said.consultation or told.get("consultation") or "")
        self.language.show_code(source.said.language or told.get("language") or "")
        with QSignalBlocker(self.as_draft):
            self.as_draft.setChecked(source.said.as_draft)

    def fit(self, page: int) -> None:
        super().fit(page)
        if hasattr(self, "mapping"):
            stacked = self.width() < STACKED_BELOW
            self.mapping.stack(stacked)
            direction = QBoxLayout.Direction
            self._beside.setDirection(direction.TopToBottom if stacked else direction.LeftToRight)


def about(source: Source) -> str:
    """What a source is, in one line: "Form responses 1: 412 rows, 9 columns"."""
    if source.stage in (Stage.READING, Stage.IMPORTING, Stage.WAITING):
        return state_of(source)
    look, told = source.look, source.told
    table = look.table if look is not None else None
    if table is not None:
        wide = len(table.columns)
        columns = grouped(ngettext("{n} column", "{n} columns", wide), wide)
        size = next((sheet.rows for sheet in table.sheets if sheet.name == table.sheet), None)
        rows = _count(size, "{n} row", "{n} rows") if size else ""
        named = f"{table.sheet}: " if len(table.sheets) > 1 and table.sheet else ""
        return named + ", ".join(filter(None, (rows, columns)))
    if told is None:
        return state_of(source) if source.problem else ""
    comments, pieces = int(told["comments"]["read"]), int(told["paragraphs"]["read"])
    kind = _FORMATS.get(str(told["source"]["format"]), "")
    counts = [
        _count(comments, "{n} comment", "{n} comments") if comments else "",
        _count(pieces, "{n} paragraph", "{n} paragraphs") if pieces else "",
    ]
    said = ", ".join(filter(None, counts))
    return ": ".join(filter(None, (_(kind) if kind else "", said)))


def _count(number: int, one: str, many: str) -> str:
    return grouped(ngettext(one, many, number), number)
