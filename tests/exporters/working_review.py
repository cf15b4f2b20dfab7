"""A real review with what no public edition may hold, and what breaks counts of characters."""

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ogp_review.review import Review, create_review

CONSENTED, UNKNOWN, REFUSED = "Ana Consented", "Bo Unasked", "Cy Refused"
HOUSE = "House of the Unasked"
ADDRESS = "bo.unasked@example.org"
NOTE = "Between us: this note is private."
ASIDE = "Buy cheap tickets at once."
STAFF = "Dee Staff"
SECRETS = (UNKNOWN, REFUSED, HOUSE, ADDRESS, NOTE, ASIDE, STAFF)
"""What must not stand in a public edition."""

EMOJI = "👩🏽‍💻🌍 Young people need seats.\nAnd a vote, too. 👍🏽"
ARABIC = "نحن نطلب مقاعد للشباب في اللجان الوطنية."
MARKUP = "<script>alert('x')</script> & \"quotes\" ]]> 'single'"
PLAIN = "Publish the budget of each committee."

_ROWS = (
    (CONSENTED, "Red Abierta", "ana@example.org", "yes", "en", "P1", EMOJI),
    (UNKNOWN, HOUSE, ADDRESS, "", "ar", "P1", ARABIC),
    (REFUSED, HOUSE, "", "no", "en", "P2", MARKUP),
    ("", "", "", "", "en", "", PLAIN),
    (UNKNOWN, HOUSE, ADDRESS, "", "en", "", ASIDE),
)
_TITLES = ("Author", "Organisation", "E-mail", "May be named", "Language", "Paragraph", "Text")
_DRAFT = "P1. Committees are open to all.\n\nP2. Budgets are published each year.\n"


@contextmanager
def working_review(folder: Path) -> Iterator[Review]:
    source, draft = folder / "in.csv", folder / "draft.txt"
    draft.write_text(_DRAFT, encoding="utf-8")
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_TITLES)
        rows.writerows(_ROWS)
    with create_review(folder / "r.ogpr", title="Strategy & <more>", person=STAFF) as review:
        outcome = review.intake.import_file(source)
        assert outcome.comments.new == len(_ROWS), (outcome.skipped, outcome.warnings)
        _work(review)
        yield review


def _work(review: Review) -> None:
    emoji, arabic, markup, _plain, aside = (comment.id for comment in review.comments())
    review.triage.set_aside([aside], reason="spam")
    review.tagging.add([emoji, markup], "Participation/Youth")
    review.tagging.define(
        "Participation/Youth", definition="Who is < 30 & has a seat", example="“We were never asked.”"
    )
    passage = review.tagging.excerpt_of(emoji, "And a vote")
    review.tagging.add([passage], "Power")
    first = review.tagging.excerpt(arabic, 4, 14)
    review.tagging.add([first], "Power")
    review.tagging.add([first], "Participation/Youth")
    review.triage.note(emoji, NOTE)
    point = review.merging.merge([emoji, arabic], summary="Give youth a seat and a vote.", lead=emoji)
    review.responding.respond(point, disposition="accepted", text="We agree.", proposed_change="Two seats.")
    review.responding.submit(point)
    review.responding.approve(point)


def everything_in(path: Path) -> str:
    """All that stands in a file, in its members where it is a zip."""
    if not zipfile.is_zipfile(path):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
        return "\n".join([*archive.namelist(), *(part.decode("utf-8", "replace") for part in parts)])
