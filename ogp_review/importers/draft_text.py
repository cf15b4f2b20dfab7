"""The draft itself, from a web page, Markdown or plain text: headings and paragraphs, labels kept or made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ogp_review.domain.draft import label_key, label_order
from ogp_review.domain.incoming import (
    Incoming,
    IncomingConsultation,
    IncomingParagraph,
    IncomingSection,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers.decoding import decode_file
from ogp_review.importers.discuto_labels import heading_parts, is_section_heading
from ogp_review.importers.html_text import html_text
from ogp_review.importers.watching import look_up

FORMAT = "draft"
CHANNEL = "draft"
LARGEST = 32 * 1024 * 1024
"""Bytes of a file."""

_LONGEST_HEADING = 120
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype html|html|head|body|div|p|h[1-6])\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
_LEVEL_MARKS = "".join(map(chr, range(0xE001, 0xE007)))
"""Private characters that carry the level of a heading through the reader of HTML."""

_HEADING_TAG = re.compile(r"<h([1-6])\b[^<>]{0,2000}>", re.IGNORECASE)
_HTML_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{1,400})</title", re.IGNORECASE)
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*#*[ \t]*")
_UNDERLINED = re.compile(r" {0,3}(=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_FRONT = re.compile(r"---[ \t]*\n.{0,10000}?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_LIST = re.compile(r"\s*(?:[-*+•–·]|[0-9]{1,3}[.)]|[a-z][.)])[ \t]")
_STRICT = re.compile(
    r"(?:\*\*|__)?\[?(?:(?:paragraphe?|p[áa]rrafo|absatz)[ \t]+|[P§¶][ \t]?\.?[ \t]?)"
    r"(?P<number>[0-9]{1,4}[a-z]?)\]?"
    r"(?:\*\*|__)?(?:[ \t]*[.:)–—-])?(?:\*\*|__)?(?:[ \t]+|\n|\Z)",
)
_NUMBERED = re.compile(r"[(\[]?(?P<number>[0-9]{1,4})(?:[.)\]](?![0-9])|\n)[ \t\n]*")


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file may hold a draft: a text, Markdown or HTML file by its name. Only a person knows."""
    return name.lower().endswith((".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".text"))


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """Sections and paragraphs of the draft in a file. Raises ReviewError where there is no text."""
    decoded = decode_file(path, LARGEST)
    reading = read_text(decoded.text, path.name, language=language, consultation=consultation)
    return replace(reading, records=_chained(decoded.warnings, reading.records))


def read_text(
    text: str, name: str, *, language: str | None = None, consultation: str | None = None
) -> Reading:
    """The draft in `text`: HTML by how it begins, Markdown by its headings, else plain text.

    Paragraphs keep their labels where most of them have one (what stands below a label then belongs to it);
    else they become P1, P2, … in reading order.
    """
    blocks, title = _blocks(text.removeprefix("\ufeff"), name)
    if not any(block.level is None for block in blocks):
        raise ReviewError(f'"{name}" holds no paragraphs of a draft.')
    if blocks[0].level == 1 and sum(block.level == 1 for block in blocks) == 1:
        title = blocks.pop(0).text
    about = IncomingConsultation(consultation or title, CHANNEL, language)
    return Reading(FORMAT, about, _Draft(blocks, language).records())


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading (with its level) or a paragraph of the source."""

    text: str
    where: str
    level: int | None = None


def _chained(first: tuple[IncomingWarning, ...], records: Iterator[Incoming]) -> Iterator[Incoming]:
    yield from first
    yield from records


def _blocks(text: str, name: str) -> tuple[list[_Block], str]:
    if _HTML.match(text):
        title = _HTML_TITLE.search(text)
        return _html_blocks(text, name), " ".join(html_text(title[1], name).split()) if title else ""
    front = _FRONT.match(text)
    lines = text.split("\n")
    first = front.group().count("\n") if front else 0
    if any(_ATX.fullmatch(line) for line in lines[first:]):
        return _markdown_blocks(lines, first), ""
    return _plain_blocks(lines), ""


def _html_blocks(html: str, name: str) -> list[_Block]:
    html = html.translate(dict.fromkeys(map(ord, _LEVEL_MARKS)))
    marked = _HEADING_TAG.sub(lambda tag: tag.group() + _LEVEL_MARKS[int(tag[1]) - 1], html)
    found = _runs(html_text(marked, name).split("\n"), 0)
    return [_html_block(text, f"block {number}") for number, (text, _) in enumerate(found, 1)]


def _html_block(text: str, where: str) -> _Block:
    level = _LEVEL_MARKS.find(text[:1]) + 1 if text[:1] in _LEVEL_MARKS else 0
    plain = text.translate(dict.fromkeys(map(ord, _LEVEL_MARKS))).strip()
    return _Block(" ".join(plain.split()) if level else plain, where, level or None)


def _runs(lines: list[str], first: int) -> list[tuple[str, int]]:
    """Lines between blank ones, each run with the number of its first line. A list belongs to its lead-in."""
    runs: list[tuple[list[str], int]] = []
    apart = True
    for number, line in enumerate(lines[first:], first + 1):
        look_up()
        if not line.strip():
            apart = True
            continue
        joins = runs and (not apart or (_LIST.match(line) and _takes_list(runs[-1][0])))
        if joins:
            runs[-1][0].append(line.rstrip())
        else:
            runs.append(([line.rstrip()], number))
        apart = False
    return [("\n".join(run).strip(), number) for run, number in runs]


def _takes_list(run: list[str]) -> bool:
    """Whether a list may go on from a run: it is one, or leads into one."""
    bullet = re.match(r"\s*[-*+•–·][ \t]", run[-1])
    return bullet is not None or run[-1].rstrip("*_ ").endswith(":")


def _markdown_blocks(lines: list[str], first: int) -> list[_Block]:
    blocks: list[_Block] = []
    waiting: list[str] = []
    start, fenced = first, False

    def flush() -> None:
        blocks.extend(_Block(text, f"line {start + line}") for text, line in _runs(waiting, 0))
        waiting.clear()

    for number, line in enumerate(lines[first:], first + 1):
        fenced ^= _FENCE.match(line) is not None
        heading = None if fenced else _ATX.fullmatch(line)
        under = None if fenced or not waiting or not waiting[-1].strip() else _UNDERLINED.fullmatch(line)
        if heading:
            flush()
            blocks.append(_Block(heading[2], f"line {number}", len(heading[1])))
            start = number
        elif under and (len(waiting) == 1 or not waiting[-2].strip()):
            title = waiting.pop().strip()
            flush()
            blocks.append(_Block(title, f"line {number - 1}", 1 if under[1][0] == "=" else 2))
            start = number
        else:
            waiting.append(line)
    flush()
    return blocks


def _plain_blocks(lines: list[str]) -> list[_Block]:
    """Paragraphs set apart by blank lines; where there are none, each line is one."""
    runs = _runs(lines, 0)
    if len(runs) == 1:
        runs = [(line.strip(), number) for number, line in enumerate(lines, 1) if line.strip()]
    return [_Block(text, f"line {number}", _plain_level(text)) for text, number in runs]


def _plain_level(text: str) -> int | None:
    """The level of a line that is a heading by its words or its looks; None for a paragraph."""
    if "\n" in text or len(text) > _LONGEST_HEADING or (_LIST.match(text) and not is_section_heading(text)):
        return None
    if is_section_heading(text):
        return None if text.rstrip()[-1:] in ".;:" else heading_parts(text)[2]
    if _STRICT.match(text) or text[-1] in ".,;:!?…)" or not any(char.isalpha() for char in text):
        return None
    return 1 if text.isupper() or (len(text) <= 80 and text[0].isupper()) else None


class _Draft:
    """Gives sections and paragraphs their labels."""

    def __init__(self, blocks: list[_Block], language: str | None) -> None:
        self._blocks = blocks
        self._language = language
        self._form = _form_of([block.text for block in blocks if block.level is None])
        self._levels = sorted({block.level for block in blocks if block.level is not None})
        self._section: str | None = None
        self._made = 0
        self._unlabelled: list[str] = []
        self._seen: dict[str, str] = {}
        self._warnings: list[IncomingWarning] = []

    def records(self) -> Iterator[Incoming]:
        open_one: IncomingParagraph | None = None
        more: list[str] = []
        for block in self._labelled_headings():
            label = self._label(block)
            if open_one is not None and self._form and label is None and block.level is None:
                more.append(block.text)
                continue
            yield from self._closed(open_one, more)
            open_one, more = None, []
            if block.level is not None and label is None:
                yield self._heading(block, block.level)
            elif label is None and self._form:
                self._unlabelled.append(block.where)
            else:
                open_one = self._paragraph(block, label)
        yield from self._closed(open_one, more)
        yield from self._told()

    def _labelled_headings(self) -> Iterator[_Block]:
        """A heading that is a label alone ("### P12") begins a paragraph."""
        for block in self._blocks:
            found = _STRICT.match(block.text) if block.level is not None and self._form is _STRICT else None
            yield replace(block, level=None) if found and not block.text[found.end() :].strip() else block

    def _label(self, block: _Block) -> str | None:
        found = self._form.match(block.text) if self._form and block.level is None else None
        return f"P{found['number']}" if found else None

    def _heading(self, block: _Block, level: int) -> IncomingSection:
        label, title, _ = heading_parts(block.text)
        self._section = block.where
        return IncomingSection(block.where, label, title, self._levels.index(level) + 1, block.where)

    def _paragraph(self, block: _Block, label: str | None) -> IncomingParagraph:
        if label is None or self._form is None:
            self._made += 1
            label, text = f"P{self._made}", block.text
        else:
            found = self._form.match(block.text)
            text = block.text[found.end() :].strip() if found else block.text
        return IncomingParagraph(label, text, True, block.where, self._section, self._language)

    def _closed(self, paragraph: IncomingParagraph | None, more: list[str]) -> Iterator[IncomingParagraph]:
        """The paragraph, with what stands below it without a label."""
        if paragraph is None:
            return
        first = self._seen.setdefault(label_key(paragraph.label), paragraph.where)
        if first == paragraph.where:
            whole = "\n\n".join([paragraph.text, *more]).strip() if more else paragraph.text
            yield replace(paragraph, text=whole) if more else paragraph
        else:
            self._warnings.append(
                IncomingWarning(
                    f"{paragraph.label} stands twice, at {first} and {paragraph.where}: the first kept."
                )
            )

    def _told(self) -> Iterator[IncomingWarning]:
        if self._unlabelled:
            places = ", ".join(self._unlabelled[:5]) + (", …" if len(self._unlabelled) > 5 else "")
            yield IncomingWarning(f"Text without a label, not kept: {places}.")
        yield from self._warnings


def _form_of(texts: list[str]) -> re.Pattern[str] | None:
    """How the paragraphs are labelled: some by "P12", or most by rising numbers; None where they are not."""
    strict = sum(_STRICT.match(text) is not None for text in texts)
    if strict >= max(1, len(texts) // 20):
        return _STRICT
    numbers = [found["number"] for found in map(_NUMBERED.match, texts) if found]
    rising = all(label_order(a) < label_order(b) for a, b in pairwise(numbers))
    return _NUMBERED if rising and len(numbers) > len(texts) / 2 and len(numbers) > 2 else None
