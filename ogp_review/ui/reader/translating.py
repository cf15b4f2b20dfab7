"""Writing the translation of a comment: kept as a draft while it is typed, one operation when it is left.

It goes by the rules of a response: a colleague's words are never overwritten by it, nor it by theirs.
"""

from collections.abc import Callable, Set

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.operation import Changes
from ogp_review.domain.views import CommentView, Translation
from ogp_review.errors import Conflict, ReviewError
from ogp_review.i18n import _
from ogp_review.review import LANGUAGE, Review
from ogp_review.store.storable import storable
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.reader import words
from ogp_review.ui.responses.conflict import ConflictPanel
from ogp_review.ui.responses.editor import PlainEditor
from ogp_review.ui.responses.held import Held
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import Button, PlainLabel

FIELD = f"translation.{LANGUAGE}"
"""Under this name drafts are kept, by the id of the comment."""


def stored(view: CommentView) -> Translation | None:
    """The translation of a comment into the language staff write in."""
    return next((one for one in view.translations if one.language == LANGUAGE), None)


class Field(PlainEditor):
    """Ctrl+Enter is done with it: in the window it would send the response."""

    finished = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _done(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _done(event):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


def _done(event: QKeyEvent) -> bool:
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BothTranslations(ConflictPanel):
    """Mine and a colleague's."""

    def show_both(self, mine: str, theirs: str, who: str) -> None:
        self.show_texts(FIELD, mine, theirs, who)
        said = _("{who} has changed this translation since. Yours is kept as a draft.")
        self._title.set_text(said.format(who=who or _("A colleague")))


class TranslationEditor(QWidget):
    """The field beside the comment. `closed` once somebody is done with it."""

    closed = Signal()

    refused = Signal(object)
    """The id of a comment whose translation could not be written; what was typed is a draft."""

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._drafts = session, drafts
        self._view: CommentView | None = None
        self._held = Held("", "")
        self._sent: dict[int, str] = {}
        """By comment: what is being written."""
        language = words.language(LANGUAGE)
        self.title = PlainLabel(role="meta", weight=600, token="text2")
        self.title.set_text(_("Translation into {language}").format(language=language))
        self.stale = PlainLabel(
            _("The comment has changed since."), role="meta", token="warning", elide=False
        )
        self.field = Field()
        self.field.setAccessibleName(self.title.text())
        self.field.setPlaceholderText(_("Write what the comment says. Its own words stay as they are."))
        self.both = BothTranslations()
        self.holds = Button(_("It still holds"), kind="link", small=True)
        self.remove = Button(_("Remove"), small=True, token="text2")
        self.done = Button(_("Done"), kind="outlined", small=True, key="Ctrl+↵")
        self._lay_out()
        self.field.typed.connect(self._type)
        self.field.left.connect(self.close_it)
        self.field.finished.connect(self.close_it)
        self.both.chosen.connect(self._settle)
        self.done.clicked.connect(self.close_it)
        self.remove.clicked.connect(self._take_off)
        self.holds.clicked.connect(self._keep_it)

    def _lay_out(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.field)
        self._middle.addWidget(self.both)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        for widget in (self.holds, self.remove, self.done):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.stale)
        column.addWidget(self._middle, 1)

    # What is shown ----------------------------------------------------------------------------------------

    def shows(self, comment: int) -> bool:
        """Whether it is open for this comment."""
        return self._view is not None and self._view.card.id == comment

    def waits(self, view: CommentView) -> bool:
        """Whether something was typed for this comment and is no operation yet, nor becomes one now."""
        draft = self._drafts.of(view.card.id).get(FIELD) if self._drafts is not None else None
        return draft is not None and draft.text not in (self._sent.get(view.card.id), self._words(view))

    def open(self, view: CommentView) -> None:
        """Show the translation of a comment to be written, with the draft that is kept of it."""
        self._view = view
        now = self._words(view)
        draft = self._drafts.of(view.card.id).get(FIELD) if self._drafts else None
        self._held = Held(draft.base, draft.text) if draft else Held(now, now)
        self.follow(view)
        self.field.put(self._held.typed)

    def follow(self, view: CommentView) -> None:
        """The same comment, as it stands now: what is being typed stays."""
        self._view = view
        was, unsaved = self._held.typed, self._held.unsaved
        self._held.meet(self._words(view))
        if unsaved and not self._held.unsaved:
            self._forget(view.card.id)
        if self._held.typed != was:
            self.field.put(self._held.typed)
        self._tell()

    def _words(self, view: CommentView) -> str:
        found = stored(view)
        return found.text if found is not None else ""

    def _tell(self) -> None:
        found = stored(self._view) if self._view is not None else None
        theirs = self._held.theirs
        if theirs is not None:
            self.both.show_both(self._held.typed, theirs, found.person if found is not None else "")
        self._middle.setCurrentWidget(self.both if theirs is not None else self.field)
        stale = found is not None and found.stale and theirs is None
        self.stale.setVisible(stale)
        self.holds.setVisible(stale and not self._held.unsaved)
        self.remove.setVisible(found is not None and theirs is None)

    # Typing and writing -----------------------------------------------------------------------------------

    def _type(self, text: str) -> None:
        if self._view is None:
            return
        self._held.typed = storable(text) if text.strip() else ""
        if self._held.unsaved and self._drafts is not None:
            self._drafts.keep(self._view.card.id, FIELD, self._held.typed, self._held.base)
        elif not self._held.unsaved:
            self._forget(self._view.card.id)
        self._tell()

    def _forget(self, comment: int) -> None:
        if self._drafts is not None:
            self._drafts.forget(comment, FIELD)

    def save(self) -> None:
        """Make one operation of what is typed; nothing where a colleague has changed it too."""
        held, view = self._held, self._view
        if view is not None and held.to_write and not self._session.read_only:
            known = {held.base, held.sent, held.typed}
            held.sent = held.typed
            self._write(view, held.typed, known)

    def _write(self, view: CommentView, typed: str, known: Set[str | None]) -> None:
        held, comment = self._held, view.card.id
        self._sent[comment] = typed

        def saved(_changes: Changes) -> None:
            self._sent.pop(comment, None)
            held.base, held.sent = typed, None if held.sent == typed else held.sent
            draft = self._drafts.of(comment).get(FIELD) if self._drafts else None
            if draft is not None and draft.text == typed:
                self._forget(comment)

        def failed(problem: Exception) -> None:
            self._sent.pop(comment, None)
            held.sent = None
            if isinstance(problem, ReviewError):
                messages.bridge.problem(str(problem))
                self.refused.emit(comment)
            else:
                messages.bridge.bug(problem)

        self._session.do(_translate(view, typed, known), saved, failed=failed)

    def _take_off(self) -> None:
        """Remove the translation that stands; undo brings it back."""
        self.field.put("")
        self._type("")
        self.close_it()

    def _keep_it(self) -> None:
        """It still says what the comment says, though that has changed: it is stale no more."""
        if self._view is not None:
            self._write(self._view, self._held.typed, {self._held.base})
            self.close_it()

    def close_it(self) -> None:
        """Save, and show the comment as it is read; where two texts wait for a choice, it stays."""
        self.save()
        if self._held.theirs is None:
            self._view = None
            self.closed.emit()

    def leave(self) -> None:
        """Save, since another comment is shown; what cannot be saved stays a draft."""
        self.save()
        self._view = None

    def _settle(self, how: str) -> None:
        held, view = self._held, self._view
        if held.theirs is None or view is None:
            return
        ways: dict[str, Callable[[str, str], str]] = {
            "mine": lambda mine, theirs: mine,
            "theirs": lambda mine, theirs: theirs,
            "both": lambda mine, theirs: f"{mine}\n\n{theirs}",
        }
        chosen = ways[how](held.typed, held.theirs)
        held.base, held.theirs = held.theirs, None
        self.field.put(chosen)
        self._type(chosen)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _translate(view: CommentView, typed: str, known: Set[str | None]) -> Callable[[Review], Changes]:
    """The one operation: refused where the review holds other words by now than typing started from."""

    def work(review: Review) -> Changes:
        found = stored(review.desk.comment(view.card.id))
        if (found.text if found is not None else "") not in known:
            said = _("Not saved: the translation of {ref} has been changed since. Both texts are kept.")
            raise Conflict(said.format(ref=view.card.ref))
        return review.triage.translate(view.card.id, LANGUAGE, typed, of=view.text)

    return work
