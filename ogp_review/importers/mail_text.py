"""What somebody said in a mail, apart from what their mail program put round it: quoted history, signatures.

Nothing is thrown away: what is cut is handed back as `folded`. Where it is not certain that lines are not the
writer's own, they stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_review.domain.folding import match_key
from ogp_review.importers import mail_words as words
from ogp_review.importers.mail_signature import LONGEST_KEY, RULE, joined, key_of, without_surroundings
from ogp_review.importers.watching import look_up

_QUOTED = re.compile(r"\s{0,3}>")
_HEADER = re.compile(r"[\s*]*(?P<word>[^\W\d_][^:\n*]{0,24}?)[\s*]*:[\s*]*(?P<value>.*)")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
_WHEN = re.compile(r"\b20[0-9]{2}\b|[0-9][:.h][0-9]{2}|@")
_LONGEST_BLOCK = 20


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail inside another, as its headers tell. `sender` and `posted` are as written."""

    sender: str | None
    posted: str | None
    subject: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Split:
    """`text` is what was said. `doubtful`: nothing is above what looks like history, so all is taken."""

    text: str
    folded: str
    forwarded: Forwarded | None = None
    doubtful: bool = False


def split(text: str, *, passes_on: bool = False) -> Split:
    """Take a text apart. `passes_on`: its subject says that it forwards: a mail quoted in it is forwarded."""
    lines = text.split("\n")
    mark = _first_mark(lines, passes_on)
    said, quoted = _unquoted(lines[: mark.start])
    said, around = without_surroundings(said)
    if mark.forwards:
        forwarded, headers = _forwarded(lines, mark)
        return Split(joined(said), _folded(around, quoted, headers), forwarded)
    history = lines[mark.start :]
    if not any(map(str.strip, said)) and not any(map(str.strip, quoted)) and any(map(str.strip, history)):
        return Split(joined(lines), "", doubtful=True)
    return Split(joined(said), _folded(around, quoted, history))


def _folded(*groups: Sequence[str]) -> str:
    return "\n\n".join(filter(None, map(joined, groups)))


# Quoted history and forwards ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a quoted or forwarded mail begins: the line of the mark, and the line of its headers."""

    start: int
    headers: int
    forwards: bool


def _first_mark(lines: list[str], passes_on: bool) -> _Mark:
    for index, line in enumerate(lines):
        look_up()
        if not line.strip() or _QUOTED.match(line):
            continue
        mark = _mark_at(lines, index, key_of(line), passes_on)
        if mark is not None:
            return mark
    return _Mark(len(lines), len(lines), False)


def _mark_at(lines: list[str], index: int, key: str, passes_on: bool) -> _Mark | None:
    if words.FORWARD_LINE.fullmatch(key):
        return _Mark(index, index + 1, True)
    if words.ORIGINAL_LINE.fullmatch(key):
        return _Mark(_above(lines, index), index + 1, passes_on)
    if _begins_block(lines, index):
        return _Mark(_above(lines, index), index, passes_on)
    length = _attribution(lines, index, key)
    if length and not _quote_follows(lines, index + length):
        return _Mark(index, index + length, False)
    return None


def _above(lines: list[str], index: int) -> int:
    """The first of the rules and blank lines right above a mark."""
    while index and (not lines[index - 1].strip() or RULE.fullmatch(lines[index - 1])):
        index -= 1
    return index


def _header(line: str) -> tuple[str, str] | None:
    """What a line "From: …" is and says, if a mail program writes such lines above a quoted mail."""
    found = _HEADER.fullmatch(line.rstrip()[:LONGEST_KEY])
    kind = words.HEADER_WORDS.get(match_key(found["word"])) if found else None
    return (kind, found["value"].rstrip("* \t")) if found and kind else None


def _begins_block(lines: list[str], index: int) -> bool:
    header = _header(lines[index])
    if header is None or header[0] != "from":
        return False
    fields, _ = _block(lines, index)
    return len(fields.keys() & {"date", "to", "subject"}) >= 2


def _block(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The header lines from `start` on, by kind, and the line after them."""
    fields: dict[str, str] = {}
    last, index = "", start
    while index < min(len(lines), start + _LONGEST_BLOCK):
        line = lines[index]
        header = _header(line)
        if header is not None:
            last = header[0]
            fields.setdefault(*header)
        elif not line.strip():
            if index + 1 >= len(lines) or (fields and _header(lines[index + 1]) is None):
                break
        elif not _continues(line, last):
            break
        index += 1
    return fields, index


def _continues(line: str, last: str) -> bool:
    return last in ("to", "other") and (
        line[:1].isspace() or bool(_ADDRESS.search(line)) or line.endswith(";")
    )


def _attribution(lines: list[str], index: int, key: str) -> int:
    """How many lines from here say "On …, … wrote:"; 0 where they do not. Mail programs wrap that line."""
    opens = bool(words.ATTRIBUTION_OPENING.match(key))
    if not opens and "@" not in key and not words.ATTRIBUTION_VERB.search(key):
        return 0
    for length in range(1, 4 if opens else 2):
        said = key if length == 1 else key_of(" ".join(lines[index : index + length]))
        if len(said) > words.LONGEST_ATTRIBUTION:
            return 0
        if said.endswith(":"):
            return length if _names_writer(said, lines, index + length) else 0
    return 0


def _names_writer(said: str, lines: list[str], following: int) -> bool:
    if words.ATTRIBUTION_VERB.search(said):
        return bool(_WHEN.search(said))
    return bool(_ADDRESS.search(said)) and _quote_follows(lines, following)


def _quote_follows(lines: list[str], index: int) -> bool:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index < len(lines) and bool(_QUOTED.match(lines[index]))


def _unquoted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines that are not quoted, and those that are with the line that says whose they are."""
    said: list[str] = []
    quoted: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        length = 1 if _QUOTED.match(line) else _attribution(lines, index, key_of(line)) if line.strip() else 0
        if length:
            quoted += lines[index : index + length]
            said += [""] if said and said[-1].strip() else []
        elif line.strip() or (said and said[-1].strip()) or not quoted:
            said.append(line)
        index += max(1, length)
    return said, quoted


def _forwarded(lines: list[str], mark: _Mark) -> tuple[Forwarded, list[str]]:
    """The forwarded mail, and the lines that say whose it is."""
    start = mark.headers
    while start < len(lines) and not lines[start].strip():
        start += 1
    fields, end = _block(lines, start)
    forwarded = Forwarded(
        fields.get("from") or None,
        fields.get("date") or None,
        fields.get("subject") or None,
        joined(lines[end:]),
    )
    return forwarded, lines[mark.start : end]
