"""The consultation that a page is of, known by the id its site gives it whatever it is called."""

from collections.abc import Iterable
from typing import Any

from ogp_review.domain.incoming import IncomingConsultation
from ogp_review.services.intake_draft import Plan
from ogp_review.store import matching
from ogp_review.store.matching import Key, key


class OwnKey:
    """The key of a source's consultation, where its site gives it an id, and who is known by it."""

    def __init__(self, own: Key | None, rows: Iterable[int], connection: Any) -> None:
        self._own = own
        self._rows = frozenset(rows)
        self._connection = connection

    @classmethod
    def of(cls, said: IncomingConsultation, connection: Any) -> "OwnKey":
        if not said.external_id:
            return cls(None, (), connection)
        own = key(f"consultation|{said.channel}|{said.external_id}", external=False)
        return cls(own, matching.rows_by_key(connection, [own]).get(own.id, ()), connection)

    def among(self, consultations: Iterable[Any], language: str | None) -> Any | None:
        """The one that is known by this id; not where a person says that this is in another language."""
        found = (row for row in consultations if row.id in self._rows)
        return next((row for row in found if language in (None, row.language) or row.language is None), None)

    def may_be(self, row: int) -> bool:
        """Whether a consultation of the same name may be the one: not where its site gives it another id."""
        return self._own is None or row in self._rows or not matching.has_key(self._connection, row)

    def note(self, plan: Plan, row: int) -> None:
        if self._own is not None and row not in self._rows:
            plan.add("source_key", self._own.id, row, self._own.digest, False)
