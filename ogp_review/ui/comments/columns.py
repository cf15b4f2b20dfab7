"""The columns of the comments: the card, and one a fact for the table."""

from collections.abc import Callable
from dataclasses import dataclass

from ogp_review.domain.languages import language_name
from ogp_review.domain.views import Card
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


COLUMNS = (
    Column("card", "Comment", 20, lambda card: card.preview, shown=False),
    Column("ref", "Ref", 5, lambda card: card.ref),
    Column("paragraph", "Paragraph", 6, words.place),
    Column("author", "Author", 10, words.author),
    Column("organisation", "Organisation", 12, lambda card: card.organisation or ""),
    Column("date", "Date", 6, lambda card: words.day(card.posted_at)),
    Column("language", "Language", 6, lambda card: language_name(card.language) if card.language else ""),
    Column("channel", "Channel", 6, lambda card: card.channel, shown=False),
    Column("state", "State", 7, lambda card: card.state),
    Column("tags", "Tags", 14, lambda card: ", ".join(tag.path for tag in card.tags)),
    Column("votes_for", "Votes for", 6, lambda card: _votes(card.votes_for), number=True, shown=False),
    Column(
        "votes_against", "Votes against", 8, lambda card: _votes(card.votes_against), number=True, shown=False
    ),
    Column("point", "Point", 6, lambda card: ", ".join(card.points)),
    Column("assigned", "Assigned", 8, lambda card: card.assigned_to or "", shown=False),
    Column("text", "Text", 36, lambda card: card.preview),
)
"""Titles are in English here, and translated where they are shown."""

CARD = 0
BY_NAME = {column.name: number for number, column in enumerate(COLUMNS)}
