"""The few dialogs: who works here, a new review, a shared one, settings, all keys, help, about, details."""

import os
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ogp_review import settings
from ogp_review.i18n import _, resources
from ogp_review.ui import menus, shortcuts, theme, widgets, window_state
from ogp_review.ui.actions import Actions
from ogp_review.version import __version__

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_ADVANCE = (("finishing", "Finishing actions select the next"), ("always", "Always"), ("never", "Never"))


class Dialog(QDialog):
    """A title, a body, and the buttons below; the filled one is what Enter does."""

    def __init__(self, parent: QWidget | None, title: str, verb: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 20, 20, 16)
        whole.setSpacing(16)
        whole.addWidget(widgets.PlainLabel(title, role="pane_title", weight=600))
        whole.addLayout(self.body, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        self.leave = widgets.button(_("Cancel") if verb else _("Close"), kind="outlined", key="Esc")
        self.leave.clicked.connect(self.reject)
        line.addWidget(self.leave)
        self.done_button = widgets.button(verb, kind="filled", key="↵")
        self.done_button.setVisible(bool(verb))
        self.done_button.setDefault(bool(verb))
        self.done_button.clicked.connect(self.accept)
        line.addWidget(self.done_button)
        whole.addLayout(line)

    def fit(self, width: int, height: int) -> None:
        """This size, or what the screen has room for: at 200 % that may be 720 by 450."""
        room = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize(QSize(width, height).boundedTo(room))

    def add(self, text: str, token: str = "text2") -> widgets.PlainLabel:
        """A sentence above what follows."""
        label = widgets.PlainLabel(text, token=token, elide=False)
        label.setWordWrap(True)
        label.setMinimumWidth(420)
        self.body.addWidget(label)
        return label

    def field(self, name: str, text: str = "") -> QLineEdit:
        """A field with its name above it."""
        self.body.addWidget(widgets.PlainLabel(name, role="meta", weight=600))
        field = QLineEdit(text)
        field.setAccessibleName(name)
        self.body.addWidget(field)
        if not isinstance(self.focusWidget(), QLineEdit):
            field.setFocus(Qt.FocusReason.OtherFocusReason)  # the buttons were there before it
        return field


def know_person(parent: QWidget, *, given: str | None = None) -> bool:
    """Whether it is known who works here; asked once, at the first start."""
    if given or os.environ.get("OGP_REVIEW_PERSON") or settings.load().get("person"):
        return True
    dialog = Dialog(parent, _("Who works here?"), _("Continue"))
    dialog.add(_("Your name stands in the history beside what you do, and with the responses you approve."))
    field = dialog.field(_("Your name"), settings.person_name())
    field.selectAll()
    if not dialog.exec() or not field.text().strip():
        return False
    window_state.set_personal("person", " ".join(field.text().split()))
    return True


def ask_new_review(parent: QWidget, folder: str) -> tuple[str, str] | None:
    """Path and title of a review to make; None where the person leaves."""
    dialog = Dialog(parent, _("New review"), _("Choose its place…"))
    dialog.add(_("A review is one file. It holds the comments and all the work on them."))
    field = dialog.field(_("Title"), "")
    field.setPlaceholderText(_("Draft strategy 2027–2032"))
    if not dialog.exec():
        return None
    title = " ".join(field.text().split()) or _("Review")
    name = "".join(letter for letter in title if letter not in '\\/:*?"<>|').strip() or "Review"
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("New review"), str(Path(folder) / f"{name}.ogpr"), f"{_('Reviews')} (*.ogpr)"
    )
    if not chosen:
        return None
    return (chosen if chosen.endswith(".ogpr") else f"{chosen}.ogpr"), title


def ask_address(parent: QWidget) -> str:
    """The address of a shared review; empty where the person leaves."""
    dialog = Dialog(parent, _("Open a shared review"), _("Open"))
    dialog.add(_("A shared review is a PostgreSQL database in which several people work at once."))
    field = dialog.field(_("Address"))
    field.setPlaceholderText("postgresql://name@server/review")
    return field.text().strip() if dialog.exec() else ""


def show_settings(parent: QWidget, actions: Actions) -> None:
    """Theme, name, what happens after an action, and keys; everything takes effect at once."""
    dialog = Dialog(parent, _("Settings"))
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(10)
    dialog.body.addLayout(form)
    name = QLineEdit(settings.person_name())
    name.setAccessibleName(_("Your name"))
    name.editingFinished.connect(lambda: window_state.set_personal("person", " ".join(name.text().split())))
    form.addRow(_("Your name, from the next opening"), name)
    form.addRow(_("Colours"), _themes())
    form.addRow(_("After an action"), _advance())
    form.addRow("", _single_keys(actions))
    form.addRow("", _check(_("Always show the menu bar"), "menu_pinned", False))
    dialog.fit(560, 320)
    dialog.exec()


def _themes() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(_("Colours"))
    for name, words in menus.THEMES:
        box.addItem(_(words), name)
    box.setCurrentIndex(box.findData(theme.mode()))

    def choose(_row: int) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.set_theme(app, str(box.currentData()))
        window_state.set_personal("theme", box.currentData())

    box.currentIndexChanged.connect(choose)
    return box


def _advance() -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(_("After an action"))
    for name, words in _ADVANCE:
        box.addItem(_(words), name)
    box.setCurrentIndex(max(0, box.findData(window_state.personal("advance", "finishing"))))
    box.currentIndexChanged.connect(lambda _row: window_state.set_personal("advance", box.currentData()))
    return box


def _check(words: str, name: str, default: bool) -> QCheckBox:
    box = QCheckBox(words)
    box.setChecked(bool(window_state.personal(name, default)))
    box.toggled.connect(lambda on: window_state.set_personal(name, on))
    return box


def _single_keys(actions: Actions) -> QCheckBox:
    box = _check(_("Single letters are shortcuts in lists and in the reader"), "single_keys", True)
    box.toggled.connect(lambda _on: actions.reload_keys())
    return box


class KeysModel(QAbstractTableModel):
    """The table of shortcuts as a person reads it: where, what, keys. Keys can be changed in place."""

    def __init__(self, actions: Actions | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._rows = [one for one in (*shortcuts.TABLE, *shortcuts.TAG_KEYS) if shortcuts.keys_of(one.id)]

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Keys"), _("Does"), _("Works"))[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.EditRole and index.column() == 0:
            return " ".join(shortcuts.keys_of(one.id))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            return "  ".join(shortcuts.keys_of(one.id)).replace("Return", "Enter")
        if index.column() == 1:
            return shortcuts.text_of(one.id).rstrip("…")
        return _("everywhere") if one.where == shortcuts.WINDOW else _("in lists and in the reader")

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        can = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return can | Qt.ItemFlag.ItemIsEditable if index.column() == 0 and self._actions else can

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or self._actions is None:
            return False
        personal = dict(window_state.personal("keys", {}))
        personal[self._rows[index.row()].id] = str(value).strip()
        window_state.set_personal("keys", personal)
        self._actions.reload_keys()
        self.dataChanged.emit(index, index)
        return True


def show_keys(parent: QWidget, actions: Actions | None = None) -> None:
    """All keys; a double click on one changes it."""
    dialog = Dialog(parent, _("All keys"))
    if actions is not None:
        dialog.add(_("Double-click keys to change them: letters, or Ctrl+Shift+letter. Empty: none."))
    table = QTableView()
    table.setAccessibleName(_("All keys"))
    table.setModel(KeysModel(actions, dialog))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.resizeColumnsToContents()
    dialog.body.addWidget(table)
    dialog.fit(640, 600)
    dialog.exec()


def show_help(parent: QWidget) -> None:
    """The first steps, and where to read more."""
    dialog = Dialog(parent, _("Help"))
    text = widgets.PlainBrowser()
    text.setAccessibleName(_("Help"))
    text.document().setDocumentMargin(16)
    text.setMarkdown((resources() / "help.md").read_text(encoding="utf-8"))
    dialog.body.addWidget(text)
    dialog.fit(640, 560)
    dialog.exec()


def show_about(parent: QWidget) -> None:
    """What this is, and what it is made with."""
    dialog = Dialog(parent, "OGP Review")
    dialog.add(_("Read every comment, answer each point, and show what changed."), "text")
    dialog.add(f"{_('Version')} {__version__}. {_('Licence')}: Apache-2.0.")
    dialog.add(
        _("The window is made with Qt and PySide6 (LGPL), the documents with openpyxl and python-docx.")
    )
    dialog.exec()


def show_details(parent: QWidget, trace: str) -> None:
    """What went wrong, to be copied into a report of the bug."""
    dialog = Dialog(parent, _("Something went wrong here. Your work is saved."))
    dialog.add(_("Send these lines to whoever looks after OGP Review for you."))
    text = QPlainTextEdit(trace)
    text.setReadOnly(True)
    text.setAccessibleName(_("Details"))
    dialog.body.addWidget(text)
    dialog.fit(720, 480)
    dialog.exec()
