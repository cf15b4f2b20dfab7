"""What a tag means and how it looks: fields that are saved when they are left, each as one operation."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.codebook import TAG_COLOURS, Tag
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
            self.setPlainText(text)
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


class TagForm(QScrollArea):
    """The fields of one tag."""

    edited = Signal(object, str, str)
    """(id of the tag, name of the field, what it says now)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag: Tag | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the tag"))
        self.colour = Swatches()
        self.shortcut = QComboBox()
        self.shortcut.setAccessibleName(_("Key that puts the tag on"))
        self.shortcut.addItem(_("None"), "")
        for digit in "123456789":
            self.shortcut.addItem(digit, digit)
        self.definition = Text(
            _("Definition"), _("What a comment says that gets this tag, and what it does not."), 5
        )
        self.example = Text(_("Example"), _("A few words of a comment that show what is meant."), 3)
        self._lay_out()
        self.name.editingFinished.connect(lambda: self._left("name", self.name.text().strip()))
        self.definition.left.connect(lambda: self._left_text("definition", self.definition))
        self.example.left.connect(lambda: self._left_text("example", self.example))
        self.colour.chosen.connect(lambda name: self._left("colour", name))
        self.shortcut.activated.connect(lambda _row: self._left("shortcut", str(self.shortcut.currentData())))

    def _lay_out(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("surface", "raised")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(6)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Name"), self.name),
            (_("Colour"), self.colour),
            (_("Key that puts it on"), self.shortcut),
            (_("Definition"), self.definition),
            (_("Example"), self.example),
        )
        for title, field in fields:
            column.addWidget(PlainLabel(title, "meta", "text2", 600))
            column.addWidget(field)
            column.addSpacing(8)
        said = _("Definition and example stand in Annex D of the report.")
        column.addWidget(PlainLabel(said, "meta", "text3", elide=False))
        column.addStretch(1)
        self.setWidget(inside)

    def _left(self, field: str, text: str) -> None:
        tag = self._tag
        if tag is None or text == (getattr(tag, field) or ""):
            return
        if field == "name" and not text:
            self.name.setText(tag.name)
            return
        self.edited.emit(tag.id, field, text)

    def _left_text(self, name: str, field: Text) -> None:
        if self._tag is not None:
            self._left(name, field.typed(getattr(self._tag, name)))

    def save(self) -> None:
        """Tell what has been typed and not yet told."""
        self.colour.flush()
        self._left("name", self.name.text().strip())
        self._left_text("definition", self.definition)
        self._left_text("example", self.example)

    def show_tag(self, tag: Tag) -> None:
        """Show a tag; of the one that shows already, what is being typed stays."""
        before = self._tag if self._tag is not None and self._tag.id == tag.id else None
        self._tag = tag
        if before is None or self.name.text().strip() == before.name:
            self.name.setText(tag.name)
        for field, old, new in (
            (self.definition, before.definition if before else None, tag.definition),
            (self.example, before.example if before else None, tag.example),
        ):
            if old is None or field.typed(old) in (old, new):
                field.put(new)
        self.colour.show_colour(tag.colour)
        self.shortcut.setCurrentIndex(max(0, self.shortcut.findData(tag.shortcut or "")))

    def tag_id(self) -> int | None:
        """The id of the tag that shows."""
        return self._tag.id if self._tag else None

    def put_back(self) -> None:
        """Show the name that is stored: the one that was typed cannot be."""
        if self._tag is not None:
            self.name.setText(self._tag.name)

    def allow(self, editable: bool) -> None:
        self.name.setReadOnly(not editable)
        self.definition.setReadOnly(not editable)
        self.example.setReadOnly(not editable)
        self.colour.setEnabled(editable)
        self.shortcut.setEnabled(editable)
