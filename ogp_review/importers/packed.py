"""Which importer a zip file is for, by what is packed in it. What this program wrote itself is no source."""

from collections.abc import Mapping as Names
from pathlib import Path

from ogp_review.domain.incoming import Reading
from ogp_review.errors import ReviewError
from ogp_review.i18n import _
from ogp_review.importers import refi, tables, word
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.zips import Package, open_zip

_LARGEST_LOOKED_AT = 8 * 1024 * 1024
_OPEN_TEXT = "opendocument.text"
_OPEN_SHEET = "opendocument.spreadsheet"
_OWN_SHEETS = (b'"Response matrix"', b'"Comments"', b'"Codebook"', b'"About"')
_OWN_STYLE = b'"OGPRef"'
_REPORT = "Phase 3 report"
_WORD, _SHEET = (
    (".docx", ".docm", ".dotx", ".dotm"),
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".ots"),
)


def read(
    path: Path,
    *,
    language: str | None = None,
    consultation: str | None = None,
    mapping: Mapping | Names[str, str] | None = None,
    as_draft: bool = False,
) -> Reading:
    """The comments, or with `as_draft` the draft, in a Word file, a workbook or a project of REFI-QDA.

    Raises ReviewError where it is none of these, damaged, made to do harm, or was exported by this program.
    """
    with open_zip(path) as package:
        kind = _kind(package, path.name.lower())
        _refuse_own(package, kind)
    if kind == "word":
        reader = word.read_draft if as_draft else word.read
        return reader(path, language=language, consultation=consultation)
    if as_draft:
        raise ReviewError(
            f'"{path.name}" cannot be read as a draft. Choose a Word, Markdown, HTML or text file.'
        )
    if kind == "refi":
        return refi.read(path, language=language, consultation=consultation)
    return tables.read(path, path.name, language=language, consultation=consultation, mapping=mapping)


def _kind(package: Package, name: str) -> str:
    members = [member.replace("\\", "/").lower() for member in package.members]
    if any(member.endswith(".qde") for member in members) or name.endswith(".qdpx"):
        return "refi"
    for kind, folder in (("word", "word/"), ("sheet", "xl/")):
        if any(member.startswith(folder) for member in members):
            return kind
    spoken = _part(package, "mimetype").decode("ascii", "replace")
    if _OPEN_SHEET in spoken:
        return "sheet"
    if _OPEN_TEXT in spoken:
        raise ReviewError(f'"{package.name}" is an OpenDocument text. Save it as .docx and import that.')
    if any(member.startswith("ppt/") for member in members):
        raise ReviewError(f'"{package.name}" is a presentation. Save it as a PDF and import that.')
    for kind, endings in (("word", _WORD), ("sheet", _SHEET)):
        if name.endswith(endings):
            return kind
    raise ReviewError(f'"{package.name}" is a zip file. Unpack it and import what is in it.')


def _refuse_own(package: Package, kind: str) -> None:
    """An exported file read as a source would bring staff's words back as if participants had said them."""
    if kind == "word" and _OWN_STYLE in _part(package, "word/styles.xml"):
        properties = _part(package, "docProps/core.xml").decode("utf-8", "replace")
        if _REPORT in properties or _(_REPORT) in properties:
            raise ReviewError(
                f'"{package.name}" is a report that OGP Review made. '
                "What is changed in it cannot be read back yet."
            )
    if kind == "sheet":
        book = _part(package, "xl/workbook.xml")
        if all(sheet in book for sheet in _OWN_SHEETS):
            raise ReviewError(
                f'"{package.name}" is a response matrix that OGP Review made. '
                "Take in what was changed in it with: ogp-review read-back REVIEW FILE"
            )


def _part(package: Package, member: str) -> bytes:
    if member not in package or package.size(member) > _LARGEST_LOOKED_AT:
        return b""
    return package.read(member)
