"""Word files for tests, made of XML so that each part is just what a test is about."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid" '
    'xmlns:w16cex="http://schemas.microsoft.com/office/word/2018/wordml/cex" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ROOTS = {
    "document": "w:document", "comments": "w:comments", "commentsExtended": "w15:commentsEx",
    "commentsIds": "w16cid:commentsIds", "commentsExtensible": "w16cex:commentsExtensible",
    "styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "header": "w:hdr",
}  # fmt: skip
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/></w:style>'
    for ident, name in [("Title", "Title"), ("H1", "heading 1"), ("H2", "heading 2"), ("T1", "toc 1")]
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="P%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/>'
    '</w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
)  # fmt: skip


def xml(part: str, inside: str) -> str:
    root = _ROOTS[part]
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {_NAMESPACES}>{inside}</{root}>'


def make(path: Path, body: str, **parts: str) -> Path:
    """A Word file with these parts; each is the inside of its root element."""
    members = {"word/document.xml": xml("document", f"<w:body>{body}</w:body>")}
    members |= {f"word/{name}.xml": xml(name, inside) for name, inside in parts.items()}
    members["_rels/.rels"] = relations({"officeDocument": "word/document.xml"})
    members["word/_rels/document.xml.rels"] = relations({name: f"{name}.xml" for name in parts})
    return pack(path, members)


def relations(targets: dict[str, str]) -> str:
    entries = (
        f'<Relationship Id="r{n}" Type="{_TYPE}{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(entries)}</Relationships>'


def pack(path: Path, members: dict[str, str] | dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def p(*inside: str, style: str = "", number: str = "", mark: str = "", ident: str = "") -> str:
    """A paragraph. `number` is the list it is in, "1" or "3:1" for a deeper level; `mark` its mark's fate."""
    settings = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        name, _, depth = number.partition(":")
        settings += f'<w:numPr><w:ilvl w:val="{depth or 0}"/><w:numId w:val="{name}"/></w:numPr>'
    settings += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    own = f' w14:paraId="{ident}"' if ident else ""
    return f"<w:p{own}><w:pPr>{settings}</w:pPr>{''.join(inside)}</w:p>"


def r(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def stamp(author: str, date: str = "2026-03-01T10:00:00Z") -> str:
    return f'w:author="{author}" w:date="{date}"'


def ins(text: str, author: str = "Ana", date: str = "2026-03-01T10:00:00Z") -> str:
    return f'<w:ins w:id="9" {stamp(author, date)}>{r(text)}</w:ins>'


def cut(text: str, author: str = "Ana", date: str = "2026-03-01T10:00:00Z") -> str:
    return f'<w:del w:id="9" {stamp(author, date)}>{r(text, "delText")}</w:del>'


def start(key: str) -> str:
    return f'<w:commentRangeStart w:id="{key}"/>'


def end(key: str) -> str:
    return f'<w:commentRangeEnd w:id="{key}"/><w:r><w:commentReference w:id="{key}"/></w:r>'


def comment(key: str, *paragraphs: str, author: str = "Ana", date: str = "2026-03-01T10:00:00Z") -> str:
    inside = "".join(text if text.startswith("<w:p") else p(r(text)) for text in paragraphs)
    return f'<w:comment w:id="{key}" {stamp(author, date)}>{inside}</w:comment>'


def table(*rows: list[str]) -> str:
    """A table; a cell that begins with "<" is taken as it is, one that is "^" goes on from the row above."""
    lines = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{lines}</w:tbl>"


def _cell(text: str) -> str:
    if text == "^":
        return f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc>"
    inside = text if text.startswith("<") else "".join(p(r(line)) for line in text.split("\n"))
    return f"<w:tc>{inside}</w:tc>"


def mark(kind: str, author: str = "Ana") -> str:
    return f'<w:{kind} w:id="8" {stamp(author)}/>'


def moved(kind: str, text: str) -> str:
    tag = "delText" if kind == "moveFrom" else "t"
    return (
        f'<w:{kind}RangeStart w:id="5" w:name="move1" {stamp("Ana")}/><w:{kind} w:id="6" {stamp("Ana")}>'
        f'{r(text, tag)}</w:{kind}><w:{kind}RangeEnd w:id="5"/>'
    )  # fmt: skip


LABELLED = p(r("P12 We will "), start("0"), r("support "), r("reformers"), end("0"), r(" everywhere."))
TITLES = [
    "MB/NC1", "Line number (e.g. 17)", "Clause/ Subclause (e.g. 3.1)",
    "Paragraph/ Figure/ Table/ (e.g. Table 1)", "Type of comment2", "Comments", "Proposed change",
    "Observations of the secretariat",
]  # fmt: skip
FILLED = [
    ["DE 001", "17", "", "P12", "te", "Too vague.\nSay who.", "Members report yearly.", "Noted"],
    ["^", "", "3.1", "Paragraph 2", "ed/ge", "Typo.", "", ""],
    ["OGP", "", "", "7", "xx", "", "Delete it.", ""],
    ["FR", "", "3.2", "", "ge", "", "", ""],
    ["", "", "", "", "", "", "", ""],
]
