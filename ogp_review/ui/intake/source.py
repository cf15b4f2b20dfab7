"""One source on its way in: what is known of it, how far it is, and how that is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ogp_review.domain.incoming import ImportOutcome
from ogp_review.domain.languages import language_name
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.i18n import _, ngettext
from ogp_review.store.past import PastImport
from ogp_review.ui import messages
from ogp_review.ui.intake.fields import is_text
from ogp_review.ui.intake.figures import COMMENTS, PIECES, ROWS, grouped
from ogp_review.ui.jobs import Job
from ogp_review.workers.said import Said
from ogp_review.workers.sources import Look, Looked, Place
from ogp_review.workers.sources import guessed_language as guessed_language

_TABLES = ("csv", "xlsx", "ods")


class Stage(StrEnum):
    """How far a source is."""

    READING = "reading"
    QUESTION = "question"
    READY = "ready"
    NOTHING_NEW = "nothing new"
    WAITING = "waiting"
    IMPORTING = "importing"
    DONE = "done"
    PROBLEM = "problem"
    KEPT = "kept"


@dataclass(eq=False)
class Source:
    """`number` is that of the latest look that was asked for: older answers are no longer wanted.

    `told` are figures of `import --json`: of the latest look, or of what came of it.
    """

    place: Place
    said: Said = field(default_factory=Said)
    look: Look | None = None
    told: Mapping[str, Any] | None = None
    problem: str = ""
    guessed: bool = False
    may_be_draft: bool = False
    number: int = 0
    job: Job | None = None
    looking: bool = False
    waiting: bool = False
    under_way: bool = False
    done: bool = False
    kept: PastImport | None = None
    parent: "Source | None" = None
    asked: dict[str, Any] = field(default_factory=dict)
    """The questions that were asked of it, by kind: they stay to be answered otherwise."""

    @property
    def name(self) -> str:
        return self.kept.name if self.kept else self.place.name or _("Pasted text")

    def take(self, looked: Looked) -> None:
        """What a look has found."""
        self.look, self.guessed, self.may_be_draft = looked.look, looked.guessed, looked.may_be_draft
        self.told = looked.look.outcome.as_json() if looked.look.outcome is not None else None
        self.problem, self.looking, self.job = "", False, None

    def refuse(self, problem: Exception) -> None:
        """It could not be looked at, or brought in."""
        self.problem = sentence_of(problem)
        self.looking = self.waiting = self.under_way = False
        self.job = None

    def finish(self, outcome: ImportOutcome) -> None:
        self.told = outcome.as_json()
        self.done, self.under_way, self.job = True, False, None

    @property
    def to_decide(self) -> str:
        """What has to be decided before it can be brought in: "columns", "day_first", "as_draft" or ""."""
        look = self.look
        if look is None:
            return ""
        if self.may_be_draft and "as_draft" not in self.said.settled:
            return "as_draft"
        if look.outcome is None:
            return "columns"
        open_kinds = {one.kind for one in look.table.questions} if look.table else set()
        return "day_first" if "day_first" in open_kinds - self.said.settled else ""

    @property
    def stage(self) -> Stage:
        if self.kept is not None:
            return Stage.KEPT
        flags = (
            (self.done, Stage.DONE),
            (self.under_way, Stage.IMPORTING),
            (self.waiting, Stage.WAITING),
            (bool(self.problem), Stage.PROBLEM),
            (self.look is None, Stage.READING),
            (bool(self.to_decide), Stage.QUESTION),
            (self.brings, Stage.READY),
        )
        return next((stage for holds, stage in flags if holds), Stage.NOTHING_NEW)

    @property
    def waits(self) -> bool:
        """Whether it can be brought in."""
        return self.stage in (Stage.READY, Stage.NOTHING_NEW) and self.told is not None

    @property
    def brings(self) -> bool:
        """Whether anything would come of it that is not there yet."""
        parts = ("comments", "paragraphs", "sections", "tags", "taggings")
        counts = [self.told.get(part, {}) for part in parts] if self.told else []
        return any(count.get("new") or count.get("updated") for count in counts)

    @property
    def is_draft(self) -> bool:
        """Whether it brings sections and paragraphs, and no comments."""
        told = self.told
        return bool(told and not told["comments"]["read"] and told["paragraphs"]["read"])

    @property
    def new_paragraphs(self) -> int:
        return int(self.told["paragraphs"]["new"]) if self.told else 0

    @property
    def counted(self) -> str:
        """What its figures count."""
        if self.is_draft:
            return PIECES
        table = self.look.table if self.look is not None else None
        texts = sum(is_text(column.field) for column in table.columns) if table is not None else 0
        of_table = str(self.told["source"]["format"]) in _TABLES if self.told is not None else False
        return ROWS if of_table and texts < 2 else COMMENTS

    def figures(self) -> dict[str, int]:
        """The counts that add up: of its comments, or of the pieces of a draft."""
        if self.told is None:
            return {}
        if not self.is_draft:
            return dict(self.told["comments"])
        kinds = (self.told["sections"], self.told["paragraphs"])
        return {name: sum(int(kind[name]) for kind in kinds) for name in kinds[0]}

    @property
    def new(self) -> int:
        return int(self.told["comments"]["new"]) if self.told else 0


def nothing_new(comments: int) -> str:
    """What is said where a source brought nothing."""
    there = ngettext("the comment is already here", "all {n} comments are already here", comments)
    there = grouped(there, comments)
    return _("Nothing new: {there}.").format(there=there) if comments else _("Nothing new in this source.")


def state_of(source: Source) -> str:
    """One line on how far it is."""
    if source.kept is not None:
        undone = _(", taken back") if source.kept.undone else ""
        return f"{source.kept.at[:16].replace('T', ' ')}, {source.kept.person}{undone}"
    said = {
        Stage.READING: _("Reading"),
        Stage.QUESTION: _("Has a question"),
        Stage.WAITING: _("Waits its turn"),
        Stage.IMPORTING: _("Importing"),
        Stage.PROBLEM: _("Cannot be brought in"),
    }.get(source.stage)
    if said is not None:
        return said + progress_of(source)
    found = brought_of(source)
    return _("Brought in: {what}").format(what=found) if source.done else found


def progress_of(source: Source) -> str:
    """ " 34 %", or how many, where a job tells."""
    job = source.job
    if job is None:
        return ""
    if job.share is not None:
        return f" {job.share:.0%}"
    return f" {job.progress.done:,}" if job.progress.done else ""


def brought_of(source: Source) -> str:
    """What it brings, or brought."""
    if source.new:
        return grouped(ngettext("{n} new comment", "{n} new comments", source.new), source.new)
    pieces = source.new_paragraphs
    if pieces:
        return grouped(ngettext("{n} new paragraph", "{n} new paragraphs", pieces), pieces)
    return _("Something to fill in") if source.brings else _("Nothing new")


def told_of(source: Source) -> list[str]:
    """What is only told: nothing of it needs minding."""
    if source.told is None:
        return []
    language = language_name(source.told["source"]["language"] or "") if source.guessed else ""
    guess = _("The language is guessed from the name of the file: {language}.").format(language=_(language))
    return [*([guess] if language else []), *structure_of(source.told)]


def structure_of(outcome: Mapping[str, Any]) -> list[str]:
    """Sections and paragraphs that come along; those that comments only name are no news."""
    found = []
    for kind, words in (("sections", _("sections")), ("paragraphs", _("paragraphs"))):
        counts = outcome[kind]
        there = counts["read"] == counts["unchanged"] and outcome["comments"]["read"]
        if counts["read"] and not there:
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
