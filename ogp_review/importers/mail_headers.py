"""The headers of a mail: who, when, about what. Every one of them may be broken, and none may stop a reading.

The standard library's own parsers raise a dozen kinds of errors on damaged headers; what is needed of them is
little, so it is read here by bounded patterns that cannot fail.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ogp_review.importers.mail_charset import text_of
from ogp_review.importers.mail_words import MONTHS

LONGEST_HEADER = 8_000
_LONGEST_NAME = 200
_LONGEST_ID = 500
_WORD = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,20})?\?([BbQq])\?([^?]{0,4000})\?=")
_ANGLE = re.compile(r"<\s*(?:mailto:)?([^<>\s@]{1,128}@[^<>\s@]{1,255})\s*>")
_SQUARE = re.compile(r"\[\s*mailto:\s*([^\[\]\s@]{1,128}@[^\[\]\s@]{1,255})\s*\]")
_BARE = re.compile(r"[^\s<>()\[\],;:\"'@]{1,128}@[^\s<>()\[\],;:\"'@]{1,255}")
_COMMENT = re.compile(r"\(([^()]{1,200})\)")
_VIA = re.compile(r"['\"]?(?P<name>[^'\"]{1,150}?)['\"]? via .{1,150}", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ISO = re.compile(r"(20[0-9]{2}|19[0-9]{2})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(
    r"\b([0-9]{1,2})\.?(?:er|º|st|nd|rd|th)? (?:de )?([^\W\d_]{3,10})\.?,? (?:de )?((?:19|20)[0-9]{2})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ((?:19|20)[0-9]{2})\b")
_TIME = re.compile(r"\b([0-9]{1,2})[:h]([0-9]{2})(?::([0-9]{2}))?(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-][0-9]{2}):?([0-9]{2})\b")


def decoded_header(value: str) -> str:
    """A header as people read it: folding undone, RFC 2047 words decoded, broken ones left as they stand."""
    value = " ".join(value[:LONGEST_HEADER].split())
    pieces: list[str] = []
    run: list[bytes] = []
    charset, position = "", 0
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        if run and between.isspace():
            between = ""  # it only parts two encoded words
        if between or word[1].lower() != charset:
            pieces += [_run_text(run, charset), between]
            run = []
        run.append(_word_bytes(word))
        charset, position = word[1].lower(), word.end()
    return "".join([*pieces, _run_text(run, charset), value[position:]]).strip()


def _run_text(run: list[bytes], charset: str) -> str:
    """Words that follow each other, decoded as one: programs cut characters of several bytes in two."""
    return " ".join(text_of(b"".join(run), charset)[0].split("\n")) if run else ""


def _word_bytes(word: re.Match[str]) -> bytes:
    said = word[3].encode("ascii", "replace")
    if word[2] in "qQ":
        return binascii.a2b_qp(said.replace(b"_", b"=20"))
    said = re.sub(rb"[^A-Za-z0-9+/]", b"", said)
    return base64.b64decode(said[: len(said) - (len(said) % 4 == 1)] + b"==")


def sender(value: str) -> tuple[str | None, str | None]:
    """The name and the address of a From header. The name is never an address."""
    raw = " ".join(value[:LONGEST_HEADER].split())
    found = _ANGLE.search(raw) or _SQUARE.search(raw)
    if found is not None:
        return _name(decoded_header(raw[: found.start()])), _address(found[1])
    said = decoded_header(raw)
    bare = _BARE.search(said)
    if bare is None:
        return _name(said), None
    comment = _COMMENT.search(said)
    return _name(comment[1] if comment else said.replace(bare[0], " ")), _address(bare[0])


def _address(text: str) -> str:
    return text.strip("'\".,;").lower()


def _name(text: str) -> str | None:
    """A name without quotation marks and addresses; None where nothing is left."""
    via = _VIA.fullmatch(text.strip())
    name = _BARE.sub(" ", via["name"] if via else text).replace("\\", "")
    name = " ".join(name.split()).strip(" \"'<>()[],;:*-")
    return name[:_LONGEST_NAME].rstrip() if any(map(str.isalnum, name)) else None


def message_id(value: str) -> str | None:
    """The first id of a Message-ID, In-Reply-To header, without its brackets."""
    found = _ID.search(value[:LONGEST_HEADER])
    return found[1] if found else value.strip()[:_LONGEST_ID].strip("<>") or None


def last_reference(value: str) -> str | None:
    """What a mail answers by its References header, which ends with it."""
    found = _ID.findall(value[-LONGEST_HEADER:])
    return found[-1] if found else None


def header_date(value: str) -> str | None:
    """A date as ISO 8601 with its offset; None where it is not understood."""
    said = " ".join(value[:_LONGEST_NAME].split())
    try:
        when = parsedate_to_datetime(said)
    except (TypeError, ValueError, IndexError, OverflowError):
        return written_date(said)
    if when.year < 1970:
        return written_date(said)
    if when.tzinfo is None:  # "-0000": a time in UTC, sent from an unknown place
        when = when.replace(tzinfo=UTC)
    try:
        return when.isoformat(timespec="seconds")
    except ValueError:  # an offset of a day or more
        return None


def written_date(value: str) -> str | None:
    """A date as mail programs write it above a quoted mail ("lun. 3 mars 2026 à 10:12")."""
    said = " ".join(value[:_LONGEST_NAME].lower().replace("\u202f", " ").replace("\u00a0", " ").split())
    day = _day(said)
    if day is None:
        return None
    time = _TIME.search(said)
    if time is None:
        return day
    hour = int(time[1]) % 12 + 12 * (time[4] == "p") if time[4] else int(time[1])
    offset = _OFFSET.search(said.upper(), time.end())
    whole = f"{day}T{hour:02}:{time[2]}" + (f":{time[3]}" if time[3] else "")
    stated = f"{whole}{offset[1]}:{offset[2]}" if offset else whole
    return next((form for form in (stated, whole) if _is_date(form)), day)


def _day(said: str) -> str | None:
    if found := _ISO.search(said):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.search(said):
        day, month, year = found[1], str(MONTHS.get(_plain(found[2]), 0)), found[3]
    elif found := _MONTH_FIRST.search(said):
        month, day, year = str(MONTHS.get(_plain(found[1]), 0)), found[2], found[3]
    else:
        return None
    date = f"{year}-{int(month):02}-{int(day):02}"
    return date if _is_date(date) else None


def _plain(word: str) -> str:
    return word.translate(str.maketrans("áäâéèêûüçõô", "aaaeeeuucoo"))


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
