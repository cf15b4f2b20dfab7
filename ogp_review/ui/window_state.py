"""What the window remembers of each review: sizes, columns, filter, sort, selection, reading size."""

from pathlib import Path
from typing import Any

from ogp_review import settings

_KEY = "windows"
_KEPT = 50


def load(review: int) -> dict[str, Any]:
    """What was remembered of the review with this id; empty for one that was never open here."""
    windows = settings.load().get(_KEY)
    found = windows.get(str(review)) if isinstance(windows, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def save(review: int, state: dict[str, Any]) -> None:
    """Remember `state`; the reviews opened longest ago are forgotten."""
    personal = settings.load()
    windows = personal.get(_KEY)
    windows = dict(windows) if isinstance(windows, dict) else {}
    if windows.get(str(review)) == state:
        return
    windows.pop(str(review), None)
    windows[str(review)] = state
    personal[_KEY] = dict(list(windows.items())[-_KEPT:])
    settings.save(personal)


def personal(name: str, default: Any = None) -> Any:
    """A personal setting of the window, such as the theme."""
    return settings.load().get(name, default)


def set_personal(name: str, value: Any) -> None:
    """Set a personal setting of the window."""
    kept = settings.load()
    if kept.get(name) != value:
        kept[name] = value
        settings.save(kept)


def last_folder() -> str:
    """Where files were opened or written last; else the person's own folder."""
    kept = settings.load().get("folder")
    return str(kept) if isinstance(kept, str) and Path(kept).is_dir() else str(Path.home())


def set_last_folder(path: str) -> None:
    """Remember the folder of `path`."""
    set_personal("folder", str(Path(path).resolve().parent))
