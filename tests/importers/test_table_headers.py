"""Which row holds the titles: preambles, two rows of titles, merged titles, none at all."""

from pathlib import Path

import pytest
from importers.table_files import comments, refusal, texts, warnings, written

from ogp_review.importers.table_grids import Merge
from ogp_review.importers.table_headers import find_header
from ogp_review.importers.table_mapping import Mapping


def rows(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.split("\n")]


def test_a_preamble_is_named_and_not_read(tmp_path: Path) -> None:
    table = "Docket,Title\nX-1,Roads,,\n,,,\nDocument ID,Name,Received,Text Comment\n7,Ann,6/5/2018,Yes\n"
    path = written(tmp_path, table)
    assert [(c.external_id, c.text, c.where) for c in comments(path)] == [("7", "Yes", "row 5")]
    assert 'row 1 "Docket, Title"; row 2 "X-1, Roads"' in warnings(path)[0]


def test_codes_above_questions_are_joined() -> None:
    header = find_header(rows("Ident 1,Ident 2\nWhat is your name?,Why do you think so?\nAnn,x\nBo,y"))
    assert header.titles == ("Ident 1 – What is your name?", "Ident 2 – Why do you think so?")
    assert (header.row, header.last_row) == (1, 2)


def test_three_rows_of_a_survey_export_are_titles() -> None:
    header = find_header(rows('Q1,Q2\nWhat is your name?,Why?\n{"ImportId":1},{"ImportId":2}\nAnn,x'))
    assert header.titles == ("Q1 – What is your name?", "Q2 – Why?")
    assert header.last_row == 3


def test_titles_of_groups_go_on_to_the_right() -> None:
    header = find_header(rows("Id,Part 1,,Part 2,\n,Rating,Why,Rating,Why\n1,5,abc,4,def\n2,3,xyz,1,uvw"))
    assert header.titles == ("Id", "Part 1 – Rating", "Part 1 – Why", "Part 2 – Rating", "Part 2 – Why")


def test_merged_titles_of_groups() -> None:
    table = rows("Respondent,,Answers,\nName,Town,Rating,Why\nAnn,Ulm,5,abc\nBo,Kiel,3,def")
    header = find_header(table, (Merge(1, 1, 1, 2), Merge(1, 3, 1, 4)))
    assert header.titles[0] == "Respondent – Name" and header.titles[3] == "Answers – Why"


def test_data_is_not_taken_for_titles() -> None:
    assert find_header(rows("Name,Comment\nAnn,Yes\nBo,No")).last_row == 1
    assert find_header(rows("Q1,Q2\nYes,No\nNo,Yes")).last_row == 1
    assert find_header(rows("Name,,Comment\nAnn,x,Yes\nBo,y,No")).last_row == 1


def test_a_person_says_where_the_titles_are(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Comment\nWho,What\nAnn,Yes\n")
    assert texts(path, Mapping(header_row=2, columns=(("What", "text"),))) == ["Yes"]
    assert texts(path, Mapping(header_row=1, header_rows=2, columns=(("Name – Who", "author"),))) == ["Yes"]
    assert "has no titles in row 9" in refusal(path, Mapping(header_row=9))


def test_a_table_without_titles(tmp_path: Path) -> None:
    path = written(tmp_path, "Ann,Yes\nBo,No\n")
    said = Mapping(header_row=0, columns=(("column 2", "text"), ("column 1", "author")))
    assert [(c.author, c.text, c.where) for c in comments(path, said)] == [
        ("Ann", "Yes", "row 1"), ("Bo", "No", "row 2"),
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["", "\n", ",,\n,,", "x"])
def test_next_to_nothing_has_a_header(table: str) -> None:
    assert find_header(rows(table)).rows == 1
