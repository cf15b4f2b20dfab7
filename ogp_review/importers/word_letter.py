"""A letter as one submission: cut where it turns to another paragraph of the draft, and at its headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ogp_review.domain.incoming import IncomingComment, IncomingSkip
from ogp_review.importers.letters import is_salutation, parts_of_letter
from ogp_review.importers.mail_signature import without_surroundings
from ogp_review.importers.watching import look_up
from ogp_review.importers.word_text import Paragraph, Words


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a letter, with the notes that belong to it."""

    text: str
    heading: bool


@dataclass(slots=True)
class _Stretch:
    """Headings in a row and the lines below them."""

    headings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """What a letter says in one place; `folded` is what stands there besides."""

    text: str
    paragraph: str | None = None
    folded: str = ""


def lines_of(words: Words, paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The paragraphs as lines. What stands in the same row of a table is one line."""
    notes = _notes(words)
    lines: list[Line] = []
    row: tuple[int, int] | None = None
    for paragraph in paragraphs:
        look_up()
        text = "\n".join([numbered(words, paragraph), *_said_in(notes, paragraph)])
        place = (paragraph.cells[0].table, paragraph.cells[0].row) if paragraph.cells else None
        if place is not None and place == row:
            lines[-1] = Line("\n".join(filter(None, (lines[-1].text, text))), False)
        else:
            heading = paragraph.looks.level is not None or paragraph.looks.title
            lines.append(Line(text, heading and bool(text.strip())))
        row = place
    return lines


def numbered(words: Words, paragraph: Paragraph) -> str:
    """The text of a paragraph with the number or bullet that Word shows before it."""
    mark, text = paragraph.looks.number, words.text(paragraph)
    return f"{mark} {text}" if mark and text.strip() else text


def _notes(words: Words) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], list[str]] = {}
    for paragraph in words.paragraphs:
        if paragraph.note:
            found.setdefault((paragraph.story, paragraph.note), []).append(words.text(paragraph).strip())
    return {key: "\n".join(filter(None, texts)) for key, texts in found.items()}


def _said_in(notes: dict[tuple[str, str], str], paragraph: Paragraph) -> Iterator[str]:
    return (notes[key] for key in paragraph.notes if notes.get(key))


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The letter in parts: every line with words is in one of them, or folded into one."""
    stretches = _stretches(lines)
    labelled = any(part.label for part in parts_of_letter("\n".join(line.text for line in lines)))
    closing = _cut_closing(stretches[-1])
    parts = [part for stretch in stretches for part in (_labelled if labelled else _headed)(stretch)]
    parts = _carried([part for part in parts if part.text or part.paragraph or part.folded])
    if closing and parts:
        last = parts.pop()
        parts.append(Part(last.text, last.paragraph, "\n\n".join(filter(None, (last.folded, closing)))))
    return parts


def _stretches(lines: Sequence[Line]) -> list[_Stretch]:
    found = [_Stretch()]
    for line in lines:
        if line.heading:
            if any(text.strip() for text in found[-1].lines):
                found.append(_Stretch())
            found[-1].headings.append(line.text)
        else:
            found[-1].lines.append(line.text)
    return found


def _cut_closing(stretch: _Stretch) -> str:
    """Takes "Kind regards" and what follows off the end."""
    kept, cut = without_surroundings("\n".join(stretch.lines).split("\n"))
    if not any(line.strip() for line in kept):
        return ""
    stretch.lines = kept
    return "\n".join(cut).strip("\n")


def _headed(stretch: _Stretch) -> Iterator[Part]:
    """Where no paragraph is named, what stands below a heading is one part, the heading with it."""
    text = "\n".join([*stretch.headings, *stretch.lines]).strip("\n")
    said = any(line.strip() for line in stretch.lines)
    yield Part(text if said else "", folded="" if said else text)


def _labelled(stretch: _Stretch) -> Iterator[Part]:
    """Parts by the paragraphs they name. A heading that names none stands above what follows."""
    found = parts_of_letter("\n".join([*stretch.headings, *stretch.lines]))
    headings = "\n".join(stretch.headings).strip()
    for part in found:
        only_heading = part.label is None and part.text == headings
        greets = part is found[0] and part.label is None and is_salutation(part.text)
        if only_heading or greets:
            yield Part("", folded=part.text)
        else:
            yield Part(part.text, part.label)


def _carried(parts: Sequence[Part]) -> list[Part]:
    """What is no part of its own is folded into the next one; at the very end it is a part after all."""
    found: list[Part] = []
    carried: list[str] = []
    for part in parts:
        if part.text or part.paragraph:
            found.append(Part(part.text, part.paragraph, "\n".join(carried)))
            carried = []
        elif part.folded:
            carried.append(part.folded)
    return [*found, Part("\n".join(carried))] if carried else found


def records_of(parts: Sequence[Part], submission: str) -> Iterator[IncomingComment | IncomingSkip]:
    """The parts as the comments of one submission."""
    for number, part in enumerate(parts, 1):
        where = f"part {number}"
        if part.text.strip():
            yield IncomingComment(
                part.text,
                where,
                paragraph=part.paragraph,
                submission=submission,
                folded=part.folded or None,
            )
        else:
            yield IncomingSkip(where, f"{part.paragraph} is named, but nothing is said of it")
