"""Paragraph by paragraph: the text, what was heard, each statement with its comments, and what changed."""

from collections.abc import Iterator, Sequence

from ogp_review.domain.draft import NOT_ASSIGNED_LABEL, WHOLE_DRAFT_LABEL
from ogp_review.domain.redline import Change, redline
from ogp_review.domain.report import MatrixRow, Quotation, ReportParagraph, ReportSection
from ogp_review.domain.response import ANSWERED, NOT_TAKEN_UP
from ogp_review.exporters.html_front import narrative, nothing
from ogp_review.exporters.html_page import Page, link
from ogp_review.exporters.html_tables import table
from ogp_review.exporters.html_text import escaped
from ogp_review.exporters.wording import beginning
from ogp_review.i18n import _, ngettext
from ogp_review.progress import Progress

_BATCH = 200
_REFS_OPEN = 12
"""More refs than this are folded away."""

_VERBATIM, _HEADING = 400, 200
_CHANGES = {Change.KEPT: "{}", Change.INSERTED: "<ins>{}</ins>", Change.DELETED: "<del>{}</del>"}


def paragraph_by_paragraph(page: Page, progress: Progress) -> Iterator[str]:
    document = page.document
    if not document.sections:
        yield nothing(_("No draft has been brought into this review yet."))
    shown: set[int] = set()
    anchors = iter(page.paragraphs)
    for section, (anchor, heading) in zip(document.sections, page.sections, strict=True):
        progress.check_cancelled()
        yield f'<section aria-labelledby="{anchor}"><h3 id="{anchor}"{page.writer.spoken(heading)}>'
        yield f"{escaped(heading)}</h3>"
        yield from _section(page, section, anchors, progress)
        shown.update(index for paragraph in section.paragraphs for index in paragraph.rows)
        yield "</section>"
    rest = [index for index in range(len(document.matrix)) if index not in shown]
    if rest:
        yield f"<section><h3>{escaped(_('Not about one paragraph'))}</h3>"
        yield from _points(page, rest, progress, level=4)
        yield "</section>"


def _section(page: Page, section: ReportSection, anchors: Iterator[str], progress: Progress) -> Iterator[str]:
    if section.narrative:
        yield f'<div class="told">{narrative(page, section.narrative, 4)}</div>'
    for item, anchor in zip(section.paragraphs, anchors, strict=False):
        label = page.writer.line(item.label or _("Paragraph without a label"))
        yield f'<section class="paragraph" aria-labelledby="{anchor}"><h4 id="{anchor}">{label}</h4>'
        yield from _paragraph(page, item)
        yield from _points(page, item.rows, progress)
        yield "</section>"


def _paragraph(page: Page, item: ReportParagraph) -> Iterator[str]:
    writer = page.writer
    yield '<div class="told">'
    if item.text:
        yield writer.passage(item.text + "…" * (not item.complete), None, item.label, "blockquote", "draft")
    if not item.complete:
        yield nothing(_("Only the beginning of this paragraph was captured."))
    elif not item.text and item.label not in (WHOLE_DRAFT_LABEL, NOT_ASSIGNED_LABEL):
        yield nothing(_("Text not captured."))
    yield f'<p class="quiet">{escaped(_counts(item))}</p>'
    if item.comments or item.rows or item.narrative.written or item.revised:
        yield narrative(page, item.narrative, 5)
    if item.quotations:
        yield "".join(_quotation(page, one) for one in item.quotations)
    if item.revised:
        yield f"<h5>{escaped(_('The text, before and after'))}</h5>"
        pieces = (
            _CHANGES[piece.change].format(writer.text(piece.text))
            for piece in redline(item.text, item.revised)
        )
        yield f'<blockquote class="draft redline"{writer.spoken(item.revised)}>{"".join(pieces)}</blockquote>'
    yield "</div>"


def _counts(item: ReportParagraph) -> str:
    told = ngettext("One comment", "{n} comments", item.comments) if item.comments else _("No comments")
    if item.declared:
        told += " · " + ngettext("its source declares one", "its source declares {n}", item.declared)
    return told


def _quotation(page: Page, one: Quotation) -> str:
    who = f"{page.writer.line(one.who)}, " if one.who else ""
    said = page.writer.passage(one.text, one.language, one.ref)
    source = link(one.ref, page.comment_anchor(one.ref.split("[")[0]))
    return (
        f'<figure class="quotation"><blockquote>{said}</blockquote>'
        f"<figcaption>{who}{source}</figcaption></figure>"
    )


def _points(page: Page, indices: Sequence[int], progress: Progress, level: int = 5) -> Iterator[str]:
    matrix = page.document.matrix
    for start in range(0, len(indices), _BATCH):
        progress.check_cancelled()
        yield "".join(_point(page, matrix[index], level) for index in indices[start : start + _BATCH])


def _point(page: Page, row: MatrixRow, level: int) -> str:
    """A statement: what is said, what we answer, and each comment that says it; `level` is its heading's."""
    writer = page.writer
    anchor = page.point_anchor(row.ref)
    state = row.disposition or _("not answered yet")
    final = "" if row.state in ANSWERED else f" · {escaped(_('not final'))}"
    head = f'<span class="ref">{writer.line(row.ref)}</span> {writer.line(beginning(row.point, _HEADING))}'
    said = "" if row.point else _verbatim(page, row)
    whole = writer.written(row.point) if len(row.point) > _HEADING or "\n" in row.point else ""
    inner = f"h{level + 1}"
    answer = f"<{inner}>{escaped(_('Our response'))}</{inner}>{writer.written(row.response)}"
    change = f"<{inner}>{escaped(_('Proposed change'))}</{inner}>{writer.written(row.proposed_change)}"
    return (
        f'<article class="point" id="{anchor}" data-item=""><h{level} class="head">{head}</h{level}>'
        f'<p class="quiet"><span class="state">{writer.line(state)}</span>{final}{_votes(row)}</p>'
        f"{whole}{said}{_framed(answer) if row.response else ''}{change if row.proposed_change else ''}"
        f"{_comments(page, row)}</article>\n"
    )


def _framed(answer: str) -> str:
    return f'<div class="answer">{answer}</div>'


def _verbatim(page: Page, row: MatrixRow) -> str:
    """The words of the lead where nobody has summed them up yet."""
    if not row.verbatim:
        return ""
    language = row.languages[0] if len(row.languages) == 1 else None
    said = page.writer.passage(beginning(row.verbatim, _VERBATIM), language, row.ref)
    return f"<blockquote>{said}</blockquote>"


def _votes(row: MatrixRow) -> str:
    if not (row.votes_for or row.votes_against):
        return ""
    told = _("{n} votes for, {m} against").format(n=f"{row.votes_for:,}", m=f"{row.votes_against:,}")
    return f" · {escaped(told)}"


def _comments(page: Page, row: MatrixRow) -> str:
    links = page.comment_links(row.comment_refs)
    count = ngettext("One comment", "{n} comments", len(row.comment_refs))
    if len(row.comment_refs) <= _REFS_OPEN:
        return f'<p class="refs">{escaped(count)}: {links}</p>'
    return f'<details class="refs"><summary>{escaped(count)}</summary><p>{links}</p></details>'


def not_taken_up(page: Page, progress: Progress) -> Iterator[str]:
    """What was declined by an approved response, with the reason."""
    progress.check_cancelled()
    matrix = page.document.matrix
    declined = [row for row in matrix if row.disposition in NOT_TAKEN_UP and row.state in ANSWERED]
    if not declined:
        yield nothing(_("Nothing has been declined so far."))
        return
    rows = (
        (
            link(row.ref, page.point_anchor(row.ref)),
            link(row.paragraph, page.paragraph_anchor(row.paragraph)),
            page.writer.text(beginning(row.point or row.verbatim, _VERBATIM)),
            page.writer.line(row.disposition),
            page.writer.text(row.response),
        )
        for row in declined
    )
    titles = (_("Ref"), _("Paragraph"), _("Point"), _("Disposition"), _("Why"))
    yield table(_("What we did not take up"), titles, rows)
