"""Text cut after some lines inside one layout, so that the ellipsis stands where its language ends a line."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ogp_review.ui import theme
from ogp_review.ui.plain_text import direction_of, to_code_points, to_utf16

_BREAKS = str.maketrans(dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_LONGEST_LINE = 400
"""Code points of a line that are ever looked at; what is further cannot be on screen."""

Lit = tuple[tuple[int, int], ...]


class Clamped:
    """Laid out text. `height` is that of the lines there are, `elided` whether words were left out."""

    def __init__(self, layout: QTextLayout, lit: list[tuple[int, int]], elided: bool) -> None:
        self._layout = layout
        self._lit = lit
        self.elided = elided
        self.lines = layout.lineCount()
        self.height = layout.boundingRect().height()

    @property
    def natural_width(self) -> float:
        """Of the longest line."""
        return max((self._layout.lineAt(n).naturalTextWidth() for n in range(self.lines)), default=0.0)

    def shown(self) -> str:
        """What can be read, ellipsis included."""
        return self._layout.text()

    def ellipsis_at(self) -> float:
        """Where the last line ends, from the left; near 0 where it runs from the right."""
        return _x_of(self._layout.lineAt(self.lines - 1), to_utf16(self.shown(), len(self.shown())))

    def draw(self, painter: QPainter, x: float, y: float, colour: QColor) -> None:
        """With the top left corner at (x, y); what is lit takes its colours from the theme now shown."""
        painter.setPen(colour)
        contrast = theme.current().contrast
        formats = [] if contrast else [self._format(*part) for part in self._lit]
        self._layout.draw(painter, QPointF(x, y), formats)
        if contrast:
            self._outline(painter, x, y)

    def _format(self, start: int, length: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = start, length
        look = QTextCharFormat()
        look.setBackground(theme.current().lit)
        look.setForeground(theme.current().lit_on)
        made.format = look
        return made

    def _outline(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(QPen(theme.current().text, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part in self.lit_rects():
            painter.drawRect(part.translated(x, y))

    def lit_rects(self) -> list[QRectF]:
        """Where what is lit stands, from the top left corner of the text."""
        found = []
        for start, length in self._lit:
            for number in range(self.lines):
                line = self._layout.lineAt(number)
                first, last = (
                    max(start, line.textStart()),
                    min(start + length, line.textStart() + line.textLength()),
                )
                if first < last:
                    left, right = sorted((_x_of(line, first), _x_of(line, last)))
                    found.append(QRectF(left, line.y(), right - left, line.height()))
        return found


def _x_of(line: QTextLine, position: int) -> float:
    found: object = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def clamp(text: str, font: QFont, width: float, lines: int, lit: Iterable[tuple[int, int]] = ()) -> Clamped:
    """`text` in at most `lines` lines of `width`, the last one cut.

    `lit` are (start, length) in code points. The answer is kept: draw it, do not change it.
    """
    key = (text, font.key(), round(width), lines, tuple(lit))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        found = _kept[key] = _lay_out(text, font, max(1, round(width)), max(1, lines), key[4])
    return found


_KEPT = 1_000
_kept: dict[tuple[str, str, int, int, Lit], Clamped] = {}
theme.watch.changed.connect(_kept.clear)


def _lay_out(text: str, font: QFont, width: int, lines: int, lit: Lit) -> Clamped:
    whole = text.translate(_BREAKS)
    seen = whole[: lines * _LONGEST_LINE]
    direction = direction_of(seen)
    layout, room = _broken(seen, font, direction, width, lines)
    if room and len(seen) == len(whole):
        return Clamped(layout, _in_units(seen, lit, 0, to_utf16(seen, len(seen))), False)
    start = layout.lineAt(layout.lineCount() - 1).textStart()
    cut = to_code_points(seen, start)
    head, tail = seen[:cut], theme.metrics(font).elidedText(seen[cut:] + "…", _RIGHT, width - 1)
    tail = _SPACE_AT_END.sub("", tail.removesuffix("…")) + "…"
    layout, _ = _broken(f"{head}\u2028{tail}" if head else tail, font, direction, width, lines)
    shown = start + to_utf16(tail, len(tail) - 1)
    return Clamped(layout, _in_units(seen, lit, start, shown), True)


_SPACE_AT_END = re.compile("[ \u00a0]+\u200d?$")  # Qt joins what is cut to the ellipsis
_RIGHT = Qt.TextElideMode.ElideRight


def _in_units(text: str, lit: Lit, broken: int, shown: int) -> list[tuple[int, int]]:
    """`lit` as Qt counts, without what is cut; the break that was put in at `broken` moves what follows."""
    found = []
    for start, length in lit:
        first, last = to_utf16(text, start), min(shown, to_utf16(text, start + length))
        for left, right in ((first, min(last, broken)), (max(first, broken), last)):
            if left < right:
                moved = 1 if left >= broken > 0 else 0
                found.append((left + moved, right - left))
    return found


def _broken(
    text: str, font: QFont, direction: Qt.LayoutDirection, width: int, lines: int
) -> tuple[QTextLayout, bool]:
    """`text` in at most `lines` lines, and whether it had room in them."""
    layout = QTextLayout(text, font)
    right_to_left = direction is Qt.LayoutDirection.RightToLeft
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    top, step, seen = 0.0, theme.metrics(font).lineSpacing(), 0
    for _number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += max(step, line.height())
        seen = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, seen >= to_utf16(text, len(text))
