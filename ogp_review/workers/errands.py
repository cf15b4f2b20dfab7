"""What a worker can be sent for: plain data that travels to it, and what to do there with the review."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ogp_review.domain.ledger import Ledger
from ogp_review.progress import Progress
from ogp_review.review import Review
from ogp_review.workers import leftovers


class Errand(Protocol):
    """A picklable piece of work whose answer can be pickled too."""

    def __call__(self, review: Review, progress: Progress) -> Any: ...


@dataclass(frozen=True, slots=True)
class Export:
    """Write a document; what the format could not hold."""

    target: str
    edition: str

    def __call__(self, review: Review, progress: Progress) -> list[str]:
        leftovers.sweep(Path(self.target).parent, leftovers.EXPORTS)
        return review.reporting.export(self.target, edition=self.edition, progress=progress)


@dataclass(frozen=True, slots=True)
class ReportState:
    """What is to know of a report before it is written."""

    ledger: Ledger
    unfinished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Look at what a report would hold, without writing it."""

    edition: str

    def __call__(self, review: Review, progress: Progress) -> ReportState:
        document = review.reporting.document(self.edition)
        return ReportState(document.ledger, tuple(document.unfinished))


@dataclass(frozen=True, slots=True)
class Verify:
    """Check database, journal and ledger."""

    def __call__(self, review: Review, progress: Progress) -> dict[str, Any]:
        return review.verify()


@dataclass(frozen=True, slots=True)
class Suggest:
    """Look for suggestions of these kinds; those found, by kind."""

    kinds: tuple[str, ...]

    def __call__(self, review: Review, progress: Progress) -> dict[str, list[Any]]:
        return {kind: list(review.suggesting.found(kind, progress)) for kind in self.kinds}
