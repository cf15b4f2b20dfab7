"""Writes of what staff say of participants. Source rows stay as they are."""

from collections.abc import Iterable

from sqlalchemy import select

from ogp_review.errors import ReviewError
from ogp_review.store import people_reads
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.journal import Values
from ogp_review.store.operation import Operation
from ogp_review.store.people_state import CONSENTS, SAID


def merge(op: Operation, groups: Iterable[tuple[int, Iterable[int]]]) -> int:
    """Show participants as the one of each group (into, others); how many people there are fewer by it."""
    wanted: dict[int, Values] = {}
    fewer = 0
    for into, others in groups:
        people = {people_reads.person(op.connection, one) for one in others} - {into}
        fewer += len(people)
        for members in people_reads.members_of(op.connection, people).values():
            wanted |= {one: {"merged_into": into} for one in members}
        if people:
            wanted[into] = {"merged_into": None}
    op.use("participant", wanted)
    op.change("participant_work", wanted)
    return fewer


def split(op: Operation, person: int, taken: set[int]) -> None:
    """Show these participants, who are shown as `person`, each as its source says again.

    :raises ReviewError: where one is not shown as `person`, or nobody else is.
    """
    members = people_reads.members_of(op.connection, [person])[person]
    if not taken <= set(members):
        raise ReviewError("One of those participants is not part of that person.")
    if len(members) == 1:
        raise ReviewError("Nobody was merged with that participant, so there is nothing to split.")
    wanted: dict[int, Values] = {one: {"merged_into": None} for one in taken}
    left = [one for one in members if one not in taken]
    if left and person in taken:
        wanted |= {one: {"merged_into": left[0]} for one in left[1:]}
        wanted[left[0]] = {"merged_into": None}
    op.use("participant", wanted)
    op.change("participant_work", wanted)


def edit(op: Operation, person: int, chosen: dict[str, str | None]) -> list[str]:
    """Set what staff say of a person; None: as the source says. Which fields were set, in order.

    Consent is given or refused for all that the person said, so it stands with every source of it: who is
    merged with them later is asked anew.
    """
    p = t.participant.c
    source = op.connection.execute(select(t.participant).where(p.id == person)).one()
    own = {name: _beside(chosen[name], getattr(source, name)) for name in SAID if name in chosen}
    wanted: dict[int, Values] = {person: dict(own)}
    if "consent" in chosen:
        for row, values in _consents(op, person, chosen["consent"]).items():
            wanted.setdefault(row, {}).update(values)
    op.use("participant", wanted)
    op.change("participant_work", wanted)
    return [name for name in (*SAID, "consent") if name in chosen]


def _beside(said: str | None, source: str | None) -> str | None:
    """What is kept beside a source: nothing where staff say the same."""
    return None if said is None or said == (source or "") else said


def _consents(op: Operation, person: int, consent: str | None) -> dict[int, Values]:
    members = people_reads.members_of(op.connection, [person])[person]
    chosen = select(t.participant.c.id, t.participant.c.consent)
    rows = op.connection.execute(chosen.where(among(t.participant.c.id, members, op.connection)))
    return {
        row.id: {"consent": None if consent is None or CONSENTS[consent] == row.consent else consent}
        for row in rows
    }
