"""The encoding of a text file of any size, found in one pass over its bytes and told where it was assumed."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from ogp_review.errors import ReviewError

BYTE_ORDER_MARK = "\ufeff"
REPLACEMENT = "\ufffd"
_WINDOWS_IN_UTF8 = "ogp-review.windows-in-utf-8"
_BAD = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HEAD = 64 * 1024
_SNIFFED = 1024
_WHITE = b"\t\n\r\f\v\x1b\x85"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _WHITE)
_LETTERS = re.compile(rb"[A-Za-z][\x80-\xff]{1,2}[A-Za-z]|[A-Za-z]{2}[\x80-\xff](?![\x80-\xffA-Za-z])")
_MOST_JUDGED = 20_000
NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "MacRoman",
}
"""The encodings that a table is read in, as people call them."""


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8 in a file that mostly is: read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WINDOWS_IN_UTF8, _windows)


def error_handler(encoding: str) -> str:
    return _WINDOWS_IN_UTF8 if encoding == "utf-8" else "replace"


@dataclass(frozen=True, slots=True)
class Found:
    """An encoding, and what a person should know about how sure it is."""

    encoding: str
    notes: tuple[str, ...] = ()


def encoding_of(blocks: Iterable[bytes], name: str) -> Found:
    """Byte order mark, then strict UTF-8, then what its accents make most sense in.

    Raises ReviewError where the bytes are no text.
    """
    counts = _Bytes()
    for number, block in enumerate(blocks):
        if not number:
            marked = _marked(block)
            if marked:
                return Found(marked)
            _check_text(block[:_HEAD], name)
        counts.add(block)
    return counts.verdict()


def _marked(block: bytes) -> str | None:
    """UTF-16 by its mark, or by every second byte of it being NUL."""
    if block.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if block.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = block[:_SNIFFED]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < 0.2 * len(head) or min(even, odd) > 0.05 * len(head):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _check_text(head: bytes, name: str) -> None:
    if len(head.translate(None, _CONTROLS)) < 0.95 * len(head) - 1:
        raise ReviewError(f'"{name}" holds no text. Choose a table of comments.')


@dataclass(slots=True)
class _Bytes:
    """What the bytes of a file tell while they go by."""

    good: int = 0
    bad: int = 0
    sample: list[bytes] = field(default_factory=list)
    _utf8: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("surrogateescape")
    )

    def add(self, block: bytes) -> None:
        if block.isascii() and not self._utf8.getstate()[0]:
            return
        before = self.bad
        self._count(self._utf8.decode(block), len(block))
        wanted = _MOST_JUDGED - len(self.sample)
        if wanted > 0 and self.bad > before:
            self.sample += (found.group() for found in islice(_LETTERS.finditer(block), wanted))

    def _count(self, text: str, size: int) -> None:
        bad = 0 if text.isascii() else len(_BAD.findall(text))
        self.bad += bad
        self.good += max(0, size - len(text))

    def verdict(self) -> Found:
        self._count(self._utf8.decode(b"", True), 0)
        if not self.bad:
            return Found("utf-8")
        if self.good >= self.bad:
            verb = "byte in it is" if self.bad == 1 else "bytes in it are"
            return Found("utf-8", (f"The text is UTF-8, but {self.bad:,} {verb} not: read as Windows-1252.",))
        encoding = "mac_roman" if self._is_macs() else "cp1252"
        return Found(
            encoding,
            (f"The text is not UTF-8: {NAMES[encoding]} was assumed. Look at accents and quotation marks.",),
        )

    def _is_macs(self) -> bool:
        """Whether accents within words are letters in MacRoman and signs in Windows-1252."""
        return self._letters("mac_roman") > self._letters("cp1252")

    def _letters(self, encoding: str) -> int:
        decoded = (found.decode(encoding, "replace") for found in self.sample)
        return sum(_fits(char, text[-1].isascii()) for text in decoded for char in text if not char.isascii())


def _fits(char: str, within: bool) -> int:
    """Whether a character makes sense within a word, or at the end of one."""
    return 1 if char.islower() or char == "’" or (not within and char in "”…»") else -1


class TextCounts:
    """Characters that no database stores, replaced and counted while text goes by."""

    def __init__(self) -> None:
        self.replaced = 0

    def cleaned(self, text: str) -> str:
        nuls = text.count("\0")
        if nuls:
            text = text.replace("\0", REPLACEMENT)
        if not text.isascii():
            text, lone = _SURROGATE.subn(REPLACEMENT, text)
            nuls += lone
        self.replaced += nuls
        return text

    def notes(self) -> list[str]:
        if not self.replaced:
            return []
        what = "character" if self.replaced == 1 else "characters"
        return [f"{self.replaced:,} {what} that cannot be stored became {REPLACEMENT}."]
