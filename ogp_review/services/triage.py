"""Sort comments: where they stand, what they want, who sees to them, and which are set aside."""

from collections.abc import Iterable
from typing import Any

from ogp_review.domain.comment import Stance
from ogp_review.domain.draft import NOT_ASSIGNED, NOT_ASSIGNED_LABEL
from ogp_review.domain.folding import match_key
from ogp_review.domain.languages import check_language
from ogp_review.domain.operation import Changes, Op
from ogp_review.errors import ReviewError
from ogp_review.services.service import Meant, Service, by_table, named, units_meant, whole_comments
from ogp_review.store import comments, conditions, desk_reads, drafts, notes, vocabulary


class Triage(Service):
    """What is decided of comments before they are answered. Each call is one operation."""

    def move(self, moved: Meant | Iterable[Meant], place: str | None) -> Changes:
        """Put comments or excerpts at a paragraph ("P12"), at the "Whole draft", or at none (None).

        :raises ReviewError: where there is no such paragraph or comment.
        """
        with self._store.operation(Op.MOVE, self._person) as op:
            target = NOT_ASSIGNED if place is None else drafts.place(op.connection, place)
            label = NOT_ASSIGNED_LABEL if target == NOT_ASSIGNED else drafts.labels(op.connection)[target]
            units = units_meant(op.connection, moved)
            op.sentence = f"Moved {named(units)} to {label}"
            for table, found in by_table(units).items():
                op.change(table, {unit.id: {"place": target} for unit in found})
        return op.changes

    def set_aside(self, taken: Meant | Iterable[Meant], reason: str) -> Changes:
        """Take comments out of the matrix for a stated reason. The report lists them.

        :raises ReviewError: where no reason is given.
        """
        why = " ".join(reason.split())
        if not why:
            raise ReviewError("Say why the comment is set aside: the reason is listed in the report.")
        with self._store.operation(Op.SET_ASIDE, self._person) as op:
            units = whole_comments(op.connection, taken)
            op.sentence = f"Set aside {named(units)}: {why}"
            op.change("comment_work", {unit.id: {"set_aside": why} for unit in units})
        return op.changes

    def take_back(self, taken: Meant | Iterable[Meant]) -> Changes:
        """Put comments that were set aside back into the matrix."""
        with self._store.operation(Op.TAKE_BACK, self._person) as op:
            units = whole_comments(op.connection, taken)
            op.sentence = f"Took {named(units)} back into the matrix"
            op.change("comment_work", {unit.id: {"set_aside": None} for unit in units})
        return op.changes

    def stance(self, judged: Meant | Iterable[Meant], stance: str | None) -> Changes:
        """Say what comments or excerpts want: support, change, question or neither; None: not said.

        :raises ReviewError: where `stance` is none of these.
        """
        if stance is not None and stance not in list(Stance):
            raise ReviewError(f'"{stance}" is not a stance. There are: {", ".join(Stance)}.')
        with self._store.operation(Op.STANCE, self._person) as op:
            units = units_meant(op.connection, judged)
            op.sentence = f"Stance of {named(units)}: {stance or 'not said'}"
            for table, found in by_table(units).items():
                op.change(table, {unit.id: {"stance": stance} for unit in found})
        return op.changes

    def language(self, judged: Meant | Iterable[Meant], language: str | None) -> Changes:
        """Say in which language comments are (en, pt-BR); None: as their source says.

        :raises ReviewError: where `language` cannot be the code of one.
        """
        check_language(language)
        with self._store.operation(Op.LANGUAGE, self._person) as op:
            units = whole_comments(op.connection, judged)
            op.sentence = f"Language of {named(units)}: {language or 'as its source says'}"
            op.change("comment_work", {unit.id: {"language": language} for unit in units})
        return op.changes

    def assign(self, assigned: Meant | Iterable[Meant], person: str | None) -> Changes:
        """Say who sees to comments; None: nobody."""
        with self._store.operation(Op.ASSIGN, self._person) as op:
            units = whole_comments(op.connection, assigned)
            op.sentence = f"Assigned {named(units)} to {person or 'nobody'}"
            op.change("comment_work", {unit.id: {"assigned_to": person} for unit in units})
        return op.changes

    def close(self, closed: Meant | Iterable[Meant], nothing_more: bool = True) -> Changes:
        """Mark that what remains of comments beside their excerpts in points needs no answer.

        :raises ReviewError: where no excerpt of a comment stands in a point: then the comment is the unit.
        """
        with self._store.operation(Op.CLOSE, self._person) as op:
            units = whole_comments(op.connection, closed)
            if nothing_more:
                _check_excerpts(op.connection, [unit.id for unit in units])
            ending = "Nothing more to answer in" if nothing_more else "More to answer in"
            op.sentence = f"{ending} {named(units)}"
            op.change("comment_work", {unit.id: {"closed": nothing_more} for unit in units})
        return op.changes

    def note(self, about: Meant, text: str) -> Changes:
        """Add a private note to a comment. It never leaves the review.

        :raises ReviewError: where the note is empty.
        """
        if not text.strip():
            raise ReviewError("The note is empty.")
        with self._store.operation(Op.NOTE, self._person) as op:
            unit = units_meant(op.connection, [about])[0]
            op.sentence = f"Note on {unit.ref}"
            notes.add_note(op, unit.id, text)
        return op.changes

    def translate(self, comment: Meant, language: str, text: str, *, of: str | None = None) -> Changes:
        """Add a translation of a comment's source text, which stays as it is; an empty one takes it off.

        :param of: the text that was translated, where the source may have changed since; else as it is now.
        :raises ReviewError: where `language` cannot be the code of one.
        """
        check_language(language)
        said = text if text.strip() else ""
        with self._store.operation(Op.TRANSLATE, self._person) as op:
            unit = whole_comments(op.connection, [comment])[0]
            done = "Translated" if said else "Removed the translation of"
            op.sentence = f"{done} {unit.ref} ({language})"
            notes.add_translation(op, unit.id, language, said, of)
        return op.changes

    def reasons(self) -> list[str]:
        """Reasons for setting aside: those given in this review, the last first, then the usual ones."""
        with self._store.read() as connection:
            return list(vocabulary.reasons(connection))

    def people(self) -> list[str]:
        """The names of staff, to assign to: who works on this review, or sees to something in it."""
        with self._store.read() as connection:
            found = {self._person, *conditions.people(connection), *desk_reads.owners(connection)}
        return sorted(found, key=lambda name: (match_key(name), name))


def _check_excerpts(connection: Any, ids: list[int]) -> None:
    merged = {
        unit.comment_id for unit in comments.units(connection, ids) if unit.point_id and unit.id not in ids
    }
    for unit in comments.find_units(connection, ids):
        if unit.id not in merged:
            raise ReviewError(
                f"No excerpt of {unit.ref} stands in a point, so the comment itself is what needs an answer."
            )
