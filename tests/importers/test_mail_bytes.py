import base64
import os
import re
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingComment,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import mail, mail_box, mail_comments, mail_eml, mail_message

DATA = Path(__file__).resolve().parents[1] / "data" / "mail"
MANY = bool(os.environ.get("OGP_RANDOM_TESTS"))
Read = Callable[..., list[Incoming]]
ANA = "From: Ana Bell <ana@x.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nMessage-ID: <1@x.example>\n"


def records(path: Path) -> list[Incoming]:
    return list(mail.read(path).records)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The records of a mail of these bytes."""

    def read_bytes(data: bytes | str, name: str = "letter.eml") -> list[Incoming]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return records(path)

    return read_bytes


def only(found: list[Incoming], kind: type = IncomingComment) -> list[Any]:
    return [record for record in found if isinstance(record, kind)]


def one(found: list[Incoming]) -> IncomingComment:
    (comment,) = only(found)
    return comment


def notes(found: list[Incoming]) -> list[str]:
    return [record.text for record in only(found, IncomingWarning)]


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1", b"caf\xe9", "café"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"\x93a\x94", "“a”"),
        ("Content-Type: text/plain; charset=iso-8859-1", "café".encode(), "café"),
        ("Content-Type: text/plain; charset=koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("Content-Type: text/plain; charset=gb2312", "你好".encode("gb2312"), "你好"),
        ("Content-Type: text/plain; charset=utf-8", b"caf\xe9 \xc3\xa9 \xc3\xa9", "café é é"),
        ("Content-Type: text/plain; charset=no-such", "café".encode(), "café"),
        ("Content-Type: text/plain; charset=punycode", b"abc", "abc"),
        ("Content-Type: text/plain; charset=hex", b"616263", "616263"),
        ('Content-Type: text/plain; charset="utf-8', "é".encode(), "é"),
        ("Content-Type: text", "é".encode(), "é"),
        ("Content-Type: text/plain; charset=utf-8", b"a\0b", "a\ufffdb"),
        ("Content-Transfer-Encoding: base64", base64.b64encode("été".encode()), "été"),
        ("Content-Transfer-Encoding: base64", base64.b64encode(b"abcdef")[:-1], "abcde"),
        ("Content-Transfer-Encoding: quoted-printable", b"=C3=A9t=C3=A9 =\nok =ZZ", "été ok =ZZ"),
        ("Content-Type: text/plain; format=flowed", b"one \ntwo\n From\n", "one two\nFrom"),
        ("Content-Type: text/plain; format=flowed; delsp=yes", b"\xe4\xbd\xa0 \n\xe5\xa5\xbd\n", "你好"),
        ("Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n#86)C\n`\nend\n", "abc"),
    ],
)
def test_bodies_are_decoded(read: Read, headers: str, body: bytes, text: str) -> None:
    assert one(read(f"{ANA}Subject: s\n{headers}\n\n".encode() + body)).text == text


def test_assumptions_about_a_charset_are_told(read: Read) -> None:
    found = read(f"{ANA}Subject: s\nContent-Type: text/plain; charset=foo\n\n".encode() + b"caf\xe9 ol\xe9")
    assert notes(found)[0] == 'It names a charset that is not known ("foo"): message 1.'
    assert "Windows-1252 was assumed" in notes(found)[1]
    damaged = read(f"{ANA}Subject: s\nContent-Transfer-Encoding: base64\n\n!YWJj!ZGVm\n")
    assert notes(damaged) == ["Its text is damaged: some of it may be missing: message 1."]


def alternative(plain: str, html: str) -> str:
    return (
        f"{ANA}Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n{plain}\n--b\n"
        f"Content-Type: text/html\n\n{html}\n--b--\n"
    )


def test_plain_text_goes_before_html_unless_it_stands_in_for_it(read: Read) -> None:
    assert one(read(alternative("The plain words.", "<p>The plain words."))).text == "The plain words."
    html = "<p>" + "What was really said. " * 10
    assert one(read(alternative("Use another program.", html))).text.startswith("What was really")
    assert one(read(alternative("", "<p>Said."))).text == "Said."


def test_texts_below_an_attachment_belong_to_the_mail(read: Read) -> None:
    found = read(
        f"{ANA}Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nabove\n--b\n"
        "Content-Disposition: attachment; filename=../../etc/x.txt\n\nfile\n--b\n\nbelow\n--b--\n"
    )
    assert one(found).text == "above\n\nbelow"
    assert [(file.name, file.data) for file in only(found, IncomingAttachment)] == [("x.txt", b"file")]


def nested(depth: int) -> bytes:
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"{ANA}Subject: s\n{opened}\nhello\n".encode()


def test_ten_thousand_nested_parts_are_refused_at_once(read: Read) -> None:
    began = time.monotonic()
    with pytest.raises(ReviewError, match=r'"letter.eml" cannot be read: it is made of too many parts'):
        read(nested(10_000))
    assert time.monotonic() - began < 5
    assert one(read(nested(15))).text == "hello"


def test_ten_thousand_parts_in_a_row_are_refused(read: Read) -> None:
    body = "--b\n\nx\n" * 10_000
    mail_of_parts = f"{ANA}Content-Type: multipart/mixed; boundary=b\n\n{body}"
    with pytest.raises(ReviewError, match="too many parts"):
        read(mail_of_parts)
    (skip,) = only(read(f"From a Mon\n{mail_of_parts}", "box.mbox"), IncomingSkip)
    assert skip.where == "message 1" and "too many parts" in skip.why


def test_mails_in_mails_are_opened_to_a_depth(read: Read) -> None:
    inside = "From: x <x@x.example>\nContent-Type: message/rfc822\n\n" * 12 + f"{ANA}Subject: s\n\ndeep\n"
    found = read(f"{ANA}Content-Type: message/rfc822\n\n{inside}")
    assert only(found) == []
    assert [skip.why for skip in only(found, IncomingSkip)] == [mail_eml.TOO_DEEP]


@pytest.mark.parametrize(
    "data",
    [
        f"{ANA}To: {'(' * 50_000}\n\nhello\n",
        f"{ANA}Subject: {'=?utf-8?Q?a?= ' * 20_000}\n\nhello\n",
        f"{ANA}Content-Type: text/plain; {'a=b; ' * 20_000}\n\nhello\n",
        f"{ANA}Content-Type: text/plain; charset*0*=x'y'z; charset*9=q; charset*1\n\nhello\n",
        f"{ANA}{'X-A: b' * 1}\n" + "X-A: b\n" * 5_000 + "\nhello\n",
        f'{ANA}Content-Type: multipart/mixed; boundary=""\n\nhello\n',
        f"{ANA}Content-Type: multipart/mixed\n\nhello\n",
        f"{ANA}X: {' ' * 100_000}\n{' x' * 50_000}\n\nhello\n",
        f"{ANA}References: {'<' * 100_000}\nIn-Reply-To: {'<' * 100_000}\n\nhello\n",
    ],
)
def test_hostile_headers_do_no_harm(read: Read, data: str) -> None:
    began = time.monotonic()
    assert only(read(data))[0].text.endswith("hello") and time.monotonic() - began < 5


def test_sizes_are_bounded(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LARGEST_MAIL", 3_000)
    monkeypatch.setattr(mail_box, "LARGEST_MAIL", 3_000)
    with pytest.raises(ReviewError, match=r'"letter.eml" is larger than'):
        read(f"{ANA}Subject: s\n\n{'x' * 4_000}")
    box = f"From a Mon\n{ANA}\n{'x' * 4_000}\n\nFrom a Mon\n{ANA}\nsmall\n"
    found = read(box, "box.mbox")
    assert [skip.where for skip in only(found, IncomingSkip)] == ["message 1"]
    assert one(found).where == "message 2"


def test_a_text_that_is_too_long_is_skipped(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_eml, "LARGEST_TEXT", 100)
    (skip,) = only(read(f"{ANA}Subject: s\n\n{'x ' * 100}"), IncomingSkip)
    assert "its text is longer than" in skip.why


def test_attachments_are_bounded_and_named(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_message, "LARGEST_ATTACHMENT", 10)
    monkeypatch.setattr(mail_comments, "MOST_ATTACHED", 12)
    part = "--b\nContent-Disposition: attachment; filename={}\n\n{}\n"
    parts_of = "".join(
        part.format(name, "x" * size) for name, size in [("a", 11), ("b", 9), ("c", 9), ("d", 0)]
    )
    found = read(f"{ANA}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n{parts_of}--b--\n")
    assert [file.name for file in only(found, IncomingAttachment)] == ["b"]
    assert notes(found) == [
        'Its attachment "a" is too large to be offered: save it and import it: message 1.',
        'Its attachment "d" is empty: message 1.',
        "Attachments beyond what is offered at once: import these mails apart: message 1.",
    ]


def test_a_name_that_runs_backwards_or_has_no_end_is_made_plain(read: Read) -> None:
    part = '--b\nContent-Type: application/pdf; name="{}"\n\nx\n'
    backwards = "a\u202efdp.exe"
    found = read(
        f"{ANA}Content-Type: multipart/mixed; boundary=b\n\n"
        f"{''.join(map(part.format, [backwards, '..', 'x' * 5_000]))}--b--\n"
    )
    names = [file.name for file in only(found, IncomingAttachment)]
    assert names == ["afdp.exe", "attachment 2.pdf", "x" * 120]


SOUND = [(DATA / name).read_bytes() for name in ("reply_fr.eml", "letter_es.eml", "box.mbox")]
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
SPLICES = [
    *(
        b"",
        b"\n",
        b"\r\n\r\n",
        b"\0",
        b"(",
        b"=?",
        b"?=",
        b"--outer\n",
        b"--inner--",
        b"boundary=",
        b";",
        b'"',
    ),
    *(b"charset=", b"utf-7", b"From ", b"\xff\xfe", b"<", b">", b"message/rfc822", b"base64", b"=ZZ"),
]


@settings(derandomize=True, max_examples=10_000 if MANY else 150, deadline=None)
@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SPLICES) | st.binary(max_size=6)),
             min_size=1, max_size=12),
)  # fmt: skip
def test_mutated_mails_raise_nothing_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, sound: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    data = bytearray(sound)
    for place, length, new in changes:
        start = int(place * len(data))
        data[start : start + length] = new
    path = tmp_path_factory.getbasetemp() / "mutated.eml"
    path.write_bytes(data)
    try:
        for record in mail.read(path).records:
            for field in fields(record):
                text = str(getattr(record, field.name))
                assert field.name == "data" or not UNSTORABLE.search(text)
    except ReviewError as error:
        assert '"mutated.eml"' in str(error)
