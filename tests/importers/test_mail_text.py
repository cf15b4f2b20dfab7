import time

import pytest

from ogp_review.importers.mail_headers import decoded_header, header_date, sender
from ogp_review.importers.mail_parts import parts
from ogp_review.importers.mail_text import split


@pytest.mark.parametrize(
    "history",
    [
        "On Mon, Mar 2, 2026 at 10:00 AM Bo Li <bo@x.example> wrote:\n\n> old\n",
        "On Mon, Mar 2, 2026 at 10:00 AM Bo Li <\nbo@x.example> wrote:\n> old\n>\n> older\n",
        "Le lun. 2 mars 2026 à 10:00, Bo Li <bo@x.example> a écrit\u00a0:\n\n> vieux",
        "El lun, 2 mar 2026 a las 10:00, Bo Li (<bo@x.example>) escribió:\n\nviejo",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Bo Li <bo@x.example>:\n\n> alt",
        "Em seg., 2 de mar. de 2026 às 10:00, Bo Li <bo@x.example> escreveu:\n> velho",
        "-----Original Message-----\nFrom: Bo\nSent: Monday\nTo: Ana\nSubject: s\n\nold",
        "________________________________\nFrom: Bo <bo@x.example>\nSent: Monday\nTo: Ana\nSubject: s\n\nold",
        "De: Bo\nEnviado el: lunes\nPara: Ana\nAsunto: s\n\nviejo",
        "Von: Bo\nGesendet: Montag\nAn: Ana\nBetreff: s\n\nalt",
        "*De :* Bo\n*Envoyé :* lundi\n*À :* Ana\n*Objet :* s\n\nvieux",
        "De: Bo\nEnviada em: segunda\nPara: Ana\nAssunto: s\n\nvelho",
        "-- \nAna\nhttps://x.example",
        "Sent from my iPhone",
        "Kind regards,\nAna Bell\nHead of Things\n+44 1 234",
        "Mit freundlichen Grüßen\nAna",
        "Enviado desde mi iPhone",
        "Ana\n\nThis e-mail and any attachment is confidential and intended only for its addressee."[5:],
        "_______________\nlist mailing list\nhttps://x.example/listinfo/list",
        "-- \nYou received this message because you are subscribed to the Google Group x.",
    ],
)
def test_history_and_signatures_are_folded(history: str) -> None:
    found = split(f"I agree: more trees.\n\nAnd P7 too.\n\n{history}")
    assert found.text == "I agree: more trees.\n\nAnd P7 too."
    assert [line for line in found.folded.split("\n") if line] == [
        x for x in history.split("\n") if x.strip()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On page 3 the text says:\nmore trees",
        "From: the people\nwe want this",
        "To: be or not",
        "The minister wrote: no.",
        "a\n\n--\n" + "long text\n" * 60,
        "Best regards were sent by all of us to the Steering Committee.",
        "Best,\nP7: and one more thing",
        "This message is for the government: be confident.",
        "Please forward this.",
        "5 > 3\nx -> y",
    ],
)
def test_words_that_only_resemble_them_stay(text: str) -> None:
    found = split(text)
    assert (found.text, found.folded) == (text.strip(), "")


def test_answers_between_quoted_lines_are_joined() -> None:
    found = split("Hi,\n\nBo wrote on 2 Mar 2026:\n> one?\nYes.\n\n> two?\n\nNo.\n\n-- \nAna\n")
    assert found.text == "Hi,\n\nYes.\n\nNo."
    assert found.folded == "-- \nAna\n\nBo wrote on 2 Mar 2026:\n> one?\n> two?"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("P3: a\nP7: b", ["P3", "P7"]),
        ("P3: a. P7: b. P9 c", ["P3", "P7"]),
        ("**P 3** – a\n- Párrafo 7: b\nAbsatz 12.\nc\n§4 d\n§5: e", ["P3", "P7", "P12", "§5"]),
        ("P3, P7 and P9: a\nP10-P12: b\nP13\nc", ["P3", "P10", "P13"]),
        ("P3 is good\nP3a: b", [None, "P3a"]),
        ("Sur le paragraphe 4 : a\nÀ propos de P5 : b", ["P4", "P5"]),
        ("no label. P3: here", [None]),
        ("2026: a year\n3: b\n3) c", [None]),
    ],
)
def test_labels_of_paragraphs(text: str, labels: list[str | None]) -> None:
    found = parts(text)
    assert [part.label for part in found] == labels
    assert "".join("".join(part.text for part in found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("Ana Bell <Ana@X.example>", "Ana Bell", "ana@x.example"),
        ('"Bell, Ana" <a@x.example>', "Bell, Ana", "a@x.example"),
        ("a@x.example", None, "a@x.example"),
        ('"a@x.example" <a@x.example>', None, "a@x.example"),
        ("a@x.example (Ana Bell)", "Ana Bell", "a@x.example"),
        ("Ana Bell [mailto:a@x.example]", "Ana Bell", "a@x.example"),
        ("'Ana Bell' via Big List <list@x.example>", "Ana Bell", "list@x.example"),
        ("=?iso-8859-1?Q?Jos=E9?= <j@x.example>", "José", "j@x.example"),
        ("=?utf-8?B?5p2O?= =?utf-8?B?6Zu3?= <l@x.example>", "李雷", "l@x.example"),
        ("=?utf-8?B?5p2O6Q==?= =?utf-8?B?m7c=?= <l@x.example>", "李雷", "l@x.example"),
        ("=?x-none?Q?Ana?= <a@x.example>", "Ana", "a@x.example"),
        ("Ana Bell", "Ana Bell", None),
        ("<>", None, None),
        ("", None, None),
        ("(" * 20_000, None, None),
    ],
)
def test_senders(value: str, name: str | None, address: str | None) -> None:
    assert sender(value) == (name, address)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Mon, 2 Mar 2026 10:00:00 +0100", "2026-03-02T10:00:00+01:00"),
        ("2 Mar 2026 10:00 -0000", "2026-03-02T10:00:00+00:00"),
        ("Mon, Mar 2, 2026 at 4:05 PM", "2026-03-02T16:05"),
        ("lun. 2 mars 2026 à 10:12", "2026-03-02T10:12"),
        ("lunes, 2 de marzo de 2026 10:12", "2026-03-02T10:12"),
        ("Montag, 2. März 2026 10:12:30", "2026-03-02T10:12:30"),
        ("2026-03-02 10:12 GMT+01:00", "2026-03-02T10:12+01:00"),
        ("2 février 2026", "2026-02-02"),
        ("03/02/2026 10:12", None),
        ("31 Feb 2026", None),
        ("Mon, 2 Mar 2026 10:00:00 +9999", "2026-03-02T10:00:00"),
        ("Mon, 99 Foo 99999999999 99:99", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_dates(value: str, date: str | None) -> None:
    assert header_date(value) == date


def test_words_that_are_encoded_wrongly_are_left() -> None:
    assert decoded_header("=?utf-8?X?a?= =?utf-8?Q?a") == "=?utf-8?X?a?= =?utf-8?Q?a"


@pytest.mark.parametrize(
    ("piece", "times"),
    [
        ("From: \n", 50_000),
        ("-- \n", 50_000),
        ("On x\n", 50_000),
        ("> ", 500_000),
        (">\n", 50_000),
        ("P3:", 100_000),
        ("P3, ", 100_000),
        ("Sent from my iPhone\n", 50_000),
        ("This message ", 50_000),
        (" ", 500_000),
        ("Best regards\n", 20_000),
        ("a@b.c ", 100_000),
        ("De: a\n\n", 30_000),
        ("On 1 @\nx\nwrote:\n", 9_000),
    ],
)
def test_no_text_takes_long_to_take_apart(piece: str, times: int) -> None:
    began = time.monotonic()
    parts(split(piece * times + "x").text)
    assert time.monotonic() - began < 10
