"""The columns of the comments: the card, and one a fact for the table."""

from collections.abc import Callable
from dataclasses import dataclass

from ogp_review.domain.draft import NOT_ASSIGNED, WHOLE_DRAFT
from ogp_review.domain.languages import language_name
from ogp_review.domain.views import Card
from ogp_review.i18n import _
from ogp_review.ui.comments import words


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `ems` is how wide it is at first; a `number` stands at the right."""

    name: str
    title: str
    ems: float
    text: Callable[[Card], str]
    number: bool = False
    shown: bool = True


def _votes(count: int | None) -> str:
    return "" if count is None else words.figure(count)


def _place(card: Card) -> str:
    """The label of its paragraph, as short as the column is."""
    if card.place in (NOT_ASSIGNED, WHOLE_DRAFT):
        return "–" if card.place == NOT_ASSIGNED else _("Whole")
    return card.paragraph or "–"


def _language(card: Card) -> str:
    return language_name(card.language) if card.language else ""


COLUMNS = (
    Column("card", "Comment", 20, lambda card: card.preview, shown=False),
    Column("ref", "Ref", 4.4, lambda card: card.ref),
    Column("paragraph", "Paragraph", 4.8, _place),
    Column("text", "Text", 36, lambda card: card.preview),
    Column("state", "State", 6.3, lambda card: card.state),
    Column("author", "Author", 10, words.author, shown=False),
    Column("organisation", "Organisation", 12, lambda card: card.organisation or "", shown=False),
    Column("date", "Date", 6, lambda card: words.day(card.posted_at), shown=False),
    Column("language", "Language", 6, _language, shown=False),
    Column("channel", "Channel", 6, lambda card: card.channel, shown=False),
    Column("tags", "Tags", 14, lambda card: ", ".join(tag.path for tag in card.tags), shown=False),
    Column("votes_for", "Votes for", 6, lambda card: _votes(card.votes_for), number=True, shown=False),
    Column(
        "votes_against", "Votes against", 8, lambda card: _votes(card.votes_against), number=True, shown=False
    ),
    Column("point", "Point", 6, lambda card: ", ".join(card.points), shown=False),
    Column("assigned", "Assigned", 8, lambda card: card.assigned_to or "", shown=False),
)
"""Titles are in English here, and translated where they are shown."""

CARD = 0
BY_NAME = {column.name: number for number, column in enumerate(COLUMNS)}
