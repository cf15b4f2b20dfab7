"""What chapters say about points: short lists that lead to Annex A, and the narratives made of them."""

from collections.abc import Iterable

from ogp_review.domain.report import MatrixRow, Narrative
from ogp_review.domain.response import ANSWERED
from ogp_review.exporters.docx_parts import (
    PORTRAIT_WIDTH,
    TABLE_END,
    Chapters,
    TableColumn,
    cell,
    labelled,
    link,
    paragraph,
    row,
    table_start,
)
from ogp_review.exporters.docx_text import shortened
from ogp_review.i18n import _

_POINT_LENGTH, _LEAD_IN_LENGTH = 160, 200


def point_text(item: MatrixRow) -> str:
    """What a row says in one or two lines: its summary, else how its lead begins."""
    return item.point or shortened(item.verbatim, _POINT_LENGTH)


def point_paragraph(item: MatrixRow, summary_style: str = "OGPTableText") -> str:
    """What a row says; a contributor's own words are told from a summary that staff wrote."""
    return paragraph(summary_style if item.point else "OGPTableOwnWords", point_text(item))


def points_table(chapters: Chapters, rows: Iterable[tuple[int, MatrixRow]], title: str) -> None:
    """A short list of rows, each leading to where Annex A has it in full."""
    columns = (
        TableColumn(_("Ref"), 1050),
        TableColumn(_("Point"), 4871),
        TableColumn(_("Comments"), 1150, number=True),
        TableColumn(_("Disposition"), PORTRAIT_WIDTH - 7071),
    )
    chapters.add(table_start(columns, title))
    for index, item in rows:
        anchor = f"row{index}"
        chapters.links.add(anchor)
        contents = (
            link("OGPTableText", item.ref, anchor),
            point_paragraph(item),
            paragraph("OGPTableNumber", f"{item.comments:,}"),
            paragraph("OGPTableText", _decided(item)),
        )
        cells = (cell(column.width, content) for column, content in zip(columns, contents, strict=True))
        chapters.add(row(cells))
    chapters.add(TABLE_END)


def _decided(item: MatrixRow) -> str:
    """The disposition, and how far it is where it is not final."""
    if not item.disposition:
        return _("No response yet")
    return item.disposition if item.state in ANSWERED else f"{item.disposition} ({item.state})"


def narrative(chapters: Chapters, told: Narrative) -> None:
    heard(chapters, told)
    response(chapters, told)
    changed(chapters, told)


def narrative_in_short(chapters: Chapters, told: Narrative) -> None:
    """The three parts a line each, on one page, where each is one sentence."""
    chapters.add(labelled(_("What we heard"), told.heard, keep=True))
    chapters.add(labelled(_("Our response"), told.response, keep=True))
    chapters.add(labelled(_("What changed"), told.changed))


def heard(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("What we heard"), told.heard, _("Nothing written yet."), keep=True)


def response(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("Our response"), told.response, _("No response yet."))


def changed(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("What changed"), told.changed, _("No change to the text so far."))


def _part(chapters: Chapters, title: str, text: str, nothing: str, keep: bool = False) -> None:
    """`keep` holds a short text on the page of what follows."""
    chapters.text(title, "Heading4")
    if text.strip():
        chapters.blocks(text, "OGPLeadIn" if keep and len(text) < _LEAD_IN_LENGTH else "BodyText")
    else:
        chapters.text(nothing, "OGPNothing")
