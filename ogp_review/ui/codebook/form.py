"""What a tag means and how it looks: fields that are saved when they are left, each as one operation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ogp_review.domain.codebook import Tag
from ogp_review.i18n import _
from ogp_review.store.storable import storable
from ogp_review.ui.codebook.both import BothTexts
from ogp_review.ui.codebook.fields import Swatches, Text
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses.held import Held
from ogp_review.ui.widgets import PlainLabel, plain_tooltip

TYPED = ("name", "definition", "example")
"""The fields that are typed: two people may do so at once."""


class TagForm(QScrollArea):
    """The fields of one tag."""

    edited = Signal(object, str, str, object)
    """(id of the tag, name of the field, what it says now, texts it may hold in the review: empty is any)."""

    who_wanted = Signal(object)
    """The id of a tag that a colleague changed too: whoever knows tells :meth:`name_colleague`."""

    def __init__(self, parent: QWidget | None = None, drafts: Drafts | None = None) -> None:
        super().__init__(parent)
        self._tag: Tag | None = None
        self._who = ""
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
        if field is not None and self._tag is not None:
            if self.both.isHidden():
                self._who = ""
                self.who_wanted.emit(self._tag.id)
            self.both.show_field(field, self._held[field].typed, self._held[field].theirs or "", self._who)
        self.both.setVisible(field is not None)

    def name_colleague(self, tag: int, who: str) -> None:
        """Who it is that changed a tag too."""
        if tag == self.tag_id() and self._conflict() is not None:
            self._who = who
            self._show_both()

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

    def allow(self, editable: bool, why_not: str) -> None:
        """Let the fields be written in, or say in their tooltips why they are not."""
        for field in (self.name, self.definition, self.example, self.colour, self.shortcut):
            field.setToolTip("" if editable else plain_tooltip(why_not))
        self.name.setReadOnly(not editable)
        self.definition.setReadOnly(not editable)
        self.example.setReadOnly(not editable)
        self.colour.setEnabled(editable)
        self.shortcut.setEnabled(editable)
