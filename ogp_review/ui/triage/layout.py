"""Which panes show at which size: width decides panes, height decides bars."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How much room there is."""

    WIDE = "wide"
    MEDIUM = "medium"
    NARROW = "narrow"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Widths:
    """First widths of sidebar and list in logical pixels, and whether the draft stands beside the comment."""

    sidebar: int
    list: int
    draft: bool


WIDTHS = {
    Mode.WIDE: Widths(278, 392, True),
    Mode.MEDIUM: Widths(232, 336, True),
    Mode.NARROW: Widths(232, 320, False),
    Mode.SINGLE: Widths(232, 400, False),
}
LEFT_COLUMN = 57
"""How much of the reader its left column takes, in hundredths."""

FOLDED_BELOW = 640
"""Height of the window, in logical pixels, below which the response shows its last line only."""


def mode_of(width: int) -> Mode:
    """The mode of a window `width` logical pixels wide."""
    if width >= 1360:
        return Mode.WIDE
    if width >= 1200:
        return Mode.MEDIUM
    return Mode.NARROW if width >= 960 else Mode.SINGLE
