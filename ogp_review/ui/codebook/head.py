"""The head of a tag: its dot, its name and where it stands, and what can be done with it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ogp_review.domain.codebook import SEPARATOR, Tag
from ogp_review.i18n import _
from ogp_review.ui import composing, paint, theme
from ogp_review.ui.widgets import PlainLabel, button, plain_tooltip


class Dot(QWidget):
    """The colour of a tag; its name stands in the form."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = "Slate"
        self.setFixedSize(12, 12)

    def show_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tag_colours(self._colour).dot)
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class TagHead(QWidget):
    """One line over form and use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.dot = Dot()
        self.name = PlainLabel(role="pane_title", weight=600)
        self.said = PlainLabel(token="text2")
        self.inside = button(_("New tag inside"), "plus", "outlined")
        self.merge = button(_("Merge into…"), "merge", "outlined")
        self.retire = button(_("Retire"), "archive", "outlined")
        composing.head_line(self, (self.dot, self.name), self.said, (self.inside, self.merge, self.retire))

    def show_tag(self, tag: Tag) -> None:
        above = SEPARATOR.join(tag.path.split(SEPARATOR)[:-1])
        said = [
            _("below {tag}").format(tag=above) if above else "",
            _("retired: it takes no new comments") if tag.retired else "",
        ]
        self.dot.show_colour(tag.colour)
        self.name.set_text(tag.name)
        self.said.set_text(", ".join(part for part in said if part))
        self.retire.set_text(_("Bring back") if tag.retired else _("Retire"))
        self.retire.set_icon("undo" if tag.retired else "archive")

    def allow(self, editable: bool, why_not: str) -> None:
        """Switch the buttons that write on or off, saying why."""
        for one in (self.inside, self.merge, self.retire):
            one.setEnabled(editable)
            one.setToolTip("" if editable else plain_tooltip(why_not))
