"""What the command line says and where: results, progress and problems."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ogp_review.progress import NoProgress


class Output:
    """Words for people, or one JSON object and nothing else."""

    def __init__(self, *, json: bool = False) -> None:
        self.json = json

    def result(self, data: Any) -> None:
        """The one JSON object; characters that standard output cannot encode stand there escaped."""
        text = json.dumps(data, ensure_ascii=False, indent=2)
        try:
            text.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(data, indent=2)
        print(text)

    def say(self, line: str = "") -> None:
        """A line for people; nothing where JSON was asked for."""
        if not self.json:
            print(printable(line))

    def problem(self, sentence: str) -> None:
        print(printable(" ".join(sentence.split())), file=sys.stderr)

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows in columns that line up."""
        lines = [[printable(cell) for cell in row] for row in rows]
        widths = [max(len(row[index]) for row in lines) for index in range(len(lines[0]))] if lines else []
        for row in lines:
            self.say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def progress(self) -> "Bar":
        return Bar()


def printable(text: str) -> str:
    """`text` without what would steer a terminal."""
    encoding = sys.stdout.encoding or "utf-8"
    clean = "".join(
        character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text
    )
    return clean.encode(encoding, "replace").decode(encoding)


class Bar(NoProgress):
    """A line on standard error that tells how far work is; drawn only on a terminal."""

    def __init__(self) -> None:
        self._drawn = False
        self._shown = sys.stderr.isatty()

    def report(self, done: int, total: int | None, what: str) -> None:
        if not self._shown:
            return
        share = f" of {total:,}" if total else ""
        print(f"\r\x1b[K{done:,}{share} {what}", end="", file=sys.stderr, flush=True)
        self._drawn = True

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
