"""Every real file that holds comments: what comes in, again and later, and what staff did meanwhile.

FILES names for each what is expected and, where a person must correct the guess, that one correction. Files
that hold none (questions, themes, schemas) are named in WITHOUT, so that no file is forgotten.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy

import pytest
from enlarging import LATER, enlarged

from ogp_review.domain.comment import Comment
from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Join
from ogp_review.importers.table_mapping import Mapping as TableMapping
from ogp_review.review import Review

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the real material is not beside the repository")
JOINED = TableMapping(join=Join("regulations_text_comments.csv", "Document ID", "Document ID"))


BIOMASS = "Ident 4 – Please select which sector your organisation is part of from the list below"
LGR = "Prop 1 Q8 - Please use this space to explain your answers to questions 1-7"
SCR = "What role would you and/or your organisation play in achieving these outcomes?"
CONSULT = "Q3: Do you have any other suggestions or comments you would like to share with us?"


@dataclass(frozen=True)
class Expected:
    """What a file brings: comments, rows without one, tags put on. `correction` is what a person must say,
    `column` the title of its texts, `letter` that it is one letter or a form, to which nothing is added.
    """

    new: int
    skipped: int = 0
    taggings: int = 0
    correction: TableMapping | Mapping[str, str] | None = None
    column: str = ""
    letter: bool = False
    beside: tuple[str, ...] = field(default=())


LETTER = Expected(1, letter=True)
FILES: dict[str, Expected] = {
    "attachments/USDA-2017-0002-0028_1.pdf": LETTER,
    "attachments/USDA-2017-0002-0038_1.pdf": LETTER,
    "attachments/USDA-2017-0002-0052_1.pdf": LETTER,
    "discuto/ogp_strategy_2023_2028_en.txt": Expected(107),
    "docx/formatted_text.docx": Expected(2),
    "docx/image_in_selection.docx": Expected(1),
    "docx/more_point_comments.docx": Expected(2),
    "docx/multiline_comment_content.docx": Expected(1),
    "docx/multiline_comment_range.docx": Expected(1),
    "docx/multiple_comments.docx": Expected(3),
    "docx/nested_comments.docx": Expected(2),
    "docx/no_comments.docx": LETTER,
    "docx/point_comment.docx": Expected(1),
    "docx/pythondocx_comments-rich-para.docx": Expected(4),
    "docx/simple_comment.docx": Expected(1),
    "duplicates/EPA-HQ-OA-2018-0259-9322.csv": Expected(505, column="text"),
    "duplicates/EPA-HQ-OLEM-2019-0361-0001.csv": Expected(212, column="text"),
    "duplicates/EPA-HQ-OPP-2015-0481-0050.csv": Expected(267, column="text"),
    "duplicates/EPA-HQ-OPP-2017-0433-0001.csv": Expected(196, column="text"),
    "duplicates/EPA-R05-OAR-2020-0055-0007.csv": Expected(204, column="text"),
    "duplicates/USDA-2020-0003-0001.csv": Expected(4, column="text"),
    "mail/no_date_no_sender.msg": LETTER,
    "mail/unicode_with_attachments.msg": LETTER,
    "pasted/eurodig_all_comments.txt": Expected(2),
    "pasted/eurodig_comments_by_commenter.txt": Expected(1),
    "pasted/ogp_draft_disclosure_policy_public_comments_2011.txt": Expected(1),
    "refi/Project.qde": Expected(0, skipped=12),
    "refi/TestProject.qdpx": Expected(0, skipped=12, letter=True),
    "tables/consult_data_template_v005.xlsx": Expected(97, skipped=1, column=CONSULT),
    "tables/import_proposals.csv": Expected(3, column="body/en"),
    "tables/import_proposals_broken.csv": Expected(3, column="body/en"),
    "tables/madrid_debates_mojibake.xlsx": Expected(
        3_838, column="description", correction=TableMapping(repair="macroman")
    ),
    "tables/qu_format_a_numeric.xlsx": Expected(3, letter=True),
    "tables/qu_format_b_instruction.xlsx": Expected(4, letter=True),
    "tables/regulations_legacy_docket.csv": Expected(
        199, skipped=1, correction=JOINED, beside=("regulations_text_comments.csv",), column="Status"
    ),
    "tables/regulations_text_comments.csv": Expected(199, column="Text Comment"),
    "tables/responses_biomass_format.csv": Expected(5, correction={"text": BIOMASS}, column="Ident 4"),
    "tables/responses_lgr_format.csv": Expected(10, column=LGR),
    "tables/responses_scr_format.csv": Expected(5, column=SCR),
    "themes/inputs/question_part_1/responses.jsonl": Expected(100),
    "themes/inputs/question_part_2/responses.jsonl": Expected(100),
}
_NESTED = {
    104: (38, 35), 110: (33, 26), 113: (32, 30), 120: (44, 40), 132: (34, 32), 154: (3, 2), 179: (1, 0),
    182: (33, 31), 195: (39, 38), 204: (6, 5), 222: (5, 3), 238: (2, 1), 256: (3, 2), 278: (4, 3), 296: (7,
    3),
    314: (1, 0), 331: (7, 6), 348: (3, 2), 364: (5, 4), 383: (2, 1), 63: (36, 35), 64: (42, 38), 66: (25, 23),
    68: (28, 25), 74: (26, 24), 75: (34, 31), 76: (28, 25), 79: (29, 28), 82: (37, 35), 83: (25, 22),
    86: (27, 21),
    88: (27, 19), 90: (30, 24), 96: (10, 9),
}  # fmt: skip
FILES |= {f"nested_json/{name}.json": Expected(new, taggings=tags) for name, (new, tags) in _NESTED.items()}
WITHOUT = {
    "attachments/EPA-HQ-OA-2017-0190-32609_1.doc": "is an old Office file",
    "docx/iso_comment_template_2012-03.docx": "",
    "nested_json/117.json": "is empty",
    "nested_json/92.json": "is empty",
    "refi/Project.xsd": "is XML of a kind that is not known here",
    "refi/atlasti_23.4.0_valid.qdc": "",
    "refi/blank-atlas-project.qdpx": "",
    "refi/target-atlas-project.qdpx": "",
}
"""Files without comments: why each is refused, or "" where it is read and brings none."""


def bring(review: Review, path: Path, expected: Expected, **more: bool) -> tuple[int, int, int, int | None]:
    outcome = review.intake.import_file(path, mapping=expected.correction, **more)
    count = outcome.comments
    assert count.read == count.new + count.updated + count.unchanged + count.skipped
    assert len(outcome.skipped) == count.skipped
    return count.new, count.updated, count.skipped, outcome.operation


def staff_work(review: Review) -> dict[int, Comment]:
    """What somebody does to the first comments; all of them as they are then."""
    first = [comment.id for comment in review.comments()][:3]
    review.tagging.add(first, "Participation/Youth")
    review.triage.move(first[:1], "Whole draft")
    review.responding.respond(first[-1], disposition="noted", text="Thank you.")
    return {comment.id: comment for comment in review.comments()}


def test_no_file_is_forgotten() -> None:
    there = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    other = {name for name in there if name.startswith("themes/") and not name.endswith("responses.jsonl")}
    assert there - other - {"README.md"} == FILES.keys() | WITHOUT.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_in_as_expected_and_once(name: str, review: Review) -> None:
    expected = FILES[name]
    if expected.correction is not None and not isinstance(expected.correction, TableMapping):
        with pytest.raises(ReviewError, match="Say which one it is"):
            review.intake.import_file(DATA / name)
    new, updated, skipped, _ = bring(review, DATA / name, expected)
    assert (new, updated, skipped) == (expected.new, 0, expected.skipped)
    assert len(list(review.comments())) == expected.new
    work = staff_work(review) if expected.new else {}
    assert bring(review, DATA / name, expected) == (0, 0, expected.skipped, None)
    assert {comment.id: comment for comment in review.comments()} == work
    assert review.verify()["ok"]


@pytest.mark.parametrize("name", [name for name, expected in FILES.items() if not expected.letter])
def test_an_enlarged_copy_brings_just_what_is_new(name: str, review: Review, tmp_path: Path) -> None:
    expected = FILES[name]
    for other in expected.beside:
        copy(DATA / name.rpartition("/")[0] / other, tmp_path / other)
    bring(review, DATA / name, expected)
    work = staff_work(review) if expected.new else {}
    target = enlarged(DATA / name, tmp_path, expected.column)
    if expected.beside:
        enlarged(DATA / "tables" / expected.beside[0], tmp_path, "Text Comment")
    new, updated, skipped, operation = bring(review, target, expected)
    assert (new, updated, skipped) == (1, 0, expected.skipped)
    assert operation is not None
    after = {comment.id: comment for comment in review.comments()}
    fresh = [comment for key, comment in after.items() if key not in work]
    assert [comment.text.endswith(LATER) for comment in fresh] == [True]
    assert {key: after[key] for key in work} == work


@pytest.mark.parametrize("name", WITHOUT)
def test_a_file_without_comments_says_so(name: str, review: Review) -> None:
    if not WITHOUT[name]:
        assert review.intake.import_file(DATA / name).comments.read == 0
        return
    with pytest.raises(ReviewError, match=WITHOUT[name]):
        review.intake.import_file(DATA / name)


# Character for character, where somebody else can read the file


def texts(review: Review) -> list[str]:
    return [comment.text for comment in review.comments()]


def even(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("duplicates/")])
def test_the_texts_of_a_csv_are_those_of_its_cells(name: str, review: Review) -> None:
    bring(review, DATA / name, FILES[name])
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        cells = [even(row["text"]) for row in csv.DictReader(file)]
    assert sorted(texts(review)) == sorted(cells)


def test_the_texts_of_a_workbook_are_those_of_its_cells(review: Review) -> None:
    from openpyxl import load_workbook

    name = "tables/madrid_debates_mojibake.xlsx"
    bring(review, DATA / name, Expected(3_838))
    book = load_workbook(DATA / name, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    titles = next(rows)
    title, body = titles.index("title"), titles.index("description")
    cells = [even(f"{row[title]}\n\n{row[body]}".replace("_x000D_", "\r")) for row in rows]
    assert sorted(texts(review)) == sorted(cells)


@pytest.mark.parametrize("part", [1, 2])
def test_the_texts_of_json_lines_are_those_of_their_members(part: int, review: Review) -> None:
    path = DATA / "themes" / "inputs" / f"question_part_{part}" / "responses.jsonl"
    bring(review, path, Expected(100))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sorted(texts(review)) == sorted(json.loads(line)["response"] for line in lines)


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.startswith("docx/") and not FILES[name].letter]
)
def test_the_texts_of_a_word_file_are_those_of_its_comments(name: str, review: Review) -> None:
    import docx

    bring(review, DATA / name, FILES[name])
    there = [(comment.author or None, comment.text) for comment in docx.Document(str(DATA / name)).comments]
    said = [(comment.author, comment.text) for comment in review.comments()]
    assert sorted(said, key=str) == sorted(there, key=str)


def test_the_texts_of_the_capture_stand_in_it(review: Review, shared_capture: Path) -> None:
    bring(review, shared_capture, FILES["discuto/ogp_strategy_2023_2028_en.txt"])
    page = even(shared_capture.read_text(encoding="utf-8"))
    assert [text for text in texts(review) if text not in page] == []
