"""The parts of a MIME mail, without copying it: a tree of views into its bytes, bounded in depth and number.

The standard library's parser takes time that grows with depth times length, and its recursion ends in an
error; this one looks at each byte once a level, and stops at a level no honest mail has.
"""

import binascii
import re
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from ogp_review.importers.mail_charset import text_of
from ogp_review.importers.mail_headers import LONGEST_HEADER, decoded_header
from ogp_review.importers.mail_message import DEEPEST_PART, MOST_PARTS, BadMail
from ogp_review.importers.watching import look_up

_LARGEST_HEADERS = 512 * 1024
_MOST_HEADERS = 2_000
_HEADER_LINE = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_CONTINUED = re.compile(rb"[ \t]+([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_BLANK = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BROKEN_QP = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_DAMAGED_PARAMETERS = (LookupError, ValueError, TypeError, AttributeError, RecursionError)


class Headers:
    """The headers of a mail or part, by name in lower case; values as they stand, unfolded."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __bool__(self) -> bool:
        return bool(self._values)

    def get(self, name: str) -> str:
        return self._values.get(name, [""])[0]

    def words(self, name: str) -> str:
        return decoded_header(self.get(name))

    def parameter(self, header: str, name: str) -> str:
        """A parameter of a header ("charset"), by RFC 2231 where it is written so; "" where it is damaged."""
        message = Message()
        message[header] = self.get(header)[:LONGEST_HEADER]
        try:
            found = message.get_param(name, "", header)
            said = collapse_rfc2231_value(found) if found else ""
        except _DAMAGED_PARAMETERS:
            said = ""
        return decoded_header(said)


@dataclass(slots=True)
class Part:
    """A part of a mail: its headers, its bytes as they are sent, the parts it is made of."""

    headers: Headers
    body: memoryview
    children: list["Part"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The type it states ("text/html"), in lower case."""
        stated = self.headers.get("content-type").split(";")[0].strip().lower()[:100]
        return stated if re.fullmatch(r"[^\s/]+/[^\s/]+", stated) else "text/plain"

    @property
    def charset(self) -> str:
        return self.headers.parameter("content-type", "charset")

    @property
    def disposition(self) -> str:
        return self.headers.get("content-disposition").split(";")[0].strip().lower()[:40]

    @property
    def file_name(self) -> str:
        stated = self.headers.parameter("content-disposition", "filename")
        return stated or self.headers.parameter("content-type", "name")


class _Reader:
    """Counts the parts of one mail while it takes it apart."""

    def __init__(self) -> None:
        self._parts = 0

    def part(self, data: memoryview, depth: int) -> Part:
        look_up()
        self._parts += 1
        if self._parts > MOST_PARTS or depth > DEEPEST_PART:
            raise BadMail("it is made of too many parts, one inside the other or in a row")
        headers, start = read_headers(data)
        part = Part(headers, data[start:])
        if part.kind.startswith("multipart/"):
            boundary = headers.parameter("content-type", "boundary").rstrip()
            pieces = _pieces(part.body, boundary) if boundary else []
            part.children = [self.part(piece, depth + 1) for piece in pieces]
        return part


def read_part(data: bytes | memoryview) -> Part:
    """A mail as the tree of its parts. Raises BadMail where it has too many."""
    return _Reader().part(memoryview(data), 0)


def read_headers(data: memoryview) -> tuple[Headers, int]:
    """The headers at the start of `data`, and where what follows them begins."""
    pairs: list[tuple[str, str]] = []
    block = bytes(data[:_LARGEST_HEADERS])
    position = 0
    while len(pairs) < _MOST_HEADERS:
        found = _HEADER_LINE.match(block, position)
        if found is None:
            break
        position = found.end()
        lines = [found[2]]
        while position < len(block) and (more := _CONTINUED.match(block, position)) and more[1].strip():
            lines.append(more[1])
            position = more.end()
        pairs.append((found[1].decode("ascii").lower(), _raw_text(b" ".join(lines))))
    blank = _BLANK.match(block, position)
    return Headers(pairs), blank.end() if blank else position


def _raw_text(value: bytes) -> str:
    """Some programs write headers without encoding them."""
    value = value[:LONGEST_HEADER]
    return value.decode("ascii") if value.isascii() and b"\0" not in value else text_of(value, "")[0]


def _pieces(body: memoryview, boundary: str) -> list[memoryview]:
    """What stands between the boundaries. The last piece counts even where its end was cut off."""
    mark = re.escape(boundary[:200].encode("utf-8", "replace"))
    line = re.compile(rb"(?:\A|\r\n|\n|\r)--" + mark + rb"(--)?[ \t]*(?=\r|\n|\Z)")
    pieces: list[memoryview] = []
    start: int | None = None
    for found in line.finditer(body):
        if start is not None:
            pieces.append(_after_newline(body[start : found.start()] if start <= found.start() else body[:0]))
        start = None if found[1] else found.end()
        if start is None or len(pieces) > MOST_PARTS:
            break
    if start is not None:
        pieces.append(_after_newline(body[start:]))
    return pieces


def _after_newline(piece: memoryview) -> memoryview:
    newline = re.match(rb"\r\n|\n|\r", piece[:2])
    return piece[newline.end() :] if newline else piece


def payload(part: Part) -> tuple[bytes, bool]:
    """The bytes a part stands for, and whether its encoding is damaged."""
    encoding = part.headers.get("content-transfer-encoding").split(";")[0].strip().lower()
    if encoding == "base64":
        return _from_base64(part.body)
    data = bytes(part.body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), bool(_BROKEN_QP.search(data))
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _from_uu(data)
    return data, False


def _from_base64(body: memoryview) -> tuple[bytes, bool]:
    data = bytes(body).translate(None, b" \t\r\n\f\v")
    try:
        return binascii.a2b_base64(data, strict_mode=True), False
    except binascii.Error:
        pass
    begun = _BASE64.match(data)
    clear = begun[0] if begun and len(begun[0]) > len(data) // 2 else _NOT_BASE64.sub(b"", data)
    clear = clear.rstrip(b"=")
    clear = clear[: len(clear) - (len(clear) % 4 == 1)]
    return binascii.a2b_base64(clear + b"=" * (-len(clear) % 4)), True


def _from_uu(data: bytes) -> tuple[bytes, bool]:
    decoded: list[bytes] = []
    begun = False
    for line in data.splitlines():
        if line.startswith(b"begin "):
            begun = True
        elif begun and line.strip() == b"end":
            return b"".join(decoded), False
        elif begun:
            try:
                decoded.append(binascii.a2b_uu(line))
            except binascii.Error:
                return b"".join(decoded), True
    return b"".join(decoded) if begun else data, True
