import os
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingComment,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import mail, mail_compound, msg
from ogp_review.importers.mail_rtf import rtf_text, unpacked

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "data" / "mail" / "outlook.msg"
REAL = ROOT.parent / "shared" / "data" / "mail"
MANY = bool(os.environ.get("OGP_RANDOM_TESTS"))

Tree = Mapping[str, "bytes | Tree"]
Read = Callable[[Tree | bytes], list[Incoming]]

# A writer of compound files, as small as Outlook's own readers allow --------------------------------------

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: Tree) -> bytes:
    """A compound file with these storages (dicts) and streams (bytes)."""
    entries = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    streams: list[tuple[int, bytes]] = []
    _enter(tree, entries, 0, streams)
    mini, mini_fat, sectors, fat = bytearray(), [], bytearray(), []
    for index, data in streams:
        small = len(data) < CUTOFF
        store, table, size = (mini, mini_fat, MINI) if small else (sectors, fat, SECTOR)
        entries[index][5] = _store(store, table, data, size)
        entries[index][6] = len(data)
    entries[0][5], entries[0][6] = _store(sectors, fat, bytes(mini), SECTOR), len(mini)
    mini_start = _store(sectors, fat, struct.pack(f"<{len(mini_fat)}I", *mini_fat), SECTOR, fill=b"\xff")
    listing = b"".join(map(_entry, entries))
    listing_start = _store(sectors, fat, listing, SECTOR)
    count = next(n for n in range(1, 110) if n * 128 >= len(fat) + n)
    places = range(len(fat), len(fat) + count)
    fat += [FAT] * count
    fat += [FREE] * (count * 128 - len(fat))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        msg.MAGIC, 0x3E, 3, 0xFFFE, 9, 6, 0, count, listing_start, 0, CUTOFF, mini_start,
        -(-len(mini_fat) // 128), END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *places, *[FREE] * (109 - count))
    return header + bytes(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _enter(tree: Tree, entries: list[list[Any]], parent: int, streams: list[tuple[int, bytes]]) -> None:
    before = 0
    for name, inside in tree.items():
        index = len(entries)
        is_stream = isinstance(inside, bytes)
        entries.append([name, 2 if is_stream else 1, FREE, FREE, FREE, END if is_stream else 0, 0])
        entries[before or parent][3 if before else 4] = index
        before = index
        if isinstance(inside, bytes):
            streams.append((index, inside))
        else:
            _enter(inside, entries, index, streams)


def _store(store: bytearray, table: list[int], data: bytes, size: int, fill: bytes = b"\0") -> int:
    """Append data to sectors and chain them in their table; the number of the first."""
    if not data:
        return END
    start, count = len(table), -(-len(data) // size)
    store += data + fill * (count * size - len(data))
    table += [*range(start + 1, start + count), END]
    return start


def _entry(entry: list[Any]) -> bytes:
    name, kind, left, right, child, start, size = entry
    written = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16x4x16xIQ", written, len(written) + 2, kind, 1, left, right, child, start, size
    )


def fixed(start: int, **numbers: int) -> bytes:
    """The table of properties that are numbers: tag as hexadecimal digits, after `start` bytes."""
    rows = [struct.pack("<IIQ", int(tag[1:], 16), 6, value) for tag, value in numbers.items()]
    return b"\0" * start + b"".join(rows)


def wide(**texts: str) -> dict[str, bytes]:
    return {f"__substg1.0_{tag[1:]}001F": text.encode("utf-16-le") for tag, text in texts.items()}


def letter(start: int = 32, **numbers: int) -> dict[str, "bytes | Tree"]:
    return {
        "__properties_version1.0": fixed(start, **numbers),
        **wide(
            p001A="IPM.Note",
            p0037="Draft",
            p0C1A="Ana Bell",
            p5D01="Ana@X.example",
            p1035="<1@x.example>",
            p1000="P3 matters.\r\n\r\nMore.",
        ),
    }


SENT = 0x01DCAA2D4A8A0000  # a day in March 2026, in 100 ns since 1601


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_tree(tree: Tree | bytes) -> list[Incoming]:
        path = tmp_path / "letter.msg"
        path.write_bytes(tree if isinstance(tree, bytes) else compound(tree))
        return list(mail.read(path).records)

    return read_tree


def only(found: list[Incoming], kind: type = IncomingComment) -> list[Any]:
    return [record for record in found if isinstance(record, kind)]


# Sound mails ----------------------------------------------------------------------------------------------


def test_a_mail_of_outlook_is_read() -> None:
    reading = mail.read(OWN)
    assert (reading.format, reading.consultation.channel) == ("outlook-msg", "email")
    found = list(reading.records)
    third, seventh, inner = only(found)
    assert (third.paragraph, third.text) == ("P3", "P3: Name a budget – 5 million €.")
    assert (seventh.paragraph, seventh.external_id) == ("P7", "own@x.example#P7")
    assert (third.author, third.email) == ("José Bell", "jose@x.example")
    assert third.posted_at == "2026-03-02T10:14:01+00:00"
    assert third.folded == "Dear team,\n\nBest regards,\nJosé"
    assert (inner.author, inner.text, inner.where) == (
        "Cleo Dane",
        "Farmers are missing.",
        "message 1, attached message 1",
    )
    assert only(found, IncomingAttachment) == [
        IncomingAttachment("plan.pdf", b"%PDF-1.4", "message 1", "José Bell", "jose@x.example")
    ]


def test_what_outlook_calls_an_office_file_of_old_is_no_mail(read: Read) -> None:
    with pytest.raises(ReviewError, match=r'"letter.msg" is an old Office file, not an Outlook mail'):
        read({"WordDocument": b"x" * 5_000})


@pytest.mark.parametrize(
    ("page", "raw", "text"),
    [
        (1252, b"caf\xe9 \x80", "café €"),
        (1251, b"\xcf\xf0\xe8", "При"),
        (65001, "é李".encode(), "é李"),
        (932, "日本".encode("cp932"), "日本"),
        (28592, b"\xb1", "ą"),
        (99_999, b"abc", "abc"),
        (0, b"\xe9t\xe9", "été"),
    ],
)
def test_texts_of_a_code_page_are_decoded_by_it(read: Read, page: int, raw: bytes, text: str) -> None:
    tree = {"__properties_version1.0": fixed(32, p3FFD0003=page), "__substg1.0_1000001E": raw + b" ok\0"}
    assert only(read(tree))[0].text == f"{text} ok"


def test_html_is_read_where_there_is_no_plain_text(read: Read) -> None:
    tree = letter(p3FDE0003=28591) | wide(p1000=" ")
    tree["__substg1.0_10130102"] = b"<p>caf\xe9<script>x</script><p>two"
    assert only(read(tree))[0].text == "café\n\ntwo"


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 caf\'e9 \u8364?\f1 \'cf\htmlrtf\par}\htmlrtf0 "
    rb"{\*\htmltag72 </p>}"
    b'\r\n{\\*\\htmltag64 <p>}two{\\*\\htmltag84 <a href="https://x.example">}\\htmlrtf {\\htmlrtf0 link'
    b"\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </a>}}"
)


def plain(rtf: bytes) -> bytes:
    return struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def packed(rtf: bytes) -> bytes:
    """LZFu with literals only, and the mark of the end."""
    tokens = [(False, bytes([byte])) for byte in rtf]
    tokens.append((True, struct.pack(">H", (207 + len(rtf)) % 4096 << 4)))
    out = b""
    for start in range(0, len(tokens), 8):
        eight = tokens[start : start + 8]
        out += bytes([sum(1 << bit for bit, (mark, _) in enumerate(eight) if mark)])
        out += b"".join(data for _, data in eight)
    return struct.pack("<4I", len(out) + 12, len(rtf), 0x75465A4C, 0) + out


def test_rich_text_is_unpacked_and_its_html_read(read: Read) -> None:
    for data in (plain(RTF), packed(RTF)):
        tree = letter() | wide(p1000="") | {"__substg1.0_10090102": data}
        assert only(read(tree))[0].text == "café €П\n\ntwolink <https://x.example>"


def test_a_mail_that_outlook_made_itself_is_skipped(read: Read) -> None:
    for kind, why in (
        ("REPORT.IPM.Note.NDR", "a delivery report"),
        ("REPORT.IPM.Note.IPNRN", "a read receipt"),
        ("IPM.Note.Rules.OofTemplate.Microsoft", "an automatic reply"),
    ):
        assert only(read(letter() | wide(p001A=kind)), IncomingSkip) == [IncomingSkip("message 1", why)]
    sealed = letter() | wide(p001A="IPM.Note.SMIME", p1000="")
    assert only(read(sealed), IncomingSkip)[0].why.startswith("it is encrypted")


def test_headers_of_the_way_go_before_properties(read: Read) -> None:
    headers = (
        "From: Bo Li <bo@y.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0530\r\nMessage-ID: <h@y>\r\n\r\n"
    )
    comment = only(read(letter(p00390040=SENT) | wide(p007D=headers)))[0]
    assert (comment.author, comment.email, comment.external_id) == ("Bo Li", "bo@y.example", "h@y")
    assert comment.posted_at == "2026-03-02T10:00:00+05:30"


def test_an_address_of_exchange_is_no_address_and_an_address_no_name(read: Read) -> None:
    tree = letter() | wide(p5D01="", p0C1F="/O=ORG/CN=ANA", p0C1A="ana@x.example")
    comment = only(read(tree))[0]
    assert (comment.author, comment.email) == (None, "ana@x.example")


# Hostile --------------------------------------------------------------------------------------------------


def attached(depth: int) -> Tree:
    if not depth:
        return letter(24)
    inside = {"__properties_version1.0": fixed(8, p37050003=5), "__substg1.0_3701000D": attached(depth - 1)}
    return {**letter(24 if depth else 32), "__attach_version1.0_#00000000": inside}


def test_mails_in_mails_are_opened_to_a_depth(read: Read) -> None:
    found = read(attached(9))
    assert len(only(found)) == 5
    (skip,) = only(found, IncomingSkip)
    assert "more than 4 other mails" in skip.why


def test_attachments_of_all_kinds_are_named_or_offered(read: Read) -> None:
    def file(**texts: str) -> Tree:
        return {
            "__properties_version1.0": fixed(8, p37140003=4),
            "__substg1.0_37010102": b"data",
            **wide(**texts),
        }

    found = read(
        letter()
        | {
            "__attach_version1.0_#00000000": file(p3707="C:\\up\\..\\a.pdf"),
            "__attach_version1.0_#00000001": file(p3707="logo.png", p370E="image/png"),
            "__attach_version1.0_#00000002": {"__substg1.0_3701000D": {"Contents": b"x"}},
            "__attach_version1.0_#00000003": file(p370E="application/pdf"),
        }
    )
    assert [file.name for file in only(found, IncomingAttachment)] == ["a.pdf", "attachment 2.pdf"]
    assert [note.text for note in only(found, IncomingWarning)][-2:] == [
        "It holds an object of another program, which is not offered: message 1.",
        "Pictures inside the text of mails, not offered: 1.",
    ]


def test_what_is_too_large_is_not_opened(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_compound, "_MOST_BYTES", 20_000)
    file = {"__properties_version1.0": fixed(8), "__substg1.0_37010102": b"x" * 15_000}
    found = read(letter() | {f"__attach_version1.0_#0000000{n}": file for n in range(3)})
    assert len(only(found)) == 1 and len(only(found, IncomingAttachment)) == 1
    monkeypatch.setattr(mail_compound, "_MOST_STORAGES", 2)
    assert "too many" in only(read(letter()), IncomingSkip)[0].why


def test_rich_text_that_is_damaged_is_told(read: Read) -> None:
    found = read(letter() | wide(p1000="") | {"__substg1.0_10090102": b"x" * 40})
    assert only(found, IncomingSkip) == [IncomingSkip("message 1", "no text")]
    assert only(found, IncomingWarning)[0].text.startswith("Its text is damaged")


@settings(derandomize=True, max_examples=10_000 if MANY else 150, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8)), min_size=1, max_size=12),
    st.none() | st.floats(0, 1),
)
def test_mutated_mails_raise_nothing_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, int, bytes]], cut: float | None
) -> None:
    data = bytearray(OWN.read_bytes())
    for place, length, new in changes:
        start = int(place * len(data))
        data[start : start + len(new)] = new
        del data[start : start + (length if length == 8 else 0)]
    if cut is not None:
        del data[int(cut * len(data)) :]
    path = tmp_path_factory.getbasetemp() / "mutated.msg"
    path.write_bytes(data)
    try:
        list(mail.read(path).records)
    except ReviewError as error:
        assert '"mutated.msg"' in str(error)


# Real mails -----------------------------------------------------------------------------------------------


def real(name: str) -> list[Incoming]:
    if not (REAL / name).exists():
        pytest.skip("the shared material is not here")
    return list(mail.read(REAL / name).records)


def test_a_real_mail_without_date_and_sender() -> None:
    found = real("no_date_no_sender.msg")
    (comment,) = only(found)
    assert (len(comment.text), comment.author, comment.email, comment.posted) == (2658, None, None, None)
    assert [note.text for note in only(found, IncomingWarning)] == [
        "No sender is stated: message 1.",
        "No date is stated: message 1.",
    ]


def test_a_real_mail_with_attachments() -> None:
    found = real("unicode_with_attachments.msg")
    (comment,) = only(found)
    assert (len(comment.text), comment.posted_at) == (68, "2013-11-18T10:26:24+02:00")
    assert comment.author and comment.email and comment.external_id
    assert [len(file.data) for file in only(found, IncomingAttachment)] == [969_674, 1_033_142]


@pytest.mark.parametrize("name", ["no_date_no_sender.msg", "unicode_with_attachments.msg"])
def test_the_rich_text_of_real_mails_says_what_their_plain_text_says(name: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("the shared material is not here")
    file = mail_compound.CompoundFile((REAL / name).read_bytes())
    rich = rtf_text(unpacked(file.stream(("__substg1.0_10090102",), 1 << 20) or b""))
    text = (file.stream(("__substg1.0_1000001F",), 1 << 20) or b"").decode("utf-16-le")
    said = {word for word in rich.split() if word.isalpha()}
    assert said and said <= set(text.split())
