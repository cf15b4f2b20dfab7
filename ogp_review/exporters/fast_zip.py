"""Zip parts written as they are made: `zipfile` cannot be given the fast deflate of ISA-L."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from ogp_review.errors import ReviewError

try:
    from isal import isal_zlib
except ImportError:  # no wheel for this computer
    isal_zlib: Any = None  # type: ignore[no-redef]

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_TIME, _DATE = 0, (1 << 5) | 1  # 1 January 1980, so that the same report is the same bytes
_LIMIT = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    crc: int
    packed: int
    size: int
    offset: int


class FastZip:
    """Writes parts one after the other to `stream`, which must be seekable; :meth:`close` ends the zip."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._entries: list[_Entry] = []

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add the part `name`, made of `chunks`.

        :raises ReviewError: where it is too large for a zip.
        """
        offset = self._stream.tell()
        encoded = name.encode("utf-8")
        self._stream.write(bytes(_LOCAL.size) + encoded)
        crc, packed, size = self._deflate(chunks)
        end = self._stream.tell()
        if max(packed, size, end) > _LIMIT:
            raise ReviewError("This is too much for one file. Export fewer comments at a time.")
        entry = _Entry(encoded, crc, packed, size, offset)
        self._stream.seek(offset)
        self._stream.write(_LOCAL.pack(b"PK\x03\x04", _VERSION, *_common(entry), 0))
        self._stream.seek(end)
        self._entries.append(entry)

    def close(self) -> None:
        start = self._stream.tell()
        for entry in self._entries:
            fields = (_VERSION, _VERSION, *_common(entry), 0, 0, 0, 0, 0, entry.offset)
            self._stream.write(_CENTRAL.pack(b"PK\x01\x02", *fields) + entry.name)
        size, count = self._stream.tell() - start, len(self._entries)
        self._stream.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))

    def _deflate(self, chunks: Iterable[bytes]) -> tuple[int, int, int]:
        compressor = _compressor()
        crc32 = isal_zlib.crc32 if isal_zlib else zlib.crc32
        crc = packed = size = 0
        for chunk in chunks:
            crc = crc32(chunk, crc)
            size += len(chunk)
            packed += self._stream.write(compressor.compress(chunk))
        return crc, packed + self._stream.write(compressor.flush()), size


def _common(entry: _Entry) -> tuple[int, ...]:
    """What stands alike before a part and in the list at the end."""
    return (_UTF8, _DEFLATED, _TIME, _DATE, entry.crc, entry.packed, entry.size, len(entry.name))


def _compressor() -> Any:
    if isal_zlib:
        return isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    return zlib.compressobj(1, zlib.DEFLATED, -15)
