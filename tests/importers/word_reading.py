"""What tests of Word files ask of them."""

from pathlib import Path

import pytest

from ogp_review.domain.incoming import (
    Incoming,
    IncomingComment,
    IncomingParagraph,
    IncomingWarning,
)
from ogp_review.importers import word

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "word"
REAL = ROOT.parent / "shared" / "data" / "docx"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real Word files are not beside the repository")


def records(path: Path) -> list[Incoming]:
    return list(word.read(path).records)


def comments(path: Path) -> list[IncomingComment]:
    return [record for record in records(path) if isinstance(record, IncomingComment)]


def warnings(path: Path) -> list[str]:
    return [record.text for record in records(path) if isinstance(record, IncomingWarning)]


def draft(path: Path) -> list[Incoming]:
    return list(word.read_draft(path).records)


def paragraphs(path: Path) -> list[tuple[str, str, str | None]]:
    found = draft(path)
    return [(d.label, d.text, d.section) for d in found if isinstance(d, IncomingParagraph)]
