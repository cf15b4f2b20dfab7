"""A source opened for intake: what a person says of it, what it is read as, and all of its records."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ogp_review.domain.incoming import Incoming, IncomingAttachment, IncomingComment, Reading
from ogp_review.domain.languages import check_language
from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Mapping as TableMapping
from ogp_review.services.intake_pace import Pace
from ogp_review.services.intake_profiles import Profile, Profiles, recognised
from ogp_review.store.storable import storable

if TYPE_CHECKING:
    from ogp_review.importers.table_look import TableLook

Said = TableMapping | Mapping[str, str] | None
"""Which column is which: ``{"text": "Comment", "author": "Name"}``, or all of how a table is read."""

TABLES = frozenset({"csv", "xlsx", "ods"})
"""Formats of sources whose columns a person can map."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person says of a source. The parameters of ``import_file`` and ``look`` of the same names."""

    consultation: str | None = None
    language: str | None = None
    mapping: Said = None
    as_draft: bool = False
    profile: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a source is read, and how people see it.

    `shown` is its path or what it is called instead, `usual` the consultation it belongs to unless
    somebody or the source says otherwise. `sender` (name, address) spoke where the source names nobody,
    `sent_in` is what its submissions are sent in.
    """

    path: Path
    name: str
    shown: str
    usual: str
    sender: tuple[str | None, str | None] = (None, None)
    sent_in: str = ""

    @classmethod
    def at(cls, path: str | Path) -> "Source":
        """The file or folder at `path`."""
        here = Path(path)
        name = storable(here.name or here.resolve().name)
        return cls(here, name, storable(str(here)), here.stem or here.resolve().name)


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that an importer reads. `profile` is what its columns are read by, `by_titles` how that was
    found: by the titles of its columns alone.
    """

    reading: Reading
    mapping: Said
    profile: Profile | None = None
    by_titles: bool = False

    @property
    def is_table(self) -> bool:
        return self.reading.format in TABLES

    def table(self, source: Source, pace: Pace) -> "TableLook":
        """What its columns are understood to be."""
        return table_of(source, self.mapping, pace)


def opened(source: Source, options: Options, profiles: Profiles, pace: Pace) -> Opened:
    """The source as it is read under `options`, or under the profile that knows its columns.

    :raises ReviewError: where it cannot be read, what is said does not fit, or there is no such profile.
    """
    check_language(options.language)
    if options.profile:
        profile = profiles.named(options.profile)
        return _by_profile(source, options, profile, pace, by_titles=False)
    if options.mapping is not None or options.profile is not None or options.as_draft:
        return Opened(_reading(source, options, options.mapping, pace), options.mapping)
    return _recognised(source, options, profiles.all(), pace)


def _recognised(source: Source, options: Options, there: list[Profile], pace: Pace) -> Opened:
    from ogp_review.importers.tables import NoTextColumn  # loads what reads every table

    try:
        reading = _reading(source, options, None, pace)
    except NoTextColumn:
        profile = _known_by_titles(source, there, pace)
        if profile is None:
            raise
        return _by_profile(source, options, profile, pace, by_titles=True)
    if reading.format in TABLES and (profile := _known_by_titles(source, there, pace)):
        return _by_profile(source, options, profile, pace, by_titles=True)
    return Opened(reading, None)


def _known_by_titles(source: Source, there: list[Profile], pace: Pace) -> Profile | None:
    if not any(profile.titles for profile in there):
        return None
    return recognised(there, [column.name for column in _glance(source.path, pace).columns])


def _glance(path: Path, pace: Pace) -> "TableLook":
    from ogp_review.importers.table_look import LookOptions, look

    return look(path, options=LookOptions(rows=0, samples=0), progress=pace)


def table_of(source: Source, mapping: Said, pace: Pace) -> "TableLook":
    """A table as it would be read.

    :raises ReviewError: where it is none, or what is said does not fit it.
    """
    from ogp_review.importers.table_look import look

    return look(source.path, mapping, progress=pace)


def is_table(source: Source, options: Options, pace: Pace) -> bool:
    """Whether a source is read as a table where nothing is said of its columns."""
    from ogp_review.importers.tables import NoTextColumn

    try:
        return _reading(source, options, None, pace).format in TABLES
    except NoTextColumn:
        return True
    except ReviewError:
        return False


def _by_profile(source: Source, options: Options, profile: Profile, pace: Pace, *, by_titles: bool) -> Opened:
    mapping = profile.with_said(_fitting(source, profile, pace), options.mapping)
    try:
        return Opened(_reading(source, options, mapping, pace), mapping, profile, by_titles)
    except ReviewError as error:
        raise type(error)(f'By the profile "{profile.name}": {error}') from error


def _fitting(source: Source, profile: Profile, pace: Pace) -> TableMapping:
    """The mapping of a profile; where the titles are found without it, only what they do not prove."""
    try:
        own = _glance(source.path, pace)
    except ReviewError:  # not a table, or none without what the profile says
        return profile.mapping
    titles = [column.name for column in own.columns]
    return profile.fitted(own.mapping) if profile.knows(titles) else profile.mapping


def _reading(source: Source, options: Options, mapping: Said, pace: Pace) -> Reading:
    from ogp_review.importers.registry import ReadOptions, open_source  # loads what reads every format

    said = ReadOptions(options.language, options.consultation, mapping, options.as_draft)
    return open_source(source.path, said, pace)


def digest_of(source: Path, pace: Pace) -> tuple[int, bytes]:
    """Size and digest of the bytes of a source; what cannot be read is told by the importer."""
    told = hashlib.blake2b(digest_size=16)
    size = 0
    if not source.is_file():
        return 0, b""
    try:
        with source.open("rb") as file:
            while block := file.read(1 << 20):
                pace.check_cancelled()
                told.update(block)
                size += len(block)
    except OSError:
        return 0, b""
    return size, told.digest()


def all_records(source: Source, reading: Reading, pace: Pace) -> list[Incoming]:
    """The records of a source, with who sent it where it names nobody. Bytes of attachments are let go."""
    return [_as_sent(source, record) for record in pace.over(reading.records, "read")]


def _as_sent(source: Source, record: Incoming) -> Incoming:
    if isinstance(record, IncomingAttachment):
        return replace(record, data=b"", size=len(record.data))
    if not isinstance(record, IncomingComment) or not source.sent_in:
        return record
    named = record.author or record.organisation or record.email
    author, email = (record.author, record.email) if named else source.sender
    submission = f"{source.sent_in} › {record.submission}" if record.submission else source.name
    return replace(record, author=author, email=email, submission=submission)
