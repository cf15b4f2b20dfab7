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

_KINDS = {"note": Op.NOTE, "return": Op.RETURN}
"""By field of a draft: the operation that it becomes."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was handed on and does not stand in the review yet."""

    owner: int
    field: str
    text: str

    def stands(self, committed: Committed) -> bool:
        """Whether this operation is the one that wrote it."""
        if committed.changes is None or committed.kind != _KINDS[self.field]:
            return False
        return self.owner in committed.changes.comments.union(*committed.changes.rows.values())


class NotePopup(Popup):
    """Ctrl+Enter keeps what was written, Esc leaves; what was typed and left is there the next time.

    It is kept among the drafts, so it survives a crash too, and is let go once the session tells that it was
    written: where writing failed, it is there the next time.
    """

    def __init__(self, parent: QWidget, session: Session, drafts: Drafts) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._draft: tuple[int, str] | None = None
        self._sent: list[_Sent] = []
        self._session = session
        session.changed.connect(self._written)
        self.setObjectName("chooser")
        self._then: Callable[[str], None] | None = None
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
        draft: tuple[int, str],
    ) -> None:
        """Open under `anchor`; `then` gets what was written, which is never empty.

        :param draft: under which owner and field what is typed is kept.
        """
        self._draft = None
        found = self._drafts.of(draft[0]).get(draft[1])
        self.editor.setPlainText(found.text if found is not None else "")
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
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

    def _keep_draft(self) -> None:
        if self._draft is None:
            return
        text = plain_text.typed_in(self.editor)
        if text.strip():
            self._drafts.keep(*self._draft, text, "")
        else:
            self._drafts.forget(*self._draft)

    def _take(self) -> None:
        text, then = plain_text.typed_in(self.editor), self._then
        if not text.strip() or self._draft is None:
            self.editor.setFocus()
            return
        others = [one for one in self._sent if (one.owner, one.field) != self._draft]
        self._sent = [*others, _Sent(*self._draft, text)]
        self.hide()
        if then is not None:
            then(text)

    def _written(self, committed: Committed) -> None:
        if committed.person != self._session.person:
            return
        done = next((sent for sent in self._sent if sent.stands(committed)), None)
        if done is not None:
            self._sent.remove(done)
            self._let_go(done)

    def _let_go(self, sent: _Sent) -> None:
        """Forget what has been written, unless something else has been typed there since."""
        if self._draft == (sent.owner, sent.field) and plain_text.typed_in(self.editor) == sent.text:
            self.editor.clear()
        kept = self._drafts.of(sent.owner).get(sent.field)
        if kept is not None and kept.text == storable(sent.text):
            self._drafts.forget(sent.owner, sent.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._take()
            return True
        return False
