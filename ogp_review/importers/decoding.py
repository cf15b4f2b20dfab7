"""Bytes of a text source to its text: decoded, newlines evened out, and what had to be assumed."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ogp_review.domain.incoming import IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers.watching import look_up, looked_up

REPLACEMENT = "\ufffd"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_ESCAPED_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")
_ESCAPED_TAIL = re.compile("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z")
PIECE = 1 << 20
"""So much is worked on at once: one long step would hold up everything else that Python does meanwhile."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a source, newlines as "\\n", and what a person should know about how it was read."""

    text: str
    warnings: tuple[IncomingWarning, ...]


def decode_file(path: Path, largest: int) -> Decoded:
    """The text of a file of at most `largest` bytes.

    :raises ReviewError: where it cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise ReviewError(f'"{path.name}" cannot be read: {error.strerror or error}.') from error
    if len(data) > largest:
        raise ReviewError(f'"{path.name}" is larger than {largest // 1024**2} MB. Split it.')
    return decode(data)


def decode(data: bytes) -> Decoded:
    """BOM, then strict UTF-8, then Windows-1252; every assumption becomes a warning."""
    notes: list[str] = []
    text = _unicode(data, notes)
    if "\r" in text:
        text = "".join(piece.replace("\r\n", "\n").replace("\r", "\n") for piece in _pieces(text))
    return Decoded(_clean(text, notes), tuple(IncomingWarning(note) for note in notes))


def _unicode(data: bytes, notes: list[str]) -> str:
    utf16 = _UTF16.get(data[:2])
    if utf16 is not None:
        return _utf16(data, utf16, notes)
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return _decoded(data[3:] if marked else data)
    except UnicodeDecodeError:
        return _damaged(data[3:] if marked else data, marked, notes)


def _decoded(data: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    blocks = (looked_up(data[start : start + PIECE]) for start in range(0, len(data), PIECE))
    return "".join([*map(decoder.decode, blocks), decoder.decode(b"", True)])


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, none of which ends between "\r" and "\n"."""
    start = 0
    while start < len(text):
        end = start + PIECE
        while text[end - 1 : end] == "\r":
            end += 1
        look_up()
        yield text[start:end]
        start = end


def _utf16(data: bytes, encoding: str, notes: list[str]) -> str:
    odd = len(data) % 2
    if odd:
        notes.append("The file ends in half a character, which was left out.")
    return data[2 : len(data) - odd].decode(encoding, "surrogatepass")


def _damaged(data: bytes, marked: bool, notes: list[str]) -> str:
    """UTF-8 with a few other bytes in it where most of what is not ASCII is UTF-8; else Windows-1252."""
    text = data.decode("utf-8", "surrogateescape")  # each byte that is not UTF-8: U+DC80 to U+DCFF
    good = len(data) - len(text)
    text, lost = _ESCAPED_SURROGATE.subn(REPLACEMENT, text)
    if good:
        text, cut = _ESCAPED_TAIL.subn(REPLACEMENT, text)
        lost += cut
    text, assumed = _ESCAPED.subn(_as_windows, text)
    if not marked and assumed > good:
        return _windows(data, notes)
    if assumed:
        verb = "is" if assumed == 1 else "are"
        notes.append(
            f"The text is UTF-8, but {_times(assumed, 'byte')} in it {verb} not: read as Windows-1252."
        )
    if lost:
        notes.append(f"{_times(lost, 'broken character')} became {REPLACEMENT}.")
    return text


def _as_windows(escaped: re.Match[str]) -> str:
    return bytes([ord(escaped.group()) - 0xDC00]).decode("cp1252", "replace")


def _windows(data: bytes, notes: list[str]) -> str:
    text = data.decode("cp1252", "replace")
    notes.append("The text is not UTF-8: Windows-1252 was assumed. Look at accents and quotation marks.")
    unknown = text.count(REPLACEMENT)
    if unknown:
        notes.append(f"{_times(unknown, 'byte')} without a meaning in Windows-1252 became {REPLACEMENT}.")
    return text


def _clean(text: str, notes: list[str]) -> str:
    """No NUL and no lone surrogate is stored: neither database holds them."""
    nuls = text.count("\0")
    if nuls:
        text = text.replace("\0", REPLACEMENT)
    lone = 0
    if not text.isascii():
        cleaned = [_SURROGATE.subn(REPLACEMENT, piece) for piece in _pieces(text)]
        lone = sum(found for _, found in cleaned)
        text = "".join(piece for piece, _ in cleaned) if lone else text
    if nuls or lone:
        notes.append(f"{_times(nuls + lone, 'character')} that cannot be stored became {REPLACEMENT}.")
    return text


def _times(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
