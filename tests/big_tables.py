"""Tables of comments as large as a test needs them."""

import csv
from collections.abc import Iterable
from pathlib import Path


def write_table(path: Path, texts: Iterable[str]) -> Path:
    """A CSV at `path` with one comment a text, each with an id and an author of its own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Id", "Author", "Text"))
        rows.writerows((n, f"author {n}", text) for n, text in enumerate(texts))
    return path
