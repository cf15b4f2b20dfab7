"""The compound file (OLE) in which Outlook keeps a mail: streams by path, bounded; one error for damage."""

import io
import struct

import olefile

from ogp_review.importers.mail_message import MOST_ATTACHMENTS, BadMail

_BROKEN = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
    struct.error,
)
"""What olefile raises on damaged files, found by changing bytes of sound ones."""

_DAMAGED = "its file is damaged"
_MOST_STORAGES = 2 * MOST_ATTACHMENTS
_MOST_BYTES = 256 * 1024 * 1024

Path = tuple[str, ...]


class CompoundFile:
    """Raises BadMail where the file, or what is asked of it, is damaged or holds too much.

    Entries can name the same bytes again and again, so what may be read is bounded over the whole file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._ole = olefile.OleFileIO(io.BytesIO(data))
            listed = self._ole.listdir(streams=True, storages=True)
        except _BROKEN as error:
            raise BadMail(_DAMAGED) from error
        self._left = _MOST_BYTES
        self._storages: dict[Path, set[str]] = {}
        for entry in listed:
            self._storages.setdefault(tuple(entry[:-1]), set()).add(entry[-1])

    def has(self, path: Path) -> bool:
        return path[-1] in self._storages.get(path[:-1], ())

    def names_in(self, path: Path) -> list[str]:
        """The names in a storage, in order. Raises BadMail where there are too many."""
        names = sorted(self._storages.get(path, ()))
        if len(names) > _MOST_STORAGES:
            raise BadMail("it holds too many attachments")
        return names

    def stream(self, path: Path, largest: int) -> bytes | None:
        """The bytes of a stream; None where there is none."""
        if not self.has(path):
            return None
        try:
            if self._ole.get_type(list(path)) != olefile.STGTY_STREAM:
                return None
            size = self._ole.get_size(list(path))
            if size > min(largest, self._left):
                raise BadMail("it holds a text or a file that is too large")
            self._left -= size
            data: bytes = self._ole.openstream(list(path)).read()
        except _BROKEN as error:
            raise BadMail(_DAMAGED) from error
        return data
