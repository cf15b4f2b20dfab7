"""Counts that add up on one line, and what the figures of an import say in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ogp_review.i18n import _, ngettext
from ogp_review.ui import widgets
from ogp_review.ui.intake.things import ThingsToKnow as ThingsToKnow

_COUNTS = (
    ("read", "rows read", "text"),
    ("new", "new comments", "insertion"),
    ("updated", "updated", "text"),
    ("unchanged", "already here", "text"),
    ("skipped", "skipped", "warning"),
)
ROWS, COMMENTS, PIECES = "rows", "comments", "pieces"
_WORDS = {
    (COMMENTS, "read"): "comments read",
    (PIECES, "read"): "sections and paragraphs",
    (PIECES, "new"): "new",
    (PIECES, "updated"): "filled in",
}
MOST_PLACES = 8
_LEAST = 330
_ROOMY = 760
"""Width from which there is room for the words at the right, and for air between the figures."""


class FigureLine(QWidget):
    """412 rows read = 371 new comments + 0 updated + 28 already here + 13 skipped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 10, 24, 10)
        self._numbers: dict[str, widgets.PlainLabel] = {}
        self._words: dict[str, widgets.PlainLabel] = {}
        for number, (name, words, token) in enumerate(_COUNTS):
            if number:
                self._row.addWidget(_sign("=" if number == 1 else "+"))
            self._row.addLayout(self._figure(name, words, token))
        self._row.addStretch(1)
        self.aside = widgets.PlainLabel("", role="meta", token="text2", elide=False)
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.aside.setFixedWidth(168)
        self._row.addWidget(self.aside)

    def _figure(self, name: str, words: str, token: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        self._numbers[name] = widgets.PlainLabel("0", role="page_title", token=token, weight=600)
        self._words[name] = said = widgets.PlainLabel(_(words), role="meta", token="text2")
        self._numbers[name].setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for label in (self._numbers[name], said):
            column.addWidget(label)
        return column

    def show_counts(self, counts: Mapping[str, int], of: str = ROWS) -> None:
        """The figures by their names in `import --json`, counted in ROWS, COMMENTS or PIECES of a draft."""
        for name, usual, token in _COUNTS:
            words = _WORDS.get((of, name), usual)
            label, count = self._numbers[name], counts.get(name, 0)
            self._words[name].set_text(_(words))
            label.set_text(f"{count:,}")
            label.set_token(token if count else "text3")
            label.setAccessibleName(f"{count:,} {_(words)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        self.aside.setVisible(roomy)
        self._row.setSpacing(16 if roomy else 5)

    def minimumSizeHint(self) -> QSize:
        """What stands at the right goes where there is no room, so it claims none."""
        return QSize(_LEAST, super().minimumSizeHint().height())


def _sign(text: str) -> widgets.PlainLabel:
    label = widgets.PlainLabel(text, token="text3")
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def _declared(missing: Sequence[Mapping[str, Any]], outcome: Mapping[str, Any]) -> str:
    """What a page says it holds, beside what came from it."""
    if any(int(one.get("captured", 0)) for one in outcome["declared"]):
        named = [
            f"{one['paragraph']} ({int(one.get('captured', 0)):,} {_('of')} {int(one['comments']):,})"
            for one in missing
        ]
        said = _("More comments are declared on the page than were captured: {where}.")
        return said.format(where=places_named(named, MOST_PLACES))
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
    lines = [*outcome.get("warnings", ()), *declared_lines(outcome)]
    for reason, places in reasons_of(outcome).items():
        said = _("Skipped, {why}: {where}.")
        lines.append(said.format(why=reason, where=places_named(places, 12)))
    return lines


def declared_lines(outcome: Mapping[str, Any]) -> list[str]:
    """What was declared but not captured, if anything."""
    missing = [
        one for one in outcome.get("declared", ()) if int(one["comments"]) > int(one.get("captured", 0))
    ]
    return [_declared(missing, outcome)] if missing else []


def reasons_of(outcome: Mapping[str, Any]) -> dict[str, list[str]]:
    """Why comments were skipped, each reason with the places."""
    why: dict[str, list[str]] = {}
    for skipped in outcome.get("skipped", ()):
        why.setdefault(str(skipped["why"]), []).append(str(skipped["where"]))
    return why


def places_named(places: Sequence[str], most: int) -> str:
    """ "row 41, row 118 and 11 others"."""
    shown, rest = ", ".join(places[:most]), len(places) - most
    if rest <= 0:
        return shown
    more = grouped(ngettext("{n} other", "{n} others", rest), rest)
    return _("{places} and {more}").format(places=shown, more=more)
