"""Whatever is done to the bytes of a source, a person is told a sentence: only ReviewError escapes."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogp_review.domain.incoming import IncomingCoding, IncomingComment, Reading
from ogp_review.errors import ReviewError
from ogp_review.importers import discuto_html, draft_text, nested_json, pasted, pdf, refi

DATA = Path(__file__).resolve().parents[1] / "data"
TIMES = 10_000 if os.environ.get("OGP_RANDOM_TESTS") else 150
READERS: dict[str, tuple[Callable[[Path], Reading], list[str]]] = {
    "html": (discuto_html.read, ["html/small_en.html", "html/small_de.html", "html/small_fr.html"]),
    "draft": (draft_text.read, ["html/small_es.html", "discuto/small_fr.txt"]),
    "json": (nested_json.read, ["json/debate.json"]),
    "pasted": (pasted.read, ["discuto/small_en.txt", "discuto/small_es.txt"]),
    "pdf": (pdf.read, ["pdf/letter.pdf", "pdf/notes.pdf"]),
    "refi": (refi.read, ["refi/small.qdpx", "refi/small.qde", "refi/small.qde"]),
}
WORDS = (
    b"<div>", b"</div>", b'"', b"\0", b"\xff\xfe", b"&#xd800;", b"{", b"]", b"<!DOCTYPE a>", b"\n\n", b"P3: ",
    b"comment=1&", b"/Kids", b"endobj", b" 0 R", b"stream\n", b"9999999999", b"-1", b"<Code>", b"PK\x03\x04",
)  # fmt: skip


def mutated(data: bytes, seed: int) -> bytes:
    """`data` with a few bytes changed, removed, doubled, or words of such files put in."""
    chance = random.Random(seed)
    whole = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(whole) + 1)
        size = chance.choice((1, 1, 2, 8, 64, 400))
        match chance.randrange(5):
            case 0:
                whole[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del whole[at : at + size]
            case 2:
                whole[at:at] = whole[at : at + size] * chance.choice((1, 3))
            case 3:
                whole[at:at] = chance.choice(WORDS)
            case _:
                other = chance.randrange(len(whole) + 1)
                whole[at : at + size] = whole[other : other + size]
    return bytes(whole)


def sound(reading: Reading) -> Iterator[str]:
    """What is wrong with the records of a reading."""
    known: dict[str | None, str] = {}
    for record in reading.records:
        if isinstance(record, IncomingComment):
            known[record.external_id] = record.text
            if not record.text.strip() or "\0" in record.text or "\r" in record.text:
                yield f"no clean text: {record}"
        if isinstance(record, IncomingCoding) and record.stop is not None:
            start = -1 if record.start is None else record.start
            if not 0 <= start < record.stop <= len(known[record.comment]):
                yield f"outside its comment: {record}"


@pytest.mark.parametrize("kind", READERS)
@settings(
    max_examples=TIMES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_nothing_but_a_sentence_escapes(kind: str, seed: int, tmp_path: Path) -> None:
    read, names = READERS[kind]
    source = DATA / names[seed % len(names)]
    path = tmp_path / f"mutated{source.suffix}"
    path.write_bytes(mutated(source.read_bytes(), seed))
    try:
        assert list(sound(read(path))) == []
    except ReviewError as error:
        assert len(str(error)) > 20
