"""The valid files that are damaged: of every importer the small ones of the tests, and some made here."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"

_FILES: dict[str, tuple[str, ...]] = {
    "discuto-text": ("discuto/*.txt",),
    "discuto-html": ("html/*.html",),
    "csv": ("tables/*.csv", "tables/*.tsv"),
    "xlsx": ("tables/*.xlsx",),
    "ods": ("tables/*.ods",),
    "eml": ("mail/*.eml",),
    "mbox": ("mail/*.mbox",),
    "msg": ("mail/*.msg",),
    "docx": ("word/*.docx",),
    "pdf": ("pdf/*.pdf",),
    "json": ("json/*.json",),
    "qdpx": ("refi/*.qdpx", "refi/*.qde"),
}
_DRAFT = """# 1. The quay

P1 The quay is open to all.

P2. Boats give way to swimmers.

## 2. The boats

3) Nobody moors at night.
"""
_PASTED = """Comment by Ann Example on 29th June 2023

P1: The quay must stay open.
Also at night.

P2: Boats are welcome.

Comment by Bo on 30th June 2023

I disagree.
"""
_CODEBOOK = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="test"><Codes>
<Code guid="11111111-1111-1111-1111-111111111111" name="Access" isCodable="true" color="#ff0000">
<Description>Who may come</Description>
<Code guid="22222222-2222-2222-2222-222222222222" name="At night" isCodable="true"/></Code>
</Codes><Sets/></CodeBook>
"""
_OWN = """{"review_id": "5", "title": "Plan", "edition": "committee", "matrix": [], "ledger": {"comments": 2},
"comments": [
  {"row_id": "77", "ref": "C0001", "paragraph": "P1", "author": "Ann", "channel": "discuto", "language": "en",
   "date": "2023-01-30",
   "text": "The quay must stay open.", "votes_for": 3, "votes_against": 0, "themes": ["Access"]},
  {"row_id": "78", "ref": "C0002", "paragraph": "P2", "text": "No.", "reply_to": "C0001", "themes": []}]}
"""


@dataclass(frozen=True, slots=True)
class Seed:
    """A valid file: its bytes, what its name ends with, and whether it is read as the draft."""

    data: bytes
    suffix: str
    as_draft: bool = False


_MADE: dict[str, tuple[Seed, ...]] = {
    "json": (Seed(_OWN.encode(), ".json"),),
    "qdc": (Seed(_CODEBOOK.encode(), ".qdc"),),
    "draft": (Seed(_DRAFT.encode(), ".md", True), Seed(_DRAFT.encode("utf-16"), ".txt", True)),
    "pasted": (Seed(_PASTED.encode(), ".txt"), Seed(_DRAFT.encode(), ".txt")),
}
KINDS = tuple(dict.fromkeys((*_FILES, *_MADE)))


@cache
def seeds_of(kind: str) -> tuple[Seed, ...]:
    """The valid files of one importer."""
    found = [path for pattern in _FILES.get(kind, ()) for path in sorted(DATA.glob(pattern))]
    seeds = [Seed(path.read_bytes(), path.suffix) for path in found]
    if kind == "draft":
        for name in ("word/draft.docx", "html/small_es.html"):
            seeds.append(Seed((DATA / name).read_bytes(), Path(name).suffix, True))
    return (*seeds, *_MADE.get(kind, ()))
