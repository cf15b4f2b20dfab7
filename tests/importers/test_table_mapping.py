"""What a person says of a table: kept as JSON, obeyed, and refused in a sentence where it does not fit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.table_files import comments, refusal, skips, texts, warnings, written

from ogp_review.errors import ReviewError
from ogp_review.importers.table_mapping import Join, Mapping
from ogp_review.importers.tables import look

WHOLE = Mapping(
    columns=(("Comment", "text"), ("Más", "text (HTML)"), ("Id", "")),
    sheet="Data",
    delimiter=";",
    encoding="cp1252",
    header_row=3,
    header_rows=2,
    day_first=True,
    repair="macroman",
    answers="together",
    join=Join("more.csv", "Id", "Key"),
)


@pytest.mark.parametrize("mapping", [Mapping(), WHOLE, Mapping(day_first=False, header_row=0)])
def test_a_mapping_survives_json(mapping: Mapping) -> None:
    assert Mapping.from_json(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    "told",
    [
        "", "[]", "3", '{"sheet": 3}', '{"columns": [["a"]]}', '{"columns": [["a", 3]]}', '{"columns": 3}',
        '{"unknown": 1}', '{"join": {"path": "x"}}', '{"join": 3}', '{"answers": null}', '{"repair": "x"}',
        '{"header_row": true}', '{"columns": [["a", "txt"]]}', '{"encoding": "rot13"}', "[" * 100_000,
        '{"delimiter": "::"}', '{"header_rows": 900}',
    ],
)  # fmt: skip
def test_a_profile_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(ReviewError):
        Mapping.from_json(told)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_any_value_is_a_mapping_or_refused(value: object) -> None:
    import json

    for name in ("columns", "sheet", "header_row", "day_first", "join", "repair"):
        try:
            Mapping.from_json(json.dumps({name: value}))
        except ReviewError:
            pass


def test_the_first_form_and_the_new_one_say_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, "Q1,Who,Comment\nYes,Anna,ignored\n")
    old = comments(path, {"text": "q1", "Author": "Who"})
    assert old == comments(path, Mapping.of({"Q1": "text", "Who": "author"}))
    assert [(comment.text, comment.author) for comment in old] == [("Yes", "Anna")]


def test_what_does_not_fit_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "Q1,Who\nYes,Anna\n")
    assert 'no column "Q9"' in refusal(path, Mapping.of({"Q9": "text"}))
    with pytest.raises(ReviewError, match='no field "txt"'):
        Mapping.of({"Q1": "txt"})
    assert texts(path, Mapping.of({"Q1": "text", "Gone": ""})) == ["Yes"]


def test_several_texts_are_a_comment_each_and_one_submission(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "respondent_id,Name,Q1: Why do you think so?,Q2: Anything else?\n"
        'R1,Ann,Because it is right and fair to all,"No, that was all I had to say to you"\n'
        "R2,Bo,,Please plant a hundred more trees in town\nR3,Cy,,\n",
    )
    found = comments(path)
    assert [(c.text.split()[0], c.author, c.submission) for c in found] == [
        ("Because", "Ann", "R1"), ("No,", "Ann", "R1"), ("Please", "Bo", "R2"),
    ]  # fmt: skip
    assert found[0].where == 'row 2, "Q1: Why do you think so?"'
    assert found[0].folded == "Q1: Why do you think so?"
    assert len({comment.external_id for comment in found}) == 3
    assert [(skip.where, skip.why) for skip in skips(path)] == [("row 4", "no text")]
    assert [question.kind for question in look(path).questions] == ["answers"]


def test_several_texts_can_be_one_comment(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B\nYes,No\nOnly,\n")
    said = Mapping.of({"A": "text", "B": "text"}, answers="together")
    assert texts(path, said) == ["A\nYes\n\nB\nNo", "A\nOnly"]


def test_rows_without_an_id_are_a_submission_each(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B\nYes,No\n")
    found = comments(path, Mapping.of({"A": "text", "B": "text"}))
    assert [(c.submission, c.external_id) for c in found] == [("row 2", None)] * 2


def test_html_is_text_only_where_a_person_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Text\nc1,<p>One &amp; <b>two</b></p><script>x()</script>\nc2,<p>Three</p>\n")
    assert texts(path)[0].startswith("<p>One &amp;")
    assert texts(path, Mapping.of({"Text": "text (HTML)"})) == ["One & two", "Three"]
    assert [question.kind for question in look(path).questions] == ["columns"]


def test_ids_that_a_spreadsheet_has_rounded_are_refused_as_ids(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Text\n9.00006E+14,One\n9.00006E+14,Two\n090000648408e479,Three\n")
    assert [comment.external_id for comment in comments(path)] == [None, None, "090000648408e479"]
    assert warnings(path) == [
        "Ids that a spreadsheet has rounded (9.00006E+14), so that several comments may share one; "
        "refused as ids: rows 2, 3."
    ]
    assert "refused, since several comments would share one" in look(path).warnings[0]


def test_ids_that_come_twice_are_told_and_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Text\nc1,One\nc1,Two\n")
    assert [comment.external_id for comment in comments(path)] == ["c1", "c1"]
    assert look(path).warnings == ('"Id" holds the same id more than once.',)


def test_a_tree_by_the_id_of_the_parent(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Parent ID,Text\nc1,,One\nc2,c1,Two\nc3,c2,Three\n")
    assert [comment.parent for comment in comments(path)] == [None, "c1", "c2"]


@pytest.mark.parametrize(
    ("table", "tree"),
    [
        ("Path,Text\n1,A\n1/3,B\n1/3/2,C\n", [("1", None), ("1/3", "1"), ("1/3/2", "1/3")]),
        ("Id,Path,Text\n1,1,A\n3,1/3,B\n2,1/3/2,C\n", [("1", None), ("3", "1"), ("2", "3")]),
        ("Id,Path,Text\na1,1,A\na2,1/1,B\na3,1/1/1,C\n", [("a1", None), ("a2", "a1"), ("a3", "a2")]),
        ("Id,Ancestry,Text\n1,,A\n3,1,B\n2,1/3,C\n", [("1", None), ("3", "1"), ("2", "3")]),
        ("Path,Text\n1.,A\n1.3,B\n1.3.2,C\n", [("1", None), ("1/3", "1"), ("1/3/2", "1/3")]),
    ],
)
def test_a_tree_by_path(tmp_path: Path, table: str, tree: list[tuple[str, str | None]]) -> None:
    path = written(tmp_path, table)
    assert [(comment.external_id, comment.parent) for comment in comments(path)] == tree


def test_a_path_to_nowhere_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Path,Text\na2,1/1,B\n")
    assert warnings(path) == ["Replies whose path leads to no row above: row 2."]


def test_names_in_two_columns_and_cells_that_say_nothing(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Last name,First name,Country,May be named,Text\nRoy,Zoé,N/A,Yes,A\nN/A,N/A,FR,No,B\n"
    )
    assert [(c.author, c.country, c.consent) for c in comments(path)] == [
        ("Zoé Roy", None, True), (None, "FR", False),
    ]  # fmt: skip


def test_two_files_joined_on_a_key(tmp_path: Path) -> None:
    written(tmp_path, "Key,Comment\nD1,One\nD3,Three\nD9,Nobody's\nD1,Again\n", "more.csv")
    path = written(
        tmp_path, "Document ID,Name,Posted\nD1,Ann,2023-01-02\nD2,Bo,2023-01-03\nD3,Cy,2023-01-04\n"
    )
    said = Mapping(join=Join("more.csv", "Document ID", "Key"))
    assert [(c.external_id, c.author, c.text) for c in comments(path, said)] == [
        ("D1", "Ann", "One"), ("D3", "Cy", "Three"),
    ]  # fmt: skip
    assert [(skip.where, skip.why) for skip in skips(path, said)] == [
        ("row 3", "no text"),
        ('row 4 of "more.csv"', "its key stands in no row of the first table"),
    ]
    assert '"more.csv" has rows with the key of one before, not read: 1.' in warnings(path, said)
    assert [column.name for column in look(path, said).columns][3:] == ["Key", "Comment"]


def test_a_join_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Id,Text\nD1,One\n")
    with pytest.raises(ReviewError, match=r'no file "gone\.csv"'):
        comments(path, Mapping(join=Join("gone.csv", "Id", "Id")))
    with pytest.raises(ReviewError, match='no column "Key"'):
        comments(path, Mapping(join=Join("table.csv", "Id", "Key")))


def test_what_was_looked_at_is_what_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "Report\nId;Name;Comment\nc1;Ann;Yes\nc2;Bo;No\n")
    looked = look(path)
    assert (looked.header_row, looked.delimiter, looked.encoding) == (2, ";", "utf-8")
    assert looked.rows == (("c1", "Ann", "Yes"), ("c2", "Bo", "No")) and looked.row_numbers == (3, 4)
    assert looked.columns[2].samples == ("Yes", "No") and looked.columns[2].field == "text"
    assert comments(path, looked.mapping) == comments(path)
    assert Mapping.from_json(looked.mapping.as_json()) == looked.mapping
