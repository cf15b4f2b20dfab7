"""One mechanism, gettext, for the words of the window, the command line and the report."""

import gettext as _gettext
from pathlib import Path

_DOMAIN = "ogp_review"


def resources() -> Path:
    """The folder of icons, templates, translations and the sample consultation."""
    here = Path(__file__).resolve().parent
    inside = here / "resources"
    return inside if inside.is_dir() else here.parent / "resources"


def translation(language: str | None) -> _gettext.NullTranslations:
    """The words of `language` (a code such as "fr"); English where there are none."""
    languages = [language] if language else None
    folder = resources() / "translations"
    return _gettext.translation(_DOMAIN, str(folder), languages, fallback=True)


_current = _gettext.NullTranslations()


def set_language(language: str | None) -> None:
    """Speak `language` from now on."""
    global _current
    _current = translation(language)


def _(text: str) -> str:
    return _current.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a phrase that goes with `count`, which replaces "{n}" in it."""
    return _current.ngettext(one, many, count).replace("{n}", str(count))
