"""What a window and its worker say to each other."""

from dataclasses import dataclass
from typing import Any

from ogp_review.domain.views import Committed
from ogp_review.workers.errands import Errand


@dataclass(frozen=True, slots=True)
class Place:
    """Which review a worker opens, and as whom. An address may hold a password: it goes by a pipe alone."""

    target: str
    person: str
    language: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """To the worker: do this."""

    number: int
    errand: Errand


@dataclass(frozen=True, slots=True)
class Stop:
    """To the worker: this is no longer wanted."""

    number: int


@dataclass(frozen=True, slots=True)
class Granted:
    """To the worker: nobody in the window writes, and nobody will until the turn comes back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From the worker: it wants to write."""


@dataclass(frozen=True, slots=True)
class GaveBack:
    """From the worker: it has written, or not."""


@dataclass(frozen=True, slots=True)
class Told:
    """From the worker: how far it is."""

    done: int
    total: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """From the worker: an operation stands."""

    committed: Committed


@dataclass(frozen=True, slots=True)
class Answered:
    """From the worker: what came of it."""

    answer: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """From the worker: why nothing came of it."""

    problem: Exception
