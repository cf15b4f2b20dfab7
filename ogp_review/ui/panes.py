"""What panes have besides their content: hairlines, handles, a bar while loading, a word where nothing is."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ogp_review.ui import paint, theme
from ogp_review.ui.buttons import Button
from ogp_review.ui.labels import PlainLabel


class Hairline(QWidget):
    """One pixel of border."""

    def __init__(self, horizontal: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().border)
        painter.end()


class EmptyState(QWidget):
    """Why there is nothing here, and the one thing that helps."""

    acted = Signal()

    def __init__(
        self, icon: str = "info", sentence: str = "", action_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = Picture(icon)
        self._sentence = PlainLabel(sentence, token="text2", elide=False)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._action = Button(action_text, kind="outlined")
        self._action.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.set_state(icon, sentence, action_text)

    def set_state(self, icon: str, sentence: str, action_text: str = "") -> None:
        self._picture.set_name(icon)
        self._sentence.set_text(sentence)
        self._action.set_text(action_text)
        self._action.setVisible(bool(action_text))

    def sentence(self) -> str:
        return self._sentence.text()

    def action_text(self) -> str:
        return self._action.shown_text()


class Picture(QWidget):
    """An icon by itself; `token` is its colour, `size` its width and height."""

    def __init__(self, name: str, token: str = "text3", size: int = 24) -> None:
        super().__init__()
        self._name, self._token = name, token
        self.setFixedSize(size, size)

    def set_name(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.icon(painter, QRectF(self.rect()), self._name, self._token, self.width())
        painter.end()


class LoadingBar(QWidget):
    """Two pixels at the top of a pane, from 300 ms after `start` until `stop`. It takes no room."""

    def __init__(self, pane: QWidget, after_ms: int = 300) -> None:
        super().__init__(pane)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=after_ms)
        self._timer.timeout.connect(self._appear)
        pane.installEventFilter(self)
        self.hide()

    def start(self) -> None:
        if not self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.hide()

    def _appear(self) -> None:
        self._fit()
        self.raise_()
        self.show()

    def _fit(self) -> None:
        pane = self.parentWidget()
        if pane is not None:
            self.setGeometry(0, 0, pane.width(), 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().accent)
        painter.end()


class Splitter(QSplitter):
    """Panes side by side with a hairline between them, or above each other with a grip of 7 pixels."""

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1 if orientation is Qt.Orientation.Horizontal else 7)
        self.setChildrenCollapsible(False)
