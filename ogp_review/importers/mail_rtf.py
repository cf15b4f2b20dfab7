"""The rich text that Outlook keeps of a mail: unpacked (MS-OXRTFCP), and as text or the HTML inside it."""

import re
import struct
from dataclasses import dataclass, field, replace

from ogp_review.importers.html_text import html_text
from ogp_review.importers.mail_charset import code_page_text
from ogp_review.importers.mail_message import BadMail

LARGEST_RTF = 8 * 1024 * 1024
"""Bytes, unpacked: beyond that it holds pictures, and Outlook keeps the words besides."""

_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_DEEPEST_GROUP = 500
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable "
    "listoverridetable generator themedata datastore xmlnstbl fldinst footnote annotation".split()
)
_SIGNS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t",
    "bullet": "•", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_CODE_PAGES = {
    77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
"""The code page of each character set a font can have."""


def unpacked(data: bytes) -> bytes:
    """The RTF in a compressed property. Raises BadMail where it is none or too large."""
    if len(data) < 16:
        raise BadMail("its rich text is damaged")
    _, size, kind, _ = struct.unpack("<4I", data[:16])
    if size > LARGEST_RTF:
        raise BadMail(f"its rich text is larger than {LARGEST_RTF // 1024**2} MB")
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED:
        raise BadMail("its rich text is damaged")
    return _unpacked(data, size)


def _unpacked(data: bytes, size: int) -> bytes:
    """What is missing at the end of a cut text is left out."""
    out = bytearray(_DICTIONARY)
    wanted = len(_DICTIONARY) + size
    position = 16
    while position < len(data) and len(out) < wanted:
        flags = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data):
                break
            if not flags >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            pair = int.from_bytes(data[position : position + 2], "big")
            position += 2
            if not _copy(out, pair >> 4, (pair & 15) + 2):
                return bytes(out[len(_DICTIONARY) : wanted])
    return bytes(out[len(_DICTIONARY) : wanted])


def _copy(out: bytearray, offset: int, length: int) -> bool:
    """Repeat what stands at an offset of the window; False for the end, or a place not yet written."""
    back = (len(out) - offset) % _WINDOW
    if not back or back > len(out):
        return False
    for _ in range(length):
        out.append(out[-back])
    return True


def rtf_text(data: bytes) -> str:
    """The words of an RTF text; where it wraps the HTML of a mail, those of the HTML.

    Raises BadMail where it is too deep, ReviewError where the HTML is too long.
    """
    reader = _Reader(wraps_html=b"\\fromhtml" in data[:1024])
    for token in _TOKEN.finditer(data):
        reader.take(token)
    text = reader.text()
    return html_text(text) if reader.wraps_html else text.strip("\n")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    skipped: bool = False
    tag: bool = False
    fonts: bool = False
    hidden: bool = False
    after_unicode: int = 1
    code_page: int = 1252


@dataclass(slots=True)
class _Reader:
    """Walks through the tokens of an RTF text. Brackets that do not match do no harm."""

    wraps_html: bool
    _group: _Group = field(default_factory=_Group)
    _outer: list[_Group] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _fonts: dict[int, int] = field(default_factory=dict)
    _font: int = 0
    _default: int = 1252
    _starred: bool = False
    _to_skip: int = 0

    def text(self) -> str:
        """What was gathered; characters beyond U+FFFF are written as two halves."""
        self._flush()
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def take(self, token: re.Match[bytes]) -> None:
        if token["brace"]:
            self._brace(token["brace"])
        elif token["word"]:
            self._word(token["word"].decode("ascii"), token["number"])
        elif token["symbol"]:
            self._symbol(token["symbol"])
        elif token["hex"]:
            self._add_bytes(bytes.fromhex(token["hex"].decode("ascii")))
        elif token["text"]:
            self._add_bytes(token["text"])

    @property
    def _seen(self) -> bool:
        return not self._group.skipped and (self._group.tag or not (self.wraps_html and self._group.hidden))

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip, self._starred = 0, False
        if brace == b"{":
            if len(self._outer) >= _DEEPEST_GROUP:
                raise BadMail("its rich text is nested too deep")
            self._outer.append(self._group)
        elif self._outer:
            self._group = self._outer.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in _SYMBOLS:
            self._add(_SYMBOLS[symbol])

    def _word(self, word: str, number: bytes | None) -> None:
        starred, self._starred = self._starred, False
        value = int(number) if number else None
        if word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == "u" and value is not None:
            self._unicode(value)
        elif word == "htmltag":
            self._change(tag=True, skipped=self._group.skipped)
        elif starred or word in _SKIPPED:
            self._change(skipped=True, fonts=word == "fonttbl")
        else:
            self._setting(word, value)

    def _setting(self, word: str, value: int | None) -> None:
        if word == "htmlrtf":
            self._change(hidden=value != 0)
        elif word == "uc" and value is not None:
            self._change(after_unicode=max(0, min(value, 8)))
        elif word == "ansicpg" and value:
            self._default = value
            self._change(code_page=value)
        elif word == "f" and value is not None:
            self._font = value
            self._change(code_page=self._fonts.get(value, self._default))
        elif word == "fcharset" and self._group.fonts and value in _CODE_PAGES:
            self._fonts[self._font] = _CODE_PAGES[value]

    def _change(self, **what: bool | int) -> None:
        self._flush()
        self._group = replace(self._group, **what)  # type: ignore[arg-type]

    def _unicode(self, value: int) -> None:
        self._flush()
        if self._seen:
            self._out.append(chr(value % 0x10000))
        self._to_skip = self._group.after_unicode

    def _add(self, text: str) -> None:
        self._flush()
        self._to_skip = 0
        if self._seen:
            self._out.append(text)

    def _add_bytes(self, data: bytes) -> None:
        left_out = min(self._to_skip, len(data))
        self._to_skip -= left_out
        if self._seen:
            self._bytes += data[left_out:]

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(code_page_text(bytes(self._bytes), self._group.code_page)[0])
            self._bytes.clear()
