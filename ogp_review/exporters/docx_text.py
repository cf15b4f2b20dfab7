"""Public text as Word can hold it: character for character, never markup, in its own reading direction."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from ogp_review.domain.report import CommentRow, MatrixRow, ReportDocument
from ogp_review.exporters.wording import beginning
from ogp_review.i18n import _, ngettext

_Row = TypeVar("_Row", MatrixRow, CommentRow)

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_NON_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_BATCH = 256
_REFS_IN_NOTE = 200
_NAMES = ("ref", "label", "heading", "path", "name")

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_RETURN = '</w:t><w:cr/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def escaped(text: str) -> str:
    """`text` as it stands inside a `w:t`. A literal carriage return makes LibreOffice take a table apart."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" in text:
        text = text.replace("\n", _BREAK)
    if "\t" in text:
        text = text.replace("\t", _TAB)
    return text.replace("\r", _RETURN) if "\r" in text else text


def is_right_to_left(text: str) -> bool:
    """Whether the first strong character of `text` is read from right to left."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return False
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def run(text: str, properties: str = "") -> str:
    """`text` in one run; `properties` are those of the run, as XML."""
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def directed(text: str, language: str | None = None) -> tuple[str, str]:
    """What a paragraph and its run need to show `text`: its direction and its language."""
    code = language if language and _LANGUAGE.fullmatch(language) else None
    if is_right_to_left(text):
        return "<w:bidi/>", "<w:rtl/>" + (f'<w:lang w:bidi="{code}"/>' if code else "")
    return "", f'<w:lang w:val="{code}"/>' if code else ""


def shortened(text: str, length: int) -> str:
    """The beginning of `text` on one line."""
    return beginning(" ".join(text.split()), length)


def holdable(document: ReportDocument) -> tuple[ReportDocument, list[str]]:
    """`document` without the characters that XML cannot hold, and a note that says where they were."""
    found: list[str] = []
    matrix = _holdable_rows(document.matrix, _texts_of_row, found)
    aside = _holdable_rows([row for row in document.comments if row.set_aside], _texts_of_comment, found)
    rest = _cleaned(replace(document, matrix=(), comments=()), found)
    return replace(rest, matrix=matrix, comments=aside), _notes(found)


def _texts_of_row(row: MatrixRow) -> Iterable[str]:
    yield from (row.ref, row.paragraph, row.point, row.verbatim, row.disposition, row.response)
    yield from (row.proposed_change, row.state)
    yield from row.participants


def _texts_of_comment(row: CommentRow) -> Iterable[str]:
    return (row.ref, row.paragraph, row.author, row.organisation, row.date, row.text, row.set_aside)


def _holdable_rows(
    rows: Sequence[_Row], texts: Callable[[_Row], Iterable[str]], found: list[str]
) -> list[_Row]:
    """Looks at many rows at once: nearly always there is nothing to do."""
    kept: list[_Row] = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        if _suspicious("".join(chain.from_iterable(map(texts, batch)))):
            batch = [_cleaned(row, found) if _suspicious("".join(texts(row))) else row for row in batch]
        kept.extend(batch)
    return kept


def _suspicious(text: str) -> bool:
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return len(raw.translate(None, _CONTROLS)) < len(raw) or any(code in raw for code in _NON_CHARACTERS)


def _cleaned(value: Any, found: list[str]) -> Any:
    """`value` with every text in it clean; what holds such a text is named in `found`."""
    if isinstance(value, str):
        return _ILLEGAL.sub("\ufffd", value) if _suspicious(value) else value
    if isinstance(value, tuple):
        return tuple(_cleaned(item, found) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for field in fields(value):
        before = getattr(value, field.name)
        after = _cleaned(before, found)
        if after != before:
            changed[field.name] = after
    if not changed:
        return value
    clean = replace(value, **changed)
    if any(isinstance(item, str) or _holds_text(item) for item in changed.values()):
        found.append(_name(clean))
    return clean


def _holds_text(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, str) for item in value)


def _name(record: Any) -> str:
    names = (getattr(record, name, "") for name in _NAMES)
    return shortened(next((name for name in names if name), _("the report's own words")), 60)


def _notes(found: list[str]) -> list[str]:
    if not found:
        return []
    names = list(dict.fromkeys(found))
    shown = ", ".join(names[:_REFS_IN_NOTE])
    if len(names) > _REFS_IN_NOTE:
        shown += " " + ngettext("and {n} more", "and {n} more", len(names) - _REFS_IN_NOTE)
    return [_("Characters that a Word file cannot hold are shown as \ufffd in {where}.").format(where=shown)]
