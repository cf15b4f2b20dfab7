"""How the tables of the import page look: cells in the ink of what they say, hairlines, a card around."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ogp_review.ui import paint, theme
from ogp_review.ui.intake.preview import KIND, TOKEN, WEIGHT, CellModel

_Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PADDING = 10
NARROW = 620
LOOKED_AT = 100
_HALF = QPointF(0, 0.5)


class CellDelegate(QStyledItemDelegate):
    """Draws one line, or a badge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        shown, rect = theme.current(), QRectF(option.rect)
        painter.save()
        paint.crisp(painter)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, shown.text if shown.contrast else shown.select)
        if index.row() < index.model().rowCount() - 1:
            painter.setPen(QPen(shown.border, 1))
            painter.drawLine(rect.bottomLeft() - _HALF, rect.bottomRight() - _HALF)
        text, token = str(index.data() or ""), str(index.data(TOKEN))
        ink = shown.base if selected and shown.contrast else shown.colour(token)
        inner = rect.adjusted(_PADDING, 0, -_PADDING // 2, 0)
        if index.data(KIND) == "badge":
            if text:
                width, high = paint.badge_width(text), paint.badge_height()
                right, top = inner.left() + width, inner.center().y() - high / 2
                paint.badge(painter, right, top, text, token=token, selected=selected)
        else:
            font = theme.font("body", int(index.data(WEIGHT)), tabular=index.column() == 0)
            paint.draw_elided(painter, inner, text, font, ink, _LEFT)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect, 4)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, row_height())


def row_height() -> int:
    return round(theme.metrics(theme.font("body")).height()) + 20


class CellTable(QTableView):
    """A table of a CellModel, its last column as wide as there is room. `spared` go where there is little."""

    def __init__(
        self, model: CellModel, name: str, widths: Sequence[int], spared: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self._widths, self._spared = tuple(widths), tuple(spared)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setDefaultAlignment(_LEFT)
        head.setHighlightSections(False)
        head.setSectionResizeMode(model.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        self._fit()
        theme.watch.changed.connect(self._fit)
        for told in (model.rowsInserted, model.rowsRemoved, model.dataChanged):
            told.connect(self._fit_height)
            told.connect(self._fit_first)

    def _fit(self) -> None:
        """Widths are given for a font of 13 pixels."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        scale = theme.metrics(theme.font("body")).height() / 17
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, round(width * scale))
        self._fit_height()

    def _fit_first(self) -> None:
        """Places are as wide as they are written, within bounds."""
        model, font = self.model(), theme.metrics(theme.font("body"))
        places = (str(model.index(row, 0).data()) for row in range(min(LOOKED_AT, model.rowCount())))
        widest = max((font.horizontalAdvance(place) for place in places), default=0.0)
        least = self._widths[0]
        self.setColumnWidth(0, round(max(least, min(2.6 * least, widest + 2 * _PADDING))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for column in self._spared:
            self.setColumnHidden(column, narrow)

    def _fit_height(self) -> None:
        """As high as its rows, where there is room; four of them always show."""
        high, rows = row_height(), self.model().rowCount()
        head = self.horizontalHeader().sizeHint().height() + 2
        self.setMaximumHeight(head + rows * high)
        self.setMinimumHeight(head + min(4, rows) * high)
