"""The verbs of the command line: each opens a review, calls a service and says what came of it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ogp_review.cli import importing, reading_back
from ogp_review.cli.arguments import refuse_unbuilt, review_argument, words
from ogp_review.cli.demo import FOLDER, demo
from ogp_review.cli.output import Output
from ogp_review.domain.operation import plural
from ogp_review.exporters.registry import ENDINGS, KINDS
from ogp_review.review import create_review, open_review
from ogp_review.services.suggesting import KINDS as SUGGESTED
from ogp_review.services.suggesting import Suggestion, check_confidence, check_kinds
from ogp_review.services.upgrading import upgrade


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name, what it does, its arguments, and whether it writes or can answer in JSON."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Output], int | None]
    writes: bool = False
    json: bool = False


def _new_arguments(parser: ArgumentParser) -> None:
    review_argument(parser)
    parser.add_argument("--title", type=words, help="what the review is called; else the name of the file")


def _new(given: Namespace, output: Output) -> None:
    with create_review(given.review, title=given.title, person=given.person) as review:
        output.say(f'Made the review "{review.title}" at {given.review}.')


# stats, search, suggest -----------------------------------------------------------------------------------


def _stats(given: Namespace, output: Output) -> None:
    with open_review(given.review, read_only=True) as review:
        found = review.stats()
    if output.json:
        return output.result(found)
    output.say(found["title"])
    output.table(
        [(name.replace("_", " "), _figure(value)) for name, value in found.items() if name != "title"]
    )
    return None


def _figure(value: Any) -> str:
    if isinstance(value, dict):
        return (
            ", ".join(f"{name.replace('_', ' ')} {_figure(inner)}" for name, inner in value.items()) or "none"
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _search_arguments(parser: ArgumentParser) -> None:
    review_argument(parser)
    parser.add_argument(
        "query", metavar="QUERY", help='words, "a phrase", youth OR children, -spam, particip*'
    )
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="how many to show (50)")


def _search(given: Namespace, output: Output) -> None:
    with open_review(given.review, read_only=True) as review:
        found = review.search(given.query, max(given.limit, 0))
    if output.json:
        return output.result(found)
    for hit in found["comments"]:
        output.say(f"{hit['ref']}  {hit['paragraph'] or 'Not assigned'}  {hit['snippet']}")
    output.say(f"{plural(found['total'], 'comment')} found.")
    return None


def _suggest_arguments(parser: ArgumentParser) -> None:
    review_argument(parser)
    parser.add_argument("kinds", metavar="KIND", nargs="*", help=", ".join(SUGGESTED))
    parser.add_argument(
        "--accept-above", type=float, metavar="C", help="accept what is at least this sure, 0 to 1"
    )


def _suggest(given: Namespace, output: Output) -> None:
    kinds = check_kinds(given.kinds)
    accepting = given.accept_above
    if accepting is not None:
        check_confidence(accepting)
    found: dict[str, Sequence[Suggestion]] = {}
    with (
        open_review(given.review, person=given.person, read_only=accepting is None) as review,
        output.progress() as bar,
    ):
        for kind in kinds:
            found[kind] = review.suggesting.found(kind, bar)
            if accepting is not None:
                review.suggesting.accept([one for one in found[kind] if one.confidence >= accepting])
    if output.json:
        return output.result({kind: [one.as_json() for one in ones] for kind, ones in found.items()})
    for kind, ones in found.items():
        for one in ones:
            output.say(f"{one.question} {one.confidence:.0%} sure: {one.reason}")
        sure = sum(1 for one in ones if accepting is not None and one.confidence >= accepting)
        done = f" Accepted {sure:,}." if accepting is not None else ""
        output.say(f"{plural(len(ones), 'suggestion')} for {kind}.{done}")
    return None


# export, verify, backup, upgrade --------------------------------------------------------------------------


def _export_arguments(parser: ArgumentParser) -> None:
    review_argument(parser)
    parser.add_argument("target", metavar="TARGET", help=f"its ending says as what: {' '.join(ENDINGS)}")
    parser.add_argument(
        "--edition",
        default="committee",
        choices=("committee", "public", "brief", "approval"),
        help="who it is for; brief and approval are not part of this version yet",
    )
    parser.add_argument(
        "--kind", choices=KINDS, help="iso: the ISO/IEC commenting form (.docx); open: open data (.json .zip)"
    )
    parser.add_argument(
        "--made-on", metavar="DAY", help="the day that stands on it, like 2026-11-24; else today"
    )
    parser.add_argument("--template", metavar="F", help="not part of this version yet")
    parser.add_argument("--profile", metavar="NAME", help="not part of this version yet")
    parser.add_argument("--language", metavar="CODE", help="the language of staff's texts")
    parser.add_argument("--as", dest="person", type=words, metavar="PERSON", help="whose name stands on it")


def _export(given: Namespace, output: Output) -> None:
    refuse_unbuilt(given)
    with (
        open_review(given.review, person=given.person, read_only=True) as review,
        output.progress() as bar,
    ):
        notes = review.reporting.export(
            given.target,
            edition=given.edition,
            language=given.language,
            kind=given.kind,
            made_on=given.made_on,
            progress=bar,
        )
    output.say(f"Wrote {given.target}.")
    for note in notes:
        output.say(f"Note: {note}")


def _verify(given: Namespace, output: Output) -> int:
    with open_review(given.review, read_only=True) as review:
        found = review.verify()
    if output.json:
        output.result(found)
        return 0 if found["ok"] else 1
    ledger = found["ledger"]
    for problem in found["problems"]:
        output.problem(problem)
    if not found["ok"]:
        output.problem("This review is not as it should be. Keep the file and restore a backup beside it.")
        return 1
    output.say(f"All is well: {plural(found['operations'], 'operation')}.")
    parts = (("answered", "answered"), ("set_aside", "set aside"), ("open", "open"))
    sides = " + ".join(f"{ledger[name]:,} {words}" for name, words in parts)
    output.say(f"The ledger balances: {ledger['comments']:,} comments = {sides}.")
    return 0


def _backup_arguments(parser: ArgumentParser) -> None:
    review_argument(parser)
    parser.add_argument("target", metavar="TARGET", help="where the copy goes; never overwritten")


def _backup(given: Namespace, output: Output) -> None:
    with open_review(given.review, read_only=True) as review:
        review.backup(given.target)
    output.say(f"Copied the review to {given.target}.")


def _upgrade(given: Namespace, output: Output) -> None:
    output.say(upgrade(given.review))


# demo -----------------------------------------------------------------------------------------------------


def _demo_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", nargs="?", default=FOLDER, help="where it goes")
    parser.add_argument("--no-window", action="store_true", help="make the files and open no window")


def _demo(given: Namespace, output: Output) -> None:
    with output.progress() as bar:
        made = demo(Path(given.folder), bar)
    for path in made:
        output.say(str(path))


VERBS = (
    Verb(
        "demo", "make the sample review, its Phase 3 report and its response matrix", _demo_arguments, _demo
    ),
    Verb("new", "make an empty review", _new_arguments, _new, writes=True),
    Verb("import", "bring sources into a review", importing.arguments, importing.run, writes=True, json=True),
    Verb("stats", "the figures of a review", review_argument, _stats, json=True),
    Verb("search", "comments that match, best first", _search_arguments, _search, json=True),
    Verb("suggest", "propose, with the reasons", _suggest_arguments, _suggest, writes=True, json=True),
    Verb("export", "write the report or the matrix", _export_arguments, _export),
    Verb(
        "read-back",
        "take in what was changed in an exported matrix",
        reading_back.arguments,
        reading_back.run,
        writes=True,
        json=True,
    ),
    Verb("verify", "check the database, the journal and the ledger", review_argument, _verify, json=True),
    Verb("backup", "a consistent copy, while the review is in use", _backup_arguments, _backup),
    Verb("upgrade", "bring a review of an older version to this one", review_argument, _upgrade),
)
