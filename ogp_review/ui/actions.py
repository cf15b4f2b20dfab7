"""The actions of the table as Qt actions, and the single keys that trigger them in lists and reader."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ogp_review.ui import icons, messages, shortcuts

_NO_REASON = ""


class Actions(QObject):
    """One QAction an entry of the table. Workspaces say what they do with :meth:`on`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: dict[str, QAction] = {}
        self._does: dict[str, Callable[[], object]] = {}
        self._why_not: dict[str, str] = {}
        for one in (*shortcuts.TABLE, *shortcuts.TAG_KEYS):
            self._all[one.id] = self._make(one)
        self._single = SingleKeys(self)

    def _make(self, one: shortcuts.Shortcut) -> QAction:
        action = QAction(shortcuts.text_of(one.id), self)
        action.setObjectName(one.id)
        action.triggered.connect(lambda _checked=False, id_=one.id: self._trigger(id_))
        if one.icon:
            action.setIcon(icons.icon(one.icon))
        self._set_keys(action, one)
        return action

    def _set_keys(self, action: QAction, one: shortcuts.Shortcut) -> None:
        keys = shortcuts.keys_of(one.id)
        text = shortcuts.text_of(one.id)
        if one.where == shortcuts.WINDOW:
            action.setShortcuts([QKeySequence(key) for key in keys])
        else:
            action.setText(f"{text}\t{shortcuts.key_of(one.id)}" if keys else text)
        plain = text.rstrip("…")
        said = f"{plain} ({shortcuts.key_of(one.id)})" if keys else plain
        action.setToolTip(self._why_not.get(one.id, said))

    def __getitem__(self, id_: str) -> QAction:
        return self._all[id_]

    def of_window(self) -> list[QAction]:
        """Those whose keys work wherever the focus is."""
        return [self._all[one.id] for one in shortcuts.TABLE if one.where == shortcuts.WINDOW]

    def on(self, id_: str, does: Callable[[], object]) -> None:
        """Say what an action does from now on."""
        self._does[id_] = does

    def off(self, ids: tuple[str, ...]) -> None:
        """These do nothing any more: what they belonged to is gone."""
        for id_ in ids:
            self._does.pop(id_, None)

    def does(self, id_: str) -> bool:
        """Whether an action would do something now."""
        return id_ in self._does and self._all[id_].isEnabled()

    def trigger(self, id_: str) -> None:
        """Do it, or say why it cannot be done, where there is a reason."""
        if self._all[id_].isEnabled():
            self._trigger(id_)
        elif id_ in self._why_not:
            messages.bridge.say(self._why_not[id_])

    def refuses(self, id_: str) -> bool:
        """Whether it would be done, were there not a reason why it cannot be."""
        return id_ in self._does and id_ in self._why_not

    def _trigger(self, id_: str) -> None:
        does = self._does.get(id_)
        if does is not None:
            does()

    def enable(self, ids: tuple[str, ...], enabled: bool, why_not: str = _NO_REASON) -> None:
        """Switch actions on or off; `why_not` stands in their tooltips meanwhile."""
        for id_ in ids:
            action = self._all[id_]
            action.setEnabled(enabled)
            self._why_not.pop(id_, None)
            if not enabled and why_not:
                self._why_not[id_] = why_not
            self._set_keys(action, shortcuts.BY_ID[id_])

    def reload_keys(self) -> None:
        """Take over keys that the person has changed in the settings."""
        for one in (*shortcuts.TABLE, *shortcuts.TAG_KEYS):
            self._set_keys(self._all[one.id], one)
        self._single.reload()

    def listen(self, pane: QWidget) -> None:
        """Let single keys work in every list and text of `pane` that is not a field."""
        for area in [pane, *pane.findChildren(QAbstractScrollArea)]:
            if isinstance(area, QAbstractScrollArea) and not _is_field(area):
                self.hear(area)

    def hear(self, widget: QWidget) -> None:
        """Let single keys work in `widget`, and in what stands in it and has no use for them, as a button."""
        widget.removeEventFilter(self._single)
        widget.installEventFilter(self._single)


def _is_field(widget: QObject) -> bool:
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QLineEdit)


class SingleKeys(QObject):
    """Turns single keys into actions, on the widgets that :meth:`Actions.listen` gives it to."""

    def __init__(self, actions: Actions) -> None:
        super().__init__(actions)
        self._actions = actions
        self._by_key: dict[str, str] = {}
        self.reload()

    def reload(self) -> None:
        self._by_key = {
            QKeySequence(key).toString(): one.id
            for one in (*shortcuts.TABLE, *shortcuts.TAG_KEYS)
            if one.where == shortcuts.DESK
            for key in shortcuts.keys_of(one.id)
        }

    def action_of(self, event: QKeyEvent) -> str | None:
        """The action that a key press means."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Enter:
            key = Qt.Key.Key_Return
        typed = event.text()
        if typed and typed.isprintable() and not typed.isalnum() and typed != " ":
            found = self._by_key.get(QKeySequence(typed).toString())
            if found:  # "?" and "/" stand on other keys in every country
                return found
        return self._by_key.get(QKeySequence(modifiers.value | key.value).toString())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        assert isinstance(event, QKeyEvent)
        action = self.action_of(event) if not _is_field(watched) else None
        if isinstance(watched, QTextEdit) and event.matches(QKeySequence.StandardKey.SelectAll):
            return False  # all words of the text, to make an excerpt of them
        if action is None or not (self._actions.does(action) or self._actions.refuses(action)):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._actions.trigger(action)
        return True
