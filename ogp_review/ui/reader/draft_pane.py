"""The right column: the paragraph of the comment, by language and version, with what is quoted of it lit."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.views import CommentView, ParagraphText
from ogp_review.i18n import _
from ogp_review.ui import shortcuts
from ogp_review.ui.reader import model
from ogp_review.ui.reader.bands import Band
from ogp_review.ui.reader.model import Reading
from ogp_review.ui.reader.texts import LIT, PublicText
from ogp_review.ui.widgets import EmptyState, PlainLabel, Segmented


class DraftPane(QWidget):
    """Keeps the language that was chosen last; the next comment's paragraph shows in it, if there is one."""

    wants = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._shown: ParagraphText | None = None
        self._preferred: str | None = None
        self._editable = True
        self.title = PlainLabel(role="meta", weight=600, token="text2")
        self.source = PlainLabel(role="meta", token="text3")
        self.languages = Segmented([])
        self.languages.setAccessibleName(_("Language of the paragraph"))
        self.languages.chosen.connect(self._choose_language)
        self.versions = Segmented([])
        self.versions.setAccessibleName(_("Version of the paragraph"))
        self.versions.chosen.connect(self._choose_version)
        self.missing = Band("warning")
        self.text = PublicText(_("Paragraph of the draft"), serif=True)
        self.empty = EmptyState("unassigned", "")
        self.empty.acted.connect(lambda: self.wants.emit("move", None))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.text)
        self._pages.addWidget(self.empty)
        self._lay_out()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 12, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.versions)
        head.addWidget(self.languages)
        below = QHBoxLayout()
        below.setContentsMargins(20, 0, 12, 0)
        below.addWidget(self.source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.missing)
        column.addWidget(self._pages, 1)

    def allow(self, editable: bool, _why_not: str) -> None:
        """Whether a comment that stands nowhere is offered to be moved."""
        self._editable = editable

    def shown(self) -> ParagraphText | None:
        """The text that shows."""
        return self._shown

    def show_reading(self, reading: Reading, *, same: bool) -> None:
        """Show the paragraph of a comment; where it is the `same`, read again, language and version stay."""
        kept = self._shown if same else None
        self._reading = reading
        view = reading.view
        said = _("{place} in the draft").replace("{place}", view.place_label)
        self.title.set_text(view.place_label if view.card.place in (NOT_ASSIGNED, WHOLE_DRAFT) else said)
        self._show_source(view)
        number = _like(view.place_texts, kept)
        if number < 0:
            number = model.chosen_text(view, self._preferred)
        self._show(number, same)

    def _show_source(self, view: CommentView) -> None:
        differs = view.source_place is not None and view.source_place != view.place_label
        said = _("Its source puts it at {place}.").replace("{place}", view.source_place or "")
        self.source.set_text(said if differs else "")
        self.source.setVisible(differs)

    def _show(self, number: int, same: bool) -> None:
        assert self._reading is not None
        texts = self._reading.view.place_texts
        self._shown = texts[number] if number >= 0 else None
        self._show_choices(texts)
        if self._shown is None or not self._shown.text:
            self._show_nothing(self._reading.view)
            return
        self.missing.say("" if self._shown.complete else _("Only its beginning was captured."))
        self.text.show_text(self._shown.text, same=same)
        passages = self._reading.passages[number]
        self.text.set_lit(LIT, model.joined((one.draft_start, one.draft_end) for one in passages))
        self._pages.setCurrentWidget(self.text)

    def _show_nothing(self, view: CommentView) -> None:
        self.missing.say("")
        self.text.show_text("")
        if view.card.place == NOT_ASSIGNED:
            said = _nowhere() if self._editable else _("Stands at no paragraph.")
            self.empty.set_state("unassigned", said, _("Move") if self._editable else "")
        elif view.card.place == WHOLE_DRAFT:
            self.empty.set_state("file", _("About the draft as a whole, so there is no paragraph to show."))
        else:
            self.empty.set_state("warning", _("Text not captured: no source has shown it."))
        self._pages.setCurrentWidget(self.empty)

    def _show_choices(self, texts: tuple[ParagraphText, ...]) -> None:
        languages = model.languages_of(texts)
        self.languages.set_labels([(code or "?").upper() for code in languages])
        self.languages.setVisible(len(languages) > 1)
        versions = self._versions(texts)
        self.versions.set_labels([_version(one.version) for one in versions])
        self.versions.setVisible(len(versions) > 1)
        if self._shown is not None:
            self.languages.set_index(languages.index(self._shown.language))
            self.versions.set_index(versions.index(self._shown))

    def _versions(self, texts: tuple[ParagraphText, ...]) -> list[ParagraphText]:
        return [one for one in texts if self._shown is not None and one.language == self._shown.language]

    def _choose_language(self, place: int) -> None:
        if self._reading is None or self._shown is None:
            return
        texts = self._reading.view.place_texts
        self._preferred = model.languages_of(texts)[place]
        wanted = [one for one in texts if one.language == self._preferred]
        same_version = [one for one in wanted if one.version == self._shown.version]
        self._show(texts.index((same_version or wanted)[0]), same=False)

    def _choose_version(self, place: int) -> None:
        if self._reading is not None:
            texts = self._reading.view.place_texts
            self._show(texts.index(self._versions(texts)[place]), same=False)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 60)


def _like(texts: tuple[ParagraphText, ...], kept: ParagraphText | None) -> int:
    """Where the text of the same language and version stands; -1: nowhere."""
    if kept is None:
        return -1
    wanted = (kept.language, kept.version)
    return next((n for n, one in enumerate(texts) if (one.language, one.version) == wanted), -1)


def _nowhere() -> str:
    key = shortcuts.key_of("move")
    if not key:
        return _("Stands at no paragraph.")
    return _("Stands at no paragraph. Move it: {key}").replace("{key}", key)


def _version(name: str) -> str:
    return {"draft": _("Draft"), "revised": _("Revised"), "final": _("Final")}.get(name, name)
