"""The words of a Word file: who inserted or deleted which, and what stands where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ogp_review.errors import ReviewError
from ogp_review.importers.word_numbers import Looks

ALLOWANCE = 100_000_000
"""How many characters and tokens one file may have quoted."""

_EACH = 16
"""What joining costs besides its pieces and characters, in the same measure."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changed something, when by the clock of the computer, and when in UTC where that is told."""

    author: str
    date: str | None
    utc: str | None = None


@dataclass(slots=True)
class Token:
    """Words with one fate. `ends` is that of the mark at the end of a paragraph; `move` names a move."""

    text: str
    inserted: Stamp | None = None
    deleted: Stamp | None = None
    move: str | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: numbers count from 0, `column` and `span` by the grid."""

    table: int
    row: int
    column: int
    span: int
    continues: bool
    titles: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its tokens from `first` to before `last`, the cells it stands in, outermost first."""

    number: int
    story: str
    first: int
    last: int
    looks: Looks
    cells: tuple[Cell, ...]
    note: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    ident: str = ""


@dataclass(slots=True)
class Words:
    """All words of a file. `ranges` holds the tokens that a comment stands on, by the comment's id.

    `allowance` is how much may yet be joined: each comment and change quotes words of the document, and a
    file can be made so that all of them quote all of it.
    """

    name: str
    tokens: list[Token] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    ranges: dict[str, list[int]] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    pictures: int = 0
    formatting: int = 0
    allowance: int = field(default_factory=lambda: ALLOWANCE)

    def shown(self, first: int, last: int) -> str:
        """The words as they read with every change accepted."""
        self.spend(last - first)
        return self.joined(token.text for token in self.tokens[first:last] if token.deleted is None)

    def original(self, first: int, last: int) -> str:
        """The words as they were before any change."""
        self.spend(last - first)
        return self.joined(token.text for token in self.tokens[first:last] if token.inserted is None)

    def joined(self, texts: Iterable[str]) -> str:
        """The texts as one. See :meth:`spend`."""
        text = "".join(texts)
        self.spend(_EACH + len(text))
        return text

    def spend(self, amount: int) -> None:
        """Take what looking at `amount` tokens or characters costs off the allowance.

        :raises ReviewError: where the file would have far more quoted than it holds.
        """
        self.allowance -= amount
        if self.allowance < 0:
            raise ReviewError(
                f'"{self.name}" holds more paragraphs, comments and changes than can be read. Split it.'
            )

    def text(self, paragraph: Paragraph) -> str:
        """What a paragraph shows, without its mark."""
        return self.shown(paragraph.first, paragraph.last).removesuffix("\n")

    def body(self) -> Iterator[Paragraph]:
        """The paragraphs of the document itself."""
        return (paragraph for paragraph in self.paragraphs if paragraph.story == "document")

    @property
    def changed(self) -> bool:
        return any(token.inserted or token.deleted for token in self.tokens)
