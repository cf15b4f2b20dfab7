"""Public text in a web page: plain text, never markup, in its own language and reading direction."""

import re
from collections.abc import Iterable

from ogp_review.exporters.docx_text import is_right_to_left
from ogp_review.exporters.holding import ILLEGAL, Holding, clean_line

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,40}")
_RIGHT_TO_LEFT_LANGUAGES = frozenset(("ar", "dv", "fa", "he", "ps", "ur", "yi"))


def escaped(text: str) -> str:
    """`text` as it stands inside an element or a quoted attribute. A bare carriage return would be lost."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("'", "&#39;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def code_of(language: str | None) -> str:
    """The code of a language as an attribute may hold it; nothing where it is none."""
    return language if language and _LANGUAGE.fullmatch(language) else ""


def direction_of(language: str) -> str:
    """In which direction a page in this language is read."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


class Anchors:
    """What places of the page are called in links: by their refs and labels, where a link can hold them."""

    def __init__(self, prefix: str, names: Iterable[str]) -> None:
        self._first: dict[str, str] = {}
        self.all: list[str] = []
        for number, name in enumerate(names, 1):
            own = name not in self._first and _ANCHOR.fullmatch(name)
            self.all.append(f"{prefix}-{name if own else number}")
            self._first.setdefault(name, self.all[-1])

    def get(self, name: str) -> str | None:
        """The anchor of the first place with this name."""
        return self._first.get(name)


class Writer:
    """Makes elements out of texts, and remembers what the page could not hold."""

    def __init__(self, language: str) -> None:
        self.language = code_of(language) or "en"
        self.direction = direction_of(self.language)
        self.holding = Holding()

    def text(self, text: str, where: str = "") -> str:
        if not text.isprintable():
            text = self.holding.text(text, where) if where else ILLEGAL.sub("\ufffd", text)
        return escaped(text)

    def spoken(self, text: str, language: str | None = None) -> str:
        """The attributes that tell the language and direction of `text` where they are not the page's."""
        code = code_of(language)
        told = f' lang="{code}"' if code and code != self.language else ""
        if text.isascii():
            return told + (' dir="ltr"' if self.direction == "rtl" else "")
        direction = "rtl" if is_right_to_left(text) else "ltr"
        return told + (f' dir="{direction}"' if direction != self.direction else "")

    def passage(self, text: str, language: str | None, where: str, tag: str = "p", css: str = "said") -> str:
        """Somebody's words with their line breaks."""
        return f'<{tag} class="{css}"{self.spoken(text, language)}>{self.text(text, where)}</{tag}>'

    def line(self, text: str) -> str:
        """A name or label inside a sentence, kept from turning the direction of what stands round it."""
        return f"<bdi>{escaped(clean_line(text))}</bdi>"

    def written(self, text: str, language: str | None = None) -> str:
        """Text of staff or of a page: an empty line starts a new paragraph."""
        blocks = (block.strip("\n") for block in text.split("\n\n"))
        return "".join(
            f"<p{self.spoken(block, language)}>{self.text(block)}</p>" for block in blocks if block.strip()
        )

    def bullets(self, texts: Iterable[str]) -> str:
        items = "".join(f"<li{self.spoken(text)}>{self.text(text)}</li>" for text in texts)
        return f"<ul>{items}</ul>" if items else ""
