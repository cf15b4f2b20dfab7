"""Profiles: how a table is read, kept with the review under a name, for the next file of the same make.

They are settings of the review, so they are undone, exchanged and told in the history like everything else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from ogp_review.domain.folding import match_key
from ogp_review.domain.operation import Changes, Op
from ogp_review.errors import ReviewError
from ogp_review.importers.table_columns import field_named
from ogp_review.importers.table_mapping import LARGEST_PROFILE
from ogp_review.importers.table_mapping import Mapping as TableMapping
from ogp_review.store import desk_reads, settings
from ogp_review.store.operation import Operation
from ogp_review.store.store import Store

PROFILE = "profile."
LONGEST_NAME = 100
_ASSUMED = ("cp1252", "mac_roman")
"""Encodings that bytes alone do not prove."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How tables whose column titles are `titles` are read; without titles it is used by its name alone."""

    name: str
    mapping: TableMapping
    titles: tuple[str, ...] = ()

    def knows(self, titles: Iterable[str]) -> bool:
        """Whether a table with these titles, in any order, is one of those it is for."""
        return bool(self.titles) and _keys(self.titles) == _keys(titles)

    def fitted(self, own: TableMapping) -> TableMapping:
        """The mapping for a table that is understood as `own` by itself, and has these titles.

        Where its titles stand is the table's own affair, and so is what its bytes and dates prove.
        """
        unsure = own.encoding in _ASSUMED and self.mapping.encoding in _ASSUMED
        return replace(
            self.mapping,
            sheet=None,
            delimiter=None,
            encoding=self.mapping.encoding if unsure else None,
            header_row=None,
            header_rows=None,
            day_first=self.mapping.day_first if own.day_first is None else own.day_first,
        )

    @staticmethod
    def with_said(mapping: TableMapping, said: TableMapping | Mapping[str, str] | None) -> TableMapping:
        """`mapping` with what a person says besides: that goes first."""
        if said is None:
            return mapping
        more = _as_mapping(said)
        names = {column for column, _ in more.columns}
        fields = {field for _, field in more.columns if field}
        kept = [pair for pair in mapping.columns if pair[0] not in names and pair[1] not in fields]
        usual = TableMapping()
        told = {one.name: getattr(more, one.name) for one in dataclass_fields(TableMapping)}
        told = {name: value for name, value in told.items() if value != getattr(usual, name)}
        return replace(mapping, **{**told, "columns": (*kept, *more.columns)})


def _keys(titles: Iterable[str]) -> list[str]:
    return sorted(match_key(title) for title in titles)


class Profiles:
    """The profiles of one review."""

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person

    def all(self) -> list[Profile]:
        """Every profile, by name."""
        with self._store.read() as connection:
            return _profiles(connection)

    def named(self, name: str) -> Profile:
        """The profile of that name, however it is cased.

        :raises ReviewError: where there is none.
        """
        return _named(self.all(), name)

    def save(
        self, name: str, mapping: TableMapping | Mapping[str, str], matches: Iterable[str] = ()
    ) -> Changes:
        """Keep `mapping` under `name`; `matches` are the column titles by which a table of its kind is known.

        :raises ReviewError: where the name is empty, or the mapping says nothing.
        """
        called = _checked_name(name)
        whole, titles = _whole(mapping), tuple(matches)
        value = _as_json(Profile(called, whole, titles))
        with self._store.operation(Op.SETTING, self._person) as op:
            called = _written(op, called) or called
            op.sentence = f"Saved the import profile {called}"
            settings.set_setting(op, PROFILE + called, value)
        return op.changes

    def remove(self, name: str) -> Changes:
        """Take a profile out of the list.

        :raises ReviewError: where there is none of that name.
        """
        with self._store.operation(Op.SETTING, self._person) as op:
            called = _named(_profiles(op.connection), name).name
            op.sentence = f"Removed the import profile {called}"
            settings.set_setting(op, PROFILE + called, "")
        return op.changes

    def rename(self, name: str, new: str) -> Changes:
        """Give a profile another name.

        :raises ReviewError: where there is none of that name, or one of the new name already.
        """
        wanted = _checked_name(new)
        with self._store.operation(Op.SETTING, self._person) as op:
            found = _named(_profiles(op.connection), name)
            taken = _written(op, wanted)
            if taken is not None and taken != found.name:
                raise ReviewError(f'There is a profile "{taken}" already. Choose another name.')
            op.sentence = f"Renamed the import profile {found.name} to {wanted}"
            settings.set_setting(op, PROFILE + found.name, "")
            settings.set_setting(op, PROFILE + wanted, _as_json(replace(found, name=wanted)))
        return op.changes


def recognised(profiles: Iterable[Profile], titles: Iterable[str]) -> Profile | None:
    """The profile for a table with these titles: one that has them in the same order goes first."""
    wanted = list(titles)
    found = [profile for profile in profiles if profile.knows(wanted)]
    ordered = [profile for profile in found if list(map(match_key, profile.titles)) == _in_order(wanted)]
    return next(iter([*ordered, *found]), None)


def _in_order(titles: Iterable[str]) -> list[str]:
    return [match_key(title) for title in titles]


def _named(profiles: list[Profile], name: str) -> Profile:
    wanted = match_key(" ".join(name.split()))
    for profile in profiles:
        if match_key(profile.name) == wanted:
            return profile
    there = ", ".join(f'"{profile.name}"' for profile in profiles[:10])
    more = f" and {len(profiles) - 10:,} more" if len(profiles) > 10 else ""
    hint = f"There are {there}{more}." if len(profiles) > 1 else f"There is {there}." if profiles else ""
    raise ReviewError(f'There is no profile "{name}". {hint or "None has been saved in this review yet."}')


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        raise ReviewError(f"A profile needs a name of at most {LONGEST_NAME} characters.")
    return called


def _whole(mapping: TableMapping | Mapping[str, str]) -> TableMapping:
    whole = _as_mapping(mapping)
    if whole == TableMapping():
        raise ReviewError("There is nothing to keep in a profile yet. Say first which column is what.")
    return whole


def _as_mapping(said: TableMapping | Mapping[str, str]) -> TableMapping:
    """What a person says in its first form, {"text": "Comment"}, as a mapping."""
    if isinstance(said, TableMapping):
        return said
    return TableMapping(tuple((column, field_named(field)) for field, column in said.items()))


def _written(op: Operation, name: str) -> str | None:
    """How the name of a profile is written, however it is cased here."""
    saved = desk_reads.settings_under(op.connection, PROFILE)
    return next((one for one, _ in saved if match_key(one) == match_key(name)), None)


def _as_json(profile: Profile) -> str:
    told = {"titles": list(profile.titles), "mapping": json.loads(profile.mapping.as_json())}
    value = json.dumps(told, ensure_ascii=False)
    if len(value) > LARGEST_PROFILE:
        raise ReviewError("That profile is too large to be kept. Name fewer columns.")
    return value


def _profiles(connection: Any) -> list[Profile]:
    saved = desk_reads.settings_under(connection, PROFILE)
    return [_read(name, value) for name, value in sorted(saved, key=lambda one: match_key(one[0]))]


def _read(name: str, value: str) -> Profile:
    """A profile as it was kept, perhaps by another copy of the review."""
    try:
        told = json.loads(value)
        titles = tuple(str(title) for title in told["titles"])
        mapping = TableMapping.from_json(json.dumps(told["mapping"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ReviewError(f'The profile "{name}" cannot be read. Save it anew.') from error
    return Profile(name, mapping, titles)
