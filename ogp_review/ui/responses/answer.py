"""The answer that is being written: what stands in the review, what is typed, and how one becomes the other.

What is typed goes to the drafts at once and becomes one operation when somebody leaves it. A colleague's
words are never overwritten by it, and it never by theirs: where both changed the same, both are held until
somebody chooses.
"""

from collections.abc import Callable
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, Signal

from ogp_review.domain.response import Disposition, State
from ogp_review.domain.views import Committed
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.store.storable import storable
from ogp_review.ui import messages
from ogp_review.ui.drafts import Drafts
from ogp_review.ui.responses.held import Held, Words, nothing, respond
from ogp_review.ui.responses.model import FIELDS, TEXT, Subject, of_comment, of_point
from ogp_review.ui.responses.past import Past, past_of
from ogp_review.ui.session import Session

Then = Callable[[], object]

CONCERNING = {"response", "point", "staff_text", "comment_work", "excerpt", "paragraph", "paragraph_text"}
"""Tables whose change may show in the pane."""


class Answer(QObject):
    """The answer to one subject at a time. Widgets show it and tell it what is typed."""

    replaced = Signal(str)
    """The field whose words differ now from what was typed in it: its editor shows them."""

    changed = Signal()
    """Anything else that shows."""

    gone = Signal(str)
    """What was shown is not in the review any more; a sentence that says so."""

    def __init__(self, session: Session, drafts: Drafts, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._drafts = drafts
        self.subject: Subject | None = None
        self.past = Past()
        self._held = nothing()

    # What is shown ----------------------------------------------------------------------------------------

    def typed(self, field: str) -> str:
        """The words of a field as they stand in the pane."""
        return self._held[field].typed

    @property
    def unsaved(self) -> bool:
        """Whether anything is typed that is no operation yet."""
        return any(held.unsaved for held in self._held.values())

    def conflict(self) -> tuple[str, str, str] | None:
        """The first field that a colleague has changed too: its name, mine, theirs."""
        both = ((field, held) for field, held in self._held.items() if held.theirs is not None)
        return next(((field, held.typed, held.theirs or "") for field, held in both), None)

    @property
    def editable(self) -> bool:
        return self.subject is not None and self.subject.set_aside is None and not self._session.read_only

    @property
    def why_not(self) -> str:
        """Why it cannot be written; empty where it can, or where its comment is set aside, as shows."""
        return self._session.why_not

    def show(self, subject: Subject | None) -> None:
        """Show another subject, or the same as it is now."""
        if subject is not None and self._same(subject):
            self._take(subject)
        else:
            self.save()
            self._load(subject)
        self._read_past()
        self.changed.emit()

    def _same(self, subject: Subject) -> bool:
        now = self.subject
        return now is not None and (now.shown, now.by_point) == (subject.shown, subject.by_point)

    def _load(self, subject: Subject | None) -> None:
        self.subject, self.past, self._held = subject, Past(), nothing()
        if subject is not None:
            self._carry_over(subject.shown, subject.owner)
            for field in FIELDS:
                self._held[field] = self._begun(subject, field)
        for field in FIELDS:
            self.replaced.emit(field)

    def _begun(self, subject: Subject, field: str) -> Held:
        """A field with the draft that is kept of it."""
        stored = subject.stored(field)
        draft = self._drafts.of(subject.owner).get(field)
        if draft is None:
            return Held(stored, stored)
        held = Held(draft.base, draft.text)
        self._meet(subject.owner, field, held, stored)
        return held

    def _carry_over(self, old: int, new: int) -> None:
        """A comment that has come into a point brings what was typed for it."""
        there = self._drafts.of(new)
        for field, draft in (self._drafts.of(old) if old != new else {}).items():
            if field in FIELDS and field not in there:
                self._drafts.forget(old, field)
                self._drafts.keep(new, field, draft.text, draft.base)

    def _take(self, subject: Subject) -> None:
        """The same subject, as it stands now: what is being typed stays."""
        if self.subject is not None:
            self._carry_over(self.subject.owner, subject.owner)
        self.subject = subject
        for field, held in self._held.items():
            if self._meet(subject.owner, field, held, subject.stored(field)):
                self.replaced.emit(field)

    def _meet(self, owner: int, field: str, held: Held, stored: str) -> bool:
        """Bring together what is typed and what stands in the review; whether the typed words changed."""
        was, unsaved = held.typed, held.unsaved
        held.meet(stored)
        if unsaved and not held.unsaved:
            self._drafts.forget(owner, field)
        return held.typed != was

    def refresh(self, committed: Committed) -> None:
        """Read the subject again where an operation may have changed it."""
        changes, now = committed.changes, self.subject
        if now is None:
            return
        if changes is None or now.shown in changes.comments or changes.rows.keys() & CONCERNING:
            self.reload()

    def reload(self) -> None:
        """Show the subject as it stands in the review now."""
        now = self.subject
        if now is None:
            return
        shown = now.shown
        by_point = now.by_point

        def read(review: Review) -> Subject:
            return of_point(review.desk.point(shown)) if by_point else of_comment(review.desk.comment(shown))

        def arrived(subject: Subject) -> None:
            if self._same(subject):
                self.show(subject)

        def failed(error: Exception) -> None:
            if not isinstance(error, ReviewError):
                messages.bridge.bug(error)
            elif self.subject is now:
                self.gone.emit(_("{ref} is not in the review any more.").format(ref=now.ref))

        self._session.read(read, arrived, owner=self, key="subject", failed=failed)

    def _read_past(self) -> None:
        """Who returned, approved or changed it: only where that is shown."""
        now = self.subject
        if now is None or now.response is None:
            return
        if now.response.note or now.state in (State.APPROVED, State.PUBLISHED) or self.conflict():
            owner = now.owner

            def failed(error: Exception) -> None:
                if not isinstance(error, ReviewError):
                    messages.bridge.bug(error)
                elif self.subject is not None and self.subject.owner == owner:
                    messages.bridge.problem(str(error))

            self._session.read(
                lambda review: past_of(review.history.of(owner)),
                self._take_past,
                owner=self,
                key="past",
                failed=failed,
            )

    def _take_past(self, past: Past) -> None:
        if past != self.past:
            self.past = past
            self.changed.emit()

    # Typing and saving ------------------------------------------------------------------------------------

    def type(self, field: str, text: str) -> None:
        """Somebody has typed: keep it, here and on the disk."""
        now, held = self.subject, self._held[field]
        text = storable(text) if text.strip() else ""
        if now is None or text == held.typed:
            return
        was = self.unsaved
        held.typed = text
        if held.unsaved or held.sent is not None:
            self._drafts.keep(now.owner, field, text, held.base)
        else:
            self._drafts.forget(now.owner, field)
        if was != self.unsaved or field == TEXT:
            self.changed.emit()

    def save(self, then: Then | None = None) -> None:
        """Make one operation of what is typed; `then` once it stands, or at once where nothing is typed."""
        now = self.subject
        held = {field: one for field, one in self._held.items() if one.to_write}
        if now is None or not held or not self.editable:
            self._after_writing(then)
            return
        for one in held.values():
            one.sent = one.typed
        words = {field: (one.base, one.typed) for field, one in held.items()}

        def done(point: int) -> None:
            self._stands(now, words, point)
            if then is not None:
                then()

        self._session.do(respond(now, words), done, failed=lambda error: self.not_saved(now, error))

    def _after_writing(self, then: Then | None) -> None:
        """`then` at once, or after what is being written already."""
        if then is None:
            return
        if any(one.sent is not None for one in self._held.values()):
            self._session.do(lambda _review: then, _call)
        else:
            then()

    def _stands(self, subject: Subject, words: Words, point: int) -> None:
        """What was sent is in the review, at `point`."""
        here = self._same(subject)
        if here and self.subject is not None and self.subject.owner != point:
            self._carry_over(self.subject.owner, point)
            self.subject = replace(self.subject, owner=point, in_point=True)
        owner = point if here else subject.owner
        for field, (_base, text) in words.items():
            if here:
                held = self._held[field]
                held.base, held.sent = text, None
                if held.unsaved:
                    self._drafts.keep(owner, field, held.typed, text)
            draft = self._drafts.of(owner).get(field)
            if draft is not None and draft.text == text:
                self._drafts.forget(owner, field)
        if shiboken6.isValid(self):  # the pane may be gone by the time it stands
            self.changed.emit()

    def not_saved(self, subject: Subject, error: Exception) -> None:
        """It stays among the drafts; a colleague's change is shown beside it."""
        if self._same(subject):
            for held in self._held.values():
                held.sent = None
        if isinstance(error, ReviewError):
            messages.bridge.problem(str(error))
            self.reload()
        else:
            messages.bridge.bug(error)

    def assume(self, disposition: Disposition) -> None:
        """Show a disposition while it is being written."""
        if self.subject is not None:
            self.subject = replace(self.subject, disposition=disposition, state=State.DRAFTED.value)
            self.changed.emit()

    # Two texts --------------------------------------------------------------------------------------------

    def keep_mine(self) -> None:
        """What is typed replaces what the colleague wrote, knowing it."""
        if self._settle(lambda mine, theirs: mine):
            self.save()

    def keep_theirs(self) -> None:
        """What is typed is dropped."""
        self._settle(lambda mine, theirs: theirs)

    def edit_both(self) -> None:
        """Both texts stand in the editor, one below the other, to be made into one."""
        self._settle(lambda mine, theirs: f"{mine}\n\n{theirs}")

    def _settle(self, choose: Callable[[str, str], str]) -> bool:
        found, now = self.conflict(), self.subject
        if found is None or now is None:
            return False
        field, mine, theirs = found
        held = self._held[field]
        held.base, held.typed, held.theirs = theirs, choose(mine, theirs), None
        if held.unsaved:
            self._drafts.keep(now.owner, field, held.typed, held.base)
        else:
            self._drafts.forget(now.owner, field)
        self.replaced.emit(field)
        self.changed.emit()
        return True


def _call(then: Then) -> None:
    then()
