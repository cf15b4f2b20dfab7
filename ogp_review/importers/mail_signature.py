"""What stands round the words of a mail without being one of them: signature, closing, footers, banners."""

import re
from collections.abc import Iterator, Sequence

from ogp_review.domain.folding import match_key
from ogp_review.importers import mail_words as words

RULE = re.compile(r"\s*[-_=*]{3,}\s*")
LONGEST_KEY = 1_000
"""Characters of a line that are looked at: no mark of a mail program is longer."""

_POSTSCRIPT = re.compile(r"(ps|p\.s\.?|nb|n\.b\.?)\b")
_LABELLED = re.compile(r"\W{0,3}P\s?[0-9]{1,3}\b", re.IGNORECASE)
_DELIMITER = re.compile(r"--[\s\u00a0]?")
_LONGEST_SIGNATURE = 40
_LONGEST_TAIL = 100
_MOST_TAILS = 20
_CLOSING_LINES = 8
_CLOSING_WIDTH = 90


def joined(lines: Sequence[str]) -> str:
    """Lines as one text, without blank lines round it."""
    return "\n".join(lines).strip("\n \t\u00a0")


def key_of(line: str) -> str:
    """The beginning of a line as it is compared with the words of mail programs."""
    return match_key(line[:LONGEST_KEY])


def without_surroundings(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without banner, signature, closing and footers, and those that were cut, in order."""
    top = _banner(lines)
    body = lines[top:]
    end = len(body)
    for _ in range(_MOST_TAILS):
        end, before = _tail(body[max(0, end - _LONGEST_TAIL) : end], max(0, end - _LONGEST_TAIL)), end
        if end == before:
            break
    return body[:end], [*lines[:top], *body[end:]]


def _banner(lines: list[str]) -> int:
    """How many lines a mail server has put above the text."""
    for start, end in _paragraphs(lines):
        return end if words.BANNER.match(key_of(" ".join(lines[start:end]))) else 0
    return 0


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index, line in enumerate(lines):
        if line.strip():
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(lines)


def _tail(lines: list[str], offset: int) -> int:
    """Where the last thing begins that is not part of what is said, counted from `offset`; else the end."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if not end:
        return offset + len(lines)
    start = end
    while start and lines[start - 1].strip() and not _DELIMITER.fullmatch(lines[start - 1]):
        start -= 1
    found = (_delimited(lines, end), _mobile(lines, end), _notice(lines, start, end), _closing(lines, end))
    return offset + next((at for at in found if at is not None), len(lines))


def _delimited(lines: list[str], end: int) -> int | None:
    """The line "-- ", if no more follows than a signature holds. A labelled comment below it is none."""
    for index in range(end - 1, max(-1, end - 1 - _LONGEST_SIGNATURE), -1):
        if _LABELLED.match(lines[index]):
            return None
        if _DELIMITER.fullmatch(lines[index]):
            return index
    return None


def _mobile(lines: list[str], end: int) -> int | None:
    return end - 1 if words.MOBILE.fullmatch(key_of(lines[end - 1])) else None


def _notice(lines: list[str], start: int, end: int) -> int | None:
    said = key_of(" ".join(lines[start : min(end, start + 20)]))
    if words.NOTICE.match(said):
        return start
    ruled = next((index for index in range(start, end) if RULE.fullmatch(lines[index])), None)
    if ruled is not None and words.LIST_FOOTER.search(key_of(" ".join(lines[ruled : ruled + 8]))):
        return ruled
    return None


def _closing(lines: list[str], end: int) -> int | None:
    """The line "Best regards," with a name, a title, an address below it; nothing that could be a text."""
    below = 0
    for index in range(end - 1, max(-1, end - 3 * _CLOSING_LINES), -1):
        line = lines[index].strip()
        key = key_of(line).strip(" ,.;!-*_")
        if words.VALEDICTION.fullmatch(key) or (below and words.THANKS.fullmatch(key)):
            return index
        below += bool(line)
        if below > _CLOSING_LINES or len(line) > _CLOSING_WIDTH or _is_said(line, key):
            return None
    return None


def _is_said(line: str, key: str) -> bool:
    return bool(_LABELLED.match(line) or _POSTSCRIPT.match(key)) or line.endswith("?")


def says_something(text: str) -> bool:
    """Whether there is more in `text` than a greeting, a lead-in ("Our comments:") or "FYI"."""
    for line in text.split("\n"):
        key = key_of(line).strip()
        if not any(map(str.isalpha, key)):
            continue
        lead_in = key.endswith(":") and len(key.split()) <= 20
        if not lead_in and not words.GREETING.fullmatch(key) and not words.PASSING_ON.fullmatch(key):
            return True
    return False
