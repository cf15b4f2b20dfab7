"""Undo, redo, and who did what to a comment when."""

from dataclasses import dataclass
from typing import Any

from ogp_review.domain.operation import Changes, OperationRecord, WriteConflict
from ogp_review.services.service import Meant, Service, row_id
from ogp_review.store import conflicts, undo
from ogp_review.store.past import PastChange, PastImport, all_operations, imports, past_of


@dataclass(frozen=True, slots=True)
class Step:
    """What undo or redo did: the sentence of the operation, and what changed by it."""

    sentence: str
    changes: Changes


class History(Service):
    """The journal as people use it."""

    def undo(self) -> Step | None:
        """Take back this person's last operation; None where there is none.

        :raises ReviewError: where somebody has changed the same, or built on it, since.
        """
        done = self._store.undo(self._person)
        return Step(*done) if done else None

    def redo(self) -> Step | None:
        """Do again what this person took back last; None where there is nothing."""
        done = self._store.redo(self._person)
        return Step(*done) if done else None

    def can_undo(self) -> str | None:
        """The sentence of what :meth:`undo` would take back."""
        with self._store.read() as connection:
            found = undo.last_done(connection, self._person)
        return found.sentence if found else None

    def can_redo(self) -> str | None:
        """The sentence of what :meth:`redo` would bring back."""
        with self._store.read() as connection:
            found = undo.last_undone(connection, self._person)
        return found.sentence if found else None

    def of(self, subject: Meant) -> list[PastChange]:
        """Everything that was done to a comment, excerpt or point, earliest first."""
        with self._store.read() as connection:
            return past_of(connection, row_id(connection, subject))

    def all(self, limit: int = 100) -> list[OperationRecord]:
        """The last operations, latest first."""
        with self._store.read() as connection:
            return all_operations(connection, limit)

    def imports(self) -> list[PastImport]:
        """The imports, latest first, with what came of each."""
        with self._store.read() as connection:
            return imports(connection)

    def conflicts(self) -> list[WriteConflict]:
        """Writes of two copies that did not know each other and that nobody has settled yet."""
        with self._store.read() as connection:
            return conflicts.conflicts(connection)

    def settle(self, conflict: WriteConflict, value: Any) -> Changes:
        """Settle a conflict: write `value`, knowing both sides."""
        return self._store.settle(self._person, conflict, value)
