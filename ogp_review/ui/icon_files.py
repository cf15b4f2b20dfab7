"""The sources of our icons, and files of them in one colour for the style sheet, which cannot colour them."""

import atexit
import shutil
import tempfile
from functools import cache, lru_cache
from pathlib import Path

from ogp_review.i18n import resources


@lru_cache(maxsize=256)
def source(name: str) -> str:
    """The SVG of an icon, drawn in currentColor.

    :raises FileNotFoundError: where there is no such icon.
    """
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="ogp-review-icons-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def coloured(name: str, colour: str) -> str:
    """The path of a file of the icon in `colour` (#rrggbb), which is gone when the process ends."""
    file = _folder() / f"{name}-{colour.lstrip('#')}.svg"
    file.write_text(source(name).replace("currentColor", colour), encoding="utf-8")
    return file.as_posix()
