"""Who spoke: participants as they are shown, with what their sources say of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, case, func, select

from ogp_review.domain.folding import match_key
from ogp_review.domain.people import ParticipantLine, ParticipantView, StatedParticipant
from ogp_review.errors import ReviewError
from ogp_review.store import tables as t
from ogp_review.store.engine import among
from ogp_review.store.people_state import SAID
from ogp_review.store.visible import shows

# How other reads name a participant ------------------------------------------------------------------------


def with_author(rows: FromClause, participant: ColumnElement[Any]) -> FromClause:
    """`rows` with who spoke: as a source says, and as staff show them."""
    joined = rows.outerjoin(t.participant, t.participant.c.id == participant)
    return joined.outerjoin(t.participant_state, t.participant_state.c.id == participant)


def shown(name: str) -> ColumnElement[Any]:
    """A column of a participant as it is shown, in rows made by :func:`with_author`."""
    state = t.participant_state.c
    return case((state.id.is_not(None), state[name]), else_=t.participant.c[name]).label(name)


def person_of(participant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Whom a participant is shown as, in rows made by :func:`with_author`."""
    return func.coalesce(t.participant_state.c.person, participant)


def names(connection: Connection, column: str) -> list[Any]:
    """(id, as it is shown, as its source says) of every participant, for `column`."""
    p, s = t.participant.c, t.participant_state.c
    joined = t.participant.outerjoin(t.participant_state, s.id == p.id)
    return list(
        connection.execute(select(p.id, shown(column), p[column].label("stated")).select_from(joined))
    )


# Who spoke ------------------------------------------------------------------------------------------------


def people(connection: Connection, text: str = "") -> list[int]:
    """Everybody whose comments show, who said most first; with `text`, those of whom a source or staff say
    these words.
    """
    rows = list(connection.execute(_counted()))
    named = {row.id: row for row in connection.execute(_named())}
    if text.strip():
        spoken = _with_words(connection, text)
        rows = [row for row in rows if row.person in spoken]
    key = {row.person: match_key(_called(named.get(row.person))) for row in rows}
    ordered = sorted(rows, key=lambda row: (-row.n, key[row.person] or "\uffff", row.person))
    return [row.person for row in ordered]


def _counted() -> Any:
    c, s, p = t.comment.c, t.comment_state.c, t.participant_state.c
    person = func.coalesce(p.person, c.participant_id).label("person")
    joined = t.comment.join(t.comment_state, s.id == c.id).outerjoin(
        t.participant_state, p.id == c.participant_id
    )
    chosen = select(person, func.count().label("n")).select_from(joined)
    return chosen.where(s.visible, c.participant_id.is_not(None)).group_by(person)


def _named(*more: ColumnElement[Any]) -> Any:
    p, s = t.participant.c, t.participant_state.c
    joined = t.participant.outerjoin(t.participant_state, s.id == p.id)
    columns = [shown(name) for name in (*SAID, "consent")]
    return select(p.id, *columns, *more).select_from(joined)


def _called(row: Any) -> str:
    return (row.name or row.organisation or "") if row is not None else ""


def _with_words(connection: Connection, text: str) -> set[int]:
    """Whom staff or a source call so, or who wrote from such an address."""
    p, s = t.participant.c, t.participant_state.c
    wanted = match_key(text)
    stated = (p.name.label("a"), p.organisation.label("b"), p.email, s.person)
    found = set()
    for row in connection.execute(_named(*stated)):
        said = (row.name, row.organisation, row.stakeholder, row.country, row.a, row.b, row.email)
        if any(wanted in match_key(one) for one in said if one):
            found.add(row.person or row.id)
    return found


def lines(connection: Connection, ids: Sequence[int]) -> list[ParticipantLine]:
    """These people as a list shows them, in this order."""
    rows = {
        row.id: row for row in connection.execute(_named().where(among(t.participant.c.id, ids, connection)))
    }
    members = members_of(connection, ids)
    said = _channels(connection, [one for found in members.values() for one in found])
    return [
        ParticipantLine(
            id=row,
            name=rows[row].name,
            organisation=rows[row].organisation,
            stakeholder=rows[row].stakeholder,
            country=rows[row].country,
            consent=rows[row].consent,
            channels=_summed(said[one] for one in members[row]),
            merged=len(members[row]),
        )
        for row in ids
        if row in rows
    ]


def members_of(connection: Connection, ids: Iterable[int]) -> dict[int, list[int]]:
    """The participants that are shown as each of these, itself first."""
    wanted = list(ids)
    s = t.participant_state.c
    found: dict[int, list[int]] = {row: [row] for row in wanted}
    chosen = select(s.id, s.person).where(s.id != s.person, among(s.person, wanted, connection))
    for row in connection.execute(chosen.order_by(s.id)):
        found[row.person].append(row.id)
    return found


def _channels(connection: Connection, participants: Sequence[int]) -> dict[int, dict[str, int]]:
    c, s = t.comment.c, t.comment_state.c
    chosen = select(c.participant_id, s.channel, func.count()).join(t.comment_state, s.id == c.id)
    shown_ones = chosen.where(s.visible, among(c.participant_id, participants, connection))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for participant, channel, n in connection.execute(shown_ones.group_by(c.participant_id, s.channel)):
        found[participant][channel] = n
    return found


def _summed(counts: Iterable[dict[str, int]]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = defaultdict(int)
    for found in counts:
        for channel, n in found.items():
            total[channel] += n
    return tuple(sorted(total.items(), key=lambda one: (-one[1], one[0])))


def person(connection: Connection, participant: int) -> int:
    """Whom a participant is shown as.

    :raises ReviewError: where there is none with this id.
    """
    s = t.participant_state.c
    found = connection.execute(select(s.person).where(s.id == participant)).scalar()
    if found is not None:
        return int(found)
    if (
        connection.execute(select(t.participant.c.id).where(t.participant.c.id == participant)).first()
        is None
    ):
        raise ReviewError(f"There is no participant with the id {participant}.")
    return participant


def view(connection: Connection, participant: int) -> ParticipantView:
    """One person with all that sources say of them.

    :raises ReviewError: where there is none with this id.
    """
    who = person(connection, participant)
    [line] = lines(connection, [who])
    work = connection.execute(select(t.participant_work).where(t.participant_work.c.id == who)).first()
    chosen = {} if work is None else {name: getattr(work, name) for name in (*SAID, "consent")}
    members = members_of(connection, [who])[who]
    return ParticipantView(
        line,
        stated(connection, members),
        frozenset(name for name, value in chosen.items() if value is not None),
    )


def stated(connection: Connection, participants: Sequence[int]) -> tuple[StatedParticipant, ...]:
    """What the sources say of these participants, in this order. Addresses are private."""
    p = t.participant.c
    rows = {
        row.id: row
        for row in connection.execute(select(t.participant).where(among(p.id, participants, connection)))
    }
    said = _channels(connection, participants)
    return tuple(
        StatedParticipant(
            id=row,
            name=rows[row].name,
            organisation=rows[row].organisation,
            email=rows[row].email,
            stakeholder=rows[row].stakeholder,
            country=rows[row].country,
            consent=rows[row].consent,
            channels=_summed([said[row]]),
        )
        for row in participants
        if row in rows
    )


def all_stated(connection: Connection) -> list[StatedParticipant]:
    """Every participant whose import stands and who said something, as sources state them."""
    ids = list(connection.execute(select(t.participant.c.id).where(shows(t.participant))).scalars())
    return [one for one in stated(connection, sorted(ids)) if one.channels]


def all_people(connection: Connection) -> dict[int, int]:
    """Whom every participant that is merged or corrected is shown as."""
    s = t.participant_state.c
    return {row.id: row.person for row in connection.execute(select(s.id, s.person))}


def comments_of(connection: Connection, people_wanted: Iterable[int]) -> dict[int, list[int]]:
    """The comments that show of each of these people, in the order they came in."""
    members = members_of(connection, people_wanted)
    whose = {one: row for row, found in members.items() for one in found}
    c, s = t.comment.c, t.comment_state.c
    chosen = select(c.id, c.participant_id).join(t.comment_state, s.id == c.id)
    found: dict[int, list[int]] = {row: [] for row in members}
    spoken = chosen.where(s.visible, among(c.participant_id, whose, connection)).order_by(s.doc)
    for row in connection.execute(spoken):
        found[whose[row.participant_id]].append(row.id)
    return found


def known_stakeholders(connection: Connection) -> list[str]:
    """The stakeholder types that sources or staff have used, by name."""
    columns = (t.participant.c.stakeholder, t.participant_work.c.stakeholder)
    found = {
        said
        for column in columns
        for said in connection.execute(select(column).where(column != "").distinct()).scalars()
    }
    return sorted(found, key=match_key)
