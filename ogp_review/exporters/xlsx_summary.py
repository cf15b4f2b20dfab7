"""Sheet "Summary": what came in, that nothing of it was lost, and what is still to do."""

from collections.abc import Iterator, Sequence

from ogp_review.domain.languages import NOT_STATED, language_name
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.report import Figure, Figures, ReportDocument
from ogp_review.exporters.wording import channel_name, day
from ogp_review.exporters.xlsx_front import Block, Front, Line
from ogp_review.exporters.xlsx_styles import Styles

WIDTHS = {"A": 34, "B": 14, "C": 3, "D": 34, "E": 14, "F": 3, "G": 34, "H": 14}
_NAMED = 15
PAIRS = (("A", "B"), ("D", "E"), ("G", "H"))


def summary(document: ReportDocument, styles: Styles) -> list[Line]:
    front = Front(styles, WIDTHS, PAIRS)
    return [
        front.across(document.title, styles.title, "Title", least=2),
        front.across(_subtitle(document), styles.subtitle),
        *_written(front, document.summary),
        *front.side_by_side([_ledger(document.ledger, styles), *_figures(document)]),
        *_breakdowns(front, document.figures),
        *_consultations(front, document),
        *_sections(front, document),
        *_unfinished(front, document.unfinished),
    ]


def _subtitle(document: ReportDocument) -> str:
    parts = ("Response matrix", f"{document.edition} edition", day(document.made_on), document.made_by)
    return " · ".join(part for part in parts if part)


def _written(front: Front, text: str) -> Iterator[Line]:
    if text:
        yield Line()
        yield front.across(text, front.styles.body.text, "Summary")


def _ledger(ledger: Ledger, styles: Styles) -> Block:
    rows = [("Answered", ledger.answered), ("Set aside", ledger.set_aside), ("Open", ledger.open)]
    return Block(
        "The ledger",
        ("State of the answer", "Comments"),
        rows,
        ("All comments", ledger.comments),
        _verdict(ledger, styles),
    )


def _verdict(ledger: Ledger, styles: Styles) -> list[tuple[str, int]]:
    if ledger.balanced:
        return [("The ledger balances.", styles.good)]
    found = ledger.answered + ledger.set_aside + ledger.open
    problems = list(ledger.problems)
    if found != ledger.comments:
        parts = f"{ledger.answered:,} + {ledger.set_aside:,} + {ledger.open:,}"
        problems.append(f"{parts} is {found:,}, not {ledger.comments:,}.")
    return [(text, styles.bad) for text in ("The ledger does not balance:", *problems)]


def _figures(document: ReportDocument) -> tuple[Block, Block]:
    figures, rows = document.figures, len(document.matrix)
    came = [
        ("Comments", figures.comments),
        ("of these, replies", figures.replies),
        ("Submissions stated", figures.submissions),
        ("Participants", figures.participants),
        ("Organisations", figures.organisations),
    ]
    made = [
        ("Rows to answer", rows),
        ("of these, points", figures.points),
        ("of these, comments alone", rows - figures.points),
        ("Comments merged into points", figures.merged_comments),
        ("Votes for", figures.votes_for),
        ("Votes against", figures.votes_against),
    ]
    return Block("What came in", ("Figure", "Number"), came), Block(
        "What was made of it", ("Figure", "Number"), made
    )


def _breakdowns(front: Front, figures: Figures) -> Iterator[Line]:
    yield from front.side_by_side(
        [
            _breakdown("Disposition", figures.by_disposition, "Rows"),
            _breakdown("State", figures.by_state),
            _breakdown("Language", figures.by_language),
        ]
    )
    yield from front.side_by_side(
        [
            _breakdown("Channel", [Figure(channel_name(f.name), f.count) for f in figures.by_channel]),
            _breakdown("Stakeholder", figures.by_stakeholder),
            _breakdown("Country", figures.by_country),
        ]
    )


def _breakdown(title: str, figures: Sequence[Figure], counted: str = "Comments") -> Block:
    """Of many small ones the first are named; what is not stated comes last."""
    named = [(figure.name, figure.count) for figure in figures if figure.name != NOT_STATED]
    rows, rest = named[:_NAMED], named[_NAMED:]
    if rest:
        rows.append((f"{len(rest):,} others", sum(count for _, count in rest)))
    rows += [(figure.name, figure.count) for figure in figures if figure.name == NOT_STATED]
    return Block(
        f"By {title.lower()}",
        (title, counted),
        rows,
        ("Together", sum(figure.count for figure in figures)),
    )


def _consultations(front: Front, document: ReportDocument) -> Iterator[Line]:
    """What each page says it holds, beside what was captured of it."""
    lines = document.consultations
    captured = [(line.title or line.name, line.comments) for line in lines]
    together = ("Together", sum(line.comments for line in lines))
    where = [(_where(line.channel, line.language), line.declared_comments) for line in lines]
    closing = [(day(line.closes or ""), line.declared_votes) for line in lines]
    yield from front.side_by_side(
        [
            Block("Consultations", ("Consultation", "Held"), captured, together),
            Block("", ("Where", "Declared"), where),
            Block("", ("Open until", "Votes declared"), closing),
        ]
    )


def _where(channel: str, language: str | None) -> str:
    known = (channel_name(channel), language_name(language) if language else "")
    return ", ".join(part for part in known if part)


def _sections(front: Front, document: ReportDocument) -> Iterator[Line]:
    """The narratives of whole sections: those of paragraphs stand in the sheet Paragraphs."""
    for section in document.sections:
        told = section.narrative
        if not told or not (told.heard or told.response or told.changed):
            continue
        yield from front.heading(section.heading)
        labelled = (
            ("What we heard", told.heard),
            ("Our response", told.response),
            ("What changed", told.changed),
        )
        yield from (front.entry(label, text) for label, text in labelled if text)


def _unfinished(front: Front, unfinished: tuple[str, ...]) -> Iterator[Line]:
    yield from front.heading("Still to do")
    for sentence in unfinished or ("Nothing is left to do.",):
        yield front.across(sentence, front.styles.body.text, "Still to do")
