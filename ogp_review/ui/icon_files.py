"""The sources of our icons, and files of them in one colour for the style sheet, which cannot colour them."""

import atexit
import shutil
import tempfile
from functools import cache, lru_cache
from pathlib import Path

from ogp_review import settings
from ogp_review.i18n import resources


@lru_cache(maxsize=256)
def source(name: str) -> str:
    """The SVG of an icon, drawn in currentColor.

    :raises FileNotFoundError: where there is no such icon.
    """
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _folder() -> Path:
    """Of a process that may not write to the data folder."""
    made = Path(tempfile.mkdtemp(prefix="ogp-review-icons-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def coloured(name: str, colour: str) -> str:
    """The path of a file of the icon in `colour` (#rrggbb); the next process finds it there again."""
    file, svg = f"{name}-{colour.lstrip('#')}.svg", source(name).replace("currentColor", colour)
    try:
        return _put(settings.data_dir() / "icons", file, svg)
    except OSError:
        return _put(_folder(), file, svg)


def _put(folder: Path, name: str, svg: str) -> str:
    file = folder.absolute() / name
    if not file.exists() or file.read_text(encoding="utf-8", errors="replace") != svg:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(svg, encoding="utf-8")
    return file.as_posix()
