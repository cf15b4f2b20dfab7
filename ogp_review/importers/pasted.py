"""Text from the clipboard or a plain text file: the comments it tells apart, else one letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingConsultation,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers.decoding import decode_file
from ogp_review.importers.letters import comments_of_letter
from ogp_review.importers.watching import matches_of
from ogp_review.importers.worded_dates import worded_date

FORMAT = "pasted-text"
CHANNEL = "pasted"
LARGEST = 64 * 1024 * 1024
"""Bytes of a file."""

_LONGEST_ABOVE = 1_500
_BULLET = r"[ \t]*(?:[•*·–-][ \t]+|\|[ \t]*)?"
_HEAD = re.compile(
    rf"^{_BULLET}(?:"
    r"(?:(?:comment|reply|posted|submitted|contribution)[ \t]+(?:by|from)"
    r"|(?:comentario|respuesta|aportación|enviado)[ \t]+(?:de|por)"
    r"|(?:commentaire|réponse|contribution)[ \t]+(?:de|par)|(?:kommentar|antwort|beitrag)[ \t]+von)[ \t]+"
    r"(?P<author>\S[^\n]{0,120}?)"
    r"(?:,?[ \t]+(?:on|el|del|le|du|am|vom)[ \t]+(?P<date>[^\n]{0,20}[0-9]{4}[^\n]{0,20}))?"
    r"|(?P<says>\S[^\n]{0,60}?)[ \t]+(?:says|dice|dijo|a dit|dit|sagt|schrieb)[ \t]?:[ \t]*\n"
    r"\s{0,200}(?P<when>[^\n]{0,20}[0-9]{4}[^\n]{0,20})"
    r"|(?P<number>(?:submission|comment|contribution|comentario|aportación|commentaire|kommentar|beitrag)"
    r"[ \t]+(?:n[°ºo.][ \t]*)?[0-9]{1,4})[ \t]*[:.]?"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STYLES = r"[^{}]{0,200}\{[^{}]{0,5000}mso-[^{}]{0,5000}\}[ \t]*$"
_WORD_JUNK = re.compile(
    r"^[ \t]*Normal[ \t]*\n\s{0,200}0[ \t]*\n"
    r"(?:[ \t]{0,80}(?:[0-9.]{1,6}|false|true|X-NONE|[A-Z]{2}(?:-[A-Z]{2,6})?)?[ \t]*\n){0,60}"
    rf"(?:[ \t]*/\*[^\n]{{0,80}}\*/[ \t]*\n)?{_STYLES}"
    rf"|^[ \t]*/\*[ \t]*Style Definitions[ \t]*\*/{_STYLES}",
    re.MULTILINE | re.DOTALL,
)


def looks_like(text: str) -> bool:
    """Whether `text` tells comments apart by lines such as "Comment by Ann on 29th June 2023"."""
    return bool(_heads(text[: 1 << 20]))


def _heads(text: str) -> list[re.Match[str]]:
    """The lines that say who spoke. One without a date or a number may be a heading of a letter."""
    heads = list(matches_of(_HEAD, text))
    if len(heads) == 1 and not any(heads[0][name] for name in ("date", "when", "number")):
        return heads if not text[: heads[0].start()].strip() else []
    return heads


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The comments of a text file. Raises ReviewError where it cannot be read or is empty."""
    decoded = decode_file(path, LARGEST)
    reading = read_text(decoded.text, path.name, language=language, consultation=consultation)
    return Reading(reading.format, reading.consultation, _after(decoded.warnings, reading.records))


def read_text(
    text: str,
    name: str,
    *,
    language: str | None = None,
    consultation: str | None = None,
    each_line: bool = False,
) -> Reading:
    """The comments of `text`: below lines that say who spoke, or a letter, split where it names paragraphs.

    :param name: what the submission is called: the file, or what the person says of it.
    :param each_line: take each line for a comment of its own.
    :raises ReviewError: where there is no text.
    """
    if not text.strip("\ufeff\ufffd \t\n"):
        raise ReviewError(f'"{name}" holds no text.')
    about = IncomingConsultation(consultation or "", CHANNEL, language)
    text = text.removeprefix("\ufeff")
    records = _lines(text, name) if each_line else _records(text, name)
    return Reading(FORMAT, about, records)


def _after(first: tuple[IncomingWarning, ...], records: Iterator[Incoming]) -> Iterator[Incoming]:
    yield from first
    yield from records


def _lines(text: str, name: str) -> Iterator[Incoming]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield IncomingComment(line.strip(), f"line {number}", submission=name)


def _records(text: str, name: str) -> Iterator[Incoming]:
    heads = _heads(text)
    if not heads:
        yield from _letter(text, 1, IncomingComment("", "", submission=name))
        return
    yield from _above(text[: heads[0].start()], name)
    ends = [*(head.start() for head in heads[1:]), len(text)]
    line = 1
    counted = 0
    for head, end in zip(heads, ends, strict=True):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        below = text[head.end() : end]
        if below.strip():
            yield from _letter(below, line, _base(head, name))
        else:
            yield IncomingSkip(f"line {line}", "no text")


def _above(text: str, name: str) -> Iterator[Incoming]:
    """What stands above the first comment is the page's, not a participant's, unless there is much of it."""
    if len(text) > _LONGEST_ABOVE:
        yield from _letter(text, 1, IncomingComment("", "", submission=name))
        return
    written = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if written:
        words = " ".join(text.split())
        short = words if len(words) <= 60 else f"{words[:59]}…"
        yield IncomingWarning(f'Lines {written[0]}–{written[-1]}, above the comments: not kept ("{short}").')


def _base(head: re.Match[str], name: str) -> IncomingComment:
    author = (head["author"] or head["says"] or "").strip(" \t,;:") or None
    posted = (head["date"] or head["when"] or "").strip(" \t:.") or None
    number = head["number"]
    sent = " ".join(number.split()) if number else author
    return IncomingComment(
        "",
        "",
        author=author,
        posted=posted,
        posted_at=worded_date(posted) if posted else None,
        submission=f"{name}: {sent}" if sent else name,
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """A text without what Word left in it, and that."""

    text: str
    junk: str | None


def _letter(text: str, first: int, base: IncomingComment) -> Iterator[IncomingComment | IncomingSkip]:
    """The comments of one letter, which begins on line `first`."""
    body = _cleaned(text)
    if not body.text.strip():
        yield IncomingSkip(f"line {first}", "no text but what Word left in it")
        return
    letter = replace(base, folded=body.junk)
    for record in comments_of_letter(body.text, letter, lambda line: f"line {first + line - 1}"):
        if body.junk and isinstance(record, IncomingComment):
            record = replace(record, text=_without_gaps(record.text))
        yield record


def _cleaned(text: str) -> _Body:
    """Style definitions of Word taken out, line by line so that numbers of lines stay, and the margin."""
    junk: list[str] = []
    text = "".join(_without_conditions(text, junk))
    text = _WORD_JUNK.sub(lambda found: _taken(found.group(), junk), text)
    rows = text.split("\n")
    margins = [len(row) - len(row.lstrip()) for row in rows[1:] if row.strip()]
    margin = min(margins, default=0)
    plain = "\n".join([rows[0].lstrip(), *(row[margin:] if row.strip() else "" for row in rows[1:])])
    return _Body(plain, "\n\n".join(junk) or None)


def _without_conditions(text: str, junk: list[str]) -> Iterator[str]:
    """The text round what Word writes for itself alone, between "<!--[if mso]>" and its end."""
    done, start = 0, text.find("<!--[if")
    while start >= 0:
        end = text.find("<![endif]-->", start)
        if end < 0:
            break
        yield text[done:start]
        done = end + len("<![endif]-->")
        yield _taken(text[start:done], junk)
        start = text.find("<!--[if", done)
    yield text[done:]


def _taken(passage: str, junk: list[str]) -> str:
    junk.append(passage.strip())
    return "\n" * passage.count("\n")


def _without_gaps(text: str) -> str:
    return re.sub(r"\n{4,}", "\n\n", text)
