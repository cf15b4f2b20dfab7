"""The comment itself: its excerpts answer to the mouse, its selection can be tagged or made an excerpt."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip

from ogp_review.i18n import _
from ogp_review.ui import icons, plain_text, shortcuts
from ogp_review.ui.reader.texts import PublicText
from ogp_review.ui.widgets import plain_tooltip

_MOST_NAMED = 32


class CommentText(PublicText):
    """Says by :attr:`wants` what the person asks for, as the reader does."""

    wants = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(_("Comment"))
        self._pressed = QPoint()
        self.editable = True
        self.setMouseTracking(True)

    def menu(self, at: QPoint) -> QMenu:
        """What can be done with the words at a point of the viewport, and with what is selected."""
        menu = QMenu(self)
        chosen = self.selected_range()
        copy = menu.addAction(icons.icon("copy"), _("Copy"), QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        menu.addAction(_("Select all"), self.selectAll)
        menu.addSeparator()
        self._offer(menu, "excerpt", _("Make an excerpt"), "make_excerpt", chosen)
        self._offer(menu, "tag", _("Tag the passage…"), "tag", chosen)
        mark = self.mark_at(at)
        if mark is not None:
            menu.addSeparator()
            words = plain_text.one_line(self.text[mark.start : mark.end])
            named = words if len(words) <= _MOST_NAMED else words[: _MOST_NAMED - 1].rstrip() + "…"
            entry = menu.addAction(_("Excerpt “{words}”…").replace("{words}", named).replace("&", "&&"))
            entry.triggered.connect(lambda: self.wants.emit("excerpt_menu", mark.excerpt))
        return menu

    def _offer(self, menu: QMenu, action: str, text: str, wish: str, chosen: tuple[int, int] | None) -> None:
        key = shortcuts.key_of(action)
        icon = icons.icon(shortcuts.BY_ID[action].icon)
        entry = menu.addAction(icon, f"{text}\t{key}" if key else text)
        entry.setEnabled(chosen is not None and self.editable)
        entry.triggered.connect(lambda: self.wants.emit(wish, chosen))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu(self.viewport().mapFrom(self, event.pos()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        still = (at - self._pressed).manhattanLength() < 4
        if event.button() == Qt.MouseButton.LeftButton and still and not self.textCursor().hasSelection():
            mark = self.mark_at(at)
            if mark is not None:
                self.wants.emit("excerpt_menu", mark.excerpt)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = not event.buttons() and self.mark_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(event.pos())
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tooltip(mark.title), self.viewport())
            return True
        return super().viewportEvent(event)
