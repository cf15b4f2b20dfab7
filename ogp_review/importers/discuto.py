"""The text capture of a Discuto page: every comment on it, and every line accounted for."""

import re

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingConsultation,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.importers.discuto_blocks import Part, is_unbroken, items_of, parts_of
from ogp_review.importers.discuto_draft import Draft, place
from ogp_review.importers.discuto_labels import (
    WEAK,
    Block,
    Line,
    Mark,
    closing_date,
    is_deadline,
    lines_of,
)
from ogp_review.importers.watching import look_up

FORMAT = "discuto-capture"
CHANNEL = "discuto"
_SAMPLE = 4 * 1024 * 1024
_ADDRESS = re.compile(r"discuto\.io/[a-z/]{0,20}consultations?/([0-9]{1,12})\b")
_NAMELESS = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)|\||\s)+")


def looks_like(text: str) -> bool:
    """Whether `text` is a page of Discuto, or a piece of one."""
    lines = lines_of(text[:_SAMPLE])
    headings = {line.block for line in lines if line.mark is Mark.HEADING and line.block not in WEAK}
    views = sum(1 for line in lines if line.mark is Mark.VIEW and line.count is not None)
    return bool(headings) or views >= 2 or (views == 1 and any(map(_is_brand, lines)))


def read(text: str, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The records of a page: the draft in reading order, what it declares, its comments in page order."""
    page = _Page(parts_of(lines_of(text)))
    about = IncomingConsultation(
        title=consultation or page.title,
        channel=CHANNEL,
        language=language,
        description="\n".join(page.description),
        closes=page.closes,
        external_id=page.consultation,
    )
    return Reading(FORMAT, about, iter(page.records()))


def _is_brand(line: Line) -> bool:
    return line.mark is Mark.TEXT and len(line.text) < 20 and match_key(line.text) == "discuto"


class _Page:
    """What the blocks of one page hold. A line that becomes nothing is named in a warning."""

    def __init__(self, parts: list[Part]) -> None:
        self.title = ""
        self.description: list[str] = []
        self.closes: str | None = None
        self.consultation: str | None = None
        self._draft = Draft()
        self._comments: list[IncomingComment | IncomingSkip] = []
        self._warnings: list[IncomingWarning] = []
        self._empty: list[Line] = []
        for part in parts:
            self._read(part, ends_page=part is parts[-1])
        self._name_empty()
        self._check_end(parts[-1])

    def records(self) -> list[Incoming]:
        return [*self._draft.records(), *self._comments, *self._warnings, *self._draft.warnings]

    def _read(self, part: Part, *, ends_page: bool) -> None:
        if part.block is Block.TOP:
            self._read_top(part.written)
        elif part.block is Block.DRAFT:
            self._draft.read_paragraphs(part, ends_page=ends_page)
        elif part.block is Block.FOOTER:
            self._leave_out(part, "the foot of the page, not kept")
        elif not part.written:
            self._empty += [part.heading] if part.heading else []
        elif part.block is Block.DESCRIPTION:
            self.description += [line.text for line in part.written]
        elif part.block is Block.DISCUSSED:
            self._draft.read_list(part)
        elif part.block is Block.COMMENTS:
            self._read_comments(part)
        else:
            self._leave_out(part, _left_out(part))

    def _read_top(self, lines: list[Line]) -> None:
        """Title, subtitle and deadline below the line "Discuto"; what stands above it is not the page's."""
        addresses = {found[1] for line in lines for found in _ADDRESS.finditer(line.text)}
        self.consultation = addresses.pop() if len(addresses) == 1 else None
        brand = next((index for index, line in enumerate(lines) if _is_brand(line)), -1)
        if brand > 0:
            above = place(lines[0].number, lines[brand - 1].number)
            self._warn(f'{above}, above "{lines[brand].text}": not part of the page, not kept.')
        for line in lines[brand + 1 :]:
            if self.closes is None and is_deadline(line.text):
                self.closes = closing_date(line.text)
            elif not self.title:
                self.title = line.text
            else:
                self.description.append(line.text)

    def _read_comments(self, part: Part) -> None:
        number = part.heading.number if part.heading else 1
        for item in items_of(part):
            number = item[0].number if item else number
            text = _text_of(item)
            where = f"line {number}"
            self._comments.append(
                IncomingComment(text, _where(item)) if text else IncomingSkip(where, "no text")
            )
        if is_unbroken(part):
            self._warn(f"{_lines(part)}: nothing sets the comments apart, so each line was taken for one.")

    def _leave_out(self, part: Part, why: str) -> None:
        title = part.heading.text if part.heading else ""
        self._warn(f'{_lines(part)}, "{_short(title)}": {why}.')

    def _name_empty(self) -> None:
        if not self._empty:
            return
        titles = ", ".join(f'"{line.text}"' for line in self._empty)
        lines = place(self._empty[0].number, self._empty[-1].number)
        self._warn(f"{lines}, {titles}: nothing below {'it' if len(self._empty) == 1 else 'them'}.")

    def _check_end(self, last: Part) -> None:
        """A page ends with its foot or below a paragraph; one that does not may have been cut."""
        if last.block is Block.FOOTER:
            return
        written = last.written or ([last.heading] if last.heading else [])
        if not written or (last.block is Block.DRAFT and written[-1].mark is Mark.VIEW):
            return
        inside = last.heading.text if last.heading else self._draft.open_label or "the draft"
        if last.block is Block.TOP:
            inside = "its opening lines"
        self._warn(
            f"The page ends at line {written[-1].number}, inside {inside}: "
            "what followed, if anything, is not in this file."
        )

    def _warn(self, text: str) -> None:
        self._warnings.append(IncomingWarning(text))


def _left_out(part: Part) -> str:
    written = part.written
    if part.block is not Block.USERS:
        return f"{_counted(len(written), 'line')}, not kept"
    entries = sum(1 for line in written if line.mark is Mark.COUNTS)
    named = any(line.mark is Mark.TEXT and not _NAMELESS.fullmatch(line.text) for line in written)
    return f"{_counted(entries, 'entry')}{'' if named else ' without a name'}, not kept"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else {'entry': 'entries'}.get(what, what + 's')}"


def _lines(part: Part) -> str:
    numbers = [line.number for line in ([part.heading] if part.heading else []) + part.written]
    return place(numbers[0], numbers[-1])


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _where(item: list[Line]) -> str:
    return f"line {next(line.number for line in item if line.mark is not Mark.BLANK)}"


def _text_of(item: list[Line]) -> str:
    """The lines of a comment as they stand, less the indentation that all of them share."""
    look_up()
    written = [line for line in item if line.mark is not Mark.BLANK]
    if not written:
        return ""
    margin = min(len(line.raw) - len(line.raw.lstrip()) for line in written)
    body = [line.raw[margin:] if line.mark is not Mark.BLANK else "" for line in item]
    return "\n".join(body).strip("\n")
