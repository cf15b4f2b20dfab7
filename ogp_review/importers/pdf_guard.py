"""Whether a PDF can be read within bounds, found out before the fast reader, which knows none, is let at it.

A page may draw a form which draws ten others, which draw ten each: 2 KB of file, 10 million letters of text.
What each page would draw is therefore counted first, with a reader that caps every stream it unpacks.
"""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from ogp_review.errors import ReviewError
from ogp_review.progress import Progress

MOST_PAGES = 2_000
MOST_DRAWN = 4_000_000
"""Bytes that one page draws, forms drawn again counted again; all pages together may draw tenfold."""

LARGEST_STREAM = 64 * 1024 * 1024
"""Bytes of any one stream that is packed more than a hundredfold: no font or picture is."""

_DEEPEST = 20
_RATIO = 100
_STREAM = re.compile(rb"\bstream\r?\n")
_DRAWS = re.compile(rb"/([^\s/<>()\[\]{}%]{1,100})\s+Do\b")
_BROKEN = (
    PyPdfError, zlib.error, struct.error, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    RecursionError, NotImplementedError, OverflowError, EOFError, OSError, MemoryError,
)  # fmt: skip
"""What pypdf raises at files that are damaged."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())


def opened(data: bytes, name: str) -> PdfReader:
    """The file, if it has pages that can be read without a password.

    :raises ReviewError: where it is locked, damaged, has no or too many pages, or is packed to burst.
    """
    _check_streams(data, name)
    with refusing(name):
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not _unlocked(reader):
            raise ReviewError(
                f'"{name}" is locked with a password or protected. Print it to a new PDF and import that.'
            )
        pages = len(reader.pages)
    if not pages:
        raise ReviewError(f'"{name}" has no pages that can be read. Ask for another copy.')
    if pages > MOST_PAGES:
        raise ReviewError(f'"{name}" has {pages:,} pages, more than {MOST_PAGES:,}. Split it.')
    return reader


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turns what the parser raises at a damaged file into a sentence."""
    try:
        yield
    except _BROKEN as error:
        why = " ".join(str(error).split())[:100].rstrip(".") or type(error).__name__
        raise ReviewError(
            f'"{name}" is damaged and cannot be read as a PDF ({why}). Open it, print it to a new PDF, and '
            "import that."
        ) from error


def _unlocked(reader: PdfReader) -> bool:
    """Whether a file is only protected against changes: its password to read is empty."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _check_streams(data: bytes, name: str) -> None:
    """Unpacks each large stream, keeping nothing, until it is seen to be harmless."""
    for found in _STREAM.finditer(data):
        if not _is_harmless(memoryview(data)[found.end() :]):
            raise ReviewError(
                f'"{name}" would unpack to more than memory holds, as files made to do harm do. '
                "Ask for another copy."
            )


def _is_harmless(packed: memoryview) -> bool:
    unpacker = zlib.decompressobj()
    written = read = 0
    try:
        while written < LARGEST_STREAM and not unpacker.eof:
            block = unpacker.unconsumed_tail or bytes(packed[read : read + 65_536])
            if not block:
                return True
            read += 0 if unpacker.unconsumed_tail else len(block)
            written += len(unpacker.decompress(block, 1 << 20))
            if read > 1 << 20 and written < _RATIO * read:
                return True
    except zlib.error:  # not packed this way, or no stream
        return True
    return (unpacker.eof and written <= LARGEST_STREAM) or written < _RATIO * read


def check_drawing(reader: PdfReader, name: str, progress: Progress) -> None:
    """Count what the pages draw. Raises ReviewError where it is more than any letter has."""
    weigher = _Weigher()
    whole = 0
    for number, page in enumerate(reader.pages, 1):
        progress.check_cancelled()
        with refusing(name):
            contents = page.get_contents()
            drawn = weigher.weight(contents.get_data(), _forms_of(page)) if contents is not None else 0
        whole += drawn
        if drawn > MOST_DRAWN or whole > 10 * MOST_DRAWN:
            raise ReviewError(
                f'"{name}" draws too much on page {number} to be a letter: its text cannot be read. '
                "Ask for its text in another format."
            )


class _Weigher:
    """Bytes that a content draws with all it calls; each form is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._open: set[int] = set()

    def weight(self, data: bytes, forms: dict[str, StreamObject]) -> int:
        total = len(data)
        for found in _DRAWS.finditer(data):
            form = forms.get("/" + found[1].decode("latin-1"))
            if form is not None:
                total += self._of_form(form)
            if total > MOST_DRAWN:
                break
        return total

    def _of_form(self, form: StreamObject) -> int:
        key = form.indirect_reference.idnum if form.indirect_reference is not None else -id(form)
        if key in self._open or len(self._open) >= _DEEPEST:
            return MOST_DRAWN + 1  # it draws itself, or seems to go on for ever
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self.weight(form.get_data(), _forms_of(form))
            self._open.discard(key)
        return self._known[key]


def _forms_of(owner: DictionaryObject) -> dict[str, StreamObject]:
    resources = _inherited(owner, "/Resources")
    objects = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    objects = objects.get_object() if objects is not None else None
    if not isinstance(objects, DictionaryObject):
        return {}
    found = {str(name): value.get_object() for name, value in objects.items()}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, StreamObject) and value.get("/Subtype") == NameObject("/Form")
    }


def _inherited(owner: DictionaryObject, key: str) -> Any:
    """A member of a page, or of the nearest of the tree's nodes above it."""
    for _ in range(_DEEPEST):
        if key in owner:
            return owner[key].get_object()
        above = owner.get("/Parent")
        above = above.get_object() if above is not None else None
        if not isinstance(above, DictionaryObject):
            return None
        owner = above
    return None
