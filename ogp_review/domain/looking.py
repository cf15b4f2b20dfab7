"""A source as a person sees it before it is brought in: what each row becomes, and what is to be asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from ogp_review.domain.incoming import ImportOutcome

LONGEST_SHOWN = 2_000
"""Characters of a text that are shown of it."""

MOST_KEPT = 1_000
"""So many rows of one list are kept; its total says how many there are."""

Table = TypeVar("Table")


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class LookedRow:
    """A comment of a source as it will stand.

    `where` is its place in the source ("row 17"), `why` the reason where it is skipped, `ref` the comment
    that it is already. `posted` is the date as written, `posted_at` as understood (ISO 8601). `text` is
    clipped at LONGEST_SHOWN characters.
    """

    where: str
    fate: Fate
    why: str = ""
    ref: str = ""
    paragraph: str | None = None
    author: str | None = None
    organisation: str | None = None
    language: str | None = None
    posted: str | None = None
    posted_at: str | None = None
    text: str = ""
    is_reply: bool = False

    @property
    def unplaced(self) -> bool:
        """Whether it comes in and its source states no paragraph."""
        return self.fate is not Fate.SKIPPED and self.paragraph is None


@dataclass(frozen=True, slots=True)
class LookedList:
    """Rows of one kind: the first MOST_KEPT, and how many there are."""

    rows: tuple[LookedRow, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class LookedAttachment:
    """A file that came with a mail.

    `name` is unique within the source, safe to show and to hand to ``import_file(path, attachment=name)``.
    `size` is in bytes; `why` says why it cannot be brought in, and is empty where it can.
    """

    name: str
    size: int
    where: str
    why: str = ""

    @property
    def importable(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class LookedPiece:
    """A section or paragraph of the draft that is read. `level` is a section's depth, 0 for a paragraph.

    `text` is a section's title, or a paragraph's text, clipped; `complete` False where the source clips it.
    """

    where: str
    fate: Fate
    label: str
    text: str
    level: int = 0
    complete: bool = True
    language: str | None = None

    @property
    def is_section(self) -> bool:
        return self.level > 0


@dataclass(frozen=True, slots=True)
class SourceLook(Generic[Table]):
    """What bringing a source in would do. Nothing has been written.

    `outcome` is None and `problem` a sentence where something must be decided first: `table` then says what.
    `table` is a ``tables.TableLook`` where the source is a table; its `questions` are to be asked. `profile`
    is the name of the profile it is read by, `recognised` whether that was found by the titles alone.
    `titles` are the table's column titles, as a profile remembers them. `draft` are the first MOST_KEPT
    sections and paragraphs that are read, of `draft_total`.
    """

    name: str
    outcome: ImportOutcome | None = None
    problem: str = ""
    rows: tuple[LookedRow, ...] = ()
    skipped: LookedList = LookedList()
    unplaced: LookedList = LookedList()
    attachments: tuple[LookedAttachment, ...] = ()
    table: Table | None = None
    titles: tuple[str, ...] = ()
    profile: str | None = None
    recognised: bool = False
    draft: tuple[LookedPiece, ...] = ()
    draft_total: int = 0
