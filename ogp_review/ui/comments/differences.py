"""How a list of ids that was read again differs from the one on screen: which left it, and which came, where.

Runs on a reader's thread. With few ids concerned it looks for those alone, so that an action on one comment
among a million costs some milliseconds.
"""

from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Ids: TypeAlias = array[int]
else:
    Ids = array  # Python 3.11 knows no array[int]

FEW = 4
"""Up to so many ids are looked for one by one, which is quicker than walking the whole list in Python."""

STRIDE = 10_000
"""A reader's thread lets the window's have its turn after so many."""

LOOKED_UP = 500
"""Up to so many ids that may have come or left are asked for by themselves."""

TOO_MANY = 200
"""From so many separate places on, the list is put down anew instead of place by place."""


@dataclass(frozen=True, slots=True)
class Differences:
    """`left` are ids of the old list that are not in the new one, `back` some that had left and are again.

    `came` are runs of new ids, each with the id it stands after (None: first). `whole` is the new list with
    those that left kept at their places, where there is too much to tell one by one.
    """

    left: frozenset[int] = frozenset()
    back: frozenset[int] = frozenset()
    came: list[tuple[int | None, Ids]] = field(default_factory=list)
    whole: Ids | None = None


def differences(
    old: Ids, new: Ids, touched: Collection[int] | None, departed: Collection[int] = ()
) -> Differences:
    """What to change in `old`. Only the ids `touched` may have come or left; None: any.

    :param departed: those of the old list that did not belong to it any more.
    """
    before, after = _among(old, touched), _among(new, touched)
    fresh, left = _less(after, before), _less(before, after)
    back = frozenset(id_ for id_ in departed if id_ in after)
    came = list(_came(new, fresh)) if fresh else []
    if len(came) > TOO_MANY:
        return Differences(frozenset(left), back, [], _joined(old, came))
    return Differences(frozenset(left), back, came)


def looked_up(
    old: Ids, here: Collection[int], touched: Collection[int], departed: Collection[int]
) -> Differences | None:
    """The same where only those of `touched` that match are known; None where one came, but not where to."""
    there = _among(old, touched)
    if any(id_ not in there for id_ in here):
        return None
    left = frozenset(id_ for id_ in there if id_ not in here)
    return Differences(left, frozenset(id_ for id_ in departed if id_ in here))


def _among(ids: Ids, wanted: Collection[int] | None) -> set[int]:
    """Those of the ids that are wanted (None: all)."""
    if wanted is None:
        found: set[int] = set()
        for start in range(0, len(ids), STRIDE):
            found.update(ids[start : start + STRIDE])
        return found
    if len(wanted) <= FEW:
        return {id_ for id_ in wanted if position(ids, id_) >= 0}
    sought = frozenset(wanted)
    return {id_ for id_ in ids if id_ in sought}


def _less(these: set[int], others: set[int]) -> set[int]:
    return {id_ for id_ in these if id_ not in others}


def position(ids: Ids, id_: int) -> int:
    """Where an id stands; -1: nowhere."""
    try:
        return ids.index(id_)
    except ValueError:
        return -1


def runs_of(ids: Ids, wanted: set[int]) -> list[range]:
    """The rows of the ids that are wanted, those beside each other together."""
    if len(wanted) <= FEW:
        rows = sorted(row for row in (position(ids, id_) for id_ in wanted) if row >= 0)
    else:
        rows = [row for row, id_ in enumerate(ids) if id_ in wanted]
    found: list[range] = []
    for row in rows:
        if found and found[-1].stop == row:
            found[-1] = range(found[-1].start, row + 1)
        else:
            found.append(range(row, row + 1))
    return found


def _came(new: Ids, fresh: set[int]) -> Iterator[tuple[int | None, Ids]]:
    for rows in runs_of(new, fresh):
        yield (new[rows.start - 1] if rows.start else None), new[rows.start : rows.stop]


def _joined(old: Ids, came: list[tuple[int | None, Ids]]) -> Ids:
    after = dict(came)
    whole = array("q", after.pop(None, array("q")))
    for id_ in old:
        whole.append(id_)
        if id_ in after:
            whole.extend(after.pop(id_))
    for run in after.values():
        whole.extend(run)
    return whole
