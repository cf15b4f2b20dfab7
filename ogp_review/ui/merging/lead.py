"""The middle of the Points workspace: the summary of a point, its lead, and the figures of all members."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ogp_review.domain.views import Member, PointView
from ogp_review.i18n import _, ngettext
from ogp_review.ui import icons, paint, plain_text, theme
from ogp_review.ui.comments import words
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.merging.cards import draw_facts
from ogp_review.ui.merging.model import facts_of, together
from ogp_review.ui.merging.summary import Summary
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import ChipFlow, Hairline, PlainBrowser, PlainLabel, button

_LONGEST_LEAD = 340
"""Height to which the lead's words grow before they scroll."""


class Card(QFrame):
    """A white sheet with round corners."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        colours = theme.current()
        painter.setPen(QPen(colours.text if colours.contrast else colours.border, 1))
        painter.setBrush(colours.base)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


class Words(PlainBrowser):
    """Words of a comment, as high as they are up to a bound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Words of the lead"))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        theme.watch.changed.connect(self._follow_theme)
        self._text = ""

    def show_text(self, text: str) -> None:
        if text != self._text or not self.toPlainText():
            self._text = text
            self._lay_out()

    def _lay_out(self) -> None:
        self.document().setDefaultFont(theme.font("reading"))
        option = self.document().defaultTextOption()
        option.setTextDirection(plain_text.direction_of(self._text))
        self.document().setDefaultTextOption(option)
        plain_text.set_plain(self, self._text)
        plain_text.set_line_height(self.document(), 150)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _follow_theme(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, theme.current().text)
        self.setPalette(palette)
        self._lay_out()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(min(_LONGEST_LEAD, round(self.document().size().height()) + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()


class _Facts(QWidget):
    """Ref, language, date and votes of the lead."""

    def __init__(self) -> None:
        super().__init__()
        self._member: Member | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_member(self, member: Member) -> None:
        self._member = member
        self.setAccessibleName(", ".join(facts_of(member)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(theme.metrics(theme.font("meta")).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._member is not None:
            painter = QPainter(self)
            paint.crisp(painter)
            draw_facts(painter, QRectF(self.rect()), self._member)
            painter.end()


class LeadCard(Card):
    """Who leads the point, and what they say."""

    comment_wanted = Signal(object)
    """The id of the comment that is to be read whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comment = 0
        self.author = PlainLabel(weight=600)
        self.organisation = PlainLabel(role="meta", token="text3")
        self.facts = _Facts()
        self.words = Words()
        self.tags = ChipFlow()
        self.full = button(_("Full comment"), kind="link", small=True)
        self.full.clicked.connect(lambda: self.comment_wanted.emit(self._comment))
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.author)
        head.addWidget(self.organisation, 1)
        foot.setSpacing(8)
        foot.addWidget(self.tags, 1)
        foot.addWidget(self.full, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 14, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addSpacing(2)
        column.addWidget(self.words)
        column.addSpacing(2)
        column.addLayout(foot)

    def show_member(self, member: Member) -> None:
        card = member.card
        self._comment = card.id
        self.author.set_text(words.author(card))
        self.organisation.set_text(words.organisation(card))
        self.facts.show_member(member)
        self.words.show_text(member.text.strip())
        self.tags.set_tags(card.tags)


class _Figure(QWidget):
    """A number over its word."""

    def __init__(self) -> None:
        super().__init__()
        self.number = PlainLabel(role="page_title", weight=600, tabular=True)
        self.word = PlainLabel(role="meta", token="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.number)
        column.addWidget(self.word)

    def put(self, number: int | None, word: str) -> None:
        self.number.set_text("–" if number is None else words.figure(number))
        self.word.set_text(word)
        self.setAccessibleName(f"{word}: {_('not known')}" if number is None else f"{number} {word}")


class LeadColumn(QScrollArea):
    """Summary, lead and figures of one point."""

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = Summary(session, drafts)
        self.card = LeadCard()
        self._figures = [_Figure() for _number in range(3)]
        self._star = QLabel()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("surface", "raised")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out(QVBoxLayout(inside))
        self.setWidget(inside)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(6)
        column.addWidget(PlainLabel(_("Summary: what is being said, once"), "meta", "text2", 600))
        column.addWidget(self.summary)
        said = _("This stands in the “Point” column of the matrix.")
        column.addWidget(PlainLabel(said, "meta", "text3", elide=False))
        column.addSpacing(8)
        column.addLayout(self._lead_head())
        column.addWidget(self.card)
        column.addSpacing(12)
        column.addWidget(PlainLabel(_("Together"), "meta", "text2", 600))
        column.addLayout(self._figure_row())
        column.addSpacing(6)
        column.addWidget(Hairline())
        column.addSpacing(4)
        kept = _(
            "Merging alters nothing: each comment keeps its words, its votes and its author, "
            "and stands in the report."
        )
        column.addWidget(PlainLabel(kept, "meta", "text3", elide=False))
        column.addStretch(1)

    def _lead_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._star)
        row.addWidget(PlainLabel(_("Lead comment"), "meta", "text2", 600))
        row.addStretch(1)
        row.addWidget(PlainLabel(_("the others are compared with it"), "meta", "text3"))
        return row

    def _figure_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        for place, figure in enumerate(self._figures):
            grid.addWidget(figure, 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _follow_theme(self) -> None:
        self._star.setPixmap(icons.pixmap("lead", "accent", 16, self.devicePixelRatioF()))

    def show_point(self, point: PointView) -> None:
        self.card.show_member(point.members[0])
        found = together(point)
        said = (
            (found.votes_for, ngettext("vote for", "votes for", found.votes_for or 0)),
            (found.votes_against, ngettext("vote against", "votes against", found.votes_against or 0)),
            (found.organisations, ngettext("organisation", "organisations", found.organisations or 0)),
        )
        for figure, (number, word) in zip(self._figures, said, strict=True):
            figure.put(number, word)
