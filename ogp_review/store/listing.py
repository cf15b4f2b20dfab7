"""The ids of the comments that match a filter, in order, a short read at a time; and how many there are."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from sqlalchemy import Connection, Select, column, func, select

from ogp_review.domain.draft import NOT_ASSIGNED, label_order
from ogp_review.domain.filters import SET_ASIDE, FilterQuery
from ogp_review.domain.folding import match_key
from ogp_review.domain.response import ANSWERED, STATE_ORDER, State
from ogp_review.store import drafts, figures, people_reads, search
from ogp_review.store import tables as t
from ogp_review.store.cards import cards as cards
from ogp_review.store.conditions import Wanted, shows_set_aside
from ogp_review.store.engine import among
from ogp_review.store.finder import FIRST
from ogp_review.store.threads import Row, all_threaded, fetched, with_replies

Sort = Literal["oldest", "newest", "paragraph", "ref", "votes", "author", "state", "best"]
SORTS: tuple[Sort, ...] = ("oldest", "newest", "paragraph", "ref", "votes", "author", "state", "best")
START = 128
"""Of so many comments with all their replies is the first chunk, where each costs a look for replies."""

CHUNK = 20_000
COSTLY_CHUNK = 250_000

Ids = Iterator["array[int]"]
"""Chunks of type code "q": ids are integers of 63 bits."""

Read = Callable[[], AbstractContextManager[Connection]]
_S = t.comment_state.c


def ids(read: Read, wanted: Wanted, sort: str, chunk: int = CHUNK) -> Ids:
    """The ids of the comments that match, in the order of `sort`. Each chunk is one short read of its own.

    A comment that comes to match while this goes on may be left out; none comes twice.
    """
    chunk = max(chunk, COSTLY_CHUNK) if wanted.costly else chunk
    if sort == "best" and wanted.sought:
        return _best(read, wanted, chunk)
    if sort == "paragraph" and (wanted.places is None or len(wanted.places) > 1):
        return _by_paragraph(read, wanted, chunk)
    if sort in _KEYS:
        return _sorted(read, wanted, sort, chunk)
    return _in_order(read, wanted, chunk, set())


# As they came in ------------------------------------------------------------------------------------------


def _in_order(read: Read, wanted: Wanted, chunk: int, given: set[int]) -> Ids:
    """Those that are not in `given`, in the order they came in; a reply stands right behind what it answers.

    Not so among the many matches of a search, which are read one by one.
    """
    if wanted.at_once:
        yield from _in_order_at_once(read, wanted, chunk, given)
        return
    after, limit = 0, START
    while True:
        with read() as connection:
            page = _page(connection, wanted, after, limit)
            if wanted.words:
                found = [row for _, row in page if row not in given]
            else:
                found = with_replies(connection, wanted, page, given)
        if found:
            yield array("q", found)
        if len(page) < limit:
            return
        after, limit = page[-1][0], chunk


def _page(connection: Connection, wanted: Wanted, after: int, limit: int) -> list[Row]:
    """The next comments after number `after`."""
    if wanted.words:
        found, number = _found(connection, wanted.words)
        chosen = select(number, _S.id).select_from(found.join(t.comment_state, _S.doc == number))
    else:
        number = _S.doc
        chosen = select(number, _S.id)
    chosen = chosen.where(number > after, *wanted.where).order_by(number).limit(limit)
    return fetched(connection, chosen)


def _found(connection: Connection, words: str) -> tuple[Any, Any]:
    """The matches of a search as a table, and its column of numbers."""
    name = "rowid" if connection.dialect.name == "sqlite" else "doc"
    found = search.matching_docs(connection, words).columns(column(name)).subquery("found")
    return found, found.c[name]


def _all(connection: Connection, wanted: Wanted, *columns: Any) -> Select[Any]:
    """A select of id, number and `columns` of all comments that match."""
    chosen = select(_S.id, _S.doc, *columns).where(*wanted.where)
    if wanted.words:
        found, number = _found(connection, wanted.words)
        chosen = chosen.join(found, _S.doc == number)
    return chosen


def _in_order_at_once(read: Read, wanted: Wanted, chunk: int, given: set[int]) -> Ids:
    """The same where each page would work out anew what the filter asks for."""
    with read() as connection:
        found = all_threaded(connection, list(connection.execute(_all(connection, wanted, _S.is_reply))))
    return _slices([row for row in found if row not in given], chunk)


def _slices(order: Sequence[int], chunk: int) -> Ids:
    stop = FIRST
    yield array("q", order[:stop])
    for start in range(stop, len(order), chunk):
        yield array("q", order[start : start + chunk])


# By paragraph ---------------------------------------------------------------------------------------------


def _by_paragraph(read: Read, wanted: Wanted, chunk: int) -> Ids:
    """In the order of the draft, what stands at no paragraph first; within one, as they came in."""
    with read() as connection:
        places = _places(connection, wanted)
        groups = [places] if wanted.at_once or wanted.words else [[place] for place in places]
    full, limit = array("q"), FIRST
    for group in groups:
        with read() as connection:
            full.extend(_standing(connection, wanted, group))
        if len(full) >= limit:
            yield full
            full, limit = array("q"), chunk
    yield full


def _standing(connection: Connection, wanted: Wanted, places: Sequence[int]) -> Iterator[int]:
    """What stands at `places`, one after the other."""
    chosen = _all(connection, wanted, _S.is_reply, _S.place)
    if len(places) == 1:
        chosen = chosen.where(_S.place == places[0])
    by_place: dict[int, list[Any]] = {place: [] for place in places}
    for row in connection.execute(chosen):
        by_place.setdefault(row.place, []).append(row)
    for rows in by_place.values():
        yield from all_threaded(connection, rows)


def _places(connection: Connection, wanted: Wanted) -> list[int]:
    """The places that are asked for and where a comment stands, in the order of the draft."""
    labels = drafts.labels(connection)
    standing = figures.by_place(connection).keys()
    asked = standing if wanted.places is None else standing & wanted.places
    return sorted(asked, key=lambda place: _place_order(place, labels))


def _place_order(place: int, labels: dict[int, str]) -> tuple[Any, ...]:
    if place == NOT_ASSIGNED:
        return (0,)
    return (1, label_order(labels[place])) if place in labels else (2, place)


# By another key -------------------------------------------------------------------------------------------


def _best(read: Read, wanted: Wanted, chunk: int) -> Ids:
    """The first matches best first, then the others as they came in."""
    with read() as connection:
        hits = [hit.comment_id for hit in search.hits(connection, wanted.sought, search.RANKED)]
        chosen = select(_S.id).where(*wanted.where, among(_S.id, hits, connection))
        matching = set(connection.execute(chosen).scalars())
    best = [row for row in hits if row in matching]
    if best:
        yield array("q", best)
    yield from _in_order(read, wanted, chunk, set(best))


def _sorted(read: Read, wanted: Wanted, sort: str, chunk: int) -> Ids:
    """By a key for which there is no index: read whole, once, and sorted here."""
    columns, make_key, down = _KEYS[sort]
    with read() as connection:
        key = make_key(connection)
        chosen = _all(connection, wanted, *columns)
        if columns[0].table is t.comment:
            chosen = chosen.join(t.comment, t.comment.c.id == _S.id)
        rows = [(key(row[2:]), row[1], row[0]) for row in connection.execute(chosen)]
    rows.sort(key=_second)
    rows.sort(key=_first, reverse=down)
    yield from _slices([row[2] for row in rows], chunk)


def _first(row: tuple[Any, ...]) -> Any:
    return row[0]


def _second(row: tuple[Any, ...]) -> Any:
    return row[1]


Key = Callable[[Sequence[Any]], Any]


def _by_author(connection: Connection) -> Key:
    """By name however it is cased or accented; those without one last."""
    names = {row.id: match_key(row.name) for row in people_reads.names(connection, "name") if row.name}
    places = {name: place for place, name in enumerate(sorted(set(names.values())))}
    order = {row: places[name] for row, name in names.items()}
    return lambda row: order.get(row[0], len(places))


def _by_date(_: Connection) -> Key:
    return lambda row: row[0] or ""


def _by_ref(_: Connection) -> Key:
    return lambda row: (len(row[0]), row[0])


def _by_votes(_: Connection) -> Key:
    return lambda row: (-(row[0] or 0), row[1] or 0)


def _by_state(_: Connection) -> Key:
    order: dict[str, int] = {state.value: place for state, place in STATE_ORDER.items()}
    return lambda row: len(order) if row[1] else order[row[0]]


_C = t.comment.c
_KEYS: dict[str, tuple[tuple[Any, ...], Callable[[Connection], Key], bool]] = {
    "newest": ((_C.posted_at,), _by_date, True),
    "ref": ((_C.ref,), _by_ref, False),
    "votes": ((_C.votes_for, _C.votes_against), _by_votes, False),
    "author": ((_C.participant_id,), _by_author, False),
    "state": ((_S.state, _S.set_aside), _by_state, False),
}
"""Of each sort: what is read for it, what makes a key of it, and whether the greatest comes first."""

# How many -------------------------------------------------------------------------------------------------


def count(connection: Connection, query: FilterQuery, wanted: Wanted) -> int:
    """How many comments match: from the counts kept where they tell it."""
    kept = _kept(connection, query, wanted)
    if kept is not None:
        return kept
    chosen = select(func.count()).select_from(t.comment_state).where(*wanted.where)
    if wanted.words:
        found, number = _found(connection, wanted.words)
        chosen = chosen.join(found, _S.doc == number)
    return int(connection.execute(chosen).scalar_one())


def matching(connection: Connection, wanted: Wanted, ids: Iterable[int]) -> frozenset[int]:
    """Those of `ids` that match."""
    chosen = select(_S.id).where(among(_S.id, ids, connection), *wanted.where)
    if wanted.words:
        found, number = _found(connection, wanted.words)
        chosen = chosen.join(found, _S.doc == number)
    return frozenset(connection.execute(chosen).scalars())


def _kept(connection: Connection, query: FilterQuery, wanted: Wanted) -> int | None:
    """The count where the filter says nothing but places and states."""
    if wanted.sought or query.without or any(one.negated for one in query.conditions):
        return None
    asked = {state.value for state in State}
    if shows_set_aside(query):
        asked.add(SET_ASIDE)
    for one in query.conditions:
        said = _states(one.key, one.values)
        if said is None:
            return None
        asked &= said
    return sum(
        count
        for place, states in figures.by_place(connection).items()
        if wanted.places is None or place in wanted.places
        for state, count in states.items()
        if state in asked
    )


def _states(key: str, values: Sequence[str]) -> set[str] | None:
    """What a condition says of the state, as the counts call it; None where it says something else."""
    if key == "state":
        return set(values)
    if key in ("place", "section"):
        return _EVERY
    if key == "is" and len(values) == 1:
        return _STATES_OF.get(values[0])
    return None


_EVERY = {*(state.value for state in State), SET_ASIDE}
_STATES_OF = {
    "unassigned": _EVERY,
    "whole": _EVERY,
    "setaside": {SET_ASIDE},
    "answered": {state.value for state in ANSWERED},
    "open": {state.value for state in State if state not in ANSWERED},
}
