"""The building blocks of the report: headings, paragraphs and tables as XML text.

Text and not objects, because a table of 20,000 rows is thirty times faster that way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ogp_review.domain.redline import Change, Piece
from ogp_review.exporters.docx_styles import SHADE
from ogp_review.exporters.docx_text import directed, escaped, run, shortened

PORTRAIT_WIDTH = 9071
"""Between the margins, in twentieths of a point."""

TABLE_END = '</w:tbl><w:p><w:pPr><w:pStyle w:val="OGPTableEnd"/></w:pPr></w:p>'
"""Word wants a paragraph after a table, which also makes the space."""

_HEADING_LENGTH = 250
_BAR_SHARE = 0.94
_KEPT_ROWS = 15
_CONTENTS_LINES, _CONTENTS_LINE = 50, 88
"""How many lines of how many characters the contents may take: one page."""

_CHANGES = {
    Change.KEPT: "",
    Change.INSERTED: '<w:rStyle w:val="OGPInserted"/>',
    Change.DELETED: '<w:rStyle w:val="OGPDeleted"/>',
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table. `width` in twentieths of a point."""

    title: str
    width: int
    number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the contents list it."""

    level: int
    text: str
    anchor: str


@dataclass(slots=True)
class Chapters:
    """What has been written so far, and its headings. `links` are the anchors that Annex A must carry."""

    parts: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: set[str] = field(default_factory=set)

    def heading(self, level: int, text: str, new_page: bool = False) -> None:
        self.add(self.later_heading(level, text, new_page))

    def later_heading(self, level: int, text: str, new_page: bool = False) -> str:
        """A heading for the contents, which the caller puts into the report itself, later."""
        entry = Heading(level, shortened(text, _HEADING_LENGTH), f"_Toc{len(self.headings) + 1:06}")
        self.headings.append(entry)
        return heading(entry, len(self.headings), new_page)

    def text(self, text: str, style: str = "BodyText", language: str | None = None) -> None:
        self.add(paragraph(style, text, language))

    def blocks(self, text: str, style: str = "BodyText", language: str | None = None) -> None:
        """Written text: an empty line starts a new paragraph."""
        for block in text.split("\n\n"):
            if block.strip():
                self.text(block.strip("\n"), style, language)

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.text(text, "ListBullet")

    def add(self, xml: str) -> None:
        self.parts.append(xml)


def heading(entry: Heading, number: int, new_page: bool = False) -> str:
    """A heading with the bookmark that the contents point to; `number` is unique in the document."""
    direction, properties = directed(entry.text)
    page = "<w:pageBreakBefore/>" if new_page else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Heading{entry.level}"/>{page}{direction}</w:pPr>'
        f'<w:bookmarkStart w:id="{number}" w:name="{entry.anchor}"/>{run(entry.text, properties)}'
        f'<w:bookmarkEnd w:id="{number}"/></w:p>'
    )


def paragraph(style: str, text: str, language: str | None = None, keep: bool = False) -> str:
    """`keep` holds it on the page of what follows."""
    direction, properties = directed(text, language)
    shown = run(text, properties) if text else ""
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{direction}</w:pPr>{shown}</w:p>'


def labelled(label: str, text: str, keep: bool = False) -> str:
    """A label and what it says, on one line; `keep` holds it on the page of what follows."""
    direction, properties = directed(text)
    kept = "<w:keepNext/>" if keep else ""
    shown = run(label, '<w:rStyle w:val="OGPLabel"/>') + run(f"\t{text}", properties)
    return f'<w:p><w:pPr><w:pStyle w:val="OGPLabelled"/>{kept}{direction}</w:pPr>{shown}</w:p>'


def changes(style: str, pieces: Iterable[Piece], whole: str) -> str:
    """A paragraph that shows what was deleted and inserted; `whole` is the text that tells its direction."""
    direction, properties = directed(whole)
    runs = "".join(run(piece.text, _CHANGES[piece.change] + properties) for piece in pieces)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{runs}</w:p>'


def link(style: str, text: str, anchor: str) -> str:
    """A paragraph that leads to another place of the report."""
    shown = run(text, '<w:rStyle w:val="OGPRef"/>')
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{anchor}" w:history="1">{shown}</w:hyperlink></w:p>'
    )


def bar(share: float, width: int) -> str:
    """A bar of a chart in a cell that is `width` wide: an empty paragraph with a shade."""
    right = int(width * (1 - _BAR_SHARE * max(share, 0.02)))
    return f'<w:p><w:pPr><w:pStyle w:val="OGPBar"/><w:ind w:right="{right}"/></w:pPr></w:p>'


def cell(width: int, content: str, span: int = 1) -> str:
    """A cell; one that spans several columns has a quiet ground, so that it is seen to belong above."""
    merged = f'<w:gridSpan w:val="{span}"/>{SHADE}' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>{content}</w:tc>'


def table_start(
    columns: Sequence[TableColumn], title: str, style: str = "OGPTable", head: bool = True
) -> str:
    """Everything of a table before its first row; the row of titles is repeated on each page."""
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    look = f'w:val="{"0620" if head else "0600"}" w:firstRow="{int(head)}"'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(column.width for column in columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {look} w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{_attribute(title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_titles(columns) if head else ''}"
    )


def _titles(columns: Sequence[TableColumn]) -> str:
    cells = (
        cell(column.width, paragraph("OGPTableHeading" + "Number" * column.number, column.title))
        for column in columns
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def row(cells: Iterable[str], whole: bool = True) -> str:
    """A row of a table; `whole` keeps it on one page."""
    properties = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def text_row(
    columns: Sequence[TableColumn], values: Sequence[str | int], total: bool = False, keep: bool = False
) -> str:
    """A row of texts and numbers. Where a text is long the row may run over to the next page."""
    texts = [f"{value:,}" if isinstance(value, int) else value for value in values]
    kind = "Total" if total else ""
    styles = (f"OGPTable{kind}Number" if column.number else f"OGPTable{kind or 'Text'}" for column in columns)
    cells = (
        cell(column.width, paragraph(style, text, keep=keep))
        for column, style, text in zip(columns, styles, texts, strict=True)
    )
    return row(cells, whole=sum(map(len, texts)) < 1200)


def table(
    columns: Sequence[TableColumn],
    title: str,
    rows: Iterable[Sequence[str | int]],
    total: Sequence[str | int] | None = None,
) -> str:
    """A short one is kept on one page."""
    lines = list(rows)
    kept = len(lines) if total else len(lines) - 1
    kept *= len(lines) <= _KEPT_ROWS
    body = "".join(text_row(columns, values, keep=at < kept) for at, values in enumerate(lines))
    last = text_row(columns, total, total=True) if total else ""
    return f"{table_start(columns, title)}{body}{last}{TABLE_END}"


def _attribute(text: str) -> str:
    return escaped(" ".join(text.split())).replace('"', "&quot;")


def field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents(title: str, headings: Sequence[Heading]) -> str:
    """The table of contents as Word makes it, filled in, so that it shows before anybody updates it."""
    deepest = 3 if _contents_lines(headings) <= _CONTENTS_LINES else 2
    opening = field_start(rf'TOC \o "1-{deepest}" \h \z \u')
    entries = [entry for entry in headings if entry.level <= deepest]
    lines = "".join(_contents_line(entry, "" if at else opening) for at, entry in enumerate(entries))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('TOCHeading', title)}{lines}"
        f'<w:p><w:pPr><w:pStyle w:val="OGPNote"/></w:pPr>{FIELD_END}</w:p></w:sdtContent></w:sdt>'
    )


def _contents_lines(headings: Sequence[Heading]) -> int:
    return sum(1 + len(entry.text) // _CONTENTS_LINE for entry in headings if entry.level <= 3)


def _contents_line(entry: Heading, opening: str) -> str:
    """One entry. Its page number is a field without a value yet: a guess would mislead on paper."""
    direction, properties = directed(entry.text)
    page = field_start(rf"PAGEREF {entry.anchor} \h") + FIELD_END
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/>{direction}</w:pPr>{opening}'
        f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">{run(entry.text, properties)}'
        f"<w:r><w:tab/></w:r>{page}</w:hyperlink></w:p>"
    )
