"""Public text is shown as it was written: never as markup, with offsets that Qt and Python agree on.

Python counts code points and Qt counts UTF-16 units; the two functions at the top are the only conversion.
"""

import html
import re
from collections.abc import Iterable
from unicodedata import bidirectional

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ogp_review.ui import theme

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_OWN = re.compile("[\ud800-\udfff\ufdd0\ufdd1\ufffc]")
_BREAKS = re.compile(r"\s+")
_NEW_LINES = str.maketrans(dict.fromkeys("\u2028\u2029\ufdd0\ufdd1", "\n"))


def to_utf16(text: str, offset: int) -> int:
    """Where Qt finds what stands at code point `offset` of `text`."""
    return offset + len(_ASTRAL.findall(text, 0, max(0, offset)))


def to_code_points(text: str, offset: int) -> int:
    """Which code point of `text` stands at Qt's `offset`; inside a surrogate pair, the pair's own."""
    seen = 0
    for found in _ASTRAL.finditer(text):
        if found.start() + seen + 1 > offset:
            break
        if found.start() + seen + 1 == offset:
            return found.start()
        seen += 1
    return offset - seen


def one_line(text: str) -> str:
    """`text` with every run of white space, breaks included, as one space."""
    return _BREAKS.sub(" ", text).strip()


def escaped(text: str) -> str:
    """For the places of Qt that guess at markup (tooltips): markup that shows `text` itself."""
    return html.escape(text).replace("\n", "<br>")


def set_plain(target: QTextDocument | QTextEdit, text: str) -> None:
    """Replace the whole text, as it is. Offsets stay those of `text`, whatever characters it has."""
    document = target if isinstance(target, QTextDocument) else target.document()
    document.setPlainText(_harmless(text))


def _harmless(text: str) -> str:
    """Without the characters that Qt counts otherwise or keeps for itself; as long as `text`."""
    return _OWN.sub("\ufffd", text.replace("\r\n", " \n").replace("\0", "\ufffd"))


def typed_in(field: QPlainTextEdit | QTextEdit) -> str:
    """What stands in a field; no-break spaces stay, which Qt's plain text would lose."""
    return field.document().toRawText().translate(_NEW_LINES)


def set_line_height(document: QTextDocument, percent: float) -> None:
    """Lines of at least `percent` of the size of the document's font; taller scripts get what they need."""
    height = QFontInfo(document.defaultFont()).pixelSize() * percent / 100
    made = QTextBlockFormat()
    made.setLineHeight(height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(made)


Range = tuple[int, int, QTextCharFormat]
"""Start and end in code points, and the format of what is between."""


def format_ranges(target: QTextDocument | QTextEdit, text: str, ranges: Iterable[Range]) -> None:
    """Merge formats into what `set_plain(target, text)` showed; later ones win where they say the same."""
    document = target if isinstance(target, QTextDocument) else target.document()
    cursor = QTextCursor(document)
    last = document.characterCount() - 1
    cursor.beginEditBlock()
    for start, end, look in ranges:
        cursor.setPosition(min(last, to_utf16(text, start)))
        cursor.setPosition(min(last, to_utf16(text, end)), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(look)
    cursor.endEditBlock()


def clear_formats(target: QTextDocument | QTextEdit) -> None:
    """Take back what `format_ranges` did; words, cursor and line heights stay."""
    document = target if isinstance(target, QTextDocument) else target.document()
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setCharFormat(QTextCharFormat())


def _look(ink: str | None, fill: str) -> QTextCharFormat:
    shown, made = theme.current(), QTextCharFormat()
    made.setBackground(shown.colour(fill))
    if ink:
        made.setForeground(shown.colour(ink))
    return made


def lit_format() -> QTextCharFormat:
    """Of the quoted passage and of search hits. In high contrast a thick line stands in for the outline."""
    made = _look("lit_on", "lit")
    if theme.current().contrast:
        made.setFontWeight(QFont.Weight.Bold)
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    return made


def insertion_format() -> QTextCharFormat:
    made = _look("insertion", "insertion_on")
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    return made


def deletion_format() -> QTextCharFormat:
    made = _look("deletion", "deletion_on")
    made.setFontStrikeOut(True)
    return made


def direction_of(text: str) -> Qt.LayoutDirection:
    """The direction of the first letter that has one; left to right where none has."""
    for letter in text[:2000]:
        kind = bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return Qt.LayoutDirection.LeftToRight if kind == "L" else Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
