"""Finds the importer for a file by what is in it, and refuses in one sentence what none can read."""

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ogp_review.domain.incoming import Incoming, Reading
from ogp_review.errors import ReviewError
from ogp_review.importers import discuto, tables
from ogp_review.importers.decoding import decode

LARGEST_TEXT = 512 * 1024 * 1024
"""Bytes of a text source."""

_HEAD = 64 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WHITE = b"\t\n\r\f\v\x1b\x85"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _WHITE)
_SAVE_AS_TEXT = "Open it, save it as text or CSV, and import that."
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (
        b"%PDF",
        "is a PDF, not a text capture. PDFs cannot be imported yet; copy the text of the page into a text "
        "file and import that.",
    ),
    (b"PK\x03\x04", f"is a Word, Excel or zip file, which cannot be imported yet. {_SAVE_AS_TEXT}"),
    (b"\xd0\xcf\x11\xe0", f"is an old Office file or an Outlook mail. {_SAVE_AS_TEXT}"),
    (b"{\\rtf", f"is a rich text (RTF) file. {_SAVE_AS_TEXT}"),
    (b"SQLite format 3\0", "is a database, perhaps a review. Open a review instead of importing it."),
    (b"\x1f\x8b", "is a compressed file. Unpack it and import what is in it."),
    (b"\x89PNG", "is a picture and holds no text."),
    (b"\xff\xd8\xff", "is a picture and holds no text."),
    (b"GIF8", "is a picture and holds no text."),
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about a source: `mapping` names the column of a field, {"text": "Comment"}."""

    language: str | None = None
    consultation: str | None = None
    mapping: Mapping[str, str] | None = None


def open_source(path: Path, options: ReadOptions | None = None) -> Reading:
    """The records of the file at `path`, by the importer its content asks for.

    Raises ReviewError, naming the file, where it cannot be read or no importer knows it.
    """
    options = options or ReadOptions()
    decoded = decode(_bytes_of(path))
    if not decoded.text.strip("\ufffd\ufeff \t\n"):
        raise ReviewError(f'"{path.name}" holds no text.')
    reading = _reading(decoded.text, path.name, options)
    return replace(reading, records=_after(decoded.warnings, reading.records))


def _after(first: tuple[Incoming, ...], records: Iterator[Incoming]) -> Iterator[Incoming]:
    return chain(first, records) if first else records


def _bytes_of(path: Path) -> bytes:
    try:
        _check_kind(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
            _check_content(head, path.name)
            data = head + file.read(LARGEST_TEXT + 1 - len(head))
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        raise ReviewError(_unreadable(path, error)) from error
    if len(data) > LARGEST_TEXT:
        raise ReviewError(_too_large(path))
    return data


def _check_kind(path: Path) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ReviewError(f'"{path.name or path}" is a folder. Choose a file in it.')
    if not stat.S_ISREG(status.st_mode):
        raise ReviewError(f'"{path.name}" is not a file with content of its own. Choose a file.')
    if status.st_size > LARGEST_TEXT:
        raise ReviewError(_too_large(path))
    if not status.st_size:
        raise ReviewError(f'"{path.name}" is empty. Choose a file that holds comments.')


def _check_content(head: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if head.lstrip(b"\r\n ").startswith(magic):
            raise ReviewError(f'"{name}" {what}')
    if head.startswith(_UTF16):
        return
    if len(head.translate(None, _CONTROLS)) < 0.95 * len(head) - 1:
        raise ReviewError(f'"{name}" holds no text. Choose a text capture or a table of comments.')


def _reading(text: str, name: str, options: ReadOptions) -> Reading:
    if options.mapping or tables.has_known_header(text):
        return _table(text, name, options)
    if discuto.looks_like(text):
        return discuto.read(text, language=options.language, consultation=options.consultation)
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise ReviewError(
            f'"{name}" is the source of a web page. Select all in the browser, copy it into a text file and '
            "import that."
        )
    if tables.looks_like(text):
        return _table(text, name, options)
    raise ReviewError(
        f'"{name}" is neither a Discuto page nor a table with a header row that names a column of comments.'
    )


def _table(text: str, name: str, options: ReadOptions) -> Reading:
    return tables.read(
        text,
        name,
        language=options.language,
        consultation=options.consultation,
        mapping=options.mapping,
    )


def _too_large(path: Path) -> str:
    return f'"{path.name}" is larger than {LARGEST_TEXT // 1024**2} MB. Split it and import the pieces.'


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return f'There is no file "{path}".'
    if isinstance(error, PermissionError):
        return f'"{path.name}" may not be read. Close it in other programs, or copy it to a folder of yours.'
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f'"{path.name}" cannot be read: {why}.'
