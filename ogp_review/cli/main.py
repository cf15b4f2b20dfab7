"""Arguments in, exit status out: 0 done, 1 a problem told in one line, 2 wrong usage, 130 cancelled."""

import argparse
import sys
from collections.abc import Sequence

from ogp_review.cli import verbs
from ogp_review.cli.arguments import words
from ogp_review.cli.output import Output
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.version import __version__

WHAT = "Turn a public consultation into an honest answer."


def parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    top = argparse.ArgumentParser(prog="ogp-review", description=WHAT)
    top.add_argument("--version", action="version", version=f"OGP Review {__version__}")
    under = top.add_subparsers(dest="verb", metavar="VERB")
    for verb in verbs.VERBS:
        added = under.add_parser(verb.name, help=verb.help, description=verb.help)
        verb.arguments(added)
        added.set_defaults(run=verb.run)
        if verb.writes:
            added.add_argument("--as", dest="person", type=words, metavar="PERSON", help="who does this")
        if verb.json:
            added.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one call; what goes wrong is told in one line on standard error."""
    top = parser()
    try:
        given = top.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if given.verb is None:
        top.print_help(sys.stderr)
        return 2
    output = Output(json=getattr(given, "json", False))
    try:
        return int(given.run(given, output) or 0)
    except ReviewError as error:
        output.problem(str(error))
        return 1
    except (Cancelled, KeyboardInterrupt):
        output.problem("Cancelled; nothing was changed by what was under way.")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
