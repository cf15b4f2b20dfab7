import pytest

from ogp_review.importers.worded_dates import worded_date


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("29th June 2023", "2023-06-29"),
        ("Comment by Ann on 29th June 2023", "2023-06-29"),
        ("1er février 2023", "2023-02-01"),
        ("29. Juni 2023", "2023-06-29"),
        ("29 de junio de 2023 - 14:02", "2023-06-29T14:02"),
        ("le 3 août 2023 à 14h05", "2023-08-03T14:05"),
        ("Mar 3, 2023 2:05 pm", "2023-03-03T14:05"),
        ("Mon, 30/01/2023 - 14:02", "2023-01-30T14:02"),
        ("Mi., 15.02.2023 - 10:30", "2023-02-15T10:30"),
        ("2023-01-30T14:02:11+01:00", "2023-01-30T14:02:11+01:00"),
        ("2015-09-27T02:17:12+0200", "2015-09-27T02:17:12+02:00"),
        ("02/03/2023", None),
        ("31 June 2023", None),
        ("3 days ago", None),
        ("", None),
    ],
)
def test_a_date_is_understood_or_left(written: str, understood: str | None) -> None:
    assert worded_date(written) == understood
