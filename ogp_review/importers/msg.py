"""Outlook's .msg: one mail as a compound file of MAPI properties (MS-OXMSG), read without Outlook."""

import struct
from datetime import UTC, datetime, timedelta

from ogp_review.errors import ReviewError
from ogp_review.importers.html_text import html_text
from ogp_review.importers.mail_charset import code_page_text, html_charset, text_of
from ogp_review.importers.mail_compound import CompoundFile
from ogp_review.importers.mail_eml import (
    DAMAGED,
    ENCRYPTED,
    TOO_DEEP,
    TOO_LONG,
    automatic,
    automatic_subject,
    file_name,
    read_envelope,
)
from ogp_review.importers.mail_headers import message_id, sender
from ogp_review.importers.mail_message import (
    DEEPEST_MAIL,
    LARGEST_ATTACHMENT,
    LARGEST_TEXT,
    BadMail,
    Mail,
)
from ogp_review.importers.mail_mime import read_headers
from ogp_review.importers.mail_rtf import rtf_text, unpacked

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
_MARK = _PROPERTIES.encode("utf-16-le")
_CLASS, _SUBJECT, _HEADERS, _BODY, _HTML, _RTF = "001A", "0037", "007D", "1000", "1013", "1009"
_NAMES = ("0042", "0C1A")
_ADDRESSES = ("5D02", "5D01", "0065", "0C1F")
_SENT, _DELIVERED = 0x00390040, 0x0E060040
_CODE_PAGE, _INTERNET_CODE_PAGE = 0x3FFD0003, 0x3FDE0003
_METHOD, _FLAGS, _HIDDEN = 0x37050003, 0x37140003, 0x7FFE000B
_EMBEDDED = 5
_INLINE = 4
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LARGEST_STREAM = 48 * 1024 * 1024
_TOO_LITTLE = 3
_REPORT, _OUT_OF_OFFICE, _SMIME = "report.", "ipm.note.rules.ooftemplate", "ipm.note.smime"


def looks_like(head: bytes, name: str) -> bool:
    """Whether a file that begins with `head` is an Outlook mail, not another file of old Office."""
    return head.startswith(MAGIC) and (_MARK in head or name.lower().endswith((".msg", ".oft")))


def read_mail(data: bytes, name: str) -> Mail:
    """The mail in `data`. Raises ReviewError, naming the file, where it is damaged or no Outlook mail."""
    try:
        file = CompoundFile(data)
        if not file.has((_PROPERTIES,)):
            raise ReviewError(f'"{name}" is an old Office file, not an Outlook mail.')
        return _Storage(file, ()).mail(0)
    except BadMail as error:
        raise ReviewError(
            f'"{name}" is damaged and cannot be read. Save the mail again from Outlook, and import that.'
        ) from error


class _Storage:
    """A folder of properties in the file: the mail itself, an attachment, a mail attached to it."""

    def __init__(self, file: CompoundFile, path: tuple[str, ...]) -> None:
        self._file = file
        self._path = path
        self._fixed = self._read_fixed()
        self._page = self._fixed.get(_CODE_PAGE) or self._fixed.get(_INTERNET_CODE_PAGE)

    # Properties -------------------------------------------------------------------------------------------

    def _stream(self, name: str, largest: int = _LARGEST_STREAM) -> bytes | None:
        """The bytes of a property; None where it is not there."""
        return self._file.stream((*self._path, name), largest)

    def _read_fixed(self) -> dict[int, int]:
        """Numbers and times, by property tag. Their table stands after a header that is longer for a mail."""
        data = self._stream(_PROPERTIES) or b""
        start = 32 if not self._path else 24 if self._path[-1].startswith("__substg") else 8
        table = data[start : start + 16 * 4_000]
        entries = struct.iter_unpack("<IIQ", table[: len(table) // 16 * 16])
        return {tag: value & 0xFFFFFFFF if tag & 0xFFFF == 3 else value for tag, _, value in entries}

    def _text(self, tag: str, page: int | None = None) -> str:
        data = self._stream(f"__substg1.0_{tag}001F")
        if data is not None:
            return text_of(data[: len(data) // 2 * 2], "utf-16-le")[0].rstrip("\ufffd")
        data = self._stream(f"__substg1.0_{tag}001E")
        return code_page_text(data.rstrip(b"\0"), page or self._page)[0] if data is not None else ""

    def _line(self, tag: str) -> str:
        return " ".join(self._text(tag).split())[:2_000]

    # The mail ---------------------------------------------------------------------------------------------

    def mail(self, depth: int) -> Mail:
        mail = Mail()
        if depth > DEEPEST_MAIL:
            mail.refused = TOO_DEEP
            return mail
        try:
            self._fill(mail, depth)
        except BadMail as error:
            mail.refused = str(error)
        except ReviewError as error:
            mail.refused = str(error).rstrip(".")
        return mail

    def _fill(self, mail: Mail, depth: int) -> None:
        headers = read_headers(memoryview(self._text(_HEADERS).encode("utf-8", "replace").lstrip()))[0]
        read_envelope(mail, headers)
        self._envelope(mail)
        mail.refused = self._refusal(mail.subject) or automatic(headers)
        if mail.refused:
            return
        mail.text = self._body(mail)
        if len(mail.text) > LARGEST_TEXT:
            mail.text, mail.refused = "", TOO_LONG
        self._attachments(mail, depth)
        if not mail.text.strip() and self._line(_CLASS).lower().startswith(_SMIME):
            mail.refused = ENCRYPTED

    def _envelope(self, mail: Mail) -> None:
        """What the transport headers do not say: a mail that was never sent has none."""
        mail.subject = self._line(_SUBJECT) or mail.subject
        for name in map(self._line, _NAMES):
            author, address = sender(name)
            mail.author, mail.email = mail.author or author, mail.email or address
        for address in map(self._line, _ADDRESSES):
            if "@" in address:
                mail.email = mail.email or sender(address)[1]
        if mail.posted is None:
            mail.posted = mail.posted_at = self._time(_SENT) or self._time(_DELIVERED)
        mail.message_id = mail.message_id or message_id(self._line("1035"))
        mail.replies_to = mail.replies_to or message_id(self._line("1042"))

    def _time(self, tag: int) -> str | None:
        """A number of 100 ns since 1601 as ISO 8601 in UTC."""
        count = self._fixed.get(tag, 0)
        if not count or count >= 1 << 63:
            return None
        try:
            when = _EPOCH + timedelta(microseconds=count // 10)
        except OverflowError:
            return None
        return when.isoformat(timespec="seconds") if when.year >= 1970 else None

    def _refusal(self, subject: str) -> str | None:
        kind = self._line(_CLASS).lower()
        if kind.startswith(_REPORT):
            return "a read receipt" if kind.endswith((".ipnrn", ".ipnnrn")) else "a delivery report"
        return "an automatic reply" if kind.startswith(_OUT_OF_OFFICE) else automatic_subject(subject)

    def _body(self, mail: Mail) -> str:
        """The plain text; the HTML or the rich text where Outlook kept no other."""
        page = self._fixed.get(_INTERNET_CODE_PAGE) or self._page
        text = self._text(_BODY, page)
        if len(text.strip()) > _TOO_LITTLE:
            return text
        html = self._stream(f"__substg1.0_{_HTML}0102")
        if html is not None:
            stated = html_charset(html, "") if not page else ""
            found, notes = text_of(html, stated) if stated else code_page_text(html, page)
            for note in notes:
                mail.note(note)
            return html_text(found)
        written = self._text(_HTML, page)
        return html_text(written) if written else self._rich(mail) or text

    def _rich(self, mail: Mail) -> str:
        packed = self._stream(f"__substg1.0_{_RTF}0102")
        if not packed:
            return ""
        try:
            return rtf_text(unpacked(packed))
        except BadMail:
            mail.note(DAMAGED)
            return ""

    # What is attached -------------------------------------------------------------------------------------

    def _attachments(self, mail: Mail, depth: int) -> None:
        for name in self._file.names_in(self._path):
            if not name.lower().startswith("__attach_version1.0_"):
                continue
            try:
                _Storage(self._file, (*self._path, name)).attach_to(mail, depth)
            except BadMail:
                mail.note("one of its attachments cannot be read")

    def attach_to(self, mail: Mail, depth: int) -> None:
        """Put what this storage holds to `mail`: a file, a picture of its text, or a mail."""
        inside = "__substg1.0_3701000D"
        if self._file.has((*self._path, inside)):
            if self._fixed.get(_METHOD) == _EMBEDDED:
                mail.inner.append(_Storage(self._file, (*self._path, inside)).mail(depth + 1))
            else:
                mail.note("it holds an object of another program, which is not offered")
            return
        kind = self._line("370E").lower()
        name = file_name(self._line("3707") or self._line("3704"), kind, len(mail.attached) + 1)
        if kind.startswith("image/") and (self._fixed.get(_FLAGS, 0) & _INLINE or self._fixed.get(_HIDDEN)):
            mail.pictures += 1
            return
        data = self._stream("__substg1.0_37010102", LARGEST_ATTACHMENT)
        mail.attach(name, data or b"")
