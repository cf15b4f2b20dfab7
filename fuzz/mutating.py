"""Damages valid files of every format, the same way for the same seed."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

_WORDS: tuple[bytes, ...] = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", "\u202e\u2066".encode(), "\u2028\u0085".encode(),
    b"\r\n\r\n", b"\n\n", b"\t", b";", b'"', b"'", b",,,,,,", b"{", b"]", b"[[[[[[[[", b"}", b"null",
    b"1e999",
    b"-1", b"9999999999999999999999", b"0", b"NaN", b"9.00006E+14", b"31/02/2023", b"2023-13-45T25:61",
    b"P3: ", b"P12\n", "§4\n".encode(), b"Add/View comments (9)\n", b"LATEST COMMENTS\n", b"-\n",
    b"comment=1&",
    b"paragraph=2&", b"/consultation/9", b"<div>", b"</div>", b"<p>", b"<!DOCTYPE a>", b"<!--", b"]]>",
    b"<![CDATA[", b"&#xd800;", b"&#x0;", b"&lol;", b"<Code>", b"xml:space='x'", b"\nFrom a@b Mon\n",
    b"=?utf-8?q?=",
    b"=?x?b?====?=", b"Content-Type: multipart/mixed; boundary=a\n", b"--a\n", b"Subject:", b"> > > >",
    b"On Monday, X wrote:\n", b"-- \n", b"/Kids", b"endobj", b" 0 R", b"stream\n", b"/Annots",
    b"/Length 99999",
    b"PK\x03\x04", b"PK\x05\x06", b"r='A1048577'", b"r='ZZZZ1'", b"t='s'", b"<f>1+1</f>", b"<v>99999999</v>",
    b"number-columns-repeated='99999999'", b"number-rows-repeated='99999999'", b"w:id='1'", b"<w:del>",
    b"<w:ins>",
)  # fmt: skip
_VALUE = re.compile(rb"[\">:,]([^\"<>{}\[\],]{0,300})(?=[\"<,}\]])")
_VALUES: tuple[bytes, ...] = (
    b"",
    b"0",
    b"-1",
    b"4294967296",
    b"99999999999999999999999",
    b"1e999",
    b"NaN",
    b"true",
    b"   ",
    b"x" * 5_000,
    b"P12",
    b"../../x",
    b"file:///etc/passwd",
    "\u202e\u0000A\ufeff".encode(),
    "\U0001f600e\u0301".encode(),
    b"_x0000_",
    b"_xD800_",
    b"&#9;",
    b"&amp;",
    b"s",
    b"str",
    b"inlineStr",
    b"d",
    b"2023-02-31",
    b"0001-01-01",
    b"A1:XFD1048576",
    b"XFD1048576",
    b"#ref",
    b"http://[::1",
    b"multipart/mixed",
    b"text/html; charset=utf-7",
    b"comment",
    b"99:99",
)
_SIZES = (1, 1, 2, 8, 64, 400, 3_000)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` damaged: a zip file in one of its members as often as in its own bytes."""
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.75:
        return _repacked(data, chance)
    return _bytes_changed(data, chance)


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    whole = bytearray(data)
    gently = chance.random()  # a third stays well-formed, and comes far into the importer
    changes = _CHANGES if gently > 0.35 else (_same_length,) if data[:2] == b"\xd0\xcf" else (_value_changed,)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        chance.choice(changes)(whole, chance)
    return bytes(whole)


def _changed(whole: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(whole) + 1)
    whole[at : at + 1] = bytes([chance.randrange(256)])


def _removed(whole: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(whole) + 1)
    del whole[at : at + chance.choice(_SIZES)]


def _doubled(whole: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(whole) + 1)
    whole[at:at] = whole[at : at + chance.choice(_SIZES)] * chance.choice((1, 3, 40))


def _put_in(whole: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(whole) + 1)
    whole[at:at] = chance.choice(_WORDS) * chance.choice((1, 1, 1, 50))


def _copied(whole: bytearray, chance: random.Random) -> None:
    at, other = (chance.randrange(len(whole) + 1) for _ in range(2))
    size = chance.choice(_SIZES)
    whole[at : at + size] = whole[other : other + size]


def _cut(whole: bytearray, chance: random.Random) -> None:
    if chance.random() < 0.3:
        del whole[chance.randrange(len(whole) + 1) :]


def _lines_moved(whole: bytearray, chance: random.Random) -> None:
    """Lines doubled, lost or in another order: what a person does to a text."""
    lines = bytes(whole).split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines[at:at] = lines[at : at + 5] * chance.choice((1, 20))
        case 1:
            del lines[at]
        case _:
            chance.shuffle(lines)
    whole[:] = b"\n".join(lines)


def _value_changed(whole: bytearray, chance: random.Random) -> None:
    """What stands between marks replaced, so that the whole stays well-formed: in XML, JSON and CSV."""
    found = list(_VALUE.finditer(whole))
    if found:
        start, end = chance.choice(found).span(1)
        whole[start:end] = chance.choice(_VALUES)


def _same_length(whole: bytearray, chance: random.Random) -> None:
    """A few bytes changed where they stand: what follows keeps its place, as in a compound file it must."""
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(max(1, len(whole)))
        size = chance.choice((1, 2, 4, 16))
        whole[at : at + size] = bytes(chance.randrange(256) for _ in whole[at : at + size])


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _changed, _removed, _doubled, _put_in, _put_in, _copied, _cut, _lines_moved, _same_length, _value_changed,
    _value_changed, _value_changed,
)  # fmt: skip


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """The zip file with one or two of its members damaged, renamed, lost, or there twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(info.filename, package.read(info)) for info in package.infolist()]
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(members))
        name, content = members[at]
        match chance.randrange(12):
            case 0:
                del members[at]
            case 1:
                members[at] = (members[chance.randrange(len(members))][0], content)
            case 2:
                members[at] = (chance.choice(("../" + name, name.upper(), name + "\0", "x" * 300)), content)
            case _:
                members[at] = (name, _bytes_changed(content, chance))
        if not members:
            break
    return _packed(members)


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    names: set[str] = set()
    warnings.simplefilter("ignore", UserWarning)  # two names that are one without what is behind a NUL
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            if name not in names:
                package.writestr(name, content)
                names.add(name)
    return whole.getvalue()
