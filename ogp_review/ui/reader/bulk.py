"""What the reader shows of several comments: how many, what they share, and what can be done with them."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.ui import shortcuts
from ogp_review.ui.reader import words
from ogp_review.ui.reader.model import Shared
from ogp_review.ui.widgets import Button, ChipFlow, PlainLabel, plain_tooltip

_ACTIONS = ("tag", "move", "merge", "assign", "respond_canned", "set_aside")
_VALUES = 6


class BulkPane(QWidget):
    """`wants` carries the action that is asked for, as the reader's."""

    wants = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(role="pane_title", weight=600)
        self.chips = ChipFlow()
        self.no_tags = PlainLabel(_("None on all of them"), token="text3")
        self.chips.removed.connect(lambda path: self.wants.emit("untag", path))
        self.places, self.languages, self.states, self.aside = (PlainLabel() for _n in range(4))
        self.limit = PlainLabel(role="meta", token="text3")
        self._facts = QGridLayout()
        self._editable = True
        self._buttons: list[Button] = []
        self._lay_out()
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _lay_out(self) -> None:
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(9)
        self._facts.setColumnStretch(1, 1)
        tags = QHBoxLayout()
        tags.addWidget(self.chips, 1)
        tags.addWidget(self.no_tags, 1)
        self._row(0, _("Tags they share")).addLayout(tags, 0, 1)
        rows = ((_("Place"), self.places), (_("Language"), self.languages), (_("State"), self.states))
        for number, (name, label) in enumerate((*rows, (_("Set aside"), self.aside)), 1):
            self._row(number, name).addWidget(label, number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addLayout(self._facts)
        column.addWidget(self.limit)
        column.addWidget(_Flow([self._button(action) for action in _ACTIONS]))
        column.addStretch(1)

    def _row(self, number: int, name: str) -> QGridLayout:
        label = PlainLabel(name, token="text3")
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._facts.addWidget(label, number, 0)
        return self._facts

    def _button(self, action: str) -> Button:
        entry = shortcuts.BY_ID[action]
        made = Button(shortcuts.text_of(action), entry.icon, "outlined", shortcuts.key_of(action))
        made.clicked.connect(lambda: self.wants.emit(action, None))
        self._buttons.append(made)
        return made

    def allow(self, editable: bool, why_not: str) -> None:
        """Let the comments be worked on, or say why they cannot be."""
        self._editable = editable
        for one in self._buttons:
            one.setEnabled(editable)
            one.setToolTip("" if editable else plain_tooltip(why_not))

    def count(self, number: int) -> None:
        """Say at once how many there are; what they share follows."""
        said = ngettext("{n} comment selected", "{n} comments selected", number)
        self.title.set_text(said.replace(str(number), words.number(number), 1))

    def show_shared(self, shared: Shared) -> None:
        self.count(len(shared.ids))
        self.chips.set_tags(shared.tags, removable=self._editable)
        self.chips.setVisible(bool(shared.tags))
        self.no_tags.setVisible(not shared.tags)
        for label, found in ((self.places, shared.places), (self.languages, shared.languages)):
            label.set_text(_listed(found))
        self.states.set_text(_listed(tuple((_(state.capitalize()), n) for state, n in shared.states)))
        self._show_aside(shared.set_aside)
        less = shared.compared < len(shared.ids)
        said = _("What the first {n} share.").replace("{n}", words.number(shared.compared))
        self.limit.set_text(said if less else "")
        self.limit.setVisible(less)

    def _show_aside(self, count: int) -> None:
        self.aside.set_text(words.number(count))
        for column in (0, 1):
            item = self._facts.itemAtPosition(4, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(bool(count))


def _listed(found: tuple[tuple[str, int], ...]) -> str:
    """ "P12 (20), P13 (4)"; the name alone where it is that of all."""
    if len(found) == 1:
        return found[0][0]
    shown = ", ".join(f"{name} ({words.number(count)})" for name, count in found[:_VALUES])
    rest = len(found) - _VALUES
    return f"{shown}, " + ngettext("{n} more", "{n} more", rest) if rest > 0 else shown


class _Flow(QWidget):
    """Buttons side by side, in as many lines as they need."""

    def __init__(self, buttons: list[Button]) -> None:
        super().__init__()
        self._buttons = buttons
        for button in buttons:
            button.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _place(self, width: int, move: bool) -> int:
        left = top = high = 0
        for button in self._buttons:
            size = button.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + high + 8
            if move:
                button.setGeometry(left, top, min(size.width(), width), size.height())
            left, high = left + size.width() + 8, size.height()
        return top + high

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def resizeEvent(self, event: object) -> None:
        self._place(self.width(), move=True)
