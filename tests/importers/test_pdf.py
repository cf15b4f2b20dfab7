import zlib
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ogp_review.domain.incoming import Incoming, IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.errors import Cancelled, ReviewError
from ogp_review.importers import pdf
from ogp_review.importers.pdf_notes import pdf_date

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "pdf"
REAL = ROOT.parent / "shared" / "data" / "attachments"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the real letters are not beside the repository")
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def file_of(objects: list[bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n" % (len(objects) + 1, extra, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + tail + b"%%EOF\n"


def stream(content: bytes, members: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        content, members = zlib.compress(content, 9), members + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), members, content)


def pages(
    contents: list[bytes], *, annots: bytes = b"", more: tuple[bytes, ...] = (), resources: bytes = b""
) -> bytes:
    """A file with a page for each content; `annots` of the first page and `more` objects behind them."""
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        FONT,
    ]
    for number, content in enumerate(contents):
        members = b"/Annots [%s]" % annots if annots and not number else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> %s >>" % (first + 1 + 2 * number, resources, members)
        )
        objects.append(content)
    return file_of([*objects, *more])


def text(*lines: str) -> bytes:
    shown = b"".join(b"(%s) Tj 0 -20 Td " % line.encode("cp1252") for line in lines)
    return stream(b"BT /F1 12 Tf 72 720 Td %sET" % shown)


def letter_pdf() -> bytes:
    head = "Harbour Friends, 1 Quay Street"
    return pages(
        [
            text(head, "Dear harbour office,", "P1: The quay should stay open", "at night.", "Page 1 of 3"),
            text(head, "P2: Boats should give way.", "We saw it ourselves.", "Page 2 of 3"),
            text(head, "Paragraph 9. Fishing is missing.", "Yours, Ann", "Page 3 of 3"),
        ]
    )


def notes_pdf() -> bytes:
    quad = b"/QuadPoints [70 735 200 735 70 715 200 715] /Rect [70 715 200 735]"
    notes = (
        b"<< /Type /Annot /Subtype /Highlight %s /Contents (Also at night?) /T (Ann) /NM (n1) "
        b"/CreationDate (D:20230130140211+01'00') >>" % quad,
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (It is work.) /T (Bo) /IRT 6 0 R "
        b"/NM (3f2504e0-4f89-41d3-9a0c-0305e82c3301) >>",
        b"<< /Type /Annot /Subtype /StrikeOut %s /T (Cy) /M (D:2023) >>" % quad,
        b"<< /Type /Annot /Subtype /Highlight %s >>" % quad,
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Contents (no comment) >>",
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /State (Accepted) /Contents (Accepted by Ann) >>",
    )
    annots = b" ".join(b"%d 0 R" % number for number in range(6, 12))
    return pages([text("The quay is open")], annots=annots, more=notes)


def read_bytes(folder: Path, data: bytes) -> list[Incoming]:
    path = folder / "some.pdf"
    path.write_bytes(data)
    return list(pdf.read(path).records)


def refusal_of(folder: Path, data: bytes) -> str:
    with pytest.raises(ReviewError) as refusal:
        read_bytes(folder, data)
    assert '"some.pdf"' in str(refusal.value) and "\n" not in str(refusal.value)
    return str(refusal.value)


def comments_of(records: list[Incoming]) -> list[IncomingComment]:
    return [record for record in records if isinstance(record, IncomingComment)]


def test_a_letter_is_one_submission_cut_at_its_labels() -> None:
    records = list(pdf.read(DATA / "letter.pdf").records)
    first, second, third = comments_of(records)
    assert (first.paragraph, first.text) == ("P1", "The quay should stay open\nat night.")
    assert (second.paragraph, second.text) == ("P2", "Boats should give way.\nWe saw it ourselves.")
    assert (third.paragraph, third.text) == ("P9", "Fishing is missing.\nYours, Ann")
    assert [comment.where for comment in (first, second, third)] == ["page 1", "page 2", "page 3"]
    assert {comment.submission for comment in (first, second, third)} == {"letter.pdf"}


def test_running_heads_and_page_numbers_are_folded_away() -> None:
    first, second, _ = comments_of(list(pdf.read(DATA / "letter.pdf").records))
    assert first.folded is not None and second.folded is None
    assert first.folded.split("\n") == [
        "Harbour Friends, 1 Quay Street",
        "Page 1 of 3",
        "Page 2 of 3",
        "Page 3 of 3",
        "",
        "Dear harbour office,",
    ]


def test_a_line_on_few_pages_is_no_running_head(tmp_path: Path) -> None:
    heads = ("Here", "Here", "There", "Else")
    data = pages([text(head, f"body {letter}") for head, letter in zip(heads, "abcd", strict=True)])
    [only] = comments_of(read_bytes(tmp_path, data))
    assert only.text == "Here\nbody a\nHere\nbody b\nThere\nbody c\nElse\nbody d" and only.folded is None
    [pair] = comments_of(read_bytes(tmp_path, pages([text("same", "a", "1"), text("same", "b", "2")])))
    assert (pair.text, pair.folded) == ("same\na\nsame\nb", "1\n2")


def test_notes_on_a_draft_are_comments_on_the_words_they_mark() -> None:
    records = list(pdf.read(DATA / "notes.pdf").records)
    note, reply, struck = comments_of(records)
    assert (note.text, note.anchor, note.author) == ("Also at night?", "The quay is open", "Ann")
    assert (note.posted_at, note.where) == ("2023-01-30T14:02:11+01:00", "page 1, highlight 1")
    assert (note.external_id, note.submission) == ("notes.pdf: n1", "notes.pdf: Ann")
    assert (reply.text, reply.parent) == ("It is work.", note.external_id)
    assert reply.external_id == "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    assert (struck.text, struck.anchor, struck.proposal) == (
        "Delete “The quay is open”.",
        "The quay is open",
        "",
    )
    assert struck.posted_at == "2023"
    assert [record for record in records if isinstance(record, IncomingSkip)] == [
        IncomingSkip("page 1, highlight 2", "no words are written on it: it marks “The quay is open”")
    ]
    assert "taken for what is commented on" in str(records[-1])


def test_a_page_without_text_is_named(tmp_path: Path) -> None:
    records = read_bytes(tmp_path, pages([text("Words"), stream(b"0 0 9 9 re f"), text("More")]))
    assert records[-1] == IncomingWarning("Page 2: no text, either blank or a picture of it.")


def test_a_scan_is_refused(tmp_path: Path) -> None:
    assert "holds pictures of its pages" in refusal_of(tmp_path, pages([stream(b"0 0 9 9 re f")]))


def test_a_locked_file_is_refused_and_one_that_may_be_read_is_read(tmp_path: Path) -> None:
    def locked(password: str) -> bytes:
        writer = PdfWriter(clone_from=DATA / "letter.pdf")
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(tmp_path / "locked.pdf")
        return (tmp_path / "locked.pdf").read_bytes()

    assert "locked with a password" in refusal_of(tmp_path, locked("secret"))
    assert len(comments_of(read_bytes(tmp_path, locked("")))) == 3


@pytest.mark.parametrize("size", [0, 9, 40, 400, 900])
def test_a_file_that_was_cut_is_refused_or_read(tmp_path: Path, size: int) -> None:
    try:
        read_bytes(tmp_path, letter_pdf()[:size])
    except ReviewError as error:
        assert '"some.pdf"' in str(error)


def test_a_page_that_unpacks_to_300_mb_is_refused(tmp_path: Path) -> None:
    bomb = stream(b"BT /F1 12 Tf (Hi) Tj ET " + b" " * 300_000_000, packed=True)
    assert "more than memory holds" in refusal_of(tmp_path, pages([bomb]))


def test_a_page_of_millions_of_words_is_refused(tmp_path: Path) -> None:
    assert "draws too much" in refusal_of(
        tmp_path, pages([stream(b"BT /F1 12 Tf " + b"(Hi) Tj " * 1_000_000 + b"ET", packed=True)])
    )


@pytest.mark.parametrize("depth", [8, 25])
def test_forms_that_draw_forms_are_refused(tmp_path: Path, depth: int) -> None:
    def form(number: int) -> bytes:
        last = number == depth - 1
        inner = b"" if last else b"/XObject << /X %d 0 R >>" % (6 + number + 1)
        drawn = b"BT /F1 12 Tf (x) Tj ET" if last else b"/X Do " * 10
        members = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> %s >>"
        return stream(drawn, members % inner)

    more = tuple(form(number) for number in range(depth))
    bomb = pages([stream(b"/X Do")], more=more, resources=b"/XObject << /X 6 0 R >>")
    assert "draws too much" in refusal_of(tmp_path, bomb)


def test_a_form_that_draws_itself_is_refused(tmp_path: Path) -> None:
    members = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    bomb = pages([stream(b"/X Do")], more=(stream(b"/X Do", members),), resources=b"/XObject << /X 6 0 R >>")
    assert "draws too much" in refusal_of(tmp_path, bomb)


def test_a_file_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b"3 0 R " * 2_001
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 2001 >>" % kids,
        page,
    ]
    assert "2,001 pages" in refusal_of(tmp_path, file_of(objects))


def test_reading_can_be_cancelled_at_each_page(tmp_path: Path) -> None:
    class Stop:
        def report(self, done: int, total: int | None, what: str) -> None:
            return None

        def check_cancelled(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(pdf.read(DATA / "letter.pdf", progress=Stop()).records)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("D:20230130140211+01'00'", "2023-01-30T14:02:11+01:00"),
        ("D:20230130140211Z", "2023-01-30T14:02:11Z"),
        ("D:202301", "2023-01"),
        ("D:20231399", None),
        ("yesterday", None),
    ],
)
def test_dates_of_a_pdf(written: str, understood: str | None) -> None:
    assert pdf_date(written) == understood


@needs_real
def test_the_real_letters_come_in_as_one_comment_each() -> None:
    lengths = {}
    for path in sorted(REAL.glob("*.pdf")):
        records = list(pdf.read(path).records)
        [comment] = comments_of(records)
        lengths[path.stem[-6:-2]] = (len(comment.text), len(records))
        assert comment.paragraph is None and "\t" not in comment.text
    assert lengths == {"0028": (5552, 1), "0038": (28833, 2), "0052": (5791, 1)}
