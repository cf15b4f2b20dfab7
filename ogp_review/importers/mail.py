"""Mails as comments: an .eml, an .mbox, an Outlook .msg, or a folder of them."""

import re
from collections.abc import Iterator
from pathlib import Path

from ogp_review.domain.incoming import (
    Incoming,
    IncomingConsultation,
    IncomingSkip,
    IncomingWarning,
    Reading,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import msg
from ogp_review.importers.mail_box import files_of, mails_of
from ogp_review.importers.mail_comments import Letters
from ogp_review.importers.mail_eml import read_eml
from ogp_review.importers.mail_message import LARGEST_MAIL, Mail

CHANNEL = "email"
EML, MBOX, MSG, FOLDER = "email", "mbox", "outlook-msg", "mail-folder"

_HEAD = 64 * 1024
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_SURE = re.compile(
    rb"^(message-id|mime-version|received|return-path|delivered-to|dkim-signature|x-mozilla-status|x-gm-thrid)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_USUAL = re.compile(
    rb"^(from|to|cc|subject|date|sender|reply-to|content-type|in-reply-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(rb"\r?\n[ \t]*\r?\n")


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file that begins with `head` is a mail, or a box of mails."""
    return bool(_format(head, name))


def _format(head: bytes, name: str) -> str:
    if msg.looks_like(head, name):
        return MSG
    data = head.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    if data.startswith(b"From ") and _HEADER.match(data.partition(b"\n")[2].lstrip(b">")):
        return MBOX
    if not _HEADER.match(data):
        return ""
    headers = _END.split(data, maxsplit=1)[0]
    usual = len({found.lower() for found in _USUAL.findall(headers)})
    sure = len(_SURE.findall(headers))
    wanted = usual + sure >= 2 if name.lower().endswith((".eml", ".mbox")) else usual >= 2 and sure
    return EML if wanted else ""


def read(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The comments of a file of mails. Mails are read as they are asked for.

    Raises ReviewError where the file cannot be read or is no mail, and while reading where it vanishes.
    """
    head = _head_of(path)
    kind = _format(head, path.name)
    if not kind:
        raise ReviewError(f'"{path.name}" is no mail. Choose an .eml, .mbox or .msg file.')
    letters = Letters(path.name)
    records = _named(_file_records(path, kind, letters, ""), path, letters)
    return Reading(kind, _about(language, consultation), records)


def read_folder(path: Path, *, language: str | None = None, consultation: str | None = None) -> Reading:
    """The comments of the mails in a folder and the folders in it, by name. One that is broken is skipped.

    Raises ReviewError where the folder cannot be read or no file in it is a mail.
    """
    files = files_of(path)
    mails = [(file, kind) for file in files if (kind := _kind_in_folder(file))]
    if not mails:
        raise ReviewError(f'"{path.name}" holds no mails. Choose a folder of .eml, .mbox or .msg files.')
    letters = Letters(path.name)
    others = [file.name for file in files if file not in {mail for mail, _ in mails}]
    records = _named(_folder_records(path, mails, others, letters), path, letters)
    return Reading(FOLDER, _about(language, consultation), records)


def _about(language: str | None, consultation: str | None) -> IncomingConsultation:
    return IncomingConsultation(title=consultation or "", channel=CHANNEL, language=language)


def _kind_in_folder(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return _format(opened.read(_HEAD), file.name)
    except OSError:
        return EML if file.suffix.lower() == ".eml" else ""  # named when its turn comes


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError) as error:  # ValueError: a name with NUL in it
        raise ReviewError(_unreadable(path, error)) from error


def _unreadable(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return f'There is no file "{path.name}" any more.'
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f'"{path.name}" cannot be read: {why}.'


def _named(records: Iterator[Incoming], path: Path, letters: Letters) -> Iterator[Incoming]:
    """The records, then what is to be said about all of them."""
    yield from records
    yield from letters.warnings()


def _folder_records(
    folder: Path, mails: list[tuple[Path, str]], others: list[str], letters: Letters
) -> Iterator[Incoming]:
    for file, kind in mails:
        where = file.relative_to(folder).as_posix()
        try:
            yield from _file_records(file, kind, letters, where)
        except ReviewError as error:
            yield IncomingSkip(where, str(error).rstrip("."))
    if others:
        shown = ", ".join(f'"{name}"' for name in others[:10]) + (", …" if len(others) > 10 else "")
        yield IncomingWarning(f"Files in the folder that are no mails, not read: {shown}.")


def _file_records(path: Path, kind: str, letters: Letters, place: str) -> Iterator[Incoming]:
    """The records of one file. `place` is what it is called within a folder."""
    try:
        if kind == MBOX:
            yield from _box_records(path, letters, f"{place}, message " if place else "message ")
            return
        data = _whole(path)
    except (OSError, ValueError) as error:
        raise ReviewError(_unreadable(path, error)) from error
    mail = msg.read_mail(data, path.name) if kind == MSG else read_eml(_begun(data))
    if mail.refused and not place and not (mail.author or mail.email or mail.subject or mail.inner):
        raise ReviewError(f'"{path.name}" cannot be read: {mail.refused}.')
    yield from letters.records(mail, place or "message 1")


def _whole(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST_MAIL + 1)
    if len(data) > LARGEST_MAIL:
        raise ReviewError(
            f'"{path.name}" is larger than {LARGEST_MAIL // 1024**2} MB. Save its attachments apart, and '
            "import the mail without them."
        )
    return data


def _begun(data: bytes) -> bytes:
    """A mail from its first header on."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _box_records(path: Path, letters: Letters, place: str) -> Iterator[Incoming]:
    with path.open("rb") as file:
        for number, data in enumerate(mails_of(file), 1):
            where = f"{place}{number}"
            if data is None:
                yield IncomingSkip(where, f"larger than {LARGEST_MAIL // 1024**2} MB")
            else:
                yield from letters.records(_mail(data), where)


def _mail(data: bytes) -> Mail:
    return read_eml(_begun(data))
