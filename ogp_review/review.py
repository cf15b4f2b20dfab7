"""The composition root and the scripting API: open a review and do what a person can do with it."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from ogp_review import settings
from ogp_review.domain.comment import Comment, Excerpt
from ogp_review.domain.draft import NOT_ASSIGNED, Paragraph, Section
from ogp_review.services.browsing import Browsing
from ogp_review.services.desk import Desk
from ogp_review.services.history import History
from ogp_review.services.intake import Intake
from ogp_review.services.merging import Merging
from ogp_review.services.people import People
from ogp_review.services.reading import Reading
from ogp_review.services.reporting import Reporting
from ogp_review.services.responding import Responding
from ogp_review.services.roundtrip import RoundTrip
from ogp_review.services.service import Meant
from ogp_review.services.suggesting import Suggesting
from ogp_review.services.tagging import Tagging
from ogp_review.services.triage import Triage
from ogp_review.store.store import Store, is_address

_ANY: Final = "*"
LANGUAGE = "en"


class Review:
    """One open review and its services. Use it in a ``with`` block, or :meth:`close` it."""

    def __init__(self, store: Store, person: str | None = None, language: str = LANGUAGE) -> None:
        self._store = store
        self.person = person or settings.person_name()
        self.language = language
        shared = (store, self.person, language)
        self.intake = Intake(store, self.person)
        self.browsing = Browsing(*shared)
        self.triage = Triage(*shared)
        self.tagging = Tagging(*shared)
        self.merging = Merging(*shared)
        self.responding = Responding(*shared)
        self.people = People(*shared)
        self.history = History(*shared)
        self.suggesting = Suggesting(*shared)
        self.reading = Reading(*shared)
        self.reporting = Reporting(*shared)
        self.roundtrip = RoundTrip(*shared)
        self.desk = Desk(*shared)

    def comments(
        self,
        *,
        paragraph: str | None = _ANY,
        section: str | None = None,
        tag: str | None = None,
        language: str | None = None,
        channel: str | None = None,
        state: str | None = None,
        text: str | None = None,
        assigned_to: str | None = None,
        set_aside: bool | None = None,
    ) -> Iterator[Comment]:
        """The comments that match every filter given, in the order they came in.

        :param paragraph: a label such as "P12", "Whole draft", or None for those not assigned.
        :param section: the label or title of a section; its subsections count too.
        :param tag: the path of a tag; the tags below it count too.
        :param text: a search, as in the search field.
        :raises ReviewError: where there is no such paragraph, section or tag.
        """
        place = None if paragraph == _ANY else (paragraph or NOT_ASSIGNED)
        return self.reading.comments(
            place=place,
            section=section,
            tag=tag,
            language=language,
            channel=channel,
            state=state,
            text=text,
            assigned_to=assigned_to,
            set_aside=set_aside,
        )

    def comment(self, ref: str) -> Comment:
        """The comment that people see as `ref`.

        :raises ReviewError: where there is none.
        """
        return self.reading.comment(ref)

    def excerpts(self, comment: Meant) -> list[Excerpt]:
        """The excerpts of a comment, in the order of its text."""
        return self.reading.excerpts(comment)

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs in the order of the draft."""
        return self.reading.paragraphs()

    def sections(self) -> list[Section]:
        """The sections in the order of the draft."""
        return self.reading.sections()

    def search(self, query: str, limit: int = 50) -> dict[str, Any]:
        """The comments that match, best first: the same keys as `search --json`."""
        return self.reading.search(query, limit)

    def stats(self) -> dict[str, Any]:
        """The figures of the review: the same keys as `stats --json`."""
        return self.reading.stats()

    def verify(self) -> dict[str, Any]:
        """Whether database, journal, derived tables and ledger are right: the keys of `verify --json`."""
        return self.reporting.verify()

    @property
    def title(self) -> str:
        return self.reading.title()

    def rename(self, title: str) -> None:
        """Give the review another title."""
        self.reading.set_title(title)

    def backup(self, target: str | Path) -> None:
        """A consistent copy at `target`, while the review is in use."""
        self._store.backup(Path(target))

    def take_from(self, other: "Review") -> int:
        """Bring in what `other`, a copy of this review, has and this one has not; how many operations."""
        return self._store.take_from(other.store)

    @property
    def store(self) -> Store:
        """The store itself, for another review's :meth:`take_from`."""
        return self._store

    @property
    def read_only(self) -> bool:
        return self._store.read_only

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> "Review":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create_review(
    target: str | Path, *, title: str | None = None, person: str | None = None, language: str = LANGUAGE
) -> Review:
    """Make an empty review at `target`: a path that ends in .ogpr, or a postgresql:// address.

    :param person: who works on it; else who is named in the personal settings.
    :param language: the code of the language staff write in.

    :raises ReviewError: where something stands there already, or the place cannot be written.
    """
    review = Review(Store.create(str(target)), person, language)
    name = "Review" if is_address(str(target)) else Path(target).stem
    review.reading.set_title(title or name, first=True)
    return review


def open_review(
    target: str | Path, *, person: str | None = None, read_only: bool = False, language: str = LANGUAGE
) -> Review:
    """Open the review at `target`. `person` and `language` are as for :func:`create_review`.

    :raises ReviewError: where it is no review, is from a newer version, or cannot be read.
    """
    return Review(Store.open(str(target), read_only=read_only), person, language)
