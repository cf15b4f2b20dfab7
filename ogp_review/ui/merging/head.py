"""The heads of the Points workspace: which point it is, what can be done with it, what members show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ogp_review.domain.views import PointView
from ogp_review.i18n import _
from ogp_review.ui import composing, shortcuts
from ogp_review.ui.merging.model import heading_of
from ogp_review.ui.widgets import PlainLabel, button, plain_tooltip


class PointHead(QWidget):
    """The ref of the point, who says it, and the buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ref = PlainLabel(role="pane_title", weight=600)
        self.ref.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.said = PlainLabel(role="body", token="text2")
        self.add = button(_("Add comments"), "plus", "outlined")
        self.split = button(_("Split all"), "split", "outlined")
        self.respond = button(_("Respond"), "respond", "filled", shortcuts.key_of("respond"))
        composing.head_line(self, (self.ref,), self.said, (self.add, self.split, self.respond))

    def show_point(self, point: PointView) -> None:
        self.ref.set_text(point.ref)
        self.said.set_text(heading_of(point))

    def allow(self, editable: bool, why_not: str) -> None:
        """Switch the buttons that write on or off, saying why."""
        for one in (self.add, self.split, self.respond):
            one.setEnabled(editable)
            one.setToolTip("" if editable else plain_tooltip(why_not))
