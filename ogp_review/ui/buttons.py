"""Buttons that paint themselves from the tokens, with the key that does the same beside their words."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ogp_review.ui import paint, theme

KINDS = ("flat", "outlined", "filled", "link")


class Button(QPushButton):
    """A button of one of KINDS. `small` is 26 high instead of 30; `key` is shown, not bound.

    With `from_left` its parts stand as in a field: words from the left, the key at the right.
    """

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        kind: str = "flat",
        key: str = "",
        *,
        small: bool = False,
        token: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._key, self._small, self._token = icon, key, small, token
        self.from_left = False
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.set_text(text)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str) -> None:
        """Words as they are: an ampersand in them is no shortcut."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def shown_text(self) -> str:
        return self.text().replace("&&", "&")

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        self._key = key
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        self.setProperty("kind", kind)
        self._follow_theme()

    def kind(self) -> str:
        return str(self.property("kind"))

    def _follow_theme(self) -> None:
        weight = 500 if self.kind() in ("filled", "outlined", "link") else 400
        self.setFont(theme.font("body", weight))
        self.updateGeometry()
        self.update()

    def _padding(self) -> float:
        if self.kind() == "link":
            return 2.0
        return 7.0 if not self.text() else 10.0

    def _parts_width(self) -> float:
        text = theme.metrics(self.font()).horizontalAdvance(self.shown_text()) if self.text() else 0.0
        widths = [text] if self.text() else []
        if self._icon_name:
            widths.append(16)
        if self._key:
            widths.append(paint.key_hint_width(self._key))
        if self.menu() is not None:
            widths.append(12)
        return sum(widths) + 7 * (len(widths) - 1)

    def _ink(self) -> QColor:
        shown = theme.current()
        if not self.isEnabled():
            return shown.disabled
        if self.kind() == "filled":
            return shown.on_accent
        if self.kind() == "link" or (self.isCheckable() and self.isChecked()):
            return shown.accent
        if self._token:
            return shown.colour(self._token)
        return shown.text2 if self.kind() == "flat" and not self.underMouse() else shown.text

    def _draw_frame(self, painter: QPainter, rect: QRectF) -> None:
        shown, kind = theme.current(), self.kind()
        hovered = self.isEnabled() and self.underMouse()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if kind == "filled":
            fill = shown.accent if self.isEnabled() else shown.hover
            painter.setBrush(fill.darker(112) if self.isDown() else fill.lighter(108) if hovered else fill)
        elif kind == "outlined":
            painter.setPen(QPen(shown.control if hovered or shown.contrast else outline(), 1))
            painter.setBrush(shown.hover if self.isDown() else shown.base)
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        elif kind == "flat" and (hovered or self.isDown() or self.isChecked()):
            painter.setBrush(shown.select if self.isChecked() else shown.hover)
            if shown.contrast:
                painter.setPen(QPen(shown.text, 1))
                rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        else:
            return
        painter.drawRoundedRect(rect, 7, 7)

    def _draw_parts(self, painter: QPainter, rect: QRectF) -> None:
        ink, height = self._ink(), rect.height()
        spare = 0.0 if self.from_left else (rect.width() - self._parts_width()) / 2
        left = rect.left() + max(self._padding(), spare)
        right = rect.right() - self._padding()
        if self._icon_name:
            shade = ink if self.kind() != "flat" or self.isChecked() or self._token else theme.current().text2
            shade = ink if not self.isEnabled() else shade
            paint.icon(painter, QRectF(left, rect.top(), 16, height), self._icon_name, shade, 16)
            left += 23
        if self.menu() is not None:
            paint.icon(painter, QRectF(right - 12, rect.top(), 12, height), "chevron-down", ink, 12)
            right -= 19
        if self._key:
            width = paint.key_hint_width(self._key)
            filled = self.kind() == "filled" and self.isEnabled()
            line = ink if filled else outline()
            hint = ink if filled else theme.current().text3
            natural = theme.metrics(self.font()).horizontalAdvance(self.shown_text())
            beside = left + natural + (7 if self.text() else 0)
            at = right - width if self.from_left else min(right - width, beside)
            paint.key_hint(painter, at, rect.center().y(), self._key, hint, line)
            right = at - 7
        if self.text():
            words = QRectF(left, rect.top(), max(0.0, right - left), height)
            paint.draw_elided(painter, words, self.shown_text(), self.font(), ink)

    def sizeHint(self) -> QSize:
        high = round(theme.metrics(theme.font("body")).height()) + (10 if self._small else 14)
        wide = round(self._parts_width() + 2 * self._padding() + 0.5)
        return QSize(max(wide, high if not self.text() else 24), high)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 60), hint.height()) if self.text() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        rect = QRectF(self.rect())
        self._draw_frame(painter, rect)
        self._draw_parts(painter, rect)
        if self.hasFocus():
            paint.focus_ring(painter, rect)
        painter.end()


def outline() -> QColor:
    """The quiet line around buttons and fields, between hairline and control."""
    shown = theme.current()
    return shown.control if shown.contrast else shown.border


def button(text: str, icon: str = "", kind: str = "flat", key: str = "", **more: bool | str) -> Button:
    """A Button; `small=True` and `token="warning"` are passed on."""
    return Button(text, icon, kind, key, small=bool(more.get("small")), token=str(more.get("token", "")))


class Segmented(QWidget):
    """A choice among a few words side by side: the chosen one in accent, the others grey."""

    chosen = Signal(int)
    """The index, when the person chose it; not after set_index."""

    def __init__(self, labels: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = 0
        self._words: list[_Word] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.set_labels(labels)

    def set_labels(self, labels: list[str]) -> None:
        for word in self._words:
            self._row.removeWidget(word)
            word.deleteLater()
        self._words = [_Word(text, self) for text in labels]
        for place, word in enumerate(self._words):
            word.clicked.connect(lambda _on=False, place=place: self._choose(place))
            self._row.addWidget(word)
        self.set_index(min(self._index, max(0, len(labels) - 1)))

    def index(self) -> int:
        return self._index

    def set_index(self, index: int) -> None:
        self._index = index
        for place, word in enumerate(self._words):
            word.setChecked(place == index)
            word.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == index else Qt.FocusPolicy.ClickFocus)

    def _choose(self, place: int) -> None:
        moved = place != self._index
        self.set_index(place)
        if moved:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        place = self._index + step
        if step and 0 <= place < len(self._words):
            self._choose(place)
            self._words[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class _Word(Button):
    """One of the words of a Segmented."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, kind="segment", small=True, parent=parent)
        self.setCheckable(True)
        self.toggled.connect(self._follow_theme)

    def _padding(self) -> float:
        return 4.0

    def sizeHint(self) -> QSize:
        """As wide as when chosen, so that choosing moves nothing."""
        bold = theme.metrics(theme.font("meta", 600)).horizontalAdvance(self.shown_text())
        return QSize(max(24, round(bold + 2 * self._padding() + 0.5)), super().sizeHint().height())

    def _ink(self) -> QColor:
        shown = theme.current()
        return shown.accent if self.isChecked() else shown.text3

    def _follow_theme(self) -> None:
        self.setFont(theme.font("meta", 600 if self.isChecked() else 400))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)
