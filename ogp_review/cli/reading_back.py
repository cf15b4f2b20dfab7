"""`ogp-review read-back`: an edited response matrix into a review, and what came of each changed cell."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ogp_review.cli.arguments import review_argument
from ogp_review.cli.output import Output
from ogp_review.domain.operation import plural
from ogp_review.domain.roundtrip import MINE, THEIRS, CellConflict, RoundTripOutcome
from ogp_review.review import open_review

_SHOWN = 60


def arguments(parser: ArgumentParser) -> None:
    """What `read-back` is told."""
    review_argument(parser)
    parser.add_argument("file", metavar="FILE", help="the response matrix (.xlsx) that was edited")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.add_argument(
        "--prefer",
        choices=(MINE, THEIRS),
        help="where a cell was changed here too: keep mine, or take theirs; without it such cells are left",
    )


def run(given: Namespace, output: Output) -> None:
    """Read the workbook back, as one operation."""
    with (
        open_review(given.review, person=given.person, read_only=given.dry_run) as review,
        output.progress() as bar,
    ):
        outcome = review.roundtrip.read(given.file, dry_run=given.dry_run, prefer=given.prefer, progress=bar)
    if output.json:
        output.result(outcome.as_json())
    else:
        _say(outcome, output)


def _say(outcome: RoundTripOutcome, output: Output) -> None:
    for change in outcome.changes:
        told = f" ({change.told})" if change.told else ""
        output.say(f"{change.where}  {change.ref}, {change.column}: {_arrow(change.was, change.now)}{told}")
    for conflict in outcome.conflicts:
        output.say(_conflict(conflict))
    for refusal in outcome.refused:
        output.say(refusal.sentence)
    if outcome.missing:
        output.say(f"Not in the workbook, and left as they are: {_some(outcome.missing)}.")
    if outcome.added:
        output.say(f"Rows that are of nothing here, not read: {_some(outcome.added)}.")
    for note in outcome.notes:
        output.say(f"Note: {note}")
    output.say(_closing(outcome))


def _closing(outcome: RoundTripOutcome) -> str:
    if not outcome.changes:
        return f"{Path(outcome.path).name}: nothing to take in."
    done = "would be taken in (dry run, nothing written)" if outcome.dry_run else "taken in"
    left = len(outcome.undecided)
    undecided = f" {plural(left, 'conflict')} left as here: decide with --prefer." if left else ""
    return f"{plural(len(outcome.changes), 'change')} {done}.{undecided}"


def _conflict(conflict: CellConflict) -> str:
    where = f"{conflict.sheet}!{conflict.cell}  {conflict.ref}, {conflict.column}"
    taken = f"took {conflict.taken}" if conflict.taken else "left as here"
    return f"{where}: conflict, {conflict.why}; {taken}: {_arrow(conflict.mine, conflict.theirs)}"


def _arrow(was: str, now: str) -> str:
    return f"{_short(was)} → {_short(now)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return "nothing"
    return f'"{line}"' if len(line) <= _SHOWN else f'"{line[:_SHOWN]}…"'


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
    return ", ".join(names[:20]) + more
