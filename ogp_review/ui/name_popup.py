"""A field for a name: of a view, of a canned text. A name that is there already asks whether it replaces."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ogp_review.domain.folding import match_key
from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.popup import Popup

_LONGEST = 120
"""Characters of a name: it stands on one line of the sidebar or of a popup."""


class NamePopup(Popup):
    """Enter saves, Esc leaves. A name that is taken is saved by the second Enter only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._then: Callable[[str], None] | None = None
        self._taken: dict[str, str] = {}
        self._verb = ""
        self._asked = False
        self._title = widgets.PlainLabel("", role="body", weight=600)
        self.field = QLineEdit(self)
        self.field.setMaxLength(_LONGEST)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._tell(asked=False))
        self.question = widgets.PlainLabel("", role="meta", token="warning", elide=False)
        self.save = widgets.button("", kind="filled", key="↵")
        self.save.clicked.connect(self._take)
        self.leave = widgets.button(_("Cancel"), kind="outlined", key="Esc")
        self.leave.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self._title, self.field, self.question):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFixedWidth(380)

    def ask(
        self,
        anchor: QWidget,
        title: str,
        verb: str,
        then: Callable[[str], None],
        *,
        taken: Iterable[str] = (),
    ) -> None:
        """Open under `anchor`; `then` gets the name, on one line and never empty.

        :param taken: the names that are there already; however they are cased, they are the same.
        """
        self.keep_focus()
        self._then, self._verb = then, verb
        self._taken = {match_key(name): name for name in taken}
        self._title.set_text(title)
        self.field.setAccessibleName(title)
        self.field.clear()
        self._tell(asked=False)
        self.adjustSize()
        self._place(anchor)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self, anchor: QWidget) -> None:
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = anchor.screen().availableGeometry()
        at.setY(max(screen.top(), min(at.y(), screen.bottom() - self.height())))
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _tell(self, *, asked: bool) -> None:
        """Say that the name is taken; `asked`: and that saving now replaces what has it."""
        there = self._taken.get(match_key(self._name()), "")
        self._asked = asked and bool(there)
        said = _("Replace “{name}”?") if self._asked else _("“{name}” is there already.")
        self.question.set_text(said.format(name=one_line(there)) if there else "")
        self.question.setVisible(bool(there))
        self.save.set_text(_("Replace") if there else self._verb)
        self.save.setEnabled(bool(self._name()))
        self.adjustSize()

    def _take(self) -> None:
        name, then = self._name(), self._then
        if not name:
            return
        if match_key(name) in self._taken and not self._asked:
            self._tell(asked=True)
            return
        self.hide()
        if then is not None:
            then(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        assert isinstance(event, QKeyEvent)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True
