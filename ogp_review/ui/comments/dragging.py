"""What is dragged from the list: the ids of the selected comments, under a small label that says how many."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ogp_review.i18n import ngettext
from ogp_review.ui import paint, theme

MIME = "application/x-ogp-comments"
"""A JSON list of the ids of comments."""


def mime_of(ids: Sequence[int]) -> QMimeData:
    data = QMimeData()
    data.setData(MIME, json.dumps(list(ids)).encode())
    return data


def drag_of(source: QWidget, ids: Sequence[int]) -> QDrag:
    """The drag of comments, ready to begin."""
    drag = QDrag(source)
    drag.setMimeData(mime_of(ids))
    drag.setPixmap(_label(len(ids), source.devicePixelRatioF()))
    drag.setHotSpot(QPoint(-12, -4))
    return drag


def _label(count: int, ratio: float) -> QPixmap:
    said = ngettext("{n} comment", "{n} comments", count)
    font, shown = theme.font("meta", 600), theme.current()
    measured = theme.metrics(font)
    size = QSize(round(measured.horizontalAdvance(said)) + 24, round(measured.height()) + 10)
    drawn = QPixmap(size * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    paint.crisp(painter)
    rect = QRectF(0, 0, size.width(), size.height())
    painter.setPen(QPen(shown.accent, 1))
    painter.setBrush(shown.select)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
    paint.draw_elided(painter, rect, said, font, shown.text, Qt.AlignmentFlag.AlignHCenter)
    painter.end()
    return drawn
