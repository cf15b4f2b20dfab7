"""The cards: what fits on them, in which order the rest goes, and what a screen reader reads."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ogp_review.domain.draft import NOT_ASSIGNED
from ogp_review.domain.views import Card, TagMark
from ogp_review.ui import theme
from ogp_review.ui.comments import words
from ogp_review.ui.comments.card_layout import INDENT, SIDE, STEP, Laid, explained, lay_out, measures

YOUTH = TagMark(1, "Participation/Youth", "Youth", "Teal")
DEADLINES = TagMark(2, "Deadlines", "Deadlines", "Orange")
FEEDBACK = TagMark(3, "Feedback to citizens", "Feedback to citizens", "Blue")
CARD = Card(
    id=1 << 61,
    ref="C0147",
    preview="Paragraph 12 promises a summary “within a reasonable time”. In our town the last one came late.",
    author="K. Brightwater",
    organisation="Rivermouth Youth Forum",
    posted_at="2026-11-16",
    language="en",
    channel="discuto",
    place=12,
    paragraph="P12",
    state="drafted",
    set_aside=None,
    stance=None,
    tags=(DEADLINES, YOUTH),
    votes_for=24,
    votes_against=2,
    points=("PT-0023",),
    merged=4,
    parent_id=None,
    reply_to=None,
    depth=0,
    has_note=True,
    translated=False,
    assigned_to=None,
)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.install(qapp, "light")


def laid(card: Card = CARD, width: float = 392, suggestions: int = 2) -> Laid:
    return lay_out(card, width, measures(), suggestions, words.organisation(card), ())


def kinds(one: Laid) -> list[str]:
    return [badge.kind for _rect, badge in one.badges]


def test_badges_stand_in_the_order_of_the_design() -> None:
    wide = laid(width=600)
    assert kinds(wide) == ["suggestions", "note", "merged", "for", "against", "language"]
    assert [mark.name for _rect, mark in wide.chips] == ["Deadlines", "Youth"]
    assert wide.more == ""
    edges = [rect for rect, _mark in wide.chips] + [rect for rect, _badge in wide.badges]
    assert all(left.right() < right.left() for left, right in pairwise(edges))
    assert edges[-1].right() == wide.right


def test_what_does_not_fit_goes_second_chip_then_votes_against_then_note() -> None:
    seen = [(kinds(one), len(one.chips)) for one in (laid(width=width) for width in range(600, 250, -1))]
    steps = list(dict.fromkeys((len(found), chips) for found, chips in seen))
    assert steps == [(6, 2), (6, 1), (5, 1), (4, 1)]
    narrow = laid(width=251)
    assert kinds(narrow) == ["suggestions", "merged", "for", "language"]
    assert narrow.more == "+1"
    assert narrow.chips[0][0].right() <= narrow.badges[0][0].left()


@pytest.mark.parametrize("width", [180, 251, 300, 336, 392, 700])
def test_nothing_overlaps_or_stands_outside(width: int) -> None:
    card = replace(
        CARD, tags=(FEEDBACK, DEADLINES, YOUTH), author="A participant with a very long name indeed"
    )
    one = laid(card, width)
    first = one.first
    assert first.author_rect.right() <= first.date_rect.left()
    assert one.left == SIDE + INDENT and first.date_rect.right() <= one.right
    assert one.right == width - SIDE - 10
    if one.chips and width >= 251:
        assert one.chips[-1][0].right() <= one.badges[0][0].left()


def test_a_reply_stands_one_step_in_whatever_its_depth() -> None:
    for depth in (1, 2, 5):
        one = laid(replace(CARD, parent_id=5, depth=depth, reply_to="O. Marchepain"))
        assert one.left == SIDE + INDENT + STEP
        assert one.hook is not None
    assert laid().hook is None


def test_tooltips_say_what_stands_there() -> None:
    one = laid(width=600)
    said = [explained(one, rect.center().x(), rect.center().y(), 2) for rect, _badge in one.badges]
    assert said == ["2 suggestions", "Private note", "Merged with 3 others", "24 for", "2 against", "English"]
    chip = one.chips[1][0].center()
    assert explained(one, chip.x(), chip.y(), 2) == "Participation/Youth"
    ring = one.ring.center()
    assert explained(one, ring.x(), ring.y(), 2) == "Drafted"


def test_a_screen_reader_hears_everything_a_card_shows() -> None:
    said = words.spoken(CARD, suggestions=2)
    assert said.startswith(
        "K. Brightwater, Rivermouth Youth Forum, English, drafted, 2 tags, merged with 3, 24 for, 2 against, "
        "private note, 2 suggestions: Paragraph 12 promises"
    )


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (replace(CARD, place=NOT_ASSIGNED, paragraph=None), "Moved to Not assigned"),
        (replace(CARD, place=13, paragraph="P13"), "Moved to P13"),
        (replace(CARD, set_aside="spam"), "Set aside: spam"),
        (replace(CARD, state="approved"), "Now approved"),
        (replace(CARD, tags=(*CARD.tags, FEEDBACK)), "Tagged Feedback to citizens"),
        (replace(CARD, tags=()), "No longer tagged Deadlines"),
        (replace(CARD, assigned_to="Kenji"), "Assigned to Kenji"),
        (CARD, "No longer in this list"),
    ],
)
def test_a_departure_has_its_reason(now: Card, said: str) -> None:
    assert words.departure(CARD, now) == said


def test_dates_are_short_when_near_and_never_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    words.day.cache_clear()
    monkeypatch.setattr(words, "_today", lambda: words.QDate(2026, 11, 24))
    assert words.day("2026-03-14T10:00:00") == "14 Mar"
    assert words.day("2023-03-14") == "14 Mar 2023"
    assert words.day("March 2023") == "March 2023"
    assert words.day(None) == ""
    words.day.cache_clear()


def test_hostile_text_is_drawn_as_text() -> None:
    """Markup is shown letter by letter: the card is as dark as the same number of other letters."""
    card = replace(CARD, preview='<img src="file:///x"><h1>&lt;' + "a" * 30, author="<b>x</b>")
    one = laid(card)
    image = QImage(392, 110, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    one.preview.draw(painter, one.left, 30, QColor("black"))
    painter.end()
    assert one.first.author == "<b>x</b>"
    assert _inked(image, QRectF(one.left, 30, 120, 18))


def _inked(image: QImage, rect: QRectF) -> bool:
    return any(
        image.pixelColor(x, y).lightness() < 128
        for x in range(round(rect.left()), round(rect.right()))
        for y in range(round(rect.top()), round(rect.bottom()))
    )
