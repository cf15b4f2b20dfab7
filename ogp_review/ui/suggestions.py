"""The suggestions that wait, kept beside the window's lists and brought up to date in the background."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.suggesting import Suggestion
from ogp_review.services.suggesting_duplicates import DuplicateSuggestion
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.session import Session
from ogp_review.workers.errands import Suggest

UNASKED = 5_000
"""Up to so many comments at no paragraph, and in all, suggestions are looked for without being asked."""

_KINDS = ("paragraphs", "duplicates", "participants")
_OF_PARAGRAPHS = frozenset({"suggestion", "comment", "intake", "paragraph_text"})
_OF_OTHERS = frozenset({"suggestion", "comment", "intake", "paragraph_text", "participant_work", "point"})
"""Tables from which suggestions of a kind come."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is suggested of each comment, by kind; of a kind that is not there nothing is known."""

    kinds: dict[str, dict[int, list[Suggestion]]]


class Suggestions(QObject):
    """What is suggested, by comment."""

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self._session = session
        self._jobs = jobs
        self._waiting = Waiting({})
        self._by_comment: dict[int, list[Suggestion]] = {}
        session.changed.connect(self._follow)

    def of(self, comment: int) -> list[Suggestion]:
        return self._by_comment.get(comment, [])

    def of_kind(self, kind: type[Suggestion], comments: Iterable[int]) -> list[Suggestion]:
        """The surest of this kind of each of these comments, each once."""
        found = (one for comment in comments for one in self.of(comment) if isinstance(one, kind))
        return list(dict.fromkeys(found))

    def counts(self) -> dict[int, int]:
        return {comment: len(found) for comment, found in self._by_comment.items()}

    def comments(self) -> frozenset[int]:
        return frozenset(self._by_comment)

    # Looking for them -------------------------------------------------------------------------------------

    def load(self, kinds: Iterable[str] = _KINDS) -> None:
        """Look for suggestions in the background, unless that would take long."""
        for kind in kinds:
            self._session.read(
                partial(_unasked, kind=kind), self._take, owner=self, key=f"suggested {kind}", later=True
            )

    def ask(self) -> None:
        """Look for all suggestions as a job that is shown and can be cancelled."""
        self._jobs.send(_("Looking for suggestions"), Suggest(_KINDS), self._take_found)

    def _take_found(self, found: dict[str, list[Suggestion]]) -> None:
        """What a job found, which says nothing of whose comments a participant's are."""
        self._session.read(lambda review: sorted_out(review, found), self._take, owner=self, key="sorted")

    def _take(self, found: Waiting) -> None:
        self._waiting = Waiting({**self._waiting.kinds, **found.kinds})
        by_comment: dict[int, list[Suggestion]] = defaultdict(list)
        for kind in _KINDS:
            for comment, ones in self._waiting.kinds.get(kind, {}).items():
                by_comment[comment] += ones
        if by_comment != self._by_comment:
            self._by_comment = dict(by_comment)
            self.changed.emit()

    # Answering --------------------------------------------------------------------------------------------

    def accept(self, taken: Iterable[Suggestion]) -> None:
        chosen = list(taken)
        self._session.do(lambda review: review.suggesting.accept(chosen))

    def dismiss(self, taken: Iterable[Suggestion]) -> None:
        chosen = list(taken)
        self._session.do(lambda review: review.suggesting.dismiss(chosen))

    # Following --------------------------------------------------------------------------------------------

    def _follow(self, committed: Committed) -> None:
        changes = committed.changes
        if changes is None:
            self.load()
            return
        if changes.rows.keys() & _OF_PARAGRAPHS or self._moved(committed):
            self.load(("paragraphs",))
        if changes.rows.keys() & _OF_OTHERS or self._set_aside(committed):
            self.load(("duplicates", "participants"))

    def _moved(self, committed: Committed) -> bool:
        changes = committed.changes
        if changes is None or "comment_work" not in changes.rows or not changes.comments:
            return False
        many = len(changes.comments) > 1_000
        return many or bool(changes.comments & self._by_comment.keys()) or committed.kind in _MAY_BRING_BACK

    def _set_aside(self, committed: Committed) -> bool:
        return committed.kind in ("set aside", "take back", "undo", "redo", "merge", "split")


_MAY_BRING_BACK = ("undo", "redo", "move")


def _unasked(review: Review, *, kind: str) -> Waiting:
    """What is suggested of a kind; nothing where looking for it would take long."""
    found = [] if _takes_long(review, kind) else list(review.suggesting.found(kind))
    return sorted_out(review, {kind: found})


def _takes_long(review: Review, kind: str) -> bool:
    counts = review.browsing.outline().counts
    if kind == "paragraphs":
        return NOT_ASSIGNED in counts and counts[NOT_ASSIGNED].comments > UNASKED
    return sum(count.comments for count in counts.values()) > UNASKED


def sorted_out(review: Review, found: dict[str, list[Suggestion]]) -> Waiting:
    """Suggestions by the comments they are about: a participant's are about all that they said."""
    people = {
        person
        for one in found.get("participants", ())
        if isinstance(one, ParticipantSuggestion)
        for person in one.persons
    }
    said = review.people.comments_by_person(people) if people else {}
    kinds: dict[str, dict[int, list[Suggestion]]] = {}
    for kind, ones in found.items():
        by_comment = kinds[kind] = defaultdict(list)
        for one in ones:
            for comment in _comments_of(one, said):
                by_comment[comment].append(one)
    return Waiting(kinds)


def _comments_of(one: Suggestion, said: dict[int, list[int]]) -> list[int]:
    if isinstance(one, DuplicateSuggestion):
        return [one.first.id, one.second.id]
    if isinstance(one, ParticipantSuggestion):
        return [comment for person in one.persons for comment in said.get(person, ())]
    return [one.comment]
