"""Draws an entry of a history: the sentence, who and when, and below what changed."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.history.model import Entry, HistoryModel
from ogp_review.ui.reader import words

_Index = QModelIndex | QPersistentModelIndex
_SIDE, _TOP, _GAP = 16.0, 9.0, 3.0
_LINES = 4


class HistoryDelegate(QStyledItemDelegate):
    """Rows are as high as their words need at the width of the list."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry = _entry_of(index)
        if entry is None:
            return
        style: Any = option
        painter.save()
        paint.crisp(painter)
        rect = QRectF(style.rect)
        selected = bool(style.state & QStyle.StateFlag.State_Selected)
        hovered = bool(style.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(style.state & QStyle.StateFlag.State_HasFocus) or self._view.hasFocus()
        paint.row_fill(
            painter, rect.adjusted(6, 1, -6, -1), selected=selected, hovered=hovered, focused=focused
        )
        top = rect.top() + _TOP
        for block, colour in _blocks(entry, rect.width() - 2 * _SIDE):
            block.draw(painter, rect.left() + _SIDE, top, colour)
            top += block.height + _GAP
        line = QRectF(rect.left() + _SIDE, rect.bottom() - 1, rect.width() - 2 * _SIDE, 1)
        painter.fillRect(line, theme.current().border)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry = _entry_of(index)
        width = self._view.viewport().width()
        if entry is None:
            return QSize(width, 0)
        blocks = [block.height for block, _colour in _blocks(entry, width - 2 * _SIDE)]
        return QSize(width, round(sum(blocks) + _GAP * (len(blocks) - 1) + 2 * _TOP))


def _entry_of(index: _Index) -> Entry | None:
    model = index.model()
    return model.entry(index.row()) if isinstance(model, HistoryModel) else None


def _blocks(entry: Entry, width: float) -> Iterator[tuple[paint.Clamped, QColor]]:
    """The words of an entry from top to bottom, each with its colour."""
    colours = theme.current()
    wide = max(40.0, width)
    meta = theme.font("meta")
    sentence = _struck(theme.font("body", 500)) if entry.undone else theme.font("body", 500)
    yield paint.clamp(entry.sentence, sentence, wide, _LINES), colours.text3 if entry.undone else colours.text
    who = f"{entry.person}, {words.ago(entry.at)}"
    undone = f"{who}, {_('undone')}" if entry.undone else who
    yield paint.clamp(undone, meta, wide, 1), colours.text3
    for change in entry.changes:
        font = _struck(meta) if entry.undone else meta
        yield paint.clamp(change, font, wide, _LINES), colours.text3 if entry.undone else colours.text2
    if entry.openable:
        yield paint.clamp(_("What came of it"), theme.font("meta", 500), wide, 1), colours.accent


def _struck(font: QFont) -> QFont:
    made = QFont(font)
    made.setStrikeOut(True)
    return made
