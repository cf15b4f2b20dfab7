"""Who spoke, as lists and the panel of participants show them."""

from dataclasses import dataclass

CONSENT_WORDS = {True: "yes", False: "no", None: "unknown"}
STAKEHOLDERS = (
    "Government", "Civil society", "Academia", "Private sector", "Media", "Parliament", "Local government",
    "International organisation", "Individual",
)  # fmt: skip
"""What a participant's stakeholder type is mostly one of; others can be written."""

Channels = tuple[tuple[str, int], ...]
"""(channel, comments), most first."""


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """A person as lists show them. `merged` is how many participants of sources they are."""

    id: int
    name: str | None
    organisation: str | None
    stakeholder: str | None
    country: str | None
    consent: bool | None
    channels: Channels
    merged: int

    @property
    def comments(self) -> int:
        return sum(n for _, n in self.channels)


@dataclass(frozen=True, slots=True)
class StatedParticipant:
    """A participant as one source states them. `email` is private."""

    id: int
    name: str | None
    organisation: str | None
    email: str | None
    stakeholder: str | None
    country: str | None
    consent: bool | None
    channels: Channels

    @property
    def comments(self) -> int:
        return sum(n for _, n in self.channels)


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """A person with all that sources say of them; `chosen` are the fields that staff have set."""

    line: ParticipantLine
    stated: tuple[StatedParticipant, ...]
    chosen: frozenset[str]
