"""The suggestion strip: one question at a time, the words that say so, an answer that carries it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ogp_review.review import create_review
from ogp_review.services.suggesting import ParagraphSuggestion
from ogp_review.ui import theme
from ogp_review.ui.reader import Reader, model
from ogp_review.ui.reader.strip import SuggestionStrip
from ogp_review.ui.reader.texts import EVIDENCE
from ogp_review.ui.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

BIG = 2**62 + 7


def suggestion(paragraph: str, reason: str, sure: float = 0.86, comment: int = BIG) -> ParagraphSuggestion:
    return ParagraphSuggestion(comment, "C0001", paragraph, sure, reason)


NAMES = suggestion("P12", 'it names P12: "On P12:"', 0.98)
QUOTES = suggestion("P3", 'it quotes P3: "“within a reasonable time"', 0.95)


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication) -> SuggestionStrip:
    theme.install(qapp, "light")
    made = SuggestionStrip()
    qtbot.addWidget(made)
    made.resize(760, 36)
    return made


def test_without_a_suggestion_there_is_no_strip(strip: SuggestionStrip) -> None:
    assert strip.isHidden() and strip.offer() is None
    strip.set_offers([model.offer_of(NAMES)])
    assert not strip.isHidden()
    strip.set_offers([])
    assert strip.isHidden()


def test_it_asks_says_how_sure_and_shows_the_words(strip: SuggestionStrip) -> None:
    strip.set_offers([model.offer_of(NAMES)])
    assert strip.question.accessibleName() == "Move to P12? 98 % sure: “On P12:”."
    assert strip.count.isHidden(), "one of one is not counted"
    assert strip.accept.shown_text() == "Accept" and strip.dismiss.shown_text() == "Dismiss"
    assert not strip.grab().isNull()


def test_marks_of_quotation_in_the_evidence_are_not_doubled() -> None:
    assert model.offer_of(QUOTES).because == "95 % sure: “within a reasonable time”."


@pytest.mark.parametrize(("share", "said"), [(1.0, "99 % sure"), (0.864, "86 % sure"), (0.0, "0 % sure")])
def test_nothing_is_a_hundred_percent_sure(share: float, said: str) -> None:
    assert model.offer_of(suggestion("P1", "because", share)).because == f"{said}."


def test_answers_carry_the_suggestion_that_shows(strip: SuggestionStrip, qtbot: QtBot) -> None:
    strip.set_offers([model.offer_of(NAMES), model.offer_of(QUOTES)])
    assert strip.count.shown_text() == "1 of 2"
    with qtbot.waitSignal(strip.accepted) as answer:
        strip.accept.click()
    assert answer.args == [NAMES]
    strip.count.click()
    assert strip.count.shown_text() == "2 of 2"
    with qtbot.waitSignal(strip.dismissed) as answer:
        strip.dismiss.click()
    assert answer.args == [QUOTES]
    strip.turn()
    assert strip.offer() == model.offer_of(NAMES)


def test_the_one_that_shows_stays_when_others_go(strip: SuggestionStrip) -> None:
    strip.set_offers([model.offer_of(NAMES), model.offer_of(QUOTES)])
    strip.turn()
    strip.set_offers([model.offer_of(QUOTES)])
    assert strip.offer() == model.offer_of(QUOTES) and strip.count.isHidden()


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    theme.install(qapp, "light")
    review = create_review(tmp_path / "review.ogpr", title="Draft", person="Ana")
    source = tmp_path / "comments.csv"
    source.write_text("Ref,Text\na,On P12: nobody answers.\nb,Another thing.\n", encoding="utf-8")
    review.intake.import_file(source)
    made = Session(review)
    yield made
    made.close()


def test_the_reader_shows_what_is_suggested_for_its_comment_only(session: Session, qtbot: QtBot) -> None:
    [found] = session.review.suggesting.paragraphs()
    other = next(one.id for one in session.review.comments() if one.id != found.comment)
    reader = Reader(session)
    qtbot.addWidget(reader)
    reader.show()
    reader.set_suggestions([found])
    with qtbot.waitSignal(reader.shown, timeout=10_000):
        reader.show(found.comment)
    text = reader.comment_pane.text
    assert reader.strip.isVisible()
    assert [text.text[start:end] for start, end in text.lit(EVIDENCE)] == ["On P12:"]
    asked: list[tuple[str, object]] = []
    reader.wants.connect(lambda action, argument: asked.append((action, argument)))
    reader.strip.accept.click()
    assert asked == [("accept_suggestion", found)]
    with qtbot.waitSignal(reader.shown, timeout=10_000):
        reader.show(other)
    assert not reader.strip.isVisible() and text.lit(EVIDENCE) == ()
