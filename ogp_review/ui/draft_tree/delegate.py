"""How a line of the sidebar is drawn: icon or label, title, how much is answered, how much was captured."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.domain.response import State
from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.draft_tree import words
from ogp_review.ui.draft_tree.model import TreeModel
from ogp_review.ui.draft_tree.nodes import DRAFT_KEY, GROUP, PARAGRAPH, PLACE, SECTION, VIEW, Key, Line

INSET = 8
"""From the edge of the sidebar to the fill of a row."""
LEFT = 16
ICON = 16
RADIUS = 6
STEP = 14
"""How much further right a deeper level stands."""
BAR = QSize(32, 5)
PIE = 13
GAP = 8
AGREED_FROM = 320
"""From this width of the sidebar on, the level of agreement stands before the bar; else in the tooltip."""

LEAST_FIGURE = 34
"""Room for "13/15", so that the bars of small and large drafts stand at the same place."""


@dataclass
class Columns:
    """What the lines now shown need, so that labels, bars and figures stand under each other."""

    label: float = 0
    figure: float = LEAST_FIGURE
    answered: bool = False
    """Whether there is a draft, and so a column of bars."""
    agreed: float = 0
    """0 where no votes are known."""


class TreeDelegate(QStyledItemDelegate):
    """`narrow` shows a pie in place of the bar; `over` is the place comments are being dragged onto."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = Columns()
        self.narrow = False
        self.over: Key | None = None
        self.over_text = ""
        self._heights: dict[str, int] = {}

    def measure(self, model: TreeModel) -> None:
        """Make room for the longest label and the longest figure."""
        self._heights.clear()
        lines = [line for line in model.lines() if line.kind not in (VIEW, GROUP)]
        figure, label = theme.metrics(figure_font(bold=True)), theme.metrics(label_font())
        longest = words.count_text(max(lines, key=_digits)) if lines else ""
        name = max((line.label for line in lines if line.kind == PARAGRAPH), key=len, default="")
        self.columns = Columns(
            min(label.horizontalAdvance(name), 7 * label.averageCharWidth()),
            max(LEAST_FIGURE, figure.horizontalAdvance(longest)),
            model.has_paragraphs(),
            figure.horizontalAdvance(_("{share} %").format(share=100)) * any(map(words.agreed, lines)),
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, TreeModel):
            return
        line, row = model.line(index), QRectF(option.rect)
        painter.save()
        paint.crisp(painter)
        if line.kind == GROUP:
            self._heading(painter, row, line)
        else:
            self._ground(painter, row, line, option.state)
            if line.key == self.over:
                self._dragged(painter, row)
            else:
                self._line(painter, row, line, bool(option.state & QStyle.StateFlag.State_Open), model, index)
        painter.restore()

    def _heading(self, painter: QPainter, row: QRectF, line: Line) -> None:
        font = theme.font("meta", 600)
        area = row.adjusted(LEFT, 5, -LEFT, 0)
        paint.draw_elided(painter, area, line.title, font, theme.current().text2)
        if line.key == DRAFT_KEY and self.columns.answered:
            legend = _("captured") if self.narrow else _("answered · captured")
            if self._tells_agreement(row):
                legend = _("agreement · answered · captured")
            right = Qt.AlignmentFlag.AlignRight
            paint.draw_elided(painter, area, legend, theme.font("meta"), theme.current().text3, right)

    def _ground(self, painter: QPainter, row: QRectF, line: Line, state: QStyle.StateFlag) -> None:
        area, over = row.adjusted(INSET, 0, -INSET, 0), line.key == self.over
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint.row_fill(painter, area, selected=chosen or over, hovered=hovered)
        if over or state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, area, RADIUS)

    def _dragged(self, painter: QPainter, row: QRectF) -> None:
        area = row.adjusted(LEFT, 0, -LEFT, 0)
        self._icon(painter, area, "move", "accent")
        area.setLeft(area.left() + ICON + GAP)
        paint.draw_elided(painter, area, self.over_text, theme.font("body", 500), theme.current().accent)

    def _line(
        self,
        painter: QPainter,
        row: QRectF,
        line: Line,
        is_open: bool,
        model: TreeModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area = row.adjusted(LEFT, 0, -LEFT, 0)
        area.setRight(self._figure(painter, area, line))
        if line.kind != VIEW and line.key != (PLACE, 0):
            area.setRight(self._answered(painter, area, line))
            if self._tells_agreement(row):
                area.setRight(self._agreed(painter, area, line))
        if line.kind == SECTION:
            opens = ("chevron-down" if is_open else "chevron-right") if model.rowCount(index) else ""
            self._section(painter, area, line, opens)
        elif line.kind == PARAGRAPH:
            self._paragraph(painter, area, line)
        else:
            self._icon(painter, area, line.icon, "text2")
            self._text(painter, area, line.title, theme.font("body"), ICON + 9)

    def _figure(self, painter: QPainter, area: QRectF, line: Line) -> float:
        """Draw the figure; where the room to its left ends."""
        text, font = words.count_text(line), figure_font(bold=bool(line.missing))
        colour = theme.current().warning if line.missing else theme.current().text3
        paint.draw_elided(painter, area, text, font, colour, Qt.AlignmentFlag.AlignRight)
        wide = theme.metrics(font).horizontalAdvance(text)
        if line.kind in (VIEW, PLACE):
            return area.right() - wide - GAP
        return area.right() - self.columns.figure - GAP

    def _answered(self, painter: QPainter, area: QRectF, line: Line) -> float:
        """Draw the bar; where the room to its left ends. Without comments the title has that room."""
        if not line.count.comments:
            return area.right()
        right = area.right() if line.kind != PLACE else _bar_right(area, self.columns, line)
        wide = PIE if self.narrow else BAR.width()
        high = PIE if self.narrow else BAR.height()
        shape = QRectF(right - wide, area.center().y() - high / 2, wide, high)
        if self.narrow:
            paint.pie(painter, shape, line.answered / line.count.comments)
        else:
            paint.bar(painter, shape, {State.APPROVED: line.answered, State.NEW: line.open})
        return right - wide - GAP

    def _tells_agreement(self, row: QRectF) -> bool:
        return bool(self.columns.agreed) and row.width() >= AGREED_FROM

    def _agreed(self, painter: QPainter, area: QRectF, line: Line) -> float:
        """Draw the level of agreement where votes are known; where the room to its left ends."""
        text = words.agreed(line)
        if not text or not line.count.comments:
            return area.right()
        right = Qt.AlignmentFlag.AlignRight
        paint.draw_elided(painter, area, text, figure_font(), theme.current().text3, right)
        return area.right() - self.columns.agreed - GAP

    def _section(self, painter: QPainter, area: QRectF, line: Line, chevron: str) -> None:
        left, font = float((line.depth - 1) * STEP), theme.font("body", 600)
        if chevron:
            self._icon(painter, area.adjusted(left - 2, 0, 0, 0), chevron, "text3")
        left += ICON + 3
        if line.label:
            left += self._text(painter, area, line.label, font, left) + GAP
        self._text(painter, area, line.title, font, left)

    def _paragraph(self, painter: QPainter, area: QRectF, line: Line) -> None:
        left = ICON + (line.depth - 2) * STEP if line.depth > 1 else 2
        label = QRectF(area.left() + left, area.top(), self.columns.label, area.height())
        paint.draw_elided(painter, label, line.label, label_font(), theme.current().text2)
        self._text(painter, area, line.title, theme.font("body"), left + self.columns.label + GAP)

    def _icon(self, painter: QPainter, area: QRectF, name: str, token: str) -> None:
        paint.icon(painter, QRectF(area.left(), area.top(), ICON, area.height()), name, token)

    def _text(self, painter: QPainter, area: QRectF, text: str, font: QFont, left: float) -> float:
        """Draw `text` from `left` on, elided; how wide it is."""
        room = area.adjusted(left, 0, 0, 0)
        if room.width() > 0:
            paint.draw_elided(painter, room, text, font, theme.current().text)
        return theme.metrics(font).horizontalAdvance(text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model = index.model()
        kind = model.line(index).kind if isinstance(model, TreeModel) else PARAGRAPH
        if kind not in self._heights:
            self._heights[kind] = row_height(kind)
        return QSize(0, self._heights[kind])


def row_height(kind: str) -> int:
    """Of a line of this kind, from the font: 27 (views 28) at 100 %, never below 24."""
    more = {GROUP: 16, VIEW: 11}.get(kind, 10)
    return max(24, round(theme.metrics(theme.font("body")).ascent() * 1.32) + more)


def _digits(line: Line) -> int:
    shown = line.captured if line.missing else line.count.comments
    return len(str(shown)) + (1 + len(str(line.captured + line.missing)) if line.missing else 0)


def figure_font(bold: bool = False) -> QFont:
    return theme.font("meta", 600 if bold else 400, tabular=True)


def label_font() -> QFont:
    return theme.font("meta", 600, tabular=True)


def _bar_right(area: QRectF, columns: Columns, line: Line) -> float:
    """A place's title takes no more room than it needs, but its bar stands in the column of bars."""
    wide = theme.metrics(figure_font(bool(line.missing))).horizontalAdvance(words.count_text(line))
    return area.right() + wide - columns.figure
