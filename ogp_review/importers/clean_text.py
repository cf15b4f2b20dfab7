"""Text out of a format with escapes of its own: what no database holds becomes U+FFFD, and is told once."""

import re
from collections.abc import Iterator

from ogp_review.domain.incoming import IncomingWarning
from ogp_review.importers.decoding import REPLACEMENT

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Cleaner:
    """Cleans texts of one source and counts what it had to replace."""

    def __init__(self) -> None:
        self._replaced = 0

    def text(self, text: str) -> str:
        """`text` with newlines as "\\n", halves of a pair joined, NUL and lone surrogates replaced."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not _UNSTORABLE.search(text):
            return text
        text = _PAIR.sub(_joined, text)
        text, count = _UNSTORABLE.subn(REPLACEMENT, text)
        self._replaced += count
        return text

    def warnings(self) -> Iterator[IncomingWarning]:
        if self._replaced:
            characters = "character" if self._replaced == 1 else "characters"
            yield IncomingWarning(
                f"{self._replaced:,} {characters} that cannot be stored became {REPLACEMENT}."
            )


def _joined(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")
