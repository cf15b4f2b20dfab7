"""Personal settings: kept on this computer, never in a review."""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

_FILE = "settings.json"


def data_dir() -> Path:
    """Where personal settings live; the environment variable OGP_REVIEW_DATA_DIR moves it."""
    chosen = os.environ.get("OGP_REVIEW_DATA_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / "OGP Review"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "OGP Review"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "ogp-review"


def load() -> dict[str, Any]:
    """All personal settings; empty where there are none yet or the file cannot be read."""
    try:
        read = json.loads((data_dir() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def save(settings: dict[str, Any]) -> bool:
    """Write all personal settings, whole or not at all. False where this computer does not allow it."""
    folder = data_dir()
    beside = folder / f"{_FILE}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(settings, indent=1), encoding="utf-8")
        os.replace(beside, folder / _FILE)
    except OSError:
        beside.unlink(missing_ok=True)
        return False
    return True


def copy_id(review_id: int, place: str) -> int:
    """The id of the copy of review `review_id` that stands at `place` (a path or an address).

    A file that somebody duplicated stands at another place, so it is another copy with an id of its own.
    Where nothing can be kept on this computer, the id holds for this session only.
    """
    key = f"{review_id}:{place}"
    settings = load()
    copies = settings.setdefault("copies", {})
    if key not in copies:
        copies[key] = secrets.randbits(62) + 1
        save(settings)
    return int(copies[key])


def person_name() -> str:
    """Who works here: OGP_REVIEW_PERSON, the name given at first start, else the login name."""
    named = os.environ.get("OGP_REVIEW_PERSON") or load().get("person")
    login = os.environ.get("USER") or os.environ.get("USERNAME")
    return str(named or login or "Staff")
