"""HTML as safe plain text: what a person would read of it, with nothing in it that a program could follow.

The source is hostile (a mail, a saved page). It is read as a stream of events, so that no depth of nesting
costs a tree or a recursion; nothing is ever fetched.
"""

import re
from collections.abc import Mapping
from typing import cast

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers.watching import look_up

LARGEST_HTML = 32 * 1024 * 1024
"""Characters of one document. Twice as much may be written: list marks and quotation marks add to it."""

_DEEPEST_MARK = 8
"""Quotations and lists nested deeper are written like this depth."""

_LONGEST_ADDRESS = 2_000
_PIECE = 32 * 1024
_UNSEEN = frozenset(
    "script style title template object embed iframe frame applet canvas audio video svg math select "
    "textarea noscript noframes datalist map".split()
)
_EMPTY = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
_BLOCKS = frozenset(
    "address article aside body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "header html legend li main menu nav ol option section summary table tbody tfoot thead tr ul".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre caption".split())
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_FOLLOWED = re.compile(r"(?:https?://|mailto:|ftp://)[^\s<>\"]+", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,6}")


def html_text(html: str, name: str = "the HTML") -> str:
    """The words of `html`: paragraphs, lists and table rows kept, links as "words <address>".

    Lines of quotations begin with ">". Scripts, styles, pictures, comments and what is hidden are left
    out. `name` is what an error calls the document. Raises ReviewError where it is too long.
    """
    if len(html) > LARGEST_HTML:
        raise ReviewError(f"{name} is too long: over {LARGEST_HTML:,} characters. Split it.")
    if not html.strip():
        return ""
    writer = _Writer(2 * LARGEST_HTML)
    parser = etree.HTMLParser(
        target=cast("etree.ParserTarget", writer), encoding="utf-8", no_network=True, huge_tree=True
    )
    data = _SURROGATE.sub("\ufffd", html).encode("utf-8")
    try:
        for start in range(0, len(data), _PIECE):
            look_up()
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except etree.LxmlError:  # nothing in it that could be an element
        pass
    if writer.full:
        raise ReviewError(f"{name} becomes too long a text. Split it.")
    return writer.text()


class _Lines:
    """The text as it grows, a line at a time: white space collapsed, never two blank lines in a row."""

    def __init__(self, limit: int) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._last_mark = ""
        self._left = limit
        self._gap = False
        self._space = False

    @property
    def full(self) -> bool:
        return self._left < 0

    @property
    def begun(self) -> bool:
        return bool(self._line)

    def add(self, text: str, mark: str) -> None:
        """Words for this line, which begins with the quotation marks `mark`."""
        words = _SPACES.sub(" ", text)
        self._space |= words.startswith(" ")
        stripped = words.strip(" ")
        if stripped:
            self._append(f" {stripped}" if self._space and self._line else stripped, mark)
            self._space = False
        self._space |= words.endswith(" ")

    def verbatim(self, text: str, mark: str) -> None:
        """Text with its spaces and line breaks, as inside <pre>."""
        first, *rest = text.split("\n")
        self._append(first, mark)
        for line in rest:
            self.end()
            self._append(line, mark)

    def _append(self, text: str, mark: str) -> None:
        if self._left < 0:
            return
        if not self._line:
            self._mark = mark
            self._left -= len(mark) + 1
        self._line.append(text)
        self._left -= len(text)

    def end(self) -> None:
        """End the line, if anything stands on it."""
        if not self._line:
            return
        text = "".join(self._line).rstrip(" \t\n\r\xa0")
        self._line, self._space = [], False
        if not text:
            self._gap = True
            return
        if self._gap and self._done:
            mark = min(self._mark, self._last_mark, key=len).rstrip()
            self._done.append(mark)
            self._left -= len(mark) + 1
        self._done.append(self._mark + text)
        self._last_mark, self._gap = self._mark, False

    def gap(self) -> None:
        """End the line and leave one blank line below it."""
        self.end()
        self._gap = True

    def text(self) -> str:
        self.end()
        return "\n".join(self._done)


class _Writer:
    """What lxml calls for each tag and text. Tags that are closed in a wrong order do no harm."""

    def __init__(self, limit: int) -> None:
        self._lines = _Lines(limit)
        self._hidden: list[str] = []
        self._quotes = 0
        self._pre = 0
        self._lists: list[int | None] = []
        self._item = ""
        self._link: tuple[str, list[str]] | None = None

    @property
    def full(self) -> bool:
        return self._lines.full

    def text(self) -> str:
        return self._lines.text()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._hidden or tag in _UNSEEN or _is_hidden(attributes):
            if tag not in _EMPTY:
                self._hidden.append(tag)
            return
        if tag == "a":
            self._end_link()
            self._link = (attributes.get("href", ""), [])
        elif tag == "br":
            self._break()
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "hr":
            self._rule()
        else:
            self._open_block(tag, attributes)

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._separate(tag)
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._pre += 1
        elif tag in _LISTS:
            self._lists.append(_first_number(attributes) if tag == "ol" else None)
        elif tag == "li":
            self._item = self._next_item()

    def end(self, tag: str) -> None:
        if self._hidden:
            self._unhide(tag)
        elif tag == "a":
            self._end_link()
        elif tag not in _EMPTY:
            self._close_block(tag)

    def _unhide(self, tag: str) -> None:
        if self._hidden[-1] == tag:
            self._hidden.pop()

    def _close_block(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        self._separate(tag)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "li":
            self._item = ""

    def data(self, text: str) -> None:
        if self._hidden:
            return
        if self._link:
            self._link[1].append(text)
        self._write(text)

    def close(self) -> None:
        """Required of a target; lxml calls it at the end of the document."""

    def _write(self, text: str) -> None:
        if self._pre:
            self._lines.verbatim(text, self._mark())
            return
        if self._lines.begun:
            self._lines.add(text, self._mark())
        elif words := text.lstrip(" \t\n\r\f"):
            self._lines.verbatim(self._opening(), self._mark())
            self._lines.add(words, self._mark())

    def _opening(self) -> str:
        """The indentation of a list, and the mark of an item on its first line."""
        depth = min(len(self._lists), _DEEPEST_MARK)
        indent = "  " * (depth - 1 if depth else 0)
        item, self._item = self._item, ""
        return indent + (item or ("  " if depth else ""))

    def _mark(self) -> str:
        return "> " * min(self._quotes, _DEEPEST_MARK)

    def _next_item(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "

    def _separate(self, tag: str) -> None:
        if tag in _SPACED and not (tag == "p" and self._lists):
            self._lines.gap()
        elif tag in _LISTS and not self._lists:
            self._lines.gap()
        elif tag in _BLOCKS or tag in _SPACED:
            self._lines.end()

    def _break(self) -> None:
        if self._lines.begun:
            self._lines.end()
        else:
            self._lines.gap()

    def _cell(self) -> None:
        if self._lines.begun:
            self._lines.verbatim("\t", self._mark())

    def _rule(self) -> None:
        self._lines.end()
        self._write("---")
        self._lines.end()

    def _end_link(self) -> None:
        """Write the address of the link that is open. Links do not nest."""
        if self._link is None:
            return
        address, said = self._link[0].strip(), "".join(self._link[1]).strip()
        self._link = None
        if said and _is_news(address, said):
            self._write(f" <{address}>")


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")[:_LONGEST_ADDRESS]))


def _is_news(address: str, words: str) -> bool:
    """Whether an address can be followed and is not what the words of its link say already."""
    if len(address) > _LONGEST_ADDRESS or not _FOLLOWED.fullmatch(address):
        return False
    return _bare(address) not in (_bare(words), _bare(f"http://{words}"))


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", address.casefold()).rstrip("/")


def _first_number(attributes: Mapping[str, str]) -> int:
    start = attributes.get("start", "1")
    return int(start) if _NUMBER.fullmatch(start) else 1
