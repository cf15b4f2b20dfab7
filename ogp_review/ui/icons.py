"""Icons from our own SVGs, drawn in a colour of the theme and kept by name, colour, size and ratio."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from ogp_review.ui import icon_files, theme

RATIOS = (1.0, 2.0, 3.0)


def _colour(token: str | QColor) -> QColor:
    return token if isinstance(token, QColor) else theme.current().colour(token)


def pixmap(name: str, token: str | QColor = "text2", size: float = 16, ratio: float = 1.0) -> QPixmap:
    """The icon `name` at `size` logical pixels in a colour of the theme (or one given).

    :raises FileNotFoundError: where there is no such icon.
    """
    return _drawn(name, _colour(token).name(QColor.NameFormat.HexArgb), size, ratio)


@lru_cache(maxsize=1024)
def _drawn(name: str, argb: str, size: float, ratio: float) -> QPixmap:
    colour = QColor(argb)
    svg = icon_files.source(name).replace("currentColor", colour.name())
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    drawn.setDevicePixelRatio(ratio)
    painter = QPainter(drawn)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def icon(name: str, token: str | QColor = "text2", size: int = 16) -> QIcon:
    """For actions and buttons, grey where disabled. Ask again after theme.watch.changed."""
    made, off = QIcon(), "disabled" if theme.current().contrast else "control"
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, token, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, off, size, ratio), QIcon.Mode.Disabled)
        made.addPixmap(pixmap(name, "accent", size, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def app_icon() -> QIcon:
    """Of the window and the task bar, in the sizes that systems ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("app", "text", size))
    return made


def keep(target: QAction | QAbstractButton, name: str, token: str = "text2", size: int = 16) -> None:
    """Give an action or a button the icon, now and after each change of theme."""

    def refresh() -> None:
        target.setIcon(icon(name, token, size))

    _Follower(target, refresh)
    refresh()


class _Follower(QObject):
    """Lives as long as its parent, and no longer hears of themes then."""

    def __init__(self, parent: QObject, refresh: Callable[[], None]) -> None:
        super().__init__(parent)
        self._refresh = refresh
        theme.watch.changed.connect(self._go)

    def _go(self) -> None:
        self._refresh()
