"""What came with a mail is a source of its own: named safely, from the same sender, bounded, one by one."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from ogp_review.errors import ReviewError
from ogp_review.review import Review, create_review
from ogp_review.services.intake_attachments import LARGEST, safe_name, why_not

DATA = Path(__file__).resolve().parents[1] / "data"
LETTER = (DATA / "word" / "letter_es.docx").read_bytes()
TABLE = b"Text,Paragraph\nMore trees,P1\nOlder trees,P2\n"
NAMED = b"Text,Author\nFewer cars,Cid\n"
PROGRAM = b"MZ\x90\x00" + bytes(60)


@pytest.fixture
def review(address: str) -> Iterator[Review]:
    with create_review(address, title="Draft", person="Marta") as made:
        yield made
        assert made.verify()["problems"] == []


def mail(
    folder: Path, files: list[tuple[str, bytes]], *, text: str = "Please see below.", name: str = "mail.eml"
) -> Path:
    message = EmailMessage()
    message["From"] = "Ana Ruiz <ana@example.org>"
    message["To"] = "office@example.org"
    message["Subject"] = "Our reply"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message["Message-ID"] = "<one@example.org>"
    message.set_content(text)
    for called, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=called)
    path = folder / name
    path.write_bytes(bytes(message))
    return path


def test_attachments_are_listed_and_programs_are_not_offered(review: Review, tmp_path: Path) -> None:
    path = mail(tmp_path, [("reply.docx", LETTER), ("run me.exe", PROGRAM), ("notes", b"words")])
    look = review.intake.look(path)
    assert [(one.name, one.size, one.importable) for one in look.attachments] == [
        ("reply.docx", len(LETTER), True), ("run me.exe", len(PROGRAM), False), ("notes", 5, False),
    ]  # fmt: skip
    assert "cannot be read from .exe files" in look.attachments[1].why
    with pytest.raises(ReviewError, match=r'"run me.exe" cannot be brought in'):
        review.intake.import_file(path, attachment="run me.exe")
    with pytest.raises(ReviewError, match=r'no attachment "other.docx".*"reply.docx"'):
        review.intake.look(path, attachment="other.docx")


def test_an_attachment_is_a_source_of_its_own_from_the_same_sender(review: Review, tmp_path: Path) -> None:
    path = mail(tmp_path, [("reply.csv", TABLE), ("named.csv", NAMED)])
    review.intake.import_file(path)
    look = review.intake.look(path, attachment="reply.csv")
    assert (look.name, look.outcome is not None) == ("mail.eml › reply.csv", True)
    done = review.intake.import_file(path, attachment="reply.csv")
    assert look.outcome is not None and look.outcome.comments == done.comments
    assert (done.comments.new, done.consultation) == (2, "mail")
    assert done.path == f"{path} › reply.csv"
    latest = review.history.imports()[0]
    assert latest.name == "mail.eml › reply.csv"
    rows = {comment.text: comment for comment in review.comments()}
    assert [rows[text].author for text in ("More trees", "Older trees")] == ["Ana Ruiz", "Ana Ruiz"]
    assert rows["More trees"].submission_id == rows["Older trees"].submission_id != None  # noqa: E711
    review.intake.import_file(path, attachment="named.csv")
    assert {comment.text: comment.author for comment in review.comments()}["Fewer cars"] == "Cid"
    again = review.intake.import_file(path, attachment="reply.csv")
    assert (again.comments.unchanged, again.operation) == (2, None)
    review.history.undo()
    assert "Fewer cars" not in {comment.text for comment in review.comments()}
    assert len(rows) == 3


def test_an_attachment_belongs_to_the_consultation_of_its_mail(review: Review, tmp_path: Path) -> None:
    path = mail(tmp_path, [("reply.csv", TABLE)])
    review.intake.import_file(path, consultation="By e-mail")
    assert review.intake.import_file(path, attachment="reply.csv").consultation == "By e-mail"
    [again] = review.intake.import_attachments(path, dry_run=True)
    assert again.outcome is not None and again.outcome.consultation == "By e-mail"


def test_all_attachments_come_in_one_operation_each(review: Review, tmp_path: Path) -> None:
    broken = ("broken.docx", b"PK\x03\x04 no zip at all")
    path = mail(tmp_path, [("reply.docx", LETTER), broken, ("run.exe", PROGRAM), ("reply.csv", TABLE)])
    done = review.intake.import_attachments(path)
    assert [one.name for one in done] == ["reply.docx", "broken.docx", "run.exe", "reply.csv"]
    assert [one.outcome is not None for one in done] == [True, False, False, True]
    assert all(bool(one.problem) == (one.outcome is None) for one in done)
    operations = [one.outcome.operation for one in done if one.outcome]
    assert len(set(operations)) == 2 and None not in operations
    [only] = review.intake.import_attachments(path, names=["reply.csv"], dry_run=True)
    assert only.outcome is not None and only.outcome.comments.unchanged == 2


def test_files_of_one_name_are_told_apart(review: Review, tmp_path: Path) -> None:
    path = mail(tmp_path, [("reply.csv", TABLE), ("Reply.csv", NAMED)])
    assert [one.name for one in review.intake.look(path).attachments] == ["reply.csv", "Reply (2).csv"]
    assert review.intake.import_file(path, attachment="Reply (2).csv").comments.new == 1
    assert [comment.author for comment in review.comments()] == ["Cid"]


def test_two_mails_with_files_of_one_name_stay_apart(review: Review, tmp_path: Path) -> None:
    for number in (1, 2):
        path = mail(tmp_path, [("reply.csv", b"Text\nWords number %d\n" % number)], name=f"{number}.eml")
        review.intake.import_file(path, attachment="reply.csv", consultation="Mails")
    assert len({comment.submission_id for comment in review.comments()}) == 2


def test_the_name_of_an_attachment_leads_nowhere(review: Review, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    names = ["../../evil.csv", "/tmp/evil.csv", "C:\\Windows\\evil.csv", "..", "evil\u202evsc.exe", "con.csv"]
    path = mail(inside, [(name, TABLE) for name in names])
    before = sorted(tmp_path.rglob("*"))
    told = review.intake.look(path).attachments
    for one in told:
        assert not set(one.name) & set('/\\:\u202e\0"<>|?*') and one.name.strip(". ") == one.name
    brought = review.intake.import_attachments(path)
    assert sum(one.outcome is not None for one in brought) == 4
    assert [
        item for item in sorted(tmp_path.rglob("*")) if item.suffix not in (".ogpr", ".ogpr-journal")
    ] == [item for item in before if item.suffix not in (".ogpr", ".ogpr-journal")]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("reply.docx", "reply.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\\b/c.csv", "c.csv"),
        ("aux.csv", "_aux.csv"),
        ("COM1", "_COM1"),
        ("..", "attachment"),
        ("  .hidden ", "hidden"),
        ("evil\u202excod.exe", "evil xcod.exe"),
        ("line\nbreak\0.csv", "line break\ufffd.csv"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("a:b*c?.csv", "a_b_c_.csv"),
    ],
)
def test_a_safe_name_is_a_plain_file_name(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_what_is_empty_or_too_large_is_not_offered() -> None:
    assert why_not("a.csv", 1) == ""
    assert "empty" in why_not("a.csv", 0)
    assert "larger" in why_not("a.csv", LARGEST + 1)
    assert "no ending" in why_not("Makefile", 5)
