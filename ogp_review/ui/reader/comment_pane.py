"""The left column: what is to know of the comment, its text, its translation below or beside, its notes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ogp_review.analysis.quoting import placed_words
from ogp_review.domain.views import CommentView, Note, Translation
from ogp_review.i18n import _
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import model, words
from ogp_review.ui.reader.bands import Band
from ogp_review.ui.reader.comment_text import CommentText
from ogp_review.ui.reader.excerpts import marks_of
from ogp_review.ui.reader.model import Reading
from ogp_review.ui.reader.texts import EVIDENCE, HIT, LIT, Part, PublicText
from ogp_review.ui.widgets import PlainLabel


class CommentPane(QWidget):
    """Shows a Reading. What the person asks for goes out by :attr:`wants`, as the reader's."""

    wants = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._first_version = False
        self._beside = False
        self._terms: tuple[str, ...] = ()
        self._evidence: tuple[str, ...] = ()
        self.aside = Band("archive")
        self.aside.acted.connect(lambda: self.wants.emit("take_back", None))
        self.changed = Band("info", token="text2")
        self.changed.acted.connect(self._turn_version)
        self.closed = Band("check", token="text2")
        self.closed.acted.connect(lambda: self.wants.emit("close_rest", None))
        self.text = CommentText()
        self.text.wants.connect(self.wants)
        self.translation = PublicText(_("Translation"))
        self.translator = PlainLabel(role="meta", weight=600, token="text3")
        self._beside_pane = QWidget()
        beside = QVBoxLayout(self._beside_pane)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(20, 12, 12, 0)
        above.addWidget(self.translator)
        beside.addLayout(above)
        beside.addWidget(self.translation, 1)
        self._beside_pane.hide()
        self.texts = QSplitter(Qt.Orientation.Horizontal)
        self.texts.setChildrenCollapsible(False)
        self.texts.setHandleWidth(1)
        self.texts.addWidget(self.text)
        self.texts.addWidget(self._beside_pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.aside, self.changed, self.closed):
            column.addWidget(widget)
        column.addWidget(self.texts, 1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_reading(self, reading: Reading, *, same: bool) -> None:
        """Show a comment; where it is the `same`, read again, nothing moves."""
        self._reading = reading
        self._first_version = self._first_version and same and len(reading.view.texts) > 1
        self._tell(same)

    def _tell(self, same: bool) -> None:
        assert self._reading is not None
        view = self._reading.view
        self._show_bands(view)
        text = view.texts[0] if self._first_version else view.text
        beside = self._beside and bool(view.translations)
        parts = [] if beside else [_translated(one) for one in view.translations]
        self.text.show_text(text, [*parts, *map(_note, view.notes)], same=same)
        self.text.set_marks(marks_of(text, view.excerpts, view.excerpt_tags))
        self._show_translation(view if beside else None, same)
        self._light()

    def _show_bands(self, view: CommentView) -> None:
        aside = view.card.set_aside
        said = _("Set aside: {reason}.").replace("{reason}", one_line(aside or ""))
        self.aside.say(said if aside else "", _("Take back"))
        if len(view.texts) < 2:
            self.changed.say("")
        elif self._first_version:
            self.changed.say(_("This is its first version."), _("Show the current one"))
        else:
            self.changed.say(_("Text changed at its source."), _("Show the first version"))
        self.closed.say(
            _("Nothing more to answer beside its excerpts.") if view.closed else "", _("Take back")
        )

    def _show_translation(self, view: CommentView | None, same: bool) -> None:
        self._beside_pane.setVisible(view is not None)
        if view is not None:
            first, *others = view.translations
            self.translator.set_text(_translated(first).heading)
            self.translator.set_token("warning" if first.stale else "text3")
            self.translation.show_text(first.text, [_translated(one) for one in others], same=same)

    def _light(self) -> None:
        if self._reading is not None:
            self.text.set_lit(LIT, () if self._first_version else self._reading.quoted)
            self._light_evidence()
            self._light_hits()

    def _light_evidence(self) -> None:
        self.text.set_lit(EVIDENCE, model.evidence_ranges(self.text.text, self._evidence))

    def _light_hits(self) -> None:
        if self._reading is not None:
            placed = placed_words(self.text.text) if self._first_version else self._reading.words
            self.text.set_lit(HIT, model.term_ranges(placed, self._terms))

    def _turn_version(self) -> None:
        self._first_version = not self._first_version
        self._tell(same=False)

    def toggle_translation(self) -> None:
        """The translation beside the original, or below it."""
        self._beside = not self._beside
        if self._reading is not None:
            self._tell(same=True)

    def set_terms(self, terms: Sequence[str]) -> None:
        """Light what was searched for."""
        self._terms = tuple(terms)
        self._light_hits()

    def set_evidence(self, evidence: Sequence[str]) -> None:
        """Light the words a suggestion rests on."""
        self._evidence = tuple(evidence)
        self._light_evidence()

    def selected_range(self) -> tuple[int, int] | None:
        """The code points selected of the current version of the text."""
        return None if self._first_version else self.text.selected_range()

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 60)


def _translated(translation: Translation) -> Part:
    said = _("Translated into {language} by {person}")
    said = said.replace("{language}", words.language(translation.language) or translation.language)
    said = said.replace("{person}", one_line(translation.person) or _("somebody"))
    if translation.stale:
        said = f"{said}. {_('The comment has changed since.')}"
    return Part(said, translation.text, translation.stale)


def _note(note: Note) -> Part:
    said = _("Private note by {person}, {date}").replace("{person}", one_line(note.person) or _("somebody"))
    return Part(said.replace("{date}", words.moment(note.at)), note.text)
