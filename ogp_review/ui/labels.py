"""Words on screen that are never markup."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QTextBrowser,
    QToolTip,
    QWidget,
)  # fmt: skip

from ogp_review.ui import paint, plain_text, theme


def plain_tooltip(text: str) -> str:
    """`text` for setToolTip, which would otherwise guess at markup; it wraps as tooltips do."""
    return f"<span>{plain_text.escaped(text)}</span>" if text else ""


class PlainLabel(QLabel):
    """Text as it is. One line that ends in an ellipsis where it must (`elide`), else lines that wrap."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        token: str = "text",
        weight: int = 400,
        elide: bool = True,
        *,
        serif: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # on a base it would be Text, of one colour
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._look = (role, weight, serif, tabular)
        self._token, self._elide = token, elide
        self.setWordWrap(not elide)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        self.setText(plain_text.one_line(text) if self._elide else text)
        if not self.accessibleName() or self.accessibleName() != text:
            self.setAccessibleName(text)

    def set_token(self, token: str) -> None:
        self._token = token
        self._follow_theme()

    def set_weight(self, weight: int) -> None:
        self._look = (self._look[0], weight, *self._look[2:])
        self._follow_theme()

    def _follow_theme(self) -> None:
        self.setFont(theme.font(*self._look))
        colours, groups = QPalette(), QPalette.ColorGroup
        for group in (groups.Active, groups.Inactive, groups.Disabled):
            token = "disabled" if group is groups.Disabled else self._token
            colours.setColor(group, QPalette.ColorRole.WindowText, theme.current().colour(token))
        self.setPalette(colours)
        self.updateGeometry()

    def _is_cut(self) -> bool:
        return self._natural() > self.contentsRect().width() + 0.5

    def _natural(self) -> float:
        return theme.metrics(self.font()).horizontalAdvance(self.text())

    def sizeHint(self) -> QSize:
        if not self._elide:
            return super().sizeHint()
        margins = self.contentsMargins()
        wide = round(self._natural() + 0.5) + margins.left() + margins.right()
        high = round(theme.metrics(self.font()).height() + 0.5) + margins.top() + margins.bottom()
        return QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        if not self._elide:
            return super().minimumSizeHint()
        hint = self.sizeHint()
        return QSize(
            min(hint.width(), round(theme.metrics(self.font()).horizontalAdvance("mm…"))), hint.height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        paint.crisp(painter)
        ink = theme.current().colour(self._token if self.isEnabled() else "disabled")
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        paint.draw_elided(painter, QRectF(self.contentsRect()), self.text(), self.font(), ink, align)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if self._elide and not self.toolTip() and self._is_cut():
                QToolTip.showText(event.globalPos(), plain_tooltip(self.text()), self)
                return True
        return super().event(event)


class KeyHint(QWidget):
    """The key that does what stands beside it."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(keys)

    def set_keys(self, keys: str) -> None:
        self._keys = keys
        self.setAccessibleName(keys)
        self.setVisible(bool(keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = round(theme.metrics(theme.font("badge")).height()) + 2
        return QSize(round(paint.key_hint_width(self._keys)) if self._keys else 0, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        shown = theme.current()
        paint.key_hint(painter, 0, self.height() / 2, self._keys, shown.text3, shown.border)
        painter.end()


class PlainBrowser(QTextBrowser):
    """Read-only text that loads nothing and follows no link; fill it with plain_text.set_plain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of one pixel: returning nothing would let the base class load what is named."""
        image = QImage(1, 1, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        return image
