import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_review.domain.incoming import Incoming, IncomingComment, IncomingSkip, IncomingWarning
from ogp_review.errors import ReviewError
from ogp_review.importers import tables
from ogp_review.importers.table_columns import OWN_TITLES
from ogp_review.importers.table_values import consent, language_code, understood_date, whole_number
from ogp_review.interchange.csv_text import guard

DATA = Path(__file__).resolve().parents[1] / "data" / "tables"


def records_of(text: str, **options: dict[str, str]) -> list[Incoming]:
    return list(tables.read(text, "comments.csv", **options).records)


def comments_of(text: str, **options: dict[str, str]) -> list[IncomingComment]:
    return [record for record in records_of(text, **options) if isinstance(record, IncomingComment)]


def warnings_of(text: str) -> list[str]:
    return [record.text for record in records_of(text) if isinstance(record, IncomingWarning)]


def own_export(*rows: dict[str, str]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(OWN_TITLES)
    writer.writerows([guard(row.get(title, "")) for title in OWN_TITLES] for row in rows)
    return file.getvalue()


def test_a_french_table_with_semicolons_and_lines_in_cells() -> None:
    text = (DATA / "small_fr.csv").read_bytes().decode().replace("\r\n", "\n")
    first, skipped, third = [r for r in records_of(text) if not isinstance(r, IncomingWarning)]
    assert isinstance(first, IncomingComment) and isinstance(third, IncomingComment)
    assert (first.text, first.author, first.votes_for) == ("Bonjour ; ça va ?\nOui.", "Anna", 3)
    assert (first.posted, first.posted_at, first.where) == ("2023-02-15", "2023-02-15", "row 2")
    assert skipped == IncomingSkip("row 3", "no text")
    assert (third.votes_for, third.posted, third.posted_at) == (None, "15/02/2023", None)
    assert warnings_of(text) == [
        'Columns that are not read: "Nr".',
        "Dates not in the form 2023-02-15, kept only as they are written: row 4.",
        "Votes that are not a whole number, left out: row 4.",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = (
        delimiter.join(["Id", "Text", "Name"]) + "\n" + delimiter.join(["a", "One; two, three"[:3], "Anna"])
    )
    (comment,) = comments_of(text)
    assert (comment.external_id, comment.text, comment.author) == ("a", "One", "Anna")


def test_excels_separator_line_is_no_row() -> None:
    assert comments_of("sep=|\nText|Name\nOne|Anna\n")[0].where == "row 2"


def test_every_field_is_read() -> None:
    titles = (
        "Id|Submission|Author|Organisation|E-mail|Stakeholder type|Country|May be named|Language|Translation"
    )
    titles += "|Channel|Date|Votes for|Votes against|Paragraph|Reply to|Comment"
    row = "7|s1|Anna|Town|a@b.example|civil society|FR|no|FR|Yes|e-mail|2023-02|2|1|P12|C0001|Oui"
    (comment,) = comments_of(f"{titles}\n{row}\n")
    assert comment == IncomingComment(
        text="Oui",
        where="row 2",
        external_id="7",
        author="Anna",
        organisation="Town",
        email="a@b.example",
        stakeholder="civil society",
        country="FR",
        consent=False,
        language="fr",
        translation="Yes",
        channel="e-mail",
        posted="2023-02",
        posted_at="2023-02",
        votes_for=2,
        votes_against=1,
        paragraph="P12",
        parent="C0001",
        submission="s1",
    )


def test_the_two_places_that_are_no_paragraph() -> None:
    comments = comments_of("Text,Paragraph\nA,Not assigned\nB,\nC,Whole draft\nD,P1\n")
    assert [comment.paragraph for comment in comments] == [None, None, "Whole draft", "P1"]


def test_our_own_export_comes_back_character_for_character() -> None:
    texts = ["=1+1", "'quoted'", "'=x", " -1", "plain", "\t@a", 'two\nlines; "and" more']
    text = own_export(*({"Ref": f"C{n}", "Text": t, "Themes": "Youth"} for n, t in enumerate(texts)))
    assert [comment.text for comment in comments_of(text)] == texts
    (warning,) = warnings_of(text)
    assert warning.endswith('"Themes", "Point", "Disposition", "State", "Set aside because".')


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), min_size=1))
def test_any_text_survives_our_own_export(texts: list[str]) -> None:
    written = [text for text in texts if text.strip()]
    assert [c.text for c in comments_of(own_export(*({"Text": text} for text in texts)))] == written


def test_apostrophes_of_other_tables_are_kept() -> None:
    assert comments_of("Text,Name\n'tis good,Anna\n")[0].text == "'tis good"


def test_a_mapping_names_the_columns() -> None:
    text = "Q1,Who,Text\nYes,Anna,ignored\n"
    (comment,) = comments_of(text, mapping={"text": "q1", "Author": "Who"})
    assert (comment.text, comment.author) == ("Yes", "Anna")


def test_a_mapping_that_fits_nothing_names_what_there_is() -> None:
    with pytest.raises(ReviewError, match=r'no column "Q9"\. Its columns are "Q1", "Who"'):
        records_of("Q1,Who\nYes,Anna\n", mapping={"text": "Q9"})
    with pytest.raises(ReviewError, match='no field "txt"'):
        records_of("Q1,Who\nYes,Anna\n", mapping={"txt": "Q1"})
    with pytest.raises(ReviewError, match="no column that is known"):
        records_of("Q1,Who\nYes,Anna\n")


def test_rows_of_another_width_are_kept_and_said() -> None:
    text = "Name,Text,Votes for\nAnna\nBob,Yes\nChloé,No,1,extra\nDan,Why,2,,\n"
    assert [comment.text for comment in comments_of(text)] == ["Yes", "No", "Why"]
    assert warnings_of(text) == [
        "Fewer cells than the header has columns; the rest taken for empty: rows 2, 3.",
        "More cells than the header has columns; the extra ones not read: row 4.",
    ]


def test_a_text_that_was_not_quoted_is_put_together_again() -> None:
    (comment,) = comments_of("Name,Text\nAnna,Well, I think, yes\n")
    assert comment.text == "Well, I think, yes"


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    text = '\nText,Name\n\n"a\nb",Anna\n,Bob\n'
    assert [getattr(record, "where", None) for record in records_of(text)] == ["row 4", "row 5"]


def test_a_quotation_mark_that_is_not_closed_is_said() -> None:
    text = 'Name,Text\nAnna,"Yes\nBob,No\nChloé,Maybe\n'
    assert any("quotation mark is not closed" in warning for warning in warnings_of(text))
    assert not any("quotation" in warning for warning in warnings_of('Name,Text\nAnna,a 5" pipe\nBob,No\n'))


def test_a_cell_without_end_names_its_row() -> None:
    text = 'Name,Text\nAnna,Yes\nBob,"' + "x" * (tables.LARGEST_CELL + 1)
    with pytest.raises(ReviewError, match=r'"comments\.csv" cannot be read at row 3'):
        records_of(text)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2023", "2023"),
        ("2023-02", "2023-02"),
        ("2023-02-15", "2023-02-15"),
        ("2023-02-15 10:30", "2023-02-15T10:30"),
        ("2023-02-15T10:30:05Z", "2023-02-15T10:30:05Z"),
        ("2023-02-15T10:30:05.25+0100", "2023-02-15T10:30:05.25+01:00"),
        ("2023-02-15 10:30 -05:00", "2023-02-15T10:30-05:00"),
        ("2023-02-30", None),
        ("2023-13", None),
        ("15/02/2023", None),
        ("0000", None),
    ],
)
def test_dates_are_as_precise_as_they_are_written(written: str, understood: str | None) -> None:
    assert understood_date(written) == understood


def test_small_values() -> None:
    assert [consent(text) for text in ("Yes", "oui", "NO", "perhaps")] == [True, True, False, None]
    assert [whole_number(text) for text in ("12", "3.0", "-1", "1.5", "many")] == [12, 3, None, None, None]
    assert [language_code(text) for text in ("EN", "pt_BR", "French")] == ["en", "pt-br", "French"]


@given(st.text(st.sampled_from("Text,;|\t\n\"'Name 12")))
def test_any_text_below_a_header_reads(text: str) -> None:
    records_of("Text,Name\n" + text)
