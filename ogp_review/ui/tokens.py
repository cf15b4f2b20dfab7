"""The tables of colour: what each token, state and tag is in light, dark and high contrast, as text.

Only `theme` reads this; the ratios promised for them are computed in the tests.
"""

LIGHT = {
    "window": "#F5F5F3",
    "base": "#FFFFFF",
    "raised": "#FAFAF8",
    "hover": "#ECECE9",
    "select": "#E9ECFB",
    "border": "#E2E2DE",
    "control": "#7E838C",
    "text": "#1C1E22",
    "text2": "#50565F",
    "text3": "#646A74",
    "disabled": "#646A74",
    "accent": "#4451BD",
    "on_accent": "#FFFFFF",
    "lit": "#FFE9A6",
    "lit_on": "#1C1E22",
    "insertion": "#17643A",
    "insertion_on": "#DDF3E3",
    "deletion": "#A3271F",
    "deletion_on": "#FBE3E1",
    "warning": "#7A4B00",
    "warning_on": "#FDF3DC",
    "suggestion": "#4451BD",
    "suggestion_on": "#F2F1FC",
}

DARK = {
    "window": "#1A1B1E",
    "base": "#212327",
    "raised": "#282A2F",
    "hover": "#2F3238",
    "select": "#2E3352",
    "border": "#383B42",
    "control": "#7E848E",
    "text": "#E8E9EB",
    "text2": "#B4B9C1",
    "text3": "#9AA0A9",
    "disabled": "#9AA0A9",
    "accent": "#A3B0FF",
    "on_accent": "#171A33",
    "lit": "#5C4A14",
    "lit_on": "#FFF3D1",
    "insertion": "#8FDCAB",
    "insertion_on": "#1E3D2B",
    "deletion": "#F5A59E",
    "deletion_on": "#472423",
    "warning": "#F2C879",
    "warning_on": "#3D3118",
    "suggestion": "#B7C1FF",
    "suggestion_on": "#292B40",
}

_SURFACES = (
    "window", "base", "raised", "hover", "select", "lit",
    "insertion_on", "deletion_on", "warning_on", "suggestion_on",
)  # fmt: skip
_INKS = ("border", "control", "text", "text2", "text3", "lit_on")


def _contrast(surface: str, ink: str, **own: str) -> dict[str, str]:
    """Every surface one colour, every line and text the other; what means something keeps a hue."""
    return dict.fromkeys(_SURFACES, surface) | dict.fromkeys(_INKS, ink) | own


CONTRAST_LIGHT = _contrast(
    "#FFFFFF",
    "#000000",
    disabled="#6B6B6B",
    accent="#1A2A9E",
    on_accent="#FFFFFF",
    insertion="#00421C",
    deletion="#80110B",
    warning="#573500",
    suggestion="#1A2A9E",
)
CONTRAST_DARK = _contrast(
    "#000000",
    "#FFFFFF",
    disabled="#9C9C9C",
    accent="#B9C3FF",
    on_accent="#000000",
    insertion="#A5F0C0",
    deletion="#FFB9B3",
    warning="#FFDC9A",
    suggestion="#B9C3FF",
)

STATES_LIGHT = {
    "new": "#7E838C",
    "triaged": "#6C80A0",
    "drafted": "#4679C6",
    "in review": "#B4750E",
    "approved": "#358A59",
    "published": "#358A59",
}
STATES_DARK = {
    "new": "#7E848E",
    "triaged": "#7489A8",
    "drafted": "#5E93E0",
    "in review": "#DFA343",
    "approved": "#4FAE76",
    "published": "#4FAE76",
}
NEW_BAR = {False: "#D5D8DC", True: "#43474F"}
"""What a bar shows of the state "new", by whether the theme is dark: the trough of the others."""

TAGS = {
    "Red": ("#C45B5B", "#FFE4E2", "#742D2E", "#4E2928", "#FFC6C3"),
    "Orange": ("#BE642A", "#FFE7D8", "#713408", "#4C2C1A", "#FECBAF"),
    "Amber": ("#AC7400", "#FAEBD3", "#643F00", "#453211", "#F1D3A4"),
    "Olive": ("#838700", "#EDF0D5", "#4A4C00", "#363814", "#D8DDA8"),
    "Green": ("#369653", "#DDF4E1", "#115629", "#1F3D26", "#B7E5BF"),
    "Teal": ("#00998B", "#D4F5F0", "#00584F", "#063E39", "#A3E7DD"),
    "Sky": ("#008CC2", "#D7F2FF", "#004F74", "#123A4D", "#A9E0FE"),
    "Blue": ("#527ED0", "#E0EEFF", "#28467D", "#263552", "#BFD8FF"),
    "Violet": ("#846EC9", "#EDE9FF", "#4B3B78", "#36304F", "#D9D0FF"),
    "Plum": ("#A861AC", "#F9E5FA", "#623265", "#442B45", "#F0C8F1"),
    "Rose": ("#BE5A80", "#FFE4ED", "#702D47", "#4C2935", "#FFC5D7"),
    "Slate": ("#718294", "#E9EDF3", "#3E4955", "#30363C", "#CFD9E3"),
}
"""By the name that the codebook stores: dot; background and text of a light chip; of a dark chip."""
