"""What a column of a table can be, in the words of the window."""

from ogp_review.i18n import _
from ogp_review.importers.table_columns import FIELDS, HTML, TEXT
from ogp_review.importers.table_look import LookedColumn

UNREAD = ""
"""The field of a column that is not read."""

WORDS = {
    TEXT: "Comment text",
    HTML: "Comment text, as HTML",
    "author": "Author",
    "first_name": "First name",
    "last_name": "Last name",
    "organisation": "Organisation",
    "email": "E-mail, kept private",
    "posted": "Date",
    "paragraph": "Paragraph",
    "language": "Language",
    "translation": "Translation",
    "stakeholder": "Stakeholder type",
    "country": "Country",
    "consent": "Consent to be named",
    "votes_for": "Votes for",
    "votes_against": "Votes against",
    "external_id": "Id of the comment",
    "parent": "Reply to",
    "path": "Place in the thread",
    "submission": "Submission",
    "channel": "Channel",
    "title": "Title",
    "proposal": "Proposed change",
    "anchor": "Passage it is about",
}
"""In the order in which they are offered."""

DOUBTFUL_BELOW = 0.75
"""A guess less sure than that is one to look at."""


def offered() -> list[tuple[str, str]]:
    """Each field with its words; the column that is not read comes last."""
    known = [(field, _(words)) for field, words in WORDS.items()]
    others = [(field, field) for field in FIELDS if field not in WORDS]
    return [*known, *others, (UNREAD, _("Do not import"))]


def words_of(field: str) -> str:
    return _(WORDS.get(field, field)) if field else _("Do not import")


def is_doubtful(column: LookedColumn) -> bool:
    """Whether a person should look at what a column is taken for."""
    return bool(column.field) and column.confidence < DOUBTFUL_BELOW


def is_text(field: str) -> bool:
    return field in (TEXT, HTML)
