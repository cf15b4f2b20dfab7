"""Whom each participant is shown as once staff have merged or corrected some: derived, not journaled.

Only participants of whom staff have said something have a row; all others are as their source says, so that a
large import costs nothing here. Like all that is derived, it is a function of the rows and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ogp_review.store import tables as t
from ogp_review.store.engine import among, bulk_insert
from ogp_review.store.journal import Writes

SAID = ("name", "organisation", "stakeholder", "country")
CONSENTS = {"yes": True, "no": False, "unknown": None}


class PersonState(NamedTuple):
    """A row of `participant_state`: `person` is the participant whom this one is shown as."""

    id: int
    person: int
    name: str | None
    organisation: str | None
    stakeholder: str | None
    country: str | None
    consent: bool | None


def states(connection: Connection) -> dict[int, PersonState]:
    """The state of every participant of whom staff have said something, recomputed from sources and work."""
    work = {row.id: row for row in connection.execute(select(t.participant_work)) if _says(row)}
    into = {row.id: row.merged_into for row in work.values() if row.merged_into is not None}
    wanted = {*work, *into.values()}
    if not wanted:
        return {}
    chosen = select(t.participant).where(among(t.participant.c.id, wanted, connection))
    sources = {row.id: row for row in connection.execute(chosen)}
    root = roots(into)
    groups: dict[int, list[int]] = defaultdict(list)
    for row in sorted(sources):
        groups[root.get(row, row)].append(row)
    found: dict[int, PersonState] = {}
    for person, members in groups.items():
        shown = _shown(person, members, sources, work)
        found |= {row: PersonState(row, person, *shown) for row in members}
    return found


def roots(into: Mapping[int, int]) -> dict[int, int]:
    """Of each participant that is merged, whom it is shown as.

    Two people who merged the same two apart, each into the other, made a ring: its smallest id stays.
    """
    found: dict[int, int] = {}
    for start in sorted(into):
        trail: list[int] = []
        row = start
        while row in into and row not in found and row not in trail:
            trail.append(row)
            row = into[row]
        end = min(trail[trail.index(row) :]) if row in trail else found.get(row, row)
        found |= dict.fromkeys(trail, end)
    return found


def _says(row: Any) -> bool:
    return any(value is not None for value in row[1:])


def _shown(
    person: int, members: list[int], sources: Mapping[int, Any], work: Mapping[int, Any]
) -> tuple[str | None, str | None, str | None, str | None, bool | None]:
    """What is shown of a person: as staff said of it, as its own source says, else as the others say."""
    ordered = [row for row in (person, *members) if row in sources]
    values = [_first(name, ordered, sources, work) for name in SAID]
    consents = [_consent(sources[row], work.get(row)) for row in members]
    return values[0], values[1], values[2], values[3], least_consent(consents)


def _first(
    name: str, ordered: Iterable[int], sources: Mapping[int, Any], work: Mapping[int, Any]
) -> str | None:
    for row in ordered:
        chosen = getattr(work[row], name) if row in work else None
        if chosen is not None:
            return chosen or None
        said: str | None = getattr(sources[row], name)
        if said:
            return said
    return None


def _consent(source: Any, work: Any) -> bool | None:
    if work is not None and work.consent is not None:
        return CONSENTS.get(work.consent)
    consent: bool | None = source.consent
    return consent


def least_consent(consents: Iterable[bool | None]) -> bool | None:
    """Somebody may be named only if they agreed everywhere: merging never names what was not named before."""
    found = set(consents)
    if False in found:
        return False
    return None if None in found or not found else True


def kept(connection: Connection) -> dict[int, PersonState]:
    """The rows of `participant_state` as they stand."""
    c = t.participant_state.c
    columns = (c[name] for name in PersonState._fields)
    return {row[0]: PersonState(*row) for row in connection.execute(select(*columns))}


def refresh(connection: Connection) -> None:
    """Bring `participant_state` up to date with what sources and staff say now."""
    there, wanted = kept(connection), states(connection)
    gone = [row for row, state in there.items() if wanted.get(row) != state]
    if gone:
        state = t.participant_state
        connection.execute(state.delete().where(among(state.c.id, gone, connection)))
    fresh = [tuple(state) for row, state in wanted.items() if there.get(row) != state]
    bulk_insert(connection, t.participant_state, PersonState._fields, fresh)


def comments_concerned(connection: Connection, writes: Mapping[str, Writes]) -> set[int]:
    """The comments by participants of whom something was written, and by those they are or were one with."""
    work = writes.get("participant_work")
    if not work:
        return set()
    touched = set(work.ids())
    for row in work.ids():
        for values in (work.before.get(row, {}), work.written(row)):
            if values.get("merged_into"):
                touched.add(values["merged_into"])
    c, s = t.comment.c, t.participant_state.c
    people = {
        *touched,
        *connection.execute(select(s.person).where(among(s.id, touched, connection))).scalars(),
    }
    members = connection.execute(select(s.id).where(among(s.person, people, connection))).scalars()
    chosen = select(c.id).where(among(c.participant_id, {*people, *members}, connection))
    return set(connection.execute(chosen).scalars())
