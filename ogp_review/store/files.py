"""Files that stand at their name whole or not at all: copies of a review, and a new one's name."""

import os
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path

from ogp_review.errors import ReviewError
from ogp_review.store.engine import sentences


def drop(beside: Path) -> None:
    """Where the disk is read-only there is nothing to drop, and dropping must not hide what went wrong."""
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def give_name(beside: Path, path: Path) -> None:
    """Rename without ever overwriting; some network and USB file systems know no links."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        os.rename(beside, path)


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of the review at `source` while it is in use, whole or not at all.

    :raises ReviewError: where `target` exists or cannot be written.
    """
    if target.exists():
        raise ReviewError(f'"{target}" exists already. Choose another name; nothing is overwritten.')
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with sentences():
            _backup(source, beside)
        give_name(beside, target)
    except OSError as error:
        raise ReviewError(f'"{target}" cannot be written: {error.strerror or error}.') from error
    finally:
        drop(beside)


def _backup(source: Path, target: Path) -> None:
    reader = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    writer = sqlite3.connect(target)
    try:
        reader.backup(writer)
    finally:
        writer.close()
        reader.close()
