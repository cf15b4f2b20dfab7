"""The two panes beside the form: the tree with its find field, and where the current tag is used."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.codebook import Tag
from ogp_review.i18n import _, ngettext
from ogp_review.services.tagging import TagUse
from ogp_review.ui.codebook.model import TagTree
from ogp_review.ui.codebook.tree import TagView
from ogp_review.ui.codebook.use import UseBars
from ogp_review.ui.find_field import FindField
from ogp_review.ui.widgets import EmptyState, LoadingBar, PlainLabel, button, plain_tooltip

FIND_AFTER_MS = 120


class TagsPane(QWidget):
    """The tree of tags under a find field."""

    def __init__(self, model: TagTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = model
        self.field = FindField(_("Find a tag"))
        self.view = TagView(model)
        self.count = PlainLabel(role="meta", token="text2", weight=600)
        self.new = button(_("New tag"), "plus", small=True)
        self.empty = EmptyState("search", "", _("Clear"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self.bar = LoadingBar(self)
        self._typed = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._typed.timeout.connect(self._narrow)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.left.connect(lambda: self.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.empty.acted.connect(self.field.clear)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 0, 2)
        head.addWidget(self.count, 1)
        head.addWidget(self.new)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 2)
        top.setSpacing(2)
        top.addWidget(self.field)
        top.addLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def allow(self, editable: bool, why_not: str) -> None:
        """Let tags be made, or say why they are not."""
        self.new.setEnabled(editable)
        self.new.setToolTip("" if editable else plain_tooltip(why_not))

    def take_over(self, tags: Sequence[Tag], below: dict[int, int]) -> None:
        """Show these tags; what is open, selected and in view stays so."""
        self.bar.stop()
        first = not self.model.rowCount()
        top = self.view.indexAt(QPoint(1, 1))
        kept, at = self.model.tag(top), self.view.visualRect(top).top()
        self.model.take_over(tags)
        self.model.count_below(below)
        if first:
            self.view.expandAll()
        self.count.set_text(ngettext("{n} tag", "{n} tags", len(tags)))
        self._narrow()
        index = self.model.index_of(kept.id) if kept else top
        if index.isValid():
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.visualRect(index).top() - at)

    def _narrow(self) -> None:
        typed = self.field.text().strip()
        found = self.view.narrow(typed)
        if typed and not found:
            self.empty.set_state("search", _("Nothing matches “{words}”.").format(words=typed), _("Clear"))
        self._stack.setCurrentWidget(self.empty if typed and not found else self.view)


class UsePane(QWidget):
    """Which paragraphs the comments of a tag speak of."""

    comments_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(240)
        self.said = PlainLabel(role="meta", token="text3")
        self.link = button(_("Show comments"), kind="link", small=True)
        self.bars = UseBars()
        self.nowhere = PlainLabel(_("On no comment yet."), token="text3", elide=False)
        self.link.clicked.connect(self.comments_wanted)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(PlainLabel(_("Where it is used"), "meta", "text2", 600))
        head.addWidget(self.said, 1)
        head.addWidget(self.link)
        inside = QWidget()
        inside.setProperty("surface", "base")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 8, 20)
        lines.addWidget(self.nowhere)
        lines.addWidget(self.bars)
        lines.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 12, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(area, 1)

    def show_use(self, use: TagUse, tag: Tag, with_below: int) -> None:
        """:param with_below: on how many comments the tag stands, or one below it."""
        said = ngettext("{n} comment", "{n} comments", use.comments)
        if use.excerpts:
            said += ", " + ngettext("{n} excerpt", "{n} excerpts", use.excerpts)
        if with_below != use.comments:
            more = ngettext("{n} with the tags below it", "{n} with the tags below it", with_below)
            said = f"{said}; {more}"
        self.said.set_text(said if with_below else "")
        self.link.setVisible(with_below > 0)
        self.nowhere.setVisible(not use.comments)
        self.bars.show_places(use.places, tag.colour)
