"""The choice of what a column is, with a word where the guess should be looked at."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.intake import fields

_ARROW = 26
_PADDING = 9


class QuietBox(QComboBox):
    """A combo box that the wheel changes only where it has the focus, and that tells of a person's choice."""

    chosen = Signal(object)
    """The data of the item, when the person chose another one."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._choose)
        self._before: object = None

    def put(self, choices: list[tuple[object, str]], current: object) -> None:
        """Offer these; nothing is told of it."""
        if [(self.itemData(n), self.itemText(n)) for n in range(self.count())] != choices:
            self.clear()
            for data, words in choices:
                self.addItem(words, data)
        self.show_choice(current)

    def show_choice(self, data: object) -> None:
        """Show a choice that was made elsewhere."""
        self._before = data
        found = next((n for n in range(self.count()) if self.itemData(n) == data), -1)
        if found != self.currentIndex():
            self.setCurrentIndex(found)

    def _choose(self, _row: int) -> None:
        data = self.currentData()
        if data != self._before:
            self._before = data
            self.chosen.emit(data)

    def paintEvent(self, event: QPaintEvent) -> None:
        styled = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        styled.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        styled.end()
        painter = QPainter(self)
        paint.crisp(painter)
        self._draw_words(painter, QRectF(self.rect()).adjusted(_PADDING, 0, -_ARROW, 0))
        painter.end()

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        shown = theme.current()
        ink = shown.text if self.currentData() and self.isEnabled() else shown.text3
        paint.draw_elided(painter, room, self.currentText(), theme.font("body"), ink)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FieldBox(QuietBox):
    """What one column goes to. All boxes of a form share one model of the fields."""

    def __init__(self, name: str, model: QStandardItemModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._doubtful = False
        self.setModel(model)
        self.setMaxVisibleItems(14)

    def show_field(self, field: str, doubtful: bool) -> None:
        """Show what the column is taken for."""
        self._doubtful = doubtful
        self.show_choice(field)
        check = f", {_('please check')}" if doubtful else ""
        self.setAccessibleName(f"{_('Goes to')}: {fields.words_of(field)}{check}, {self._name}")
        self.update()

    @property
    def doubtful(self) -> bool:
        return self._doubtful

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        shown = theme.current()
        natural = theme.metrics(theme.font("body")).horizontalAdvance(self.currentText())
        if self._doubtful:
            meta, words = theme.font("badge"), _("please check")
            width = theme.metrics(meta).horizontalAdvance(words)
            if natural + 8 + width > room.width():
                width = 14.0
                paint.icon(painter, _right(room, width), "warning", "warning", 14)
            else:
                paint.draw_elided(painter, _right(room, width), words, meta, shown.warning)
            room = room.adjusted(0, 0, -width - 6, 0)
        super()._draw_words(painter, room)


def _right(room: QRectF, width: float) -> QRectF:
    return QRectF(room.right() - width, room.top(), width, room.height())


def field_model(parent: QWidget) -> QStandardItemModel:
    """The fields a column can be."""
    model = QStandardItemModel(parent)
    for field, words in fields.offered():
        item = QStandardItem(words)
        item.setData(field, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model
