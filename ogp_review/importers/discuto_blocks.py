"""A Discuto page cut into its blocks, and a list cut into its items: the grammar, not the offsets."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from ogp_review.importers.discuto_labels import WEAK, Block, Line, Mark, is_section_heading
from ogp_review.importers.watching import look_up

_MOST_HEADINGS = 5
"""Headings that may stand together above a paragraph; more lines than this are something else."""


@dataclass(slots=True)
class Part:
    """A block of the page: its heading, where it has one, and the lines below."""

    block: Block
    heading: Line | None
    lines: list[Line] = field(default_factory=list)

    @property
    def written(self) -> list[Line]:
        return _written(self.lines)

    @property
    def has_bullets(self) -> bool:
        """Whether there are lines that hold a bullet alone."""
        return any(line.mark is Mark.BULLET for line in self.lines)


def parts_of(lines: list[Line]) -> list[Part]:
    """The blocks of the page in its order; the first is what stands above every heading."""
    return _Cutter(lines).parts()


class _Cutter:
    """Decides for each line that looks like a heading, a label or "Add/View comments" whether it is one here.

    A comment or a paragraph may hold a line that looks like either, so each decision looks at what follows.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._end = len(lines)
        self._marks: dict[Mark, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            self._marks[line.mark].append(index)
        self._headings = self._true_headings()
        self._marks[Mark.HEADING] = sorted(self._headings)

    def parts(self) -> list[Part]:
        self._parts = [Part(Block.TOP, None)]
        self._open = False  # inside a paragraph, whose "Add/View comments" is still to come
        for index, line in enumerate(self._lines):
            look_up()
            if not self._starts_part(index, line):
                self._parts[-1].lines.append(line)
        return self._parts

    def _starts_part(self, index: int, line: Line) -> bool:
        part = self._parts[-1]
        if index in self._headings and self._is_heading_in(part, index):
            assert line.block is not None
            self._parts.append(Part(line.block, line))
            self._open = False
            return True
        if line.mark is Mark.LABEL or line.mark is Mark.VIEW:
            self._draft_line(part, index, line)
        return False

    def _draft_line(self, part: Part, index: int, line: Line) -> None:
        """Opens the draft at its first label, and keeps track of whether a paragraph is open."""
        if part.block is not Block.DRAFT:
            if not (self._starts_draft(index) if line.mark is Mark.LABEL else line.count is not None):
                return
            self._parts.append(Part(Block.DRAFT, None, _trailing_headings(part)))
        self._open = line.mark is Mark.LABEL

    def _true_headings(self) -> set[int]:
        """One line a block, not the text of a list's item; a further one only if written in capitals."""
        chosen: set[int] = set()
        by_block: dict[Block | None, list[int]] = defaultdict(list)
        for index in self._marks[Mark.HEADING]:
            by_block[self._lines[index].block].append(index)
        for candidates in by_block.values():
            outside = [index for index in candidates if not self._after_bullet(index)]
            chosen.add((outside or candidates)[0])
            chosen.update(index for index in outside if self._lines[index].text.isupper())
        return chosen

    def _is_heading_in(self, part: Part, index: int) -> bool:
        if part.block is Block.COMMENTS:
            return self._lines[index].block not in WEAK
        if self._open:  # the paragraph goes on if its "Add/View comments" is still to come
            return self._next(Mark.VIEW, index) >= self._next(Mark.LABEL, index)
        return True

    def _starts_draft(self, index: int) -> bool:
        """Whether the label at `index` is that of a paragraph, not of a list's entry or inside a comment."""
        if self._after_bullet(index):
            return False
        view, label = self._next(Mark.VIEW, index), self._next(Mark.LABEL, index)
        heading = self._next(Mark.HEADING, index)
        apart = index == 0 or self._lines[index - 1].mark is Mark.BLANK
        if view < min(label, heading):
            return apart or self._no_list(index, view) or self._below_heading(index)
        strict = not self._lines[index].text.isdecimal()
        return strict and apart and self._no_list(index, min(view, heading))

    def _below_heading(self, index: int) -> bool:
        return is_section_heading(self._lines[index - 1].text)

    def _no_list(self, start: int, stop: int) -> bool:
        return min(self._next(Mark.BULLET, start), self._next(Mark.COUNTS, start)) >= stop

    def _after_bullet(self, index: int) -> bool:
        return index > 0 and self._lines[index - 1].mark is Mark.BULLET

    def _next(self, mark: Mark, index: int) -> int:
        """Where the next line of this kind is after `index`; the end of the page where there is none."""
        places = self._marks[mark]
        found = bisect_right(places, index)
        return places[found] if found < len(places) else self._end


def _trailing_headings(part: Part) -> list[Line]:
    """Takes the headings of the draft that stand at the end of the block above its first paragraph."""
    end = len(part.lines)
    while end and part.lines[end - 1].mark is Mark.BLANK:
        end -= 1
    start = end
    while start and part.lines[start - 1].mark is Mark.TEXT:
        start -= 1
    above = part.lines[max(0, start - 2) : start]
    gap = len(above) == 2 and all(line.mark is Mark.BLANK for line in above)
    if not _is_heading_run(part, part.lines[start:end], gap):
        start = _first_heading_below_text(part, start, end)
    taken = part.lines[start:]
    del part.lines[start:]
    return taken


def _is_heading_run(part: Part, run: list[Line], gap: bool) -> bool:
    """Whether lines without a number are set off by the gap the page leaves between paragraphs."""
    if part.block in (Block.TOP, Block.DESCRIPTION) or not gap or len(run) > _MOST_HEADINGS:
        return False
    return part.block is not Block.COMMENTS or part.has_bullets


def _first_heading_below_text(part: Part, start: int, end: int) -> int:
    """Where the headings begin that are known by their own words, and are not the text of an item."""
    if part.block is Block.COMMENTS and not part.has_bullets:
        return end
    first = end
    while first > start and is_section_heading(part.lines[first - 1].text):
        first -= 1
    if first < end and first and part.lines[first - 1].mark is Mark.BULLET:
        return end
    return first


def items_of(part: Part) -> list[list[Line]]:
    """The items of a list: set off by lines with a bullet alone, or by bullets before the text, or blanks.

    An empty item stays where a bullet promised one.
    """
    if part.has_bullets:
        sign = next(line.text for line in part.lines if line.mark is Mark.BULLET)
        items = _cut(part.lines, lambda line: line.mark is Mark.BULLET and line.text == sign)
        return items if _written(items[0]) else items[1:]
    inline = _inline_bullet(part.written)
    if inline is not None:
        return _inline_items(part.lines, inline)
    if is_unbroken(part):
        return [[line] for line in part.written]
    return [item for item in _cut(part.lines, lambda line: line.mark is Mark.BLANK) if item]


def is_unbroken(part: Part) -> bool:
    """Whether nothing tells the items of a list apart: `items_of` then takes each line for one."""
    written = part.written
    if len(written) < 2 or part.has_bullets or _inline_bullet(written) is not None:
        return False
    return written[-1].number - written[0].number == len(written) - 1


def entries_of(part: Part) -> list[list[Line]]:
    """The entries of MOST DISCUSSED PARAGRAPHS; without bullets, each ends with its counts."""
    if part.has_bullets:
        return [item for item in map(_written, items_of(part)) if item]
    entries: list[list[Line]] = [[]]
    for line in part.written:
        entries[-1].append(line)
        if line.mark is Mark.COUNTS:
            entries.append([])
    return [entry for entry in entries if entry]


def _written(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.mark is not Mark.BLANK]


def _inline_bullet(written: list[Line]) -> str | None:
    """What each item of "- text" lines begins with, indentation included, so that a deeper list is text."""
    if not written or written[0].text[:2] not in ("- ", "• ", "* ", "– ", "· "):
        return None
    first = written[0]
    return first.raw[: first.raw.index(first.text)] + first.text[:2]


def _inline_items(lines: list[Line], bullet: str) -> list[list[Line]]:
    items: list[list[Line]] = []
    for line in lines:
        if line.raw.startswith(bullet):
            rest = line.raw[len(bullet) :]
            items.append([replace(line, raw=" " * len(bullet) + rest, text=rest.strip())])
        elif items:
            items[-1].append(line)
    return items


def _cut(lines: Iterable[Line], between: Callable[[Line], bool]) -> list[list[Line]]:
    items: list[list[Line]] = [[]]
    for line in lines:
        look_up()
        if between(line):
            items.append([])
        else:
            items[-1].append(line)
    return items
