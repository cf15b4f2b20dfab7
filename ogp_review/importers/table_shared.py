"""The texts that the cells of a workbook share, decoded when they are asked for and kept once each."""

import html
import re
from collections.abc import Iterator

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.watching import look_up

MARK = "\ue000"
"""Stands before the number of a shared text in a cell; a private character, which no text begins with."""

_SIMPLE = re.compile(rb"\s*<t(?:\s[^<>]*)?>([^<]*)</t>\s*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_OPENING, _CLOSING = "<si><t>", "</t></si>"
_SPACED = b'<si><t xml:space="preserve">'
_CODED = re.compile("[&\\r\\0]|_x")
_END = b"</si>"
_CHUNK = 1024 * 1024
_PHONETIC = "{*}rPh"


class SharedTexts:
    """The part "sharedStrings", cut into its texts and no further."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self.cleaner = Cleaner()
        self._texts: list[bytes | str] = []
        start, end = data.find(b"<si"), data.rfind(b"</sst>")
        self.can_be_cut = not data or (is_plain_xml(data[:start]) and (start >= 0 or b":si" not in data))
        if self.can_be_cut and 0 <= start < end:
            for chunk in _chunks(data, start, end):
                self._texts += _items(chunk)

    def text(self, cell: str) -> str:
        """The text that a marked cell stands for. Raises ReviewError where there is none of its number."""
        try:
            place = int(cell[1:])
            text = self._texts[place]
        except (ValueError, IndexError) as error:
            raise ReviewError(f'"{self._name}" is damaged: it lacks texts. Ask for another copy.') from error
        if isinstance(text, bytes):
            self._texts[place] = text = self._decoded(text)
        return text

    def _decoded(self, data: bytes) -> str:
        plain = data.startswith(b"<si><t>") and data.find(b"<", 7) == len(data) - 4 and data.endswith(b"</t>")
        simple = None if plain else _SIMPLE.fullmatch(data, data.find(b">", data.find(b"<si")) + 1)
        if not plain and simple is None:
            return self._plain(self._rich(data))
        text = (simple[1] if simple else data[7:-4]).decode("utf-8", "replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as XML has it, before what stands for itself
        return self._plain(html.unescape(text) if "&" in text else text)

    def _plain(self, text: str) -> str:
        return tidy(unescaped(text), self.cleaner)

    def _rich(self, data: bytes) -> str:
        """A text in several formats: its runs one after the other, without what says how it is spoken."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(data.strip() + b"</si>", parser)
        except etree.XMLSyntaxError:
            return ""
        for phonetic in list(root.iter(_PHONETIC)):
            phonetic.clear()
        return "".join(part.text or "" for part in root.iter("{*}t"))


def _chunks(data: bytes, start: int, end: int) -> Iterator[bytes]:
    """Whole texts, about a megabyte at a time."""
    while start < end:
        look_up()
        cut = data.find(_END, start + _CHUNK, end) + len(_END)
        cut = end if cut < start else cut
        yield data[start:cut]
        start = cut


def _items(chunk: bytes) -> list[str | bytes]:
    """The texts of a chunk: those that stand in it as they are, and the XML of others, decoded when shown."""
    chunk = chunk.replace(b"<si/>", b"<si></si>").replace(_SPACED, _OPENING.encode())
    try:
        text = chunk.decode().rstrip()
    except UnicodeDecodeError:
        return list(chunk.split(_END)[:-1])
    if not (text.startswith(_OPENING) and text.endswith(_CLOSING)):
        return list(chunk.split(_END)[:-1])
    coded = any(sign in chunk for sign in (b"&", b"_x", b"\r", b"\0"))
    items: list[str | bytes] = []
    for item in text[len(_OPENING) : -len(_CLOSING)].split(_CLOSING + _OPENING):
        if "<" in item:  # others stand among the plain ones
            items += f"{_OPENING}{item}{_CLOSING}".encode().split(_END)[:-1]
        else:
            items.append(f"{_OPENING}{item}</t>".encode() if coded and _CODED.search(item) else item)
    return items


def is_plain_xml(data: bytes) -> bool:
    """Whether a part is in UTF-8 and without a document type, so that it can be cut by its bytes."""
    declared = _DECLARED.search(data[:400])
    is_utf8 = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    return is_utf8 and b"\0" not in data[:400] and b"<!DOCTYPE" not in data


def unescaped(text: str) -> str:
    """The text of a cell with the characters that XML cannot hold ("_x000D_") as themselves."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def tidy(text: str, cleaner: Cleaner) -> str:
    """A text with newlines as "\\n", and without what no database stores."""
    return text if text.isascii() and "\r" not in text and "\0" not in text else cleaner.text(text)
