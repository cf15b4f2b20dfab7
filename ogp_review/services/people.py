"""Who spoke: participants of several sources that are one person, and what staff know of them.

What sources say stays as it is; what staff say stands beside it and is what shows. A person may be named only
where they agreed in every source, or staff say so: merging never names what was not named before.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from ogp_review.domain.operation import Changes, Op, plural
from ogp_review.domain.people import STAKEHOLDERS, ParticipantLine, ParticipantView
from ogp_review.errors import ReviewError
from ogp_review.services.service import Service
from ogp_review.store import people_reads, people_work
from ogp_review.store.people_state import CONSENTS

Consent = bool | Literal["yes", "no", "unknown"] | None
_KEEP: Final = "\0"
_FIELDS = {"stakeholder": "stakeholder type"}


class People(Service):
    """The participants of a review. Each change is one operation."""

    def ids(self, text: str = "") -> list[int]:
        """Everybody who spoke, who said most first; with `text`, whom staff or a source call so."""
        with self._store.read() as connection:
            return people_reads.people(connection, text)

    def lines(self, ids: Sequence[int]) -> list[ParticipantLine]:
        """These people as a list shows them, in this order; those that do not show are left out."""
        with self._store.read() as connection:
            return people_reads.lines(connection, ids)

    def all(self) -> list[ParticipantLine]:
        """Everybody who spoke, who said most first."""
        return self.lines(self.ids())

    def one(self, participant: int) -> ParticipantView:
        """A person with all that sources say of them; addresses in it are private.

        :raises ReviewError: where there is none with this id.
        """
        with self._store.read() as connection:
            return people_reads.view(connection, participant)

    def comments(self, participant: int) -> list[int]:
        """The ids of the comments of a person, in the order they came in."""
        with self._store.read() as connection:
            person = people_reads.person(connection, participant)
            return people_reads.comments_of(connection, [person])[person]

    def comments_by_person(self, people: Iterable[int]) -> dict[int, list[int]]:
        """The ids of the comments of each of these people, in the order they came in."""
        with self._store.read() as connection:
            return people_reads.comments_of(connection, people)

    def stakeholders(self) -> list[str]:
        """The stakeholder types to choose from: those in use, then the usual ones."""
        with self._store.read() as connection:
            used = people_reads.known_stakeholders(connection)
        return list(dict.fromkeys([*used, *STAKEHOLDERS]))

    def merge(self, merged: Iterable[int], *, into: int | None = None) -> Changes:
        """Say that participants are one person.

        :param into: the one as whom they are all shown; else the first.
        :raises ReviewError: where there are not two, or none with such an id.
        """
        ids = list(dict.fromkeys(merged))
        target = into if into is not None else next(iter(ids), None)
        if target is None:
            raise ReviewError("No participant was named.")
        with self._store.operation(Op.PARTICIPANT, self._person) as op:
            people = [people_reads.person(op.connection, one) for one in [target, *ids]]
            number = len(set(people))
            if number < 2:
                raise ReviewError("Those are one person already. Name two participants to merge.")
            op.sentence = f"Merged {plural(number, 'participant')} into one"
            people_work.merge(op, [(people[0], people[1:])])
        return op.changes

    def split(self, person: int, taken: Iterable[int]) -> Changes:
        """Take participants out of a person: each is shown as its source says again.

        :raises ReviewError: where one was not merged with that person.
        """
        parted = set(taken)
        with self._store.operation(Op.PARTICIPANT, self._person) as op:
            who = people_reads.person(op.connection, person)
            op.sentence = f"Split {plural(len(parted), 'participant')} off"
            people_work.split(op, who, parted)
        return op.changes

    def edit(
        self,
        participant: int,
        *,
        name: str | None = _KEEP,
        organisation: str | None = _KEEP,
        stakeholder: str | None = _KEEP,
        country: str | None = _KEEP,
        consent: Consent | str = _KEEP,
    ) -> Changes:
        """Say something of a person beside what sources say. What is not given stays; "" is "none", and None
        is "as the source says".

        :param consent: whether they may be named: True or "yes", False or "no", "unknown".
        :raises ReviewError: where there is no such participant, or that is no answer to consent.
        """
        said = {"name": name, "organisation": organisation, "stakeholder": stakeholder, "country": country}
        chosen = {
            field: value if value is None else " ".join(value.split())
            for field, value in said.items()
            if value != _KEEP
        }
        if consent != _KEEP:
            chosen["consent"] = _consent(consent)
        with self._store.operation(Op.PARTICIPANT, self._person) as op:
            person = people_reads.person(op.connection, participant)
            fields = people_work.edit(op, person, chosen)
            op.sentence = (
                f"Changed the {' and '.join(_FIELDS.get(one, one) for one in fields)} of a participant"
            )
        return op.changes


def _consent(given: Consent | str) -> str | None:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if given is not None and given not in CONSENTS:
        raise ReviewError(f'"{given}" does not say whether they may be named. Say yes, no or unknown.')
    return given
