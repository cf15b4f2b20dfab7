"""The words of a member laid out in a card, with what only it says and what only its lead says."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontInfo, QPainter, QTextLayout, QTextOption

from ogp_review.analysis.comparing import Comparison, Kind
from ogp_review.domain.languages import language_name
from ogp_review.domain.views import Member
from ogp_review.i18n import _
from ogp_review.ui import paint, plain_text, theme
from ogp_review.ui.comments import words
from ogp_review.ui.merging.model import MemberRow, unit_name

_Key = tuple[int, bool, int]
"""The id of a unit, whether its whole text shows, and the width of its lines."""

_KEPT = 400
"""So many cards are kept laid out."""

_LINE = 1.6
"""Height of a line of a member's words, in sizes of its font."""


def card_words(row: MemberRow, whole: bool) -> tuple[str, Comparison | None]:
    """What a card shows, and the comparison it comes from where it is one."""
    if whole or row.comparison is None:
        return row.member.text.strip(), None
    return row.comparison.text, row.comparison


def formats(comparison: Comparison) -> Iterator[QTextLayout.FormatRange]:
    """The differences as Qt counts: each run is measured once, from the end of the one before."""
    looks = {
        Kind.ONLY_HERE: plain_text.insertion_format(),
        Kind.ONLY_IN_LEAD: plain_text.deletion_format(),
    }
    start = 0
    for run in comparison.runs:
        said = comparison.text[run.start : run.end]
        length = plain_text.to_utf16(said, len(said))
        if run.kind in looks:
            made = QTextLayout.FormatRange()
            made.start, made.length, made.format = start, length, looks[run.kind]
            yield made
        start += length


def lay_out(row: MemberRow, whole: bool, width: float) -> QTextLayout:
    """The words of a card in lines of `width`."""
    text, comparison = card_words(row, whole)
    layout = QTextLayout(text.replace("\n", "\u2028"), theme.font("body"))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(plain_text.direction_of(text))
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    if comparison is not None:
        layout.setFormats(list(formats(comparison)))
    layout.beginLayout()
    top, step = 0.0, QFontInfo(theme.font("body")).pixelSize() * _LINE
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += max(step, line.height() + 1)
    layout.endLayout()
    return layout


def draw_facts(painter: QPainter, line: QRectF, member: Member) -> None:
    """Ref, language, date and votes of a member, one after the other from the left of `line`."""
    colours, card, meta = theme.current(), member.card, theme.font("meta")
    measured = theme.metrics(meta)
    line.setHeight(measured.height())
    language = _(language_name(card.language)) if card.language else ""
    for fact in (unit_name(member.unit), language, words.day(card.posted_at)):
        if fact:
            paint.draw_elided(painter, line, fact, meta, colours.text2)
            line.setLeft(line.left() + measured.horizontalAdvance(fact) + 14)
    for name, count in (("vote-up", card.votes_for), ("vote-down", card.votes_against)):
        if count:
            said = words.figure(count)
            paint.icon(painter, QRectF(line.left(), line.top(), 12, line.height()), name, "text2", 12)
            paint.draw_elided(painter, line.adjusted(16, 0, 0, 0), said, meta, colours.text2)
            line.setLeft(line.left() + 24 + measured.horizontalAdvance(said))


class Layouts:
    """Cards laid out, the last ones kept, and the heights of all there have been."""

    def __init__(self) -> None:
        self._kept: dict[_Key, tuple[MemberRow, QTextLayout, float]] = {}
        self._heights: dict[_Key, tuple[MemberRow, float]] = {}

    def clear(self) -> None:
        self._kept.clear()
        self._heights.clear()

    def of(self, row: MemberRow, whole: bool, width: int) -> tuple[QTextLayout, float]:
        """The words of a card in lines, and how high they are."""
        key = (row.member.unit.id, whole, width)
        found = self._kept.get(key)
        if found is None or found[0] is not row:
            layout = lay_out(row, whole, width)
            last = layout.lineAt(layout.lineCount() - 1)
            height = last.y() + last.height() if layout.lineCount() else 0.0
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            found = self._kept[key] = (row, layout, height)
            self._heights[key] = (row, height)
        return found[1], found[2]

    def known(self, row: MemberRow, whole: bool, width: int) -> float | None:
        """How high a card's words are, where it has been laid out as it is."""
        found = self._heights.get((row.member.unit.id, whole, width))
        return found[1] if found is not None and found[0] is row else None

    def height(self, row: MemberRow, whole: bool, width: int) -> float:
        """How high a card's words are; they are laid out for it where they never were."""
        known = self.known(row, whole, width)
        return self.of(row, whole, width)[1] if known is None else known


def estimated_height(row: MemberRow, whole: bool, width: int) -> float:
    """How high a card's words are about, by their number alone."""
    font = theme.font("body")
    needed = len(card_words(row, whole)[0]) * theme.metrics(font).averageCharWidth()
    return (needed // max(1, width) + 1) * QFontInfo(font).pixelSize() * _LINE
