"""Conditions on comments, so put that the database finds few by an index and many while going through all."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, select, text

from ogp_review.store import figures, search
from ogp_review.store import tables as t
from ogp_review.store.engine import among

FIRST = 300
"""How many ids the first chunk of a list holds: several screens."""

_S = t.comment_state.c


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: their name, the language of the codebook, and the comments that have a suggestion."""

    person: str
    language: str
    suggested: frozenset[int] = frozenset()


class Finder:
    """Puts conditions, and notes what reading by them costs (`costly`, `at_once`: see conditions.Wanted)."""

    def __init__(self, connection: Connection, asker: Asker, in_order: bool) -> None:
        self.connection = connection
        self._in_order = in_order
        self.asker = asker
        self._total: int | None = None
        self.places: frozenset[int] | None = None
        self.costly = False
        self.at_once = False
        self.negated = False

    def few(self, number: int) -> bool:
        """Whether so many comments are sooner found by an index of theirs than while going through all.

        Going through all, in order, ends when the first chunk is full: at a million, few is below 17,000.
        """
        return number * number <= FIRST * self.all()

    def all(self) -> int:
        if self._total is None:
            self._total = sum(figures.tallies(self.connection, "comments").values())
        return self._total

    def matching(self, words: str) -> ColumnElement[bool]:
        self.costly = True
        return _S.doc.in_(search.matching_docs(self.connection, words).columns(t.comment_state.c.doc))

    def holding(self, words: str) -> ColumnElement[bool]:
        """The same, looked up comment by comment: where few are left."""
        inner = search.matching_docs(self.connection, words)
        number = "rowid" if self.connection.dialect.name == "sqlite" else "doc"
        looked_up = text(f"{inner.text} AND search.{number} = comment_state.doc")
        return exists(looked_up.bindparams(**inner.compile().params).columns(_S.doc))

    def rows(self, chosen: Any) -> ColumnElement[bool]:
        """Comments that a select of ids gives: it is worked out anew for each read."""
        self.costly = True
        self.at_once = self.at_once or not self.negated
        return _S.id.in_(chosen)

    def of(self, table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Comments of whose row in `table` `condition` holds: few are listed, many looked up one by one."""
        if self.negated or (self._in_order and self.many(select(table.c.id).where(condition))):
            return exists().where(table.c.id == _S.id, condition).correlate(t.comment_state)
        return self.rows(select(table.c.id).where(condition))

    def many(self, chosen: Select[Any]) -> bool:
        bound = chosen.limit(isqrt(FIRST * self.all()) + 1).subquery()
        found = self.connection.execute(select(func.count()).select_from(bound)).scalar_one()
        return not self.few(int(found))

    def among(self, column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
        return among(column, ids, self.connection)
