"""Text in a CSV cell that no spreadsheet takes for a formula, and back, character for character."""

import re

_RISKY = re.compile("['\t\r]|[\\s\u200b\u2060\ufeff]*[=+\\-@＝＋－＠]")


def guard(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet could run it, or where it has one already."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text.startswith("'") else text
