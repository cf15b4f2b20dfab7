"""Small tables of our own making, one for each trouble that real ones make: what comes in of each."""

from pathlib import Path

from importers.table_files import comments, skips, texts

from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.tables import look

DATA = Path(__file__).resolve().parents[1] / "data" / "tables"


def test_two_answers_a_row_below_two_rows_of_titles() -> None:
    path = DATA / "answers.xlsx"
    assert [(c.submission, c.stakeholder, c.where.split(",")[0]) for c in comments(path)] == [
        ("R1", "Resident", "row 3"),
        ("R1", "Resident", "row 3"),
        ("R2", "Company", "row 4"),
    ]
    assert comments(path)[0].folded == "Question 1 – Please explain your answer"
    assert [skip.where for skip in skips(path)] == ["row 5"]
    assert (look(path).sheet, look(path).header_row, look(path).header_rows) == ("Answers", 1, 2)


def test_a_spreadsheet_of_open_document_in_spanish() -> None:
    assert [(c.author, c.posted_at, c.votes_for) for c in comments(DATA / "small_es.ods")] == [
        ("Inés", "2023-02-15", 3),
        ("Bo", "2023-02-03", 1),
    ]


def test_a_preamble_windows_1252_and_the_month_first() -> None:
    first, second = comments(DATA / "preamble_en.csv")
    assert (first.author, first.posted_at, first.text) == ("Zoé Roy", "2023-02-13", "Trees, please.\nMany.")
    assert (second.author, second.posted_at, second.text) == (None, "2023-02-03", "No cafés.")


def test_mojibake() -> None:
    path = DATA / "mojibake_es.csv"
    assert texts(path)[0] == "øQuÈ pasÛ con el ·rbol?"
    assert texts(path, Mapping(repair="macroman"))[0] == "¿Qué pasó con el árbol?"
    assert [question.kind for question in look(path).questions] == ["repair"]


def test_a_tree_in_utf_16_with_tabs() -> None:
    found = comments(DATA / "tree.tsv")
    assert [(c.external_id, c.parent, c.author) for c in found] == [
        ("1", None, "Ann"),
        ("1/1", "1", "Bo"),
        ("1/1/1", "1/1", "Ann"),
        ("2", None, "Cy"),
    ]
