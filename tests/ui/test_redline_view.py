"""A proposed change is shown for what it is: the whole paragraph, one passage, or words without a place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from ogp_review.domain.redline import Change, Piece
from ogp_review.domain.views import ParagraphText
from ogp_review.review import create_review
from ogp_review.ui.responses.model import Subject
from ogp_review.ui.responses.redline import CLEAN, EDIT, REDLINE, Proposed, RedlineView
from ogp_review.ui.responses.wording import Kind, closest, shortened, told, wording
from ogp_review.ui.session import Session

PARAGRAPH = (
    "Public bodies will consult on major policies while options are still open. They will publish a summary "
    "of the contributions received within a reasonable time and will take particular care to reach people "
    "who are seldom heard, including young people and those living far from the capital."
)
WHOLE = PARAGRAPH.replace("within a reasonable time", "within 30 working days, with reasons")
PASSAGE = "They will publish a summary of the contributions received within 30 working days."


pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def marked(pieces: tuple[Piece, ...]) -> str:
    """The pieces as [-deleted-] and {+inserted+}."""
    looks = {Change.KEPT: "{}", Change.DELETED: "[-{}-]", Change.INSERTED: "{{+{}+}}"}
    return "".join(looks[piece.change].format(piece.text) for piece in pieces)


def without(pieces: tuple[Piece, ...], change: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change != change)


# How it is read ---------------------------------------------------------------------------------------------


def test_the_whole_paragraph_reworded() -> None:
    found = wording(PARAGRAPH, WHOLE)
    assert found.kind is Kind.WHOLE
    assert "[-a reasonable time-]{+30 working days, with reasons+}" in marked(found.pieces)
    assert without(found.pieces, Change.INSERTED) == PARAGRAPH
    assert found.clean == WHOLE


def test_one_passage_reworded_leaves_the_rest_of_the_paragraph() -> None:
    found = wording(PARAGRAPH, PASSAGE)
    assert found.kind is Kind.PASSAGE
    assert without(found.pieces, Change.INSERTED) == PARAGRAPH
    assert found.clean.startswith(
        "Public bodies will consult on major policies while options are still open."
    )
    assert "within 30 working days." in found.clean


def test_sentences_left_out_are_a_deletion_and_no_passage() -> None:
    first = PARAGRAPH.partition(" They")[0]
    found = wording(PARAGRAPH, first)
    assert found.kind is Kind.WHOLE and found.clean == first
    assert "still open[-. They will publish" in marked(found.pieces)


def test_an_instruction_is_a_note_and_deletes_nothing() -> None:
    found = wording(PARAGRAPH, "Add a deadline of thirty days, and name who is responsible for meeting it.")
    assert found.kind is Kind.NOTE
    assert [piece.change for piece in found.pieces] == [Change.INSERTED]


@pytest.mark.parametrize("proposed", ["", "  \n", PARAGRAPH])
def test_nothing_proposed(proposed: str) -> None:
    assert wording(PARAGRAPH, proposed).kind is Kind.NONE


def test_words_for_no_paragraph_are_a_note() -> None:
    assert wording("", "New words.").kind is Kind.NOTE


def test_it_is_compared_with_the_language_it_is_written_in() -> None:
    french = "Les organismes publics consulteront sur les politiques majeures."
    assert closest([french, PARAGRAPH], PASSAGE) == PARAGRAPH
    assert (
        closest([PARAGRAPH, french], "Les organismes consulteront dans un délai de trente jours.") == french
    )
    assert closest([], "x") == ""


def test_long_unchanged_runs_are_cut_to_what_stands_beside_the_change() -> None:
    rest = " This holds for every member of the Partnership, large or small."
    shown = marked(shortened(wording(PARAGRAPH + rest, WHOLE + rest).pieces))
    assert shown.startswith("… They will publish a summary of the contributions received within [-a reason")
    assert shown.endswith("…")
    assert "Public bodies" not in shown and "Partnership" not in shown


def test_a_space_is_shown_between_the_word_that_goes_and_the_one_that_comes() -> None:
    pieces = shortened((Piece(Change.DELETED, "twelve months"), Piece(Change.INSERTED, "ninety days")))
    assert marked(pieces) == "[-twelve months-] {+ninety days+}"
    chinese = shortened((Piece(Change.DELETED, "十二个月"), Piece(Change.INSERTED, "九十天")))
    assert marked(chinese) == "[-十二个月-]{+九十天+}"


def test_changes_are_told_in_words() -> None:
    pieces = (
        Piece(Change.KEPT, "a "), Piece(Change.DELETED, "b"), Piece(Change.INSERTED, "c"),
        Piece(Change.KEPT, " d"), Piece(Change.INSERTED, " e"),
    )  # fmt: skip
    assert told(pieces) == [("b", "c"), ("", "e")]


# How it looks -----------------------------------------------------------------------------------------------


def look_at(view: RedlineView, words: str) -> QTextCharFormat:
    cursor = view.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart() + 1, QTextCursor.MoveMode.MoveAnchor)
    return cursor.charFormat()


def test_deleted_words_are_struck_through_and_inserted_ones_underlined(qtbot: QtBot) -> None:
    view = RedlineView()
    qtbot.addWidget(view)
    view.show_pieces(
        wording(PARAGRAPH.replace("summary", "𝒔ummary"), WHOLE.replace("summary", "𝒔ummary")).pieces
    )
    assert look_at(view, "a reasonable time").fontStrikeOut()
    assert look_at(view, "30 working days").fontUnderline()
    assert not look_at(view, "contributions").fontUnderline()
    assert not look_at(view, "contributions").fontStrikeOut()
    assert "deleted: a reasonable time" in view.accessibleDescription()


def test_hostile_words_stay_words(qtbot: QtBot) -> None:
    view = RedlineView()
    qtbot.addWidget(view)
    view.show_pieces((Piece(Change.KEPT, '<img src="file:///etc/passwd"><b>x</b>'),))
    assert view.toPlainText() == '<img src="file:///etc/passwd"><b>x</b>'


# The half of the pane ---------------------------------------------------------------------------------------


@pytest.fixture
def proposed(tmp_path: Path, qtbot: QtBot) -> Iterator[Proposed]:
    session = Session(create_review(tmp_path / "r.ogpr", title="R", person="Ana"))
    made = Proposed(session)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    yield made
    session.close()


def subject(*texts: str, complete: bool = True) -> Subject:
    words = tuple(ParagraphText("en", "draft", text, complete) for text in texts)
    return Subject(
        shown=1, owner=2, ref="PT-0001", by_point=False, in_point=True, comments=1, state="drafted",
        response=None, disposition=None, person=None, place_label="P12", place_texts=words, lead=1,
    )  # fmt: skip


def test_redline_then_clean_then_edit(proposed: Proposed, qtbot: QtBot) -> None:
    proposed.show_subject(subject(PARAGRAPH), WHOLE, True, True)
    qtbot.waitUntil(lambda: "a reasonable time" in proposed.view.toPlainText())
    proposed.modes.set_index(CLEAN)
    proposed._choose(CLEAN)
    qtbot.waitUntil(lambda: proposed.view.toPlainText() == WHOLE)
    proposed.edit()
    assert proposed.mode() == EDIT and proposed.editor.isVisible() and not proposed.view.isVisible()
    assert proposed.editor.text() == WHOLE


def test_editing_starts_from_the_paragraph_and_its_own_words_are_no_change(
    proposed: Proposed, qtbot: QtBot
) -> None:
    proposed.show_subject(subject(PARAGRAPH), "", True, True)
    proposed._propose.click()
    assert proposed.editor.text() == PARAGRAPH
    typed: list[str] = []
    proposed.typed.connect(typed.append)
    cursor = proposed.editor.textCursor()
    cursor.setPosition(0)
    cursor.insertText("All ")
    cursor.deletePreviousChar()
    assert typed[0] == "All " + PARAGRAPH
    for _ in range(3):
        cursor.deletePreviousChar()
    assert typed[-1] == ""


def test_another_subject_is_shown_as_a_redline_again(proposed: Proposed, qtbot: QtBot) -> None:
    proposed.show_subject(subject(PARAGRAPH), WHOLE, True, True)
    proposed.edit()
    proposed.show_subject(subject(PARAGRAPH), WHOLE, True, False)
    assert proposed.mode() == EDIT
    proposed.show_subject(subject(PARAGRAPH), "", True, True)
    assert proposed.mode() == REDLINE and proposed._propose.isVisible()
    assert proposed._caption.text() == "No change is proposed."


@pytest.mark.parametrize(
    ("words", "caption"),
    [
        (PASSAGE, "Read as a new wording of one passage."),
        ("Ask somebody else.", "It does not say where in P12 it goes."),
        (WHOLE, ""),
    ],
)
def test_the_caption_says_how_it_is_to_be_read(
    proposed: Proposed, qtbot: QtBot, words: str, caption: str
) -> None:
    proposed.show_subject(subject(PARAGRAPH), words, True, True)
    qtbot.waitUntil(lambda: bool(proposed.view.toPlainText()))
    assert proposed._caption.text() == caption


def test_a_paragraph_that_was_clipped_says_so(proposed: Proposed) -> None:
    proposed.show_subject(subject(PARAGRAPH, complete=False), "", True, True)
    assert "only the beginning" in proposed._caption.text()


def test_who_only_reads_cannot_edit(proposed: Proposed) -> None:
    proposed.show_subject(subject(PARAGRAPH), WHOLE, False, True)
    assert proposed.editor.isReadOnly()
