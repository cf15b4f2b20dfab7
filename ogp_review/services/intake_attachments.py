"""Files that came with a mail, as further sources: named safely, told apart, brought in one by one."""

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ogp_review.domain.folding import match_key
from ogp_review.domain.incoming import Incoming, IncomingAttachment, IncomingComment
from ogp_review.domain.looking import LookedAttachment
from ogp_review.errors import ReviewError
from ogp_review.services.intake_source import Source
from ogp_review.store.storable import storable

LARGEST = 64 * 1024 * 1024
"""Bytes of one attachment."""

LONGEST_NAME = 120
KINDS = frozenset(
    (
        ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xltx", ".ods", ".csv", ".tsv", ".txt", ".md", ".htm",
        ".html", ".mhtml", ".pdf", ".json", ".jsonl", ".eml", ".msg", ".mbox", ".qdpx", ".qde", ".qdc",
    )
)  # fmt: skip
"""Endings of files that an importer may be able to read. Others are named, not offered."""

_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_BOXES = ("mbox", "mail-folder")


def safe_name(name: str) -> str:
    """`name` as a plain file name that shows as it is: no folder, no device, nothing to hide its ending."""
    last = re.split(r"[/\\]", storable(name))[-1]
    shown = "".join(" " if unicodedata.category(one) in _HIDDEN else one for one in last)
    plain = " ".join(_UNFIT.sub("_", shown).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        plain = f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip('. ')}.{ending}"
    plain = plain[:LONGEST_NAME]
    return f"_{plain}" if _DEVICES.match(plain) else plain or "attachment"


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def why_not(name: str, size: int) -> str:
    """Why a file of that name and size cannot be brought in; empty where it can be tried."""
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        kind = f"{ending} files" if ending else "files whose names have no ending"
        return f"comments cannot be read from {kind}"
    if not size:
        return "it is empty"
    return f"it is larger than {LARGEST // 1024**2} MB" if size > LARGEST else ""


class Names:
    """The attachments of one source, each with a name that no other has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self.all: list[LookedAttachment] = []

    def seen(self, record: IncomingAttachment) -> LookedAttachment:
        name = plain = safe_name(record.name)
        number = 1
        while match_key(name) in self._taken:
            number += 1
            here = Path(plain)
            name = f"{here.stem} ({number}){here.suffix}"
        self._taken.add(match_key(name))
        size = len(record.data) or record.size
        self.all.append(LookedAttachment(name, size, record.where, why_not(name, size)))
        return self.all[-1]


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment with its bytes, and who sent it (name, address)."""

    told: LookedAttachment
    data: bytes
    sender: tuple[str | None, str | None]


def attached(records: Iterable[Incoming]) -> Iterator[Attached]:
    """The attachments of a source. Whoever speaks in a mail has sent what is attached to it."""
    names = Names()
    spoke: dict[str, tuple[str | None, str | None]] = {}
    for record in records:
        if isinstance(record, IncomingComment) and (record.author or record.email):
            mail = record.where.removesuffix(f", {record.paragraph}")
            spoke.setdefault(mail, (record.author, record.email))
        elif isinstance(record, IncomingAttachment):
            sender = spoke.get(record.where, (record.author, record.email))
            yield Attached(names.seen(record), record.data, sender)


def wanted(files: Iterable[Attached], name: str, source: str) -> Attached:
    """The attachment of that name.

    :raises ReviewError: where there is none, or it cannot be brought in.
    """
    there = []
    for file in files:
        if match_key(file.told.name) == match_key(name):
            if not file.told.importable:
                raise ReviewError(f'"{file.told.name}" cannot be brought in: {file.told.why}.')
            return file
        there.append(file.told.name)
    named = ", ".join(f'"{one}"' for one in there[:20]) or "nothing"
    raise ReviewError(f'"{source}" has no attachment "{name}". Attached to it is {named}.')


@contextmanager
def as_source(file: Attached, mail: Source, usual: str, kind: str) -> Iterator[Source]:
    """The attachment as a source of its own, in a private folder that goes when it has been read."""
    with tempfile.TemporaryDirectory(prefix="ogp-attached-") as folder:
        path = Path(folder) / file.told.name
        path.write_bytes(file.data)
        sent_in = f"{mail.name}, {file.told.where}" if kind in _BOXES else mail.name
        name = f"{mail.name} › {file.told.name}"
        shown = f"{mail.shown} › {file.told.name}"
        yield Source(path, name, shown, usual, file.sender, sent_in)
