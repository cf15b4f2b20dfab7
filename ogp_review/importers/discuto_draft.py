"""The draft as a Discuto page shows it: paragraphs in full, those the list only begins, and their counts."""

import re
from dataclasses import dataclass, field

from ogp_review.domain.draft import folded_label, label_order
from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingDeclared,
    IncomingParagraph,
    IncomingSection,
    IncomingWarning,
)
from ogp_review.importers.discuto_blocks import Part, entries_of
from ogp_review.importers.discuto_labels import (
    Line,
    Mark,
    counts,
    heading_parts,
    is_section_heading,
    listed_label,
)

_MOST_HEADINGS = 5
_LONGEST_HEADING = 400


def place(first: int, last: int) -> str:
    """Lines of the page as a person finds them."""
    return f"Line {first}" if first == last else f"Lines {first}–{last}"


@dataclass(slots=True)
class _Paragraph:
    label: str
    number: int
    last: int
    section: str | None = None
    lines: list[str] = field(default_factory=list)
    complete: bool = False
    dropped: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def place(self) -> str:
        return place(self.number, self.last).lower()

    def swap_text(self, other: "_Paragraph") -> None:
        self.lines, other.lines = other.lines, self.lines
        self.number, other.number = other.number, self.number
        self.last, other.last = other.last, self.last

    def record(self) -> IncomingParagraph:
        where = f"line {self.number}"
        return IncomingParagraph(self.label, self.text, self.complete, where, self.section)


@dataclass(slots=True)
class _Declared:
    """Comments and votes that one line of the page states for a paragraph."""

    label: str
    comments: int
    votes: int
    number: int


class Draft:
    """Gathers the draft from the list and the paragraphs; one paragraph a label, the fullest text of each."""

    def __init__(self) -> None:
        self.warnings: list[IncomingWarning] = []
        self.open_label = ""  # the paragraph in which the page ended
        self._labels: dict[str, str] = {}
        self._listed: dict[str, list[_Paragraph]] = {}
        self._full: dict[str, _Paragraph] = {}
        self._sections: list[IncomingSection] = []
        self._chunks: list[tuple[list[IncomingSection], _Paragraph | None]] = []
        self._declared: dict[str, _Declared] = {}

    # --- the list -----------------------------------------------------------------------------------

    def read_list(self, part: Part) -> None:
        for entry in entries_of(part):
            self._read_entry(entry)

    def _read_entry(self, entry: list[Line]) -> None:
        first, last = entry[0], entry[-1]
        label = listed_label(first.text.removeprefix("- ").removeprefix("* ").removeprefix("• "))
        if label is None:
            self._warn(f"{place(first.number, last.number)}: an entry without a paragraph label, not kept.")
            return
        stated, size = _stated(entry)
        paragraph = _Paragraph(self._known(label[0]), first.number, last.number)
        rest = [line.text for line in entry[1 : len(entry) - size]]
        paragraph.lines = [text for text in (label[1], *rest) if text]
        self._listed.setdefault(folded_label(paragraph.label), []).append(paragraph)
        if stated is None:
            self._warn(f"Line {first.number}: {paragraph.label} stands here without its counts.")
        else:
            self._declare(_Declared(paragraph.label, *stated, first.number))

    # --- the paragraphs -----------------------------------------------------------------------------

    def read_paragraphs(self, part: Part, *, ends_page: bool) -> None:
        current: _Paragraph | None = None
        between: list[Line] = []
        apart = True
        for line in part.lines:
            if line.mark is Mark.LABEL and (current is None or _is_next(current, line, apart)):
                self._close(current, complete=True)
                current = self._begin(line, between)
                between = []
            elif line.mark is Mark.VIEW:
                self._view(current, line, between)
                current, between = None, []
            elif current is not None:
                current.lines.append(line.text)
                current.last = line.number
            elif line.mark is not Mark.BLANK:
                between.append(line)
            apart = line.mark is Mark.BLANK
        self._close(current, complete=not ends_page)
        self.open_label = current.label if current is not None and ends_page else ""
        self._after_last(between)

    def _begin(self, line: Line, above: list[Line]) -> _Paragraph:
        sections = self._headings(above)
        section = self._sections[-1].key if self._sections else None
        paragraph = _Paragraph(self._known(line.text), line.number, line.number, section)
        self._chunks.append((sections, paragraph))
        return paragraph

    def _close(self, paragraph: _Paragraph | None, *, complete: bool) -> None:
        if paragraph is None:
            return
        paragraph.complete = complete
        key = folded_label(paragraph.label)
        known = self._full.setdefault(key, paragraph)
        if known is not paragraph:
            self._twice(known, paragraph)

    def _twice(self, known: _Paragraph, again: _Paragraph) -> None:
        again.dropped = True
        if known.text != again.text:
            self._warn(
                f"{known.label} stands twice, at {known.place} and at {again.place}, with different texts; "
                "the longer one was kept."
            )
        if len(again.text) > len(known.text):
            known.swap_text(again)
            known.complete = again.complete

    def _view(self, current: _Paragraph | None, line: Line, between: list[Line]) -> None:
        if current is None:
            first = between[0].number if between else line.number
            self._warn(f"{place(first, line.number)}: a paragraph without its label, not kept.")
            return
        self._close(current, complete=True)
        if line.count is not None:
            self._declare(_Declared(current.label, line.count, 0, line.number))

    def _headings(self, lines: list[Line]) -> list[IncomingSection]:
        if len(lines) > _MOST_HEADINGS or any(len(line.text) > _LONGEST_HEADING for line in lines):
            self._left_out(lines, "between two paragraphs")
            return []
        sections = []
        for line in lines:
            label, title, level = heading_parts(line.text)
            where = f"line {line.number}"
            sections.append(IncomingSection(where, label, title, level, where))
        self._sections += sections
        return sections

    def _after_last(self, lines: list[Line]) -> None:
        """A page cut below a heading still holds that heading; anything else is left out."""
        if lines and all(is_section_heading(line.text) for line in lines):
            self._chunks.append((self._headings(lines), None))
        elif lines:
            self._left_out(lines, "below the last paragraph")

    def _left_out(self, lines: list[Line], where: str) -> None:
        size = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
        self._warn(f"{place(lines[0].number, lines[-1].number)}, {where}: {size}, not kept.")

    # --- both together ------------------------------------------------------------------------------

    def records(self) -> list[Incoming]:
        """Sections and paragraphs in reading order, then what the page declares."""
        listed = sorted(
            (self._longest(entries) for key, entries in self._listed.items() if key not in self._full),
            key=lambda p: label_order(p.label),
        )
        records: list[Incoming] = []
        for sections, paragraph in self._chunks:
            while paragraph and listed and label_order(listed[0].label) < label_order(paragraph.label):
                records.append(listed.pop(0).record())
            records += sections
            if paragraph is not None and not paragraph.dropped:
                records.append(self._fullest(paragraph).record())
        records += [paragraph.record() for paragraph in listed]
        declared = sorted(self._declared.values(), key=lambda d: label_order(d.label))
        records += [IncomingDeclared(d.label, d.comments, d.votes, f"line {d.number}") for d in declared]
        return records

    def _longest(self, entries: list[_Paragraph]) -> _Paragraph:
        kept = max(entries, key=lambda entry: len(entry.text))
        self._compare(kept, entries)
        return kept

    def _fullest(self, paragraph: _Paragraph) -> _Paragraph:
        """On a page that ends inside a paragraph the list may know more of its text."""
        entries = self._listed.get(folded_label(paragraph.label), [])
        for entry in entries:
            if not paragraph.complete and len(entry.text) > len(paragraph.text):
                paragraph.swap_text(entry)
        self._compare(paragraph, entries)
        return paragraph

    def _compare(self, kept: _Paragraph, others: list[_Paragraph]) -> None:
        """Says where the list begins a paragraph with words that the text kept does not begin with."""
        text = match_key(kept.text)
        for other in others:
            if text.startswith(match_key(other.text).rstrip(".… ")):
                continue
            self._warn(
                f"{kept.label} begins differently at {other.place}; the text at {kept.place} was kept."
            )

    def _known(self, label: str) -> str:
        """The label as the page first writes it: one paragraph has one label."""
        written = re.sub(r"\s+|(?<=[P§¶])\.", "", label)
        return self._labels.setdefault(re.sub(r"[P§¶]", "", written), written)

    def _declare(self, new: _Declared) -> None:
        old = self._declared.setdefault(folded_label(new.label), new)
        if old is new:
            return
        if old.comments != new.comments:
            self._warn(
                f"{new.label} declares {old.comments:,} comments at line {old.number} and "
                f"{new.comments:,} at line {new.number}; the larger number was kept."
            )
        old.comments = max(old.comments, new.comments)
        old.votes = max(old.votes, new.votes)

    def _warn(self, text: str) -> None:
        self.warnings.append(IncomingWarning(text))


def _stated(entry: list[Line]) -> tuple[tuple[int, int] | None, int]:
    """Comments and votes at the end of an entry, on one line or on two, and how many lines they take."""
    found = counts(entry[-1].text) if len(entry) > 1 else None
    if found is not None:
        return found, 1
    ends = [line.text for line in entry[-2:]]
    if len(entry) > 2 and all(re.fullmatch("[0-9]{1,9}", text) for text in ends):
        return (int(ends[0]), int(ends[1])), 2
    return None, 0


def _is_next(current: _Paragraph, line: Line, apart: bool) -> bool:
    """Whether a label inside an open paragraph begins the next one, rather than being part of the text."""
    if apart:
        return True
    numbers = [re.sub("[^0-9]", "", label) for label in (current.label, line.text)]
    return not line.text.isdecimal() and int(numbers[1]) == int(numbers[0]) + 1
