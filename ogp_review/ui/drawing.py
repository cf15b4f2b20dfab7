"""The base of what delegates draw: sharp painters, icons, what is behind a row, one line of text."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextOption

from ogp_review.ui import icons, theme
from ogp_review.ui.plain_text import direction_of


def crisp(painter: QPainter) -> None:
    """What every painter is set to before the functions below are called."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )


def ratio_of(painter: QPainter) -> float:
    return painter.device().devicePixelRatio()


def icon(painter: QPainter, rect: QRectF, name: str, token: str | QColor = "text2", size: float = 16) -> None:
    """The icon `name` in the middle of `rect`."""
    kept = icons.pixmap(name, token, size, ratio_of(painter))
    left, top = rect.center().x() - size / 2, rect.center().y() - size / 2
    painter.drawPixmap(QPointF(round(left), round(top)), kept)


def row_fill(
    painter: QPainter,
    rect: QRectF,
    *,
    selected: bool = False,
    hovered: bool = False,
    focused: bool = True,
    accent_bar: bool = False,
) -> None:
    """What is behind a row: hover or select, radius 6; the bar of a card, grey without focus."""
    shown = theme.current()
    if not selected and not hovered:
        return
    fill = shown.select if selected and focused else shown.hover
    outline = shown.contrast
    painter.setPen(QPen(shown.text, 2 if selected else 1) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    radius = 8 if accent_bar else 6
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1) if outline else rect, radius, radius)
    if selected and accent_bar:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.accent if focused else shown.control)
        painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 8, 3, rect.height() - 16), 1.5, 1.5)


def focus_ring(painter: QPainter, rect: QRectF, radius: float = 7) -> None:
    """Two pixels of accent inside `rect`."""
    painter.setPen(QPen(theme.current().accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def draw_elided(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line in the vertical middle of `rect`. Text that runs from the right starts, and is cut, there."""
    measured = theme.metrics(font)
    if measured.horizontalAdvance(text) > rect.width() + 0.5:
        text = measured.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    option = QTextOption(align | Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(direction_of(text))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, text, option)
