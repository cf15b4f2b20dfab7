"""Errands for sources: look at one, bring it in."""

import re
from dataclasses import dataclass, replace
from typing import TypeAlias, TypedDict

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.domain.languages import language_name
from ogp_review.domain.looking import SourceLook
from ogp_review.errors import ReviewError
from ogp_review.importers.table_look import TableLook
from ogp_review.importers.table_mapping import Mapping
from ogp_review.progress import Progress
from ogp_review.review import Review
from ogp_review.workers.said import Said

SHOWN_ROWS = 100
LEAST_PARAGRAPHS = 3
"""So many paragraphs a source has at least that is offered as the draft itself."""

_DRAFTS = re.compile(r"\.(docx|md|markdown|html?|txt)$", re.IGNORECASE)
_NAMED_LANGUAGE = re.compile(r"[_-]([a-z]{2})\.[a-z]+$")
Look: TypeAlias = SourceLook[TableLook]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source is: a file or folder, a file that came with a mail, or text that was pasted."""

    path: str = ""
    attachment: str | None = None
    text: str | None = None

    @property
    def name(self) -> str:
        """The last part of its path, whichever system wrote it."""
        return self.attachment or self.path.replace("\\", "/").rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Looked:
    """A look, whether its language is that of the name, and whether it may be the draft itself."""

    look: Look
    guessed: bool = False
    may_be_draft: bool = False


@dataclass(frozen=True, slots=True)
class LookAt:
    """See what bringing a source in would do."""

    place: Place
    said: Said

    def __call__(self, review: Review, progress: Progress) -> Looked:
        try:
            look = self._look(review, progress, self.said)
        except ReviewError:
            if not self._draft(review, progress):
                raise
            return Looked(self._look(review, progress, replace(self.said, as_draft=True)), may_be_draft=True)
        guess = self._guess(look)
        if guess is not None:
            look = self._look(review, progress, replace(self.said, language=guess))
        return Looked(look, guess is not None, not look.draft_total and self._draft(review, progress))

    def _look(self, review: Review, progress: Progress, said: Said) -> Look:
        options = _options(said)
        if self.place.text is not None:
            return review.intake.look_at_text(self.place.text, limit=SHOWN_ROWS, progress=progress, **options)
        return review.intake.look(
            self.place.path, attachment=self.place.attachment, limit=SHOWN_ROWS, progress=progress, **options
        )

    def _guess(self, look: Look) -> str | None:
        known = self.said.language or look.outcome is None or look.outcome.language
        return None if known else guessed_language(self.place.name)

    def _draft(self, review: Review, progress: Progress) -> bool:
        """Whether it can be read as a draft, where the review has none and nobody has said what it is."""
        undecided = not self.said.as_draft and "as_draft" not in self.said.settled
        if not undecided or (self.place.text is None and not _DRAFTS.search(self.place.name)):
            return False
        if review.paragraphs():
            return False
        try:
            draft = self._look(review, progress, replace(self.said, as_draft=True))
        except ReviewError:
            return False
        return sum(not piece.is_section for piece in draft.draft) >= LEAST_PARAGRAPHS


@dataclass(frozen=True, slots=True)
class BringIn:
    """Bring a source in as one operation, as it was looked at."""

    place: Place
    said: Said

    def __call__(self, review: Review, progress: Progress) -> ImportOutcome:
        options = _options(self.said)
        if self.place.text is not None:
            return review.intake.import_text(self.place.text, progress=progress, **options)
        return review.intake.import_file(
            self.place.path, attachment=self.place.attachment, progress=progress, **options
        )


class _Options(TypedDict):
    consultation: str | None
    language: str | None
    mapping: Mapping | None
    as_draft: bool
    profile: str | None


def _options(said: Said) -> _Options:
    return {
        "consultation": said.consultation,
        "language": said.language,
        "mapping": None if said.as_draft else said.mapping(),
        "as_draft": said.as_draft,
        "profile": None if said.as_draft else said.profile,
    }


def guessed_language(name: str) -> str | None:
    """The language that the name of a file ends in: "comments_es.csv", "draft-fr.html"."""
    found = _NAMED_LANGUAGE.search(name.lower())
    return found[1] if found and language_name(found[1]) != found[1] else None
