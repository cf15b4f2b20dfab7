"""A small field for something longer than a choice: a private note, or why an answer is returned."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ogp_review.domain.operation import Op
from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.store.storable import storable
from ogp_review.ui import plain_text, widgets
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.popup import Popup
from ogp_review.ui.session import Session

_KINDS = {"note": frozenset({Op.NOTE}), "return": frozenset({Op.RETURN})}
"""By field of a draft: the operation that it becomes. Names of views and texts are settings."""

_NAMES = frozenset({Op.SETTING})


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was handed on and does not stand in the review yet."""

    title: str
    text: str
    draft: tuple[int, str] | None

    def stands(self, committed: Committed) -> bool:
        """Whether this operation is the one that wrote it."""
        owner, field = self.draft or (None, "")
        if committed.changes is None or committed.kind not in _KINDS.get(field, _NAMES):
            return False
        touched = committed.changes.comments.union(*committed.changes.rows.values())
        return owner is None or owner in touched


class NotePopup(Popup):
    """Ctrl+Enter keeps what was written, Esc leaves; what was typed and left is there the next time.

    With `drafts`, what is typed about a comment or a point survives a crash too. What was kept is let go
    once the session tells that it was written: where writing failed, it is there the next time.
    """

    def __init__(self, parent: QWidget, drafts: Drafts | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._draft: tuple[int, str] | None = None
        self._sent: list[_Sent] = []
        self._session: Session | None = None
        self.setObjectName("chooser")
        self._then: Callable[[str], None] | None = None
        self._about = ""
        self._title = widgets.PlainLabel("", role="body", weight=600)
        self.editor = QPlainTextEdit(self)
        self.editor.setTabChangesFocus(True)
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._keep_draft)
        self._keep = widgets.button(_("Keep"), kind="filled", key="Ctrl+↵")
        self._keep.clicked.connect(self._take)
        self._leave = widgets.button(_("Cancel"), kind="outlined", key="Esc")
        self._leave.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.editor)
        layout.addLayout(buttons)
        self.resize(420, 190)

    def ask(
        self,
        anchor: QWidget,
        title: str,
        verb: str,
        then: Callable[[str], None],
        *,
        draft: tuple[int, str] | None = None,
    ) -> None:
        """Open under `anchor`; `then` gets what was written, which is never empty.

        :param draft: under which owner and field what is typed is kept.
        """
        if title != self._about:
            self._draft = None
            self.editor.setPlainText(self._left(title, draft))
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
            self._about = title
        self._draft = draft
        self.keep_focus()
        self._then = then
        self._title.set_text(title)
        self._keep.setText(verb)
        self.editor.setAccessibleName(title)
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        at.setY(max(screen.top(), min(at.y(), screen.bottom() - self.height())))
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)
        self.show()
        self.editor.setFocus(Qt.FocusReason.PopupFocusReason)

    def _left(self, title: str, draft: tuple[int, str] | None) -> str:
        """What was typed and left, before the program ended too, or could not be written."""
        if self._drafts is None or draft is None:
            return next((sent.text for sent in reversed(self._sent) if sent.title == title), "")
        owner, field = draft
        found = self._drafts.of(owner).get(field)
        return found.text if found is not None else ""

    def _keep_draft(self) -> None:
        if self._drafts is None or self._draft is None:
            return
        text = plain_text.typed_in(self.editor)
        if text.strip():
            self._drafts.keep(*self._draft, text, "")
        else:
            self._drafts.forget(*self._draft)

    def _take(self) -> None:
        text = plain_text.typed_in(self.editor)
        if not text.strip():
            self.editor.setFocus()
            return
        then = self._then
        sent = _Sent(self._about, text, self._draft)
        if self._listens():
            self._sent = [*(one for one in self._sent if one.title != sent.title), sent]
        self.hide()
        if then is not None:
            then(text)
        if self._session is None:
            self._let_go(sent)

    def _listens(self) -> bool:
        """Whether a session tells what was written: the one of the desk on which the popup is used."""
        above: QObject | None = self.parent()
        while self._session is None and above is not None:
            found = above.findChild(Session, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if found is not None:
                self._session = found
                found.changed.connect(self._written)
            above = above.parent()
        return self._session is not None

    def _written(self, committed: Committed) -> None:
        if self._session is None or committed.person != self._session.person:
            return
        done = next((sent for sent in self._sent if sent.stands(committed)), None)
        if done is not None:
            self._sent.remove(done)
            self._let_go(done)

    def _let_go(self, sent: _Sent) -> None:
        """Forget what has been written, unless something else has been typed there since."""
        if self._about == sent.title and plain_text.typed_in(self.editor) == sent.text:
            self.editor.clear()
        if self._drafts is None or sent.draft is None:
            return
        owner, field = sent.draft
        kept = self._drafts.of(owner).get(field)
        if kept is not None and kept.text == storable(sent.text):
            self._drafts.forget(owner, field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._take()
            return True
        return False
