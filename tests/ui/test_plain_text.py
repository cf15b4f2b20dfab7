"""Public text stays as it was written: no markup, and offsets that count the same on both sides."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ogp_review.ui import plain_text, theme
from ogp_review.ui.widgets import PlainBrowser

HOSTILE = '<img src="file:///etc/passwd"><script>alert(1)</script>&amp;<a href="//server/share">x</a><table>'
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.install(qapp, "light")
    yield
    theme.set_theme(qapp, "light")


def test_offsets_after_emoji_are_one_more_for_each_in_qt() -> None:
    text = "a🎉b👩‍👧c"
    assert [plain_text.to_utf16(text, n) for n in range(len(text) + 1)] == [0, 1, 3, 4, 6, 7, 9, 10]
    assert [plain_text.to_code_points(text, n) for n in (0, 1, 3, 4, 6, 7, 9, 10)] == list(range(8))


def test_an_offset_inside_a_pair_is_that_of_the_pair() -> None:
    assert plain_text.to_code_points("a🎉b", 2) == 1


@given(TEXTS, st.data())
def test_offsets_go_there_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    units = plain_text.to_utf16(text, offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert plain_text.to_code_points(text, units) == offset


@given(TEXTS)
def test_what_is_shown_has_the_offsets_of_what_was_written(text: str) -> None:
    document = QTextDocument()
    plain_text.set_plain(document, text)
    assert document.characterCount() - 1 == plain_text.to_utf16(text, len(text))


@pytest.mark.parametrize(
    "text", ["a\r\nb", "a\rb", "a\u2028b", "a\x00b", "a\ufdd0b\ufdd1c", "a\ufffcb", "\ud800x"]
)
def test_characters_that_qt_keeps_for_itself_do_not_move_what_follows(text: str) -> None:
    document = QTextDocument()
    plain_text.set_plain(document, text)
    assert document.characterCount() - 1 == len(text)
    assert document.toPlainText()[-1] == text[-1]


def test_markup_is_text_and_nothing_is_loaded(qtbot: QtBot) -> None:
    browser = PlainBrowser()
    qtbot.addWidget(browser)
    plain_text.set_plain(browser, HOSTILE)
    assert browser.toPlainText() == HOSTILE
    assert "<img" not in browser.toHtml().split("<body", 1)[1]
    assert browser.document().allFormats() is not None
    assert not browser.openLinks()


def test_a_resource_is_one_pixel_whoever_asks(qtbot: QtBot) -> None:
    browser = PlainBrowser()
    qtbot.addWidget(browser)
    image = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, "file:///etc/passwd")
    assert (image.width(), image.height()) == (1, 1)


def test_formats_stand_where_they_were_put_even_after_emoji(qtbot: QtBot) -> None:
    text = "🎉🎉 within a reasonable time\nand more"
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    plain_text.set_plain(editor.document(), text)
    start = text.index("within")
    look = plain_text.lit_format()
    plain_text.format_ranges(editor.document(), text, [(start, start + 6, look)])
    cursor = QTextCursor(editor.document())
    lit = ""
    for place in range(editor.document().characterCount() - 1):
        cursor.setPosition(place + 1)
        if cursor.charFormat().background().color() == theme.current().lit:
            lit += editor.document().characterAt(place)
    assert lit == "within"


def formats_at(document: QTextDocument, place: int) -> QTextCharFormat:
    cursor = QTextCursor(document)
    cursor.setPosition(place + 1)
    return cursor.charFormat()


def test_formats_merge_and_can_be_taken_back() -> None:
    document, text = QTextDocument(), "one two three"
    plain_text.set_plain(document, text)
    plain_text.set_line_height(document, 160)
    both = [(0, 7, plain_text.lit_format()), (4, 13, plain_text.insertion_format())]
    plain_text.format_ranges(document, text, both)
    assert formats_at(document, 0).background().color() == theme.current().lit
    assert formats_at(document, 5).fontUnderline()
    assert formats_at(document, 5).background().color() == theme.current().insertion_on
    height = document.firstBlock().blockFormat().lineHeight()
    plain_text.clear_formats(document)
    assert not formats_at(document, 5).fontUnderline()
    assert formats_at(document, 0).background().style() == Qt.BrushStyle.NoBrush
    assert document.firstBlock().blockFormat().lineHeight() == height > 0
    assert document.toPlainText() == text


def test_ranges_beyond_the_text_end_with_it() -> None:
    document = QTextDocument()
    plain_text.set_plain(document, "short")
    plain_text.format_ranges(document, "short", [(2, 900, plain_text.deletion_format())])
    assert formats_at(document, 4).fontStrikeOut()


def test_insertion_and_deletion_differ_without_colour() -> None:
    assert plain_text.insertion_format().fontUnderline()
    assert plain_text.deletion_format().fontStrikeOut()


def test_what_is_lit_differs_without_colour_in_high_contrast(qapp: QApplication) -> None:
    assert not plain_text.lit_format().fontUnderline()
    theme.set_theme(qapp, "contrast")
    assert plain_text.lit_format().fontUnderline()


def test_lines_are_as_high_as_asked_and_paragraphs_from_the_right_stand_there() -> None:
    document = QTextDocument()
    document.setDefaultFont(theme.font("reading"))
    document.setTextWidth(400)
    plain_text.set_plain(document, "one\nנכון מאוד")
    before = document.size().height()
    plain_text.set_line_height(document, 220)
    assert document.size().height() > before * 1.4
    assert document.firstBlock().textDirection() == Qt.LayoutDirection.LeftToRight
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize(
    ("text", "right"),
    [("", False), ("12 %", False), ("Oui", False), ("شكرا", True), ("… «שלום»", True), ("P12 شكرا", False)],
)
def test_direction_is_that_of_the_first_letter_that_has_one(text: str, right: bool) -> None:
    expected = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    assert plain_text.direction_of(text) is expected


def test_one_line_has_no_breaks() -> None:
    assert plain_text.one_line(" a\r\n\r\nb\u2028c\td ") == "a b c d"
