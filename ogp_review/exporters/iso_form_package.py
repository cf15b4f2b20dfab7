"""The Word file around the rows of the commenting form: titles, page header and footer, styles."""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Twips
from lxml import etree

from ogp_review.domain.report import Edition, ReportDocument
from ogp_review.exporters.docx_package import DOCUMENT_PART
from ogp_review.exporters.docx_parts import FIELD_END, field_start
from ogp_review.exporters.docx_text import escaped, run
from ogp_review.exporters.holding import clean_line
from ogp_review.exporters.wording import beginning

HEADING = "Template for comments and secretariat observations"
FORM = "ISO/IEC/CEN/CENELEC electronic balloting commenting template/version 2012-03"
TITLES = (
    ("MB/NC", "1", ""),
    ("Line number", "", "(e.g. 17)"),
    ("Clause/ Subclause", "", "(e.g. 3.1)"),
    ("Paragraph/ Figure/ Table/", "", "(e.g. Table 1)"),
    ("Type of comment", "2", ""),
    ("Comments", "", ""),
    ("Proposed change", "", ""),
    ("Observations of the secretariat", "", ""),
)
"""Each title of the form, the number of its footnote, and the example below it."""

WIDTHS = (1100, 850, 1250, 1050, 1000, 4100, 2500, 3288)
CELL_STYLES = (
    "ISOMB", "ISOClause", "ISOClause", "ISOParagraph", "ISOCommType", "ISOComments", "ISOChange",
    "ISOSecretObservations",
)  # fmt: skip
_FOOTNOTES = (
    ("1", "MB = Member body / NC = National Committee (enter the ISO 3166 two-letter country code, e.g. CN "
     "for China; comments from the ISO/CS editing unit are identified by **)"),
    ("2", "Type of comment: ge = general  te = technical  ed = editorial"),
)  # fmt: skip
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACE = f'xmlns:w="{_W}"'
_MARK = "rows"
_HEADER_WIDTHS = (6438, 2200, 3900, 2600)
_LONGEST = 60
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 16840, 11907, 851


def package(document: ReportDocument) -> tuple[dict[str, bytes], bytes, bytes]:
    """The parts of the file, and what stands in its document part before and after the table."""
    word = docx.Document()
    for name, relation in list(word.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/webSettings")):
            del word.part.rels[name]
    _set_styles(word)
    _set_page(word, document)
    _set_properties(word, document)
    word.element.body.sectPr.addprevious(etree.Comment(_MARK))
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, after = parts.pop(DOCUMENT_PART).split(f"<!--{_MARK}-->".encode())
    return parts, before, after


def table_start() -> str:
    """The table up to its first comment."""
    cells = "".join(_title(*title, width) for title, width in zip(TITLES, WIDTHS, strict=True))
    return (
        f"<w:tbl>{_table_look(WIDTHS, HEADING)}"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    )


def _title(title: str, footnote: str, example: str, width: int) -> str:
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{footnote}</w:t></w:r>'
    head = f'<w:p><w:pPr><w:pStyle w:val="ISOTitle"/></w:pPr>{run(title)}{mark if footnote else ""}</w:p>'
    below = f'<w:p><w:pPr><w:pStyle w:val="ISOExample"/></w:pPr>{run(example)}</w:p>' if example else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{head}{below}</w:tc>'


def _table_look(widths: tuple[int, ...], caption: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="99" w:type="dxa"/>'
        '<w:right w:w="99" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" '
        'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>'
        f'<w:tblCaption w:val="{escaped(caption)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _set_page(word: Document, document: ReportDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(_PAGE_WIDTH), Twips(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Twips(_MARGIN)
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    section.header_distance = section.footer_distance = Twips(567)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    _fill(section.header, _header(document))
    _fill(section.footer, _footer())


def _header(document: ReportDocument) -> str:
    title = beginning(clean_line(document.title), _LONGEST)
    texts = (HEADING, f"Date: {document.made_on}", f"Document: {title}", "Project:")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="ISOHeader"/></w:pPr>{run(text)}</w:p></w:tc>'
        for text, width in zip(texts, _HEADER_WIDTHS, strict=True)
    )
    return f"<w:tbl>{_table_look(_HEADER_WIDTHS, HEADING)}<w:tr>{cells}</w:tr></w:tbl>" + _line("ISOFooter")


def _footer() -> str:
    superscript = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    notes = "".join(
        _line("ISOFooter", f"<w:r>{superscript}<w:t>{mark}</w:t></w:r>{run(text)}")
        for mark, text in _FOOTNOTES
    )
    page = f"{run('page ')}{field_start('PAGE')}{run('1')}{FIELD_END}{run(' of ')}"
    total = f"{field_start('NUMPAGES')}{run('1')}{FIELD_END}"
    return notes + _line("ISOFooter", page + total) + _line("ISOFooter", run(FORM))


def _line(style: str, runs: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _fill(block: object, content: str) -> None:
    element = block._element  # type: ignore[attr-defined]  # noqa: SLF001
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:hdr {_NAMESPACE}>{content}</w:hdr>")))


def _set_properties(word: Document, document: ReportDocument) -> None:
    properties = word.core_properties
    properties.title = clean_line(document.title)[:255]
    maker = "OGP Review" if document.edition == Edition.PUBLIC else document.made_by
    properties.author = properties.last_modified_by = clean_line(maker)[:255]
    properties.subject = FORM
    properties.comments = clean_line(f"OGP Review {document.version}")[:255]
    properties.language = clean_line(document.language)[:255]
    properties.created = properties.modified = datetime.fromisoformat(document.made_on)
    properties.revision = 1


_STYLES = (
    ("ISOTitle", 16, '<w:keepLines/><w:spacing w:before="60" w:after="40"/><w:jc w:val="center"/>', "<w:b/>"),
    ("ISOExample", 16, '<w:spacing w:after="40"/><w:jc w:val="center"/>', ""),
    ("ISOHeader", 18, '<w:spacing w:before="60" w:after="60"/>', "<w:b/>"),
    ("ISOFooter", 14, '<w:spacing w:before="0" w:after="0"/>', ""),
    ("ISOAboutHeading", 20, '<w:keepNext/><w:spacing w:before="240" w:after="60"/>', "<w:b/>"),
    ("ISOAbout", 16, '<w:spacing w:after="40"/>', ""),
    *((name, 18, '<w:spacing w:before="60" w:after="60"/>', "") for name in dict.fromkeys(CELL_STYLES)),
)
"""Name, size in half points, properties of the paragraph and of its letters."""


def _set_styles(word: Document) -> None:
    styles = word.styles.element
    for child in styles.xpath("w:style[not(@w:default='1')]"):
        styles.remove(child)
    for name, size, paragraph, letters in _STYLES:
        fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        styles.append(
            parse_xml(
                f'<w:style {_NAMESPACE} w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
                f'<w:name w:val="{name}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
                f'<w:rPr>{fonts}{letters}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
            )
        )
