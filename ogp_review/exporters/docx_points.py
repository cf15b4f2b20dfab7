"""What chapters say about points: short lists that lead to Annex A, and the narratives made of them."""

from collections.abc import Iterable

from ogp_review.domain.report import MatrixRow, Narrative
from ogp_review.exporters.docx_parts import (
    PORTRAIT_WIDTH,
    TABLE_END,
    Chapters,
    TableColumn,
    cell,
    link,
    paragraph,
    row,
    table_start,
)
from ogp_review.exporters.docx_text import shortened
from ogp_review.i18n import _

_POINT_LENGTH = 160


def point_text(item: MatrixRow) -> str:
    """What a row says in one or two lines: its summary, else how its lead begins."""
    return item.point or shortened(item.verbatim, _POINT_LENGTH)


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
            paragraph("OGPTableText", point_text(item)),
            paragraph("OGPTableNumber", f"{item.comments:,}"),
            paragraph("OGPTableText", item.disposition or _("No response yet")),
        )
        cells = (cell(column.width, content) for column, content in zip(columns, contents, strict=True))
        chapters.add(row(cells))
    chapters.add(TABLE_END)


def narrative(chapters: Chapters, told: Narrative) -> None:
    heard(chapters, told)
    response(chapters, told)
    changed(chapters, told)


def heard(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("What we heard"), told.heard, _("Nothing written yet."))


def response(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("Our response"), told.response, _("No response yet."))


def changed(chapters: Chapters, told: Narrative) -> None:
    _part(chapters, _("What changed"), told.changed, _("No change to the text so far."))


def _part(chapters: Chapters, title: str, text: str, nothing: str) -> None:
    chapters.text(title, "Heading4")
    if text.strip():
        chapters.blocks(text)
    else:
        chapters.text(nothing, "OGPNothing")
