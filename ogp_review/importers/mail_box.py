"""Where mails are kept: an .mbox, read one mail at a time whatever its size, and a folder of files."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ogp_review.errors import ReviewError
from ogp_review.importers.mail_message import LARGEST_MAIL
from ogp_review.importers.watching import look_up

MOST_FILES = 10_000
DEEPEST_FOLDER = 5
MAIL_ENDINGS = (".eml", ".msg", ".mbox", ".mbx")
_FROM = b"From "
_LONGEST_LINE = 1024 * 1024
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(rb">*From |[!-9;-~]{1,100}[ \t]*:")
_HIDDEN = (".", "~$")
_SYSTEM = ("thumbs.db", "desktop.ini")


def mails_of(file: BinaryIO) -> Iterator[bytes | None]:
    """The mails of an mbox in their order; None for one that is larger than LARGEST_MAIL."""
    lines: list[bytes] = []
    size = 0
    begun = False
    before = b"\n"
    for line, following in _with_next(file):
        if line.startswith(_FROM) and not before.strip() and _HEADER.match(following):
            if begun:
                yield _mail(lines, size)
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= LARGEST_MAIL:
                lines.append(line)
        before = line
    if begun:
        yield _mail(lines, size)


def _mail(lines: list[bytes], size: int) -> bytes | None:
    return None if size > LARGEST_MAIL else _ESCAPED.sub(rb"\1", b"".join(lines))


def _with_next(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Each line and the one after it. Lines longer than _LONGEST_LINE come in pieces."""
    line = file.readline(_LONGEST_LINE)
    while line:
        look_up()
        following = file.readline(_LONGEST_LINE)
        yield line, following
        line = following


def files_of(folder: Path) -> list[Path]:
    """The files of a folder and of the folders in it, by name; what the system keeps there is passed over.

    Raises ReviewError where it cannot be read, or holds too many files.
    """
    found: list[Path] = []
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        inside = _entries(place, folder)
        found += [Path(entry.path) for entry in inside if entry.is_file(follow_symlinks=False)]
        if depth < DEEPEST_FOLDER:
            waiting += [
                (Path(entry.path), depth + 1) for entry in inside if entry.is_dir(follow_symlinks=False)
            ]
        if len(found) > MOST_FILES:
            raise ReviewError(
                f'"{folder.name}" holds more than {MOST_FILES:,} files. Import its folders one by one.'
            )
    return sorted(found, key=lambda path: (path.parent.as_posix().casefold(), path.name.casefold()))


def _entries(place: Path, folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return [entry for entry in entries if _is_of_a_person(entry.name)]
    except OSError as error:
        raise ReviewError(f'"{folder.name}" cannot be read: {error.strerror or error}.') from error


def _is_of_a_person(name: str) -> bool:
    return not name.startswith(_HIDDEN) and name.casefold() not in _SYSTEM
