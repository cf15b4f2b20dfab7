"""How a recent review is drawn: title, where it stands, how much is left, when it was opened last."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ogp_review.domain.response import State
from ogp_review.i18n import _
from ogp_review.ui import paint, theme
from ogp_review.ui.recent import Recent
from ogp_review.ui.start.model import RecentModel, left_text, missing_text, when_text, where_text

PAD = 14
ICON = 16
TEXT = 46
"""Where the title begins, from the left edge of the row."""

GAP = 2
"""Between two rows."""

RADIUS = 8
BAR = 5


class RecentDelegate(QStyledItemDelegate):
    """Draws rows of a RecentModel."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        entry = model.entry(index) if isinstance(model, RecentModel) else None
        if not isinstance(model, RecentModel) or entry is None:
            return
        row = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        painter.save()
        paint.crisp(painter)
        self._ground(painter, row, option.state)
        icon = QRectF(row.left() + PAD, row.top(), ICON, row.height())
        paint.icon(painter, icon, "database" if entry.is_shared else "file", "text2")
        if model.is_missing(entry):
            self._missing(painter, row, entry)
        else:
            self._there(painter, row, entry)
        painter.restore()

    def _ground(self, painter: QPainter, row: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paint.row_fill(painter, row, selected=chosen and focused, hovered=hovered or chosen)
        if chosen and focused:
            paint.focus_ring(painter, row, RADIUS)

    def _there(self, painter: QPainter, row: QRectF, entry: Recent) -> None:
        bar, when, wide = self._columns(row)
        words = QRectF(
            row.left() + TEXT,
            row.top(),
            (bar if wide else when).left() - row.left() - TEXT - 12,
            row.height(),
        )
        upper, lower = _lines(words)
        shown, meta = theme.current(), theme.font("meta")
        paint.draw_elided(painter, upper, entry.title, theme.font("body", 600), shown.text)
        if wide:
            paint.draw_elided(painter, lower, where_text(entry), meta, shown.text3)
            self._progress(painter, bar, entry)
        else:
            facts = (left_text(entry), where_text(entry))
            paint.draw_elided(painter, lower, " · ".join(fact for fact in facts if fact), meta, shown.text3)
        paint.draw_elided(painter, when, when_text(entry), meta, shown.text3, Qt.AlignmentFlag.AlignRight)

    def _progress(self, painter: QPainter, area: QRectF, entry: Recent) -> None:
        upper, lower = _lines(area)
        if entry.total:
            shape = QRectF(upper.left(), upper.center().y() - BAR / 2 - 2, upper.width(), BAR)
            paint.bar(painter, shape, {State.APPROVED: entry.total - entry.left, State.NEW: entry.left})
        paint.draw_elided(
            painter, lower.translated(0, -4), left_text(entry), theme.font("meta"), theme.current().text2
        )

    def _missing(self, painter: QPainter, row: QRectF, entry: Recent) -> None:
        _bar, when, _wide = self._columns(row)
        upper, lower = _lines(
            QRectF(row.left() + TEXT, row.top(), when.left() - row.left() - TEXT - 12, row.height())
        )
        shown, meta, link = theme.current(), theme.font("meta"), self.link_rect(row, entry)
        paint.draw_elided(painter, upper, entry.title, theme.font("body", 600), shown.text)
        lower.setRight(link.left() - 6)
        paint.draw_elided(painter, lower, missing_text(entry), meta, shown.warning)
        paint.draw_elided(painter, link, link_text(), theme.font("meta", 500), shown.accent)
        paint.draw_elided(painter, when, when_text(entry), meta, shown.text3, Qt.AlignmentFlag.AlignRight)

    def _columns(self, row: QRectF) -> tuple[QRectF, QRectF, bool]:
        """Where the bar and the date stand, and whether there is room for a bar."""
        date = theme.metrics(theme.font("meta")).horizontalAdvance(_("today, {time}").format(time="00:00 am"))
        when = QRectF(row.right() - PAD - date, row.top(), date, row.height())
        wide = row.width() >= 480
        room = min(168.0, row.width() * 0.25)
        return QRectF(when.left() - 24 - room, row.top(), room, row.height()), when, wide

    def link_rect(self, row: QRectF, entry: Recent) -> QRectF:
        """Where "Look for it" stands: behind the sentence, or at the end of the room there is for it."""
        _bar, when, _wide = self._columns(row)
        said = theme.metrics(theme.font("meta")).horizontalAdvance(missing_text(entry))
        wide = theme.metrics(theme.font("meta", 500)).horizontalAdvance(link_text()) + 2
        left = min(row.left() + TEXT + said + 7, when.left() - 12 - wide)
        _upper, lower = _lines(row)
        return QRectF(left, lower.top(), wide, lower.height())

    def is_link(self, row: QRectF, entry: Recent, position: QPointF) -> bool:
        """Whether `position` is on "Look for it", or close enough to be meant."""
        return self.link_rect(row.adjusted(0, 0, 0, -GAP), entry).adjusted(-4, -4, 4, 4).contains(position)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, row_height())


def row_height() -> int:
    body, meta = theme.metrics(theme.font("body", 600)), theme.metrics(theme.font("meta"))
    return round(body.height() + meta.height() + 30) + GAP


def link_text() -> str:
    return _("Look for it")


def _between(row: QRectF, end: QRectF) -> QRectF:
    """The room for words, from where titles begin to what stands at the right."""
    left = row.left() + TEXT
    return QRectF(left, row.top(), max(0.0, end.left() - left - 12), row.height())


def _lines(area: QRectF) -> tuple[QRectF, QRectF]:
    """The two lines of a row, around its middle."""
    high, low = theme.metrics(theme.font("body", 600)).height(), theme.metrics(theme.font("meta")).height()
    top = area.center().y() - (high + low) / 2
    return (
        QRectF(area.left(), top, area.width(), high),
        QRectF(area.left(), top + high, area.width(), low),
    )
