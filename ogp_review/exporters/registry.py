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
}
ENDINGS = tuple(_EXPORTERS)


def exporter(target: Path) -> Export:
    """What writes a file with the ending of `target`.

    :raises ReviewError: naming the endings there are.
    """
    found = _EXPORTERS.get(target.suffix.lower())
    if found is None:
        raise ReviewError(f'"{target.name}" does not end in a known format. There are: {", ".join(ENDINGS)}.')
    module, name = found
    return cast(Export, getattr(import_module(f"ogp_review.exporters.{module}"), name))
