"""PDF: a letter with a text layer is one submission; a draft with notes on it is the notes."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pypdfium2 as pdfium
from pypdf import PdfReader

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingConsultation,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers.clean_text import Cleaner
from ogp_review.importers.letters import comments_of_letter
from ogp_review.importers.pdf_guard import check_drawing, opened, refusing
from ogp_review.importers.pdf_notes import MOST_NOTES, Box, Note, anchor_of, notes_of, record_of
from ogp_review.progress import NoProgress, Progress

FORMAT = "pdf"
CHANNEL = "pdf"
LARGEST = 100 * 1024 * 1024
"""Bytes of a file."""

MOST_TEXT = 20_000_000
"""Characters of a file."""

_EDGE = 4
"""Lines at the top and at the foot of a page among which running heads are looked for."""

_MOST_PAGES = 0.6
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p|pág(?:ina)?|seite|s)?\.?\s*#(?:\s*(?:/|\||of|de|sur|von|-)\s*#)?\W*", re.IGNORECASE
)
_FIGURES = re.compile(r"[0-9]+")
_ONE_AT_A_TIME = threading.Lock()
"""pdfium may be used by one thread at a time."""


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file begins as a PDF does, junk before it allowed as its readers do."""
    return b"%PDF-" in head[:1024]


def read(
    path: Path,
    *,
    language: str | None = None,
    consultation: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """The comments of a PDF. Raises ReviewError where it is locked, damaged, harmful, or holds no words."""
    data = _bytes_of(path)
    reader = opened(data, path.name)
    told = progress or NoProgress()
    check_drawing(reader, path.name, told)
    about = IncomingConsultation(consultation or "", CHANNEL, language)
    return Reading(FORMAT, about, _Pdf(data, reader, path.name, told).records())


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise ReviewError(f'"{path.name}" cannot be read: {error.strerror or error}.') from error
    if len(data) > LARGEST:
        raise ReviewError(f'"{path.name}" is larger than {LARGEST // 1024**2} MB. Split it.')
    return data


class _Pdf:
    """One file: first its notes, then its pages, since the notes say what the pages are."""

    def __init__(self, data: bytes, reader: PdfReader, name: str, progress: Progress) -> None:
        self._data = data
        self._reader = reader
        self._name = name
        self._progress = progress
        self._cleaner = Cleaner()

    def records(self) -> Iterator[Incoming]:
        with refusing(self._name):
            notes = self._notes()
        texts, anchors = self._drawn(notes)
        records = [record_of(note, anchor, self._name) for note, anchor in zip(notes, anchors, strict=True)]
        if not notes and not any(text.strip() for text in texts):
            raise ReviewError(
                f'"{self._name}" holds pictures of its pages and no text. '
                "Have its text recognised (OCR), or type what it says into a text file, and import that."
            )
        yield from records
        if any(isinstance(record, IncomingComment) for record in records):
            yield from self._say_text_left(texts)
        else:
            yield from self._letter(texts)
        yield from self._cleaner.warnings()

    def _notes(self) -> list[Note]:
        found: list[Note] = []
        for number, page in enumerate(self._reader.pages, 1):
            self._progress.check_cancelled()
            found += notes_of(page, number, self._cleaner)
            if len(found) > MOST_NOTES:
                raise ReviewError(f'"{self._name}" holds more than {MOST_NOTES:,} notes. Split it.')
        return found

    def _drawn(self, notes: list[Note]) -> tuple[list[str], list[str]]:
        """The text of each page, and of each note the words it stands on."""
        with _ONE_AT_A_TIME:
            try:
                document = pdfium.PdfDocument(self._data)
                try:
                    texts = self._texts(document)
                    anchors = [self._anchor(document, note) for note in notes]
                finally:
                    document.close()
            except (pdfium.PdfiumError, ValueError, IndexError) as error:
                raise ReviewError(
                    f'"{self._name}" is damaged and cannot be read as a PDF ({error}). '
                    "Open it, print it to a new PDF, and import that."
                ) from error
        return texts, anchors

    def _texts(self, document: pdfium.PdfDocument) -> list[str]:
        texts: list[str] = []
        length = 0
        for index in range(len(document)):
            self._progress.check_cancelled()
            self._progress.report(index, len(document), "pages read")
            texts.append(self._plain(document[index].get_textpage().get_text_range()))
            length += len(texts[-1])
            if length > MOST_TEXT:
                raise ReviewError(f'"{self._name}" holds more than {MOST_TEXT:,} characters. Split it.')
        return _with_spaces(texts)

    def _anchor(self, document: pdfium.PdfDocument, note: Note) -> str:
        if not note.words_on or note.page > len(document):
            return ""
        page = document[note.page - 1].get_textpage()

        def words_in(box: Box) -> str:
            left, bottom, right, top = box
            return self._plain(page.get_text_bounded(left, bottom, right, top))

        return anchor_of(note, words_in)

    def _plain(self, text: str) -> str:
        """pdfium marks the hyphen at the end of a line by a character of its own."""
        return self._cleaner.text(text.replace("\x02", "-").replace("\ufffe", "-"))

    def _say_text_left(self, texts: list[str]) -> Iterator[IncomingWarning]:
        if any(text.strip() for text in texts):
            yield IncomingWarning(
                "Notes stand on its pages: their text was taken for what is commented on, not for a comment."
            )

    def _letter(self, texts: list[str]) -> Iterator[Incoming]:
        letter = _unfolded(texts)
        base = IncomingComment("", "", submission=self._name, folded="\n".join(letter.folded) or None)
        text = "\n".join(letter.pages)
        lines = list(accumulate(page.count("\n") + 1 for page in letter.pages))

        def where(line: int) -> str:
            return f"page {sum(1 for last in lines if last < line) + 1}"

        yield from comments_of_letter(text, base, where)
        empty = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
        if empty:
            pages = "Page" if len(empty) == 1 else "Pages"
            shown = ", ".join(empty[:10]) + (", …" if len(empty) > 10 else "")
            yield IncomingWarning(f"{pages} {shown}: no text, either blank or a picture of it.")


def _with_spaces(texts: list[str]) -> list[str]:
    """Some programs write a tab for each space."""
    spaces, tabs = (sum(text.count(sign) for text in texts) for sign in " \t")
    return [re.sub("\t", " ", text) for text in texts] if tabs > spaces else texts


@dataclass(frozen=True, slots=True)
class _Letter:
    """The pages without what is repeated on them, and that: each line once."""

    pages: list[str]
    folded: list[str]


def _unfolded(texts: list[str]) -> _Letter:
    """Take running heads and page numbers from the edges of pages, where most pages have them."""
    pages = [[line.rstrip() for line in text.strip("\n").split("\n")] for text in texts]
    written = [page for page in pages if any(line.strip() for line in page)]
    keys = Counter(key for page in written for key in _edge_keys(page))
    running = {key for key, count in keys.items() if _is_running(key, count, len(written))}
    folded: list[str] = []
    kept = [_without(page, running, folded) for page in pages]
    return _Letter(["\n".join(page).strip("\n") for page in kept], list(dict.fromkeys(folded)))


def _is_running(key: str, count: int, pages: int) -> bool:
    if pages < 3:
        return pages == 2 == count and _PAGE_NUMBER.fullmatch(key) is not None
    return count > _MOST_PAGES * pages


def _edge_keys(page: list[str]) -> set[str]:
    lines = [line for line in page if line.strip()]
    return {_key(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])}


def _key(line: str) -> str:
    return _FIGURES.sub("#", match_key(line))


def _without(page: list[str], running: set[str], folded: list[str]) -> list[str]:
    below = _beheaded(page, running, folded)
    return _beheaded(below[::-1], running, folded)[::-1]


def _beheaded(lines: list[str], running: set[str], folded: list[str]) -> list[str]:
    for _ in range(_EDGE):
        first = next((index for index, line in enumerate(lines) if line.strip()), None)
        if first is None or _key(lines[first]) not in running:
            break
        folded.append(lines[first].strip())
        lines = lines[first + 1 :]
    return lines
