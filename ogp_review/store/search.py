"""Full-text search behind one interface for both databases.

Ranking by bm25 costs a pass over all matches of a common word, so it is done here, over a bounded number of
matches: the first page comes at the same speed from a thousand comments or a million.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, TextClause, bindparam, text

from ogp_review.domain.folding import folded, words
from ogp_review.domain.query import Query, Term, parse
from ogp_review.store import tables as t
from ogp_review.store.engine import among

RANKED = 200
"""How many matches are ranked; the others follow in the order they came in."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A comment that matches, with the words round the first match."""

    comment_id: int
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
    found = _texts(connection, docs)
    ranked = [(-_score(parsed, body), doc, row, body) for doc, row, body in found]
    best = sorted(ranked)[offset : offset + limit]
    return [Hit(row, snippet(body, parsed)) for _, _, row, body in best]


def _texts(connection: Connection, docs: Sequence[int]) -> list[tuple[int, int, str]]:
    c = t.comment_state.c
    joined = t.comment_state.join(t.comment_text, c.text_id == t.comment_text.c.id)
    chosen = joined.select().with_only_columns(c.doc, c.id, t.comment_text.c.text)
    return [tuple(row) for row in connection.execute(chosen.where(among(c.doc, docs, connection)))]


def _score(query: Query, body: str) -> float:
    """How much of a text the sought words are: often in a short text is best."""
    plain = folded(body)
    count = sum(plain.count(" ".join(term.words)) for group in query.groups for term in group)
    return count / math.sqrt(50 + len(plain))


def snippet(body: str, query: Query, width: int = 160) -> str:
    """About `width` characters round the first sought word, on one line."""
    sought = {term.words[0] for group in query.groups for term in group}
    start = 0
    position = 0
    for piece in body.split(" "):
        if any(word.startswith(tuple(sought)) for word in words(piece)):
            start = max(0, position - width // 3)
            break
        position += len(piece) + 1
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
