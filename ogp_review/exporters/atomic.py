"""Why an export is never torn: it is written beside its target and put in its place in one step."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ogp_review.errors import ReviewError

_PROGRAMS = {".xlsx": "Excel", ".csv": "Excel", ".docx": "Word"}

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


@contextmanager
def writing(target: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `target` when the block ends without an exception.

    Whatever goes wrong, nothing is left beside `target` and an older file there stays as it was.

    :raises ReviewError: where the folder or the file cannot be written, saying why.
    """
    target = Path(target)
    stream: BinaryIO | None = None
    try:
        _check(target)
        stream = _beside(target)
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
        stream.close()
        _put_in_place(Path(stream.name), target)
        stream = None
    except OSError as error:
        raise _sentence(error, target) from error
    finally:
        if stream is not None:
            _give_up(stream)


def _give_up(stream: BinaryIO) -> None:
    """Whatever fails here must not hide why: closing, too, writes what is left and finds the disk full."""
    with suppress(OSError):
        stream.close()
    with suppress(OSError):
        os.unlink(stream.name)


def _check(target: Path) -> None:
    if not target.parent.is_dir():
        raise ReviewError(f'There is no folder "{target.parent}". Make it, or choose another folder.')
    if target.is_dir():
        raise ReviewError(f'"{target}" is a folder. Give the name of a file.')


def _beside(target: Path) -> BinaryIO:
    """A new file in the folder of `target`: only there can it be moved in one step."""
    try:
        return (target.parent / f".ogp-{secrets.token_hex(8)}.part").open("x+b")
    except PermissionError as error:
        raise ReviewError(
            f'The folder "{target.parent}" may not be written to. Choose another folder.'
        ) from error


def _put_in_place(temporary: Path, target: Path) -> None:
    _keep_rights(temporary, target)
    try:
        os.replace(temporary, target)
    except PermissionError as error:
        program = _PROGRAMS.get(target.suffix.lower(), "Another program")
        raise ReviewError(
            f'{program} has "{target.name}" open. Close it, or save under another name.'
        ) from error
    _sync_folder(target.parent)


def _keep_rights(temporary: Path, target: Path) -> None:
    if os.name != "nt" and target.exists():
        with suppress(PermissionError):
            temporary.chmod(target.stat().st_mode & 0o777)


def _sync_folder(folder: Path) -> None:
    """So that the new name, too, survives a power cut. Windows cannot and need not."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sentence(error: OSError, target: Path) -> ReviewError:
    old = " The old file is as it was." if os.path.exists(target) else ""
    if error.errno in _FULL:
        return ReviewError(f'The disk is full: "{target.name}" was not written.{old}')
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReviewError(f'The folder "{target.parent}" may not be written to. Choose another folder.')
    if error.errno == errno.ENAMETOOLONG:
        return ReviewError(f'The name "{target.name}" is too long for a file. Choose a shorter one.')
    why = (error.strerror or type(error).__name__).lower()
    return ReviewError(f'"{target.name}" was not written: {why}.{old}')
