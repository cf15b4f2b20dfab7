"""The draft from a Word file: headings become sections, text becomes paragraphs, labels are kept or made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ogp_review.domain.draft import folded_label
from ogp_review.domain.incoming import Incoming, IncomingParagraph, IncomingSection, IncomingWarning
from ogp_review.importers.discuto_labels import heading_parts
from ogp_review.importers.word_labels import Label, labels_of
from ogp_review.importers.word_letter import numbered
from ogp_review.importers.word_text import Paragraph, Words

_CELL = " | "
_MADE_NAMED = 5


@dataclass(slots=True)
class _Block:
    """A paragraph to be: its lines, and the label it has of its own."""

    number: int
    section: str | None
    label: str = ""
    lines: list[str] = field(default_factory=list)
    row: tuple[int, int] | None = None
    listed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


def title_of(words: Words) -> str:
    """What the first paragraph that is set as a title says."""
    titled = (words.text(paragraph).strip() for paragraph in words.body() if paragraph.looks.title)
    return next(filter(None, titled), "").replace("\n", " ")


class Draft:
    """The sections and paragraphs of a document, in reading order."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._body = [p for p in words.body() if not p.looks.contents and not p.looks.title]
        self._labels = labels_of(words, self._body)
        self._section: str | None = None
        self._found: list[IncomingSection | _Block] = []
        for paragraph in self._body:
            self._take(paragraph)

    def records(self) -> Iterator[Incoming]:
        made = self._make_labels()
        for found in self._found:
            if isinstance(found, IncomingSection):
                yield found
            else:
                where = f"paragraph {found.number}"
                yield IncomingParagraph(found.label, found.text, True, where, found.section)
        yield from self._warnings(made)

    def _take(self, paragraph: Paragraph) -> None:
        text = self._words.text(paragraph)
        if not text.strip():
            return
        label = self._labels.get(paragraph.number)
        if paragraph.looks.level is not None and not label and not paragraph.cells:
            self._heading(paragraph, paragraph.looks.level)
        elif label:
            self._begin(paragraph, label, text[label.end :])
        else:
            self._go_on(paragraph)

    def _heading(self, paragraph: Paragraph, level: int) -> None:
        shown = numbered(self._words, paragraph).strip().replace("\n", " ")
        label, title, _ = heading_parts(shown)
        where = f"paragraph {paragraph.number}"
        self._section = where
        self._found.append(IncomingSection(where, label, title, level, where))

    def _begin(self, paragraph: Paragraph, label: Label, text: str) -> None:
        block = _Block(paragraph.number, self._section, label.name, [text] if text.strip() else [])
        block.row = _row(paragraph)
        self._found.append(block)

    def _go_on(self, paragraph: Paragraph) -> None:
        """Text without a label goes on with what it belongs to: a labelled paragraph, a list, a table."""
        text, row = numbered(self._words, paragraph), _row(paragraph)
        last = self._found[-1] if self._found else None
        listed = paragraph.looks.listed
        if isinstance(last, _Block) and row is not None and row == last.row and last.lines:
            last.lines[-1] += _CELL + text
        elif isinstance(last, _Block) and self._belongs(last, row, listed):
            last.lines.append(text)
        else:
            last = _Block(paragraph.number, self._section, lines=[text])
            self._found.append(last)
        last.row, last.listed = row, listed

    @staticmethod
    def _belongs(last: _Block, row: tuple[int, int] | None, listed: bool) -> bool:
        same_table = row is not None and last.row is not None and row[0] == last.row[0]
        same_list = listed and (last.listed or last.text.rstrip().endswith(":"))
        return bool(last.label) or same_table or same_list

    def _make_labels(self) -> list[str]:
        """Labels for what has none: P1 to Pn, or on from the highest there is."""
        known = [block.label for block in self._blocks() if block.label]
        numbers = [int(digits) for label in known if (digits := _digits(label))]
        following = max(numbers, default=0) + 1
        made = []
        for block in self._blocks():
            if not block.label:
                block.label = f"P{following}"
                made.append(block.label)
                following += 1
        return made

    def _blocks(self) -> Iterator[_Block]:
        return (found for found in self._found if isinstance(found, _Block))

    def _warnings(self, made: Sequence[str]) -> Iterator[IncomingWarning]:
        blocks = list(self._blocks())
        if made and len(made) < len(blocks):
            named = ", ".join(made[:_MADE_NAMED]) + (", …" if len(made) > _MADE_NAMED else "")
            yield IncomingWarning(f"Paragraphs without a label of their own were given one: {named}.")
        elif made:
            yield IncomingWarning(f"The paragraphs have no labels: P1 to P{len(made)} were made for them.")
        yield from _repeated(blocks)
        notes = sum(len(paragraph.notes) for paragraph in self._body)
        if notes:
            yield IncomingWarning(f"Notes, not kept with the paragraphs that refer to them: {notes:,}.")
        if self._words.changed:
            yield IncomingWarning("The draft holds tracked changes: read as if all were accepted.")


def _repeated(blocks: Sequence[_Block]) -> Iterator[IncomingWarning]:
    seen: dict[str, int] = {}
    for block in blocks:
        first = seen.setdefault(folded_label(block.label), block.number)
        if first != block.number:
            yield IncomingWarning(
                f"{block.label} stands at paragraph {first} of the file and again at {block.number}."
            )


def _digits(label: str) -> str:
    return "".join(char for char in label if char in "0123456789")


def _row(paragraph: Paragraph) -> tuple[int, int] | None:
    return (paragraph.cells[0].table, paragraph.cells[0].row) if paragraph.cells else None
