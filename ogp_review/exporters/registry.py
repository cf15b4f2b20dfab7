"""Which exporter writes which ending. Each is imported when it is needed: start-up pays for none."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from ogp_review.domain.report import ReportDocument
from ogp_review.errors import ReviewError
from ogp_review.progress import Progress

Export = Callable[[ReportDocument, Path, Progress], list[str]]

_EXPORTERS = {
    ".docx": ("docx", "write_docx"),
    ".xlsx": ("xlsx", "write_xlsx"),
    ".csv": ("tables", "write_csv"),
    ".json": ("tables", "write_json"),
    ".html": ("html", "write_html"),
    ".qdpx": ("refi", "write_qdpx"),
    ".qdc": ("refi_codes", "write_qdc"),
}
_KINDS = {
    "iso": {".docx": ("iso_form", "write_iso_form")},
    "open": {".json": ("open_data", "write_open_json"), ".zip": ("open_data", "write_open_zip")},
}
ENDINGS = tuple(_EXPORTERS)
KINDS = tuple(_KINDS)
"""Of files that another kind shares its ending with: the ISO/IEC commenting form, and open data."""


def exporter(target: Path, kind: str | None = None) -> Export:
    """What writes a file with the ending of `target`; `kind` is one of KINDS, or nothing.

    :raises ReviewError: naming the endings and kinds there are.
    """
    if kind is not None and kind not in _KINDS:
        raise ReviewError(f'There is no kind "{kind}". There are: {", ".join(KINDS)}.')
    known = _EXPORTERS if kind is None else _KINDS[kind]
    found = known.get(target.suffix.lower())
    endings = ", ".join(known)
    if found is None and kind is None:
        raise ReviewError(f'"{target.name}" does not end in a known format. There are: {endings}.')
    if found is None:
        raise ReviewError(f'"{target.name}" does not end as the kind "{kind}" does. There are: {endings}.')
    module, name = found
    return cast(Export, getattr(import_module(f"ogp_review.exporters.{module}"), name))


def is_public(kind: str | None) -> bool:
    """Whether a kind is made for publication, and so holds the public edition whatever was asked for."""
    return kind == "open"


def holds_coding(target: Path) -> bool:
    """Whether the format holds tagged passages and notes, which cost a read of their own."""
    return target.suffix.lower() == ".qdpx"
