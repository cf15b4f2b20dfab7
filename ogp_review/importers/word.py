"""Word files: review comments and tracked changes, commenting forms, letters, and the draft itself."""

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from ogp_review.domain.incoming import Incoming, IncomingConsultation, IncomingWarning, Reading
from ogp_review.errors import ReviewError
from ogp_review.importers import zips
from ogp_review.importers.word_changes import Changes
from ogp_review.importers.word_comments import Comments
from ogp_review.importers.word_draft import Draft, title_of
from ogp_review.importers.word_form import Forms
from ogp_review.importers.word_labels import Places
from ogp_review.importers.word_letter import lines_of, parts_of, records_of
from ogp_review.importers.word_package import WordFile, load
from ogp_review.importers.word_text import Paragraph, Words
from ogp_review.importers.word_walker import words_of

FORMAT = "docx"
FORM_FORMAT = "iso-commenting-form"
DRAFT_FORMAT = "docx-draft"
CHANNEL = "word"

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")
_LONGEST_QUOTED = 80


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file that begins with `head` is a Word file: by its members, or by its name."""
    return zips.looks_like(head) and (b"word/document.xml" in head or name.lower().endswith(_ENDINGS))


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """What people say in the file at `path`.

    Review comments and tracked changes where it has any; each row of a commenting form; else its text, as a
    letter. The file is read and closed at once, its records are made as they are asked for.

    :raises ReviewError: where it cannot be read or holds no text, and while records are made, where its
        comments quote more of it than memory holds.
    """
    source = _Source(load(path))
    if source.is_empty:
        raise ReviewError(f'"{path.name}" holds no text.')
    about = IncomingConsultation(title=consultation or "", channel=CHANNEL, language=language)
    return Reading(FORM_FORMAT if source.forms.official else FORMAT, about, source.records())


def read_draft(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The draft that the file at `path` is: its sections and paragraphs. Comments in it are not read.

    :raises ReviewError: where it cannot be read.
    """
    file = load(path)
    words = words_of(file)
    title = consultation or title_of(words)
    about = IncomingConsultation(title=title, channel=CHANNEL, language=language)
    return Reading(DRAFT_FORMAT, about, _draft_records(file, words))


def _draft_records(file: WordFile, words: Words) -> Iterator[Incoming]:
    yield from Draft(words).records()
    yield from _foreign(file)
    if words.ranges or words.points:
        yield IncomingWarning(
            "The review comments in the file are not read with the draft: import it again as comments."
        )


def _foreign(file: WordFile) -> Iterator[IncomingWarning]:
    if file.foreign:
        yield IncomingWarning(f"Documents that Word only embeds in this one, not read: {file.foreign:,}.")


class _Source:
    """What a file holds, and in which of its ways it is read."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._words = words_of(file)
        self._places = Places(self._words)
        self._comments = Comments(file, self._words, self._places)
        self.forms = Forms(self._words)
        self._changes = None if self.forms or self._is_all_new() else Changes(self._words, self._places)

    @property
    def _is_marked(self) -> bool:
        return bool(self._comments.remarks or (self._changes and self._changes.changes))

    @property
    def is_empty(self) -> bool:
        texts = map(self._words.text, self._words.body())
        return not (self.forms or self._is_marked or any(text.strip() for text in texts))

    def records(self) -> Iterator[Incoming]:
        marked = self._is_marked
        if self.forms:
            yield from self.forms.records()
            yield from self._beside_forms(marked)
        if marked:
            yield from self._marks()
        elif not self.forms:
            yield from self._letter(list(self._words.body()))
        yield from self._warnings(marked)

    def _marks(self) -> Iterator[Incoming]:
        placed = [*self._comments.placed(), *(self._changes.placed() if self._changes else ())]
        placed.sort(key=attrgetter("position"))
        yield from (mark.record for mark in placed)

    def _letter(self, paragraphs: list[Paragraph]) -> Iterator[Incoming]:
        lines = lines_of(self._words, paragraphs)
        yield from records_of(parts_of(lines), self._file.name)

    def _beside_forms(self, marked: bool) -> Iterator[Incoming]:
        """Text round a table of somebody's own is part of what they say; round the ISO form it is a frame."""
        tables = self.forms.tables
        beside = [p for p in self._words.body() if not (p.cells and p.cells[0].table in tables)]
        text = " ".join(" ".join(self._words.text(paragraph).split()) for paragraph in beside).strip()
        if text and not (self.forms.official or marked):
            yield from self._letter(beside)
        elif text:
            short = text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 1].rstrip()}…"
            yield IncomingWarning(f'Text outside the table, not read as comments: "{short}".')

    def _is_all_new(self) -> bool:
        """Whether somebody wrote the whole text with tracking on: a letter, and no changes to a draft."""
        own = (p for p in self._words.body())
        return not any(self._words.original(p.first, p.last).strip() for p in own)

    def _warnings(self, marked: bool) -> Iterator[IncomingWarning]:
        yield from self._comments.warnings()
        if self._changes is not None:
            yield from self._changes.warnings()
        elif self.forms and self._words.changed:
            yield IncomingWarning("The form holds tracked changes: read as if all were accepted.")
        if marked and not self.forms:
            yield IncomingWarning(
                "The text of the document was taken for the draft: only comments and changes on it were read."
            )
        yield from _foreign(self._file)
