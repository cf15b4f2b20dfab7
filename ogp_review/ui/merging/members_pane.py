"""The right of the Points workspace: how members show, their cards, or that only the lead stands there."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.ui import paint, theme
from ogp_review.ui.merging.members import MemberList
from ogp_review.ui.merging.model import Row, Rows
from ogp_review.ui.merging.near import NearPane
from ogp_review.ui.merging.staying import staying
from ogp_review.ui.widgets import EmptyState, PlainLabel, Segmented

_AT_ONCE = 60
"""So many new or changed cards are measured at once."""


class _Sample(QWidget):
    """A word as it looks in a comparison."""

    def __init__(self, text: str, token: str, struck: bool) -> None:
        super().__init__()
        self._text, self._token, self._struck = text, token, struck
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        measured = theme.metrics(theme.font("meta"))
        return QSize(round(measured.horizontalAdvance(self._text)) + 5, round(measured.height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, font = theme.current(), theme.font("meta")
        rect = QRectF(self.rect())
        painter.fillRect(rect, colours.colour(f"{self._token}_on"))
        ink = colours.colour(self._token)
        paint.draw_elided(painter, rect.adjusted(2, 0, 0, 0), self._text, font, ink)
        measured = theme.metrics(font)
        base = round((rect.height() - measured.height()) / 2 + measured.ascent())
        at = base - round(measured.strikeOutPos()) if self._struck else base + 2
        painter.setPen(QPen(ink, 1))
        painter.drawLine(2, at, self.width() - 3, at)
        painter.end()


class MembersHead(QWidget):
    """How many members there are, and whether their differences or their whole texts show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = PlainLabel(role="meta", token="text2", weight=600)
        self.shown = Segmented([_("Differences"), _("Full text")])
        self.shown.setAccessibleName(_("How members show"))
        self.legend = QWidget()
        samples = QHBoxLayout(self.legend)
        samples.setContentsMargins(0, 0, 0, 0)
        samples.setSpacing(8)
        samples.addWidget(_Sample(_("only here"), "insertion", False))
        samples.addWidget(_Sample(_("only in lead"), "deletion", True))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 8)
        row.setSpacing(14)
        row.addWidget(self.count, 1)
        row.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.legend)

    def show_count(self, members: int) -> None:
        self.count.set_text(ngettext("{n} member against the lead", "{n} members against the lead", members))


class MembersPane(QWidget):
    """The members of one point against its lead."""

    add_wanted = Signal()

    def __init__(self, editable: bool, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(280)
        self.head = MembersHead()
        self.model = Rows(self)
        self.list = MemberList(self.model)
        self.list.editable = editable
        said = _("Only the lead stands in this point. Add what says the same.")
        self.alone = EmptyState("merge", said, _("Add comments") if editable else "")
        self.near = NearPane(editable, why_not)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.alone)
        room = QHBoxLayout()
        room.setContentsMargins(20, 0, 20, 0)
        bar = self.list.verticalScrollBar()  # stands in the margin, so that cards are as wide without it
        bar.rangeChanged.connect(lambda _low, high: room.setContentsMargins(20, 0, 10 if high else 20, 0))
        room.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(room, 3)
        column.addWidget(self.near, 2)
        self.alone.acted.connect(self.add_wanted)
        self.head.shown.chosen.connect(lambda chosen: self.show_whole(chosen == 1))

    def show_members(self, rows: Sequence[Row], same_point: bool) -> None:
        """Show these members; of the point that shows already, nothing on screen moves."""
        if not same_point or self.model.others(rows) > _AT_ONCE:
            self.list.forget_heights()
        if same_point:
            with staying(self.list, self.model):
                self.model.take_over(rows)
        else:
            self.model.reset(rows)
        if rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self.head.show_count(len(rows))
        self._stack.setCurrentWidget(self.list if rows else self.alone)

    def show_whole(self, whole: bool) -> None:
        """Full texts instead of differences."""
        self.head.shown.set_index(int(whole))
        self.head.legend.setVisible(not whole)
        self.list.show_whole(whole)
