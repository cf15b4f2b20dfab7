"""Suggestions: what the analysis proposes, with its evidence. Nothing changes until one is accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ogp_review.analysis.attribution import Attribution, Attributor
from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.operation import Changes, Op, plural
from ogp_review.errors import ReviewError
from ogp_review.progress import NoProgress, Progress
from ogp_review.services import suggesting_duplicates, suggesting_people
from ogp_review.services.service import Service
from ogp_review.services.suggesting_duplicates import DuplicateSuggestion
from ogp_review.services.suggesting_people import ParticipantSuggestion
from ogp_review.store import comments, drafts, suggestions
from ogp_review.store.comments import CommentFilter, Names

KINDS = ("paragraphs", "duplicates", "participants")


@dataclass(frozen=True, slots=True)
class ParagraphSuggestion:
    """The paragraph a comment may belong to. `reason` says why, with the words that say so."""

    comment: int
    ref: str
    paragraph: str
    confidence: float
    reason: str

    @property
    def question(self) -> str:
        return f"{self.ref} to {self.paragraph}?"

    def as_json(self) -> dict[str, Any]:
        return {
            "comment": self.comment,
            "paragraph": self.paragraph,
            "confidence": self.confidence,
            "reason": self.reason,
        }


Suggestion = ParagraphSuggestion | DuplicateSuggestion | ParticipantSuggestion


class Suggesting(Service):
    """Propose, accept, dismiss. Accepting or dismissing, one or many of a kind, is one operation."""

    def found(self, kind: str, progress: Progress | None = None) -> Sequence[Suggestion]:
        """What is suggested of a kind (one of KINDS)."""
        [checked] = check_kinds([kind])
        if checked == "paragraphs":
            return self.paragraphs(progress)
        return self.duplicates(progress) if checked == "duplicates" else self.participants()

    def accept(self, accepted: Iterable[Suggestion]) -> list[Changes]:
        """Do what is proposed, one operation a kind."""
        ones = list(accepted)
        done = (
            self.accept_paragraphs([one for one in ones if isinstance(one, ParagraphSuggestion)]),
            self.accept_duplicates([one for one in ones if isinstance(one, DuplicateSuggestion)]),
            self.accept_participants([one for one in ones if isinstance(one, ParticipantSuggestion)]),
        )
        return [changes for changes in done if changes is not None]

    def dismiss(self, dismissed: Iterable[Suggestion]) -> list[Changes]:
        """Say that it is not so: none of these is proposed again. One operation a kind."""
        ones = list(dismissed)
        done = (
            self.dismiss_paragraphs([one for one in ones if isinstance(one, ParagraphSuggestion)]),
            self.dismiss_duplicates([one for one in ones if isinstance(one, DuplicateSuggestion)]),
            self.dismiss_participants([one for one in ones if isinstance(one, ParticipantSuggestion)]),
        )
        return [changes for changes in done if changes is not None]

    def paragraphs(self, progress: Progress | None = None) -> list[ParagraphSuggestion]:
        """A paragraph for each comment that stands at none and names or quotes one, unless dismissed."""
        progress = progress or NoProgress()
        with self._store.read() as connection:
            labels = drafts.labels(connection)
            texts = drafts.all_texts(connection)
            attributor = Attributor({labels[row]: found for row, found in texts.items() if row in labels})
            dismissed = suggestions.dismissed(connection, "paragraph")
            names = Names(connection, self._language)
            found: list[ParagraphSuggestion] = []
            wanted = CommentFilter(places=(NOT_ASSIGNED,), set_aside=False)
            after = 0
            while page := comments.comment_ids(connection, wanted, after):
                progress.check_cancelled()
                after = page[-1][0]
                ids = [row for _, row in page]
                anchors = suggestions.anchors(connection, ids)
                for comment in comments.page(connection, ids, names):
                    offer = attributor.offer(comment.text, anchors.get(comment.id, ""))
                    if offer and (comment.id, offer.paragraph) not in dismissed:
                        found.append(_suggestion(comment.id, comment.ref, offer))
        return found

    def accept_paragraphs(self, accepted: Sequence[ParagraphSuggestion]) -> Changes | None:
        """Move comments to the paragraphs proposed; a paragraph no source has shown is made, without text."""
        if not accepted:
            return None
        with self._store.operation(Op.ACCEPT, self._person) as op:
            op.sentence = f"Accepted paragraphs of {plural(len(accepted), 'comment')}"
            there = drafts.labels(op.connection)
            missing = sorted(
                {one.paragraph for one in accepted if drafts.paragraph_id(one.paragraph) not in there}
            )
            suggestions.make_paragraphs(op, missing)
            places = {one.comment: {"place": drafts.paragraph_id(one.paragraph)} for one in accepted}
            comments.find_units(op.connection, places)
            op.change("comment_work", places)
            suggestions.decide(op, "paragraph", [_row(one) for one in accepted], "accepted")
        return op.changes

    def duplicates(self, progress: Progress | None = None) -> list[DuplicateSuggestion]:
        """Comments that say the same, in pairs that tie each group together, the surest first."""
        with self._store.read() as connection:
            return suggesting_duplicates.found(connection, progress or NoProgress())

    def accept_duplicates(self, accepted: Sequence[DuplicateSuggestion]) -> Changes | None:
        """Put comments that say the same into one point; nothing is hidden by it.

        :raises ReviewError: where one has been set aside meanwhile.
        """
        if not accepted:
            return None
        with self._store.operation(Op.ACCEPT, self._person) as op:
            refs = {told.ref for one in accepted for told in (one.first, one.second)}
            op.sentence = f"Merged {plural(len(refs), 'comment')} that say the same"
            suggesting_duplicates.accept(op, accepted, self._language)
        return op.changes

    def dismiss_duplicates(self, dismissed: Sequence[DuplicateSuggestion]) -> Changes | None:
        """Say that comments are not to be answered as one: the pairs are not proposed again."""
        if not dismissed:
            return None
        with self._store.operation(Op.DISMISS, self._person) as op:
            op.sentence = f"Kept {plural(len(dismissed), 'pair')} of comments apart"
            suggesting_duplicates.dismiss(op, dismissed)
        return op.changes

    def participants(self) -> list[ParticipantSuggestion]:
        """Participants of several sources that may be one person, the surest first."""
        with self._store.read() as connection:
            return suggesting_people.found(connection)

    def accept_participants(self, accepted: Sequence[ParticipantSuggestion]) -> Changes | None:
        """Merge the participants of each pair."""
        if not accepted:
            return None
        with self._store.operation(Op.ACCEPT, self._person) as op:
            ids = {who.id for one in accepted for who in (one.first, one.second)}
            op.sentence = f"Merged {plural(len(ids), 'participant')}"
            suggesting_people.accept(op, accepted)
        return op.changes

    def dismiss_participants(self, dismissed: Sequence[ParticipantSuggestion]) -> Changes | None:
        """Say that participants are not one person: the pairs are not proposed again."""
        if not dismissed:
            return None
        with self._store.operation(Op.DISMISS, self._person) as op:
            op.sentence = f"Kept {plural(len(dismissed), 'pair')} of participants apart"
            suggesting_people.dismiss(op, dismissed)
        return op.changes

    def dismiss_paragraphs(self, dismissed: Sequence[ParagraphSuggestion]) -> Changes | None:
        """Say that comments do not belong to the paragraphs proposed: they are not proposed again."""
        if not dismissed:
            return None
        with self._store.operation(Op.DISMISS, self._person) as op:
            op.sentence = f"Dismissed paragraphs of {plural(len(dismissed), 'comment')}"
            suggestions.decide(op, "paragraph", [_row(one) for one in dismissed], "dismissed")
        return op.changes


def check_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds of suggestion asked for; all there are where none is named.

    :raises ReviewError: where one is not made by this version.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise ReviewError(f'"{kind}" are not suggested by this version. There is: {", ".join(KINDS)}.')
    return tuple(kinds) or KINDS


def check_confidence(least: float) -> None:
    """Whether `least` is a share from 0 to 1, and no "nan", which is above nothing and below nothing.

    :raises ReviewError: where it is not.
    """
    if not 0 <= least <= 1:
        raise ReviewError(f"{least:g} is not how sure a suggestion can be. Give a number from 0 to 1.")


def _suggestion(comment: int, ref: str, offer: Attribution) -> ParagraphSuggestion:
    return ParagraphSuggestion(comment, ref, offer.paragraph, offer.confidence, offer.reason)


def _row(one: ParagraphSuggestion) -> tuple[int, str, float, str]:
    return one.comment, one.paragraph, one.confidence, one.reason
