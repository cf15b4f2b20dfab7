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
from ogp_review.store.storable import storable
from ogp_review.ui import paint, theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.plain_text import typed_in
from ogp_review.ui.responses.conflict import ConflictPanel
from ogp_review.ui.responses.held import Held
from ogp_review.ui.widgets import PlainLabel, plain_tooltip

TYPED = ("name", "definition", "example")
"""The fields that are typed: two people may do so at once."""

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


class BothTexts(ConflictPanel):
    """What somebody typed of a tag, and what a colleague wrote meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        for text in (self.mine, self.theirs):
            text.setFixedHeight(96)
        self.hide()

    def show_field(self, field: str, mine: str, theirs: str) -> None:
        """Both, and of which field."""
        self.show_texts(field, mine, theirs, "")
        said = {
            "name": _("A colleague has changed the name since. Yours is kept as a draft."),
            "definition": _("A colleague has changed the definition since. Yours is kept as a draft."),
            "example": _("A colleague has changed the example since. Yours is kept as a draft."),
        }
        self._title.set_text(said[field])


class TagForm(QScrollArea):
    """The fields of one tag."""

    edited = Signal(object, str, str, object)
    """(id of the tag, name of the field, what it says now, texts it may hold in the review: empty is any)."""

    def __init__(self, parent: QWidget | None = None, drafts: Drafts | None = None) -> None:
        super().__init__(parent)
        self._tag: Tag | None = None
        self._drafts = drafts
        self._held = {field: Held("", "") for field in TYPED}
        self.both = BothTexts()
        self.both.chosen.connect(self._settle)
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
        self.name.editingFinished.connect(lambda: self._left_text("name"))
        self.definition.left.connect(lambda: self._left_text("definition"))
        self.example.left.connect(lambda: self._left_text("example"))
        self.name.textChanged.connect(lambda: self._typing("name"))
        self.definition.textChanged.connect(lambda: self._typing("definition"))
        self.example.textChanged.connect(lambda: self._typing("example"))
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
        column.addWidget(self.both)
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
        if tag is not None and text != (getattr(tag, field) or ""):
            self.edited.emit(tag.id, field, text, frozenset())

    def _left_text(self, field: str) -> None:
        held = self._held[field]
        if self._tag is None or not held.to_write or self.name.isReadOnly():
            return
        if field == "name" and not held.typed:
            self.put_back()
            return
        known = frozenset({held.base, held.sent, held.typed})
        held.sent = held.typed
        self.edited.emit(self._tag.id, field, held.typed, known)

    def save(self) -> None:
        """Tell what has been typed and not yet told."""
        self.colour.flush()
        for field in TYPED:
            self._left_text(field)

    def show_tag(self, tag: Tag) -> None:
        """Show a tag; of the one that shows already, what is being typed stays."""
        another = self._tag is None or self._tag.id != tag.id
        self._tag = tag
        drafts = self._drafts.of(tag.id) if self._drafts and another and not self.name.isReadOnly() else {}
        for field in TYPED:
            stored = getattr(tag, field)
            if another:
                draft = drafts.get(field)
                self._held[field] = Held(draft.base, draft.text) if draft else Held(stored, stored)
                self._put(field)
            self._meet(field, stored)
        self._show_both()
        self.colour.show_colour(tag.colour)
        self.shortcut.setCurrentIndex(max(0, self.shortcut.findData(tag.shortcut or "")))

    # What is typed ----------------------------------------------------------------------------------------

    def _put(self, field: str) -> None:
        text = self._held[field].typed
        if field == "name":
            self.name.blockSignals(True)
            if self.name.text().strip() != text:
                self.name.setText(text)
            self.name.blockSignals(False)
        else:
            self._text(field).put(text)

    def _text(self, field: str) -> Text:
        return self.definition if field == "definition" else self.example

    def _meet(self, field: str, stored: str) -> None:
        held = self._held[field]
        was, unsaved = held.typed, held.unsaved
        held.meet(stored)
        if unsaved and not held.unsaved:
            self._keep(field)
        if held.typed != was:
            self._put(field)

    def _typing(self, field: str) -> None:
        held = self._held[field]
        if self._tag is not None:
            held.typed = self.name.text().strip() if field == "name" else self._text(field).typed(held.typed)
            self._keep(field)

    def _keep(self, field: str) -> None:
        """Keep what is typed as a draft, or forget the one there was."""
        held = self._held[field]
        if self._drafts is None or self._tag is None:
            return
        if held.unsaved:
            self._drafts.keep(self._tag.id, field, held.typed, held.base)
        else:
            self._drafts.forget(self._tag.id, field)

    def saved(self, tag: int, field: str, text: str) -> None:
        """What was told stands in the review."""
        if self._drafts is not None:
            draft = self._drafts.of(tag).get(field)
            if draft is not None and draft.text == storable(text):
                self._drafts.forget(tag, field)
        if tag == self.tag_id() and field in TYPED:
            held = self._held[field]
            held.base = text
            held.sent = None if held.sent == text else held.sent

    def not_saved(self, tag: int, field: str) -> None:
        """What was told could not be written: it stays here, and is told again when it is left again."""
        if tag == self.tag_id() and field in TYPED:
            self._held[field].sent = None

    def _conflict(self) -> str | None:
        return next((field for field in TYPED if self._held[field].theirs is not None), None)

    def _show_both(self) -> None:
        field = self._conflict()
        if field is not None:
            self.both.show_field(field, self._held[field].typed, self._held[field].theirs or "")
        self.both.setVisible(field is not None)

    def _settle(self, how: str) -> None:
        field = self._conflict()
        if field is None:
            return
        held = self._held[field]
        mine, theirs = held.typed, held.theirs or ""
        between = " " if field == "name" else "\n\n"
        texts = {"mine": mine, "theirs": theirs, "both": f"{mine}{between}{theirs}"}
        held.base, held.typed, held.theirs = theirs, texts[how], None
        self._put(field)
        self._keep(field)
        self._show_both()
        (self.name if field == "name" else self._text(field)).setFocus()
        if how == "mine":
            self._left_text(field)

    def tag_id(self) -> int | None:
        """The id of the tag that shows."""
        return self._tag.id if self._tag else None

    def put_back(self) -> None:
        """Show the name that is stored: the one that was typed cannot be."""
        if self._tag is not None:
            self._held["name"] = Held(self._tag.name, self._tag.name)
            self._put("name")
            self._keep("name")

    def allow(self, editable: bool) -> None:
        self.name.setReadOnly(not editable)
        self.definition.setReadOnly(not editable)
        self.example.setReadOnly(not editable)
        self.colour.setEnabled(editable)
        self.shortcut.setEnabled(editable)
