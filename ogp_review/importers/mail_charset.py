"""Bytes of a mail to text by the charset it states where that is one, else by what the bytes are."""

import codecs
import re

from ogp_review.importers.decoding import decode

_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "unicode-1-1-utf-7": "utf-7",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
}
"""What mails name and mean: Windows' own supersets, and names that Python does not know."""

_TEXTUAL = re.compile(
    r"utf-(7|8|16(-[bl]e)?|32(-[bl]e)?)|iso8859-\d+|iso2022[_-]\w+|cp\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*"
    r"|euc_\w+|shift_jis\w*|johab|tis-620|hp-roman8|ptcp154|kz1048|hz"
)
_STATES_NOTHING = (
    "",
    "us-ascii",
    "ascii",
    "ansi_x3.4-1968",
    "utf-8",
    "utf8",
    "unknown-8bit",
    "x-unknown",
    "default",
)
_UNPRINTABLE = re.compile(r"[^!-~]+")
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


def text_of(data: bytes, charset: str) -> tuple[str, list[str]]:
    """The text of `data`, newlines as "\\n", and what had to be assumed about it."""
    stated = _UNPRINTABLE.sub("", charset).strip("\"'").lower()[:40]
    if stated in _STATES_NOTHING:
        return _guessed(data, [])
    codec = _codec(stated)
    if codec is None:
        return _guessed(data, [f'it names a charset that is not known ("{stated}")'])
    if codec == "cp1252" and _is_utf8(data):
        return _guessed(data, [f"it says that it is {stated}, but it is UTF-8"])
    return _by(codec, data)


def code_page_text(data: bytes, code_page: int | None) -> tuple[str, list[str]]:
    """The text of `data` by the number that Windows gives a charset (1252, 65001, 932)."""
    names = {
        65001: "utf-8",
        1200: "utf-16-le",
        28591: "cp1252",
        20127: "",
        54936: "gb18030",
        10000: "mac-roman",
    }
    if code_page is None or code_page in (0, 1252):
        return text_of(data, "cp1252")
    if 28592 <= code_page <= 28605:
        return text_of(data, f"iso-8859-{code_page - 28590}")
    return text_of(data, names.get(code_page, f"cp{code_page}"))


def html_charset(data: bytes, stated: str) -> str:
    """The charset of an HTML text: what the mail states, else what the text states of itself."""
    found = None if stated.strip() else _META.search(data[:2_048])
    return found[1].decode("ascii") if found else stated


def _codec(stated: str) -> str | None:
    try:
        name = codecs.lookup(_ALIASES.get(stated, stated)).name
    except LookupError:
        return None
    return name if _TEXTUAL.fullmatch(name) else None


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _by(codec: str, data: bytes) -> tuple[str, list[str]]:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        lost = text.count("\ufffd")
        cleaned, notes = _guessed(text.encode("utf-8", "surrogatepass"), [])
        return cleaned, [f"{lost:,} characters of its text could not be read and became \ufffd", *notes]
    return _guessed(text.encode("utf-8", "surrogatepass"), [])


def _guessed(data: bytes, notes: list[str]) -> tuple[str, list[str]]:
    decoded = decode(data)
    return decoded.text, notes + [_as_clause(warning.text) for warning in decoded.warnings]


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
