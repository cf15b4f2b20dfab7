"""The ISO/IEC 2012-03 commenting form as a Word file: a comment a row, the secretariat's answer beside it.

Titles, order and widths are those of the template; the row of titles is repeated on each page.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.report import CommentRow, Edition, MatrixRow, ReportDocument
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.docx_package import DOCUMENT_PART
from ogp_review.exporters.docx_text import directed, escaped, run
from ogp_review.exporters.fast_zip import FastZip
from ogp_review.exporters.holding import Holding
from ogp_review.exporters.iso_form_package import CELL_STYLES, WIDTHS, package, table_start
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress

_BATCH = 500
_WHOLE_ROW = 900
"""Up to this many characters a row is kept on one page."""

_TYPES = {"general": "ge", "technical": "te", "editorial": "ed"}
_TYPE_TAG = "type/"
_THEIRS = ("ISOComments", "ISOChange")


def write_iso_form(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write the comments of `document` to `target` as the form; tells what the form could not hold.

    :raises Cancelled: when the person has stopped it; an older file is as it was.
    :raises ReviewError: where the file cannot be written.
    """
    progress.check_cancelled()
    form = _Form(document)
    with writing(target) as stream:
        file = FastZip(stream)
        parts, before, after = package(document)
        for name, part in parts.items():
            file.write(name, [part])
        file.write(DOCUMENT_PART, form.body(before, after, progress))
        file.close()
        progress.check_cancelled()
    return form.notes()


class _Form:
    """The rows of the form, and what it cannot hold, which is known once they are written."""

    def __init__(self, document: ReportDocument) -> None:
        self._document = document
        self._public = document.edition == Edition.PUBLIC
        self._holding = Holding()
        self._clauses = {
            paragraph.label: section.heading
            for section in document.sections
            for paragraph in section.paragraphs
        }
        self._answers = _answers(document.matrix)
        self._guessed = self._both = self._left_out = self._translated = 0

    def body(self, before: bytes, after: bytes, progress: Progress) -> Iterator[bytes]:
        yield before
        yield table_start().encode()
        comments = iter(self._document.comments)
        done, total = 0, len(self._document.comments)
        while batch := list(islice(comments, _BATCH)):
            progress.check_cancelled()
            progress.report(done, total, _("Writing the commenting form"))
            yield "".join(map(self._row, batch)).encode()
            done += len(batch)
        if not total:
            yield _cells([""] * len(WIDTHS)).encode()
        yield b"</w:tbl>"
        yield "".join(self._about()).encode()
        yield after
        progress.report(total, total, _("Writing the commenting form"))

    def _row(self, row: CommentRow) -> str:
        if row.set_aside and self._public:
            self._left_out += 1
            return ""
        self._both += bool(row.organisation and row.author)
        self._translated += bool(row.translation)
        paragraph = row.paragraph if row.paragraph not in (NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL) else ""
        clause = WHOLE_DRAFT_LABEL if row.paragraph == WHOLE_DRAFT_LABEL else self._clause(row)
        texts = (
            row.organisation or row.author, "", clause, paragraph, self._type(row, paragraph), row.text,
            row.proposal, self._observation(row),
        )  # fmt: skip
        return _cells([self._holding.text(text, row.ref) for text in texts], row.language)

    def _clause(self, row: CommentRow) -> str:
        return self._clauses.get(row.paragraph, "") if row.paragraph != NOT_ASSIGNED_LABEL else ""

    def _type(self, row: CommentRow, paragraph: str) -> str:
        """By a tag "Type/…" where there is one, as this program's import makes them."""
        named = [theme.lower().removeprefix(_TYPE_TAG) for theme in row.themes]
        told = next((_TYPES[name] for name in named if name in _TYPES), "")
        self._guessed += not told
        return told or ("te" if paragraph else "ge")

    def _observation(self, row: CommentRow) -> str:
        if row.set_aside:
            return f"{row.ref}: {_('set aside')} ({row.set_aside})"
        answers = self._answers.get(row.ref, [])
        return "\n\n".join([row.ref, *filter(None, map(_observation, answers))])

    def notes(self) -> list[str]:
        """What the form could not hold, and what it says that no comment does."""
        counted = (
            (self._guessed, "The type of {n} comment is told by its place: te on a paragraph, ge elsewhere.",
             "The type of {n} comments is told by their place: te on a paragraph, ge elsewhere."),
            (self._both, "Of {n} comment only the organisation is named, not the person.",
             "Of {n} comments only the organisation is named, not the person."),
            (self._translated, "The translation of {n} comment has no column.",
             "The translations of {n} comments have no column."),
            (self._left_out, "{n} comment that was set aside is left out.",
             "{n} comments that were set aside are left out."),
        )  # fmt: skip
        told = [ngettext(one, many, n) for n, one, many in counted if n]
        if self._document.comments:
            told.append(
                _("Date, language, channel, votes, replies and themes of the comments have no column.")
            )
        return told + self._holding.notes()

    def _about(self) -> Iterator[str]:
        """After the table: what a reader of the form must know."""
        yield _paragraph("ISOAboutHeading", _("About this form"))
        public = _("Public edition: it names only participants who consented to be named.")
        committee = _("Committee edition: it holds names and is not for publication.")
        yield _paragraph("ISOAbout", public if self._public else committee)
        for note in (*self._document.notes, *self.notes()):
            yield _paragraph("ISOAbout", self._holding.text(note, _("the report's own words")))


def _answers(matrix: Sequence[MatrixRow]) -> dict[str, list[MatrixRow]]:
    found: dict[str, list[MatrixRow]] = {}
    for row in matrix:
        for ref in row.comment_refs:
            found.setdefault(ref, []).append(row)
    return found


def _observation(row: MatrixRow) -> str:
    """What was decided, the answer, and the change to the text, in the words of the matrix."""
    if not (row.disposition or row.response or row.proposed_change):
        return ""
    head = f"{row.ref}: {row.disposition}" if row.disposition else row.ref
    change = f"{_('Proposed change')}: {row.proposed_change}" if row.proposed_change else ""
    return "\n".join(filter(None, (head, row.response, change)))


def _cells(texts: Sequence[str], language: str = "") -> str:
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(style, text, spoken)}</w:tc>'
        for text, width, style, spoken in zip(texts, WIDTHS, CELL_STYLES, _languages(language), strict=True)
    )
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if sum(map(len, texts)) < _WHOLE_ROW else ""
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _languages(language: str) -> tuple[str | None, ...]:
    """Only what the participant wrote is in the language of the comment."""
    return tuple(language if style in _THEIRS else None for style in CELL_STYLES)


def _paragraph(style: str, text: str, language: str | None = None) -> str:
    if text.isascii() and not language:
        shown = f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{shown}</w:p>'
    direction, properties = directed(text, language)
    shown = run(text, properties) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{shown}</w:p>'
