"""Counts that add up on one line, and the list of what a person should know about a source."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.ui import icons, widgets

_COUNTS = (
    ("read", "read", "text"),
    ("new", "new", "insertion"),
    ("updated", "updated", "text"),
    ("unchanged", "already here", "text"),
    ("skipped", "skipped", "warning"),
)
MOST_LINES = 200
MOST_PLACES = 8


class FigureLine(QWidget):
    """412 read = 371 new + 0 updated + 28 already here + 13 skipped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(16)
        self._numbers: dict[str, widgets.PlainLabel] = {}
        for number, (name, words, token) in enumerate(_COUNTS):
            if number:
                line.addWidget(_sign("=" if number == 1 else "+"))
            line.addLayout(self._figure(name, words, token))
        self.aside = widgets.PlainLabel("", role="meta", token="text3")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.aside, 1)

    def _figure(self, name: str, words: str, token: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._numbers[name] = widgets.PlainLabel("0", role="page_title", token=token, weight=600)
        said = widgets.PlainLabel(_(words), role="meta", token="text2")
        for label in (self._numbers[name], said):
            label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            column.addWidget(label)
        return column

    def show_counts(self, counts: Mapping[str, int]) -> None:
        tokens = {name: token for name, _words, token in _COUNTS}
        for name, label in self._numbers.items():
            label.set_text(f"{counts.get(name, 0):,}")
            label.set_token(tokens[name] if counts.get(name, 0) else "text3")
            label.setAccessibleName(f"{counts.get(name, 0)} {name}")


def _sign(text: str) -> widgets.PlainLabel:
    label = widgets.PlainLabel(text, token="text3")
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


class ThingsToKnow(QScrollArea):
    """Warnings, skipped rows, and what was declared but not captured; one line each, none left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setProperty("surface", "base")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Things to know"))
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        """What it says."""
        return list(self._lines)

    def show_lines(self, lines: Sequence[str], told: Sequence[str] = ()) -> None:
        """Lines to mind, after those that are only `told`."""
        self._lines = list(lines)
        inside = QWidget()
        inside.setProperty("surface", "base")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 4, 24, 12)
        column.setSpacing(6)
        for line in told:
            column.addLayout(_line(line, "info", "text3"))
        for line in self._lines[:MOST_LINES]:
            column.addLayout(_line(line))
        if len(self._lines) > MOST_LINES:
            rest = _("and {n} more; all of them are in the history of the review.")
            column.addWidget(widgets.PlainLabel(rest.format(n=f"{len(self._lines) - MOST_LINES:,}")))
        column.addStretch(1)
        self.setWidget(inside)


def _line(text: str, icon: str = "warning", token: str = "warning") -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    sign = QLabel()
    sign.setPixmap(icons.pixmap(icon, token, 16, sign.devicePixelRatioF()))
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    label = widgets.PlainLabel(text, elide=False)
    label.setWordWrap(True)
    line.addWidget(label, 1)
    return line


def _declared(missing: Sequence[Mapping[str, Any]], outcome: Mapping[str, Any]) -> str:
    """What a page says it holds, beside what came from it."""
    if any(int(one.get("captured", 0)) for one in outcome["declared"]):
        named = ", ".join(
            f"{one['paragraph']} ({int(one.get('captured', 0)):,} {_('of')} {int(one['comments']):,})"
            for one in missing[:MOST_PLACES]
        )
        rest = f" {_('and')} {len(missing) - MOST_PLACES:,} {_('others')}" if missing[MOST_PLACES:] else ""
        said = _("More comments are declared on the page than were captured: {where}.")
        return said.format(where=named + rest)
    comments, places = sum(int(one["comments"]) for one in missing), len(missing)
    declared = _("The page declares {comments} on {places}.").format(
        comments=grouped(ngettext("{n} comment", "{n} comments", comments), comments),
        places=grouped(ngettext("{n} paragraph", "{n} paragraphs", places), places),
    )
    counts = outcome.get("comments", {})
    captured = sum(int(counts.get(name, 0)) for name in ("new", "updated", "unchanged"))
    if not captured:
        return f"{declared} {_('None of them stands at a paragraph yet.')}"
    was = grouped(ngettext("{n} was captured", "{n} were captured", captured), captured)
    return f"{declared} {was}, {_('none of them placed at a paragraph yet: see the suggestions.')}"


def grouped(said: str, number: int) -> str:
    """What is said of `number`, with its thousands apart."""
    return said.replace(str(number), f"{number:,}", 1)


def things_to_know(outcome: Mapping[str, Any]) -> list[str]:
    """The lines of the figures of `import --json`."""
    lines = list(outcome.get("warnings", ()))
    missing = [
        one for one in outcome.get("declared", ()) if int(one["comments"]) > int(one.get("captured", 0))
    ]
    if missing:
        lines.append(_declared(missing, outcome))
    why: dict[str, list[str]] = {}
    for skipped in outcome.get("skipped", ()):
        why.setdefault(str(skipped["why"]), []).append(str(skipped["where"]))
    for reason, places in why.items():
        shown = ", ".join(places[:12]) + (
            f" {_('and')} {len(places) - 12:,} {_('others')}" if len(places) > 12 else ""
        )
        lines.append(_("Skipped, {why}: {where}.").format(why=reason, where=shown))
    return lines
