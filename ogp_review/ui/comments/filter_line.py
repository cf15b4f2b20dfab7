"""The filter line: a field whose tokens stand on a tint of their own, each with a cross that takes it out.

The text is plain text, as one can type and copy it. Room for the crosses is made by widening the spaces
between tokens, as a format of the field's own layout.
"""

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from ogp_review.domain import filters
from ogp_review.domain.filters import Token
from ogp_review.domain.views import Vocabulary
from ogp_review.i18n import _
from ogp_review.ui import paint, plain_text, shortcuts, theme
from ogp_review.ui.buttons import outline
from ogp_review.ui.comments import completion
from ogp_review.ui.comments.tokens_laid import CROSS, PAD, LaidTokens, spaces

DEBOUNCE_MS = 120
LEFT = 38
"""Where the text begins: after the icon."""

_ATTRIBUTE = QInputMethodEvent.AttributeType.TextFormat


class FilterLine(QLineEdit):
    """Where a filter is written. It tells what is asked for once the typing pauses."""

    asked = Signal(str)
    """The text, 120 ms after the last change, at once on Enter or when a token is taken out."""

    left = Signal()
    """Esc or Down was pressed: to the list."""

    unfinished = Signal()
    """A token is being typed that says nothing yet: what was wrong before is not to be said of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vocabulary = Vocabulary()
        self._tokens: tuple[Token, ...] = ()
        self._told = ""
        self._composing = False
        self._waiting = False
        self._soon = QTimer(self, interval=DEBOUNCE_MS, singleShot=True)
        self._soon.timeout.connect(self._pause)
        self._offers: dict[str, completion.Offer] = {}
        self._popup = QListView()
        self._popup.setObjectName("completer")
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._popup.setUniformItemSizes(True)
        self._popup.setAccessibleName(_("What the filter may become"))
        self._completer = self._make_completer()
        self.setFrame(False)
        self.setTextMargins(LEFT - 2, 0, 30, 0)
        self.setAccessibleName(_("Filter"))
        self.setAccessibleDescription(_('Words, or filters such as tag:Youth lang:fr state:new "open data"'))
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._moved)
        self.setMouseTracking(True)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.setFont(theme.font("body"))
        self.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
        self.updateGeometry()
        self._restyle()

    # ---- what is asked -----------------------------------------------------------------------------------

    def set_filter(self, text: str) -> None:
        """Show a filter that was chosen elsewhere; nothing is told."""
        self._soon.stop()
        self._waiting = False
        self._told = text
        if text != self.text():
            self.setText(f"{text} " if text else "")

    def filter_text(self) -> str:
        return " ".join(self.text().split())

    def _edited(self) -> None:
        self._soon.start()
        self._offer()

    def _pause(self) -> None:
        """Tell what stands here, unless the token at the cursor is half typed: that waits for its end."""
        self._waiting = self._half_typed()
        if self._waiting:
            self.unfinished.emit()
        else:
            self._tell()

    def _half_typed(self) -> bool:
        """Whether the cursor is in a filter that has no value yet, or stands over the values on offer."""
        at = plain_text.to_code_points(self.text(), self.cursorPosition())
        here = next((one for one in self._tokens if one.start < at <= one.end), None)
        if here is None or here.key not in filters.KEYS:
            return False
        return not any(here.values) or self._highlighted() >= 0

    def _moved(self) -> None:
        self._restyle()
        if self._waiting:
            self._soon.start()

    def _tell(self) -> None:
        self._soon.stop()
        self._waiting = False
        if self.filter_text() != self._told:
            self._told = self.filter_text()
            self.asked.emit(self._told)

    def remove_token(self, number: int) -> None:
        """Take a token out, with the space behind it; it can be undone as typing can."""
        text, one = self.text(), self._tokens[number]
        end = one.end
        while end < len(text) and text[end].isspace():
            end += 1
        start, stop = plain_text.to_utf16(text, one.start), plain_text.to_utf16(text, end)
        self.setSelection(start, stop - start)
        self.del_()
        self._tell()

    # ---- tokens ------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._tokens = filters.tokens(self.text())
        self._restyle()

    def _typing(self, one: Token) -> bool:
        """Whether a token is being typed: it has no tint and no cross yet."""
        at = plain_text.to_code_points(self.text(), self.cursorPosition())
        return (
            self.hasFocus() and not self.hasSelectedText() and one.start < at <= one.end == len(self.text())
        )

    def _restyle(self) -> None:
        """Give the field's own layout the formats; they are lost whenever an input method has its say."""
        if self._composing:
            return
        at = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(_ATTRIBUTE, start - at, length, look)
            for start, length, look in spaces(self.text(), self._tokens, self.font())
        ]
        self._composing = True
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
        self._composing = False
        self.update()

    def token_rects(self) -> list[tuple[int, QRectF]]:
        """Where the tokens stand that have a tint, with their crosses; by number."""
        laid = LaidTokens(self.text(), self._tokens, self.font())
        shift = self._cursor_at() - laid.x(self.cursorPosition())
        high = round(theme.metrics(self.font()).height()) + 6
        top = (self.height() - high) / 2
        found = []
        for number, one in enumerate(self._tokens):
            if one.key != filters.OR and not self._typing(one):
                first, last = laid.span(one)
                found.append((number, QRectF(first + shift - PAD, top, last - first + 2 * PAD + CROSS, high)))
        return found

    def _cursor_at(self) -> float:
        """Where the cursor stands, however far the field is scrolled."""
        rect = QRect(self.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        return rect.x() + rect.width() / 2

    def _cross(self, rect: QRectF) -> QRectF:
        return QRectF(rect.right() - CROSS - 3, rect.top(), CROSS + 3, rect.height())

    def _cross_at(self, point: QPointF) -> int | None:
        for number, rect in self.token_rects():
            if self._cross(rect).contains(point):
                return number
        return None

    # ---- completing --------------------------------------------------------------------------------------

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self)
        completer.setModel(QStringListModel(completer))
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setPopup(self._popup)
        completer.setMaxVisibleItems(completion.MOST)
        completer.setWrapAround(False)
        completer.setWidget(self)
        completer.activated.connect(self._complete)
        return completer

    def _word(self) -> tuple[int, str]:
        text = self.text()
        return completion.word_at(text, plain_text.to_code_points(text, self.cursorPosition()))

    def offered(self) -> list[str]:
        """The lines of the popup; empty while it is hidden."""
        return list(self._offers) if self._popup.isVisible() else []

    def _offer(self, everything: bool = False) -> None:
        word = self._word()[1]
        found = completion.offers(word, self.vocabulary)
        if not word and everything:
            found = completion.names()
        likeliest = completion.likeliest(word, found)
        found = [one for one in found if one.insert != word]
        if not found:
            self._popup.hide()
            return
        self._offers = {(f"{one.text}   {one.detail}" if one.detail else one.text): one for one in found}
        model = self._completer.model()
        assert isinstance(model, QStringListModel)
        model.setStringList(list(self._offers))
        at = QRect(self.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        self._completer.complete(QRect(max(0, at.x() - 24), self.height() - 4, 320, 4))
        self._highlight(likeliest)

    def _highlight(self, row: int) -> None:
        if row < 0:
            self._popup.selectionModel().clear()
            self._popup.setCurrentIndex(QModelIndex())
        else:
            self._popup.setCurrentIndex(self._popup.model().index(row, 0))

    def _highlighted(self) -> int:
        """The row of the popup that Enter takes, or -1."""
        if not self._popup.isVisible():
            return -1
        return next((index.row() for index in self._popup.selectionModel().selectedIndexes()), -1)

    def _take(self, row: int) -> None:
        self._popup.hide()
        self._complete(list(self._offers)[row])

    def _press_over_popup(self, key: int) -> bool:
        """A key while the popup is open: whether it was meant for that."""
        row = self._highlighted()
        if key == Qt.Key.Key_Tab:
            self._take(max(0, row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self._take(row)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            self._highlight(max(0, min(row + by, len(self._offers) - 1)))
        else:
            return False
        return True

    def _complete(self, line: str) -> None:
        chosen = self._offers.get(line)
        if chosen is None:
            return
        start, _word = self._word()
        first = plain_text.to_utf16(self.text(), start)
        self.setSelection(first, self.cursorPosition() - first)
        self.insert(chosen.insert + ("" if chosen.open else " "))
        self._edited() if chosen.open else self._tell()

    # ---- overrides ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that the popup is for; a Tab would go to the next field before any key press is told."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._popup.isVisible()
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and self._press_over_popup(event.key())
        ):
            event.accept()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(200, round(theme.metrics(theme.font("body")).height()) + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        scrolled = self._cursor_at()
        self._paint_behind()
        super().paintEvent(event)  # scrolls, where the cursor is out of sight
        if self._cursor_at() != scrolled:
            self.update()
        self._paint_before()

    def _paint_behind(self) -> None:
        shown, painter = theme.current(), QPainter(self)
        paint.crisp(painter)
        rect = QRectF(self.rect())
        painter.setPen(QPen(shown.accent, 2) if self.hasFocus() else QPen(outline(), 1))
        painter.setBrush(shown.base)
        inside = 1 if self.hasFocus() else 0.5
        painter.drawRoundedRect(rect.adjusted(inside, inside, -inside, -inside), 7, 7)
        paint.icon(painter, QRectF(8, 0, 16, rect.height()), "filter", "text2")
        painter.setClipRect(QRectF(LEFT - 8, 0, rect.width() - LEFT - 20, rect.height()))
        painter.setPen(QPen(shown.text, 1) if shown.contrast else Qt.PenStyle.NoPen)
        painter.setBrush(shown.hover)
        for _number, token in self.token_rects():
            painter.drawRoundedRect(token, 6, 6)
        painter.end()

    def _paint_before(self) -> None:
        shown, painter = theme.current(), QPainter(self)
        paint.crisp(painter)
        rect = QRectF(self.rect())
        end = float(LEFT)
        painter.setClipRect(QRectF(LEFT - 8, 0, rect.width() - LEFT - 20, rect.height()))
        for number, token in self.token_rects():
            cross = QRectF(token.right() - CROSS - 4, token.top(), CROSS, token.height())
            paint.icon(painter, cross, "close", "text2", 12)
            if number == len(self._tokens) - 1:
                end = token.right() + 8
        painter.setClipping(False)
        if not self._tokens or end > LEFT:
            self._paint_hint(painter, end)
        if not self.hasFocus() and (key := shortcuts.key_of("filter_key")):
            left = rect.width() - 8 - paint.key_hint_width(key)
            paint.key_hint(painter, left, rect.center().y(), key, shown.text3, outline())
        painter.end()

    def _paint_hint(self, painter: QPainter, left: float) -> None:
        """What can be written, where the text ends."""
        if self.text() and not self.text().endswith(" ") and self.hasFocus():
            return
        left += 8 if self.hasFocus() else 0  # the cursor stands there
        room = QRectF(left, 0, self.width() - 34 - left, self.height())
        said = _("tag: lang: state: “words”")
        if theme.metrics(self.font()).horizontalAdvance(said) <= room.width():
            paint.draw_elided(painter, room, said, self.font(), theme.current().text3)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A real input method: its preview keeps its own look, and ours comes back when it has done."""
        ours = self._composing
        super().inputMethodEvent(event)
        if not ours:
            self._composing = bool(event.preeditString())
            self._restyle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._cross_at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.remove_token(number)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._cross_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._popup.hide()
            self._tell()
        elif key == Qt.Key.Key_Escape:
            self._tell()
            self.left.emit()
        elif key == Qt.Key.Key_Down:
            if self._word()[1] or self.text():
                self.left.emit()
            else:
                self._offer(everything=True)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._restyle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._restyle()
        if self._waiting and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._tell()
