"""A frame with round corners round whatever stands in it, and a heading that opens what follows."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, theme, widgets
from ogp_review.ui.buttons import outline

RADIUS = 8.0


class Card(QWidget):
    """`content` inside a hairline with round corners, on base."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)  # no higher than its content may be
        column.addWidget(content)
        self._frame = _Frame(self)


class _Frame(QWidget):
    """Lies over the content and covers its corners, which a view would draw square."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            card = self.parentWidget()
            if card is not None:
                self.setGeometry(card.rect())
                self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        whole, line = QRectF(self.rect()), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        corners, inside = QPainterPath(), QPainterPath()
        corners.addRect(whole)
        inside.addRoundedRect(line, RADIUS, RADIUS)
        painter.fillPath(corners.subtracted(inside), theme.current().base)
        painter.setPen(QPen(outline(), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(inside)
        painter.end()


class Disclosure(QWidget):
    """A line that opens and closes what stands below it; closed at first."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._inside = QWidget()
        self.heading = widgets.button(title, "chevron-right", kind="flat", small=True)
        self.heading.from_left = True
        self.heading.clicked.connect(lambda: self.open(not self.is_open()))
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 4)
        self.column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self._inside)
        self.open(False)

    def open(self, wide: bool) -> None:
        """Show what it hides, or hide it again."""
        self._inside.setVisible(wide)
        self.heading.set_icon("chevron-down" if wide else "chevron-right")
        self.heading.setAccessibleName(f"{self._title}, {_('open') if wide else _('closed')}")

    def is_open(self) -> bool:
        return self._inside.isVisibleTo(self)
