"""A mail as programs send and save it (RFC 5322, MIME): .eml files, and the mails of an .mbox."""

import re

from ogp_review.errors import ReviewError
from ogp_review.importers import mail_words as words
from ogp_review.importers.html_text import html_text
from ogp_review.importers.mail_charset import html_charset, text_of
from ogp_review.importers.mail_headers import header_date, last_reference, message_id, sender
from ogp_review.importers.mail_message import DEEPEST_MAIL, LARGEST_TEXT, BadMail, Mail
from ogp_review.importers.mail_mime import Headers, Part, payload, read_part
from ogp_review.importers.mail_signature import key_of

DAMAGED = "its text is damaged: some of it may be missing"
ENCRYPTED = "it is encrypted: open it in a mail program, and save what it says"
TOO_LONG = f"its text is longer than {LARGEST_TEXT:,} characters"
TOO_DEEP = f"it is inside more than {DEEPEST_MAIL} other mails"
_SEALED = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_REPORTS = {"disposition-notification": "a read receipt"}
_AUTOMATIC = ("x-autoreply", "x-autorespond")
_ENDINGS = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "text/calendar": "ics",
    "image/jpeg": "jpg",
    "image/png": "png",
}
_PATH = re.compile(r".*[\\/]", re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]+")
_PLENTY = 200
_LARGEST_BODY = 48 * 1024 * 1024
"""Bytes of one text as it is sent: HTML holds pictures, base64 is a third longer."""


def read_eml(data: bytes | memoryview, depth: int = 0) -> Mail:
    """The mail in `data`; one that cannot be read, or is no contribution, says so in `refused`."""
    mail = Mail()
    if depth > DEEPEST_MAIL:
        mail.refused = TOO_DEEP
        return mail
    try:
        part = read_part(data)
    except BadMail as error:
        mail.refused = str(error)
        return mail
    read_envelope(mail, part.headers)
    mail.refused = automatic(part.headers) or _report(part)
    if mail.refused is None:
        _Contents(mail, depth).read(part)
    return mail


def read_envelope(mail: Mail, headers: Headers) -> None:
    """Who wrote it, when, about what, and which mail it answers."""
    mail.author, mail.email = sender(headers.get("from"))
    if not (mail.author or mail.email):
        mail.author, mail.email = sender(headers.get("sender"))
    own = headers.get("x-original-from") or headers.get("x-original-sender")
    if own:  # a mailing list has put its own address in the place of the sender's
        name, address = sender(own)
        mail.author, mail.email = name or mail.author, address or mail.email
    mail.subject = " ".join(headers.words("subject").split())
    mail.posted = " ".join(headers.words("date").split()) or None
    mail.posted_at = header_date(mail.posted) if mail.posted else None
    mail.message_id = message_id(headers.get("message-id"))
    mail.replies_to = message_id(headers.get("in-reply-to")) or last_reference(headers.get("references"))


def automatic(headers: Headers) -> str | None:
    """Why a mail was written by no person; None where it may have been."""
    if words.BOUNCE_SENDER.match(sender(headers.get("from"))[1] or ""):
        return "a message of a mail server"
    submitted = headers.get("auto-submitted").lower()
    precedence = headers.get("precedence").strip().lower()
    if (
        submitted.startswith("auto-replied")
        or precedence == "auto_reply"
        or any(map(headers.get, _AUTOMATIC))
    ):
        return "an automatic reply"
    return automatic_subject(headers.words("subject"))


def automatic_subject(subject: str) -> str | None:
    key = key_of(subject)
    if words.AUTOMATIC_SUBJECT.match(key):
        return "an automatic reply"
    return "a message of a mail server" if words.BOUNCE_SUBJECT.match(key) else None


def _report(part: Part) -> str | None:
    if part.kind != "multipart/report":
        return None
    return _REPORTS.get(part.headers.parameter("content-type", "report-type").lower(), "a delivery report")


def file_name(stated: str, kind: str, number: int) -> str:
    """A name for an attachment that is a plain file name, whatever was stated."""
    name = _PATH.sub("", _UNPRINTABLE.sub("", stated)).strip(" .")[-120:]
    return name or f"attachment {number}.{_ENDINGS.get(kind, 'bin')}"


class _Contents:
    """Fills a mail with what its parts hold, in their order."""

    def __init__(self, mail: Mail, depth: int) -> None:
        self._mail = mail
        self._depth = depth
        self._texts: list[str] = []
        self._encrypted = False

    def read(self, part: Part) -> None:
        self._part(part, related=False)
        self._mail.text = "\n\n".join(text.strip("\n") for text in self._texts if text.strip())
        if len(self._mail.text) > LARGEST_TEXT:
            self._mail.text, self._mail.refused = "", TOO_LONG
        elif self._encrypted and not self._mail.text:
            self._mail.refused = ENCRYPTED

    def _part(self, part: Part, *, related: bool) -> None:
        kind = part.kind
        if kind in _ENCRYPTED and "signed" not in part.headers.parameter("content-type", "smime-type"):
            self._encrypted = True
        elif kind == "multipart/alternative" and part.children:
            self._alternative(part)
        elif kind.startswith("multipart/"):
            self._several(part, kind, related)
        elif kind in ("message/rfc822", "message/global"):
            self._mail.inner.append(read_eml(payload(part)[0], self._depth + 1))
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            self._texts.append(self._text(part))
        else:
            self._file(part, kind, related)

    def _several(self, part: Part, kind: str, related: bool) -> None:
        if not part.children and part.body.nbytes:
            self._mail.note(DAMAGED)
            self._texts.append(self._text(part))
        for child in part.children:
            if kind == "multipart/digest" and not child.headers:
                self._mail.inner.append(read_eml(child.body, self._depth + 1))
            else:
                self._part(child, related=related or kind == "multipart/related")

    def _alternative(self, part: Part) -> None:
        """The plain text, unless it only stands in for the HTML ("cannot be shown"); and the rest."""
        plain = _first(part, "text/plain")
        html = _first(part, "text/html")
        chosen = self._text(plain) if plain else ""
        if html and len(chosen.strip()) < _PLENTY:
            shown = self._text(html)
            chosen = shown if len(shown) > 3 * len(chosen.strip()) else chosen
        self._texts.append(chosen)
        for child in part.children:
            self._rest(child)

    def _rest(self, part: Part) -> None:
        """What an alternative holds besides its texts: pictures of the HTML, an invitation."""
        for child in part.children:
            self._rest(child)
        if not part.children and part.kind not in ("text/plain", "text/html"):
            self._part(part, related=True)

    def _text(self, part: Part) -> str:
        if part.body.nbytes > _LARGEST_BODY:
            self._mail.refused = TOO_LONG
            return ""
        data, damaged = payload(part)
        if damaged:
            self._mail.note(DAMAGED)
        if part.kind == "text/html":
            return self._shown(part, data)
        text = self._decoded(part, data)
        if part.headers.parameter("content-type", "format").lower() == "flowed":
            return unflowed(text, part.headers.parameter("content-type", "delsp").lower() == "yes")
        return text

    def _decoded(self, part: Part, data: bytes) -> str:
        text, notes = text_of(data, part.charset)
        for note in notes:
            self._mail.note(note)
        return text

    def _shown(self, part: Part, data: bytes) -> str:
        text, notes = text_of(data, html_charset(data, part.charset))
        for note in notes:
            self._mail.note(note)
        try:
            return html_text(text)
        except ReviewError as error:
            self._mail.refused = str(error).rstrip(".")
            return ""

    def _file(self, part: Part, kind: str, related: bool) -> None:
        if kind in _SEALED or kind.startswith("message/delivery"):
            return
        if (
            kind.startswith("image/")
            and (related or part.headers.get("content-id"))
            and not _is_attached(part)
        ):
            self._mail.pictures += 1
            return
        data, damaged = payload(part)
        name = file_name(part.file_name, kind, len(self._mail.attached) + 1)
        if damaged:
            self._mail.note(f'its attachment "{name}" is damaged')
        self._mail.attach(name, data)


def _is_attached(part: Part) -> bool:
    return part.disposition == "attachment"


def _is_file(part: Part) -> bool:
    return _is_attached(part) or bool(part.file_name)


def _first(part: Part, kind: str) -> Part | None:
    """The first text of a kind in an alternative, which may hold it inside a multipart/related."""
    for child in part.children:
        if child.kind == kind and not _is_attached(child):
            return child
        found = _first(child, kind) if child.kind.startswith("multipart/") else None
        if found is not None:
            return found
    return None


def unflowed(text: str, delete_space: bool = False) -> str:
    """format=flowed (RFC 3676) undone: lines that end in a space go on in the next one of the same depth."""
    lines: list[list[str]] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        content = raw.lstrip(">")
        depth = len(raw) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        goes_on = open_depth == depth and content != "-- "
        open_depth = depth if flows else None
        content = content[:-1] if flows and delete_space else content
        if goes_on:
            lines[-1].append(content)
        else:
            lines.append([f"{'>' * depth} {content}" if depth else content])
    return "\n".join(map("".join, lines))
