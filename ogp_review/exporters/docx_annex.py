"""The annexes, a row at a time, so that 20,000 points cost no more than their text."""

from collections.abc import Iterator, Sequence
from itertools import islice

from ogp_review.domain.report import CommentRow, MatrixRow, ParticipantRow, ReportDocument
from ogp_review.domain.response import ANSWERED
from ogp_review.exporters.docx_front import theme_name
from ogp_review.exporters.docx_parts import (
    PORTRAIT_WIDTH,
    TABLE_END,
    TableColumn,
    cell,
    paragraph,
    row,
    table_start,
    text_row,
)
from ogp_review.exporters.docx_text import escaped, is_right_to_left
from ogp_review.exporters.wording import moment
from ogp_review.i18n import _, ngettext
from ogp_review.interchange.matrix import ANNEX_COLUMNS
from ogp_review.progress import Progress

_ANNEX_WIDTHS = (1000, 1180, 3150, 1150, 1600, 3800, 2690)
_ANNEX_WIDTH = sum(_ANNEX_WIDTHS)
_WHOLE_ROW, _WHOLE_VERBATIM = 900, 1500
"""Up to this many characters a row is kept on one page."""

_NAMES_SHOWN = 5
_BATCH = 500
_FIRST_BOOKMARK = 1_000_000


def matrix_table(document: ReportDocument, links: set[str], progress: Progress) -> Iterator[str]:
    """Annex A: of each point its row, then the words of its lead and every comment in it."""
    rows = document.matrix
    if not rows:
        yield paragraph("OGPNothing", _("No comments have been received, so there is nothing to answer."))
        return
    titles = zip(ANNEX_COLUMNS, _ANNEX_WIDTHS, strict=True)
    columns = [TableColumn(_(title), width, number=title == "Comments") for title, width in titles]
    yield table_start(columns, _("Response matrix"))
    unanswered = _("No response yet.")
    for start in range(0, len(rows), _BATCH):
        progress.check_cancelled()
        progress.report(start, len(rows), _("Writing the response matrix"))
        batch = islice(rows, start, start + _BATCH)
        yield "".join(
            _matrix_rows(item, f"row{index}" if f"row{index}" in links else "", index, unanswered)
            for index, item in enumerate(batch, start)
        )
    yield "</w:tbl>"


def _annex_cell(width: int, style: str) -> tuple[str, str]:
    """What stands before and after the text of a cell, made once for all rows."""
    before, after = cell(width, paragraph(style, "@")).split("@")
    return before, after


_STYLES = (
    "OGPKeptRef",
    "OGPKeptText",
    "OGPKeptText",
    "OGPKeptNumber",
    "OGPKeptText",
    "OGPKeptText",
    "OGPKeptText",
)
_CELLS = tuple(_annex_cell(width, style) for width, style in zip(_ANNEX_WIDTHS, _STYLES, strict=True))


def _matrix_rows(item: MatrixRow, anchor: str, index: int, unanswered: str) -> str:
    response = item.response or unanswered
    texts = (
        item.ref,
        item.paragraph,
        item.point,
        str(item.comments),
        item.disposition,
        response,
        item.proposed_change,
    )
    cells = [
        before + escaped(text) + after if text.isascii() else _directed_cell(text, position)
        for position, (text, (before, after)) in enumerate(zip(texts, _CELLS, strict=True))
    ]
    if anchor:
        cells[0] = _marked(cells[0], anchor, index)
    short = len(item.point) + len(response) + len(item.proposed_change) < _WHOLE_ROW
    return row(cells, whole=short) + _verbatim_row(item)


def _directed_cell(text: str, position: int) -> str:
    if is_right_to_left(text):
        return cell(_ANNEX_WIDTHS[position], paragraph(_STYLES[position], text))
    before, after = _CELLS[position]
    return before + escaped(text) + after


def _marked(content: str, anchor: str, index: int) -> str:
    number = _FIRST_BOOKMARK + index
    start = f'<w:bookmarkStart w:id="{number}" w:name="{anchor}"/><w:r>'
    end = f'</w:r><w:bookmarkEnd w:id="{number}"/>'
    return content.replace("<w:r>", start, 1).replace("</w:r>", end, 1)


def _verbatim_row(item: MatrixRow) -> str:
    language = item.languages[0] if len(item.languages) == 1 else None
    words = paragraph("OGPVerbatim", item.verbatim, language) if item.verbatim else ""
    content = words + paragraph("OGPRefs", _refs(item))
    return row([_verbatim_cell(content)], whole=len(item.verbatim) < _WHOLE_VERBATIM)


def _verbatim_cell(content: str) -> str:
    return cell(_ANNEX_WIDTH, content, span=len(_ANNEX_WIDTHS))


def _refs(item: MatrixRow) -> str:
    """Every comment of the row by its ref, the excerpts among its units, who spoke, and what is not final."""
    refs = ", ".join(item.comment_refs)
    count = len(item.comment_refs)
    parts = [refs if count == 1 else _("{n} comments: {refs}").format(n=f"{count:,}", refs=refs)]
    if item.unit_refs != item.comment_refs:
        whole = frozenset(item.comment_refs)
        excerpts = [ref for ref in item.unit_refs if ref not in whole]
        parts += [_("excerpts: {refs}").format(refs=", ".join(excerpts))] if excerpts else []
    if item.participants:
        parts.append(_("from {names}").format(names=_names(item.participants)))
    if item.for_decision:
        parts.append(_("for decision"))
    if item.state not in ANSWERED:
        parts.append(f"{_('not final')} ({item.state})")
    return " · ".join(parts)


def _names(names: Sequence[str]) -> str:
    shown = "; ".join(names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else _("{names} and others").format(names=shown)


def participants(document: ReportDocument) -> Iterator[str]:
    """Annex B."""
    if document.participants:
        yield from _participants_table(document.participants)
    elif document.figures.participants:
        yield paragraph("OGPNothing", _("No participant is named in this edition."))
    else:
        yield paragraph("OGPNothing", _("The source does not say who took part."))
    if document.unnamed_participants:
        yield paragraph("BodyText", _unnamed(document.unnamed_participants))


def _unnamed(count: int) -> str:
    return ngettext(
        "One participant is not named: consent to be named was not given or is not known.",
        "{n} participants are not named: consent to be named was not given or is not known.",
        count,
    )


def _participants_table(rows: Sequence[ParticipantRow]) -> Iterator[str]:
    columns = (
        TableColumn(_("Name"), 2300),
        TableColumn(_("Organisation"), 2371),
        TableColumn(_("Stakeholder"), 1600),
        TableColumn(_("Country"), 1650),
        TableColumn(_("Comments"), PORTRAIT_WIDTH - 7921, number=True),
    )
    yield table_start(columns, _("Participants"))
    for item in rows:
        name = item.name or _("not named")
        yield text_row(columns, (name, item.organisation, item.stakeholder, item.country, item.comments))
    yield TABLE_END


def set_aside(rows: Sequence[CommentRow], progress: Progress) -> Iterator[str]:
    """Annex C: `rows` in full, with the reason for each."""
    if not rows:
        yield paragraph("OGPNothing", _("No comment was set aside."))
        return
    yield paragraph("BodyText", _("These comments were taken out of the matrix for the reason given."))
    columns = (
        TableColumn(_("Ref"), 1100),
        TableColumn(_("Set aside because"), 1500),
        TableColumn(_("Paragraph"), 1250),
        TableColumn(_("Comment"), PORTRAIT_WIDTH - 3850),
    )
    yield table_start(columns, _("Comments set aside"))
    for position, item in enumerate(rows):
        if position % _BATCH == 0:
            progress.check_cancelled()
            progress.report(position, len(rows), _("Writing the comments set aside"))
        contents = (
            paragraph("OGPTableText", item.ref),
            paragraph("OGPTableText", item.set_aside),
            paragraph("OGPTableText", item.paragraph),
            paragraph("OGPTableText", item.text, item.language) + _who(item),
        )
        cells = (cell(column.width, content) for column, content in zip(columns, contents, strict=True))
        yield row(cells, whole=len(item.text) < _WHOLE_VERBATIM)
    yield TABLE_END


def _who(item: CommentRow) -> str:
    """Who wrote it and when, as far as the edition may tell."""
    known = " · ".join(part for part in (moment(item.date), item.author, item.organisation) if part)
    return paragraph("OGPTableQuiet", known) if known else ""


def codebook(document: ReportDocument) -> Iterator[str]:
    """Annex D."""
    if not document.themes:
        yield paragraph("OGPNothing", _("The codebook has no themes yet."))
        return
    columns = (
        TableColumn(_("Theme"), 2500),
        TableColumn(_("Definition"), 2900),
        TableColumn(_("Example"), 2521),
        TableColumn(_("Comments"), PORTRAIT_WIDTH - 7921, number=True),
    )
    yield table_start(columns, _("Codebook"))
    for theme in document.themes:
        yield text_row(columns, (theme_name(theme), theme.definition, theme.example, theme.comments))
    yield TABLE_END
