from hypothesis import given
from hypothesis import strategies as st

from ogp_review.importers.decoding import decode


def warnings_of(data: bytes) -> list[str]:
    return [warning.text for warning in decode(data).warnings]


def test_utf8_needs_no_warning() -> None:
    assert decode("Straße, año, œuvre".encode()).text == "Straße, año, œuvre"
    assert warnings_of("Straße, año, œuvre".encode()) == []


def test_byte_order_marks_are_read_and_dropped() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decode("a é €".encode(encoding)).text == "a é €"
    assert decode(b"\xfe\xff" + "a é 😀".encode("utf-16-be")).text == "a é 😀"


def test_windows_1252_is_assumed_and_said() -> None:
    decoded = decode("“café”".encode("cp1252"))
    assert decoded.text == "“café”"
    assert "Windows-1252" in decoded.warnings[0].text


def test_a_last_accent_in_windows_1252_is_not_taken_for_a_cut_character() -> None:
    assert decode(b"caf\xe9").text == "café"


def test_text_cut_in_the_middle_of_a_character_stays_utf8() -> None:
    decoded = decode("café, mañana, né".encode()[:-1])
    assert decoded.text == "café, mañana, n\ufffd"
    assert decoded.warnings[0].text == "1 broken character became \ufffd."


def test_a_few_other_bytes_do_not_spoil_the_whole_text() -> None:
    decoded = decode("café, mañana, né, où".encode() + b" \x93x\x94")
    assert decoded.text == "café, mañana, né, où “x”"
    assert "2 bytes in it are not" in decoded.warnings[0].text


def test_newlines_become_line_feeds_and_nothing_else_changes() -> None:
    assert decode(b"a\r\nb\rc\n\td  \x0c\n").text == "a\nb\nc\n\td  \x0c\n"


def test_nul_and_lone_surrogates_are_replaced_and_counted() -> None:
    assert decode(b"a\0b\0").text == "a\ufffdb\ufffd"
    assert warnings_of(b"a\0b\0") == ["2 characters that cannot be stored became \ufffd."]
    assert decode(b"\xff\xfea\0\0\xd8b\0").text == "a\ufffdb"
    assert decode("é".encode() + b"\xed\xa0\x80").text == "é\ufffd"


@given(st.binary())
def test_any_bytes_become_text_that_can_be_stored(data: bytes) -> None:
    for start in (b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"):
        text = decode(start + data).text
        assert "\0" not in text and "\r" not in text
        assert text.encode("utf-8").decode("utf-8") == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_stored_text_reads_back_as_it_is(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()).text == text
