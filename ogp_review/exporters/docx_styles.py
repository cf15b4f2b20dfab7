"""The styles of the report, as data: whoever wants another look changes them here or in Word, once."""

from dataclasses import dataclass

ACCENT, INK, QUIET, RULE, TINT = "4451BD", "1F2433", "5B6172", "D5D8EA", "F2F3FA"
INSERTED, DELETED = "17643A", "A3271F"
FONT = "Arial"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. `size` in half points; `before`, `after` and `indent` in twentieths of a point."""

    id: str
    name: str
    size: int = 21
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: int = 0
    after: int = 120
    line: int = 276
    based_on: str | None = "Normal"
    following: str | None = None
    paragraph: str = ""
    """Further paragraph properties that stand before spacing, in the order of the schema."""
    indent: str = ""
    align: str = ""
    outline: int | None = None
    character: str = ""

    def xml(self) -> str:
        based = f'<w:basedOn w:val="{self.based_on}"/>' if self.based_on else ""
        following = f'<w:next w:val="{self.following}"/>' if self.following else ""
        kind = ' w:default="1"' if self.id == "Normal" else ' w:customStyle="1"' * self.id.startswith("OGP")
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{based}'
            f"{following}<w:qFormat/><w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        spacing = (
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" '
            f'w:line="{self.line}" w:lineRule="auto"/>'
        )
        indent = f"<w:ind {self.indent}/>" if self.indent else ""
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        outline = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        return self.paragraph + spacing + indent + align + outline

    def _run(self) -> str:
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        italic = "<w:i/><w:iCs/>" if self.italic else ""
        colour = f'<w:color w:val="{self.colour}"/>'
        return (
            f'{bold}{italic}{colour}{self.character}<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>'
        )


def _side(where: str, size: int, space: int, colour: str) -> str:
    border = f'<w:{where} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
    return f"<w:pBdr>{border}</w:pBdr>"


def _shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


SHADE = _shade(TINT)
_INSET = 'w:left="200" w:right="200"'

_KEEP = "<w:keepNext/><w:keepLines/>"
_CONTENTS_TAB = '<w:tabs><w:tab w:val="right" w:pos="9071"/></w:tabs>'
_BULLET = '<w:numPr><w:numId w:val="{bullet}"/></w:numPr>'


def _heading(level: int, size: int, colour: str, before: int, after: int, extra: str = "") -> Style:
    return Style(
        f"Heading{level}", f"heading {level}", size, colour, bold=True, before=before, after=after, line=252,
        following="BodyText", paragraph=_KEEP + extra, outline=level - 1,
    )  # fmt: skip


STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", based_on=None, paragraph="<w:widowControl/>"),
    Style("BodyText", "Body Text"),
    Style("OGPLeadIn", "OGP Lead-in", paragraph="<w:keepNext/>"),
    _heading(1, 40, ACCENT, 480, 200, _side("bottom", 6, 6, RULE)),
    _heading(2, 28, INK, 360, 120),
    _heading(3, 23, ACCENT, 300, 80),
    _heading(4, 21, INK, 160, 40),
    Style("Title", "Title", 68, INK, bold=True, before=120, after=360, line=252),
    Style("Subtitle", "Subtitle", 30, ACCENT, bold=True, before=4600, after=0,
          paragraph="<w:keepNext/>" + _side("top", 48, 14, ACCENT)),
    Style("OGPCover", "OGP Cover line", 22, QUIET, after=60),
    Style("TOCHeading", "TOC Heading", 40, ACCENT, bold=True, after=240,
          paragraph=_KEEP + "<w:pageBreakBefore/>"),
    Style("TOC1", "toc 1", 21, INK, bold=True, before=120, after=40, paragraph=_CONTENTS_TAB),
    Style("TOC2", "toc 2", 20, INK, after=20, paragraph=_CONTENTS_TAB, indent='w:left="284"'),
    Style("TOC3", "toc 3", 19, QUIET, after=0, paragraph=_CONTENTS_TAB, indent='w:left="567"'),
    Style("Header", "header", 16, QUIET, after=0, line=240, paragraph=_side("bottom", 4, 4, RULE)),
    Style("Footer", "footer", 16, QUIET, after=0, line=240),
    Style("OGPCoverBand", "OGP Cover header", 16, QUIET, after=0, line=240),
    Style("ListBullet", "List Bullet", after=60, paragraph=_BULLET, indent='w:left="360" w:hanging="360"'),
    Style("OGPDraftText", "OGP Draft text", 20, QUIET, after=160,
          paragraph=_side("left", 18, 10, RULE), indent='w:left="284" w:right="284"'),
    Style("OGPRedline", "OGP Redline", 20, INK, after=160,
          paragraph=_side("left", 18, 10, RULE), indent='w:left="284" w:right="284"'),
    Style("OGPQuotation", "OGP Quotation", 20, INK, before=80, after=40,
          paragraph="<w:keepNext/>" + _side("left", 18, 10, ACCENT), indent='w:left="567" w:right="567"'),
    Style("OGPSource", "OGP Source", 17, QUIET, after=160, indent='w:left="567" w:right="567"'),
    Style("OGPNote", "OGP Note", 18, QUIET),
    Style("OGPCounts", "OGP Counts", 18, QUIET, paragraph="<w:keepNext/>"),
    Style("OGPNothing", "OGP Nothing here", 21, QUIET, italic=True),
    Style("OGPLabelled", "OGP Labelled line", 20, QUIET, after=0,
          paragraph='<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="2000"/></w:tabs>',
          indent='w:left="2000" w:hanging="1716"'),
    Style("OGPCallout", "OGP Callout", 21, INK, before=120, after=200,
          paragraph="<w:keepLines/>" + _side("left", 36, 8, ACCENT) + _shade(TINT),
          indent='w:left="227"'),
    Style("OGPFigure", "OGP Figure", 44, ACCENT, bold=True, before=60, after=0, line=240,
          paragraph="<w:keepNext/>"),
    Style("OGPFigureLabel", "OGP Figure label", 17, QUIET, after=60, line=240),
    Style("OGPTableHeading", "OGP Table heading", 17, "FFFFFF", bold=True, before=20, after=20, line=240,
          paragraph="<w:keepNext/>"),
    Style("OGPTableHeadingNumber", "OGP Table heading number", 17, "FFFFFF", bold=True, before=20,
          after=20, line=240, paragraph="<w:keepNext/>", align="right"),
    Style("OGPTableText", "OGP Table text", 18, before=20, after=20, line=252),
    Style("OGPTableQuiet", "OGP Table note", 17, QUIET, before=0, after=20, line=252),
    Style("OGPTableOwnWords", "OGP Table own words", 18, QUIET, before=20, after=20, line=252),
    Style("OGPTableLead", "OGP Table lead", 18, bold=True, before=20, after=40, line=252,
          paragraph="<w:keepNext/>"),
    Style("OGPTableTotal", "OGP Table total", 18, bold=True, before=20, after=20, line=252),
    Style("OGPTableNumber", "OGP Table number", 18, before=20, after=20, line=252, align="right"),
    Style("OGPTableTotalNumber", "OGP Table total number", 18, bold=True, before=20, after=20, line=252,
          align="right"),
    Style("OGPBar", "OGP Bar", 10, ACCENT, before=70, after=20, line=240,
          paragraph="<w:keepNext/>" + _shade(ACCENT)),
    Style("OGPKeptText", "OGP Kept text", 17, before=30, after=30, line=250, paragraph="<w:keepNext/>"),
    Style("OGPKeptRef", "OGP Kept ref", 17, ACCENT, bold=True, before=30, after=30, line=250,
          paragraph="<w:keepNext/>"),
    Style("OGPKeptNumber", "OGP Kept number", 17, before=30, after=30, line=250, paragraph="<w:keepNext/>",
          align="right"),
    Style("OGPVerbatim", "OGP Verbatim", 17, before=40, after=40, line=250, indent=_INSET),
    Style("OGPRefs", "OGP Comment refs", 15, QUIET, after=60, line=250, indent=_INSET),
    Style("OGPTableEnd", "OGP After a table", 8, before=0, after=120, line=240),
    Style("OGPSectionEnd", "OGP Section end", 2, before=0, after=0, line=240),
)  # fmt: skip

_TABLE = f"""
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="OGPTable"><w:name w:val="OGP Table"/>
<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="4" w:space="0" w:color="{ACCENT}"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{ACCENT}"/>
<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="OGPFigures"><w:name w:val="OGP Figures"/>
<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>
<w:insideV w:val="single" w:sz="24" w:space="0" w:color="FFFFFF"/></w:tblBorders>
<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="142" w:type="dxa"/>
<w:bottom w:w="57" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:semiHidden/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="OGPRef"><w:name w:val="OGP Ref"/>
<w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="OGPLabel"><w:name w:val="OGP Label"/>
<w:rPr><w:b/><w:bCs/><w:color w:val="{INK}"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="OGPInserted"><w:name w:val="OGP Inserted"/>
<w:rPr><w:color w:val="{INSERTED}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="OGPDeleted"><w:name w:val="OGP Deleted"/>
<w:rPr><w:strike/><w:color w:val="{DELETED}"/></w:rPr></w:style>"""


def styles_xml(namespace: str, language: str, bullet: int) -> str:
    """The whole styles part. `bullet` is the number of the list that bullets belong to."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:lang w:val="{language}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
    )
    paragraphs = "".join(style.xml() for style in STYLES).replace("{bullet}", str(bullet))
    return f'<w:styles xmlns:w="{namespace}">{defaults}{paragraphs}{_TABLE}</w:styles>'
