"""The draft as the tree shows it: its paragraphs with a few words of each, and the counts kept by place."""

import re
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from ogp_review.domain.draft import (
    NOT_ASSIGNED,
    NOT_ASSIGNED_LABEL,
    WHOLE_DRAFT,
    WHOLE_DRAFT_LABEL,
    Paragraph,
)
from ogp_review.domain.views import Outline, OutlineParagraph, PlaceCount
from ogp_review.store import drafts, figures
from ogp_review.store import tables as t

TITLE = 60
"""About how many characters of a paragraph stand for it."""

_ENDS = (".", ";", ",", ":")


def outline(connection: Connection, language: str) -> Outline:
    """The draft with its counts; the votes are not among them (:func:`votes`)."""
    found = drafts.paragraphs(connection, language)
    return Outline(
        sections=tuple(drafts.sections(connection, language)),
        paragraphs=tuple(_line(paragraph) for paragraph in found),
        counts=counts(connection, [paragraph.id for paragraph in found]),
    )


def _line(paragraph: Paragraph) -> OutlineParagraph:
    return OutlineParagraph(
        paragraph.id, paragraph.label, title(paragraph.text), paragraph.section_id, paragraph.complete
    )


def title(text: str) -> str:
    """The heading a paragraph begins with, or its first words."""
    first, _, rest = text.strip().partition("\n")
    heading = " ".join(first.split())
    if rest.strip() and len(heading) <= TITLE and not heading.endswith(_ENDS):
        return heading
    words = " ".join(text[: 4 * TITLE].split())
    if len(words) <= TITLE:
        return words
    return re.sub(r"[\s,;:.–—-]+$", "", words[: TITLE + 1].rpartition(" ")[0] or words[:TITLE]) + "…"


def counts(connection: Connection, places: Iterable[int] = ()) -> dict[int, PlaceCount]:
    """How many comments stand at each place, from the counts kept. `places` are those to tell at least."""
    standing = figures.by_place(connection)
    declared: Counter[int] = Counter()
    for row in drafts.declared(connection):
        declared[row.paragraph_id] += row.comments
    every = dict.fromkeys((NOT_ASSIGNED, WHOLE_DRAFT, *places, *standing, *declared))
    return {
        place: _count(standing.get(place, Counter()), declared[place] if place in declared else None)
        for place in every
    }


def _count(states: Counter[str], declared: int | None) -> PlaceCount:
    aside = states.get(figures.SET_ASIDE, 0)
    return PlaceCount(
        {state: count for state, count in states.items() if state != figures.SET_ASIDE}, aside, declared
    )


def votes(connection: Connection) -> dict[int, tuple[int, int]]:
    """Votes for and against the comments at each place. It goes through all of them."""
    s, c = t.comment_state.c, t.comment.c
    chosen = select(s.place, func.sum(c.votes_for), func.sum(c.votes_against)).join(t.comment, c.id == s.id)
    rows = connection.execute(chosen.where(s.visible, ~s.set_aside).group_by(s.place))
    return {place: (int(up or 0), int(down or 0)) for place, up, down in rows}


def places(connection: Connection, language: str) -> list[tuple[int, str, str]]:
    """(id, label, title) of every place: the whole draft, the paragraphs in order, and Not assigned."""
    found = drafts.paragraphs(connection, language)
    return [
        (WHOLE_DRAFT, WHOLE_DRAFT_LABEL, ""),
        *((paragraph.id, paragraph.label, title(paragraph.text)) for paragraph in found),
        (NOT_ASSIGNED, NOT_ASSIGNED_LABEL, ""),
    ]
