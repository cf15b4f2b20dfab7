"""Profiles on the import page: one is used, kept under a name, or taken out of the list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import widgets
from ogp_review.ui.popup import Popup

_WIDTH = 320


def profile_menu(
    parent: QWidget,
    names: Sequence[str],
    current: str | None,
    use: Callable[[str], object],
    remove: Callable[[str], object],
) -> QMenu:
    """The profiles there are, the one in use checked; "" stands for none. Whoever shows it lets it go."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in names:
        action = menu.addAction(_plain(name))
        action.setCheckable(True)
        action.setChecked(name == current)
        action.triggered.connect(lambda _on=False, name=name: use(name))
    if not names:
        menu.addAction(_("No profile has been saved yet.")).setEnabled(False)
        return menu
    menu.addSeparator()
    none = menu.addAction(_("None: guess what the columns are"))
    none.triggered.connect(lambda: use(""))
    gone = menu.addMenu(_("Remove"))
    for name in names:
        gone.addAction(_plain(name)).triggered.connect(lambda _on=False, name=name: remove(name))
    return menu


def _plain(name: str) -> str:
    return name.replace("&", "&&")


class NamePopup(Popup):
    """One line that asks for a name; Enter keeps it, Esc leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chooser")
        self._then: Callable[[str], object] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(widgets.PlainLabel(_("Save as profile"), weight=600))
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Name of the profile"))
        self.field.setPlaceholderText(_("Name of the profile"))
        self.field.returnPressed.connect(self._take)
        column.addWidget(self.field)
        said = _("The next file with the same columns is read alike. Enter saves.")
        column.addWidget(widgets.PlainLabel(said, role="meta", token="text3"))

    def ask(self, anchor: QWidget, name: str, then: Callable[[str], object]) -> None:
        """Open over `anchor`, `name` being proposed."""
        self.keep_focus()
        self._then = then
        self.field.setText(name)
        self.field.selectAll()
        high = self.sizeHint().height()
        wide = max(_WIDTH, self.sizeHint().width())
        at = QRect(anchor.mapToGlobal(QPoint(0, -high - 6)), anchor.size())
        room = self.screen().availableGeometry()
        left = max(room.left(), min(at.left(), room.right() - wide))
        self.setGeometry(left, max(room.top(), at.top()), wide, high)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self) -> None:
        name, then = " ".join(self.field.text().split()), self._then
        if not name:
            return
        self.hide()
        if then is not None:
            then(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
