"""The summary of a point while it is typed: kept as a draft, and saved in one operation when it is left."""

from collections.abc import Callable, Set

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ogp_review.domain.operation import Changes, Op
from ogp_review.domain.views import PointView
from ogp_review.errors import Conflict, ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.store.storable import storable
from ogp_review.ui import messages, theme
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.plain_text import typed_in
from ogp_review.ui.responses.conflict import ConflictPanel
from ogp_review.ui.responses.held import Held
from ogp_review.ui.session import Session

FIELD = "summary"
_FEWEST_LINES, _MOST_LINES = 2, 8
_BOTH_HEIGHT = 220
"""Of both summaries with the ways on, in logical pixels."""


class BothSummaries(ConflictPanel):
    """Mine and a colleague's, over the field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        self.setParent(field)
        self.setProperty("surface", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for text in (self.mine, self.theirs):
            text.setMinimumHeight(40)
        self.hide()

    def show_summaries(self, mine: str, theirs: str, who: str) -> None:
        """Both, and who wrote the other ("": not known)."""
        self.show_texts(FIELD, mine, theirs, who)
        said = _("{who} has changed this summary since. Yours is kept as a draft.")
        self._title.set_text(said.format(who=who or _("A colleague")))


class Summary(QPlainTextEdit):
    """The field. It grows with its words, and saves them when the focus leaves it."""

    def __init__(self, session: Session, drafts: Drafts | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._drafts = session, drafts
        self._point: PointView | None = None
        self._held = Held("", "")
        self._untouched = ("", "")
        self.both = BothSummaries(self)
        self.both.chosen.connect(self._settle)
        self.setReadOnly(session.read_only)
        self.setAccessibleName(_("Summary of the point"))
        self.setPlaceholderText(_("Say in one or two sentences what these comments ask for."))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(self._keep_draft)
        self._follow_theme()
        theme.watch.changed.connect(self._follow_theme)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def _follow_theme(self) -> None:
        self.setFont(theme.font("reading"))
        self._fit()

    def _fit(self) -> None:
        """As high as the lines there are, within bounds. A plain document measures itself in lines."""
        step = theme.metrics(self.font()).lineSpacing()
        natural = max(_FEWEST_LINES, round(self.document().size().height()))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * self.document().documentMargin()
        bars = Qt.ScrollBarPolicy
        scrolls = bars.ScrollBarAsNeeded if natural > _MOST_LINES else bars.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(scrolls)
        if not self.both.isHidden():
            self.setFixedHeight(max(_BOTH_HEIGHT, self.both.minimumSizeHint().height()))
            return
        self.setFixedHeight(round(min(natural, _MOST_LINES) * step + around) + 1)

    def show_point(self, point: PointView) -> None:
        """The summary that is stored, unless another one is being typed here or was left as a draft."""
        stored = point.summary.strip()
        if self._point is None or self._point.id != point.id:
            draft = self._drafts.of(point.id).get(FIELD) if self._drafts else None
            left = draft is not None and not self._session.read_only
            self._held = (
                Held(draft.base.strip(), draft.text.strip()) if draft and left else Held(stored, stored)
            )
            self._put(self._held.typed)
        self._point = point
        self._meet(stored)

    def _meet(self, stored: str) -> None:
        """Bring together what is typed and what stands in the review now."""
        was, unsaved = self._held.typed, self._held.unsaved
        self._held.meet(stored)
        if unsaved and not self._held.unsaved:
            self._forget()
        if self._held.typed != was:
            self._put(self._held.typed)
        self._show_both()

    def _put(self, text: str) -> None:
        if typed_in(self).strip() != text:
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        self._untouched = typed_in(self), text

    def typed(self) -> str | None:
        """What is typed and not stored."""
        return self._held.typed if self._held.unsaved else None

    def _take_typed(self) -> None:
        """A field has other words for some characters, so it is also compared with what it showed first."""
        text, (shown, meant) = typed_in(self), self._untouched
        self._held.typed = meant if text == shown else text.strip()

    def _keep_draft(self) -> None:
        if self._point is None:
            return
        self._take_typed()
        if not self._held.unsaved:
            self._forget()
        elif self._drafts is not None:
            self._drafts.keep(self._point.id, FIELD, typed_in(self), self._held.base)

    def _forget(self) -> None:
        if self._drafts is not None and self._point is not None:
            self._drafts.forget(self._point.id, FIELD)

    # Writing ----------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write what was typed, in one operation; nothing where a colleague has changed it too."""
        held, point, drafts = self._held, self._point, self._drafts
        if point is None or not held.to_write or self._session.read_only:
            return
        typed, known = held.typed, {held.base, held.sent, held.typed}
        held.sent = typed

        def saved(_changes: Changes) -> None:
            draft = drafts.of(point.id).get(FIELD) if drafts is not None else None
            if drafts is not None and draft is not None and draft.text.strip() == storable(typed):
                drafts.forget(point.id, FIELD)
            held.base = typed
            held.sent = None if held.sent == typed else held.sent

        def failed(problem: Exception) -> None:
            held.sent = None
            self._not_saved(point.id, problem)

        self._session.do(lambda review: _summarise(review, point, typed, known), saved, failed=failed)

    def _not_saved(self, point: int, problem: Exception) -> None:
        if not isinstance(problem, ReviewError):
            messages.bridge.bug(problem)
            return
        messages.bridge.problem(str(problem))
        if isinstance(problem, Conflict):
            self._read(lambda review: review.merging.point(point).summary, point, self._meet)

    def _read(self, work: Callable[[Review], str], point: int, then: Callable[[str], None]) -> None:
        """Ask about a point; the answer is of use while it still shows."""

        def answered(text: str) -> None:
            if self._point is not None and self._point.id == point:
                then(text.strip())

        self._session.read(work, answered, owner=self, failed=_gone)

    # Two wrote it -----------------------------------------------------------------------------------------

    def _show_both(self, who: str = "") -> None:
        """Mine and theirs over the field while both are there."""
        theirs, point = self._held.theirs, self._point
        if theirs is not None and point is not None:
            if not who and self.both.isHidden():
                self._read(lambda review: _changed_by(review, point.id), point.id, self._show_both)
            self.both.show_summaries(self._held.typed, theirs, who)
        self.both.setVisible(theirs is not None)
        self.setFocusProxy(self.both.mine if theirs is not None else None)  # type: ignore[arg-type]
        self._fit()

    def _settle(self, how: str) -> None:
        held = self._held
        mine, theirs = held.typed, held.theirs
        if theirs is None:
            return
        texts = {"mine": mine, "theirs": theirs, "both": f"{mine}\n\n{theirs}"}
        held.base, held.typed, held.theirs = theirs, texts[how], None
        self._put(held.typed)
        self._keep_draft()
        self._show_both()
        if how == "mine":
            self.save()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.both.setGeometry(self.rect())


def _summarise(review: Review, point: PointView, typed: str, known: Set[str | None]) -> Changes:
    """Refused where the review holds other words by now than typing started from."""
    if review.merging.point(point.id).summary.strip() not in known:
        said = _("Not saved: the summary of {ref} has been changed since. Both texts are kept.")
        raise Conflict(said.format(ref=point.ref))
    return review.merging.summarise(point.id, typed)


def _changed_by(review: Review, point: int) -> str:
    """Who wrote the summary that stands."""
    kinds = (Op.SUMMARY, Op.MERGE, Op.UNDO, Op.REDO)
    done = (change.operation for change in reversed(review.history.of(point)) if not change.undone)
    return next((operation.person for operation in done if operation.kind in kinds), "")


def _gone(problem: Exception) -> None:
    """A point that left the review meanwhile is said; the list, which is read anew, no longer shows it."""
    if isinstance(problem, ReviewError):
        messages.bridge.problem(str(problem))
    else:
        messages.bridge.bug(problem)
