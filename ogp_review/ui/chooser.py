"""One popup for everything that is chosen by typing: tags, paragraphs, reasons, people, texts, actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.folding import match_key
from ogp_review.ui import icons, paint, theme
from ogp_review.ui.popup import Popup

_Index = QModelIndex | QPersistentModelIndex
_ROWS = 10
_WIDTH = 400
_AROUND = 24
"""Margins and frames above, between and below the field and the rows, in pixels."""

_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. `key` is what it stands for; `colour` the name of a tag's colour; `hint` a key."""

    key: object
    text: str
    detail: str = ""
    icon: str = ""
    colour: str = ""
    hint: str = ""


class Choices(QAbstractListModel):
    """The choices that match what is typed, best first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, Choice]] = []
        self._shown: list[Choice] = []
        self._free = ""

    def put(self, choices: Sequence[Choice], free_text: str) -> None:
        self._all = [(match_key(f"{one.text} {one.detail}"), one) for one in choices]
        self._free = free_text
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Show those that hold every word typed: as its beginning first, then anywhere."""
        self.beginResetModel()
        parts = match_key(typed).split()
        found = [(_rank(key, parts), number, one) for number, (key, one) in enumerate(self._all)]
        ranked = sorted(entry[:2] for entry in found if entry[0] is not None)
        self._shown = [self._all[number][1] for _, number in ranked]
        if (
            self._free
            and typed.strip()
            and not any(match_key(o.text) == match_key(typed) for o in self._shown)
        ):
            made = Choice(None, typed.strip(), self._free.replace("{text}", typed.strip()), "plus")
            self._shown.append(made)
        self.endResetModel()

    def choice(self, row: int) -> Choice | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choice(index.row())
        if choice is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            free = choice.key is None and choice.detail
            return choice.detail if free else ", ".join(filter(None, (choice.text, choice.detail)))
        return None


def _rank(key: str, parts: list[str]) -> int | None:
    if not all(part in key for part in parts):
        return None
    whole = " ".join(parts)
    words = key.replace("/", " ").split()
    if not parts or key.startswith(whole):
        return 0
    return 1 if all(any(word.startswith(part) for word in words) for part in parts) else 2


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a choice: a dot or an icon, its text, a detail in grey, a key at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        choice = model.choice(index.row()) if isinstance(model, Choices) else None
        if choice is None:
            return
        colours = theme.current()
        painter.save()
        paint.crisp(painter)
        rect = QRectF(option.rect).adjusted(4, 0, -4, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.select)
            painter.drawRoundedRect(rect, 6, 6)
        self._mark(painter, rect, choice)
        self._words(painter, rect.adjusted(28, 0, -8, 0), choice)
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRectF, choice: Choice) -> None:
        middle = rect.center().y()
        if choice.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tag_colours(choice.colour).dot)
            painter.drawEllipse(QRectF(rect.left() + 10, middle - 4, 8, 8))
        elif choice.icon:
            device = painter.device()
            ratio = device.devicePixelRatioF() if device is not None else 1.0
            pixmap = icons.pixmap(choice.icon, "text2", 16, ratio)
            painter.drawPixmap(QPoint(int(rect.left() + 6), int(middle - 8)), pixmap)

    def _words(self, painter: QPainter, rect: QRectF, choice: Choice) -> None:
        colours = theme.current()
        body, meta = theme.font("body"), theme.font("meta")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if choice.key is None and choice.icon == "plus":
            paint.draw_elided(painter, rect, choice.detail, body, colours.text, left)
            return
        if choice.hint:
            width = theme.metrics(meta).horizontalAdvance(choice.hint) + 12
            paint.draw_elided(painter, rect, choice.hint, meta, colours.text3, right)
            rect = rect.adjusted(0, 0, -width, 0)
        needed = theme.metrics(body).horizontalAdvance(choice.text) + 2
        paint.draw_elided(painter, rect, choice.text, body, colours.text, left)
        rest = rect.adjusted(needed + 10, 0, 0, 0)
        if choice.detail and rest.width() > 24:
            paint.draw_elided(painter, rest, choice.detail, meta, colours.text3, left)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_WIDTH, round(theme.metrics(theme.font("body")).height()) + 14)


class Chooser(Popup):
    """A field over a list. The focus goes back where it came from, whatever happens."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._then: Callable[[Choice], None] | None = None
        self._most = _ROWS
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Type to choose")
        self.field.textEdited.connect(self._narrow)
        self.field.installEventFilter(self)
        self._model = Choices(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ChoiceDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("What can be chosen")
        self.list.entered.connect(lambda index: self.list.setCurrentIndex(index))
        self.list.clicked.connect(lambda _index: self._take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)

    def ask(
        self,
        anchor: QWidget | QRect,
        choices: Sequence[Choice],
        then: Callable[[Choice], None],
        *,
        placeholder: str = "",
        free_text: str = "",
        typed: str = "",
    ) -> None:
        """Open under `anchor` (a widget, or a rectangle of the screen); `then` gets what is chosen.

        :param free_text: how the typed text itself is offered ("Make the tag {text}"); it comes back as a
            Choice without a key.
        """
        self.keep_focus()
        self._then = then
        self.field.setPlaceholderText(placeholder)
        self.field.setText(typed)
        self._model.put(choices, free_text)
        self._narrow(typed)
        self._place(anchor)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, anchor: QWidget | QRect) -> None:
        if isinstance(anchor, QWidget):
            anchor = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
        row = self.list.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        self.list.setMinimumHeight(row)
        size = QSize(max(_WIDTH, min(anchor.width(), 560)), self._high(row, self._rows()))
        at = QRect(anchor.bottomLeft() + QPoint(0, 4), size)
        parent = self.parentWidget()
        screen = parent.screen().availableGeometry() if parent is not None else at
        lowest = screen.bottom()
        if at.bottom() > lowest:
            lowest = max(screen.top() + size.height(), min(anchor.top() - 4, screen.bottom()))
            at.moveBottom(lowest)
        at.moveLeft(max(screen.left(), min(at.left(), screen.right() - size.width())))
        self._most = next((n for n in range(_ROWS, 1, -1) if at.top() + self._high(row, n) <= lowest + 1), 1)
        self.setGeometry(at)

    def _rows(self) -> int:
        return max(1, min(_ROWS, self._model.rowCount()))

    def _high(self, row: int, rows: int) -> int:
        return rows * row + self.field.sizeHint().height() + _AROUND

    def _narrow(self, typed: str) -> None:
        self._model.narrow(typed)
        self.list.setCurrentIndex(self._model.index(0))
        if self.isVisible():
            row = self.list.minimumHeight()
            self.resize(self.width(), self._high(row, min(self._most, self._rows())))

    def _take(self) -> None:
        choice = self._model.choice(self.list.currentIndex().row())
        then = self._then
        self.hide()
        if choice is not None and then is not None:
            then(choice)

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = (self.list.currentIndex().row() + by) % rows
            self.list.setCurrentIndex(self._model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True
