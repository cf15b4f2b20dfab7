import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ogp_review.domain.incoming import (
    Incoming,
    IncomingAttachment,
    IncomingComment,
    IncomingSkip,
    IncomingWarning,
)
from ogp_review.errors import ReviewError
from ogp_review.importers import mail

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


def test_a_reply_is_its_newest_words_and_the_rest_is_folded_away() -> None:
    comment = one(records(DATA / "reply_fr.eml"))
    assert comment.text == "Bonjour,\n\nL’engagement sur la jeunesse doit être chiffré, avec un calendrier."
    assert (comment.author, comment.email) == ("Zoé Lefèvre", "zoe@asso.example")
    assert (comment.posted, comment.posted_at) == (
        "Wed, 4 Mar 2026 09:30:05 +0100",
        "2026-03-04T09:30:05+01:00",
    )
    assert comment.submission == "Re: Stratégie 2023–2028 (Zoé Lefèvre, 2026-03-04T09:30:05+01:00)"
    assert (comment.external_id, comment.parent, comment.where) == (
        "reply-fr@asso.example",
        None,
        "message 1",
    )
    folded = comment.folded or ""
    assert folded.startswith("Bien cordialement,\nZoé Lefèvre") and "Envoyé de mon iPhone" in folded
    assert folded.endswith("> que pensez-vous du projet ?")


def test_an_html_mail_is_read_as_text_and_its_attachment_offered() -> None:
    found = records(DATA / "letter_es.eml")
    assert one(found).text == (
        "Estimadas y estimados:\n\nLa participación debe ser abierta: véase nuestro informe "
        "<https://red.example/informe?id=7>.\n\n- plazos claros\n- datos abiertos"
    )
    assert one(found).folded == "Atentamente,\nLuz Vega"
    assert only(found, IncomingAttachment) == [
        IncomingAttachment(
            "informe año.pdf", b"%PDF-1.4\n%%EOF\n", "message 1", "Luz Vega", "luz@red.example"
        )
    ]
    assert notes(found) == ["Pictures inside the text of mails, not offered: 1."]


def test_a_box_of_mails_accounts_for_each() -> None:
    reading = mail.read(DATA / "box.mbox", language="en", consultation="Post")
    assert (reading.format, reading.consultation.channel) == ("mbox", "email")
    assert (reading.consultation.title, reading.consultation.language) == ("Post", "en")
    found = list(reading.records)
    third, seventh, reply, forwarded, *again = only(found)
    assert (third.where, third.paragraph, third.external_id) == ("message 1, P3", "P3", "one@city.example#P3")
    assert third.text == "P3: The youth pledge needs a budget.\n\nIt has none today."
    assert third.folded == "Dear team,\n\nKind regards\nAna"
    assert seventh.text.endswith("\nFrom experience, nobody will be.")
    assert (seventh.paragraph, seventh.folded, seventh.submission) == ("P7", None, third.submission)
    assert (reply.author, reply.email, reply.parent) == (None, "bo@union.example", "one@city.example#P3")
    assert reply.text == "Ana is right."
    assert (forwarded.author, forwarded.email) == ("Cleo Dane", "cleo@farm.example")
    assert (forwarded.posted_at, forwarded.external_id) == ("2026-03-01T16:05", "four@ogp.example")
    assert forwarded.text == "Farmers are missing from the text."
    assert (forwarded.folded or "").startswith("FYI, came in by mail.\n\n---------- Forwarded message")
    assert [comment.external_id for comment in again] == [third.external_id, seventh.external_id]
    assert only(found, IncomingSkip) == [
        IncomingSkip("message 3", "an automatic reply"),
        IncomingSkip("message 4", "a message of a mail server"),
    ]


def test_no_address_is_shown_as_a_name_or_in_the_name_of_a_submission() -> None:
    for file in ("box.mbox", "letter_es.eml", "reply_fr.eml"):
        for comment in only(records(DATA / file)):
            assert "@" not in f"{comment.author}{comment.submission}"


def test_a_folder_is_read_by_name_and_names_what_it_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "box.mbox").write_bytes((DATA / "box.mbox").read_bytes())
    (tmp_path / "A.eml").write_bytes((DATA / "reply_fr.eml").read_bytes())
    (tmp_path / "bad.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short")
    (tmp_path / "table.csv").write_text("Comment\nhello\n")
    (tmp_path / ".hidden").write_text("x")
    reading = mail.read_folder(tmp_path)
    found = list(reading.records)
    assert reading.format == "mail-folder"
    assert [comment.where for comment in only(found)][:3] == ["A.eml", "b/box.mbox, message 1, P3",
                                                              "b/box.mbox, message 1, P7"]  # fmt: skip
    skipped = only(found, IncomingSkip)
    assert skipped[0].where == "bad.msg" and "is damaged" in skipped[0].why
    assert notes(found)[0] == 'Files in the folder that are no mails, not read: "table.csv".'


def test_a_folder_without_mails_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("x")
    with pytest.raises(ReviewError, match="holds no mails"):
        mail.read_folder(tmp_path)


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.eml").write_bytes((DATA / "reply_fr.eml").read_bytes())
    try:
        (inside / "again").symlink_to(inside, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert len(only(list(mail.read_folder(inside).records))) == 1


@pytest.mark.parametrize(
    ("head", "name", "is_mail"),
    [
        (b"From: a\nTo: b\nSubject: c\n\nx", "a.eml", True),
        (b"From: a\nTo: b\nSubject: c\n\nx", "a.txt", False),
        (b"Received: by x\nFrom: a\nTo: b\n\nx", "a", True),
        (b"From a@x Mon Mar  2 10:00:00 2026\nFrom: a\n\n", "Inbox", True),
        (b"From here on:\nwe think\n", "a.txt", False),
        (b"P3: x\nP4: y\n", "a.txt", False),
        (b"id,comment\n1,x\n", "a.eml", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", False),
        (b"", "a.eml", False),
    ],
)
def test_mails_are_known_by_what_is_in_them(head: bytes, name: str, is_mail: bool) -> None:
    assert mail.looks_like(head, name) is is_mail


def test_what_is_no_mail_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just words")
    with pytest.raises(ReviewError, match=r'"notes.txt" is no mail'):
        mail.read(path)


def test_a_file_that_vanishes_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gone.eml"
    path.write_bytes((DATA / "reply_fr.eml").read_bytes())
    reading = mail.read(path)
    path.unlink()
    with pytest.raises(ReviewError, match=r'There is no file "gone.eml" any more'):
        list(reading.records)
    with pytest.raises(ReviewError, match="There is no file"):
        mail.read(path)


def test_text_above_the_first_label_is_a_comment_of_its_own_if_it_says_something(read: Read) -> None:
    body = "Hello,\n\nWe welcome the draft.\n\nOn P3: good.\nParagraph 12 - bad.\nP3. Once more.\n"
    found = only(read(f"{ANA}Subject: s\n\n{body}"))
    assert [(c.paragraph, c.external_id, c.where) for c in found] == [
        (None, "1@x.example", "message 1"),
        ("P3", "1@x.example#P3", "message 1, P3"),
        ("P12", "1@x.example#P12", "message 1, P12"),
        ("P3", "1@x.example#P3-2", "message 1, P3"),
    ]
    assert "\n\n".join(c.text for c in found).replace("\n\n", "\n") == body.strip().replace("\n\n", "\n")


def test_a_mail_about_one_paragraph_keeps_its_own_id(read: Read) -> None:
    comment = one(read(f"{ANA}Subject: s\n\nDear all,\n\nOur comments:\n\nP9: Yes.\n"))
    assert (comment.paragraph, comment.external_id, comment.text) == ("P9", "1@x.example", "P9: Yes.")
    assert comment.folded == "Dear all,\n\nOur comments:"


def test_an_attached_mail_is_its_senders_and_the_words_above_are_folded(read: Read) -> None:
    inner = "From: Cleo <c@y.example>\nMessage-ID: <2@y.example>\nSubject: Mine\n\nFarmers are missing.\n"
    outer = f"{ANA}Subject: Fwd: Mine\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nFYI\n--b\n"
    found = read(f"{outer}Content-Type: message/rfc822\n\n{inner}--b--\n")
    comment = one(found)
    assert (comment.author, comment.external_id) == ("Cleo", "2@y.example")
    assert (comment.text, comment.folded) == ("Farmers are missing.", "FYI")
    assert comment.where == "message 1, attached message 1"
    assert only(found, IncomingSkip) == []


def test_whoever_forwards_and_says_more_than_that_is_a_commenter_too(read: Read) -> None:
    words = " ".join(["I agree with every word of this and would add the following for the whole draft:"] * 2)
    body = f"{words}\n\n---------- Forwarded message ---------\nFrom: Cleo <c@y.example>\n\nFarmers!"
    own, forwarded = only(read(f"{ANA}Subject: Fwd: s\n\n{body}"))
    assert (own.author, own.external_id, own.text) == ("Ana Bell", "1@x.example", words)
    assert (forwarded.author, forwarded.external_id) == ("Cleo", "1@x.example#forwarded")


def test_a_mail_forwarded_twice_is_the_first_ones(read: Read) -> None:
    forward = "FYI\n\n---------- Forwarded message ---------\nFrom: {} <{}@y.example>\nDate: 3 mars 2026\n\n"
    comment = one(read(f"{ANA}Subject: Fwd\n\n{forward.format('Bo', 'b')}{forward.format('Cleo', 'c')}Yes."))
    assert (comment.author, comment.posted_at, comment.text) == ("Cleo", "2026-03-03", "Yes.")


def test_outlook_forwards_by_a_block_of_headers(read: Read) -> None:
    block = "De : Cleo Dane [mailto:c@y.example]\nEnvoyé : lundi 2 mars 2026 14:03\nÀ : Ana\nObjet : Avis\n"
    comment = one(read(f"{ANA}Subject: TR: Avis\n\nPour info\n\n{block}\nIl manque les paysans.\n"))
    assert (comment.author, comment.email, comment.posted_at) == (
        "Cleo Dane",
        "c@y.example",
        "2026-03-02T14:03",
    )
    assert comment.text == "Il manque les paysans."
    reply = one(read(f"{ANA}Subject: RE: Avis\n\nD'accord.\n\n{block}\nIl manque les paysans.\n"))
    assert (reply.author, reply.text) == ("Ana Bell", "D'accord.")


def test_nothing_above_what_looks_quoted_is_taken_with_a_warning(read: Read) -> None:
    found = read(f"{ANA}Subject: s\n\n-----Original Message-----\nFrom: x\n\nWritten below.\n")
    assert one(found).text.endswith("Written below.")
    assert notes(found) == [
        "Nothing stands above what looks like quoted history, so all of it was taken: message 1."
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("\n\n", "no text"),
        ("-- \nAna\n", "no text of its own, only quoted history or a signature"),
        ("On 2 Mar 2026 at 10:00 Bo wrote:\n> x\n", "no text of its own, only quoted history or a signature"),
    ],
)
def test_a_mail_that_says_nothing_is_skipped_with_the_reason(read: Read, body: str, why: str) -> None:
    assert only(read(f"{ANA}Subject: s\n\n{body}"), IncomingSkip) == [IncomingSkip("message 1", why)]


def test_missing_sender_and_date_are_named(read: Read) -> None:
    found = read("Subject: s\nMIME-Version: 1.0\n\nhello\n")
    assert notes(found) == ["No sender is stated: message 1.", "No date is stated: message 1."]
    assert one(found).submission == "s (letter.eml)"
    assert notes(read(f"{ANA.replace('Mon, 2 Mar', 'soon, 2 M')}Subject: s\n\nhello\n")) == [
        "A date that is not understood, kept only as it is written: message 1."
    ]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Auto-Submitted: auto-replied", "an automatic reply"),
        ("Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_Avis?=", "an automatic reply"),
        ("Subject: Abwesenheitsnotiz: Entwurf", "an automatic reply"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "a delivery report"),
        ("Content-Type: multipart/report; report-type=disposition-notification", "a read receipt"),
        ("Content-Type: multipart/encrypted; boundary=b", "it is encrypted"),
    ],
)
def test_what_no_person_wrote_is_skipped(read: Read, header: str, why: str) -> None:
    (skip,) = only(read(f"{ANA}{header}\n\nhello\n"), IncomingSkip)
    assert skip.why.startswith(why)


def test_a_form_that_mails_what_a_person_wrote_is_read(read: Read) -> None:
    assert one(read(f"{ANA}Subject: s\nAuto-Submitted: auto-generated\n\nhello\n")).text == "hello"
