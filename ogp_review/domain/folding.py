"""Folded copies of text, for matching and search: one way, in Python, for both databases."""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u20d0-\u20ff]"
)
_SPACELESS = re.compile("([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"})
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """`text` without case and accents; Chinese, Japanese and Thai with a space round each character."""
    if text.isascii():
        return text.lower()
    for encoding, (table, longer) in _TABLES.items():
        try:
            western = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(western.translate(None, longer)) == len(western):
            return western.translate(table).decode(encoding)
        break
    return _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    return _SPACELESS.sub(r" \1 ", plain)


def _table(encoding: str) -> tuple[bytes, bytes]:
    """The fold of each byte of a one-byte encoding, and the bytes whose fold is not one such byte."""
    table = bytearray(range(256))
    longer = bytearray()
    for byte in range(256):
        try:
            plain = _folded(bytes([byte]).decode(encoding)).encode(encoding)
        except UnicodeError:
            plain = b""
        if len(plain) == 1:
            table[byte] = plain[0]
        else:
            longer.append(byte)
    return bytes(table), bytes(longer)


_TABLES = {encoding: _table(encoding) for encoding in ("latin-1", "cp1252")}
"""Most text is Western, and a table of bytes is ten times as fast as normalising."""


def match_key(text: str) -> str:
    """`text` as it is compared with another: folded, white space and typographic punctuation evened out."""
    plain = folded(text)
    return " ".join((plain if plain.isascii() else plain.translate(_PUNCTUATION)).split())


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """:func:`match_key` for names, which come again and again."""
    return match_key(name)


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(folded(text))
