"""The fields of a tag: texts that tell when they are left, and the twelve colours."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from ogp_review.domain.codebook import TAG_COLOURS
from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.plain_text import typed_in
from ogp_review.ui.widgets import PlainLabel, plain_tooltip

_SWATCH = 28
_COLUMNS = 6
COLOUR_AFTER_MS = 400
"""Arrow keys go over colours; the one they stop at is saved."""


class Text(QPlainTextEdit):
    """A text of several lines that tells when the focus leaves it."""

    left = Signal()

    def __init__(self, name: str, placeholder: str, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self._untouched = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)

    def _follow_theme(self) -> None:
        self.setFont(theme.font("body"))
        self.setFixedHeight(round(theme.metrics(self.font()).lineSpacing() * self._lines) + 24)

    def put(self, text: str) -> None:
        """Show a text as it is stored."""
        if typed_in(self).strip() != text.strip():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        self._untouched = typed_in(self)

    def typed(self, stored: str) -> str:
        """What was typed, else `stored`: a field has other words for some characters of it."""
        text = typed_in(self)
        return stored if text == self._untouched else text.strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class Swatch(QAbstractButton):
    """One of the twelve colours."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.setCheckable(True)
        self.setAccessibleName(_(name))
        self.setToolTip(plain_tooltip(_(name)))
        self.setFixedSize(_SWATCH, _SWATCH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(_SWATCH, _SWATCH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        colours, rect = theme.current(), QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag_colours(self.name).dot)
        painter.drawEllipse(rect.adjusted(6, 6, -6, -6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(colours.text, 2))
            painter.drawEllipse(rect.adjusted(3, 3, -3, -3))
        if self.hasFocus():
            paint.focus_ring(painter, rect)
        painter.end()


class Swatches(QWidget):
    """The colours, and the name of the one that is chosen: not by colour alone."""

    chosen = Signal(str)
    """The name of a colour, some time after the person chose it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Colour"))
        self._group = QButtonGroup(self)
        self._name = PlainLabel(token="text2")
        grid = QGridLayout()
        grid.setSpacing(2)
        for place, name in enumerate(TAG_COLOURS):
            swatch = Swatch(name, self)
            self._group.addButton(swatch, place)
            grid.addWidget(swatch, place // _COLUMNS, place % _COLUMNS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(grid)
        row.addWidget(self._name, 1)
        self._after = QTimer(self, singleShot=True, interval=COLOUR_AFTER_MS)
        self._after.timeout.connect(lambda: self.chosen.emit(self.colour()))
        self._group.idClicked.connect(self._choose)

    def colour(self) -> str:
        return TAG_COLOURS[self._group.checkedId()]

    def show_colour(self, name: str) -> None:
        """Unless the person is choosing one."""
        if not self._after.isActive():
            button = self._group.button(
                TAG_COLOURS.index(name) if name in TAG_COLOURS else len(TAG_COLOURS) - 1
            )
            button.setChecked(True)
            self._name.set_text(_(name))

    def flush(self) -> None:
        """Take what is chosen at once."""
        if self._after.isActive():
            self._after.stop()
            self.chosen.emit(self.colour())

    def _choose(self, place: int) -> None:
        self._name.set_text(_(TAG_COLOURS[place]))
        self._after.start()
