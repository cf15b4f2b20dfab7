"""What may belong to a point, under its members: a card each, with the words that say so."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.services.near import Near
from ogp_review.ui import paint, theme
from ogp_review.ui.comments import words
from ogp_review.ui.widgets import Button, Hairline, Picture, PlainLabel, plain_tooltip

_LINES = 3
_NAMED = 4
"""So many of the shared words are named over the text; all are lit in it."""

_BEFORE = 60
"""Of what stands before the first shared word at most so many characters show."""

_MOST = 600
"""More characters than that fit in no pane's three lines."""


class _Words(QWidget):
    """The words of a comment round those that are shared, which are lit."""

    def __init__(self, near: Near) -> None:
        super().__init__()
        self._text, self._lit = _excerpt(near)
        self.setAccessibleName(self._text)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._laid_out: dict[int, paint.Clamped] = {}
        theme.watch.changed.connect(self._forget)

    def _forget(self) -> None:
        self._laid_out.clear()
        self.updateGeometry()

    def _clamped(self, width: int) -> paint.Clamped:
        """Layouts ask for the same width again and again."""
        if width not in self._laid_out:
            wide = max(60, width)
            self._laid_out[width] = paint.clamp(self._text, theme.font("body"), wide, _LINES, self._lit)
        return self._laid_out[width]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._clamped(width).height) + 1

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        self._clamped(self.width()).draw(painter, 0, 0, theme.current().text)
        painter.end()


def _excerpt(near: Near) -> tuple[str, list[tuple[int, int]]]:
    """The text from shortly before its first shared word on, and the (start, length) of those words."""
    text, first = near.text, near.shared[0][0] if near.shared else 0
    start = 0
    if first > _BEFORE:
        start = text.find(" ", first - _BEFORE) + 1 or first
        start = min(start, first)
    mark = "… " if start else ""
    moved, stop = len(mark) - start, start + _MOST
    lit = [(begin + moved, end - begin) for begin, end in near.shared if begin >= start and end <= stop]
    return mark + text[start:stop], lit


class NearCard(QFrame):
    """One comment. `merge_wanted` and `read_wanted` carry its id."""

    merge_wanted = Signal(object)
    read_wanted = Signal(object)

    def __init__(self, near: Near, editable: bool, why_not: str) -> None:
        super().__init__()
        self.near = near
        card = near.card
        author = PlainLabel(words.author(card), weight=600)
        about = ", ".join(filter(None, (words.organisation(card), card.ref, card.paragraph)))
        shared = PlainLabel(_shared(near), role="meta", token="text2")
        shared.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.merge = Button(_("Merge"), kind="outlined", small=True)
        self.merge.setAccessibleName(_("Merge {ref} into this point").format(ref=card.ref))
        self.merge.setEnabled(editable)
        self.merge.setToolTip("" if editable else plain_tooltip(why_not))
        self.merge.clicked.connect(lambda: self.merge_wanted.emit(card.id))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Picture("bulb", "suggestion", 16))
        head.addWidget(author)
        head.addWidget(PlainLabel(about, role="meta", token="text3"))
        head.addWidget(shared, 1)
        head.addWidget(self.merge)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 10, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(_Words(near))
        self.setAccessibleName(f"{words.author(card)}, {card.ref}, {_shared(near)}")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.read_wanted.emit(self.near.card.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        colours = theme.current()
        painter.setPen(QPen(colours.text if colours.contrast else colours.control, 1, Qt.PenStyle.DashLine))
        painter.setBrush(colours.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


def _shared(near: Near) -> str:
    """ "shares “panel”, “paid”, and 2 more"."""
    named = ", ".join(f"“{word}”" for word in near.words[:_NAMED])
    rest = len(near.words) - _NAMED
    more = ", " + ngettext("and {n} more", "and {n} more", rest) if rest > 0 else ""
    return _("shares {words}").format(words=named + more)


class NearPane(QWidget):
    """Hidden where nothing is near."""

    merge_wanted = Signal(object)
    read_wanted = Signal(object)

    def __init__(self, editable: bool, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editable, self._why_not = editable, why_not
        self._shown: tuple[Near, ...] = ()
        self.title = PlainLabel(_("May belong here"), role="meta", token="text2", weight=600)
        self.count = PlainLabel(role="meta", token="text3")
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 20, 6)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count, 1)
        self._inside = QWidget()
        self._inside.setProperty("surface", "base")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cards = QVBoxLayout(self._inside)
        self._cards.setContentsMargins(20, 0, 20, 12)
        self._cards.setSpacing(8)
        self._cards.addStretch(1)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addLayout(head)
        column.addWidget(area, 1)
        self.hide()

    def show_near(self, found: Sequence[Near]) -> None:
        """Show these; where they are those that show, nothing is made anew, so that the focus stays."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        for card in self.cards():
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, near in enumerate(self._shown):
            card = NearCard(near, self._editable, self._why_not)
            card.merge_wanted.connect(self.merge_wanted)
            card.read_wanted.connect(self.read_wanted)
            self._cards.insertWidget(place, card)
        said = ngettext(
            "{n} comment with words of this point", "{n} comments with words of this point", len(self._shown)
        )
        self.count.set_text(said)
        self._fit()
        self.setVisible(bool(self._shown))

    def _fit(self) -> None:
        """No higher than its cards are."""
        high = self._cards.totalHeightForWidth(max(200, self.width()))
        head = self.title.sizeHint().height() + 16
        self.setMaximumHeight(head + high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def cards(self) -> list[NearCard]:
        """The cards that show, in their order."""
        found = (self._cards.itemAt(number) for number in range(self._cards.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, NearCard)]
