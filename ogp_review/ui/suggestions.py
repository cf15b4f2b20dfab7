"""The suggestions that wait, kept beside the window's lists and brought up to date in the background."""

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.views import Committed
from ogp_review.i18n import _
from ogp_review.review import Review
from ogp_review.services.suggesting import ParagraphSuggestion
from ogp_review.ui.jobs import Jobs
from ogp_review.ui.session import Session
from ogp_review.workers.errands import SuggestParagraphs

UNASKED = 5_000
"""Up to so many comments at no paragraph, suggestions are looked for without being asked."""


class Suggestions(QObject):
    """What is suggested, by comment."""

    changed = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self._session = session
        self._jobs = jobs
        self._by_comment: dict[int, list[ParagraphSuggestion]] = {}
        session.changed.connect(self._follow)

    def of(self, comment: int) -> list[ParagraphSuggestion]:
        return self._by_comment.get(comment, [])

    def counts(self) -> dict[int, int]:
        return {comment: len(found) for comment, found in self._by_comment.items()}

    def comments(self) -> frozenset[int]:
        return frozenset(self._by_comment)

    def load(self) -> None:
        """Look for suggestions in the background, unless that would take long."""

        def work(review: Review) -> list[ParagraphSuggestion] | None:
            waiting = review.browsing.outline().counts.get(NOT_ASSIGNED)
            if waiting is not None and waiting.comments > UNASKED:
                return None
            return review.suggesting.paragraphs()

        self._session.read(work, self._take, owner=self, key="suggestions", later=True)

    def ask(self) -> None:
        """Look for suggestions as a job that is shown and can be cancelled."""
        title = _("Looking for paragraphs")
        self._jobs.send(title, SuggestParagraphs(), self._take)

    def accept(self, taken: Iterable[ParagraphSuggestion]) -> None:
        chosen = list(taken)
        self._session.do(lambda review: review.suggesting.accept_paragraphs(chosen))

    def dismiss(self, taken: Iterable[ParagraphSuggestion]) -> None:
        chosen = list(taken)
        self._session.do(lambda review: review.suggesting.dismiss_paragraphs(chosen))

    def _take(self, found: list[ParagraphSuggestion] | None) -> None:
        by_comment: dict[int, list[ParagraphSuggestion]] = defaultdict(list)
        for one in found or ():
            by_comment[one.comment].append(one)
        if by_comment != self._by_comment:
            self._by_comment = dict(by_comment)
            self.changed.emit()

    def _follow(self, committed: Committed) -> None:
        changes = committed.changes
        if changes is None or changes.rows.keys() & {"suggestion", "comment", "intake", "paragraph_text"}:
            self.load()
        elif "comment_work" in changes.rows and changes.comments:
            if len(changes.comments) > 1_000 or changes.comments & self._by_comment.keys():
                self.load()
            elif committed.kind in ("undo", "redo", "move"):
                self.load()
