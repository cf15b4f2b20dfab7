"""The paragraph as it is proposed: what goes and what comes, the clean words, or the words to edit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.redline import Change, Piece
from ogp_review.i18n import _
from ogp_review.ui import plain_text, theme
from ogp_review.ui.responses.editor import PlainEditor
from ogp_review.ui.responses.model import Subject
from ogp_review.ui.responses.wording import Kind, Wording, closest, shortened, told, wording
from ogp_review.ui.session import Session
from ogp_review.ui.widgets import Button, PlainBrowser, PlainLabel, Segmented, button, plain_tooltip

REDLINE, CLEAN, EDIT = range(3)


class RedlineView(PlainBrowser):
    """Words with one fate each: deleted struck through, inserted underlined."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self.setProperty("surface", "raised")
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.watch.changed.connect(self._draw)

    def show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        """Show them; what is shown already is left where it is scrolled to."""
        if pieces != self._pieces or self.document().isEmpty():
            self._pieces = pieces
            self._draw()

    def _draw(self) -> None:
        text = "".join(piece.text for piece in self._pieces)
        self.document().setDefaultFont(theme.font("reading", serif=True))
        plain_text.set_plain(self, text)
        plain_text.set_line_height(self.document(), theme.READING_LINE)
        plain_text.format_ranges(self, text, _formats(self._pieces))
        self.setAccessibleDescription(_spoken(self._pieces))


def _formats(pieces: tuple[Piece, ...]) -> list[plain_text.Range]:
    looks = {Change.INSERTED: plain_text.insertion_format, Change.DELETED: plain_text.deletion_format}
    found: list[plain_text.Range] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        if piece.change in looks:
            found.append((start, end, looks[piece.change]()))
        start = end
    return found


def _spoken(pieces: tuple[Piece, ...]) -> str:
    """The changes in words, for those who do not see them."""
    said = []
    for gone, come in told(pieces):
        parts = [_("deleted: {words}").format(words=gone)] if gone else []
        said.append("; ".join([*parts, _("inserted: {words}").format(words=come)] if come else parts))
    return ". ".join(said)


class Proposed(QWidget):
    """The right half of the pane. What is typed comes out of :attr:`typed`, as the review stores it."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._paragraph = ""
        self._whole = True
        self._label = ""
        self._placed = True
        self._by_point = False
        self._proposed = ""
        self._idle = False
        self._wording = Wording(Kind.NONE, ())
        self._title = PlainLabel("", role="meta", weight=600, token="text2")
        self.modes = Segmented([_("Redline"), _("Clean"), _("Edit")])
        self.modes.setAccessibleName(_("How the proposed change is shown"))
        self._caption = PlainLabel("", role="meta", token="text3", elide=False)
        self._propose: Button = button(_("Propose a change"), kind="link", small=True)
        self.view = RedlineView()
        self.editor = PlainEditor(serif=True)
        self._lay_out()
        self.modes.chosen.connect(self._choose)
        self._propose.clicked.connect(self.edit)
        self.editor.typed.connect(self._say)
        self.editor.left.connect(self.left)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.modes)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.editor)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 7, 20, 16)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self._caption)
        whole.addWidget(self._propose, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._stack, 1)
        whole.addStretch(0)

    # What is shown ----------------------------------------------------------------------------------------

    def show_subject(
        self, subject: Subject, proposed: str, editable: bool, other: bool, why_not: str = ""
    ) -> None:
        """Show the paragraph of a subject with the change proposed; `other`: not the one shown before."""
        texts = {text.text: text.complete for text in subject.place_texts}
        self._paragraph = closest(list(texts), proposed or subject.stored("response"))
        self._whole = texts.get(self._paragraph, True)
        self._label = subject.place_label
        self._placed = subject.place_label not in (_(NOT_ASSIGNED_LABEL), _(WHOLE_DRAFT_LABEL))
        self._by_point = subject.by_point
        titled = _("{place} as proposed").format(place=self._label) if texts else _("Proposed change")
        self._title.set_text(titled if subject.set_aside is None else "")
        self.view.setAccessibleName(self._title.text())
        self.editor.setAccessibleName(_("New wording of {place}").format(place=self._label))
        self.editor.setReadOnly(not editable)
        self._propose.setEnabled(editable)
        self._propose.setToolTip("" if editable else plain_tooltip(why_not))
        self.modes.setVisible(subject.set_aside is None)
        self._idle = subject.set_aside is not None
        if other:
            self.modes.set_index(REDLINE)
        self.put(proposed)

    def put(self, proposed: str) -> None:
        """The change as it is proposed now, from elsewhere than this editor."""
        self._proposed = proposed
        self.editor.put(proposed or self._paragraph)
        self._compare()

    def mode(self) -> int:
        return self.modes.index()

    def edit(self) -> None:
        """Go on in the editor."""
        self.modes.set_index(EDIT)
        self._show_mode()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, mode: int) -> None:
        self._compare()
        if mode == EDIT:
            self.edit()

    def _say(self, text: str) -> None:
        """What is typed; the paragraph's own words are no change."""
        self._proposed = "" if text.strip() == self._paragraph.strip() else text
        self.typed.emit(self._proposed)

    def _compare(self) -> None:
        """Words are compared on a reader's thread: long paragraphs take a while."""
        paragraph, proposed = self._paragraph, self._proposed
        if not proposed:
            self._take(wording(paragraph, ""))
            return
        self._session.read(
            lambda _review: wording(paragraph, proposed), self._take, owner=self, key="wording"
        )

    def _take(self, found: Wording) -> None:
        self._wording = found
        self._show_mode()

    def _show_mode(self) -> None:
        mode, found = self.mode(), self._wording
        nothing = found.kind is Kind.NONE
        self._stack.setCurrentIndex(1 if mode == EDIT else 0)
        self._stack.setVisible(mode == EDIT or not nothing)
        self._propose.setVisible(mode != EDIT and nothing and not self._idle)
        caption = "" if self._idle else self._said(found.kind, mode)
        self._caption.set_text(caption)
        self._caption.setVisible(bool(caption))
        if mode == CLEAN:
            self.view.show_pieces((Piece(Change.KEPT, found.clean),))
        else:
            self.view.show_pieces(() if nothing else shortened(found.pieces))

    def _said(self, kind: Kind, mode: int) -> str:
        """What must be known to read it rightly."""
        if not self._whole:
            return _("The page showed only the beginning of {place}.").format(place=self._label)
        if mode == EDIT:
            return ""
        if kind is Kind.NONE:
            return _("No change is proposed.")
        if kind is Kind.PASSAGE:
            return _("Read as a new wording of one passage.")
        if kind is not Kind.NOTE:
            return ""
        if self._placed:
            return _("It does not say where in {place} it goes.").format(place=self._label)
        if self._by_point:
            return _("This point stands at no paragraph, so there is nothing to compare with.")
        return _("This comment stands at no paragraph, so there is nothing to compare with.")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().raised)
        painter.end()
