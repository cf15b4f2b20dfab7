"""What a person should know of a source: one line each in a card, some with rows that can be shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.intake.card import Card

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Thing:
    """A line; `action` is the word of its link, and `does` what that does."""

    text: str
    icon: str = "warning"
    token: str = "warning"
    action: str = ""
    does: Callable[[], object] | None = None


def told(text: str) -> Thing:
    """What is only told: nothing of it needs minding."""
    return Thing(text, "info", "text3")


class ThingList(QWidget):
    """The card of things, as high as it needs to be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str] = []
        self._shown: list[tuple[str, str, str, str]] = []
        self.after: QWidget | None = None
        """What Tab leaves when it comes here."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: Card | None = None
        self.setAccessibleName(_("Things to know"))

    def lines(self) -> list[str]:
        """What it says that is to be minded."""
        return list(self._lines)

    def show_things(self, things: Sequence[Thing]) -> None:
        """These and no others, in this order."""
        shown = [(thing.text, thing.icon, thing.token, thing.action) for thing in things]
        if shown == self._shown:
            return
        self._shown = shown
        self._lines = [thing.text for thing in things if thing.token != "text3"]
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        if things:
            self._card = Card(_rows(things))
            self._column.addWidget(self._card)
            before = self.after
            for link in self._card.findChildren(widgets.Button):
                if before is not None:
                    QWidget.setTabOrder(before, link)
                before = link


def _rows(things: Sequence[Thing]) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    shown = list(things[:MOST_LINES])
    if len(things) > MOST_LINES:
        rest = _("and {n} more; all of them are in the history of the review.")
        shown.append(told(rest.format(n=f"{len(things) - MOST_LINES:,}")))
    for number, thing in enumerate(shown):
        if number:
            column.addWidget(widgets.Hairline())
        column.addWidget(_row(thing))
    return inside


def _row(thing: Thing) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(12, 5, 12, 5)
    row.setMinimumHeight(38)
    line.setSpacing(9)
    line.addWidget(widgets.Picture(thing.icon, thing.token, 16), 0, Qt.AlignmentFlag.AlignVCenter)
    label = widgets.PlainLabel(thing.text, elide=False)
    label.setWordWrap(True)
    line.addWidget(label, 1)
    if thing.does is not None:
        link = widgets.button(thing.action, kind="link", small=True)
        link.setAccessibleName(f"{thing.action}: {thing.text}")
        link.clicked.connect(thing.does)
        link.setMinimumWidth(link.sizeHint().width())
        line.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
    return row


class ThingsToKnow(QScrollArea):
    """The card of things in a pane that scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setProperty("surface", "base")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Things to know"))
        self._list = ThingList()
        inside = QWidget()
        inside.setProperty("surface", "base")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 4, 24, 12)
        column.addWidget(self._list)
        column.addStretch(1)
        self.setWidget(inside)

    def lines(self) -> list[str]:
        """What it says."""
        return self._list.lines()

    def show_lines(self, lines: Sequence[str], info: Sequence[str] = ()) -> None:
        """Lines to mind, after those that are only told."""
        self._list.show_things([*map(told, info), *map(Thing, lines)])
