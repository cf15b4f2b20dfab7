"""Dates, channels and beginnings as reports write them; what is not understood stays as it is."""

import pytest

from ogp_review.exporters.wording import beginning, channel_name, day, moment


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-24", "24 November 2026"),
        ("2026-06-03", "3 June 2026"),
        ("14 Jun", "14 Jun"),
        ("2026-13-01", "2026-13-01"),
        ("20261124", "20261124"),
        ("2026-W01-1", "2026-W01-1"),
        ("", ""),
    ],
)
def test_a_day(written: str, read: str) -> None:
    assert day(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-06-03T02:14", "3 June 2026, 02:14"),
        ("2026-06-03T02:14:30+02:00", "3 June 2026, 02:14"),
        ("2026-06-03 02:14", "3 June 2026, 02:14"),
        ("2026-06-03", "3 June 2026"),
        ("last Tuesday at 5", "last Tuesday at 5"),
        ("", ""),
    ],
)
def test_a_moment(written: str, read: str) -> None:
    assert moment(written) == read


def test_channels_have_names_and_those_of_staff_keep_theirs() -> None:
    assert [channel_name(code) for code in ("discuto", "email", "Town hall")] == [
        "Discuto", "E-mail", "Town hall",
    ]  # fmt: skip


def test_a_beginning_ends_between_words() -> None:
    assert beginning("short", 20) == "short"
    assert beginning("one two three four", 12) == "one two…"
    assert beginning("oneword" * 9, 8) == "oneword…"
    assert len(beginning("a long text of many words " * 40, 300)) <= 300
