"""Every action with its keys, in one table: menus, tooltips, the page of keys and the guide come from it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence

from ogp_review import settings
from ogp_review.i18n import _

WINDOW: Final = "window"
"""Works wherever the focus is."""

DESK: Final = "desk"
"""Single keys: work in lists and in the reader, never while a field has the focus."""

FIELD: Final = "field"
"""Shown in the table, and answered by the panel itself."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An action: its id, what it is called, its keys (as Qt writes them), where they work, and its menu."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    where: str = WINDOW
    menu: str = ""
    icon: str = ""


def _s(id_: str, text: str, keys: str = "", where: str = WINDOW, menu: str = "", icon: str = "") -> Shortcut:
    return Shortcut(id_, text, tuple(keys.split()), where, menu, icon)


MENUS: Final = ("File", "Edit", "View", "Comment", "Point", "Tools", "Help")

TABLE: Final[tuple[Shortcut, ...]] = (
    _s("new", "New review…", "Ctrl+N", menu="File", icon="new"),
    _s("open", "Open a review…", "Ctrl+O", menu="File", icon="folder"),
    _s("open_shared", "Open a shared review…", menu="File", icon="database"),
    _s("sample", "Try the sample consultation", menu="File", icon="play"),
    _s("import", "Import…", "Ctrl+I", menu="File", icon="import"),
    _s("export", "Export…", "Ctrl+E", menu="File", icon="export"),
    _s("outcomes", "Imports and what came of them", menu="File", icon="history"),
    _s("backup", "Save a copy…", menu="File", icon="copy"),
    _s("close_review", "Close this review", "Ctrl+W", menu="File", icon="close"),
    _s("quit", "Quit", "Ctrl+Q", menu="File"),
    _s("undo", "Undo", "Ctrl+Z", menu="Edit", icon="undo"),
    _s("redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", menu="Edit", icon="redo"),
    _s("select_all", "Select all comments", "Ctrl+A", DESK, "Edit"),
    _s("filter", "Filter", "Ctrl+F", WINDOW, "Edit", "filter"),
    _s("filter_key", "Filter", "/", DESK),
    _s("go_to", "Go to or do anything", "Ctrl+K", menu="Edit", icon="search"),
    _s("settings", "Settings…", "Ctrl+,", menu="Edit", icon="settings"),
    _s("triage", "Triage", "Ctrl+1", menu="View"),
    _s("points", "Points", "Ctrl+2", menu="View"),
    _s("codebook", "Codebook", "Ctrl+3", menu="View"),
    _s("sidebar", "Sidebar", "Ctrl+B", menu="View"),
    _s("draft", "Draft column", "F", DESK, "View"),
    _s("translation", "Translation beside the original", "B", DESK, "View", "translate"),
    _s("table", "Comments as a table", menu="View", icon="table"),
    _s("save_view", "Save this view…", menu="View", icon="bookmark"),
    _s("larger", "Larger text", "Ctrl+= Ctrl++", menu="View"),
    _s("smaller", "Smaller text", "Ctrl+-", menu="View"),
    _s("normal_size", "Normal text", "Ctrl+0", menu="View"),
    _s("next_pane", "Next pane", "F6", menu="View"),
    _s("previous_pane", "Previous pane", "Shift+F6", menu="View"),
    _s("reset_layout", "Reset layout", menu="View"),
    _s("next", "Next comment", "J", DESK, "Comment", "arrow-right"),
    _s("previous", "Previous comment", "K", DESK, "Comment"),
    _s("extend_next", "Extend the selection down", "Shift+J", DESK, "Comment"),
    _s("extend_previous", "Extend the selection up", "Shift+K", DESK, "Comment"),
    _s("mark", "Mark", "Space", DESK, "Comment", "check"),
    _s("next_mine", "Next that needs me", "U", DESK, "Comment"),
    _s("enter", "Into the reader", "Return", DESK, "Comment"),
    _s("back", "Back to the list", "Esc", DESK),
    _s("previous_in_submission", "Previous in the submission", "[", DESK, "Comment", "chevron-left"),
    _s("next_in_submission", "Next in the submission", "]", DESK, "Comment", "chevron-right"),
    _s("tag", "Tag…", "T", DESK, "Comment", "tag"),
    _s("untag", "Take a tag off…", "Shift+T", DESK, "Comment", "untagged"),
    _s("move", "Move to a paragraph…", "G", DESK, "Comment", "move"),
    _s("stance", "Stance…", "V", DESK, "Comment"),
    _s("assign", "Assign…", "A", DESK, "Comment", "person"),
    _s("language", "Language…", "", DESK, "Comment", "translate"),
    _s("translate", "Translate…", "Shift+B", DESK, "Comment", "translate"),
    _s("excerpt", "Make an excerpt of the selected text", "S", DESK, "Comment", "grip"),
    _s("note", "Add a private note…", "E", DESK, "Comment", "note"),
    _s("set_aside", "Set aside…", "X", DESK, "Comment", "archive"),
    _s("take_back", "Take back into the matrix", "Shift+X", DESK, "Comment"),
    _s("close_rest", "Nothing more to answer", "", DESK, "Comment"),
    _s("history", "History of the comment", "H", DESK, "Comment", "history"),
    _s("who", "Who spoke", "W", DESK, "Comment", "person"),
    _s("accept", "Accept the suggestion", "Y", DESK, "Comment", "check"),
    _s("dismiss", "Dismiss the suggestion", "N", DESK, "Comment", "close"),
    _s("accept_all", "Accept all of this kind in the list", "Shift+Y", DESK, "Comment"),
    _s("merge", "Merge, or into a point…", "M", DESK, "Point", "merge"),
    _s("take_out", "Take out of its point", "Shift+M", DESK, "Point", "split"),
    _s("lead", "Make lead", "L", DESK, "Point", "lead"),
    _s("respond", "Respond", "R", DESK, "Point", "respond"),
    _s("respond_canned", "Respond with a canned text…", "Shift+R", DESK, "Point"),
    _s("disposition", "Disposition…", "D", DESK, "Point"),
    _s("save_canned", "Keep this response as a canned text…", menu="Point"),
    _s("save", "Save the response", "Ctrl+S", menu="Point"),
    _s("submit", "Send for review, and next", "Ctrl+Return", menu="Point", icon="send"),
    _s("approve", "Approve, and next", "Ctrl+Shift+Return", menu="Point", icon="check"),
    _s("return", "Return with a note…", "Shift+Return", DESK, "Point"),
    _s("publish", "Mark as published", menu="Point"),
    _s("decision", "For decision by the Committee", "", DESK, "Point"),
    _s("suggest", "Look for suggestions", menu="Tools", icon="bulb"),
    _s("review_history", "History of the review", menu="Tools", icon="history"),
    _s("verify", "Verify the review", menu="Tools", icon="ledger"),
    _s("keys", "All keys", "?", DESK, "Help", "help"),
    _s("help", "Help for this panel", "F1", menu="Help", icon="help"),
    _s("about", "About OGP Review", menu="Help", icon="info"),
)
"""`text` is in English here, and translated where it is shown."""

TAG_KEYS: Final = tuple(Shortcut(f"tag_{n}", f"Tag with key {n}", (str(n),), DESK) for n in range(1, 10))

BY_ID: Final = {one.id: one for one in (*TABLE, *TAG_KEYS)}


def keys_of(action: str) -> tuple[str, ...]:
    """The keys of an action as the person has set them; none for single keys that are switched off."""
    shortcut = BY_ID[action]
    personal = settings.load()
    chosen = personal.get("keys", {})
    keys = tuple(chosen.get(action, "").split()) if action in chosen else shortcut.keys
    if not personal.get("single_keys", True) and shortcut.where == DESK:
        return tuple(key for key in keys if "+" in key.rstrip("+") or key in ("Return", "Esc", "Space"))
    return keys


def key_of(action: str) -> str:
    """The first key of an action as this system writes it, such as "Ctrl+K" or "⌘K"; empty without one."""
    keys = keys_of(action)
    if not keys:
        return ""
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "↵")


def text_of(action: str) -> str:
    """What an action is called, in the language of the window."""
    return _(BY_ID[action].text)
