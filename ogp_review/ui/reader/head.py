"""The head of the reader: who spoke, where and when, how it was voted, its tags, stance and submission."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.domain.views import CommentView
from ogp_review.i18n import _, ngettext
from ogp_review.ui import icons, paint, shortcuts, theme
from ogp_review.ui.plain_text import one_line
from ogp_review.ui.reader import words
from ogp_review.ui.widgets import Button, ChipFlow, PlainLabel, plain_tooltip

_MORE = (
    "note",
    "assign",
    "language",
    "translate",
    "move",
    "",
    "respond",
    "merge",
    "take_out",
    "",
    "close_rest",
    "set_aside",
)
_GAP = 14.0
_ICON = 10.0


class Facts(QWidget):
    """Short facts on one line, some with an icon before them; what does not fit is left out from the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def put(self, facts: list[tuple[str, str]]) -> None:
        """:param facts: icon (or nothing) and words of each."""
        self._facts = [(icon, one_line(text)) for icon, text in facts if text]
        said = ", ".join(text for _icon, text in self._facts)
        self.setAccessibleName(said)
        self.setToolTip(plain_tooltip(said))
        self.update()

    def said(self) -> list[str]:
        return [text for _icon, text in self._facts]

    def sizeHint(self) -> QSize:
        return QSize(200, round(theme.metrics(theme.font("meta")).height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.crisp(painter)
        font, colour = theme.font("meta"), theme.current().text3
        left, height = 0.0, float(self.height())
        for icon, text in self._facts:
            gap = _GAP if left else 0.0
            wide = theme.metrics(font).horizontalAdvance(text) + (_ICON + 4 if icon else 0.0)
            room = self.width() - left - gap
            if room < min(wide, 40.0):
                break
            left += gap
            at = left
            if icon:
                paint.icon(painter, QRectF(at, 0, _ICON, height), icon, "text3", _ICON)
                at += _ICON + 4
            paint.draw_elided(painter, QRectF(at, 0, min(wide, room) + 1, height), text, font, colour)
            left += wide
        painter.end()


class Author(PlainLabel):
    """Who spoke; a click shows all that is known of them."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__(role="pane_title", weight=600)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Head(QWidget):
    """Says by :attr:`wants` what the person asks for: (action id, argument), as the reader does."""

    wants = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CommentView | None = None
        self._editable, self._why_not = True, ""
        self._make_widgets()
        self._lay_out()

    def _make_widgets(self) -> None:
        self.author = Author()
        self.author.clicked.connect(self._open_who)
        self.organisation = PlainLabel(token="text2")
        self.place = PlainLabel(role="meta", token="text3")
        self.before = self._icon("chevron-left", "previous_in_submission")
        self.after = self._icon("chevron-right", "next_in_submission")
        self.history = self._icon("history", "history")
        self.more = Button(icon="more", small=True)
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(_("More"))
        self.more.clicked.connect(self.open_more)
        self.facts = Facts()
        self.chips = ChipFlow()
        self.chips.removed.connect(lambda path: self.wants.emit("untag", path))
        self.tag = Button(_("Tag"), "plus", small=True, key=shortcuts.key_of("tag"))
        self.tag.clicked.connect(lambda: self.wants.emit("tag", None))
        self.stance = Button("", small=True, token="text2", key=shortcuts.key_of("stance"))
        self.stance.clicked.connect(self.choose_stance)
        self.chips.add_widget(self.tag)
        self.chips.add_widget(self.stance)
        self.point = Button("", kind="link", small=True)
        self.point.clicked.connect(self._open_point)
        self.replies = Button("", kind="link", small=True)
        self.replies.clicked.connect(self._open_replies)
        self.parent_link = Button("", kind="link", small=True)
        self.parent_link.clicked.connect(self._open_parent)
        self.others = Button("", kind="link", small=True)
        self.others.clicked.connect(self._open_others)

    def _icon(self, icon: str, action: str) -> Button:
        made = Button(icon=icon, small=True)
        key = shortcuts.key_of(action)
        text = shortcuts.text_of(action)
        made.setAccessibleName(text)
        made.setToolTip(f"{text} ({key})" if key else text)
        made.clicked.connect(lambda: self.wants.emit(action, None))
        return made

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.author)
        first.addSpacing(4)
        first.addWidget(self.organisation, 1)
        first.addWidget(self.place)
        first.addSpacing(6)
        for button in (self.before, self.after, self.history, self.more):
            first.addWidget(button)
        third = QHBoxLayout()
        third.setSpacing(12)
        third.addWidget(self.chips, 1)
        for link in (self.parent_link, self.replies, self.others, self.point):
            third.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 9, 14, 9)
        column.setSpacing(3)
        column.addLayout(first)
        column.addWidget(self.facts)
        column.addSpacing(3)
        column.addLayout(third)

    def allow(self, editable: bool, why_not: str) -> None:
        """Let the comment be worked on, or say why it cannot be."""
        self._editable, self._why_not = editable, why_not
        for one in (self.tag, self.stance):
            one.setEnabled(editable)
            one.setToolTip("" if editable else plain_tooltip(why_not))

    def show_comment(self, view: CommentView) -> None:
        """Show another comment, or the same with what has changed of it."""
        self._view = view
        card = view.card
        self.author.set_text(words.author(card))
        self.organisation.set_text(words.organisation(card))
        self._show_place(words.in_submission(view))
        self.facts.put(_facts(view))
        self.chips.set_tags(card.tags, removable=self._editable)
        self._show_stance(words.stances().get(card.stance or ""))
        self.point.set_text(words.in_point(view))
        self.point.setVisible(view.point is not None)
        self.others.set_text(_in_others(view))
        self.others.setVisible(bool(view.other_points))
        self.replies.set_text(ngettext("{n} reply", "{n} replies", len(view.replies)))
        self.replies.setVisible(bool(view.replies))
        answers = _("Answers {name}").replace("{name}", one_line(card.reply_to or ""))
        self.parent_link.set_text(answers)
        self.parent_link.setVisible(card.parent_id is not None)

    def _show_stance(self, said: str | None) -> None:
        named = _("Stance: {stance}").replace("{stance}", said.lower()) if said else _("Stance")
        self.stance.set_text(named)
        self.stance.setAccessibleName(named if said else _("Stance: not said"))

    def _show_place(self, said: str) -> None:
        for widget in (self.place, self.before, self.after):
            widget.setVisible(bool(said))
        self.place.set_text(said)
        if said and self._view is not None:
            here = self._view.submission.index(self._view.card.id)
            self.before.setEnabled(here > 0)
            self.after.setEnabled(here + 1 < len(self._view.submission))

    def stance_menu(self) -> QMenu:
        """The stances, the chosen one ticked."""
        menu = QMenu(self)
        now = self._view.card.stance if self._view is not None else None
        for value, text in (*words.stances().items(), ("", _("Not said"))):
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(value == (now or ""))
            entry.triggered.connect(lambda _on=False, value=value: self.wants.emit("stance", value))
        return menu

    def more_menu(self) -> QMenu:
        """What else can be done with the comment; each entry says its key."""
        menu = QMenu(self)
        menu.setToolTipsVisible(not self._editable)
        aside = self._view is not None and self._view.card.set_aside is not None
        for action in _MORE:
            if not action:
                menu.addSeparator()
                continue
            wish = "take_back" if aside and action == "set_aside" else action
            entry = menu.addAction(icons.icon(shortcuts.BY_ID[wish].icon or "arrow-right"), _entry(wish))
            entry.setEnabled(self._editable)
            entry.setToolTip(self._why_not)
            entry.triggered.connect(lambda _on=False, wish=wish: self.wants.emit(wish, None))
        return menu

    def choose_stance(self) -> None:
        """Open the menu of stances at its button."""
        if self._editable:
            self._pop_up(self.stance_menu(), self.stance)

    def open_more(self) -> None:
        self._pop_up(self.more_menu(), self.more)

    def _pop_up(self, menu: QMenu, button: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _open_who(self) -> None:
        if self._view is not None and self._view.participant is not None:
            self.wants.emit("who", self._view.participant)

    def _open_point(self) -> None:
        if self._view is not None and self._view.point is not None:
            self.wants.emit("open_point", self._view.point.ref)

    def _open_parent(self) -> None:
        if self._view is not None and self._view.card.parent_id is not None:
            self.wants.emit("show", self._view.card.parent_id)

    def _open_replies(self) -> None:
        """The first of them; from there the list and the submission lead on."""
        if self._view is not None and self._view.replies:
            self.wants.emit("show", self._view.replies[0])

    def _open_others(self) -> None:
        refs = self._view.other_points if self._view is not None else ()
        if len(refs) == 1:
            self.wants.emit("open_point", refs[0])
            return
        menu = QMenu(self)
        for ref in refs:
            menu.addAction(ref).triggered.connect(
                lambda _on=False, ref=ref: self.wants.emit("open_point", ref)
            )
        self._pop_up(menu, self.others)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().base)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().border)
        painter.end()


def _facts(view: CommentView) -> list[tuple[str, str]]:
    card = view.card
    who = [part for part in (view.stakeholder, view.country) if part]
    facts = [
        ("", card.ref),
        ("", words.channel(card)),
        ("", words.day(card.posted_at or "")),
        *words.votes(card),
    ]
    facts += [("", part) for part in who]
    if card.assigned_to:
        facts.append(("person", card.assigned_to))
    return facts


def _in_others(view: CommentView) -> str:
    """ "Excerpts in PT-0004, PT-0007"."""
    if not view.other_points:
        return ""
    named = ", ".join(view.other_points[:2])
    more = len(view.other_points) - 2
    return _("Excerpts in {points}").replace("{points}", f"{named} +{more}" if more > 0 else named)


def _entry(action: str) -> str:
    key = shortcuts.key_of(action)
    text = shortcuts.text_of(action)
    return f"{text}\t{key}" if key else text
