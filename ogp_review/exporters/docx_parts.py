"""The building blocks of the report: headings, paragraphs and tables as XML text.

Text and not objects, because a table of 20,000 rows is thirty times faster that way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ogp_review.exporters.docx_styles import SHADE
from ogp_review.exporters.docx_text import directed, escaped, run, shortened

PORTRAIT_WIDTH = 9071
"""Between the margins, in twentieths of a point."""

TABLE_END = '</w:tbl><w:p><w:pPr><w:pStyle w:val="OGPTableEnd"/></w:pPr></w:p>'
"""Word wants a paragraph after a table, which also makes the space."""

_HEADING_LENGTH = 250
_BAR_SHARE = 0.94


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

    def blocks(self, text: str, style: str = "BodyText") -> None:
        """Written text: an empty line starts a new paragraph."""
        for block in text.split("\n\n"):
            if block.strip():
                self.text(block.strip("\n"), style)

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


def paragraph(style: str, text: str, language: str | None = None) -> str:
    direction, properties = directed(text, language)
    shown = run(text, properties) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>{shown}</w:p>'


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


def text_row(columns: Sequence[TableColumn], values: Sequence[str | int], total: bool = False) -> str:
    """A row of texts and numbers. Where a text is long the row may run over to the next page."""
    texts = [f"{value:,}" if isinstance(value, int) else value for value in values]
    kind = "Total" if total else ""
    styles = (f"OGPTable{kind}Number" if column.number else f"OGPTable{kind or 'Text'}" for column in columns)
    cells = (
        cell(column.width, paragraph(style, text))
        for column, style, text in zip(columns, styles, texts, strict=True)
    )
    return row(cells, whole=sum(map(len, texts)) < 1200)


def table(
    columns: Sequence[TableColumn],
    title: str,
    rows: Iterable[Sequence[str | int]],
    total: Sequence[str | int] | None = None,
) -> str:
    body = "".join(text_row(columns, values) for values in rows)
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
    opening = field_start(r'TOC \o "1-3" \h \z \u')
    entries = [entry for entry in headings if entry.level <= 3]
    lines = "".join(_contents_line(entry, "" if at else opening) for at, entry in enumerate(entries))
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('TOCHeading', title)}{lines}"
        f'<w:p><w:pPr><w:pStyle w:val="OGPNote"/></w:pPr>{FIELD_END}</w:p></w:sdtContent></w:sdt>'
    )


def _contents_line(entry: Heading, opening: str) -> str:
    """One entry. Its page number is a field without a value yet: a guess would mislead on paper."""
    direction, properties = directed(entry.text)
    page = field_start(rf"PAGEREF {entry.anchor} \h") + FIELD_END
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/>{direction}</w:pPr>{opening}'
        f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">{run(entry.text, properties)}'
        f"<w:r><w:tab/></w:r>{page}</w:hyperlink></w:p>"
    )
