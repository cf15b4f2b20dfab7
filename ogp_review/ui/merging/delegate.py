"""How a point looks in the list: its ring, what is said in two lines, its answer, and how many say so."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.ui import paint, theme
from ogp_review.ui.merging.model import Heading, PointRow, Row, Rows, answer_of
from ogp_review.ui.plain_text import one_line

Index = QModelIndex | QPersistentModelIndex
_MARGIN = 8
_TEXT_LEFT = 42
_TOP = 7
_GAP = 2
_PLAINLY = 1.7
"""Words that come to so many widths of their line by their number alone need not be measured."""

_LONGEST = 240
"""Characters of a summary that two lines could ever show."""


class PointDelegate(QStyledItemDelegate):
    """Draws headings and points of a model of Rows; knows how many lines each point takes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known: dict[int, tuple[PointRow, int, int]] = {}
        self._heights: tuple[int, int, int] | None = None
        theme.watch.changed.connect(self._forget)

    def _forget(self) -> None:
        self._known.clear()
        self._heights = None

    def _measured(self) -> tuple[int, int, int]:
        """The heights of a heading, and of a point of one line and of two."""
        if self._heights is None:
            meta, line = theme.metrics(theme.font("meta")), theme.metrics(theme.font("body")).lineSpacing()
            one, two = (round(lines * line + _GAP + meta.height()) + 2 * _TOP for lines in (1, 2))
            self._heights = round(meta.height()) + 22, one, two
        return self._heights

    def _lines(self, width: int, row: PointRow) -> int:
        found = self._known.get(row.line.id)
        if found is None or found[0] is not row or found[1] != width:
            found = self._known[row.line.id] = (row, width, _lines(width, row))
        return found[2]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = _row(index)
        painter.save()
        paint.crisp(painter)
        rect = QRectF(option.rect)
        if isinstance(row, Heading):
            _draw_heading(painter, rect, row)
        elif isinstance(row, PointRow):
            self._draw_point(painter, rect, row, option)
        painter.restore()

    def _draw_point(
        self, painter: QPainter, rect: QRectF, row: PointRow, option: QStyleOptionViewItem
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        body = rect.adjusted(_MARGIN, 1, -_MARGIN, -1)
        paint.row_fill(painter, body, selected=selected, hovered=hovered, accent_bar=True)
        colours, meta = theme.current(), theme.font("meta")
        first = theme.metrics(theme.font("body")).lineSpacing()
        top = rect.top() + _TOP
        paint.ring(painter, QRectF(rect.left() + 20, top, 14, first), row.line.state)
        merged = f"×{row.line.units:,}"
        high = paint.badge_height()
        paint.badge(painter, rect.right() - 20, round(top + (first - high) / 2), merged)
        width = rect.width()
        lines = self._lines(option.rect.width(), row)
        said = paint.clamp(_words(row), _font(row, selected), _text_width(width, row), lines)
        said.draw(painter, rect.left() + _TEXT_LEFT, top, colours.text if row.said else colours.text2)
        below = f"{row.line.ref}. {answer_of(row.line)}"
        line = QRectF(rect.left() + _TEXT_LEFT, top + said.height + _GAP, 0, theme.metrics(meta).height())
        line.setRight(rect.right() - 20)
        paint.draw_elided(painter, line, below, meta, colours.text2 if selected else colours.text3)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = _row(index)
        heights = self._measured()
        if not isinstance(row, PointRow):
            return QSize(0, heights[0])
        return QSize(0, heights[self._lines(option.rect.width() or 320, row)])


def _row(index: Index) -> Row | None:
    model = index.model()
    return model.row(index.row()) if isinstance(model, Rows) else None


def _words(row: PointRow) -> str:
    return one_line(row.line.summary)[:_LONGEST] or row.line.ref


def _font(row: PointRow, selected: bool) -> QFont:
    if row.said:
        return theme.font("body", 600 if selected else 500)
    slanted = QFont(theme.font("body"))
    slanted.setItalic(True)
    return slanted


def _text_width(width: float, row: PointRow) -> float:
    return max(40.0, width - _TEXT_LEFT - 28 - paint.badge_width(f"×{row.line.units:,}"))


def _lines(width: float, row: PointRow) -> int:
    """One or two, by the font of a selected row, so that no row grows when it is chosen."""
    font, said, room = _font(row, True), _words(row), _text_width(width, row)
    measured = theme.metrics(font)
    about = len(said) * measured.averageCharWidth()
    if about > _PLAINLY * room:
        return 2
    return 1 if measured.horizontalAdvance(said) <= room else 2


def _draw_heading(painter: QPainter, rect: QRectF, row: Heading) -> None:
    colours = theme.current()
    line = QRectF(rect.left() + 20, rect.top() + 14, rect.width() - 40, rect.height() - 18)
    right = Qt.AlignmentFlag.AlignRight
    paint.draw_elided(painter, line, f"{row.points:,}", theme.font("meta"), colours.text3, right)
    words = line.adjusted(0, 0, -36, 0)
    paint.draw_elided(painter, words, row.title, theme.font("meta", 600), colours.text2)
