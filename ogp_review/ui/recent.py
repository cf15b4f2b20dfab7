"""The reviews opened last on this computer, as the start page lists them; kept in the personal settings."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ogp_review import settings

_KEY = "recent"
_KEPT = 30
_PASSWORD = re.compile(r"^(\w+://[^/@:]*):[^@/]*@")


@dataclass(frozen=True, slots=True)
class Recent:
    """A review that was open here. `place` is a path, or an address without its password.

    `answered` of `total` comments need no more work (answered, or set aside); `opened` is local time, ISO
    8601; `people` is how many work on a shared review, 0 where that is not known.
    """

    place: str
    title: str
    answered: int = 0
    total: int = 0
    opened: str = ""
    people: int = 0

    @property
    def is_shared(self) -> bool:
        return "://" in self.place

    @property
    def left(self) -> int:
        return max(0, self.total - self.answered)

    @property
    def opened_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.opened)
        except ValueError:
            return None


def load() -> list[Recent]:
    """Those opened last first. What cannot be read of the settings is left out."""
    kept = settings.load().get(_KEY)
    return [found for entry in kept if (found := _read(entry))] if isinstance(kept, list) else []


def remember(place: str, title: str, answered: int, total: int, people: int = 0) -> None:
    """Put a review at the top, as it is now."""
    now = datetime.now().isoformat(timespec="seconds")
    entry = Recent(_known_as(place), title, answered, total, now, people)
    _save([entry, *(one for one in load() if one.place != entry.place)])


def forget(place: str) -> None:
    """Take a review off the list; the review itself stays as it is."""
    known = _known_as(place)
    _save([one for one in load() if one.place != known])


def moved(old: str, new: str) -> None:
    """A review was found again at another place."""
    before, after = _known_as(old), _known_as(new)
    others = [one for one in load() if one.place != after or before == after]
    _save([replace(one, place=after) if one.place == before else one for one in others])


def without_password(address: str) -> str:
    """`address` as it may be kept and shown."""
    return _PASSWORD.sub(r"\1@", address)


def _known_as(place: str) -> str:
    return without_password(place) if "://" in place else str(Path(place).absolute())


def _read(entry: Any) -> Recent | None:
    if not isinstance(entry, dict):
        return None
    told = {field.name: entry.get(field.name, field.default) for field in fields(Recent)}
    texts, numbers = ("place", "title", "opened"), ("answered", "total", "people")
    right = all(isinstance(told[name], str) for name in texts)
    return Recent(**told) if right and all(type(told[name]) is int for name in numbers) else None


def _save(entries: Iterable[Recent]) -> None:
    kept = settings.load()
    kept[_KEY] = [asdict(entry) for entry in entries][:_KEPT]
    settings.save(kept)
