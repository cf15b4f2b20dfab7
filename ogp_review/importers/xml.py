"""XML of unknown makers: no document type, no entity, no network, and no more of it than memory holds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from lxml import etree

from ogp_review.errors import ReviewError
from ogp_review.importers.watching import look_up

MOST_MARKS = 2_000_000
"""How many "<" and "=" a tree is made of at most: some 30 MB of an Office file, and half a GB of memory."""

MOST_BETWEEN = 500_000
"""The same for what stands between two elements that :func:`each` hands out."""

_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
_PIECE = 64 * 1024
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_LONGEST = max(map(len, _DOCTYPES)) - 1
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\0?\s*\0?<\0?[^\0]", re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = re.compile(rb"(?i)utf-?8|utf-?16(?:[lb]e)?|(?:us-)?ascii|iso-8859-\d{1,2}|windows-125\d")
_BROKEN = (etree.LxmlError, ValueError, LookupError, AssertionError)


class Stream(Protocol):
    """A file or a member of a zip."""

    def read(self, size: int, /) -> bytes: ...


@dataclass
class Budget:
    """How much may still be read into trees that are in memory together."""

    marks: int = MOST_MARKS


def root_of(stream: Stream, *, name: str, part: str = "", budget: Budget | None = None) -> etree._Element:
    """The root of a whole tree. `name` is the file that a person knows, `part` the member of it.

    :param budget: shared by trees that are kept together.
    :raises ReviewError: where it is not XML, holds a document type, or is too large for memory.
    """
    watched = _Watched(stream, name, part, budget or Budget())
    parser = etree.XMLParser(**_SAFE)
    with watched.refusing():
        for piece in watched.pieces():
            parser.feed(piece)
        return parser.close()


def each(stream: Stream, *tags: str, name: str, part: str = "") -> Iterator[etree._Element]:
    """The elements with one of `tags` ("{namespace}name", or "{*}name"), one by one, as they end.

    What stands before the element in hand is dropped, and it itself when the next is asked for. Raises
    ReviewError as :func:`root_of` does, and where too much stands between two elements.
    """
    budget = Budget(MOST_BETWEEN)
    watched = _Watched(stream, name, part, budget)
    parser = etree.XMLPullParser(events=("end",), tag=tags or None, **_SAFE)
    pieces = watched.pieces()
    while True:
        with watched.refusing():
            piece = next(pieces, b"")
            if piece:
                parser.feed(piece)
            else:
                parser.close()
            found: list[etree._Element] = list(map(itemgetter(1), parser.read_events()))
        for element in found:
            budget.marks = MOST_BETWEEN
            yield element
            _drop(element)
        if not piece:
            return


def _drop(element: etree._Element) -> None:
    """Empty an element, and remove what stands before it, be it inside a parent or before that."""
    element.clear()
    below = element
    above = below.getparent()
    while above is not None:
        while len(above) and above[0] is not below:
            del above[0]
        below, above = above, above.getparent()


class _Watched:
    """Reads a stream and stops at what an honest one does not hold, before it has become a tree."""

    def __init__(self, stream: Stream, name: str, part: str, budget: Budget) -> None:
        self._budget = budget
        self._stream = stream
        self._name = name
        self._within = f', part "{part}",' if part else ""

    def pieces(self) -> Iterator[bytes]:
        end = b""
        while piece := self._stream.read(_PIECE):
            look_up()
            if not end:
                self._check_beginning(piece)
            joined = end + piece
            if any(word in joined for word in _DOCTYPES):
                raise ReviewError(
                    f'"{self._name}"{self._within} holds a document type (DOCTYPE), as files made to do harm '
                    "do. Ask for another copy."
                )
            end = joined[-_LONGEST:]
            self._budget.marks -= piece.count(b"<") + piece.count(b"=")
            if self._budget.marks < 0:
                raise ReviewError(f'"{self._name}"{self._within} is too large to read. Split it.')
            yield piece

    def _check_beginning(self, piece: bytes) -> None:
        """Only encodings in which "<" is that byte, so that it can be counted and a DOCTYPE be seen."""
        declared = _DECLARED.search(piece.replace(b"\0", b""))
        if not _BEGINNING.match(piece) or (declared and not _ENCODINGS.fullmatch(declared[1])):
            raise ReviewError(f'"{self._name}"{self._within} is not XML that can be read. {_AGAIN}')

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turns what the parser raises into a sentence."""
        try:
            yield
        except _BROKEN as error:
            why = " ".join(str(error).split())[:120].rstrip(".")
            raise ReviewError(f'"{self._name}"{self._within} is damaged ({why}). {_AGAIN}') from error


_AGAIN = "Ask for another copy."
