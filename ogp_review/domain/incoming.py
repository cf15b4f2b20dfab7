"""What an importer reads from a source, before anybody knows whether it is new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class IncomingConsultation:
    """One published run of the draft, as far as the source says; `external_id` is the id its site gives."""

    title: str = ""
    channel: str = "file"
    language: str | None = None
    description: str = ""
    closes: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingSection:
    """A heading of the draft, in reading order. `key` is what paragraphs name it by within this source."""

    key: str
    label: str
    title: str
    level: int
    where: str


@dataclass(frozen=True, slots=True)
class IncomingParagraph:
    """A paragraph of the draft. `complete` is False where the source clips the text, `external_id` the id
    that its site gives it."""

    label: str
    text: str
    complete: bool
    where: str
    section: str | None = None
    language: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingDeclared:
    """What a page says it holds for one paragraph, captured or not."""

    paragraph: str
    comments: int
    votes: int
    where: str


@dataclass(frozen=True, slots=True)
class IncomingComment:
    """One contribution. Text is the decoded source, newlines as "\\n", nothing else changed.

    `external_id` is the id its source gives it, `parent` the external id of what it replies to, `submission`
    what the source calls the thing it was sent in. `posted` is the date as written, `posted_at` as understood
    (ISO 8601, as precise as stated). `where` names the place in the source ("row 17", "line 131"). `anchor`
    is the passage of the draft it stands on, `proposal` the wording it wants there, `folded` what its source
    holds besides (quoted history, a signature): that is kept, but is no part of what is said. `paragraph_key`
    is the id that its site gives the paragraph, where it does not say its label.
    """

    text: str
    where: str
    external_id: str | None = None
    author: str | None = None
    organisation: str | None = None
    email: str | None = None
    stakeholder: str | None = None
    country: str | None = None
    consent: bool | None = None
    language: str | None = None
    translation: str | None = None
    channel: str | None = None
    posted: str | None = None
    posted_at: str | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    paragraph: str | None = None
    parent: str | None = None
    submission: str | None = None
    anchor: str | None = None
    proposal: str | None = None
    folded: str | None = None
    paragraph_key: str | None = None


_Open = make_dataclass("_Open", [one.name for one in fields(IncomingComment)], slots=True)


def comment_of(values: Sequence[Any]) -> IncomingComment:
    """The comment with these values of its fields, in their order.

    A frozen record sets its fields one by one, which takes ten times as long as this; of a hundred thousand
    rows that is half a second.
    """
    made: Any = _Open(*values)
    made.__class__ = IncomingComment
    return cast(IncomingComment, made)


@dataclass(frozen=True, slots=True)
class IncomingAttachment:
    """A file that came with a source, offered as a further source. `data` is its bytes.

    `author` and `email` are whoever sent it; `size` is told where the bytes have been let go.
    """

    name: str
    data: bytes
    where: str
    author: str | None = None
    email: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class IncomingTag:
    """A tag of a codebook that came along. `path` is its names joined by "/", `colour` as "#rrggbb"."""

    path: str
    where: str
    colour: str | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class IncomingCoding:
    """A tag that somebody put on a comment: on code points `start` to `stop` of its text; None: on all."""

    comment: str
    tag: str
    where: str
    start: int | None = None
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingSkip:
    """A comment of the source that cannot be brought in. It is counted, never silently dropped."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class IncomingWarning:
    """Something a person should know about the source; no comment is lost by it."""

    text: str


Incoming = (
    IncomingSection
    | IncomingParagraph
    | IncomingDeclared
    | IncomingComment
    | IncomingAttachment
    | IncomingTag
    | IncomingCoding
    | IncomingSkip
    | IncomingWarning
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A source opened by an importer: what it is, and its records in the order of the source."""

    format: str
    consultation: IncomingConsultation
    records: Iterator[Incoming]


@dataclass
class Count:
    """`read` = new + updated + unchanged + skipped."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0


@dataclass
class ImportOutcome:
    """What an import did, or with a dry run would do: the figures of `import --json`."""

    path: str
    format: str
    consultation: str
    language: str | None
    comments: Count = field(default_factory=Count)
    paragraphs: Count = field(default_factory=Count)
    sections: Count = field(default_factory=Count)
    declared: list[dict[str, str | int]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    operation: int | None = None
    tags: Count = field(default_factory=Count)
    taggings: Count = field(default_factory=Count)
    attachments: list[str] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        return self.changes_sources or bool(self.tags.new or self.taggings.new)

    @property
    def changes_sources(self) -> bool:
        """Whether it brings or fills in anything but tags."""
        counts = (self.comments, self.paragraphs, self.sections)
        return any(count.new or count.updated for count in counts)

    def __getitem__(self, name: str) -> object:
        """The figures under the names they have in `import --json`: ``outcome["comments"]["new"]``."""
        return self.as_json()[name]

    def as_json(self) -> dict[str, object]:
        """The object that `import --json` prints."""
        structure = ("read", "new", "updated", "unchanged")
        return {
            "source": {
                "path": self.path,
                "format": self.format,
                "consultation": self.consultation,
                "language": self.language,
            },
            "comments": {name: getattr(self.comments, name) for name in (*structure, "skipped")},
            "paragraphs": {name: getattr(self.paragraphs, name) for name in structure},
            "sections": {name: getattr(self.sections, name) for name in structure},
            "declared": self.declared,
            "skipped": self.skipped,
            "warnings": self.warnings,
            **self._what_else_came(),
        }

    def _what_else_came(self) -> dict[str, object]:
        """What most sources do not hold, so that it is told only of those that do."""
        told: dict[str, object] = {
            name: {part: getattr(count, part) for part in ("read", "new", "unchanged", "skipped")}
            for name, count in (("tags", self.tags), ("taggings", self.taggings))
            if count.read
        }
        return {**told, "attachments": self.attachments} if self.attachments else told
