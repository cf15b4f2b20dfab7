"""The small widgets that every panel is made of. Each asks the theme when it paints."""

from ogp_review.ui.buttons import Button, Segmented, button
from ogp_review.ui.chips import ChipFlow
from ogp_review.ui.labels import KeyHint, PlainBrowser, PlainLabel, plain_tooltip
from ogp_review.ui.panes import EmptyState, Hairline, LoadingBar, Picture, Splitter

__all__ = [
    "Button",
    "ChipFlow",
    "EmptyState",
    "Hairline",
    "KeyHint",
    "LoadingBar",
    "Picture",
    "PlainBrowser",
    "PlainLabel",
    "Segmented",
    "Splitter",
    "button",
    "plain_tooltip",
]
