"""Dates as people write them: told where a column shows the order of day and month, else asked for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.table_files import comments, warnings, written

from ogp_review.importers.table_dates import DateOrder, looks_like_date, written_date
from ogp_review.importers.table_mapping import Mapping
from ogp_review.importers.tables import look


@pytest.mark.parametrize(
    ("text", "day_first", "iso"),
    [
        ("15/02/2023", True, "2023-02-15"),
        ("2/15/2023", False, "2023-02-15"),
        ("02/03/2023", True, "2023-03-02"),
        ("02/03/2023", False, "2023-02-03"),
        ("02/03/2023", None, None),
        ("05/05/2023", None, "2023-05-05"),
        ("15.2.2023", None, "2023-02-15"),
        ("15/02/2023", False, None),
        ("15-02-23", True, "2023-02-15"),
        ("06/09/2015 14", True, "2015-09-06T14"),
        ("06/09/2015 2:05 PM", True, "2015-09-06T14:05"),
        ("6/9/2015, 12:05:09 am", False, "2015-06-09T00:05:09"),
        ("2020-11-24 07:17:40 UTC", None, "2020-11-24T07:17:40Z"),
        ("2023/02/15", None, "2023-02-15"),
        ("20230215", None, "2023-02-15"),
        ("29th June 2023", None, "2023-06-29"),
        ("June 29, 2023", None, "2023-06-29"),
        ("Thursday, 29 June 2023 10:30", None, "2023-06-29T10:30"),
        ("29 de junio de 2023", None, "2023-06-29"),
        ("1er août 2023", None, "2023-08-01"),
        ("3. März 2023", None, "2023-03-03"),
        ("junio de 2023", None, "2023-06"),
        ("31/02/2023", True, None),
        ("29 Foo 2023", None, None),
        ("", None, None),
        ("15/02/2023 25:00", True, None),
    ],
)
def test_dates(text: str, day_first: bool | None, iso: str | None) -> None:
    assert written_date(text, day_first) == iso


@given(
    st.text(st.sampled_from("0123456789/.-: amTZ+juneé"), max_size=30), st.sampled_from([True, False, None])
)
def test_any_text_is_a_date_or_none(text: str, day_first: bool | None) -> None:
    written_date(text, day_first)
    looks_like_date(text)


def test_one_date_tells_for_its_column() -> None:
    assert DateOrder().note_all(["02/03/2023", "15/03/2023"]).decided is True
    assert DateOrder().note_all(["02/03/2023", "3/15/2023"]).decided is False
    assert DateOrder().note_all(["02/03/2023"]).is_open
    assert DateOrder().note_all(["15/03/2023", "3/15/2023"]).is_open
    assert DateOrder().note_all(["15/03/2023", "2023-03-15"]).is_open
    assert not DateOrder().note_all(["2023-03-15", "3 May 2023"]).is_open


def table(tmp_path: Path, *dates: str) -> Path:
    return written(tmp_path, "Date,Text\n" + "".join(f"{date},Yes {n}\n" for n, date in enumerate(dates)))


def test_a_late_date_decides_for_all(tmp_path: Path) -> None:
    path = table(tmp_path, *["02/03/2023"] * 500, "15/03/2023")
    assert comments(path)[0].posted_at == "2023-03-02"
    assert look(path).questions == ()


def test_dates_that_cannot_be_told_are_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "02/03/2023", "04/05/2023")
    (question,) = look(path).questions
    assert (question.kind, question.text) == (
        "day_first", 'Is "02/03/2023" written with the day or the month first?',
    )  # fmt: skip
    assert question.choices == ((True, "day first: 2023-03-02"), (False, "month first: 2023-02-03"))
    assert [(c.posted, c.posted_at) for c in comments(path)] == [("02/03/2023", None), ("04/05/2023", None)]
    assert "until it is said which comes first: rows 2, 3." in warnings(path)[0]
    assert comments(path, Mapping(day_first=True))[0].posted_at == "2023-03-02"
    assert comments(path, Mapping(day_first=False))[0].posted_at == "2023-02-03"
    assert look(path, Mapping(day_first=False)).questions == ()


def test_a_column_half_converted_by_a_spreadsheet_is_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "2023-02-03", "15/02/2023")
    assert [question.kind for question in look(path).questions] == ["day_first"]
