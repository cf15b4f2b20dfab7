"""The layout of a filter line: room behind each token for its cross, and where the tokens stand."""

from typing import Any

from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ogp_review.domain.filters import Token
from ogp_review.ui import plain_text

PAD = 6
CROSS = 14
"""Width of the cross of a token."""

_SPACE = CROSS + 2 * PAD + 2
"""What is added to the space behind a token."""


def spaces(text: str, tokens: tuple[Token, ...], font: QFont) -> list[tuple[int, int, QTextCharFormat]]:
    """(start, length, format) of the spaces behind tokens, counted as Qt counts."""
    wide, spaced = QTextCharFormat(), QFont(font)
    spaced.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _SPACE)
    wide.setFont(spaced)
    return [(plain_text.to_utf16(text, one.end), 1, wide) for one in tokens if one.end < len(text)]


class LaidTokens:
    """The same layout as the field's own, to measure in."""

    def __init__(self, text: str, tokens: tuple[Token, ...], font: QFont) -> None:
        self._text, self._tokens = text, tokens
        self._layout = QTextLayout(text, font)  # its lines live as long as it does
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.setFormats([_range(*part) for part in spaces(text, tokens, font)])
        self._layout.beginLayout()
        self._line = self._layout.createLine()
        if self._line.isValid():
            self._line.setLineWidth(1 << 20)
        self._layout.endLayout()

    def x(self, at: int) -> float:
        """Where Qt's place `at` stands, from the beginning of the line."""
        return _x(self._line, at) if self._line.isValid() else 0.0

    def span(self, one: Token) -> tuple[float, float]:
        """Where a token begins and ends."""
        start = plain_text.to_utf16(self._text, one.start)
        return self.x(start), self.x(plain_text.to_utf16(self._text, one.end))


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made


def _x(line: QTextLine, at: int) -> float:
    found: Any = line.cursorToX(at)  # a pair, whatever its stub says
    return float(found[0])
