"""Real tables, which lie beside the repository and never in it: what each is taken for, how many come in."""

from collections import Counter
from pathlib import Path

import pytest
from importers.table_files import REAL, comments, needs_real, records, refusal, skips

from ogp_review.domain.incoming import IncomingComment
from ogp_review.importers.table_mapping import Join, Mapping
from ogp_review.importers.table_repair import repaired
from ogp_review.importers.tables import look

pytestmark = needs_real
TABLES = REAL / "tables"
DUPLICATES = REAL / "duplicates"
DOCKET = "regulations_legacy_docket.csv"


def fields(path: Path) -> dict[str, str]:
    return {column.field: column.name for column in look(path).columns if column.field}


@pytest.mark.parametrize(
    ("name", "count", "skipped"),
    [
        ("tables/consult_data_template_v005.xlsx", 97, 1),
        ("tables/import_proposals.csv", 3, 0),
        ("tables/import_proposals_broken.csv", 3, 0),
        ("tables/madrid_debates_mojibake.xlsx", 3_838, 0),
        ("tables/regulations_text_comments.csv", 199, 0),
        ("tables/responses_lgr_format.csv", 10, 0),
        ("tables/responses_scr_format.csv", 5, 0),
        ("duplicates/EPA-HQ-OA-2018-0259-9322.csv", 505, 0),
        ("duplicates/EPA-HQ-OLEM-2019-0361-0001.csv", 212, 0),
        ("duplicates/EPA-HQ-OPP-2015-0481-0050.csv", 267, 0),
        ("duplicates/EPA-HQ-OPP-2017-0433-0001.csv", 196, 0),
        ("duplicates/EPA-R05-OAR-2020-0055-0007.csv", 204, 0),
        ("duplicates/USDA-2020-0003-0001.csv", 4, 0),
    ],
)
def test_every_table_of_comments_comes_in_as_it_is(name: str, count: int, skipped: int) -> None:
    assert len(comments(REAL / name)) == count
    assert len(skips(REAL / name)) == skipped
    assert all(column.confidence >= 0.5 for column in look(REAL / name).columns if column.field)


def test_debates_in_spanish() -> None:
    path = TABLES / "madrid_debates_mojibake.xlsx"
    found = fields(path)
    assert {"external_id": "debate_id", "title": "title", "text": "description", "posted": "created_at",
            "votes_for": "cached_votes_up", "votes_against": "cached_votes_down",
            "author": "author_name"} == found  # fmt: skip
    kinds = {question.kind: question for question in look(path).questions}
    assert set(kinds) == {"columns", "repair"}
    assert [value for value, _ in kinds["repair"].choices] == [None, "macroman"]
    assert all(comment.posted_at and len(comment.posted_at) == 13 for comment in comments(path))


def test_debates_in_spanish_repaired() -> None:
    """The one correction: the repair that is offered. All rows that need it become plausible Spanish."""
    path = TABLES / "madrid_debates_mojibake.xlsx"
    before, after = comments(path), comments(path, Mapping(repair="macroman"))
    assert len(after) == 3_838
    changed = [new for old, new in zip(before, after, strict=True) if old.text != new.text]
    assert len(changed) >= 3_650
    letters = Counter(char for comment in after for char in comment.text if not char.isascii())
    assert {char for char, _ in letters.most_common(8)} == set("íóáñéú¿\xa0")
    assert sum(letters[char] for char in "ÌÛ·Ò˙") <= 20
    again = sum(repaired(comment.text, "macroman") != comment.text for comment in after)
    assert again <= 50  # what has been repaired is left alone


def test_proposals_of_decidim() -> None:
    found = fields(TABLES / "import_proposals.csv")
    assert (found["text"], found["title"], found["external_id"]) == ("body/en", "title/en", "id")
    assert found["posted"] == "published_at" and found["votes_for"] == "supports"
    first = comments(TABLES / "import_proposals.csv")[0]
    assert "\n" in first.text and first.posted_at == "2020-11-24T07:17:40Z"


@pytest.mark.parametrize("name", ["consult_data_template_v005.xlsx", "responses_lgr_format.csv"])
def test_several_answers_a_row_are_a_submission(name: str) -> None:
    found = comments(TABLES / name)
    most = Counter(comment.submission for comment in found).most_common(1)[0][1]
    assert most == (3 if name.startswith("consult") else 2)
    assert all(comment.folded for comment in found)
    assert "answers" in [question.kind for question in look(TABLES / name).questions]


def test_a_template_of_many_sheets() -> None:
    looked = look(TABLES / "consult_data_template_v005.xlsx")
    assert looked.sheet == "Responses" and len(looked.sheets) == 9
    assert [sheet.name for sheet in looked.sheets if sheet.hidden] == ["Issues", "_helpers"]


def test_a_docket_below_a_preamble_needs_its_texts() -> None:
    """The one correction: the file with the texts, joined on the id that both have."""
    assert "no column that is known to hold the text" in refusal(TABLES / DOCKET)
    looked = look(TABLES / DOCKET)
    assert (looked.header_row, len(looked.above), len(looked.columns)) == (5, 2, 35)
    joined = Mapping(join=Join("regulations_text_comments.csv", "Document ID", "Document ID"))
    found = comments(TABLES / DOCKET, joined)
    assert (len(found), len(skips(TABLES / DOCKET, joined))) == (199, 1)
    assert all(comment.author and comment.external_id and comment.posted_at for comment in found)
    assert {comment.posted_at[:4] for comment in found if comment.posted_at} <= {"2017", "2018", "2019"}


def test_texts_joined_to_their_docket() -> None:
    joined = Mapping(join=Join(DOCKET, "Document ID", "Document ID"))
    found = comments(TABLES / "regulations_text_comments.csv", joined)
    assert len(found) == 199 and all(comment.author for comment in found)


def test_answers_without_a_text_are_refused_until_a_column_is_named() -> None:
    """No comments in it: five rows of closed questions below two rows of titles."""
    path = TABLES / "responses_biomass_format.csv"
    assert "no column that is known to hold the text" in refusal(path)
    looked = look(path)
    assert (looked.header_row, looked.header_rows) == (1, 2)
    assert [column.field for column in looked.columns[:3]] == ["author", "email", "stakeholder"]
    assert len(comments(path, Mapping.of({looked.columns[3].name: "text"}))) == 5


def test_ids_that_were_destroyed() -> None:
    path = DUPLICATES / "EPA-R05-OAR-2020-0055-0007.csv"
    refused = [comment for comment in comments(path) if comment.external_id is None]
    assert len(refused) == 24
    assert any("a spreadsheet has rounded (9.00006E+14)" in warning for warning in look(path).warnings)


@pytest.mark.parametrize("path", sorted(DUPLICATES.glob("*.csv")), ids=lambda path: path.stem)
def test_names_that_are_ids(path: Path) -> None:
    assert fields(path)["external_id"] == "name" and "author" not in fields(path)
    ids = [comment.external_id for comment in comments(path) if comment.external_id]
    assert len(set(ids)) >= 0.8 * len(ids) and not any("E+" in key for key in ids)


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.*")), ids=lambda path: path.name)
def test_what_was_looked_at_is_what_is_read(path: Path) -> None:
    looked = look(path)
    kept = Mapping.from_json(looked.mapping.as_json())
    assert look(path, kept).mapping == kept
    if looked.has_text:
        again = [record for record in records(path, kept) if isinstance(record, IncomingComment)]
        assert again == comments(path)
