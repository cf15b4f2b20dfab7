"""What all services share: the store, who acts, the language staff write in, and finding what is meant."""

from collections.abc import Iterable
from typing import Any

from ogp_review.domain.comment import Comment
from ogp_review.domain.operation import plural
from ogp_review.domain.point import Unit
from ogp_review.errors import ReviewError
from ogp_review.store import comments
from ogp_review.store.store import Store

Meant = int | str | Comment
"""A comment, excerpt or point as scripts name it: its id, its ref, or the comment itself."""


class Service:
    """One verb of what a person can do."""

    def __init__(self, store: Store, person: str, language: str) -> None:
        self._store = store
        self._person = person
        self._language = language


def row_id(connection: Any, meant: Meant) -> int:
    """The id of what is meant.

    :raises ReviewError: where nothing has that ref.
    """
    if isinstance(meant, Comment):
        return meant.id
    return comments.by_ref(connection, meant) if isinstance(meant, str) else int(meant)


def units_meant(connection: Any, meant: Meant | Iterable[Meant]) -> list[Unit]:
    """The units that are meant, each once; a single one need not stand in a list.

    :raises ReviewError: where there is none, or no such unit.
    """
    several = [meant] if isinstance(meant, int | str | Comment) else meant
    found = comments.find_units(connection, [row_id(connection, one) for one in several])
    if not found:
        raise ReviewError("No comment was named.")
    return found


def whole_comments(connection: Any, meant: Meant | Iterable[Meant]) -> list[Unit]:
    """:func:`units_meant`, all of them comments.

    :raises ReviewError: where one is an excerpt.
    """
    found = units_meant(connection, meant)
    for unit in found:
        if unit.id != unit.comment_id:
            raise ReviewError(
                f"{unit.ref} is an excerpt. This is done to the whole comment {unit.comment_ref}."
            )
    return found


def point_meant(connection: Any, meant: Meant) -> int:
    """The point that is meant: itself, or the one in which the comment that is named stands.

    :raises ReviewError: where it is a comment that stands in none, or nothing at all.
    """
    row = row_id(connection, meant)
    if comments.point_refs(connection, [row]):
        return row
    [unit] = comments.find_units(connection, [row])
    if unit.point_id is None:
        raise ReviewError(f"{unit.ref} stands in no point yet. Respond to it, or merge it, first.")
    return unit.point_id


def named(units: list[Unit]) -> str:
    """ "C0107", "3 comments": how a sentence names several units."""
    if len(units) == 1:
        return units[0].ref
    return plural(len(units), "comment")


def unit_table(unit: Unit) -> str:
    """The table that holds what staff say of a unit."""
    return "comment_work" if unit.id == unit.comment_id else "excerpt"


def by_table(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Units by the table that holds what staff say of them."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit_table(unit), []).append(unit)
    return found
