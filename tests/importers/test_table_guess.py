"""Which column is what: by titles in four languages, by words in titles, and by the cells alone."""

from pathlib import Path

import pytest
from importers.table_files import comments, written

from ogp_review.importers.table_columns import column_names, field_named, known_title
from ogp_review.importers.table_guess import guess_columns
from ogp_review.importers.tables import look

PROSE = [
    "We would like to see more of this in every town of the country.",
    "The plan says nothing about schools, and that is a pity for all of us.",
    "Nobody asked the people who live there what they think of the road.",
]


def guessed(title: str, *cells: str) -> str:
    (guess,) = guess_columns([title], [[cell] for cell in cells], {}).columns
    return guess.field


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Comment", "text"),
        ("COMENTARIO", "text"),
        ("Commentaire :", "text"),
        ("Stellungnahme", "text"),
        ("body/en", "text"),
        ("author_name", "author"),
        ("Nombre", "author"),
        ("Prénom", "first_name"),
        ("Apellidos", "last_name"),
        ("Übersetzung", "translation"),
        ("Fecha", "posted"),
        ("created_at", "posted"),
        ("Votos a favor", "votes_for"),
        ("Stimmen dagegen", "votes_against"),
        ("Párrafo", "paragraph"),
        ("En réponse à", "parent"),
        ("Vorgeschlagene Farbe", ""),
        ("Änderungsvorschlag", "proposal"),
    ],
)
def test_titles_in_four_languages(title: str, field: str) -> None:
    assert (known_title(title) or ("",))[0] == field


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("What is your email address?", ["a@b.example", "c@d.example"], "email"),
        ("Are you responding as an individual?", ["Individual", "Company"], "stakeholder"),
        ("cached_votes_down", ["3", "0"], "votes_against"),
        ("Why do you say so?", PROSE, "text"),
        ("Do you agree?", ["Yes", "No", "Yes"], ""),
        ("comments_count", ["3", "0", "12"], ""),
        ("category/id", ["1", "1", "1"], ""),
        ("Date of the event", ["2023-01-02", "2023-01-03"], "posted"),
        ("Column 1", ["a@b.example", "c@d.example"], "email"),
        ("Column 1", ["P1", "P12", "§ 3"], "paragraph"),
        ("Column 1", ["en", "fr", "fr", "en", "es", "en"], "language"),
        ("Column 1", ["2023-01-02", "3 May 2023", "4/5/2023"], "posted"),
        ("Column 1", ["09000064844729a9", "09000064844af653", "0900006484471d5b"], "external_id"),
        ("Column 1", ["Ana Gómez", "Bo Li", "Zoé Roy"], "author"),
        ("Column 1", ["1", "2", "3", "4"], ""),
        ("Column 1", PROSE, "text"),
        ("Title of the question as it should appear", PROSE, ""),
    ],
)
def test_words_in_titles_and_cells(title: str, cells: list[str], field: str) -> None:
    assert guessed(title, *cells) == field


def test_a_column_of_names_that_holds_ids_is_ids(tmp_path: Path) -> None:
    path = written(tmp_path, "name,text\n09000064844729a9,Yes\n09000064844af653,No\n")
    assert [comment.external_id for comment in comments(path)] == ["09000064844729a9", "09000064844af653"]
    assert look(path).columns[0].why.endswith("but the cells are ids")


def test_one_field_has_one_column_the_surest() -> None:
    guesses = guess_columns(["Name", "Author"], [["Bo", "Ann"]], {})
    assert [guess.field for guess in guesses.columns] == ["", "author"]


def test_an_answer_of_the_office_is_no_comment(tmp_path: Path) -> None:
    path = written(tmp_path, f"id;body/en;answer/en\n1;{PROSE[0]};{PROSE[1]}\n2;{PROSE[2]};\n")
    looked = look(path)
    assert [column.field for column in looked.columns] == ["external_id", "text", ""]


def test_a_title_stands_above_its_text(tmp_path: Path) -> None:
    path = written(tmp_path, f"Title,Text\nTrees,{PROSE[0]}\n,{PROSE[1]}\nRoads,\n")
    assert [comment.text for comment in comments(path)] == [f"Trees\n\n{PROSE[0]}", PROSE[1], "Roads"]


def test_what_a_person_says_comes_first() -> None:
    guesses = guess_columns(["Comment", "Other"], [["Yes", "No"]], {1: "text"})
    assert [(guess.field, guess.confidence) for guess in guesses.columns] == [("", 0.0), ("text", 1.0)]


def test_names_of_columns_are_unlike_each_other() -> None:
    assert column_names(["A", "", "a", "A "]) == ("A", "column 2", "a (2)", "A (3)")
    assert [field_named(name) for name in ("Reply to", "text (HTML)", "external id", "")] == [
        "parent", "text (HTML)", "external_id", "",
    ]  # fmt: skip
