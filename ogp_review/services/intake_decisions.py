"""What an import asks before it writes, and who answers."""

from dataclasses import dataclass
from typing import Protocol

from ogp_review.domain.incoming import ImportOutcome


class IntakeDecisions(Protocol):
    """What an import asks: a dialog, the flags of the command line, or a test answers."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        """Whether to write what `outcome` says would happen."""
        ...


class Proceed:
    """Writes without asking."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        return True


class DryRun:
    """Never writes: the outcome says what would happen."""

    def proceed(self, outcome: ImportOutcome) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class AttachmentOutcome:
    """What came of one attachment; `problem` says why it was not brought in.

    `tried` is False where it is of a kind, or a size, that is not offered at all.
    """

    name: str
    outcome: ImportOutcome | None = None
    problem: str = ""
    tried: bool = True
