"""Full-text search behind one interface for both databases.

Ranking by bm25 costs a pass over all matches of a common word, so it is done here, over a bounded number of
matches: the first page comes at the same speed from a thousand comments or a million.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, select, text

from ogp_review.domain.folding import folded
from ogp_review.domain.query import Query, Term, parse
from ogp_review.store import tables as t
from ogp_review.store.engine import among

RANKED = 100
"""How many matches are ranked; the others follow in the order they came in."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A comment that matches, with the words round the first match."""

    comment_id: int
    ref: str
    place: int
    snippet: str


def matching_docs(connection: Connection, query: str) -> TextClause:
    """A subselect of the numbers of the comments that match."""
    name, expression = _expression(connection, parse(query))
    source = "SELECT rowid FROM search WHERE search MATCH :q" if name == "sqlite" else (
        "SELECT doc FROM search WHERE body @@ to_tsquery('simple', :q)"
    )  # fmt: skip
    return text(source).bindparams(bindparam("q", expression))


def total(connection: Connection, query: str) -> int:
    """How many comments match."""
    inner = matching_docs(connection, query)
    statement = text(f"SELECT count(*) FROM ({inner.text}) AS found")
    return int(connection.execute(statement, inner.compile().params).scalar_one())


def hits(connection: Connection, query: str, limit: int, offset: int = 0) -> list[Hit]:
    """The comments that match, best first among the first matches."""
    parsed = parse(query)
    inner = matching_docs(connection, query)
    bound = max(RANKED, limit + offset)
    statement = text(f"SELECT * FROM ({inner.text} LIMIT {bound}) AS found")
    docs = list(connection.execute(statement, inner.compile().params).scalars())
    found = [(-_score(parsed, row.text), row.doc, row) for row in _texts(connection, docs)]
    best = sorted(found, key=lambda one: one[:2])[offset : offset + limit]
    return [Hit(row.id, row.ref, row.place, snippet(row.text, parsed)) for _, _, row in best]


def _texts(connection: Connection, docs: Sequence[int]) -> list[Any]:
    c = t.comment_state.c
    joined = t.comment_state.join(t.comment_text, c.text_id == t.comment_text.c.id)
    joined = joined.join(t.comment, c.id == t.comment.c.id)
    columns = (c.doc, c.id, c.place, t.comment.c.ref, t.comment_text.c.text)
    return list(
        connection.execute(select(*columns).select_from(joined).where(among(c.doc, docs, connection)))
    )


def _score(query: Query, body: str) -> float:
    """How much of a text the sought words are: often in a short text is best."""
    plain = folded(body)
    count = sum(plain.count(" ".join(term.words)) for group in query.groups for term in group)
    return count / math.sqrt(50 + len(plain))


def snippet(body: str, query: Query, width: int = 160) -> str:
    """About `width` characters round the first sought word, on one line."""
    sought = "|".join({re.escape(term.words[0]) for group in query.groups for term in group})
    plain = folded(body)
    found = re.search(rf"\b(?:{sought})", plain) if len(plain) == len(body) else None
    start = max(0, found.start() - width // 3) if found else 0
    if start:
        start = body.find(" ", start) + 1
    part = " ".join(body[start : start + width].split())
    return ("… " if start else "") + part + (" …" if start + width < len(body) else "")


def _expression(connection: Connection, query: Query) -> tuple[str, str]:
    name = connection.dialect.name
    sqlite = name == "sqlite"
    term = _fts_term if sqlite else _ts_term
    alternatives = " OR " if sqlite else " | "
    every = " AND " if sqlite else " & "
    wanted = every.join("(" + alternatives.join(map(term, group)) + ")" for group in query.groups)
    unwanted = alternatives.join(map(term, query.without))
    if not unwanted:
        return name, wanted
    return name, f"({wanted}) NOT ({unwanted})" if sqlite else f"({wanted}) & !({unwanted})"


def _fts_term(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"'
    return phrase + "*" if term.prefix else phrase


def _ts_term(term: Term) -> str:
    quoted = ["'" + word.replace("'", "''") + "'" for word in term.words]
    if term.prefix:
        quoted[-1] += ":*"
    return "(" + " <-> ".join(quoted) + ")"
