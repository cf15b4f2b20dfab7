"""Public text is hostile text: whatever a comment reads, it comes out as text, whole, and runs nothing."""

import csv
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from ogp_review.exporters.xlsx_cells import CELL_LIMIT, LONG_TEXTS
from ogp_review.interchange.csv_text import guard
from ogp_review.review import Review, create_review, open_review

LONG = "".join(f"{n}: a long comment on budgets. " for n in range(1_400))
HOSTILE = {
    "hyperlink": '=HYPERLINK("http://example.org","y")',
    "dde": "=cmd|' /C calc'!A0",
    "at": "@SUM(1)",
    "plus": "+1",
    "minus": "-1",
    "minus text": "-2+3+cmd|' /C calc'!A0",
    "wide equals": "＝1+1",
    "space equals": " \u00a0=1+1",
    "newline equals": "\n=1+1",
    "tab": "\t=1+1",
    "bom": "\ufeff=1+1",
    "number": "00123",
    "big number": "6849372042551867692",
    "date": "1/2",
    "true": "TRUE",
    "error": "#REF!",
    "controls": "bell \x07 escape \x1b[31m vertical \x0b form \x0c file \x1c end \x7f",
    "non-characters": "\ufffe and \uffff and \U0001ffff",
    "line separators": "one\u2028two\u2029three\x85four",
    "emoji": "👩‍👩‍👧‍👦 🇰🇪 👍🏽 \U0001f9d1\u200d\U0001f33e",
    "right to left": "السلام عليكم (1) \u202ereversed\u202c ؟",
    "hebrew": "שלום עולם, P12!",
    "escape": "_x0041_ and _x000D_ and _x_ and __x0041_",
    "apostrophe": "'",
    "apostrophes": "''quoted''",
    "apostrophe equals": "'=1+1",
    "quotes": 'say ""this"", "and, that"; \'done\'',
    "markup": "<b>bold</b> <script>alert(1)</script> &amp; &#65; ]]> <?xml?> <!DOCTYPE x>",
    "template": "{{ 7*7 }} {% raw %} ${jndi:ldap://x} %s %(x)s \\n \\u0041",
    "sql": "'; DROP TABLE comment; --",
    "path": "../../etc/passwd\n//server/share/x",
    "spaces": "  two before, two after  ",
    "lines": "first\n\n\n  third, indented\n",
    "combining": "Z͑ͫa̴l͈g͚o e\u0301 \u00e9",
    "zero width": "a\u200bb\u2060c\u00add",
    "long": LONG,
    "long emoji": "👍🏽" * 10_000,
}
XML_HOLDS_NOT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_csv(path: Path, texts: Sequence[str]) -> Path:
    """What somebody else's program writes: nothing is guarded."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Id", "Author", "Text"))
        rows.writerows((number, "Mallory", text) for number, text in enumerate(texts))
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """A review of hostile comments in which staff's texts, tags and reasons are as hostile."""
    assert len(LONG) > 40_000 > CELL_LIMIT
    folder = tmp_path_factory.mktemp("hostile")
    source = write_csv(folder / "hostile.csv", list(HOSTILE.values()))
    with create_review(folder / "r.ogpr", title=HOSTILE["hyperlink"], person=HOSTILE["markup"]) as review:
        outcome = review.intake.import_file(source)
        assert outcome.comments.new == len(HOSTILE), (outcome.skipped, outcome.warnings)
        for comment, text in zip(list(review.comments()), HOSTILE.values(), strict=True):
            review.responding.respond(comment.id, disposition="noted", text=text, proposed_change=text)
            review.triage.translate(comment.id, "en", text)
        aside = next(review.comments())
        yield review
        assert aside.text == next(review.comments()).text


def test_comments_are_stored_as_they_were_sent(hostile: Review) -> None:
    assert [comment.text for comment in hostile.comments()] == list(HOSTILE.values())
    assert hostile.verify()["problems"] == []


def test_staff_texts_are_stored_as_they_were_written(hostile: Review) -> None:
    rows = {row.comment_refs[0]: row for row in hostile.reporting.document().matrix}
    for comment in hostile.comments():
        assert rows[comment.ref].response == rows[comment.ref].proposed_change == comment.text
        assert comment.translation == comment.text


# XLSX -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(hostile: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "m.xlsx"
    hostile.reporting.export(path)
    return path


def test_no_cell_of_the_workbook_is_a_formula(workbook: Path) -> None:
    book = load_workbook(workbook)
    cells = [cell for found in book for row in found.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 10 * len(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >/]", archive.read(name)), name
            assert "externalLink" not in name and "vbaProject" not in name


@pytest.mark.parametrize(
    ("sheet", "columns"),
    [("Comments", ("Text", "Translation")), ("Response matrix", ("Verbatim", "Response", "Proposed change"))],
)
def test_the_workbook_holds_every_text_whole(
    hostile: Review, workbook: Path, sheet: str, columns: tuple[str, ...]
) -> None:
    book = load_workbook(workbook)
    rows = table(book[sheet])
    long_texts = whole_long_texts(table(book[LONG_TEXTS]))
    refs = [comment.ref for comment in hostile.comments()]
    if sheet == "Response matrix":
        refs = [row["Ref"] for row in rows]
        texts = {row["Ref"]: row["Comment refs"] for row in rows}
        of = {comment.ref: comment.text for comment in hostile.comments()}
        wanted = {ref: of[texts[ref]] for ref in refs}
    else:
        wanted = dict(zip(refs, HOSTILE.values(), strict=True))
    assert sorted(wanted.values()) == sorted(HOSTILE.values())
    for row in rows:
        text = wanted[row["Ref"]]
        for column in columns:
            shown = unescape(row[column])
            if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
                assert shown == text
                continue
            begun, note = shown.split("… [the whole text is in sheet ")
            assert text.startswith(begun) and len(begun) > 10_000
            assert note == f'"{LONG_TEXTS}": {row["Ref"]}, {column}]'
            assert long_texts[row["Ref"], column] == text
    about = "\n".join(str(v) for r in book["About"].iter_rows(values_only=True) for v in r if v)
    assert f'whole in sheet "{LONG_TEXTS}"' in about


def table(found: Any) -> list[dict[str, Any]]:
    header, *rows = found.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def whole_long_texts(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    whole: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["Ref"], row["Column"])
        whole[key] = whole.get(key, "") + unescape(row["Text"])
    return whole


# CSV ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty review, to be copied: that is quicker than making one."""
    path = tmp_path_factory.mktemp("blank") / "blank.ogpr"
    create_review(path).close()
    return path


def exported_and_read_again(
    texts: Sequence[str], blank: Path, folder: Path
) -> tuple[list[str], list[str], Path]:
    """Texts as they are stored, and as they are after a round trip into a new review."""
    target = folder / "out.csv"
    with open_review(shutil.copy(blank, folder / "one.ogpr")) as one:
        one.intake.import_file(write_csv(folder / "in.csv", texts))
        stored = [comment.text for comment in one.comments()]
        one.reporting.export(target)
    with open_review(shutil.copy(blank, folder / "two.ogpr")) as two:
        outcome = two.intake.import_file(target)
        assert outcome.comments.new == outcome.comments.read == len(stored)
        again = [comment.text for comment in two.comments()]
        assert two.verify()["ok"]
    return stored, again, target


def test_csv_brings_every_text_into_a_new_review(blank: Path, tmp_path: Path) -> None:
    stored, again, target = exported_and_read_again(list(HOSTILE.values()), blank, tmp_path)
    assert stored == again == list(HOSTILE.values())
    with target.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) == 17 * (len(HOSTILE) + 1)
    for cell in cells:
        assert not cell.lstrip(" \u00a0\n\ufeff\u200b").startswith(("=", "+", "-", "@", "＝", "\t", "\r")), (
            cell
        )


def test_translations_come_back_from_csv_as_well(hostile: Review, tmp_path: Path) -> None:
    target = tmp_path / "c.csv"
    hostile.reporting.export(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Translation"] for row in rows] == [guard(text) for text in HOSTILE.values()]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1, max_size=40)
NASTY = st.sampled_from(
    [*"=+-@'\"\t,;|\n \ufeff\u00a0", "sep=;", "''", "\n\n", "_x0041_", "＝", "\x1c", "\x85"]
)
MIXED = st.lists(NASTY | TEXTS, min_size=1, max_size=6).map("".join).filter(lambda text: text.strip())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(MIXED, min_size=1, max_size=12, unique=True))
def test_any_text_survives_csv(blank: Path, texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stored, again, _ = exported_and_read_again(texts, blank, Path(folder))
    assert stored == again == texts


# DOCX, JSON -----------------------------------------------------------------------------------------------


def test_json_holds_every_text(hostile: Review, tmp_path: Path) -> None:
    hostile.reporting.export(tmp_path / "c.json")
    read = json.loads((tmp_path / "c.json").read_bytes())
    assert [row["text"] for row in read["comments"]] == list(HOSTILE.values())
    assert sorted(row["verbatim"] for row in read["matrix"]) == sorted(HOSTILE.values())
    assert sorted(row["response"] for row in read["matrix"]) == sorted(HOSTILE.values())


def test_the_report_holds_every_text_as_text(hostile: Review, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    notes = hostile.reporting.export(path)
    document = Document(str(path))
    [annex] = [t for t in document.tables if t.rows[0].cells[0].text == "Ref" and len(t.columns) == 7]
    rows = list(annex.rows)[1:]
    wanted = [XML_HOLDS_NOT.sub("\ufffd", row.verbatim) for row in hostile.reporting.document().matrix]
    assert [row.cells[0].paragraphs[0].text for row in rows[1::2]] == wanted
    assert [row.cells[5].text for row in rows[::2]] == wanted
    fields = {qn(f"w:{name}") for name in ("fldSimple", "object", "hyperlink", "altChunk")}
    assert not [node for node in annex._tbl.iter() if node.tag in fields]
    matrix = hostile.reporting.document().matrix
    unheld = [row.ref for row in matrix if XML_HOLDS_NOT.search(row.verbatim)]
    assert len(unheld) == 2
    [note] = notes
    assert "cannot hold" in note and all(ref in note for ref in unheld)
    assert note in "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_comments_set_aside_are_as_safe(tmp_path: Path) -> None:
    with create_review(tmp_path / "r.ogpr") as review:
        review.intake.import_file(write_csv(tmp_path / "in.csv", list(HOSTILE.values())))
        for comment, text in zip(list(review.comments()), HOSTILE.values(), strict=True):
            review.triage.set_aside([comment.id], reason=text)
        assert review.stats()["ledger"]["set_aside"] == len(HOSTILE)
        for ending in ("docx", "xlsx", "csv", "json"):
            review.reporting.export(tmp_path / f"out.{ending}")
        assert review.verify()["ok"]
    [annex] = [
        t for t in Document(str(tmp_path / "out.docx")).tables if t.rows[0].cells[-1].text == "Comment"
    ]
    shown = [row.cells[3].paragraphs[0].text for row in annex.rows[1:]]
    assert shown == [XML_HOLDS_NOT.sub("\ufffd", text) for text in HOSTILE.values()]
    book = load_workbook(tmp_path / "out.xlsx")
    assert {c.data_type for s in book for r in s.iter_rows() for c in r if c.value is not None} <= {"s", "n"}


def test_names_of_tags_people_and_places_are_as_safe(tmp_path: Path) -> None:
    nasty = ['=HYPERLINK("http://x","y")', "@SUM(1)", "+1", "<b>&amp;", "'quoted'", "bell \x07", "שלום"]
    source = tmp_path / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            (
                "Author",
                "Organisation",
                "Country",
                "Channel",
                "Language",
                "Paragraph",
                "Date",
                "May be named",
                "Text",
            )
        )
        rows.writerows([text] * 7 + ["yes", f"from {text}"] for text in nasty)
    with create_review(tmp_path / "r.ogpr", person=nasty[0]) as review:
        outcome = review.intake.import_file(source)
        assert outcome.comments.new == len(nasty)
        comments = list(review.comments())
        assert [comment.author for comment in comments] == nasty
        for comment, text in zip(comments, nasty, strict=True):
            review.tagging.add([comment.id], text.replace("/", "|"))
            review.tagging.define(text.replace("/", "|"), definition=text, example=text)
            review.triage.assign([comment.id], text)
        for edition in ("committee", "public"):
            for ending in ("docx", "xlsx", "csv", "json"):
                review.reporting.export(tmp_path / f"{edition}.{ending}", edition=edition)
        assert review.verify()["ok"]
    for edition in ("committee", "public"):
        Document(str(tmp_path / f"{edition}.docx"))
        book = load_workbook(tmp_path / f"{edition}.xlsx")
        cells = [c for s in book for r in s.iter_rows() for c in r if c.value is not None]
        assert {c.data_type for c in cells} <= {"s", "n"}
        people = [unescape(row[0]) for row in book["Participants"].iter_rows(min_row=2, values_only=True)]
        assert sorted(people) == sorted(nasty)
