"""Files made to do harm, each by a function of its name that writes it into a folder."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import olefile
from importers.table_files import inline, ods, raw_workbook, sheet_xml
from importers.word_files import make

DATA = Path(__file__).resolve().parents[1] / "data"
BOMB = 64 * 1024 * 1024
LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">'
FIRST = {
    "docx": ("word/letter_es.docx", "word/document.xml"),
    "xlsx": ("tables/answers.xlsx", "xl/worksheets/sheet1.xml"),
    "ods": ("tables/small_es.ods", "content.xml"),
    "qdpx": ("refi/small.qdpx", "Project.qde"),
}
Maker = Callable[[Path], Path]


def _with(
    folder: Path, kind: str, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None
) -> Path:
    """A sound file of a kind, its first part changed, and with further parts."""
    source, part = FIRST[kind]
    path = folder / f"harm.{kind}"
    with zipfile.ZipFile(DATA / source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return path


def flat_bomb(kind: str) -> Maker:
    return lambda folder: _with(folder, kind, lambda data: data + b" " * BOMB)


def nested_bomb(kind: str) -> Maker:
    """A zip of 64 MB in a zip, where parts of other programs and sources stand."""

    def made(folder: Path) -> Path:
        inner = folder / "inner.zip"
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", b"\0" * BOMB)
        data = inner.read_bytes()
        names = {"docx": "word/embeddings/a.docx", "xlsx": "xl/embeddings/a.xlsx", "ods": "Object 1/a.ods"}
        return _with(folder, kind, lambda part: part, {names.get(kind, "Sources/a.docx"): data})

    return made


def _after_declaration(start: str, entity: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        text = data.decode("utf-8-sig")
        end = text.index("?>") + 2 if text.startswith("<?xml") else 0
        at = text.index(">", text.index("<", end + 1)) + 1
        return f"{text[:end]}{start}]>{text[end:at]}{entity}{text[at:]}".encode()

    return change


def laughing(kind: str) -> Maker:
    return lambda folder: _with(folder, kind, _after_declaration(LAUGHS, "&a11;"))


def looking_out(kind: str) -> Maker:
    return lambda folder: _with(folder, kind, _after_declaration(OUTSIDE, "&x;"))


def climbing(folder: Path) -> Path:
    return _with(folder, "qdpx", lambda data: data, {"../../outside.txt": b"outside"})


def climbing_source(folder: Path) -> Path:
    def change(data: bytes) -> bytes:
        place = b'plainTextPath="internal://../../../../etc/passwd"'
        return data.replace(b"<TextSource ", b"<TextSource " + place + b" ", 1)

    return _with(folder, "qdpx", change)


def two_gigabytes_of_cells(folder: Path) -> Path:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    rows = f'<row r="1">{inline("A1", "Comment")}</row><row r="2">{inline("A2", "One.")}{far[20:]}'
    return raw_workbook(folder, sheet_xml(rows))


def two_gigabytes_repeated(folder: Path) -> Path:
    cell = (
        '<table:table-cell table:number-columns-repeated="2147483647"><text:p>far</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="2147483647">{cell}</table:table-row>'
    return ods(folder, row)


def one_cell_without_end(folder: Path) -> Path:
    path = folder / "endless.csv"
    with path.open("wb") as file:
        file.write(b'Id,Comment\n1,"')
        for _ in range(48):
            file.write(b"never closed " * 80_660)
    return path


def million_columns(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_bytes(b"Comment" + b",c" * 1_000_000 + b"\n" + b"a" + b"," * 1_000_000 + b"\n")
    return path


def nested_mail(folder: Path) -> Path:
    path = folder / "nested.eml"
    head = b"From: a@b.example\nSubject: x\n"
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(10_000)
    )
    path.write_bytes(head + parts + b"Content-Type: text/plain\n\nend\n")
    return path


def many_parts(folder: Path) -> Path:
    path = folder / "parts.eml"
    head = b'From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    path.write_bytes(head + b"--b\nContent-Type: text/plain\n\nx\n" * 10_000 + b"--b--\n")
    return path


def circular_msg(folder: Path) -> Path:
    """Storages whose content is the whole file they stand in."""
    data = bytearray((DATA / "mail" / "outlook.msg").read_bytes())
    with olefile.OleFileIO(bytes(data)) as ole:
        sector, size, fat = ole.first_dir_sector, ole.sector_size, list(ole.fat)
        entries = len(ole.direntries)
    for number in range(entries):
        start = (sector + 1) * size + number % (size // 128) * 128
        if data[start + 66] == 1:
            data[start + 76 : start + 80] = data[(ole.first_dir_sector + 1) * size + 76 :][:4]
        if number % (size // 128) == size // 128 - 1:
            sector = fat[sector]
    path = folder / "circular.msg"
    path.write_bytes(data)
    return path


def damaged_utf8(name: str) -> Maker:
    """Every second letter of a sound file is a byte that UTF-8 does not know."""

    def made(folder: Path) -> Path:
        data = (DATA / name).read_bytes()
        harmed = bytes(0xC0 + byte % 32 if byte in b"aeiou" else byte for byte in data)
        path = folder / Path(name).name
        path.write_bytes(harmed)
        return path

    return made


def with_nulls(name: str) -> Maker:
    def made(folder: Path) -> Path:
        path = folder / Path(name).name
        path.write_bytes((DATA / name).read_bytes().replace(b" ", b"\0 "))
        return path

    return made


def backwards(folder: Path) -> Path:
    path = folder / "backwards.csv"
    path.write_text("Author,Comment\n\u202eanA,\u202e.nepo yats tsum yauq ehT\u2066\n", encoding="utf-8")
    return path


def deep_json(folder: Path) -> Path:
    path = folder / "deep.json"
    path.write_text('{"comments": ' + "[" * 400_000 + "]" * 400_000 + "}")
    return path


def deep_word(folder: Path) -> Path:
    return make(folder / "deep.docx", "<w:p>" * 20_000 + "<w:r><w:t>x</w:t></w:r>" + "</w:p>" * 20_000)


HARMFUL: dict[str, Maker] = {
    **{f"flat bomb, {kind}": flat_bomb(kind) for kind in FIRST},
    **{f"entities, {kind}": laughing(kind) for kind in FIRST},
    **{f"entity of a file, {kind}": looking_out(kind) for kind in FIRST},
    "path that leads out": climbing,
    "2 GB of cells": two_gigabytes_of_cells,
    "2 GB of repeated cells": two_gigabytes_repeated,
    "a cell without end": one_cell_without_end,
    "a million columns": million_columns,
    "nested mail": nested_mail,
    "mail of 10,000 parts": many_parts,
    "deep JSON": deep_json,
    "deep Word file": deep_word,
}
"""Each must be refused."""

ODD: dict[str, Maker] = {
    **{f"nested bomb, {kind}": nested_bomb(kind) for kind in FIRST},
    "source that leads out": climbing_source,
    "circular msg": circular_msg,
    **{
        f"no UTF-8, {name}": damaged_utf8(name)
        for name in ("discuto/small_en.txt", "html/small_en.html", "tables/small_fr.csv", "json/debate.json",
                     "mail/reply_fr.eml", "mail/box.mbox", "refi/small.qde")
    },
    **{
        f"null bytes, {name}": with_nulls(name)
        for name in ("discuto/small_en.txt", "html/small_en.html", "tables/small_fr.csv", "json/debate.json",
                     "mail/reply_fr.eml", "mail/box.mbox", "refi/small.qde")
    },
    "right to left": backwards,
}  # fmt: skip
"""Each may be read or refused; no harm comes of it."""
