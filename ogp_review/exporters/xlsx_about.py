"""Sheet "About": what this file is, how it was made, how it is edited and read back, what it cannot hold."""

from collections.abc import Iterator

from ogp_review.domain.languages import language_name
from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.exporters.wording import day
from ogp_review.exporters.xlsx_cells import pieces
from ogp_review.exporters.xlsx_front import Front, Line
from ogp_review.exporters.xlsx_styles import EDITABLE_STATES, Styles
from ogp_review.interchange.matrix import COMMENT_COLUMNS, HIDDEN_COLUMNS, MATRIX_COLUMNS, Column

WIDTHS = {"A": 26, "B": 112}

_SHEETS = (
    ("Summary", "What came in, the ledger, the breakdowns, and what is still to do."),
    ("Response matrix", "One row a point: what is being said, once, and what we answer."),
    ("Comments", "One row a comment, in the words it was sent in, set aside or not."),
    ("Paragraphs", "The draft, what was said on each paragraph, what we answered and what changed."),
    ("Themes", "What was said under each theme, by stance."),
    ("Participants", "Who spoke, as this edition may show them."),
    ("Codebook", "The themes, and when a comment gets each."),
)


def about(document: ReportDocument, styles: Styles, not_held: list[str]) -> list[Line]:
    front = Front(styles, WIDTHS)
    return [
        front.across("About this file", styles.title, least=2),
        *_made(front, document),
        *front.heading("The sheets"),
        *(front.entry(title, text) for title, text in _SHEETS),
        *front.heading("Editing it and reading it back"),
        *_editing(front, document),
        *front.heading("Printing it"),
        front.entry(
            "",
            "The matrix fits an A3 page in width. A row is at most 409 points high, so the longest comments "
            "are cut on paper and whole in their cells. Annex A of the report (.docx) is made for paper.",
        ),
        *_listed(front, "Method and limits", document.notes),
        *_listed(front, "What this format could not hold", not_held or ["Everything is held."]),
    ]


def _made(front: Front, document: ReportDocument) -> Iterator[Line]:
    yield from front.heading("How it was made")
    yield front.entry("Review", document.title)
    yield front.entry("Edition", _edition(document))
    yield front.entry("Made on", day(document.made_on))
    if document.made_by:
        yield front.entry("Made by", document.made_by)
    yield front.entry("Program", f"OGP Review {document.version}".strip())
    yield front.entry("Review id", document.review_id)
    yield front.entry("Language", language_name(document.language))


def _edition(document: ReportDocument) -> str:
    if document.edition == Edition.PUBLIC:
        unnamed = document.unnamed_participants
        without = f" {unnamed:,} of them are not named." if unnamed else ""
        return f"public: it names only participants who consented to be named.{without}"
    return "committee: it holds names and is not for publication."


def _editing(front: Front, document: ReportDocument) -> Iterator[Line]:
    if document.edition == Edition.PUBLIC:
        yield front.entry("Read only", "This edition is not read back: it holds no row ids.")
        return
    yield front.entry("Response matrix", f"May be edited: {_editable(MATRIX_COLUMNS)}.")
    yield front.entry("Comments", f"May be edited: {_editable(COMMENT_COLUMNS)}.")
    yield front.entry(
        "How",
        "These columns have a dark header. Save the workbook as .xlsx and read it back with: "
        "ogp-review read-back REVIEW FILE. Only what was changed here is taken in, and what was changed in "
        "the review as well is asked about.",
    )
    states = ", ".join(EDITABLE_STATES)
    yield front.entry("State", f"May be set to {states}. Approving and publishing are done in OGP Review.")
    yield front.entry(
        "Hidden columns",
        f"{' and '.join(HIDDEN_COLUMNS)} stand after the last column of both sheets. Keep them: by them an "
        "edited row finds its way back. Rows may be sorted, filtered and left out, columns moved.",
    )


def _editable(columns: tuple[Column, ...]) -> str:
    return ", ".join(column.title for column in columns if column.editable)


def _listed(front: Front, heading: str, sentences: tuple[str, ...] | list[str]) -> Iterator[Line]:
    if sentences:
        yield from front.heading(heading)
        yield from (front.entry("", piece) for sentence in sentences for piece in pieces(sentence))
