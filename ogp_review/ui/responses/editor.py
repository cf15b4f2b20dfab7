"""A field for running text that others save: plain, and its words are what was typed, to the character."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ogp_review.ui import theme
from ogp_review.ui.plain_text import to_utf16, typed_in


class PlainEditor(QPlainTextEdit):
    """Says what somebody types, and takes words from elsewhere without moving the cursor."""

    typed = Signal(str)
    """The whole text, after somebody has changed it; not after :meth:`put`."""

    left = Signal()
    """Esc was pressed."""

    def __init__(self, serif: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serif = serif
        self._putting = False
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._say)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)

    def text(self) -> str:
        return typed_in(self)

    def put(self, text: str) -> None:
        """Show other words: only what differs is replaced, so that the cursor stays with its own."""
        now = self.text()
        if now == text:
            return
        first = _shared(now, text)
        last = _shared(now[first:][::-1], text[first:][::-1])
        start, end = to_utf16(now, first), to_utf16(now, len(now) - last)
        put_in = text[first : len(text) - last]
        grown = to_utf16(put_in, len(put_in)) - (end - start)
        kept = self.textCursor()
        anchor, position = (_moved(at, start, end, grown) for at in (kept.anchor(), kept.position()))
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._putting = True
        cursor.insertText(put_in)
        self._putting = False
        if now:
            kept.setPosition(anchor)
            kept.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(kept)
        self.forget_typing()

    def forget_typing(self) -> None:
        """From now on nothing typed here can be undone here: it is the operation's to undo."""
        self.document().clearUndoRedoStacks()

    def handles_undo(self) -> bool:
        """Whether Ctrl+Z would take back typing."""
        return not self.isReadOnly() and self.document().isUndoAvailable()

    def insert_paragraph(self, text: str) -> None:
        """Put words in at the cursor, set apart from what stands before and after; one step to undo."""
        cursor = self.textCursor()
        if not self.hasFocus():
            cursor.movePosition(QTextCursor.MoveOperation.End)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        before = "\n\n" if start > 0 and not cursor.block().text() == "" else ""
        after = "\n\n" if end < self.document().characterCount() - 1 else ""
        cursor.insertText(before + text + after)
        self.setTextCursor(cursor)

    def _say(self) -> None:
        if not self._putting:
            self.typed.emit(self.text())

    def _follow_theme(self) -> None:
        self.setFont(theme.font("reading" if self._serif else "body", serif=self._serif))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words, but no files: those are brought in, wherever they are dropped."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoing = event.matches(QKeySequence.StandardKey.Undo) and not self.handles_undo()
            redoing = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undoing or redoing:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _moved(at: int, start: int, end: int, grown: int) -> int:
    """Where a cursor at `at` stands once what was between `start` and `end` is `grown` longer."""
    if at <= start:
        return at
    return at + grown if at >= end else start
