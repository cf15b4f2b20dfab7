"""One thing a person did, and what it touched."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """The kinds of operation, as the journal keeps them; people read :attr:`OperationRecord.sentence`."""

    CREATE = "create"
    SETTING = "setting"
    IMPORT = "import"
    MOVE = "move"
    SET_ASIDE = "set aside"
    TAKE_BACK = "take back"
    STANCE = "stance"
    LANGUAGE = "language"
    ASSIGN = "assign"
    CLOSE = "close"
    TAG = "tag"
    UNTAG = "untag"
    CODEBOOK = "codebook"
    EXCERPT = "excerpt"
    MERGE = "merge"
    SPLIT = "split"
    LEAD = "lead"
    SUMMARY = "summary"
    RESPOND = "respond"
    READ_BACK = "read back"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    DECISION = "decision"
    NARRATIVE = "narrative"
    REVISE = "revise"
    NOTE = "note"
    TRANSLATE = "translate"
    PARTICIPANT = "participant"
    ACCEPT = "accept"
    DISMISS = "dismiss"
    SETTLE = "settle"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class OperationRecord:
    """One entry of the journal. `at` (UTC, ISO 8601) is for display only: `lamport` and `parents` order."""

    id: int
    kind: str
    person: str
    copy: int
    lamport: int
    parents: tuple[int, ...]
    schema: str
    at: str
    about: dict[str, Any]
    target: int | None = None

    @property
    def stamp(self) -> tuple[int, int]:
        """Of two writes that do not know each other, the one with the higher stamp shows."""
        return self.lamport, self.id

    @property
    def sentence(self) -> str:
        """What was done, in words: "Moved 3 comments to P12"."""
        return str(self.about.get("sentence") or self.kind.capitalize())


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation changed: ids by table, and the comments, places and tags whose figures may differ."""

    rows: dict[str, frozenset[int]] = field(default_factory=dict)
    comments: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class WriteConflict:
    """Two writes of one column that did not know each other, until one that knows both writes it."""

    table: str
    row: int
    column: str
    shown: Any
    other: Any
    shown_by: int
    other_by: int


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 comment", "3 comments": for the sentences of operations and outcomes."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
