"""The small boxes of a row: tags as chips, counts and languages as badges, keys."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPen

from ogp_review.ui import drawing, theme
from ogp_review.ui.drawing import draw_elided

CHIP_EMS = 16
"""Names in chips are cut at this many times the size of their font."""


def chip_font(role: str = "badge") -> QFont:
    return theme.font(role, 500)


@lru_cache(maxsize=8)
def chip_height(role: str = "badge") -> float:
    return round(theme.metrics(chip_font(role)).height()) + (4.0 if role == "badge" else 6.0)


def _pad(role: str) -> float:
    return 7.0 if role == "badge" else 9.0


def chip_width(text: str, removable: bool = False, role: str = "badge") -> float:
    natural = theme.metrics(chip_font(role)).horizontalAdvance(text)
    return round(min(natural, _longest_name(role)) + 2 * _pad(role)) + (_CROSS if removable else 0.0)


_CROSS = 12.0
"""What a cross adds to the width of a chip."""


@lru_cache(maxsize=8)
def _longest_name(role: str) -> float:
    return float(CHIP_EMS * QFontInfo(chip_font(role)).pixelSize())


def chip(
    painter: QPainter,
    left: float,
    top: float,
    name: str,
    colour: str,
    removable: bool = False,
    role: str = "badge",
) -> QRectF:
    """A tag. `name` is what is shown, `colour` the name of its colour; the cross takes the last 22 pixels.

    Rows show it in the role "badge", the reader, where it is a control, in "meta".
    """
    rect = QRectF(left, top, chip_width(name, removable, role), chip_height(role))
    look, pad = theme.tag_colours(colour), _pad(role)
    _draw_pill(painter, rect, look)
    inner = rect.adjusted(pad, 0, -pad - (_CROSS if removable else 0), 0)
    draw_elided(painter, inner, name, chip_font(role), look.text, Qt.AlignmentFlag.AlignHCenter)
    if removable:
        _draw_cross(painter, rect.right() - pad - 3, rect.center().y(), look.text)
    return rect


def _draw_cross(painter: QPainter, x: float, y: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for up in (-3, 3):
        painter.drawLine(QPointF(x - 3, y - up), QPointF(x + 3, y + up))


def _draw_pill(painter: QPainter, rect: QRectF, look: theme.TagColours) -> None:
    contrast = theme.current().contrast
    painter.setPen(QPen(look.text, 1) if contrast else Qt.PenStyle.NoPen)
    painter.setBrush(look.background)
    shape = rect.adjusted(0.5, 0.5, -0.5, -0.5) if contrast else rect
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)


def badge_font() -> QFont:
    return theme.font("badge", 500, tabular=True)


def badge_height() -> float:
    return chip_height()


def badge_width(text: str, icon: str = "", outlined: bool = True) -> float:
    words = theme.metrics(badge_font()).horizontalAdvance(text) if text else 0.0
    gap = 3 if icon and text else 0
    return round(words + (12 if icon else 0) + gap + (10 if outlined else 4))


_FILLED = ("suggestion", "warning", "insertion", "deletion")


def badge(
    painter: QPainter,
    right: float,
    top: float,
    text: str,
    icon: str = "",
    token: str = "text2",
    outlined: bool = True,
    selected: bool = False,
) -> QRectF:
    """A small word or number that ends at `right`; on its own tint where `token` has one.

    On a selected row the tint is base and the outline darker, so that both still show.
    """
    filled = token in _FILLED
    width = badge_width(text, icon, outlined or filled)
    rect = QRectF(right - width, top, width, badge_height())
    _draw_badge_frame(painter, rect, token, outlined, selected)
    pad = 5 if outlined or filled else 2
    inner = rect.adjusted(pad, 0, -pad, 0)
    if icon:
        drawing.icon(painter, QRectF(inner.left(), top, 12, rect.height()), icon, token, 12)
        inner.setLeft(inner.left() + 15)
    if text:
        align = Qt.AlignmentFlag.AlignLeft
        draw_elided(painter, inner, text, badge_font(), theme.current().colour(token), align)
    return rect


def _draw_badge_frame(painter: QPainter, rect: QRectF, token: str, outlined: bool, selected: bool) -> None:
    shown, filled = theme.current(), token in _FILLED
    if not outlined and not filled:
        return
    tint = shown.base if selected else shown.colour(f"{token}_on") if filled else None
    line = shown.text if shown.contrast else shown.control if selected else shown.border
    painter.setPen(QPen(line, 1) if not filled or shown.contrast else Qt.PenStyle.NoPen)
    painter.setBrush(tint if filled and tint else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def key_hint_width(keys: str) -> float:
    measured = theme.metrics(theme.font("badge"))
    return max(round(measured.height()) + 1.0, round(measured.horizontalAdvance(keys)) + 9.0)


def key_hint(painter: QPainter, left: float, middle: float, keys: str, ink: QColor, line: QColor) -> QRectF:
    """A key in a small box, `middle` being the height of its middle."""
    height = round(theme.metrics(theme.font("badge")).height()) + 1.0
    rect = QRectF(left, round(middle - height / 2), key_hint_width(keys), height)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    draw_elided(painter, rect, keys, theme.font("badge"), ink, Qt.AlignmentFlag.AlignHCenter)
    return rect


theme.watch.changed.connect(_longest_name.cache_clear)
theme.watch.changed.connect(chip_height.cache_clear)
