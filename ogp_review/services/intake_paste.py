"""What was pasted from the clipboard as a source: it goes the way of a file, from a private folder."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ogp_review.errors import ReviewError
from ogp_review.services.intake_source import Source
from ogp_review.store.storable import storable

PASTED = "pasted text"
LARGEST = 64 * 1024 * 1024
"""Characters."""


@contextmanager
def pasted(text: str, name: str) -> Iterator[Source]:
    """`text` as a source called `name`.

    :raises ReviewError: where nothing was pasted, or too much.
    """
    clean = storable(text)
    if not clean.strip():
        raise ReviewError("There is no text to import. Copy some first.")
    if len(clean) > LARGEST:
        raise ReviewError("That is too much text to be pasted. Save it as a file and import that.")
    called = storable(" ".join(name.split())) or PASTED
    with tempfile.TemporaryDirectory(prefix="ogp-pasted-") as folder:
        path = Path(folder) / PASTED
        path.write_text(clean, encoding="utf-8", newline="")
        yield Source(path, called, called, called)
