import struct
import time

import pytest

from ogp_review.importers.mail_message import BadMail
from ogp_review.importers.mail_rtf import rtf_text, unpacked


def test_repeats_in_packed_text_are_followed() -> None:
    # "{\rtf1 WXYZWXYZWXYZWXYZWXYZ}", the example of MS-OXRTFCP
    data = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(data) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_plain_rich_text_keeps_paragraphs_and_signs() -> None:
    rtf = rb"{\rtf1\ansi{\info{\title no}}One\par two\tab \lquote x\rquote\~\{\}\par "
    rtf += rb"{\*\gone no}\u-10179?\u-8704?}"
    assert rtf_text(rtf) == "One\ntwo\t‘x’\u00a0{}\n😀"


@pytest.mark.parametrize(
    "rtf",
    [b"{" * 100_000, b"}" * 100_000, b"{\\rtf1" + b"\\par" * 200_000, b"{\\rtf1 " + b"\\'e9" * 500_000,
     b"\\" * 500_000, b"{\\rtf1\\fromhtml1 " + b"{\\*\\htmltag <div>}" * 50_000, b"\\u" * 100_000],
)  # fmt: skip
def test_no_rich_text_takes_long(rtf: bytes) -> None:
    began = time.monotonic()
    try:
        rtf_text(rtf)
    except BadMail as error:
        assert "nested too deep" in str(error)
    assert time.monotonic() - began < 15


def test_packed_text_grows_no_further_than_it_states() -> None:
    data = struct.pack("<4I", 0, 50, 0x75465A4C, 0) + b"\xff" + b"\x00\x0f" * 200_000
    assert len(unpacked(data)) <= 50 + 17
    with pytest.raises(BadMail, match="larger than"):
        unpacked(struct.pack("<4I", 0, 1 << 31, 0x75465A4C, 0) + b"x")
    for damaged in (b"", b"x" * 15, struct.pack("<4I", 0, 9, 7, 0)):
        with pytest.raises(BadMail, match="damaged"):
            unpacked(damaged)
