"""The texts of the reader. What the public wrote is shown as it is: no markup, no links, nothing loaded."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from ogp_review.ui import copying, plain_text, theme
from ogp_review.ui.reader import excerpts
from ogp_review.ui.reader.excerpts import Mark
from ogp_review.ui.widgets import PlainBrowser

Range = tuple[int, int]
LIT, EVIDENCE, HIT = "lit", "evidence", "hit"
"""Why words are lit: quoted from the draft, evidence of a suggestion, searched for."""

_ORDER = (EVIDENCE, LIT, HIT)
_SIDE, _TOP = 20, 14
_NO_PAGES = 2**31 - 1
_BLANK = 7
"""Height of an empty line in pixels: paragraphs stand apart by this, not by a whole line."""

_TEXT_TYPES = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class Part:
    """Something that stands under the text in the same scroll: a translation, a private note."""

    heading: str
    text: str
    warned: bool = False


class PublicText(PlainBrowser):
    """A read-only text in which ranges can be lit. Offsets are code points everywhere but inside."""

    def __init__(self, name: str, *, serif: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serif = serif
        self._text = ""
        self._wide: list[int] = []
        self._parts: tuple[Part, ...] = ()
        self._lit: dict[str, tuple[Range, ...]] = {}
        self._marks: list[Mark] = []
        self._underlines: list[excerpts.Underline] = []
        self.setAccessibleName(name)
        self.setTextInteractionFlags(_TEXT_TYPES)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.watch.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """The text itself, without what stands under it."""
        return self._text

    @property
    def parts(self) -> tuple[Part, ...]:
        return self._parts

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(self._marks)

    def lit(self, why: str) -> tuple[Range, ...]:
        """What is lit for that reason."""
        return self._lit.get(why, ())

    def show_text(self, text: str, parts: Sequence[Part] = (), *, same: bool = False) -> None:
        """Show a text; where it is the `same` as before, read again, scroll and selection stay."""
        if text == self._text and tuple(parts) == self._parts:
            if not same:
                self._to_top()
            return
        kept = (self.verticalScrollBar().value(), self.selected_range()) if same else None
        kept_text = same and text == self._text
        self._text, self._parts = text, tuple(parts)
        if not kept_text:
            self._lit, self._marks, self._underlines = {}, [], []
        self._wide = [place for place, letter in enumerate(text) if letter > "\uffff"]
        self._fill()
        if kept is None:
            self._to_top()
            return
        if kept[1] is not None and kept_text:
            self.select_range(*kept[1])
        self.verticalScrollBar().setValue(kept[0])

    def _to_top(self) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(0)

    def _fill(self) -> None:
        """A document made apart is laid out once, when it is handed over; one that shows, at each change."""
        before, document = self.document(), QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(theme.font("reading", serif=self._serif))
        plain_text.set_plain(document, self._text)
        plain_text.set_line_height(document, theme.READING_LINE)
        self._tighten(document.begin())
        for part in self._parts:
            _append(document, part)
        self._set_margins(document.rootFrame())
        self._set_width(document)
        self.setDocument(document)
        if shiboken6.isValid(before):  # Qt deletes the one it made itself
            before.deleteLater()
        self._light()

    def _set_width(self, document: QTextDocument) -> None:
        """As the base class would set it, or else it would lay out the whole once more."""
        wrapping = document.defaultTextOption()
        wrapping.setWrapMode(self.wordWrapMode())
        document.setDefaultTextOption(wrapping)
        document.setPageSize(QSizeF(self.viewport().width(), _NO_PAGES))

    def _set_margins(self, frame: QTextFrame) -> None:
        margins = frame.frameFormat()
        margins.setMargin(0)
        margins.setLeftMargin(_SIDE)
        margins.setRightMargin(_SIDE - 4)
        margins.setTopMargin(6 if self._serif else _TOP)
        margins.setBottomMargin(_TOP)
        frame.setFrameFormat(margins)

    def _tighten(self, block: QTextBlock) -> None:
        """Empty lines are low: paragraphs stand apart by less than a whole line."""
        blank = QTextBlockFormat()
        blank.setLineHeight(_BLANK, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        while block.isValid():
            if block.length() == 1 and block.next().isValid():
                QTextCursor(block).mergeBlockFormat(blank)
            block = block.next()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these excerpts."""
        if list(marks) != self._marks:
            self._marks = list(marks)
            self._underlines = excerpts.underlines_of(self._marks)
            self._light()

    def set_lit(self, why: str, ranges: Sequence[Range]) -> None:
        """Light these ranges for that reason, instead of what was lit for it before."""
        if tuple(ranges) != self._lit.get(why, ()):
            self._lit[why] = tuple(ranges)
            self._light()

    def _light(self) -> None:
        colours = theme.current()
        shown: list[QTextEdit.ExtraSelection] = []
        if not colours.contrast:
            for mark in self._marks:
                back = theme.tag_colours(mark.colours[0]).background
                shown += self._tints(mark.start, mark.end, back)
        for why in _ORDER:
            for start, end in self._lit.get(why, ()):
                if why == EVIDENCE:
                    shown += self._tints(start, end, colours.suggestion_on, colours.suggestion)
                elif not colours.contrast:
                    shown += self._tints(start, end, colours.lit, colours.lit_on)
        self.setExtraSelections(shown)
        self.viewport().update()

    def _tints(
        self, start: int, end: int, back: QColor, ink: QColor | None = None
    ) -> Iterator[QTextEdit.ExtraSelection]:
        """A tint a line of the text: the break between two would be tinted as a blank."""
        for line in self._text[start:end].split("\n"):
            if line:
                yield self._tint(start, start + len(line), back, ink)
            start += len(line) + 1

    def _tint(
        self, start: int, end: int, back: QColor, ink: QColor | None = None
    ) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.to_qt(start))
        cursor.setPosition(self.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        style = QTextCharFormat()
        style.setBackground(back)
        if ink is not None:
            style.setForeground(ink)
        selection.cursor, selection.format = cursor, style
        return selection

    def to_qt(self, offset: int) -> int:
        """Where Qt finds a code point; what takes two of its units is looked up once, since much is lit."""
        offset = min(offset, len(self._text))
        return offset + bisect_left(self._wide, offset)

    def selected_range(self) -> Range | None:
        """The code points of the text that are selected; None where none are."""
        cursor = self.textCursor()
        end = self.to_qt(len(self._text))
        first, last = min(cursor.selectionStart(), end), min(cursor.selectionEnd(), end)
        if first >= last:
            return None
        return plain_text.to_code_points(self._text, first), plain_text.to_code_points(self._text, last)

    def select_range(self, start: int, end: int) -> None:
        """Select code points `start` to `end`."""
        cursor = self.textCursor()
        cursor.setPosition(self.to_qt(start))
        cursor.setPosition(self.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def mark_at(self, at: QPoint) -> Mark | None:
        """The excerpt under a point of the viewport."""
        if not self._marks:
            return None
        inside = QPointF(at.x(), at.y() + self.verticalScrollBar().value())
        found = self.document().documentLayout().hitTest(inside, Qt.HitTestAccuracy.ExactHit)
        if found < 0:
            return None
        return excerpts.mark_at(self._marks, plain_text.to_code_points(self._text, found))

    def _restyle(self) -> None:
        scrolled, chosen = self.verticalScrollBar().value(), self.selected_range()
        self._fill()
        if chosen is not None:
            self.select_range(*chosen)
        self.verticalScrollBar().setValue(scrolled)

    def createMimeDataFromSelection(self) -> QMimeData:
        return copying.plain_mime(self.textCursor().selection().toPlainText())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._serif:
            below = QPainter(self.viewport())
            below.fillRect(event.rect(), theme.current().raised)
            below.end()
        super().paintEvent(event)
        scrolled = self.verticalScrollBar().value()
        top, bottom = scrolled + event.rect().top(), scrolled + event.rect().bottom()
        painter = QPainter(self.viewport())
        painter.translate(0, -scrolled)
        document = self.document()
        excerpts.paint_underlines(painter, document, self._underlines, self.to_qt, top, bottom)
        if theme.current().contrast:
            ranges = [
                (self.to_qt(start), self.to_qt(end)) for why in (LIT, HIT) for start, end in self.lit(why)
            ]
            excerpts.paint_frames(painter, document, ranges, theme.current().text, top, bottom)
        painter.end()


def _append(document: QTextDocument, part: Part) -> None:
    """Put a part under what stands in the document."""
    colours = theme.current()
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    above, below = QTextBlockFormat(), QTextBlockFormat()
    above.setTopMargin(14)
    above.setBottomMargin(2)
    heading, words = QTextCharFormat(), QTextCharFormat()
    heading.setFont(theme.font("meta", 600))
    heading.setForeground(colours.warning if part.warned else colours.text3)
    words.setFont(theme.font("body"))
    words.setForeground(colours.text2)
    below.setBottomMargin(4)
    below.setLineHeight(145, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    below.setLayoutDirection(plain_text.direction_of(part.text))
    cursor.insertBlock(above, heading)
    cursor.insertText(part.heading, heading)
    cursor.insertBlock(below, words)
    cursor.insertText(part.text, words)
