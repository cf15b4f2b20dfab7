"""`ogp-review import`: sources into a review, and the outcome of each in words or JSON."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from ogp_review.cli.arguments import review_argument, words
from ogp_review.cli.output import Output
from ogp_review.domain.incoming import ImportOutcome
from ogp_review.domain.operation import plural
from ogp_review.errors import ReviewError
from ogp_review.progress import Progress
from ogp_review.review import Review, open_review

_SELDOM = ("tags", "taggings")


def arguments(parser: ArgumentParser) -> None:
    """What `import` is told."""
    review_argument(parser)
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help="a Discuto page, table, mail, Word or PDF file, or a folder of mails",
    )
    parser.add_argument(
        "--consultation", type=words, metavar="NAME", help="the consultation the sources belong to"
    )
    parser.add_argument("--language", metavar="CODE", help="the language the consultation was run in")
    parser.add_argument(
        "--map", metavar="FIELD=COLUMN,…", help="which column of a table is what: text=Comment,author=Name"
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help="the sources are the draft itself: read its sections and paragraphs",
    )
    parser.add_argument(
        "--profile", type=words, metavar="NAME", help="how a table is read, as it was saved with the review"
    )
    parser.add_argument(
        "--attachments",
        action="store_true",
        help="bring in the files that came with a mail too, each as a source of its own",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")


def run(given: Namespace, output: Output) -> int:
    """Bring sources in, one operation each, and tell what came of each of them."""
    told = _Told(given, output)
    try:
        with open_review(given.review, person=given.person) as review, output.progress() as bar:
            for source in given.sources:
                told.bring(review, source, bar)
    finally:  # what came in before a source that cannot be read stays, so it is told
        told.tell()
    return 1 if told.problems else 0


class _Told:
    """The sources of one call on their way in, and what came of them."""

    def __init__(self, given: Namespace, output: Output) -> None:
        self._given = given
        self._output = output
        self._outcomes: list[ImportOutcome] = []
        self._said: dict[str, Any] = {
            "consultation": given.consultation,
            "language": given.language,
            "mapping": mapping(given.map),
            "as_draft": given.draft,
            "profile": given.profile,
            "dry_run": given.dry_run,
        }
        self.problems: list[str] = []
        self._left: list[str] = []

    def bring(self, review: Review, source: str, bar: Progress) -> None:
        outcome = review.intake.import_file(source, progress=bar, **self._said)
        self._outcomes.append(outcome)
        if self._given.attachments and outcome.attachments:
            for file in review.intake.import_attachments(source, progress=bar, **self._said):
                if file.outcome is not None:
                    self._outcomes.append(file.outcome)
                elif file.tried:
                    self.problems.append(file.problem)
                else:
                    self._left.append(file.problem)

    def tell(self) -> None:
        outcomes, output, given = self._outcomes, self._output, self._given
        if output.json and outcomes:
            told = [outcome.as_json() for outcome in outcomes]
            single = len(given.sources) == 1 and not given.attachments
            output.result(told[0] if single else {"imports": told})
        for outcome in outcomes:
            _say_outcome(outcome, output, given.dry_run)
        for left in self._left:
            output.say(f"Note: {left}")
        for problem in self.problems:
            output.problem(problem)


def mapping(text: str | None) -> dict[str, str] | None:
    """ "text=Comment,author=Name" as a dictionary.

    :raises ReviewError: where a part has no "=".
    """
    if text is None:
        return None
    found: dict[str, str] = {}
    for part in text.split(","):
        field, equals, column = part.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise ReviewError(f'"{part}" is not FIELD=COLUMN. Write it like text=Comment,author=Name.')
        found[field.strip()] = column.strip()
    return found


def _say_outcome(outcome: ImportOutcome, output: Output, dry_run: bool) -> None:
    name = Path(outcome.path).name
    if not outcome.changes_something and not outcome.comments.skipped and outcome.comments.read:
        output.say(f"{name}: nothing new. All {plural(outcome.comments.read, 'comment')} are here already.")
    else:
        output.say(f"{name}, as {outcome.format}" + (" (dry run, nothing written)" if dry_run else ""))
        rows: list[tuple[str, ...]] = [("", "read", "new", "updated", "unchanged", "skipped")]
        for what in ("comments", "paragraphs", "sections", "tags", "taggings"):
            count = getattr(outcome, what)
            if what in _SELDOM and not count.read:
                continue
            figures = (count.read, count.new, count.updated, count.unchanged, count.skipped)
            rows.append((what, *(f"{figure:,}" for figure in figures)))
        output.table(rows)
    _say_declared(outcome, output)
    for skip in outcome.skipped:
        output.say(f"Skipped {skip['where']}: {skip['why']}.")
    for warning in outcome.warnings:
        output.say(f"Note: {warning}")


def _say_declared(outcome: ImportOutcome, output: Output) -> None:
    declared = sum(int(entry["comments"]) for entry in outcome.declared)
    votes = sum(int(entry["votes"]) for entry in outcome.declared)
    if declared:
        output.say(f"The page declares {plural(declared, 'comment')} and {plural(votes, 'vote')}.")
        missing = declared - outcome.comments.read
        if outcome.comments.read and missing > 0:
            output.say(f"{missing:,} declared on the page were not captured.")
