"""The Phase 3 report as a Word file: what we heard, what we answered and why, what changed in the text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ogp_review.domain.report import ReportDocument
from ogp_review.exporters import docx_annex, docx_draft, docx_front
from ogp_review.exporters.atomic import writing
from ogp_review.exporters.docx_package import DOCUMENT_PART, Package, package
from ogp_review.exporters.docx_parts import Chapters, contents
from ogp_review.exporters.docx_text import holdable
from ogp_review.exporters.fast_zip import FastZip
from ogp_review.i18n import _
from ogp_review.progress import Progress


def write_docx(document: ReportDocument, target: Path, progress: Progress) -> list[str]:
    """Write `document` to `target`, whole or not at all; tells what Word could not hold.

    :raises Cancelled: when the person has stopped it; an older file is as it was.
    :raises ReviewError: where the file cannot be written.
    """
    progress.check_cancelled()
    held, notes = holdable(document)
    frame = package(held, docx_front.edition_name(held.edition))
    with writing(target) as stream:
        file = FastZip(stream)
        for name, part in frame.parts.items():
            file.write(name, [part])
        file.write(DOCUMENT_PART, _body(frame, held, notes, progress))
        file.close()
        progress.check_cancelled()
    return notes


def _body(frame: Package, document: ReportDocument, notes: list[str], progress: Progress) -> Iterator[bytes]:
    before, landscape, annexes, after = frame.pieces
    chapters = _chapters(document, notes, progress)
    matrix = chapters.later_heading(1, _("Annex A: Response matrix"))
    participants = chapters.later_heading(1, _("Annex B: Participants"))
    aside = chapters.later_heading(1, _("Annex C: Comments set aside"), new_page=bool(document.comments))
    codebook = chapters.later_heading(1, _("Annex D: Codebook"), new_page=bool(document.themes))
    yield before
    yield from _encoded([docx_front.cover(document), contents(_("Contents"), chapters.headings)])
    yield from _encoded(chapters.parts)
    yield landscape
    yield from _encoded([matrix])
    yield from _encoded(docx_annex.matrix_table(document, chapters.links, progress))
    yield annexes
    yield from _encoded([participants])
    yield from _encoded(docx_annex.participants(document))
    yield from _encoded([aside])
    yield from _encoded(docx_annex.set_aside(document.comments, progress))
    yield from _encoded([codebook])
    yield from _encoded(docx_annex.codebook(document))
    yield after


def _chapters(document: ReportDocument, notes: list[str], progress: Progress) -> Chapters:
    """The chapters before the annexes; the contents and the links into Annex A are known only after them."""
    chapters = Chapters()
    docx_front.summary(chapters, document)
    docx_front.how_we_consulted(chapters, document)
    docx_front.who_took_part(chapters, document)
    docx_front.what_we_heard(chapters, document)
    docx_draft.paragraph_by_paragraph(chapters, document, progress)
    docx_draft.not_taken_up(chapters, document.matrix)
    docx_draft.method(chapters, document, notes)
    return chapters


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode("utf-8") for text in texts)
