"""Zip files read by member and in memory: Office and REFI files, whoever made them and whatever for."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, NoReturn

from ogp_review.errors import ReviewError
from ogp_review.importers.watching import look_up

MOST_MEMBERS = 10_000
LARGEST_WHOLE = 200 * 1024 * 1024
"""Bytes of all members together, unpacked. A file larger than this is not even opened."""

LARGEST_RATIO = 200
"""How many times its packed size a member, or the whole, may have."""

PIECE = 64 * 1024
"""Bytes that are asked for at once."""

_SMALL = 1024 * 1024
"""Up to so many bytes a member is harmless however well it is packed: a white picture, a row of blanks."""

_LARGEST_READ = 4 * 1024 * 1024
"""Bytes of the list of members, the one thing that `zipfile` reads in one go."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
    OverflowError,
    OSError,
)
"""All that `zipfile` raises at a file that is no zip, or one no longer."""


def looks_like(head: bytes) -> bool:
    """Whether a file that begins with `head` is a zip file."""
    return head.startswith(_ZIP)


def is_outside(name: str) -> bool:
    """Whether a name would leave the folder it is unpacked into: "../x", "/x", "C:x"."""
    return _OUTSIDE.search(name) is not None


def plain_name(name: str) -> str:
    """The last part of a member's name, for showing and never for opening."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(char for char in last if char.isprintable() and char not in ':*?"<>|') or "file"


@contextmanager
def open_zip(path: Path) -> Iterator["Package"]:
    """The zip file at `path`, once it has been found harmless.

    :raises ReviewError: where it is no zip, damaged, locked with a password, or made to burst.
    """
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise ReviewError(f'"{path.name}" cannot be opened: {_reason(error)}.') from error
    with file, Package(file, path.name) as package:
        yield package


class Package:
    """The members of an open zip file, known by name without regard to case and kind of slash.

    Names are looked up and never used as paths; what is packed in a member is never unpacked in turn.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = name
        size = file.seek(0, io.SEEK_END)
        self._check_kind(file, size)
        try:
            self._zip = zipfile.ZipFile(_Careful(file))
        except _DAMAGE as error:
            raise _damaged(name, error) from error
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._twice: set[str] = set()
        self._check(size)
        self._index()

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, member: str) -> bool:
        return _key(member) in self._infos

    @property
    def members(self) -> list[str]:
        """The names as they stand in the file, in its order, folders left out."""
        return [info.filename for info in self._infos.values()]

    def size(self, member: str) -> int:
        """Bytes of a member, unpacked. At most so many are ever read of it."""
        return self._info(member).file_size

    def read(self, member: str, most: int = LARGEST_WHOLE) -> bytes:
        """The bytes of a member.

        :raises ReviewError: where there is none, it is larger than `most`, or it cannot be read.
        """
        if self.size(member) > most:
            raise ReviewError(f'"{self.name}" holds "{member}", which is too large to read.')
        with self.open(member) as stream:
            return b"".join(iter(lambda: stream.read(PIECE), b""))

    def open(self, member: str) -> "Member":
        """A member to be read piece by piece. See :meth:`read`."""
        info = self._info(member)
        if _key(member) in self._twice:
            raise ReviewError(f'"{self.name}" holds "{member}" twice: it is damaged. Ask for another copy.')
        try:
            return Member(self._zip.open(info), self.name)
        except _DAMAGE as error:
            raise _damaged(self.name, error) from error

    def _info(self, member: str) -> zipfile.ZipInfo:
        info = self._infos.get(_key(member))
        if info is None:
            raise ReviewError(
                f'"{self.name}" lacks its part "{member}": it is damaged. Ask for another copy.'
            )
        return info

    def _check_kind(self, file: IO[bytes], size: int) -> None:
        file.seek(0)
        head = file.read(8)
        if head.startswith(_OLD_OFFICE):
            raise ReviewError(
                f'"{self.name}" is locked with a password or in an old format of Office. '
                "Open it, save it without a password in today's format, and import that."
            )
        if not looks_like(head):
            raise ReviewError(f'"{self.name}" is damaged: it does not begin as such a file does.')
        if size > LARGEST_WHOLE:
            raise ReviewError(f'"{self.name}" is larger than {_megabytes(LARGEST_WHOLE)}. Split it.')

    def _check(self, size: int) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            self._refuse_hostile(f"is made of {len(infos):,} parts")
        for info in infos:
            self._check_member(info)
        whole = sum(info.file_size for info in infos)
        if whole > LARGEST_WHOLE:
            self._refuse_hostile(f"would unpack to more than {_megabytes(LARGEST_WHOLE)}")
        if whole > max(_SMALL, LARGEST_RATIO * size):
            self._refuse_hostile(f"would unpack to more than {LARGEST_RATIO} times its size")

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        if is_outside(name):
            self._refuse_hostile(f'holds "{name[:60]}", a name that leads out of it')
        if info.flag_bits & _ENCRYPTED:
            raise ReviewError(f'"{self.name}" is locked with a password. Save it without one, import that.')
        if info.file_size > max(_SMALL, LARGEST_RATIO * info.compress_size):
            self._refuse_hostile(
                f'holds "{name[:60]}", which would unpack to more than {LARGEST_RATIO} times its size'
            )

    def _index(self) -> None:
        for info in self._zip.infolist():
            if info.filename.endswith("/") or stat.S_ISLNK(info.external_attr >> 16):
                continue
            key = _key(info.filename)
            other = self._infos.setdefault(key, info)
            if (other.CRC, other.file_size) != (info.CRC, info.file_size):
                self._twice.add(key)
            if info.compress_type not in _METHODS:
                raise ReviewError(f'"{self.name}" is packed in a way that Office does not use. Save it anew.')

    def _refuse_hostile(self, what: str) -> NoReturn:
        raise ReviewError(f'"{self.name}" {what}, as files made to do harm do. Ask for another copy.')


class Member:
    """A member that is being read. Whatever goes wrong is a ReviewError."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream = stream
        self._file = file

    def __enter__(self) -> "Member":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def read(self, size: int = PIECE) -> bytes:
        """Up to `size` bytes, none at the end."""
        look_up()
        try:
            return self._stream.read(max(0, size))
        except _DAMAGE as error:
            raise _damaged(self._file, error) from error


class _Careful(io.RawIOBase):
    """Lets `zipfile` read no more at once than an honest list of members needs."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(_LARGEST_READ + 1 if size < 0 else min(size, _LARGEST_READ + 1))
        if len(data) > _LARGEST_READ:
            raise zipfile.BadZipFile("its list of parts is too long")
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _key(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _damaged(name: str, error: BaseException) -> ReviewError:
    return ReviewError(
        f'"{name}" is damaged and cannot be unpacked ({_reason(error)}). Ask for another copy.'
    )


def _megabytes(size: int) -> str:
    return f"{size // 1024**2} MB"


def _reason(error: BaseException) -> str:
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(told.split())[:120].rstrip(".") or type(error).__name__
