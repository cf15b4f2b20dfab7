"""Finds the importer for a source by what is in it, and refuses in one sentence what none can read."""

import stat
from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TypedDict

from ogp_review.domain.incoming import Incoming, Reading
from ogp_review.errors import ReviewError
from ogp_review.importers import (
    discuto,
    discuto_html,
    draft_text,
    mail,
    msg,
    nested_json,
    packed,
    pasted,
    refi,
    tables,
    zips,
)
from ogp_review.importers.decoding import decode
from ogp_review.importers.table_grids import Unchanged
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.table_text import TextGrid
from ogp_review.importers.watching import watched, watching
from ogp_review.progress import Progress

LARGEST_TEXT = 512 * 1024 * 1024
"""Bytes of a text source."""

_HEAD = 64 * 1024
_CHECKED_EVERY = 500
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WHITE = b"\t\n\r\f\v\x1b\x85"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _WHITE)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "is a rich text (RTF) file. Open it, save it as .docx, and import that."),
    (b"SQLite format 3\0", "is a database, perhaps a review. Open a review instead of importing it."),
    (b"\x1f\x8b", "is a compressed file. Unpack it and import what is in it."),
    (b"\x89PNG", "is a picture and holds no text."),
    (b"\xff\xd8\xff", "is a picture and holds no text."),
    (b"GIF8", "is a picture and holds no text."),
)
_WEB_ARCHIVE = (b"snapshot-content-location:", b"multipart/related")
_PAGES = ("<!doctype html", "<html")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about a source. `mapping` names the column of a field, {"text": "Comment"}, or says
    all of how a table is read; `as_draft` that the source is the draft itself, not what is said of it.
    """

    language: str | None = None
    consultation: str | None = None
    mapping: Mapping | Names[str, str] | None = None
    as_draft: bool = False


def open_source(path: Path, options: ReadOptions | None = None, progress: Progress | None = None) -> Reading:
    """The records of the file at `path`, or of the mails in a folder, by the importer its content asks for.

    Raises ReviewError, naming the file, where it cannot be read or no importer knows it.
    """
    try:
        with watching(progress):
            unchanged = Unchanged(path) if path.is_file() else None
            reading = _Source(path, options or ReadOptions(), progress).reading()
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        raise ReviewError(_unreadable(path, error)) from error
    records = watched(reading.records, progress) if progress else reading.records
    return replace(reading, records=_whole(records, path, unchanged))


def _whole(records: Iterator[Incoming], path: Path, unchanged: Unchanged | None) -> Iterator[Incoming]:
    """The records. A file that grows, changes or goes away before the last of them is refused."""
    try:
        for number, record in enumerate(records):
            if unchanged is not None and number % _CHECKED_EVERY == 0:
                unchanged.check()
            yield record
    except OSError as error:
        raise ReviewError(_unreadable(path, error)) from error
    if unchanged is not None:
        unchanged.check()


class _Said(TypedDict):
    language: str | None
    consultation: str | None


class _Source:
    """One source, looked at by what it begins with: the first kind that it is decides."""

    def __init__(self, path: Path, options: ReadOptions, progress: Progress | None) -> None:
        self._path = path
        self._name = path.name
        self._options = options
        self._progress = progress
        self._said: _Said = {"language": options.language, "consultation": options.consultation}

    def reading(self) -> Reading:
        status = self._path.stat()
        if stat.S_ISDIR(status.st_mode):
            return self._folder()
        if not stat.S_ISREG(status.st_mode):
            raise ReviewError(f'"{self._name}" is not a file with content of its own. Choose a file.')
        if not status.st_size:
            raise ReviewError(f'"{self._name}" is empty. Choose a file that holds comments.')
        with self._path.open("rb") as file:
            head = file.read(_HEAD)
        return self._binary(head) or self._text(head, status.st_size)

    def _folder(self) -> Reading:
        path = self._path if self._name else self._path.resolve()
        if self._options.as_draft:
            raise ReviewError(f'"{path.name}" is a folder. Choose the file that holds the draft.')
        return mail.read_folder(path, **self._said)

    def _binary(self, head: bytes) -> Reading | None:
        """A source that is no text; None where it is text."""
        if zips.looks_like(head):
            return packed.read(
                self._path, mapping=self._options.mapping, as_draft=self._options.as_draft, **self._said
            )
        if head.startswith(msg.MAGIC):
            return self._old_office(head)
        if head.lstrip(b"\r\n ").startswith(b"%PDF"):
            return self._pdf()
        self._check_content(head)
        return None

    def _pdf(self) -> Reading:
        from ogp_review.importers import pdf  # it takes a while to load, and most starts need none

        return self._only_comments(pdf.read(self._path, progress=self._progress, **self._said))

    def _old_office(self, head: bytes) -> Reading:
        if msg.looks_like(head, self._name):
            return self._only_comments(mail.read(self._path, **self._said))
        raise ReviewError(
            f'"{self._name}" is an old Office file (.doc, .xls) or locked with a password. '
            "Open it, save it as .docx or .xlsx without a password, and import that."
        )

    def _check_content(self, head: bytes) -> None:
        for magic, what in _MAGIC:
            if head.lstrip(b"\r\n ").startswith(magic):
                raise ReviewError(f'"{self._name}" {what}')
        if head.startswith(_UTF16):
            return
        if len(head.translate(None, _CONTROLS)) < 0.95 * len(head) - 1:
            raise ReviewError(f'"{self._name}" holds no text. Choose a text capture or a table of comments.')

    def _only_comments(self, reading: Reading) -> Reading:
        if self._options.as_draft:
            raise ReviewError(
                f'"{self._name}" cannot be read as a draft. Choose a Word, Markdown, HTML or text file.'
            )
        return reading

    # Text -------------------------------------------------------------------------------------------------

    def _text(self, head: bytes, size: int) -> Reading:
        start = decode(head).text
        if not self._options.as_draft and (self._options.mapping or tables.has_known_header(start)):
            self._check_size(size)
            return self._table()
        found = self._marked_up(head)
        if found is not None:
            return found
        self._check_size(size)
        with self._path.open("rb") as file:
            data = file.read(LARGEST_TEXT + 1)
        self._check_size(len(data))
        decoded = decode(data)
        if not decoded.text.strip("\ufffd\ufeff \t\n"):
            raise ReviewError(f'"{self._name}" holds no text.')
        reading = self._written(decoded.text)
        if reading.format == TextGrid.format:
            return reading  # reads the file by itself, and says itself what it assumed
        return replace(reading, records=_after(decoded.warnings, reading.records))

    def _marked_up(self, head: bytes) -> Reading | None:
        """Text that programs write: web pages, mails, JSON, XML."""
        if _is_web_archive(head):
            return discuto_html.read(self._path, **self._said)
        if mail.looks_like(head, self._name):
            return self._only_comments(mail.read(self._path, **self._said))
        if refi.looks_like(head, self._name):
            return self._only_comments(refi.read(self._path, **self._said))
        if nested_json.looks_like(head, self._name):
            return self._only_comments(nested_json.read(self._path, **self._said))
        if _is_page(head) and discuto_html.looks_like(head, self._name):
            return discuto_html.read(self._path, **self._said)
        return None

    def _written(self, text: str) -> Reading:
        """Text that people read: a page of Discuto, a draft, comments pasted, a table, a letter."""
        if discuto.looks_like(text):
            return discuto.read(text, **self._said)
        if self._options.as_draft:
            return draft_text.read_text(text, self._name, **self._said)
        if text.startswith("<?xml"):
            raise ReviewError(
                f'"{self._name}" is XML of a kind that is not known here. Save it as text, CSV or .docx.'
            )
        if text.lstrip()[:15].lower().startswith(_PAGES):
            raise ReviewError(
                f'"{self._name}" is the source of a web page. Select all in the browser, copy it into a text '
                "file and import that."
            )
        if pasted.looks_like(text):
            return pasted.read_text(text, self._name, **self._said)
        if tables.looks_like(text):
            return self._table()
        return pasted.read_text(text, self._name, **self._said)

    def _table(self) -> Reading:
        mapping = self._options.mapping
        return tables.read(self._path, self._name, mapping=mapping, progress=self._progress, **self._said)

    def _check_size(self, size: int) -> None:
        if size > LARGEST_TEXT:
            most = LARGEST_TEXT // 1024**2
            raise ReviewError(f'"{self._name}" is larger than {most} MB. Split it and import the pieces.')


def _is_page(head: bytes) -> bool:
    start = decode(head).text.lstrip("\ufeff \t\n")[:200].lower()
    return start.startswith(("<", "<!--"))


def _is_web_archive(head: bytes) -> bool:
    """Whether a browser saved a page and its pictures as one file: it looks like a mail."""
    headers = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return all(mark in headers for mark in _WEB_ARCHIVE)


def _after(first: tuple[Incoming, ...], records: Iterator[Incoming]) -> Iterator[Incoming]:
    return chain(first, records) if first else records


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return f'There is no file "{path}".'
    if isinstance(error, PermissionError):
        return f'"{path.name}" may not be read. Close it in other programs, or copy it to a folder of yours.'
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f'"{path.name}" cannot be read: {why}.'
