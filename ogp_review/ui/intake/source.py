"""One file on its way in: what is known of it, and how that is said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogp_review.domain.incoming import IncomingComment
from ogp_review.domain.languages import language_name
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.i18n import _, ngettext
from ogp_review.store.past import PastImport
from ogp_review.ui import messages
from ogp_review.ui.intake.figures import grouped

_NAMED_LANGUAGE = re.compile(r"[_-]([a-z]{2})\.[a-z]+$")


@dataclass
class Source:
    """One file on its way in: what a dry run found of it, or why it cannot be read."""

    path: str
    outcome: dict[str, Any] | None = None
    comments: Sequence[IncomingComment] = ()
    problem: str = ""
    done: bool = False
    under_way: bool = False
    guessed: bool = False
    """Whether its language is that of the file's name, since it states none."""
    kept: PastImport | None = None

    @property
    def name(self) -> str:
        return self.kept.name if self.kept else Path(self.path).name

    @property
    def waits(self) -> bool:
        """Whether it can be brought in."""
        return bool(self.outcome) and not self.done and not self.under_way and self.kept is None


def nothing_new(comments: int) -> str:
    """What is said where a source brought nothing."""
    there = ngettext("the comment is already here", "all {n} comments are already here", comments)
    there = grouped(there, comments)
    return _("Nothing new: {there}.").format(there=there) if comments else _("Nothing new in this source.")


def state_of(source: Source) -> str:
    if source.problem:
        return _("Cannot be brought in")
    if source.kept is not None:
        undone = _(", taken back") if source.kept.undone else ""
        return f"{source.kept.at[:16].replace('T', ' ')}, {source.kept.person}{undone}"
    if source.outcome is None:
        return _("Reading")
    if source.under_way:
        return _("Importing")
    new = int(source.outcome["comments"]["new"])
    found = grouped(ngettext("{n} new comment", "{n} new comments", new), new)
    said = found if new else _("Nothing new")
    return _("Brought in: {what}").format(what=said) if source.done else said


def told_of(source: Source) -> list[str]:
    """What is only told: nothing of it needs minding."""
    outcome = source.outcome
    if outcome is None:
        return []
    language = language_name(outcome["source"]["language"] or "") if source.guessed else ""
    guess = _("The language is guessed from the name of the file: {language}.").format(language=_(language))
    return [*([guess] if language else []), *structure_of(outcome)]


def guessed_language(name: str) -> str | None:
    """The language that the name of a file ends in: "comments_es.csv", "draft-fr.html"."""
    found = _NAMED_LANGUAGE.search(name.lower())
    return found[1] if found and language_name(found[1]) != found[1] else None


def structure_of(outcome: Mapping[str, Any]) -> list[str]:
    """Sections and paragraphs, where the source has any."""
    found = []
    for kind, words in (("sections", _("sections")), ("paragraphs", _("paragraphs"))):
        counts = outcome[kind]
        if counts["read"]:
            said = _("{read} {what} read: {new} new, {updated} filled in, {unchanged} already here.")
            numbers = {name: f"{int(counts[name]):,}" for name in ("read", "new", "updated", "unchanged")}
            found.append(said.format(what=words, **numbers))
    return found


def sentence_of(problem: Exception) -> str:
    if isinstance(problem, ReviewError):
        return str(problem)
    if isinstance(problem, Cancelled):
        return _("Cancelled: nothing of it was kept.")
    messages.bridge.bug(problem)
    return _("Something went wrong with this file. Nothing of it was kept.")
