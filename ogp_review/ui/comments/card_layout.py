"""Where everything on a card stands: worked out once a card and width, so that painting only draws.

What does not fit goes in the order of the design: the second chip becomes "+1", then the votes against, then
the mark of a private note; names are cut last.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from ogp_review.domain.languages import language_name
from ogp_review.domain.lighting import lit
from ogp_review.domain.views import Card, TagMark
from ogp_review.i18n import _, ngettext
from ogp_review.ui import paint, theme
from ogp_review.ui.comments import words

SIDE = 8
"""From the edge of the list to the fill of a card."""

INDENT = 32
"""From the fill to the text; the ring stands in between."""

STEP = 24
"""How far a reply stands in."""

RIGHT = 10
TOP = 9
GAP = 6
LINES = 2


@dataclass(frozen=True, slots=True)
class Badge:
    """One of the badges at the right; `kind` says what it tells, for tooltips."""

    kind: str
    text: str
    icon: str = ""
    token: str = "text2"
    outlined: bool = False

    @property
    def width(self) -> float:
        return paint.badge_width(self.text, self.icon, self.outlined or self.token == "suggestion")


@dataclass(frozen=True, slots=True)
class Measures:
    """Heights of the lines of a card for the fonts now shown."""

    line1: float
    text: float
    line4: float
    author: QFont
    body: QFont
    meta: QFont

    @property
    def text_top(self) -> float:
        return TOP + self.line1 + 2

    @property
    def line4_top(self) -> float:
        return self.text_top + LINES * self.text + GAP

    @property
    def height(self) -> int:
        return round(self.line4_top + self.line4 + TOP + 1)


def measures() -> Measures:
    """Those of the theme now shown; ask again after theme.watch.changed."""
    author, body, meta = theme.font("body", 600), theme.font("body"), theme.font("meta")
    line1 = round(theme.metrics(author).height() + 0.4)
    return Measures(line1, theme.metrics(body).lineSpacing(), paint.chip_height(), author, body, meta)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """Author, organisation and date, and where they stand."""

    author: str
    author_rect: QRectF
    about: str
    about_rect: QRectF
    date: str
    date_rect: QRectF


@dataclass(frozen=True, slots=True)
class Laid:
    """A card laid out for a width. Positions count from the top left corner of the row."""

    card: Card
    hook: QRectF | None
    ring: QRectF
    left: float
    right: float
    first: FirstLine
    preview: paint.Clamped
    chips: tuple[tuple[QRectF, TagMark], ...]
    more: str
    badges: tuple[tuple[QRectF, Badge], ...]


def lay_out(
    card: Card, width: float, sizes: Measures, suggestions: int, about: str, terms: tuple[str, ...]
) -> Laid:
    """:param about: what stands after the author: an organisation, or whom a reply answers."""
    inside = STEP if card.depth else 0
    fill = SIDE + inside
    left, right = float(fill + INDENT), float(width - SIDE - RIGHT)
    middle = TOP + sizes.line1 / 2
    first = _first_line(card, left, right, sizes, about)
    badges, chips, more = _last_line(card, left, right, sizes, suggestions)
    return Laid(
        card=card,
        hook=QRectF(SIDE + 10, middle - 8, 16, 16) if inside else None,
        ring=QRectF(fill + 10, middle - 7, 14, 14),
        left=left,
        right=right,
        preview=paint.clamp(
            card.preview, sizes.body, right - left, LINES, lit(card.preview, terms) if terms else ()
        ),
        chips=chips,
        more=more,
        badges=badges,
        first=first,
    )


def _first_line(card: Card, left: float, right: float, sizes: Measures, about: str) -> FirstLine:
    author, date = words.author(card), words.day(card.posted_at)
    date_width = theme.metrics(sizes.meta).horizontalAdvance(date) if date else 0.0
    room = right - left - (date_width + 8 if date else 0)
    natural = theme.metrics(sizes.author).horizontalAdvance(author) + 1
    author_width = min(natural, room)
    about_width = max(0.0, room - author_width - 8)
    return FirstLine(
        author=author,
        author_rect=QRectF(left, TOP, author_width, sizes.line1),
        about=about if about_width > 24 else "",
        about_rect=QRectF(left + author_width + 8, TOP, about_width, sizes.line1),
        date=date,
        date_rect=QRectF(right - date_width - 1, TOP, date_width + 1, sizes.line1),
    )


def _badges(card: Card, suggestions: int) -> list[Badge]:
    found = []
    if suggestions:
        found.append(Badge("suggestions", words.figure(suggestions), "bulb", "suggestion"))
    if card.has_note:
        found.append(Badge("note", "", "note"))
    if card.merged > 1:
        found.append(Badge("merged", f"×{words.figure(card.merged)}", "merge", outlined=True))
    if card.votes_for:
        found.append(Badge("for", words.figure(card.votes_for), "vote-up"))
    if card.votes_against:
        found.append(Badge("against", words.figure(card.votes_against), "vote-down"))
    if card.language:
        found.append(Badge("language", card.language[:2].upper(), outlined=True))
    return found


def _last_line(
    card: Card, left: float, right: float, sizes: Measures, suggestions: int
) -> tuple[tuple[tuple[QRectF, Badge], ...], tuple[tuple[QRectF, TagMark], ...], str]:
    badges, shown = _badges(card, suggestions), list(card.tags[:2])
    while not _fits(badges, shown, len(card.tags), right - left):
        if len(shown) > 1:
            shown.pop()
        elif given_up := next((one for one in badges if one.kind == "against"), None):
            badges.remove(given_up)
        elif given_up := next((one for one in badges if one.kind == "note"), None):
            badges.remove(given_up)
        else:
            break
    top = sizes.line4_top
    placed = _placed_badges(badges, right, top, sizes)
    room = (placed[0][0].left() if placed else right) - left - GAP
    chips = _placed_chips(shown, left, top, sizes, room - _more_width(len(card.tags) - len(shown), sizes))
    return placed, chips, _more(len(card.tags) - len(shown))


def _more(count: int) -> str:
    return f"+{count}" if count > 0 else ""


def _more_width(count: int, sizes: Measures) -> float:
    return theme.metrics(sizes.meta).horizontalAdvance(_more(count)) + GAP if count > 0 else 0.0


def _fits(badges: list[Badge], shown: list[TagMark], tags: int, room: float) -> bool:
    right = sum(badge.width + GAP for badge in badges)
    chips = sum(paint.chip_width(mark.name) + GAP for mark in shown)
    return chips + _more_width(tags - len(shown), measures()) + right <= room + GAP


def _placed_badges(
    badges: list[Badge], right: float, top: float, sizes: Measures
) -> tuple[tuple[QRectF, Badge], ...]:
    placed = []
    for badge in reversed(badges):
        placed.append((QRectF(right - badge.width, top, badge.width, sizes.line4), badge))
        right -= badge.width + GAP
    return tuple(reversed(placed))


def _placed_chips(
    marks: list[TagMark], left: float, top: float, sizes: Measures, room: float
) -> tuple[tuple[QRectF, TagMark], ...]:
    placed = []
    for mark in marks:
        width = min(paint.chip_width(mark.name), max(28.0, room))
        placed.append((QRectF(left, top, width, sizes.line4), mark))
        left += width + GAP
        room -= width + GAP
    return tuple(placed)


def explained(laid: Laid, x: float, y: float, suggestions: int) -> str:
    """What stands at a place of the card, in words for a tooltip; empty where nothing needs any."""
    for rect, mark in laid.chips:
        if rect.contains(x, y):
            return mark.path
    for rect, badge in laid.badges:
        if rect.contains(x, y):
            return _badge_words(badge, laid.card, suggestions)
    if laid.ring.adjusted(-5, -5, 5, 5).contains(x, y):
        return _(laid.card.state).capitalize()
    if laid.first.date_rect.contains(x, y):
        return words.day(laid.card.posted_at, year=True)
    if laid.first.about_rect.contains(x, y):
        return laid.first.about
    hidden = laid.card.tags[len(laid.chips) :]
    if hidden and y >= laid.preview.height and y > laid.ring.bottom() and x < laid.right and laid.chips:
        last = laid.chips[-1][0]
        if last.right() < x < last.right() + 32 and last.top() <= y <= last.bottom():
            return "\n".join(mark.path for mark in hidden)
    return ""


def _badge_words(badge: Badge, card: Card, suggestions: int) -> str:
    said = {
        "suggestions": ngettext("{n} suggestion", "{n} suggestions", suggestions),
        "note": _("Private note"),
        "merged": ngettext("Merged with {n} other", "Merged with {n} others", max(1, card.merged - 1)),
        "for": _("{n} for").format(n=badge.text),
        "against": _("{n} against").format(n=badge.text),
        "language": language_name(card.language),
    }
    return said[badge.kind]
