"""How far answers are: the ring of a state, the answered bar, the stack of all states, the small ring."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from ogp_review.ui import theme
from ogp_review.ui.drawing import crisp, ratio_of

BAR_ORDER = ("published", "approved", "in review", "drafted", "triaged", "new")

_SHARES = {"new": 0.0, "triaged": 0.0, "drafted": 0.5, "in review": 0.75, "approved": 1.0, "published": 1.0}


def ring(painter: QPainter, rect: QRectF, state: str, checked: bool = False) -> None:
    """The ring of a state in the middle of `rect`, at most 14 wide; a check instead where marked."""
    size = min(14.0, rect.width(), rect.height())
    kept = _ring(str(state), checked, size, ratio_of(painter), theme.current().name)
    painter.drawPixmap(QPointF(rect.center().x() - size / 2, rect.center().y() - size / 2), kept)


@lru_cache(maxsize=256)
def _ring(state: str, checked: bool, size: float, ratio: float, _theme: str) -> QPixmap:
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    drawn.setDevicePixelRatio(ratio)
    painter = QPainter(drawn)
    crisp(painter)
    painter.scale(size / 14, size / 14)
    if checked:
        _draw_mark(painter)
    else:
        _draw_ring(painter, state)
    painter.end()
    return drawn


def _draw_mark(painter: QPainter) -> None:
    shown = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shown.accent)
    painter.drawRoundedRect(QRectF(0.5, 0.5, 13, 13), 3.5, 3.5)
    _draw_check(painter, shown.on_accent)


def _draw_check(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(QPointF(4.0, 7.2))
    path.lineTo(6.2, 9.4)
    path.lineTo(10.1, 4.9)
    painter.drawPath(path)


def _draw_ring(painter: QPainter, state: str) -> None:
    colour, share = theme.state_colour(state), _SHARES.get(state, 0.0)
    if share == 1.0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(0.6, 0.6, 12.8, 12.8))
        _draw_check(painter, theme.current().base)
        return
    pen = QPen(colour, 1.4)
    if state not in _SHARES or state == "new":
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.75, 1.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1.2, 1.2, 11.6, 11.6))
    if share:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(QRectF(3.3, 3.3, 7.4, 7.4), 90 * 16, round(-share * 360 * 16))


def bar(painter: QPainter, rect: QRectF, by_state: Mapping[str, int], stacked: bool = False) -> None:
    """How much is answered, green on a trough; `stacked` shows every state, 1 pixel apart."""
    if stacked:
        _draw_stack(painter, rect, by_state)
        return
    total, answered = sum(by_state.values()), _answered(by_state)
    radius = min(2.0, rect.height() / 2)
    painter.save()
    trough = QPainterPath()
    trough.addRoundedRect(rect, radius, radius)
    painter.fillPath(trough, theme.state_bar_colour("new"))
    if answered:
        done = QPainterPath()
        width = max(2.0, rect.width() * answered / total)
        done.addRect(QRectF(rect.left(), rect.top(), width, rect.height()))
        painter.fillPath(trough.intersected(done), theme.state_bar_colour("approved"))
    if theme.current().contrast:
        painter.strokePath(trough, QPen(theme.current().text, 1))
    painter.restore()


def _answered(by_state: Mapping[str, int]) -> int:
    return by_state.get("approved", 0) + by_state.get("published", 0)


def segments(rect: QRectF, by_state: Mapping[str, int]) -> Iterator[tuple[str, QRectF]]:
    """Where each state stands in a stacked bar, for hit tests too."""
    total, left = sum(by_state.values()), rect.left()
    for state in BAR_ORDER:
        if count := by_state.get(state, 0):
            width = rect.width() * count / total
            yield state, QRectF(left, rect.top(), max(1.0, width - 1), rect.height())
            left += width


def _draw_stack(painter: QPainter, rect: QRectF, by_state: Mapping[str, int]) -> None:
    for state, part in segments(rect, by_state):
        if state == "new":
            painter.setPen(QPen(theme.current().control, 1))
            painter.setBrush(theme.state_bar_colour(state))
            painter.drawRect(part.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(part, theme.state_bar_colour(state))


def pie(painter: QPainter, rect: QRectF, share: float) -> None:
    """What `bar` shows, for narrow widths: a ring, filled clockwise from the top."""
    size = min(rect.width(), rect.height(), 14.0)
    square = QRectF(rect.center().x() - size / 2, rect.center().y() - size / 2, size, size)
    line = square.adjusted(1.25, 1.25, -1.25, -1.25)
    done, contrast = theme.state_bar_colour("approved"), theme.current().contrast
    trough = QPen(theme.current().text, 1) if contrast else QPen(theme.state_bar_colour("new"), 2.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(trough)
    painter.drawEllipse(line)
    if share > 0:
        painter.setPen(QPen(done, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(line, 90 * 16, round(-min(1.0, share) * 360 * 16))


theme.watch.changed.connect(_ring.cache_clear)
