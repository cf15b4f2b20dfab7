"""How excerpts show in a text: a tint each, and underlines in the colours of their tags, which stack."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextDocument, QTextLine

from ogp_review.domain.comment import Excerpt
from ogp_review.domain.views import TagMark
from ogp_review.i18n import _
from ogp_review.ui import theme

UNTAGGED = "Slate"
LANES = 3
"""Underlines that stand under each other at most."""

THICKNESS = 2.0
_STEP = 3.0
_BELOW_BASELINE = 4.0


@dataclass(frozen=True, slots=True)
class Mark:
    """An excerpt as the text shows it: its range in code points, the colours of its tags, and their names."""

    excerpt: int
    start: int
    end: int
    colours: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Underline:
    """One line under a range; lane 0 is the upmost."""

    start: int
    end: int
    colour: str
    lane: int


def marks_of(text: str, excerpts: Iterable[Excerpt], tags: dict[int, tuple[TagMark, ...]]) -> list[Mark]:
    """The excerpts of this version of a text, long ones first; those of another version are left out."""
    marks = [
        Mark(
            one.id,
            one.start,
            one.end,
            tuple(tag.colour for tag in tags.get(one.id, ())) or (UNTAGGED,),
            ", ".join(tag.path for tag in tags.get(one.id, ())) or _("Excerpt, not tagged"),
        )
        for one in excerpts
        if one.start < one.end and text[one.start : one.end] == one.text
    ]
    return sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start, mark.excerpt))


def underlines_of(marks: Sequence[Mark]) -> list[Underline]:
    """A line for each tag of each excerpt, each in the upmost lane that is free there."""
    found: list[Underline] = []
    for mark in marks:
        for colour in mark.colours:
            taken = {one.lane for one in found if one.start < mark.end and mark.start < one.end}
            lane = next((lane for lane in range(LANES) if lane not in taken), None)
            if lane is not None:
                found.append(Underline(mark.start, mark.end, colour, lane))
    return found


def mark_at(marks: Sequence[Mark], position: int) -> Mark | None:
    """The excerpt that stands at a code point, the shortest of several."""
    return next((mark for mark in reversed(marks) if mark.start <= position < mark.end), None)


def visible_blocks(
    document: QTextDocument, top: float, bottom: float
) -> Iterator[tuple[QTextBlock, QPointF]]:
    """The blocks between two heights of a document, each with the place of its layout."""
    layout = document.documentLayout()
    block = document.findBlock(max(0, layout.hitTest(QPointF(0, top), Qt.HitTestAccuracy.FuzzyHit)))
    while block.isValid():
        at = layout.blockBoundingRect(block).topLeft()
        if at.y() > bottom:
            return
        yield block, at
        block = block.next()


def spans(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """The stretches of a line that characters of its block take; several where the direction turns."""
    first = max(start, line.textStart())
    last = min(end, line.textStart() + line.textLength())
    found: list[tuple[float, float]] = []
    if first >= last:
        return found
    runs = [run.boundingRect() for run in line.glyphRuns(first, last - first)]
    for left, right in sorted((rect.left(), rect.right()) for rect in runs):
        if found and left <= found[-1][1] + 0.5:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def on_lines(block: QTextBlock, at: QPointF, start: int, end: int) -> Iterator[tuple[QTextLine, QRectF]]:
    """The rectangles, in the document, of Qt's positions `start` to `end` as far as they stand in `block`."""
    begin, stop = start - block.position(), end - block.position()
    if stop <= 0 or begin >= block.length():
        return
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        if line.textStart() >= stop or line.textStart() + line.textLength() <= begin:
            continue
        for left, right in spans(line, begin, stop):
            top = at.y() + line.y()
            yield line, QRectF(at.x() + left, top, right - left, line.height())


def paint_underlines(
    painter: QPainter,
    document: QTextDocument,
    underlines: Sequence[Underline],
    to_qt: Callable[[int], int],
    top: float,
    bottom: float,
) -> None:
    """Draw the lines under what is visible; `painter` stands in the coordinates of the document."""
    ranges = [(to_qt(one.start), to_qt(one.end), one) for one in underlines]
    for block, at in visible_blocks(document, top, bottom) if ranges else ():
        for start, end, one in ranges:
            for line, rect in on_lines(block, at, start, end):
                y = rect.top() + line.ascent() + _BELOW_BASELINE + one.lane * _STEP
                painter.fillRect(
                    QRectF(rect.left(), y, rect.width(), THICKNESS), theme.tag_colours(one.colour).dot
                )


def paint_frames(
    painter: QPainter,
    document: QTextDocument,
    ranges: Sequence[tuple[int, int]],
    colour: QColor,
    top: float,
    bottom: float,
) -> None:
    """Frame passages instead of lighting them, where contrast is high. `ranges` are Qt's positions."""
    painter.setPen(QPen(colour, THICKNESS))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for block, at in visible_blocks(document, top, bottom) if ranges else ():
        for start, end in ranges:
            for _line, rect in on_lines(block, at, start, end):
                painter.drawRect(rect.adjusted(-1, 1, 1, -1))
