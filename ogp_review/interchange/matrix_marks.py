"""What a workbook remembers of its rows, so that a cell somebody changed is told from one that is merely old.

Each row carries, beside its id, a version: that of the whole row, the language of staff's texts, the review,
and a short mark of every editable cell as it was written. A program may save texts a little differently (line
breaks, blanks at the end, control characters): marks and comparisons are blind to that.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from ogp_review.interchange.matrix import Column

CELL_LIMIT = 32_767
"""What a cell of Excel holds, in UTF-16 units."""

LONG_TEXTS = "Long texts"
LONG_TITLES = ("Ref", "Column", "Part", "Text")
"""The sheet of texts that no cell holds, and its columns."""

_NOT_KEPT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LONG_NOTE = re.compile(
    re.escape(f'… [the whole text is in sheet "{LONG_TEXTS}": ') + r"([^\n]{0,60}), ([^,\n]{1,40})\]\s*\Z"
)
_SHORT = 200
_EMPTY = "-"


def long_note(ref: str, title: str) -> str:
    """What ends a cell that shows only the beginning of its text."""
    return f'… [the whole text is in sheet "{LONG_TEXTS}": {ref[:60]}, {title}]'


def without_long_note(text: str) -> str | None:
    """The beginning of a long text, where `text` is one; else None."""
    found = _LONG_NOTE.search(text) if text.rstrip().endswith("]") else None
    return text[: found.start()] if found else None


def put_together(parts: Mapping[int, str]) -> str | None:
    """A long text of its numbered parts; None where one is missing. Only the last is shorter than a cell."""
    if set(parts) != set(range(1, len(parts) + 1)):
        return None
    rest = len(parts[len(parts)].encode("utf-16-le", "surrogatepass")) // 2
    return "".join(parts[number] for number in sorted(parts)) if rest < CELL_LIMIT - 1 else None


def same_lines(text: str) -> str:
    """`text` with newlines as "\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def key(text: str) -> str:
    """`text` without what may differ only because another program has saved it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _NOT_KEPT.sub("", same_lines(text))).strip()


def mark(text: str) -> str:
    """A short mark of a text; texts with one :func:`key` have one mark."""
    if not text:
        return _EMPTY
    return _short_mark(text) if len(text) < _SHORT else _mark(text)


def _mark(text: str) -> str:
    plain = key(text)
    if not plain:
        return _EMPTY
    return blake2b(plain.encode("utf-8", "replace"), digest_size=5).hexdigest()


@lru_cache(maxsize=20_000)
def _short_mark(text: str) -> str:
    return _mark(text)


@dataclass(frozen=True, slots=True)
class Version:
    """What a row says of itself. `marks` are by title of column; None: an older workbook, which has none."""

    row: str
    language: str | None = None
    review: str | None = None
    marks: dict[str, str] | None = None


def review_mark(review_id: str) -> str:
    """A few letters that tell one review from another."""
    return blake2b(review_id.encode(), digest_size=4).hexdigest()


def written_version(row: Any, columns: Sequence[Column], language: str, review: str) -> str:
    """The version of a row as its cell holds it: "8a1f20c9 en 0b4c77d1 -.-.77e0a1b2c3.-.…"."""
    marks = ".".join(mark(str(column.value(row) or "")) for column in columns if column.editable)
    return f"{row.version} {language} {review} {marks}"


def read_version(text: str, columns: Sequence[Column]) -> Version | None:
    """:func:`written_version` and back; None where nothing is written, no marks where they are of others."""
    parts = text.split()
    if not parts:
        return None
    titles = [column.title for column in columns if column.editable]
    marks = parts[3].split(".") if len(parts) == 4 else []
    language, review = (parts[1], parts[2]) if len(parts) > 2 else (None, None)
    known = dict(zip(titles, marks, strict=True)) if len(marks) == len(titles) else None
    return Version(parts[0], language, review, known)
