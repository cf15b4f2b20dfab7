"""Counts: from the summary table where it has them, never by going through all comments."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, func, select

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.ledger import Ledger
from ogp_review.domain.response import ANSWERED, STATE_ORDER
from ogp_review.store import drafts
from ogp_review.store import tables as t
from ogp_review.store.comments import UNKNOWN_LANGUAGE
from ogp_review.store.visible import shows

SET_ASIDE = "set aside"


def tallies(connection: Connection, name: str) -> dict[str, int]:
    """The counts kept under `name`, by key, without those that are nought."""
    chosen = select(t.tally.c.key, t.tally.c.n).where(t.tally.c.name == name, t.tally.c.n != 0)
    return {row.key: row.n for row in connection.execute(chosen)}


def by_place(connection: Connection) -> dict[int, Counter[str]]:
    """How many comments stand at each place, by state ("set aside" counts as one)."""
    found: dict[int, Counter[str]] = {}
    for key, count in tallies(connection, "place").items():
        place, _, state = key.partition("/")
        found.setdefault(int(place), Counter())[state] += count
    return found


def quick_ledger(connection: Connection) -> Ledger:
    """The account of every comment from the counts kept; `verify` and exports read it back from the rows."""
    states = tallies(connection, "state")
    aside = states.get(SET_ASIDE, 0)
    answered = sum(states.get(state.value, 0) for state in ANSWERED)
    still_open = sum(states.get(state.value, 0) for state in STATE_ORDER if state not in ANSWERED)
    total = sum(tallies(connection, "comments").values())
    return Ledger(total, answered, aside, still_open)


def stats(connection: Connection) -> dict[str, Any]:
    """The figures of `stats --json`, without the title."""
    languages = tallies(connection, "language")
    places = by_place(connection)
    declared = drafts.declared(connection)
    return {
        "comments": sum(tallies(connection, "comments").values()),
        "replies": sum(tallies(connection, "replies").values()),
        "submissions": _count(connection, t.submission),
        "participants": _participants(connection),
        "paragraphs": _count(connection, t.paragraph),
        "sections": _count(connection, t.section),
        "unassigned": sum(places.get(NOT_ASSIGNED, Counter[str]()).values()),
        "excerpts": _staff(connection, t.excerpt),
        "tags": _staff(connection, t.tag),
        "points": _points(connection),
        "merged_comments": sum(tallies(connection, "merged").values()),
        "responses": {
            "by_state": _responses(connection, "state"),
            "by_disposition": _responses(connection, "disposition"),
        },
        "languages": {name or UNKNOWN_LANGUAGE: count for name, count in languages.items()},
        "channels": tallies(connection, "channel"),
        "declared": {
            "comments": sum(row.comments for row in declared),
            "votes": sum(row.votes for row in declared),
        },
        "ledger": quick_ledger(connection).figures(),
    }


def _count(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(shows(table))).scalar_one())


def _participants(connection: Connection) -> int:
    """How many people; those that were merged count as one."""
    s = t.participant_state
    person = func.coalesce(s.c.person, t.participant.c.id)
    joined = t.participant.outerjoin(s, s.c.id == t.participant.c.id)
    chosen = select(func.count(person.distinct())).select_from(joined).where(shows(t.participant))
    return int(connection.execute(chosen).scalar_one())


def _staff(connection: Connection, table: Any) -> int:
    return int(
        connection.execute(select(func.count()).select_from(table).where(~table.c.hidden)).scalar_one()
    )


def _held() -> Any:
    work = select(t.comment_work.c.point_id).where(
        t.comment_work.c.point_id.is_not(None), t.comment_work.c.set_aside.is_(None)
    )
    passages = select(t.excerpt.c.point_id).where(t.excerpt.c.point_id.is_not(None), ~t.excerpt.c.hidden)
    return work.union(passages)


def _points(connection: Connection) -> int:
    chosen = select(func.count()).select_from(t.point).where(~t.point.c.hidden, t.point.c.id.in_(_held()))
    return int(connection.execute(chosen).scalar_one())


def _responses(connection: Connection, column: str) -> dict[str, int]:
    named = t.response.c[column]
    joined = t.response.join(t.point, t.response.c.id == t.point.c.id)
    chosen = select(named, func.count()).select_from(joined)
    shown = chosen.where(named.is_not(None), ~t.point.c.hidden, t.point.c.id.in_(_held()))
    return {row[0]: row[1] for row in connection.execute(shown.group_by(named).order_by(named))}
