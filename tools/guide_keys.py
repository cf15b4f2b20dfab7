"""The guide's table of keys, made from the program's own table. `python tools/guide_keys.py` writes it."""

import sys
from pathlib import Path

if __name__ == "__main__":  # run by hand, the program stands beside this folder
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ogp_review.ui import shortcuts

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide.md"
BEGIN, END = "<!-- keys -->", "<!-- /keys -->"
WHERE = {
    shortcuts.WINDOW: "everywhere",
    shortcuts.DESK: "in lists and in the reader",
    shortcuts.FIELD: "in its field",
}


def table() -> str:
    """One row an action that has keys, in the order of the menus."""
    rows = ["| keys | does | works |", "|---|---|---|"]
    for one in shortcuts.TABLE:
        if one.keys:
            keys = " or ".join(f"`{key.replace('Return', 'Enter')}`" for key in one.keys)
            rows.append(f"| {keys} | {one.text.rstrip('…')} | {WHERE[one.where]} |")
    digits = [one.keys[0] for one in shortcuts.TAG_KEYS]
    rows.append(
        f"| `{digits[0]}` to `{digits[-1]}` | Put on the tag with this key | {WHERE[shortcuts.DESK]} |"
    )
    return "\n".join(rows)


def main() -> int:
    """Write the table between its marks."""
    text = GUIDE.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    GUIDE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
