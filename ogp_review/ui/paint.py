"""What delegates draw: rings of state, chips, badges, bars, and text that is cut where it has to be.

All sizes are logical pixels. Nothing here reads a model or asks a question; a row costs well under a
millisecond, because rings and icons are kept as pixmaps and laid out text is kept by what it says.
"""

from ogp_review.ui.clamped import Clamped, clamp
from ogp_review.ui.drawing import crisp, draw_elided, focus_ring, icon, row_fill
from ogp_review.ui.marks import bar, pie, ring, segments
from ogp_review.ui.pills import (
    badge,
    badge_font,
    badge_height,
    badge_width,
    chip,
    chip_font,
    chip_height,
    chip_width,
    key_hint,
    key_hint_width,
)

__all__ = [
    "Clamped",
    "badge",
    "badge_font",
    "badge_height",
    "badge_width",
    "bar",
    "chip",
    "chip_font",
    "chip_height",
    "chip_width",
    "clamp",
    "crisp",
    "draw_elided",
    "focus_ring",
    "icon",
    "key_hint",
    "key_hint_width",
    "pie",
    "ring",
    "row_fill",
    "segments",
]
