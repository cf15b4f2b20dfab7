"""The left column: what is to know of the comment, its text, its translation below or beside, its notes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from ogp_review.analysis.quoting import placed_words
from ogp_review.domain.views import CommentView, Note, Translation
from ogp_review.i18n import _
from ogp_review.review import LANGUAGE
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import model, words
from ogp_review.ui.reader.bands import Band
from ogp_review.ui.reader.beside import Beside
from ogp_review.ui.reader.comment_text import CommentText
from ogp_review.ui.reader.excerpts import marks_of
from ogp_review.ui.reader.model import Reading
from ogp_review.ui.reader.texts import EVIDENCE, HIT, LIT, Part
from ogp_review.ui.session import Session

_SIDE_BY_SIDE = 560
"""From this width on the translation stands beside the comment; below it, under it."""


class CommentPane(QWidget):
    """Shows a Reading. What the person asks for goes out by :attr:`wants`, as the reader's."""

    wants = Signal(str, object)

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._first_version = False
        self._beside = False
        self._asked: int | None = None
        """The comment without a translation for which one was asked to be shown."""
        self._editable = True
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
        self.beside = Beside(session, drafts)
        self.beside.wants.connect(self.wants)
        self.editor = self.beside.editor
        self.editor.closed.connect(self._closed)
        self.texts = QSplitter(Qt.Orientation.Horizontal)
        self.texts.setChildrenCollapsible(False)
        self.texts.setHandleWidth(1)
        self.texts.addWidget(self.text)
        self.texts.addWidget(self.beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.aside, self.changed, self.closed):
            column.addWidget(widget)
        column.addWidget(self.texts, 1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def allow(self, editable: bool, why_not: str) -> None:
        """Let the comment be worked on, or say why it cannot be."""
        for band in (self.aside, self.closed):
            band.allow(editable, why_not)
        self.text.editable = editable
        self.beside.allow(editable, why_not)
        self._editable = editable

    def show_reading(self, reading: Reading, *, same: bool) -> None:
        """Show a comment; where it is the `same`, read again, nothing moves."""
        view = reading.view
        if not self.editor.shows(view.card.id):
            self.editor.leave()
            if self._editable and self.editor.waits(view):
                self.editor.open(view)
        else:
            self.editor.follow(view)
        self._reading = reading
        self._first_version = self._first_version and same and len(reading.view.texts) > 1
        self._tell(same)

    def _tell(self, same: bool) -> None:
        assert self._reading is not None
        view = self._reading.view
        self._show_bands(view)
        text = view.texts[0] if self._first_version else view.text
        writes = self.editor.shows(view.card.id)
        below = [one for one in self._ordered(view) if not (writes and one.language == LANGUAGE)]
        parts = [] if self._beside and not writes else [_translated(one) for one in below]
        self.text.show_text(text, [*parts, *map(_note, view.notes)], same=same)
        self.text.set_marks(marks_of(text, view.excerpts, view.excerpt_tags))
        self._show_beside(view, same)
        self._light()

    def _ordered(self, view: CommentView) -> list[Translation]:
        """The translation into the language staff write in before others."""
        return sorted(view.translations, key=lambda one: one.language != LANGUAGE)

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

    def _show_beside(self, view: CommentView, same: bool) -> None:
        was_hidden = self.beside.isHidden()
        self._choose_page(view, same)
        if was_hidden and not self.beside.isHidden():
            self.texts.setSizes([1 << 12, 1 << 12])

    def _choose_page(self, view: CommentView, same: bool) -> None:
        if self.editor.shows(view.card.id):
            self.beside.show_editor()
        elif self._beside and view.translations:
            first, *others = map(_translated, self._ordered(view))
            self.beside.show_translation(first, others, same=same)
        elif self._beside and self._asked == view.card.id:
            self.beside.show_none(view, LANGUAGE)
        else:
            self.beside.hide()

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
        """The translation beside the original, or below it; where there is none, that one can be written."""
        if self._reading is None:
            self._beside = not self._beside
            return
        if self.editor.shows(self._reading.view.card.id):
            self.editor.close_it()
            return
        self._beside = self.beside.isHidden()
        self._asked = self._reading.view.card.id if self._beside else None
        self._tell(same=True)

    def translate(self) -> None:
        """Write the translation of the comment that shows, or go on with it."""
        view = self._reading.view if self._reading is not None else None
        if view is None:
            return
        if view.card.language == LANGUAGE and not view.translations:
            said = _("{ref} is in {language} already. Change its language first if it is not.")
            messages.bridge.say(said.format(ref=view.card.ref, language=words.language(LANGUAGE)))
            return
        if not self.editor.shows(view.card.id):
            self.editor.open(view)
            self._tell(same=True)
        self.beside.focus_editor()

    def _closed(self) -> None:
        """Done with the translation: whoever wrote it reads on; who has gone elsewhere stays there."""
        focus = QApplication.focusWidget()
        if focus is not None and self.editor.isAncestorOf(focus):
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = None
        if self._reading is not None:
            self._tell(same=True)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Leaving comment and translation saves it; a popup, or another program, is no leaving."""
        if new is None or new.window().windowType() == Qt.WindowType.Popup:
            return
        if new is not self and not self.isAncestorOf(new):
            self.editor.save()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where both have room for their lines, else one over the other."""
        super().resizeEvent(event)
        wide = self.width() >= _SIDE_BY_SIDE
        side = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if side is not self.texts.orientation():
            self.texts.setOrientation(side)
            self.texts.setSizes([1 << 12, 1 << 12])

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
