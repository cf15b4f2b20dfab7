"""The Word file around the chapters: page formats, headers, styles and properties, made with python-docx.

Its body holds three marks at which the chapters are put in while the file is written.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.section import Section
from docx.shared import Cm, Length
from lxml import etree

from ogp_review.domain.report import ReportDocument
from ogp_review.exporters.docx_parts import FIELD_END, field_start
from ogp_review.exporters.docx_styles import styles_xml
from ogp_review.exporters.docx_text import directed, run, shortened
from ogp_review.exporters.wording import day
from ogp_review.i18n import _

DOCUMENT_PART = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MARK = "chapters"
_PROPERTY_LENGTH = 255
_HEADER_LENGTH = 90
_UNUSED = ("/stylesWithEffects", "/customXml", "/webSettings")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of the file, and the document part in four pieces, between which the chapters go."""

    parts: dict[str, bytes]
    pieces: tuple[bytes, bytes, bytes, bytes]


def package(document: ReportDocument, edition: str) -> Package:
    word = docx.Document()
    _drop_unused(word)
    _set_styles(word, document.language)
    _set_compatibility(word)
    _set_sections(word, document, edition)
    _set_properties(word, document)
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    first, second, third, last = parts.pop(DOCUMENT_PART).split(f"<!--{_MARK}-->".encode())
    return Package(parts, (first, second, third, last))


def _drop_unused(word: Document) -> None:
    for name, relation in list(word.part.rels.items()):
        if relation.reltype.endswith(_UNUSED):
            del word.part.rels[name]


def _set_styles(word: Document, language: str) -> None:
    """Ours instead of the 164 of python-docx, whose bullet list is kept."""
    styles = word.styles.element
    found = styles.xpath("w:style[@w:styleId='ListBullet']//w:numId/@w:val")
    code = language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) else "en"
    ours = parse_xml(styles_xml(_W, code, int(found[0])))
    for link in word.part.numbering_part.element.xpath("//w:pStyle[not(@w:val='ListBullet')]"):
        link.getparent().remove(link)
    for child in list(styles):
        styles.remove(child)
    styles.extend(list(ours))


def _set_compatibility(word: Document) -> None:
    """Laid out as Word does since 2013; otherwise Word says "Compatibility Mode" and shifts tables."""
    for setting in word.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        setting.set(f"{{{_W}}}val", "15")


def _set_sections(word: Document, document: ReportDocument, edition: str) -> None:
    """Cover and chapters, the landscape annex, the other annexes."""
    word.add_section()
    word.add_section()
    for position, section in enumerate(word.sections):
        _set_page(section, landscape=position == 1)
        _set_header(section, document, edition)
    word.sections[0].different_first_page_header_footer = True
    body = word.element.body
    holders = body.xpath("w:p[w:pPr/w:sectPr]")
    for holder in holders:
        holder.pPr.insert(0, parse_xml(f'<w:pStyle xmlns:w="{_W}" w:val="OGPSectionEnd"/>'))
    for place in (*holders, body.sectPr):
        place.addprevious(etree.Comment(_MARK))


def _set_page(section: Section, landscape: bool) -> None:
    width, height = Cm(21), Cm(29.7)
    side = Cm(2) if landscape else Cm(2.5)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Cm(2.2 if landscape else 2.5)
    section.header_distance = section.footer_distance = Cm(1.2)
    section.different_first_page_header_footer = False


def _set_header(section: Section, document: ReportDocument, edition: str) -> None:
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    inside = Length((section.page_width or 0) - margins).twips
    title = shortened(document.title or _("Untitled review"), _HEADER_LENGTH)
    _fill(section.header, "Header", title, run(_("Phase 3 report")), inside)
    page = field_start("PAGE") + run("1") + FIELD_END
    _fill(section.footer, "Footer", f"{edition} · {day(document.made_on)}", page, inside)


def _fill(block: object, style: str, left: str, right: str, inside: int) -> None:
    """`left` and `right` on one line that is `inside` twips long."""
    element = block._element  # type: ignore[attr-defined]  # noqa: SLF001
    direction, properties = directed(left)
    line = (
        f'<w:p xmlns:w="{_W}"><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:tabs><w:tab w:val="right" w:pos="{inside}"/></w:tabs></w:pPr>'
        f"{run(left, properties if direction else '')}<w:r><w:tab/></w:r>{right}</w:p>"
    )
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(line))


def _set_properties(word: Document, document: ReportDocument) -> None:
    properties = word.core_properties
    properties.title = document.title[:_PROPERTY_LENGTH]
    properties.author = properties.last_modified_by = document.made_by[:_PROPERTY_LENGTH]
    properties.subject = _("Phase 3 report")
    properties.language = document.language[:_PROPERTY_LENGTH]
    properties.comments = f"OGP Review {document.version}"[:_PROPERTY_LENGTH]
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    properties.revision = 1
